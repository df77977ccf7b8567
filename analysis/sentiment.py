"""Sentiment: how a statement sounds, by word lists, with the words behind every score.

A scorer is one small function: text in, (polarity, subjectivity, words) out. TextBlob is the first, VADER the
second, and a user adds a third in five lines (see ``register_scorer``). What is measured here is tone. Tone is not
position: for or against whom somebody speaks is the work of ``analysis.stance``.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from analysis.tables import make_table

if TYPE_CHECKING:
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

#: VADER is made for sentences, and slow on long texts: a longer one is scored in pieces of about this many characters.
LONGEST_PIECE = 4_000


class Score(NamedTuple):
    """What a scorer returns for one text.

    Attributes:
        polarity: −1 (negative) … 1 (positive); None where the scorer knows no word of the text.
        subjectivity: 0 (matter of fact) … 1 (opinion); None where the scorer does not measure it.
        words: the (word, score) pairs behind the polarity, in the order of the text.
    """

    polarity: float | None
    subjectivity: float | None
    words: list[tuple[str, float]]


Scorer = Callable[[str], "Score | tuple[float | None, float | None, list[tuple[str, float]]]"]


def textblob_scorer(text: str) -> Score:
    """Score a text with TextBlob's default analyzer: the mean over the words and phrases that its lexicon holds.

    Args:
        text: any text.

    Returns:
        Polarity −1 … 1 and subjectivity 0 … 1, both None where the lexicon holds no word of the text. ``words``
        are TextBlob's own assessments: each phrase with its intensifiers and negations, and its polarity.

    Example:
        >>> textblob_scorer("The offer was not good.")
        Score(polarity=-0.35, subjectivity=0.6000000000000001, words=[('not good', -0.35)])
        >>> textblob_scorer("The minister spoke on Friday.")
        Score(polarity=None, subjectivity=None, words=[])
    """
    from textblob import TextBlob

    found = TextBlob(text).sentiment_assessments
    words = [(" ".join(chunk), float(polarity)) for chunk, polarity, _, _ in found.assessments]
    if not words:
        return Score(None, None, [])
    return Score(float(found.polarity), float(found.subjectivity), words)


def vader_scorer(text: str) -> Score:
    """Score a text with VADER (Hutto and Gilbert 2014), a lexicon with rules for negation, degree, capitals and "but".

    Args:
        text: any text. VADER is made for sentences: above ``LONGEST_PIECE`` characters the pieces are averaged, as
            its authors advise for long texts.

    Returns:
        The compound score, −1 … 1, as polarity (None where the lexicon holds no word of the text); no subjectivity,
        which VADER does not measure. ``words`` are the words with the valence (about −4 … 4) that they have in this
        context: after negation, degree words, capitals and "but", before punctuation.

    Example:
        >>> vader_scorer("The offer was not good.")
        Score(polarity=-0.3412, subjectivity=None, words=[('good', -1.406)])
    """
    pieces = [_vader_piece(piece) for piece in _pieces(text)]
    words = [word for _, found in pieces for word in found]
    known = [compound for compound, found in pieces if found]
    if not known:
        return Score(None, None, [])
    return Score(round(sum(known) / len(known), 4), None, words)


@lru_cache(maxsize=1)
def _vader() -> SentimentIntensityAnalyzer:
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    return SentimentIntensityAnalyzer()


def _vader_piece(text: str) -> tuple[float, list[tuple[str, float]]]:
    """The compound score of a text, and the words behind it: VADER's own steps, kept word by word."""
    from vaderSentiment.vaderSentiment import BOOSTER_DICT, SentiText

    analyzer = _vader()
    #: emoji count as the words that describe them, as in VADER's polarity_scores
    plain = "".join(f" {analyzer.emojis[c]} " if c in analyzer.emojis else c for c in text).strip()
    sentitext = SentiText(plain)
    tokens = sentitext.words_and_emoticons
    valences: list[float] = []
    for i, token in enumerate(tokens):
        kind_of = i + 1 < len(tokens) and token.lower() == "kind" and tokens[i + 1].lower() == "of"
        if token.lower() in BOOSTER_DICT or kind_of:
            valences.append(0)
        else:
            valences = analyzer.sentiment_valence(0, sentitext, token, i, valences)
    valences = analyzer._but_check(tokens, valences)
    words = [(t, round(float(v), 3)) for t, v in zip(tokens, valences, strict=True) if t.lower() in analyzer.lexicon]
    return analyzer.polarity_scores(text)["compound"], words


def _pieces(text: str) -> list[str]:
    """Cut a long text at spaces."""
    pieces, start = [], 0
    while len(text) - start > LONGEST_PIECE:
        stop = text.rfind(" ", start, start + LONGEST_PIECE) + 1
        stop = stop if stop > start else start + LONGEST_PIECE
        pieces.append(text[start:stop])
        start = stop
    return [*pieces, text[start:]]


_SCORERS: dict[str, Scorer] = {"textblob": textblob_scorer, "vader": vader_scorer}


def scorers() -> list[str]:
    """The names that ``score_sentiment`` knows.

    Example:
        >>> scorers()[:2]
        ['textblob', 'vader']
    """
    return list(_SCORERS)


def register_scorer(name: str, scorer: Scorer) -> None:
    """Make a scorer known under a name, for ``score_sentiment(statements, scorer=name)``.

    Args:
        name: a short name; an existing one is replaced.
        scorer: a function from a text to (polarity, subjectivity, words): polarity −1 … 1 or None where no word is
            known, subjectivity 0 … 1 or None, words as a list of (word, score).

    Raises:
        TypeError: the name is no text, or the scorer can't be called.

    Example:
        A third scorer in five lines:

        >>> GOOD, BAD = {"calm", "fair"}, {"rude", "late"}
        >>> def tiny(text):
        ...     words = [(w, 1 if w in GOOD else -1) for w in text.lower().split() if w in GOOD | BAD]
        ...     return (sum(s for _, s in words) / len(words) if words else None), None, words
        >>> register_scorer("tiny", tiny)
        >>> statements = pd.DataFrame({"article": ["a"], "statement": [0], "content": ["A calm but late answer"]})
        >>> table = score_sentiment(statements, scorer="tiny")
        >>> float(table.polarity[0]), table.words[0]
        (0.0, [('calm', 1.0), ('late', -1.0)])
    """
    if not isinstance(name, str) or not name.strip():
        raise TypeError(f"A scorer's name is a text that is not empty, not {name!r}.")
    if not callable(scorer):
        raise TypeError(f"A scorer is a function from a text to (polarity, subjectivity, words), not {scorer!r}.")
    _SCORERS[name] = scorer


def score_sentiment(
    statements: pd.DataFrame, scorer: str | Scorer | Sequence[str | Scorer] = "textblob"
) -> pd.DataFrame:
    """Score the sentiment of each statement's content.

    Args:
        statements: the statements table, one row a statement.
        scorer: a name from ``scorers()``, a function as ``register_scorer`` takes it, or several of these in a
            list or tuple.

    Returns:
        The sentiment table: for each scorer, one row a statement, in the order of the statements. ``polarity``
        (−1 … 1) is NA where the scorer knows no word of the content: that is not the same as neutral.

    Raises:
        ValueError: no scorer has that name, or a scorer returned something else than (polarity, subjectivity, words).

    Not covered: who or what the tone is about; irony; the reporter's own words around the content.

    Example:
        >>> contents = ["A wonderful plan", "The dam will be built"]
        >>> statements = pd.DataFrame({"article": "a", "statement": [0, 1], "content": contents})
        >>> score_sentiment(statements)[["scorer", "polarity", "words"]].values.tolist()
        [['textblob', 1.0, [('wonderful', 1.0)]], ['textblob', nan, []]]
    """
    chosen = list(scorer) if isinstance(scorer, list | tuple) else [scorer]
    rows = []
    for name, function in [_find(one) for one in chosen]:
        for row in statements[["article", "statement", "content"]].itertuples(index=False):
            score = _checked(name, function(row.content if isinstance(row.content, str) else ""))
            rows.append({"article": row.article, "statement": row.statement, "scorer": name, **score._asdict()})
    return make_table("sentiment", rows)


def sentiment_coverage(statements: pd.DataFrame, sentiment: pd.DataFrame) -> pd.DataFrame:
    """Count, by scorer and actor, how many statements hold a word that the scorer knows.

    Args:
        statements: the statements table.
        sentiment: the sentiment table of these statements.

    Returns:
        A table with scorer, actor (NA for statements whose speaker is not resolved), statements (how many the actor
        made), known (how many hold a known word) and coverage (known / statements, 0 … 1); most statements first.

    Example:
        >>> contents = ["A wonderful plan", "The dam will be built"]
        >>> statements = pd.DataFrame({"article": "a", "statement": [0, 1], "actor": "Mira", "content": contents})
        >>> sentiment_coverage(statements, score_sentiment(statements)).values.tolist()
        [['textblob', 'Mira', 2, 1, 0.5]]
    """
    key = ["article", "statement"]
    joined = sentiment.merge(statements[[*key, "actor"]].drop_duplicates(key), on=key, how="inner")
    joined = joined.assign(known=joined["polarity"].notna())
    counts = joined.groupby(["scorer", "actor"], dropna=False, sort=False)["known"].agg(statements="size", known="sum")
    counts = counts.reset_index().astype({"scorer": "object", "actor": "object"})
    counts["coverage"] = counts["known"] / counts["statements"]
    order = counts.sort_values(["scorer", "statements"], ascending=[True, False], kind="stable")
    return order.reset_index(drop=True)


def _find(scorer: str | Scorer) -> tuple[str, Scorer]:
    if isinstance(scorer, str):
        if scorer not in _SCORERS:
            raise ValueError(f"There is no scorer {scorer!r}. Known are: {', '.join(map(repr, _SCORERS))}.")
        return scorer, _SCORERS[scorer]
    if callable(scorer):
        return getattr(scorer, "__name__", type(scorer).__name__), scorer
    raise ValueError(f"A scorer is a name ({', '.join(map(repr, _SCORERS))}) or a function, not {scorer!r}.")


def _checked(name: str, score: object) -> Score:
    """Hold a scorer, which a user may have written, to its word."""
    try:
        polarity, subjectivity, words = score
        return Score(
            _in_range(polarity, -1, 1),
            _in_range(subjectivity, 0, 1),
            [(str(word), float(value)) for word, value in words],
        )
    except (TypeError, ValueError) as error:
        wanted = "(polarity in −1 … 1 or None, subjectivity in 0 … 1 or None, [(word, score), …])"
        raise ValueError(f"The scorer {name!r} returned {score!r}; a scorer returns {wanted}.") from error


def _in_range(value: object, low: float, high: float) -> float | None:
    if value is None or value is pd.NA or math.isnan(float(value)):
        return None
    #: a hair outside is rounding in the scorer
    if not low - 1e-9 <= float(value) <= high + 1e-9:
        raise ValueError(f"{value!r} is not in {low} … {high}")
    return min(max(float(value), low), high)
