"""A sentence for the stance model: word pieces, with a marker before and after each actor that is asked about.

The same code serves training and use, so that the model reads in use what it read in training. A long sentence is cut
to a window round the actors, since the model's time grows with the square of the length.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tokenizers import Tokenizer

#: the markers: two pieces of the vocabulary that its makers left unused
OPEN, CLOSE = "[unused1]", "[unused2]"
#: word pieces in a window, markers and all
LENGTH = 96

Span = tuple[int, int]


class Marked(NamedTuple):
    """What the model reads.

    Attributes:
        ids: the word pieces, with the two special ones at the ends.
        places: where the opening marker of each span stands in ids, in the order in which the spans were given.
        pieces: for each of ids the half-open offsets of its letters in the sentence; (0, 0) where it has none.
    """

    ids: list[int]
    places: list[int]
    pieces: list[Span]


def mark(tokenizer: Tokenizer, sentence: str, spans: Sequence[Span], length: int = LENGTH) -> Marked:
    """Mark one or two spans of a sentence.

    Args:
        tokenizer: a WordPiece tokenizer with the pieces [CLS], [SEP], [unused1] and [unused2], no truncation.
        sentence: any text.
        spans: half-open offsets into the sentence; they may not overlap.
        length: word pieces at most; the window keeps the spans, and as much before them as after them.

    Returns:
        A Marked. Where the spans stand so far apart that no window holds them both, the pieces between them are cut.
    """
    encoded = tokenizer.encode(sentence, add_special_tokens=False)
    open_id, close_id = tokenizer.token_to_id(OPEN), tokenizer.token_to_id(CLOSE)
    offsets = encoded.offsets
    held = [_held(offsets, span) for span in spans]
    room = length - 2 - 2 * len(spans)
    kept = _window(len(offsets), held, room)
    starts = {first: number for number, (first, _) in enumerate(held)}
    stops = {stop for _, stop in held}
    ids, pieces, places = [tokenizer.token_to_id("[CLS]")], [(0, 0)], [0] * len(spans)
    for at in kept:
        if at in stops:
            ids.append(close_id)
            pieces.append((0, 0))
        if at in starts:
            places[starts[at]] = len(ids)
            ids.append(open_id)
            pieces.append((0, 0))
        ids.append(encoded.ids[at])
        pieces.append(offsets[at])
    if kept and kept[-1] + 1 in stops:
        ids.append(close_id)
        pieces.append((0, 0))
    ids.append(tokenizer.token_to_id("[SEP]"))
    pieces.append((0, 0))
    return Marked(ids, places, pieces)


def _held(offsets: list[Span], span: Span) -> Span:
    """The first word piece of a span, and the one after its last."""
    inside = [i for i, (start, end) in enumerate(offsets) if start < span[1] and end > span[0]]
    if inside:
        return inside[0], inside[-1] + 1
    after = next((i for i, (_, end) in enumerate(offsets) if end > span[0]), max(len(offsets) - 1, 0))
    return after, after + 1


def _window(size: int, held: list[Span], room: int) -> list[int]:
    """Which word pieces are kept: the spans, then their neighbours, nearest first, on both sides alike."""
    if size <= room:
        return list(range(size))
    distance = np.full(size, size)
    places = np.arange(size)
    for start, stop in held:
        distance = np.minimum(distance, np.where(places < start, start - places, np.maximum(places - stop + 1, 0)))
    return sorted(np.argsort(distance, kind="stable")[:room].tolist())


def batch(marked: Sequence[Marked]) -> dict[str, np.ndarray]:
    """Marked sentences as the model's input: each array int64, a row a sentence, shorter ones filled up with 0.

    ``first`` and ``second`` are the places of the opening markers; a sentence with one span has the same place twice.
    """
    width = max(len(one.ids) for one in marked)
    ids = np.zeros((len(marked), width), dtype=np.int64)
    mask = np.zeros_like(ids)
    for row, one in enumerate(marked):
        ids[row, : len(one.ids)] = one.ids
        mask[row, : len(one.ids)] = 1
    return {
        "input_ids": ids,
        "attention_mask": mask,
        "first": np.array([one.places[0] for one in marked], dtype=np.int64),
        "second": np.array([one.places[-1] for one in marked], dtype=np.int64),
    }
