"""How strong a reading is, and how the readings of one target become one stance.

Every rule has a name and a strength; ``RULES`` is the list.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from analysis.arguments import conditional, uncertain
from analysis.asking import Question, evidence
from analysis.naming import Finding
from analysis.targets import Finder, Target

if TYPE_CHECKING:
    from spacy.tokens import Token


class Rule(NamedTuple):
    """A rule's strength, P(its label) − P(the opposite label), and what it reads."""

    strength: float
    meaning: str


#: the rules, by name; strengths are priors (see ``score_stances``).
RULES: dict[str, Rule] = {
    "own attitude": Rule(0.85, "the speaker's side praises, blames, supports, opposes the target"),
    "own effect": Rule(0.75, "the speaker's side helps or harms the target, in its own words"),
    "own reverse": Rule(0.55, "the speaker's side stops the target"),
    "own cease": Rule(0.6, "the speaker's side gives the target up"),
    "own act": Rule(0.6, "the speaker's side does what the concept names"),
    "warned": Rule(0.6, "the speaker warns the target"),
    "quality": Rule(0.75, "the speaker gives the target a good or bad name"),
    "called": Rule(0.8, "the speaker calls the target a good or bad name"),
    "give way": Rule(0.85, "the speaker wants the target to go, to yield or to stop"),
    "wish": Rule(0.65, "the speaker wants or deplores help or harm to the target"),
    "deplored": Rule(0.65, "the speaker deplores what the target does"),
    "forbidden": Rule(0.55, "the speaker wants the target not to do something"),
    "done to us": Rule(0.6, "the target helps or harms the speaker's side, as the speaker tells"),
    "contested": Rule(0.75, "the speaker tells of harm to those that they call by a contested name"),
    "shared enemy": Rule(0.55, "the target fights those that the speaker calls by a contested name"),
    "answer": Rule(0.65, "the speaker denies, rejects or welcomes what the target said"),
    "veiled": Rule(0.6, "the reporter tells whom the words are meant for"),
    "demanded": Rule(0.55, "the speaker sternly demands that the target do something"),
    "told deed": Rule(0.55, "the target does something good or bad, as the speaker tells"),
    "told harm": Rule(0.55, "somebody harms the target, as the speaker tells"),
    "concept told": Rule(0.6, "the concept does good or harm, or will go on, as the speaker tells"),
    "owner": Rule(0.55, "the speaker is against, or praises, what the article shows to be the target's cause"),
    "held": Rule(0.52, "the concept is named; the speaker's party takes this stance to it elsewhere in the article"),
    "defiance": Rule(0.52, "the speaker defies, or answers sharply, the other side of a dispute who spoke before"),
    "withheld": Rule(0.0, "an act or attitude that is told not to be"),
    "denied": Rule(0.0, "an act or attitude that the speaker denies"),
    "open": Rule(0.0, "an act or attitude that is only asked about, or made a condition"),
    "recipient": Rule(0.0, "one who is only told or given something, or on whom somebody else acts"),
    "told of others": Rule(0.0, "one who only tells of an act between others"),
    "onlooker": Rule(0.0, "one who is only named to say when, or stands by"),
    "listed together": Rule(0.0, "named in one list with the target, which says nothing of the two"),
    "named": Rule(0.0, "named, without a stance"),
}
#: below this confidence a row is flagged uncertain, and aggregates leave it out.
CERTAIN = 0.5
#: a neutral row is a default; about how often it is right is not yet measured, so it says little.
NEUTRAL_CONFIDENCE = 0.5
HEDGES = frozenset("may might perhaps possibly reportedly allegedly probably apparently seemingly maybe".split())
#: a hedge in the clause takes this much of the strength.
HEDGED = 0.75
#: a condition ("if asked") takes little: news is full of them, and what is meant is mostly plain.
CONDITIONAL = 0.92


@dataclass(frozen=True)
class Stance:
    """A stance towards one target.

    Attributes:
        value: −1 (against) … 1 (for): P(for) − P(against).
        label: "against", "neutral" or "for".
        confidence: 0 … 1.
        method: "rule:" and the rule that read it, or "model:" and the question that the model was asked.
        spans: a rule's evidence, as half-open offsets into the sentence; ``evidence()`` gives that of both.
        question: what the model was asked; None where a rule decided.
    """

    value: float
    label: str
    confidence: float
    method: str
    spans: tuple[tuple[int, int], ...] = ()
    question: Question | None = field(default=None, repr=False, compare=False)

    def evidence(self) -> list[tuple[int, int]]:
        """The words that carried the stance, as half-open (start, end) offsets into the sentence.

        A rule's are known; for the model's the words are hidden one at a time (``asking.word_effects``). A neutral
        stance has none.
        """
        if self.question is None or self.label == "neutral":
            return list(self.spans)
        return list(evidence(self.question, self.value))


class Reading(NamedTuple):
    """One finding about one target: its evidence as offsets into the text, and its strength after hedges."""

    target: Target
    finding: Finding
    spans: tuple[tuple[int, int], ...]
    strength: float


def weigh(finder: Finder, target: Target, finding: Finding) -> Reading:
    """Give a finding its rule's strength, less where a word hedges it, and its evidence as offsets into the text."""
    strength = RULES[finding.rule].strength
    tokens = [finder.doc[i] for i in sorted(set(finding.evidence))]
    if any(child.lower_ in HEDGES for token in tokens for child in token.children) or any(map(uncertain, tokens)):
        strength *= HEDGED
    if any(map(conditional, tokens)):
        strength *= CONDITIONAL
    basis = "implied" if target.inferred and finding.sign else finding.basis
    spans = _spans(tokens, finder.offset) if finding.sign else ()
    return Reading(target, finding._replace(basis=basis), spans, strength)


def _spans(tokens: list[Token], offset: int) -> tuple[tuple[int, int], ...]:
    """Tokens that follow each other are one span."""
    spans: list[tuple[int, int]] = []
    last = None
    for token in tokens:
        start, end = offset + token.idx, offset + token.idx + len(token)
        if last is not None and token.i == last + 1:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
        last = token.i
    return tuple(spans)


def combine(readings: list[Reading]) -> tuple[Reading, float, float, bool]:
    """One stance from all readings of a target: the explicit before the implied, the stronger before the weaker."""
    taken = [r for r in readings if r.finding.sign and r.strength]
    if not taken:
        return readings[0], 0.0, NEUTRAL_CONFIDENCE, False
    explicit = [r for r in taken if r.finding.basis == "explicit"] or taken
    best = max(explicit, key=lambda r: r.strength)
    signs = {r.finding.sign for r in explicit}
    if len(signs) > 1:
        value = sum(r.finding.sign * r.strength for r in explicit) / len(explicit)
        return best, value, abs(value), True
    # further readings that agree add their words, not strength: they are not independent
    spans = tuple(sorted({span for r in explicit for span in r.spans}))
    best = best._replace(spans=_merge(spans))
    return best, best.finding.sign * best.strength, best.strength, best.strength < CERTAIN


def _merge(spans: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
    """Spans that overlap become one."""
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def label_of(value: float) -> str:
    """The likeliest label: P(opposite) being 0, a strength above a half outweighs neutral."""
    return "neutral" if abs(value) < 0.5 else "for" if value > 0 else "against"
