"""Who a speaker is: the rules for names, several together, voices of a country or a body, roles and pronouns.

The order of the rules is that of ``Resolver.speaker``.
"""

from __future__ import annotations

import bisect
import re

from analysis import parties
from analysis.anaphora import OPPONENTS, Anaphora, plain
from analysis.antecedents import Resolution
from analysis.phrases import EMPTY, RELATIVE, Phrase
from analysis.profiles import party_from
from analysis.reading import BODY_NOUNS, DEFINITE, FIRST, HE, IT, PRONOUNS, SHE, THEY, VOICES, Ref

#: words for a party that, with an article, are one of its people ("the Delta Republican").
LABELS = frozenset(("Republican", "Democrat", "Tory", "Conservative"))
#: words that, alone, say that somebody speaks, and not who ("Others said so"); "some of the miners" are told.
UNTOLD = EMPTY | frozenset("nobody none all both several few another each either neither".split()) | {"no one"}
#: where the words that name a source end, and what else is told of it begins.
_CLAUSE = re.compile(r",| who | which | that | - | -- |[–—;:(]")


class Resolver(Anaphora):
    """Says of a speaker's phrase whom it means; see ``Antecedents`` for its arguments."""

    # ---- speakers

    def speaker(self, phrase: Phrase, spans: tuple[tuple[int, int], ...]) -> Resolution:
        """Resolve a speaker's phrase.

        The rules, in order: a pronoun; a relative pronoun; a phrase that the actors table lists; several together; a
        name (as head or in apposition); something of somebody's; the voices of a country or a body; a role or a body
        named before; a name that no table holds; anything else is a source of its own.
        """
        low = phrase.text.lower().strip()
        if not plain(low) or low in ("'s", "’s"):
            return Resolution(ambiguous=True)
        if low in FIRST:
            return self._first_person(phrase)
        if low in PRONOUNS:
            gender = "m" if low in HE else "f" if low in SHE else None
            quoted = self.reading.quoted(phrase.start)
            return self._anaphor(low, phrase.start, phrase.sentence, gender, "pronoun", phrase.text, spans, quoted)
        if low in RELATIVE:
            return self.speaker(phrase.relative_to, ()) if phrase.relative_to else Resolution(ambiguous=True)
        if phrase.determiner and not phrase.plural and phrase.head in LABELS:
            if phrase.determiner in DEFINITE:
                return self.role(phrase.head.lower(), self._to_head(phrase), phrase.start, phrase.sentence, None, spans)
            name = plain(self._to_head(phrase))  # "a Delta Republican" is somebody who is not named
            return Resolution(name, parties.party_in(phrase.head, self.sides) or name)
        if plain(self.text[slice(*phrase.whole)]).lower() in UNTOLD:
            return Resolution(ambiguous=True)
        listed = self.words.get(low) or self.words.get(plain(phrase.text).lower())
        if listed:
            return Resolution(listed, self.party[listed], joint=" and " in low)
        named = self._described_person(phrase)
        if named is not None:
            return Resolution(named.actor, named.party or named.actor)
        if phrase.conjuncts:
            return self._joint(phrase, spans)
        for at in (phrase.head_at, phrase.apposed_at):
            ref = self._ref_at(at)
            if ref is not None and ref.start < phrase.end and ref.kind != "demonym":
                return Resolution(ref.actor, ref.party or ref.actor)
        if phrase.apposed_name:
            name = self._canonical(phrase.apposed_name)
            return Resolution(name, self.party.get(name) or self._described(phrase) or name)
        if phrase.possessor_at is not None:
            return self._of_somebody(phrase, spans)
        head = phrase.head.lower()
        side = self._voice_of(phrase)
        if side:
            return side
        if phrase.determiner in DEFINITE and not phrase.plural and not phrase.head_is_name:
            role = parties.role_of(head)
            if role:
                return self.role(head, self._to_head(phrase), phrase.start, phrase.sentence, role.gender or None, spans)
            if head in BODY_NOUNS:
                return self._body(head, self._to_head(phrase), phrase.start, phrase.sentence, spans)
        if phrase.determiner in DEFINITE and phrase.plural and len(self._to_head(phrase).split()) == 2:
            same = self.same_people(head, phrase.start, phrase.sentence)
            if same:
                return same
        name = plain(self.text[phrase.start : phrase.end])
        if phrase.head_is_name:
            name = plain(re.split(r",|\(| who | which ", name)[0]) or name
            name = strip_titles(name)
            return Resolution(name, self.party.get(name) or self._described(phrase) or name)
        name = plain(self.text[slice(*phrase.whole)])
        short = plain(_CLAUSE.split(name)[0]) or name
        if short.lower() in EMPTY:
            short = plain(name.split(",")[0])
        return Resolution(short, parties.party_in(short, self.sides) or short)

    def _canonical(self, name: str) -> str:
        """A name as the actors table has it, where it has it."""
        return self.words.get(name.lower(), name)

    def _to_head(self, phrase: Phrase) -> str:
        return self.text[phrase.start : phrase.head_at + len(phrase.head)]

    def _described(self, phrase: Phrase) -> str | None:

        countries = {name for name, kind in self.type.items() if kind == "country"}
        return party_from([phrase.text.partition(",")[2], phrase.text.partition(",")[0]], self.sides, (), countries)

    def _first_person(self, phrase: Phrase) -> Resolution:
        """Resolve "I": in a quotation it is its speaker; outside one it is the writer, who is no actor."""
        for ref in reversed(self.past[-50:]):
            if ref.statement is not None and any(s <= phrase.start < e for s, e in ref.content):
                return Resolution(ref.actor, ref.party)
        return Resolution(ambiguous=True)

    def _ref_at(self, at: int | None) -> Ref | None:
        if at is None:
            return None
        i = bisect.bisect_right(self.starts, at) - 1
        ref = self.named[i] if i >= 0 else None
        return ref if ref is not None and ref.start <= at < ref.end and ref.actor else None

    def _described_person(self, phrase: Phrase) -> Ref | None:
        """The person in "Sen. Ola Brek, Republican of Delta", "the author, Ola Brek" or "farmer and poet Ola Brek"."""
        inside = [ref for ref in self._inside(phrase) if ref.actor_type == "person" and ref.kind != "role"]
        if not inside:
            return None
        first, last = inside[0], inside[-1]
        before = re.findall(r"[^\W\d_]+", self.text[phrase.start : first.start])
        titled = all(w[0].isupper() and (parties.title_of(w) is not None or parties.role_of(w)) for w in before)
        follows = re.match(r",\s+(?:the|an?|[A-Z][\w-]*,?\s+(?:of|from))\s", self.text[first.end : phrase.end])
        if titled and follows and " and " not in self.text[first.end : phrase.end]:
            return first
        if self.text[last.end : phrase.end].strip(" ,") or phrase.head_at >= last.start:
            several = phrase.conjuncts and last.end <= phrase.conjuncts[-1].end
            if not several or self.text[last.end : phrase.end].strip(" ,"):
                return None
        told = self.text[phrase.start : last.start]
        if phrase.conjuncts:
            # a noun without an article describes the name: "farmer and poet Ola Brek" is one person
            lead = phrase.conjuncts[0]
            bare = not (lead.determiner or lead.possessor or lead.plural or lead.head_is_name)
            one = bare and "," not in told and len(phrase.conjuncts) == 2 and len(inside) == 1
            return last if one and phrase.conjuncts[-1].head_is_name else None
        alone = len(inside) == 1 and told.count(",") == 1 and told.rstrip().endswith(",")
        return last if alone and phrase.determiner in ("the", "a", "an") and parties.role_of(phrase.head) else None

    def _joint(self, phrase: Phrase, spans: tuple) -> Resolution:
        """Resolve "A and B"; "A and his officials" is A's government; "A and its allies" is a group of A's side."""
        first, *rest = phrase.conjuncts
        bare = not any(p.determiner or p.possessor or p.plural or p.head_is_name for p in rest)
        roles = not first.plural and all(parties.role_of(p.head) for p in phrase.conjuncts)
        if first.determiner and bare and roles:
            return self.speaker(first, spans)  # "the senator and former minister" is one person
        lead = self.speaker(first, spans)
        own = rest[-1].possessor.lower() if rest else ""
        if len(rest) == 1 and own in (HE | SHE | IT | THEY) and lead["actor"]:
            head = rest[0].head.lower()
            side = lead["party"]
            if head in VOICES and self.type.get(lead["actor"]) in ("person", "country"):
                government = self._government(side)
                if government:
                    return Resolution(government, side, joint=True)
            name = f"{lead['actor']} and {rest[0].text}"
            return Resolution(self.words.get(name.lower(), name), side, joint=True)
        each = [lead, *(self.speaker(p, spans) for p in rest)]
        if any(r["ambiguous"] for r in each):
            return Resolution(joint=True, ambiguous=True)
        actors = list(dict.fromkeys(r["actor"] for r in each))
        sides = list(dict.fromkeys(r["party"] if isinstance(r["party"], str) else r["actor"] for r in each))
        side = each[0]["party"] if len({r["party"] for r in each}) == 1 else _and(sides)
        return Resolution(_and(actors), side, joint=len(actors) > 1)

    def _government(self, side: str) -> str | None:
        """The actor that is the government of a country: as the table names it, else "Norwegian government"."""
        for name, party in self.party.items():
            if party == side and name.lower().endswith("government"):
                return name
        if parties.country_of(side) != side and self.type.get(side) != "country":
            return None
        adjective = next((word for word, kind in parties.country_words(side) if kind == "demonym"), None)
        return f"{adjective} government" if adjective else f"government of {side}"

    def _voice_of(self, phrase: Phrase) -> Resolution | None:
        """Let "Norwegian officials" speak for Norway."""
        if phrase.head.lower() not in VOICES:
            return None
        for ref in self._inside(phrase):
            if ref.actor_type in ("country", "organisation", "group") and ref.end <= phrase.head_at:
                return Resolution(ref.actor, ref.party or ref.actor)
        return None

    def _inside(self, phrase: Phrase) -> list[Ref]:
        i = bisect.bisect_left(self.starts, phrase.start)
        found = []
        while i < len(self.named) and self.named[i].start < phrase.end:
            found.append(self.named[i])
            i += 1
        return found

    def _of_somebody(self, phrase: Phrase, spans: tuple) -> Resolution:
        """Resolve "the group's representatives", "Norland's government", "her campaign", "his critics"."""
        owner = phrase.possessor.lower()
        if owner in RELATIVE:
            found = self.speaker(phrase.relative_to, ()) if phrase.relative_to else Resolution(ambiguous=True)
        elif owner in PRONOUNS:
            kind = "m" if owner in HE else "f" if owner in SHE else None
            found = self._anaphor(owner, phrase.start, phrase.sentence, kind, "pronoun", owner, spans, False)
        else:
            ref = self._ref_at(phrase.possessor_at)
            if ref is not None and ref.end > phrase.possessor_at + len(owner.split()[-1]):
                return Resolution(ref.actor, ref.party or ref.actor)  # the name goes on: "the People's Bank chief"
            if ref is not None:
                found = Resolution(ref.actor, ref.party or ref.actor)
            else:
                words = owner.split()
                inner = Phrase(
                    phrase.possessor,
                    phrase.start,
                    phrase.start + len(phrase.possessor),
                    phrase.sentence,
                    phrase.paragraph,
                )
                inner.head, inner.head_at = words[-1], phrase.possessor_at
                inner.whole = inner.start, inner.end
                inner.determiner = words[0] if words[0] in DEFINITE else ""
                found = self.speaker(inner, spans)
        if found["ambiguous"] or not found["actor"]:
            return Resolution(ambiguous=True)
        head = phrase.head.lower()
        if head in VOICES and self.type.get(found["actor"]) in ("country", "organisation", "group"):
            return found
        body = f"{found['actor'].split()[-1]} {head}"
        known = self.words.get(body.lower()) or self.words.get(f"{found['actor']} {head}".lower())
        if known:
            return self._known(known)
        owned = re.match(r"\S+\s+", self.text[phrase.possessor_at : phrase.end])
        tail = self.text[phrase.possessor_at + (owned.end() if owned else 0) : phrase.end]
        tail = plain(_CLAUSE.split(tail)[0])
        bare = owned is not None and re.fullmatch(r"\S*s['’]", owned.group().strip())  # as the article has it
        name = f"{found['actor']}{'’' if bare else '’s'} {tail}"
        return Resolution(name, name if head in OPPONENTS else found["party"])


def _and(names: list[str]) -> str:
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]


def strip_titles(name: str) -> str:
    """A name without the titles before it.

    Example:
        >>> strip_titles("Mrs. Halloran"), strip_titles("Foreign Minister Ola Brek"), strip_titles("Minister")
        ('Halloran', 'Ola Brek', 'Minister')
    """
    words = name.split()
    if (
        not words
        or words[-1].islower()
        or words[-1].lower().strip(".") in parties.BODY_WORDS
        or words[-1][1:].isupper()
    ):
        return name  # "Delta Minister Fund" is no person
    last = max(
        (i for i, w in enumerate(words[:-1]) if parties.title_of(w) is not None or parties.role_of(w)), default=-1
    )
    return " ".join(words[last + 1 :])
