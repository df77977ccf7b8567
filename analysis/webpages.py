"""Read a web page that was saved: the words of its article, its title, date and publisher, and nothing around them.

Trafilatura (Barbaresi, ACL 2021) tells the article from menus, notices, comments and footers. Nothing is fetched.
"""

from __future__ import annotations

import codecs
import logging
import re

from analysis.decoding import decode

_PAGE = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html)\b", re.IGNORECASE)
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([a-zA-Z0-9_-]{2,40})", re.IGNORECASE)
#: a page is nested so deep at most; browsers stop at 512.
_DEEPEST = 2_000
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)[^<>]*?(/?)>")
#: elements that have no end of their own, or whose end is often left out
_SHALLOW = frozenset(
    "area base br col embed hr img input link meta param source track wbr p li dt dd td th tr option".split()
)


def looks_like_page(data: bytes) -> bool:
    """Whether bytes begin as a web page does, whatever the file is called."""
    return bool(_PAGE.match(data[:1000]))


def read_page(data: bytes) -> tuple[str, dict[str, str | None]]:
    """Find the article in a web page.

    Args:
        data: the page as it was saved.

    Returns:
        The article's text, a paragraph a line; and its title, date ("2015-12-18") and publisher ("source"), each None
        where the page does not tell. Markup is gone from all of them.

    Raises:
        ValueError: there is no article in it, or it can't be read; the end of a sentence that begins with its name.

    Not covered: pages that a script fills in when they are opened (save them from the browser as "complete page", or
    copy the words into a text file); pages of several articles, of which the text runs together; a page of menus
    alone, whose words are taken for its text.

    Example:
        >>> words = "<p>Mira Halloran said on Monday that the dam was safe, and that nobody needs to move.</p>"
        >>> text, told = read_page(f"<html><title>The dam</title><nav>Home</nav><article>{words}</article>".encode())
        >>> told["title"], text.startswith("Mira Halloran said on Monday"), "Home" in text
        ('The dam', True, False)
    """
    markup = _decoded(data)
    if _depth(markup) > _DEEPEST:
        raise ValueError(f"is a web page whose elements are nested more than {_DEEPEST:,} deep, which is no article")
    from trafilatura import bare_extraction

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # what it can't read is told here, in a sentence
    try:
        page = bare_extraction(markup, with_metadata=True, include_comments=False, include_tables=False)
    except Exception as error:  # whatever a broken page does to the parsers is the page's fault
        raise ValueError(f"is a web page that can't be read ({type(error).__name__})") from None
    if page is None or not (page.text or "").strip():
        raise ValueError("is a web page in which no article was found")
    told = {"title": page.title, "date": page.date, "source": page.sitename}
    return page.text, {name: value or None for name, value in told.items()}


def _decoded(data: bytes) -> str:
    """The page's letters: by its byte order mark, by what it says of itself, or as a text file is decoded."""
    named = _CHARSET.search(data[:4096])
    if named and not data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return data.decode(named[1].decode("ascii"), errors="strict")
        except (LookupError, UnicodeError):  # it says one thing and is another
            pass
    return decode(data)


def _depth(markup: str) -> int:
    """About how deep the elements are nested."""
    depth = deepest = 0
    for match in _TAG.finditer(markup):
        closes, name, empty = match.groups()
        if empty or name.lower() in _SHALLOW:
            continue
        depth = max(0, depth - 1) if closes else depth + 1
        deepest = max(deepest, depth)
    return deepest
