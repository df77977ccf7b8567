"""Swap the marked names and the countries of a sentence for others of the same kind, for training and ``fairness.py``.

The lists are short and of our own choice. A name that is put in is never one that the sentence has already.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from stance_data import Example

from analysis.language import load_pipeline
from analysis.parties import gender_of

#: name, adjective, people, and other spellings of the name
COUNTRIES = [
    ("the United States", "American", "Americans", "United States", "U.S.", "U. S.", "US", "America"),
    ("Britain", "British", "British people", "United Kingdom", "U.K.", "UK"),
    ("Afghanistan", "Afghan", "Afghans"),
    ("Australia", "Australian", "Australians"),
    ("Brazil", "Brazilian", "Brazilians"),
    ("Canada", "Canadian", "Canadians"),
    ("China", "Chinese", "Chinese people"),
    ("Cuba", "Cuban", "Cubans"),
    ("Egypt", "Egyptian", "Egyptians"),
    ("France", "French", "French people"),
    ("Germany", "German", "Germans"),
    ("Greece", "Greek", "Greeks"),
    ("India", "Indian", "Indians"),
    ("Iran", "Iranian", "Iranians"),
    ("Iraq", "Iraqi", "Iraqis"),
    ("Israel", "Israeli", "Israelis"),
    ("Italy", "Italian", "Italians"),
    ("Japan", "Japanese", "Japanese people"),
    ("Kenya", "Kenyan", "Kenyans"),
    ("Mexico", "Mexican", "Mexicans"),
    ("Nigeria", "Nigerian", "Nigerians"),
    ("North Korea", "North Korean", "North Koreans"),
    ("Pakistan", "Pakistani", "Pakistanis"),
    ("Poland", "Polish", "Poles"),
    ("Russia", "Russian", "Russians"),
    ("Saudi Arabia", "Saudi", "Saudis"),
    ("South Korea", "South Korean", "South Koreans"),
    ("Spain", "Spanish", "Spaniards"),
    ("Sweden", "Swedish", "Swedes"),
    ("Syria", "Syrian", "Syrians"),
    ("Turkey", "Turkish", "Turks"),
    ("Ukraine", "Ukrainian", "Ukrainians"),
    ("Venezuela", "Venezuelan", "Venezuelans"),
]
#: the countries that are put in one after the other: from every part of the world, in the news for better or worse
PUT_IN = (
    "the United States|Britain|France|Germany|Poland|Russia|Ukraine|Turkey|Israel|Iran|Iraq|Syria|Saudi Arabia|China|"
    "Japan|North Korea|India|Mexico|Brazil|Nigeria"
).split("|")
GIVEN = {
    "f": "Mary Emily Anna Olga Fatima Aisha Priya Mei Rosa Amina".split(),
    "m": "John Peter Thomas Ivan Ahmed Omar Raj Wei Carlos Kofi".split(),
}
FAMILY = "Miller Carter Berger Novak Haddad Rahman Sharma Zhang Garcia Mensah".split()

#: spellings that stand with "the" as a noun, and before a noun as an adjective
_SHORT = ("United States", "United Kingdom", "U.S.", "U. S.", "US", "U.K.", "UK")
_FORMS = {
    form: (number, at if at < 3 else 0)
    for number, row in enumerate(COUNTRIES)
    for at, form in enumerate(row)
    if " people" not in form and not form.startswith("the ")
}
_COUNTRY = re.compile(
    r"(?<!\w)(?<!New )(?<!South )(?<!North )(?<!African )(?<!Native )(?<!Latin )(?<!Central )(?<!-)(?:"
    + "|".join(re.escape(form) for form in sorted(_FORMS, key=len, reverse=True))
    + r")(?!\w|-American)",
)
#: the kinds of swap that are drawn once a sentence
DRAWN = (
    "all names (gender kept) and countries",
    "first and last names, gender kept",
    "first and last names, gender changed",
    "last names alone",
    "countries",
)
_NAME = r"[A-Z][\w’'-]*[\w]"
_TITLE = re.compile(r"(?:(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|President|Senator|Secretary|Governor|Judge|General)\.?\s+)+")


class Edit(NamedTuple):
    """Put ``text`` in the place of start … end."""

    start: int
    end: int
    text: str


class Place(NamedTuple):
    """A country in a sentence: which one, and whether its name (0), adjective (1) or people (2) stands there."""

    start: int
    end: int
    country: int
    form: int


class Person(NamedTuple):
    """A marked person: the name without its title; first or last is "" where the sentence does not give it."""

    start: int
    end: int
    first: str
    last: str


def apply(example: Example, edits: list[Edit]) -> Example | None:
    """The example after the edits, its spans moved along; None where edits overlap or cut through a span."""
    edits = sorted(set(edits))
    if any(one.end > other.start for one, other in zip(edits, edits[1:], strict=False)):
        return None
    if any(edit.start < at < edit.end for span in example.spans for at in span for edit in edits):
        return None

    def moved(at: int) -> int:
        return at + sum(len(edit.text) - (edit.end - edit.start) for edit in edits if edit.end <= at)

    sentence = example.sentence
    for edit in reversed(edits):
        sentence = sentence[: edit.start] + edit.text + sentence[edit.end :]
    return example._replace(sentence=sentence, spans=tuple((moved(s), moved(e)) for s, e in example.spans))


def find_places(sentence: str) -> list[Place]:
    """The countries of a sentence. "US" and the like are adjectives where the parse puts them before a noun."""
    found = []
    doc = None
    for match in _COUNTRY.finditer(sentence):
        start, end = match.span()
        number, form = _FORMS[match.group()]
        if match.group() in _SHORT:
            doc = load_pipeline()(sentence) if doc is None else doc
            last = next((t for t in doc if t.idx <= end - 1 < t.idx + len(t)), None)
            if last is not None and last.dep_ in ("compound", "amod", "nmod") and last.head.i > last.i:
                form = 1
        found.append(Place(start, end, number, form))
    return found


def country_edits(sentence: str, places: list[Place], other: dict[int, int]) -> list[Edit]:
    """Put for each country the one that ``other`` names, with "the", "a" and "an" as the new name wants them."""
    edits = []
    for place in places:
        if other.get(place.country, place.country) == place.country:
            continue
        new, before = COUNTRIES[other[place.country]][place.form], sentence[: place.start]
        old = sentence[place.start : place.end]
        the = re.search(r"\b[Tt]he $", before)
        if place.form == 0:
            bare = new.removeprefix("the ")
            if bare != new and sentence[place.end : place.end + 1] == "-":  # "U.S.-backed"
                bare = new = "U.S."
            if the and old in _SHORT and new == bare:  # an edit of its own, so that a mark may begin after it
                edits.append(Edit(*the.span(), ""))
            elif not the and new != bare:
                edits.append(Edit(place.start, place.start, "The " if not before.strip("“\"'‘ ") else "the "))
            new = bare
        if old.endswith(".") and not sentence[place.end :].strip("”\"' "):
            new += "."
        edits += [*_article(before, new), Edit(place.start, place.end, new)]
    return edits


@lru_cache(maxsize=100_000)
def _places(sentence: str) -> tuple[Place, ...]:
    return tuple(find_places(sentence))


def swap_countries(example: Example, chance: random.Random) -> Example:
    """The example with other countries for all of its own; itself where it has none, or where a swap cuts a mark.

    The United States are drawn as often as six others together: the news of the training data is theirs, and what
    their name alone tells the model has to be unlearned most.
    """
    places = _places(example.sentence)
    old = list(dict.fromkeys(place.country for place in places))
    if not old:
        return example
    others = [number for number in range(1, len(COUNTRIES)) if number not in old]
    new = chance.sample(others, len(old))
    if 0 not in old and chance.random() < 6 / (len(others) + 6):
        new[0] = 0
    return apply(example, country_edits(example.sentence, list(places), dict(zip(old, new, strict=True)))) or example


def _article(before: str, new: str) -> list[Edit]:
    """Make "a" and "an" fit the word that follows now."""
    if not (article := re.search(r"\b([Aa])n? $", before)):
        return []
    return [Edit(*article.span(), article[1] + ("n " if new[0] in "AEIO" else " "))]


def find_people(example: Example, persons: set[str]) -> list[Person]:
    """The marked people; ``persons``: what the parser calls persons in the sentence."""
    found = []
    for start, end in example.spans:
        if title := _TITLE.match(example.sentence, start, end):
            start = title.end()
        words = example.sentence[start:end].split()
        if not 1 <= len(words) <= 3 or not all(re.fullmatch(_NAME + "|[A-Z]\\.", word) for word in words):
            continue
        if _COUNTRY.search(" ".join(words)):
            continue
        if gender_of(words[0]):
            found.append(Person(start, end, words[0], words[-1] if len(words) > 1 else ""))
        elif len(words) == 1 and any(words[0] == name.split()[-1] for name in persons):
            found.append(Person(start, end, "", words[0]))
    return found


def person_edits(sentence: str, person: Person, first: str, last: str) -> list[Edit]:
    """Put another name for a person, wherever the sentence has it; only those parts that stand there are put."""
    whole = sentence[person.start : person.end]
    new = " ".join(part for part, old in ((first, person.first), (last, person.last)) if old)
    edits = [Edit(*match.span(), new) for match in re.finditer(rf"(?<!\w){re.escape(whole)}(?!\w)", sentence)]
    if person.first and person.last:
        for match in re.finditer(rf"(?<!\w){re.escape(person.last)}(?!\w)", sentence):
            namesake = re.search(rf"({_NAME}) $", sentence[: match.start()])
            inside = any(edit.start <= match.start() < edit.end for edit in edits)
            if not inside and not (namesake and gender_of(namesake[1])):
                edits.append(Edit(*match.span(), last))
    return edits + [article for edit in edits for article in _article(sentence[: edit.start], edit.text)]


class Swaps:
    """All the swaps of one example, seeded by its id."""

    def __init__(self, example: Example, persons: set[str], seed: int) -> None:
        self.example = example
        self.chance = random.Random(f"{seed} {example.id}")
        self.places = find_places(example.sentence)
        self.people = find_people(example, persons)
        self.family = self.chance.sample([name for name in FAMILY if name not in example.sentence], 2)

    def renamed(self, change: bool) -> list[Edit]:
        """Edits that give each marked person another name, of the same or the other gender."""
        edits = []
        for person, last in zip(self.people, self.family, strict=False):
            gender = gender_of(person.first) if person.first else "f"
            gender = {"f": "m", "m": "f"}[gender] if change else gender
            pool = [name for name in GIVEN[gender] if name not in self.example.sentence]
            edits += person_edits(self.example.sentence, person, self.chance.choice(pool), last)
        return edits

    def moved(self) -> list[Edit]:
        """Edits that put other countries for all of the sentence."""
        old = list(dict.fromkeys(place.country for place in self.places))
        new = self.chance.sample([number for number in range(len(COUNTRIES)) if number not in old], len(old))
        return country_edits(self.example.sentence, self.places, dict(zip(old, new, strict=True)))

    def drawn(self) -> Iterator[tuple[str, Example | None]]:
        """One swap of each kind that the sentence allows."""
        both, kept, changed, last, countries = DRAWN
        named = any(person.first for person in self.people)
        people = self.renamed(change=False)
        moved = self.moved() if self.places else []
        if self.people:
            yield kept if named else last, apply(self.example, people)
        if named:
            yield changed, apply(self.example, self.renamed(change=True))
        if moved:
            yield countries, apply(self.example, moved)
        if people or moved:
            yield both, apply(self.example, people + moved)

    def each_country(self) -> Iterator[tuple[str, Example | None]]:
        """Each country in turn for the one that is marked, or else the first."""
        marked = [p for p in self.places if any(s <= p.start and p.end <= e for s, e in self.example.spans)]
        for first in (marked or self.places)[:1]:
            for name in PUT_IN:
                number = next(i for i, row in enumerate(COUNTRIES) if row[0] == name)
                if number != first.country:
                    other = {first.country: number, number: first.country}
                    yield name, apply(self.example, country_edits(self.example.sentence, self.places, other))

    def each_name(self) -> Iterator[tuple[str, str, str, Example | None]]:
        """Each first name in turn for that of the first marked person who has one: its gender before, after, it."""
        for person in [person for person in self.people if person.first][:1]:
            for gender, names in GIVEN.items():
                for name in names:
                    if name not in self.example.sentence:
                        edits = person_edits(self.example.sentence, person, name, self.family[0])
                        yield gender_of(person.first), gender, name, apply(self.example, edits)
