"""What an article says about the people it names: their offices, their side and how it refers to them.

A description is a phrase beside a name: before it ("Russian President"), after it in apposition (", the envoy of
Norland,"), in brackets ("(R-Tenn.)"), or as a predicate ("X is a senator").
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from analysis import parties

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from analysis.words import Tree, Word

#: "(R-Tenn.)", "(D)": the party of a member of the US Congress, as news write it.
US_PARTY = re.compile(r"^\s*,?\s*[(\[]?(?P<party>[RD])(?:ep|em)?\.?\s?(?:[-–—][A-Z][A-Za-z.\s]{0,14}|\s*[)\]])")
US_PARTIES = {"R": "Republican Party", "D": "Democratic Party"}
#: how far, in words, a description may reach from its name.
REACH = 12
#: how much a former office counts against one that is held.
FORMERLY = 0.4
_STOP = frozenset(', . ; : ! ? ( ) [ ] “ ” " – — - / |'.split())


@dataclass
class Profile:
    """What is known of one person: role nouns with the phrases they stood in, and the gender that titles tell."""

    roles: Counter = field(default_factory=Counter)
    phrases: list[str] = field(default_factory=list)
    genders: Counter = field(default_factory=Counter)

    def add(self, phrase: str) -> None:
        """Take in one description."""
        self.phrases.append(phrase)
        for role in roles_in(phrase):
            self.roles[role.word] += 1
            if role.gender:
                self.genders[role.gender] += 1

    @property
    def gender(self) -> str | None:
        """Tell "m" or "f" where titles and role nouns tell one of them only."""
        told = [gender for gender, n in self.genders.items() if n]
        return told[0] if len(told) == 1 else None


def roles_in(phrase: str) -> list[parties.Role]:
    """The role nouns of a phrase that say what the person is, in order: those before the first preposition.

    Example:
        >>> [role.word for role in roles_in("the envoy of the Norland president")]
        ['envoy']
        >>> [role.word for role in roles_in("Deputy Foreign Minister")]
        ['deputy', 'minister']
    """
    found = []
    for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", phrase):
        if word.lower() in ("of", "for", "at", "in", "to", "with", "from", "who") and found:
            break
        abbreviated = {"sen": "senator", "rep": "representative", "gov": "governor", "gen": "general"}.get(word.lower())
        role = parties.role_of(abbreviated or word)
        if role:
            found.append(role)
    return found


def descriptions(doc: Tree, start: int, end: int) -> list[str]:
    """The phrases that describe the name that stands at tokens ``start`` to ``end`` of a parsed passage.

    Args:
        doc: the parsed passage.
        start: the first token of the name, without its titles.
        end: the token after its last.

    Returns:
        The phrases as they stand in the text; empty where nothing beside the name describes it.
    """
    found = [phrase for phrase in (_before(doc, start), _after(doc, end), _apposed_to(doc, start, end)) if phrase]
    match = US_PARTY.match(doc[end : end + 8].text) if end < len(doc) else None
    if match:
        found.append(US_PARTIES[match["party"]])
    root = doc[start:end].root
    if root.dep_ == "nsubj" and root.head.lemma_ in ("be", "become", "serve"):
        for child in root.head.children:
            noun = child if child.dep_ == "attr" else next(iter(child.children), None) if child.lower_ == "as" else None
            if noun is not None and noun.i > end and roles_in(doc[noun.left_edge.i : noun.i + 1].text):
                found.append(doc[noun.left_edge.i : min(noun.right_edge.i + 1, noun.i + REACH)].text)
    return found


def _before(doc: Tree, start: int) -> str:
    """Take "Norland Foreign Minister" before "Ola Brek": it must end in a role noun or a title."""
    i = start
    while i > 0 and start - i < REACH:
        token = doc[i - 1]
        if (token.text in _STOP and not (token.text == "-" and not token.whitespace_)) or token.is_space:
            break
        if token.pos_ in ("VERB", "AUX", "ADV", "SCONJ", "PRON", "CCONJ") and not token.is_title:
            break
        if token.pos_ == "ADP" and token.lower_ != "of":
            break
        if token.pos_ == "DET" or (token.tag_ == "NNS" and not parties.role_of(token.text)):
            break
        i -= 1
    phrase = doc[i:start]
    if not len(phrase):
        return ""
    last = phrase.text.split()[-1]
    titled = parties.title_of(last) is not None or parties.role_of(last) is not None or last in parties.institutions()
    of_state = any(t.lower_ == "of" for t in phrase[-3:]) and any(parties.role_of(t.text) for t in phrase)
    return phrase.text if titled or of_state else ""


def _after(doc: Tree, end: int) -> str:
    """Take "Norland's envoy to the talks" in "Ola Brek, Norland's envoy to the talks, said"."""
    if end >= len(doc) or doc[end].text not in (",", "–", "—", "("):
        return ""
    i = end + 1
    if i < len(doc) and doc[i].tag_ == "VBG" and not parties.role_of(doc[i].text):
        return ""  # "Mira Halloran, meeting the president, said"
    while i < len(doc) and i - end <= REACH + 4:
        token = doc[i]
        if token.text in (",", ".", ";", ":", "–", "—", ")", "“", "”", '"') or token.lower_ in (
            "who",
            "which",
            "said",
            "and",
        ):
            break
        if token.pos_ in ("VERB", "AUX") and token.tag_ != "VBG" and token.tag_ != "VBN":
            return ""
        i += 1
    phrase = doc[end + 1 : i].text
    return phrase if roles_in(phrase) or phrase.split(" ")[0] in parties.institutions() else ""


def _apposed_to(doc: Tree, start: int, end: int) -> str:
    """Take "the Norland prime minister" in "the Norland prime minister, Ola Brek,"."""
    root = doc[start:end].root
    head = root.head
    if root.dep_ != "appos" or head.i >= start or not parties.role_of(head.text) or head.pos_ not in ("NOUN", "PROPN"):
        return ""
    return doc[head.left_edge.i : start].text.rstrip(" ,–—:")


def party_from(
    phrases: list[str], known: Mapping[str, str], but: Collection[str] = (), countries: Collection[str] = ()
) -> str | None:
    """The party that the descriptions of a person tell.

    An office of a state counts for more than a party's label, and that for more than where somebody comes from;
    a country tells nothing about people without an office ("a Norwegian author" does not speak for Norway).

    Args:
        phrases: the descriptions of one person.
        known: name → party of the actors of the article.
        but: names that are passed over: the person's own.
        countries: parties that are countries though no list holds them.

    Returns:
        The party with the most weight, the first of several equals; None where none is told.

    Example:
        >>> party_from(["Norwegian Prime Minister"], {}), party_from(["a Norwegian author"], {})
        ('Norway', None)
        >>> party_from(["Republican nominee", "spokesman for the Delta Board"], {"Delta Board": "Delta Board"})
        'Republican Party'
    """
    weights: dict[str, float] = {}
    for phrase in phrases:
        spheres = {role.sphere for role in roles_in(phrase)}
        of_state = re.search(r"\bSecretary of State\b(?! for)", phrase)  # so called in the United States only
        party = "United States" if of_state else parties.party_in(phrase, known, but)
        if party is None:
            continue
        if party in countries or parties.country_of(party) == party:
            weight = 3.0 if "state" in spheres else 1.5 if spheres & {"organisation", "party"} else 0.0
        elif party.endswith("Party"):
            weight = 2.0
        else:
            weight = 1.8 if "organisation" in spheres else 0.0
        if re.search(r"\b(?:former|ex|then|late)\b", phrase, re.IGNORECASE):
            weight *= FORMERLY
        if weight:
            weights[party] = max(weights.get(party, 0), weight) + 0.01
    return max(weights, key=weights.get) if weights else None


def is_subject(token: Word) -> bool:
    """Whether a noun phrase is a subject, or one of several that are, looking from its head noun."""
    return first_of_several(token).dep_ in ("nsubj", "nsubjpass", "csubj")


def first_of_several(token: Word) -> Word:
    """The first of coordinated nouns ("Mira" for "Brek" in "Mira and Brek"), or what a noun is in apposition to."""
    for _ in range(8):
        if token.dep_ not in ("conj", "appos") or token.head.pos_ not in ("NOUN", "PROPN", "PRON"):
            break
        token = token.head
    return token
