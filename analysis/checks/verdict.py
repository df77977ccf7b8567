"""What a self-check tells a student: right, not yet, or no answer yet, always with a sentence.

A verdict never raises: a notebook with wrong answers still runs to its end. The sentences name what was given and what
to look at, and not the solution.
"""

from __future__ import annotations

import html
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import wraps

from analysis.checks.reading import as_number, entries, kind, named, one_of, plural, shown

#: so many names at most stand in a sentence.
_MOST_NAMES = 5


@dataclass(frozen=True)
class Verdict:
    """What a self-check found.

    Args:
        right: True, False, or None where no answer stands there yet.
        sentence: what is right, or what to look at again.

    Example:
        >>> Verdict(False, "7 is too many: a paragraph counts once.")
        Not yet. 7 is too many: a paragraph counts once.
    """

    right: bool | None
    sentence: str

    def __str__(self) -> str:
        return f"{_WORDS[self.right]} {self.sentence}".strip()

    __repr__ = __str__

    def _repr_html_(self) -> str:
        """A box; its first words tell the verdict, its line at the side repeats it in colour."""
        return (
            f'<div role="status" style="border-left: 6px solid {_COLOURS[self.right]}; padding: 0.3em 0.8em">'
            f"<b>{_WORDS[self.right]}</b> {_marked(self.sentence)}</div>"
        )


def _marked(sentence: str) -> str:
    """The sentence, escaped; what stands between backticks is code."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", html.escape(sentence))


_WORDS = {True: "Right.", False: "Not yet.", None: "No answer yet."}
#: blue, orange and grey: told apart by colour-blind readers, and the words say the same.
_COLOURS = {True: "#0072b2", False: "#d55e00", None: "#888888"}


def no_answer(answer: object) -> Verdict | None:
    """The verdict on an answer that is still None or ``...``; None where there is one.

    Args:
        answer: whatever the student's cell gave.

    Example:
        >>> no_answer(None)
        No answer yet. Put yours in place of None in the cell above, run it, and run this cell again.
        >>> no_answer(0) is None
        True
    """
    if answer is None or answer is ...:
        return Verdict(None, "Put yours in place of None in the cell above, run it, and run this cell again.")
    return None


def guarded(check: Callable[..., Verdict]) -> Callable[..., Verdict]:
    """Make a check never raise: what it can't read is told in a sentence.

    Args:
        check: a function from an answer, and the tables that it was made from, to a verdict.

    Returns:
        The same function, for which an answer of any type is an answer. An answer that is missing never reaches it.

    Example:
        >>> @guarded
        ... def check_1(answer):
        ...     return check_number(answer["n"], 2)
        >>> check_1({"n": 2})
        Right.
        >>> check_1([2])
        Not yet. The check cannot work with this answer, which is a list. Compare its form with the one asked for. ...
    """

    @wraps(check)
    def checked(answer: object, *tables: object, **others: object) -> Verdict:
        try:
            if isinstance(answer, Iterator):  # it can be read once only
                answer = entries(answer) or []
            return no_answer(answer) or check(answer, *tables, **others)
        except Exception:
            return Verdict(
                False,
                f"The check cannot work with this answer, which is {kind(answer)}. Compare its form with the one asked "
                "for. (If you changed a table further up, run the notebook again from the top.)",
            )

    return checked


def check_number(
    answer: object, expected: float, *, right: str = "", hints: Mapping[float, str] | None = None, within: float = 0.0
) -> Verdict:
    """Compare a number with the expected one.

    Args:
        answer: the student's; a number of Python, numpy or pandas.
        expected: what the exercise asks for, worked out from the tables.
        right: what to say of the right number.
        hints: for a wrong number that a likely mistake gives, what to say of it.
        within: how far the answer may lie from the expected number; rounding is no mistake.

    Returns:
        The verdict.

    Example:
        >>> check_number(3, 2, hints={3: "That counts the headline too."})
        Not yet. That counts the headline too.
        >>> check_number("two", 2)
        Not yet. A number is asked for, and 'two' is a text.
    """
    if missing := no_answer(answer):
        return missing
    given = as_number(answer)
    if given is None:
        return Verdict(False, f"A number is asked for, and {named(answer)}.")
    if math.isclose(given, expected, rel_tol=1e-9, abs_tol=within):
        return Verdict(True, right)
    for wrong, hint in (hints or {}).items():
        if math.isclose(given, wrong, rel_tol=1e-9, abs_tol=within):
            return Verdict(False, hint)
    return Verdict(False, f"{shown(answer)} is too {'many or too large' if given > expected else 'few or too small'}.")


def check_choice(
    answer: object, expected: str | Iterable[str], *, right: str = "", hints: Mapping[str, str] | None = None
) -> Verdict:
    """Compare one text, a name or a choice, with the expected one; small and capital letters are the same.

    Args:
        answer: the student's: a text.
        expected: what the exercise asks for, worked out from the tables; several where each of them is right.
        right: what to say of the right one.
        hints: for a wrong one that a likely mistake gives, what to say of it.

    Returns:
        The verdict.

    Example:
        >>> check_choice("turkey", "Turkey")
        Right.
        >>> check_choice("Moscow", "Russia", hints={"Moscow": "A city: which party does it stand for?"})
        Not yet. A city: which party does it stand for?
        >>> check_choice(["Russia"], "Russia")
        Not yet. One text between quotation marks is asked for, and your answer is a list.
    """
    if missing := no_answer(answer):
        return missing
    if not isinstance(answer, str):
        return Verdict(False, f"One text between quotation marks is asked for, and {named(answer)}.")
    given = _plain(answer)
    if given in map(_plain, [expected] if isinstance(expected, str) else expected):
        return Verdict(True, right)
    for wrong, hint in (hints or {}).items():
        if given == _plain(wrong):
            return Verdict(False, hint)
    return Verdict(False, f"{shown(answer)} is not the one.")


def check_names(answer: object, expected: Iterable[str], *, noun: str = "name", right: str = "") -> Verdict:
    """Compare names, in any order, with the expected ones; small and capital letters are the same.

    Args:
        answer: the student's: a list, set, Series or Index of texts; or one text.
        expected: what the exercise asks for, worked out from the tables.
        noun: what one of them is called: "paragraph", "party".
        right: what to say of the right ones.

    Returns:
        The verdict: how many are missing (not which), and which are too many.

    Example:
        >>> check_names(["Russia", "Moscow"], {"Russia", "Turkey"}, noun="party")
        Not yet. One party is missing, and 'Moscow' does not belong there.
        >>> check_names({"Turkey", "Russia"}, {"Russia", "Turkey"})
        Right.
    """
    if missing := no_answer(answer):
        return missing
    texts = [answer] if isinstance(answer, str) else entries(answer)
    if texts is None:
        return Verdict(False, f"A list of texts is asked for (each {one_of(noun)}), and {named(answer)}.")
    if isinstance(answer, str) and answer not in (wanted := set(expected)) and any(one in answer for one in wanted):
        return Verdict(False, f"Your answer is one long text. Give a list, with each {noun} between marks of its own.")
    for one in texts:
        if not isinstance(one, str):
            return Verdict(
                False, f"A list of texts is asked for (each {one_of(noun)}), and {shown(one)} is {kind(one)}."
            )
    spelt = {_plain(one): one for one in expected}  # as in check_choice: capitals and spaces at the ends are no mistake
    return compare_sets({spelt.get(_plain(one), one) for one in texts}, set(expected), noun, right)


def compare_sets(given: set, wanted: set, noun: str, right: str = "") -> Verdict:
    """Say how many of the wanted are missing, and which of the given do not belong there.

    Args:
        given: the student's.
        wanted: what the exercise asks for.
        noun: what one of them is called.
        right: what to say where the two are the same.

    Returns:
        The verdict.

    Example:
        >>> compare_sets({1, 2}, {2, 3, 4}, "paragraph")
        Not yet. 2 paragraphs are missing, and 1 does not belong there.
    """
    lacking = len(wanted - given)
    extra = sorted(given - wanted)
    parts = []
    if lacking:
        parts.append(f"one {noun} is missing" if lacking == 1 else f"{lacking} {plural(noun)} are missing")
    if extra:
        listed = ", ".join(map(shown, extra[:_MOST_NAMES])) + (" and others" if len(extra) > _MOST_NAMES else "")
        parts.append(f"{listed} {'does' if len(extra) == 1 else 'do'} not belong there")
    if not parts:
        return Verdict(True, right)
    sentence = ", and ".join(parts)
    return Verdict(False, sentence[0].upper() + sentence[1:] + ".")


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
