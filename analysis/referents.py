"""What words that name nobody stand for in a content: "they", "it", "the move", "the other side"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacy.tokens import Token

if TYPE_CHECKING:
    from analysis.targets import Mention, Speaker

PERSON_PRONOUNS = frozenset("he him his himself she her hers herself".split())
THING_PRONOUNS = frozenset("it its itself".split())
PLURAL_PRONOUNS = frozenset("they them their theirs themselves".split())
THIRD_PERSON = PERSON_PRONOUNS | THING_PRONOUNS | PLURAL_PRONOUNS
#: what the other side has said before, where nobody is named: "the promises were lies"
CLAIMS = frozenset("offer claim accusation charge allegation promise threat demand criticism ultimatum".split())
#: one of the two in a dispute, as such: "the other side"
SIDES = frozenset("side party camp".split())
#: whom the speaker calls the other one: "my opponent"
OPPONENTS = frozenset("opponent rival adversary neighbour neighbor challenger".split())
#: nouns that point back to a plan or an act: "the move"
POINTERS = frozenset("move plan step idea scheme measure project decision law deal proposal act initiative".split())


class Referents:
    """The part of ``targets.Finder`` that resolves what names nobody; without one candidate, it resolves nothing."""

    def _means(self, pronoun: Token, speaker: Speaker, inside: set[int]) -> Mention | None:
        """Whom "they", "its", "him" means: the one other party near by, or nobody where there are several.

        Not who is the other part of the same clause ("they hit X": they are not X), nor an outlet, nor a place.
        """
        word = pronoun.lower_
        at = self.offset + pronoun.idx
        clause = _clause(pronoun)
        other_parts = {
            m.party or m.actor
            for m, tokens in self.here
            if m.kind != "pronoun" and any(t.i in inside and _clause(t) == clause for t in tokens)
        }
        if pronoun.dep_ == "poss" and other_parts - {speaker.party, speaker.actor}:
            return None  # "praised X for her courage": hers is X's
        candidates = [
            m
            for m in self.mentions.before(at - 1)
            if m.actor is not None
            and m.kind not in ("pronoun", "demonym")
            and not m.place
            and not m.ambiguous
            and not speaker.is_side(m.actor, m.party)
            and (m.party or m.actor) not in other_parts
            and self.mentions.types.get(m.actor) != "outlet"
            and (word not in PERSON_PRONOUNS or self.mentions.types.get(m.actor) == "person")
        ]
        if len({m.party or m.actor for m in candidates}) > 1 and word in PLURAL_PRONOUNS | PERSON_PRONOUNS:
            rivals = self.rivals.get(speaker.party, ())
            candidates = [m for m in candidates if m.party in rivals]
        if len({m.party or m.actor for m in candidates}) != 1:
            return None
        return candidates[0]

    def _addressed(self, token: Token, speaker: Speaker) -> bool:
        """Whether a word stands for the other side as such: "the other side", "our opponents"."""
        if token.pos_ != "NOUN" or self.rivals.get(speaker.party) is None:
            return False
        words = {child.lower_ for child in token.children}
        if token.lemma_.lower() in SIDES:
            return {"the", "other"} <= words
        if token.lemma_.lower() in CLAIMS and words & {"the", "this", "that", "these", "those"}:
            return not any(
                child.dep_ in ("poss", "prep", "amod", "compound", "acl", "relcl") for child in token.children
            )
        return token.lemma_.lower() in OPPONENTS and bool(words & {"our", "my"})

    def _both(self, token: Token, speaker: Speaker) -> list[str]:
        """The two parties that "both sides" means to a third: the two rivals of each other that were named last."""
        if token.lemma_.lower() not in SIDES | {"government", "country"} or token.tag_ != "NNS":
            return []
        if not {child.lower_ for child in token.children} & {"both", "two"}:
            return []
        at = self.offset + token.idx - 1
        near = list(dict.fromkeys(m.party for m in self.mentions.before(at) if m.party and not m.ambiguous))
        near = [party for party in near if party != speaker.party]
        pairs = [(a, b) for i, a in enumerate(near) for b in near[i + 1 :] if b in self.rivals.get(a, ())]
        return list(pairs[0]) if pairs and speaker.party is not None else []

    def _rival(self, token: Token, speaker: Speaker) -> str | None:
        """The rival of the speaker's party that was named last."""
        rivals = self.rivals.get(speaker.party, set())
        at = self.offset + token.idx - 1
        near = next((m.party for m in self.mentions.before(at) if m.party in rivals and not m.ambiguous), None)
        return near or (next(iter(rivals)) if len(rivals) == 1 else None)

    def foes(self, speaker: Speaker) -> frozenset[int]:
        """The tokens that name rivals of the speaker's party."""
        rivals = self.rivals.get(speaker.party, ())
        return frozenset(t.i for m, tokens in self.here if m.party in rivals and not m.ambiguous for t in tokens)

    def _concept_meant(self, token: Token, inside: set[int]) -> str | None:
        """The concept that "it" or "the plan" means: the last one named, if nothing else is in between."""
        if token.pos_ == "NOUN":
            words = {child.lower_ for child in token.children}
            if token.lemma_.lower() not in POINTERS or not words & {"the", "this", "that", "such"}:
                return None
            if any(child.dep_ in ("amod", "poss", "prep", "compound", "relcl", "acl") for child in token.children):
                return None
            if any(start <= token.i < end for _, start, end in self.concepts):
                return None
        elif (
            token.lower_ not in ("it", "this", "that")
            or token.pos_ not in ("PRON", "DET")
            or (token.dep_ not in ("nsubj", "nsubjpass", "dobj", "pobj"))
        ):
            return None
        earlier = [one for one in self.concepts if one.end <= token.i]
        if not earlier:
            return self.before[0] if self.before and token.pos_ == "NOUN" else None
        last = earlier[-1]
        sentences = sum(1 for t in self.doc[last.end : token.i + 1] if t.is_sent_start)
        if sentences > 2 or _clause(self.doc[last.end - 1]) == _clause(token):
            return None
        if token.pos_ != "NOUN":
            named = [
                m
                for m, tokens in self.here
                if tokens[0].sent == token.sent
                and tokens[0].i < token.i
                and self.mentions.types.get(m.actor) not in ("person", None)
                and _clause(tokens[0]) != _clause(token)
                and m.kind != "pronoun"
                and tokens[0].i in inside
            ]
            if named:
                return None
            between = [t for t in self.doc[last.end : token.i] if t.pos_ == "NOUN" and t.dep_ in ("nsubj", "dobj")]
            if [t for t in between if t.tag_ == "NN" and _clause(t) != _clause(token)]:
                return None
            if self.doc[last.end - 1].tag_ in ("NNS", "NNPS"):
                return None
        return last.concept


def _clause(token: Token) -> int:
    node = token
    for _ in range(30):
        if node.pos_ in ("VERB", "AUX") or node.head is node:
            break
        node = node.head
    return node.i
