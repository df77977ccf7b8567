"""Whom a pronoun, a role ("the minister") or a body noun ("the group") means, in what was read so far."""

from __future__ import annotations

import bisect
import re

from analysis import parties
from analysis.antecedents import PARAGRAPHS_BACK, SENTENCES_BACK, Antecedents, Resolution
from analysis.reading import BODY_NOUNS, HE, IT, SHE, Ref

#: actor types that "it" can mean.
BODIES = ("organisation", "group", "outlet", "country")
#: plural nouns whose people are against the one that owns them, so that they are not of that side.
OPPONENTS = frozenset("critics opponents rivals enemies detractors foes challengers accusers victims".split())
#: role nouns that news use for the same person.
SAME_ROLE = (
    {"candidate", "nominee", "frontrunner", "front-runner", "contender", "hopeful"},
    {"congressman", "congresswoman", "representative", "lawmaker", "legislator"},
    {"spokesman", "spokeswoman", "spokesperson"},
    {"businessman", "businesswoman", "tycoon", "mogul", "billionaire", "entrepreneur"},
    {"adviser", "advisor", "aide"},
    {"premier", "minister"},
    {"envoy", "ambassador", "diplomat"},
)


class Anaphora(Antecedents):
    """Resolves references without a name; see ``Antecedents`` for its arguments."""

    def resolve_refs(self, until: int, after: int) -> None:
        """Resolve the references that start in ``after`` … ``until`` (half-open)."""
        refs = self.reading.refs
        i = bisect.bisect_left(refs, after, key=lambda r: r.start)
        while i < len(refs) and refs[i].start < until:
            ref = refs[i]
            i += 1
            if ref.kind in ("pronoun", "role", "body") and ref.actor is None and not ref.ambiguous:
                found = self._anaphor(ref.word, ref.start, ref.sentence, ref.gender, ref.kind, ref.text, (), ref.quoted)
                ref.ambiguous = found["ambiguous"]
                ref.actor, ref.party = found["actor"], found["party"]
                ref.actor_type = self.type.get(ref.actor, "") if ref.actor else ""
            self.remember(ref)

    def body_near(self, at: int, sentence: int, word: str = "", spans: tuple = ()) -> str | None:
        """The one body, group or country that "it" or "the group" at an offset means, or None.

        "it" can also mean a thing ("the inquiry") where that is the subject of the nearest sentence that has one.
        """
        sentences = self.reading.sentences
        paragraph = sentences[sentence][0] if sentences else 0
        reach = 2 * SENTENCES_BACK if word else 2
        for here in range(sentence, max(-1, sentence - reach), -1):
            if paragraph - sentences[here][0] > (PARAGRAPHS_BACK if word else 1):
                return None
            refs = [
                r
                for r in self.by_sentence.get(here, ())
                if r.end <= at
                and not r.place
                and not any(s <= r.start < e for s, e in spans)
                and not (r.quoted and not self.reading.quoted(at))
                and ((r.actor and r.actor_type in BODIES and r.kind != "demonym") or (r.kind == "thing" and not word))
            ]
            if word:
                refs = [r for r in refs if self._is_a(r.actor, word)]
            else:
                refs = [r for r in refs if r.main] or [r for r in refs if r.subject] or refs
            names = list(dict.fromkeys(r.actor or self._plural_name(r) for r in refs))
            if len(names) > 1 and word:
                subjects = list(dict.fromkeys(r.actor for r in refs if r.subject))
                names = subjects if len(subjects) == 1 else [refs[-1].actor]
            if names:
                return names[0] if len(names) == 1 else None
        return None

    def _is_a(self, actor: str, word: str) -> bool:
        """Whether a body can be called by a noun: its name holds the noun, or nothing in its name speaks against it."""
        words = actor.lower().split()
        if word in words or (word in _OUTLETS and self.type.get(actor) == "outlet"):
            return True
        if self.type.get(actor) == "country" or words[-1] in _OF_STATE:
            return False
        if word in ("group", "organisation", "organization", "movement", "faction", "rebels"):
            return words[-1] not in ("department", "company", "party", "ministry") and self.type.get(actor) != "outlet"
        if word == "agency":
            return words[-1] in ("department", "bureau", "administration", "office") or (
                len(words) == 1 and actor.isupper()
            )
        return word in ("company", "firm") and self.type.get(actor) == "organisation" and words[-1] not in BODY_NOUNS

    # ---- anaphors

    def _anaphor(self, word, at, sentence, gender, kind, text, spans, quoted) -> Resolution:
        if kind == "pronoun":
            if word in HE or word in SHE:
                return self._known(self.person_near(at, sentence, "m" if word in HE else "f", spans, quoted))
            if word in IT:
                return self._known(self.body_near(at, sentence, "", spans))
            return self._they(at, sentence, spans)
        if kind == "body":
            return self._body(word, text, at, sentence, spans)
        return self.role(word, text, at, sentence, gender, spans)

    def _body(self, word: str, text: str, at: int, sentence: int, spans: tuple) -> Resolution:
        """A body named before ("the group"); with several modifiers, or none found, one of its own."""
        described = len(text.split()) > 3  # "the pro-dam campaign group" is somebody new
        found = None if described else self.body_near(at, sentence, word, spans)
        if not found and not described and word == "campaign":
            person = self.person_near(at, sentence, None, spans)
            name = person and next(
                (n for n in (f"{person} campaign", f"{person.split()[-1]} campaign") if n in self.party), None
            )
            if person:
                return Resolution(name or f"{person}’s campaign", self.party.get(person, person))
        if not found and len(text.split()) > 2:
            name = plain(text)
            return Resolution(name, parties.party_in(text, self.sides) or name)
        return self._known(found)

    def _known(self, actor: str | None) -> Resolution:
        return Resolution(actor, self.party.get(actor, actor)) if actor else Resolution(ambiguous=True)

    def _they(self, at: int, sentence: int, spans: tuple) -> Resolution:
        """Resolve "they" to the nearest group, or plural of people, that is a subject."""
        sentences = self.reading.sentences
        for here in range(sentence, max(-1, sentence - SENTENCES_BACK), -1):
            if sentences[sentence][0] - sentences[here][0] > 1:
                break
            refs = [
                r
                for r in self.by_sentence.get(here, ())
                if r.end <= at
                and not r.quoted
                and not any(s <= r.start < e for s, e in spans)
                and (r.kind == "plural" or r.plural or (r.actor and r.actor_type == "group"))
            ]
            some = next((kept for test in _THEY_ORDER if (kept := [r for r in refs if test(r)])), refs)
            names = list(dict.fromkeys(self._plural_name(r) for r in some))
            if len(names) == 1:
                name = names[0]
                return Resolution(name, self._side(name, some[0]), joint=some[0].joint)
            if len(names) > 1:
                return Resolution(ambiguous=True)
        return Resolution(ambiguous=True)

    def _plural_name(self, ref: Ref) -> str:
        if ref.actor:
            return ref.actor
        phrase = ref.phrase or ref.text
        own = next((r for r in self.by_sentence.get(ref.sentence, ()) if r.start == ref.start and r.actor), None)
        if own is not None and own.word in _OWNING:  # "her aides"
            return f"{own.actor}’s {phrase[own.end - own.start :].strip()}"
        return plain(phrase)

    def same_people(self, word: str, at: int, sentence: int) -> Resolution | None:
        """Whom "the aides" means: the one group with such a role that was told of more closely just before, if any."""
        role = parties.role_of(word)
        if role is None:
            return None
        kin = {role.word} | next((group for group in SAME_ROLE if role.word in group), set())
        for here in range(sentence, max(-1, sentence - SENTENCES_BACK), -1):
            if self.reading.sentences[sentence][0] - self.reading.sentences[here][0] > 1:
                break
            refs = [r for r in self.by_sentence.get(here, ()) if r.kind == "plural" and r.end <= at and not r.quoted]
            refs = [r for r in refs if (other := parties.role_of(r.word)) and other.word in kin]
            names = list(dict.fromkeys(self._plural_name(r) for r in refs))
            if len(names) == 1 and " " in names[0]:
                return Resolution(names[0], self._side(names[0], refs[0]))
            if names:
                return None
        return None

    def _side(self, name: str, ref: Ref | None = None) -> str:
        if name in self.party:
            return self.party[name]
        if name.split()[-1:] and name.split()[-1] in OPPONENTS:
            return name
        return (ref.party if ref is not None and ref.party else None) or parties.party_in(name, self.sides) or name

    def role(self, word: str, text: str, at: int, sentence: int, gender: str | None, spans: tuple = ()) -> Resolution:
        """Whoever is known by a role ("the Norland minister"), else the one person near by."""
        listed = self.words.get(plain(text).lower())
        if listed and self.type.get(listed) == "person":
            return self._known(listed)
        role = parties.role_of(word)
        kin = {role.word} | next((group for group in SAME_ROLE if role.word in group), set()) if role else set()
        wearers = [n for n in dict.fromkeys(n for w in kin for n in self.wearers.get(w, ())) if self._fits(n, gender)]
        side, places = parties.party_in(text, self.sides), capitals_in(text)
        if (
            side
            and parties.country_of(side) != side
            and self.type.get(side) != "country"
            and not side.endswith("Party")
        ):
            side = None
        if side:
            wearers = [n for n in wearers if self.party.get(n) == side or self._described_with(n, places)]
        elif places:
            wearers = [n for n in wearers if self._described_with(n, places)]
        near = self.person_near(at, sentence, gender or None, spans)
        if near in wearers and self._alone(near, wearers, at, sentence, spans):
            return self._known(near)
        if len(wearers) > 1:
            return self._known(None if near in wearers else self._nearest(wearers, at, sentence, spans))
        of_state = role is not None and role.sphere == "state" and "former" not in text.lower()
        if len(wearers) == 1 and (of_state or places or near is None or self._seen_near(wearers[0], sentence)):
            return self._known(wearers[0])
        if of_state or not near or (side and not self._may_side(near, side, kin)):
            return Resolution(ambiguous=True)
        if gender and self.gender(near) != gender:
            return Resolution(ambiguous=True)  # "the woman" is nobody of whom that is not known
        return self._known(near)

    def _alone(self, name: str, wearers: list[str], at: int, sentence: int, spans: tuple) -> bool:
        """Whether nobody else who is known by the same role acts in the same paragraph, unless one spoke last."""
        paragraph = self.reading.sentences[sentence][0]
        for here in range(sentence, max(-1, sentence - 1 - SENTENCES_BACK), -1):
            if self.reading.sentences[here][0] != paragraph:
                break
            people = [r for r in self._people(here, at, None, spans, False) if r.actor in wearers]
            if any(r.actor == name and r.statement is not None for r in people):
                return True
            if any(r.actor != name and r.subject for r in people):
                return False
        return True

    def _described_with(self, name: str, places: set[str]) -> bool:
        return any(places & capitals_in(" " + phrase) for phrase in self.reading.profiles[name].phrases)

    def _may_side(self, name: str, side: str, kin: set[str]) -> bool:
        """Whether nothing speaks against somebody being of a side: they are, or neither side nor office is known."""
        party = self.party.get(name, name)
        roles = self.reading.profiles[name].roles if name in self.reading.profiles else {}
        return party == side or (party == name and (not roles or bool(kin & set(roles))))

    def _seen_near(self, name: str, sentence: int) -> bool:
        here = self.reading.sentences[sentence][0]
        while sentence >= 0 and here - self.reading.sentences[sentence][0] <= PARAGRAPHS_BACK:
            if any(r.actor == name for r in self.by_sentence.get(sentence, ())):
                return True
            sentence -= 1
        return False

    def _nearest(self, names: list[str], at: int, sentence: int, spans: tuple) -> str | None:
        """Which of several people stands alone in the nearest sentence that names any of them."""
        for here in range(sentence, max(-1, sentence - 2 * SENTENCES_BACK), -1):
            found = list(dict.fromkeys(r.actor for r in self._people(here, at, None, spans, False) if r.actor in names))
            if found:
                return found[0] if len(found) == 1 else None
        return None


#: last words of names of what nobody calls "the group".
_OF_STATE = frozenset(
    "government regime cabinet administration leadership officials states nations congress senate".split()
)
#: whom "they" means first: those who spoke, then the subject of the main clause, then any subject.
_THEY_ORDER = (lambda r: r.statement is not None and r.actor, lambda r: r.main, lambda r: r.subject)
_OWNING = frozenset(("his", "her", "its", "their"))
_OUTLETS = frozenset("newspaper paper network magazine outlet station site website broadcaster agency".split())


def capitals_in(text: str) -> set[str]:
    """The capitalised words of a phrase after its first word, titles and role nouns left out.

    Example:
        >>> capitals_in("the Delta Province senator") == {"Delta", "Province"}, capitals_in("The Senator")
        (True, set())
    """
    words = re.findall(r"(?<=\s)[A-Z][^\W\d_]+", text)
    return {w for w in words if parties.role_of(w) is None and parties.title_of(w) is None}


def plain(phrase: str) -> str:
    """A phrase without article, possessive and outer marks.

    Example:
        >>> plain("the officials’"), plain(" An official, "), plain("The Delta Board's")
        ('officials', 'official', 'Delta Board')
    """
    phrase = re.sub(r"\s+", " ", phrase).strip(' ,.;:–—-“”"()[]')
    phrase = re.sub(r"^(?:the|a|an)\s+", "", phrase, flags=re.IGNORECASE)
    return re.sub(r"(?:['’]s|(?<=s)['’])$", "", phrase).strip()
