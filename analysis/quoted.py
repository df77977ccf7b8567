"""Join quotations to those who say them: to a reporting word near by, or to the statement that they carry on.

The parse alone is no guide here: a parser that meets "…?" she asked. "…" often cuts or joins in the wrong place.
So the marks lead, and the parse helps: every quotation looks for its reporting word first in the content that
the parse found, then in the words right after it and right before it, then in what stood before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from spacy.tokens import Token

from analysis import clauses
from analysis.candidates import Candidate, Span, cue_features, hearer, offsets, outlet, source_features
from analysis.cues import find_cue
from analysis.language import Passage
from analysis.nearby import cue_near, lead_in, stops
from analysis.quotes import Quotation
from analysis.trees import Parse

#: a quotation without a reporting word must have this many words, and be a sentence, to be speech
_FEWEST_WORDS = 4


def join_quotations(
    text: str, candidates: Sequence[Candidate], quotations: Sequence[Quotation], parsed: Parse
) -> list[Candidate]:
    """Give every quotation its statement.

    Args:
        text: the article's text.
        candidates: what the parse and the layout proposed, in reading order of their cues, none inside a quotation.
        quotations: the article's quotations, in reading order.
        parsed: the article's parse.

    Returns:
        The candidates, with the quotations that belong to them; and new ones, by the rules "quotation cue after",
        "quotation cue before", "quotation unlisted cue", "quotation after a colon" and "quotation alone". Scare quotes
        and titles stay out: a quotation of a few words that no reporting word claims is nobody's statement.
    """
    made = list(candidates)
    free: list[int] = []
    owner: dict[int, int] = {}  # quotation → candidate
    _claim(made, quotations, owner)
    by_cue = {c.cue: i for i, c in reversed(list(enumerate(made))) if c.act != "ask"}
    for number, quotation in enumerate(quotations):
        if number in owner:
            continue
        near = cue_near(text, quotations, number, parsed.paragraph(quotation.paragraph))
        if near is None:
            free.append(number)
            continue
        passage, verb, rule = near
        cue = (passage.start + verb.idx, passage.start + verb.idx + len(verb))
        known = by_cue.get(cue)
        if known is None:
            made.append(_from_cue(passage, verb, quotation, rule))
            known = by_cue[cue] = len(made) - 1
        else:
            made[known] = _with(made[known], quotation)
        owner[number] = known
    places: dict[int, list[int]] = {}
    for i, candidate in enumerate(made):
        places.setdefault(candidate.paragraph, []).append(i)
    for number in free:
        before = len(made)
        _carry_on(text, made, quotations, number, owner, parsed, places)
        for i in range(before, len(made)):
            places.setdefault(made[i].paragraph, []).append(i)
    return made


def _claim(made: list[Candidate], quotations: Sequence[Quotation], owner: dict[int, int]) -> None:
    """Give quotations to the candidates whose content takes them in, the closest cue first."""
    order = sorted(range(len(made)), key=lambda i: made[i].start)
    first = 0
    for number, q in enumerate(quotations):
        while first < len(order) and made[order[first]].end <= q.start and made[order[first]].paragraph < q.paragraph:
            first += 1
        best, gap = None, 0
        for i in islice(order, first, None):
            candidate = made[i]
            if candidate.paragraph > q.paragraph:
                break
            if candidate.cue is None or (candidate.rule.startswith("verb to") and _overlap(candidate.spans, q) < 0.2):
                continue
            if _overlap(candidate.spans, q) > 0 and not (q.start <= candidate.cue[0] < q.end):
                far = min(abs(candidate.cue[0] - q.start), abs(candidate.cue[0] - q.end))
                if best is None or far < gap:
                    best, gap = i, far
        if best is not None:
            owner[number] = best
            made[best] = _with(made[best], q)


def _with(candidate: Candidate, q: Quotation) -> Candidate:
    """A candidate whose content takes in a quotation, whole."""
    spans = union([*candidate.spans, (q.inner_start, q.inner_end)])
    if candidate.cue is not None and q.end <= candidate.cue[0] and _overlap(candidate.spans, q) > 0:
        # "…," she said, smiling at the crowd: once the marks have closed before the cue, what follows is not quoted.
        spans = tuple(s for s in spans if s[0] < candidate.cue[0])
    return replace(candidate, spans=spans)


def _overlap(spans: Sequence[Span], q: Quotation) -> float:
    inside = sum(max(0, min(e, q.inner_end) - max(s, q.inner_start)) for s, e in spans)
    return inside / max(1, q.inner_end - q.inner_start)


def union(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Sort spans and join those that touch or overlap.

    Example:
        >>> union([(5, 9), (0, 3), (8, 12)])
        ((0, 3), (5, 12))
    """
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return tuple(joined)


def _from_cue(passage: Passage, verb: Token, q: Quotation, rule: str) -> Candidate:
    cue = find_cue(verb, "verb")
    source = clauses.subject(verb)
    inside = source is not None and q.start <= passage.start + source.idx < q.end
    if source is None or inside:
        # Inverted and parsed as an object: "…," said Mira Halloran.
        source = next(
            (
                c
                for c in verb.children
                if c.dep_ in ("dobj", "attr", "npadvmod", "dep")
                and c.pos_ in ("PROPN", "NOUN")
                and not (q.start <= passage.start + c.idx < q.end)
            ),
            None,
        )
    noun = clauses.antecedent(source) if source is not None else None
    via = hearer(passage, clauses.roles(verb)) if cue is not None and cue.hearer else outlet(passage, verb)
    return Candidate(
        paragraph=passage.paragraph,
        spans=((q.inner_start, q.inner_end),),
        cue=(passage.start + verb.idx, passage.start + verb.idx + len(verb)),
        speaker=offsets(passage, *clauses.mention(source)) if source is not None else None,
        antecedent=offsets(passage, *clauses.mention(noun)) if noun is not None else None,
        rule=rule,
        act=cue.act if cue is not None else "say",
        via=via,
        features=(f"rule={rule}", *cue_features(verb, rule), *source_features(source)),
    )


def _carry_on(
    text: str,
    made: list[Candidate],
    quotations: Sequence[Quotation],
    number: int,
    owner: dict[int, int],
    parsed: Parse,
    places: dict[int, list[int]],
) -> None:
    """Give a quotation without a reporting word of its own to the statement that it carries on, if it is speech."""
    q = quotations[number]
    before = quotations[number - 1] if number else None
    spoken = owner.get(number - 1)
    if q.continues and spoken is not None:
        _join(made, owner, number, spoken, q)
        return
    inner = text[q.inner_start : q.inner_end].strip()
    lead = text[max(0, q.start - 3) : q.start].rstrip()
    if q.single or not (inner[:1].isupper() or not inner[:1].isalpha()) or (lead and lead[-1].isalnum()):
        return
    follows = before is not None and spoken is not None and before.paragraph == q.paragraph
    if follows and inner[-1:] in ".?!…" and len(list(stops(text[before.end : q.start]))) <= 1:
        _join(made, owner, number, spoken, q)  # "…," he said. "We tried."
        return
    if len(inner.split()) < _FEWEST_WORDS:
        return
    here = [i for i in places.get(q.paragraph, ()) if made[i].cue is not None and made[i].cue[0] < q.start]
    if here:
        last = max(here, key=lambda i: made[i].cue[0])
        if follows and spoken in here and made[last].speaker in (None, made[spoken].speaker):
            last = spoken  # "…," she said, referring to the dam. "…"
        quoted = any(owner.get(n) == last for n in range(max(0, number - 4), number))
        if quoted or (made[last].speaker is not None and made[last].attribution == "speech"):
            _join(made, owner, number, last, q)
        return
    pieces = parsed.paragraph(q.paragraph)
    starts = pieces[0].start if pieces else q.start
    if text[starts : q.start].strip():
        return
    led = lead_in(text, parsed.paragraph(q.paragraph - 1))
    if led is not None:
        made.append(_from_cue(*led, q, "quotation after a colon"))
        owner[number] = len(made) - 1
        return
    # A paragraph that is only a quotation: it is said by who spoke at the end of the paragraph before.
    near = {
        owner[n] for n in range(max(0, number - 4), number) if n in owner and quotations[n].paragraph == q.paragraph - 1
    }
    earlier = [i for i in {*places.get(q.paragraph - 1, ()), *near} if made[i].speaker is not None]
    if earlier:
        last = max(earlier, key=lambda i: made[i].end)
        if last in near:
            _join(made, owner, number, last, q)
        else:
            made.append(_carried(made[last], q, "quotation alone"))
            owner[number] = len(made) - 1


def _join(made: list[Candidate], owner: dict[int, int], number: int, candidate: int, q: Quotation) -> None:
    spans = union([*made[candidate].spans, (q.inner_start, q.inner_end)])
    made[candidate] = replace(made[candidate], spans=spans)
    owner[number] = candidate


def _carried(before: Candidate, q: Quotation, rule: str) -> Candidate:
    return Candidate(
        paragraph=q.paragraph,
        spans=((q.inner_start, q.inner_end),),
        cue=None,
        speaker=before.speaker,
        antecedent=before.antecedent,
        rule=rule,
        features=(f"rule={rule}", f"carries on={before.rule}"),
    )
