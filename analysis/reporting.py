"""The rules for reporting words: a verb, noun or adjective of ``cues`` with its content and its source.

A rule reads one parsed passage and proposes candidates; ``selection`` decides which of them stand. The rules' names go
into the table's ``rule`` column.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Token

from analysis import clauses
from analysis.candidates import Candidate, hearer, make_candidate, outlet
from analysis.contents import (
    SPEECH_NOUNS,
    around,
    asides,
    complements,
    lost_subject,
)
from analysis.cues import UNLISTED, Cue, find_cue, load_cues
from analysis.inserted import main_clause, rest_of_sentence, set_apart
from analysis.language import Passage

#: "declined to comment": what is refused here is to say anything
_TO_SPEAK = frozenset("comment say answer elaborate respond name discuss speak".split())
#: speech acts that say nothing when negated: "did not say whether …"
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
        yield make_candidate(passage, verb, cue, kept, source, "relative clause")
        return
    heads, role = complements(verb, cue, found)
    if not heads:
        heads, role = main_clause(verb, cue, source)
    apart = set_apart(verb, source) if "that" in cue.roles and listed and role in _CLAUSES else set()
    loose = rest_of_sentence(verb, cue, source) if listed and not heads and not apart else set()
    if apart:
        role, loose = "main clause", apart
    elif loose:
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
    candidate = make_candidate(passage, verb, cue, indices, source, f"verb {role}" if listed else "unlisted verb")
    yield replace(candidate, via=told_to) if candidate.spans and told_to else candidate


#: roles of a content that is a clause; "" where the parse shows none
_CLAUSES = frozenset({"", "that", "main clause"})


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
    """Whether the verb tells of something that was not said: "did not say whether", "could say", "nobody said"."""
    if _is_nobody(clauses.subject(verb)):
        return True
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


def _is_nobody(subject: Token | None) -> bool:
    """Whether a subject names nobody: "nobody", "neither", "no minister"."""
    return subject is not None and (
        subject.lower_ in ("nobody", "none", "neither") or any(child.lower_ == "no" for child in subject.children)
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
    yield make_candidate(passage, noun, cue, indices, source, f"noun {role}")


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
    yield make_candidate(passage, adjective, cue, indices, clauses.subject(adjective.head), f"adjective {role}")


def _ends_sentence(token: Token, own: set[int]) -> bool:
    """Whether "according to X" stands after a comma at the end of its sentence: then all of the sentence is X's."""
    doc, sent = token.doc, token.sent
    last = all(doc[i].is_punct for i in range(max(own) + 1, sent.end))
    return last and token.i - 1 > sent.start and doc[token.i - 1].text == ","


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
    own = {t.i for t in token.subtree}
    indices = clauses.words([clause]) - own
    if _ends_sentence(token, own):
        indices = set(range(token.sent.start, token.sent.end)) - own
    indices = {i for i in indices if passage.doc[i].sent == token.sent}
    cue = Cue("say", "speech", frozenset(), frozenset(), False)
    made = make_candidate(passage, token, cue, indices, source, "according to")
    yield replace(made, cue=(passage.start + token.idx, passage.start + to.idx + len(to)))
