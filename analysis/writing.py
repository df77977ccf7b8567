r"""Markdown as a reader sees it: the words of an article without the marks, a paragraph a line.

The marks go, since they would stand inside quotations ("we *never* agreed") and split names from their words. What is
no running text goes too: front matter (of which title, date and source are kept), the targets of links, pictures,
fenced code, the tags of HTML, rules. The parser is markdown-it-py, which keeps to CommonMark; but a paragraph whose
lines are indented stays a paragraph, since an article that is laid out so is no program.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markupsafe import Markup

if TYPE_CHECKING:
    from markdown_it.token import Token

#: at most so many characters are read: some two novels; the parser takes up to half a minute for a million odd marks.
MOST_CHARACTERS = 2_000_000
#: how deep lists and quotations may stand in each other; what is deeper, the parser leaves out.
DEEPEST = 40

#: the block between two lines of --- at the very beginning, as Jekyll, Hugo and Obsidian write it.
_FRONT_MATTER = re.compile(r"\ufeff?---[ \t]*\n((?:(?!---|\.\.\.).*\n)*)(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
_FIELD = re.compile(r"(title|date|source|publisher|site_name)[ \t]*:[ \t]*(\S.*)", re.IGNORECASE)
_NAMES = {"publisher": "source", "site_name": "source"}
_NO_TEXT = re.compile(r"<(script|style)\b.*?(?:</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE)


def read_markdown(text: str) -> tuple[str, dict[str, str | None]]:
    r"""Turn Markdown into plain text.

    Args:
        text: the Markdown, at most MOST_CHARACTERS characters.

    Returns:
        The text, a paragraph a line with blank lines between (lines that are broken inside a paragraph are joined), and
        what its front matter tells: title, date and source. Where it tells no title and the text begins with a heading,
        the first heading of the highest rank is the title.

    Raises:
        ValueError: it is too large, or nested too deep. The message goes on with a sentence that begins with the
            file's name.

    Not covered: extensions such as footnotes and tables, whose marks stay.

    Example:
        >>> read_markdown("---\ndate: 2015-12-18\n---\n# Talks\n\nMira said the dam was\n*not* [safe](x.html).\n")
        ('Talks\n\nMira said the dam was not safe.\n', {'date': '2015-12-18', 'title': 'Talks'})
    """
    if len(text) > MOST_CHARACTERS:
        raise ValueError(
            f"has {len(text):,} characters, too many for Markdown: save it as plain text (.txt), and load that"
        )
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    told: dict[str, str | None] = {}
    if front := _FRONT_MATTER.match(text):
        told = _fields(front.group(1))
        text = text[front.end() :]
    lines, headings = _lines(text)
    if headings and headings[0][1] == lines[0] and not told.get("title"):  # one further down heads a part
        told["title"] = min(headings, key=lambda heading: heading[0])[1]
    return "\n\n".join(lines) + ("\n" if lines else ""), told


def _lines(text: str) -> tuple[list[str], list[tuple[str, str]]]:
    """The paragraphs, each in one line; and the headings among them, each with its rank."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"maxNesting": DEEPEST}).disable("code")
    try:
        tokens = parser.parse(text)
    except RecursionError:
        raise ValueError("is Markdown nested too deep to be read") from None
    lines: list[str] = []
    headings: list[tuple[str, str]] = []
    for before, token in zip([None, *tokens], tokens, strict=False):
        if token.type == "inline":
            words = _words(token.children or [])
        elif token.type == "html_block":
            words = str(Markup(_NO_TEXT.sub(" ", token.content)).striptags())
        else:
            continue
        if line := " ".join(words.split()):
            lines.append(line)
            if before is not None and before.type == "heading_open":
                headings.append((before.tag, line))
    return lines, headings


def _words(tokens: list[Token]) -> str:
    """The words of a paragraph: the end of a line is a space, a picture is nothing."""
    others = {"softbreak": " ", "hardbreak": " "}
    kept = ("text", "text_special", "code_inline")
    return "".join(token.content if token.type in kept else others.get(token.type, "") for token in tokens)


def _fields(front: str) -> dict[str, str | None]:
    """Title, date and source of simple front matter (``name: value``); whatever else it holds is left alone."""
    told: dict[str, str | None] = {}
    for line in front.split("\n"):
        if found := _FIELD.fullmatch(line.rstrip()):
            name, value = found.group(1).lower(), found.group(2)
            if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
                value = value[1:-1]
            told.setdefault(_NAMES.get(name, name), " ".join(value.split()) or None)
    return told
