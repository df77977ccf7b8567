"""Choose among candidate statements: which stand, which are only part of another, which an agency passed on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from analysis.candidates import OUTLET_WORDS, Candidate, Span

#: rules in the order in which they win where two candidates claim the same words
ORDER = (
    "headline",
    "interview",
    "quotation cue after",
    "quotation cue before",
    "quotation unlisted cue",
    "quotation after a colon",
    "quotation alone",
    "verb that",
    "verb main clause",
    "relative clause",
    "according to",
    "verb to",
    "verb ing",
    "verb oprd",
    "noun acl",
    "noun that",
    "adjective that",
    "unlisted verb",
)
#: rules that the labelled news hardly holds, so that the confidence learned from it may not bar them
SURE = frozenset({"headline", "interview", "relative clause"})
#: the least confidence that a candidate must have to stand, by what it is. The rows differ in what stands to be lost: a
#: clause under a reporting verb is mostly reported even where speaker or length are wrong, and a belief that nobody
#: holds does more harm than one that is missed (tuned on the development part, see benchmarks/README.md).
LEAST_QUOTATION = 0.1
LEAST_CLAUSE = 0.15
LEAST_DENIAL = 0.2
LEAST_CONFLICT = 0.3
LEAST_INTENTION = 0.33
LEAST_PHRASE = 0.4
LEAST_BELIEF = 0.5
#: acts that set one party against another
CONFLICT_ACTS = frozenset("deny reject accuse denounce criticise warn threaten demand order".split())
#: rules whose content is a phrase, not a clause: often an act rather than a statement ("released the report")
PHRASES = frozenset(
    {"verb np", "verb passive", "verb to", "verb oprd", "verb for", "verb on", "verb about", "noun of", "noun about"}
)
_RANK = {rule: rank for rank, rule in enumerate(ORDER)}
#: how much of the outer statement a passed-on one must fill
_FILLS = 0.5
#: two statements may share this much of the smaller one
_SHARED = 0.3


def select(text: str, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Choose the candidates that stand as statements.

    Args:
        text: the article's text.
        candidates: proposals in any order.

    Returns:
        The chosen ones in reading order (by where cue or content begins). A candidate inside another's content is
        part of that one, except what an agency passes on: "Halloran ordered …, the Riverside news agency reported" is
        Halloran's order, ``via`` the agency. Where two candidates claim the same words the rule that comes first in
        ``ORDER`` wins, then the longer content.
    """
    standing = [c for c in candidates if _stands(c)]
    together: dict[int, list[Candidate]] = {}
    for candidate in standing:
        together.setdefault(candidate.paragraph, []).append(candidate)
    relayed = [_relay(text, c, together[c.paragraph]) for c in standing]
    ranked = sorted((c for c in relayed if c is not None), key=lambda c: (-_sure(c), _rank(c)))
    by_paragraph: dict[int, list[Candidate]] = {}
    for candidate in ranked:
        others = by_paragraph.setdefault(candidate.paragraph, [])
        if all(not _same_place(candidate, other) for other in others):
            others.append(candidate)
    # What stands inside a longer statement's content is part of it.
    kept = []
    for others in by_paragraph.values():
        kept += [c for c in others if not any(o is not c and _within(c, o) for o in others)]
    return sorted(kept, key=_place)


def _sure(candidate: Candidate) -> float:
    return 1.0 if candidate.confidence is None else candidate.confidence


def _stands(candidate: Candidate) -> bool:
    return candidate.rule in SURE or _sure(candidate) >= _least(candidate)


def _least(candidate: Candidate) -> float:
    if candidate.act in CONFLICT_ACTS:
        return LEAST_DENIAL if candidate.act in ("deny", "reject") else LEAST_CONFLICT
    if candidate.attribution != "speech":
        return LEAST_BELIEF if candidate.attribution == "belief" else LEAST_INTENTION
    if candidate.rule in PHRASES:
        return LEAST_PHRASE
    return LEAST_QUOTATION if candidate.rule.startswith("quotation") else LEAST_CLAUSE


def _rank(candidate: Candidate) -> int:
    return _RANK.get(candidate.rule, len(ORDER))


def _place(candidate: Candidate) -> tuple[int, int]:
    first = min(s[0] for s in (*candidate.spans, *([candidate.cue] if candidate.cue else [])))
    return first, candidate.start


def _length(candidate: Candidate) -> int:
    return sum(e - s for s, e in candidate.spans)


def _shared(a: Sequence[Span], b: Sequence[Span]) -> int:
    return sum(max(0, min(e, f) - max(s, t)) for s, e in a for t, f in b)


def _same_place(a: Candidate, b: Candidate) -> bool:
    """Whether two candidates are two readings of one statement."""
    if a.cue is not None and a.cue == b.cue:
        return True
    shared = _shared(a.spans, b.spans)
    return shared > _SHARED * max(_length(a), _length(b)) and not (_within(a, b) or _within(b, a))


def _within(inner: Candidate, outer: Candidate) -> bool:
    """Whether a candidate, cue and all, stands in the content of another."""
    if inner.cue is None:
        return _shared(inner.spans, outer.spans) > 0.8 * _length(inner) and _length(inner) < _length(outer)
    return any(s <= inner.cue[0] < e for s, e in outer.spans)


def _relay(text: str, candidate: Candidate, near: Sequence[Candidate]) -> Candidate | None:
    """Turn what an outlet reports that somebody else said into that one's statement, via the outlet.

    ``near`` are the candidates of the same paragraph.
    """
    others = [other for other in near if other is not candidate]
    outer = next((other for other in others if _relays(text, other, candidate)), None)
    if outer is not None:
        return replace(candidate, via=outer.speaker)
    return None if any(_relays(text, candidate, other) for other in others) else candidate


def _relays(text: str, outer: Candidate, inner: Candidate) -> bool:
    if (
        inner.speaker is None
        or inner.attribution != "speech"
        or inner.cue is None
        or inner.rule.startswith(("noun", "adj"))
    ):
        return False
    if outer.speaker is None or outer.act not in ("say", "write") or outer.cue is None or not _within(inner, outer):
        return False
    if not OUTLET_WORDS.search(text[slice(*outer.speaker)]):
        return False
    # with speaker and cue, what the inner one says must fill most of what the outer one does
    first = min(inner.start, inner.speaker[0], inner.cue[0])
    return _shared([(first, max(inner.end, inner.cue[1]))], outer.spans) >= _FILLS * _length(outer)
