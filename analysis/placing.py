"""Which statement a correction belongs to, and where words that a reader typed stand in the article."""

from __future__ import annotations

import json
import re
from typing import Any

import pandas as pd

from analysis.articles import Article
from analysis.corrections import Spans, text_hash

#: a statement that shares this part of its letters with a corrected one is the same, its edges found elsewhere.
SAME = 0.8
_OPENING = "“\"‘'«"


def fit_corrections(article: Article, statements: pd.DataFrame, corrections: pd.DataFrame) -> pd.DataFrame:
    """Find the statement that each correction belongs to.

    A statement is found by its places exactly, or else by the letters it shares with the corrected one: ``SAME`` of the
    longer of the two. So a correction holds when the rules find the statement with or without its quotation marks.

    Args:
        article: the article.
        statements: its statements table.
        corrections: a table of corrections, of any articles.

    Returns:
        The corrections of this article, in their order, with the columns statement (the number; NA: none is found),
        outcome and reason (both empty, but "left over" where the statement is not found). An added statement that the
        rules don't find has the next free number. Where no correction is of this text at all, or of this
        article's name but another text, they are there as left over.
    """
    own = corrections["text_hash"] == text_hash(article.text)
    stale = ~own & ((corrections["article"] == article.id) | (not own.any()))
    fitted = corrections[own | stale].reset_index(drop=True)
    fitted["statement"] = pd.array([pd.NA] * len(fitted), dtype="Int64")
    fitted["outcome"], fitted["reason"] = "", ""
    own = fitted["text_hash"] == text_hash(article.text)
    same_name = fitted["article"] == article.id
    fitted.loc[~own, "outcome"] = "left over"
    fitted.loc[~own & same_name, "reason"] = "the article's text has changed since"
    fitted.loc[~own & ~same_name, "reason"] = "it is about another article"
    numbers = _numbers(article.text, statements, fitted[own])
    found = [numbers.get(tuple(spans)) if mine else None for spans, mine in zip(fitted["spans"], own, strict=True)]
    fitted["statement"] = pd.array(found, dtype="Int64")
    lost = own & fitted["statement"].isna()
    fitted.loc[lost, "outcome"] = "left over"
    fitted.loc[lost, "reason"] = "no statement is found at these words any more"
    return fitted


def by_statement(fitted: pd.DataFrame) -> dict[int, list[tuple[int, dict[str, Any]]]]:
    """The corrections of each statement, in the order of the file, each with its place in the table."""
    groups: dict[int, list[tuple[int, dict[str, Any]]]] = {}
    for index, row in enumerate(fitted.to_dict("records")):
        if not pd.isna(row["statement"]):
            groups.setdefault(int(row["statement"]), []).append((index, row))
    return groups


def with_outcomes(fitted: pd.DataFrame, told: dict[int, tuple[str, str]]) -> pd.DataFrame:
    """A new table of corrections with what became of some of them: place in the table -> (outcome, reason)."""
    there = zip(fitted["outcome"], fitted["reason"], strict=True)
    now = [told.get(index, before) for index, before in enumerate(there)]
    return fitted.assign(outcome=[outcome for outcome, _ in now], reason=[reason for _, reason in now])


def _numbers(text: str, statements: pd.DataFrame, corrections: pd.DataFrame) -> dict[tuple, int]:
    """The statement's number for each places that corrections name."""
    groups: dict[tuple, list[Spans]] = {}
    added = set()
    for row in corrections.itertuples():
        key = tuple(row.spans)
        places = groups.setdefault(key, [row.spans])
        if row.field == "spans" and (spans := spans_within(text, row.after)):
            places.append(spans)  # the rules may have learned to find it so
        if row.field == "statement" and row.after == "added":
            added.add(key)
    there = {row.statement: tuple((int(s), int(e)) for s, e in row.spans) for row in statements.itertuples()}
    exact: dict[tuple, int] = {}
    for number, spans in there.items():
        exact.setdefault(spans, number)
    letters = {number: letters_of(text, list(spans)) for number, spans in there.items()}
    free = max(there, default=-1) + 1
    numbers: dict[tuple, int] = {}
    for key, places in groups.items():
        found = next((exact[tuple(spans)] for spans in places if tuple(spans) in exact), None)
        if found is None:
            scores = [
                (overlap(letters_of(text, p), other), -number) for p in places for number, other in letters.items()
            ]
            best = max(scores, default=(0.0, 0))
            found = -best[1] if best[0] >= SAME else None
        if found is None and key in added and spans_within(text, json.dumps(key)):
            found, free = free, free + 1
        if found is not None:
            numbers[key] = found
    return numbers


def letters_of(text: str, spans: Spans) -> frozenset[int]:
    """The places of the letters and digits in spans."""
    return frozenset(i for start, end in spans for i in range(start, min(end, len(text))) if text[i].isalnum())


def overlap(one: frozenset[int], other: frozenset[int]) -> float:
    """How much two statements share: 0 … 1, of the longer of the two.

    Example:
        >>> overlap(frozenset({1, 2, 3}), frozenset({2, 3, 4, 5}))
        0.5
    """
    return len(one & other) / max(len(one), len(other), 1)


def spans_within(text: str, written: str) -> Spans | None:
    """Spans as a correction writes them; None where they are none, or lie outside the text."""
    try:
        spans = [(int(start), int(end)) for start, end in json.loads(written)]
    except (ValueError, TypeError):
        return None
    return spans if spans and all(0 <= start < end <= len(text) for start, end in spans) else None


def find_words(text: str, words: str, near: int = 0) -> tuple[int, int] | None:
    r"""Find words that a reader typed: exactly, but for white space, capitals and the shape of quotation marks.

    Args:
        text: the article's text.
        words: the words.
        near: of several places, the nearest to this offset is taken.

    Returns:
        Their place, or None.

    Example:
        >>> find_words("He said:\n“We  won't go”, and went.", '"we won’t go"')
        (9, 23)
    """
    shapes = {**dict.fromkeys('“”„"«»', '[“”„"«»]'), **dict.fromkeys("‘’'", "[‘’']"), **dict.fromkeys("-–—", "[-–—]")}
    parts = ["".join(shapes.get(c, re.escape(c)) for c in word) for word in words.split()]
    if not parts:
        return None
    places = [match.span() for match in re.finditer(r"\s+".join(parts), text, re.IGNORECASE)]
    return min(places, key=lambda place: abs(place[0] - near), default=None)


def find_spans(text: str, words: str, near: int = 0) -> Spans | None:
    """Find words that may be in several parts, split by "…" or "[...]": their places, each after the one before.

    Example:
        >>> find_spans("We won, he said, and we go.", "We won … and we go")
        [(0, 6), (17, 26)]
    """
    whole = find_words(text, words, near)
    if whole is not None:
        return [whole]
    spans: Spans = []
    for part in re.split(r"\[?(?:…|\.\.\.)\]?", words):
        if part.strip():
            after = spans[-1][1] if spans else 0
            place = find_words(text[after:], part, 0 if spans else near)
            if place is None:
                return None
            spans.append((place[0] + after, place[1] + after))
    return spans or None


def nearest(text: str, words: str, span: tuple[int, int]) -> tuple[int, int] | None:
    """Where exactly these words stand, as near as can be to a statement."""
    places = [match.span() for match in re.finditer(re.escape(words), text)] if words else []
    return min(places, key=lambda p: max(span[0] - p[1], p[0] - span[1], 0), default=None)


def content_of(text: str, spans: Spans) -> str:
    """The text of spans, joined by a space."""
    return " ".join(text[start:end] for start, end in spans)


def place_of(article: Article, spans: Spans) -> dict[str, Any]:
    """What of a statement follows from its places: spans, content, paragraph and headline."""
    paragraphs = [i for i, (start, _) in enumerate(article.paragraphs) if start <= spans[0][0]]
    paragraph = paragraphs[-1] if paragraphs else 0
    headline = paragraph == article.headline
    return {"spans": spans, "content": content_of(article.text, spans), "paragraph": paragraph, "headline": headline}


def quoted(text: str, spans: Spans) -> bool:
    """Whether words stand in quotation marks, by the mark before or at their beginning."""
    start = spans[0][0]
    return text[start] in _OPENING or (start > 0 and text[start - 1] in _OPENING)
