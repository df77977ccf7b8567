"""One pass over the parse of an article: who is mentioned where, in which sentence, as what.

The reading keeps only light records and lets the parse go, so that memory stays flat; ``resolution`` works on it.
"""

from __future__ import annotations

import bisect
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from analysis import parties
from analysis.mentions import Mention, NameIndex, inside_quotation, named_mentions
from analysis.phrases import Phrase, hyphenated, take_apart
from analysis.profiles import Profile, descriptions, first_of_several, is_subject
from analysis.trees import parse

if TYPE_CHECKING:
    import pandas as pd

    from analysis.articles import Article
    from analysis.words import Stretch, Word

HE = frozenset(("he", "him", "his", "himself"))
SHE = frozenset(("she", "her", "hers", "herself"))
THEY = frozenset(("they", "them", "their", "theirs", "themselves"))
IT = frozenset(("it", "its", "itself"))
FIRST = frozenset(("i", "me", "my", "mine", "myself", "we", "us", "our", "ours", "ourselves"))
PRONOUNS = HE | SHE | THEY | IT
#: nouns by which a text comes back to a body that it has named.
BODY_NOUNS = frozenset(
    "company firm group organisation organization campaign agency department ministry party network newspaper paper "
    "magazine foundation committee commission bank university union movement alliance coalition institute association "
    "militia council authority outlet station site website broadcaster corporation faction rebels "
    "nonprofit".split()
)
#: nouns of people who speak for the body or the country that they belong to.
VOICES = frozenset(
    "official officials representative representatives spokesman spokeswoman spokesperson spokespeople spokesmen "
    "government "
    "authorities authority leadership military army diplomats diplomat forces negotiators delegation delegates regime "
    "cabinet "
    "leaders administration officers lawyers".split()
)
#: verbs whose object answers in the next sentence.
ASKING = frozenset(("ask", "press", "question", "quiz", "interview"))
DEFINITE = frozenset(("the", "this", "that", "these", "those", "both"))


@dataclass(slots=True)
class Ref:
    """One place where somebody or something that can speak is meant."""

    start: int
    end: int
    text: str
    paragraph: int
    sentence: int
    kind: str  # name, alias, demonym, role, body, pronoun, plural, thing, speaker
    actor: str | None = None
    party: str | None = None
    actor_type: str = ""
    word: str = ""
    gender: str | None = None
    subject: bool = False
    main: bool = False
    quoted: bool = False
    ambiguous: bool = False
    place: bool = False
    phrase: str = ""
    owner: int | None = None
    content: tuple[tuple[int, int], ...] = ()
    plural: bool = False
    joint: bool = False
    asked: bool = False
    statement: int | None = None


@dataclass(slots=True)
class Reading:
    """What one pass over an article keeps.

    ``refs`` are in reading order; ``sentences`` holds (paragraph, start, end) of each sentence; ``quotations`` the
    spans between quotation marks; ``profiles`` what is told of each person; ``speakers`` the parsed speaker phrases.
    """

    refs: list[Ref] = field(default_factory=list)
    sentences: list[tuple[int, int, int]] = field(default_factory=list)
    quotations: list[tuple[int, int]] = field(default_factory=list)
    profiles: dict[str, Profile] = field(default_factory=lambda: defaultdict(Profile))
    mentions: list[Mention] = field(default_factory=list)
    speakers: dict[tuple[int, int], Phrase] = field(default_factory=dict)

    def quoted(self, at: int) -> bool:
        """Whether an offset stands inside quotation marks."""
        i = bisect.bisect_right(self.quotations, (at, 10**12)) - 1
        return i >= 0 and self.quotations[i][0] <= at < self.quotations[i][1]


def read(article: Article, actors: pd.DataFrame, spans: list[tuple[int, int]] = ()) -> Reading:
    """Read an article once.

    Args:
        article: the article.
        actors: the actors table.
        spans: half-open offsets of the speaker phrases to take apart.

    Returns:
        The reading.
    """
    reading = Reading()
    index = NameIndex(actors, article.text)
    reading.quotations = inside_quotation(article.text, article.paragraphs)
    wanted = sorted(set(spans))
    for paragraph, start, doc in parse(article):
        first = len(reading.sentences)
        opens = doc.opens
        for here, after in zip(opens, [*opens[1:], len(doc)], strict=True):
            last = doc[after - 1]
            reading.sentences.append((paragraph, start + doc[here].idx, start + last.idx + len(last)))
        named = named_mentions(index, paragraph, start, doc)
        reading.mentions += named
        covered: set[int] = set()
        found: list[Ref] = []
        next_of = {mention.start: mention for mention in named}
        for mention in named:
            span = doc.char_span(mention.start - start, mention.end - start)
            covered.update(range(span.start, span.end))
            ref = Ref(
                mention.start,
                mention.end,
                mention.text,
                paragraph,
                first + bisect.bisect_right(opens, span.start) - 1,
                mention.kind,
            )
            ref.actor, ref.party, ref.actor_type = mention.actor, mention.party, mention.actor_type
            ref.ambiguous, ref.place = mention.ambiguous, mention.place
            root = span.root
            ref.subject, ref.main = is_subject(root), _main(root)
            ref.asked = root.dep_ in ("dobj", "nsubjpass") and root.head.lemma_ in ASKING
            follows = span.end < len(doc) and next_of.get(start + doc[span.end].idx)
            if mention.kind == "role" and follows and follows.actor == mention.actor:
                continue  # "Norland President Ola Brek" is one mention
            found.append(ref)
            if mention.actor_type == "person" and mention.actor and mention.kind != "role":
                _describe(reading.profiles[mention.actor], span, mention.actor)
        for i in doc.numbers("NOUN", "PROPN", "PRON", "DET"):
            if i not in covered:
                ref = _ref(doc[i], covered, paragraph, start, first + bisect.bisect_right(opens, i) - 1)
                if ref is not None:
                    found.append(ref)
        found.sort(key=lambda ref: (ref.start, -ref.end))
        for ref in found:
            ref.quoted = reading.quoted(ref.start)
        reading.refs += found
        stop = start + len(doc.text)
        for s, e in wanted[bisect.bisect_left(wanted, (start, 0)) : bisect.bisect_left(wanted, (stop, 0))]:
            span = doc.char_span(s - start, min(e, stop) - start)
            if span is not None and len(span):
                reading.speakers[s, e] = take_apart(
                    span, start, first + bisect.bisect_right(opens, span.start) - 1, paragraph
                )
    return reading


def _describe(profile: Profile, span: Stretch, name: str) -> None:
    for phrase in descriptions(span.doc, span.start, span.end):
        profile.add(phrase)
    title = parties.title_of(span.doc[span.start - 1].text) if span.start else None
    if title:
        profile.genders[title] += 1
    given = parties.gender_of(name.split()[0]) if " " in name else None
    if given and not profile.genders[given]:
        profile.genders[given] += 1


def _main(token: Word) -> bool:
    """Whether a noun is the subject of its sentence's main verb."""
    token = first_of_several(token)
    verb = token.head
    return token.dep_ in ("nsubj", "nsubjpass") and (
        verb.dep_ == "ROOT" or (verb.dep_ == "conj" and verb.head.dep_ == "ROOT")
    )


def _ref(token: Word, covered: set[int], paragraph: int, start: int, sentence: int) -> Ref | None:
    """The reference that a token makes without a name: a pronoun, a role, a body noun or a plural of people."""
    low = hyphenated(token).lower() if token.pos_ == "NOUN" else token.lower_
    at = start + token.idx
    if low in PRONOUNS and token.pos_ in ("PRON", "DET", "ADJ"):
        gender = "m" if low in HE else "f" if low in SHE else None
        ref = Ref(at, at + len(token), token.text, paragraph, sentence, "pronoun", word=low, gender=gender)
        ref.subject, ref.main = is_subject(token), _main(token)
        return ref
    if token.pos_ not in ("NOUN", "PROPN") or token.dep_ in ("compound", "nmod"):
        return None
    role = parties.role_of(low)
    if not role and low not in BODY_NOUNS and low not in VOICES and not is_subject(token):
        return None
    determiner = next((c.lower_ for c in token.children if c.dep_ in ("det", "poss", "predet")), "")
    plural = token.tag_ in ("NNS", "NNPS")
    if any(c.dep_ == "appos" and c.i in covered for c in token.children) or token.dep_ in ("appos", "attr"):
        return None
    left = token.left_edge.i
    inner = [t for t in token.doc[left : token.i + 1] if t.i not in covered or t.i == token.i]
    first = next((t for t in inner if t.pos_ not in ("PUNCT", "CCONJ")), token)
    begin = min(first.i, token.i) if not any(t.i in covered for t in token.doc[left : first.i]) else left
    text = token.doc[begin : token.i + 1].text
    kind = "plural" if plural and low not in BODY_NOUNS else "role" if role else "body"
    if kind == "body" and low not in BODY_NOUNS:
        kind = "thing"
    if kind in ("role", "body") and determiner not in DEFINITE:
        return None
    ref = Ref(start + token.doc[begin].idx, at + len(token), text, paragraph, sentence, kind, word=low)
    ref.gender = role.gender or None if role else None
    ref.subject, ref.main = is_subject(token), _main(token)
    ref.phrase = text
    return ref
