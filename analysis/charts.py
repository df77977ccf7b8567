"""The charts: one function each, which takes a table (and axes, if you like) and returns its axes.

    from analysis import charts
    axes = charts.conflict_matrix(pairs)
    charts.show(axes, name="conflict-matrix")       # the last line of a cell
    charts.save_chart(axes, "conflict-matrix", "my-charts")

Every chart takes the same arguments after its tables: `ax` (draw there), `parties` (which, and in what order, which
also settles their colours), `title` (None for the default, "" for none). The functions live in the modules
`charts_*`; this one is their front.
"""

from analysis.charts_bars import positions, stance_shares
from analysis.charts_corpus import balance, relations, statements_by_outlet
from analysis.charts_frame import alt_text
from analysis.charts_matrix import conflict_matrix, congruence_matrix
from analysis.charts_network import conflict_network
from analysis.charts_output import image_html, save_chart, show, svg_text
from analysis.charts_periods import conflict_by_period, positions_over_time
from analysis.charts_sentiment import sentiment_against_stance, sentiment_by_actor
from analysis.charts_statements import statements_along
from analysis.palette import party_colours

__all__ = [
    "alt_text",
    "balance",
    "conflict_by_period",
    "conflict_matrix",
    "conflict_network",
    "congruence_matrix",
    "image_html",
    "party_colours",
    "positions",
    "positions_over_time",
    "relations",
    "save_chart",
    "sentiment_against_stance",
    "sentiment_by_actor",
    "show",
    "stance_shares",
    "statements_along",
    "statements_by_outlet",
    "svg_text",
]
