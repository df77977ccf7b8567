"""How a self-check reads an answer, and how it calls one: the words that a verdict's sentence is made of."""

from __future__ import annotations

import math
import numbers
from collections.abc import Iterable, Mapping
from itertools import islice

import numpy as np
import pandas as pd

#: so many entries at most are read of an answer: one that never ends is no answer.
_MOST_ENTRIES = 10_000


def as_number(value: object) -> float | None:
    """Read a number.

    Args:
        value: anything.

    Returns:
        It as a float (infinite where it is too large for one); None where it is no number: a text, True or False, nan.

    Not covered: complex and decimal numbers.

    Example:
        >>> as_number(3), as_number("3"), as_number(True)
        (3.0, None, None)
    """
    if isinstance(value, bool | np.bool_) or not isinstance(value, numbers.Real):
        return None
    try:
        number = float(value)
    except OverflowError:
        number = math.inf if value > 0 else -math.inf
    return None if math.isnan(number) else number


def entries(answer: object) -> list | None:
    """List the entries of a list, tuple, set, Series, array or the like.

    Args:
        answer: anything.

    Returns:
        The entries, the first ten thousand at most; None where an answer has none: a text, a dictionary, a table.

    Example:
        >>> entries({3}), entries("ab")
        ([3], None)
    """
    if isinstance(answer, str | bytes | Mapping | pd.DataFrame) or not isinstance(answer, Iterable):
        return None
    try:
        return list(islice(answer, _MOST_ENTRIES))
    except Exception:
        return None


def likely(*mistakes: tuple[float, str]) -> dict[float, str]:
    """Gather what likely mistakes give, and what to say of each; where two give the same number, the first is told.

    Example:
        >>> likely((3, "The headline counts."), (3, "Mentions count."), (4, "Both."))
        {3: 'The headline counts.', 4: 'Both.'}
    """
    hints: dict[float, str] = {}
    for number, hint in mistakes:
        hints.setdefault(number, hint)
    return hints


def one_of(noun: str) -> str:
    """A noun with its article.

    Example:
        >>> one_of("act"), one_of("party")
        ('an act', 'a party')
    """
    return f"{'an' if noun[0].lower() in 'aeiou' else 'a'} {noun}"


def plural(noun: str) -> str:
    """More than one of them.

    Example:
        >>> plural("party"), plural("paragraph")
        ('parties', 'paragraphs')
    """
    return noun[:-1] + "ies" if noun.endswith("y") else noun + "s"


def named(answer: object) -> str:
    """An answer of the wrong kind, in words: a short one is shown, of a long one the kind is told.

    Example:
        >>> named("two"), named([1, 2]), named(float("nan"))
        ("'two' is a text", 'your answer is a list', 'your answer is nan, which is no number')
    """
    if isinstance(answer, numbers.Real) and not isinstance(answer, bool) and as_number(answer) is None:
        return "your answer is nan, which is no number"
    return f"{shown(answer)} is {kind(answer)}" if isinstance(answer, str | bool) else f"your answer is {kind(answer)}"


def shown(value: object) -> str:
    """Write a value as Python does, cut where it is long.

    Example:
        >>> shown(2.50), shown("a" * 99)[-6:]
        ('2.5', 'aaa...')
    """
    try:
        number = as_number(value)
        text = repr(value) if number is None else f"{number:.10g}"
    except Exception:
        return kind(value)
    return text if len(text) <= 60 else text[:57] + "..."


def kind(value: object) -> str:
    """Say what a value is, in a student's words.

    Example:
        >>> kind("two"), kind(2), kind(pd.Series([2])), kind(print)
        ('a text', 'a number', 'a column of a table', 'a function')
    """
    kinds = {
        str: "a text",
        bool | np.bool_: "True or False",
        Mapping: "a dictionary",
        pd.DataFrame: "a table",
        pd.Series: "a column of a table",
        numbers.Real: "a number",
        np.ndarray: "an array",
    }
    if value is None:
        return "None"
    for one, words in kinds.items():
        if isinstance(value, one):
            return words
    if callable(value):
        return "a function"
    return one_of(type(value).__name__)
