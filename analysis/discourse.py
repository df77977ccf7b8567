"""What the rest of an article adds to a statement: who are rivals in it, and whose cause a concept is.

Two readings that a single sentence can't give. Who attacks a plan is against the party whose plan the article shows it
to be, as balance theory has it (Heider 1946): an enemy of what I stand for is no friend. And who defies somebody
("You can't slam the door", "We will not leave") defies the rival who spoke last.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from spacy.tokens import Token

from analysis.arguments import children, future, is_verb, negated
from analysis.articles import Article
from analysis.concepts import ConceptIndex
from analysis.frames import SENT
from analysis.lexicon import frames_of, valence
from analysis.naming import Finding
from analysis.strengths import RULES, Reading
from analysis.targets import Finder, Mentions, Target
from analysis.telling import BRINGING
from analysis.trees import parse

#: "we will … ", said to whom it is done to
ANSWERING = frozenset("answer respond resist fight defend retaliate stay remain strike hit return reply".split())
#: rules by which a speaker praises or defends a concept, not only wants or does it
WISHING = frozenset(("wish", "own attitude", "forbidden"))
PRAISING = frozenset(("own attitude", "quality", "called"))


class Taken(NamedTuple):
    """A stance that the first reading found: of which statement, to what, and how."""

    statement: int
    name: str
    kind: str
    party: str | None
    sign: int
    rule: str
    place: tuple[int | None, int | None]


def find_rivals(parties: Mapping[int, str | None], taken: Iterable[Taken]) -> dict[str, set[str]]:
    """Who is whose rival in the article: one is against the other, or they are on two sides of a concept.

    Args:
        parties: the speaker's party by statement.
        taken: the stances.

    Returns:
        The rivals of each party; rivalry is mutual.

    Example:
        >>> rivals = find_rivals({0: "Norland"}, [Taken(0, "Velia", "actor", "Velia", -1, "told deed", (0, 5))])
        >>> sorted(rivals.items())
        [('Norland', {'Velia'}), ('Velia', {'Norland'})]
    """
    rivals: dict[str, set[str]] = defaultdict(set)
    sides: dict[str, dict[int, set[str]]] = defaultdict(lambda: {1: set(), -1: set()})
    for one in taken:
        speaker = parties.get(one.statement)
        if speaker is None or not one.sign:
            continue
        if one.kind == "concept":
            sides[one.name][one.sign].add(speaker)
        elif one.sign < 0 and one.party:
            rivals[speaker].add(one.party)
            rivals[one.party].add(speaker)
    for side in sides.values():
        both = side[1] & side[-1]
        for first in side[1] - both:
            for second in side[-1] - both:
                rivals[first].add(second)
                rivals[second].add(first)
    return dict(rivals)


def find_owners(
    article: Article,
    mentions: Mentions,
    index: ConceptIndex,
    parties: Mapping[int, str | None],
    taken: Iterable[Taken],
) -> dict[str, str]:
    """Whose cause each concept is: whose it is called, who brings it about, who speaks for it, where one leads.

    Args:
        article: the article.
        mentions: its mentions.
        index: the concepts.
        parties: the speaker's party by statement.
        taken: the stances of the first reading.

    Returns:
        concept → party; a concept that two parties share, or that nobody is tied to, is left out.
    """
    ties: dict[str, Counter[str]] = defaultdict(Counter)
    firm: set[tuple[str, str]] = set()
    against: dict[str, set[str]] = defaultdict(set)
    for one in taken:
        party = parties.get(one.statement)
        if one.kind != "concept" or party is None:
            continue
        if one.sign > 0:
            ties[one.name][party] += 2 if one.rule == "own act" else 1
            if one.rule in ("own act", "concept told", "quality"):
                firm.add((one.name, party))
        elif one.sign < 0:
            against[one.name].add(party)
    for passage in parse(article):
        finder = None
        for concept, start, end in index.find(passage.doc):
            finder = finder or Finder(passage.doc, passage.start, mentions, index)
            named = {t.i: m.party or m.actor for m, tokens in finder.here if not m.ambiguous for t in tokens}
            for token in passage.doc[start:end]:
                for party in _tied(token, named):
                    ties[concept][party] += 2
                    firm.add((concept, party))
    owners = {}
    for concept, counts in ties.items():
        best = [pair for pair in counts.most_common() if pair[0] not in against[concept]][:2]
        if best and (concept, best[0][0]) in firm and best[0][1] > (best[1][1] if len(best) > 1 else 0):
            owners[concept] = best[0][0]
    return owners


def _tied(token: Token, named: Mapping[int, str | None]) -> Iterable[str]:
    """The parties whose a concept is called, or who bring it about: "X's dam", "the dam of X", "X builds the dam"."""
    whose = children(token, "poss", "compound", "amod", "nmod")
    for prep in children(token, "prep"):
        whose += children(prep, "pobj") if prep.lower_ in ("of", "by", "from") else []
    verb = token.head
    if token.dep_ == "dobj" and is_verb(verb) and not negated(verb):
        kinds = {frame.kind for frame in frames_of(verb)}
        if verb.lemma_.lower() in BRINGING and not kinds & {"reverse", "cease"}:
            whose += children(verb, "nsubj")
    for one in whose:
        for part in (one, *children(one, "appos", "compound", "poss")):
            if party := named.get(part.i):
                yield party
                break


def defiant(finder: Finder, inside: set[int], own: set[int], direct: bool) -> tuple[int, ...]:
    """The words by which a content defies or answers somebody it does not name; empty where none do.

    "You can't …" in a direct quotation; "we will not …", "we will answer …".
    """
    for token in finder.doc:
        if token.i not in inside or token.dep_ not in ("nsubj", "nsubjpass"):
            continue
        verb = token.head
        if direct and token.lower_ == "you" and verb.dep_ not in ("relcl", "advcl"):
            return (token.i, verb.i)
        if any(part.i in own for part in token.subtree) and is_verb(verb):
            no = negated(verb)
            if (no and verb.lemma_ not in ("know", "say", "be", "have")) or (
                future(verb) and verb.lemma_.lower() in ANSWERING
            ):
                return (verb.i, *(t.i for t in no))
    return _complaint(finder, inside)


#: a grievance without one of these blames nobody that a reader could name
_POINTS_AT = frozenset("they them their you your those".split())


def _complaint(finder: Finder, inside: set[int]) -> tuple[int, ...]:
    """The bad words of a content that has more of them than good ones, and points at somebody: "all they have done"."""
    if not any(t.i in inside and t.lower_ in _POINTS_AT for t in finder.doc):
        return ()
    good, bad = [], []
    for token in finder.doc:
        if token.i not in inside or token.pos_ not in ("VERB", "NOUN", "ADJ", "ADV") or token.ent_type_:
            continue
        worth = [f.sign for f in frames_of(token) if f.kind in ("quality", "name", "deed", "thing") and not f.slots]
        sign = worth[0] if worth else valence(token)
        if any(child.dep_ == "neg" for child in (*token.children, *token.head.children)):
            sign = -sign
        if sign:
            (good if sign > 0 else bad).append(token.i)
    return tuple(bad) if len(bad) > len(good) else ()


def refusal(finder: Finder, inside: set[int], cue: Token | None, sign: int) -> bool:
    """Whether a reporting word throws back something said before: "rejected the offer", "dismissed that"."""
    words = [t for t in finder.doc if t.i in inside and not t.is_punct]
    return (
        sign < 0
        and cue is not None
        and 0 < len(words) <= 5
        and any(t.lemma_.lower() in SENT or t.lower_ in ("it", "that", "this") for t in words)
    )


def find_positions(parties: Mapping[int, str | None], taken: Iterable[Taken]) -> dict[tuple[str, str], int]:
    """Where each party stands on a concept, if it stands on one side of it all through the article.

    Args:
        parties: the speaker's party by statement.
        taken: the stances.

    Returns:
        (party, concept) → 1 or -1.

    Example:
        >>> find_positions({0: "Norland"}, [Taken(0, "the dam", "concept", None, 1, "own act", (0, 3))])
        {('Norland', 'the dam'): 1}
    """
    signs: dict[tuple[str, str], set[int]] = defaultdict(set)
    for one in taken:
        if one.kind == "concept" and one.sign and (party := parties.get(one.statement)):
            signs[party, one.name].add(one.sign)
    return {key: next(iter(found)) for key, found in signs.items() if len(found) == 1}


class Context(NamedTuple):
    """What is known of an article's parties when the readings of one sentence are done."""

    rivals: Mapping[str, set[str]]
    owners: Mapping[str, str]
    #: the actor that stands for a party, where only the party is meant
    heads: Mapping[str, str]
    #: where each party stands on each concept
    positions: Mapping[tuple[str, str], int]


def implied(
    context: Context,
    number: int,
    party: str | None,
    taken: list[Taken],
    spoke: list[str],
    words: tuple[tuple[int, int], ...],
    throws_back: bool,
    quoted: bool,
) -> list[Reading]:
    """The stances that the article's dispute adds to one statement.

    Args:
        context: rivals and owners.
        number: the statement.
        party: the speaker's.
        taken: the statement's own stances.
        spoke: the parties that were named or spoke before, the nearest first.
        words: the places of defiant words.
        throws_back: whether the statement rejects what was said before.
        quoted: whether the words are the speaker's own, in quotation marks, not the reporter's.

    Returns:
        Readings towards actors that the statement takes no stance to by its own words.
    """
    if party is None:
        return []
    known = {one.party or one.name for one in taken if one.kind == "actor" and one.sign}
    neutral = {one.party: one.name for one in reversed(taken) if one.kind == "actor" and not one.sign and one.party}
    found: dict[str, Reading] = {}

    def add(other: str, sign: int, rule: str, place: tuple[int | None, int | None], spans: tuple) -> None:
        if other != party and other not in known and other not in found:
            name = neutral.get(other) or context.heads.get(other, other)
            target = Target(name, "actor", other, *place, None, inferred=True)
            found[other] = Reading(target, Finding(sign, "implied", rule, ()), spans, RULES[rule].strength)

    held = []
    for one in taken:
        if one.kind != "concept":
            continue
        if not one.sign and one.rule == "named" and (sign := context.positions.get((party, one.name))):
            target = Target(one.name, "concept", None, *one.place, None, inferred=True)
            held.append(Reading(target, Finding(sign, "implied", "held", ()), (one.place,), RULES["held"].strength))
        if one.sign > 0 and one.rule in WISHING:
            foes = [p for (p, name), sign in context.positions.items() if name == one.name and sign < 0 and p != party]
            if len(foes) == 1 and None not in one.place:
                add(foes[0], -1, "owner", one.place, (one.place,))
    for one in taken:
        owner = context.owners.get(one.name) if one.kind == "concept" else None
        if owner is None or not one.sign or None in one.place:
            continue
        if one.sign < 0 and owner not in neutral:
            add(owner, -1, "owner", one.place, (one.place,))
        elif one.sign < 0 or (one.rule in PRAISING and owner not in context.rivals.get(party, ())):
            add(owner, one.sign, "owner", one.place, (one.place,))
    rivals = context.rivals.get(party, set())
    if quoted and words and not known and not found and len(neutral) == 1 and set(neutral) <= rivals:
        add(next(iter(neutral)), -1, "defiance", words[0], words)
    elif (words or throws_back) and not known and not found and not neutral:
        others = [other for other in spoke if other != party]
        alone = others[:1] if throws_back or len(others) == 1 else []
        near = [other for other in dict.fromkeys(others) if other in rivals]
        near = near if len(near) == 1 else alone  # with two rivals about, who is meant is a guess
        if near and words:
            add(near[0], -1, "defiance", words[0], words)
    return [*found.values(), *held]
