"""Candidate statements: what a rule proposes, with what the parse shows of its cue, its source and its content.

The rules stand in ``reporting`` (reporting words), ``quoted`` (quotations) and ``layout``; what a candidate's features
are worth stands in ``confidence``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from analysis import clauses
from analysis.contents import from_that
from analysis.cues import Cue
from analysis.language import Passage

Span = tuple[int, int]


@dataclass(frozen=True)
class Candidate:
    """A possible statement; all spans are half-open character offsets into the article's text."""

    paragraph: int
    spans: tuple[Span, ...]
    cue: Span | None
    speaker: Span | None
    rule: str
    act: str = "say"
    attribution: str = "speech"
    #: what a relative pronoun stands for, where the speaker is one
    antecedent: Span | None = None
    #: who passed it on, or was told
    via: Span | None = None
    #: what the parse shows of cue and source, as "name=value"; the confidence is read off these
    features: tuple[str, ...] = ()
    #: how likely the candidate is right, 0 to 1; None until ``confidence.score`` gave it
    confidence: float | None = None

    @property
    def start(self) -> int:
        """Where the content begins."""
        return self.spans[0][0]

    @property
    def end(self) -> int:
        """Where the content ends."""
        return self.spans[-1][1]


#: words by which a source is known for an outlet
OUTLET_WORDS = re.compile(
    r"\b(?:agency|news|newspaper|daily|weekly|magazine|television|TV|radio|broadcaster|channel|network|media|press|times|"
    r"post|journal|tribune|herald|gazette|chronicle|outlet|website|paper|wire|reports?)\b",
    re.IGNORECASE,
)


def make_candidate(
    passage: Passage, cue_token: Token, cue: Cue, indices: set[int], source: Token | None, rule: str
) -> Candidate:
    """Make the candidate that a rule proposes.

    Args:
        passage: the parsed passage.
        cue_token: its reporting word.
        cue: that word's entry in the list of cues.
        indices: the tokens of the content; the reporting word itself is left out.
        source: the head of the source, if any.
        rule: the rule's name.

    Returns:
        The candidate, with the whole mention of the source as its speaker; ``spans`` is empty where no content is left.
    """
    doc, shift = passage.doc, passage.start
    indices = from_that(cue_token, indices - {cue_token.i})
    spans = tuple((s + shift, e + shift) for s, e in clauses.pieces(doc, indices))
    speaker = stands_for = None
    if source is not None:
        speaker = offsets(passage, *clauses.mention(source, cue.extras if source.dep_ == "pobj" else ()))
        noun = clauses.antecedent(source)
        stands_for = offsets(passage, *clauses.mention(noun)) if noun is not None else None
    return Candidate(
        paragraph=passage.paragraph,
        spans=spans,
        cue=(shift + cue_token.idx, shift + cue_token.idx + len(cue_token)),
        speaker=speaker,
        antecedent=stands_for,
        rule=rule,
        act=cue.act,
        attribution=cue.attribution,
        features=(
            f"rule={rule}",
            *cue_features(cue_token, rule),
            *source_features(source),
            *_content_features(doc, indices),
        ),
    )


def cue_features(cue: Token, rule: str) -> Iterator[str]:
    """What the parse shows of a reporting word: which one, in what form, and where in its sentence."""
    lemma = cue.lemma_.lower()
    yield f"cue={lemma}"
    yield f"cue={lemma}+{rule}"
    yield f"form={cue.tag_}"
    yield f"place={cue.dep_}"
    yield f"place={cue.dep_}+{cue.tag_}"
    for child in cue.children:
        if child.dep_ in ("aux", "auxpass", "neg", "mark"):
            yield f"{child.dep_}={child.lower_}"
        elif child.dep_ in ("prt", "dative", "expl", "attr", "acomp", "agent", "nsubjpass", "advcl"):
            yield f"has={child.dep_}"
    if cue.dep_ in ("xcomp", "conj", "pcomp", "advcl", "relcl", "acl", "ccomp"):
        yield f"under={cue.head.lemma_.lower() if cue.dep_ in ('xcomp', 'ccomp') else cue.head.pos_}"
    if cue.sent[-1].text == "?":
        yield "question"


def source_features(source: Token | None) -> Iterator[str]:
    """What kind of source it is: a pronoun, a name of some kind, a common noun, or none."""
    if source is None:
        yield "source=none"
        return
    if source.pos_ == "PRON" or source.tag_ in ("WDT", "WP"):
        yield f"source={source.lower_}"
    elif source.ent_type_:
        yield f"source={source.ent_type_}"
    else:
        yield f"source={source.pos_}"
        yield f"noun={source.lemma_.lower()}"
    yield f"source is {source.dep_}"


def _content_features(doc: Doc, indices: set[int]) -> Iterator[str]:
    """How long the content is, how it begins and what it is."""
    yield f"words={min(9, len(indices).bit_length())}"
    if indices:
        first = doc[min(indices)]
        yield f"first={first.lower_ if first.pos_ in ('SCONJ', 'PRON', 'DET', 'ADP', 'PART', 'AUX') else first.pos_}"
        heads = [doc[i] for i in indices if doc[i].head.i not in indices]
        for head in heads[:3]:
            yield f"head={head.pos_}"
            yield f"head={head.tag_}+{head.dep_}"


def offsets(passage: Passage, start: int, end: int) -> Span:
    """Turn token indices of a passage into character offsets of the article."""
    span = passage.doc[start:end]
    return passage.start + span.start_char, passage.start + span.end_char


def outlet(passage: Passage, verb: Token) -> Span | None:
    """The outlet that a statement came through: "in an interview with …", "on … radio", "… quoted her as saying"."""
    if verb.dep_ == "pcomp" and verb.head.lower_ == "as" and verb.head.head.lemma_ in ("quote", "cite"):
        agent = clauses.subject(verb.head.head)
        return (
            offsets(passage, *clauses.mention(agent)) if agent is not None and agent.pos_ in ("PROPN", "NOUN") else None
        )
    for prep in verb.children:
        if prep.dep_ != "prep" or prep.lower_ not in ("in", "on", "to", "through", "via", "with"):
            continue
        for noun in (t for t in prep.subtree if t.dep_ == "pobj"):
            start, end = noun.left_edge.i, noun.i + 1
            named = any(t.pos_ == "PROPN" for t in passage.doc[start:end])
            if named and noun.ent_type_ != "PERSON" and OUTLET_WORDS.search(passage.doc[start:end].text):
                return offsets(passage, start, end)
    return None


def hearer(passage: Passage, found: dict[str, list[Token]]) -> Span | None:
    """Who was told, where it is an outlet by name ("told NTV television"): the statement came through it."""
    for token in found.get("np", ()):
        named = [t for t in token.subtree if t.pos_ == "PROPN" and t.ent_type_ != "PERSON"]
        if named and not any(t.ent_type_ == "PERSON" for t in token.subtree):
            return offsets(passage, named[0].i, named[-1].i + 1)
    return None
