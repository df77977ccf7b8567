"""Markdown: the words that a reader sees, a paragraph a line; no mark and no hostile file stands in the way."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import ArticleError, analyse, load_article
from analysis.writing import read_markdown


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("We *never* __agreed__ on `that`.", "We never agreed on that."),
        ("See [the dam](https://example.org/a) and ![a wall](wall.png) it.", "See the dam and it."),
        ("Broken\nin a\\\nparagraph.", "Broken in a paragraph."),
        ("> Nobody moves.\n\n- one\n- two", "Nobody moves.\n\none\n\ntwo"),
        ("Tom &amp; Jerry \\*stars\\* snake_case 2 * 3", "Tom & Jerry *stars* snake_case 2 * 3"),
        ("Before.\n\n<div>kept</div>\n\n    laid out\n\n***\n\nAfter.", "Before.\n\nkept\n\nlaid out\n\nAfter."),
        ("A #hash and a-dash stay.", "A #hash and a-dash stay."),
    ],
)
def test_the_words_come_out_without_the_marks(markdown, expected):
    assert read_markdown(markdown)[0] == expected + "\n"


@pytest.mark.parametrize(
    ("markdown", "told"),
    [
        (
            "---\ntitle: 'The dam'\ndate: 2024-03-11\npublisher: The Post\ntags: [a]\n---\nHi.",
            ("The dam", "2024-03-11", "The Post"),
        ),
        ("---\r\nTitle: The dam: a story\r\n---\r\n# Other\r\n", ("The dam: a story", None, None)),
        ("## Second\n\n# First\n\nHi.", ("First", None, None)),
        ("Hi.\n\n---\ntitle: none\n---\n", (None, None, None)),
    ],
)
def test_what_the_front_matter_and_headings_tell(markdown, told):
    found = read_markdown(markdown)[1]
    if told[0] is None:
        assert "date" not in found and "source" not in found
    else:
        assert tuple(found.get(name) for name in ("title", "date", "source")) == told


def test_a_quotation_with_marks_inside_is_found_whole(tmp_path):
    path = tmp_path / "story.md"
    path.write_text("# The dam\n\n“We *never* agreed to the dam,” [Mira Halloran](x.html) said.\n", encoding="utf-8")
    found = analyse(load_article(path))
    assert "We never agreed to the dam" in found.statements["content"].iloc[0]


@pytest.mark.parametrize("text", ["", " \n", "---\ntitle: x\n---\n", "![a](b.png)", "```\ncode\n```"])
def test_markdown_without_words_is_told_in_a_sentence(tmp_path, text):
    path = tmp_path / "story.md"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ArticleError, match="story.md"):
        load_article(path)


@pytest.mark.parametrize("piece", ["> ", "[", "![", "*a ", "_", "`", "- ", "<", "&", "[a](", "\\", "---\n", "a\n\n"])
def test_hostile_markdown_takes_no_time_and_raises_nothing(piece):
    start = time.monotonic()
    text, _ = read_markdown(piece * 5_000 + " Mira spoke.")
    assert isinstance(text, str)
    assert time.monotonic() - start < 20  # a guard against a hang, no measure


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="ab *_[]()!`>#-\n&;<\\~\"'|:.1", max_size=200))
def test_any_markdown_gives_lines_of_text(markdown):
    text, _ = read_markdown(markdown)
    assert all(line == " ".join(line.split()) for line in text.split("\n"))


@pytest.mark.parametrize(
    ("markdown", "lines"),
    [
        ("Mira spoke.\n\n    “We gave our word,” she said.\n", ["Mira spoke.", "“We gave our word,” she said."]),
        ("Mira spoke.\n\n<div>\nTom Ardley said no.\n</div>\n", ["Mira spoke.", "Tom Ardley said no."]),
        ("<script>\nvar a = 1\n</script>\n\nMira spoke.\n", ["Mira spoke."]),
        ("".join("  " * i + f"- point {i}\n" for i in range(18)), [f"point {i}" for i in range(18)]),
    ],
)
def test_no_words_of_the_article_are_lost(markdown, lines):
    assert read_markdown(markdown)[0].split("\n\n") == [*lines[:-1], lines[-1] + "\n"]


def test_heading_in_the_middle_is_no_title():
    assert read_markdown("Mira spoke.\n\n## What came next\n\nNobody answered.\n")[1].get("title") is None


def test_very_long_markdown_is_refused():
    with pytest.raises(ValueError, match="too many for Markdown"):
        read_markdown("[" * 2_000_001)


def test_front_matter_with_a_date_in_words_loads_with_a_warning(tmp_path):
    path = tmp_path / "story.md"
    path.write_text("---\ndate: 18 December 2015\n---\nMira spoke.\n", encoding="utf-8")
    with pytest.warns(UserWarning, match="18 December 2015"):
        assert load_article(path).date is None
