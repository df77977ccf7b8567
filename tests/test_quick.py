"""The quick components against spaCy's own: what they set is the same, token for token."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.attrs import DEP, ENT_IOB, ENT_TYPE, HEAD, LEMMA, MORPH, POS, SENT_START, TAG

from analysis import attributes
from analysis.language import load_bare, load_pipeline

SET = [TAG, POS, MORPH, LEMMA, DEP, HEAD, SENT_START, ENT_IOB, ENT_TYPE]
ARTICLE = next(Path(__file__).parent.parent.glob("data/articles/*.txt"))

#: what rules over several words read, white space, marks, other scripts, and names that run on
TEXTS = [
    "There are dams, and there is a lake. Let's go. C'm on, y'all gonna gotta see it.",
    "I ain't got a clue. Nothin' was said.  Two  spaces\tand a tab.",
    "It was said that it hurt it. You and I saw you, who did what had to be done.",
    "On 3 May 2015 the Ministry of Water and Power of North Ondria paid $4.5 million to Mira Halloran Ltd.",
    "Москва, 北京 and Zürich — “all of them,” she said… (see p. 4)",
    "A",
    "...",
    "Mira Halloran. Ola Brandt. Ana",
    "\u200b\ufffd 😀 ok",
]


@pytest.fixture(scope="module")
def bare():
    return load_bare()


def same(bare, texts):
    for quick, own in zip(load_pipeline().pipe(texts, batch_size=64), bare.pipe(texts, batch_size=64), strict=True):
        assert quick.text == own.text
        assert quick.to_array(SET).tolist() == own.to_array(SET).tolist(), own.text
        assert [(e.start, e.end, e.label_) for e in quick.ents] == [(e.start, e.end, e.label_) for e in own.ents]


def test_the_article_is_read_the_same(bare):
    paragraphs = [line for line in ARTICLE.read_text(encoding="utf-8").splitlines() if line.strip()]
    assert sum(len(doc.ents) for doc in load_pipeline().pipe(paragraphs)) > 50
    same(bare, paragraphs)


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_is_read_the_same(bare, text):
    same(bare, [text])
    same(bare, [text])  # from what was kept the first time


def test_texts_of_all_lengths_in_one_batch_are_read_the_same(bare):
    same(bare, ["", *TEXTS, "", " ".join(TEXTS)])


@settings(max_examples=60, deadline=None)
@given(words=st.lists(st.sampled_from(" ".join(TEXTS).split(" ")), min_size=1, max_size=30))
def test_words_in_any_order_are_read_the_same(bare, words):
    same(bare, [" ".join(words)])


def test_what_is_kept_stays_bounded(bare, monkeypatch):
    monkeypatch.setattr(attributes, "MOST_KEPT", 5)
    same(bare, TEXTS * 2)


def test_a_rule_over_two_words_is_given_to_spacy(bare):
    quick = load_pipeline().get_pipe("attribute_ruler")
    read = {
        text: quick.wide.may_match(doc := bare(text), doc.to_array(["ORTH", "TAG", "DEP"]))
        for text in ("Let's go.", "There is a dam.", "Two  spaces.", "The dam is old.", "I got all of it.")
    }
    assert list(read.values()) == [True, True, True, False, False]
