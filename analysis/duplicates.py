"""The same stance told again counted once: the duplicate settings of the Discourse Network Analyzer.

The Discourse Network Analyzer (DNA) takes a statement for a duplicate where the same actor, the same concept and the
same agreement come again within some stretch, and keeps the first by date. Its settings are "include all duplicates",
"ignore per document", "ignore per calendar week", "... month", "... year" and "ignore across date range". Here the
actor is the speaker, the concept is the target, and the agreement is the label (against, neutral, for).

The same words carried by several outlets are another matter: see carried.py.

References:
    Leifeld, Gruber and Bossner, Discourse Network Analyzer Manual; the function dna_network of rDNA (its argument
    `duplicates`: include, document, week, month, year, acrossrange). In DNA 3 as published, a month or week is
    compared by its number alone, so that January 2015 and January 2016 are one; here they are two.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd

from analysis.counting import By, tell
from analysis.dating import period_starts

Within = Literal["document", "week", "month", "year", "all"]


def drop_duplicates(
    stances: pd.DataFrame, articles: pd.DataFrame | None = None, within: Within = "document", *, by: By = "actor"
) -> pd.DataFrame:
    """Keep the first of the stances that say the same: same speaker, same target, same label, same stretch.

    Args:
        stances: the stances table of one or many articles.
        articles: one row an article, with the columns article and date; not needed for "document". Without a date
            for "all", the order of the rows says which is first.
        within: "document" (DNA: ignore per document), "week" (from Monday), "month", "year", or "all" (DNA: ignore
            across date range). A date that tells only the month or year counts as its first day in
            that order; an article whose date is too coarse for the stretch, or missing, is a stretch of its own.
        by: "actor" or "party": who is the same speaker. DNA's manuals use organisations, which are parties here.

    Returns:
        A new stances table, in the order it came in. A row whose speaker, target or label is missing is never a
        duplicate, and an uncertain row never stands in for a certain one. attrs["duplicates"] counts the rows dropped,
        attrs["undated"] the rows that were compared only within their own article for want of a date.

    Raises:
        ValueError: an argument is none of its values, articles are missing where they are needed, or an article is
            listed twice.

    Example:
        >>> from analysis.tables import make_table
        >>> row = {"actor": "Ola Brek", "target": "the dam", "target_kind": "concept", "label": "for"}
        >>> keys = [{"article": a, "statement": i} for a, i in (("x", 0), ("x", 1), ("y", 0))]
        >>> table = make_table("stances", [row | key for key in keys])
        >>> [len(drop_duplicates(table, within=within)) for within in ("document", "all")]
        [2, 1]
    """
    if within not in ("document", "week", "month", "year", "all"):
        raise ValueError(f"within is document, week, month, year or all, got {within!r}")
    if by not in ("party", "actor"):
        raise ValueError(f'by is "party" or "actor", got {by!r}')
    if articles is None and within not in ("document", "all"):
        raise ValueError(f'within="{within}" needs the articles table, for the dates')
    rows = stances.reset_index(drop=True)
    names = rows["article"].astype(object)
    day, stretch = _days(names, articles, within)
    own = pd.Series(pd.factorize(names)[0].astype(str), index=rows.index).radd("article ")
    undated = np.zeros(len(rows), dtype=bool)
    if within == "document":
        place = own
    elif within == "all":
        place = pd.Series("all", index=rows.index)
    else:
        undated = stretch.isna().to_numpy()
        place = stretch.astype("string").where(~undated, own).astype(object)
    keys = pd.DataFrame(
        {
            "speaker": rows[by].astype(object),
            "target": rows["target"].astype(object),
            "kind": rows["target_kind"].astype(object),
            "label": rows["label"].astype(object),
            "uncertain": rows["uncertain"].astype(bool),
            "method": rows["method"].astype(object),
            "place": place.astype(object),
        }
    )
    whole = keys[["speaker", "target", "label"]].notna().all(axis=1).to_numpy()
    # the first by date, then in the order of the table
    order = day.sort_values(kind="stable", na_position="last").index
    again = keys.loc[order].duplicated().sort_index().to_numpy() & whole
    kept = tell(stances[~again].reset_index(drop=True), stances, {})
    kept.attrs |= {"duplicates": int(again.sum()), "undated": int(undated.sum()), "within": within}
    return kept


def _days(names: pd.Series, articles: pd.DataFrame | None, within: Within) -> tuple[pd.Series, pd.Series]:
    """The day of each row, as far as its article tells it, and the first day of the stretch it lies in."""
    if articles is None:
        never = pd.Series(pd.NaT, index=names.index)
        return never, never
    keys = articles["article"].astype(object)
    if keys.duplicated().any():
        raise ValueError(f"the articles table lists an article twice: {keys[keys.duplicated()].iloc[0]!r}")
    # a date that tells only month or year counts as its first day here
    day = period_starts(articles["date"], "day")[0]
    for coarse in ("month", "year"):
        day = day.fillna(period_starts(articles["date"], coarse)[0])
    stretch = period_starts(articles["date"], within if within in ("week", "month", "year") else "day")[0]
    return tuple(names.map(pd.Series(values.to_numpy(), index=keys)) for values in (day, stretch))
