"""Statements that the layout of a text gives away: "Putin: …" in a headline, "A:" and "NAME:" in an interview.

No parse is needed: a name and a colon at the start of a paragraph say who speaks, and the rest is what is said.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from analysis.articles import Article
from analysis.candidates import Candidate

#: words before a headline's colon that name a kind of article, not a speaker
_KINDS = frozenset(
    "analysis opinion editorial comment exclusive update updated watch video live photos photo pictures breaking "
    "report "
    "review interview profile explainer factbox timeline poll fact check factcheck podcast transcript obituary letter "
    "letters "
    "column essay feature background summary correction editorial listen read more related source sources note editor "
    "q&a the latest latest special investigation investigates debate results what why how who when where".split()
)
_NAME = r"[A-Z][\w.’'&-]*"
_HEADLINE = re.compile(
    rf"(?P<name>(?:(?:The|the|of|for|and|on)\s+|{_NAME}\s+){{0,6}}{_NAME})\s?(?P<colon>:)\s+(?P<said>\S.*)", re.S
)
_TURN = re.compile(rf"[“\"]?(?P<name>(?:{_NAME}\s+){{0,4}}{_NAME}|Q|A)\s?(?P<colon>:)\s+(?P<said>\S.*)", re.S)
_TRAILING = re.compile(rf"(?P<said>\S.{{15,}}?)(?P<colon>:)\s+(?P<name>(?:{_NAME}\s+){{0,3}}{_NAME})\W*$", re.S)
#: labels of whoever asks in an interview
_ASKERS = frozenset("q question interviewer host moderator".split())
#: this many turns make a text, or one name in capitals, an interview
_TURNS = 3


def from_layout(article: Article) -> Iterator[Candidate]:
    r"""Propose the statements of the headline and of an interview's turns.

    Args:
        article: the article.

    Yields:
        Candidates by the rules "headline" and "interview"; an interview's turn is a paragraph, and a paragraph
        without a name carries the turn on. The turns of whoever asks the questions are left out: a question states
        nothing. What a question reports ("The union says …?") is for the other rules to find.

    Example:
        >>> from analysis.articles import load_article
        >>> article = load_article(text="Halloran: The dam is safe\nMira Halloran spoke on Monday in the capital.")
        >>> [(c.rule, article.text[slice(*c.spans[0])]) for c in from_layout(article)]
        [('headline', 'The dam is safe')]
    """
    if article.headline is not None and article.paragraphs:
        yield from _headline(article)
    yield from _turns(article)


def _headline(article: Article) -> Iterator[Candidate]:
    start, end = article.paragraphs[article.headline or 0]
    text = article.text[start:end]
    for pattern in (_HEADLINE, _TRAILING):
        found = pattern.match(text)
        if found is None or _is_kind(found["name"]):
            continue
        if pattern is _TRAILING and any(c.isdigit() for c in found["name"]):
            continue
        yield _made(article.headline or 0, start, found, "headline")
        return


def _turns(article: Article) -> Iterator[Candidate]:
    found: list[tuple[int, re.Match[str]]] = []
    for number, (start, end) in enumerate(article.paragraphs):
        match = _TURN.match(article.text[start:end])
        if match and number != article.headline and not _is_kind(match["name"]):
            found.append((number, match))
    if len(found) < _TURNS:
        return
    # Labels that come back, or stand in capitals, are speakers; "Note:" and "Date:" on the way are not.
    names = Counter(match["name"] for _, match in found)
    asking = _interviewers(found)
    for number, match in found:
        name = match["name"]
        if name not in asking and (names[name] > 1 or (name.isupper() and len(name) > 2)):
            yield _made(number, article.paragraphs[number][0], match, "interview")


def _interviewers(turns: list[tuple[int, re.Match[str]]]) -> set[str]:
    """The labels of those who ask: "Q", or the one that ends in a question mark far more often than any other does.

    An interviewer also says things ("The union calls it theft."), so a third of the turns is enough.
    """
    ask: dict[str, list[bool]] = {}
    for _, match in turns:
        ask.setdefault(match["name"], []).append(match["said"].rstrip("”\"'’ \t\n").endswith("?"))
    labels = {name for name in ask if name.lower() in _ASKERS}
    shares = sorted(((sum(asks) / len(asks), name) for name, asks in ask.items() if len(asks) > 1), reverse=True)
    if len(shares) > 1 and shares[0][0] >= 1 / 3 and shares[1][0] <= shares[0][0] / 2 and sum(ask[shares[0][1]]) > 1:
        labels.add(shares[0][1])
    return labels


def _made(paragraph: int, shift: int, match: re.Match[str], rule: str) -> Candidate:
    start, end = match.span("said")
    said = match.string[start:end]
    end -= len(said) - len(said.rstrip("”\"'’ \t"))
    start += len(said) - len(said.lstrip("“\"‘' "))
    name, colon = match.span("name"), match.span("colon")
    return Candidate(
        paragraph=paragraph,
        spans=((shift + start, shift + max(start + 1, end)),),
        cue=(shift + colon[0], shift + colon[1]),
        speaker=(shift + name[0], shift + name[1]),
        rule=rule,
        features=(f"rule={rule}",),
    )


def _is_kind(name: str) -> bool:
    return any(word.lower().strip(".’'") in _KINDS for word in name.split()[:2])
