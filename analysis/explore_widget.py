"""Explore an analysis in JupyterLab: choose whose statements to see, and text, tables and numbers follow.

The widgets here only ask and show. What is chosen is decided in ``analysis.choosing``, what it looks like in
``analysis.exploring``, and both are tested without a browser. Beside the widgets stands a still page of the same
content, hidden while the widgets live: so nothing is found only in a widget.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import ipywidgets as widgets

from analysis.articles import Article
from analysis.choosing import Choice, choose, options
from analysis.explore_fields import WIDE, FromTo, in_a_row, rooted
from analysis.explore_panels import BarsPanel, ChartsPanel, MatrixPanel, SidesPanel
from analysis.explore_reach import Reach
from analysis.exploring import article_html, detail_html, detailed_views, page_html, style_html, summary, table_html
from analysis.marking import clean
from analysis.view import colours

if TYPE_CHECKING:
    from analysis.report import Analysis

#: the environment variable that asks for the still page only: then no widget is made, and a page that nbconvert
#: writes holds no view that would need a program of another host. For pages that are to stand alone.
STILL_VARIABLE = "STANDPOINTS_STATIC"
TABS = ("Article", "Statements", "Who about whom", "For and against", "Two side by side", "Charts")


def explore(article: Article | Analysis | str | Path) -> Explorer:
    """Explore an article by hand: as the last line of a cell, it shows itself.

    Args:
        article: an analysis, an article, or the path of one (which is then analysed).

    Returns:
        The explorer. ``.chosen`` is the analysis of what is chosen now, to go on with in another cell; ``.page()`` is
        the still page as HTML.

    Raises:
        ArticleError: the article can't be loaded.

    Not covered: an article above 60,000 characters is shown as far as that; its tables are whole.

    Example:
        >>> from analysis import load_article
        >>> explorer = explore(load_article(text="Mira Halloran said the dam was safe. Ola Brandt denied it."))
        >>> explorer.actors.value = ("Mira Halloran",)
        >>> len(explorer.chosen.statements)
        1
    """
    from analysis.report import Analysis, analyse

    return Explorer(article if isinstance(article, Analysis) else analyse(article))


class Explorer:
    """The widgets of `explore`. Each one can be set from code as well: ``explorer.parties.value = ("Norland",)``.

    Attributes:
        analysis: the whole analysis.
        chosen: the part of it that is chosen.
        widget: all of it, as one widget.
        actors, parties, kinds, acts: lists of which any number can be chosen; none chosen is all.
        confidence: the range of confidence, from … to.
        statement: the list of statements; the chosen one stands in full beside the article.
        matrix, bars, sides, charts: the other panels; see ``analysis.explore_panels``.
        tabs: which panel is seen.
    """

    def __init__(self, analysis: Analysis) -> None:
        self.analysis = analysis
        self.chosen = analysis
        self._colour = colours(analysis)
        self._stale = set(TABS)
        self._quiet = False
        self._views: list[dict] = []
        self._make_choosers()
        self.table = widgets.HTML()
        self.matrix, self.bars = MatrixPanel(analysis), BarsPanel()
        self.sides, self.charts = SidesPanel(analysis), ChartsPanel(analysis)
        panels = (self.matrix, self.bars, self.sides, self.charts)
        self.tabs = widgets.Tab(
            [self._make_article(), self.table, *(panel.widget for panel in panels)], titles=TABS, selected_index=0
        )
        shows = (lambda _: self._show_statement(), self._show_table, *(panel.show for panel in panels))
        self._shows: dict[str, Callable[[Analysis], None]] = dict(zip(TABS, shows, strict=True))
        self.tabs.observe(self._on_tab, "selected_index")
        boxes = [self.actors, self.parties, self.kinds, self.acts]
        more = in_a_row(self.confidence.widget, self.reset)
        style, reach = widgets.HTML(style_html()), Reach(self._choose_statement).widget
        self.widget = widgets.VBox([style, in_a_row(*boxes), more, self.status, self.tabs, reach])
        self.widget.add_class("standpoints-live")
        self._follow()

    def page(self) -> str:
        """The still page of the whole analysis, as HTML."""
        return page_html(self.analysis)

    def _ipython_display_(self) -> None:
        from IPython.display import display

        if not os.environ.get(STILL_VARIABLE):
            display(self.widget)
        page = f'<div class="standpoints-static">{self.page()}</div>'
        display({"text/html": page, "text/plain": repr(self)}, raw=True)

    def __repr__(self) -> str:
        return f"<Explorer of {self.analysis.article.id!r}: {summary(self.chosen, self.analysis)}>"

    # ---- the choosers

    def _make_choosers(self) -> None:
        found = options(self.analysis)

        def many(column: str, name: str) -> widgets.SelectMultiple:
            return widgets.SelectMultiple(
                options=[(f"{clean(option.name)} ({option.n})", option.name) for option in found[column]],
                description=name,
                tooltip=f"{name}: choose one or several (Ctrl or Shift with click or arrow keys); none is all",
                rows=min(6, max(3, len(found[column]))),
                style=WIDE,
                layout=widgets.Layout(width="17rem"),
            )

        self.actors, self.parties = many("actor", "Actors"), many("party", "Parties")
        self.kinds, self.acts = many("quote_type", "Kinds"), many("act", "Acts")
        self.confidence = FromTo("Confidence", "Only statements that were found with a confidence in this range")
        self.reset = widgets.Button(description="Show all", tooltip="Undo every choice above", icon="undo")
        self.status = widgets.HTML()
        for chooser in (self.actors, self.parties, self.kinds, self.acts, *self.confidence.fields):
            chooser.observe(lambda _: self._follow(), "value")
        self.reset.on_click(lambda _: self._show_all())

    def choice(self) -> Choice:
        """What is chosen now."""
        low, high = self.confidence.value
        return Choice(self.actors.value, self.parties.value, self.kinds.value, self.acts.value, low, high)

    def _show_all(self) -> None:
        self._quiet = True
        for chooser in (self.actors, self.parties, self.kinds, self.acts):
            chooser.value = ()
        self.confidence.value = (0, 1)
        self._quiet = False
        self._follow()

    # ---- following the choice: only the tab that is seen is made anew

    def _follow(self) -> None:
        if self._quiet:
            return
        self.chosen = choose(self.analysis, self.choice())
        self.status.value = rooted(f"<p>{summary(self.chosen, self.analysis)}</p>", "status")
        self._views = detailed_views(self.chosen, self._colour)
        self._stale = set(TABS)
        self._list_statements()
        self._on_tab()

    def _on_tab(self, _: object = None) -> None:
        name = TABS[self.tabs.selected_index or 0]
        if name in self._stale:
            self._stale.discard(name)
            self._shows[name](self.chosen)

    def _make_article(self) -> widgets.Widget:
        self.text, self.detail = widgets.HTML(), widgets.HTML()
        self.statement = widgets.Select(
            description="Statement", rows=8, style=WIDE, layout=widgets.Layout(width="98%"),
            tooltip="Choose a statement with the arrow keys; it is shown in full below and marked in the text",
        )  # fmt: skip
        self.statement.observe(lambda _: self._show_statement(), "value")
        left = widgets.Box([self.text], layout=widgets.Layout(flex="3 1 28rem", max_height="42rem", overflow="auto"))
        right = widgets.VBox([self.statement, self.detail], layout=widgets.Layout(flex="2 1 20rem", overflow="auto"))
        return in_a_row(left, right)

    def _list_statements(self) -> None:
        before = self.statement.value
        self._quiet = True
        shown = [(f"{v['n']} {v['who']}: {_short(v['content'])}", v["n"]) for v in self._views]
        self.statement.options = shown
        numbers = [n for _, n in shown]
        self.statement.value = before if before in numbers else (numbers[0] if numbers else None)
        self._quiet = False

    def _choose_statement(self, number: int) -> None:
        if number in [n for _, n in self.statement.options]:
            self.statement.value = number

    def _show_statement(self) -> None:
        if self._quiet:
            return
        chosen = self.statement.value
        if TABS[self.tabs.selected_index or 0] != "Article":
            self._stale.add("Article")
            return
        self.text.value = rooted(article_html(self.chosen, self._views, chosen))
        found = detail_html(next((view for view in self._views if view["n"] == chosen), None))
        self.detail.value = rooted(found, "status")

    def _show_table(self, _: Analysis) -> None:
        self.table.value = rooted(table_html(self._views))


def _short(text: str, most: int = 60) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else line[:most].rsplit(" ", 1)[0] + " …"
