"""The stance of one sentence towards one target, by the same rules and the same model: to try out, and for corpora."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.arguments import agents, children, phrase
from analysis.articles import Article
from analysis.asking import Question, ask
from analysis.bystanders import bystander
from analysis.concepts import ConceptIndex
from analysis.frames import Reader
from analysis.strengths import NEUTRAL_CONFIDENCE, Stance, combine, label_of, weigh
from analysis.tables import make_table
from analysis.targets import FIRST_PERSON, THIRD_PERSON, Finder, Mentions, Speaker, Target
from analysis.trees import parse

if TYPE_CHECKING:
    from spacy.tokens import Token


#: where a source is given, these rules are right too seldom on hand-labelled pairs to decide, and the model is asked
UNSETTLED = frozenset({"named", "own reverse", "quality", "done to us"})
READERS = ("both", "rules", "model")


def stance_towards(
    sentence: str,
    target: tuple[int, int],
    source: tuple[int, int] | None = None,
    *,
    reader: str = "both",
) -> Stance:
    """Score the stance of a sentence, or of somebody in it, towards somebody or something in it.

    Where a source is given and the grammar says that it praises, blames, helps or harms the target, or that it does
    not, a rule decides. Everything else is asked of the model (``analysis.encoder``). ``method`` says which it was.

    Args:
        sentence: any text; one sentence is what the rules are made for.
        target: half-open offsets of the target in the sentence.
        source: half-open offsets of whose stance is asked; None: the one who speaks or writes the sentence.
        reader: "both"; "rules" or "model" asks one of them alone.

    Returns:
        A Stance. ``.evidence()`` gives the words that carried it.

    Raises:
        ValueError: target or source is no (start, end) inside the sentence, or reader is none of the three.

    Not covered: pronouns that stand for the target elsewhere in the text; irony. Where target and source overlap
    ("its" in "its minister") the rules decide alone, since the model can't mark both.

    Example:
        >>> sentence = "Norland praised Velia."
        >>> stance_towards(sentence, target=(16, 21), source=(0, 7))
        Stance(value=0.85, label='for', confidence=0.85, method='rule:own attitude', spans=((8, 15),))
        >>> stance_towards(sentence, target=(0, 7), source=(16, 21)).label
        'neutral'
        >>> stance_towards("The reckless Velia ruins the talks.", target=(13, 18)).label
        'against'
    """
    if reader not in READERS:
        raise ValueError(f"reader is one of {', '.join(READERS)}, not {reader!r}.")
    target = _checked("target", target, sentence)
    source = None if source is None else _checked("source", source, sentence)
    question = Question(sentence, target, source)
    if reader == "rules" or not question.can_be_marked():
        return _by_rules(sentence, target, source)
    if reader == "both" and source is not None:
        read = _by_rules(sentence, target, source)
        if read.method.removeprefix("rule:") not in UNSETTLED:
            return read
    answer = ask([question])[0]
    method = "model:towards" if source is None else "model:between"
    return Stance(answer.value, answer.label, answer.confidence, method, question=question)


def _by_rules(sentence: str, target: tuple[int, int], source: tuple[int, int] | None) -> Stance:
    """What the rules read."""
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
    for passage in parse(article):
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
            rule = reading.finding.rule
            if rule == "named" and speaker.start is not None:
                places = finder.inside([source]), finder.inside([target])
                rule = bystander(passage.doc, *places) or rule
            return Stance(value, label_of(value), confidence, f"rule:{rule}", reading.spans)
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
