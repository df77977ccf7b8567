"""The conflict matrix, the main chart, and the matrix of who agrees with whom."""

from __future__ import annotations

from collections.abc import Iterable

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import Normalize
from matplotlib.patches import Rectangle

from analysis.charts_frame import PLURALS, Links, brief, canvas, count, finish, label, listed, nothing, signed, styled
from analysis.conflict import check_pairs, left_out, party_order
from analysis.palette import FAINT, INK, QUIET, STANCE_MAP, ink_on, stance_colour, stance_kind

#: more rows or columns than this can't be read; the busiest are shown.
_MOST = 24


@styled
def conflict_matrix(
    pairs: pd.DataFrame,
    ax: Axes | None = None,
    *,
    parties: Iterable[str] | None = None,
    title: str | None = None,
    links: Links | None = None,
) -> Axes:
    """Chart who stands where about whom: one row a party that speaks, one column a party spoken about.

    Each cell holds the mean stance, coloured from against (orange) to for (purple), n, and from five rows on the
    interval. A cell is blank where the party is silent about the other.

    Args:
        pairs: a table from `conflict.conflict_matrix`.
        ax: the axes to draw in; None for a new figure.
        parties: the parties on both sides, in this order; None for those of the table, by the alphabet.
        title: None for the default, "" for none.
        links: a function of (source, target) that gives the address a cell leads to in the SVG, or None.

    Returns:
        The axes. An empty table gives axes that say "nothing to show".

    Raises:
        ValueError: the table is none of pairs.
    """
    check_pairs(pairs)
    heading = "Who stands where about whom"
    if pairs.empty:
        return nothing(ax, title, heading, "No stance of one party towards another was found.")
    order = party_order(pairs["source"], pairs["target"]) if parties is None else list(dict.fromkeys(parties))
    shown = _busiest(pairs, order)
    pairs = pairs[pairs["source"].isin(shown) & pairs["target"].isin(shown)]
    noun = pairs.attrs.get("by", "party")
    ax = _grid(ax, shown, f"{noun} that speaks", f"{noun} spoken about")
    place = {name: i for i, name in enumerate(shown)}
    for pair in pairs.itertuples():
        x, y = place[pair.target], place[pair.source]
        url = links(pair.source, pair.target) if links else None
        if pair.n:
            text = f"n {pair.n}"
            if not np.isnan(pair.low):
                text += f"\n{signed(pair.low, 1)} to {signed(pair.high, 1)}"
            _cell(ax, x, y, stance_colour(pair.mean), signed(pair.mean), text, url)
        else:
            words = "unsure" if pair.n_uncertain == 1 else f"{pair.n_uncertain} unsure"
            ax.text(x + 0.5, y + 0.5, words, ha="center", va="center", fontsize=8, color=QUIET)
    _scale(ax, "mean stance: \N{MINUS SIGN}1 against, 0 neutral, +1 for", 1.0)
    caption = [
        "In each cell: mean stance and n, the number of stances"
        + (", with its 95 % interval where n is 5 or more." if pairs["low"].notna().any() else "."),
        f"Blank: no stance found. Grey: {'an actor' if noun == 'actor' else 'a party'} about itself.",
        left_out(pairs),
        f"{len(order) - len(shown)} of {len(order)} {PLURALS[noun]} are not shown." if len(shown) < len(order) else "",
    ]
    return finish(ax, title, heading, caption, _matrix_alt(pairs, len(shown), noun))


@styled
def congruence_matrix(
    matrix: pd.DataFrame,
    ax: Axes | None = None,
    *,
    camps: pd.Series | None = None,
    title: str | None = None,
) -> Axes:
    """Chart who agrees with whom: the congruence, conflict or subtract matrix, as a coloured table.

    Args:
        matrix: a matrix from `conflict.congruence_matrix`.
        ax: the axes to draw in; None for a new figure.
        camps: the camp of each party, from `conflict.camps`: parties of a camp are put side by side and framed.
        title: None for the default, "" for none.

    Returns:
        The axes. An empty matrix gives axes that say "nothing to show".

    Raises:
        ValueError: the matrix is not square with the same names on both sides.
    """
    if list(matrix.index) != list(matrix.columns):
        raise ValueError("congruence_matrix needs a square matrix with the same names on both sides")
    measure = matrix.attrs.get("measure", "congruence")
    heading = {
        "congruence": "How much they agree (congruence)",
        "conflict": "How much they differ (conflict)",
        "subtract": "Agreement less difference (subtract)",
    }[measure]
    if len(matrix) < 2:
        return nothing(ax, title, heading, "It takes two who speak, and fewer were found.")
    names = list(matrix.index)[:_MOST]
    if camps is not None:
        names = sorted(names, key=lambda name: camps[name])
    ax = _grid(ax, names, "", "")
    top = float(np.nanmax(np.abs(matrix.loc[names, names].to_numpy()))) or 1.0
    digits = 0 if np.allclose(matrix % 1, 0) else 1 if matrix.attrs.get("normalise") is None else 2
    for y, row in enumerate(names):
        for x, column in enumerate(names):
            value = float(matrix.loc[row, column])
            if x == y:
                continue
            sign = -1 if measure == "conflict" else 1
            text = signed(value, digits) if measure == "subtract" else f"{value:.{digits}f}"
            _cell(ax, x, y, stance_colour(sign * value / top), text, "", None)
    if camps is not None:
        for camp in dict.fromkeys(camps[name] for name in names):
            inside = [i for i, name in enumerate(names) if camps[name] == camp]
            ax.add_patch(
                Rectangle((inside[0], inside[0]), len(inside), len(inside), fill=False, edgecolor=INK, lw=2.2, zorder=4)
            )
    over = {"concept": "concepts", "party": "targets (by party)"}.get(matrix.attrs.get("over", ""), "targets")
    norm = matrix.attrs.get("normalise")
    caption = [
        f"Over shared {over}, {f'normalised ({norm})' if norm else 'not normalised'}.",
        "Each is also counted as for itself." if matrix.attrs.get("count_self") else "",
        "Framed: a camp." if camps is not None else "",
        f"{len(matrix) - len(names)} of {len(matrix)} are not shown." if len(names) < len(matrix) else "",
        left_out(matrix),
    ]
    told = _congruence_alt(matrix, names, measure, heading, digits)
    if camps is not None:
        groups = [" and ".join(brief(n) for n in names if camps[n] == camp) for camp in dict.fromkeys(camps[names])]
        told += f" Camps: {listed(groups, 6)}."
    return finish(ax, title, heading, caption, told)


def _grid(ax: Axes | None, names: list[str], ylabel: str, xlabel: str) -> Axes:
    """Draw an empty grid, its diagonal in grey, with its names; columns on top, upright where they are many."""
    n = len(names)
    upright = n > 7
    width, height = (0.68, 0.58) if upright else (1.12, 0.72)
    ax = canvas(ax, max(6.4, 2.6 + width * n), (2.9 if upright else 2.0) + height * n)
    ax.set_xlim(0, n)
    ax.set_ylim(n, 0)
    middles = np.arange(n) + 0.5
    ax.set_xticks(middles, [label(name, 20 if upright else 13) for name in names])
    ax.set_yticks(middles, [label(name, 20, 2 if upright else 3) for name in names])
    ax.xaxis.set_ticks_position("top")
    ax.xaxis.set_label_position("top")
    ax.tick_params(length=0, labelsize=9)
    if upright:
        plt.setp(ax.get_xticklabels(), rotation=90)
    ax.set_xlabel(xlabel, labelpad=8)
    ax.set_ylabel(ylabel, labelpad=8)
    ax.spines[:].set_visible(False)
    ax.vlines(range(n + 1), 0, n, color="#d0d0d0", lw=0.8, zorder=1, clip_on=False)
    ax.hlines(range(n + 1), 0, n, color="#d0d0d0", lw=0.8, zorder=1, clip_on=False)
    for i in range(n):
        ax.add_patch(Rectangle((i, i), 1, 1, facecolor=FAINT, edgecolor="none", zorder=0))
    return ax


def _cell(ax: Axes, x: int, y: int, colour: str, big: str, small: str, url: str | None) -> None:
    patch = Rectangle((x, y), 1, 1, facecolor=colour, edgecolor="white", lw=1.2, zorder=2, url=url)
    ax.add_patch(patch)
    ink = ink_on(colour)
    crowd = ax.get_xlim()[1] > 7
    lift = 0.17 if small.count("\n") else 0.12 if small else 0
    ax.text(
        x + 0.5,
        y + 0.5 - lift,
        big,
        in_layout=False,
        ha="center",
        va="center",
        fontsize=9.5 if crowd else 12,
        fontweight="bold",
        color=ink,
        zorder=3,
        url=url,
    )
    if small:
        ax.text(
            x + 0.5,
            y + 0.54,
            small,
            in_layout=False,
            ha="center",
            va="top",
            fontsize=7 if crowd else 8.5,
            color=ink,
            zorder=3,
            url=url,
            linespacing=1.15,
        )


def _scale(ax: Axes, name: str, top: float) -> None:
    shades = ScalarMappable(Normalize(-top, top), STANCE_MAP)
    bar = ax.figure.colorbar(shades, ax=ax, orientation="horizontal", fraction=0.04, aspect=34, pad=0.05, shrink=0.8)
    bar.set_ticks([-top, 0, top], labels=[signed(-top, 0), "0", signed(top, 0)])
    bar.set_label(name, fontsize=9)
    bar.outline.set_visible(False)
    bar.ax.tick_params(length=0, labelsize=9)


def _busiest(pairs: pd.DataFrame, order: list[str]) -> list[str]:
    """The parties shown: all, or where they are too many those with the most rows, in the order given."""
    if len(order) <= _MOST:
        return order
    rows = {name: 0 for name in order}
    for pair in pairs.itertuples():
        for name in (pair.source, pair.target):
            if name in rows:
                rows[name] += pair.n
    kept = set(sorted(order, key=lambda name: -rows[name])[:_MOST])
    return [name for name in order if name in kept]


def _matrix_alt(pairs: pd.DataFrame, parties: int, noun: str) -> str:
    told = [
        f"Conflict matrix of {count(parties, noun, PLURALS[noun])}, {pairs.loc[pairs['n'] > 0, 'source'].nunique()} of "
        f"which speak: {count(int(pairs['n'].sum()), 'stance')} in {count(int((pairs['n'] > 0).sum()), 'pair')}."
    ]
    counted = pairs[pairs["n"] > 0]
    kinds = counted["mean"].map(stance_kind)
    for kind, words in (("against", "Against"), ("for", "For"), ("neutral", "Neutral or divided")):
        some = counted[kinds == kind].sort_values(["n", "mean"], ascending=[False, True], kind="stable")
        parts = [f"{brief(p.source)} about {brief(p.target)} ({signed(p.mean)}, n {p.n})" for p in some.itertuples()]
        if parts:
            told.append(f"{words}: {listed(parts)}.")
    return " ".join(told)


def _congruence_alt(matrix: pd.DataFrame, names: list[str], measure: str, heading: str, digits: int) -> str:
    ties = [(float(matrix.loc[a, b]), a, b) for i, a in enumerate(names) for b in names[i + 1 :]]
    ties.sort(key=lambda tie: -tie[0])
    highest, lowest = (ties[:3], ties[:-4:-1]) if len(ties) > 6 else (ties, [])
    write = (lambda v: signed(v, digits)) if measure == "subtract" else (lambda v: f"{v:.{digits}f}")
    high = "; ".join(f"{brief(a)} and {brief(b)} ({write(v)})" for v, a, b in highest)
    low = "; ".join(f"{brief(a)} and {brief(b)} ({write(v)})" for v, a, b in lowest)
    told = f"Highest: {high}. Lowest: {low}." if low else f"{high}."
    return f"{heading}, among {len(names)}. {told}"
