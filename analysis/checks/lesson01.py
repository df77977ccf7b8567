"""Self-checks of notebook 01: counting paragraphs, the reporter's own account, what a table of actors adds."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pandas as pd

from analysis.checks.reading import as_number, entries, likely
from analysis.checks.several import check_numbers
from analysis.checks.verdict import Verdict, check_names, check_number, guarded

#: what exercise 1 counts.
NAME = "Russian Federation"


@guarded
def check_1(answer: object, paragraphs: Sequence[str]) -> Verdict:
    """Check in how many paragraphs, the headline left out, "Russian Federation" occurs.

    Args:
        answer: the student's number.
        paragraphs: the texts of the article's paragraphs, the headline first.

    Returns:
        The verdict.

    Example:
        >>> check_1(2, ["Russian Federation warns", "The Russian Federation spoke.", "Nobody answered."])
        Not yet. One of yours is paragraph 0, and that is the headline.
    """
    body = paragraphs[1:]
    holding = sum(NAME in p for p in body)
    times = sum(p.count(NAME) for p in body)
    if not isinstance(answer, str) and entries(answer) is not None:
        return Verdict(False, "That is a list, and a number is asked for: `len` counts what is in a list.")
    both = []
    if times == sum(NAME in p for p in paragraphs):  # two mistakes that give the same number
        both = [
            (
                times,
                "Either one of yours is paragraph 0, which is the headline, or you counted how often the words stand "
                "there: a paragraph counts once.",
            )
        ]
    hints = likely(
        *both,
        (sum(NAME in p for p in paragraphs), "One of yours is paragraph 0, and that is the headline."),
        (times, "You counted how often the words stand there. A paragraph counts once, however often it has them."),
        (
            sum(p.count(NAME) for p in paragraphs),
            "You counted how often the words stand there, the headline included. A paragraph counts once.",
        ),
        (
            sum("Russia" in p for p in body),
            "So many paragraphs hold “Russia” or a word that begins with it. Look for both words of the long name.",
        ),
        (sum("Russia" in p for p in paragraphs), "Look for both words of the long name, and leave out the headline."),
        (len(body), "That is how many paragraphs there are. Keep those alone that hold the name."),
        (len(paragraphs), "That is how many paragraphs there are, the headline too. Keep those that hold the name."),
        (0, "Not one? Python tells capital letters from small ones: write the name as the text does."),
    )
    right = "The long name stands in most paragraphs that name the country." if _mostly_long(body) else ""
    return check_number(answer, holding, right=right, hints=hints)


def _mostly_long(body: Sequence[str]) -> bool:
    """Whether most paragraphs that name Russia use the long name."""
    naming = [p for p in body if re.search(rf"{NAME}|Russia\b", p)]
    return sum(NAME in p for p in naming) > len(naming) / 2


@guarded
def check_2(answer: object, paragraphs: Sequence[str], statements: pd.DataFrame) -> Verdict:
    """Check which paragraphs hold no statement.

    Args:
        answer: the student's list of the paragraphs' numbers.
        paragraphs: the texts of the article's paragraphs, the headline first.
        statements: the statements table.

    Returns:
        The verdict.

    Example:
        >>> check_2([1], ["A headline", "One said no.", "It rained."], pd.DataFrame({"paragraph": [1]}))
        Not yet. These are paragraphs in which somebody does speak. Turn the condition round.
    """
    spoken = {int(n) for n in statements["paragraph"]}
    silent = set(range(len(paragraphs))) - spoken
    if as_number(answer) is not None:
        return Verdict(False, "That is one number. A list of paragraph numbers is asked for, such as [3, 7].")
    given = None if isinstance(answer, str) else entries(answer)
    if given and all(isinstance(one, str) for one in given):
        return Verdict(False, "These are texts. Give their numbers: `enumerate` hands out number and text together.")
    if given and all(as_number(one) is not None for one in given):
        numbers = {as_number(one) for one in given}
        if numbers and numbers <= spoken:
            return Verdict(False, "These are paragraphs in which somebody does speak. Turn the condition round.")
        if numbers == {n + 1 for n in silent}:
            return Verdict(False, "Each is one too high: the headline is paragraph 0, and the next is 1.")
        if numbers == silent | {0} and 0 in spoken:
            return Verdict(False, "Look at paragraph 0 again: in the headline a colon does the work of “said”.")
    return check_numbers(answer, silent, noun="paragraph", right="Now read them: whose view do they take?")


@guarded
def check_3(answer: object, actors: pd.DataFrame, found: pd.DataFrame) -> Verdict:
    """Check which names stand in the table of actors made by hand, and not in the one that the program found.

    Args:
        answer: the student's list or set of names.
        actors: the table made by hand.
        found: what `find_actors` found in the article.

    Returns:
        The verdict.

    Example:
        >>> hand, found = pd.DataFrame({"name": ["Ada Lind", "Port"]}), pd.DataFrame({"name": ["Lind", "Port"]})
        >>> check_3({"Lind"}, hand, found)
        Not yet. That is the other direction: what the program found, and the table by hand does not have.
        >>> check_3({"Ada Lind"}, hand, found)
        Right. Who brought each of these names in, and from where?
    """
    by_hand, by_program = set(actors["name"]), set(found["name"])
    given = set(entries(answer) or ()) if not isinstance(answer, str) else {answer}
    if given and all(isinstance(one, str) for one in given):
        if given == by_program - by_hand:
            return Verdict(
                False, "That is the other direction: what the program found, and the table by hand does not have."
            )
        if given == by_hand ^ by_program:
            return Verdict(False, "You have the names of both directions together. Keep those of the table by hand.")
        if given == by_hand & by_program:
            return Verdict(False, "These names stand in both tables. Take away what the program found as well.")
        if given == by_program:
            return Verdict(False, "These are all names that the program found. Begin with those of the table by hand.")
        if given == by_hand:
            return Verdict(False, "These are all names of the table by hand. Take away those that the program found.")
    return check_names(answer, by_hand - by_program, right="Who brought each of these names in, and from where?")
