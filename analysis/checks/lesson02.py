"""Self-checks of notebook 02: acts, a quotation in three forms, who gets how many words."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analysis.checks.reading import as_number, entries, kind, named
from analysis.checks.several import check_table
from analysis.checks.verdict import Verdict, check_names, guarded

TYPES = ("direct", "mixed", "indirect")
#: a sentence of an exercise is shorter.
MOST_CHARACTERS = 500


@guarded
def check_1(answer: object, statements: pd.DataFrame) -> Verdict:
    """Check which acts occur in the article beside "say".

    Args:
        answer: the student's list of acts.
        statements: the statements table.

    Returns:
        The verdict.

    Example:
        >>> check_1(["ordered"], pd.DataFrame({"act": ["say", "order"], "cue": ["said", "ordered"]}))
        Not yet. 'ordered' is a cue, the word that stands in the text. The column `act` has the act.
    """
    acts = {str(act) for act in statements["act"].dropna()}
    cues = {str(cue) for cue in statements["cue"].dropna()} - acts
    if isinstance(answer, pd.Series) and as_number(answer.iloc[0] if len(answer) else None) is not None:
        return Verdict(False, "These are the counts. The acts themselves are the index of that column: `.index`.")
    if as_number(answer) is not None:
        return Verdict(False, "That is a number. The names of the acts are asked for, in a list.")
    given = {answer} if isinstance(answer, str) else set(entries(answer) or ())
    if given and all(isinstance(one, str) for one in given):
        if "say" in given and given <= acts:
            return Verdict(False, "Leave “say” out: the acts beside it are asked for.")
        if wrong := sorted(given & cues):
            return Verdict(
                False, f"{wrong[0]!r} is a cue, the word that stands in the text. The column `act` has the act."
            )
        if given - acts and given - acts <= _listed(statements):
            return Verdict(
                False, "Some of these are acts that the table knows, and that no statement here has: count 0."
            )
    return check_names(answer, acts - {"say"}, noun="act", right="Each of them is done in words, so it is a statement.")


def _listed(statements: pd.DataFrame) -> set[str]:
    """The acts that the table has a place for."""
    kinds = statements["act"].dtype
    return set(kinds.categories) if isinstance(kinds, pd.CategoricalDtype) else set()


@guarded
def check_2(answer: object) -> Verdict:
    """Check three sentences that give one quotation as direct, mixed and indirect.

    Args:
        answer: the student's list of three texts, in this order.

    Returns:
        The verdict.

    Example:
        >>> check_2(["“It is shut,” said Lind.", "Lind called it “shut”."])
        Not yet. Three sentences are asked for, and your list has 2.
    """
    given = None if isinstance(answer, str) else entries(answer)
    if given is None or isinstance(answer, set | frozenset):
        return Verdict(False, f"A list of three sentences is asked for, and {named(answer)}.")
    if len(given) != len(TYPES):
        return Verdict(False, f"Three sentences are asked for, and your list has {len(given)}.")
    for place, (sentence, wanted) in enumerate(zip(given, TYPES, strict=True), 1):
        if not isinstance(sentence, str):
            return Verdict(False, f"Sentence {place} is {kind(sentence)}, and no text.")
        if not sentence.strip() or len(sentence) > MOST_CHARACTERS:
            return Verdict(False, f"Sentence {place} is empty, or far longer than a sentence.")
        if fault := _fault(place, sentence, wanted):
            return Verdict(False, fault)
    return Verdict(True, "The program agrees with your three labels.")


def _fault(place: int, sentence: str, wanted: str) -> str | None:
    """What hinders a sentence from being the quotation that is wanted."""
    from analysis.articles import load_article
    from analysis.statements import find_statements

    found = find_statements(load_article(text=sentence))
    types = found["quote_type"].tolist()
    if not types:
        return f"In sentence {place} no statement was found. Has it somebody who speaks, and a word such as “said”?"
    if len(types) > 1:
        return f"In sentence {place} {len(types)} statements were found. Make it one quotation by one speaker."
    if found["attribution"].iloc[0] != "speech":
        return f"In sentence {place} somebody thinks or plans something. Take a word of speaking, such as “said”."
    if types[0] == wanted:
        return None
    why = {
        "direct": "all of what is said stands between quotation marks",
        "mixed": "a part of what is said stands between quotation marks, and a part does not",
        "indirect": "nothing of what is said stands between quotation marks",
    }
    return f"Sentence {place} should be {wanted}, and was read as {types[0]}: {why[types[0]]}."


@guarded
def check_3(answer: object, statements: pd.DataFrame) -> Verdict:
    """Check the shares of the characters that each party gets, the headline left out.

    Args:
        answer: the student's Series or dictionary from parties to shares.
        statements: the statements table.

    Returns:
        The verdict.

    Example:
        >>> table = pd.DataFrame({"party": ["A", "B"], "content": ["Yes, yes", "No"], "headline": [False, False]})
        >>> check_3({"A": 8, "B": 2}, table)
        Not yet. These are the characters themselves. Divide by their sum to get shares.
        >>> check_3({"A": 0.8, "B": 0.2}, table)
        Right. The shares add up to 1, as they must.
    """
    said = statements[~statements["headline"].astype(bool)]
    counted = _characters(said)
    expected = counted / counted.sum()
    if isinstance(answer, pd.DataFrame):
        return Verdict(
            False, "That is a table. One column of it, or a dictionary from parties to shares, is asked for."
        )
    if isinstance(answer, pd.Series | Mapping):
        mine = pd.Series({name: as_number(value) for name, value in answer.items()}, dtype="float64")
        for other, hint in _mistakes(statements, said):
            if _same(mine, other) and not _same(mine, expected):
                return Verdict(False, hint)
    return check_table(
        answer, expected.to_dict(), noun="party", right="The shares add up to 1, as they must.", within=0.006
    )


def _characters(statements: pd.DataFrame) -> pd.Series:
    """How many characters of content each party has."""
    return statements["content"].str.len().groupby(statements["party"]).sum()


def _mistakes(statements: pd.DataFrame, said: pd.DataFrame) -> list[tuple[pd.Series, str]]:
    """What likely mistakes give, and what to say of each."""
    counted, everything = _characters(said), _characters(statements)
    numbers = said["party"].value_counts()
    whole = said["content"].str.len().sum()
    words = said["content"].str.split().str.len().groupby(said["party"]).sum()
    return [
        (counted, "These are the characters themselves. Divide by their sum to get shares."),
        (100 * counted / counted.sum(), "These are per cent. A share lies between 0 and 1."),
        (everything / everything.sum(), "The headline is still in it: the column `headline` tells which row it is."),
        (everything, "These are the characters, not yet shares, and the headline is still in it."),
        (numbers / numbers.sum(), "These are shares of the statements. Count the characters of `content` instead."),
        (
            words / words.sum(),
            "These are shares of the words. Count the characters: `str.len()` gives a text's length.",
        ),
        (numbers, "These are numbers of statements. Count the characters of `content`, and make shares of them."),
        (
            counted / whole,
            "Your shares do not add up to 1: the words of the speaker whom nobody knows are still in the whole. "
            "Divide by the sum over the parties.",
        ),
    ]


def _same(mine: pd.Series, other: pd.Series) -> bool:
    """Whether two columns have the same names, and numbers that differ by rounding at most."""
    if set(mine.index) != set(other.index):
        return False
    close = (mine.reindex(other.index) - other).abs() <= (0.006 if other.max() <= 1 else 0.6)
    return bool(close.all())
