"""Where an article names its actors: one pass over the words, longest name first.

The matcher looks words up in a dictionary, so that its time grows with the length of the text and not with the
number of names. Pronouns, roles and collectives need a reading of what stands before them: see ``resolution``.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from analysis import parties

if TYPE_CHECKING:
    import pandas as pd

    from analysis.words import Stretch, Tree


WORD = re.compile(r"[^\W_]+|[^\w\s]|_")
#: "the Free Syrian Army (FSA)": a name, then its acronym in brackets.
ACRONYM = re.compile(r"\(\s*(?:the\s+|or\s+)?[“\"‘']?([A-Z][A-Za-z&]{1,9}|(?:[A-Z]\.){2,6})[”\"’']?\s*\)")
#: prepositions after which a country or a capital is a place, not somebody who acts.
PLACE_PREPOSITIONS = frozenset(
    "in at near inside outside across throughout around into within northern southern eastern western".split()
)
#: after these a capital is a place as well.
TRAVEL_PREPOSITIONS = frozenset("to from of toward towards for via through over".split())
#: words that belong to the surname after them.
NAME_PARTICLES = frozenset(
    "le la de du des del della di da dos van von der den ter bin ibn ben al el st mac san".split()
)
#: suffixes that are no surname.
NAME_SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv"))


class Mention(NamedTuple):
    """One mention of an actor; offsets are into the article's text."""

    paragraph: int
    start: int
    end: int
    text: str
    kind: str
    actor: str | None
    party: str | None
    ambiguous: bool = False
    actor_type: str = ""
    place: bool = False


class Entry(NamedTuple):
    """What a listed word stands for: the rows of the actors table, the kind of mention, and whether it is listed."""

    rows: tuple[int, ...]
    kind: str
    listed: bool


class NameIndex:
    """The names, aliases, surnames, demonyms and acronyms of an actors table, ready for look-up.

    Args:
        actors: the actors table.
        text: the article's text, for the acronyms that it introduces in brackets.
    """

    def __init__(self, actors: pd.DataFrame, text: str = "") -> None:
        self.rows = list(zip(*(actors[column] for column in ("name", "actor_type", "party", "aliases")), strict=True))
        self.entries: dict[tuple[str, ...], Entry] = {}
        self.lowered: dict[tuple[str, ...], Entry] = {}
        self.lengths: dict[str, set[int]] = defaultdict(set)
        self.surnames: set[tuple[str, ...]] = set()
        for i, (name, actor_type, _, aliases) in enumerate(self.rows):
            for alias in [name, *split_aliases(aliases)]:
                self._add(alias, i, _kind(alias, name, actor_type), listed=True)
        for i, (name, actor_type, _, aliases) in enumerate(self.rows):
            for alias, kind in _expansions(name, actor_type, split_aliases(aliases)):
                self._add(alias, i, kind, listed=False)
        for alias, i in self._acronyms(text):
            self._add(alias, i, "alias", listed=False)

    def _add(self, alias: str, row: int, kind: str, *, listed: bool) -> None:
        lowered = _is_common(alias)
        key = tuple(WORD.findall(alias.lower() if lowered else alias))
        if not key or not any(c.isalnum() for c in alias):
            return
        table = self.lowered if lowered else self.entries
        known = table.get(key)
        if known and (known.listed or row in known.rows):
            return
        table[key] = Entry((*(known.rows if known else ()), row), kind, listed)
        self.lengths[key[0]].add(len(key))
        if self.rows[row][1] == "person" and len(alias.split()) == 1:
            self.surnames.add(key)

    def _acronyms(self, text: str) -> Iterator[tuple[str, int]]:
        """Acronyms that the text gives in brackets after a listed name."""
        for match in ACRONYM.finditer(text):
            before = [word for word in WORD.findall(text[max(0, match.start() - 120) : match.start()])]
            for length in range(min(8, len(before)), 0, -1):
                entry = self.entries.get(tuple(before[-length:]))
                if entry and len(entry.rows) == 1:
                    yield match[1], entry.rows[0]
                    break

    def find(self, text: str) -> Iterator[tuple[int, int, Entry]]:
        """Every listed name in a text, longest first, without overlaps: (start, end, entry)."""
        words = WORD.findall(text)
        spans: list[tuple[int, int]] = []
        lengths_of, i = self.lengths, 0
        while i < len(words):
            word = words[i]
            lengths = lengths_of.get(word, ())
            if word[0].isupper() and (low := lengths_of.get(word.lower())):
                lengths = {*lengths, *low}
            i += 1
            for length in sorted(lengths, reverse=True) if lengths else ():
                key = tuple(words[i - 1 : i - 1 + length])
                if len(key) < length:
                    continue
                entry = self.entries.get(key) or self.lowered.get(tuple(w.lower() for w in key))
                if not entry:
                    continue
                spans = spans or [match.span() for match in WORD.finditer(text)]
                start, end = spans[i - 1][0], spans[i + length - 2][1]
                # a name does not run over a line or a sentence: "the U.S. Moscow" is two
                if "\n" not in text[spans[i - 1][1] : end]:
                    yield start, end, entry
                    i += length - 1
                    break


def split_aliases(aliases: object) -> list[str]:
    """The aliases of one row of an actors table, which are joined by a bar.

    Example:
        >>> split_aliases("FSA| Free Syrian Army |")
        ['FSA', 'Free Syrian Army']
        >>> split_aliases(None)
        []
    """
    if not isinstance(aliases, str):
        return []
    return [alias.strip() for alias in aliases.split("|") if alias.strip()]


def surname(name: str) -> str:
    """The last word of a person's name that is no suffix.

    Example:
        >>> surname("Mira J. Halloran Jr."), surname("Omar al-Tahir")
        ('Halloran', 'al-Tahir')
    """
    words = [word.strip(",") for word in name.split()]
    while len(words) > 1 and words[-1].lower().strip(".") in NAME_SUFFIXES:
        words.pop()
    return words[-1] if words else ""


def _is_common(alias: str) -> bool:
    """Aliases that end in a common noun ("opposition groups", "Varnian president") match in any case."""
    return alias.split()[-1].islower() if alias.strip() else False


def _kind(alias: str, name: str, actor_type: str) -> str:
    if alias == name:
        return "name"
    if actor_type == "country" and (parties.is_demonym(alias) or parties.is_demonym_of(alias, name)):
        return "demonym"
    if _is_common(alias) and actor_type == "person":
        return "role"
    return "alias"


def _expansions(name: str, actor_type: str, aliases: list[str]) -> Iterator[tuple[str, str]]:
    """Words that stand for an actor without being listed: the surname; the demonym and the capital of a country."""
    if actor_type == "person" and " " in name:
        last = surname(name)
        yield last, "alias"
        if last.lower().startswith(("al-", "el-")):
            yield last[3:], "alias"
        words = name.split()
        if len(words) > 2 and words[-2].lower() in NAME_PARTICLES:
            yield " ".join(words[-2:]), "alias"
    elif actor_type == "country":
        country = parties.country_of(name)
        for word, kind in parties.country_words(country) if country else ():
            yield word, "alias" if kind == "name" else kind
    if actor_type in ("organisation", "group", "outlet"):
        found = parties.institutions().get(name)
        if found:
            for alias, other in parties.institutions().items():
                if other.name == found.name:
                    yield alias, "alias"


def named_mentions(index: NameIndex, paragraph: int, start: int, doc: Tree) -> list[Mention]:
    """Every mention by name, alias or demonym in one parsed passage.

    Args:
        index: the names to look for.
        paragraph: the number of the passage's paragraph.
        start: the passage's offset in the article.
        doc: the parsed passage.

    Returns:
        The mentions in reading order. A surname inside a longer name that is not listed is none.
    """
    found = []
    last_person: dict[int, int] = {}
    for s, e, entry in index.find(doc.text):
        span = doc.char_span(s, e)
        if span is None or (entry.kind != "role" and _inside_longer_name(index, span, entry)):
            continue
        row = entry.rows[0] if len(entry.rows) == 1 else _choose(index, entry, span, last_person)
        if row is None:
            found.append(
                Mention(paragraph, start + s, start + e, doc.text[s:e], entry.kind, None, None, True, "person")
            )
            continue
        name, actor_type, party, _ = index.rows[row]
        last_person[row] = s
        place = actor_type == "country" and entry.kind != "demonym" and _is_place(span)
        kind = entry.kind
        found.append(
            Mention(paragraph, start + s, start + e, doc.text[s:e], kind, name, party, False, actor_type or "", place)
        )
    return found


def _inside_longer_name(index: NameIndex, span: Stretch, entry: Entry) -> bool:
    """Spot "Clinton" in "Chelsea Clinton" or in "Clinton Foundation", where neither is listed."""
    doc = span.doc
    kinds = {index.rows[row][1] for row in entry.rows}
    if "country" in kinds and span.start and doc[span.start - 1].text == "New":
        return True  # New Mexico, New Jersey, New England
    before = doc[span.start - 1] if span.start else None
    if (
        "person" in kinds
        and before is not None
        and before.whitespace_
        and before.is_title
        and before.pos_ == "PROPN"
        and tuple(WORD.findall(span.text)) in index.surnames
    ):
        own = {word for row in entry.rows for word in index.rows[row][0].split()}
        if (
            before.text not in own
            and parties.title_of(before.text) is None
            and parties.role_of(before.text) is None
            and parties.country_of(before.text) is None
            and before.text not in parties.institutions()
            and (before.ent_type_ == "PERSON" or parties.gender_of(before.text) is not None)
            and not (
                before.ent_type_ == "PERSON" and span[0].ent_iob_ == "B" and parties.gender_of(before.text) is None
            )
        ):
            return True
    after = doc[span.end] if span.end < len(doc) else None
    if after is None or not doc[span.end - 1].whitespace_ or entry.kind == "demonym":
        return False
    same_entity = after.ent_type_ in ("ORG", "FAC", "WORK_OF_ART", "LAW", "EVENT", "PRODUCT") and after.ent_iob_ == "I"
    if "person" in kinds or "country" in kinds:
        return after.pos_ == "PROPN" and after.is_title and same_entity and span.root.dep_ in ("compound", "nmod")
    return False


def _choose(index: NameIndex, entry: Entry, span: Stretch, last_person: dict[int, int]) -> int | None:
    """Whom a shared surname means: a gendered title tells, else the one who was named last in this passage."""
    before = span.doc[span.start - 1].text if span.start else ""
    gender = parties.title_of(before)
    if gender:
        fitting = [row for row in entry.rows if parties.gender_of(index.rows[row][0].split()[0]) in (gender, None)]
        if len(fitting) == 1:
            return fitting[0]
    near = [row for row in entry.rows if row in last_person]
    return max(near, key=last_person.get) if near else None


def _is_place(span: Stretch) -> bool:
    before = span.doc[span.start - 1] if span.start else None
    if before is not None and before.lower_ == "the" and span.start > 1:
        before = span.doc[span.start - 2]
    if before is None:
        return False
    return before.lower_ in PLACE_PREPOSITIONS or (
        before.lower_ in TRAVEL_PREPOSITIONS and parties.is_capital(span.text)
    )


def inside_quotation(text: str, paragraphs: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The half-open spans of the quotations of an article, mark to mark, paragraph by paragraph.

    A quotation that is not closed runs to the end of its paragraph, as news open it anew in the next one.

    Example:
        >>> inside_quotation('“Yes,” she said. “No', [(0, 20)])
        [(0, 6), (17, 20)]
    """
    spans = []
    for start, end in paragraphs:
        opened = None
        for match in re.finditer(r"[“”„«»\"]", text[start:end]):
            at, mark = start + match.start(), match.group()
            if opened is None and mark in '“„«"':
                opened = at
            elif opened is not None and mark in '”»"':
                spans.append((opened, at + 1))
                opened = None
        if opened is not None:
            spans.append((opened, end))
    return spans
