"""A speaker's noun phrase, taken apart by its parse: its head, whose it is, what is in apposition, all its words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analysis.words import Stretch, Word

RELATIVE = frozenset(("who", "which", "that", "whom", "whose"))
#: a whole phrase is at most so many words; what is longer stays as it was found.
LONGEST_PHRASE = 12
#: heads that name nobody without the clause after them ("those who know her").
EMPTY = frozenset("those people others ones some many most anyone anybody everyone someone somebody one".split())
#: words for a share of people, which may be told once more as a figure ("just over half, 52 percent,").
SHARES = frozenset("half third thirds quarter quarters fifth fifths majority most few dozen".split())
_PER_CENT = frozenset(("%", "percent", "cent"))
#: words before a phrase that do not belong to it, though a parser may say so.
_ASIDE = frozenset("even also meanwhile still now then however yet so instead again later and but or".split())
_FINITE = frozenset(("VBD", "VBZ", "VBP", "MD"))


@dataclass(slots=True)
class Phrase:
    """A speaker's noun phrase, taken apart by its parse."""

    text: str
    start: int
    end: int
    sentence: int = 0
    paragraph: int = 0
    head: str = ""
    head_is_name: bool = False
    plural: bool = False
    determiner: str = ""
    possessor: str = ""
    possessor_at: int | None = None
    relative_to: Phrase | None = None
    head_at: int = 0
    apposed_at: int | None = None
    apposed_name: str = ""
    conjuncts: tuple[Phrase, ...] = ()
    whole: tuple[int, int] = (0, 0)


def take_apart(span: Stretch, start: int, sentence: int, paragraph: int, depth: int = 0) -> Phrase:
    """Take a speaker phrase apart: head, determiner, possessor, apposed name, coordinated heads."""
    doc, root = span.doc, span.root
    if depth == 0:
        span = doc[_first_word(span, root) : span.end]
    phrase = Phrase(span.text, start + span.start_char, start + span.end_char, sentence, paragraph)
    phrase.head, phrase.head_at = hyphenated(root), start + root.idx + len(root) - len(hyphenated(root))
    phrase.head_is_name = root.pos_ == "PROPN"
    phrase.whole = phrase.start, start + _end_of(doc[_last_word(span, root) - 1]) if depth == 0 else phrase.end
    phrase.plural = root.tag_ in ("NNS", "NNPS")
    inside = range(span.start, span.end)
    for child in root.children:
        if child.i not in inside:
            continue
        if child.dep_ in ("det", "predet") and child.i < root.i:
            phrase.determiner = phrase.determiner or child.lower_
        elif child.dep_ == "poss":
            phrase.possessor = doc[max(child.left_edge.i, span.start) : child.i + 1].text
            phrase.possessor_at = start + child.idx
        elif child.dep_ == "appos" and child.pos_ == "PROPN":
            phrase.apposed_at = start + child.idx
    if not phrase.head_is_name and root.i + 1 < span.end and root.whitespace_:
        # "the aid group Open Water": a name right after its description
        stop = root.i + 1
        while stop < span.end and (
            doc[stop].is_title
            or doc[stop].pos_ == "PROPN"
            or (doc[stop].text in ("'s", "’s", "of", "-", "the") and stop > root.i + 1)
        ):
            stop += 1
        phrase.apposed_name = doc[root.i + 1 : stop].text if stop > root.i + 1 else ""
    if span[0].lower_ in ("the", "a", "an", "some", "many", "most", "several", "one", "no", "any", "few"):
        phrase.determiner = phrase.determiner or span[0].lower_
    relative = root if len(span) == 1 else next((t for t in span if t.lower_ == "whose" and t.dep_ == "poss"), None)
    if relative is not None and relative.lower_ in RELATIVE and depth == 0:
        phrase.relative_to = _antecedent_of_relative(relative if len(span) == 1 else root, start, sentence, paragraph)
    if depth == 0:
        heads = [root, *(t for t in root.conjuncts if t.i in inside)]
        if len(heads) > 1 and any(t.lower_ in ("and", "&", "or") for t in span):
            phrase.conjuncts = tuple(
                _conjunct(t, span, start, sentence, paragraph) for t in sorted(heads, key=lambda t: t.i)
            )
    return phrase


def _first_word(span: Stretch, root: Word) -> int:
    """Where a noun phrase begins whose first words a parse may have cut off: "[at least] four senators"."""
    doc, i = span.doc, span.start
    if root.pos_ == "PROPN" or (root.pos_ == "PRON" and root.lower_ not in EMPTY):
        return i
    while i > 0 and not doc[i].is_sent_start and span.end - i < LONGEST_PHRASE:
        before = doc[i - 1]
        tied = not before.whitespace_ and (before.text == "-" or doc[i].text == "-") and not before.is_space
        under = before.i >= root.left_edge.i and not before.is_punct and not before.is_space
        if before.lower_ in _ASIDE or before.tag_ in _FINITE or not (tied or under):
            break
        i -= 1
    if root.lower_ in _PER_CENT and i > 1 and doc[i - 1].text == ",":
        # "just over half, 52 percent,": the figure says once more what the words say
        first = i - 1
        while first > 0 and not doc[first].is_sent_start and i - first < LONGEST_PHRASE // 2:
            first -= 1
        said = doc[first : i - 1]
        words = {word.lower_ for word in said}
        if doc[first].is_sent_start and words & SHARES and not any(w.is_punct or w.tag_ in _FINITE for w in said):
            return first
    return i


def _last_word(span: Stretch, root: Word) -> int:
    """After which word a noun phrase ends: with what tells which people it means, without a clause that tells more."""
    doc, end = span.doc, span.end
    if root.pos_ == "PROPN":
        return end
    opens = root.dep_ in ("nsubj", "nsubjpass") and root.i < root.head.i
    for child in root.children:
        if child.i < end:
            continue
        inner = doc[end : child.right_edge.i + 1]
        clause = child.dep_ == "relcl" and root.lower_ in EMPTY
        told = child.dep_ == "acl" and child.tag_ in ("VBN", "VBG")
        more = child.dep_ == "prep" and (opens or child.lower_ == "of")
        if (
            child.left_edge.i != end
            or not (clause or told or more or child.dep_ == "amod")
            or len(inner) + end - span.start > LONGEST_PHRASE
            or any((word.is_punct and word.text != "-") or word.is_space for word in inner)
            or (more and any(word.ent_type_ in ("DATE", "TIME") for word in inner))
            or (not clause and any(word.tag_ in _FINITE for word in inner))
        ):
            break
        end = child.right_edge.i + 1
    return end


def _end_of(word: Word) -> int:
    return word.idx + len(word)


def hyphenated(token: Word) -> str:
    """A noun with what a hyphen ties to it: "front-runner" is three tokens."""
    doc, i = token.doc, token.i
    if i > 1 and doc[i - 1].text == "-" and not doc[i - 1].whitespace_ and not doc[i - 2].whitespace_:
        return f"{doc[i - 2].text}-{token.text}"
    return token.text


def _conjunct(token: Word, span: Stretch, start: int, sentence: int, paragraph: int) -> Phrase:
    left, right = max(token.left_edge.i, span.start), token.i + 1
    while left < token.i and token.doc[left].lower_ in ("both", "either", ",", "and"):
        left += 1
    return take_apart(token.doc[left:right], start, sentence, paragraph, depth=1)


def _antecedent_of_relative(token: Word, start: int, sentence: int, paragraph: int) -> Phrase | None:
    """The noun phrase that a relative clause hangs on."""
    verb = token.head
    for _ in range(4):
        if verb.dep_ in ("relcl", "acl"):
            noun = verb.head
            left = noun.left_edge.i
            if noun.i >= token.i:
                return None
            return take_apart(token.doc[left : noun.i + 1], start, sentence, paragraph, depth=1)
        if verb.head.i == verb.i:
            return None
        verb = verb.head
    return None
