"""Where articles are: a folder, a pattern, a file of one or of many, or a list of such; loaded one at a time.

`find_sources` says where each article is, without opening it where that can wait. A `Source` is small, can be sent to
another process, and loads its article there. Whatever is wrong with one article is raised when that one is loaded, so
that none is lost in silence and none stops the others.
"""

from __future__ import annotations

import glob
import os
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields, replace
from itertools import chain
from os import PathLike
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from analysis.articles import Article, load_article, make_article, readable_date, slug
from analysis.files import MARKDOWN, PAGES, TABLES, ArticleError, as_path, check_file, ending, is_about_folder, unpacked
from analysis.identifiers import numbered, with_ids
from analysis.records import Row, read_rows

#: which files of a folder are articles; each may be packed (.gz).
ENDINGS = (".txt", *MARKDOWN, *PAGES)


@dataclass(frozen=True)
class Source:
    """Where one article is. It is small (but for a text it holds), and can be pickled."""

    #: the article's id: unique among those that were found together, and safe as a file name.
    id: str
    #: what an error calls it, such as "news.jsonl, line 12" or "folder/a.html".
    name: str
    #: the file it is in, or None for an article in memory.
    path: str | None = None
    #: what its row of a file of many articles holds, or an article in memory; None for a file of one article.
    record: dict[str, object] | None = field(default=None, repr=False)
    #: what is wrong with it, where that is known already: a sentence.
    fault: str | None = None

    def load(self) -> Article:
        """Load the article.

        Returns:
            The article; its id is this one's.

        Raises:
            ArticleError: it can't be read; a sentence that names it.

        Warns:
            UserWarning: it does not look like English, or its row has a date that can't be read.

        Example:
            >>> Source("a", "news.csv, row 2", record={"text": "Mira spoke.", "date": "2015-12-18 09:30"}).load().date
            '2015-12-18'
        """
        if self.fault:
            raise ArticleError(self.fault)
        if self.record is None:
            return replace(load_article(self.path), id=self.id)
        if "paragraphs" in self.record:
            return Article(**self.record | {"id": self.id})
        record = self.record
        if "text" not in record:
            raise ArticleError(f"{self.name} has no text.")
        return make_article(
            record["text"],
            self.name,
            id=self.id,
            title=_text(record.get("title")),
            date=readable_date(_text(record.get("date")), self.name),
            source=_text(record.get("source")) or _host(_text(record.get("url"))),
        )


def find_sources(where: object) -> Iterator[Source]:
    """Find articles, lazily: nothing is loaded, and memory does not grow with their number.

    Args:
        where: one of
            a folder: its files that end in .txt, .md, .markdown, .html, .htm or .xhtml, packed (.gz) or not, and those
            of the folders in it, sorted by name. Left out are hidden files, links to folders, the folder of pictures
            that a browser saves beside a page ("story_files" beside "story.html"), and README, LICENSE, LICENCE,
            CONTRIBUTING and CHANGELOG (name such a file itself, or by a pattern, to read it);
            a pattern such as "news/*.txt" or "news/**/*.html";
            a file of one article;
            a file of many: JSON lines (.jsonl, .ndjson), CSV (these may be packed: .gz) or Parquet, with a column
            ``text`` and, if they are there, id, title, date, source (or publisher) and url;
            an Article, a Source; or an iterable of any of these.

    Returns:
        The sources, in order. Their ids are made from the file's name and folder, or from the row's id (or the file's
        name and the row's number), in small letters, digits and hyphens; one that was there already gets a number. Only
        the names of the files in one folder, or of a pattern, are in memory together, to be sorted.

    Raises:
        ArticleError: at once, where there is no such file or folder, nothing in it, or no column ``text`` (the columns
            are listed). In an iterable each such fault is a Source whose ``load`` raises it.

    Example:
        >>> [source.id for source in find_sources([load_article(text="Mira spoke.", title="Talks")] * 2)]
        ['talks', 'talks-2']
        >>> find_sources("no-such-folder/*.txt")
        Traceback (most recent call last):
        analysis.files.ArticleError: No file fits the pattern no-such-folder/*.txt.
    """
    if isinstance(where, str | PathLike):
        return with_ids(_at(where))
    if isinstance(where, Article | Source):
        return with_ids(_each([where]))
    if not isinstance(where, Iterable) or isinstance(where, bytes | dict):
        raise ArticleError(
            "Articles are named by a path, a pattern, an Article, or a list of these, not by something of type "
            f"{type(where).__name__}."
        )
    return with_ids(_each(where))


def load_articles(where: object, *, on_error: Literal["raise", "warn"] = "raise") -> Iterator[Article]:
    """Load articles one after the other, from a folder, a pattern, a file of many articles, or a list of such.

    Args:
        where: where they are (see ``find_sources``).
        on_error: what happens where an article can't be loaded: "raise" stops; "warn" warns, and goes on with the next.

    Returns:
        The articles, each loaded when it is asked for; nothing is fetched from the web. Their ids differ.

    Raises:
        ArticleError: nothing is found there; or with "raise", an article can't be loaded. A sentence that names it.
        ValueError: ``on_error`` is neither.

    Warns:
        UserWarning: with "warn", an article can't be loaded; an article does not look like English.

    Example:
        >>> [article.title for article in load_articles([load_article(text="Mira spoke.", title="Talks")])]
        ['Talks']
    """
    if on_error not in ("raise", "warn"):
        raise ValueError(f'on_error is "raise" or "warn", got {on_error!r}')
    return _load_each(find_sources(where), on_error)


def _load_each(sources: Iterator[Source], on_error: str) -> Iterator[Article]:
    for source in sources:
        try:
            article = source.load()
        except ArticleError as error:
            if on_error == "raise":
                raise
            warnings.warn(str(error), stacklevel=2)
        else:
            yield article


def _each(items: Iterable[object]) -> Iterator[Source]:
    """The sources of a list: what is wrong with one of its paths becomes a source that says so."""
    for item in items:
        if isinstance(item, Source):
            yield item
        elif isinstance(item, Article):
            record = {one.name: getattr(item, one.name) for one in fields(Article)}
            yield Source(item.id, f"the article {item.id}", record=record)
        else:
            try:
                found = _at(item)
            except ArticleError as error:
                name = str(item)
                found = iter([Source(slug(Path(name).stem[:1000]), name, name, fault=str(error))])
            yield from found


def _at(where: str | PathLike[str]) -> Iterator[Source]:
    """The sources at a path or a pattern; what is wrong with it is raised at once."""
    path = as_path(where)
    if where == "":
        raise ArticleError('The path is empty: name a file or a folder ("." is the one you are in).')
    try:
        if path.is_dir():
            return _in_folder(path)
        there = path.exists()
    except (OSError, ValueError):
        there = False
    if not there and glob.has_magic(str(path)) and "\0" not in str(path):
        return _by_pattern(path)
    return _in_file(path, path.name)


def _in_file(path: Path, relative: str) -> Iterator[Source]:
    """The source of a file of one article, or the sources of one of many."""
    name = slug(str(unpacked(Path(relative)).with_suffix("")) if relative else "")
    if ending(path) not in TABLES:
        check_file(path)
        return iter([Source(name, str(path), str(path))])
    return (_in_row(path, name, row) for row in read_rows(path))


def _in_row(path: Path, name: str, row: Row) -> Source:
    full = f"{path}, {row.place}"
    given = _text((row.record or {}).get("id"))
    wanted = slug(given) if given else numbered(name, row.number)
    wrong = f"{full} {row.fault}." if row.fault else None
    return Source(wanted, full, str(path), row.record, wrong)


def _in_folder(folder: Path) -> Iterator[Source]:
    found = _walk(folder)
    first = next(found, None)
    if first is None:
        raise ArticleError(
            f"{folder} holds no article: no file in it ends in {', '.join(ENDINGS)}. A file of many articles (.jsonl, "
            ".csv, .parquet) is named by itself."
        )
    return chain([first], found)


def _walk(top: Path) -> Iterator[Source]:
    """The articles of a folder and of those in it, by name; one that can't be opened is told."""
    waiting = [top]
    while waiting:
        path = waiting.pop()
        if path.is_file():
            yield from _safely(path, str(path.relative_to(top)))
            continue
        try:
            with os.scandir(path) as entries:
                inside = [one for one in entries if not one.name.startswith(".")]
            names = {one.name for one in inside}
            below = [path / one.name for one in inside if _belongs(one, names)]
        except OSError as error:
            told = f"The folder {path} can't be opened: {error.strerror or error}."
            yield Source(slug(str(path.relative_to(top))), str(path), str(path), fault=told)
        else:
            waiting += sorted(below, key=lambda one: one.name, reverse=True)


def _belongs(entry: os.DirEntry[str], names: set[str]) -> bool:
    """Whether an entry of a folder is an article, or a folder to look into."""
    if entry.is_dir(follow_symlinks=False):
        page = entry.name.removesuffix("_files")
        return page == entry.name or not any(page + end in names for end in PAGES)
    return ending(Path(entry.name)) in ENDINGS and not is_about_folder(entry.name) and entry.is_file()


def _by_pattern(pattern: Path) -> Iterator[Source]:
    """The articles that a pattern fits; the JSON file beside an article is none."""
    paths = [Path(one) for one in glob.glob(str(pattern), recursive=True)]
    inside = {path for path in paths if path.is_dir()}
    paths = sorted(path for path in paths if path not in inside and ending(path) != ".json")
    if not paths:
        raise ArticleError(f"No file fits the pattern {pattern}.")
    fixed = pattern
    while glob.has_magic(str(fixed)):
        fixed = fixed.parent
    return chain.from_iterable(_safely(path, os.path.relpath(path, fixed)) for path in paths)


def _safely(path: Path, relative: str) -> Iterator[Source]:
    """As `_in_file`; a file that can't be read becomes a source that says so."""
    try:
        return _in_file(path, relative)
    except ArticleError as error:
        return iter([Source(slug(relative), str(path), str(path), fault=str(error))])


def _text(value: object) -> str | None:
    """A cell as text: 2015.0, which is how a column of numbers with gaps gives a year, is "2015"."""
    if value is None or isinstance(value, str):
        return value
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _host(url: str | None) -> str | None:
    """The publisher as far as an address tells it: the name of its site."""
    try:
        host = urlsplit(url or "").hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None
