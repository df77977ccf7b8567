"""Mend what the parser gets wrong in one way that news is full of: "X, who leads the group, accused Y".

After a clause or a name between commas the tagger may take the verb for a participle: then "accused" hangs on X as in
"X, accused of fraud," and the sentence has no verb at all. But a participle of this kind is passive, and has no object
of its own; a verb that has one is the sentence's verb.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analysis.words import Word

#: verbs of two objects, one of which stays in the passive: "the boat, given a new engine"
_TWO_OBJECTS = frozenset("give grant award offer deny pay send show tell teach promise hand lend call name".split())
_BETWEEN = ("relcl", "appos")


def mend_roots(words: Sequence[Word]) -> int:
    """Make the verb that was taken for a participle of the subject the sentence's root, in place.

    Args:
        words: the words of a tree, in order, with their heads and children set.

    Returns:
        How many sentences were mended.

    Not covered: a verb taken for an adjective or a noun; subjects that are clauses.

    Example:
        >>> from analysis.language import load_pipeline
        >>> from analysis.trees import tree
        >>> made = tree(load_pipeline()("Samuel Okoro, the leader of the opposition group, accused Aldous of fraud."))
        >>> [(word.text, word.dep_, word.head.text) for word in made if word.text in ("Okoro", "accused")]
        [('Okoro', 'nsubj', 'accused'), ('accused', 'ROOT', 'accused')]
    """
    mended = 0
    for verb in words:
        if not _is_main(verb, words):
            continue
        mended += 1
        subject = verb.head
        moved = [child for child in subject.children if child.i >= verb.i]
        subject.children = [child for child in subject.children if child.i < verb.i]
        verb.head, verb.dep_, verb.tag_ = verb, "ROOT", "VBD"
        subject.head, subject.dep_ = verb, "nsubj"
        for child in moved[1:]:
            child.head = verb
        verb.children = sorted([subject, *verb.children, *moved[1:]], key=lambda word: word.i)
    return mended


def _is_main(verb: Word, words: Sequence[Word]) -> bool:
    subject = verb.head
    if verb.dep_ != "acl" or verb.tag_ not in ("VBN", "VBD") or subject.dep_ != "ROOT" or subject.i > verb.i:
        return False
    if subject.pos_ not in ("NOUN", "PROPN", "PRON") or verb.lemma_.lower() in _TWO_OBJECTS:
        return False
    if words[verb.i - 1].text not in (",", ")", "–", "—"):
        return False
    inserted = any(child.dep_ in _BETWEEN and child.i < verb.i for child in subject.children)
    active = any(child.dep_ in ("dobj", "ccomp") and child.i > verb.i for child in verb.children)
    return inserted and active
