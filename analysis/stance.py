"""Stance: for or against whom, or what, each statement's speaker is, with the words that carried it.

The first method is rules over the parse: ``analysis.lexicon`` lists the words, ``analysis.frames`` reads them,
``analysis.targets`` says whom they are about. Each row tells its rule, so that a reader can check it.
"""

from __future__ import annotations

from collections import defaultdict, deque
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from analysis.actors import find_actors, find_mentions
from analysis.arguments import agents, children, phrase
from analysis.articles import Article
from analysis.concepts import ConceptIndex, load_concepts
from analysis.frames import Finding, Reader
from analysis.framing import answer_sign, frame_tokens, veiled_targets
from analysis.language import passages
from analysis.strengths import NEUTRAL_CONFIDENCE, RULES, Reading, Stance, combine, label_of, weigh
from analysis.tables import make_table
from analysis.targets import FIRST_PERSON, THIRD_PERSON, Finder, Mentions, Speaker, Target

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["RULES", "Stance", "load_concepts", "score_stances", "stance_towards"]


def score_stances(
    article: Article,
    statements: pd.DataFrame,
    actors: pd.DataFrame | None = None,
    concepts: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Score where the speaker of each statement stands towards each other actor, or listed concept, that it names.

    Args:
        article: the article.
        statements: its statements table, with actor and party resolved.
        actors: an actors table; None: found in the text.
        concepts: a table with concept and keywords (``load_concepts``); None: actors only.

    Returns:
        The stances table, one row a statement and target, in the order of the statements and of the text. ``stance``
        is P(for) − P(against), −1 … 1: the sign that a rule read times the rule's strength, the opposite label being
        given no probability. ``basis`` is explicit where the words name target and stance, implied where a reader
        infers one of them. ``method`` is "rule:" and the rule; ``RULES`` says what each one reads. ``evidence_spans``
        are the words that carried it, half-open offsets into ``article.text``. ``uncertain``: a confidence below
        ``CERTAIN``, or two readings of opposite sign; then the stance is their mean.

        The speaker's own side is never a target. A contested name ("terrorists") is a target without a party, where
        the words take a stance to those it names. A target that is named without a stance has a neutral row.

    The strengths are stated priors, not yet calibrated on hand labels. The rules follow connotation frames (Rashkin,
    Singh and Choi, ACL 2016) and the implicature rules of Deng and Wiebe (EACL 2014).

    Not covered: irony; stances that only knowledge of the world gives; what a speaker reports of others ("A said that
    B attacked C" is no stance of A towards C by itself).

    Example:
        >>> text = "Norland accused Velia of bombing the Delta Front."
        >>> article = Article(id="a", text=text, paragraphs=[(0, len(text))])
        >>> statements = make_table("statements", [{"article": "a", "statement": 0, "paragraph": 0, "act": "accuse",
        ...     "actor": "Norland", "party": "Norland", "speaker_start": 0, "speaker_end": 7, "cue": "accused",
        ...     "cue_start": 8, "cue_end": 15, "spans": [(16, 48)], "quote_type": "indirect"}])
        >>> actors = make_table("actors", [{"name": n, "actor_type": "group", "party": n, "aliases": ""}
        ...     for n in ("Norland", "Velia", "Delta Front")])
        >>> score_stances(article, statements, actors)[["target", "label", "basis"]].values.tolist()
        [['Velia', 'against', 'explicit'], ['Delta Front', 'for', 'implied']]
    """
    if len(statements) == 0:
        return make_table("stances")
    actors = find_actors(article) if actors is None else actors
    mentions = Mentions(find_mentions(article, actors), actors)
    index = ConceptIndex(concepts)
    said = _said(statements, mentions.types)
    readings: dict[int, dict[str, list[Reading]]] = defaultdict(lambda: defaultdict(list))
    lemmas: dict[int, str] = {}
    waiting = deque(
        sorted(
            (min(s for s, _ in one.ranges), max(e for _, e in one.ranges), i)
            for i, one in enumerate(said)
            if one.ranges
        )
    )
    active: list[tuple[int, int, int]] = []
    for passage in passages(article):
        stop = passage.start + len(passage.doc.text)
        active = [one for one in active if one[1] > passage.start]
        while waiting and waiting[0][0] < stop:
            active.append(waiting.popleft())
        here = [i for _, _, i in active if any(s < stop and e > passage.start for s, e in said[i].ranges)]
        if not here:
            continue
        finder = Finder(passage.doc, passage.start, mentions, index)
        for i in here:
            if (cue := finder.token_at(*said[i].cue) if said[i].cue else None) is not None:
                lemmas[i] = cue.lemma_
            for reading in _read_statement(finder, said[i]):
                readings[i][reading.target.kind + reading.target.name].append(reading)
    answers = _answers(statements, said, actors, lemmas)
    rows = []
    for i, one in enumerate(said):
        for found in answers.get(i, ()):
            readings[i][found.target.kind + found.target.name].append(found)
        chosen = [combine(group) for group in readings[i].values()]
        chosen = [c for c in chosen if c[0].finding.sign or not (c[0].target.contested or c[0].target.inferred)]
        for reading, value, confidence, uncertain in chosen:
            rows.append(_row(one, reading, value, confidence, uncertain))
    return make_table("stances", rows)


#: named in the content, and nothing said about it
NAMED = Finding(0, "explicit", "named", ())


class _Said(NamedTuple):
    """A statement, as the rules need it."""

    article: object
    statement: int
    speaker: Speaker
    spans: tuple[tuple[int, int], ...]
    cue: tuple[int, int] | None
    refers_to: int | None
    ranges: tuple[tuple[int, int], ...]


def _said(statements: pd.DataFrame, types: dict[str, str]) -> list[_Said]:
    found = []
    for row in statements.itertuples(index=False):
        spans = tuple((int(s), int(e)) for s, e in (row.spans if isinstance(row.spans, list | tuple) else ()))
        span = _pair(row.cue_start, row.cue_end)
        start, end = _pair(row.speaker_start, row.speaker_end) or (None, None)
        actor, party = (value if isinstance(value, str) else None for value in (row.actor, row.party))
        quote_type = row.quote_type if isinstance(row.quote_type, str) else None
        speaker = Speaker(actor, party, types.get(actor), bool(row.joint), start, end, quote_type)
        refers_to = None if pd.isna(row.refers_to) else int(row.refers_to)
        ranges = spans + ((span,) if span else ())
        found.append(_Said(row.article, int(row.statement), speaker, spans, span, refers_to, ranges))
    return found


def _pair(start: object, end: object) -> tuple[int, int] | None:
    return None if pd.isna(start) or pd.isna(end) else (int(start), int(end))


def _read_statement(finder: Finder, said: _Said) -> list[Reading]:
    inside = finder.inside(said.spans)
    cue = finder.token_at(*said.cue) if said.cue else None
    own = finder.own(said.speaker, inside)
    reader = Reader(finder.doc, own, inside, cue, finder.contested())
    frame = frame_tokens(reader) - inside
    found = []
    for target in finder.targets(said.speaker, inside, own, frame):
        readings = reader.read_concept(target.token) if target.kind == "concept" else reader.read(target.token)
        readings = [r for r in readings if r.rule != "quality" or not finder.covers(target, r.evidence)] or [NAMED]
        for finding in readings:
            if target.token.i in inside or finding.sign:
                found.append(weigh(finder, target, finding))
    if inside:
        for target, finding in veiled_targets(reader, finder, said.speaker):
            found.append(weigh(finder, target, finding))
    return found


def _row(said: _Said, reading: Reading, value: float, confidence: float, uncertain: bool) -> dict[str, object]:
    target = reading.target
    return {
        "article": said.article,
        "statement": said.statement,
        "actor": said.speaker.actor,
        "party": said.speaker.party,
        "target": target.name,
        "target_kind": target.kind,
        "target_party": target.party,
        "target_start": target.start,
        "target_end": target.end,
        "stance": value,
        "label": label_of(value),
        "basis": reading.finding.basis,
        "confidence": confidence,
        "uncertain": uncertain,
        "evidence_spans": list(reading.spans),
        "method": f"rule:{reading.finding.rule}",
    }


def _answers(
    statements: pd.DataFrame, said: list[_Said], actors: pd.DataFrame, lemmas: dict[int, str]
) -> dict[int, list[Reading]]:
    """A denial, a rejection or a welcome of what another said: against, or for, who said it."""
    by_number = {(one.article, one.statement): one for one in said}
    names = set(actors["name"])
    found: dict[int, list[Reading]] = {}
    for i, (one, act) in enumerate(zip(said, statements["act"], strict=True)):
        other = by_number.get((one.article, one.refers_to)) if one.refers_to is not None else None
        sign = answer_sign(act, lemmas.get(i))
        if other is None or not sign or other.speaker.actor is None:
            continue
        actor, party = other.speaker.actor, other.speaker.party
        if one.speaker.is_side(actor, party):
            continue
        # several spoke together: what they said is their side's
        name = party if other.speaker.joint and party in names else actor
        start, end = one.spans[0] if one.spans else (None, None)
        target = Target(name, "actor", party, start, end, None)
        spans = (one.cue,) if one.cue else ()
        found[i] = [Reading(target, Finding(sign, "implied", "answer", ()), spans, RULES["answer"].strength)]
    return found


def stance_towards(sentence: str, target: tuple[int, int], source: tuple[int, int] | None = None) -> Stance:
    """Score the stance of a sentence, or of somebody in it, towards somebody or something in it.

    Args:
        sentence: any text; one sentence is what the rules are made for.
        target: half-open offsets of the target in the sentence.
        source: half-open offsets of whose stance is asked; None: the one who speaks or writes the sentence.

    Returns:
        A Stance; neutral where no rule reads one. ``.evidence()`` gives the words that carried it.

    Raises:
        ValueError: target or source is no (start, end) inside the sentence.

    Not covered: pronouns that stand for the target elsewhere in the text; irony.

    Example:
        >>> sentence = "Norland praised Velia."
        >>> stance_towards(sentence, target=(16, 21), source=(0, 7))
        Stance(value=0.85, label='for', confidence=0.85, method='rule:own attitude', spans=((8, 15),))
        >>> stance_towards(sentence, target=(0, 7), source=(16, 21)).label
        'neutral'
    """
    target = _checked("target", target, sentence)
    source = None if source is None else _checked("source", source, sentence)
    rows = [
        {"name": "target", "actor_type": None, "party": "target"},
        {"name": "source", "actor_type": None, "party": "source"},
    ]
    actors = make_table("actors", rows)
    spans = [("target", target), *([("source", source)] if source else [])]
    table = make_table(
        "mentions",
        [{"paragraph": 0, "start": s, "end": e, "kind": "name", "actor": n, "party": n} for n, (s, e) in spans],
    )
    speaker = Speaker("source", "source", None, False, *(source or (None, None)), None)
    article = Article(id="sentence", text=sentence, paragraphs=[(0, len(sentence))])
    for passage in passages(article):
        if not passage.start <= target[0] < passage.start + len(passage.doc.text):
            continue
        finder = Finder(passage.doc, passage.start, Mentions(table, actors), ConceptIndex(None))
        token = finder.token_at(*target)
        if token is None:
            continue
        everything = {t.i for t in passage.doc}
        own = _own_in_sentence(finder, speaker, everything, token)
        reader = Reader(passage.doc, own, everything, None, finder.contested(), told=source is None)
        named = Target("target", "actor", "target", *target, token)
        found = [weigh(finder, named, finding) for finding in reader.read(token)]
        if found:
            reading, value, confidence, _ = combine(found)
            return Stance(value, label_of(value), confidence, f"rule:{reading.finding.rule}", reading.spans)
    return Stance(0.0, "neutral", NEUTRAL_CONFIDENCE, "rule:named")


def _own_in_sentence(finder: Finder, speaker: Speaker, inside: set[int], target: Token) -> set[int]:
    """The source's own words: its name, "we" in what it says, and "it", "they" in what it is said to say."""
    if speaker.start is None:
        return finder.own(speaker, inside)
    source = finder.token_at(speaker.start, speaker.end)
    own = {t.i for t in finder.doc if t.i in finder.inside([(speaker.start, speaker.end)])}
    for verb in finder.doc:
        if (
            source is None
            or verb.pos_ != "VERB"
            or not any(source.i == part.i for a in agents(verb) for part in phrase(a))
        ):
            continue
        for clause in children(verb, "ccomp", "xcomp", "advcl"):
            for token in clause.subtree:
                quoted = token.i in finder.quoted
                if token.lower_ in (FIRST_PERSON if quoted else FIRST_PERSON | THIRD_PERSON) and token.i != target.i:
                    own.add(token.i)
    return own


def _checked(name: str, span: tuple[int, int], sentence: str) -> tuple[int, int]:
    try:
        start, end = (int(value) for value in span)
    except (TypeError, ValueError):
        raise ValueError(f"{name} is (start, end), offsets into the sentence, not {span!r}.") from None
    if not 0 <= start < end <= len(sentence):
        raise ValueError(f"{name} {span!r} is not in the sentence, which has {len(sentence)} characters.")
    return start, end
