"""Self-checks of notebook 04: what a hedge does, what the readers miss, a concept with keywords of one's own."""

from __future__ import annotations

import re

import pandas as pd

from analysis.articles import Article
from analysis.checks.reading import entries, kind, likely, named, shown
from analysis.checks.verdict import Verdict, check_number, guarded
from analysis.concepts import ConceptIndex
from analysis.language import passages
from analysis.sentence import stance_towards

#: the values are shown with two decimals, and the difference of two such numbers is off by this much at most.
NEAR = 0.011
#: a sentence of an exercise is shorter.
MOST_CHARACTERS = 500
#: fewer words make no sentence.
FEWEST_WORDS = 4
#: a keyword that stands in more than this share of the paragraphs tells nothing apart.
TOO_BROAD = 0.25


def _value(sentence: str, reader: str) -> float:
    """Where the union stands towards the company, by one reader."""
    return stance_towards(sentence, *_places(sentence), reader=reader).value


def _places(sentence: str) -> list[tuple[int, int]]:
    """Where the company and the union stand first, as words of their own, in this order."""
    return [re.search(rf"\b{word}\b", sentence).span() for word in ("company", "union")]


@guarded
def check_1(answer: object, hedged: str, plain: str) -> Verdict:
    """Check by how much a hedge changes the value that the rules give.

    Args:
        answer: the student's number: the value of the hedged sentence less the value of the plain one.
        hedged: the sentence with the hedge; both name a union and a company.
        plain: the sentence without it.

    Returns:
        The verdict.

    Example:
        >>> hedged, plain = "The union may praise the company.", "The union will praise the company."
        >>> check_1(0.85, hedged, plain)
        Not yet. That is a value itself. The difference of two values is asked for.
    """
    with_hedge, without = _value(hedged, "rules"), _value(plain, "rules")
    expected = with_hedge - without
    hedged_model, plain_model = _value(hedged, "model"), _value(plain, "model")
    model = hedged_model - plain_model
    share = expected / without if without else 0.0
    hints = likely(
        (-expected, "The size is right. Mind the sign: the value with the hedge, less the value without it."),
        (with_hedge, "That is a value itself. The difference of two values is asked for."),
        (without, "That is a value itself. The difference of two values is asked for."),
        (model, "That is the difference for the model. The rules are asked for."),
        (-model, "That is the difference for the model, and with the other sign. The rules are asked for."),
        (hedged_model, "That is a value, and the model's. The difference of the rules' two values is asked for."),
        (plain_model, "That is a value, and the model's. The difference of the rules' two values is asked for."),
        (share, "That is the share that is taken away. The difference of two values is asked for."),
        (-share, "That is the share that is taken away. The difference of two values is asked for."),
        (100 * share, "That is the share that is taken away, in per cent. The difference is asked for."),
        (-100 * share, "That is the share that is taken away, in per cent. The difference is asked for."),
        (round(expected, 1), "Nearly. Give two decimals."),
    )
    if isinstance(answer, str) and any(character.isdigit() for character in answer):
        return Verdict(False, "That is a text. Give the number alone, without label and quotation marks.")
    right = "The hedge takes a fixed part of the rule's strength away; the side stays the same."
    return check_number(answer, expected, right=right, hints=hints, within=NEAR)


@guarded
def check_2(answer: object) -> Verdict:
    """Check three sentences about a union and a company of which none is read as against.

    That the union is plainly against the company in them no program here can tell.

    Args:
        answer: the student's list of three sentences.

    Returns:
        The verdict.

    Example:
        >>> check_2(["The union attacked the company."] * 3)
        Not yet. Two of your sentences are the same.
    """
    given = None if isinstance(answer, str) else entries(answer)
    if given is None:
        return Verdict(False, f"A list of three sentences is asked for, and {named(answer)}.")
    if len(given) != 3:
        return Verdict(False, f"Three sentences are asked for, and your list has {len(given)}.")
    for place, sentence in enumerate(given, 1):
        if not isinstance(sentence, str):
            return Verdict(False, f"Sentence {place} is {kind(sentence)}, and no text.")
        if missing := [word for word in ("union", "company") if not re.search(rf"\b{word}\b", sentence)]:
            small = " as a word of its own, in small letters" if missing[0] in sentence.casefold() else ""
            return Verdict(
                False, f"Sentence {place} does not hold the word “{missing[0]}”{small}, which the readers look for."
            )
        if len(sentence.split()) < FEWEST_WORDS:
            return Verdict(False, f"Sentence {place} has too few words for a sentence.")
        if len(sentence) > MOST_CHARACTERS:
            return Verdict(False, f"Sentence {place} is far longer than a sentence.")
    if len({" ".join(sentence.casefold().split()) for sentence in given}) < 3:
        return Verdict(False, "Two of your sentences are the same.")
    for place, sentence in enumerate(given, 1):
        stance = stance_towards(sentence, *_places(sentence))
        if stance.label == "against":
            who = "a rule" if stance.method.startswith("rule") else "the model"
            return Verdict(False, f"Sentence {place} is read as against, by {who}. That one they do see.")
    return Verdict(True, "None of the three is read as against. Whether each plainly is, only people can say: ask two.")


@guarded
def check_3(answer: object, article: Article) -> Verdict:
    """Check a table of concepts with one concept, whose keywords stand in the article.

    Args:
        answer: the student's table, with the columns concept and keywords.
        article: the article.

    Returns:
        The verdict.

    Example:
        >>> from analysis.articles import load_article
        >>> article = load_article(text="Lind wants the dam.")
        >>> check_3(pd.DataFrame({"concept": ["the dam"], "keywords": ["dam, sluice"]}), article)
        Not yet. Between two keywords stands “|”, not a comma.
    """
    if isinstance(answer, dict):
        return Verdict(False, 'That is a dictionary. Put it into pd.DataFrame(…), each entry as a list: ["…"].')
    if not isinstance(answer, pd.DataFrame):
        return Verdict(False, f"A table is asked for, made with pd.DataFrame(…), and {named(answer)}.")
    for column in ("concept", "keywords"):
        if column not in answer:
            return Verdict(False, f"The table has no column “{column}”. Its columns must be concept and keywords.")
    if len(answer) != 1:
        return Verdict(False, f"One concept is asked for, so one row, and the table has {len(answer)}.")
    concept, keywords = answer["concept"].iloc[0], answer["keywords"].iloc[0]
    if isinstance(keywords, list | tuple):
        return Verdict(False, "The keywords are a list. Give one text, with “|” between the keywords.")
    if not isinstance(concept, str) or not isinstance(keywords, str):
        return Verdict(False, "The concept and its keywords are two texts, between quotation marks.")
    if not concept.strip():
        return Verdict(False, "The concept has no name yet. What is it called?")
    if "|" not in keywords and re.search(r"[,;/]", keywords):
        other = "a comma" if "," in keywords else "another sign"
        return Verdict(False, f"Between two keywords stands “|”, not {other}.")
    words = list(dict.fromkeys(word.strip() for word in keywords.split("|") if word.strip()))
    if len(words) < 2:
        return Verdict(False, "One keyword is few. Where else does the article speak of it, in other words?")
    return _about_keywords(words, article)


def _about_keywords(words: list[str], article: Article) -> Verdict:
    """Whether each keyword stands in the article, and tells something apart."""
    parsed = list(passages(article))
    everywhere = {passage.paragraph for passage in parsed}
    reached: set[int] = set()
    for word in words:
        index = ConceptIndex(pd.DataFrame({"concept": [word], "keywords": [word]}))
        here = {passage.paragraph for passage in parsed if next(index.find(passage.doc), None)}
        if not here:
            return Verdict(False, f"{shown(word)} does not stand in the article in these words.")
        if len(here) > TOO_BROAD * len(everywhere):
            return Verdict(False, f"{shown(word)} stands in {len(here)} paragraphs, and most are about something else.")
        reached |= here
    if len(reached) < 2:
        return Verdict(False, "All your keywords stand in the same paragraph. Where else does the article speak of it?")
    return Verdict(
        True,
        f"Your keywords stand in {len(reached)} paragraphs. That each of them means the concept no check can tell: "
        "read the paragraphs. Who takes a side on it is the next question.",
    )
