"""Intervals for very many means at once, by drawing whole articles again (a cluster bootstrap).

Rows of one article hang together, so whole articles are drawn, with replacement: the limits are percentiles of the
resampled means, with a fixed seed, and the wider one of these and of the Dirichlet posterior (see intervals.py). A
corpus has thousands of means, so the rows are first added up by article, and what is drawn are those sums.

References:
    Field and Welsh (2007), Bootstrapping clustered data, Journal of the Royal Statistical Society B 69. Efron and
    Tibshirani (1993), An Introduction to the Bootstrap, chapter 13 (percentiles).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from analysis.counting import party_order
from analysis.intervals import _DRAWS, _PRIOR, FEWEST_ROWS, LABELS, check_level
from analysis.intervals import _SEED as SEED

RESAMPLES = 2_000
#: so many numbers are drawn at once at most: memory stays flat, however many articles there are.
_AT_ONCE = 4_000_000
#: and the limits of so many cells are worked out at once.
_CELLS = 1_000


def cell_intervals(
    cell: np.ndarray, article: np.ndarray, stance: np.ndarray, kind: np.ndarray, cells: int, level: float = 0.95
) -> dict[str, np.ndarray]:
    """Count the rows of each cell, and give the interval of its mean.

    Args:
        cell: the number of each row's cell, 0 to cells - 1.
        article: the number of each row's article, in an order that does not depend on the order of the rows.
        stance: the stance of each row, -1 to 1.
        kind: 0 against, 1 neutral, 2 for.
        cells: how many cells there are; those without a row have n 0 and a mean of NaN.
        level: how much the interval holds, above 0 and below 1.

    Returns:
        Arrays of one value a cell: mean, n, n_articles, low, high, n_against, n_neutral, n_for, interval.

    Raises:
        ValueError: the level is no share.

    Example:
        >>> rows = (np.zeros(6, int), np.array([0, 0, 1, 1, 2, 2]), np.array([-1.0, -1, 0, 1, -1, -1]))
        >>> found = cell_intervals(*rows, np.array([0, 0, 1, 2, 0, 0]), 1)
        >>> float(found["mean"][0]), int(found["n_articles"][0]), found["interval"][0]
        (-0.5, 3, 'bootstrap')
    """
    check_level(level)
    # sorted, so that the same rows give the same last digit and the same draws, whatever their order
    order = np.lexsort((stance, article, cell))
    cell, article, stance, kind = cell[order], article[order], stance[order], kind[order]
    new = np.ones(len(cell), dtype=bool)
    new[1:] = (cell[1:] != cell[:-1]) | (article[1:] != article[:-1])
    starts = np.flatnonzero(new)
    sums = np.add.reduceat(stance, starts) if len(starts) else np.zeros(0)
    sizes = np.diff(np.append(starts, len(cell)))
    bounds = np.searchsorted(cell[starts], np.arange(cells + 1))
    n = np.bincount(cell, minlength=cells)
    by_kind = np.bincount(cell * 3 + kind, minlength=cells * 3).reshape(cells, 3)
    weights = np.bincount(cell * 3 + kind, weights=stance, minlength=cells * 3).reshape(cells, 3)
    total = np.bincount(cell, weights=stance, minlength=cells)
    mean = np.divide(total, n, out=np.full(cells, np.nan), where=n > 0)
    low, high = np.full(cells, np.nan), np.full(cells, np.nan)
    interval = np.full(cells, None, dtype=object)
    wanted = np.flatnonzero(n >= FEWEST_ROWS)
    means = np.divide(weights, by_kind, out=np.tile([-1.0, 0.0, 1.0], (cells, 1)), where=by_kind > 0)
    low[wanted], high[wanted] = _posterior(by_kind[wanted], means[wanted], mean[wanted], level)
    interval[wanted] = "dirichlet"
    drawn = wanted[np.diff(bounds)[wanted] > 1]
    limits = _bootstrap(sums, sizes, bounds, drawn, level)
    low[drawn], high[drawn] = np.minimum(low[drawn], limits[0]), np.maximum(high[drawn], limits[1])
    interval[drawn] = "bootstrap"
    shares = {f"n_{label}": by_kind[:, k] for k, label in enumerate(LABELS)}
    return {
        "mean": mean,
        "n": n,
        "n_articles": np.diff(bounds),
        "low": low,
        "high": high,
        **shares,
        "interval": interval,
    }


def count_cells(rows: pd.DataFrame, level: float, period: str | None = None) -> tuple[pd.DataFrame, np.ndarray]:
    """Count the rows of each source and target: by sorting and adding up, never row by row.

    Args:
        rows: a table from `counting.counted_rows`.
        level: how much the interval holds, above 0 and below 1.
        period: a column of the rows by which to count apart.

    Returns:
        One row a cell, in the order of period and `party_order`: (period,) source, target, n_uncertain, and what
        `cell_intervals` gives. And the number of each row's cell.

    Example:
        >>> rows = pd.DataFrame({"article": ["x", "y"], "source": "Orrin", "target": "Veld", "stance": [-1.0, 0.0],
        ...                      "label": ["against", "neutral"], "uncertain": False})
        >>> count_cells(rows, 0.95)[0][["source", "target", "mean", "n"]].values.tolist()
        [['Orrin', 'Veld', -0.5, 2]]
    """
    sources, targets = party_order(rows["source"].unique()), party_order(rows["target"].unique())
    periods, when = np.unique(rows[period].to_numpy(), return_inverse=True) if period else (None, 0)
    who, whom = pd.Index(sources).get_indexer(rows["source"]), pd.Index(targets).get_indexer(rows["target"])
    cells, cell = np.unique((when * len(sources) + who) * len(targets) + whom, return_inverse=True)
    sure = ~rows["uncertain"].to_numpy(dtype=bool)
    found = cell_intervals(
        cell[sure],
        pd.factorize(rows["article"], sort=True)[0][sure],
        rows["stance"].to_numpy(dtype=float)[sure],
        pd.Categorical(rows["label"], categories=LABELS).codes[sure].astype(int),
        len(cells),
        level,
    )
    named = {
        "source": np.array(sources, dtype=object)[cells // max(1, len(targets)) % max(1, len(sources))],
        "target": np.array(targets, dtype=object)[cells % max(1, len(targets))],
        "n_uncertain": np.bincount(cell[~sure], minlength=len(cells)),
    }
    if period:
        named = {period: periods[cells // max(1, len(sources) * len(targets))]} | named
    return pd.DataFrame(named | found), cell


def _posterior(
    counts: np.ndarray, means: np.ndarray, observed: np.ndarray, level: float
) -> tuple[np.ndarray, np.ndarray]:
    """What `intervals.mean_interval` gives for each row of counts and means; the same counts are drawn once."""
    tail, limits = (1 - level) / 2, np.empty((2, len(counts)))
    if not len(counts):
        return limits[0], limits[1]
    kinds, kind = np.unique(counts, axis=0, return_inverse=True)
    order = np.argsort(kind.ravel(), kind="stable")
    for number, some in zip(kinds, np.split(order, np.cumsum(np.bincount(kind.ravel()))[:-1]), strict=True):
        draws = np.random.default_rng(SEED).dirichlet(number + _PRIOR, _DRAWS)
        limits[:, some] = np.quantile(draws @ means[some].T, [tail, 1 - tail], axis=0)
    return np.minimum(limits[0], observed).round(12), np.maximum(limits[1], observed).round(12)


def _bootstrap(
    sums: np.ndarray, sizes: np.ndarray, bounds: np.ndarray, cells: np.ndarray, level: float
) -> tuple[np.ndarray, np.ndarray]:
    """The percentile limits of some cells, from the sums and numbers of rows of each of their articles.

    Cells of as many articles get the same draws: how often each article is drawn is one matrix for all of them.
    """
    k, tail = np.diff(bounds), (1 - level) / 2
    limits = np.empty((2, len(cells)))
    for articles in np.unique(k[cells]):
        alike = np.flatnonzero(k[cells] == articles)
        for start in range(0, len(alike), _CELLS):
            some = alike[start : start + _CELLS]
            at = bounds[cells[some]] + np.arange(articles)[:, None]
            means = [(w @ sums[at]) / (w @ sizes[at]) for w in _weights(articles, RESAMPLES, 0)]
            # to twelve places: how a product of matrices is added up depends on how many cells are in it
            limits[:, some] = np.quantile(np.concatenate(means), [tail, 1 - tail], axis=0).round(12)
    return limits[0], limits[1]


def drawn_together(
    cell: np.ndarray, article: np.ndarray, stance: np.ndarray, cells: int, stream: int, resamples: int
) -> np.ndarray:
    """Draw the articles of one period again and give the mean of every cell in each draw.

    All cells see the same draw, so that what they have in common (an article that quotes both sides) is kept.

    Args:
        cell: the number of each row's cell, 0 to cells - 1.
        article: the number of each row's article.
        stance: the stance of each row.
        cells: how many cells there are.
        stream: which stream of random numbers to use: one a period, so that periods are drawn independently.
        resamples: how many draws.

    Returns:
        resamples x cells; NaN where none of the cell's articles was drawn.

    Example:
        >>> drawn = drawn_together(np.array([0, 1]), np.array([5, 5]), np.array([-1.0, 1.0]), 2, 0, 3)
        >>> drawn.tolist()
        [[-1.0, 1.0], [-1.0, 1.0], [-1.0, 1.0]]
    """
    names, at = np.unique(article, return_inverse=True)
    shape = (len(names), cells)
    order = np.lexsort((stance, at, cell))
    sums = csr_array((stance[order], (at[order], cell[order])), shape=shape)
    sizes = csr_array((np.ones(len(cell)), (at, cell)), shape=shape)
    drawn = np.empty((resamples, cells))
    row = 0
    for taken in _weights(len(names), resamples, stream):
        n = taken @ sizes
        with np.errstate(invalid="ignore", divide="ignore"):
            drawn[row : row + len(taken)] = np.where(n > 0, (taken @ sums) / n, np.nan)
        row += len(taken)
    return drawn


def _weights(k: int, resamples: int, stream: int) -> Iterator[np.ndarray]:
    """How often each of k articles is in each draw, some draws at a time."""
    random = np.random.default_rng([SEED, stream])
    block = max(1, _AT_ONCE // k)
    for start in range(0, resamples, block):
        draws = min(block, resamples - start)
        taken = random.integers(k, size=(draws, k)) + np.arange(draws)[:, None] * k
        yield np.bincount(taken.ravel(), minlength=draws * k).reshape(draws, k).astype(float)
