"""The cases of ``behaviour.py``, read by ``stance_towards``: each that holds today, and a share of every behaviour."""

import math
from functools import partial

import pytest
from behaviour import CORE, NAMES, Question, lines, make_cases, passes, results, shares

from analysis.stance import Stance, stance_towards

CASES = make_cases()
#: whose labels the sets and shares below were measured on: "both" is what users get
READER = "both"

#: the model reads these wrongly, in all or in some of their cases. Whole lines of the table, never single cases.
FOR_THE_MODEL = frozenset(
    lines("""
    {A} tore a strip off {B}. | A>B
    {A} threw all available weight behind {B}. | A>B
    {A} stopped short of blaming {B}. | A>B
    {A} said that {B} attacked {C}. | A>C
    {A} said that {B} attacked {C}. | A>B
    {A} said {C} thinks that {B} is a liar. | A>B
    Though an admirer of {C}, {A} sharply criticised {B}. | A>C
    {B} won the support of {A}. | A>B
    {B} drew fire from {A} over the fees. | A>B
    {B} was praised by {A} and scorned by {C}. | C>B
    {A} prefers {B} to {C}. | A>C
    {A} praised {B} and condemned {C}. | A>C
    {A} is said to reject {B}. | A>B
    {A} condemned, in the strongest words of the year, {B}. | A>B
    """)
)
#: a rule reads these, and wrongly: they need a better rule, since the model is asked only where no rule reads.
FOR_THE_RULES = frozenset(
    lines("""
    {A} asked {C} why {B} had been criticised. | A>B
    Should {A} reject {B}, the vote is lost. | A>B
    {A} backed {B}, not {C}. | A>C
    {A} warned {C} not to threaten {B}. | A>B
    Rumour has it that {A} opposes {B}. | A>B
    """)
)
#: the share of its cases that each behaviour passes at least, in per cent; measured, rounded down.
LEAST = {
    "named source and target": 100,
    "active and passive": 100,
    "idiom": 87,
    "negation": 93,
    "reported speech": 100,
    "an act that is told": 82,
    "concession": 90,
    "question": 100,
    "condition": 85,
    "noun": 93,
    "third parties": 100,
    "coordination": 81,
    "distance": 93,
    "help and harm deplored": 90,
    "wish": 100,
    "the writer": 100,
    "opposite words": 100,
    "hedge": 83,
}


OPEN = FOR_THE_MODEL | FOR_THE_RULES
PLAIN = [case for case in CASES if case.template not in OPEN]


@pytest.fixture(scope="module")
def found():
    return results(partial(stance_towards, reader=READER))


@pytest.mark.parametrize("case", PLAIN, ids=[case.id for case in PLAIN])
def test_behaviour(case, found):
    assert found[case], stance_towards(case.sentence, case.target, case.source, reader=READER)


@pytest.mark.parametrize("behaviour", LEAST)
def test_share(behaviour, found):
    passed, n = shares(found)[behaviour]
    assert math.floor(100 * passed / n) >= LEAST[behaviour], f"{passed} of {n}"


@pytest.mark.parametrize("template", sorted(FOR_THE_RULES))
def test_what_is_open_fails(template, found):
    """So that the set shrinks: a line whose cases all pass belongs there no longer.

    Not asked of the model's lines: its numbers differ a little between processors.
    """
    passed, n = shares(found, by="template")[template]
    assert passed < n, "passes now: take it out of its set, and raise LEAST (python tests/behaviour.py)"


# --- the table itself -------------------------------------------------------------------------------------------------


def test_the_table():
    assert len(CASES) >= 300 and len({case.id for case in CASES}) == len(CASES)
    assert set(LEAST) == {case.behaviour for case in CASES} >= CORE
    assert all(LEAST[behaviour] == 100 for behaviour in CORE)
    assert not FOR_THE_MODEL & FOR_THE_RULES and all(line in {c.template for c in CASES} for line in OPEN)


def test_offsets_hold():
    names = {name.removeprefix("the ") for rows in NAMES.values() for row in rows for name in row} | {"Oldport"}
    for case in CASES:
        for question in filter(None, (Question(case.sentence, case.target, case.source), case.other)):
            spans = [span for span in (question.target, question.source) if span]
            words = [question.sentence[slice(*span)] for span in spans]
            assert set(words) <= names and len(set(words)) == len(words), case
            assert all(question.sentence.count(word) == 1 for word in words), case
            assert question.sentence[0].isupper() or question.sentence[0] == "“", case
            assert "{" not in question.sentence and " the the " not in question.sentence.lower(), case


def always(value, label):
    return lambda *_: Stance(value, label, 0.9, "test")


CONSTANT = [always(-0.9, "against"), always(0.0, "neutral"), always(0.9, "for")]


def test_a_reader_that_does_not_read_fails():
    """Each behaviour would catch at least one reader that always says the same, and most cases catch it."""
    passed = [results(reader) for reader in CONSTANT]
    for behaviour in LEAST:
        assert any(shares(one)[behaviour][0] < shares(one)[behaviour][1] for one in passed), behaviour
    assert all(sum(one.values()) < 0.6 * len(CASES) for one in passed)
    assert not any(all(one[case] for one in passed) for case in CASES)


@pytest.mark.parametrize(
    ("expected", "first", "second", "right"),
    [
        ("same", (0.8, "for"), (0.6, "for"), True),
        ("same", (0.8, "for"), (0.0, "neutral"), False),
        ("same", (0.0, "neutral"), (0.0, "neutral"), False),
        ("opposite", (0.8, "for"), (-0.6, "against"), True),
        ("opposite", (0.8, "for"), (0.0, "neutral"), False),
        ("opposite", (-0.8, "against"), (-0.8, "against"), False),
        ("weaker", (0.8, "for"), (0.6, "for"), True),
        ("weaker", (0.8, "for"), (0.8, "for"), False),
        ("weaker", (0.6, "for"), (-0.5, "against"), False),
        ("weaker", (-0.8, "against"), (0.0, "neutral"), True),
    ],
)
def test_relations(expected, first, second, right):
    case = next(case for case in CASES if case.expected == expected)
    stances = {
        sentence: Stance(*stance, 0.9, "test")
        for sentence, stance in ((case.other.sentence, first), (case.sentence, second))
    }
    assert passes(case, lambda sentence, *_: stances[sentence]) is right


@pytest.mark.parametrize(
    ("expected", "right"),
    [
        ("+", ["for"]),
        ("-", ["against"]),
        ("0", ["neutral"]),
        ("!+", ["against", "neutral"]),
        ("!-", ["neutral", "for"]),
    ],
)
def test_labels(expected, right):
    case = next(case for case in CASES if case.expected == expected)
    assert [s.label for read in CONSTANT if passes(case, read) and (s := read())] == right


def test_neutral_or_uncertain():
    case = next(case for case in CASES if case.expected == "0?")
    assert passes(case, lambda *_: Stance(0.4, "for", 0.45, "test"))
    assert not passes(case, always(0.9, "for"))
