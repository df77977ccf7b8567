"""Where each party stands on each target or concept: as shares, and as positions with their intervals."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch

from analysis.charts_frame import (
    MOST_ROWS,
    Links,
    brief,
    canvas,
    count,
    finish,
    label,
    listed,
    nothing,
    signed,
    spread,
    styled,
)
from analysis.conflict import check_pairs, left_out, party_order
from analysis.intervals import FEWEST_ROWS, LABELS
from analysis.palette import (
    INK,
    PAPER,
    QUIET,
    STANCE_COLOURS,
    STANCE_HATCHES,
    STANCE_SIGNS,
    ink_on,
    stance_colour,
)


@styled
def stance_shares(
    pairs: pd.DataFrame,
    ax: Axes | None = None,
    *,
    parties: Iterable[str] | None = None,
    title: str | None = None,
    links: Links | None = None,
) -> Axes:
    """Chart, for each target or concept, the share against, neutral and for, by party: diverging bars.

    Shares against reach to the left, shares for to the right, and the neutral share is halved by the middle line.
    The number in each piece is how many stances it stands for, so that a whole bar of one stance is seen as that.

    Args:
        pairs: a table from `conflict.conflict_matrix` or `conflict.positions`.
        ax: the axes to draw in; None for a new figure.
        parties: the parties that take the stances, in this order; None for those of the table, by the alphabet.
        title: None for the default, "" for none.
        links: a function of (source, target) that gives the address a bar leads to in the SVG, or None.

    Returns:
        The axes. An empty table gives axes that say "nothing to show".

    Raises:
        ValueError: the table is none of pairs.
    """
    check_pairs(pairs)
    heading = "For and against, by target and party"
    rows, hidden = _rows(pairs, parties)
    if not rows:
        return nothing(ax, title, heading, "No stance was found.")
    ax = _lanes(ax, rows)
    for y, pair in _at(rows):
        url = links(pair.source, pair.target) if links else None
        counts = dict(zip(LABELS, (pair.n_against, pair.n_neutral, pair.n_for), strict=True))
        left = -(counts["against"] + counts["neutral"] / 2) / pair.n * 100
        for kind, k in counts.items():
            if not k:
                continue
            width = k / pair.n * 100
            ax.barh(
                y,
                width,
                left=left,
                height=0.72 if pair.n >= FEWEST_ROWS else 0.5,
                color=STANCE_COLOURS[kind],
                hatch=STANCE_HATCHES[kind],
                edgecolor=PAPER,
                lw=1,
                url=url,
            )
            backing = {"boxstyle": "round,pad=0.08", "fc": STANCE_COLOURS[kind], "ec": "none"}
            ax.text(
                left + width / 2,
                y,
                str(k),
                ha="center",
                in_layout=False,
                va="center_baseline",
                fontsize=8.5,
                color=ink_on(STANCE_COLOURS[kind]),
                bbox=backing,
                url=url,
            )
            left += width
    ax.axvline(0, color=INK, lw=0.9, zorder=0.5)
    ax.set_xlim(-104, 104)
    ticks = [-100, -50, 0, 50, 100]
    ax.set_xticks(ticks, [f"{abs(tick)} %" for tick in ticks])
    ax.set_xlabel("share of the party's stances on the target:  against to the left, for to the right")
    handles = [
        Patch(fc=STANCE_COLOURS[kind], ec=PAPER, hatch=STANCE_HATCHES[kind], label=f"{STANCE_SIGNS[kind]}  {kind}")
        for kind in LABELS
    ]
    _key(ax, handles)
    caption = ["The number in a bar: how many stances. Thin: fewer than five in all.", left_out(pairs), hidden]
    parts = [
        f"{brief(p.source)} on {brief(p.target)}: {p.n_against} against, {p.n_neutral} neutral, {p.n_for} for"
        for p in sorted((p for _, p in _at(rows)), key=lambda p: -p.n)
    ]
    alt = f"Bars of the shares against, neutral and for, {count(len(parts), 'bar')}. {listed(parts, 6)}."
    return finish(ax, title, heading, caption, alt)


@styled
def positions(
    pairs: pd.DataFrame,
    ax: Axes | None = None,
    *,
    parties: Iterable[str] | None = None,
    title: str | None = None,
    links: Links | None = None,
) -> Axes:
    """Chart where the parties stand on each concept: a small dot a stance, a large one their mean, and n.

    From five stances on a line gives the interval of the mean; below that the dots and n say all there is.

    Args:
        pairs: a table from `conflict.positions` or `conflict.conflict_matrix`.
        ax: the axes to draw in; None for a new figure.
        parties: the parties that take the positions, in this order; None for those of the table, by the alphabet.
        title: None for the default, "" for none.
        links: a function of (source, target) that gives the address a mean leads to in the SVG, or None.

    Returns:
        The axes. An empty table gives axes that say "nothing to show".

    Raises:
        ValueError: the table is none of pairs.
    """
    check_pairs(pairs)
    heading = "Where the parties stand"
    rows, hidden = _rows(pairs, parties)
    if not rows:
        return nothing(ax, title, heading, "No position was found.")
    ax = _lanes(ax, rows, 0.4)
    ax.axvline(0, color="#c4c4c4", lw=0.9, zorder=0.5)
    for y, pair in _at(rows):
        url = links(pair.source, pair.target) if links else None
        values = pair.stances if "stances" in pairs.columns else ()
        if len(values) > 1:
            # below the mean, side by side where they are the same; always within the scale
            aside = np.clip(np.array(values) + spread(values, 0.025, 0.02), -1.13, 1.13)
            ax.scatter(aside, np.full(len(values), y + 0.35), s=14, color=QUIET, lw=0, zorder=2)
        if not np.isnan(pair.low):
            ax.plot([pair.low, pair.high], [y, y], color=INK, lw=2.2, solid_capstyle="butt", zorder=2.5)
        mark = ax.scatter(pair.mean, y, s=130, color=stance_colour(pair.mean), edgecolor=INK, lw=1.2, zorder=3)
        mark.set_urls([url])
        ax.text(1.19, y + 0.1, f"n {pair.n}", ha="left", va="center", fontsize=9, color=QUIET)
    ax.set_xlim(-1.15, 1.15)
    ax.set_xticks(
        [-1, -0.5, 0, 0.5, 1], ["\N{MINUS SIGN}1\nagainst", "\N{MINUS SIGN}0.5", "0\nneutral", "+0.5", "+1\nfor"]
    )
    ax.set_xlabel("stance")
    some = any(not np.isnan(p.low) for _, p in _at(rows))
    caption = [
        "Large dot: the mean. Small dots below it: the stances, where there are two or more.",
        "Line: the 95 % interval, from five stances on." if some else "No interval: each has fewer than five stances.",
        left_out(pairs),
        hidden,
    ]
    parts = [
        f"{brief(p.source)} on {brief(p.target)} {signed(p.mean)} (n {p.n})"
        for p in sorted((p for _, p in _at(rows)), key=lambda p: -p.n)
    ]
    alt = f"Dots of the mean stance, from against (\N{MINUS SIGN}1) to for (+1). {listed(parts, 6)}."
    return finish(ax, title, heading, caption, alt)


def _rows(pairs: pd.DataFrame, parties: Iterable[str] | None) -> tuple[list[tuple[str, list]], str]:
    """The rows of the chart, as (target, its pairs), and a sentence where some are left out."""
    counted = pairs[pairs["n"] > 0]
    order = party_order(counted["source"]) if parties is None else list(dict.fromkeys(parties))
    counted = counted[counted["source"].isin(order)]
    total = len(counted)
    counted = counted.loc[counted["n"].sort_values(ascending=False, kind="stable").index[:MOST_ROWS]]
    place = {name: i for i, name in enumerate(order)}
    grouped = []
    for target in party_order(counted["target"]):
        found = sorted(counted[counted["target"] == target].itertuples(), key=lambda pair: place[pair.source])
        grouped.append((target, found))
    hidden = f"{total - MOST_ROWS} rows with fewer stances are not shown." if total > MOST_ROWS else ""
    return grouped, hidden


def _at(rows: list[tuple[str, list]]) -> list[tuple[float, object]]:
    """Every pair with its height in the chart: a heading takes a row of its own."""
    placed, y = [], 0.0
    for _, found in rows:
        y += 1
        for pair in found:
            placed.append((y, pair))
            y += 1
        y += 0.25
    return placed


def _lanes(ax: Axes | None, rows: list[tuple[str, list]], tall: float = 0.31) -> Axes:
    placed = _at(rows)
    names = [label(pair.source, 26, 2) for _, pair in placed]
    tall = max(tall, 0.4 if any("\n" in name for name in names) else 0)
    ax = canvas(ax, 8.2, 1.7 + tall * (placed[-1][0] + 1))
    ax.set_ylim(placed[-1][0] + 0.7, -0.6)
    ax.set_yticks([y for y, _ in placed], names)
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    y = 0.0
    for i, (target, found) in enumerate(rows):
        ax.text(0, y, label(target, 60, 1), transform=ax.get_yaxis_transform(), fontweight="bold", va="center")
        if i:
            ax.axhline(y - 0.6, color="#d8d8d8", lw=0.8, zorder=0)
        y += len(found) + 1.25
    return ax


def _key(ax: Axes, handles: list[Patch]) -> None:
    ax.legend(handles=handles, loc="lower left", bbox_to_anchor=(0, 1.0), ncols=len(handles), borderaxespad=0)
