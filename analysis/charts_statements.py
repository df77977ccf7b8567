"""The statements along the article: who speaks where in the text, how, and for or against others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from analysis.charts_frame import (
    MOST_ROWS,
    brief,
    canvas,
    count,
    finish,
    label,
    listed,
    nothing,
    styled,
)
from analysis.conflict import party_order
from analysis.palette import (
    INK,
    PAPER,
    QUIET,
    QUOTE_MARKERS,
    STANCE_COLOURS,
    STANCE_SIGNS,
    ink_on,
)

_UNCLEAR = "speaker unclear"
#: how far apart the marks of one statement stand, in inches.
_STEP = 0.24


@styled
def statements_along(
    statements: pd.DataFrame,
    stances: pd.DataFrame | None = None,
    ax: Axes | None = None,
    *,
    length: int | None = None,
    parties: Iterable[str] | None = None,
    title: str | None = None,
) -> Axes:
    """Chart the statements along the article: one lane a party, coloured by stance, shaped by quote type.

    Each statement's text is a grey bar from its first to its last character, and its mark stands on the middle. A
    statement with stances towards several targets has one mark for each, one above the other. Beliefs and
    intentions are left out.

    Args:
        statements: the statements table of one article.
        stances: its stances table; None to leave all marks white.
        ax: the axes to draw in; None for a new figure.
        length: the article's length in characters, for the axis; None for the end of the last statement.
        parties: the lanes in this order; None for the parties of the table, by the alphabet.
        title: None for the default, "" for none.

    Returns:
        The axes. An empty table gives axes that say "nothing to show".

    Raises:
        ValueError: the statements are of several articles.
    """
    if statements["article"].nunique() > 1:
        raise ValueError("statements_along shows one article; choose one: statements[statements.article == ...]")
    heading = "Statements along the article"
    said = statements[~statements["attribution"].isin(["belief", "intention"])]
    said = said.loc[np.array([bool(spans) for spans in said["spans"]], dtype=bool)]
    if said.empty:
        return nothing(ax, title, heading, "No statement was found.")
    named = said["party"].where(said["party"].notna(), _UNCLEAR).tolist()
    order = party_order(said["party"]) if parties is None else list(dict.fromkeys(parties))
    often = Counter(named)
    wanted = [name for name in order if name in often]
    busiest = sorted(wanted, key=lambda name: -often[name])[:MOST_ROWS]
    lanes = [name for name in wanted if name in busiest] + ([_UNCLEAR] if said["party"].isna().any() else [])
    if not lanes:
        return nothing(ax, title, heading, "None of these parties makes a statement.")
    marks = _marks(said, stances)
    # many statements, small marks, so that they still stand apart
    scale = min(1.0, max(0.5, (40 / len(said)) ** 0.5))
    # lanes are as tall as their tallest pile of marks; heights are in inches
    piles = {name: 1 for name in lanes}
    for name, number in zip(named, said["statement"], strict=True):
        piles[name] = max(piles.get(name, 1), min(len(marks[number]), 8))
    edges = np.cumsum([0.0, *(0.34 + scale * _STEP * piles[name] for name in lanes)])
    middle = dict(zip(lanes, (edges[:-1] + edges[1:]) / 2, strict=True))
    ax = canvas(ax, 9.5, 1.7 + edges[-1])
    end = max([span[1] for spans in said["spans"] for span in spans] + [length or 1])
    quotes = said["quote_type"].astype(object)
    alike: dict[tuple[str, str | None, bool], list[tuple[float, float]]] = {}
    bars = []
    for spans, name, quote, number in zip(said["spans"], named, quotes, said["statement"], strict=True):
        if name not in middle:
            continue
        y, kinds = middle[name], marks[number]
        first, last = min(span[0] for span in spans), max(span[1] for span in spans)
        bars.append((y, first, last))
        step = scale * _STEP * min(1.0, 8 / len(kinds))
        for i, (kind, sure) in enumerate(kinds):
            place = ((first + last) / 2, y + (i - (len(kinds) - 1) / 2) * step)
            alike.setdefault((QUOTE_MARKERS.get(quote, "o"), kind, sure), []).append(place)
    ax.hlines(*zip(*bars, strict=True), color="#bdbdbd", lw=5, zorder=1)
    for (marker, kind, sure), places in alike.items():
        _draw(ax, places, marker, kind, sure, scale)
    ax.set_xlim(-end * 0.015, end * 1.015)
    ax.set_ylim(edges[-1], 0)
    ax.set_yticks([middle[name] for name in lanes], [label(name, 22) for name in lanes])
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    ax.hlines(edges[1:-1], 0, 1, transform=ax.get_yaxis_transform(), color="#e2e2e2", lw=0.8, zorder=0)
    ax.set_xlabel("position in the text (characters from its start)")
    _legend(ax, {kind for kinds in marks.values() for kind in kinds}, set(quotes.dropna()))
    hidden = len(wanted) - len(busiest)
    by_hand = int(said["corrected"].sum()) if "corrected" in said.columns else 0
    caption = [
        "Grey bar: the statement's text. Several marks: stances towards several targets.",
        f"{count(hidden, 'party', 'parties')} not shown." if hidden else "",
        f"Corrected by hand: {count(by_hand, 'statement')}." if by_hand else "",
    ]
    parts = [f"{brief(name)} {often[name]}" for name in lanes]
    kinds = Counter(kind for found in marks.values() for kind, sure in found if sure and kind)
    coloured = ", ".join(f"{kinds[kind]} {kind}" for kind in STANCE_SIGNS if kind in kinds)
    alt = f"{count(len(said), 'statement')} along the article. By party: {listed(parts, 12)}."
    return finish(ax, title, heading, caption, alt + (f" Stances: {coloured}." if coloured else ""))


def _marks(said: pd.DataFrame, stances: pd.DataFrame | None) -> dict[int, list[tuple[str | None, bool]]]:
    """For each statement its marks: (label, sure), or one (None, True) where it has no stance."""
    marks: dict[int, list[tuple[str | None, bool]]] = {number: [] for number in said["statement"]}
    if stances is not None and len(stances):
        rows = stances[stances["article"].isin(set(said["article"]))]
        for number, kind, uncertain in zip(rows["statement"], rows["label"], rows["uncertain"], strict=True):
            if number in marks and kind in STANCE_SIGNS:
                marks[number].append((kind, not uncertain))
    place = list(STANCE_SIGNS)
    return {
        number: sorted(found, key=lambda m: (place.index(m[0]), m[1])) or [(None, True)]
        for number, found in marks.items()
    }


def _draw(ax: Axes, places: list[tuple[float, float]], marker: str, kind: str | None, sure: bool, scale: float) -> None:
    colour = STANCE_COLOURS[kind] if kind and sure else PAPER
    size = (120 if marker == "D" else 160) * scale**2
    edge = INK if sure else STANCE_COLOURS[kind]
    x, y = zip(*places, strict=True)
    ax.scatter(x, y, s=size, marker=marker, color=colour, edgecolor=edge, lw=1 if sure else 2, zorder=3)
    if not kind:
        return
    # a hundred signs of one kind can't be read any more, and colour and lightness still tell
    for at, height in places[:100]:
        ax.text(
            at,
            height,
            STANCE_SIGNS[kind] if sure else "?",
            in_layout=False,
            ha="center",
            va="center_baseline",
            fontsize=9 * scale,
            fontweight="bold",
            color=ink_on(colour),
            zorder=4,
        )


def _legend(ax: Axes, kinds: set[tuple[str | None, bool]], quotes: set[str]) -> None:
    handles = []
    for quote, marker in QUOTE_MARKERS.items():
        if quote in quotes:
            handles.append(Line2D([], [], marker=marker, ls="", mfc=PAPER, mec=INK, ms=8, label=quote))
    for kind, sign in STANCE_SIGNS.items():
        if (kind, True) in kinds:
            handles.append(
                Line2D([], [], marker="o", ls="", mfc=STANCE_COLOURS[kind], mec=INK, ms=9, label=f"{sign}  {kind}")
            )
    if (None, True) in kinds:
        handles.append(Line2D([], [], marker="o", ls="", mfc=PAPER, mec=INK, ms=9, label="no stance"))
    if any(not sure for _, sure in kinds):
        handles.append(Line2D([], [], marker="o", ls="", mfc=PAPER, mec=QUIET, mew=2, ms=9, label="?  uncertain"))
    ax.legend(
        handles=handles,
        loc="lower left",
        bbox_to_anchor=(0, 1.0),
        ncols=len(handles),
        borderaxespad=0,
        handletextpad=0.2,
        columnspacing=1.1,
    )
