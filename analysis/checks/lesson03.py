"""Self-checks of notebook 03: a word behind a score, the most frequent word, a scorer that passes over names."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd

from analysis.checks.reading import as_number, entries, kind, named, shown
from analysis.checks.verdict import Verdict, guarded
from analysis.sentiment import textblob_scorer

#: scores closer than this are the same.
NEAR = 0.006
#: a sentence of an exercise is shorter.
MOST_CHARACTERS = 500


def _pair(answer: object, first: str, second: str) -> list | Verdict:
    """The two parts of an answer, or what is wrong with its form."""
    given = None if isinstance(answer, str | set | frozenset) else entries(answer)
    if given is None:
        return Verdict(False, f"Two things in round brackets are asked for, {first} and {second}; {named(answer)}.")
    if len(given) != 2:
        return Verdict(False, f"Two things are asked for, {first} and {second}, and yours are {len(given)}.")
    return given


@guarded
def check_1(answer: object) -> Verdict:
    """Check a sentence that TextBlob scores as positive, and the word that did it.

    That the sentence is hostile no program here can tell.

    Args:
        answer: the student's pair of a sentence and a word.

    Returns:
        The verdict.

    Example:
        >>> check_1(("They burned the library.", "burned"))
        Not yet. TextBlob knows no word of this sentence, so there is no score: neither positive nor negative.
        >>> check_1(("They burned the fine library.", "burned"))
        Not yet. 'burned' is not among the words that TextBlob knows here. Look at `words`.
    """
    given = _pair(answer, "a sentence", "a word")
    if isinstance(given, Verdict):
        return given
    sentence, word = given
    if not isinstance(sentence, str) or not isinstance(word, str):
        return Verdict(False, "Both the sentence and the word are texts, between quotation marks.")
    if len(sentence) > MOST_CHARACTERS or len(sentence.split()) < 2:
        return Verdict(False, "The sentence comes first, the word second, and a sentence has two words or more.")
    score = textblob_scorer(sentence)
    if score.polarity is None:
        return Verdict(
            False, "TextBlob knows no word of this sentence, so there is no score: neither positive nor negative."
        )
    if score.polarity <= 0:
        return Verdict(False, f"The polarity of this sentence is {score.polarity:.2f}, and not above zero.")
    return _about_word(word, sentence, score.words)


def _about_word(word: str, sentence: str, words: list[tuple[str, float]]) -> Verdict:
    """Whether a word is one that lifted the score of a sentence."""
    plain = word.strip().casefold()
    if plain not in sentence.casefold() or not plain:
        return Verdict(False, f"{shown(word)} does not stand in your sentence.")
    worth = [value for chunk, value in words if plain == chunk.casefold() or plain in chunk.casefold().split()]
    if not worth:
        return Verdict(False, f"{shown(word)} is not among the words that TextBlob knows here. Look at `words`.")
    if max(worth) <= 0:
        return Verdict(False, f"{shown(word)} does not lift the score: it is worth {max(worth):.2f}.")
    return Verdict(
        True, f"{shown(word)} lifts the score. Whether the sentence is plainly hostile is for people to say."
    )


@guarded
def check_2(answer: object, sentiment: pd.DataFrame) -> Verdict:
    """Check which word counts most often over all statements, and what it is worth.

    Args:
        answer: the student's pair of a word and a number.
        sentiment: the sentiment table of one scorer.

    Returns:
        The verdict.

    Example:
        >>> table = pd.DataFrame({"words": [[("good", 0.7)], [("good", 0.7), ("new", 0.1)]]})
        >>> check_2(("new", 0.1), table)
        Not yet. 'new' counts 1 time. Another word counts more often.
        >>> check_2(("good", 0.7), table)
        Right. It counts 2 times.
    """
    given = _pair(answer, "a word", "a number")
    if isinstance(given, Verdict):
        return given
    word, worth = given
    if isinstance(word, tuple | list):
        return Verdict(False, "The first is a pair itself. One pair of a word and a number is asked for.")
    if not isinstance(word, str) or as_number(worth) is None:
        return Verdict(
            False, "The word comes first, between quotation marks, and what it is worth second, as a number."
        )
    counts = sentiment["words"].explode().dropna().value_counts()
    mine = {pair: int(n) for pair, n in counts.items() if pair[0].casefold() == word.strip().casefold()}
    if not mine:
        return Verdict(
            False, f"{shown(word)} is in no list of the column `words`: TextBlob does not know it, or not so."
        )
    often = max(mine.values())
    if often < counts.max():
        return Verdict(False, f"{shown(word)} counts {_times(often)}. Another word counts more often.")
    if not any(abs(value - as_number(worth)) <= NEAR and n == often for (_, value), n in mine.items()):
        return Verdict(False, "The word is the right one. Look again at what it is worth.")
    return Verdict(True, f"It counts {_times(often)}.")


def _times(n: int) -> str:
    return "1 time" if n == 1 else f"{n} times"


@guarded
def check_3(answer: object, statements: pd.DataFrame, names: Sequence[str]) -> Verdict:
    """Check a scorer that asks TextBlob and passes over the words of names.

    Args:
        answer: the student's function, from a text to (polarity, subjectivity, words).
        statements: the statements table.
        names: the names whose words shall not count.

    Returns:
        The verdict.

    Example:
        >>> table = pd.DataFrame({"content": ["The Free Press lied"]})
        >>> check_3(textblob_scorer, table, ["Free Press"])
        Not yet. The name still counts in “The Free Press lied”: your score is 0.40.
        >>> check_3(lambda text: textblob_scorer(text.replace("Free Press", "")), table, ["Free Press"])
        Right. 1 of 1 statements have another score now; 1 of these have none any more.
    """
    if isinstance(answer, str):
        return Verdict(False, "That is a text. Give the function itself: its name without quotation marks.")
    if not callable(answer):
        return Verdict(False, f"A function is asked for, its name without round brackets, and {named(answer)}.")
    contents = [str(one) for one in statements["content"].dropna()]
    alone = dict.fromkeys(f"It was {word.lower()}." for name in names for word in name.split())
    changed = lost = 0
    unsure: Verdict | None = None
    for text in [*contents, *alone]:
        mine = _score(answer, text)
        if isinstance(mine, Verdict):
            return mine
        before, after = textblob_scorer(text).polarity, [_without(text, names, put) for put in ("", " ")]
        if not any(_same(mine[0], one) for one in after):
            wrong = Verdict(False, _why(text, mine[0], before, after[0]))
            if not (mine[0] == 0 and before == 0 and after[0] is None):
                return wrong
            unsure = unsure or wrong  # another text tells whether the name counts or a zero stands for None
        if text not in alone:
            changed += not _same(before, mine[0])
            lost += before is not None and mine[0] is None
    if unsure:
        return unsure
    about = f"{changed} of {len(contents)} statements have another score now; {lost} of these have none any more."
    return Verdict(True, about)


def _score(scorer: Callable, text: str) -> tuple[float | None] | Verdict:
    """The polarity that a student's function gives a text, in a tuple; or what is wrong with what it gives."""
    try:
        result = scorer(text)
    except (Exception, SystemExit) as error:
        return Verdict(False, f"Your function stopped at {_cut(text)} with {type(error).__name__}: {_brief(error)}")
    if result is None:
        return Verdict(
            False,
            f"Your function gives nothing back for {_cut(text)}. Does its last line begin with `return`, and hand on "
            "all three things that `textblob_scorer` gives?",
        )
    parts = None if isinstance(result, str) else entries(result)
    if parts is None or len(parts) != 3:
        return Verdict(
            False,
            f"A scorer gives back three things, polarity, subjectivity and words; yours gives {kind(result)}. "
            "Hand on all that `textblob_scorer` gives.",
        )
    if parts[0] is not None and as_number(parts[0]) is None and parts[0] == parts[0]:
        return Verdict(False, f"The polarity that your function gives is {kind(parts[0])}, neither a number nor None.")
    return (as_number(parts[0]),)


def _without(text: str, names: Sequence[str], put: str) -> float | None:
    for name in names:
        text = text.replace(name, put)
    return textblob_scorer(text).polarity


def _same(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) <= NEAR


def _why(text: str, mine: float | None, before: float | None, after: float | None) -> str:
    """Why a score is not the one that is asked for."""
    score = "none" if mine is None else f"{mine:.2f}"
    if _same(before, after):
        return f"{_cut(text)} holds none of the names, and yet your score, {score}, is not TextBlob's."
    if after is None and mine == 0:
        either = "the name still counts, or " if before == 0 else ""
        left = f"In {_cut(text)} {either}no word is left that TextBlob knows."
        return f"{left} An unknown is not a zero: give None."
    if _same(mine, before):
        return f"The name still counts in {_cut(text)}: your score is {score}."
    return f"The score of {_cut(text)} is off: yours is {score}. Does something else than the names go?"


def _cut(text: str) -> str:
    return f"“{text if len(text) <= 60 else text[:57] + '…'}”"


def _brief(error: BaseException) -> str:
    text = " ".join(str(error).split())
    return (text if len(text) <= 100 else text[:97] + "…") or "(it says no more)"
