"""Read a stance off the parse: how the words above a mention make its speaker stand to it.

From the mention, the reading climbs the parse. The first word with a frame that has the mention in one of its slots
gives the direction ("bombing X": against; "support for X": for). What stands above that word says whose it is: the
speaker's own act ("we support X"), something the speaker demands or deplores ("accused R of bombing X"), or only
something told. The signs along the way are multiplied, as in the implicature rules of Deng and Wiebe (EACL 2014):
who deplores harm to X is for X, and against who does it; who deplores help to X is against X.

What somebody else is told to do, think or say is no stance of the speaker.
"""

from __future__ import annotations

from spacy.tokens import Token

from analysis.arguments import (
    FARTHEST,
    MODIFIERS,
    OBJECTS,
    able,
    agents,
    children,
    deontic,
    future,
    is_verb,
    left_open,
    negated,
    objects,
    phrase,
)
from analysis.lexicon import Frame, frames_of
from analysis.naming import Finding
from analysis.telling import Teller

#: nouns whose "from X" tells whose they are
SENT = frozenset(
    "offer proposal letter statement message demand answer reply response request warning promise claim".split()
)


class Reader(Teller):
    """Reads the stances of one speaker off one parsed passage; see ``Climber`` for its arguments."""

    # --- climbing from a mention -------------------------------------------------------------------------------

    def read(self, mention: Token) -> list[Finding]:
        """All readings of a mention; an empty list where it is a mere place or a modifier that says nothing."""
        found: list[Finding] = []
        node = mention
        for _ in range(FARTHEST):
            found += self._qualities(node)
            if mistagged(node):
                verb = self.doc[node.i - 1]
                return found + self._object(verb, "obj")
            head, dep = node.head, node.dep_
            if head is node:
                break
            if dep in MODIFIERS or (dep == "nsubj" and head.pos_ in ("NOUN", "PROPN") and not is_verb(head)):
                if is_verb(head) and head.pos_ in ("NOUN", "PROPN"):
                    return found + self._agent(head)
                event = self._noun_event(head) or self._is_quality(head)
                if event and dep != "appos":
                    as_object = dep == "poss" and any("poss" in f.slots for f in event)
                    return found + (self._object(head, "poss") if as_object else self._agent(head))
                node = head
            elif dep == "conj":
                node = head
            elif dep == "pobj":
                step = self._through_preposition(node, head)
                if isinstance(step, list):
                    return found + step
                node = step
            elif dep in OBJECTS or dep in ("dative", "iobj", "attr", "acomp"):
                return found + self._object(head, "obj", node, node.i != mention.i and node.lemma_ != mention.lemma_)
            elif dep == "nsubj" or dep == "agent":
                return found + self._agent(head)
            else:
                break
        return found or [Finding(0, "explicit", "named", ())]

    def _noun_event(self, noun: Token) -> list[Frame]:
        return [f for f in frames_of(noun) if f.pos == "noun" and f.kind in ("effect", "attitude")]

    def _through_preposition(self, node: Token, prep: Token) -> Token | list[Finding]:
        """Where "of X", "on X", "against X" leads: to the noun phrase that X belongs to, or to a reading."""
        word, above = prep.lower_, prep.head
        if prep.dep_ == "agent":
            return self._agent(above)
        taking = ("attitude", "effect", "cease", "reverse", *(("want",) if is_verb(above) else ()))
        slots = {slot for frame in frames_of(above) if frame.kind in taking for slot in frame.slots}
        if word in ("from", "of") and any(f.kind == "get" for f in frames_of(above)) and self.has_own(agents(above)):
            for got in children(above, "dobj"):
                for frame in self._noun_event(got):  # "we received support from X"
                    return [Finding(frame.sign, "implied", "done to us", (above.i, got.i))]
        if above.pos_ in ("NOUN", "PROPN") and not is_verb(above):
            if word in slots or word == "against":
                return self._object(above, word)
            if word in ("of", "by", "from") and (self._noun_event(above) or self._is_quality(above)):
                return self._agent(above)
            said = word == "by" or (word == "from" and above.lemma_.lower() in SENT)
            return above if word == "of" or said else self._place(word)
        if word in slots or (word == "against" and is_verb(above)):
            return self._object(above, word)
        if word == "of" and above.pos_ in ("ADJ", "NUM", "PRON", "DET"):
            return above  # "several of its units"
        if above.dep_ == "prep" or above.pos_ == "ADP":
            return self._place(word)
        if above.pos_ == "ADJ" and above.lower_ == "responsible" and word == "for":
            return []
        # "gave weapons to X": the noun that is given has the slot
        for given in children(above, "dobj"):
            if word in {slot for frame in self._noun_event(given) for slot in frame.slots}:
                return self._object(given, word)
        return self._place(word)

    def _place(self, word: str) -> list[Finding]:
        if word in ("of", "with", "to", "about", "for", "between", "on", "over", "from", "by", "against"):
            return [Finding(0, "explicit", "named", ())]
        return []

    # --- readings ----------------------------------------------------------------------------------------------

    def _object(self, event: Token, slot: str, node: Token | None = None, through: bool = False) -> list[Finding]:
        """The mention is what an event falls on; ``through``: not itself, but something of its ("X's report")."""
        neutral = [Finding(0, "explicit", "named", (event.i,))]
        frames = frames_of(event)
        no = negated(event) if node is not None and event.lemma_ == "allow" else []
        if no and (able(event) or deontic(event)):
            return [Finding(-1, "explicit", "forbidden", (event.i, *(t.i for t in no)))]
        if node is not None and node.dep_ in ("attr", "acomp") and (clause := _cleft(event, node)) is not None:
            return self.deed(clause, cleft=True) or neutral
        named = self._called(event, frames)
        if named:
            return named
        if node is not None and node.dep_ in ("dative", "iobj"):
            for given in children(event, "dobj"):
                if self._noun_event(given):
                    return self._object(given, "to")
        if any(f.kind == "want" and slot in f.slots for f in frames):
            told = [
                c
                for c in children(event, "xcomp", "ccomp")
                if is_verb(c) and not children(c, "nsubj", "nsubjpass", "expl")
            ]
            # "urged X to go": X is who does the infinitive; the tagger's "demanded [X step] down" comes as an agent
            if told and not any(f.kind == "attitude" and "obj" in f.slots and f.word == "threaten" for f in frames):
                return self._agent(told[0])
        fitting = [f for f in frames if f.kind in ("attitude", "effect", "reverse", "cease") and slot in f.slots]
        fitting.sort(key=lambda frame: ("attitude", "effect", "cease", "reverse").index(frame.kind))
        if not fitting and slot == "against":
            kind = "attitude" if event.pos_ == "NOUN" else "effect"
            fitting = [Frame(event.lemma_, "", kind, -1, frozenset(["against"]))]
        if (
            not fitting
            and slot == "obj"
            and any(f.kind == "want" and f.word == "warn" for f in frames)
            and self.acts(event)
        ):
            return [Finding(-1, "explicit", "warned", (event.i,))]
        if not fitting:
            return neutral
        frame = fitting[0]
        if frame.kind in ("reverse", "cease") and event.pos_ == "VERB" and through:
            return neutral  # "delayed X's report": no stance to X by itself
        return self._event(event, frame) or neutral

    def _event(self, event: Token, frame: Frame) -> list[Finding]:
        no = negated(event)
        wish = self._own_wish(event)
        evidence = (event.i, *_particles(event, frame), *(t.i for t in no), *wish.evidence)
        own = self.acts(event) or (frame.kind == "attitude" and able(event) and self.says(event))
        if own and left_open(event):
            return [Finding(0, "explicit", "open", evidence)]
        if own and wish.voice not in ("other", "denied", "open"):
            sign = frame.sign * (-1 if no else 1) * wish.flipped
            withheld = bool(no) or wish.flipped < 0
            if withheld and (sign > 0 or not (frame.kind == "attitude" or future(event) or wish.reversing)):
                return [Finding(0, "explicit", "withheld", evidence)]
            return [Finding(sign, "explicit", "own " + frame.kind, evidence)]
        if wish.voice == "denied":
            return [Finding(0, "explicit", "denied", evidence)]
        if wish.sign and wish.voice == "speaker":
            sign = wish.sign * frame.sign * (-1 if no else 1)
            return [Finding(sign, "implied" if agents(event) else "explicit", "wish", evidence)]
        if frame.sign < 0 and not no and self.says(event) and any(self._is_contested(t) for t in objects(event)):
            return [Finding(-1, "explicit", "contested", evidence)]
        if (
            event.pos_ == "NOUN"
            and frame.sign < 0
            and event.dep_ in ("oprd", "attr", "pobj")
            and self._is_quality(event)
        ) and wish.voice == "none":
            return [Finding(1, "implied", "wish", evidence)]  # "calls it a betrayal of X"
        return self.suffered(event, frame)

    def _agent(self, event: Token) -> list[Finding]:
        """The mention is who does an event."""
        neutral = [Finding(0, "explicit", "named", (event.i,))]
        quality = self._predicate(event)
        if quality:
            return quality
        if event.pos_ in ("NOUN", "PROPN") and (said := self._is_quality(event)):
            return self._said_of(event, event, said[0]) or neutral
        if any(f.kind == "get" for f in frames_of(event)):
            for got in children(event, "dobj"):
                for frame in self._noun_event(got):
                    return self._event(got, frame) or neutral
        frames, no = frames_of(event), negated(event)
        wish = self._own_wish(event)
        evidence = (event.i, *(t.i for t in no), *wish.evidence)
        if wish.voice in ("other", "denied", "open"):
            return neutral
        if wish.sign:
            sign = wish.sign * (-1 if no else 1)
            gives_way = wish.sign > 0 and [f for f in frames if f.kind == "yield"]
            ends = [f for f in frames if f.kind == "cease"] and is_verb(event)
            if gives_way or (ends and sign > 0):
                return [Finding(-sign, "explicit", "give way", evidence)]
            if wish.sign < 0 and wish.voice == "speaker":
                basis = "explicit" if event.pos_ == "NOUN" else "implied"
                return [Finding(-1, basis, "deplored", evidence)]
            if no and wish.sign > 0:
                return [Finding(-1, "implied", "forbidden", evidence)]
            return self.demanded(event, wish) or neutral
        for done in self._done(event) if self.says(event) else []:
            hit = objects(done)
            for frame in frames_of(done):
                if frame.kind not in ("attitude", "effect") or not hit:
                    continue
                told = (done.i, *evidence)
                if self.has_own(hit) and not (no and frame.sign < 0):
                    return [Finding(frame.sign * (-1 if no else 1), "implied", "done to us", told)]
                if frame.sign < 0 and not no and any(self._is_contested(t) for t in hit):
                    return [Finding(1, "implied", "shared enemy", told)]
        return self.deed(event) or neutral

    def _done(self, event: Token) -> list[Token]:
        """An event and, for "launched an attack", the noun that tells what was done."""
        return [event, *(c for c in children(event, "dobj") if self._noun_event(c) and is_verb(event))]

    def _is_contested(self, token: Token) -> bool:
        return any(part.i in self.contested for part in phrase(token))


def _cleft(verb: Token, name: Token) -> Token | None:
    """The clause of "it was X that broke the pact", which says what X did."""
    if verb.lemma_ != "be" or not any(child.lower_ == "it" for child in children(verb, "nsubj")):
        return None
    clauses = [*children(verb, "ccomp", "relcl", "advcl"), *children(name, "relcl")]
    return next((c for c in clauses if any(s.lower_ in ("that", "who") for s in children(c, "nsubj"))), None)


def _particles(event: Token, frame: Frame) -> list[int]:
    rest = frame.word.split()[1:]
    window = event.doc[event.i + 1 : event.i + 6]
    return [t.i for t in window if t.lower_ in rest]


def mistagged(token: Token) -> bool:
    """Whether a name was taken for a verb ("targeting IS positions") right after a verb that lacks its object."""
    if token.pos_ not in ("AUX", "VERB") or token.i == 0 or not token.text.isupper():
        return False
    before = token.nbor(-1)
    wants = any("obj" in f.slots and f.kind in ("attitude", "effect") for f in frames_of(before))
    return wants and not children(before, "dobj", "nsubjpass")
