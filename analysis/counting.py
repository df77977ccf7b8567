"""Which rows are counted, and in which order names stand.

What is left out of a count is left out by one rule, here, and told: every table that is counted from stances
carries how many rows were left out and why, and `left_out(table)` says it in a sentence.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

import numpy as np
import pandas as pd

By = Literal["party", "actor"]

#: the reasons for which a row is not counted, as `left_out` words them (one row, several rows).
_REASONS: dict[str, tuple[str, str]] = {
    "headline": ("row from the headline", "rows from the headline"),
    "not speech": ("row of belief or intention", "rows of belief or intention"),
    "no stance": ("row without a stance", "rows without a stance"),
    "uncertain": ("uncertain row", "uncertain rows"),
    "no speaker": ("row whose speaker is unclear", "rows whose speaker is unclear"),
    "no party": ("row about a target of no party", "rows about a target of no party"),
}


def countable(stances: pd.DataFrame, statements: pd.DataFrame) -> pd.DataFrame:
    """Keep the stances that count: those of statements that are speech and not in the headline.

    A headline repeats what the text says, so counting it would count a speaker twice. Beliefs and intentions
    ("she thinks", "they plan") are a reporter's account, not something that was said.

    Args:
        stances: the stances table.
        statements: the statements table that the stances were scored from.

    Returns:
        A new stances table without the rows of such statements. A row whose statement is not in the statements
        table is kept.

    Example:
        >>> from analysis.tables import make_table
        >>> said = [{"article": "a", "statement": i, "paragraph": i, "headline": i == 0} for i in (0, 1)]
        >>> rows = [{"article": "a", "statement": i, "target": "Veld"} for i in (0, 1)]
        >>> counted = countable(make_table("stances", rows), make_table("statements", said))
        >>> counted["statement"].tolist(), left_out(counted)
        ([1], 'Left out: 1 row from the headline.')
    """
    keys = list(zip(statements["article"], statements["statement"], strict=True))
    headline = {key for key, is_headline in zip(keys, statements["headline"], strict=True) if is_headline}
    other = {key for key, kind in zip(keys, statements["attribution"], strict=True) if kind in ("belief", "intention")}
    rows = list(zip(stances["article"], stances["statement"], strict=True))
    in_headline = np.array([key in headline for key in rows], dtype=bool)
    not_speech = np.array([key in other for key in rows], dtype=bool) & ~in_headline
    kept = stances[~(in_headline | not_speech)].reset_index(drop=True)
    by_hand = _by_hand(stances, statements)[~(in_headline | not_speech)]
    if by_hand.any():
        kept["corrected"] = by_hand
    told = tell(kept, stances, {"headline": in_headline.sum(), "not speech": not_speech.sum()})
    return _tell_corrected(told)


def _by_hand(rows: pd.DataFrame, statements: pd.DataFrame) -> np.ndarray:
    """Which rows were corrected by hand, themselves or in their statement."""
    found = (
        rows["corrected"].astype(bool).to_numpy() if "corrected" in rows.columns else np.zeros(len(rows), dtype=bool)
    )
    if "corrected" not in statements.columns:
        return found
    of = statements[statements["corrected"].astype(bool)]
    keys = set(zip(of["article"], of["statement"], strict=True))
    inside = [key in keys for key in zip(rows["article"], rows["statement"], strict=True)]
    return found | np.array(inside, dtype=bool)


def _tell_corrected(kept: pd.DataFrame) -> pd.DataFrame:
    """Write down on a counted table how many of its rows were corrected by hand; uncertain ones are not counted."""
    if "corrected" in kept.columns:
        sure = ~kept["uncertain"].astype(bool) if "uncertain" in kept.columns else True
        kept.attrs["left_out"] = kept.attrs.get("left_out", {}) | {"corrected": int((kept["corrected"] & sure).sum())}
    return kept


def party_order(*names: Iterable[object]) -> list[str]:
    """Put names into the one order that every table and chart uses: by the alphabet, each once.

    Args:
        names: columns or lists of names; missing ones are skipped.

    Returns:
        The names, sorted without regard to case.

    Example:
        >>> party_order(["Veld", None, "orrin"], ["Veld", "Aster"])
        ['Aster', 'orrin', 'Veld']
    """
    found = {str(name) for column in names for name in column if isinstance(name, str)}
    return sorted(found, key=lambda name: (name.casefold(), name))


def left_out(table: pd.DataFrame) -> str:
    """Say in a sentence which rows a table of this module does not count, and how many were corrected by hand.

    Args:
        table: a table from `countable`, `conflict_matrix`, `positions` or `congruence_matrix`.

    Returns:
        The sentence; an empty string where nothing was left out, or the table does not know.

    Example:
        >>> table = pd.DataFrame()
        >>> table.attrs["left_out"] = {"uncertain": 1, "headline": 2}
        >>> left_out(table)
        'Left out: 2 rows from the headline, 1 uncertain row.'
    """
    counts = table.attrs.get("left_out", {})
    parts = [f"{counts[key]} {words[counts[key] > 1]}" for key, words in _REASONS.items() if counts.get(key)]
    by_hand = counts.get("corrected", 0)
    told = [f"Left out: {', '.join(parts)}." if parts else ""]
    told += [f"Corrected by hand: {by_hand} row{'s' * (by_hand > 1)}." if by_hand else ""]
    return " ".join(part for part in told if part)


def counted_rows(stances: pd.DataFrame, by: By, over: str, statements: pd.DataFrame | None = None) -> pd.DataFrame:
    """Pick the rows that are counted, and name the two sides of each.

    Args:
        stances: the stances table.
        by: "party" or "actor": what the source is.
        over: "party" (the target's party), "target" (its name), "side" (its party, or its name where it has none)
            or "concept".
        statements: the statements table, for `countable`; None to count all.

    Returns:
        article, statement, source, target, stance, label and uncertain, the uncertain rows among them.

    Raises:
        ValueError: the same statement and target come from several methods.
    """
    if statements is not None:
        stances = countable(stances, statements)
    if stances.duplicated(["article", "statement", "target"]).any():
        methods = stances.groupby(["article", "statement", "target"])["method"].nunique()
        if (methods > 1).any():
            names = ", ".join(party_order(stances["method"]))
            raise ValueError(
                f"the same statement and target are scored by several methods ({names}); "
                "choose one first, for instance stances[stances.method == ...]"
            )
    is_concept = stances["target_kind"].astype(object).isin(["concept"]).to_numpy()
    rows = stances[is_concept if over == "concept" else ~is_concept]
    target = rows["target"]
    if over == "party":
        target = rows["target_party"]
    elif over == "side":
        target = rows["target_party"].where(rows["target_party"].notna(), rows["target"])
    rows = pd.DataFrame(
        {
            "article": rows["article"].astype(object),
            "statement": rows["statement"],
            "source": rows["party" if by == "party" else "actor"].astype(object),
            "target": target.astype(object),
            "stance": rows["stance"].astype(float),
            "label": rows["label"].astype(object),
            "uncertain": rows["uncertain"].astype(bool),
        }
    )
    unknown = (rows["stance"].isna() | rows["label"].isna()).to_numpy() & ~rows["uncertain"].to_numpy()
    no_source = rows["source"].isna().to_numpy() & ~unknown
    no_target = rows["target"].isna().to_numpy() & ~unknown & ~no_source
    kept = rows[~(unknown | no_source | no_target)].reset_index(drop=True)
    if "corrected" in stances.columns:
        by_hand = stances["corrected"].astype(bool).to_numpy()[is_concept if over == "concept" else ~is_concept]
        kept["corrected"] = by_hand[~(unknown | no_source | no_target)]
    missing = {"no stance": unknown.sum(), "no speaker": no_source.sum(), "no party": no_target.sum()}
    return _tell_corrected(tell(kept, stances, missing | {"uncertain": kept["uncertain"].sum()}))


def tell(kept: pd.DataFrame, before: pd.DataFrame, counts: Mapping[str, int]) -> pd.DataFrame:
    """Write down on a counted table what was left out on the way to it; returns that table."""
    told = dict(before.attrs.get("left_out", {}))
    for reason, count in counts.items():
        told[reason] = told.get(reason, 0) + int(count)
    kept.attrs["left_out"] = told
    return kept
