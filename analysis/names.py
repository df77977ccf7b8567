"""Find the actors of an article that comes without a table: who is named in it, under which names, on whose side.

Names come from spaCy's entities, corrected by rules: titles and role nouns are no part of a name, a listed country
or institution is what the list says, and a capitalised word after a title is a person whatever the entity says.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from analysis import parties
from analysis.mentions import NameIndex, named_mentions
from analysis.profiles import descriptions, is_subject
from analysis.tables import make_table
from analysis.trees import parse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analysis.articles import Article
    from analysis.words import Stretch, Tree

#: after a demonym these speak for the country,
STATE_VOICES = frozenset("government officials authorities military army forces diplomats regime ministry".split())
#: and these are a side of their own.
OPPOSED = frozenset("opposition rebels separatists insurgents dissidents militants resistance".split())
#: the longest name, in words; longer ones are headlines or lists that a parser took for a name.
LONGEST_NAME = 7
#: "March" and "Sunday", but not what may be a person's name
_DATES = frozenset("January February March July September October November December Sunday Monday Tuesday".split())
_DATES |= frozenset("Wednesday Thursday Friday Saturday".split())
_NO_NAME = re.compile(r"[\d@#/\\|<>=*_{}\[\]\n“”\"]|https?:|www\.")


@dataclass
class Found:
    """One name as it was found: how often, how it was described, and what spaCy took it for."""

    count: int = 0
    subject: int = 0
    labels: Counter = field(default_factory=Counter)
    phrases: list[str] = field(default_factory=list)
    genders: Counter = field(default_factory=Counter)
    first: int = 0


@lru_cache(maxsize=1)
def listed() -> NameIndex:
    """The countries and institutions that hold in any article, as an index of names."""
    rows: dict[str, dict[str, object]] = {}
    names, demonyms, capitals = parties._countries()
    for table in (names, demonyms, capitals):
        for word, country in table.items():
            row = rows.setdefault(country, {"name": country, "actor_type": "country", "party": country, "aliases": []})
            row["aliases"].append(word)
    for alias, found in parties.institutions().items():
        row = rows.setdefault(found.name, {**found._asdict(), "aliases": []})
        row["aliases"].append(alias)
    return NameIndex(make_table("actors", ({**row, "aliases": "|".join(row["aliases"])} for row in rows.values())))


def collect(
    article: Article,
) -> tuple[dict[str, Found], dict[str, Found], dict[str, Found], dict[str, Found], dict[str, str]]:
    """Read an article once and gather the names in it.

    Returns:
        People, other bodies, listed actors (their observed words, as ``labels``), and groups such as "Norwegian
        opposition", each by name; and the adjectives of countries that no list holds, each with its country.
    """
    people: dict[str, Found] = defaultdict(Found)
    bodies: dict[str, Found] = defaultdict(Found)
    known: dict[str, Found] = defaultdict(Found)
    groups: dict[str, Found] = defaultdict(Found)
    places: Counter = Counter()
    adjectives: Counter = Counter()
    for paragraph, start, doc in parse(article):
        taken: set[int] = set()
        for span, label in _spans(doc):
            taken.update(range(span.start, span.end) if label == "person" and len(span) > 1 else ())
            name = _clean(span)
            if not name or (label == "person" and len(span) > 1 and _in_title_case(span)):
                continue
            if label == "place":
                places[name] += 1
                continue
            if label == "people":
                adjectives[name] += 1
                if not span[-1].tag_.endswith("S"):
                    continue
            found = (people if label == "person" else bodies)[name]
            found.first = found.first if found.count else start + span.start_char
            found.count += 1
            found.subject += is_subject(span.root)
            found.labels[label] += 1
            if label == "person":
                title = parties.title_of(doc[span.start - 1].text) if span.start else None
                if title:
                    found.genders[title] += 1
            found.phrases += descriptions(doc, span.start, span.end)
        for mention in named_mentions(listed(), paragraph, start, doc):
            span = doc.char_span(mention.start - start, mention.end - start)
            if mention.actor is None or mention.place or span is None or taken & set(range(span.start, span.end)):
                continue
            found = known[mention.actor]
            found.first = found.first if found.count else mention.start
            found.count += 1
            found.labels[mention.text] += 1
        for name, alias, first in _collectives(doc):
            found = known[name] if alias else groups[name]
            found.first = found.first if found.count else start + first
            found.count += 1
            found.labels[alias or name] += 1
        for i in doc.numbers("ADJ", "PROPN"):
            token = doc[i]
            if i not in taken and token.is_title and token.dep_ in ("amod", "compound", "nmod") and token.is_alpha:
                adjectives[token.text] += 1
    demonyms = _demonyms(places, adjectives, {word for name in people for word in name.split()})
    for place, n in places.items():
        if place in demonyms.values():
            known[place].count += n
            known[place].labels[place] += n
            for word in (w for w, p in demonyms.items() if p == place):
                known[place].labels[word] += adjectives[word]
    for word in demonyms:
        bodies.pop(word, None)
    return people, bodies, known, groups, demonyms


def _demonyms(places: Counter, adjectives: Counter, names: set[str]) -> dict[str, str]:
    """Adjective → country, for countries that no list holds: both must stand in the article."""
    alike: dict[str, list[str]] = defaultdict(list)
    for place in places:
        if place not in names:
            alike[place[:3]].append(place)
    return {
        word: place for word in adjectives for place in alike.get(word[:3], ()) if parties.is_demonym_of(word, place)
    }


def _collectives(doc: Tree) -> Iterator[tuple[str, str, int]]:
    """Find "Norwegian officials" (an alias) and "Norwegian rebels" (a group): (name, alias or "", offset)."""
    for at in doc.numbers("NOUN", "PROPN"):
        token = doc[at]
        if not (token.lower_ in STATE_VOICES or token.lower_ in OPPOSED):
            continue
        for i in range(token.i - 1, max(-1, token.i - 3), -1):
            country = parties.country_of(doc[i].text)
            if country and (parties.is_demonym(doc[i].text) or doc[i].text in ("US", "U.S.", "UK", "U.K.")):
                if token.lower_ in OPPOSED:
                    yield f"{doc[i].text} {token.lower_}", "", doc[i].idx
                elif i == token.i - 1:
                    yield country, f"{doc[i].text} {token.lower_}", doc[i].idx
                break
            if doc[i].pos_ not in ("ADJ", "NOUN", "PROPN"):
                break


def _spans(doc: Tree) -> Iterator[tuple[Stretch, str]]:
    """The names in a passage with what they are: person, body, place or people."""
    covered: set[int] = set()
    for ent in doc.ents:
        if ent.label_ not in ("PERSON", "ORG", "GPE", "NORP", "LOC"):
            continue
        span = _trim(ent)
        if span is None or len(span) > LONGEST_NAME:
            continue
        if ent.label_ == "PERSON" and span.end == ent.end and _goes_on(doc, ent.end):
            span = doc[span.start : span.end + 1]
        covered.update(range(ent.start, span.end))
        label = {"PERSON": "person", "ORG": "body", "GPE": "place", "LOC": "place", "NORP": "people"}[ent.label_]
        if _looks_like_person(span, label):
            label = "person"
        elif label == "person" and _looks_like_body(span):
            label = "body"
        if label == "person" and len(span) == 1 and span[0].pos_ not in ("PROPN", "NOUN"):
            continue
        yield span, label
    run: list[int] = []
    for i in [*doc.numbers("PROPN"), len(doc) + 1]:
        if run and i != run[-1] + 1:
            span = _trim(doc[run[0] : run[-1] + 1])
            if span is not None and len(span) <= LONGEST_NAME:
                if _looks_like_person(span, "body"):
                    yield span, "person"
                elif not _opens(span) and (is_subject(span.root) or span.root.head.dep_ == "agent"):
                    yield span, "body"
            run = []
        if i < len(doc) and i not in covered and doc[i].is_title and doc[i].is_alpha:
            run.append(i)


def _in_title_case(span: Stretch) -> bool:
    """In a headline Where Every Word Is Capitalised only a given name with one more word is surely a person's name."""
    around = span.doc[max(0, span.start - 8) : span.end + 8]
    words = [t for t in around if t.is_alpha and len(t) > 3 and not t.ent_type_ and not span.start <= t.i < span.end]
    words = [t for t in words if parties.title_of(t.text) is None and parties.role_of(t.text) is None]
    headline = len(words) >= 3 and sum(t.is_title for t in words) >= 0.75 * len(words)
    return headline and not (len(span) == 2 and parties.gender_of(span[0].text))


def _opens(span: Stretch) -> bool:
    """A single word that opens a sentence, a heading or a quotation may be capitalised for that alone."""
    return len(span) == 1 and (span[0].is_sent_start or span.doc[span.start - 1].is_punct)


def _trim(span: Stretch) -> Stretch | None:
    """A name without the article, titles, role nouns and demonyms before it, and without a possessive after it."""
    doc, start, end = span.doc, span.start, span.end
    while end > start and doc[end - 1].text in ("'s", "’s", "’", "'", ",", ".", "-", "the"):
        end -= 1
    while start < end and (doc[start].pos_ in ("DET", "PUNCT", "PART", "ADP", "SPACE") or doc[start].is_space):
        start += 1
    # a title inside the name ends what stands before it: "Norland Defence Minister Ola Brek"
    if span.label_ in ("PERSON", "", "ORG"):
        for i in range(end - 2, start - 1, -1):
            word = doc[i].text
            if parties.title_of(word) is not None or (
                parties.role_of(word) and (span.label_ == "PERSON" or i == start)
            ):
                start = i + 1
                break
        while end - start > 1 and span.label_ == "PERSON" and parties.country_of(doc[start].text):
            start += 1
        while (
            end - start > 1
            and span.label_ == "PERSON"
            and parties.role_of(doc[end - 1].text)
            and not _given(doc[end - 2].text)
        ):
            end -= 1  # "Halloran Ally" in a headline, but not "Ola J. King"
    if (
        end - start == 1
        and start > 1
        and doc[start - 1].lower_ == "of"
        and doc[start - 2].lower_ in ("secretary", "department")
    ):
        return None
    return doc[start:end] if end > start else None


def _given(word: str) -> bool:
    """Whether a word is an initial or a listed given name: the word after it is a name as well."""
    return bool(re.fullmatch(r"[A-Z]\.?", word)) or parties.gender_of(word) is not None


def _goes_on(doc: Tree, end: int) -> bool:
    """Whether the parse takes a person's name one word further than the entity does, as it may with foreign letters."""
    if not 0 < end < len(doc):
        return False
    last, after = doc[end - 1], doc[end]
    return (
        last.dep_ == "compound"
        and last.head is after
        and after.pos_ == "PROPN"
        and after.is_title
        and after.is_alpha
        and not last.text.isascii()
        and after.ent_type_ != "PERSON"
        and parties.role_of(after.text) is None
        and parties.country_of(after.text) is None
        and after.lower_ not in parties.BODY_WORDS
    )


def _looks_like_person(span: Stretch, label: str) -> bool:
    """After a title of a person, or a given name with one to three more names."""
    doc = span.doc
    if label == "person":
        return not _looks_like_body(span)
    before = doc[span.start - 1] if span.start else None
    words = [t.text for t in span]
    if before is not None and parties.title_of(before.text) is not None and before.is_title and len(words) <= 3:
        return span[0].is_title and before.lower_ not in ("chief", "prime", "general", "vice", "justice", "attorney")
    return (
        2 <= len(words) <= 4
        and parties.gender_of(words[0]) is not None
        and all(w[:1].isupper() for w in words)
        and not _looks_like_body(span)
    )


def _looks_like_body(span: Stretch) -> bool:
    """Names that end in what organisations are called."""
    words = [t.text for t in span]
    ends = words[-1].lower() in parties.BODY_WORDS
    return ends or words[0].lower() == "the" or " ".join(words) in parties.institutions()


def _clean(span: Stretch) -> str:
    """The name as a table shows it, or nothing where it is no name."""
    name = re.sub(r"\s+", " ", span.text).strip(" .,;:'’-–—&")
    if len(name) < 2 or len(name) > 80 or _NO_NAME.search(name) or not name[0].isupper() or name in _DATES:
        return ""
    return name if any(c.isalpha() for c in name) else ""
