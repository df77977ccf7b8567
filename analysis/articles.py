"""Load an article: its text, title, date, source and paragraphs.

The text of a text file is the file's own. Only the line ends are made the same, so that an offset in any table leads
back to the same words in the file that a reader has open. Of a web page and of Markdown the text is what a reader sees
of the article, a paragraph a line.
"""

from __future__ import annotations

import datetime
import hashlib
import re
import unicodedata
import warnings
from dataclasses import dataclass, field
from os import PathLike
from pathlib import Path

from analysis.decoding import decode
from analysis.files import (
    MARKDOWN,
    MOST_BYTES,
    PAGES,
    TABLES,
    ArticleError,
    as_path,
    check_file,
    ending,
    read_bytes,
    read_sidecar,
    unpacked,
)
from analysis.headlines import find_headline, find_paragraphs, words_of
from analysis.webpages import looks_like_page, read_page
from analysis.writing import read_markdown

__all__ = ["MOST_BYTES", "Article", "ArticleError", "load_article", "make_article"]

#: common English words that hardly any other language writes the same way ("at", "for" and "to" are Danish too).
ENGLISH_WORDS = frozenset(
    "the of and that with from she they his their this which has been were are not who said would could its but you "
    "when there than other about after before because while also more most between against these those".split()
)
#: a text with a smaller share of them gets a warning, if it has enough words to tell.
ENGLISH_SHARE = 0.08
ENOUGH_WORDS = 30

_SURROGATES = re.compile(r"[\ud800-\udfff]")
_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
#: names that Windows keeps for devices: no file can be called so.
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)")


@dataclass(frozen=True)
class Article:
    """A news article. Offsets in every table are half-open character offsets into ``text``."""

    #: short name, safe as a file name: small letters, digits and hyphens.
    id: str
    text: str
    title: str | None = None
    #: year, month or day: "2015", "2015-12" or "2015-12-18".
    date: str | None = None
    source: str | None = None
    #: half-open (start, end) offsets of each non-empty line, in order, stripped of outer white space.
    paragraphs: list[tuple[int, int]] = field(default_factory=list)
    #: the paragraph that is the headline, or None.
    headline: int | None = None


def load_article(
    path: str | PathLike[str] | None = None,
    *,
    text: str | None = None,
    title: str | None = None,
    date: str | datetime.date | None = None,
) -> Article:
    r"""Load an article from a text file, Markdown or a saved web page, or from a string.

    Title, source and date can stand beside ``NAME.txt`` in a small JSON file ``NAME.json`` (the sidecar):
    ``{"title": "…", "source": "…", "date": "2015-12-18"}``, each of them optional. What is given in the call goes
    before what the sidecar tells. Without either, the first line is the title where it reads like a headline: other
    lines follow it, it has at most 200 characters, and it does not end like a sentence or is written In Title Case.

    Args:
        path: the file; at most 16 MB. ``.html`` and ``.htm``: a web page, of which the article is taken; ``.md``:
            Markdown, whose marks go; any other: plain text. Each may be packed (``.gz``). ``~`` is the user's folder.
        text: the article's text itself, instead of a path.
        title: its title, if it is known.
        date: the day, month or year it appeared, as "2015-12-18", "2015-12" or "2015", or a date.

    Returns:
        The article. The text of a text file is the file's, decoded (UTF-8, UTF-16 or Windows-1252), every line end made
        a newline and nothing else changed; that of a page or of Markdown is what a reader sees.
        Half a character (a lone surrogate), which can be in a string but in no file, becomes U+FFFD.

    Raises:
        ArticleError: the file is missing, a folder, empty, blank, no text, in no encoding that can be told, or over
            16 MB; its sidecar or the date can't be read; or not exactly one of path and text is given.

    Warns:
        UserWarning: the text does not look like English. Standpoints reads English only.

    Not covered: PDF and office documents (copy the words into a text file); lines of a text file broken at a fixed
    width (each line counts as a paragraph). Nothing is fetched from the web.

    Example:
        >>> article = load_article(text="Talks on the Dam\n\nMira Halloran spoke first. Nobody answered.\n")
        >>> article.title, article.headline, article.paragraphs
        ('Talks on the Dam', 0, [(0, 16), (18, 61)])
        >>> load_article("no-such-article.txt")
        Traceback (most recent call last):
        analysis.files.ArticleError: There is no file no-such-article.txt. ...
    """
    if (path is None) == (text is None):
        raise ArticleError("Give load_article either the path of a file or text=…, one of the two and not both.")
    if path is None:
        return make_article(text, "The text", title=title, date=date)
    file = as_path(path)
    text, told = _read(file)
    told["date"] = readable_date(told.get("date"), str(path))
    beside = read_sidecar(file)
    name = f'In {beside.pop("file")}, the "date"' if beside else ""
    beside["date"] = check_date(beside.get("date"), name)
    told |= {key: value for key, value in beside.items() if _clean(value)}
    title = _clean(title) or told.get("title")
    date = check_date(date, "date=") or told.get("date")
    return make_article(
        text, str(path), id=slug(unpacked(file).stem), title=title, date=date, source=told.get("source")
    )


def make_article(
    text: str,
    name: str,
    *,
    id: str | None = None,
    title: str | None = None,
    date: str | datetime.date | None = None,
    source: str | None = None,
) -> Article:
    """Make an article of its text: what `load_article` does once the words are there.

    Args:
        text: the text; line ends are made the same, and half characters U+FFFD.
        name: what an error or a warning calls it.
        id: its id; None: made from the title.
        title: its title, if it is known.
        date: the day, month or year it appeared.
        source: who published it.

    Returns:
        The article.

    Raises:
        ArticleError: the text is no string, blank, or over 16 MB; or the date can't be read.

    Example:
        >>> make_article("Mira spoke.", "news.jsonl, line 2", title="Talks", date="2015").id
        'talks'
    """
    if not isinstance(text, str):
        raise ArticleError(f"{_subject(name)} must be a string, but it is of type {type(text).__name__}.")
    if len(text) > MOST_BYTES:
        raise ArticleError(f"{name} has {len(text):,} characters; at most {MOST_BYTES:,} can be read.")
    text = _SURROGATES.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
    paragraphs = find_paragraphs(text)
    if not paragraphs:
        raise ArticleError(f"{name} is {'blank: it holds only white space' if text else 'empty'}.")
    _warn_unless_english(text, name)
    title = _clean(title)
    headline = find_headline(text, paragraphs, title)
    if title is None and headline is not None:
        title = text[slice(*paragraphs[headline])]
    return Article(
        id=id or slug(title or "text"),
        text=text,
        title=title,
        date=check_date(date, "date="),
        source=_clean(source),
        paragraphs=paragraphs,
        headline=headline,
    )


def _subject(name: str) -> str:
    return "text=" if name == "The text" else f"The text of {name}"


def _read(path: Path) -> tuple[str, dict[str, str | None]]:
    """Read and decode a file; and what it tells of itself: title, date and source, if it is a web page or Markdown."""
    end = ending(path)
    if end in TABLES or end == ".json":
        told = "holds many articles, one a row: load_articles reads it" if end in TABLES else "is JSON, not an article"
        check_file(path)
        raise ArticleError(f"{path} {told}.")
    data = read_bytes(path)
    try:
        if end in PAGES:
            return read_page(data)
        if looks_like_page(data):
            raise ValueError("is a web page: give its name the ending .html, and load it again")
        text = decode(data)
        return read_markdown(text) if end in MARKDOWN else (text, {})
    except ValueError as error:
        raise ArticleError(f"{path} {error}.") from None


def _clean(value: str | None) -> str | None:
    """One line of text, without half characters; None where nothing is left."""
    return " ".join(_SURROGATES.sub("\ufffd", value).split()) or None if value else None


def check_date(date: str | datetime.date | None, what: str) -> str | None:
    """Give a date back as text, if it is a year, a month or a day that there is."""
    if date is None or date == "":
        return None
    if isinstance(date, datetime.datetime):
        date = date.date()
    written = str(date).strip()
    try:
        if not _DATE.fullmatch(written):
            raise ValueError
        datetime.date.fromisoformat(written + "-01-01"[len(written) - 4 :])
    except ValueError:
        raise ArticleError(f"{what} must be written like 2015-12-18, 2015-12 or 2015, not {written!r}.") from None
    return written


def readable_date(written: str | None, name: str) -> str | None:
    """The day of a date that stands in a file of many, or in a file's front matter, and may be in any form.

    Args:
        written: the date; its time and zone are left out.
        name: what a warning calls the article.

    Returns:
        The day, month or year; None where there is none.

    Warns:
        UserWarning: the date is in another form, and left out: an article is worth more than its date.

    Example:
        >>> readable_date("2015-12-18T09:30:00Z", "news.csv, row 2")
        '2015-12-18'
    """
    written = (written or "").strip()
    day = written[:10] if len(written) > 10 and written[10] in "T " else written
    try:
        return check_date(day, "")
    except ArticleError:
        warnings.warn(
            f"{name} has the date {written[:40]!r}, which is left out: it must be written like 2015-12-18.",
            stacklevel=3,
        )
        return None


def _warn_unless_english(text: str, name: str) -> None:
    """Warn about a text with too few of the commonest English words, if it is long enough to tell."""
    words = words_of(text[:20_000].casefold())
    known = sum(word in ENGLISH_WORDS for word in words)
    if len(words) >= ENOUGH_WORDS and known < ENGLISH_SHARE * len(words):
        warnings.warn(
            f"{name} does not look like English: {known} of its first {len(words)} words are among the commonest "
            "English ones. Standpoints reads English only; do not trust what it finds here.",
            stacklevel=3,
        )


def slug(name: str) -> str:
    """Make a short name that is safe as a file name anywhere; a name without a letter a-z gets a number of its own."""
    plain = "".join(one for one in unicodedata.normalize("NFKD", name) if not unicodedata.combining(one))
    slug = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:60].rstrip("-")
    if not slug:
        number = hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()[:8]
        return f"article-{number}"
    return f"article-{slug}" if _DEVICES.fullmatch(slug) else slug
