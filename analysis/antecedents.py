"""Whom a pronoun, a role or "the group" means: exactly one actor near by, or none.

A pronoun or a role that fits two people, or nobody near by, is ambiguous and stays without an actor: a missing
speaker can be seen and mended, a wrong one can not.
"""

from __future__ import annotations

import bisect
from itertools import islice
from typing import TYPE_CHECKING

from analysis.mentions import split_aliases
from analysis.reading import (
    Reading,
    Ref,
)

if TYPE_CHECKING:
    import pandas as pd

#: how many sentences back, within its paragraph, a pronoun may find the one it means.
SENTENCES_BACK = 3
#: how many paragraphs back; paragraphs that are nothing but quotation do not count.
PARAGRAPHS_BACK = 2
#: how many paragraphs may lie between where the article has named only one person whom the pronoun fits.
PARAGRAPHS_BACK_ALONE = 3


class Resolution(dict):
    """actor, party, joint, ambiguous of one speaker."""

    def __init__(self, actor=None, party=None, *, joint=False, ambiguous=False) -> None:
        super().__init__(actor=actor, party=party, joint=joint, ambiguous=ambiguous)


UNKNOWN = Resolution(ambiguous=True)


class Antecedents:
    """Walks through a reading in order and says of every reference whom it means.

    Args:
        reading: the reading of the article.
        actors: the actors table.
        text: the article's text.
    """

    def __init__(self, reading: Reading, actors: pd.DataFrame, text: str) -> None:
        self.reading, self.text = reading, text
        self.party: dict[str, str] = {}
        self.type: dict[str, str] = {}
        self.words: dict[str, str] = {}
        columns = (actors[column] for column in ("name", "actor_type", "party", "aliases"))
        for name, actor_type, party, aliases in zip(*columns, strict=True):
            self.party[name] = party or name
            self.type[name] = actor_type or ""
            for word in [name, *split_aliases(aliases)]:
                self.words.setdefault(word.lower(), name)
        self.sides = {word: self.party[name] for w in [self.words] for word, name in w.items()}
        self.sides |= {name: party for name, party in self.party.items()}
        self.learned: dict[str, str] = {}
        self.past: list[Ref] = []
        self.named = sorted((r for r in reading.refs if r.actor), key=lambda r: r.start)
        self.starts = [r.start for r in self.named]
        self.paragraph_spans: dict[int, tuple[int, int]] = {}
        for paragraph, start, end in reading.sentences:
            first, last = self.paragraph_spans.get(paragraph, (start, end))
            self.paragraph_spans[paragraph] = min(first, start), max(last, end)
        self.by_sentence: dict[int, list[Ref]] = {}
        self.sentence_starts = [s for _, s, _ in reading.sentences]
        self.people: dict[str, None] = {}
        self.wearers: dict[str, list[str]] = {}
        for name, profile in reading.profiles.items():
            for word in profile.roles:
                self.wearers.setdefault(word, []).append(name)

    # ---- walking

    def remember(self, ref: Ref) -> None:
        """Take a resolved reference into account for those that follow."""
        self.by_sentence.setdefault(ref.sentence, []).append(ref)
        if ref.actor_type == "person" and ref.actor:
            self.people.setdefault(ref.actor)

    # ---- gender

    def gender(self, actor: str) -> str | None:
        """What titles, role nouns and listed given names tell of a person, or an earlier clear pronoun."""
        profile = self.reading.profiles.get(actor)
        return (profile.gender if profile else None) or self.learned.get(actor)

    def _fits(self, actor: str, gender: str | None) -> bool:
        known = self.gender(actor)
        return gender is None or known is None or known == gender

    # ---- finding the one who is meant

    def _people(self, sentence: int, before: int, gender: str | None, spans: tuple, quoted: bool) -> list[Ref]:
        """The people of one sentence whom a pronoun at ``before`` can mean."""
        found = []
        for ref in self.by_sentence.get(sentence, ()):
            if ref.end > before or ref.actor_type != "person" or not ref.actor or not self._fits(ref.actor, gender):
                continue
            if ref.quoted and not quoted and ref.statement is None:
                continue
            if any(s <= ref.start < e for s, e in spans):
                continue
            found.append(ref)
        return found

    def _one(self, refs: list[Ref], gender: str | None, later: bool = False) -> str | None | bool:
        """The one of several people who can be meant: the only one, who was asked, who spoke, whose gender is known.

        Returns the name, None where there is nobody, False where it can not be told.
        """
        names = list(dict.fromkeys(r.actor for r in refs))
        if not names:
            return None
        if len(names) == 1:
            return names[0]
        asked = list(dict.fromkeys(r.actor for r in refs if r.asked)) if later else []
        if len(asked) == 1:
            return asked[0]
        # Being the subject is no test: two people who both fit are two candidates, and we do not guess.
        leads = {r.actor for r in refs if r.main}
        for keep in (lambda r: r.statement is not None, lambda r: gender and self.gender(r.actor) == gender):
            some = list(dict.fromkeys(r.actor for r in refs if keep(r)))
            if len(some) == 1:
                # who spoke in a subordinate clause stands against who acts in the main one
                return some[0] if not leads or some[0] in leads else False
        return False

    def person_near(
        self, at: int, sentence: int, gender: str | None, spans: tuple = (), quoted: bool = False
    ) -> str | None:
        """The one person whom "he" or "she" at an offset means, or None."""
        sentences = self.reading.sentences
        paragraph = sentences[sentence][0] if sentences else 0
        back, gaps, last, asked_from = 0, 0, paragraph, sentence
        alone = list(islice((p for p in self.people if self._fits(p, gender)), 2))
        while sentence >= 0:
            here, start, end = sentences[sentence]
            if here != last:
                gaps += 0 if self._only_quotation(last) or last == paragraph else 1
                last, back = here, 0
                if gaps > (PARAGRAPHS_BACK_ALONE if len(alone) == 1 else PARAGRAPHS_BACK):
                    return None
            people = self._people(sentence, at, gender, spans, quoted)
            one = self._one(people, gender, sentence != asked_from)
            if one and self._rivalled(one, people, sentence, paragraph, at, gender, spans, quoted):
                return None
            if one:
                if gender and self.gender(one) is None and len(alone) == 1:
                    self.learned[one] = gender
                return one
            if one is False:
                return None
            if here == paragraph:
                back += not self.reading.quoted(start)
                if back > SENTENCES_BACK:
                    return None
            elif len(alone) != 1 and not self._only_quotation(here) and self._first_of(sentence):
                # a paragraph about something else lies between
                return None
            sentence -= 1
        return None

    def _rivalled(
        self,
        name: str,
        found: list[Ref],
        sentence: int,
        paragraph: int,
        at: int,
        gender: str | None,
        spans: tuple,
        quoted: bool,
    ) -> bool:
        """Whether somebody else in the same paragraph can be meant as well as the one whom the nearest sentence names.

        So it is where the nearest is only the object of a sentence and another acts in one before it; and where two
        act in the last paragraph, and the nearest did not speak there, nor is named ("the candidate").
        """
        own = [r for r in found if r.actor == name]
        here = self.reading.sentences[sentence][0]
        spoke = any(r.statement is not None or r.asked for r in own)
        acts = any(r.subject or r.kind == "pronoun" or self.text[r.end : r.end + 1] in ("'", "’") for r in own)
        if spoke or (acts and (here == paragraph or any(r.kind not in ("role", "pronoun") for r in own))):
            return False
        for before in range(sentence - 1, max(-1, sentence - 1 - SENTENCES_BACK), -1):
            if self.reading.sentences[before][0] != here:
                break
            others = [r for r in self._people(before, at, gender, spans, quoted) if r.actor != name]
            if any(r.main for r in others):
                return True
        return False

    def _first_of(self, sentence: int) -> bool:
        """Whether a sentence opens its paragraph."""
        return sentence == 0 or self.reading.sentences[sentence - 1][0] != self.reading.sentences[sentence][0]

    def _only_quotation(self, paragraph: int) -> bool:
        """Whether a paragraph is (nearly) nothing but quotation."""
        start, end = self.paragraph_spans.get(paragraph, (0, 0))
        inside = sum(min(e, end) - max(s, start) for s, e in self._quotations(start, end))
        return end > start and inside >= 0.8 * (end - start)

    def _quotations(self, start: int, end: int) -> list[tuple[int, int]]:
        spans = self.reading.quotations
        i = max(0, bisect.bisect_left(spans, (start, 0)) - 1)
        found = []
        while i < len(spans) and spans[i][0] < end:
            if spans[i][1] > start:
                found.append(spans[i])
            i += 1
        return found
