"""Good and bad names: what the speaker calls somebody or something, in whichever place of the sentence it stands."""

from __future__ import annotations

from typing import NamedTuple

from spacy.tokens import Token

from analysis.arguments import FARTHEST, agents, children, deontic, negated
from analysis.lexicon import Frame, frames_of, valence
from analysis.wishes import Climber, names_in

BEING = frozenset("be remain become seem appear prove stay look ’ 's ’s".split())


class Finding(NamedTuple):
    """One reading of one mention.

    Attributes:
        sign: 1 for, -1 against, 0 named without a stance.
        basis: "explicit" where the words name target and stance, "implied" where a reader infers one of them.
        rule: which rule read it; ``analysis.stance.RULES`` holds its strength.
        evidence: the tokens that carried it.
    """

    sign: int
    basis: str
    rule: str
    evidence: tuple[int, ...]


class Namer(Climber):
    """Reads the good and bad names that a speaker gives; see ``Climber`` for its arguments."""

    #: whether a concept is being read, not an actor
    concept = False

    def _is_quality(self, token: Token) -> list[Frame]:
        return [f for f in frames_of(token) if f.kind == "quality"]

    def _qualities(self, noun: Token) -> list[Finding]:
        """Adjectives and names before or beside a noun: "the treacherous X", "X, an aggressor"."""
        found: list[Finding] = []
        if noun.pos_ not in ("NOUN", "PROPN"):
            return found
        for child in children(noun, "amod", "appos", "compound")[:FARTHEST]:
            frames = names_in(child)
            if frames and not self._event_like(noun) and (child.dep_ != "compound" or frames[0].sign < 0):
                found += self._said_of(child, child, frames[0])
        if noun.dep_ == "appos" and (frames := names_in(noun.head)) and noun.head.pos_ == "NOUN":
            found += self._said_of(noun.head, noun.head, frames[0])
        return found

    def _event_like(self, noun: Token) -> bool:
        """A bad "attack on X" says nothing bad about X: X would be its object, not its owner."""
        return bool(self._noun_event(noun)) and not agents(noun)

    def _said_of(self, word: Token, event: Token, frame: Frame) -> list[Finding]:
        """A good or bad word, where it is the speaker who says it."""
        if any(c.lower_ == "against" for c in word.children) or not self.says(event):
            return []
        wish = self.wish(event, modality=False)
        if wish.voice in ("other", "denied", "open"):
            return []
        no = negated(word)
        sign = frame.sign * (-1 if no else 1)
        if no and sign > 0:
            return []
        if word.pos_ == "NOUN" and wish.sign > 0:
            sign = 1  # "supports X's aggression"
        return [Finding(sign, "explicit", "quality", (word.i, *(t.i for t in no)))]

    def _predicate(self, verb: Token) -> list[Finding]:
        """A name by a verb of being: "X is a liar", "X was reckless", "X remains our friend"."""
        if verb.lemma_.lower() not in BEING:
            return []
        for word in children(verb, "attr", "acomp", "oprd", "xcomp"):
            for one in [word, *children(word, "amod"), *children(word, "conj")]:
                frames = self._names(one)
                if not frames or (one.lower_ == "responsible" and any(c.lower_ == "for" for c in one.children)):
                    continue
                if not self.says(verb):
                    return []
                wish = self.wish(verb, modality=False)
                if wish.voice in ("other", "denied", "open"):
                    return []
                no = negated(verb) + [c for c in children(one, "det", "neg") if c.lower_ in ("no", "not")]
                sign = frames[0].sign * (-1 if no else 1)
                if deontic(verb) or (no and sign > 0) or (no and wish.sign < 0):
                    return []
                return [Finding(sign, "explicit", "quality", (one.i, verb.i, *(t.i for t in no)))]
        return []

    def _called(self, event: Token, frames: list[Frame]) -> list[Finding]:
        """A name by a verb of calling: "called X a liar", "described X as a friend", if it is the speaker who does."""
        if not any(f.kind == "call" for f in frames) or not self.acts(event):
            return []
        names = children(event, "oprd", "ccomp", "xcomp", "attr")
        for prep in children(event, "prep"):
            if prep.lower_ == "as":
                names += children(prep, "pobj", "amod", "pcomp")
        if not names and self.cue is not None and event.i == self.cue.i and self.inside:
            # "called the price of bread “obscene”", where the parse takes the name for a part of the object
            names = [t for t in reversed(event.doc) if t.i in self.inside and t.is_alpha][:1]
        for name in names:
            words = [name, *children(name, "amod", "compound", "attr", "acomp", "conj")]
            for prep in children(name, "prep"):
                words += children(prep, "pobj") if prep.lower_ == "of" else []
            for word in words:
                for frame in self._names(word, called=True):
                    no = negated(event)
                    if no:
                        return []
                    return [Finding(frame.sign, "explicit", "called", (event.i, word.i))]
        return []

    def _names(self, word: Token, called: bool = False) -> list[Frame]:
        """Names by our list; where it has none, by VADER's: what is said of things, and what somebody is called."""
        if frames := names_in(word):
            return frames
        if called:
            frames = [frame for frame in frames_of(word) if frame.kind in ("quality", "thing")]
        elif self.concept:
            frames = [frame for frame in frames_of(word) if frame.kind == "thing"]
        sign = valence(word) if (called or self.concept) and word.pos_ in ("ADJ", "NOUN") else 0
        return frames or ([Frame(word.lemma_, "", "name", sign, frozenset())] if sign else [])
