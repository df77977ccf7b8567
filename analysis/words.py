"""Words, stretches of words and trees: what is looked at in a parse, under the names that spaCy gives them.

``Word`` is spaCy's ``Token``, ``Stretch`` its ``Span`` and ``Tree`` its ``Doc``, with the attributes that are used here
and no others, so that a function can be given either. ``trees`` makes them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator


class Word:
    """A token of a tree, with the attributes of spaCy's ``Token`` that are used here.

    ``children`` is a list, in the order of the text; ``lefts`` and ``rights`` are those before and after the word.
    """

    __slots__ = (
        "i",
        "idx",
        "text",
        "lower_",
        "lemma_",
        "is_punct",
        "is_space",
        "is_title",
        "is_alpha",
        "pos_",
        "tag_",
        "dep_",
        "ent_type_",
        "ent_iob_",
        "whitespace_",
        "is_sent_start",
        "head",
        "children",
        "doc",
        "_first",
        "_last",
    )

    def __len__(self) -> int:
        return len(self.text)

    def __bool__(self) -> bool:
        return True

    def __repr__(self) -> str:
        return self.text

    def nbor(self, by: int = 1) -> Word:
        """The word so many words on, or before where ``by`` is negative; IndexError where there is none."""
        if self.i + by < 0:
            raise IndexError(f"no word {-by} before {self.text!r}")
        return self.doc.words[self.i + by]

    @property
    def lefts(self) -> list[Word]:
        """The children before the word."""
        return [child for child in self.children if child.i < self.i]

    @property
    def rights(self) -> list[Word]:
        """The children after the word."""
        return [child for child in self.children if child.i > self.i]

    @property
    def left_edge(self) -> Word:
        """The first word under this one."""
        return self.doc.words[self._first]

    @property
    def right_edge(self) -> Word:
        """The last word under this one."""
        return self.doc.words[self._last]

    @property
    def subtree(self) -> list[Word]:
        """The word and all that is under it, in the order of the text."""
        words = self.doc.words[self._first : self._last + 1]
        if not self.doc.crossing:
            return words
        return [word for word in words if self._over(word)]

    def _over(self, word: Word) -> bool:
        while word is not self and word.head is not word:
            word = word.head
        return word is self

    @property
    def conjuncts(self) -> tuple[Word, ...]:
        """The words that are coordinated with this one, without it."""
        first = self
        while first.head is not first and first.dep_ == "conj":
            first = first.head
        found = [first]
        for word in found:
            found += [child for child in word.rights if child.dep_ == "conj"]
        return tuple(word for word in found if word is not self)

    @property
    def sent(self) -> Stretch:
        """The sentence that the word stands in."""
        opens = self.doc.opens
        at = bisect_right(opens, self.i)
        return Stretch(self.doc, opens[at - 1], opens[at] if at < len(opens) else len(self.doc.words))


class Stretch:
    """Words in a row, from ``start`` to ``end`` (half-open), with the attributes of spaCy's ``Span`` that are used."""

    __slots__ = ("doc", "start", "end", "label_")

    def __init__(self, doc: Tree, start: int, end: int, label: str = "") -> None:
        self.doc, self.start, self.end, self.label_ = doc, start, end, label

    def __len__(self) -> int:
        return self.end - self.start

    def __iter__(self) -> Iterator[Word]:
        return iter(self.doc.words[self.start : self.end])

    def __getitem__(self, i: int | slice) -> Word | Stretch:
        if isinstance(i, slice):
            start, end, _ = i.indices(self.end - self.start)
            return Stretch(self.doc, self.start + start, self.start + max(start, end))
        return self.doc.words[self.end + i if i < 0 else self.start + i]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Stretch) and (self.doc, self.start, self.end) == (other.doc, other.start, other.end)

    def __hash__(self) -> int:
        return hash((self.start, self.end))

    @property
    def start_char(self) -> int:
        """Where the first word begins in the text of the passage."""
        words = self.doc.words
        return words[self.start].idx if self.start < len(words) else len(self.doc.text)

    @property
    def end_char(self) -> int:
        """Where the last word ends."""
        if self.end <= self.start:
            return self.start_char
        last = self.doc.words[self.end - 1]
        return last.idx + len(last.text)

    @property
    def text(self) -> str:
        """The words as they stand in the text."""
        return self.doc.text[self.start_char : self.end_char]

    @property
    def root(self) -> Word:
        """The word nearest to the root of the sentence; the first of several."""
        if self.end - self.start == 1:
            return self.doc.words[self.start]
        words = self.doc.words[self.start : self.end]
        heads = [word for word in words if word.head is word]
        if heads:
            return heads[0]
        outside = [word for word in words if not self.start <= word.head.i < self.end]
        return min(outside, key=_depth) if outside else words[0]


def _depth(word: Word) -> int:
    """How far a word is from the root; a mark or white space with nothing under it is no head of anything."""
    if not word.children and (word.is_punct or word.is_space):
        return len(word.doc.words) - 1
    depth = 0
    while word.head is not word:
        word, depth = word.head, depth + 1
    return depth


class Tree:
    """The parse of a passage, with the attributes of spaCy's ``Doc`` that are used here.

    Attributes:
        text: the passage's text.
        words: its tokens.
        opens: the numbers of the tokens that open a sentence.
        places: where each token begins, in the passage's text.
        ents: the named entities.
        crossing: whether the words under some word do not stand together.
    """

    __slots__ = ("text", "words", "opens", "places", "_ents", "crossing")

    def __len__(self) -> int:
        return len(self.words)

    def __iter__(self) -> Iterator[Word]:
        return iter(self.words)

    def __getitem__(self, i: int | slice) -> Word | Stretch:
        if type(i) is int:
            return self.words[i]
        start, end, _ = i.indices(len(self.words))
        return Stretch(self, start, max(start, end))

    @property
    def ents(self) -> list[Stretch]:
        """The named entities."""
        return [Stretch(self, *ent) for ent in self._ents]

    def char_span(self, start: int, end: int, alignment_mode: str = "expand") -> Stretch | None:
        """The words that some characters touch, as spaCy's ``char_span`` gives them with "expand"; None outside."""
        first, last = self._at(start), self._at(end - 1)
        if first is None or last is None:
            return None
        word = self.words[first]
        if start == word.idx + len(word.text):
            first += 1
        return Stretch(self, first, last + 1)

    def _at(self, offset: int) -> int | None:
        """The number of the token at an offset, white space after it included."""
        i = bisect_right(self.places, offset) - 1
        if i < 0:
            return None
        word = self.words[i]
        return i if offset < word.idx + len(word.text) + len(word.whitespace_) else None

    def numbers(self, *parts_of_speech: str) -> list[int]:
        """The numbers of the tokens that have one of the parts of speech."""
        return [word.i for word in self.words if word.pos_ in parts_of_speech]
