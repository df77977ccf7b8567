"""The list of words that carry a stance, and what each of them does to the things around it.

The list is a data file, ``data/stance_words.csv``, that can be read and mended in a spreadsheet:

==========  ===========================================================================================================
word, pos   the word's lemma (and what belongs to it: "prop up") and part of speech (verb, noun, adjective)
frame       attitude  the agent is for or against the object ("denounce", "support for", "loyal to")
            effect    the agent does good or harm to the object ("help", "bomb", "attack on")
            want      the agent wants, or does not want, what follows ("demand that", "fear that", "efforts to")
            reverse   what follows does not come about ("prevent", "refuse to"); cease: it is given up ("stop")
            yield     the agent gives way ("step down"): who demands it of somebody is against them
            quality   good or bad, said of whose it is ("treacherous", "their courage")
            name      good or bad, said of what is called so ("a hero", "a threat")
            call      the object gets a name, good or bad by the name ("called them liars")
            deny, say ("denied that", "said that"); light ("launched an …"): the noun that follows tells what is done
            get       the agent is the one that the noun falls on ("received support", "faced criticism")
            deed      good or bad, said of who does it ("broke its promise"); thing: what people want or do not
sign        1 for good or for, -1 for bad or against
slot        where the object stands: obj, a preposition, or poss ("their defeat"), joined by |
==========  ===========================================================================================================

Attitudes and good or bad effects are kept apart as in connotation frames (Rashkin, Singh and Choi, ACL 2016) and
+/−effect events (Deng and Wiebe, EACL 2014), whose implicature rules ``analysis.frames`` applies.
"""

from __future__ import annotations

import csv
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from spacy.tokens import Token

#: spaCy's parts of speech -> ours
POS = {"VERB": "verb", "AUX": "verb", "NOUN": "noun", "PROPN": "noun", "ADJ": "adjective"}


class Frame(NamedTuple):
    """What a word does: its kind, whether it is good or bad, and where its object stands."""

    word: str
    pos: str
    kind: str
    sign: int
    slots: frozenset[str]


@lru_cache(maxsize=1)
def load_frames() -> dict[tuple[str, str], list[Frame]]:
    """Read the list of words.

    Returns:
        (first word, part of speech) → the frames that begin with it.

    Example:
        >>> [(frame.word, frame.kind, frame.sign) for frame in load_frames()["prop", "verb"]]
        [('prop up', 'effect', 1)]
    """
    frames: dict[tuple[str, str], list[Frame]] = {}
    with (files("analysis") / "data" / "stance_words.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            slots = frozenset(filter(None, row["slot"].split("|")))
            frame = Frame(row["word"], row["pos"], row["frame"], int(row["sign"]), slots)
            frames.setdefault((frame.word.split()[0], frame.pos), []).append(frame)
    return frames


@lru_cache(maxsize=1)
def load_contested() -> frozenset[str]:
    """The words that one side calls another by, and that the other rejects: targets of no party.

    Example:
        >>> "terrorist" in load_contested()
        True
    """
    with (files("analysis") / "data" / "contested_words.csv").open(encoding="utf-8", newline="") as file:
        return frozenset(row["word"] for row in csv.DictReader(file))


def frames_of(token: Token) -> list[Frame]:
    """The frames of a token in its sentence; where a longer word fits ("step down"), only the longer one's.

    A phrasal verb that the tagger took for a noun is still found by its particle, if no article stands
    before it; so is "resign" where it heads a clause.

    Example:
        >>> from analysis.language import load_pipeline
        >>> doc = load_pipeline()("They cut off the aid.")
        >>> [(frame.word, frame.kind) for frame in frames_of(doc[1])]
        [('cut off', 'reverse')]
    """
    if token.pos_ not in POS:
        return []
    lemma = token.lemma_.lower()
    frames = load_frames()
    found = frames.get((lemma, POS[token.pos_]), [])
    if not found and token.pos_ == "PROPN" and lemma.endswith("s"):
        found = frames.get((lemma[:-1], "noun"), [])
    if hyphened := _hyphened(token):
        return hyphened
    phrasal = found if token.pos_ == "VERB" else []
    as_verb = frames.get((lemma, "verb"), []) if token.pos_ in ("NOUN", "PROPN") else []
    if as_verb and not any(child.dep_ == "det" for child in token.children):
        phrasal = as_verb
        if token.dep_ in ("ccomp", "xcomp") and any(frame.kind == "yield" for frame in phrasal):
            return [frame for frame in phrasal if " " not in frame.word]
    longer = [frame for frame in phrasal if " " in frame.word and _has(token, frame.word.split()[1:])]
    return longer or [frame for frame in found if " " not in frame.word]


def _hyphened(token: Token) -> list[Frame]:
    """The frames of a word that the tokenizer cut at its hyphens: "so-called", "co-operate"."""
    if token.i < 2 or token.nbor(-1).text != "-" or token.nbor(-1).whitespace_ or token.nbor(-2).whitespace_:
        return []
    before, frames = token.nbor(-2).lower_, load_frames()
    as_adjective = frames.get((f"{before}-{token.lower_}", "adjective"), [])
    return as_adjective or frames.get((f"{before}-{token.lemma_.lower()}", POS[token.pos_]), [])


def _has(token: Token, words: list[str]) -> bool:
    after = [other.lower_ for other in token.doc[token.i + 1 : token.i + 1 + len(words)]]
    return after == words or (
        len(words) == 1
        and any(
            words[0] in (c.lower_, c.lemma_.lower()) and c.dep_ in ("prt", "advmod", "prep", "dobj")
            for c in token.children
        )
    )


@lru_cache(maxsize=1)
def _valences() -> dict[str, float]:
    # VADER's list of 7,500 words, rated by ten people each (Hutto and Gilbert 2014), fills the gaps of ours
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    return SentimentIntensityAnalyzer().lexicon


def valence(token: Token) -> int:
    """Whether VADER's list rates a word as clearly good (1) or bad (-1), a point or more from the middle; else 0.

    Example:
        >>> from analysis.language import load_pipeline
        >>> [valence(token) for token in load_pipeline()("a cruel table")]
        [0, -1, 0]
    """
    value = _valences().get(token.lower_) or _valences().get(token.lemma_.lower()) or 0.0
    return 0 if abs(value) < 1 else 1 if value > 0 else -1
