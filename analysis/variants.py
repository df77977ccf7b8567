"""Which names of different articles are one actor's: the rules behind `joining.join_actors`.

Inside an article `finding.py` settles who "Brek" is by what stands around it. Across articles there is only the name,
so these rules are narrower: they join only what can hardly be two, and say of the rest why they don't.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from analysis import parties
from analysis.mentions import NAME_PARTICLES, NAME_SUFFIXES, surname


@dataclass
class Known:
    """What a corpus tells of one name: the articles that have it as an actor, its types, parties and aliases."""

    articles: set[str] = field(default_factory=set)
    types: set[str] = field(default_factory=set)
    parties: set[str] = field(default_factory=set)
    aliases: set[str] = field(default_factory=set)

    @property
    def person(self) -> bool | None:
        """Whether it is a person; None where no actors table tells, or several disagree."""
        return None if len(self.types) != 1 else self.types == {"person"}


class Joins:
    """Names gathered into actors, one union at a time; two that one article keeps apart are never joined."""

    def __init__(self, names: Mapping[str, Known]) -> None:
        self.names = names
        self.head = {name: name for name in names}
        self.members = {name: [name] for name in names}
        self.articles = {name: set(known.articles) for name, known in names.items()}
        self.why: dict[str, str] = {}

    def join(self, name: str, other: str, why: str) -> None:
        """Join two names, or write down why not."""
        one, two = self.head[name], self.head[other]
        if one == two:
            return
        both = self.articles[one] & self.articles[two]
        if both:
            self.why.setdefault(name, f"not joined with {other}: {min(both)} names both")
            return
        sides = self._sides(one), self._sides(two)
        if sides[0] and sides[1] and not sides[0] & sides[1]:
            self.why.setdefault(name, f"not joined with {other}: their parties differ")
            return
        if len({gender for head in (one, two) for member in self.members[head] for gender in _genders(member)}) > 1:
            self.why.setdefault(name, f"not joined with {other}: titles or given names tell different genders")
            return
        self.why[name] = why
        small, large = sorted((one, two), key=lambda head: (len(self.articles[head]), head))
        for member in self.members[small]:
            self.head[member] = large
        self.members[large] += self.members.pop(small)
        self.articles[large] |= self.articles.pop(small)

    def _sides(self, head: str) -> set[str]:
        """The parties told of a cluster, without those that are only its own names."""
        own = set(self.members[head])
        return {party for name in own for party in self.names[name].parties} - own


def cluster(names: Mapping[str, Known]) -> Joins:
    """Join the names of a corpus by the rules, from the surest to the least sure.

    Args:
        names: what is known of each name.

    Returns:
        The clusters, with the reason for each name that was joined, or that fits another and was not joined.

    Example:
        >>> found = cluster({"Mira Halloran": Known({"x"}), "President Halloran": Known({"y"}), "Brek": Known({"y"})})
        >>> sorted(map(sorted, found.members.values()))
        [['Brek'], ['Mira Halloran', 'President Halloran']]
    """
    joins = Joins(names)
    spelt: dict[str, list[str]] = defaultdict(list)
    for name in sorted(names):
        spelt[spelling(name)].append(name)
    for alike in spelt.values():
        for name in alike[1:]:
            joins.join(name, alike[0], "the same name, spelt otherwise or with a title")
    _by_alias(joins)
    # whoever may bear a last name counts against joining it, also where it is not sure that they are a person
    by_last: dict[str, list[str]] = defaultdict(list)
    for name in sorted(names):
        if _may_be_full(name, names[name]):
            by_last[spelling(surname(name))].append(name)
    for alike in by_last.values():
        for name in sorted(alike, key=lambda n: (len(spelling(n)), n)):
            homes = _heads(joins, (o for o in alike if _shorter(name, o)))
            _join_only(joins, name, homes, "a shorter form of one full name only")
    for name in sorted(names):
        if is_last_name(name, names[name]):
            homes = _heads(joins, by_last.get(spelling(surname(name)), ()))
            _join_only(joins, name, homes, "a last name that one full name only has")
    return joins


def _join_only(joins: Joins, name: str, homes: dict[str, str], why: str) -> None:
    """Join a name with the one actor that it fits; where it fits several, say so."""
    homes = {head: home for head, home in homes.items() if head != joins.head[name]}
    if len(homes) > 1:
        joins.why.setdefault(name, f"not joined: fits {len(homes)} names ({', '.join(sorted(homes.values())[:3])})")
    for head in homes if len(homes) == 1 else ():
        sure = [n for n in joins.members[head] if is_full_name(n, joins.names[n]) or joins.names[n].person is False]
        if sure:
            joins.join(name, homes[head] if homes[head] in sure else sure[0], why)


def _by_alias(joins: Joins) -> None:
    """Join a body's other name ("VWB") that some article gives as an alias of one name only."""
    owners: dict[str, set[str]] = defaultdict(set)
    for name, known in joins.names.items():
        if known.person is False:
            for alias in known.aliases:
                owners[alias].add(name)
    for name in sorted(set(owners) & set(joins.names)):
        if joins.names[name].person is False or not joins.names[name].types:
            homes = _heads(joins, sorted(owners[name]))
            _join_only(joins, name, homes, "an alias that an article gives to one name only")


def _heads(joins: Joins, names: Iterable[str]) -> dict[str, str]:
    """The clusters that some names stand in, each with the first of them."""
    found: dict[str, str] = {}
    for name in names:
        found.setdefault(joins.head[name], name)
    return found


def spelling(name: str) -> str:
    """A name without titles, offices, article, accents, dots and (where that makes no acronym of it) case.

    Example:
        >>> spelling("President José  Brek"), spelling("Sen. M. Ruiz"), spelling("the Velia Board"), spelling("VWB")
        ('jose brek', 'm ruiz', 'velia board', 'VWB')
        >>> spelling("Deputy Foreign Minister Ola Brek"), spelling("Prime Minister"), spelling("Justice Party")
        ('ola brek', 'prime minister', 'justice party')
    """
    words = _bare(name)
    text = " ".join(words)
    text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).replace(".", "")
    return text if len(words) == 1 and text.isupper() and len(text) < 6 else text.casefold()


def _bare(name: str) -> list[str]:
    """The words of a name without "the" and the titles before it; what is all titles, or a body's name, keeps them."""
    words = name.replace("’", "'").removesuffix("'s").split()
    if len(words) > 1 and words[0].lower() == "the":
        words = words[1:]
    titles = [i for i, word in enumerate(words[:-1]) if _is_title(word)]
    rest = words[titles[-1] + 1 :] if titles else words
    if any(parties.gender_of(word) for word in words[: len(words) - len(rest)]):
        rest = words  # "Mira King Brek"
    body = rest and (rest[-1].lower() in parties.BODY_WORDS or _is_title(rest[0]) or not rest[0][:1].isupper())
    return words if body else rest


def _is_title(word: str) -> bool:
    """A title or an office before a name; a word that may be a given name ("Prince", "Dean") is none."""
    if not word[:1].isupper() or parties.gender_of(word):
        return False
    return parties.title_of(word) is not None or parties.role_of(word) is not None


def is_full_name(name: str, known: Known) -> bool:
    """Whether a name is a person's given and last name. Where no actors table tells, the given name must be listed.

    Example:
        >>> is_full_name("Mira Halloran", Known()), is_full_name("Free Delta", Known())
        (True, False)
        >>> is_full_name("Free Delta", Known(types={"person"})), is_full_name("Mira", Known(types={"person"}))
        (True, False)
    """
    given = _bare(name)[0]
    initial = len(given.strip(".")) == 1 and given[0].isupper()
    return _may_be_full(name, known) and (known.person is True or initial or parties.gender_of(given) is not None)


def _may_be_full(name: str, known: Known) -> bool:
    """Whether a name may be a person's given and last name, by its form and by what the tables tell."""
    words = _bare(name)
    if not 2 <= len(words) <= 5 or known.types - {"person"} or words[0].lower() in NAME_PARTICLES:
        return False
    named = all(w[:1].isupper() or w.lower() in NAME_PARTICLES for w in words)
    body = words[-1].lower() in parties.BODY_WORDS or name in parties.institutions() or parties.country_of(name)
    return known.person is True or bool(named and not body)


def is_last_name(name: str, known: Known) -> bool:
    """Whether a name may be a person's last name alone: one word, maybe after titles, that is nothing else known.

    Example:
        >>> is_last_name("Mr Brek", Known()), is_last_name("Norway", Known()), is_last_name("VWB", Known())
        (True, False, False)
    """
    words = _bare(name)
    while len(words) > 1 and words[0].lower() in NAME_PARTICLES:
        words = words[1:]  # "van der Lind"
    if len(words) != 1 or known.person is False or known.types - {"person"}:
        return False
    word = words[0]
    acronym = word.isupper() and len(word) < 6
    return not (acronym or parties.country_of(word) or word in parties.institutions() or not word[:1].isupper())


def _shorter(name: str, other: str) -> bool:
    """Whether one full name is a form of another: each of its words, or its initial, stands there in order.

    "O. Brek" and "Ola Brek" are of "Ola J. Brek"; "Ola P. Brek" and "Mira Brek" are not, nor is "Ola Brek Jr.".
    """
    one, two = spelling(name).split(), spelling(other).split()
    suffixes = [[w for w in words if w in NAME_SUFFIXES] for words in (one, two)]
    if name == other or suffixes[0] != suffixes[1] or len(one) > len(two) or sum(map(len, one)) >= sum(map(len, two)):
        return False
    if one[-1] != two[-1] or not _alike(one[0], two[0]):
        return False
    rest = iter(two)
    return all(any(_alike(word, at) for at in rest) for word in one)


def _alike(one: str, other: str) -> bool:
    return one == other or (min(len(one), len(other)) == 1 and one[0] == other[0])


def _genders(name: str) -> set[str]:
    """What the titles before a name and its given name tell: "m", "f", both or nothing."""
    words, bare = name.split(), _bare(name)
    told = {parties.title_of(word) for word in words[: len(words) - len(bare)]}
    return (told | ({parties.gender_of(bare[0])} if len(bare) > 1 else set())) & {"m", "f"}
