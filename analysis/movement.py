"""Which parties moved together, and which moved apart, over the periods of a corpus.

Let x(a,t,p) be the mean stance of party a towards target t in period p. Two questions, two figures:

Did they come closer? With d(t,p) = |x(a,t,p) - x(b,t,p)| on the targets that both speak about in period p, `trend` is
the slope of d over the periods, with a level of its own for each target, so that it is not moved by which targets are
spoken of when:

    trend = sum (p - mean of t's p) d(t,p) / sum (p - mean of t's p)^2      over all t, p that both speak about

Below 0 they come together, above 0 they move apart, by so much a period (the scale is 0 to 2).

Did they move alike? `correlation` is Pearson's correlation of their changes from one period to the very next,
x(a,t,p) - x(a,t,p-1) with x(b,t,p) - x(b,t,p-1), over all targets and periods for which both changes are known.

Intervals: the articles of each period are drawn again, all parties in the same draw, and both figures are worked out
anew each time (percentiles of 1,000 draws). Drawing again adds noise of its own, which pulls a trend towards 0 and a
correlation as well: the limits err on the side of "unclear".

What this cannot tell: why; who followed whom; whether a party changed or the papers quoted other people of it. A mean
of few articles is noisy, and noise makes distances larger: where the early periods have fewer articles than the late
ones, two parties seem to come together though nothing moved.

References:
    Field and Welsh (2007), Bootstrapping clustered data, Journal of the Royal Statistical Society B 69. Wooldridge
    (2010), Econometric Analysis of Cross Section and Panel Data, chapter 10, for the slope with a level each (the
    "within" estimator).
"""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd

from analysis.counting import By, party_order
from analysis.dating import PERIOD, Every, period_number
from analysis.intervals import FEWEST_ROWS
from analysis.periods import Over, check_arguments, timed_rows
from analysis.resampling import drawn_together

#: no trend over fewer periods than this.
FEWEST_PERIODS = 4
#: no correlation of fewer changes than this.
FEWEST_CHANGES = FEWEST_ROWS
_RESAMPLES = 1_000

MOVE_COLUMNS: dict[str, str] = {
    "one": "object",
    "other": "object",
    "n_targets": "int64",
    "n_periods": "int64",
    "first": PERIOD,
    "last": PERIOD,
    "distance": "float64",
    "trend": "float64",
    "trend_low": "float64",
    "trend_high": "float64",
    "moved": "object",
    "n_changes": "int64",
    "correlation": "float64",
    "correlation_low": "float64",
    "correlation_high": "float64",
}


def movements(
    stances: pd.DataFrame,
    articles: pd.DataFrame,
    every: Every = "month",
    *,
    by: By = "party",
    over: Over = "target",
    statements: pd.DataFrame | None = None,
    fewest_periods: int = FEWEST_PERIODS,
    fewest_articles: int = 2,
    level: float = 0.95,
) -> pd.DataFrame:
    """Measure for each two parties whether they came together or moved apart, and whether they moved alike.

    Args:
        stances: the stances table of many articles; uncertain rows are left out.
        articles: one row an article, with the columns article and date.
        every: "day", "week", "month" or "year": the periods. Long ones have steadier means, short ones more changes.
        by: "party" or "actor".
        over: "target", "party" (the target's party) or "concept": what two of them may share.
        statements: the statements table; with it `countable` first drops headlines, beliefs and intentions.
        fewest_periods: no trend where both speak about a target in fewer periods than this, 2 or more.
        fewest_articles: a mean counts from so many articles on, 1 or more. The mean of one article can't be drawn
            again, so its noise would not show in the interval.
        level: how much the intervals hold, above 0 and below 1.

    Returns:
        One row for each two that share a target in a period, in the order of `party_order`: one, other, n_targets,
        n_periods, first and last (periods that they share), distance (the mean of d, 0 to 2), trend with trend_low
        and trend_high (a period), moved ("together" or "apart" where the interval lies on that side of 0, else
        "unclear"; None without a trend), n_changes, correlation with correlation_low and correlation_high (NaN below
        five changes, or where one of the two never changes). attrs["left_out"] counts what was left out.

    Raises:
        ValueError: an argument is none of its values.

    Example:
        >>> from analysis.tables import make_table
        >>> row = {"statement": 0, "target": "the dam", "target_kind": "concept"}
        >>> rows, when = [], []
        >>> for week, stance in enumerate((-1.0, -0.5, 0.0, 0.5)):
        ...     for copy in "ab":
        ...         key = {"article": f"{week}{copy}"}
        ...         when.append(key | {"date": f"2024-01-{1 + 7 * week:02}"})
        ...         rows.append(row | key | {"party": "Norland", "stance": 1.0, "label": "for"})
        ...         rows.append(row | key | {"party": "Velia", "statement": 1, "stance": stance, "label": "neutral"})
        >>> table = movements(make_table("stances", rows), pd.DataFrame(when), "week", over="concept")
        >>> table[["one", "other", "trend", "moved"]].values.tolist()
        [['Norland', 'Velia', -0.5, 'together']]
    """
    check_arguments(by, over, level)
    if fewest_periods < 2 or fewest_articles < 1:
        raise ValueError("fewest_periods is 2 or more, and fewest_articles 1 or more")
    rows = timed_rows(stances, articles, every, by=by, over=over, statements=statements)
    sure = rows[~rows["uncertain"]].reset_index(drop=True)
    made = []
    if len(sure):
        cells, means = _means(sure, every, fewest_articles)
        for one, other in combinations(party_order(cells["source"].unique()), 2):
            made += _pair(one, other, cells, means, fewest_periods, level)
    table = pd.DataFrame(made, columns=list(MOVE_COLUMNS)).astype(MOVE_COLUMNS)
    table.attrs |= {"left_out": rows.attrs["left_out"], "by": by, "over": over, "every": every}
    return table


def _means(rows: pd.DataFrame, every: Every, fewest: int) -> tuple[pd.DataFrame, np.ndarray]:
    """The cells (source, target, period), and their means: as observed in the first row, then draw by draw."""
    keys = ["source", "target", "period"]
    rows = rows.assign(article=pd.factorize(rows["article"], sort=True)[0])
    grouped = rows.groupby(keys, sort=True)
    cells = grouped.agg(articles=("article", "nunique")).reset_index()
    cell = grouped.ngroup().to_numpy()
    cells["number"] = period_number(cells["period"], every)
    order = np.lexsort((rows["stance"], cell))
    total = np.bincount(cell[order], weights=rows["stance"].to_numpy()[order])
    means = np.full((1 + _RESAMPLES, len(cells)), np.nan)
    means[0] = total / np.bincount(cell)
    for period, at in rows.groupby("period", sort=True).indices.items():
        inside, local = np.unique(cell[at], return_inverse=True)
        stream = (period - pd.Timestamp("0001-01-01")).days
        part = rows.iloc[at]
        drawn = drawn_together(
            local, part["article"].to_numpy(), part["stance"].to_numpy(), len(inside), stream, _RESAMPLES
        )
        means[1:, inside] = drawn
    kept = (cells["articles"] >= fewest).to_numpy()
    return cells[kept].reset_index(drop=True), means[:, kept]


def _pair(
    one: str, other: str, cells: pd.DataFrame, means: np.ndarray, fewest_periods: int, level: float
) -> list[dict[str, object]]:
    a, b = (cells[cells["source"] == name].reset_index(names="column") for name in (one, other))
    shared = a.merge(b, on=["target", "period", "number"]).sort_values(["target", "number"], kind="stable")
    if shared.empty:
        return []
    mine, theirs = means[:, shared["column_x"]], means[:, shared["column_y"]]
    target = pd.factorize(shared["target"])[0]
    number = shared["number"].to_numpy(dtype=float)
    several = np.bincount(target)[target] > 1
    trend, moved = (np.nan,) * 3, None
    if shared.loc[several, "number"].nunique() >= fewest_periods:
        trend = _limited(_slope(np.abs(mine - theirs), number, target), level)
        moved = (
            "unclear" if np.isnan(trend[1]) or trend[1] <= 0 <= trend[2] else "together" if trend[2] < 0 else "apart"
        )
    next_to = np.flatnonzero((np.diff(target) == 0) & (np.diff(number) == 1))
    alike = (np.nan,) * 3
    if len(next_to) >= FEWEST_CHANGES:
        changes = (x[:, next_to + 1] - x[:, next_to] for x in (mine, theirs))
        alike = _limited(_correlation(*changes), level)
    return [
        dict(
            zip(
                MOVE_COLUMNS,
                (
                    one,
                    other,
                    int(target.max()) + 1,
                    shared["number"].nunique(),
                    shared["period"].min(),
                    shared["period"].max(),
                    float(np.abs(mine[0] - theirs[0]).mean()),
                    *trend,
                    moved,
                    len(next_to),
                    *alike,
                ),
                strict=True,
            )
        )
    ]


def _slope(distance: np.ndarray, number: np.ndarray, target: np.ndarray) -> np.ndarray:
    """The slope of each row of distances over the periods, with a level for each target; columns by target."""
    there = np.isfinite(distance)
    starts = np.flatnonzero(np.diff(target, prepend=-1))
    n = np.maximum(np.add.reduceat(there, starts, axis=1, dtype=float), 1)
    middle = (np.add.reduceat(there * number, starts, axis=1) / n)[:, target]
    away = there * (number - middle)
    below = (away**2).sum(axis=1)
    above = (away * np.where(there, distance, 0.0)).sum(axis=1)
    return np.divide(above, below, out=np.full(len(distance), np.nan), where=below > 0)


def _correlation(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Pearson's correlation of each row of changes with the same row of the other; NaN where one never changes."""
    there = np.isfinite(one) & np.isfinite(other)
    n = np.maximum(there.sum(axis=1, keepdims=True), 1)
    x, y = (np.where(there, values, 0.0) for values in (one, other))
    x, y = ((values - values.sum(axis=1, keepdims=True) / n) * there for values in (x, y))
    spread = np.sqrt((x**2).sum(axis=1) * (y**2).sum(axis=1))
    known = (spread > 1e-12) & (there.sum(axis=1) >= 3)
    return np.clip(np.divide((x * y).sum(axis=1), spread, out=np.full(len(one), np.nan), where=known), -1.0, 1.0)


def _limited(values: np.ndarray, level: float) -> tuple[float, float, float]:
    """What was observed, and its percentile limits; no limits where more than half of the draws give no figure."""
    observed, drawn = float(values[0]), values[1:][np.isfinite(values[1:])]
    if np.isnan(observed) or len(drawn) < _RESAMPLES / 2:
        return observed, np.nan, np.nan
    tail = (1 - level) / 2
    # to twelve places: sums of the same numbers in another order differ in the last one
    low, high = np.round(np.quantile(drawn, [tail, 1 - tail]), 12)
    return round(observed, 12), min(float(low), round(observed, 12)), max(float(high), round(observed, 12))
