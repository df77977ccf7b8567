"""An analysis as a page shows it: statements with their stances, marked paragraphs, and each number with its sources.

No HTML is made here: these are plain dictionaries and lists that the templates lay out, and that escape nothing.
Every anchor is built from numbers, never from a word of the text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.charts_frame import signed
from analysis.counting import party_order
from analysis.marking import clean, cut, sentences_around
from analysis.palette import party_colours

if TYPE_CHECKING:
    from analysis.report import Analysis

#: what stands for a speaker without a party.
GREY = "#767676"
LABELS = ("against", "neutral", "for")


def number(value: object, digits: int = 2) -> str:
    """A number with its sign, as in the charts; a dash where there is none.

    Example:
        >>> number(-0.5), number(1.0), number(None)
        ('−0.50', '+1.00', '–')
    """
    return "–" if pd.isna(value) else signed(float(value), digits)


def parties(analysis: Analysis) -> list[str]:
    """The parties that speak or are spoken about, in the order of every chart."""
    return party_order(analysis.statements["party"], analysis.stances["target_party"])


def colours(analysis: Analysis) -> dict[str, str]:
    """Each party's colour: the one that charts give it that are drawn with :func:`parties`."""
    return party_colours(parties(analysis))


def statement_views(analysis: Analysis) -> list[dict[str, Any]]:
    """One dictionary a statement, in the order of the table, with its stances and its sentiment."""
    colour = colours(analysis)
    stances = _by_statement(analysis.stances)
    sentiment = _by_statement(analysis.sentiment)
    return [
        {
            "n": row.statement,
            "who": _who(row),
            "party": clean(row.party) if isinstance(row.party, str) else None,
            "colour": colour.get(row.party, GREY),
            "kind": _kind(row),
            "content": clean(row.content),
            "cue": clean(row.cue) if isinstance(row.cue, str) else None,
            "via": clean(row.via) if isinstance(row.via, str) else None,
            "rule": clean(row.rule),
            "headline": bool(row.headline),
            "counted": not row.headline and row.attribution == "speech",
            "stances": [_stance(analysis, stance, colour) for stance in stances.get(row.statement, [])],
            "sentiment": [_sentiment(score) for score in sentiment.get(row.statement, [])],
            "context": context(analysis, row, [stance.evidence_spans for stance in stances.get(row.statement, [])]),
        }
        for row in analysis.statements.itertuples()
    ]


def _by_statement(table: pd.DataFrame) -> dict[int, list[Any]]:
    rows: dict[int, list[Any]] = {}
    for row in table.itertuples():
        rows.setdefault(row.statement, []).append(row)
    return rows


def _who(row: Any) -> str:
    """The speaker as a reader needs it: the name, or the words that leave it open."""
    if isinstance(row.actor, str):
        return clean(row.actor)
    if isinstance(row.speaker, str):
        return f"{clean(row.speaker)} (not clear who)" if row.ambiguous else clean(row.speaker)
    return "not clear who"


def _kind(row: Any) -> str:
    parts = [row.act, row.quote_type, None if row.attribution == "speech" else row.attribution]
    parts += ["headline" if row.headline else None, "several speakers" if row.joint else None]
    return ", ".join(clean(part) for part in parts if isinstance(part, str))


def _stance(analysis: Analysis, row: Any, colour: dict[str, str]) -> dict[str, Any]:
    text = analysis.article.text
    return {
        "target": clean(row.target),
        "party": clean(row.target_party) if isinstance(row.target_party, str) else None,
        "colour": colour.get(row.target_party, GREY),
        "label": str(row.label),
        "value": number(row.stance),
        "basis": clean(row.basis) if isinstance(row.basis, str) else "",
        "uncertain": bool(row.uncertain),
        "evidence": " … ".join(clean(text[start:end]) for start, end in row.evidence_spans or []),
    }


def _sentiment(row: Any) -> dict[str, Any]:
    words = [f"{clean(word)} {number(score)}" for word, score in row.words or []]
    known = pd.notna(row.polarity)
    return {
        "scorer": clean(row.scorer),
        "polarity": number(row.polarity) if known else "no known word",
        "subjectivity": "–" if pd.isna(row.subjectivity) else f"{row.subjectivity:.2f}",
        "words": ", ".join(words),
    }


def context(analysis: Analysis, row: Any, evidence: list[list[tuple[int, int]]]) -> list[dict[str, str]]:
    """The sentences that a statement stands in, cut into pieces that are content, speaker, cue, evidence or nothing.

    Args:
        analysis: the analysis.
        row: the statement, a row of the statements table.
        evidence: the evidence spans to mark, a list for each stance.

    Returns:
        The pieces: text, and roles, the names of what the piece is, joined by spaces.
    """
    text, paragraphs = analysis.article.text, analysis.article.paragraphs
    marks = [(start, end, "content") for start, end in row.spans]
    for role in ("speaker", "cue"):
        if pd.notna(getattr(row, f"{role}_start")):
            marks.append((int(getattr(row, f"{role}_start")), int(getattr(row, f"{role}_end")), role))
    marks += [(start, end, "evidence") for spans in evidence for start, end in spans or []]
    first, last = min(mark[0] for mark in marks), max(mark[1] for mark in marks)
    low = max((start for start, _ in paragraphs if start <= first), default=0)
    high = min((end for _, end in paragraphs if end >= last), default=len(text))
    start, end = sentences_around(text, first, last, low, high)
    return [{"text": clean(piece.text), "roles": " ".join(piece.keys)} for piece in cut(text, start, end, marks)]


def paragraph_views(analysis: Analysis, views: list[dict[str, Any]], longest: int | None = None) -> dict[str, Any]:
    """The article's paragraphs, cut into pieces that know the statements they belong to.

    Args:
        analysis: the analysis.
        views: its statements, from :func:`statement_views`.
        longest: show at most this many characters, in whole paragraphs, the first one always; None: all.

    Returns:
        ``paragraphs``: for each, ``headline`` and ``pieces``; a piece has text, statements (views; of those that cover
        it), first and last (views of those that begin, and end, with it). ``hidden``: how many paragraphs are left out.
    """
    article = analysis.article
    by_number = {view["n"]: view for view in views}
    spans = sorted((s, e, row.statement) for row in analysis.statements.itertuples() for s, e in row.spans)
    begin = {row.statement: min(s for s, _ in row.spans) for row in analysis.statements.itertuples()}
    stop = {row.statement: max(e for _, e in row.spans) for row in analysis.statements.itertuples()}
    shown, open_spans, next_span = [], [], 0
    for i, (start, end) in enumerate(article.paragraphs):
        if longest is not None and shown and end > longest:
            break
        while next_span < len(spans) and spans[next_span][0] < end:
            open_spans.append(spans[next_span])
            next_span += 1
        pieces = [
            {
                "text": clean(piece.text),
                "statements": [by_number[n] for n in piece.keys],
                "first": [by_number[n] for n in piece.keys if max(begin[n], start) == piece.start == begin[n]],
                "last": [by_number[n] for n in piece.keys if stop[n] == piece.end],
            }
            for piece in cut(article.text, start, end, open_spans)
        ]
        open_spans = [span for span in open_spans if span[1] > end]
        shown.append({"headline": i == article.headline, "pieces": pieces})
    return {"paragraphs": shown, "hidden": len(article.paragraphs) - len(shown)}


def actor_views(analysis: Analysis) -> list[dict[str, str]]:
    """One dictionary an actor: name, type, party and the other names."""
    rows = analysis.actors.fillna("")
    return [
        {"name": clean(r.name), "type": clean(r.actor_type), "party": clean(r.party), "aliases": clean(r.aliases)}
        for r in rows.itertuples(index=False)
    ]
