"""What a plain report takes a stance by: who is said to do good or bad, and what is said of a concept's future.

"The company poisoned the river" accuses nobody in so many words, yet a reader knows whom the speaker is against. Such
readings are implied. What others only say, want or feel is none, nor is what nobody is said to have done.
"""

from __future__ import annotations

from collections.abc import Collection

from spacy.tokens import Token

from analysis.arguments import OBJECTS, agents, children, future, is_verb, negated, objects, phrase
from analysis.lexicon import frames_of, valence
from analysis.naming import Finding, Namer
from analysis.wishes import RIGHTS, Wish

NOBODY = frozenset("nobody none nothing".split())
#: words that demand; "asked", "urged" and "should" are too mild to be against who is asked
STERN = frozenset("demand order insist require instruct command must have ’ve".split())
#: what can be demanded of somebody for their own good
STATES = frozenset("be have get receive live know decide stay join benefit attend take survive".split())
#: verbs that hand the good or bad of what follows to who does them
CARRIERS = frozenset(
    "put bring cause create raise spread pose make sow lead give offer carry produce mean hand wreak stir".split()
)
#: what happens to somebody, or what they feel or say: nothing that they do
PASSIVE_VERBS = frozenset(
    "suffer lose die fear worry mourn grieve cry regret miss struggle hurt warn demand deny argue want need fight ask "
    "worried complain protest doubt hate apologise apologize mind fall end see hear stop drop leave question object "
    "strike cut fire fine limit miss pay alarm wait weep ache starve drown dispute discourage weaken".split()
)
#: a concept that goes on
GOING_ON = frozenset("stay remain continue proceed stand survive last hold open".split())
#: who does this to what is the speaker's takes it from them
TAKING = frozenset("want take grab covet claim eye occupy empty buy seize steal threaten".split())
#: what the speaker does to a concept, where its word has no frame of its own
BRINGING = frozenset(
    "announce build start begin launch open introduce impose double raise extend enforce plan make send keep sign "
    "join resume adopt pass complete finish expand use create establish restart organise organize buy run "
    "set propose offer add order declare widen deploy fund accept respect honour honor obey return watch "
    "monitor".split()
)


class Teller(Namer):
    """Reads what a speaker tells of others' deeds; see ``Climber`` for its arguments."""

    #: the tokens that name the rivals of the speaker's party
    foes: frozenset[int] = frozenset()

    def read_concept(self, mention: Token) -> list[Finding]:
        """All readings of a concept: as of an actor, or as an act that the speaker wants, deplores or does."""
        self.concept = True
        try:
            found = self.read(mention)
        finally:
            self.concept = False
        if any(finding.sign for finding in found):
            return found
        wish = self.wish(mention)
        if wish.sign and wish.voice == "speaker":
            return [Finding(wish.sign, "implied", "wish", wish.evidence)]
        if wish.voice in ("other", "denied", "open"):
            return found
        handled = self._handled(mention)
        if handled:
            return handled
        if wish.voice == "none" and self.acts(mention) and wish.flipped > 0 and not negated(mention):
            return [Finding(1, "implied", "own act", (mention.i,))]
        return found

    def _handled(self, mention: Token) -> list[Finding]:
        """What the speaker's side does to a concept: "we will build it", "we have suspended it"."""
        node = mention
        for _ in range(4):
            head = node.head
            if head is node:
                return []
            if is_verb(head) and node.dep_ in (*OBJECTS, "pobj"):
                break
            if node.dep_ == "pobj" and head.dep_ == "prep" and is_verb(head.head):
                if head.lower_ not in ("to", "with", "on"):
                    return []
                node = head.head
                return self._handle(node)
            if node.dep_ not in ("compound", "pobj", "prep", "conj", "nmod") or (
                head.dep_ == "prep" and head.lower_ != "of"
            ):
                return []
            node = head
        return self._handle(node.head)

    def _handle(self, verb: Token) -> list[Finding]:
        if not is_verb(verb) or not self.acts(verb):
            return []
        no = negated(verb)
        kinds = {frame.kind: frame.sign for frame in frames_of(verb)}
        kept = [f for word in children(verb, "oprd", "xcomp", "acomp") for f in frames_of(word) if f.kind == "reverse"]
        if "reverse" in kinds or "cease" in kinds or kept:
            sign = -1  # "lift it", "keep it closed"
        elif verb.lemma_.lower() in BRINGING or "light" in kinds:
            sign = 1
        else:
            return []
        if no and not future(verb):
            return []
        return [Finding(sign * (-1 if no else 1), "explicit", "own act", (verb.i, *(t.i for t in no)))]

    def demanded(self, event: Token, wish: Wish) -> list[Finding]:
        """Who is sternly told to do something is one that the speaker is against."""
        words = {self.doc[i].lemma_.lower() for i in wish.evidence}
        if self.cue is not None:
            words.add(self.cue.lemma_.lower()) if wish.voice == "speaker" and self.cue.i in wish.evidence else None
        if self.concept or wish.voice != "speaker" or not words & STERN or not is_verb(event):
            return []
        if event.lemma_.lower() in STATES or children(event, "auxpass", "nsubjpass"):
            return []
        return [Finding(-1, "implied", "demanded", (event.i, *wish.evidence))]

    def deed(self, event: Token, cleft: bool = False) -> list[Finding]:
        """The mention does what is told: good or bad, by the verb and by what it brings about."""
        if not self.told or not is_verb(event) or event.pos_ == "NOUN":
            return []
        wish = self.wish(event)
        if cleft and self.concept:
            return []
        if wish.voice in ("other", "denied", "open") or self.has_own(agents(event)):
            return []
        sign, words = self._worth(event)
        no = negated(event) or [
            one for prep in children(event, "prep") for one in children(prep, "pobj") if one.lower_ in NOBODY
        ]
        if event.lemma_ == "have" and no and any(one.lemma_ in RIGHTS for one in children(event, "dobj")):
            return [Finding(-1, "implied", "forbidden", (event.i, *(t.i for t in no)))]
        if no and self.concept is False and (sign < 0 or not words):
            return []  # "did not attack": nothing is said against them, nor for them
        if not sign or (no and not words):
            return []
        if any(frame.kind == "deny" for frame in frames_of(self.cue)) if self.cue is not None else False:
            return []
        sign *= -1 if no else 1
        rule = "concept told" if self.concept else "told deed"
        return [Finding(sign, "explicit" if self.concept else "implied", rule, (*words, *(t.i for t in no)))]

    def _worth(self, event: Token) -> tuple[int, tuple[int, ...]]:
        """How good or bad what a verb tells is, for who does it; and the words that tell so."""
        frames = frames_of(event)
        kinds = {frame.kind: frame.sign for frame in frames}
        lemma = event.lemma_.lower()
        if "deed" in kinds:
            return kinds["deed"], (event.i, *self._rest(event))
        if self.concept and future(event) and (lemma in GOING_ON or self._goes_ahead(event)):
            return 1, (event.i,)
        hit = [one for one in children(event, *OBJECTS, "attr") if one.dep_ != "nsubjpass"]
        for prep in children(event, "prep", "prt"):
            if prep.lower_ in ("at", "in", "into", "to"):
                hit += [one for one in children(prep, "pobj") if one.pos_ == "NOUN"]
        hit += [one for noun in hit for prep in children(noun, "prep") for one in children(prep, "pobj")][:2]
        thing = next(((value, one.i) for one in hit if (value := self._thing(one))), None)
        if children(event, "nsubjpass", "auxpass") and not children(event, "agent"):
            return 0, ()
        if lemma == "cost" and thing and thing[0] > 0:
            return -1, (event.i, thing[1])
        if not self.concept and lemma in TAKING and self.has_own(children(event, "dobj")):
            return -1, (event.i,)
        if kinds.get("effect", 0) > 0 and not self.concept and self._hits(event, self.foes):
            return -1, (event.i,)  # who helps my rival
        if "effect" in kinds and ("say" not in kinds):
            sign = kinds["effect"]
            if thing and thing[0] < 0:
                return -sign, (event.i, thing[1])
            if sign < 0:
                return (-1, (event.i,)) if objects(event) and not self._hits(event, self.contested) else (0, ())
            return (1, (event.i,)) if self.concept and objects(event) else (0, ())
        if "reverse" in kinds or "cease" in kinds:
            return (-thing[0], (event.i, thing[1])) if thing else (0, ())
        if thing and lemma in CARRIERS:
            return thing[0], (event.i, thing[1])
        if kinds.keys() & {"say", "attitude", "want", "deny", "call", "yield", "get"} or lemma in PASSIVE_VERBS:
            return 0, ()
        return (-1, (event.i,)) if valence(event) < 0 else (0, ())

    def _goes_ahead(self, event: Token) -> bool:
        return event.lemma_ == "go" and any(child.lower_ in ("ahead", "on", "forward") for child in event.children)

    def _rest(self, event: Token) -> list[int]:
        return [c.i for c in event.children if c.dep_ in ("dobj", "prt") and c.i > event.i][:1]

    def _thing(self, noun: Token) -> int:
        """Whether something is what people want (1) or don't want (-1): "jobs", "risk", "serious doubts"."""
        for frame in frames_of(noun):
            if frame.kind in ("thing", "name", "quality"):
                return frame.sign
        return valence(noun) if noun.pos_ == "NOUN" and noun.ent_type_ == "" else 0

    def _hits(self, event: Token, tokens: Collection[int]) -> bool:
        """Whether a verb falls on one of these tokens."""
        return any(part.i in tokens for one in objects(event) for part in phrase(one))

    def suffered(self, event: Token, frame: object) -> list[Finding]:
        """The mention is whom another is said to harm: who says so takes its side."""
        if not self.told or frame.kind != "effect" or frame.sign > 0 or negated(event) or self.concept:
            return []
        doers = agents(event)
        if not doers or self.has_own(doers) or not is_verb(event) or event.pos_ == "NOUN":
            return []
        if self.wish(event).voice in ("other", "denied", "open"):
            return []
        return [Finding(1, "implied", "told harm", (event.i,))]
