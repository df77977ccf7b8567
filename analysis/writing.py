r"""Markdown as a reader sees it: the words of an article without the marks, a paragraph a line.

The marks go, since they would stand inside quotations ("we *never* agreed") and split names from their words. What is
no running text goes too: front matter (of which title, date and source are kept), the targets of links, pictures, code
blocks, raw HTML and rules. The parser is markdown-it-py, by the CommonMark rules.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it.token import Token

#: the block between two lines of --- at the very beginning, as Jekyll, Hugo and Obsidian write it.
_FRONT_MATTER = re.compile(r"\ufeff?---[ \t]*\n(.*?\n)?(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"(title|date|source|publisher|site_name)[ \t]*:[ \t]*(\S.*?)[ \t]*", re.IGNORECASE)
_NAMES = {"publisher": "source", "site_name": "source"}
#: blocks whose words belong to the article.
_INLINE = ("text", "text_special", "code_inline")


def read_markdown(text: str) -> tuple[str, dict[str, str | None]]:
    r"""Turn Markdown into plain text.

    Args:
        text: the Markdown.

    Returns:
        The text, a paragraph a line with blank lines between (lines that are broken inside a paragraph are joined), and
        what its front matter tells: title, date and source. A first heading of the highest rank is the title where no
        front matter tells one.

    Not covered: tables (each row becomes a line), footnotes and other extensions, whose marks stay.

    Example:
        >>> read_markdown("---\ndate: 2015-12-18\n---\n# Talks\n\nMira said the dam was\n*not* [safe](x.html).\n")
        ('Talks\n\nMira said the dam was not safe.\n', {'date': '2015-12-18', 'title': 'Talks'})
    """
    from markdown_it import MarkdownIt

    text = text.replace("\r\n", "\n").replace("\r", "\n")
    told: dict[str, str | None] = {}
    if front := _FRONT_MATTER.match(text):
        told = _fields(front.group(1) or "")
        text = text[front.end() :]
    paragraphs, headings = [], []
    tokens = MarkdownIt("commonmark").parse(text)
    for number, token in enumerate(tokens):
        if token.type != "inline":
            continue
        line = " ".join(_words(token.children or []).split())
        if not line:
            continue
        paragraphs.append(line)
        opener = tokens[number - 1]
        if opener.type == "heading_open":
            headings.append((opener.tag, line))
    if not told.get("title") and headings:
        told["title"] = min(headings, key=lambda heading: heading[0])[1]
    return "\n\n".join(paragraphs) + ("\n" if paragraphs else ""), told


def _words(tokens: list[Token]) -> str:
    """The words of a paragraph: a broken line is a space, a picture nothing."""
    parts = []
    for token in tokens:
        if token.type in _INLINE:
            parts.append(token.content)
        elif token.type in ("softbreak", "hardbreak"):
            parts.append(" ")
    return "".join(parts)


def _fields(front: str) -> dict[str, str | None]:
    """Title, date and source of simple front matter (``name: value``); whatever else it holds is left alone."""
    told: dict[str, str | None] = {}
    for line in front.split("\n"):
        if found := _FIELD.fullmatch(line):
            name = found.group(1).lower()
            value = found.group(2)
            if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
                value = value[1:-1]
            told.setdefault(_NAMES.get(name, name), value)
    return told
