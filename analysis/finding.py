"""Make an actors table out of the names of an article: one row for all variants of a name, each on its side."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from analysis import parties
from analysis.mentions import ACRONYM, NAME_PARTICLES, NAME_SUFFIXES, WORD, surname
from analysis.names import Found, collect
from analysis.profiles import party_from
from analysis.tables import make_table

if TYPE_CHECKING:
    import pandas as pd

    from analysis.articles import Article

#: nouns that make an organisation of the name before them: "the Halloran campaign".
NAMED_BODIES = frozenset("campaign camp administration foundation government team".split())
#: last words of the names of newspapers and broadcasters.
OUTLET_WORDS = frozenset(
    "Times Post News Journal Tribune Herald Gazette Sentinel Chronicle Courier Telegraph Observer Mirror Globe Sun- "
    "Times TV "
    "Radio Television Broadcasting Press Magazine Weekly Daily Review".split()
)


def find_actors(article: Article) -> pd.DataFrame:
    """Find who is named in an article and on whose side they are. See ``analysis.actors.find_actors``."""
    people, bodies, known, groups, demonyms = collect(article)
    rows: list[dict[str, object]] = []
    for name, found in known.items():
        listed_as = parties.institutions().get(name)
        actor_type = "country" if parties.country_of(name) == name or name in demonyms.values() else "organisation"
        if listed_as and parties.country_of(name) != name:
            actor_type = listed_as.actor_type
        party = (
            listed_as.party
            if listed_as
            else next((i.party for i in parties.institutions().values() if i.name == name), name)
        )
        actor_type = next((i.actor_type for i in parties.institutions().values() if i.name == name), actor_type)
        rows.append(_row(name, actor_type, party, found.labels, found.count, found.first))
    for name, found in groups.items():
        rows.append(_row(name, "group", name, found.labels, found.count, found.first))
        alone = [g for g in groups if g.split()[-1] == name.split()[-1]]
        if len(alone) == 1:
            noun = name.split()[-1]
            rows[-1]["aliases"] += [noun, f"{noun} groups", f"{noun} leaders"] if noun == "opposition" else [noun]
    owned = {word for row in rows for word in (row["name"], *row["aliases"])}
    clusters = _cluster_people({n: f for n, f in people.items() if n not in owned}, bodies)
    last_names = {surname(name) for name in clusters}
    for name, variants in _cluster_bodies(bodies, owned | set(clusters) | last_names, article.text).items():
        total = sum(f.count for f in variants.values())
        labels = Counter({v: f.count for v, f in variants.items()})
        actor_type = "outlet" if name.split()[-1] in OUTLET_WORDS else "organisation"
        rows.append(_row(name, actor_type, name, labels, total, min(f.first for f in variants.values())))
    for name in _named_bodies(article.text, clusters):
        rows.append(_row(name, "organisation", name, Counter({name: 1}), 1, article.text.find(name)))
    sides = {word: str(row["party"]) for row in rows for word in (row["name"], *row["aliases"])}
    sides |= demonyms
    _place_bodies(rows, bodies, sides)
    for name, variants in clusters.items():
        phrases = [phrase for found in variants.values() for phrase in found.phrases]
        party = party_from(phrases, sides, variants, set(demonyms.values())) or name
        labels = Counter({v: f.count for v, f in variants.items()})
        total, first = sum(labels.values()), min(f.first for f in variants.values())
        rows.append(_row(name, "person", party, labels, total, first))
        sides.update(dict.fromkeys(variants, party))
    by_person = {
        word: row["party"] for row in rows if row["actor_type"] == "person" for word in (row["name"], *row["aliases"])
    }
    for row in rows:
        words = str(row["name"]).split()
        if row["actor_type"] == "organisation" and words[-1] in NAMED_BODIES and " ".join(words[:-1]) in by_person:
            row["party"] = by_person[" ".join(words[:-1])]
    _role_aliases(rows, clusters, sides)
    rows.sort(key=lambda row: (-row["count"], row["first"]))
    for row in rows:
        row["aliases"] = "|".join(row["aliases"])
        del row["count"], row["first"]
    return make_table("actors", rows)


def _row(name: str, actor_type: str, party: str, words: Counter, count: int, first: int) -> dict[str, object]:
    aliases = [word for word, _ in words.most_common() if word != name and "|" not in word]
    return {"name": name, "actor_type": actor_type, "party": party, "aliases": aliases, "count": count, "first": first}


def _cluster_people(people: dict[str, Found], bodies: dict[str, Found]) -> dict[str, dict[str, Found]]:
    """Variants of one person's name under the fullest of them: name → {variant: found}."""
    full = sorted((n for n in people if " " in n), key=lambda n: (_cut(n), -people[n].count, people[n].first))
    clusters: dict[str, dict[str, Found]] = {}
    homes_of: dict[str, list[str]] = defaultdict(list)
    for name in full:
        home = next((other for other in homes_of[surname(name)] if _same_person(name, other)), None)
        if home is None:
            homes_of[surname(name)].append(name)
        clusters.setdefault(home or name, {})[name] = people[name]
    by_last: dict[str, list[str]] = defaultdict(list)
    by_first: dict[str, list[str]] = defaultdict(list)
    for name in clusters:
        for variant in clusters[name]:
            last = surname(variant)
            if last.isupper() and len(last) > 1:
                continue  # the entity was no person: "Young UDW"
            for key in {last, last.split("-", 1)[-1]}:
                if name not in by_last[key]:
                    by_last[key].append(name)
            if name not in by_first[variant.split()[0]]:
                by_first[variant.split()[0]].append(name)
    for name in sorted((n for n in people if " " not in n), key=lambda n: people[n].first):
        homes = by_last.get(name) or by_first.get(name) or []
        if len(homes) > 1:
            homes = [_most_meant(homes, clusters, people[name])]
        clusters.setdefault(homes[0] if homes else name, {})[name] = people[name]
    for name, variants in clusters.items():
        for alias in (surname(name), name.split()[0]):
            # the parser takes some surnames for organisations: they are still the person's
            if alias in bodies and alias not in variants and len(by_last.get(alias, ())) == 1:
                variants[alias] = bodies[alias]
    return clusters


def _cut(name: str) -> bool:
    """Whether a name lacks its given name: "De Brek"."""
    return name.split()[0].lower() in NAME_PARTICLES


def _most_meant(homes: list[str], clusters: dict[str, dict[str, Found]], bare: Found) -> str:
    """Whose a shared surname is: a gendered title tells, else who is named most, else who is named first."""
    told = [g for g, n in bare.genders.most_common() if n]
    if told:
        fitting = [h for h in homes if parties.gender_of(h.split()[0]) in (told[0], None)]
        homes = fitting or homes
    return max(
        homes, key=lambda h: (sum(f.count for f in clusters[h].values()), -min(f.first for f in clusters[h].values()))
    )


def _same_person(one: str, other: str) -> bool:
    """Take "Ola J. Brek", "Ola Brek" and "Ola Brek Jr." for one; not "Ola Brek" and "Mira Brek"."""
    a, b = (
        # "De Brek" at the start of a sentence is "de Brek"
        [
            w.lower() if w.lower() in NAME_PARTICLES else w
            for w in n.replace(".", "").split()
            if w.lower() not in NAME_SUFFIXES
        ]
        for n in (one, other)
    )
    if not a or not b or a[-1] != b[-1]:
        return a == b
    if a[0] == b[0]:
        return True
    initials = min(len(a[0]), len(b[0])) == 1
    return (initials and a[0][0] == b[0][0]) or (len(a) != len(b) and (set(a) <= set(b) or set(b) <= set(a)))


def _cluster_bodies(bodies: dict[str, Found], owned: set[str], text: str) -> dict[str, dict[str, Found]]:
    """Variants of one name: with and without its acronym, or with a further word at one end ("the X group")."""
    names = {}
    for name, found in bodies.items():
        bare = re.sub(r"^[Tt]he ", "", name)
        if (
            bare in owned
            or not bare
            or parties.country_of(bare)
            or bare in parties.institutions()
            or (found.count == 1 and not found.subject and " " not in bare and not bare.isupper())
        ):
            continue
        if parties.role_of(bare.split()[-1]) or parties.title_of(bare.split()[0]) is not None:
            continue
        names[bare] = found
    acronyms = _acronyms(names, text)
    clusters: dict[str, dict[str, Found]] = {}
    starts: dict[str, list[str]] = defaultdict(list)
    for name in sorted(names, key=lambda n: -len(n)):
        home = acronyms.get(name)
        words = name.split()
        if (home is None or home not in names) and len(words) > 1:
            like = [*starts[words[0]], *starts["…" + words[-1]]]
            home = next((o for o in like if o.startswith(name + " ") or o.endswith(" " + name)), None)
        if home is None or home not in names:
            home = name
            starts[words[0]].append(name)
            starts["…" + words[-1]].append(name)
        clusters.setdefault(home, {})[name] = names[name]
    for short, name in acronyms.items():
        if name in clusters:
            clusters[name].setdefault(short, Found(count=1, first=names[name].first))
    return clusters


def _acronyms(names: dict[str, Found], text: str) -> dict[str, str]:
    """Acronym → name, given in brackets, or standing in the text and made of the first letters of one name only."""
    found = {}
    for match in ACRONYM.finditer(text):
        before = text[max(0, match.start() - 120) : match.start()].split()[-8:]
        name = next((n for k in range(len(before)) if (n := " ".join(before[k:])) in names), None)
        if name and len(match[1]) > 1:
            found[match[1]] = name
    made_of: dict[str, list[str]] = defaultdict(list)
    for name in names:
        if " " in name:
            made_of["".join(w[0] for w in name.split() if w[0].isupper())].append(name)
    for short in (n for n in names if n.isupper() and 2 < len(n) <= 6 and n.isalpha()):
        if len(made_of[short]) == 1:
            found.setdefault(short, made_of[short][0])
    for short in dict.fromkeys(_BLEND.findall(text)):
        parts = re.findall(r"[A-Z][a-z]+", short)
        whole = [n for n in made_of["".join(part[0] for part in parts)] if _blends(parts, n)]
        if len(whole) == 1:
            found.setdefault(short, whole[0])
    return found


#: "NorMail", as news call what is called "Norland Mail" in full.
_BLEND = re.compile(r"\b(?:[A-Z][a-z]+){2,3}\b")


def _blends(parts: list[str], name: str) -> bool:
    """Whether parts open the words of a name, one each, and at least one of them is cut: "Nor", "Mail"."""
    words = [word for word in name.split() if word[0].isupper()]
    opened = len(words) == len(parts) and all(w.startswith(p) for w, p in zip(words, parts, strict=True))
    return opened and words != parts


def _named_bodies(text: str, clusters: dict[str, dict[str, Found]]) -> list[str]:
    """Find "the Halloran campaign", where Halloran is a person of the article."""
    words = {variant for variants in clusters.values() for variant in variants}
    pattern = re.compile(r"\b([A-Z][\w-]+) (campaign|camp|administration)\b")
    return list(dict.fromkeys(f"{m[1]} {m[2]}" for m in pattern.finditer(text) if m[1] in words))


def _place_bodies(rows: list[dict[str, object]], bodies: dict[str, Found], sides: dict[str, str]) -> None:
    """Put an organ of state on the side of the country that its name carries ("Norwegian Navy")."""
    for row in rows:
        name = str(row["name"])
        if row["actor_type"] != "organisation" or row["party"] != name:
            continue
        words = name.split()
        if not any(word.lower() in _STATE_BODIES for word in words):
            continue
        party = parties.party_in(name, sides, {name, *row["aliases"]})
        leads = words[0] in sides or parties.country_of(words[0]) or any(w.lower() in ("of", "for") for w in words)
        if party and leads:
            row["party"] = party
            sides.update(dict.fromkeys([name, *row["aliases"]], party))


_STATE_BODIES = frozenset(
    "ministry government army navy military forces force police guard parliament embassy cabinet administration "
    "department "
    "presidency senate intelligence".split()
)


def _role_aliases(rows: list[dict[str, object]], clusters: dict[str, dict[str, Found]], sides: dict[str, str]) -> None:
    """Make "Norwegian president" an alias of the one person of the article whom it describes so."""
    wearers: dict[str, set[str]] = defaultdict(set)
    for name, variants in clusters.items():
        for phrase in (p for found in variants.values() for p in found.phrases):
            words = WORD.findall(phrase)
            role = parties.role_of(words[-1]) if 2 <= len(words) <= 4 else None
            plainly = role and role.sphere == "state" and all(w[0].isalpha() for w in words)
            if plainly and parties.party_in(words[0], sides):
                wearers[" ".join([words[0], *(w.lower() for w in words[1:])])].add(name)
    by_name = {row["name"]: row for row in rows}
    taken = {word for row in rows for word in (row["name"], *row["aliases"])}
    for alias, names in wearers.items():
        if len(names) == 1 and alias not in taken:
            by_name[next(iter(names))]["aliases"].append(alias)
