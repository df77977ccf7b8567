"""Stance: for or against whom, or what, each statement's speaker is, with the words that carried it.

Rules over the parse come first: ``analysis.lexicon`` lists the words, ``analysis.frames`` reads them,
``analysis.targets`` says whom they are about. Where a target is named and no rule reads a stance to it, the model is
asked (``analysis.asking``). Each row tells its method, so that a reader can check it.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Mapping
from typing import NamedTuple

import pandas as pd

from analysis.actors import find_actors, find_mentions
from analysis.articles import Article
from analysis.asking import CERTAIN, Answer, Question, ask, question_of
from analysis.bystanders import asked_about, harmed_by_others
from analysis.concepts import ConceptIndex, load_concepts
from analysis.discourse import Context, Taken, defiant, find_owners, find_positions, find_rivals, implied, refusal
from analysis.frames import Reader
from analysis.framing import answer_sign, frame_tokens, veiled_targets
from analysis.naming import Finding
from analysis.said import Said, read_statements
from analysis.sentence import READERS, stance_towards
from analysis.strengths import RULES, Reading, Stance, combine, label_of, weigh
from analysis.tables import make_table
from analysis.targets import Finder, Mentions, Target
from analysis.trees import parse

__all__ = ["RULES", "Stance", "load_concepts", "score_stances", "stance_towards"]


def score_stances(
    article: Article,
    statements: pd.DataFrame,
    actors: pd.DataFrame | None = None,
    concepts: pd.DataFrame | None = None,
    *,
    reader: str = "both",
) -> pd.DataFrame:
    """Score where the speaker of each statement stands towards each other actor, or listed concept, that it names.

    Args:
        article: the article.
        statements: its statements table, with actor and party resolved.
        actors: an actors table; None: found in the text.
        concepts: a table with concept and keywords (``load_concepts``); None: actors only.
        reader: "both"; "rules" or "model" asks one of them alone, to compare them. The model alone reads only the
            targets that a content names.

    Returns:
        The stances table, one row a statement and target, in the order of the statements and of the text. ``stance``
        is P(for) − P(against), −1 … 1: the sign that a rule read times the rule's strength, the opposite label being
        given no probability. ``basis`` is explicit where the words name target and stance, implied where a reader
        infers one of them. ``method`` is "rule:" and the rule; ``RULES`` says what each one reads. ``evidence_spans``
        are the words that carried it, half-open offsets into ``article.text``. ``uncertain``: a confidence below
        ``CERTAIN``, or two readings of opposite sign; then the stance is their mean.

        A row of the model has the method "model:towards"; its value is the model's probability of for less that of
        against, its confidence the probability of its label, its basis implied, and ``uncertain`` a confidence below
        ``asking.CERTAIN``. It was asked how the words from ``asked_start`` to ``asked_end`` stand to the target. Its
        evidence takes time and is left empty: ``evidence_of`` finds it.

        The speaker's own side is never a target. A contested name ("terrorists") is a target without a party, where
        the words take a stance to those it names. A target that is named without a stance has a neutral row.

    The strengths are stated priors, not yet calibrated on hand labels. The rules follow connotation frames (Rashkin,
    Singh and Choi, ACL 2016) and the implicature rules of Deng and Wiebe (EACL 2014).

    Harm or help that the speaker tells of ("A said that B attacked C") is an implied stance against B and for C; so is
    what only the rest of the article shows (``analysis.discourse``): whose plan is attacked, which rival is answered.

    Not covered: irony; stances that only knowledge of the world gives; what the speaker tells that others said.

    Raises:
        ValueError: reader is none of the three.

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
    if reader not in READERS:
        raise ValueError(f"reader is one of {', '.join(READERS)}, not {reader!r}.")
    if len(statements) == 0:
        return make_table("stances")
    actors = find_actors(article) if actors is None else actors
    mentions = Mentions(find_mentions(article, actors), actors)
    index = ConceptIndex(concepts)
    said = read_statements(statements, mentions.types)
    sides = {i: one.speaker.party for i, one in enumerate(said)}
    read = _read_all(article, said, mentions, index, {})
    answers = _answers(statements, said, actors, read.lemmas)
    first = _taken(read, answers)
    rivals = find_rivals(sides, first)
    if rivals:  # whom "they" and "the other side" are is known only now
        read = _read_all(article, said, mentions, index, rivals)
    taken = _taken(read, answers)
    context = Context(
        rivals, find_owners(article, mentions, index, sides, taken), mentions.heads, find_positions(sides, taken)
    )
    rows: list[dict[str, object]] = []
    asked: list[tuple[int, Question, int]] = []
    for i, one in enumerate(said):
        for found in answers.get(i, ()):
            read.readings[i][found.target.kind + found.target.name].append(found)
        own = [t for t in taken if t.statement == i]
        spoke = _spoke_before(said, i, mentions)
        words, quoted = read.defiant.get(i, ()), one.speaker.quote_type == "direct"
        for found in implied(context, i, sides[i], own, spoke, words, i in read.thrown_back, quoted):
            read.readings[i][found.target.kind + found.target.name].append(found)
        chosen = [combine(group) for group in read.readings[i].values()]
        chosen = [c for c in chosen if c[0].finding.sign or not (c[0].target.contested or c[0].target.inferred)]
        for reading, value, confidence, uncertain in chosen:
            key = (i, reading.target.kind + reading.target.name)
            question = read.questions.get(key)
            if reader == "model" and question is None:
                continue
            silent = reading.finding.rule == "named" and key not in read.spared
            if question is not None and (reader == "model" or (reader == "both" and silent)):
                asked.append((len(rows), *question))
            rows.append(_row(one, reading, value, confidence, uncertain))
    for (number, question, start), answer in zip(asked, ask([question for _, question, _ in asked]), strict=True):
        rows[number] |= _by_model(answer, question, start)
    return make_table("stances", rows)


class _Read(NamedTuple):
    """What the statements' own sentences give: readings by statement and target, and hints for the whole article."""

    readings: dict[int, dict[str, list[Reading]]]
    lemmas: dict[int, str]
    defiant: dict[int, tuple[tuple[int, int], ...]]
    thrown_back: set[int]
    questions: dict[tuple[int, str], tuple[Question, int]]
    spared: set[tuple[int, str]]
    #: where the reporting words of all statements begin
    cues: set[int]


def _read_all(
    article: Article,
    said: list[Said],
    mentions: Mentions,
    index: ConceptIndex,
    rivals: Mapping[str, set[str]],
) -> _Read:
    """Read every statement in its passages."""
    cues = {one.cue[0] for one in said if one.cue}
    read = _Read(defaultdict(lambda: defaultdict(list)), {}, {}, set(), {}, set(), cues)
    waiting = deque(
        sorted(
            (min(s for s, _ in one.ranges), max(e for _, e in one.ranges), i)
            for i, one in enumerate(said)
            if one.ranges
        )
    )
    active: list[tuple[int, int, int]] = []
    before: tuple[str, int, int] | None = None
    for passage in parse(article):
        stop = passage.start + len(passage.doc.text)
        active = [one for one in active if one[1] > passage.start]
        while waiting and waiting[0][0] < stop:
            active.append(waiting.popleft())
        here = [i for _, _, i in active if any(s < stop and e > passage.start for s, e in said[i].ranges)]
        finder = Finder(passage.doc, passage.start, mentions, index, rivals, before) if here else None
        for i in here:
            for reading in _read_statement(finder, said[i], i, read):
                read.readings[i][reading.target.kind + reading.target.name].append(reading)
        before = finder.last_concept() if finder else None
    return read


def _taken(read: _Read, answers: Mapping[int, list[Reading]]) -> list[Taken]:
    """The stances that the statements take by their own words, the neutral ones too."""
    found = []
    for i in sorted({*read.readings, *answers}):
        groups = {key: list(group) for key, group in read.readings.get(i, {}).items()}
        for reading in answers.get(i, ()):
            groups.setdefault(reading.target.kind + reading.target.name, []).append(reading)
        for group in groups.values():
            reading, value, _, _ = combine(group)
            target = reading.target
            sign = 0 if abs(value) < 0.5 else 1 if value > 0 else -1
            place = (target.start, target.end)
            found.append(Taken(i, target.name, target.kind, target.party, sign, reading.finding.rule, place))
    return found


#: how many statements back somebody is still answered
BACK = 4


def _spoke_before(said: list[Said], number: int, mentions: Mentions) -> list[str]:
    """The parties that spoke in the statements before, the nearest first."""
    here = said[number]
    found = [one.speaker.party for one in reversed(said[max(0, number - BACK) : number]) if one.article == here.article]
    if here.ranges:
        near = mentions.before(min(s for s, _ in here.ranges))
        # an outlet only passes words on
        found += [m.party for m in near if mentions.types.get(m.actor, "outlet") != "outlet" and not m.ambiguous]
    return list(dict.fromkeys(party for party in found if party))


#: named in the content, and nothing said about it
NAMED = Finding(0, "explicit", "named", ())


def _read_statement(finder: Finder, said: Said, number: int, read: _Read) -> list[Reading]:
    inside = finder.inside(said.spans)
    cue = finder.token_at(*said.cue) if said.cue else None
    own = finder.own(said.speaker, inside)
    reader = Reader(finder.doc, own, inside, cue, finder.contested())
    reader.foes = finder.foes(said.speaker)
    others = {cue.head.i} if cue is not None and finder.place(cue.head.i)[0] in read.cues else ()
    frame = frame_tokens(reader, others) - inside
    if cue is not None:
        read.lemmas[number] = cue.lemma_
        if refusal(finder, inside, cue, answer_sign(None, cue.lemma_)):
            read.thrown_back.add(number)
            read.defiant.setdefault(number, said.cue and (said.cue,))
    if number not in read.defiant and (words := defiant(finder, inside, own, said.speaker.quote_type == "direct")):
        read.defiant[number] = tuple(finder.place(i) for i in sorted(words))
    found = []
    for target in finder.targets(said.speaker, inside, own, frame):
        readings = reader.read_concept(target.token) if target.kind == "concept" else reader.read(target.token)
        readings = [r for r in readings if r.rule != "quality" or not finder.covers(target, r.evidence)] or [NAMED]
        for finding in readings:
            if target.token.i in inside or finding.sign:
                found.append(weigh(finder, target, finding))
        if harmed_by_others(target.token, own) or asked_about(target.token):
            read.spared.add((number, target.kind + target.name))
        if (question := question_of(finder, said.spans, target)) is not None:
            read.questions.setdefault((number, target.kind + target.name), question)
    if inside:
        for target, finding in veiled_targets(reader, finder, said.speaker):
            found.append(weigh(finder, target, finding))
    return found


def _row(said: Said, reading: Reading, value: float, confidence: float, uncertain: bool) -> dict[str, object]:
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


def _by_model(answer: Answer, question: Question, start: int) -> dict[str, object]:
    """What the model's answer changes in the row of a target that is named and of which no rule reads a stance."""
    return {
        "stance": answer.value,
        "label": answer.label,
        "basis": "explicit" if answer.label == "neutral" else "implied",
        "confidence": answer.confidence,
        "uncertain": answer.confidence < CERTAIN,
        "method": "model:towards",
        "asked_start": start,
        "asked_end": start + len(question.sentence),
    }


def _answers(
    statements: pd.DataFrame, said: list[Said], actors: pd.DataFrame, lemmas: dict[int, str]
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
