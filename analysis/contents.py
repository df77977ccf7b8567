"""Which words are the content of a reporting word: its complements, and what belongs with them or does not."""

from __future__ import annotations

from spacy.tokens import Token

from analysis import clauses
from analysis.cues import Cue, find_cue

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
_WEEKDAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow".split())
#: a clause that opens with one of these belongs with the clause it qualifies ("… because the gates are shut")
_QUALIFIES = frozenset(
    "because if unless until while although though since when as after before whereas once where".split()
)


def complements(verb: Token, cue: Cue, found: dict[str, list[Token]]) -> tuple[list[Token], str]:
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
            heads += found.get("np", []) + found.get(
                "passive", []
            )  # "ordered the troops to leave", "told his aides to wait"
        elif role == "to" and cue.hearer:
            pass
        if role in ("np", "passive", "oprd", "to"):
            heads += _extras(verb, cue, found)
            if "as" in cue.extras:  # "rejected the report as biased"
                heads += [c for c in verb.children if c.dep_ == "advcl" and any(m.lower_ == "as" for m in c.lefts)]
            for agent in found.get("agent", []) + found.get("by", []):
                # "was criticised by teachers for the cuts": the parser hangs "for" under the teachers.
                heads += [p for n in agent.children for p in n.children if p.dep_ == "prep" and p.lower_ in cue.extras]
        if role == "np":
            heads += found.get("oprd", [])
            if all(is_time(h) for h in found["np"]):
                continue
            if cue.hearer:
                continue
        if role in cue.roles and role not in ("that", "to", "ing", "np", "oprd", "passive"):
            heads += _extras(verb, cue, found)
        return heads, role
    return [], ""


def _extras(verb: Token, cue: Cue, found: dict[str, list[Token]]) -> list[Token]:
    """Prepositions after the verb that join its content: "thanked them *for* waiting", but not "*On* Monday she …"."""
    heads = [head for extra in sorted(cue.extras) for head in found.get(extra, []) if head.i > verb.i]
    return [head for head in heads if not any(is_time(child) for child in head.children)]


def around(verb: Token, heads: list[Token], source: Token | None) -> set[int]:
    """Words by the clause that a verb reports that the parser hung on the verb instead.

    "If it rains, the gates will open, Mira said": all that stands before the speaker and the verb is content. "Mira
    said the gates will open because it rains": so is a clause that qualifies, or a part joined by "but" or "and".

    Args:
        verb: the reporting verb.
        heads: the heads of its content.
        source: the head of its source, if any.

    Returns:
        Indices of further words of the content.
    """
    content = clauses.words(heads)
    if not content:
        return set()
    first, last = min(content), max(content)
    found: set[int] = set()
    if last < verb.i:
        for child in verb.rights:
            if child.dep_ in _JOINS_AFTER and child.left_edge.lower_ in _GOES_ON and _after_comma(child):
                found |= {t.i for t in child.subtree}
        cue_starts = [verb.i, *(c.left_edge.i for c in verb.children if last < c.i <= verb.i)]
        for child in verb.children:
            if child.i < first and child != source and child.dep_ in _JOINS_BEFORE:
                found |= {t.i for t in child.subtree if t.i < min(cue_starts)}
        return found
    if verb.doc[first - 1].text == "," and first - 1 > verb.i:
        # "In the spring, she said, the gates will open": said in passing, so the sentence is all hers
        for child in verb.lefts:
            if (
                child != source
                and child.dep_ in ("prep", "advcl", "npadvmod")
                and verb.doc[child.right_edge.i + 1].text == ","
            ):
                found |= {t.i for t in child.subtree}
    for child in verb.rights:
        if child.i <= last or child in heads:
            continue
        qualifies = child.dep_ == "advcl" and any(c.lower_ in _QUALIFIES for c in child.children if c.i < child.i)
        reports = _reports(child) and any(c.dep_ == "nsubj" for c in child.children)
        qualifies = qualifies and not reports  # "…, while Mira insisted that …" is another's statement
        second = child.dep_ == "conj" and (child.pos_ not in ("VERB", "AUX") or _goes_on(child))
        if qualifies or second:
            found |= {t.i for t in child.subtree}
    return found


def _goes_on(verb: Token) -> bool:
    """Whether a second main clause is still what was said: "… and that it leaks", "…, but he does not want it"."""
    if _reports(verb):
        return False
    return any(
        (c.dep_ == "mark" and c.lower_ == "that") or (c.dep_ == "nsubj" and c.tag_ == "PRP") for c in verb.children
    )


def _reports(verb: Token) -> bool:
    """Whether a verb tells of somebody's words, and is not only one that can: "insisted that", not "offered help"."""
    cue = find_cue(verb, "verb")
    return cue is not None and cue.attribution == "speech" and bool(cue.roles & set(clauses.roles(verb)) - {"np"})


def _after_comma(token: Token) -> bool:
    edge = token.left_edge
    return edge.i > 0 and token.doc[edge.i - 1].text == ","


def lost_subject(verb: Token, cue: Cue, heads: list[Token]) -> list[Token]:
    """The subject of a clause that the parser took for the object of the verb: "argued his plan | is sound"."""
    clause = heads[0]
    if any(c.dep_ in ("nsubj", "nsubjpass", "csubj", "expl", "mark") for c in clause.children):
        return []
    near = [c for c in verb.children if c.dep_ in ("dobj", "dative", "pobj") and c.i > verb.i]
    if not near or (cue.hearer and len(near) < 2):
        return []
    between = verb.doc[near[-1].right_edge.i + 1 : clause.left_edge.i]
    return (
        [near[-1]]
        if near[-1].i < clause.i
        and all(t.head == near[-1] or t.is_punct or t.head.head == near[-1] or t.dep_ == "xcomp" for t in between)
        else []
    )


_JOINS_AFTER = frozenset({"advcl", "xcomp", "prep"})
#: what goes on with a sentence after "…, she said, …"
_GOES_ON = frozenset("because if unless including rather to".split())
_JOINS_BEFORE = frozenset("advcl prep nsubj npadvmod advmod ccomp dep dobj cc mark".split())


def from_that(cue: Token, indices: set[int]) -> set[int]:
    """Leave out a word or two of time between the cue and "that": "said before that …"."""
    after = sorted(i for i in indices if i > cue.i)[:4]
    for place, i in enumerate(after):
        if cue.doc[i].pos_ in ("VERB", "AUX"):
            return indices
        if cue.doc[i].lower_ == "that" and cue.doc[i].dep_ == "mark":
            return indices - set(after[:place])
    return indices


def asides(cue: Token, heads: list[Token]) -> set[int]:
    """Words under the content that are not of it: the reporter's comment at its end, "according to X", "X reported"."""
    out: set[int] = set()
    for head in heads:
        for token in head.subtree:
            source = token.lower_ == "according" and token.dep_ in ("prep", "advcl", "acl")
            if (
                source
                or (token.dep_ in ("appos", "npadvmod", "dobj", "dep", "conj") and _is_comment(token))
                or _speaks_on(token, head)
            ):
                out |= {t.i for t in token.subtree}
    return out


def _speaks_on(token: Token, head: Token) -> bool:
    """Whether a participle after a comma is a new statement of the same speaker: "…, calling it a disaster"."""
    cue = find_cue(token, "verb")
    if cue is None or cue.attribution != "speech" or token.dep_ != "advcl" or token.tag_ != "VBG" or token.i < head.i:
        return False
    if not cue.roles & {"quote", "oprd"} and "np" not in cue.roles or cue.act in ("say", "refer", "focus"):
        return "quote" in cue.roles
    before = token.doc[token.left_edge.i - 1] if token.left_edge.i else None
    return before is not None and before.text == ","


def _is_comment(noun: Token) -> bool:
    """Whether an apposition is the reporter's comment: ", a statement that could signal a shift"."""
    first = noun.doc[noun.left_edge.i]
    before = noun.doc[first.i - 1] if first.i else None
    if before is None or before.text not in (",", "—", "–", "--"):
        return False
    if noun.lemma_.lower() in SPEECH_NOUNS and any(c.dep_ in ("relcl", "acl") for c in noun.children):
        return True  # "…, criticism that it has rejected"
    if first.lower_ not in ("a", "an") or noun.pos_ != "NOUN":
        return False
    return before.text in ("—", "–", "--") or (before.text == "," and noun.lemma_.lower() in SHELL_NOUNS)


def is_time(token: Token) -> bool:
    """Whether a word names a time: "on Monday"."""
    return token.ent_type_ in ("DATE", "TIME") or token.lower_ in _WEEKDAYS
