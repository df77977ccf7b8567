"""Checks of answers with several parts: numbers in any order, a number a name, names in an order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from analysis.checks.reading import as_number, entries, kind, named, one_of, plural, shown
from analysis.checks.verdict import Verdict, compare_sets, no_answer


def check_numbers(answer: object, expected: Iterable[int], *, noun: str = "number", right: str = "") -> Verdict:
    """Compare whole numbers, in any order, with the expected ones.

    Args:
        answer: the student's: a list, set, Series or Index of whole numbers.
        expected: what the exercise asks for, worked out from the tables.
        noun: what one of them is called: "paragraph", "statement".
        right: what to say of the right ones.

    Returns:
        The verdict: how many are missing (not which), and which are too many.

    Example:
        >>> check_numbers([1, 2, 9], {1, 2, 3, 4}, noun="paragraph")
        Not yet. 2 paragraphs are missing, and 9 does not belong there.
        >>> check_numbers(["The bridge"], {1}, noun="paragraph")
        Not yet. A list of whole numbers is asked for (each a paragraph), and 'The bridge' is a text.
    """
    if missing := no_answer(answer):
        return missing
    wanted = f"A list of whole numbers is asked for (each {one_of(noun)})"
    given = entries(answer)
    if given is None:
        return Verdict(False, f"{wanted}, and {named(answer)}.")
    for one in given:
        number = as_number(one)
        if number is None:
            return Verdict(False, f"{wanted}, and {shown(one)} is {kind(one)}.")
        if number % 1:
            return Verdict(False, f"{wanted}, and {shown(one)} is not whole.")
    return compare_sets({int(one) for one in given}, set(expected), noun, right)


def check_table(
    answer: object, expected: Mapping[str, float], *, noun: str = "name", right: str = "", within: float = 0.0
) -> Verdict:
    """Compare a number for each name with the expected ones.

    Args:
        answer: the student's: a dictionary from names to numbers, or a Series with the names as its index.
        expected: what the exercise asks for, worked out from the tables.
        noun: what a name stands for: "party", "actor".
        right: what to say of the right ones.
        within: how far a number may lie from the expected one; rounding is no mistake.

    Returns:
        The verdict: how many names are missing (not which), which are too many, and whose number is off.

    Example:
        >>> check_table({"Russia": 0.7, "Turkey": 0.3}, {"Russia": 0.6, "Turkey": 0.3}, noun="party")
        Not yet. The number of 'Russia' is too large.
        >>> check_table([0.7, 0.3], {"Russia": 0.7, "Turkey": 0.3}, noun="party")
        Not yet. A number for each party is asked for, as a Series or a dictionary, and your answer is a list.
    """
    if missing := no_answer(answer):
        return missing
    wanted = f"A number for each {noun} is asked for, as a Series or a dictionary"
    if not isinstance(answer, pd.Series | Mapping):
        return Verdict(False, f"{wanted}, and {named(answer)}.")
    pairs = list(answer.items())
    numbers = {}
    for name, value in pairs:
        if not isinstance(name, str):
            return Verdict(False, f"{wanted}, and {shown(name)} is not the name of a {noun}.")
        if as_number(value) is None:
            return Verdict(False, f"{wanted}, and what stands at {shown(name)} is {kind(value)}.")
        numbers[name] = as_number(value)
    if len(numbers) < len(pairs):
        return Verdict(False, f"{wanted}, and a {noun} stands in yours more than once.")
    verdict = compare_sets(set(numbers), set(expected), noun)
    if not verdict.right:
        return verdict
    off = {name for name in numbers if abs(numbers[name] - expected[name]) > within + 1e-9}
    if not off:
        return Verdict(True, right)
    if len(off) > 1 and len(off) == len(expected):
        return Verdict(False, "None of the numbers is the one that is asked for.")
    if len(off) > 1:
        return Verdict(False, f"The numbers of {len(off)} {plural(noun)} are off.")
    (name,) = off
    return Verdict(
        False, f"The number of {shown(name)} is too {'large' if numbers[name] > expected[name] else 'small'}."
    )


def check_ranking(answer: object, expected: Sequence[str], *, noun: str = "name", right: str = "") -> Verdict:
    """Compare names in an order with the expected order.

    Args:
        answer: the student's: a list, tuple, Series or Index of texts.
        expected: what the exercise asks for, worked out from the tables, each name once.
        noun: what one of them is called.
        right: what to say of the right ones.

    Returns:
        The verdict: which names do not belong there, how many are missing, or from which place on the order is off.

    Example:
        >>> check_ranking(["Turkey", "Russia"], ["Russia", "Turkey"], noun="party")
        Not yet. The names are the right ones. Their order is not, from place 1 on.
    """
    if missing := no_answer(answer):
        return missing
    given = None if isinstance(answer, set | frozenset) else entries(answer)
    if given is None:
        return Verdict(False, f"A list of texts in an order is asked for (each {one_of(noun)}), and {named(answer)}.")
    for one in given:
        if not isinstance(one, str):
            return Verdict(
                False, f"A list of texts is asked for (each {one_of(noun)}), and {shown(one)} is {kind(one)}."
            )
    verdict = compare_sets(set(given), set(expected), noun)
    if not verdict.right:
        return verdict
    if len(given) > len(expected):
        return Verdict(False, f"A {noun} stands in your list more than once.")
    for place, (one, other) in enumerate(zip(given, expected, strict=True), 1):
        if one != other:
            return Verdict(False, f"The names are the right ones. Their order is not, from place {place} on.")
    return Verdict(True, right)
