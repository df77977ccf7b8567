"""What the reporting frame says beyond the content: whom the reporting verb judges, and whom the words are meant for.

"Norland *criticised Velia*, saying the dam was unsafe": the content does not name Velia, the frame does. "Norland
warned against new delays, *without naming Velia*": the reporter tells whom it is about.
"""

from __future__ import annotations

from collections.abc import Collection

from spacy.tokens import Token

from analysis.arguments import FARTHEST, children, objects, phrase
from analysis.frames import Finding, Reader
from analysis.lexicon import load_frames
from analysis.targets import Finder, Speaker, Target

#: words by which a content comes back to whom the clause before it judges
_BACK = frozenset("it its they them their he him his she her this that these those".split())
#: verbs after "without" that tell whom somebody spoke about
NAMING = frozenset("name mention identify single cite".split())
#: adjectives that make a "reference to X" a veiled one
VEILED = frozenset("apparent veiled clear obvious oblique implicit indirect barely thin thinly evident pointed".split())
#: nouns that are such a hint without any adjective, and unfriendly by themselves
SWIPES = frozenset("swipe dig jab barb sideswipe broadside".split())
#: speech acts, where the reporting word has no frame of its own
ACTS = {
    "deny": -1,
    "reject": -1,
    "accuse": -1,
    "denounce": -1,
    "warn": -1,
    "criticise": -1,
    "threaten": -1,
    "support": 1,
}


def frame_tokens(reader: Reader, others: Collection[int] = ()) -> set[int]:
    """The tokens that name whom the reporting verb, or the verb that it hangs on, judges.

    Args:
        reader: the reader of a statement; without a reporting word there are none.
        others: the reporting words of other statements. In "X praised Y and accused Z of …" the praise is a statement
            of its own, and no stance of the accusation; but "X denounced Y and said they lied" comes back to Y.
    """
    cue = reader.cue
    if cue is None:
        return set()
    verbs = [cue]
    back = any(
        t.i in reader.inside and t.i not in reader.own and t.lower_ in _BACK and t.dep_ not in ("mark", "det", "expl")
        for t in reader.doc
    )
    own = cue.dep_ != "conj" or cue.head.i not in others or back
    if own and cue.dep_ in ("advcl", "xcomp", "conj") and reader.acts(cue.head):
        verbs.append(cue.head)
    found: set[int] = set()
    for verb in verbs:
        if answer_sign(None, verb.lemma_) and verb.pos_ == "VERB":
            found |= {part.i for one in objects(verb) for part in phrase(one)}
    return found


def answer_sign(act: object, cue: object) -> int:
    """Whether a reporting word is for (1) or against (-1) what follows, or only says it (0).

    Example:
        >>> answer_sign("deny", "denied"), answer_sign(None, "praise"), answer_sign("say", "said")
        (-1, 1, 0)
    """
    if isinstance(act, str) and act in ACTS:
        return ACTS[act]
    if not isinstance(cue, str) or not cue.strip():
        return 0
    kinds = {
        frame.kind: frame.sign
        for frame in load_frames().get((cue.lower().split()[0], "verb"), ())
        if " " not in frame.word
    }
    if "say" in kinds:
        return 0
    return kinds.get("attitude") or (kinds["want"] if kinds.get("want", 0) < 0 else 0)


def veiled_targets(reader: Reader, finder: Finder, speaker: Speaker) -> list[tuple[Target, Finding]]:
    """Whom the reporter says that the words are meant for: "without naming X", "in an apparent reference to X".

    The stance is the reporting word's ("warned": against). After a word that only says ("said"), there is none.
    """
    cue = reader.cue
    if cue is None:
        return []
    found = []
    for mention, tokens in finder.here:
        if mention.actor is None or mention.ambiguous or mention.kind == "pronoun" or mention.place:
            continue
        if speaker.is_side(mention.actor, mention.party) or tokens[0].i in (reader.inside or ()):
            continue
        head = finder.token_at(mention.start, mention.end)
        hint = _hint(head) if head is not None else None
        if hint is None or not _hangs_on(hint, cue):
            continue
        sign = -1 if hint.lemma_.lower() in SWIPES else answer_sign(None, cue.lemma_)
        if sign:
            target = Target(mention.actor, "actor", mention.party, mention.start, mention.end, head)
            found.append((target, Finding(sign, "implied", "veiled", (cue.i, hint.i))))
    return found


def _hint(name: Token) -> Token | None:
    """The word that makes a name a hint: "naming" in "without naming X", "reference" in "a veiled reference to X"."""
    head = name.head
    if name.dep_ == "dobj" and head.lemma_.lower() in NAMING and head.dep_ == "pcomp" and head.head.lower_ == "without":
        return head
    if name.dep_ == "pobj" and head.lower_ in ("to", "at") and head.head.pos_ == "NOUN":
        noun = head.head
        if noun.lemma_.lower() in SWIPES:
            return noun
        modifiers = {part.lower_ for child in children(noun, "amod", "compound", "advmod") for part in child.subtree}
        if noun.lemma_.lower() == "reference" and modifiers & VEILED:
            return noun
    return None


def _hangs_on(word: Token, cue: Token) -> bool:
    """Whether the hint belongs to the reporting verb's clause."""
    node = word
    for _ in range(FARTHEST):
        if node.i == cue.i:
            return True
        if node.head is node:
            break
        node = node.head
    return word.sent.start == cue.sent.start and node.i == cue.sent.root.i and cue.sent.root.i == cue.i
