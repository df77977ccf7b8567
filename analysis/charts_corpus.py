"""The signed network and the balance of its triads by period, and to whom each outlet gives the word."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from analysis.charts_bars import _at, _lanes, _rows
from analysis.charts_frame import PLURALS, brief, canvas, count, finish, label, listed, nothing, styled
from analysis.charts_panels import MOST_PANELS, panels
from analysis.conflict import left_out, party_order
from analysis.dating import dates_left_out, period_name
from analysis.outlets import OUTLET_COLUMNS, outlets_left_out
from analysis.palette import INK, PAPER, QUIET, STANCE_COLOURS, STANCE_SIGNS, ink_on, party_colours
from analysis.signed import FEWEST_TRIADS, RELATION_COLUMNS

_MOST_NODES = 16


@styled
def relations(
    related: pd.DataFrame, ax: Axes | None = None, *, parties: Iterable[str] | None = None, title: str | None = None
) -> Axes:
    """Chart the signed network: who is on good and who on bad terms, one panel a period.

    Every party keeps its place on the circle. A whole line with a plus is a positive relation, a dashed line with a
    minus a negative one; relations without a sign are not drawn. The last twelve periods are shown.

    Args:
        related: a table from `balance.relations`, with or without periods.
        ax: the axes to draw in; None for a new figure.
        parties: the parties in this order; None for those of the table, the sixteen with most relations.
        title: None for the default, "" for none.

    Returns:
        The axes. A table without a signed relation gives axes that say "nothing to show".

    Raises:
        ValueError: the table is none of relations.
    """
    _check(related, RELATION_COLUMNS, "relations")
    dated = "period" in related.columns
    every = related.attrs.get("every", "day")
    heading = f"Good and bad terms, by {every}" if dated else "Good and bad terms"
    signed = related[related["sign"] != 0]
    often = pd.concat([signed["one"], signed["other"]]).value_counts(sort=False)
    busiest = often.sort_index().sort_values(ascending=False, kind="stable").index[:_MOST_NODES]
    names = party_order(busiest) if parties is None else list(dict.fromkeys(parties))
    signed = signed[signed["one"].isin(names) & signed["other"].isin(names)]
    if signed.empty:
        return nothing(ax, title, heading, "No two parties with a positive or negative relation were found.")
    groups = list(signed.groupby("period", sort=True)) if dated else [(None, signed)]
    shown = groups[-MOST_PANELS:]
    side = 2.3 if len(shown) > 1 else 3.6
    host, made = panels(ax, len(shown), columns=3, size=(side, side), before=(0.75, 0.55), after=(0.75, 0.3))
    parts = []
    for panel, (period, rows) in zip(made, shown, strict=True):
        name = period_name(pd.Timestamp(period), every) if dated else ""
        _network(panel, rows, names, name)
        good, bad = (int((rows["sign"] == sign).sum()) for sign in (1, -1))
        parts.append(f"{name}: {good} positive, {bad} negative" if name else f"{good} positive, {bad} negative")
    handles = [
        Line2D([], [], color=STANCE_COLOURS[kind], lw=2, ls=style, label=f"{STANCE_SIGNS[kind]}  {word}")
        for kind, style, word in (("for", "-", "positive"), ("against", (0, (4, 2)), "negative"))
    ]
    host.legend(handles=handles, loc="upper center", bbox_to_anchor=(0.5, 0.0), ncols=2, handlelength=3)
    fewest = related.attrs.get("fewest")
    caption = [
        f"A relation counts from {count(fewest, 'stance')} on, both directions together." if fewest else "",
        left_out(related),
        dates_left_out(related),
        f"The last {len(shown)} of {len(groups)} periods." if len(shown) < len(groups) else "",
        f"{len(often) - len(names)} of {len(often)} parties are not shown." if len(often) > len(names) else "",
    ]
    alt = f"Signed network of {count(len(names), 'party', 'parties')}. {listed(parts, MOST_PANELS)}."
    return finish(host, title, heading, caption, alt)


@styled
def balance(table: pd.DataFrame, ax: Axes | None = None, *, title: str | None = None) -> Axes:
    """Chart the share of balanced triads, period by period, beside the share that chance alone would give.

    Args:
        table: a table from `balance.balance`, with or without periods.
        ax: the axes to draw in; None for a new figure.
        title: None for the default, "" for none.

    Returns:
        The axes. A table without a triad gives axes that say "nothing to show".

    Raises:
        ValueError: the table is none of balance.
    """
    _check(table, ("triads", "balanced", "share", "expected", "p", "note"), "balance")
    heading = "Balanced triads"
    if not table["triads"].sum():
        return nothing(ax, title, heading, "No three parties that are all related were found.")
    every = table.attrs.get("every", "day")
    dated = "period" in table.columns
    names = [period_name(p, every) for p in table["period"]] if dated else ["all"] * len(table)
    ax = canvas(ax, max(6.4, 2.2 + 0.62 * len(table)), 3.8)
    x = np.arange(len(table))
    known = table["share"].notna().to_numpy()
    ax.vlines(x[known], table["expected"][known], table["share"][known], color=QUIET, lw=1.2, zorder=1)
    ax.scatter(x[known], table["expected"][known], marker="_", s=260, color=QUIET, lw=2.2, zorder=2, label="by chance")
    ax.scatter(x[known], table["share"][known], s=70, color=STANCE_COLOURS["for"], zorder=3, label="balanced")
    for i in x[~known]:
        ax.text(i, 0.04, "too few", rotation=90, ha="center", va="bottom", fontsize=8.5, color=QUIET)
    for i in x[known]:
        top = max(table["share"].iloc[i], table["expected"].iloc[i])
        ax.text(i, top + 0.05, _p_text(table["p"].iloc[i]), ha="center", va="bottom", fontsize=8.5)
    ax.set_ylim(0, 1.18)
    ax.set_yticks([0, 0.25, 0.5, 0.75, 1], ["0 %", "25 %", "50 %", "75 %", "100 %"])
    ax.set_ylabel("share of balanced triads")
    ax.set_xlim(-0.6, len(table) - 0.4)
    upright = len(table) > 8
    ticks = [f"{label(name, 12, 1)}\nn {n}" for name, n in zip(names, table["triads"], strict=True)]
    ax.set_xticks(x, ticks, rotation=90 if upright else 0)
    if known.any():
        ax.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0))
    caption = [
        "Dot: triads whose product of signs is positive. Bar: the mean share when the same signs are dealt at random.",
        "p: how often dealing gives as large a share. n: triads.",
        f"Too few: fewer than {table.attrs.get('fewest_triads', FEWEST_TRIADS)} triads." if (~known).any() else "",
        left_out(table),
        dates_left_out(table),
    ]
    parts = [
        f"{name}: {row.balanced} of {row.triads}"
        + (f", by chance {row.expected:.0%}, {_p_text(row.p)}" if not math.isnan(row.share) else ", too few")
        for name, row in zip(names, table.itertuples(), strict=True)
    ]
    return finish(ax, title, heading, caption, f"Share of balanced triads. {listed(parts, MOST_PANELS)}.")


@styled
def statements_by_outlet(
    table: pd.DataFrame, ax: Axes | None = None, *, parties: Iterable[str] | None = None, title: str | None = None
) -> Axes:
    """Chart to whom each outlet gives the word: for each outlet the share of its statements that is each party's.

    Args:
        table: a table from `outlets.statements_by_outlet`.
        ax: the axes to draw in; None for a new figure.
        parties: the parties, in this order; None for those of the table, by the alphabet.
        title: None for the default, "" for none.

    Returns:
        The axes. An empty table gives axes that say "nothing to show".

    Raises:
        ValueError: the table is none of statements by outlet.
    """
    _check(table, OUTLET_COLUMNS, "statements_by_outlet")
    noun = table.attrs.get("by", "party")
    heading = "Whose statements each outlet carries"
    rows, hidden = _rows(table.rename(columns={"party": "source", "outlet": "target"}), parties)
    if not rows:
        return nothing(ax, title, heading, "No statement of a known speaker in a known outlet was found.")
    order = party_order(table["party"]) if parties is None else list(dict.fromkeys(parties))
    colours = party_colours(order)
    ax = _lanes(ax, rows)
    for y, row in _at(rows):
        ax.barh(y, row.share * 100, height=0.6, color=colours[row.source], lw=0, alpha=0.55, zorder=1)
        ax.plot([row.low * 100, row.high * 100], [y, y], color=INK, lw=2, solid_capstyle="butt", zorder=2)
        ax.scatter(row.share * 100, y, s=34, color=INK, zorder=3)
        ax.text(102, y, f"{row.share:.0%}   {row.n} of {row.n_outlet}", va="center", fontsize=9, color=QUIET)
    ax.set_xlim(0, 100)
    ax.set_xticks([0, 25, 50, 75, 100], ["0 %", "25 %", "50 %", "75 %", "100 %"])
    ax.set_xlabel("share of the outlet's statements")
    caption = [
        "Bar and dot: the share. Line: its 95 % interval (Wilson).",
        "It is a little too narrow, as statements of one article hang together.",
        outlets_left_out(table),
        hidden,
    ]
    parts = [
        f"{brief(r.target)}: {brief(r.source)} {r.share:.0%} ({r.n} of {r.n_outlet})"
        for r in sorted((r for _, r in _at(rows)), key=lambda r: -r.n)
    ]
    several = count(table["party"].nunique(), noun, PLURALS[noun])
    alt = f"Shares of {several} in the statements of {count(len(rows), 'outlet')}. {listed(parts, 6)}."
    return finish(ax, title, heading, caption, alt)


def _check(table: pd.DataFrame, columns: Iterable[str], maker: str) -> None:
    missing = [name for name in columns if name not in table.columns]
    if missing:
        raise ValueError(f"this needs the table that {maker} gives; columns missing: {', '.join(missing)}")


def _p_text(p: float) -> str:
    return "p < 0.001" if p < 0.001 else f"p = {p:.3f}" if p < 0.1 else f"p = {p:.2f}"


def _network(panel: Axes, rows: pd.DataFrame, names: list[str], heading: str) -> None:
    panel.set_axis_off()
    panel.set_aspect("equal")
    panel.set_xlim(-1.25, 1.25)
    panel.set_ylim(-1.25, 1.25)
    if heading:
        panel.text(0.5, 1.12, heading, transform=panel.transAxes, ha="center", fontsize=10, fontweight="bold")
    turns = {name: math.pi / 2 - 2 * math.pi * i / len(names) for i, name in enumerate(names)}
    places = {name: (math.cos(turn), math.sin(turn)) for name, turn in turns.items()}
    for row in rows.itertuples():
        kind = "for" if row.sign > 0 else "against"
        (x0, y0), (x1, y1) = places[row.one], places[row.other]
        style = "-" if row.sign > 0 else (0, (4, 2))
        panel.plot([x0, x1], [y0, y1], color=STANCE_COLOURS[kind], lw=1.8, ls=style, zorder=1)
        # off the middle and off the thirds, where lines cross
        x, y = x0 + 0.29 * (x1 - x0), y0 + 0.29 * (y1 - y0)
        panel.scatter(x, y, s=70, color=STANCE_COLOURS[kind], edgecolor=PAPER, lw=0.8, zorder=2)
        ink = ink_on(STANCE_COLOURS[kind])
        panel.text(
            x,
            y,
            STANCE_SIGNS[kind],
            ha="center",
            va="center_baseline",
            fontsize=8,
            fontweight="bold",
            color=ink,
            zorder=3,
        )
    related = {name for side in ("one", "other") for name in rows[side]}
    for name, (x, y) in places.items():
        panel.scatter(x, y, s=60, color=INK if name in related else PAPER, edgecolor=INK, lw=1.2, zorder=4)
        across = 0 if abs(x) < 0.25 else int(math.copysign(1, x))
        panel.text(
            x * 1.1 if across else x,
            y * 1.14,
            label(name, 12, 2),
            ha={0: "center", 1: "left", -1: "right"}[across],
            va="center" if across else "bottom" if y > 0 else "top",
            fontsize=8.5,
        )
