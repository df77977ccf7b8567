"""Self-checks of notebook 06: precision, recall and F1 by hand, what the table of actors does, a second labeller."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from analysis.checks.reading import as_number, entries, named, shown
from analysis.checks.verdict import Verdict, check_names, guarded

#: a number with two decimals is near enough.
NEAR = 0.006
#: a measure moves where its value changes by more than this.
MOVES = 0.05
LABELS = ("for", "neutral", "against")


@guarded
def check_1(answer: object, found: int, right: int, labelled: int) -> Verdict:
    """Check precision, recall and F1.

    Args:
        answer: the student's list of three numbers, in this order.
        found: how many statements the program found.
        right: how many of them are right.
        labelled: how many the person labelled.

    Returns:
        The verdict.

    Example:
        >>> check_1([0.75, 0.5, 0.6], 30, 15, 20)
        Not yet. Precision and recall have changed places. Precision asks: of what was found, how much is right?
        >>> check_1([0.5, 0.75, 0.6], 30, 15, 20)
        Right. F1 lies nearer to the lower of the two than their plain mean does.
    """
    given = None if isinstance(answer, set | frozenset) else entries(answer)
    if given is None:
        return Verdict(False, f"A list of three numbers is asked for, and {named(answer)}.")
    numbers = [as_number(one) for one in given]
    if len(numbers) != 3 or None in numbers:
        many = "one entry" if len(numbers) == 1 else f"{len(numbers)} entries"
        fault = f"has {many}" if len(numbers) != 3 else "holds something that is no number"
        return Verdict(False, f"Three numbers are asked for: precision, recall, F1. Your list {fault}.")
    precision, recall, f1 = right / found, right / labelled, 2 * right / (found + labelled)
    if any(number > 1 + NEAR for number in numbers):
        return Verdict(False, "A number is above 1. Give shares between 0 and 1, no counts and no per cent.")
    if _near(numbers[:2], [recall, precision]) and not _near(numbers[:2], [precision, recall]):
        return Verdict(
            False,
            "Precision and recall have changed places. Precision asks: of what was found, how much is right?",
        )
    for name, number, expected in zip(("precision", "recall"), numbers, (precision, recall), strict=False):
        if not _near([number], [expected]):
            hint = " You divided one whole by the other; the number of those that are right stands above the line."
            more = hint if _near([number], [labelled / found]) or _near([number], [found / labelled]) else ""
            return Verdict(False, f"The {name} is too {'large' if number > expected else 'small'}.{more}")
    if _near(numbers[2:], [f1]):
        return Verdict(True, "F1 lies nearer to the lower of the two than their plain mean does.")
    if _near(numbers[2:], [(precision + recall) / 2]):
        return Verdict(
            False, "Precision and recall are right. For F1 you took their plain mean: look at the toy again."
        )
    if _near(numbers[2:], [right / (found + labelled)]):
        return Verdict(False, "Precision and recall are right. Your F1 is half of what it should be: both sides count.")
    size = "large" if numbers[2] > f1 else "small"
    return Verdict(False, f"Precision and recall are right. The F1 is too {size}.")


def _near(numbers: Sequence[float], expected: Sequence[float]) -> bool:
    return all(abs(one - other) <= NEAR for one, other in zip(numbers, expected, strict=True))


@guarded
def check_2(answer: object, totals: pd.DataFrame, text: str, labels: str) -> Verdict:
    """Check which measures move when the article is evaluated without its table of actors.

    Args:
        answer: the student's list of measures.
        totals: the totals with the table of actors.
        text: the path of the article.
        labels: the path of its labels.

    Returns:
        The verdict.
    """
    if isinstance(answer, pd.DataFrame):
        return Verdict(False, "That is a table. The names of the measures are asked for: they are its index.")
    given = entries(answer)
    if as_number(answer) is not None or (given and all(as_number(one) is not None for one in given)):
        return Verdict(False, "These are numbers. The names of the measures are asked for: they are the index.")
    from analysis.evaluate import evaluate_article

    change = (evaluate_article(text, labels).totals["value"] - totals["value"]).astype("Float64").dropna()
    return check_measures(answer, change)


def check_measures(answer: object, change: pd.Series) -> Verdict:
    """Check names of measures against by how much each one changes."""
    expected = _names(change[change.abs() > MOVES])
    mistakes = [
        (_names(change[change > MOVES]), "These are only those that rise. Up or down, it is a move: `.abs()`."),
        (_names(change[change < -MOVES]), "These are only those that fall. Some measures count errors, and rise."),
        (_names(change[change.abs() <= MOVES]), "These are the measures that stay. Turn the comparison round."),
        (_names(change[change != 0]), f"Some of these move by {MOVES} or less. Only the others are asked for."),
    ]
    given = {answer} if isinstance(answer, str) else set(entries(answer) or ())
    for wrong, hint in mistakes:
        if wrong and given == wrong != expected:
            return Verdict(False, hint)
    right = "The grammar finds what is said; the table brings in who it is, and on which side."
    return check_names(answer, expected, noun="measure", right=right)


def _names(change: pd.Series) -> set[str]:
    return set(change.index)


@guarded
def check_3(answer: object, hand_stances: pd.DataFrame, rows: Sequence[int], party: str) -> Verdict:
    """Check a second labeller's reading: free where the words name nobody, held to the words where they do.

    Args:
        answer: the student's list of labels, one a row.
        hand_stances: the first labeller's stances.
        rows: the numbers of the statements, in the order of the list.
        party: the party that the labels are about.

    Returns:
        The verdict; of a right one the sentence tells how far the two labellers agree.
    """
    if isinstance(answer, str | set | frozenset | Mapping) or (given := entries(answer)) is None:
        return Verdict(False, f"A list of {len(rows)} labels is asked for, in the order of the rows: {named(answer)}.")
    if len(given) != len(rows):
        return Verdict(False, f"{len(rows)} statements need {len(rows)} labels, and your list has {len(given)}.")
    for row, one in zip(rows, given, strict=True):
        if one not in LABELS:
            words = "positive", "negative"
            tone = " That is a word for tone; here it is about where the speaker stands." if one in words else ""
            return Verdict(
                False, f"For statement {row} you wrote {shown(one)}. Write “for”, “neutral” or “against”.{tone}"
            )
    towards = hand_stances[hand_stances["target_party"] == party].drop_duplicates("statement").set_index("statement")
    theirs = [str(towards["label"].get(row, "neutral")) for row in rows]
    for row, mine, other in zip(rows, given, theirs, strict=True):
        if row in towards.index and towards.loc[row, "basis"] == "explicit" and mine != other:
            why = (
                "Its words sound good or bad, but do they take a side about them? Tone is not stance."
                if other == "neutral"
                else "Does the speaker help or hinder them, in these words?"
            )
            return Verdict(False, f"Look at statement {row} again: it names people of the {party}. {why}")
        if row not in towards.index and mine != other:
            return Verdict(False, f"Look at statement {row} again: neither its words nor what they hint at is about "
                           f"the {party}.")  # fmt: skip
        if {mine, other} == {"for", "against"}:
            return Verdict(
                False,
                f"Look at statement {row} again: your label is the opposite of the first labeller’s. Ask who does what "
                "to whom, in the speaker’s words: whoever complains of harm to somebody is not against them.",
            )
    from analysis.agreement import cohens_kappa

    same, kappa = sum(map(str.__eq__, given, theirs)), cohens_kappa(given, theirs)
    told = "cannot be worked out, since all labels are one" if pd.isna(kappa) else f"is {kappa:.2f}"
    return Verdict(
        True,
        "You keep to the words where they speak for themselves. The first labeller agrees with you on "
        f"{same} of {len(rows)}, and Cohen’s kappa {told}."
        + (" Where you differ, neither of you need be wrong." if same < len(rows) else ""),
    )
