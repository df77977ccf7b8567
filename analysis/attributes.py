"""Parts of speech, forms and lemmas as spaCy's rules give them, each looked up once.

spaCy's attribute ruler and lemmatizer match their rules against every word of every text anew. Nearly all those rules
read one word alone: the word, its tag, and for a few relations the one to its head. So what they give for such a
triple is kept, and only triples that are new are shown to them. A text in which a rule over two words might find both
("let's", "there is") goes through spaCy's own components as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from spacy import attrs
from spacy.tokens import Doc

if TYPE_CHECKING:
    from spacy.pipeline import AttributeRuler, Lemmatizer

#: the most triples that are kept; then they are learned anew
MOST_KEPT = 500_000
_READ = [attrs.ORTH, attrs.TAG, attrs.DEP]
_SET = [attrs.POS, attrs.MORPH, attrs.LEMMA]

Triple = tuple[int, int, int]


def fits(ruler: AttributeRuler, lemmatizer: Lemmatizer) -> bool:
    """Whether the rules read only what ``Attributes`` keeps apart."""
    tokens = [token for rule in ruler.patterns for pattern in rule["patterns"] for token in pattern]
    return (
        lemmatizer.mode == "rule"
        and not lemmatizer.overwrite
        and all(set(token) <= {"TAG", "LOWER", "DEP", "IS_SPACE"} for token in tokens)
        and all(set(rule["attrs"]) <= {"POS", "MORPH", "LEMMA", "TAG", "DEP"} for rule in ruler.patterns)
    )


class Attributes:
    """A pipeline component that does what an attribute ruler and then a lemmatizer do, to a parsed document.

    Args:
        ruler: spaCy's attribute ruler.
        lemmatizer: spaCy's lemmatizer by rules; ``fits`` is true of the two.
    """

    def __init__(self, ruler: AttributeRuler, lemmatizer: Lemmatizer) -> None:
        self.ruler, self.lemmatizer, self.vocab = ruler, lemmatizer, ruler.vocab
        self.known: dict[Triple, tuple[int, ...]] = {}
        tokens = [token for rule in ruler.patterns for pattern in rule["patterns"] for token in pattern]
        relations = {self.vocab.strings.add(name) for token in tokens for name in _named(token.get("DEP"))}
        self.relations = np.array(sorted(relations), dtype=np.uint64)
        wide = [
            pattern
            for rule in ruler.patterns
            for pattern in rule["patterns"]
            # A rule that sets what other rules read is no look-up either.
            if len(pattern) > 1 or {"TAG", "DEP"} & set(rule["attrs"])
        ]
        self.wide = _Wide(wide)

    def __call__(self, doc: Doc) -> Doc:
        """Set the attributes of one document."""
        if not len(doc):
            return doc
        read = doc.to_array(_READ)
        if self.wide.may_match(doc, read):
            return self.lemmatizer(self.ruler(doc))
        # All relations that no rule names are one.
        read[~np.isin(read[:, 2], self.relations), 2] = 0
        keys = [tuple(row) for row in read.tolist()]
        if new := {key: i for i, key in enumerate(keys) if key not in self.known}:
            if len(self.known) > MOST_KEPT:
                self.known.clear()
                new = {key: i for i, key in enumerate(keys)}
            self._learn(doc, new)
        doc.from_array(_SET, np.array([self.known[key] for key in keys], dtype=np.uint64))
        return doc

    def pipe(self, docs: Iterable[Doc], *, batch_size: int = 128) -> Iterator[Doc]:
        """Set the attributes of documents one by one; ``batch_size`` makes no difference."""
        yield from map(self, docs)

    def _learn(self, doc: Doc, new: dict[Triple, int]) -> None:
        """Show the words that are new to spaCy's components, in a document of their own."""
        words = [doc[i] for i in new.values()]
        alone = Doc(
            self.vocab,
            words=[word.text for word in words],
            tags=[word.tag_ for word in words],
            deps=[word.dep_ for word in words],
            heads=list(range(len(words))),
        )
        self.lemmatizer(self.ruler(alone))
        for key, found in zip(new, alone.to_array(_SET).tolist(), strict=True):
            self.known[key] = tuple(found)


class _Asked(NamedTuple):
    """What a pattern asks of a word's letters and of its relation; None: nothing."""

    letters: re.Pattern[str] | None
    relations: frozenset[str] | None
    space: bool


class _Wide:
    """Tells whether each token of a pattern could be some word of a document: that is more than needed, never less."""

    def __init__(self, patterns: list[list[dict]]) -> None:
        self.asked: list[_Asked] = []
        self.patterns: list[int] = []
        for pattern in patterns:
            bits = 0
            for token in pattern:
                asked = _Asked(_letters(token.get("LOWER")), _relations(token.get("DEP")), bool(token.get("IS_SPACE")))
                bits |= 1 << len(self.asked)
                self.asked.append(asked)
            self.patterns.append(bits)
        self.words: dict[int, int] = {}
        self.by_relation: dict[int, int] = {}

    def may_match(self, doc: Doc, read: np.ndarray) -> bool:
        """Whether any pattern has all its tokens among the words of the document (``read``: its orths, tags, deps)."""
        found, vocab = 0, doc.vocab
        if len(self.words) > MOST_KEPT:
            self.words.clear()
        for orth, relation in set(map(tuple, read[:, [0, 2]].tolist())):
            if (by_word := self.words.get(orth)) is None:
                by_word = self.words[orth] = self._of_word(vocab[orth])
            if (by_relation := self.by_relation.get(relation)) is None:
                by_relation = self.by_relation[relation] = self._of_relation(vocab.strings[relation])
            found |= by_word & by_relation
        return any(found & bits == bits for bits in self.patterns)

    def _of_word(self, lexeme) -> int:
        return sum(
            1 << number
            for number, asked in enumerate(self.asked)
            if (asked.letters is None or asked.letters.search(lexeme.lower_)) and (lexeme.is_space or not asked.space)
        )

    def _of_relation(self, relation: str) -> int:
        return sum(
            1 << number
            for number, asked in enumerate(self.asked)
            if asked.relations is None or relation in asked.relations
        )


def _named(asked: object) -> list[str]:
    """The values that a pattern names of an attribute, to have or not to have."""
    if isinstance(asked, dict):
        return [value for values in asked.values() if isinstance(values, list) for value in values]
    return [asked] if isinstance(asked, str) else []


def _letters(asked: object) -> re.Pattern[str] | None:
    """A pattern's condition on a word in small letters."""
    if isinstance(asked, str):
        return re.compile(rf"^{re.escape(asked)}\Z")
    if isinstance(asked, dict) and "IN" in asked:
        return re.compile(rf"^(?:{'|'.join(map(re.escape, asked['IN']))})\Z")
    return re.compile(asked["REGEX"]) if isinstance(asked, dict) and "REGEX" in asked else None


def _relations(asked: object) -> frozenset[str] | None:
    """A pattern's condition on a word's relation, where it names those it wants."""
    if isinstance(asked, dict):
        return frozenset(asked["IN"]) if "IN" in asked else None
    return frozenset([asked]) if isinstance(asked, str) else None
