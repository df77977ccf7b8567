"""How statements sound, by actor, and why that is not where their speakers stand."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from analysis.charts_frame import (
    MOST_ROWS,
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
from analysis.conflict import countable, left_out, party_order
from analysis.palette import FAINT, INK, PAPER, QUIET, STANCE_COLOURS, STANCE_SIGNS, party_colours

#: where a statement without a known word is drawn: beside the scale, since unknown is not neutral.
_ASIDE = -1.3
_BESIDE = -0.2


@styled
def sentiment_by_actor(
    sentiment: pd.DataFrame,
    statements: pd.DataFrame,
    ax: Axes | None = None,
    *,
    by: str = "actor",
    parties: Iterable[str] | None = None,
    title: str | None = None,
) -> Axes:
    """Chart polarity and subjectivity by actor: every statement a dot, hollow where no word is known.

    A statement of which the word list knows no word has no polarity. It is drawn hollow and beside the scale, since
    unknown is not neutral. Headlines, beliefs and intentions, and statements whose speaker is unclear are left out.

    Args:
        sentiment: the sentiment table, of one scorer.
        statements: the statements table that it was scored from.
        ax: the axes to draw in; None for a new figure. Subjectivity goes to the right of it.
        by: "actor" or "party": one row each.
        parties: the parties whose rows are shown, in this order, which also settles their colours; None for all.
        title: None for the default, "" for none.

    Returns:
        The axes of the polarity. An empty table gives axes that say "nothing to show".

    Raises:
        ValueError: `by` is neither, or the table holds several scorers.
    """
    if by not in ("actor", "party"):
        raise ValueError(f'by is "actor" or "party", got {by!r}')
    _one_scorer(sentiment)
    heading = f"How their statements sound, by {by}"
    rows = countable(sentiment, statements)
    told = left_out(rows)
    rows = rows.merge(statements[["article", "statement", "actor", "party"]], on=["article", "statement"])
    unclear = int(rows[by].isna().sum())
    rows = rows[rows[by].notna()]
    order = party_order(rows["party"]) if parties is None else list(dict.fromkeys(parties))
    if parties is not None:
        rows = rows[rows["party"].isin(order)]
    if rows.empty:
        return nothing(ax, title, heading, "No statement with a known speaker was found.")
    place = {name: i for i, name in enumerate(order)}
    groups = sorted(rows.groupby(by), key=lambda item: (place.get(_party(item[1]), len(place)), item[0].casefold()))
    hidden = len(groups) - MOST_ROWS
    if hidden > 0:
        busiest = {name for name, _ in sorted(groups, key=lambda item: -len(item[1]))[:MOST_ROWS]}
        groups = [item for item in groups if item[0] in busiest]
    colours = party_colours(order)
    given = ax is not None
    ax = canvas(ax, 9.5, 1.9 + 0.53 * len(groups))
    beside = ax.inset_axes((1.09, 0, 0.6, 1), sharey=ax)
    _scale(ax, "polarity (\N{MINUS SIGN}1 negative, +1 positive)", _ASIDE, (-1, -0.5, 0, 0.5, 1), len(groups))
    _scale(beside, "subjectivity (0 to 1)", _BESIDE, (0, 0.5, 1), len(groups))
    measured = bool(rows["subjectivity"].notna().any()) or not rows["polarity"].notna().any()
    names, parts = [], []
    for y, (name, group) in enumerate(groups):
        party = _party(group)
        colour = colours.get(party, QUIET)
        _dots(ax, group["polarity"], y, colour, _ASIDE)
        if measured:
            _dots(beside, group["subjectivity"], y, colour, _BESIDE)
        beside.text(1.12, y, f"{group['polarity'].notna().sum()} of {len(group)}", va="center", fontsize=9, color=QUIET)
        alone = by == "party" or party is None or party == name
        names.append(label(name, 24, 2) + ("" if alone else f"\n({label(party, 24, 1)})"))
        known = group["polarity"].dropna()
        mean = f"mean polarity {signed(known.mean())}" if len(known) else "no known word"
        parts.append(f"{brief(name)}: {mean}, {len(known)} of {len(group)} known")
    beside.text(1.12, -0.62, "known", va="bottom", fontsize=8.5, color=QUIET)
    if not measured:
        words = "not measured by this scorer"
        beside.text(0.5, 0.5, words, transform=beside.transAxes, ha="center", va="center", fontsize=9, color=QUIET)
    ax.set_yticks(range(len(groups)), names)
    beside.tick_params(axis="y", labelleft=False)
    ax.set_ylim(len(groups) - 0.4, -0.6)
    caption = [
        f"Scorer: {brief(sentiment['scorer'].iloc[0])}.",
        "Each dot a statement; hollow: the word list knows no word of it, which is not the same as neutral.",
        told,
        f"{count(unclear, 'statement')} without a clear speaker." if unclear else "",
        f"{hidden} rows are not shown." if hidden > 0 else "",
    ]
    alt = f"Dots of the polarity and subjectivity of {count(len(rows), 'statement')}. {listed(parts, 6)}."
    # title and caption may reach under the second panel
    return finish(ax, title, heading, caption, alt, room=None if given else 6.0)


@styled
def sentiment_against_stance(
    sentiment: pd.DataFrame,
    stances: pd.DataFrame,
    ax: Axes | None = None,
    *,
    statements: pd.DataFrame | None = None,
    title: str | None = None,
) -> Axes:
    """Chart the sentiment of a statement against its stance, one dot a stance row: tone is not position.

    Where tone told the position the dots would lie along the rising diagonal. Dots that would cover each other are
    moved apart, up or down. Uncertain rows are left out.

    Args:
        sentiment: the sentiment table, of one scorer.
        stances: the stances table of the same statements.
        ax: the axes to draw in; None for a new figure.
        statements: the statements table; with it headlines, beliefs and intentions are left out too.
        title: None for the default, "" for none.

    Returns:
        The axes. An empty table gives axes that say "nothing to show".

    Raises:
        ValueError: the table holds several scorers.
    """
    _one_scorer(sentiment)
    heading = "Tone is not position"
    rows = stances if statements is None else countable(stances, statements)
    told = left_out(rows)
    uncertain = int(rows["uncertain"].sum())
    rows = rows[~rows["uncertain"].astype(bool) & rows["stance"].notna()]
    rows = rows.merge(sentiment[["article", "statement", "polarity"]], on=["article", "statement"])
    if rows.empty:
        return nothing(ax, title, heading, "No statement with both a sentiment and a stance was found.")
    ax = canvas(ax, 7.4, 5.4)
    rows = rows.sort_values(["stance", "polarity", "article", "statement"])
    known = rows["polarity"].notna().to_numpy()
    x = rows["polarity"].fillna(_ASIDE).to_numpy(dtype=float, copy=True)
    y = rows["stance"].to_numpy(dtype=float, copy=True)
    for level in np.unique(np.round(y, 1)):
        row = np.round(y, 1) == level
        y[row] += np.clip(spread(x[row], 0.085, 0.05), -0.35, 0.35)
    kinds = rows["label"].astype(object).fillna("neutral").to_numpy()
    for kind in STANCE_SIGNS:
        of = kinds == kind
        ax.scatter(x[of & known], y[of & known], s=58, color=STANCE_COLOURS[kind], edgecolor=INK, lw=0.8, zorder=3)
        ax.scatter(x[of & ~known], y[of & ~known], s=58, facecolor=PAPER, edgecolor=INK, lw=1.1, zorder=3)
    ax.axvspan(_ASIDE - 0.15, _ASIDE + 0.15, color=FAINT, lw=0, zorder=0)
    for line in (ax.axvline, ax.axhline):
        line(0, color="#c4c4c4", lw=0.9, zorder=0.5)
    ax.set_xlim(_ASIDE - 0.15, 1.1)
    ax.set_ylim(-1.72, 1.72)
    ax.set_xticks(
        [_ASIDE, -1, -0.5, 0, 0.5, 1], ["none\nknown", "\N{MINUS SIGN}1", "\N{MINUS SIGN}0.5", "0", "+0.5", "+1"]
    )
    ax.set_yticks([-1, 0, 1], ["\N{MINUS SIGN}1\nagainst", "0\nneutral", "+1\nfor"])
    ax.set_xlabel("polarity of the statement (\N{MINUS SIGN}1 negative, +1 positive)")
    ax.set_ylabel("stance towards the target")
    for at, side in ((-0.98, "left"), (0.98, "right")):
        tone = "negative tone" if at < 0 else "positive tone"
        for height, place, word in ((1.68, "top", "for"), (-1.68, "bottom", "against")):
            words = f"{tone},\n{word} the target"
            ax.text(at, height, words, ha=side, va=place, fontsize=8.5, color=QUIET, style="italic")
    n = int(known.sum())
    # by the label: a value a little off 0 is a neutral stance still
    tone, stand = (
        rows["polarity"].to_numpy(dtype=float)[known],
        np.select([kinds == "for", kinds == "against"], [1, -1], 0)[known],
    )
    apart = int((np.sign(tone) != stand).sum())
    caption = [
        f"One dot a stance. Of {count(n, 'stance')} with a polarity,",
        f"{apart} {'has' if apart == 1 else 'have'} another sign than the polarity.",
        f"Hollow: no word is known ({len(rows) - n}).",
        told,
        f"{count(uncertain, 'uncertain row')} left out." if uncertain else "",
    ]
    alt = (
        f"Scatter of polarity against stance, {count(len(rows), 'stance')}, {len(rows) - n} of them without a known "
        f"word. Of the {n} with a polarity, {apart} {'differs' if apart == 1 else 'differ'} from it in sign."
    )
    return finish(ax, title, heading, caption, alt)


def _scale(ax: Axes, name: str, aside: float, ticks: tuple[float, ...], rows: int) -> None:
    """Draw an axis with a place of its own, beside the scale, for what the word list does not know."""
    edge = (ticks[0] - aside) * 0.55
    ax.axvspan(aside - edge, aside + edge, color=FAINT, lw=0, zorder=0)
    write = (lambda t: f"{t:g}") if ticks[0] == 0 else (lambda t: signed(t, 0 if t == int(t) else 1))
    ax.set_xticks([aside, *ticks], ["none\nknown", *map(write, ticks)])
    ax.set_xlim(aside - edge, 1.1 if ticks[0] else 1.07)
    ax.set_xlabel(name)
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    ax.hlines(np.arange(1, rows) - 0.5, 0, 1, transform=ax.get_yaxis_transform(), color="#e2e2e2", lw=0.8, zorder=0)
    if ticks[0]:
        ax.axvline(0, color="#c4c4c4", lw=0.9, zorder=0.5)


def _dots(ax: Axes, values: pd.Series, y: float, colour: str, aside: float) -> None:
    known = np.sort(values.dropna().to_numpy(dtype=float))
    ax.scatter(
        known,
        y + np.clip(spread(known, 0.16, 0.05), -0.4, 0.4),
        s=48,
        color=colour,
        edgecolor=INK,
        lw=0.7,
        zorder=3,
    )
    n = int(values.isna().sum())
    if n:
        step = min(0.17, 0.8 / n)
        at = y + (np.arange(n) - (n - 1) / 2) * step
        ax.scatter(np.full(n, aside), at, s=48, facecolor=PAPER, edgecolor=colour, lw=1.4, zorder=3)


def _party(group: pd.DataFrame) -> str | None:
    known = group["party"].dropna()
    return None if known.empty else str(known.iloc[0])


def _one_scorer(sentiment: pd.DataFrame) -> None:
    scorers = party_order(sentiment["scorer"])
    if len(scorers) > 1:
        raise ValueError(
            f"one scorer at a time, got {', '.join(scorers)}: sentiment[sentiment.scorer == {scorers[0]!r}]"
        )
