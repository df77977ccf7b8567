"""Candidate statements from the parse: a reporting word with its content and its source.

A candidate is what a rule proposes; statements.py decides which candidates stand. The rules here read one
parsed passage. Their names go into the table's ``rule`` column.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token

from analysis import clauses
from analysis.contents import (
    SPEECH_NOUNS,
    around,
    asides,
    complements,
    from_that,
    lost_subject,
    main_clause,
    rest_of_sentence,
)
from analysis.cues import UNLISTED, Cue, find_cue, load_cues
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


#: speech acts that say nothing when negated: "did not say whether …"
#: words by which a source is known for an outlet
OUTLET_WORDS = re.compile(
    r"\b(?:agency|news|newspaper|daily|weekly|magazine|television|TV|radio|broadcaster|channel|network|media|press|times|"
    r"post|journal|tribune|herald|gazette|chronicle|outlet|website|paper|wire|reports?)\b",
    re.IGNORECASE,
)
#: "declined to comment": what is refused here is to say anything
_TO_SPEAK = frozenset("comment say answer elaborate respond name discuss speak".split())
_SILENT_WHEN_NEGATED = {"say", "ask", "tell", "write", "refer", "point"}


def from_parse(passage: Passage) -> Iterator[Candidate]:
    """Propose the statements that the parse of a passage shows, in reading order of their cues.

    Args:
        passage: a parsed passage.

    Yields:
        Candidates by the rules "according to", "relative clause", "verb …" (with the role that is its content),
        "noun …" and "adjective …".
    """
    for token in passage.doc:
        if token.lower_ == "according":
            yield from _according(passage, token)
        elif token.pos_ in ("VERB", "AUX"):
            yield from _verb(passage, token)
        elif token.pos_ == "NOUN":
            yield from _noun(passage, token)
        elif token.pos_ == "ADJ":
            yield from _adjective(passage, token)


def _verb(passage: Passage, verb: Token) -> Iterator[Candidate]:
    cue = find_cue(verb, "verb")
    listed = cue is not None
    if cue is None:
        cue = UNLISTED
    found = clauses.roles(verb)
    if not listed and ("that" not in found or verb.pos_ != "VERB"):
        return  # see _may_report
    if _unsaid(verb, cue) or _quotes_as_saying(verb):
        return
    source = clauses.subject(verb)
    relative = _relative(verb, cue)
    if relative is not None and listed:
        kept = {t.i for t in relative.children if t.dep_ in ("det", "amod", "compound")} | {relative.i}
        yield _candidate(passage, verb, cue, kept, source, "relative clause")
        return
    heads, role = complements(verb, cue, found)
    if not heads:
        heads, role = main_clause(verb, cue, source)
    loose = rest_of_sentence(verb, cue, source) if listed and not heads else set()
    if loose:
        role = "rest of sentence"
    elif not heads:
        return
    if not listed and not _may_report(verb, source, role):
        return
    if role == "np" and verb.lemma_ in _LIGHT_VERBS and any(_carries_content(noun) for noun in found.get("np", ())):
        return  # "issued a warning that …": the noun is the cue
    if source is None and verb.tag_ in ("VB", "VBP") and verb.dep_ == "ROOT":
        return  # an imperative: "See the full report"
    if source is None and verb.dep_ == "advcl" and verb.tag_ == "VBN":
        return  # "Asked about the strike, she said …": nobody is named who asked
    if role == "that":
        heads = heads + lost_subject(verb, cue, heads)
    told = [verb] if role == "main clause" else []
    indices = loose or clauses.words(heads, told) - asides(verb, heads)
    if source is not None and source.head.lower_ == "by":
        indices -= {source.head.i, *range(*clauses.mention(source, cue.extras))}
    if role == "that":
        indices |= around(verb, heads, source)
    if role == "oprd" or role == "np":
        # "called the plan a disaster": the object and what it is called are one content.
        indices |= clauses.words(found.get("np", ()) if role == "oprd" else found.get("oprd", ()))
    told_to = hearer(passage, found) if cue.hearer and role in ("that", "main clause") else None
    told_to = told_to or outlet(passage, verb)
    candidate = _candidate(passage, verb, cue, indices, source, f"verb {role}" if listed else "unlisted verb")
    yield replace(candidate, via=told_to) if candidate.spans and told_to else candidate


def _quotes_as_saying(verb: Token) -> bool:
    """Whether a verb only leads to the one that reports: "the agency quoted Mira as saying that …"."""
    under = (c for prep in verb.children if prep.lower_ == "as" for c in prep.children if c.dep_ == "pcomp")
    return verb.lemma_ in ("quote", "cite") and any(find_cue(c, "verb") is not None for c in under)


def _may_report(verb: Token, source: Token | None, role: str) -> bool:
    """Whether a verb that the list lacks stands as a reporting verb does: a person or body, the verb, a clause."""
    if role != "that" or source is None or verb.pos_ != "VERB" or not verb.is_alpha:
        return False
    personal = source.ent_type_ in ("PERSON", "ORG", "NORP", "GPE") or source.lower_ in ("he", "she", "they", "who")
    return personal and source.head == verb


def _unsaid(verb: Token, cue: Cue) -> bool:
    """Whether the verb tells of something that was not said: "did not say whether", "could say", "without naming"."""
    if cue.act in _SILENT_WHEN_NEGATED and any(child.dep_ == "neg" for child in verb.children):
        return True
    if verb.dep_ == "pcomp" and verb.head.lower_ in ("without", "than"):
        return True
    if verb.dep_ == "xcomp" and verb.head.lemma_ in ("decline", "refuse") and verb.lemma_ in _TO_SPEAK:
        return True
    if cue.act == "refuse" and any(c.dep_ == "xcomp" and c.lemma_ in _TO_SPEAK for c in verb.children):
        return True
    return cue.attribution == "speech" and any(
        child.dep_ == "aux" and child.lower_ in ("could", "might", "may", "should") for child in verb.children
    )


def _relative(verb: Token, cue: Cue) -> Token | None:
    """The speech noun whose relative clause the verb heads as its object: "criticism that it has rejected"."""
    if (
        verb.dep_ not in ("relcl", "acl")
        or verb.tag_ in ("VB", "VBG")
        or verb.head.lemma_.lower() not in SPEECH_NOUNS
        or "np" not in cue.roles
    ):
        return None
    own = clauses.subject(verb)
    has_object = any(c.dep_ == "dobj" and c.tag_ not in ("WDT", "WP") and c.lower_ != "that" for c in verb.children)
    return verb.head if own is not None and own.tag_ not in ("WDT", "WP") and not has_object else None


def _noun(passage: Passage, noun: Token) -> Iterator[Candidate]:
    cue = find_cue(noun, "noun")
    if cue is None:
        return
    found = clauses.roles(noun)
    if "acl" in found:
        # "a decision to leave" and "the claim that it leaks", but not "a report seen by reporters"
        found["acl"] = [
            h
            for h in found["acl"]
            if h.tag_ not in ("VBN", "VBG") or any(c.dep_ in ("mark", "nsubj", "nsubjpass") for c in h.children)
        ]
    role = next(
        (r for r in ["acl", "that", *sorted(cue.roles - {"acl", "that"})] if r in cue.roles and found.get(r)), None
    )
    if role is None:
        return
    source = next((c for c in noun.children if c.dep_ == "poss"), None)
    if source is None:
        by = next((c for c in noun.children if c.dep_ == "prep" and c.lower_ in ("by", "from")), None)
        source = next((c for c in by.children if c.dep_ == "pobj"), None) if by is not None else None
    if source is None and noun.dep_ in ("dobj", "pobj"):
        verb = noun.head if noun.dep_ == "dobj" else noun.head.head
        source = clauses.subject(verb) if verb.lemma_ in _LIGHT_VERBS else None
    indices = clauses.words(found[role]) - asides(noun, found[role])
    yield _candidate(passage, noun, cue, indices, source, f"noun {role}")


def _carries_content(noun: Token) -> bool:
    return (noun.lemma_.lower(), "noun") in load_cues() and any(
        c.dep_ == "acl" or c.dep_ == "ccomp" for c in noun.children
    )


#: verbs whose subject is the source of the noun they carry: "made the claim that …"
_LIGHT_VERBS = frozenset(
    "make have express voice issue repeat reiterate give offer raise share announce release deliver face draw receive "
    "level hold launch take show declare win lend throw".split()
) - {"face", "draw", "receive", "win"}


def _adjective(passage: Passage, adjective: Token) -> Iterator[Candidate]:
    cue = find_cue(adjective, "adjective")
    if cue is None or adjective.dep_ not in ("acomp", "conj", "oprd"):
        return
    found = clauses.roles(adjective)
    role = next(
        (r for r in ["that", "to", *sorted(cue.roles - {"that", "to"})] if r in cue.roles and found.get(r)), None
    )
    if role is None:
        return
    indices = clauses.words(found[role]) - asides(adjective, found[role])
    yield _candidate(passage, adjective, cue, indices, clauses.subject(adjective.head), f"adjective {role}")


def _according(passage: Passage, token: Token) -> Iterator[Candidate]:
    """The content of "according to X" is the clause that it stands in."""
    to = next((c for c in token.children if c.lower_ == "to"), None)
    source = next((c for c in to.children if c.dep_ in ("pobj", "pcomp")), None) if to is not None else None
    if source is None or (source.pos_ == "NOUN" and source.tag_ == "NN" and not list(source.lefts)):
        return  # "according to plan"
    clause = token.head
    while clause.pos_ not in ("VERB", "AUX") and clause.head != clause:
        clause = clause.head
    if token.i > clause.i:
        # "It rose, and it will fall, according to X": at the end of a sentence it tells where all of it comes from
        while clause.dep_ in ("conj", "advcl") and clause.head.pos_ in ("VERB", "AUX"):
            clause = clause.head
    indices = clauses.words([clause]) - {t.i for t in token.subtree}
    indices = {i for i in indices if passage.doc[i].sent == token.sent}
    cue = Cue("say", "speech", frozenset(), frozenset(), False)
    made = _candidate(passage, token, cue, indices, source, "according to")
    yield replace(made, cue=(passage.start + token.idx, passage.start + to.idx + len(to)))


def _candidate(
    passage: Passage, cue_token: Token, cue: Cue, indices: set[int], source: Token | None, rule: str
) -> Candidate:
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
