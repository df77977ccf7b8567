"""Text with marked places, as data for a page: where statements, speakers, cues and evidence stand, and overlap.

Places are half-open offsets and may nest or overlap; HTML elements may not. So the text is cut wherever a place begins
or ends, and each piece knows which places it lies in.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable
from typing import NamedTuple

#: what no page should hold: control characters and halves of a character pair.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_SENTENCE_END = re.compile(r"[.!?…][\"”’')\]]*(?=\s|$)")


class Piece(NamedTuple):
    """A piece of text that lies wholly in each of the marks ``keys``, in the order in which they begin."""

    start: int
    end: int
    text: str
    keys: tuple[Hashable, ...]


def cut(text: str, start: int, end: int, marks: Iterable[tuple[int, int, Hashable]]) -> list[Piece]:
    """Cut a stretch of text wherever a mark begins or ends.

    Args:
        text: the whole text.
        start: where the stretch begins, an offset into ``text``.
        end: where it ends.
        marks: (start, end, key) for each mark; parts outside the stretch are ignored.

    Returns:
        The pieces, in order; joined they are ``text[start:end]``.

    Example:
        >>> [(piece.text, piece.keys) for piece in cut("a bc d", 0, 6, [(2, 6, "outer"), (2, 4, "inner")])]
        [('a ', ()), ('bc', ('outer', 'inner')), (' d', ('outer',))]
    """
    clipped = [(max(s, start), min(e, end), key) for s, e, key in marks]
    clipped = sorted((m for m in clipped if m[0] < m[1]), key=lambda m: (m[0], -m[1]))
    borders = sorted({start, end, *(s for s, _, _ in clipped), *(e for _, e, _ in clipped)})
    pieces, active, next_mark = [], [], 0
    for left, right in zip(borders, borders[1:], strict=False):
        active = [mark for mark in active if mark[1] > left]
        while next_mark < len(clipped) and clipped[next_mark][0] <= left:
            active.append(clipped[next_mark])
            next_mark += 1
        pieces.append(Piece(left, right, text[left:right], tuple(dict.fromkeys(key for _, _, key in active))))
    return pieces


def sentences_around(text: str, start: int, end: int, low: int, high: int) -> tuple[int, int]:
    """Widen a place to the sentences it stands in, as far as full stops tell.

    Args:
        text: the whole text.
        start: where the place begins.
        end: where it ends.
        low: the sentences begin no earlier than here, such as the start of the paragraph.
        high: they end no later than here.

    Returns:
        The wider place. A full stop after a title ("Mr.") is taken for the end of a sentence: this is for showing a
        statement in its surroundings, not for finding it.

    Example:
        >>> text = "It rained. Mira said no. Then she left."
        >>> low, high = sentences_around(text, 21, 23, 0, len(text))
        >>> text[low:high]
        'Mira said no.'
    """
    first = low
    for match in _SENTENCE_END.finditer(text, low, start):
        first = match.end()
    first += len(text[first:start]) - len(text[first:start].lstrip())
    for match in _SENTENCE_END.finditer(text, max(start, end - 4), high):
        if match.end() >= end:
            return first, match.end()
    return first, max(high, end)


def clean(text: object) -> str:
    r"""Make a value showable: as text, with control characters shown as � instead of being obeyed.

    Example:
        >>> clean("a\x00b")
        'a�b'
    """
    return _CONTROLS.sub("\ufffd", str(text))
