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
#: and has so many at most, far above any article: the time that a page takes grows with them.
_MOST_ELEMENTS = 50_000
#: one paragraph has so many words set apart at most: the time that it takes grows with their square.
_MOST_INLINE = 3_000
_INLINE = frozenset("a b em font i span strong sub sup u".split())
_ELEMENT = re.compile(r"<[a-zA-Z]")
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)[^<>]*?(/?)>")
#: a mark inside a title, which is text: not "<5 % and >3 %".
_MARK = re.compile(r"</?[a-zA-Z][^<>]*>|<!--.*?-->", re.DOTALL)
#: the encodings of pages that are read by their own word, by Python's names.
_ENCODING = re.compile(
    r"utf-8|cp125[0-8]|cp874|iso8859-\d+|koi8-[ru]|mac-roman|gb18030|gbk|big5|euc_(?:jp|kr)|shift_jis"
)
#: what browsers read in place of what a page says (WHATWG, Encoding Standard): curly quotation marks hang on it.
_MEANT = {"iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "gb2312": "gb18030"}
#: only where a page marks its date: a search in its words would take any number for a year.
_DATES = {"original_date": True, "extensive_search": False}
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

    Not covered: a date that stands only in the article's words; pages that a script fills in when they are opened (save
    them from the browser as "complete page", or copy the words into a text file); pages of several articles, of which
    the text runs together; a page of menus alone, whose words are taken for its text.

    Example:
        >>> words = "<p>Mira Halloran said on Monday that the dam was safe, and that nobody needs to move.</p>"
        >>> text, told = read_page(f"<html><title>The dam</title><nav>Home</nav><article>{words}</article>".encode())
        >>> told["title"], text.startswith("Mira Halloran said on Monday"), "Home" in text
        ('The dam', True, False)
    """
    markup = _decoded(data)
    if sum(1 for _ in _ELEMENT.finditer(markup)) > _MOST_ELEMENTS:
        raise ValueError(f"is a web page of more than {_MOST_ELEMENTS:,} elements, which is no article")
    if _depth(markup) > _DEEPEST:
        raise ValueError(f"is a web page whose elements are nested more than {_DEEPEST:,} deep, which is no article")
    from trafilatura import bare_extraction, load_html

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # what it can't read is told here, in a sentence
    try:
        tree = load_html(markup)
        long = [] if tree is None else [element for element in tree.iter() if len(element) > _MOST_INLINE]
        most = max((sum(child.tag in _INLINE for child in element) for element in long), default=0)
    except Exception as error:  # lxml has many of its own
        raise ValueError(f"is a web page that can't be read ({type(error).__name__})") from None
    if most > _MOST_INLINE:
        raise ValueError(f"is a web page with {most:,} links or words set apart in one part, which is no article")
    try:
        page = bare_extraction(
            markup if tree is None else tree,
            with_metadata=True,
            include_comments=False,
            include_tables=False,
            date_extraction_params=_DATES,
        )
    except Exception as error:  # whatever a broken page does to the parsers is the page's fault
        raise ValueError(f"is a web page that can't be read ({type(error).__name__})") from None
    if page is None or not (page.text or "").strip():
        raise ValueError("is a web page in which no article was found")
    return page.text, {"title": _words(page.title), "date": page.date or None, "source": _words(page.sitename)}


def _words(value: str | None) -> str | None:
    """What a title says, without the marks that some pages put into it."""
    value = (value or "")[:2_000]
    while (plain := _MARK.sub("", value)) != value:  # a mark can be put together by taking out another
        value = plain
    return " ".join(plain.split()) or None


def _decoded(data: bytes) -> str:
    """The page's letters: by its byte order mark, as UTF-8, by what it says of itself, or as a text file is decoded."""
    named = _CHARSET.search(data[:4096])
    if named and not data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:  # other encodings hardly ever make valid UTF-8; a page that was cut off may end inside a letter
            return codecs.getincrementaldecoder("utf-8")().decode(data)
        except UnicodeDecodeError:
            pass
        try:
            name = codecs.lookup(named[1].decode("ascii")).name
            name = _MEANT.get(name, name)
            if _ENCODING.fullmatch(name):
                return data.decode(name)
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
