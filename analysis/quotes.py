"""Find quotations: where quotation marks open and close, paragraph by paragraph.

Marks in real news are curly or straight, doubled apostrophes, single in headlines; they are left open where a
quotation runs on into the next paragraph, and sometimes simply forgotten. This module only reads marks. Who
says a quotation, and whether it is speech at all (a title, a "scare quote"), is decided in statements.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from analysis.articles import Article

_OPENERS = "“„«"
_CLOSERS = "”»"
#: double marks, in order of length: two apostrophes or backticks stand for a double mark in some newspapers.
_MARK = re.compile(r"``|''|’’|‘‘|[“”„«»\"]")
_SINGLE_OPEN = re.compile(r"(?<![\w’'.,])[‘'](?=[\w“\"…$])")
_SINGLE_CLOSE = re.compile(r"(?<=[\w.,?!…%)])[’'](?!\w)")
_AFTER_CLOSING = {"", "\n", ",", ".", ";", ":", ")"}
#: a quotation in single marks longer than this is more likely two stray apostrophes.
LONGEST_SINGLE = 400


class Quotation(NamedTuple):
    """A quotation in an article: offsets into its text, half-open.

    ``start`` and ``end`` take in the marks, ``inner_start`` and ``inner_end`` do not. ``closed`` is false where the
    mark was left open up to the end of the paragraph; ``continues`` is true where the quotation carries on one
    that the paragraph before left open. ``single`` marks are weaker evidence than double ones.
    """

    paragraph: int
    start: int
    end: int
    inner_start: int
    inner_end: int
    closed: bool
    continues: bool = False
    single: bool = False


def find_quotations(article: Article) -> list[Quotation]:
    r"""Find the quotations of an article, in reading order; they do not overlap.

    Args:
        article: the article.

    Returns:
        The quotations. A mark that never closes gives a quotation up to the end of its paragraph, unless
        another one opens first: then it is taken for a stray mark. Quotations inside quotations are not listed.

    Example:
        >>> from analysis.articles import load_article
        >>> text = "“We will wait,” Mira said. “And\n“we will see.”"
        >>> [text[q.inner_start : q.inner_end] for q in find_quotations(load_article(text=text))]
        ['We will wait,', 'And', 'we will see.']
    """
    found: list[Quotation] = []
    open_before = -2  # the paragraph whose last quotation was left open
    for number, (start, end) in enumerate(article.paragraphs):
        here = list(_double(article.text, number, start, end))
        here += _single(article.text, number, start, end, here)
        here.sort()
        if here and open_before == number - 1 and here[0].start == start:
            here[0] = here[0]._replace(continues=True)
        if here and not here[-1].closed:
            open_before = number
        found += here
    return found


def _double(text: str, paragraph: int, start: int, end: int) -> Iterable[Quotation]:
    """Pair the double marks of one paragraph from left to right."""
    opened: re.Match[str] | None = None
    for mark in _MARK.finditer(text, start, end):
        before = text[mark.start() - 1] if mark.start() > start else " "
        after = text[mark.end()] if mark.end() < end else " "
        sign = mark.group()
        can_open = sign not in _CLOSERS and not after.isspace() and (sign in _OPENERS or not before.isalnum())
        # A straight mark between a word and a space, or after a full stop, closes; between two letters it is neither.
        can_close = sign not in _OPENERS and not (before.isspace() and sign not in _CLOSERS and not after.isspace())
        if sign == "“" and opened is not None and opened.group() == "„":
            can_close = True  # the German and Polish way: „…“
        if opened is not None and can_close:
            if mark.start() > opened.end():
                yield Quotation(paragraph, opened.start(), mark.end(), opened.end(), mark.start(), True)
            opened = None
        elif can_open:
            opened = mark
    if opened is not None and end > opened.end() and _runs_on(text, opened, start, end):
        yield Quotation(paragraph, opened.start(), end, opened.end(), end, False)


def _runs_on(text: str, opened: re.Match[str], start: int, end: int) -> bool:
    """Whether a mark left open starts a quotation: at the paragraph's start, or after punctuation before a capital."""
    lead = text[start : opened.start()].rstrip()
    return not lead or (lead[-1] in ",:.?!—–-" and not text[opened.end()].islower()) or end - opened.end() > 80


def _single(text: str, paragraph: int, start: int, end: int, double: list[Quotation]) -> list[Quotation]:
    """Pair single marks outside double ones; an apostrophe closes nothing."""
    found: list[Quotation] = []
    done = start
    ahead = 0  # the first double quotation that ends after the place we are at
    for opening in _SINGLE_OPEN.finditer(text, start, end):
        while ahead < len(double) and double[ahead].end <= opening.start():
            ahead += 1
        wall = double[ahead].start if ahead < len(double) else end
        if opening.start() < done or opening.start() >= wall:
            continue
        closings = list(_SINGLE_CLOSE.finditer(text, opening.end(), min(wall, opening.end() + LONGEST_SINGLE)))
        # An inner plural possessive ("the voters' choice") looks like a closing mark: a mark after punctuation,
        # or before punctuation or the end, is a better one.
        sure = [m for m in closings if text[m.start() - 1] in ",.?!…" or text[m.end() : m.end() + 1] in _AFTER_CLOSING]
        closing = (sure or closings or [None])[0]
        if closing is None:
            continue
        found.append(
            Quotation(paragraph, opening.start(), closing.end(), opening.end(), closing.start(), True, single=True)
        )
        done = closing.end()
    return found
