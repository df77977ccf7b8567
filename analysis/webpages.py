"""Read a web page that was saved: the words of its article, its title, date and publisher, and nothing around them."""

from __future__ import annotations

import re

from analysis.decoding import decode

_PAGE = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html)\b", re.IGNORECASE)


def looks_like_page(data: bytes) -> bool:
    """Whether bytes begin as a web page does, whatever the file is called."""
    return bool(_PAGE.match(data[:1000]))


def read_page(data: bytes) -> tuple[str, dict[str, str | None]]:
    """Read a page."""
    from trafilatura import bare_extraction

    page = bare_extraction(decode(data), with_metadata=True, include_comments=False)
    if page is None or not page.text:
        raise ValueError("is a web page in which no article was found")
    return page.text, {"title": page.title, "date": page.date, "source": page.sitename}
