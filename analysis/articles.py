"""Load an article: its text, title, date, source and paragraphs.

The text is the file's own. Only the line ends are made the same, so that an offset in any table leads back to the same
words in the file that a reader has open.
"""

from __future__ import annotations

import datetime
import difflib
import hashlib
import json
import re
import unicodedata
import warnings
from dataclasses import dataclass, field
from itertools import islice
from os import PathLike
from pathlib import Path

from analysis.decoding import decode

#: the most that is loaded: far above any article, and above most books.
MOST_BYTES = 16 * 1024 * 1024
#: a first line that is longer is no headline.
LONGEST_TITLE = 200

#: common English words that hardly any other language writes the same way ("at", "for" and "to" are Danish too).
ENGLISH_WORDS = frozenset(
    "the of and that with from she they his their this which has been were are not who said would could its but you "
    "when there than other about after before because while also more most between against these those".split()
)
#: a text with a smaller share of them gets a warning, if it has enough words to tell.
ENGLISH_SHARE = 0.08
ENOUGH_WORDS = 30
#: the small words that a headline in title case leaves small.
_SMALL_WORDS = frozenset(
    "a an the and but or nor as at by for from in into of off on onto out over per than to up upon via vs with".split()
)

_SURROGATES = re.compile(r"[\ud800-\udfff]")
_WORDS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_LINES = re.compile(r"[^\n]+")
#: the end of a sentence, or of a line that goes on: a headline has neither.
_SENTENCE_END = re.compile(r"[.!?…,;:–—-][”\"’'»)\]]*$")
_BYLINE = re.compile(r"(?:by|reporting by|published|updated|posted|photo|image)\b", re.IGNORECASE)
#: white space, the byte order mark and the space of no width: what stands around a paragraph and is no part of it.
_WHITE = "".join(chr(code) for code in range(0x3001) if chr(code).isspace()) + "\ufeff\u200b"
_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
#: names that Windows keeps for devices: no file can be called so.
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)")


class ArticleError(ValueError):
    """What `load_article` raises: a sentence that names the file and says what is wrong with it."""


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
    r"""Load an article from a plain text file, or from a string.

    Title, source and date can stand beside ``NAME.txt`` in a small JSON file ``NAME.json`` (the sidecar):
    ``{"title": "…", "source": "…", "date": "2015-12-18"}``, each of them optional. What is given in the call goes
    before what the sidecar tells. Without either, the first line is the title where it reads like a headline: other
    lines follow it, it has at most 200 characters, and it does not end like a sentence or is written In Title Case.

    Args:
        path: the file, ``.txt`` or ``.md`` (read as plain text); at most 16 MB. ``~`` is the user's folder.
        text: the article's text itself, instead of a path.
        title: its title, if it is known.
        date: the day, month or year it appeared, as "2015-12-18", "2015-12" or "2015", or a date.

    Returns:
        The article. Its text is the file's, decoded (UTF-8, UTF-16 or Windows-1252), every line end made a newline
        and nothing else changed. Half a character (a lone surrogate), which can be in a string but in no file, becomes
        U+FFFD.

    Raises:
        ArticleError: the file is missing, a folder, empty, blank, no text, in no encoding that can be told, or over
            16 MB; its sidecar or the date can't be read; or not exactly one of path and text is given.

    Warns:
        UserWarning: the text does not look like English. Standpoints reads English only.

    Not covered: web pages, PDF and office documents (copy the words into a text file); lines broken at a fixed width
    (each line counts as a paragraph).

    Example:
        >>> article = load_article(text="Talks on the Dam\n\nMira Halloran spoke first. Nobody answered.\n")
        >>> article.title, article.headline, article.paragraphs
        ('Talks on the Dam', 0, [(0, 16), (18, 61)])
        >>> load_article("no-such-article.txt")
        Traceback (most recent call last):
        analysis.articles.ArticleError: There is no file no-such-article.txt. ...
    """
    if (path is None) == (text is None):
        raise ArticleError("Give load_article either the path of a file or text=…, one of the two and not both.")
    if path is not None:
        file = _as_path(path)
        name, text, sidecar = str(path), _read(file), _read_sidecar(file)
        markdown = file.suffix.lower() in {".md", ".markdown"}
    else:
        name, sidecar, markdown = "The text", {}, False
        if not isinstance(text, str):
            raise ArticleError(f"text= must be a string, but it is of type {type(text).__name__}.")
        if len(text) > MOST_BYTES:
            raise ArticleError(f"The text has {len(text):,} characters; at most {MOST_BYTES:,} can be read.")
    text = _SURROGATES.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
    paragraphs = _paragraphs(text, markdown)
    if not paragraphs:
        raise ArticleError(f"{name} is {'blank: it holds only white space' if text else 'empty'}.")
    _warn_unless_english(text, name)
    title = _clean(title) or sidecar.get("title")
    headline = _find_headline(text, paragraphs, title)
    if title is None and headline is not None:
        title = text[slice(*paragraphs[headline])]
    return Article(
        id=_slug(file.stem if path is not None else title or "text"),
        text=text,
        title=title,
        date=_check_date(date, "date=") or sidecar.get("date"),
        source=sidecar.get("source"),
        paragraphs=paragraphs,
        headline=headline,
    )


def _as_path(path: str | PathLike[str]) -> Path:
    try:
        return Path(path).expanduser()
    except TypeError:
        raise ArticleError(f"The path must be a string or a Path, but it is of type {type(path).__name__}.") from None
    except RuntimeError:
        raise ArticleError(f"There is no user's folder {path}.") from None


def _read(path: Path) -> str:
    """Read and decode a file; every fault becomes a sentence that names it."""
    try:
        if path.is_dir():
            raise ArticleError(f"{path} is a folder. Name one article in it, such as {path / 'article.txt'}.")
        if not path.exists():
            raise ArticleError(f"There is no file {path}. {_near_name(path)}")
        if not path.is_file():
            raise ArticleError(f"{path} is not a file that can be read.")
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise ArticleError(f"{path} is too large: {size / 1024**2:,.1f} MB, and at most 16 MB can be read.")
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        if isinstance(error, ArticleError):
            raise
        raise ArticleError(f"{path!s} can't be opened: {getattr(error, 'strerror', None) or error}.") from None
    if re.match(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html)\b", data[:1000], re.IGNORECASE):
        raise ArticleError(
            f"{path} is a web page. Copy the article's words into a plain text file (.txt), and load that."
        )
    try:
        return decode(data)
    except ValueError as error:
        raise ArticleError(f"{path} {error}.") from None


def _near_name(path: Path) -> str:
    """Help with a file that is not there: a name in its folder that is nearly the same, or a hint."""
    try:
        names = [other.name for other in islice(path.parent.iterdir(), 2000)]
    except OSError:
        return f"There is no folder {path.parent} either." if not path.parent.exists() else ""
    near = difflib.get_close_matches(path.name, names, n=1)
    return f"Did you mean {near[0]}?" if near else f"It was looked for in the folder {path.parent.absolute()}."


def _read_sidecar(path: Path) -> dict[str, str]:
    """Read title, source and date from the JSON file beside an article, if there is one."""
    sidecar = path.with_suffix(".json")
    if sidecar == path or not sidecar.is_file():
        return {}
    told = f"{sidecar}, which should tell the title, source and date of {path.name},"
    try:
        values = json.loads(decode(sidecar.read_bytes()))
    except (OSError, ValueError, RecursionError) as error:
        raise ArticleError(f"{told} can't be read as JSON: {error}.") from None
    if not isinstance(values, dict):
        raise ArticleError(f'{told} must look like {{"title": "…", "source": "…", "date": "2015-12-18"}}.')
    for key in ("title", "source", "date"):
        if not isinstance(values.get(key), str | None):
            raise ArticleError(f'{told} must have a text in quotation marks after "{key}", not {values[key]!r}.')
    _check_date(values.get("date"), f'In {sidecar}, the "date"')
    cleaned = {key: _clean(values.get(key)) for key in ("title", "source", "date")}
    return {key: value for key, value in cleaned.items() if value}


def _clean(value: str | None) -> str | None:
    """One line of text, without half characters; None where nothing is left."""
    return " ".join(_SURROGATES.sub("\ufffd", value).split()) or None if value else None


def _check_date(date: str | datetime.date | None, what: str) -> str | None:
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


def _paragraphs(text: str, markdown: bool) -> list[tuple[int, int]]:
    """Find the lines that are not blank, without the white space around them (in Markdown, without heading marks)."""
    paragraphs = []
    for line in _LINES.finditer(text):
        start, end = line.span()
        words = line.group()
        start, words = end - len(words.lstrip(_WHITE)), words.lstrip(_WHITE)
        if markdown and (marks := re.match(r"#{1,6}[ \t]+", words)):
            start += marks.end()
            words = words[marks.end() :]
        end = start + len(words.rstrip(_WHITE))
        if start < end:
            paragraphs.append((start, end))
    return paragraphs


def _find_headline(text: str, paragraphs: list[tuple[int, int]], title: str | None) -> int | None:
    """Find the paragraph that is the title: the one that says the same, or a first line that reads like a headline."""
    if title:
        for number, (start, end) in enumerate(paragraphs[:5]):
            if end - start <= 2 * len(title) + 10 and _same(text[start:end], title):
                return number
    first = text[slice(*paragraphs[0])]
    if len(paragraphs) < 2 or len(first) > LONGEST_TITLE or _BYLINE.match(first) or not _WORDS.search(first):
        return None
    # A line that goes on in the next one, without a blank line between, is the beginning of a sentence.
    between = text[paragraphs[0][1] : paragraphs[1][0]]
    if between.count("\n") == 1 and text[paragraphs[1][0]].islower():
        return None
    return 0 if not _SENTENCE_END.search(first) or _in_title_case(first) else None


def _same(line: str, title: str) -> bool:
    """Whether two lines differ in capitals, white space and marks alone."""
    return _WORDS.findall(line.casefold()) == _WORDS.findall(title.casefold()) != []


def _in_title_case(line: str) -> bool:
    """Whether a line has at least three words with a capital, and none without but the small ones."""
    words = _WORDS.findall(line)
    capital = sum(word[0].isupper() for word in words)
    return capital >= 3 and all(word[0].isupper() or word in _SMALL_WORDS for word in words)


def _warn_unless_english(text: str, name: str) -> None:
    """Warn about a text with too few of the commonest English words, if it is long enough to tell."""
    words = _WORDS.findall(text[:20_000].casefold())
    known = sum(word in ENGLISH_WORDS for word in words)
    if len(words) >= ENOUGH_WORDS and known < ENGLISH_SHARE * len(words):
        warnings.warn(
            f"{name} does not look like English: {known} of its first {len(words)} words are among the commonest "
            "English ones. Standpoints reads English only; do not trust what it finds here.",
            stacklevel=3,
        )


def _slug(name: str) -> str:
    """Make a short name that is safe as a file name anywhere; a name without a letter a-z gets a number of its own."""
    plain = "".join(one for one in unicodedata.normalize("NFKD", name) if not unicodedata.combining(one))
    slug = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:60].rstrip("-")
    if not slug:
        number = hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()[:8]
        return f"article-{number}"
    return f"article-{slug}" if _DEVICES.fullmatch(slug) else slug
