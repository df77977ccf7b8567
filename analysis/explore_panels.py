"""The parts of `explore` beside the article: the matrix whose cells can be chosen, two actors, and the charts.

Each panel has a ``widget`` and is told with ``show`` what is chosen now; it is told only while it is seen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ipywidgets as widgets
import matplotlib.pyplot as plt
import pandas as pd
from markupsafe import escape

from analysis import charts
from analysis.choosing import pairs_to_compare
from analysis.conflict import conflict_matrix, left_out
from analysis.counting import party_order
from analysis.drawings import CHARTS, draw_chart, is_empty
from analysis.explore_fields import in_a_row, one_of, rooted
from analysis.exploring import bars_html, behind_html, matrix_html, sides_html
from analysis.marking import clean
from analysis.palette import ink_on, stance_colour
from analysis.view import number

if TYPE_CHECKING:
    from analysis.report import Analysis

#: a matrix of more parties is shown as a table; the two lists below it choose a cell.
MOST_BUTTONS = 10


class MatrixPanel:
    """Who about whom: a button a cell, and two lists; either way the statements behind the cell are listed.

    Attributes:
        cells: (source, target) -> its button; none where the matrix is too large for buttons.
        source: the list of parties that speak.
        target: the list of parties that are spoken about.
        behind: the statements behind the chosen cell.
    """

    def __init__(self, analysis: Analysis) -> None:
        self._chosen: Analysis | None = None
        self._quiet = False
        pairs = conflict_matrix(analysis.stances, statements=analysis.statements)
        sources, targets = party_order(pairs["source"]), party_order(pairs["target"])
        self.cells: dict[tuple[str, str], widgets.Button] = {}
        self.source = one_of("Who speaks", sources, "The party that speaks")
        self.target = one_of("About whom", targets, "The party that is spoken about")
        self.grid: widgets.Box | widgets.HTML = widgets.HTML()
        self.note, self.behind = widgets.HTML(), widgets.HTML()
        if sources and max(len(sources), len(targets)) <= MOST_BUTTONS:
            self.grid = self._grid(pairs, sources, targets)
        if len(pairs):
            most = pairs.loc[pairs["n"].idxmax()]
            self.source.value, self.target.value = most["source"], most["target"]
        for chooser in (self.source, self.target):
            chooser.observe(lambda _: self._show_cell(), "value")
        ask = in_a_row(self.source, self.target)
        self.widget = widgets.VBox([self.grid, self.note, ask, self.behind])

    def show(self, chosen: Analysis) -> None:
        """Fill the cells, and list the statements behind the chosen one, from a part of the analysis."""
        self._chosen = chosen
        pairs = conflict_matrix(chosen.stances, statements=chosen.statements)
        here = {(row.source, row.target): row for row in pairs.itertuples()}
        for pair, cell in self.cells.items():
            _fill(cell, pair, here.get(pair))
        if not self.cells:
            self.grid.value = rooted(matrix_html(chosen, pairs))
        key = "Each row speaks about each column: mean stance, −1 (against) to +1 (for), and n, of how many stances."
        self.note.value = rooted(f'<p class="sp-note">{key} {left_out(pairs)}</p>')
        self._show_cell()

    def _grid(self, pairs: pd.DataFrame, sources: list[str], targets: list[str]) -> widgets.GridBox:
        empty = widgets.HTML("")
        children = [widgets.HTML("<i>speaks ↓ about →</i>"), *(_head(name) for name in targets)]
        known = set(zip(pairs["source"], pairs["target"], strict=True))
        for source in sources:
            children.append(_head(source))
            for target in targets:
                if (source, target) in known:
                    cell = widgets.Button(layout=widgets.Layout(width="auto", height="2.6rem"))
                    cell.on_click(lambda _, pair=(source, target): self._choose(*pair))
                    self.cells[source, target] = cell
                children.append(self.cells.get((source, target), empty))
        columns = f"minmax(8rem, max-content) repeat({len(targets)}, minmax(6rem, 8rem))"
        return widgets.GridBox(children, layout=widgets.Layout(grid_template_columns=columns, grid_gap="3px"))

    def _choose(self, source: str, target: str) -> None:
        self._quiet = True
        self.source.value, self.target.value = source, target
        self._quiet = False
        self._show_cell()

    def _show_cell(self) -> None:
        if not self._quiet and self._chosen is not None:
            self.behind.value = rooted(behind_html(self._chosen, self.source.value, self.target.value), "status")


class BarsPanel:
    """For and against, by target: bars."""

    def __init__(self) -> None:
        self.widget = widgets.HTML()

    def show(self, chosen: Analysis) -> None:
        """Draw the bars of a part of the analysis."""
        self.widget.value = rooted(bars_html(chosen))


class SidesPanel:
    """Two actors, chosen from two lists, side by side on what both speak of.

    Attributes:
        first: the list for the one.
        second: the list for the other.
        table: what they say.
    """

    def __init__(self, analysis: Analysis) -> None:
        self._chosen: Analysis | None = None
        names = party_order(analysis.statements["actor"])
        self.first = one_of("First actor", names, "One of the two actors to compare")
        self.second = one_of("Second actor", names, "The other actor to compare")
        pairs = pairs_to_compare(analysis)
        if pairs:
            self.first.value, self.second.value = pairs[0]
        elif len(names) > 1:
            self.second.value = names[1]
        self.table = widgets.HTML()
        for chooser in (self.first, self.second):
            chooser.observe(lambda _: self._refresh(), "value")
        self.widget = widgets.VBox([in_a_row(self.first, self.second), self.table])

    def show(self, chosen: Analysis) -> None:
        """Set the two side by side from a part of the analysis."""
        self._chosen = chosen
        self._refresh()

    def _refresh(self) -> None:
        if self._chosen is not None and self.first.value is not None:
            self.table.value = rooted(sides_html(self._chosen, self.first.value, self.second.value), "status")


class ChartsPanel:
    """The charts, drawn when asked for: that takes a second or two, too long to follow every choice.

    Attributes:
        chart: the list of charts.
        draw: the button.
        picture: the chart, with its alternative text.
    """

    def __init__(self, analysis: Analysis) -> None:
        self._whole, self._chosen = analysis, analysis
        self.chart = one_of("Chart", CHARTS, "Which chart to draw of what is chosen")
        self.draw = widgets.Button(description="Draw", icon="bar-chart", tooltip="Draw this chart of what is chosen")
        self.picture = widgets.HTML()
        self.chart.observe(lambda _: self.show(self._chosen), "value")
        self.draw.on_click(lambda _: self._draw())
        self.widget = widgets.VBox([widgets.HBox([self.chart, self.draw]), self.picture])

    def show(self, chosen: Analysis) -> None:
        """Take the old picture away, since it is of another choice."""
        self._chosen = chosen
        self.picture.value = rooted('<p class="sp-note">Press Draw: a chart takes a second or two.</p>', "status")

    def _draw(self) -> None:
        axes = draw_chart(self._chosen, self.chart.value, whole=self._whole)
        try:
            nothing = "<p>Nothing to show in this choice.</p>"
            self.picture.value = rooted(nothing if is_empty(axes) else charts.image_html(axes), "status")
        finally:
            plt.close(axes.figure)


def _head(name: str) -> widgets.HTML:
    """A name at the edge of the matrix; not a Label, which would read $…$ in it as a formula."""
    return widgets.HTML(f"<b><bdi>{escape(clean(name))}</bdi></b>")


def _fill(cell: widgets.Button, pair: tuple[str, str], row: Any) -> None:
    """Write a pair's mean and n on its button, in the colour of the mean."""
    about = f"{clean(pair[0])} about {clean(pair[1])}"
    if row is None or not row.n:
        unsure = row is not None and row.n_uncertain
        text, told = (f"{row.n_uncertain} unsure", "only uncertain stances") if unsure else ("–", "nothing chosen")
        fill, cell.disabled = "#f7f7f7", not unsure
    else:
        text, fill, cell.disabled = f"{number(row.mean)}  n {row.n}", stance_colour(row.mean), False
        told = f"mean stance {number(row.mean)} from {row.n}; lists the statements below"
    cell.description, cell.tooltip = text, f"{about}: {told}"
    cell.style.button_color, cell.style.text_color = fill, ink_on(fill)
