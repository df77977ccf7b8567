"""Self-checks of notebook 07: how much there is to check, a mended table of actors, what ten checked rows can tell.

They work with any article, so what is right depends on the one that was analysed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
from scipy.stats import binomtest

from analysis.checks.reading import as_number, entries, likely, named, shown
from analysis.checks.verdict import Verdict, check_number, guarded

if TYPE_CHECKING:
    from analysis.report import Analysis

#: the limits of an interval with two decimals are near enough.
NEAR = 0.006
NAMES = ("right", "low", "high")


@guarded
def check_1(answer: object, open_places: pd.DataFrame) -> Verdict:
    """Check how many different statements have a doubt.

    Args:
        answer: the student's number.
        open_places: the table of `doubts`.

    Returns:
        The verdict.

    Example:
        >>> places = pd.DataFrame({"doubt": ["tone unknown", "speaker open", "tone unknown"], "statement": [4, 4, 9]})
        >>> check_1(3, places)
        Not yet. That counts places. A statement with two doubts has two rows, and is to be counted once.
        >>> check_1(2, places)
        Right. So many statements have to be read again before a number is passed on.
    """
    numbers = open_places["statement"]
    if isinstance(answer, pd.Series | pd.DataFrame) or entries(answer) is not None:
        return Verdict(False, f"One number is asked for, how many different ones, and {named(answer)}.")
    kinds = open_places["doubt"].value_counts()
    hints = likely(
        (len(numbers), "That counts places. A statement with two doubts has two rows, and is to be counted once."),
        (kinds.size, "That counts the kinds of doubt. How many different statements have one?"),
        *((count, f"That counts only the places of one kind, “{kind}”.") for kind, count in kinds.items()),
        (int(numbers.max()) if len(numbers) else 0, "That is the highest number of a statement. How many are there?"),
        (int(numbers.sum()), "That adds the numbers of the statements, which are names and no amounts."),
    )
    right = "So many statements have to be read again before a number is passed on."
    return check_number(answer, int(numbers.nunique()), right=right, hints=hints)


@guarded
def check_2(answer: object, analysis: Analysis) -> Verdict:
    """Check a table of actors in which two who are quoted, of different parties, have become one party.

    Args:
        answer: the student's table.
        analysis: the analysis with the actors as they were found.

    Returns:
        The verdict; of a right one the sentence tells whom it joins.
    """
    before = analysis.actors
    if isinstance(answer, pd.Series):
        return Verdict(False, "That is one column. Give the whole table of actors, with the column `party` changed.")
    if not isinstance(answer, pd.DataFrame):
        return Verdict(False, f"A table of actors is asked for, and {named(answer)}.")
    if missing := [name for name in ("name", "party") if name not in answer.columns]:
        return Verdict(False, f"Your table has no column {missing[0]!r}. Begin with a copy: `analysis.actors.copy()`.")
    quoted = set(analysis.statements["actor"].dropna())
    if lost := sorted((quoted & set(before["name"])) - set(answer["name"])):
        return Verdict(
            False, f"{shown(lost[0])} has no row any more, and is quoted. Keep every row, and change only parties."
        )
    old, new = _parties(before), _parties(answer)
    moved = {name for name in new if name in old and new[name] != old[name]}
    if not moved:
        told = "and so is `analysis.actors`: change a copy" if answer is before else "so no number will move"
        spelled = "" if answer is before else " Do both names stand, spelled like this, in the column `name`?"
        return Verdict(False, f"Every actor still has the party that was found, {told}.{spelled}")
    if emptied := sorted(name for name in moved if not new[name]):
        return Verdict(False, f"{shown(emptied[0])} has no party now, and stands alone. Write a name for the party.")
    if not moved & quoted:
        return Verdict(
            False, f"You moved {shown(min(moved))}, who is never quoted: no number of the statements will move."
        )
    joined = sorted(
        name for name in quoted & set(new)
        if new[name]
        and any(new[name] == new[other] and old.get(name) != old.get(other) for other in quoted & set(new))
    )  # fmt: skip
    if len(joined) < 2:
        return Verdict(
            False,
            "A party has a new name now, but no two actors who are quoted and were apart share one. Do both names "
            "stand, spelled like this, in the column `name`?",
        )
    return Verdict(True, f"These are one party now: {', '.join(joined)}. Analyse again, and see what moves.")


def _parties(actors: pd.DataFrame) -> dict[str, str]:
    """Give each actor's party; an empty one, or none, is no party and joins nobody."""
    parties = actors["party"].where(actors["party"].notna(), "").astype(str).str.strip()
    return dict(zip(actors["name"], parties, strict=True))


@guarded
def check_3(answer: object, sample: pd.DataFrame) -> Verdict:
    """Check the Wilson interval of the share of rows that a student found right.

    Args:
        answer: the student's list: how many are right, and the limits of the interval, low and high.
        sample: the rows that were checked.

    Returns:
        The verdict. How many rows are right is the student's own judgement.

    Example:
        >>> rows = pd.DataFrame({"statement": range(10)})
        >>> check_3([8, 0.49, 0.94], rows)
        Right. 8 of 10 right: the true share may lie anywhere between 49 % and 94 %.
        >>> check_3([8, 0.55, 1.05], rows)
        Not yet. A limit lies above 1. No share does: use the method "wilson".
    """
    given = None if isinstance(answer, set | frozenset) else entries(answer)
    numbers = [] if given is None else [as_number(one) for one in given]
    wanted = "Three numbers in a list are asked for: how many rows are right, low, high"
    if given is None:
        return Verdict(False, f"{wanted}; and {named(answer)}.")
    if len(numbers) != len(NAMES) or None in numbers:
        fault = f"has {len(numbers)} entries" if len(numbers) != len(NAMES) else "holds something that is no number"
        return Verdict(False, f"{wanted}. Your list {fault}.")
    right, low, high = numbers
    n = len(sample)
    if right % 1 or not 0 <= right <= n:
        share = " A share was given; the number itself is asked for." if 0 < right < 1 else ""
        return Verdict(False, f"The first number says how many of {n} rows are right, and {right:g} cannot be.{share}")
    if low > high:
        return Verdict(False, "The limits have changed places: low comes first, then high.")
    test = binomtest(int(right), n)
    for factor, fault in ((100, "The limits are in per cent. Give them as shares, between 0 and 1."),
                          (n, "The limits are in rows. Give them as shares, between 0 and 1.")):  # fmt: skip
        if _near((low / factor, high / factor), test.proportion_ci(method="wilson")):
            return Verdict(False, fault)
    if _near((low, high), test.proportion_ci(method="wilson")):
        between = f"{100 * low:.0f} % and {100 * high:.0f} %"
        return Verdict(True, f"{right:g} of {n} right: the true share may lie anywhere between {between}.")
    if high > 1 + NEAR or low < -NEAR:
        return Verdict(
            False, f'A limit lies {"above 1" if high > 1 else "below 0"}. No share does: use the method "wilson".'
        )
    if _near((low, high), test.proportion_ci()):
        return Verdict(False, 'These are the limits of another method, the exact one. Ask for method="wilson".')
    if not low <= right / n <= high:
        return Verdict(
            False, "The share that you found lies outside your own limits. Were they made of the same numbers?"
        )
    return Verdict(False, "These are not the Wilson limits at 95 % for so many right rows out of so many.")


def _near(given: tuple[float, float], expected: object) -> bool:
    return abs(given[0] - expected.low) <= NEAR and abs(given[1] - expected.high) <= NEAR
