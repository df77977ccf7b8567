"""An analysis as HTML: its display in a notebook, and the page that stands for itself in a folder.

Jinja lays the templates out with autoescape on, so whatever the article holds is text on the page, never markup. The
styles apply inside ``.sp-`` classes only, and nothing needs a script: pointing, tapping and the tab key are CSS.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from analysis import charts
from analysis.behind import Groups, bars_view, groups, matrix_view, pair_tables
from analysis.correcting import corrected_note
from analysis.counting import left_out
from analysis.drawings import Picture, draw_charts, draw_pictures, inline_svg, is_empty
from analysis.marking import clean
from analysis.palette import STANCE_COLOURS, ink_on, stance_colour
from analysis.view import actor_views, colours, paragraph_views, parties, statement_views

if TYPE_CHECKING:
    from jinja2 import Environment

    from analysis.report import Analysis

#: a notebook shows at most so many characters of an article, so many statements; the page shows all.
NOTEBOOK_CHARACTERS = 60_000
NOTEBOOK_ROWS = 200

#: what the page shows as a table and as bars of its own, so that a phone and a screen reader have them too.
SHOWN_AS_TABLES = ("conflict-matrix", "stance-shares")

#: the tables of pairs, as the page calls the lists of what is behind them.
GROUP_TITLES = {"party": "Party about party", "target": "On each actor, as named", "concept": "On each concept"}

LIMITS = [
    "The statements, speakers and stances are found by rules. They miss some and get some wrong; read the sentence "
    "behind a number before you quote the number.",
    "A stance is what a speaker is reported to have said in this text, not what they think or do, and not whether it "
    "is true.",
    "One article shows what one newsroom chose to report. A silent cell means that the text reports nothing, not that "
    "there is nothing to report.",
    "Tone (sentiment) is measured by word lists. It is not position: hard words can support, and kind words reject.",
]


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The templates of this package; whatever they are given is escaped."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(loader=PackageLoader("analysis"), autoescape=True, undefined=StrictUndefined, trim_blocks=False)


def notebook_html(analysis: Analysis) -> str:
    """Make the display of an analysis in a notebook.

    Args:
        analysis: the analysis.

    Returns:
        HTML that needs no script and no other file: the article with each statement marked in its party's colour
        (speaker and stance on pointing, tapping or tabbing), a legend, the statements as a table, and the charts. It
        takes JupyterLab's own colours, light or dark. Of a long article, the first NOTEBOOK_CHARACTERS characters.

    Example:
        >>> from analysis import Analysis, load_article
        >>> from analysis.tables import make_table
        >>> tables = [make_table(name) for name in ("actors", "statements", "sentiment", "stances")]
        >>> html = notebook_html(Analysis(load_article(text="Salt <b> & pepper."), *tables))
        >>> "Salt &lt;b&gt; &amp; pepper." in html
        True
    """
    values = _shared(analysis, NOTEBOOK_CHARACTERS)
    pictures = [Markup(charts.image_html(axes)) for _, axes in draw_charts(analysis) if not is_empty(axes)]
    values |= {
        "css": style("notebook.css"),
        "prefix": f"sp-{_checksum(analysis)}-",
        "rows": NOTEBOOK_ROWS,
        "charts": pictures,
        "left_out": left_out(pair_tables(analysis)["party"]),
    }
    return environment().get_template("notebook.html").render(values)


def page_html(analysis: Analysis, pictures: Sequence[Picture] | None = None) -> str:
    """Make the page of an analysis: one HTML file that needs no other, in which every number leads to its statements.

    Args:
        analysis: the analysis.
        pictures: its charts, if they are drawn already.

    Returns:
        The page. It holds its charts and styles itself, runs no script, and forbids itself (Content-Security-Policy)
        to ask any host for anything.
    """
    tables = pair_tables(analysis)
    found = groups(analysis, tables)
    for group in found.values():
        if group["value"] is not None:
            group["fill"] = stance_colour(group["value"])
            group["ink"] = ink_on(group["fill"])
    colour = colours(analysis)
    kinds = {"target": "By actor", "concept": "By concept"}
    bars = [(kind, bars_view(name, tables[name], found, colour)) for name, kind in kinds.items()]

    pictures = draw_pictures(analysis, found) if pictures is None else pictures
    drawn = [
        {"name": picture.name, "svg": Markup(inline_svg(picture)), "alt": picture.alt}
        for picture in pictures
        if picture.name not in SHOWN_AS_TABLES and not picture.empty
    ]
    values = _shared(analysis, None)
    values |= {
        "css": style("page.css"),
        "matrix": matrix_view(tables["party"], found),
        "bars": [(kind, view) for kind, view in bars if view["bars"]],
        "groups": _by_table(found),
        "charts": drawn,
        "limits": [*LIMITS, *_counts_left_out(analysis)],
    }
    return environment().get_template("page.html").render(values)


def _by_table(found: Groups) -> list[tuple[str, list[dict[str, Any]]]]:
    """The groups under the title of the table they belong to; a table without groups is left out."""
    titled = [
        (title, [group for key, group in found.items() if key[0] == name]) for name, title in GROUP_TITLES.items()
    ]
    return [(title, rows) for title, rows in titled if rows]


def _shared(analysis: Analysis, longest: int | None) -> dict[str, Any]:
    """What both displays show: title, summary, legend, statements and the marked article."""
    article, statements = analysis.article, analysis.statements
    views = statement_views(analysis)
    colour = colours(analysis)
    said = statements["party"].value_counts()
    legend = [{"name": clean(p), "colour": colour[p], "n": int(said.get(p, 0))} for p in parties(analysis)]
    sides = statements["party"].dropna().nunique()
    speakers = statements["actor"].dropna().nunique()
    summary = (
        f"{_count(len(views), 'statement')} by {_count(speakers, 'speaker')} of {_count(sides, 'party', 'parties')}, "
        f"{_count(len(analysis.stances), 'stance')}."
    )
    summary = f"{summary} {corrected_note(analysis)}".strip()
    return {
        "title": clean(article.title or article.id),
        "meta": " · ".join(clean(part) for part in (article.source, article.date) if part),
        "summary": summary,
        "parties": legend,
        "statements": views,
        "actors": actor_views(analysis),
        "view": paragraph_views(analysis, views, longest),
    }


def _counts_left_out(analysis: Analysis) -> list[str]:
    """How much of this article the numbers leave out, a sentence each."""
    statements, stances = analysis.statements, analysis.stances
    uncertain, unclear = int(stances["uncertain"].sum()), int(statements["ambiguous"].sum())
    headline = int(statements["headline"].sum())
    other = int(statements["attribution"].isin(["belief", "intention"]).sum())
    return [
        f"Not counted in this article: {uncertain} of {_count(len(stances), 'stance')}, for being uncertain; and the "
        f"stances of {unclear} of {_count(len(statements), 'statement')}, where it is not clear who speaks.",
        f"Shown, but not counted: {_count(headline, 'statement')} in the headline, which repeats the text, and "
        f"{_count(other, 'statement')} of belief or intention, which nobody said.",
    ]


def _count(n: int, one: str, many: str | None = None) -> str:
    return f"{n} {one if n == 1 else many or one + 's'}"


def _checksum(analysis: Analysis) -> str:
    """A short name for the article, so that two displays in one notebook don't share their anchors."""
    from zlib import crc32

    return f"{crc32(analysis.article.text.encode('utf-8', 'surrogatepass')):08x}"


def style(name: str) -> str:
    """A style sheet of this package, with the colours of the stances filled in."""
    parts = {
        "favour" if label == "for" else label: {"fill": fill, "ink": ink_on(fill)}
        for label, fill in STANCE_COLOURS.items()
    }
    return Markup(environment().get_template(name).render(parts))
