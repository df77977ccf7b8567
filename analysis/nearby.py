"""The reporting word of a quotation: in the words right after it or right before it, or in what leads into it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import islice

from spacy.tokens import Token

from analysis.cues import find_cue
from analysis.language import Passage
from analysis.quotes import Quotation

#: how far after or before a quotation its reporting word may stand, in words
_REACH = 25
_STOP = re.compile(r"[.?!](?=\s|$)|;")
_SHORT = re.compile(r"(?:\b[A-Z][a-z]{0,3}|\.[A-Z])$")


def cue_near(
    text: str,
    quotations: Sequence[Quotation],
    number: int,
    passages: Sequence[Passage],
) -> tuple[Passage, Token, str] | None:
    """The reporting word right after a quotation ("…," she said) or right before it (She said: "…")."""
    q = quotations[number]
    following = quotations[number + 1].start if number + 1 < len(quotations) else len(text)
    previous = quotations[number - 1].end if number else 0
    if not passages:
        return None
    last = passages[-1].doc[-1]
    low, high = max(previous, passages[0].start), min(following, passages[-1].start + last.idx + len(last))
    after = text[q.end : high]
    stop = next(stops(after), None)
    inner_end = text[max(q.inner_start, q.inner_end - 1) : q.inner_end]
    open_after = bool(re.match(r"\s*[,–—-]?\s*\w", after)) and inner_end not in ".:;"
    sides = []
    before = text[low : q.start]
    starts = [m.end() for m in stops(before)]
    lead = before[starts[-1] if starts else 0 :]
    # A quotation in the middle of a phrase, with the comma outside, ends nothing: On “The Morning Show”, she said …
    within = bool(re.search(r"\w\s*$", lead)) and inner_end not in ",?!"
    if not within and (open_after or (inner_end == "." and re.match(r"\s*[a-z]", after))):
        sides.append((q.end, q.end + (stop.start() if stop else len(after)), "after"))
    if lead.strip() and (lead.rstrip()[-1] in ",:–—-" or re.search(r"\w\s*$", lead)):
        sides.append((q.start - len(lead), q.start, "before"))
    for start, end, side in sides:
        tokens = _tokens(passages, start, end, side == "after")
        for passage, token in tokens:
            if token.pos_ not in ("VERB", "AUX"):
                continue
            cue = find_cue(token, "verb")
            listed = cue is not None and ("quote" in cue.roles or "that" in cue.roles)
            colon = side == "before" and lead.rstrip().endswith(":")
            if listed or (colon and cue is not None):
                return passage, token, f"quotation cue {side}"
            if side == "after" and cue is None and _beside(token) and inner_end in ",?!":
                return passage, token, "quotation unlisted cue"
    return None


def stops(text: str) -> Iterator[re.Match[str]]:
    """Where sentences end; "Sen. Halloran" and "the U.S. team" end none."""
    for found in _STOP.finditer(text):
        abbreviated = found.group() == "." and _SHORT.search(text, max(0, found.start() - 5), found.start())
        if not abbreviated or re.match(
            r"\.\s+(?:The|He|She|It|They|But|And|In|We|That|This|[“\"])", text[found.start() : found.start() + 8]
        ):
            yield found


def _tokens(passages: Sequence[Passage], start: int, end: int, forward: bool) -> list[tuple[Passage, Token]]:
    """The words between two offsets that are nearest to the quotation: the first ones, or the last ones backwards."""
    first = max(0, bisect_right(passages, start, key=lambda p: p.start) - 1)
    found: list[tuple[Passage, Token]] = []
    for passage in islice(passages, first, None):
        if passage.start >= end:
            break
        low, high = (bisect_left(passage.doc, at - passage.start, key=lambda w: w.idx) for at in (start, end))
        low = max(low, high - _REACH) if not forward else low
        high = min(high, low + _REACH) if forward else high
        found += [(passage, passage.doc[i]) for i in range(low, high)]
    return found[:_REACH] if forward else found[-_REACH:][::-1]


def _beside(verb: Token) -> bool:
    """Whether a verb stands right by its subject ("…," Mira beamed), as a reporting verb does after a quotation."""
    own = [c for c in verb.children if c.dep_ == "nsubj"]
    return (
        bool(own) and own[0].pos_ in ("PROPN", "PRON", "NOUN") and abs(own[0].i - verb.i) <= 4 and verb.pos_ == "VERB"
    )


def lead_in(text: str, passages: Sequence[Passage]) -> tuple[Passage, Token] | None:
    """The last reporting verb of a paragraph that ends in a colon and so leads into the next: "The paper reports:"."""
    if not passages or not passages[-1].doc.text.rstrip().endswith(":"):
        return None
    for token in reversed(list(passages[-1].doc)):
        cue = find_cue(token, "verb") if token.pos_ in ("VERB", "AUX", "NOUN") else None
        if cue is not None and {"that", "quote"} & cue.roles:
            return passages[-1], token
    return None
