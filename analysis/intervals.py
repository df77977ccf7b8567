"""How sure a mean stance or a share can be, from as few rows as an article gives.

The counts of against, neutral and for are a draw from three shares that we do not know. With the Dirichlet
distribution and Jeffreys' prior (half a row for each of the three) what we know of them afterwards is again a
Dirichlet. A single share then follows a Beta, exactly; the mean stance has no closed form and is drawn, with a
fixed seed, so that the same counts always give the same interval.

In a corpus the rows of one article hang together. There the articles themselves are drawn again (see
resampling.py), and the wider limit of the two ways is kept: with a few articles that all say the same the bootstrap
alone would claim to be certain.

An interval is about how few the rows are. It knows nothing of statements that were missed or misread.

References:
    Agresti and Hitchcock (2005), Bayesian inference for categorical data analysis, Statistical Methods and
    Applications 14. Brown, Cai and DasGupta (2001), Interval estimation for a binomial proportion, Statistical
    Science 16 (for the limits where every row or none is of a kind).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.stats import beta

#: below so many rows no interval is given: the dots and n say all there is to say.
FEWEST_ROWS = 5
#: the stances in the order of every count here: against, neutral, for.
LABELS = ("against", "neutral", "for")

_PRIOR = 0.5
_DRAWS = 20_000
_SEED = 20_151_211
_MISSING = (float("nan"), float("nan"))


def share_intervals(counts: Sequence[int], level: float = 0.95) -> list[tuple[float, float]]:
    """Give the interval of each share, from the counts of against, neutral and for.

    Args:
        counts: three whole numbers, 0 or more: rows against, neutral and for.
        level: how much of the posterior the interval holds, above 0 and below 1.

    Returns:
        Three pairs (low, high), each 0 to 1: equal-tailed limits of Beta(k + 1/2, n - k + 1), the Dirichlet's share
        for k of n rows. Where no row is of the kind low is 0, where all are high is 1. Pairs of NaN below five rows.

    Raises:
        ValueError: there are not three counts, one is negative, or the level is no share.

    Example:
        >>> [(round(low, 2), round(high, 2)) for low, high in share_intervals((6, 0, 2))]
        [(0.38, 0.92), (0.0, 0.25), (0.05, 0.57)]
        >>> share_intervals((3, 0, 1))[0]
        (nan, nan)
    """
    rows = _checked(counts, level)
    n = int(rows.sum())
    if n < FEWEST_ROWS:
        return [_MISSING] * 3
    tail = (1 - level) / 2
    rest = n - rows + _PRIOR * (len(rows) - 1)
    low = np.where(rows == 0, 0.0, beta.ppf(tail, rows + _PRIOR, rest))
    high = np.where(rows == n, 1.0, beta.ppf(1 - tail, rows + _PRIOR, rest))
    return [(float(a), float(b)) for a, b in zip(low, high, strict=True)]


def mean_interval(
    counts: Sequence[int], values: Sequence[float] = (-1.0, 0.0, 1.0), level: float = 0.95
) -> tuple[float, float]:
    """Give the interval of the mean stance, from the counts of against, neutral and for.

    Args:
        counts: three whole numbers, 0 or more: rows against, neutral and for.
        values: the mean stance of the rows of each kind, -1 to 1. With -1, 0 and 1 the mean is P(for) - P(against).
            How the rows of one kind differ among themselves is not taken into account.
        level: how much of the posterior the interval holds, above 0 and below 1.

    Returns:
        (low, high), -1 to 1: equal-tailed limits of 20,000 seeded draws from the posterior, moved out to the mean
        that was observed where they would leave it outside. A pair of NaN below five rows.

    Raises:
        ValueError: there are not three counts or values, a count is negative, or the level is no share.

    Example:
        >>> low, high = mean_interval((6, 0, 2))
        >>> round(low, 1), round(high, 1)
        (-0.9, 0.2)
    """
    rows = _checked(counts, level)
    weights = np.asarray(values, dtype=float)
    if weights.shape != (3,):
        raise ValueError(f"values needs three numbers, got {values!r}")
    if rows.sum() < FEWEST_ROWS:
        return _MISSING
    draws = np.random.default_rng(_SEED).dirichlet(rows + _PRIOR, _DRAWS) @ weights
    return _limits(draws, float(rows @ weights / rows.sum()), level)


def _limits(draws: np.ndarray, observed: float, level: float) -> tuple[float, float]:
    tail = (1 - level) / 2
    low, high = np.quantile(draws, [tail, 1 - tail])
    return min(float(low), observed), max(float(high), observed)


def _checked(counts: Sequence[int], level: float) -> np.ndarray:
    rows = np.asarray(counts, dtype=float)
    if rows.shape != (3,) or (rows < 0).any():
        raise ValueError(f"counts needs three numbers of 0 or more (against, neutral, for), got {counts!r}")
    check_level(level)
    return rows


def check_level(level: float) -> None:
    """Raise a ValueError where a level is no share above 0 and below 1."""
    if not 0 < level < 1:
        raise ValueError(f"level is a share above 0 and below 1, got {level!r}")
