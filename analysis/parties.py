"""Which side does a phrase point to: countries, their demonyms and capitals, institutions, offices.

Names, demonyms and capitals of countries come from the package ``countryinfo`` (offline, MIT); four small tables
in ``data`` add what it lacks: further demonyms, institutions that stand for a state or a party, role nouns,
and given names that are (nearly) always a man's or a woman's. A given name only ever narrows down whom "he" or
"she" can mean; a name that is not listed fits both, and no guess is shown anywhere.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Mapping
from functools import lru_cache
from importlib import resources
from typing import NamedTuple

#: titles that stand before a name; the value is the gender they tell, if any.
TITLES: dict[str, str] = {
    **dict.fromkeys(("mr", "sir", "lord", "mister", "herr", "monsieur"), "m"),
    **dict.fromkeys(("mrs", "ms", "miss", "madam", "lady", "dame", "madame", "frau"), "f"),
    **dict.fromkeys(
        "dr prof professor rev reverend gen general lt col colonel capt captain sgt sergeant maj major adm admiral "
        "cmdr "
        "sen senator rep representative gov governor pres president vice prime premier minister chancellor secretary "
        "judge justice king queen prince princess pope sheikh ayatollah ambassador envoy mayor councillor councilman "
        "chairman chairwoman chief commissioner director congressman congresswoman speaker detective officer hon "
        "attorney sheriff imam rabbi father sister brother bishop archbishop cardinal mp".split(),
        "",
    ),
    "king": "m",
    "prince": "m",
    "pope": "m",
    "queen": "f",
    "princess": "f",
    "chairwoman": "f",
    "congresswoman": "f",
}
#: last words of what organisations, places and papers are called.
BODY_WORDS = frozenset(
    "party union council committee commission ministry department agency office army force forces group association "
    "institute "
    "university college company corporation corp inc ltd bank board court authority movement alliance coalition front "
    "league "
    "federation congress parliament senate assembly house bureau centre center foundation fund service news times "
    "post journal "
    "tribune herald press radio television tv network campaign club society trust works energy power water project "
    "watch "
    "brigade militia police guard airlines airways industries holdings partners street square river dam valley island "
    "bridge "
    "tower poll survey act bill law treaty accord summit pac caucus".split()
)
#: so many words of a text stay looked up.
_MOST_WORDS = 1 << 11
#: a capital stands for its government only in a country of at least this many people: small ones are mostly surnames.
LEAST_POPULATION = 1_000_000
#: these are no more often a government than a surname or another town.
NO_METONYMS = frozenset(("Kingston", "Georgetown", "Victoria", "Santiago", "San José"))
#: endings by which the name of a country becomes its adjective, for countries that no list holds.
DEMONYM_ENDINGS = (
    "n",
    "an",
    "ian",
    "ean",
    "ese",
    "i",
    "ish",
    "ic",
    "er",
    "ite",
    "lander",
    "nese",
    "s",
    "ns",
    "ans",
    "ians",
)


class Institution(NamedTuple):
    """What an alias stands for: the name of the actor, its type and its party."""

    name: str
    actor_type: str
    party: str


class Role(NamedTuple):
    """A role noun: ``sphere`` is state, party, organisation or person; ``gender`` "m", "f" or empty."""

    word: str
    sphere: str
    gender: str


def _rows(name: str) -> list[dict[str, str]]:
    text = resources.files("analysis").joinpath("data", name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@lru_cache(maxsize=1)
def _countries() -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """Names, demonyms and capitals, each to the name of the country; the larger country wins a shared word."""
    from countryinfo import all_countries

    names: dict[str, str] = {}
    demonyms: dict[str, str] = {row["demonym"]: row["country"] for row in _rows("demonyms.csv")}
    capitals: dict[str, str] = {}
    facts = sorted((c.info() for c in all_countries()), key=lambda fact: -(fact.get("population") or 0))
    for fact in facts:
        name = re.sub(r"^The ", "", fact["name"])
        for other in (name, *(fact.get("altSpellings") or [])):
            # two- and three-letter codes are no words of news, and other alphabets cost nothing but help nobody
            if not re.fullmatch(r"[A-Z]{2,3}", other) and re.match(r"[A-Z]", other):
                names.setdefault(other, name)
        for demonym in re.split(r"[,/]| and ", fact.get("demonym") or ""):
            demonym = demonym.strip()
            if len(demonym) > 3:
                demonyms.setdefault(demonym, name)
            if demonym.endswith(("an", "ni", "li", "qi", "ti", "bi")):
                demonyms.setdefault(demonym + "s", name)
        capital = fact.get("capital")
        large = (fact.get("population") or 0) >= LEAST_POPULATION and capital not in NO_METONYMS
        if isinstance(capital, str) and capital and large and capital not in names and gender_of(capital) is None:
            capitals.setdefault(re.sub(r",? D\.?C\.?$", "", capital), name)
    for alias, found in institutions().items():
        if found.actor_type == "country":
            (capitals if alias in ("Washington", "Kiev", "Tel Aviv") else names)[alias] = found.name
    return names, demonyms, capitals


@lru_cache(maxsize=1)
def institutions() -> dict[str, Institution]:
    """Institutions, parties, movements and outlets by alias: facts that hold in any article."""
    return {
        row["alias"]: Institution(row["name"], row["actor_type"], row["party"]) for row in _rows("institutions.csv")
    }


@lru_cache(maxsize=1)
def _roles() -> dict[str, Role]:
    return {row["word"]: Role(row["word"], row["sphere"], row["gender"]) for row in _rows("roles.csv")}


@lru_cache(maxsize=1)
def _given_names() -> dict[str, str]:
    return {row["name"]: row["gender"] for row in _rows("given_names.csv")}


@lru_cache(maxsize=_MOST_WORDS)
def country_of(word: str) -> str | None:
    """The country that a name, a demonym or a capital stands for.

    Args:
        word: the name as it stands in a text, without an article.

    Returns:
        The English short name of the country, or None.

    Example:
        >>> country_of("Danes"), country_of("Oslo"), country_of("Russian Federation"), country_of("Atlantis")
        ('Denmark', 'Norway', 'Russia', None)
    """
    names, demonyms, capitals = _countries()
    return names.get(word) or demonyms.get(word) or capitals.get(word)


def is_demonym(word: str) -> bool:
    """Whether a word is the adjective or the people of a country ("Danish", "Danes")."""
    return word in _countries()[1]


def is_capital(word: str) -> bool:
    """Whether a word is a capital that news use for the government that sits there."""
    return word in _countries()[2]


def country_words(country: str) -> list[tuple[str, str]]:
    """Every word that stands for a country, each with its kind.

    Args:
        country: the English short name.

    Returns:
        (word, kind) pairs; kind is name, alias or demonym. Empty for a country that is not listed.

    Example:
        >>> [word for word, kind in country_words("Norway") if kind == "demonym"]
        ['Norwegian', 'Norwegians']
    """
    names, demonyms, capitals = _countries()
    found = [(word, "name" if word == country else "alias") for word, name in names.items() if name == country]
    found = [(word, kind) for word, kind in found if kind == "name" or (word in institutions() or _english(word))]
    found += [(word, "demonym") for word, name in demonyms.items() if name == country]
    found += [(word, "alias") for word, name in capitals.items() if name == country]
    return found


def _english(name: str) -> bool:
    """Names in the country's own language are left out: English text does not use them."""
    return bool(
        re.search(r"\b(?:of|and|the|Republic|United|Great|North|South|Saudi|New|Union|Federation|Kingdom)\b", name)
    )


@lru_cache(maxsize=_MOST_WORDS)
def role_of(word: str) -> Role | None:
    """The role that a noun names, plural or not.

    Example:
        >>> role_of("ministers").sphere, role_of("spokeswoman").gender, role_of("bridge")
        ('state', 'f', None)
    """
    word = word.lower()
    singular = word.removesuffix("s") if not word.endswith("men") else word[:-3] + "man"
    return _roles().get(word) or _roles().get(singular)


def gender_of(given_name: str) -> str | None:
    """Tell "m" or "f" where a given name is nearly always a man's or a woman's, else None."""
    return _given_names().get(given_name)


@lru_cache(maxsize=_MOST_WORDS)
def title_of(word: str) -> str | None:
    """None where a word is no title; else "m", "f" or "" (a title of any gender).

    Example:
        >>> title_of("Mrs."), title_of("Senator"), title_of("Tower")
        ('f', '', None)
    """
    return TITLES.get(word.lower().rstrip("."))


def party_in(phrase: str, parties: Mapping[str, str] | None = None, but: Collection[str] = ()) -> str | None:
    """The party that a phrase names by a country, a demonym, a capital or an institution.

    Args:
        phrase: any phrase, such as "two Norwegian officials" or "the White House press secretary".
        parties: further names and their parties, such as those of the actors of an article; they come first.
        but: names that are passed over.

    Returns:
        The party of the leftmost name in the phrase (the longest of several there), or None.

    Example:
        >>> party_in("two Norwegian officials"), party_in("a White House aide"), party_in("two officials")
        ('Norway', 'United States', None)
    """
    words = re.findall(r"(?:[A-Z]\.){2,}|[^\W_]+(?:[-.][^\W_]+)*", phrase)[:60]
    known = institutions()
    for i in range(len(words)):
        if i and words[i - 1] == "New":
            continue
        for length in range(min(5, len(words) - i), 0, -1):
            name = " ".join(words[i : i + length])
            if not name[0].isupper():
                break
            if name in but:
                continue
            if parties and name in parties:
                return parties[name]
            if name in known:
                return known[name].party
            country = country_of(name)
            if country:
                return country
    return None


def is_demonym_of(word: str, country: str) -> bool:
    """Whether a word looks like the adjective of a country that no list holds, by its ending.

    Example:
        >>> is_demonym_of("Varnian", "Varnia"), is_demonym_of("Keshiri", "Keshir"), is_demonym_of("Varnish", "Norland")
        (True, True, False)
    """
    if " " in word or " " in country or len(country) < 4 or word == country or not word[:1].isupper():
        return False
    stem = country.rstrip("aeiouy")
    if len(stem) < 3:
        return False
    return any(word == base + ending for base in {country, stem, country[:-1]} for ending in DEMONYM_ENDINGS)
