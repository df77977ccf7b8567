"""How far two people agree who corrected one article by hand: Krippendorff's alpha by field, and where they differ.

Only what both have judged is compared. A person has judged a statement who saved any decision about it, be it that it
is right as it was found; what neither of them touched would only make them look more alike than they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from os import PathLike
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.correcting import as_table, overlay
from analysis.placing import SAME, letters_of, overlap
from analysis.tables import CATEGORIES

if TYPE_CHECKING:
    from analysis.report import Analysis

#: what is compared -> the level of measurement of its alpha.
LEVELS = {
    "statement": "nominal",
    "actor": "nominal",
    "party": "nominal",
    "spans": "nominal",
    "target": "nominal",
    "stance": "ordinal",
}
DISAGREEMENTS = ["statement", "field", "target", "first", "second", "content"]


@dataclass(frozen=True)
class Agreement:
    """How far two people agree, as two tables.

    Attributes:
        fields: indexed by field: units (how many both judged), same (how many alike), alpha (Krippendorff's; NA where
            there is nothing to compare or no two values differ), level (of measurement).
        disagreements: one row a unit that they judge differently: statement, field, target (of a stance), first and
            second (what each one says), content (the words).
    """

    fields: pd.DataFrame
    disagreements: pd.DataFrame

    def _repr_html_(self) -> str:
        tables = [table.to_html(escape=True) for table in (self.fields, self.disagreements)]
        return f"<h4>Agreement by field</h4>{tables[0]}<h4>Where they differ</h4>{tables[1]}"


def compare_corrections(
    analysis: Analysis, first: pd.DataFrame | str | PathLike[str], second: pd.DataFrame | str | PathLike[str]
) -> Agreement:
    """Compare the corrections of two people of the same article.

    Args:
        analysis: the analysis that both corrected, without corrections of its own.
        first: one person's corrections, a table or the path of a file.
        second: the other's.

    Returns:
        The agreement. The units: of *statement*, each statement that both judged (is it one: yes or no), and each that
        either added (no, for who did not add it); of *actor*, *party* and *spans*, each that both judged and kept; of
        *target*, each target that either names in such a statement (yes or no); of *stance*, each that both name, by
        its label: against, neutral, for, which is an ordinal scale.

    Raises:
        ArticleError: a file can't be read.

    Reference: Krippendorff, K. (2004). Content Analysis, 2nd edition, chapter 11. The sum is done by the package
    krippendorff.

    Not covered: how far two spans overlap: they are the same or they are not. What both missed.

    Example:
        >>> from analysis import analyse, load_article
        >>> from analysis.corrections import corrections_table, text_hash
        >>> found = analyse(load_article(text="Mira Halloran said the dam was safe."))
        >>> row = {"text_hash": text_hash(found.article.text), "spans": found.statements["spans"][0], "field": "actor"}
        >>> tables = [corrections_table([row | {"after": name}]) for name in ("Mira Halloran", "Ola Brandt")]
        >>> compare_corrections(found, *tables).disagreements[["field", "first", "second"]].values.tolist()
        [['actor', 'Mira Halloran', 'Ola Brandt'], ['party', 'Mira Halloran', 'Ola Brandt']]
    """
    sides = [_Side(overlay(analysis, as_table(corrections))) for corrections in (first, second)]
    rows = _units(analysis, *sides)
    table = pd.DataFrame(rows, columns=DISAGREEMENTS)
    fields = []
    for field, level in LEVELS.items():
        of = table[table["field"] == field]
        same = int((of["first"] == of["second"]).sum())
        fields.append((field, len(of), same, alpha(of["first"].tolist(), of["second"].tolist(), level), level))
    summary = pd.DataFrame(fields, columns=["field", "units", "same", "alpha", "level"]).set_index("field")
    apart = table[table["first"] != table["second"]].reset_index(drop=True)
    return Agreement(summary.astype({"alpha": "Float64"}), apart)


def alpha(first: Sequence[str], second: Sequence[str], level: str = "nominal") -> float | None:
    """Krippendorff's alpha of two people, over the same units in the same order.

    Args:
        first: what one says, a value a unit.
        second: what the other says.
        level: "nominal", or "ordinal" for stance labels (against, neutral, for).

    Returns:
        1 where they agree on everything, 0 where they do as by chance, below where they differ more than that. None
        without units, and where all values are one: nothing shows then that they could have differed.

    Example:
        >>> round(alpha(["yes", "yes", "no", "no"], ["yes", "no", "no", "no"]), 4)
        0.5333
    """
    import krippendorff

    known = CATEGORIES["label"] if level == "ordinal" else sorted({*first, *second})
    if len({*first, *second}) < 2:
        return None
    codes = [[known.index(value) for value in side] for side in (first, second)]
    return float(krippendorff.alpha(np.array(codes), value_domain=list(range(len(known))), level_of_measurement=level))


class _Side:
    """What one person says: the mended tables, by statement."""

    def __init__(self, mended: Analysis) -> None:
        told = mended.corrections
        placed = told[told["statement"].notna()]
        self.judged = {int(number) for number in placed["statement"]}
        self.statements = {row.statement: row for row in mended.statements.itertuples()}
        self.stances = {number: {} for number in self.statements}
        for row in mended.stances.itertuples():
            self.stances[row.statement][row.target] = str(row.label)


def _units(analysis: Analysis, one: _Side, other: _Side) -> list[tuple]:
    """Every unit that both judged, with what each says."""
    words = dict(zip(analysis.statements["statement"], analysis.statements["content"], strict=True))
    pairs = [(number, number) for number in words if number in one.judged and number in other.judged]
    rows = []
    for number, _ in pairs:
        kept = [("yes" if number in side.statements else "no") for side in (one, other)]
        rows.append((number, "statement", "", *kept, words[number]))
    added = [[n for n in side.statements if n not in words] for side in (one, other)]
    pairs += _same_places(analysis.article.text, one, other, *added)
    for number, twin in _alone(pairs, *added):
        side = one if twin is None else other
        row = side.statements[number if twin is None else twin]
        rows.append((row.statement, "statement", "", *(("yes", "no") if twin is None else ("no", "yes")), row.content))
    rows += [
        (number, "statement", "", "yes", "yes", one.statements[number].content)
        for number, _ in pairs
        if number not in words
    ]
    for number, twin in pairs:
        if number in one.statements and twin in other.statements:
            rows += _fields(number, one, other, twin)
    return rows


def _fields(number: int, one: _Side, other: _Side, twin: int) -> list[tuple]:
    mine, theirs = one.statements[number], other.statements[twin]
    rows = [
        (number, field, "", *(_value(getattr(row, field)) for row in (mine, theirs)), mine.content)
        for field in ("actor", "party", "spans")
    ]
    my_stances, their_stances = one.stances[number], other.stances[twin]
    for target in dict.fromkeys([*my_stances, *their_stances]):
        named = ["yes" if target in stances else "no" for stances in (my_stances, their_stances)]
        rows.append((number, "target", target, *named, mine.content))
        if named == ["yes", "yes"]:
            rows.append((number, "stance", target, my_stances[target], their_stances[target], mine.content))
    return rows


def _same_places(text: str, one: _Side, other: _Side, mine: list[int], theirs: list[int]) -> list[tuple[int, int]]:
    """Statements that both added, paired by the letters they share."""
    pairs, left = [], list(theirs)
    for number in mine:
        letters = letters_of(text, one.statements[number].spans)
        scores = [(overlap(letters, letters_of(text, other.statements[n].spans)), -n) for n in left]
        best = max(scores, default=(0.0, 0))
        if best[0] >= SAME:
            pairs.append((number, -best[1]))
            left.remove(-best[1])
    return pairs


def _alone(pairs: list[tuple[int, int]], mine: list[int], theirs: list[int]) -> list[tuple[int, int | None]]:
    """What only one added: (number, None) of the first, (number, number) of the second."""
    paired = {number for number, _ in pairs}, {twin for _, twin in pairs}
    alone: list[tuple[int, int | None]] = [(number, None) for number in mine if number not in paired[0]]
    return alone + [(number, number) for number in theirs if number not in paired[1]]


def _value(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(f"{start}–{end}" for start, end in value)
    return value if isinstance(value, str) else "not clear"
