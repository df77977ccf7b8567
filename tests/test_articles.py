"""load_article: encodings, line ends, title and paragraphs, the sidecar, and an error in words for everything else."""

from __future__ import annotations

import datetime
import io
import json
import os
import re
import runpy
import warnings
import zipfile
from pathlib import Path

import pytest
import spacy.lang
from hypothesis import given
from hypothesis import strategies as st

from analysis.articles import ENGLISH_SHARE, ENGLISH_WORDS, MOST_BYTES, Article, ArticleError, load_article
from analysis.decoding import decode

STORY = (
    "Minister calls dam “a promise kept”\n"
    "Mira Halloran said on Friday that the dam’s gates would stay open — for now.\n"
    "\n"
    "  “We gave our word,” she said. Tom Ardley of the Café Union disagreed.  \n"
)


@pytest.fixture
def write(tmp_path):
    def write(content: str | bytes, name: str = "story.txt", **sidecar):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        if sidecar:
            path.with_suffix(".json").write_text(json.dumps(sidecar), encoding="utf-8")
        return path

    return write


def lines(article: Article) -> list[str]:
    return [article.text[start:end] for start, end in article.paragraphs]


# ---- encodings and line ends


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_every_encoding_and_line_end_gives_the_same_text(write, encoding, newline):
    assert load_article(write(STORY.replace("\n", newline).encode(encoding))).text == STORY


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_with_its_mark_written_as_a_character(write, encoding):
    assert load_article(write(("\ufeff" + STORY).encode(encoding))).text == STORY


def test_only_line_ends_are_changed(write):
    odd = "Talks\u2028go on\x0band\x0con\x85today, Mira\u00a0said\u200b.\t \ufeff\n\n\n\nThe end.  "
    assert load_article(write(odd)).text == odd
    assert lines(load_article(text=odd)) == [odd.split("\n")[0].rstrip("\ufeff \t"), "The end."]


def test_text_given_as_a_string_keeps_its_offsets():
    text = "One\0two said “no”.\nThree \U0001f1eb\U0001f1f7 four."
    article = load_article(text=text)
    assert article.text == text and lines(article) == text.split("\n")


def test_half_characters_become_whole_ones_of_the_same_length():
    article = load_article(text="Mira \ud83d said no.\nEnd.", title="a\udc00b")
    assert article.text == "Mira \ufffd said no.\nEnd." and article.title == "a\ufffdb"
    article.text.encode("utf-8")


# ---- what is no text


def office_document() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (b" \n\t\r\n \xe2\x80\x8b\n", "is blank"),
        (b"%PDF-1.7\nThe dam", "is a PDF document"),
        (b"{\\rtf1 The dam}", "is a rich text (RTF) document"),
        (office_document(), "is a zip archive or an office document"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "is a picture (PNG)"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "is a picture (JPEG)"),
        (b"\x7fELF\x02\x01\x01\0", "is a program"),
        (b"The dam\0is open", "is not a text file: it holds zero bytes"),
        (b"\x01\x02\x03\x04 dam", "is not a text file: it holds control characters"),
        (bytes(range(128, 256)) * 3, "is in an encoding that can't be told"),
        ("Министр сказал, что плотина закрыта.".encode("cp1251"), "is in an encoding that can't be told"),
        ("“The dam’s gates” are open".encode()[:-1] + b"\xff", "is damaged: it begins as UTF-8 text, but byte 32"),
        ("\ufeffThe dam".encode("utf-16-le") + b"\xd8", "is damaged: it begins as UTF-16 text"),
        (b"<!DOCTYPE html>\n<html><body>The dam</body></html>", "is a web page"),
        ("\ufeff  <HTML lang='en'>The dam</HTML>".encode(), "is a web page"),
    ],
)
def test_what_is_no_article_is_refused_in_words(write, content, says):
    path = write(content)
    with pytest.raises(ArticleError, match=re.escape(says)) as caught:
        load_article(path)
    assert str(path) in str(caught.value) and str(caught.value).endswith(".")


def test_missing_file_is_named_and_a_near_name_offered(write, tmp_path):
    write(STORY, "putin-syria.txt")
    with pytest.raises(ArticleError, match=r"no file .*putin-siria\.txt\. Did you mean putin-syria\.txt\?"):
        load_article(tmp_path / "putin-siria.txt")
    with pytest.raises(ArticleError, match=r"no file .*\. There is no folder .*nowhere either"):
        load_article(tmp_path / "nowhere" / "story.txt")
    with pytest.raises(ArticleError, match="It was looked for in the folder"):
        load_article(tmp_path / "quite-different.txt")


def test_folder_is_told_as_one(tmp_path):
    with pytest.raises(ArticleError, match="is a folder. Name one article in it"):
        load_article(tmp_path)


@pytest.mark.parametrize("path", ["bad\0name.txt", "long" * 2000, "~no-such-user-here/story.txt"])
def test_path_that_no_system_takes_is_an_article_error(path):
    with pytest.raises(ArticleError):
        load_article(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_pipe_is_refused_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(ArticleError, match="not a file that can be read"):
        load_article(tmp_path / "pipe")


def test_size_limit(write, tmp_path):
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    with pytest.raises(ArticleError, match=r"huge\.txt is too large: 16\.0 MB, and at most 16 MB"):
        load_article(path)
    with pytest.raises(ArticleError, match="at most 16,777,216 can be read"):
        load_article(text="a" * (MOST_BYTES + 1))


@pytest.mark.parametrize("arguments", [{}, {"path": "a.txt", "text": "a"}])
def test_exactly_one_of_path_and_text(arguments):
    with pytest.raises(ArticleError, match="one of the two and not both"):
        load_article(**arguments)


@pytest.mark.parametrize("arguments", [{"path": 3}, {"text": b"bytes"}, {"text": 3.5}])
def test_wrong_types_are_article_errors(arguments):
    with pytest.raises(ArticleError, match="of type (int|bytes|float)"):
        load_article(**arguments)


def test_article_error_is_a_value_error():
    assert issubclass(ArticleError, ValueError)


# ---- the sidecar


def test_sidecar_tells_title_source_and_date(write):
    path = write(
        "The dam is open.\nNobody said why.", title="  Open\ngates ", source="The Melford Echo", date="2015-12"
    )
    article = load_article(str(path))
    assert (article.title, article.source, article.date, article.headline) == (
        "Open gates",
        "The Melford Echo",
        "2015-12",
        None,
    )


def test_call_goes_before_the_sidecar(write):
    path = write("The dam is open.\nNobody said why.", title="Side", date="2015-12", author="not read", source=None)
    article = load_article(path, title="Call", date=datetime.date(2016, 1, 2))
    assert (article.title, article.date, article.source) == ("Call", "2016-01-02", None)


@pytest.mark.parametrize(
    "content",
    [
        b"{", b"", b"[1]", b'"title"', b'{"title": 3}', b'{"source": ["a"]}', b'{"date": "12/2015"}',
        b'{"date": "2015-13"}', b'{"date": 2015}', b"\x89PNG", b"[" * 100_000,
    ],
)  # fmt: skip
def test_bad_sidecar_is_named(write, content):
    path = write(STORY)
    path.with_suffix(".json").write_bytes(content)
    with pytest.raises(ArticleError, match=r"story\.json"):
        load_article(path)


@pytest.mark.parametrize("date", ["2015", "2015-12", "2015-12-18", datetime.date(2015, 12, 18)])
def test_dates_as_far_as_they_are_known(date):
    assert load_article(text="Dam", date=date).date == str(date)


def test_date_with_a_time_keeps_the_day():
    assert load_article(text="Dam", date=datetime.datetime(2015, 12, 18, 9)).date == "2015-12-18"


@pytest.mark.parametrize("date", ["18 December 2015", "2015-2-3", "2015-02-30", "15", "2015-12-18T10:00", "0000"])
def test_date_that_is_none_is_refused(date):
    with pytest.raises(ArticleError, match="must be written like 2015-12-18"):
        load_article(text="Dam", date=date)


# ---- the title


BODY = "\nMira Halloran said on Friday that the gates would stay open.\nNobody answered.\n"


@pytest.mark.parametrize(
    "first",
    [
        "Minister calls dam a promise kept",
        "Halloran: Gates must stay open",
        "Talks fail as river rises; envoy leaves for Melford",
        "Minister Calls Dam a Promise Kept.",
        "Will the Gates of the Dam Stay Open?",
        "MINISTER CALLS DAM A PROMISE KEPT.",
        "“We gave our word”, minister says",
        "Ardley to Halloran: “Open the gates”",
        "Dam: 3 things to know",
    ],
)
def test_first_line_that_reads_like_a_headline_is_the_title(first):
    article = load_article(text=first + BODY)
    assert (article.headline, article.title) == (0, first)


@pytest.mark.parametrize(
    "first",
    [
        "Mira Halloran met Tom Ardley on Friday.",
        "The minister spoke.",
        "What would you do if the river stopped?",
        "“We gave our word,” the minister said.",
        "He said: “We gave our word.”",
        "By Anna Mora",
        "Published on 3 May",
        "In Melford, they say:",
        "* * *",
        "Minister calls dam a promise kept " * 6,
    ],
)
def test_first_line_that_reads_like_a_sentence_is_not(first):
    article = load_article(text=first + BODY)
    assert article.headline is None and article.title is None


def test_line_that_goes_on_in_the_next_is_no_title():
    assert load_article(text="The minister said on Friday that the\ngates would stay open.\nEnd.").headline is None


def test_single_line_is_no_title_of_itself():
    assert load_article(text="Minister calls dam a promise kept").headline is None


def test_given_title_is_found_even_where_it_reads_like_a_sentence():
    article = load_article(text="World\n\nThe  dam is OPEN\nMira spoke.", title="The dam is open.")
    assert (article.title, article.headline) == ("The dam is open.", 1)


def test_sidecar_title_that_ends_like_a_sentence_is_found(write):
    article = load_article(write("The dam is open.\nMira spoke.", title="The dam is open."))
    assert article.headline == 0


def test_markdown_heading_is_a_title_without_its_marks(write):
    article = load_article(write("# The dam\n\n## Friday\n\nMira *spoke*. #no heading\n", "story.md"))
    assert lines(article) == ["The dam", "Friday", "Mira spoke. #no heading"]
    assert (article.title, article.headline) == ("The dam", 0)
    assert lines(load_article(write("# The dam\nMira spoke.")))[0] == "# The dam"


def test_markdown_is_read_as_its_readers_see_it(write):
    text = (
        "---\ntitle: Talks on the dam\ndate: 2024-03-11\nlayout: post\n---\n\n![a dam](dam.png)\n\n"
        "“We **never** agreed,” [Mira Halloran](https://example.org/mira) said.\nShe left.\n\n> Nobody has to move.\n\n"
        "- one\n- two\n\n```\nx = 1\n```\n\n<script>alert(1)</script>\n"
    )
    article = load_article(write(text, "story.md"))
    assert lines(article)[:2] == ["“We never agreed,” Mira Halloran said. She left.", "Nobody has to move."]
    assert (article.title, article.date) == ("Talks on the dam", "2024-03-11")
    for mark in ("**", "](", "example.org", "layout", "x = 1", "alert", "dam.png", ">"):
        assert mark not in article.text


# ---- the id


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("putin-syria.txt", "putin-syria"),
        ("My Article (2).TXT", "my-article-2"),
        ("Café—crème.txt", "cafe-creme"),
        ("con.txt", "article-con"),
        ("no-ending", "no-ending"),
        ("x" * 100 + ".txt", "x" * 60),
    ],
)
def test_id_is_a_safe_name(write, name, expected):
    assert load_article(write("The dam is open.", name)).id == expected


def test_ids_of_names_without_latin_letters_differ(write):
    ids = {load_article(write("The dam is open.", name)).id for name in ("плотина.txt", "река.txt", "…")}
    assert len(ids) == 3 and all(re.fullmatch(r"article-[0-9a-f]{8}", one) for one in ids)


def test_id_of_a_text_comes_from_its_title_and_is_never_a_path():
    assert load_article(text="Mira spoke.", title="../../etc/passwd").id == "etc-passwd"
    assert load_article(text="Mira spoke.").id == "text"


# ---- English


WHITE = "\ufeff\u200b" + "".join(chr(code) for code in range(0x3001) if chr(code).isspace())


def share(text: str) -> tuple[float, int]:
    words = re.findall(r"[^\W\d_]+", text.casefold())
    return sum(word in ENGLISH_WORDS for word in words) / max(1, len(words)), len(words)


# "xx" is several languages at once, English among them.
LANGUAGES = sorted({file.parent.name for file in Path(spacy.lang.__path__[0]).glob("*/examples.py")} - {"xx"})


@pytest.mark.parametrize("language", LANGUAGES)
def test_english_words_tell_english_from_the_languages_that_spacy_has_examples_of(language):
    sentences = runpy.run_path(Path(spacy.lang.__path__[0], language, "examples.py"))["sentences"]
    found, words = share(" ".join(sentences))
    if language == "en":
        assert found > 2 * ENGLISH_SHARE and words > 30
    else:
        assert found < ENGLISH_SHARE / 2


def test_text_that_is_not_english_is_a_warning_that_names_it(write):
    german = "Die Ministerin sagte am Freitag, das Tor bleibe offen. Niemand habe gefragt, warum, fügte sie hinzu. " * 3
    with pytest.warns(UserWarning, match=r"story\.txt does not look like English"):
        article = load_article(write(german))
    assert article.text == german


@pytest.mark.parametrize("text", [STORY * 3, "Nein, danke, sagte sie.", "12 345 " * 200, "x" * 5000])
def test_english_short_and_wordless_texts_give_no_warning(text):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        load_article(text=text)


# ---- anything


@given(st.text(alphabet=st.characters(), max_size=300))
def test_any_text_loads_or_is_refused_in_words(text):
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            article = load_article(text=text)
    except ArticleError as error:
        assert re.fullmatch(r"The text is (empty|blank: it holds only white space)\.", str(error))
        return
    assert len(article.text) == len(text.replace("\r\n", "\n"))
    assert "\r" not in article.text
    ends = 0
    for start, end in article.paragraphs:
        assert ends <= start < end
        words = article.text[start:end]
        assert "\n" not in words and words == words.strip()
        assert not article.text[ends:start].strip(WHITE)
        ends = end
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", article.id)
    if article.headline is not None:
        start, end = article.paragraphs[article.headline]
        assert article.title == article.text[start:end]


@given(st.binary(max_size=200))
def test_any_bytes_decode_or_are_refused_in_words(data):
    try:
        text = decode(data)
    except ValueError as error:
        assert not isinstance(error, UnicodeError) and re.match("is ", str(error))
        return
    text.encode("utf-8")


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
def test_utf8_is_always_read_back(text):
    if text[0] == "\ufeff" or text.startswith(("%PDF", "{\\rtf", "GIF8", "bplist")):
        return
    assert decode(text.encode("utf-8")) == text


def test_the_article_that_comes_with_the_project():
    path = os.path.join(os.path.dirname(__file__), "..", "data", "articles", "putin-syria.txt")
    article = load_article(path)
    with open(path, encoding="utf-8", newline="") as file:
        assert article.text == file.read()
    assert (article.id, article.headline, len(article.paragraphs), article.date) == ("putin-syria", 0, 18, "2015-12")


def test_an_address_is_not_fetched():
    with pytest.raises(ArticleError, match="save the page as a file"):
        load_article("https://example.org/news/dam.html")
