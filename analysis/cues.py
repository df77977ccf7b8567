"""The reporting words ("said", "accused", "her claim that") and what each of them takes as its content.

The list is a data file, ``data/cues.csv``, that can be read and mended in a spreadsheet:

============ ====================================================================================================
cue, pos     the word's lemma and part of speech (verb, noun, adjective)
act          the speech act: say, claim, deny, demand, accuse … (for a belief or an intention: believe, plan …)
attribution  speech, belief or intention
roles        what can be its content, by the place in the parse: ``that`` (a clause: "said that …"), ``to`` (an
             infinitive: "vowed to …"), ``ing``, ``np`` (an object: "rejected the offer"), ``oprd`` ("called it a
             disaster"), ``quote`` (a quotation), ``acl`` (a clause on a noun: "the claim that …"), or a preposition
             ("warned against …")
extras       prepositions that join the content where a role is there ("accused them *of* …", "denounced it *as* …")
hearer       "hearer" where the object is who was told, not what was said ("told reporters that …")
============ ====================================================================================================

The acts are after Searle (1976), "A classification of illocutionary acts", Language in Society 5; which words report,
and how, was counted in the training part of PolNeAR (Newell, Margolin and Ruths, LREC 2018).
"""

from __future__ import annotations

import csv
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from spacy.tokens import Token


class Cue(NamedTuple):
    """A reporting word: what it does, and where its content stands."""

    act: str
    attribution: str
    roles: frozenset[str]
    extras: frozenset[str]
    hearer: bool


@lru_cache(maxsize=1)
def load_cues() -> dict[tuple[str, str], Cue]:
    """Read the list of reporting words.

    Returns:
        ``(lemma, part of speech)`` → Cue, the part of speech being "verb", "noun" or "adjective".

    Example:
        >>> load_cues()["accuse", "verb"].act, sorted(load_cues()["vow", "verb"].roles)
        ('accuse', ['np', 'quote', 'that', 'to'])
    """
    with (files("analysis") / "data" / "cues.csv").open(encoding="utf-8", newline="") as file:
        return {
            (row["cue"], row["pos"]): Cue(
                row["act"],
                row["attribution"],
                frozenset(row["roles"].split()),
                frozenset(row["extras"].split()),
                row["hearer"] == "hearer",
            )
            for row in csv.DictReader(file)
        }


@lru_cache(maxsize=1)
def load_acts() -> dict[str, str | None]:
    """List the acts, in the order of the alphabet.

    Returns:
        act → its attribution (speech, belief or intention); None where the list of reporting words gives it several.

    Example:
        >>> load_acts()["deny"], load_acts()["hope"], load_acts()["support"]
        ('speech', 'belief', None)
    """
    found: dict[str, set[str]] = {}
    for cue in load_cues().values():
        found.setdefault(cue.act, set()).add(cue.attribution)
    return {act: min(kinds) if len(kinds) == 1 else None for act, kinds in sorted(found.items())}


def find_cue(token: Token, pos: str) -> Cue | None:
    """Look a word of the text up in the list.

    Args:
        token: the word; its lemma is looked up.
        pos: "verb", "noun" or "adjective".

    Returns:
        Its entry, or None.

    Example:
        >>> from analysis.language import load_pipeline
        >>> find_cue(load_pipeline()("Mira hopes that it rains.")[1], "verb").attribution
        'belief'
    """
    return _entry(token.lemma_, pos)


@lru_cache(maxsize=1 << 11)
def _entry(lemma: str, pos: str) -> Cue | None:
    lemma = lemma.lower()
    return load_cues().get((_LEMMAS.get(lemma, lemma), pos))


#: what spaCy's rule lemmatizer makes of some reporting words → the word
_LEMMAS = {
    "grip": "gripe",
    "hat": "hate",
    "hop": "hope",
    "lambast": "lambaste",
    "rat": "rate",
    "retweete": "retweet",
    "snip": "snipe",
    "texte": "text",
}

#: a cue for a verb that the list does not know but that stands where only a reporting verb stands ("…," she beamed).
UNLISTED = Cue("say", "speech", frozenset({"that", "quote"}), frozenset(), False)
