"""spaCy's named entities, the same ones, in a third of the time.

spaCy's recogniser is a transition system: it goes through the words and takes one action at each, begin, in, last, unit
or out of an entity (Lample et al., NAACL 2016). Before each action it asks every one of the 74 whether it is allowed,
and in spaCy 3.8 each question takes and gives back Python's global lock, which costs more than the network itself. The
rules of what is allowed are few, so here they are applied to all words at once: outside of an entity the scores of
a word depend on that word alone, and only where an entity begins are its next words gone through one by one.

The network, its weights and so the entities are spaCy's; ``tests/test_entities.py`` holds the two together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import numpy as np
from spacy.tokens import Span
from spacy.util import minibatch

if TYPE_CHECKING:
    from spacy.pipeline import EntityRecognizer
    from spacy.tokens import Doc

#: in the place of a score that is not allowed
_NEVER = np.float32(-np.inf)


def fits(recogniser: EntityRecognizer) -> bool:
    """Whether a recogniser is of the kind that ``Entities`` can read: greedy, three features, every class seen."""
    model = recogniser.model
    return (
        recogniser.cfg.get("beam_width") == 1
        and {"tok2vec", "lower", "upper"} <= set(model.ref_names)
        and model.has_ref("upper") is True
        and model.get_ref("lower").get_dim("nF") == 3
        and not model.attrs.get("unseen_classes")
        and all(name == "O" or name[:2] in ("B-", "I-", "L-", "U-") for name in recogniser.move_names)
    )


class Entities:
    """A pipeline component that sets ``doc.ents`` as the given recogniser would.

    Args:
        recogniser: spaCy's trained component, one for which ``fits`` is true.

    Not covered: entities that stand in the document already; they are replaced.
    """

    def __init__(self, recogniser: EntityRecognizer) -> None:
        self.recogniser = recogniser
        model = recogniser.model
        self.tok2vec, self.lower, upper = (model.get_ref(name) for name in ("tok2vec", "lower", "upper"))
        self.bias = self.lower.get_param("b").reshape(-1)
        self.weights, self.last_bias = upper.get_param("W").T.copy(), upper.get_param("b")
        names = recogniser.move_names
        self.labels = sorted({name[2:] for name in names if name != "O"})
        number = {name: at for at, name in enumerate(names)}
        # of each label, where its four actions stand among the scores
        self.begin, self.inside, self.last, self.unit = (
            np.array([number[kind + label] for label in self.labels]) for kind in ("B-", "I-", "L-", "U-")
        )
        self.label_of = {at: n for kind in (self.begin, self.unit) for n, at in enumerate(kind)}
        self.out = number["O"]

    def __call__(self, doc: Doc) -> Doc:
        """Set the entities of one document."""
        return next(self.pipe([doc]))

    def pipe(self, docs: Iterable[Doc], *, batch_size: int = 128) -> Iterator[Doc]:
        """Set the entities of documents, so many at a time."""
        for batch in minibatch(docs, size=batch_size):
            batch = list(batch)
            found = self.find([doc for doc in batch if len(doc)])
            for doc in batch:
                doc.set_ents(next(found) if len(doc) else [], default="outside")
                yield doc

    def find(self, docs: list[Doc]) -> Iterator[list[Span]]:
        """The entities of each of the documents, none of them empty."""
        if not docs:
            return
        features, padding = self._features(docs)
        lengths = [len(doc) for doc in docs]
        space, stop = self._limits(docs, lengths)
        action = self._outside(features[0] + padding[1] + padding[2], space, stop)
        starts = np.flatnonzero(np.isin(action, self.begin))
        ends = self._run(features, starts, np.array([self.label_of[at] for at in action[starts]], dtype=int), stop)
        end_of = dict(zip(starts.tolist(), ends.tolist(), strict=True))
        first = 0
        for doc, length in zip(docs, lengths, strict=True):
            yield self._walk(doc, action[first : first + length].tolist(), end_of, first)
            first += length

    def _features(self, docs: list[Doc]) -> tuple[np.ndarray, np.ndarray]:
        """What each word adds to the hidden layer as next word, first and last word of the entity; and what no word."""
        vectors = self.tok2vec.predict(docs)
        hidden = self.lower.predict(vectors)  # (1 + words, 3, width, pieces); the first row is for no word
        flat = hidden.reshape(hidden.shape[0], 3, -1)
        return np.ascontiguousarray(flat[1:].transpose(1, 0, 2)), flat[0]

    def _scores(self, summed: np.ndarray) -> np.ndarray:
        """Maxout of the summed features, and the last layer."""
        pieces = (summed + self.bias).reshape(len(summed), self.weights.shape[0], -1)
        return pieces.max(axis=2) @ self.weights + self.last_bias

    @staticmethod
    def _limits(docs: list[Doc], lengths: list[int]) -> tuple[np.ndarray, np.ndarray]:
        """Which words are white space, and after which a sentence or the document ends: no entity goes on there."""
        space = np.fromiter((word.is_space for doc in docs for word in doc), dtype=bool, count=sum(lengths))
        opens = np.concatenate([doc.to_array("SENT_START") for doc in docs]).astype(np.int64) == 1
        stop = np.append(opens[1:], True)
        stop[np.cumsum(lengths) - 1] = True
        return space, stop

    def _outside(self, summed: np.ndarray, space: np.ndarray, stop: np.ndarray) -> np.ndarray:
        """The action at each word, if no entity is open there."""
        scores = self._scores(summed)
        scores[:, self.inside] = scores[:, self.last] = _NEVER
        scores[np.ix_(space | stop, self.begin)] = _NEVER
        scores[np.ix_(space, self.unit)] = _NEVER
        return scores.argmax(axis=1)

    def _run(self, features: np.ndarray, starts: np.ndarray, labels: np.ndarray, stop: np.ndarray) -> np.ndarray:
        """The last word of the entity that would begin at each start: all are gone on with together, word by word."""
        ends = starts + 1
        going = np.arange(len(starts))
        while len(going):
            at = ends[going]
            scores = self._scores(features[0][at] + features[1][starts[going]] + features[2][at - 1])
            row = np.arange(len(going))
            inside = scores[row, self.inside[labels[going]]]
            last = scores[row, self.last[labels[going]]]
            first_wins = self.inside[labels[going]] < self.last[labels[going]]  # of equal scores
            goes_on = ~stop[at] & ((inside > last) | ((inside == last) & first_wins))
            going = going[goes_on]
            ends[going] += 1
        return ends

    def _walk(self, doc: Doc, actions: list[int], end_of: dict[int, int], first: int) -> list[Span]:
        """Go through one document: an action counts where no entity is open."""
        found, at = [], 0
        while at < len(actions):
            label = self.label_of.get(actions[at])
            end = at
            if label is not None:
                end = end_of.get(first + at, first + at) - first
                found.append(Span(doc, at, end + 1, label=self.labels[label]))
            at = end + 1
        return found
