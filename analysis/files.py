"""Read the file of an article, packed or not: every fault is a sentence that names the file."""

from __future__ import annotations

import difflib
import gzip
import json
import zlib
from itertools import islice
from os import PathLike
from pathlib import Path

from analysis.decoding import decode

#: the most that is read of one article: far above any, and above most books. It holds for what is unpacked, too.
MOST_BYTES = 16 * 1024 * 1024

#: how the names of web pages, of Markdown, and of files with many articles end; all of them may be packed (.gz).
PAGES = (".html", ".htm", ".xhtml")
MARKDOWN = (".md", ".markdown")
TABLES = (".jsonl", ".ndjson", ".csv", ".parquet")
#: files that tell about a folder, whose names are written so; "readme" also in small letters.
_ABOUT = frozenset(("README", "LICENSE", "LICENCE", "CONTRIBUTING", "CHANGELOG"))


class ArticleError(ValueError):
    """What `load_article` raises: a sentence that names the file and says what is wrong with it."""


def is_about_folder(name: str) -> bool:
    """Whether a file tells about the folder it is in, by its name.

    Example:
        >>> [is_about_folder(name) for name in ("Readme.md", "LICENSE.txt.gz", "license.txt", "README-story.md")]
        [True, True, False, False]
    """
    stem = unpacked(Path(name)).stem
    return stem in _ABOUT or stem.upper() == "README"


def as_path(path: str | PathLike[str]) -> Path:
    """Make a path of what a caller gave; "~" is the user's folder.

    Args:
        path: a string or a Path.

    Returns:
        The path.

    Raises:
        ArticleError: it is neither, or there is no such user.
    """
    try:
        return Path(path).expanduser()
    except TypeError:
        raise ArticleError(f"The path must be a string or a Path, but it is of type {type(path).__name__}.") from None
    except RuntimeError:
        raise ArticleError(f"There is no user's folder {path}.") from None


def is_packed(path: Path) -> bool:
    """Whether a file is packed by gzip, by its name."""
    return path.suffix.lower() == ".gz"


def unpacked(path: Path) -> Path:
    """A file's name without the .gz of a packed one.

    Example:
        >>> unpacked(Path("story.html.gz")).name, unpacked(Path("story.txt")).name
        ('story.html', 'story.txt')
    """
    return path.with_suffix("") if is_packed(path) else path


def ending(path: Path) -> str:
    """How a file's name ends, in small letters, without regard to packing: ".html" for "Story.HTML.gz"."""
    return unpacked(path).suffix.lower()


def read_bytes(path: Path) -> bytes:
    """Read all bytes of a file, unpacked where its name ends in .gz.

    Args:
        path: the file.

    Returns:
        Its bytes, at most MOST_BYTES.

    Raises:
        ArticleError: it is missing, a folder, too large (packed or unpacked), damaged, or can't be opened.
    """
    try:
        check_file(path)
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise ArticleError(f"{path} is too large: {size / 1024**2:,.1f} MB, and at most 16 MB can be read.")
        if not is_packed(path):
            return path.read_bytes()
        with gzip.open(path) as file:
            data = file.read(MOST_BYTES + 1)
    except (OSError, ValueError, EOFError, zlib.error) as error:
        raise ArticleError(fault(path, error)) from None
    if len(data) > MOST_BYTES:
        raise ArticleError(f"{path} is too large: unpacked it has more than the 16 MB that can be read.")
    return data


def check_file(path: Path) -> None:
    """Raise an ArticleError where a path is no file that can be read: missing, a folder, a pipe, no path at all."""
    if str(path).lower().startswith(("http:/", "https:/")):
        raise ArticleError(f"{path} is an address, and nothing is fetched here: save the page as a file and name that.")
    try:
        if path.is_dir():
            raise ArticleError(f"{path} is a folder. Name one article in it, such as {path / 'article.txt'}.")
        if not path.exists():
            raise ArticleError(f"There is no file {path}. {_near_name(path)}".rstrip())
        if not path.is_file():
            raise ArticleError(f"{path} is not a file that can be read.")
    except (OSError, ValueError) as error:
        raise ArticleError(fault(path, error)) from None


def fault(path: Path | str, error: Exception) -> str:
    """A sentence for what went wrong while a file was opened, read or unpacked."""
    if isinstance(error, ArticleError):
        return str(error)
    if isinstance(error, EOFError):
        return f"{path} is damaged: the packed file (gzip) ends too early."
    if isinstance(error, gzip.BadGzipFile | zlib.error):
        return f"{path} can't be unpacked: it is damaged, or no gzip file."
    return f"{path!s} can't be opened: {getattr(error, 'strerror', None) or error}."


def read_sidecar(path: Path) -> dict[str, object]:
    """Read what the JSON file beside an article tells: ``story.json`` for ``story.txt`` and for ``story.txt.gz``.

    Args:
        path: the article's file.

    Returns:
        The values of title, source and date, where they are there.

    Raises:
        ArticleError: it is no JSON object, or one of the three is no text.
    """
    path = unpacked(path)
    sidecar = path.with_suffix(".json")
    if sidecar == path or not sidecar.is_file():
        return {}
    told = f"{sidecar}, which should tell the title, source and date of {path.name},"
    try:
        if sidecar.stat().st_size > MOST_BYTES:
            raise ValueError("it is larger than 16 MB")
        values = json.loads(decode(sidecar.read_bytes()))
    except (OSError, ValueError, RecursionError) as error:
        raise ArticleError(f"{told} can't be read as JSON: {error}.") from None
    if not isinstance(values, dict):
        raise ArticleError(f'{told} must look like {{"title": "…", "source": "…", "date": "2015-12-18"}}.')
    for key in ("title", "source", "date"):
        if not isinstance(values.get(key), str | None):
            raise ArticleError(f'{told} must have a text in quotation marks after "{key}", not {values[key]!r}.')
    return {key: values[key] for key in ("title", "source", "date") if values.get(key)} | {"file": str(sidecar)}


def _near_name(path: Path) -> str:
    """Help with a file that is not there: a name in its folder that is nearly the same, or a hint."""
    try:
        names = [other.name for other in islice(path.parent.iterdir(), 2000)]
    except OSError:
        return f"There is no folder {path.parent} either." if not path.parent.exists() else ""
    near = difflib.get_close_matches(path.name, names, n=1)
    return f"Did you mean {near[0]}?" if near else f"It was looked for in the folder {path.parent.absolute()}."
