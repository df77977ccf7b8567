"""Positions and conflict over time: the stances of many articles, counted by day, week, month or year.

Which period an article belongs to is settled in dating.py; rows of articles without a date that is fine enough are
left out, and told. Rows of one article hang together, so an interval comes from drawing whole articles again (see
resampling.py).
"""

from __future__ import annotations

from typing import Literal

import pandas as pd

from analysis.conflict import PAIR_COLUMNS, count_pairs
from analysis.counting import By, countable, counted_rows
from analysis.dating import PERIOD, Every, in_periods
from analysis.intervals import check_level
from analysis.resampling import count_cells

Over = Literal["party", "target", "concept"]

#: the columns of a table of positions over time, and their types.
TIME_COLUMNS: dict[str, str] = {
    "period": PERIOD,
    "source": "object",
    "target": "object",
    "mean": "float64",
    "n": "int64",
    "n_articles": "int64",
    "low": "float64",
    "high": "float64",
    "n_against": "int64",
    "n_neutral": "int64",
    "n_for": "int64",
    "n_uncertain": "int64",
    "interval": "object",
}


def positions_over_time(
    stances: pd.DataFrame,
    articles: pd.DataFrame,
    every: Every = "week",
    *,
    by: By = "party",
    over: Over = "party",
    statements: pd.DataFrame | None = None,
    level: float = 0.95,
) -> pd.DataFrame:
    """Count where each party stood on each target, period by period.

    Args:
        stances: the stances table of many articles; of several methods only one may score a statement and target.
        articles: one row an article, with the columns article and date ("2015-12-18", "2015-12", "2015" or missing).
        every: "day", "week" (from Monday, ISO 8601), "month" or "year".
        by: "party" or "actor": who takes the position.
        over: "party" (the target's party), "target" (the target by its name, without concepts) or "concept".
        statements: the statements table; with it `countable` first drops headlines, beliefs and intentions.
        level: how much the interval holds, above 0 and below 1.

    Returns:
        One row for each period, source and target that there is a stance for, in this order: period (its first day),
        source, target, mean (-1 against to 1 for; NaN where every row is uncertain), n (rows counted), n_articles
        (articles they come from), low and high (the interval of the mean; NaN below five rows), n_against, n_neutral,
        n_for, n_uncertain (rows left out as uncertain), interval ("bootstrap" where the rows are of two articles or
        more, "dirichlet" where they are of one, None below five rows). A period without a row has no line.
        attrs["left_out"] counts what was left out; `left_out` and `dates_left_out` say it.

    Raises:
        ValueError: an argument is none of its values, an article is listed twice, or a statement and target come
            from several methods.

    References:
        The interval is the wider of two, as in `conflict_matrix`: percentiles of 2,000 draws of whole articles (Field
        and Welsh 2007), and the Dirichlet posterior, without which few articles that agree would seem certain.

    Not covered: statements that were missed or misread; a change in which outlets or speakers the corpus holds looks
    like a change of position.

    Example:
        >>> from analysis.tables import make_table
        >>> row = {"party": "Norland", "target": "Velia", "target_party": "Velia", "target_kind": "actor"}
        >>> rows = [row | {"article": a, "statement": 0, "stance": s, "label": k}
        ...         for a, s, k in (("x", -1.0, "against"), ("y", 0.0, "neutral"), ("z", 1.0, "for"))]
        >>> when = pd.DataFrame({"article": ["x", "y", "z"], "date": ["2024-01-01", "2024-01-07", "2024-01"]})
        >>> table = positions_over_time(make_table("stances", rows), when)
        >>> from analysis.dating import dates_left_out
        >>> table[["source", "target", "mean", "n", "n_articles"]].values.tolist(), dates_left_out(table)
        ([['Norland', 'Velia', -0.5, 2, 2]], 'Not placed in time: 1 row of an article dated too coarsely.')
    """
    check_arguments(by, over, level)
    rows = timed_rows(stances, articles, every, by=by, over=over, statements=statements)
    table = count_cells(rows, level, "period")[0][list(TIME_COLUMNS)].astype(TIME_COLUMNS)
    table.attrs |= {"left_out": rows.attrs["left_out"], "by": by, "over": over, "every": every}
    return table


def conflict_by_period(
    stances: pd.DataFrame,
    articles: pd.DataFrame,
    every: Every = "week",
    *,
    by: By = "party",
    statements: pd.DataFrame | None = None,
    level: float = 0.95,
) -> pd.DataFrame:
    """Count who says what about whom, period by period: one conflict matrix each.

    Args:
        stances: the stances table of many articles.
        articles: one row an article, with the columns article and date.
        every: "day", "week" (from Monday, ISO 8601), "month" or "year".
        by: "party" or "actor".
        statements: the statements table; with it `countable` first drops headlines, beliefs and intentions.
        level: how much the interval holds, above 0 and below 1.

    Returns:
        The tables that `conflict.conflict_matrix` gives for the stances of each period, one below the other, with
        the column period (its first day) before them. The rows of one period can go wherever a conflict matrix can.

    Raises:
        ValueError: as in `positions_over_time`.

    Example:
        >>> from analysis.tables import make_table
        >>> row = {"party": "Norland", "target": "Velia", "target_party": "Velia", "target_kind": "actor"}
        >>> rows = [row | {"article": a, "statement": 0, "stance": s, "label": k}
        ...         for a, s, k in (("x", -1.0, "against"), ("y", 1.0, "for"))]
        >>> when = pd.DataFrame({"article": ["x", "y"], "date": ["2024-01-31", "2024-02-01"]})
        >>> table = conflict_by_period(make_table("stances", rows), when, "month")
        >>> [(str(row.period.date()), row.mean) for row in table.itertuples()]
        [('2024-01-01', -1.0), ('2024-02-01', 1.0)]
    """
    check_arguments(by, "party", level)
    rows = timed_rows(
        stances, articles, every, by=by, over="party" if by == "party" else "target", statements=statements
    )
    table = count_pairs(rows, level, "period").astype({"period": PERIOD} | PAIR_COLUMNS)
    table.attrs |= {"left_out": rows.attrs["left_out"], "by": by, "every": every}
    return table


def timed_rows(
    stances: pd.DataFrame,
    articles: pd.DataFrame,
    every: Every,
    *,
    by: By,
    over: Over,
    statements: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Pick the rows that are counted (see `counting.counted_rows`) and have a period, which is one more column."""
    counted = stances if statements is None else countable(stances, statements)
    placed = in_periods(counted, articles, every)
    of_article = placed.drop_duplicates("article").set_index("article")["period"]
    rows = counted_rows(placed, by, over)
    told = rows.attrs["left_out"]
    period = rows["article"].map(of_article) if len(rows) else pd.Series(dtype=PERIOD)
    rows = rows.assign(period=period.astype(PERIOD))
    rows.attrs["left_out"] = told
    return rows


def check_arguments(by: str, over: str, level: float) -> None:
    """Raise a ValueError that names the argument, where one is none of its values."""
    if by not in ("party", "actor"):
        raise ValueError(f'by is "party" or "actor", got {by!r}')
    if over not in ("party", "target", "concept"):
        raise ValueError(f'over is "party", "target" or "concept", got {over!r}')
    check_level(level)
