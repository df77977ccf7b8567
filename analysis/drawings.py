"""The charts of one analysis, drawn with the same parties and colours, and made pictures of."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

import matplotlib.pyplot as plt
from matplotlib.axes import Axes

from analysis import charts
from analysis.behind import Groups, pair_tables
from analysis.view import parties

if TYPE_CHECKING:
    from analysis.report import Analysis

#: where the page stands, as seen from the folder of the charts.
PAGE = "../index.html"
#: the charts of an analysis, in their order.
CHARTS = (
    "conflict-matrix",
    "conflict-network",
    "stance-shares",
    "positions",
    "statements-along",
    "sentiment-by-actor",
    "sentiment-against-stance",
)


class Picture(NamedTuple):
    """A chart as files: its name, its text for readers who can't see it, and whether it has anything to show."""

    name: str
    alt: str
    empty: bool
    png: bytes
    svg: str


def draw_charts(analysis: Analysis, found: Groups | None = None) -> Iterator[tuple[str, Axes]]:
    """Draw the charts of an analysis.

    Args:
        analysis: the analysis.
        found: what ``behind.groups`` gave for it; with it, marks lead to the statements behind them, on ``PAGE``.

    Yields:
        (name, axes) of each chart, also of those with nothing to show. It is closed when the next one is asked for.
    """
    for name, draw in _drawers(analysis, parties(analysis), found or {}).items():
        axes = draw()
        try:
            yield name, axes
        finally:
            plt.close(axes.figure)


def draw_chart(analysis: Analysis, name: str, whole: Analysis | None = None) -> Axes:
    """Draw one chart of an analysis. Who is done with it closes it: ``plt.close(axes.figure)``.

    Args:
        analysis: the analysis.
        name: one of ``CHARTS``.
        whole: the analysis that this is a part of: then each party has the colour that it has there.

    Returns:
        The axes of the chart.

    Raises:
        KeyError: there is no chart of that name.
    """
    return _drawers(analysis, parties(whole or analysis), {})[name]()


def _drawers(analysis: Analysis, order: list[str], found: Groups) -> dict[str, Callable[[], Axes]]:
    """What draws each chart, by name."""
    tables = pair_tables(analysis)
    statements, sentiment, stances = analysis.statements, analysis.sentiment, analysis.stances

    def links(table: str):
        anchors = {key[1:]: f"{PAGE}#{group['anchor']}" for key, group in found.items() if key[0] == table}
        return lambda source, target: anchors.get((source, target))

    return {
        "conflict-matrix": lambda: charts.conflict_matrix(tables["party"], links=links("party")),
        "conflict-network": lambda: charts.conflict_network(tables["party"], parties=order, links=links("party")),
        "stance-shares": lambda: charts.stance_shares(tables["target"], links=links("target")),
        "positions": lambda: charts.positions(tables["concept"], links=links("concept")),
        "statements-along": lambda: charts.statements_along(
            statements, stances, length=len(analysis.article.text), parties=order
        ),
        "sentiment-by-actor": lambda: charts.sentiment_by_actor(sentiment, statements, parties=order),
        "sentiment-against-stance": lambda: charts.sentiment_against_stance(sentiment, stances, statements=statements),
    }


def draw_pictures(analysis: Analysis, found: Groups) -> list[Picture]:
    """Draw the charts of an analysis and make files of them; the arguments are those of :func:`draw_charts`."""
    pictures = []
    for name, axes in draw_charts(analysis, found):
        with tempfile.TemporaryDirectory() as folder:
            png, svg = charts.save_chart(axes, name, folder)
            files = png.read_bytes(), svg.read_text(encoding="utf-8")
        pictures.append(Picture(name, charts.alt_text(axes), is_empty(axes), *files))
    return pictures


def is_empty(axes: Axes) -> bool:
    """Whether a chart only says that there is nothing to show."""
    return any(text.get_text() == "nothing to show" for text in axes.texts)


def inline_svg(picture: Picture) -> str:
    """A picture as an svg element inside ``PAGE``: links stay on the page, and its ids differ from other pictures'."""
    svg = picture.svg[picture.svg.index("<svg") :].replace(f'href="{PAGE}#', 'href="#')
    ids = set(re.findall(r'\bid="([^"]+)"', svg))

    def rename(match: re.Match[str]) -> str:
        before, name = match.groups()
        return f"{before}{picture.name}-{name}" if name in ids else match.group()

    return re.sub(r'\b(id="|url\(#|href="#|aria-[a-z]+=")([^")]+)', rename, svg)
