"""Self-checks of notebook 05: reading the conflict matrix, changing a camp by hand, leaving one statement out."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from analysis.checks.reading import as_number, entries, likely, named, shown
from analysis.checks.verdict import Verdict, check_names, check_number, guarded
from analysis.conflict import camps, congruence_matrix

SIGNS = {"against": -1, "neutral": 0, "for": 1}
#: what tells one row of a stances table from another, and must stay as it is.
KEYS = ["article", "statement", "party", "target", "target_kind"]


@guarded
def check_1(answer: object, pairs: pd.DataFrame, party: str) -> Verdict:
    """Check who is quoted against a party.

    Args:
        answer: the student's list of parties.
        pairs: the table of `conflict_matrix`.
        party: the party that is spoken about.

    Returns:
        The verdict.

    Example:
        >>> pairs = pd.DataFrame({"source": ["A", "B"], "target": ["B", "C"], "mean": [-1.0, -0.5]})
        >>> check_1(["C"], pairs, "B")
        Not yet. These are the parties that B speaks against. The question goes the other way: who speaks, is `source`.
        >>> check_1(["A"], pairs, "B")
        Right. All of them stand in the column `source`, with B beside them as `target`.
    """
    if isinstance(answer, pd.DataFrame):
        return Verdict(False, "That is a table. The names alone are asked for, in a list; think which column has them.")
    if as_number(answer) is not None:
        return Verdict(False, "That is a number. Which parties is asked for, and not how many.")
    about, by = pairs[pairs["target"] == party], pairs[pairs["source"] == party]
    expected = set(about.loc[about["mean"] < 0, "source"])
    whom = set(by.loc[by["mean"] < 0, "target"])
    mistakes = [
        (whom, f"These are the parties that {party} speaks against. The question goes the other way: who speaks, "
         "is `source`." if whom - expected else "Not all are there. (If you read off whom "
         f"{party} speaks against: the question goes the other way, and who speaks, is `source`.)"),
        (expected | whom, f"These are both directions: who speaks against {party}, and whom it speaks against. "
         "Only the first is asked for."),
        (set(about["source"]), f"These are all who say anything of {party}. Look at the sign of `mean`: whoever is "
         "above zero does not belong there."),
        (set(about.loc[about["mean"] > 0, "source"]), "These stand on the other side: their `mean` is above zero."),
    ]  # fmt: skip
    given = {answer} if isinstance(answer, str) else set(entries(answer) or ())
    for wrong, hint in mistakes:
        if wrong and given == wrong != expected:
            return Verdict(False, hint)
    right = f"All of them stand in the column `source`, with {party} beside them as `target`."
    return check_names(answer, expected, noun="party", right=right)


@guarded
def check_2(answer: object, toy_stances: pd.DataFrame, together: Iterable[str]) -> Verdict:
    """Check a copy of the toy with one stance changed, so that these parties share a camp and all others stand alone.

    Args:
        answer: the student's table.
        toy_stances: the toy as it was.
        together: the parties that are to share a camp.

    Returns:
        The verdict.
    """
    together = set(together)
    if isinstance(answer, pd.Series):
        return Verdict(False, "That is one column, perhaps the camps. Give the whole changed table.")
    if not isinstance(answer, pd.DataFrame):
        return Verdict(False, f"The changed table is asked for, and {named(answer)}.")
    if missing := [name for name in (*KEYS, "stance", "label") if name not in answer.columns]:
        return Verdict(False, f"Your table has no column {missing[0]!r}. Begin with a copy: `toy_stances.copy()`.")
    if _as_wanted(_toy_camps(toy_stances), together):
        return Verdict(
            False,
            "The table `toy_stances` itself was changed. Run the cells of the toy again, and change a copy: "
            "`toy_stances.copy()`.",
        )
    before, after = (table.sort_values("statement").reset_index(drop=True) for table in (toy_stances, answer))
    if len(before) != len(after):
        return Verdict(
            False,
            f"Your table has {len(after)} rows, and the toy {len(before)}. Change a stance, and add or drop none.",
        )
    if (before[KEYS].astype(str) != after[KEYS].astype(str)).any(axis=None):
        return Verdict(False, "A party or a target was changed. Only a stance is to change: `stance` and `label`.")
    numbers, labels = after["stance"].astype(float), after["label"].astype(str)
    if not set(labels) <= set(SIGNS) or not numbers.isin([-1, 0, 1]).all():
        return Verdict(False, "A stance of the toy is 1, 0 or −1, and its label “for”, “neutral” or “against”.")
    if (labels.map(SIGNS) != numbers).any():
        return Verdict(False, "In a row the number and the word differ. Change both: `stance` and `label`.")
    changed = int((before["stance"].astype(float) != numbers).sum())
    if changed != 1:
        told = "No stance is changed yet" if not changed else f"{changed} stances are changed"
        return Verdict(False, f"{told}. One is asked for, in a single row.")
    found = _toy_camps(answer)
    if _as_wanted(found, together):
        return Verdict(True, "One sentence more or less, and the camps are others.")
    groups = [" and ".join(name for name in found if found[name] == camp) for camp in sorted(set(found.values()))]
    return Verdict(False, f"With this change the camps are: {'; '.join(groups)}. Work out on paper what ties whom.")


def _toy_camps(stances: pd.DataFrame) -> dict[str, int]:
    return camps(congruence_matrix(stances, "subtract", over="concept", by="party")).to_dict()


def _as_wanted(found: dict[str, int], together: set[str]) -> bool:
    """Whether these parties share a camp, and nobody else shares one."""
    return (
        len({found.get(name) for name in together}) == 1 and len(set(found.values())) == len(found) - len(together) + 1
    )


@guarded
def check_3(answer: object, stances: pd.DataFrame, statements: pd.DataFrame) -> Verdict:
    """Check for how many statements the camps are others when the stances of that statement are dropped.

    Args:
        answer: the student's number.
        stances: the stances table of one article.
        statements: its statements table.

    Returns:
        The verdict.
    """
    numbers = stances["statement"].unique()
    expected, shared_only = _turned(stances, statements, [stances["statement"] != number for number in numbers])
    rows, _ = _turned(stances, statements, [stances.index != row for row in stances.index])
    no_headline, _ = _turned(stances, None, [stances["statement"] != number for number in numbers])
    if isinstance(answer, pd.Series | np.ndarray | list | tuple | dict):
        length = len(answer)
        if length == len(numbers):
            return Verdict(False, "That is yes or no for each statement. Count the yes: `.sum()` of a Series does it.")
        return Verdict(False, f"One number is asked for, how many, and {named(answer)}.")
    hints = likely(
        (len(numbers) - expected, "That is for how many statements the camps stay as they are."),
        (expected / len(numbers), "That is a share. For how many statements is asked."),
        (
            len(numbers),
            "That is how many statements were dropped, one after the other. How often did the camps differ?",
        ),
        (rows, "It seems that you dropped one row at a time. Drop all stances of one statement together."),
        (no_headline, "It seems that the headline counts in yours. Give `statements=statements` to the matrix."),
        (shared_only, "It seems that you compared only the parties that are left. One that drops out is a difference."),
    )
    hints = {number: hint for number, hint in hints.items() if number != expected}
    right = f"{shown(expected)} of {len(numbers)} single statements change the camps."
    return check_number(answer, expected, right=right, hints=hints, within=0.006)


def _turned(stances: pd.DataFrame, statements: pd.DataFrame | None, keep: list) -> tuple[int, int]:
    """How often the camps of what is kept differ from those of all; and how often among the parties of both alone."""
    full = _camps(stances, statements)
    differ = shared = 0
    for kept in keep:
        found = _camps(stances[kept], statements)
        differ += found != full
        shared += _sets(found) != _sets({name: full[name] for name in found})
    return differ, shared


def _camps(stances: pd.DataFrame, statements: pd.DataFrame | None) -> dict[str, int]:
    return camps(congruence_matrix(stances, "subtract", over="party", by="party", statements=statements)).to_dict()


def _sets(found: dict[str, int]) -> set[frozenset[str]]:
    return {frozenset(name for name in found if found[name] == camp) for camp in found.values()}
