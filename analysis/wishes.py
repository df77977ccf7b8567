"""Whose wish it is: climb from an event to its speaker, who wants it, deplores it, or only tells it.

The signs along the way are multiplied ("condemned X for *refusing to support* Y": −1 · −1 = 1, the support is wanted).
The climb ends where the speaker's own word is reached. Where somebody else's is ("Y said that …", "Y's demand that …"),
the speaker only tells it.
"""

from __future__ import annotations

from typing import NamedTuple

from spacy.tokens import Doc, Token

from analysis.arguments import (
    FARTHEST,
    MODIFIERS,
    OBJECTS,
    SUBJECTS,
    able,
    agents,
    ceasing,
    children,
    deontic,
    is_verb,
    negated,
    phrase,
)
from analysis.lexicon import Frame, frames_of

#: prepositions after a verb of praise or blame that name its ground: "criticised R for …", "accused R of …"
GROUNDS = frozenset("of for over about as against".split())
#: words that only say when, where or on what condition: what is above them says nothing about what is below
LOOSE_MARKS = frozenset("if when while because although though since after before once until whether unless".split())


ALLOWING = frozenset("allow permit tolerate accept".split())
#: "have no right to …": what nobody may do
RIGHTS = frozenset("right business authority excuse mandate".split())
#: verbs that wish with a bare infinitive and only state with a finite verb
STATING = frozenset("insist suggest agree".split())
#: what a clause with "if" or "whether" tells is left open
OPEN = Frame("if", "", "open", 0, frozenset())


class Wish(NamedTuple):
    """How the speaker stands to an event: 1 wants it, -1 deplores it, 0 only tells it; whose voice says so."""

    sign: int
    voice: str
    evidence: tuple[int, ...]
    flipped: int = 1
    reversing: bool = False


class Climber:
    """Follows one speaker's wishes through one parsed passage.

    Args:
        doc: the parse.
        own: the tokens that name the speaker's own side.
        inside: the tokens of the content; None for the whole passage.
        cue: the reporting word, or None.
        contested: the tokens that are contested names ("terrorists").
        told: whether all of the passage is the speaker's words; else only what stands under a verb of theirs.
    """

    def __init__(
        self,
        doc: Doc,
        own: set[int],
        inside: set[int] | None = None,
        cue: Token | None = None,
        contested: set[int] = frozenset(),
        told: bool = True,
    ) -> None:
        self.doc, self.own, self.inside, self.cue, self.contested, self.told = doc, own, inside, cue, contested, told

    def says(self, event: Token) -> bool:
        """Whether an event stands in the speaker's own words: always in a content; else under a verb of theirs."""
        if self.told:
            return True
        node = event
        for _ in range(FARTHEST):
            node, below = node.head, node
            if node is below:
                return False
            if below.dep_ in ("ccomp", "xcomp", "pcomp", "pobj", "dobj", "oprd") or node.pos_ == "VERB":
                kinds = {frame.kind for frame in frames_of(node)}
                if kinds & {"say", "attitude", "want", "call"} and self.acts(node):
                    return True
        return False

    def is_own(self, token: Token) -> bool:
        """Whether a noun phrase is the speaker's side: "we", "his forces", "Norland's army" where Norland speaks."""
        return any(part.i in self.own for part in phrase(token))

    def has_own(self, tokens: list[Token]) -> bool:
        """Whether one of these noun phrases is the speaker's side."""
        return any(self.is_own(token) for token in tokens)

    def acts(self, event: Token) -> bool:
        """Whether the speaker's side is the agent of a word; the reporting word is always the speaker's."""
        return (self.cue is not None and event.i == self.cue.i) or self.has_own(agents(event))

    def _own_wish(self, event: Token) -> Wish:
        """The wish above an event; the writer's own "must" is none of somebody who is only named in the sentence."""
        wish = self.wish(event)
        return wish if not wish.sign or self.told or self.says(event) else Wish(0, "none", ())

    def wish(self, event: Token, modality: bool = True) -> Wish:
        """Climb from an event to its speaker: does the speaker want it, deplore it, or only tell it?"""
        sign, other, evaluated, flipped, reversing = 1, False, False, 1, False
        told_of = False
        seen: list[int] = []
        node, first = event, True
        for _ in range(FARTHEST):
            if modality and not told_of and is_verb(node) and (must := deontic(node)):
                forbidden = negated(node) if not first else []
                seen += [t.i for t in must + forbidden]
                return Wish(sign * (-1 if forbidden else 1), "speaker", tuple(seen), flipped, reversing)
            if (stop := ceasing(node)) and stop[0].i != event.i:
                sign, flipped, reversing = -sign, -flipped, True
                seen += [stop[0].i]
            if not first and is_verb(node) and (no := negated(node)):
                sign, flipped = -sign, -flipped
                seen += [t.i for t in no]
                if node.lemma_.lower() in ALLOWING and able(node):
                    return Wish(sign, "speaker", tuple(seen), flipped, reversing)
            head, dep, first = node.head, node.dep_, False
            if head is node:
                break
            if self.cue is not None and node.i == self.cue.i:
                break
            reached = self._above(node, head, dep)
            if reached is None:
                return Wish(0, "other" if other else "none", (), flipped, reversing)
            step, frame, passed = reached
            if step.lemma_ in RIGHTS and (no := [*negated(step), *negated(step.head)]):
                return Wish(-sign, "speaker", (*seen, step.i, *(t.i for t in no)), flipped, reversing)
            # "nobody should forget what X did": what is told of is not what should be
            told_of = told_of or (dep == "ccomp" and (frame is None or frame.kind == "say"))
            sign, flipped = sign * passed, flipped * passed
            if frame is not None:
                seen.append(step.i)
                if frame is OPEN:
                    return Wish(0, "open", ())
                if frame.kind == "deny" and self.acts(step):
                    return Wish(0, "denied", tuple(seen))
                if frame.kind in ("reverse", "cease", "effect"):
                    sign, flipped = sign * frame.sign, flipped * frame.sign
                    reversing = reversing or frame.kind != "effect"
                    if event.pos_ != "VERB" and self.acts(step) and not self.acts(event):
                        return Wish(sign, "speaker", tuple(seen), flipped, reversing)
                elif frame.kind == "want" and step.lemma_ in STATING and dep == "ccomp" and not_wished(node):
                    other = other or not self.acts(step)
                elif frame.kind in ("attitude", "want"):
                    sign, evaluated = sign * frame.sign, True
                    if self.acts(step):
                        more = [t.i for t in negated(step)]
                        return Wish(
                            sign * (-1 if more else 1),
                            "speaker",
                            (*seen, *more),
                            flipped * (-1 if more else 1),
                            reversing,
                        )
                    if impersonal(step):
                        return Wish(sign, "speaker", tuple(seen), flipped, reversing)
                    other = other or bool(agents(step))
                elif frame.kind in ("say", "call") and not self.acts(step):
                    other = other or bool(agents(step))
                elif frame.kind in ("quality", "name"):
                    told = self.wish(step.head, modality=False) if is_verb(step.head) else None
                    if told is not None and told.voice in ("other", "denied", "open"):
                        return Wish(0, told.voice, ())  # "asked whether it was safe", "X thinks it is safe"
                    no = negated(step.head) if step.pos_ != "VERB" else []
                    return Wish(sign * frame.sign * (-1 if no else 1), "speaker", (*seen, *(t.i for t in no)), flipped)
            if self.cue is not None and step.i == self.cue.i:
                return Wish(0, "other" if other else "none", tuple(seen) if evaluated else (), flipped, reversing)
            node = step
        return self._cue_wish(sign, other, evaluated, tuple(seen), flipped, reversing)

    def _cue_wish(
        self, sign: int, other: bool, evaluated: bool, seen: tuple[int, ...], flipped: int, reversing: bool
    ) -> Wish:
        """The parse ended without the reporting word: a quotation of its own, or a slip; the cue still governs it."""
        if self.cue is not None and not other:
            kinds = {f.kind: f for f in reversed(frames_of(self.cue))}
            if "deny" in kinds:
                return Wish(0, "denied", (*seen, self.cue.i))
            frame = kinds.get("want") or (kinds.get("attitude") if "say" not in kinds else None)
            if frame is not None:
                return Wish(sign * frame.sign, "speaker", (*seen, self.cue.i), flipped, reversing)
        return Wish(0, "other" if other or evaluated else "none", (), flipped, reversing)

    def _above(self, node: Token, head: Token, dep: str) -> tuple[Token, Frame | None, int] | None:
        """One step up from an event: the word above, the frame it puts the event in, and a sign passed on the way."""
        kinds = ("attitude", "want", "cease", "reverse", "deny", "effect", "say", "call")

        def pick(word: Token, slots: set[str], wanted: tuple[str, ...] = kinds) -> Frame | None:
            fitting = [f for f in frames_of(word) if f.kind in wanted and (f.slots & slots)]
            return min(fitting, key=lambda f: wanted.index(f.kind), default=None)

        clause = ("want", "attitude", "cease", "reverse", "deny", "say", "call")
        if dep in OBJECTS or dep in ("attr", "dative"):
            frame = pick(head, {"obj"})
            if frame is None and dep in OBJECTS and not self._carries(node, head):
                return None
            return head, frame, 1
        if dep in SUBJECTS:
            named = [w for w in children(head, "acomp", "attr", "oprd") if names_in(w)]
            if named:
                return named[0], names_in(named[0])[0], 1
            return (head, pick(head, {"obj"}, ("cease",)), 1) if not children(head, "dobj") else None
        if dep in ("ccomp", "advcl") and any(c.lower_ in ("if", "whether", "unless") for c in children(node, "mark")):
            return head, OPEN, 1
        if dep in ("ccomp", "xcomp"):
            if head.pos_ == "ADJ" or (head.pos_ == "AUX" and dep == "ccomp"):
                named = [w for w in [head, *children(head, "acomp")] if frames_of(w)]
                if named:
                    word = named[0]
                    frame = pick(word, {"to"}, ("want",)) or next(iter(names_in(word)), None)
                    return word, frame, 1
                return head, None, 1
            return head, pick(head, {"obj", "for", "on"}, clause), 1
        if dep in ("pobj", "pcomp"):
            return self._above_preposition(node, head, pick)
        if dep == "acl" and head.lemma_ in RIGHTS:
            return head, None, 1
        if dep == "acl" or (dep == "relcl" and node.tag_ == "VB" and children(node, "aux")):
            frame = pick(head, {"of", "for", "to"}, ("want",))
            return (head, frame, 1) if frame is not None or node.tag_ == "VBG" else None
        if dep == "advcl":
            if any(c.lower_ in LOOSE_MARKS for c in children(node, "mark", "advmod")):
                return None
            return head, None, 1
        if dep in ("conj", "aux") or (dep in MODIFIERS and head.pos_ in ("NOUN", "PROPN")):
            return head, None, 1
        if dep in ("dep", "parataxis", "prep"):
            return head, None, 1
        return None

    def _carries(self, noun: Token, verb: Token) -> bool:
        """Whether a verb hands on what its object tells: "launch an attack"; or tells of efforts, plans, calls."""
        if verb.dep_ == "acl" and verb.head.lemma_ in RIGHTS:
            return True
        return any(f.kind == "light" for f in frames_of(verb)) or any(f.kind == "want" for f in frames_of(noun))

    def _above_preposition(self, node: Token, prep: Token, pick) -> tuple[Token, Frame | None, int] | None:
        word, above = prep.lower_, prep.head
        if word in ("than", "of") and any(c.lower_ in ("rather", "instead") for c in [above, *prep.children]):
            verb = _verb_above(prep)
            grounds = [c for c in children(verb, "prep") if c.lower_ in GROUNDS and c.i < prep.i]
            return verb, pick(verb, {"obj"}, ("attitude",)) if grounds else None, -1
        if word == "without":
            return above, None, -1
        while above.dep_ == "prep" and above.head is not above:
            above = above.head
        frame = pick(above, {word})
        if frame is not None:
            return above, frame, 1
        if word in GROUNDS and (frame := pick(above, {"obj"}, ("attitude", "call"))):
            return above, frame, 1
        if word in GROUNDS and above.pos_ == "NOUN":
            frame = pick(above, {"of", "for", "to", "against", "over"}, ("attitude", "want"))
            return above, frame, 1
        if word in ("by", "in", "to") and is_verb(above):
            return (above, None, 1) if node.dep_ == "pcomp" else None
        return None


def not_wished(clause: Token) -> bool:
    """Whether a clause is told as a fact ("insisted that it works"), not wished for ("insisted that it go")."""
    return clause.tag_ != "VB" or bool(children(clause, "aux"))


def impersonal(word: Token) -> bool:
    """Whether nobody but the speaker says so: "it is time to …", "there is a need to …"."""
    be = word.head
    return (
        word.dep_ in ("attr", "acomp")
        and be.lemma_ == "be"
        and any(c.dep_ == "expl" or (c.dep_ == "nsubj" and c.lower_ in ("it", "this")) for c in be.children)
    )


def _verb_above(token: Token) -> Token:
    node = token.head
    for _ in range(FARTHEST):
        if is_verb(node) or node.head is node:
            return node
        node = node.head
    return node


def names_in(token: Token) -> list[Frame]:
    """What calls something good or bad: "a liar", "reckless"."""
    return [f for f in frames_of(token) if f.kind == "name" or (f.kind == "quality" and f.pos == "adjective")]
