"""Sentiment: the scorers, the words behind them, and what a user can plug in."""

import math
import time

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import sentiment
from analysis.sentiment import (
    register_scorer,
    score_sentiment,
    scorers,
    sentiment_coverage,
    textblob_scorer,
    vader_scorer,
)
from analysis.tables import COLUMNS, make_table


def statements(*contents, actors=None):
    actors = actors or ["Mira Halloran"] * len(contents)
    rows = zip(contents, actors, strict=True)
    return make_table(
        "statements",
        [{"article": "a", "statement": i, "paragraph": 0, "content": c, "actor": a} for i, (c, a) in enumerate(rows)],
    )


@pytest.mark.parametrize(
    ("text", "sign", "word"),
    [
        ("a wonderful plan", 1, "wonderful"),
        ("a terrible plan", -1, "terrible"),
        ("The plan is not good", -1, "not good"),
    ],
)
def test_textblob_gives_sign_and_words(text, sign, word):
    score = textblob_scorer(text)
    assert math.copysign(1, score.polarity) == sign
    assert word in dict(score.words)
    assert 0 <= score.subjectivity <= 1


@pytest.mark.parametrize("scorer", [textblob_scorer, vader_scorer])
@pytest.mark.parametrize("text", ["", " ", "The clerk spoke on Friday", "\x00", "—…", "שלום עולם", "12 34"])
def test_no_known_word_is_not_neutral(scorer, text):
    assert scorer(text) == (None, None, [])


def test_known_words_that_cancel_out_are_neutral_and_not_missing():
    score = vader_scorer("good bad good bad")
    assert score.polarity is not None and len(score.words) == 4


@pytest.mark.parametrize(
    "text",
    [
        "The offer was not good at all.",
        "A VERY good offer, but a terrible delay!!!",
        "kind of good",
        "It is hardly fair, never cruel",
        "I love it 😀",
        "least helpful :(",
    ],
)
def test_vader_is_the_library_and_its_words_add_up(text):
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer, normalize

    library = SentimentIntensityAnalyzer().polarity_scores(text)["compound"]
    score = vader_scorer(text)
    assert score.polarity == library
    #: without punctuation, which VADER counts apart, the words alone give the score
    if "!" not in text:
        assert normalize(sum(value for _, value in score.words)) == pytest.approx(library, abs=0.002)


def test_vader_words_are_in_context():
    assert dict(vader_scorer("good").words)["good"] > 0 > dict(vader_scorer("not good").words)["good"]


def test_score_sentiment_table():
    table = score_sentiment(statements("A wonderful plan", "The dam will be built"))
    assert list(table.columns) == list(COLUMNS["sentiment"])
    assert table.polarity.notna().tolist() == [True, False]
    assert table.scorer.tolist() == ["textblob"] * 2


@pytest.mark.parametrize("kind", [list, tuple])
def test_several_scorers(kind):
    table = score_sentiment(statements("A wonderful plan", "A cruel joke"), scorer=kind(["textblob", "vader"]))
    assert table.scorer.tolist() == ["textblob", "textblob", "vader", "vader"]
    assert table[table.scorer == "vader"].subjectivity.isna().all()
    assert not table.duplicated(["article", "statement", "scorer"]).any()


def test_unknown_scorer_lists_the_known_ones():
    with pytest.raises(ValueError, match="'texblob'.*'textblob', 'vader'"):
        score_sentiment(statements("x"), scorer="texblob")
    with pytest.raises(ValueError, match="a function"):
        score_sentiment(statements("x"), scorer=7)


def test_a_function_is_a_scorer():
    def loud(text):
        return (0.5, None, [("!", 0.5)]) if "!" in text else (None, None, [])

    table = score_sentiment(statements("Stop!", "Go on"), scorer=loud)
    assert table.scorer.tolist() == ["loud", "loud"]
    assert table.polarity.tolist()[0] == 0.5 and math.isnan(table.polarity.tolist()[1])


def test_register_scorer(monkeypatch):
    monkeypatch.setattr(sentiment, "_SCORERS", dict(sentiment._SCORERS))
    register_scorer("flat", lambda text: (0, 0, []))
    assert "flat" in scorers()
    assert score_sentiment(statements("x"), scorer="flat").polarity.tolist() == [0.0]
    with pytest.raises(TypeError, match="function"):
        register_scorer("bad", 3)
    with pytest.raises(TypeError, match="name"):
        register_scorer(" ", textblob_scorer)


@pytest.mark.parametrize("wrong", [None, 3, (1, 2), (2.0, None, []), (0, -1, []), ("x", None, []), (0, 0, ["word"])])
def test_a_scorer_is_held_to_its_word(wrong):
    with pytest.raises(ValueError, match="returned"):
        score_sentiment(statements("x"), scorer=lambda text: wrong)


def test_coverage_by_actor():
    table = statements("A good plan", "The dam", "The sea", "A bad plan", actors=["Ada", "Ada", "Ben", None])
    coverage = sentiment_coverage(table, score_sentiment(table, scorer=["textblob", "vader"]))
    assert len(coverage) == 6
    by = coverage[coverage.scorer == "textblob"].set_index("actor")
    assert by.loc["Ada", ["statements", "known", "coverage"]].tolist() == [2, 1, 0.5]
    assert by.loc["Ben", "coverage"] == 0
    assert coverage[coverage.actor.isna()].known.tolist() == [1, 1]


def test_empty_tables():
    table = score_sentiment(make_table("statements"))
    assert table.empty and list(table.columns) == list(COLUMNS["sentiment"])
    coverage = sentiment_coverage(make_table("statements"), table)
    assert coverage.empty and list(coverage.columns) == ["scorer", "actor", "statements", "known", "coverage"]


def test_missing_content():
    table = statements("A good plan")
    table["content"] = pd.Series([None], dtype="object")
    assert score_sentiment(table, scorer=["textblob", "vader"]).polarity.isna().all()


def test_long_text_takes_linear_time():
    def seconds(times):
        text = "It was good but the rest was bad. " * times
        began = time.perf_counter()
        for score in (vader_scorer(text), textblob_scorer(text)):
            assert -1 <= score.polarity <= 1
        return time.perf_counter() - began

    seconds(10)
    assert seconds(1_200) < 12 * seconds(300) + 1


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_no_text_makes_it_raise(text):
    table = score_sentiment(statements(text), scorer=("textblob", "vader"))
    assert len(table) == 2
    assert table.polarity.dropna().between(-1, 1).all()
