"""Positions over time as lines, and conflict by period as a row of matrices."""

from __future__ import annotations

from collections.abc import Iterable

import matplotlib.dates as dates
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import Normalize
from matplotlib.patches import Rectangle

from analysis.charts_frame import brief, count, finish, label, listed, nothing, signed, styled
from analysis.charts_panels import MOST_PANELS, panels, pushed_apart
from analysis.conflict import check_pairs, left_out, party_order
from analysis.dating import dates_left_out, period_name, period_number
from analysis.palette import FAINT, STANCE_MAP, ink_on, party_colours, stance_colour

#: more lines than this in one panel can't be told apart.
_MOST_LINES = 8
#: more parties than this make a small matrix unreadable.
_MOST_PARTIES = 12
_MARKERS = ("o", "s", "^", "D", "v", "P", "X", "p")


@styled
def positions_over_time(
    table: pd.DataFrame, ax: Axes | None = None, *, parties: Iterable[str] | None = None, title: str | None = None
) -> Axes:
    """Chart where each party stood over time: one panel a target, one line a party, its name at its end.

    A line breaks where a period has no stance. The band is the interval of the mean; a hollow mark has fewer than
    five stances and no interval. The targets with most stances are shown, at most twelve, and in each the eight
    parties with most.

    Args:
        table: a table from `periods.positions_over_time`.
        ax: the axes to draw in; None for a new figure.
        parties: the parties that take the positions, in this order, which settles their colours; None for those of
            the table.
        title: None for the default, "" for none.

    Returns:
        The axes. An empty table gives axes that say "nothing to show".

    Raises:
        ValueError: the table is none of positions over time.
    """
    _check_periods(table)
    every = table.attrs.get("every", "day")
    heading = f"Where they stood towards each, by {every}"
    order = party_order(table["source"]) if parties is None else list(dict.fromkeys(parties))
    counted = table[(table["n"] > 0) & table["source"].isin(order)]
    if counted.empty:
        return nothing(ax, title, heading, "No position with a date was found.")
    counted = counted.assign(number=period_number(counted["period"], every))
    often = counted.groupby("target")["n"].sum().sort_values(ascending=False, kind="stable")
    shown = party_order(often.index[:MOST_PANELS])
    size = (5.2, 3.0) if len(shown) == 1 else (3.1, 1.9)
    host, made = panels(ax, len(shown), columns=2, size=size, before=(0.75, 0.42), after=(1.45, 0.38))
    colours = party_colours(order)
    markers = {name: _MARKERS[i % len(_MARKERS)] for i, name in enumerate(order)}
    span = counted["period"].min(), counted["period"].max()
    hidden = 0
    for panel, target in zip(made, shown, strict=True):
        rows = counted[counted["target"] == target]
        busy = rows.groupby("source")["n"].sum().sort_values(ascending=False, kind="stable").index
        hidden += max(0, len(busy) - _MOST_LINES)
        lines = [name for name in order if name in set(busy[:_MOST_LINES])]
        _time_panel(panel, label(target, 44, 1), span)
        ends = []
        for name in lines:
            line = rows[rows["source"] == name].sort_values("number")
            _time_line(panel, line, colours[name], markers[name])
            ends.append(float(line["mean"].iloc[-1]))
        for name, y, end in zip(lines, pushed_apart(ends, 0.24 * 1.9 / size[1], -1, 1), ends, strict=True):
            last = rows.loc[rows["source"] == name, "period"].max()
            panel.annotate(
                label(name, 21, 1),
                xy=(last, end),
                xytext=(1.03, (y + 1.15) / 2.3),
                textcoords="axes fraction",
                va="center",
                fontsize=8.5,
                arrowprops={"arrowstyle": "-", "color": colours[name], "lw": 0.7, "shrinkA": 1, "shrinkB": 3},
                annotation_clip=False,
            )
    caption = [
        "Mean stance: \N{MINUS SIGN}1 against, +1 for. Band: its 95 % interval over articles.",
        "Hollow: fewer than five stances, no interval. A line breaks where a period has none.",
        left_out(table),
        dates_left_out(table),
        f"{len(often) - len(shown)} of {count(len(often), 'target')} are not shown." if len(often) > len(shown) else "",
        f"{count(hidden, 'line')} with fewest stances left out." if hidden else "",
    ]
    told = f"Lines of the mean stance by {every}, {period_name(span[0], every)} to {period_name(span[1], every)}. "
    return finish(host, title, heading, caption, told + _moves(counted, shown, every))


@styled
def conflict_by_period(
    table: pd.DataFrame, ax: Axes | None = None, *, parties: Iterable[str] | None = None, title: str | None = None
) -> Axes:
    """Chart who stands where about whom, period by period: a small conflict matrix each, on one colour scale.

    Rows speak, columns are spoken about; each cell holds the mean stance. All matrices have the same parties in the
    same places. The last twelve periods are shown.

    Args:
        table: a table from `periods.conflict_by_period`.
        ax: the axes to draw in; None for a new figure.
        parties: the parties on both sides, in this order; None for the twelve with most stances.
        title: None for the default, "" for none.

    Returns:
        The axes. An empty table gives axes that say "nothing to show".

    Raises:
        ValueError: the table is none of conflict matrices by period.
    """
    _check_periods(table)
    every = table.attrs.get("every", "day")
    heading = f"Who stands where about whom, by {every}"
    counted = table[table["n"] > 0]
    names = _busiest(counted) if parties is None else list(dict.fromkeys(parties))
    counted = counted[counted["source"].isin(names) & counted["target"].isin(names)]
    if counted.empty:
        return nothing(ax, title, heading, "No stance of one party towards another with a date was found.")
    periods = sorted(counted["period"].unique())
    shown = periods[-MOST_PANELS:]
    side = max(1.5, 0.42 * len(names))
    columns = max(1, min(4, int(12 / (side + 0.5))))
    host, made = panels(ax, len(shown), columns=columns, size=(side, side), before=(1.15, 1.2), after=(0.1, 0.1))
    for panel, period in zip(made, shown, strict=True):
        _small_matrix(panel, counted[counted["period"] == period], names, period_name(pd.Timestamp(period), every))
    shades = ScalarMappable(Normalize(-1, 1), STANCE_MAP)
    bar = host.figure.colorbar(
        shades, ax=host, orientation="horizontal", fraction=0.03, aspect=40, pad=0.03, shrink=0.6
    )
    bar.set_ticks([-1, 0, 1], labels=[signed(-1, 0), "0", signed(1, 0)])
    bar.set_label("mean stance: \N{MINUS SIGN}1 against, 0 neutral, +1 for", fontsize=9)
    bar.outline.set_visible(False)
    bar.ax.tick_params(length=0, labelsize=9)
    everyone = party_order(table.loc[table["n"] > 0, "source"], table.loc[table["n"] > 0, "target"])
    caption = [
        "Rows speak, columns are spoken about. Blank: no stance found. Grey: about itself.",
        left_out(table),
        dates_left_out(table),
        f"The last {len(shown)} of {len(periods)} periods." if len(shown) < len(periods) else "",
        f"{len(everyone) - len(names)} of {len(everyone)} parties are not shown." if len(names) < len(everyone) else "",
    ]
    parts = []
    for period in shown:
        rows = counted[(counted["period"] == period) & (counted["source"] != counted["target"])]
        low = rows.sort_values(["mean", "n"], ascending=[True, False], kind="stable").head(1)
        parts += [
            f"{period_name(pd.Timestamp(period), every)}: {count(int(rows['n'].sum()), 'stance')}, hardest "
            f"{brief(r.source)} about {brief(r.target)} ({signed(r.mean)}, n {r.n})"
            for r in low.itertuples()
        ]
    told = f"{count(len(shown), 'conflict matrix', 'conflict matrices')} of {count(len(names), 'party', 'parties')}. "
    return finish(host, title, heading, [*caption], told + listed(parts, MOST_PANELS) + ".")


def _check_periods(table: pd.DataFrame) -> None:
    if "period" not in table.columns:
        raise ValueError("this needs the table that positions_over_time or conflict_by_period gives: no column period")
    check_pairs(table)


def _time_panel(panel: Axes, name: str, span: tuple[pd.Timestamp, pd.Timestamp]) -> None:
    panel.set_title(name, fontsize=10, pad=4)
    panel.axhline(0, color="#c4c4c4", lw=0.8, zorder=0.5)
    panel.set_ylim(-1.15, 1.15)
    panel.set_yticks([-1, 0, 1], ["\N{MINUS SIGN}1 against", "0", "+1 for"])
    room = max((span[1] - span[0]) * 0.04, pd.Timedelta(days=1))
    panel.set_xlim(span[0] - room, span[1] + room)
    locator = dates.AutoDateLocator(minticks=2, maxticks=6)
    if span[0] == span[1]:
        panel.set_xticks([span[0]], [str(span[0].date())])
    else:
        panel.xaxis.set_major_locator(locator)
        panel.xaxis.set_major_formatter(dates.ConciseDateFormatter(locator))
        panel.xaxis.get_offset_text().set_fontsize(8)
    panel.tick_params(labelsize=8, length=2)


def _time_line(panel: Axes, line: pd.DataFrame, colour: str, marker: str) -> None:
    """Draw a line that breaks where periods are missing, its band, and a mark a period."""
    stretch = (line["number"].diff() != 1).cumsum()
    for _, part in line.groupby(stretch):
        when, mean = part["period"].to_numpy(), part["mean"].to_numpy()
        low, high = part["low"].to_numpy(), part["high"].to_numpy()
        panel.plot(when, mean, color=colour, lw=1.6, zorder=3)
        # a band needs two neighbours; the limits of a lone mark are a bar
        beside = ~np.isnan(np.concatenate(([np.nan], low, [np.nan])))
        alone = beside[1:-1] & ~beside[:-2] & ~beside[2:]
        band = beside[1:-1] & ~alone
        if band.any():
            panel.fill_between(when, low, high, where=band, color=colour, alpha=0.16, lw=0, zorder=1)
        panel.vlines(when[alone], low[alone], high[alone], color=colour, lw=3, alpha=0.3, zorder=1)
    for hollow, part in line.groupby(line["low"].isna()):
        face = "white" if hollow else colour
        panel.scatter(
            part["period"], part["mean"], s=20, marker=marker, facecolor=face, edgecolor=colour, lw=1.1, zorder=4
        )


def _small_matrix(panel: Axes, rows: pd.DataFrame, names: list[str], heading: str) -> None:
    n = len(names)
    place = {name: i for i, name in enumerate(names)}
    panel.set_xlim(0, n)
    panel.set_ylim(n, 0)
    panel.set_xticks(np.arange(n) + 0.5, [label(name, 18, 1) for name in names], rotation=90)
    panel.set_yticks(np.arange(n) + 0.5, [label(name, 18, 1) for name in names])
    panel.xaxis.set_ticks_position("top")
    panel.tick_params(length=0, labelsize=8, pad=2)
    panel.spines[:].set_visible(False)
    panel.vlines(range(n + 1), 0, n, color="#d0d0d0", lw=0.6, zorder=1, clip_on=False)
    panel.hlines(range(n + 1), 0, n, color="#d0d0d0", lw=0.6, zorder=1, clip_on=False)
    panel.text(-0.04, 1.03, heading, transform=panel.transAxes, ha="right", va="bottom", fontsize=10, fontweight="bold")
    for i in range(n):
        panel.add_patch(Rectangle((i, i), 1, 1, facecolor=FAINT, edgecolor="none", zorder=0))
    for row in rows.itertuples():
        x, y = place[row.target], place[row.source]
        colour = stance_colour(row.mean)
        panel.add_patch(Rectangle((x, y), 1, 1, facecolor=colour, edgecolor="white", lw=0.8, zorder=2))
        text, ink = signed(row.mean, 1), ink_on(colour)
        panel.text(x + 0.5, y + 0.5, text, ha="center", va="center", fontsize=7.5, color=ink, zorder=3, in_layout=False)


def _busiest(counted: pd.DataFrame) -> list[str]:
    said = pd.concat([counted.groupby(side)["n"].sum() for side in ("source", "target")]).groupby(level=0).sum()
    return party_order(said.sort_values(ascending=False, kind="stable").index[:_MOST_PARTIES])


def _moves(counted: pd.DataFrame, shown: list[str], every: str) -> str:
    """The first and the last mean of the lines with most stances, as text."""
    parts = []
    lines = counted[counted["target"].isin(shown)].groupby(["source", "target"], sort=True)
    for (source, target), line in sorted(lines, key=lambda item: -item[1]["n"].sum()):
        first, last = line.loc[line["period"].idxmin()], line.loc[line["period"].idxmax()]
        parts.append(
            f"{brief(source)} on {brief(target)} from {signed(first['mean'])} ({period_name(first['period'], every)}) "
            f"to {signed(last['mean'])} ({period_name(last['period'], every)})"
        )
    return listed(parts, 6) + "."
