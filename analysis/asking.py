"""What the stance model is asked, and how its answers are read: the bridge from a parsed statement to the encoder."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from analysis import encoder
from analysis.marked import Span, batch, mark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.targets import Finder, Target

#: below this probability of its label the model's answer is flagged uncertain
CERTAIN = 0.6
#: a word is evidence if leaving it out takes this much of the stance away, and this share of what the strongest takes
LEAST_EFFECT, LEAST_SHARE = 0.05, 0.3


class Question(NamedTuple):
    """A sentence, the target in it, and whose stance is asked: somebody in it, or (None) the one whose words it is."""

    sentence: str
    target: Span
    source: Span | None = None

    def can_be_marked(self) -> bool:
        """Whether target and source lie apart from each other."""
        return self.source is None or self.source[1] <= self.target[0] or self.target[1] <= self.source[0]


class Answer(NamedTuple):
    """The model's answer: probabilities of against, neutral and for, which sum to 1."""

    against: float
    neutral: float
    favour: float

    @property
    def value(self) -> float:
        """P(for) − P(against), −1 … 1."""
        return self.favour - self.against

    @property
    def label(self) -> str:
        """The likeliest of "against", "neutral" and "for"."""
        return encoder.LABELS[int(np.argmax(self))]

    @property
    def confidence(self) -> float:
        """The probability of the label."""
        return max(self)


def ask(questions: Sequence[Question]) -> list[Answer]:
    """Ask the model, all questions in a few batches; the answers come in the order of the questions."""
    found: list[Answer | None] = [None] * len(questions)
    alone = [i for i, q in enumerate(questions) if q.source is None]
    pairs = [i for i, q in enumerate(questions) if q.source is not None]
    if alone:
        asked = [questions[i] for i in alone]
        for i, row in zip(alone, encoder.towards([q.sentence for q in asked], [q.target for q in asked]), strict=True):
            found[i] = Answer(*map(float, row))
    if pairs:
        asked = [questions[i] for i in pairs]
        rows = encoder.between([q.sentence for q in asked], [(q.source, q.target) for q in asked])
        for i, row in zip(pairs, rows, strict=True):
            found[i] = Answer(*map(float, row[0]))
    return [answer for answer in found if answer is not None]


def word_effects(question: Question) -> list[tuple[int, int, float]]:
    """How much of the stance each word carries: the value, less what it is when the word is hidden (occlusion).

    Args:
        question: what was asked.

    Returns:
        (start, end, effect) of each word outside target and source, in reading order; half-open offsets into the
        sentence. A positive effect moves the stance towards "for". Words that the model's window cut off have none.
        After Zeiler and Fergus (ECCV 2014), who hid parts of pictures. All words are hidden in one batch.

    Not covered: words that only work together; hiding one of "not" and "good" may say little about either.
    """
    model = encoder.load_model()
    spans = [question.target] if question.source is None else [question.source, question.target]
    marked = mark(model.tokenizer, question.sentence, spans)
    words: list[tuple[int, int, list[int]]] = []
    for at, (start, end) in enumerate(marked.pieces):
        if start == end or any(start < e and s < end for s, e in spans):
            continue
        if words and words[-1][1] == start and question.sentence[start:end].isalnum():
            words[-1] = (words[-1][0], end, [*words[-1][2], at])
        elif question.sentence[start:end].strip():
            words.append((start, end, [at]))
    words = [word for word in words if any(letter.isalnum() for letter in question.sentence[word[0] : word[1]])]
    if not words:
        return []
    hidden = model.tokenizer.token_to_id("[MASK]")
    given = batch([marked] * (len(words) + 1))
    for row, (_, _, places) in enumerate(words, start=1):
        given["input_ids"][row, places] = hidden
    towards, between = model.session.run(None, given)
    if question.source is None:
        found = encoder.softmax(towards / model.temperature["towards"])
        values = found[:, 2] - found[:, 0]
    else:
        found = encoder.softmax(between / model.temperature["between"])
        values = found[:, 1] - found[:, 2]
    return [(s, e, float(values[0] - value)) for (s, e, _), value in zip(words, values[1:], strict=True)]


def evidence(question: Question, value: float) -> tuple[Span, ...]:
    """The words that move the model's stance the way it went; neighbours are one span."""
    effects = [(s, e, effect * np.sign(value)) for s, e, effect in word_effects(question)]
    strongest = max((effect for _, _, effect in effects), default=0.0)
    found: list[Span] = []
    for start, end, effect in effects:
        if effect < max(LEAST_EFFECT, LEAST_SHARE * strongest):
            continue
        if found and not question.sentence[found[-1][1] : start].strip():
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return tuple(found)


def question_of(finder: Finder, spans: Sequence[Span], target: Target) -> tuple[Question, int] | None:
    """What to ask about a target that a statement's content names: the content's own words in the target's sentence.

    Args:
        finder: the parsed passage.
        spans: the content's half-open offsets into the article's text.
        target: a target inside the content.

    Returns:
        The question and where its sentence begins in the article's text; None where the target is not in the content.
    """
    sentence = target.token.sent
    low, high = finder.place(sentence[0].i)[0], finder.place(sentence[-1].i)[1]
    for start, end in spans:
        start, end = max(start, low), min(end, high)
        if start <= target.start < target.end <= end:
            text = finder.doc.text[start - finder.offset : end - finder.offset]
            return Question(text, (target.start - start, target.end - start)), start
    return None
