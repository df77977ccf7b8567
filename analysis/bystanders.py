"""Who takes no stance although the sentence is full of one: who only listens, and who only tells of others' acts.

The stance model knows little grammar. In "A told C that B was a coward" it may take C for a speaker, and in "A said
that B attacked C" it may take B's act for A's own. The parse settles both.
"""

from __future__ import annotations

from collections.abc import Set
from itertools import pairwise
from typing import TYPE_CHECKING

from analysis.arguments import FARTHEST, OBJECTS, agents, phrase
from analysis.lexicon import frames_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

#: words that carry meaning; a told act beside more than SPARE of them is not told "by itself"
CONTENT = frozenset("NOUN VERB ADJ ADV PROPN NUM".split())
SPARE = 2
DISPUTES = frozenset("disagreement dispute debate question discussion argument uncertainty row doubt talk".split())
#: what says when something happens
TIMES = frozenset("while as when before after during at".split())
#: what makes those in a list take stances on one another
RECIPROCAL = frozenset([("each", "other"), ("one", "another")])
#: within a name or a list of names, the word that the sentence hangs on is above
INNER = frozenset("conj compound poss amod appos nmod".split())


def bystander(doc: Doc, source: Set[int], target: Set[int]) -> str | None:
    """Say why a source takes no stance towards a target of the same sentence, if the parse shows that.

    Args:
        doc: the parsed sentence.
        source: the places of the source's tokens in the doc.
        target: those of the target's.

    Returns:
        "recipient": somebody else acts on the source, or tells it something, and the target stands in that.
        "told of others": the source only tells of an act between others, and the sentence tells nothing else.
        "onlooker": the source or the target is only there when something happens: "while C looked on".
        "listed together": both stand in one list, "A, B and C signed", and nothing says "each other".
        None: none of these.

    On hand-labelled pairs (a quarter of the train set of "Who Blames or Endorses Whom?", Park, Pan and Joo, ACL
    Findings 2021) recipients took no stance in 96 of 100 cases; of those listed together, in the whole of that set, 132
    of 141 took none. Of acts that are told the labels are divided, since most such sentences say more than the act:
    therefore the second holds for bare sentences alone.
    """
    one, other = (_top(doc, tokens) for tokens in (source, target))
    if one is None or other is None:
        return None
    if _listed_together(doc, source, target):
        return "listed together"
    if _receives(one, other, source):
        return "recipient"
    if _tells_of_others(doc, other, source, target):
        return "told of others"
    if _looks_on(one) or _looks_on(other):
        return "onlooker"
    return None


def harmed_by_others(token: Token, own: Set[int]) -> bool:
    """Whether a target is what an act of somebody else falls on: "B attacked C" says nothing against C.

    Args:
        token: the head of the target.
        own: the places of the tokens that name the speaker's own side, whose acts are stances.
    """
    above = token.head.head if token.dep_ == "pobj" else token.head
    if token.dep_ not in OBJECTS and token.dep_ != "pobj":
        return False
    doers = agents(above)
    return bool(doers) and not any(doer.i in own or doer.i == token.i for doer in doers)


def asked_about(token: Token) -> bool:
    """Whether a target stands in a question or a dispute: "whether X should go", "disagreement over X’s part".

    Args:
        token: the head of the target.

    A dispute has two sides, and its name says neither.
    """
    for _ in range(FARTHEST):
        if any(child.lower_ == "whether" and child.dep_ == "mark" for child in token.children):
            return True
        above = token.head
        if above is token or above == token or token.dep_ in ("ccomp", "advcl", "conj"):
            return False
        if above.lemma_.lower() in DISPUTES and token.dep_ in ("prep", "relcl", "acl"):
            return True
        token = above
    return False


def _top(doc: Doc, tokens: Set[int]) -> Token | None:
    """The word of a name that hangs on something outside it, lists and owners left behind."""
    heads = [doc[i] for i in sorted(tokens) if doc[i].head.i not in tokens or doc[i].head.i == i]
    if not heads:
        return None
    token = heads[-1]
    for _ in range(FARTHEST):
        if token.dep_ not in INNER or token.head is token:
            break
        token = token.head
    return token


def _listed_together(doc: Doc, source: Set[int], target: Set[int]) -> bool:
    one, other = (_first_of_list(doc, tokens) for tokens in (source, target))
    words = [token.lower_ for token in doc]
    return one is not None and one == other and RECIPROCAL.isdisjoint(pairwise(words))


def _first_of_list(doc: Doc, tokens: Set[int]) -> Token | None:
    """The first in the list that a name stands in, itself where it stands alone."""
    token = next((doc[i] for i in sorted(tokens) if doc[i].head.i not in tokens or doc[i].head.i == i), None)
    for _ in range(FARTHEST):
        if token is None or token.dep_ != "conj" or token.head.pos_ not in ("NOUN", "PROPN", "PRON"):
            break
        token = token.head
    return token


def _receives(source: Token, target: Token, own: Set[int]) -> bool:
    verb = source.head if source.dep_ in ("dobj", "dative") else source.head.head
    if source.dep_ not in ("dobj", "dative") and not (source.dep_ == "pobj" and source.head.lower_ in ("to", "with")):
        return False
    if verb.pos_ != "VERB":
        return False
    doers = agents(verb)
    return bool(doers) and not any(doer.i in own for doer in doers) and _is_under(target, verb)


def _looks_on(token: Token) -> bool:
    """Whether somebody is only named to say when: "as C listened", "after a meeting with C"."""
    clause = token.head
    if token.dep_ == "nsubj" and clause.dep_ == "advcl" and not frames_of(clause):
        return any(child.dep_ in ("mark", "advmod") and child.lower_ in TIMES for child in clause.children)
    if token.dep_ != "pobj" or token.head.lower_ != "with":
        return False
    event = token.head.head
    above = event.head
    return event.dep_ in ("pobj", "pcomp") and above.lower_ in TIMES and not frames_of(event)


def _tells_of_others(doc: Doc, target: Token, own: Set[int], named: Set[int]) -> bool:
    act = target.head.head if target.dep_ == "pobj" else target.head
    source = [doc[i] for i in own if doc[i].head.i not in own]
    according = any(t.head.lower_ == "to" and t.head.head.lower_ == "according" for t in source)
    if act.pos_ != "VERB" or not frames_of(act) or (not according and any(_is_under(t, act) for t in source)):
        return False
    doers = agents(act)
    others = {part.i for doer in doers for part in phrase(doer)}
    if not doers or others & own or any(doer.pos_ == "PRON" for doer in doers):
        return False  # "it" may be the source itself
    if target.dep_ not in OBJECTS and target.dep_ != "pobj" and not others & named:
        return False
    if act.head == act and not according:
        return False  # nobody tells it
    patients = {part.i for child in act.children if child.dep_ in OBJECTS for part in phrase(child)}
    if others & named and not any(doc[i].pos_ == "PROPN" for i in patients):
        return False  # "B made a mess": an act on nobody
    known = own | named | others | patients | {act.i, act.head.i}
    spare = [t for t in doc if t.pos_ in CONTENT and t.i not in known and t.lower_ not in ("according",)]
    return len(spare) <= SPARE


def _is_under(token: Token, above: Token) -> bool:
    for _ in range(FARTHEST):
        if token == above:
            return True
        if token.head is token or token.head == token:
            return False
        token = token.head
    return False
