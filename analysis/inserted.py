"""The content of a reporting clause that stands in, or behind, what it reports: "The dam, Mira said, is unsafe".

Parsers hang the parts of such a sentence in many ways, so the commas are asked as well.
"""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Token

from analysis import clauses
from analysis.contents import is_time
from analysis.cues import Cue

#: what goes on with a whole clause after "…, she said, …"
_CONTINUES = frozenset("that because and but so to by if unless including rather".split())
#: what opens a condition of what is said, even where only the rest is quoted: "If it rains, she said, “…”"
_CONDITIONS = frozenset("if unless whether".split())
#: how many words may stand between source and verb and the comma after them ("Mira said in an interview on Monday,")
_LONGEST_CLAUSE = 8
_MARKS = frozenset(("“", "”", '"', "''", "``"))


def main_clause(verb: Token, cue: Cue, source: Token | None) -> tuple[list[Token], str]:
    """A reporting verb that the parser hung under what it reports: "The dam, Mira said, is unsafe"."""
    if source is None or not {"that", "quote"} & cue.roles:
        return [], ""
    head = verb.head
    if verb.dep_ in ("parataxis", "advcl", "ccomp", "dep", "conj") and head != verb and source.head == verb:
        before = verb.doc[verb.left_edge.i - 1] if verb.left_edge.i > 0 else None
        commas = verb.left_edge.is_punct or (before is not None and before.is_punct)
        as_said = any(c.dep_ == "mark" and c.lower_ == "as" for c in verb.children)
        if (commas and verb.dep_ == "parataxis") or as_said or (commas and verb.dep_ == "ccomp" and verb.i > head.i):
            return [head], "main clause"
    return [], ""


def rest_of_sentence(verb: Token, cue: Cue, source: Token | None) -> set[int]:
    """The words of a sentence but for "Mira said", where the parser saw no complement of the verb.

    Args:
        verb: a reporting verb without a complement.
        cue: its entry in the list.
        source: its subject.

    Returns:
        Indices of the words before the reporting clause, where that one ends the sentence after a comma ("…, Mira said
        on Monday"), else those after the verb; empty where neither holds.
    """
    if source is None or source.head != verb or "that" not in cue.roles or source.tag_ in ("WDT", "WP"):
        return set()
    doc, sent = verb.doc, verb.sent
    edge = min(verb.i, source.left_edge.i)
    after = [t for t in doc[verb.i + 1 : sent.end] if not t.is_punct and t not in source.subtree]
    before = doc[edge - 1] if edge > sent.start else None
    if before is not None and (before.text in (",", "”", '"', "—", "–") or before.text == "?") and len(after) <= 8:
        return set(range(sent.start, edge))
    if before is None or before.is_punct or before.pos_ in ("CCONJ", "ADV"):
        start = max(verb.i, source.i) + 1
        clause = any(map(_finite, doc[start : sent.end]))  # "read the paper" tells nothing
        if (
            clause
            and sent.end - start > 4
            and doc[start].pos_ in ("PRON", "PROPN", "DET", "NOUN", "SCONJ", "ADJ", "NUM")
        ):
            return set(range(start, sent.end))
    return set()


def set_apart(verb: Token, source: Token | None) -> set[int]:
    """The words around a reporting clause that stands between two commas: "The dam, Mira said on Monday, is unsafe".

    Parsers hang the parts of such a sentence in many ways; the commas tell what is content.

    Args:
        verb: a reporting verb.
        source: its subject.

    Returns:
        Indices of the words of the sentence before and after the clause; empty where it does not stand so, or where a
        quotation opens after it.
    """
    if source is None or source.head != verb or source.tag_ in ("WDT", "WP"):
        return set()
    doc, sent = verb.doc, verb.sent
    named = clauses.mention(source)
    first, last = min(verb.i, named[0]), max(verb.i, named[1] - 1)
    while first > sent.start and doc[first - 1].dep_ in ("aux", "advmod") and doc[first - 1].head == verb:
        first -= 1
    if first - 1 <= sent.start or doc[first - 1].text != ",":
        return set()
    comma = next((t for t in doc[last + 1 : min(last + 2 + _LONGEST_CLAUSE, sent.end)] if t.text == ","), None)
    if comma is None or comma.i + 2 >= sent.end:
        return set()
    inside, before, after = doc[last + 1 : comma.i], doc[sent.start : first - 1], doc[comma.i + 1 : sent.end]
    if any(t.pos_ in ("VERB", "AUX", "SCONJ", "CCONJ") for t in inside):
        return set()
    if verb.i == last and inside and inside[0].pos_ not in ("ADP", "ADV", "PROPN", "NOUN") and not is_time(inside[0]):
        return set()  # an object
    if any(t.text in _MARKS for part in (before, inside) for t in part):
        return set()
    if any(t.text in _MARKS for t in after[:2]) and before[0].lower_ not in _CONDITIONS:
        return set()  # "In the spring, she said, “…”" tells when she said it
    # "The gates, she said, will open", but not "The gates will open, she said, adding that …"
    whole = not _main_clause(before) and any(map(_finite, after)) and after[0].tag_ not in ("VBG", "WP", "WDT")
    if not whole and after[0].lower_ not in _CONTINUES:
        return set()
    return {t.i for part in (before, after) for t in part}


def _finite(verb: Token) -> bool:
    return verb.tag_ in ("VBZ", "VBD", "VBP", "MD")


def _main_clause(words: Iterable[Token]) -> bool:
    """Whether some words have a clause of their own that is no subordinate one: "It rained", not "If it rains"."""
    inside = {t.i: t for t in words}
    for verb in inside.values():
        if not _finite(verb):
            continue
        while verb.head.i in inside and verb.head != verb and verb.dep_ in ("aux", "auxpass", "conj"):
            verb = verb.head
        opens = any(c.dep_ == "mark" or c.tag_ == "WRB" for c in verb.children)
        under = verb.dep_ in ("advcl", "relcl", "acl", "csubj", "pcomp", "aux", "auxpass") or verb.head.i in inside
        if not opens and (not under or verb.head == verb):
            return True
    return False
