"""Whom and what a statement is about: its targets in a parsed passage, and which words name the speaker's own side.

Named actors come from ``actors.find_mentions``. What they leave open is read here, because only a statement's speaker
settles it: "we" is the speaker's side; "his forces", where the reporter words it, is too; "they" is somebody else.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

import pandas as pd
from spacy.tokens import Doc, Token

from analysis.concepts import ConceptIndex
from analysis.lexicon import load_contested
from analysis.referents import PERSON_PRONOUNS, PLURAL_PRONOUNS, THING_PRONOUNS, THIRD_PERSON, Referents

FIRST_PERSON = frozenset("i me my mine myself we us our ours ourselves".split())
#: the reporter's words for a speaker's own body: "the board could not agree"
BODIES = frozenset("board member leadership fighter management cabinet executive delegation".split())
#: how far back, in characters, somebody is still "near by" for a pronoun: about one paragraph of news.
NEAR = 400


class Mention(NamedTuple):
    """One mention of an actor, as ``actors.find_mentions`` tells it."""

    start: int
    end: int
    actor: str | None
    party: str | None
    kind: str
    ambiguous: bool
    place: bool


class Target(NamedTuple):
    """Somebody or something that a statement may take a stance to, at a token of the parse."""

    name: str
    kind: str
    party: str | None
    start: int
    end: int
    token: Token
    inferred: bool = False
    contested: bool = False


class Speaker(NamedTuple):
    """Who speaks, and how the reporter words it; offsets are into the article's text."""

    actor: str | None
    party: str | None
    actor_type: str | None
    joint: bool
    start: int | None
    end: int | None
    quote_type: str | None

    def is_side(self, actor: str | None, party: str | None) -> bool:
        """Whether an actor is on the speaker's own side."""
        if self.actor is not None and actor == self.actor:
            return True
        return self.party is not None and party == self.party


class Mentions:
    """The mentions of an article in reading order, to be asked for by place.

    Args:
        table: the mentions table; a column ``place`` is used where there is one.
        actors: the actors table, for the actors' types.
    """

    def __init__(self, table: pd.DataFrame, actors: pd.DataFrame) -> None:
        self.types = dict(zip(actors["name"], actors["actor_type"], strict=True))
        places = table["place"] if "place" in table else [False] * len(table)
        columns = [table[c] for c in ("start", "end", "actor", "party", "kind", "ambiguous")]
        self.all = sorted(
            Mention(int(s), int(e), _text(a), _text(p), str(k), bool(u), bool(w))
            for s, e, a, p, k, u, w in zip(*columns, places, strict=True)
        )
        self.starts = [mention.start for mention in self.all]
        # a party is stood for by the actor of its name, or else by the first that is mentioned
        self.heads = {m.party: m.actor for m in reversed(self.all) if m.party and m.actor}
        self.heads |= {party: party for party in self.heads if party in self.types}

    def within(self, start: int, end: int) -> list[Mention]:
        """The mentions that begin in start … end."""
        return self.all[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def before(self, at: int) -> Iterator[Mention]:
        """The mentions near before a place, the nearest first."""
        for i in range(bisect_right(self.starts, at) - 1, -1, -1):
            if self.all[i].start < at - NEAR:
                return
            yield self.all[i]


class Finder(Referents):
    """Finds the targets and the own side of a statement in one parsed passage.

    Args:
        doc: the parse.
        offset: where the parse begins in the article's text.
        mentions: the article's mentions.
        concepts: the concepts' keywords.
        rivals: the rivals of each party in the article, where they are known.
        before: the concept that the passage before named last, and its place.
    """

    def __init__(
        self,
        doc: Doc,
        offset: int,
        mentions: Mentions,
        concepts: ConceptIndex,
        rivals: Mapping[str, set[str]] = MappingProxyType({}),
        before: tuple[str, int, int] | None = None,
    ) -> None:
        self.doc, self.offset, self.mentions, self.rivals, self.before = doc, offset, mentions, rivals, before
        self.idx = [token.idx for token in doc]
        self.here = [
            (m, t) for m in mentions.within(offset, offset + len(doc.text)) if (t := self._tokens(m.start, m.end))
        ]
        self.concepts = list(concepts.find(doc))
        self.quoted = _quoted(doc)

    def _tokens(self, start: int, end: int) -> list[Token]:
        first = max(bisect_right(self.idx, start - self.offset) - 1, 0)
        last = bisect_left(self.idx, end - self.offset)
        return [t for t in self.doc[first:last] if t.idx + len(t) > start - self.offset and not t.is_space]

    def inside(self, spans: Iterable[tuple[int, int]]) -> set[int]:
        """The tokens of a content's spans that lie in this passage."""
        return {token.i for start, end in spans for token in self._tokens(start, end)}

    def token_at(self, start: int | None, end: int | None) -> Token | None:
        """The head of the words at start … end, or None where they are not in this passage."""
        if start is None or end is None or not self.offset <= start < self.offset + len(self.doc.text):
            return None
        tokens = self._tokens(start, end)
        return _head(tokens) if tokens else None

    def own(self, speaker: Speaker, inside: set[int]) -> set[int]:
        """The tokens that name the speaker's own side."""
        own = {t.i for t in self.doc if t.i in inside and t.lower_ in FIRST_PERSON}
        if speaker.start is not None and speaker.end is not None:
            own |= {token.i for token in self._tokens(speaker.start, speaker.end)}
        for mention, tokens in self.here:
            if mention.kind != "pronoun" and not mention.ambiguous and speaker.is_side(mention.actor, mention.party):
                own |= {token.i for token in tokens}
        for token in self.doc:
            if token.i in inside and token.lower_ in THIRD_PERSON and self._is_speaker(token, speaker, inside):
                own.add(token.i)
        if speaker.quote_type != "direct":
            own |= {t.i for t in self.doc if t.i in inside and t.i not in self.quoted and self._is_body(t)}
        return own

    def _is_body(self, token: Token) -> bool:
        """Whether a noun is the speaker's own body as such: "the board", "its members"."""
        if token.lemma_.lower() not in BODIES or token.pos_ != "NOUN":
            return False
        if any(child.dep_ in ("amod", "compound", "prep", "relcl", "poss") for child in token.children):
            return False
        at = self.offset + token.idx
        return not any(m.start <= at < m.end for m, _ in self.here)

    def _is_speaker(self, pronoun: Token, speaker: Speaker, inside: set[int]) -> bool:
        """Whether the reporter's "he", "its", "they" is the speaker's side: nobody else who fits is named before."""
        if pronoun.i in self.quoted or speaker.quote_type == "direct":
            return False
        is_person = speaker.actor_type == "person" and not speaker.joint
        word = pronoun.lower_
        fits = word in PERSON_PRONOUNS if is_person else word in THING_PRONOUNS | PLURAL_PRONOUNS
        if speaker.actor_type is None and not speaker.joint:
            fits = True
        before = [
            m
            for m, tokens in self.here
            if m.kind != "pronoun" and not m.place and tokens[0].i in inside and tokens[0].i < pronoun.i
        ]
        suiting = [m for m in before if self._suits(word, m)]
        if any(not speaker.is_side(m.actor, m.party) for m in suiting):
            return False
        return fits or bool(suiting)

    def _suits(self, pronoun: str, mention: Mention) -> bool:
        kind = self.mentions.types.get(mention.actor)
        if kind == "outlet" or mention.actor is None:
            return False
        return (kind == "person") == (pronoun in PERSON_PRONOUNS) or pronoun in PLURAL_PRONOUNS

    def targets(self, speaker: Speaker, inside: set[int], own: set[int], frame: set[int]) -> list[Target]:
        """The other actors, contested names and concepts that a content, or its reporting frame, names."""
        found: list[Target] = []
        taken: set[int] = set()
        for mention, tokens in self.here:
            indices = {token.i for token in tokens}
            taken |= indices
            if mention.kind == "pronoun" or not indices & (inside | frame):
                continue
            if mention.place or mention.ambiguous or mention.actor is None:
                continue
            if speaker.is_side(mention.actor, mention.party) or indices & own:
                continue
            head = _head(tokens)
            found.append(Target(mention.actor, "actor", mention.party, mention.start, mention.end, head))
        for token in self.doc:
            if token.i not in inside or token.i in own:
                continue
            if (concept := self._concept_meant(token, inside)) is not None:
                found.append(Target(concept, "concept", None, *self._span(token), token, inferred=True))
            elif self._addressed(token, speaker) and (other := self._rival(token, speaker)):
                found.append(self._stands_for(other, token))
            elif both := self._both(token, speaker):
                found += [self._stands_for(party, token) for party in both]
            elif token.lower_ in THIRD_PERSON and (meant := self._means(token, speaker, inside)):
                span = self._span(token)
                found.append(Target(meant.actor, "actor", meant.party, *span, token, inferred=True))
            elif token.i not in taken and self._is_contested(token):
                found.append(Target(token.lower_, "actor", None, *self._span(token), token, contested=True))
        for concept, start, end in self.concepts:
            if any(i in inside or i in frame for i in range(start, end)):
                tokens = list(self.doc[start:end])
                place = (self._span(tokens[0])[0], self._span(tokens[-1])[1])
                found.append(Target(concept, "concept", None, *place, _head(tokens)))
        return found

    def _stands_for(self, party: str, token: Token) -> Target:
        """A party that a word which names nobody stands for."""
        name = self.mentions.heads.get(party, party)
        return Target(name, "actor", party, *self._span(token), token, inferred=True)

    def _span(self, token: Token) -> tuple[int, int]:
        return self.offset + token.idx, self.offset + token.idx + len(token)

    def covers(self, target: Target, tokens: Iterable[int]) -> bool:
        """Whether a target's own words hold one of these tokens: a name says nothing about itself."""
        own = {token.i for token in self._tokens(target.start, target.end)}
        return any(i in own for i in tokens)

    def contested(self) -> set[int]:
        """The contested names in the passage."""
        return {token.i for token in self.doc if self._is_contested(token)}

    def _is_contested(self, token: Token) -> bool:
        return (
            token.pos_ == "NOUN" and token.lemma_.lower() in load_contested() and token.dep_ not in ("compound", "amod")
        )

    def last_concept(self) -> tuple[str, int, int] | None:
        """The concept that the passage names last."""
        return self.concepts[-1] if self.concepts else self.before

    def place(self, i: int) -> tuple[int, int]:
        """The offsets of a token in the article's text."""
        return self._span(self.doc[i])


def _head(tokens: list[Token]) -> Token:
    """The word of a name that the others hang on."""
    indices = {token.i for token in tokens}
    for token in reversed(tokens):
        if token.head.i not in indices or token.head is token:
            return token
    return tokens[-1]


def _quoted(doc: Doc) -> set[int]:
    """The tokens between quotation marks."""
    found: set[int] = set()
    opened = False
    for token in doc:
        if token.text in ("“", "„", "«") or (token.text == '"' and not opened):
            opened = True
        elif token.text in ("”", "»", '"'):
            opened = False
        elif opened:
            found.add(token.i)
    return found


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
