"""In which day, week, month or year an article stands.

An article tells when it appeared: to the day ("2015-12-18"), to the month ("2015-12"), to the year ("2015"), or not
at all. It is placed in a period only where its date is fine enough for that; the rows of the others are left out,
and `dates_left_out(table)` says how many. Weeks are those of ISO 8601: they begin on Monday.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd

from analysis.counting import tell

Every = Literal["day", "week", "month", "year"]

#: the type of a column of periods.
PERIOD = "datetime64[us]"
#: how many parts of year-month-day a date needs for a period.
_PARTS = {"year": 1, "month": 2, "week": 3, "day": 3}
_DATE = r"^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?(?:[T ].*)?$"


def in_periods(table: pd.DataFrame, articles: pd.DataFrame, every: Every) -> pd.DataFrame:
    """Keep the rows whose article has a date that is fine enough, and say in which period each stands.

    Args:
        table: any table with the column article.
        articles: one row an article, with the columns article and date.
        every: "day", "week", "month" or "year".

    Returns:
        A new table with the column period: the first day of the row's period. attrs["left_out"] counts the rows
        without a date ("no date", also where the date can't be read or the article is not listed) and those whose
        date is too coarse ("coarse date").

    Raises:
        ValueError: `every` is none of its values, or an article is listed twice.

    Example:
        >>> when = pd.DataFrame({"article": ["x", "y"], "date": ["2024-05-16", "2024"]})
        >>> table = in_periods(pd.DataFrame({"article": ["y", "x", "q"]}), when, "week")
        >>> [str(day.date()) for day in table["period"]], table.attrs["left_out"]
        (['2024-05-13'], {'no date': 1, 'coarse date': 1})
    """
    period, coarse = period_starts(articles["date"], every)
    keys = articles["article"].astype(object)
    if keys.duplicated().any():
        raise ValueError(f"the articles table lists an article twice: {keys[keys.duplicated()].iloc[0]!r}")
    place = pd.Index(keys).get_indexer(table["article"].astype(object))
    listed = place >= 0
    periods = np.where(listed, period.to_numpy()[place], np.datetime64("NaT")) if len(keys) else _never(len(table))
    too_coarse = listed & coarse.to_numpy()[place] if len(keys) else np.zeros(len(table), dtype=bool)
    known = ~np.isnat(periods)
    kept = table[known].assign(period=pd.Series(periods[known]).astype(PERIOD).to_numpy())
    missing = {"no date": (~known & ~too_coarse).sum(), "coarse date": too_coarse.sum()}
    return tell(kept.reset_index(drop=True), table, missing)


def period_starts(dates: pd.Series, every: Every) -> tuple[pd.Series, pd.Series]:
    """Give the first day of the period that each date lies in, and whether a date is too coarse to tell.

    Example:
        >>> starts, coarse = period_starts(pd.Series(["2024-12-31", "2024-12", None]), "week")
        >>> [str(day)[:10] for day in starts], coarse.tolist()
        (['2024-12-30', 'NaT', 'NaT'], [False, True, False])
    """
    if every not in _PARTS:
        raise ValueError(f"every is one of {tuple(_PARTS)}, got {every!r}")
    parts = dates.astype("string").str.strip().str.extract(_DATE)
    whole = parts[0] + "-" + parts[1].fillna("01") + "-" + parts[2].fillna("01")
    day = pd.to_datetime(whole, format="%Y-%m-%d", errors="coerce").astype(PERIOD)
    fine = parts.notna().to_numpy(dtype=bool).sum(axis=1) >= _PARTS[every]
    coarse = day.notna() & ~fine
    day = day.where(fine)
    if every == "week":
        day = day - pd.to_timedelta(day.dt.day_of_week, unit="D")
    elif every != "day":
        day = day.dt.to_period({"month": "M", "year": "Y"}[every]).dt.start_time.astype(PERIOD)
    return day, coarse


def period_number(periods: pd.Series, every: Every) -> pd.Series:
    """Number periods in the order of time, so that the next one has the next number.

    Example:
        >>> days = pd.Series(pd.to_datetime(["2024-01-01", "2024-03-01"]))
        >>> (period_number(days, "month") - period_number(days, "month")[0]).tolist()
        [0, 2]
    """
    if every in ("month", "year"):
        months = periods.dt.year * 12 + periods.dt.month - 1
        return (months if every == "month" else periods.dt.year).astype("int64")
    days = (periods - pd.Timestamp("1970-01-05")).dt.days
    return (days // (7 if every == "week" else 1)).astype("int64")


def period_name(period: pd.Timestamp, every: Every) -> str:
    """Write a period as people do: "2015-12-18", "2015-W51", "2015-12" or "2015".

    Example:
        >>> period_name(pd.Timestamp("2024-12-30"), "week"), period_name(pd.Timestamp("2024-12-01"), "month")
        ('2025-W01', '2024-12')
    """
    year, week, _ = period.isocalendar()
    return f"{year}-W{week:02}" if every == "week" else str(period.date())[: {"day": 10, "month": 7, "year": 4}[every]]


def dates_left_out(table: pd.DataFrame) -> str:
    """Say in a sentence which rows have no place in time; an empty string where all have one."""
    counts = table.attrs.get("left_out", {})
    parts = [
        f"{n} {'row' if n == 1 else 'rows'} of {'an article' if n == 1 else 'articles'} {words}"
        for n, words in (
            (counts.get("no date", 0), "without a date"),
            (counts.get("coarse date", 0), "dated too coarsely"),
        )
        if n
    ]
    return f"Not placed in time: {', '.join(parts)}." if parts else ""


def _never(n: int) -> np.ndarray:
    return np.full(n, np.datetime64("NaT", "us"))
