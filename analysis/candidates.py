"""Candidate statements from the parse: a reporting word with its content and its source.

A candidate is what a rule proposes; statements.py decides which candidates stand. The rules here read one
parsed passage. Their names go into the table's ``rule`` column.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from spacy.tokens import Token

from analysis import clauses
from analysis.cues import UNLISTED, Cue, load_cues
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
    #: numbers that tell good candidates of one rule from bad ones
    features: dict[str, float] = field(default_factory=dict)

    @property
    def start(self) -> int:
        """Where the content begins."""
        return self.spans[0][0]

    @property
    def end(self) -> int:
        """Where the content ends."""
        return self.spans[-1][1]


#: nouns that comment on what was said; after a comma they open the reporter's comment, not the content
#: ("…, a statement that could signal …"): Schmid (2000), "English Abstract Nouns as Conceptual Shells".
SHELL_NOUNS = frozenset(
    "statement comment remark claim assertion accusation allegation charge suggestion announcement admission warning "
    "move step sign signal gesture shift change reversal departure point position stance argument line view demand "
    "figure number fact issue question answer threat promise pledge reference decision development criticism "
    "suggestion proposal idea concession twist blow setback victory contrast echo".split()
)
#: nouns for speech, which a relative clause can make a statement of ("criticism that the company has rejected")
SPEECH_NOUNS = frozenset(
    "claim allegation accusation charge criticism assertion argument suggestion complaint statement report demand "
    "call request appeal offer proposal warning threat remark comment".split()
)
_NEGATIONS = {"not", "n't", "n’t", "never"}
#: speech acts that say nothing when negated: "did not say whether …"
_SILENT_WHEN_NEGATED = {"say", "ask", "tell", "write", "refer", "point"}
_WEEKDAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow".split())


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
    cue = load_cues().get((verb.lemma_.lower(), "verb"))
    listed = cue is not None
    if cue is None:
        cue = UNLISTED
    found = clauses.roles(verb)
    if _unsaid(verb, cue):
        return
    source = clauses.subject(verb)
    relative = _relative(verb, cue)
    if relative is not None and listed:
        kept = {t.i for t in relative.children if t.dep_ in ("det", "amod", "compound")} | {relative.i}
        yield _candidate(passage, verb, cue, kept, source, "relative clause")
        return
    heads, role = _content(verb, cue, found)
    if not heads:
        heads, role = _main_clause(verb, cue, source)
        if not heads:
            return
    if not listed and not _may_report(verb, source, role):
        return
    if source is None and verb.tag_ in ("VB", "VBP") and verb.dep_ == "ROOT":
        return  # an imperative: "See the full report"
    told = [verb] if role == "main clause" else []
    indices = clauses.words(heads, told) - _asides(verb, heads)
    if role == "oprd" or role == "np":
        # "called the plan a disaster": the object and what it is called are one content.
        indices |= clauses.words(found.get("np", ()) if role == "oprd" else found.get("oprd", ()))
    hearer = _hearer(passage, found) if cue.hearer and role in ("that", "main clause") else None
    candidate = _candidate(passage, verb, cue, indices, source, f"verb {role}" if listed else "unlisted verb")
    yield replace(candidate, via=hearer) if candidate.spans and hearer else candidate


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
    return cue.attribution == "speech" and any(
        child.dep_ == "aux" and child.lower_ in ("could", "might", "may", "should") for child in verb.children
    )


def _content(verb: Token, cue: Cue, found: dict[str, list[Token]]) -> tuple[list[Token], str]:
    """The heads of what a verb reports, and the role that was decisive."""
    order = [
        "that",
        "to",
        "ing",
        "oprd",
        "np",
        "passive",
        *sorted(cue.roles - {"that", "to", "ing", "oprd", "np", "acl"}),
    ]
    for role in order:
        if role not in found or (role not in cue.roles and role != "passive"):
            continue
        if role == "passive" and not ({"np", "oprd"} & cue.roles and not cue.hearer):
            continue
        if (
            role == "oprd"
            and "np" in cue.roles
            and "np" not in found
            and "passive" not in found
            and "to" not in cue.roles
        ):
            heads = list(found[role])
        heads = list(found[role])
        if role == "to" and not cue.hearer or role == "to" and "np" in found:
            heads += found.get("np", [])  # "ordered the troops to leave", "told his aides to wait"
        elif role == "to" and cue.hearer:
            pass
        if role in ("np", "passive", "oprd", "to"):
            for extra in cue.extras:
                heads += found.get(extra, [])
        if role == "np":
            heads += found.get("oprd", [])
            if all(_is_time(h) for h in found["np"]):
                continue
            if cue.hearer:
                continue
        if role in cue.roles and role not in ("that", "to", "ing", "np", "oprd", "passive"):
            heads += [h for extra in cue.extras for h in found.get(extra, [])]
        return heads, role
    return [], ""


def _main_clause(verb: Token, cue: Cue, source: Token | None) -> tuple[list[Token], str]:
    """A reporting verb that the parser hung under what it reports: "The dam, Mira said, is unsafe"."""
    if source is None or not {"that", "quote"} & cue.roles:
        return [], ""
    head = verb.head
    if verb.dep_ in ("parataxis", "advcl", "ccomp", "dep", "conj") and head != verb and source.head == verb:
        before = verb.doc[verb.left_edge.i - 1] if verb.left_edge.i > 0 else None
        commas = before is not None and before.is_punct
        as_said = any(c.dep_ == "mark" and c.lower_ == "as" for c in verb.children)
        if (commas and verb.dep_ == "parataxis") or as_said or (commas and verb.dep_ == "ccomp" and verb.i > head.i):
            return [head], "main clause"
    return [], ""


def _relative(verb: Token, cue: Cue) -> Token | None:
    """The speech noun whose relative clause the verb heads as its object: "criticism that it has rejected"."""
    if verb.dep_ != "relcl" or verb.head.lemma_.lower() not in SPEECH_NOUNS or "np" not in cue.roles:
        return None
    own = clauses.subject(verb)
    has_object = any(c.dep_ == "dobj" and c.tag_ not in ("WDT", "WP") and c.lower_ != "that" for c in verb.children)
    return verb.head if own is not None and own.tag_ not in ("WDT", "WP") and not has_object else None


def _noun(passage: Passage, noun: Token) -> Iterator[Candidate]:
    cue = load_cues().get((noun.lemma_.lower(), "noun"))
    if cue is None:
        return
    found = clauses.roles(noun)
    if "acl" in found:
        # "a decision to leave" and "the claim that it leaks", but not "a report seen by reporters"
        found["acl"] = [h for h in found["acl"] if h.tag_ not in ("VBN", "VBG")]
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
    indices = clauses.words(found[role]) - _asides(noun, found[role])
    yield _candidate(passage, noun, cue, indices, source, f"noun {role}")


#: verbs whose subject is the source of the noun they carry: "made the claim that …"
_LIGHT_VERBS = frozenset(
    "make have express voice issue repeat reiterate give offer raise share announce release deliver face draw receive "
    "level hold launch take show declare win lend throw".split()
) - {"face", "draw", "receive", "win"}


def _adjective(passage: Passage, adjective: Token) -> Iterator[Candidate]:
    cue = load_cues().get((adjective.lemma_.lower(), "adjective"))
    if cue is None or adjective.dep_ not in ("acomp", "conj", "oprd"):
        return
    found = clauses.roles(adjective)
    role = next(
        (r for r in ["that", "to", *sorted(cue.roles - {"that", "to"})] if r in cue.roles and found.get(r)), None
    )
    if role is None:
        return
    indices = clauses.words(found[role]) - _asides(adjective, found[role])
    yield _candidate(passage, adjective, cue, indices, clauses.subject(adjective.head), f"adjective {role}")


def _according(passage: Passage, token: Token) -> Iterator[Candidate]:
    """The content of "according to X" is the clause that it stands in."""
    to = next((c for c in token.children if c.lower_ == "to"), None)
    source = next((c for c in to.children if c.dep_ in ("pobj", "pcomp")), None) if to is not None else None
    if source is None:
        return
    clause = token.head
    while clause.pos_ not in ("VERB", "AUX") and clause.head != clause:
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
    indices = _from_that(cue_token, indices - {cue_token.i})
    spans = tuple((s + shift, e + shift) for s, e in clauses.pieces(doc, indices))
    speaker = stands_for = None
    if source is not None:
        speaker = _offsets(passage, *clauses.mention(source))
        noun = clauses.antecedent(source)
        stands_for = _offsets(passage, *clauses.mention(noun)) if noun is not None else None
    return Candidate(
        paragraph=passage.paragraph,
        spans=spans,
        cue=(shift + cue_token.idx, shift + cue_token.idx + len(cue_token)),
        speaker=speaker,
        antecedent=stands_for,
        rule=rule,
        act=cue.act,
        attribution=cue.attribution,
        features={"words": len(indices), "cue": cue_token.i},
    )


def _offsets(passage: Passage, start: int, end: int) -> Span:
    span = passage.doc[start:end]
    return passage.start + span.start_char, passage.start + span.end_char


def _from_that(cue: Token, indices: set[int]) -> set[int]:
    """Leave out a word or two of time between the cue and "that": "said before that …"."""
    after = sorted(i for i in indices if i > cue.i)[:4]
    for place, i in enumerate(after):
        if cue.doc[i].lower_ == "that" and cue.doc[i].dep_ == "mark":
            return indices - set(after[:place])
    return indices


def _asides(cue: Token, heads: list[Token]) -> set[int]:
    """Words under the content that are not of it: the reporter's comment at its end, "according to X", "X reported"."""
    out: set[int] = set()
    for head in heads:
        for token in head.subtree:
            source = token.lower_ == "according" and token.dep_ in ("prep", "advcl", "acl")
            if source or (token.dep_ == "appos" and _is_comment(token)):
                out |= {t.i for t in token.subtree}
    return out


def _is_comment(noun: Token) -> bool:
    """Whether an apposition is the reporter's comment: ", a statement that could signal a shift"."""
    first = noun.doc[noun.left_edge.i]
    before = noun.doc[first.i - 1] if first.i else None
    return (
        noun.lemma_.lower() in SHELL_NOUNS
        and first.lower_ in ("a", "an")
        and before is not None
        and before.text in (",", "—", "–", "-")
    )


def _is_time(token: Token) -> bool:
    return token.ent_type_ in ("DATE", "TIME") or token.lower_ in _WEEKDAYS


def _hearer(passage: Passage, found: dict[str, list[Token]]) -> Span | None:
    """Who was told, where it is an outlet by name ("told NTV television"): the statement came through it."""
    for token in found.get("np", ()):
        named = [t for t in token.subtree if t.pos_ == "PROPN" and t.ent_type_ != "PERSON"]
        if named and not any(t.ent_type_ == "PERSON" for t in token.subtree):
            return _offsets(passage, named[0].i, named[-1].i + 1)
    return None
