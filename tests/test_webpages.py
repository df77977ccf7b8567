"""Web pages: the article comes out, what is around it does not, and no page raises anything but a sentence."""

from __future__ import annotations

import gzip
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import ArticleError, analyse, load_article

STORY = [
    "Mira Halloran, the minister of rivers, said on Monday that the old dam above the town was safe.",
    "“Nobody has to move,” she said. “We have looked at every stone of it, twice, and found nothing.”",
    "Ola Brandt, who speaks for the villages below the wall, rejected her words and asked for a second report.",
    "The ministry of Norland has promised to publish the measurements of the last ten years before the summer.",
]
PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">
<title>Dam is safe, minister says - The Valley Post</title>
<meta property="og:title" content="Dam is safe, minister says"><meta property="og:site_name" content="The Valley Post">
<meta property="article:published_time" content="2024-03-11T08:00:00Z"><script>var secret = "tracking code";</script>
<style>p {{ color: red }}</style></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport and leisure</a></li></ul></nav>
<div id="cookie-banner">We use cookies to improve your experience. Accept all cookies</div>
<main><article><h1>Dam is safe, minister says</h1>{story}</article></main>
<section id="comments"><h2>Comments</h2><p>First! This reader comment is no part of the article at all.</p></section>
<aside class="related"><h3>Related</h3><a href="/a">Ten lakes to see before winter</a></aside>
<footer>Copyright The Valley Post. All rights reserved. Imprint</footer></body></html>"""


def page(paragraphs=STORY):
    return PAGE.format(story="".join(f"<p>{line}</p>" for line in paragraphs))


@pytest.fixture
def saved(tmp_path):
    def write(content, name="story.html", encoding="utf-8"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return write


def test_the_article_comes_out_and_what_is_around_it_does_not(saved):
    article = load_article(saved(page()))
    found = [article.text[start:end] for start, end in article.paragraphs]
    assert [line for line in found if line in STORY] == STORY
    assert (article.title, article.date, article.source) == (
        "Dam is safe, minister says",
        "2024-03-11",
        "The Valley Post",
    )
    for boilerplate in ("cookies", "Sport", "rights reserved", "reader comment", "Ten lakes", "tracking", "color"):
        assert boilerplate not in article.text


def test_quotations_of_a_page_are_found_with_their_offsets(saved):
    found = analyse(load_article(saved(page())))
    assert {"Mira Halloran", "Ola Brandt"} <= set(found.statements["actor"])
    for row in found.statements.itertuples():
        assert " ".join(found.article.text[s:e] for s, e in row.spans) == row.content


@pytest.mark.parametrize("name", ["story.htm", "story.HTML", "story.xhtml"])
def test_other_endings(saved, name):
    assert STORY[0] in load_article(saved(page(), name)).text


def test_a_packed_page(saved):
    assert STORY[0] in load_article(saved(gzip.compress(page().encode()), "story.html.gz")).text


def test_the_letters_are_those_that_the_page_names(saved):
    west = page([line.replace("Halloran", "Hallörän") for line in STORY]).replace("utf-8", "windows-1252")
    assert "Mira Hallörän" in load_article(saved(west, encoding="windows-1252")).text
    wrong = page([line.replace("Halloran", "Hallörän") for line in STORY]).replace("utf-8", "ascii")
    assert "Mira Hallörän" in load_article(saved(wrong)).text  # it says ascii, and is UTF-8


@pytest.mark.parametrize("named", ["iso-8859-1", "latin1", "us-ascii", "windows-1252"])
def test_curly_quotation_marks_of_windows_pages_are_kept(saved, named):
    text = load_article(saved(page().replace("utf-8", named), encoding="windows-1252")).text
    assert STORY[1] in text


@pytest.mark.parametrize("named", ["unicode_escape", "rot13", "hex", "idna", "undefined", "no-such"])
def test_what_is_no_encoding_of_pages_is_not_believed(saved, named):
    assert STORY[1] in load_article(saved(page().replace("utf-8", named))).text
    assert STORY[1] in load_article(saved(page().replace("utf-8", named), encoding="windows-1252")).text


def test_a_page_that_was_cut_off_inside_a_letter(saved):
    whole = page().encode()
    cut = whole.index("”".encode(), whole.index(STORY[1][:20].encode())) + 1
    assert STORY[0] in load_article(saved(whole[:cut])).text


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("The &lt;b&gt;dam&lt;/b&gt; is safe", "The dam is safe"),
        ("The dam &lt;scr&lt;i&gt;ipt&gt;is safe", "The dam is safe"),
        ("Growth &lt;5 % and &gt;3 % of it &amp; more", "Growth <5 % and >3 % of it & more"),
    ],
)
def test_marks_inside_a_title_go_and_its_words_stay(saved, written, title):
    assert load_article(saved(page().replace("Dam is safe, minister says", written))).title == title


def test_a_number_in_the_words_is_no_date(saved):
    bare = "<html><head><title>The dam</title></head><body><article>{}</article></body></html>"
    lines = [f"<p>{line} The report counts 1995 stones, and it was number 2011 of 2013.</p>" for line in STORY]
    assert load_article(saved(bare.format("".join(lines)))).date is None
    marked = '<time datetime="2024-03-11T08:00:00Z">Monday</time>' + "".join(lines)
    assert load_article(saved(bare.format(marked))).date == "2024-03-11"


@pytest.mark.parametrize("element", ["<p>", "<span/>", '<p title="<">'])
def test_a_page_of_very_many_elements_is_told_at_once(saved, element):
    start = time.monotonic()
    with pytest.raises(ArticleError, match="story.html .* elements"):
        load_article(saved(element * 1_000_000 + STORY[0]))
    assert time.monotonic() - start < 20  # a guard against a hang, no measure


def test_a_title_is_text_and_stays_text_on_a_page(saved):
    hostile = page().replace("Dam is safe, minister says", "&lt;script&gt;alert(1)&lt;/script&gt; Dam")
    found = analyse(load_article(saved(hostile)))
    assert "<script>alert" not in found._repr_html_()


@pytest.mark.parametrize(
    "content",
    [
        "<html><head><title>Empty</title></head><body></body></html>",
        "<html><body><script>document.write('the story')</script></body></html>",
        "<html>",
        b"<html>\x00\x00\x00" * 50,
        "<div>" * 100_000 + "deep",
        "<b>" * 3000 + STORY[0] + "</b>" * 3000,
    ],
    ids=["empty", "script", "cut", "nulls", "very deep", "deep"],
)
def test_a_page_without_an_article_is_told_in_a_sentence(saved, content):
    path = saved(content)
    with pytest.raises(ArticleError, match="story.html"):
        load_article(path)


def test_a_page_that_was_cut_off_gives_what_there_is(saved):
    whole = page()
    assert STORY[0] in load_article(saved(whole[: whole.index(STORY[2]) + 20])).text


def test_a_large_page_takes_seconds(saved):
    start = time.monotonic()
    article = load_article(saved(page([f"{line} It is number {n}." for n in range(2_000) for line in STORY])))
    assert len(article.paragraphs) >= 8_000
    assert time.monotonic() - start < 60  # a guard against a hang, no measure


@settings(max_examples=60, deadline=None)
@given(
    junk=st.one_of(
        st.binary(max_size=400), st.text(max_size=200).map(lambda t: f"<html><p>{t}".encode("utf-8", "replace"))
    )
)
def test_any_bytes_give_an_article_or_a_sentence(tmp_path_factory, junk):
    path = tmp_path_factory.mktemp("junk") / "junk.html"
    path.write_bytes(junk)
    try:
        assert load_article(path).paragraphs
    except ArticleError as error:
        assert "junk.html" in str(error)


def test_very_many_words_set_apart_are_refused_before_they_take_minutes(tmp_path):
    path = tmp_path / "page.html"
    path.write_text("<html><body><article><p>" + "<b>x</b> " * 3_001 + "</p></article></body></html>")
    with pytest.raises(ArticleError, match="page.html is a web page with 3,001 links or words set apart"):
        load_article(path)
