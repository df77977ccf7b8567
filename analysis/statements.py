"""Find who said what: every statement of an article, with its spans, its speaker, its cue and the rule that found it.

The way to a statement, in this order:

1. ``quotes.find_quotations`` reads the quotation marks.
2. ``layout.from_layout`` proposes what the layout gives away: headlines ("Putin: …") and the turns of an interview.
3. ``reporting.from_parse`` proposes what the parse shows: a reporting verb, noun or adjective of ``cues`` with its
   content and its source; "according to"; relative clauses ("criticism that X has rejected").
4. ``quoted.join_quotations`` gives every quotation its speaker.
5. ``selection.select`` chooses among proposals that claim the same words, and turns what an agency passes on into the
   statement of the one who made it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING

from analysis.articles import Article
from analysis.candidates import Candidate, Span
from analysis.confidence import score
from analysis.contents import SPEECH_NOUNS
from analysis.layout import from_layout
from analysis.quoted import join_quotations
from analysis.quotes import Quotation, find_quotations
from analysis.reporting import from_parse
from analysis.selection import select
from analysis.tables import make_table
from analysis.trees import parse

if TYPE_CHECKING:
    import pandas as pd

#: content that only points to what somebody said before ("denied that")
_POINTERS = frozenset("that this it so them these those such".split())
#: words that tell what an outlet is, not what it is called
_GENERIC = frozenset(
    "the a an state official state-run private local news newspaper agency service television broadcaster channel "
    "radio network daily wire".split()
)
#: how many statements back one may be that a content points to
_FARTHEST = 100
_ANSWERS = frozenset("deny reject accept confirm dispute dismiss denounce criticise".split())


def find_statements(article: Article, actors: pd.DataFrame | None = None) -> pd.DataFrame:
    r"""Find the statements of an article: who said, believes or plans what.

    Args:
        article: the article.
        actors: who is who (columns name, actor_type, party, aliases); None: found in the text by ``find_actors``.

    Returns:
        The statements table, in reading order: spans as half-open character offsets into ``article.text``, the speaker
        as it stands in the text and the actor and party after resolution, the cue, the rule that found it and its
        ``confidence`` (0 to 1: how often a statement like it was right on hand-labelled news; see
        ``benchmarks/README.md``). Beliefs and intentions ("thinks", "plans to") are in it, told apart by
        ``attribution``.

    Not covered: statements inside statements (what a speaker says that somebody else said), sources that only the
    context names, text that is not English, and irony.

    Example:
        >>> from analysis.articles import load_article
        >>> text = "The dam\n\n“It is safe,” said Mira Halloran on Monday. Critics denied that."
        >>> table = find_statements(load_article(text=text))
        >>> table[["speaker", "act", "content"]].values.tolist()
        [['Mira Halloran', 'say', 'It is safe'], ['Critics', 'deny', 'that']]
    """
    from analysis.actors import find_actors, resolve_speakers

    table = locate_statements(article)
    return resolve_speakers(article, table, find_actors(article) if actors is None else actors)


def locate_statements(article: Article) -> pd.DataFrame:
    """Find the statements of an article with their spans, before anybody asks who the speakers are.

    Args:
        article: the article.

    Returns:
        The statements table as ``find_statements`` gives it, with actor, party, joint and ambiguous not yet filled.

    Example:
        >>> from analysis.articles import load_article
        >>> locate_statements(load_article(text="She said that the gates are shut."))["content"].tolist()
        ['that the gates are shut']
    """
    quotations = find_quotations(article)
    parsed = parse(article)
    candidates = list(from_layout(article))
    turns = {c.paragraph for c in candidates}
    inside = _Inside([q for q in quotations if not q.single])
    for passage in parsed:
        if passage.paragraph not in turns:
            candidates += [c for c in from_parse(passage) if c.spans and c.cue and not inside(c.cue[0])]
    candidates = join_quotations(article.text, candidates, [q for q in quotations if q.paragraph not in turns], parsed)
    chosen = select(article.text, score(article.text, candidates, quotations))
    rows = [_row(article, number, candidate, quotations) for number, candidate in enumerate(chosen)]
    for number, row in enumerate(rows):
        row["refers_to"] = _refers_to(rows, number)
    return make_table("statements", rows)


class _Inside:
    """Whether an offset stands inside one of some sorted spans."""

    def __init__(self, quotations: Sequence[Quotation]) -> None:
        self.starts = [q.start for q in quotations]
        self.ends = [q.end for q in quotations]

    def __call__(self, offset: int) -> bool:
        before = bisect_right(self.starts, offset) - 1
        return before >= 0 and offset < self.ends[before]


def _row(article: Article, number: int, candidate: Candidate, quotations: Sequence[Quotation]) -> dict[str, object]:
    text = article.text
    paragraph = bisect_right(article.paragraphs, candidate.start, key=lambda p: p[0]) - 1
    spans, quote_type = _edges(text, candidate.spans, quotations)
    speaker, cue, via = candidate.speaker, candidate.cue, candidate.via
    return {
        "article": article.id,
        "statement": number,
        "paragraph": paragraph,
        "headline": paragraph == article.headline,
        "quote_type": quote_type,
        "attribution": candidate.attribution,
        "act": candidate.act,
        "content": " ".join(text[s:e] for s, e in spans),
        "spans": spans,
        "speaker": text[slice(*speaker)] if speaker else None,
        "speaker_start": speaker[0] if speaker else None,
        "speaker_end": speaker[1] if speaker else None,
        "cue": text[slice(*cue)] if cue else None,
        "cue_start": cue[0] if cue else None,
        "cue_end": cue[1] if cue else None,
        "via": _outlet_name(text[slice(*via)]) if via else None,
        "rule": candidate.rule,
        "confidence": candidate.confidence,
    }


def _edges(text: str, spans: Sequence[Span], quotations: Sequence[Quotation]) -> tuple[list[Span], str]:
    """Set the edges of a content by its quotation marks, and tell how much of it is quoted."""
    letters = quoted = 0
    out: list[Span] = []
    for start, end in spans:
        touched = []
        i = max(0, bisect_right(quotations, start, key=lambda q: q.start) - 1)
        while i < len(quotations) and quotations[i].start < end:
            if quotations[i].end > start:
                touched.append(quotations[i])
            i += 1
        letters += sum(map(str.isalnum, text[start:end]))
        for q in touched:
            quoted += sum(map(str.isalnum, text[max(start, q.inner_start) : min(end, q.inner_end)]))
            whole = len(touched) == 1 and start >= q.start and end <= q.end
            if not whole:  # a mixed content keeps the marks at its edges
                start = q.start if q.start < start <= q.inner_start else start
                end = q.end if q.inner_end - 1 <= end < q.end else end
            else:
                start, end = max(start, q.inner_start), min(end, q.inner_end)
        while end > start + 1 and (text[end - 1].isspace() or text[end - 1] in ",;:–—-"):
            end -= 1
        while start < end - 1 and (text[start].isspace() or text[start] in ",;:–—-"):
            start += 1
        out.append((start, end))
    share = quoted / max(1, letters)
    return out, "direct" if share >= 0.9 else "mixed" if share > 0.05 else "indirect"


def _outlet_name(mention: str) -> str:
    """The outlet's own name: "the Riverside news agency" is Riverside; all such words together stay whole."""
    plain = [re.sub(r"[’']s$", "", word.strip(",.")) for word in mention.split()]
    name = " ".join(word for word in plain if word.lower() not in _GENERIC)
    return name.strip(" ,") or mention


def _refers_to(rows: list[dict[str, object]], number: int) -> int | None:
    """The statement that a content only points to: "denied that", "criticism that … has rejected"."""
    row = rows[number]
    words = re.findall(r"[a-z]+", str(row["content"]).lower())
    bare = [w for w in words if w not in ("the", "a", "an", "all", "any", "his", "her", "their", "its", "such")]
    if row["act"] not in _ANSWERS or row["quote_type"] != "indirect" or len(bare) > 2 or not words:
        return None
    noun = bare[-1] if bare else ""
    points = words[0] in _POINTERS and len(words) == 1 or noun in SPEECH_NOUNS or noun.removesuffix("s") in SPEECH_NOUNS
    if not points:
        return None
    for i in range(number - 1, max(-1, number - _FARTHEST), -1):
        near = int(row["paragraph"]) - int(rows[i]["paragraph"]) <= 1  # type: ignore[call-overload]
        if near and not rows[i]["headline"] and rows[i]["speaker"] != row["speaker"]:
            return i
    return None
