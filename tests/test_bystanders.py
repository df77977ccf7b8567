"""Who takes no stance by the parse alone, on invented sentences; among them ones where the parse may not settle it."""

import pytest

from analysis import stance_towards
from analysis.bystanders import asked_about, bystander, harmed_by_others
from analysis.language import load_pipeline


def places(sentence, *words):
    doc = load_pipeline()(sentence)
    return doc, *({t.i for t in doc if t.text in word.split()} for word in words)


@pytest.mark.parametrize(
    ("sentence", "source", "target", "why"),
    [
        ("Norland told Velia that Marek was a coward.", "Velia", "Marek", "recipient"),
        ("Norland wrote to Velia that Marek had lied.", "Velia", "Marek", "recipient"),
        ("Norland told Velia that Marek was a coward.", "Norland", "Marek", None),
        ("Norland said that Velia invaded Marek.", "Norland", "Marek", "told of others"),
        ("According to Norland, Velia supports Marek.", "Norland", "Marek", "told of others"),
        ("Norland said that Velia had ruined the harbour.", "Norland", "Velia", None),
        ("Norland invaded Marek.", "Norland", "Marek", None),
        ("Norland said that it had invaded Marek.", "Norland", "Marek", None),
        (
            "Norland said that brutal and cowardly Velia shamelessly invaded helpless Marek at night.",
            "Norland",
            "Velia",
            None,
        ),
        ("Norland praised Velia while Marek waited.", "Norland", "Marek", "onlooker"),
        ("Norland praised Velia while Marek waited.", "Marek", "Velia", "onlooker"),
        ("Norland praised Velia after a meeting with Marek.", "Norland", "Marek", "onlooker"),
        ("Norland praised Velia while Marek condemned Ostland.", "Marek", "Ostland", None),
        ("Norland sided with Marek.", "Norland", "Marek", None),
        ("Norland, Velia and Marek signed the treaty.", "Velia", "Marek", "listed together"),
        ("The treaty was signed by Norland and Velia.", "Norland", "Velia", "listed together"),
        ("Norland and Velia accused each other of lies.", "Norland", "Velia", None),
        ("Norland and Velia condemned Marek.", "Velia", "Marek", None),
    ],
)
def test_bystander(sentence, source, target, why):
    assert bystander(*places(sentence, source, target)) == why


@pytest.mark.parametrize(
    ("sentence", "target", "own", "spared"),
    [
        ("Velia attacked Marek.", "Marek", "", True),
        ("Marek was attacked by Velia.", "Marek", "", True),
        ("Velia attacked Marek.", "Velia", "", False),
        ("We attacked Marek.", "Marek", "We", False),
        ("Marek lies.", "Marek", "", False),
    ],
)
def test_harmed_by_others(sentence, target, own, spared):
    doc, mine = places(sentence, own)
    token = next(t for t in doc if t.text == target)
    assert harmed_by_others(token, mine) is spared


@pytest.mark.parametrize(
    ("sentence", "target", "open_"),
    [
        ("It is unclear whether Velia should go.", "Velia", True),
        ("The dispute over the role of Velia goes on.", "Velia", True),
        ("Debate about Velia delayed the vote.", "Velia", True),
        ("The liars of Velia should go.", "Velia", False),
        ("The dispute shows that Velia lies.", "Velia", False),
    ],
)
def test_asked_about(sentence, target, open_):
    doc = load_pipeline()(sentence)
    assert asked_about(next(t for t in doc if t.text == target)) is open_


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Norland rejects Velia.", "Norland rejects Velia if asked."),
        ("Norland supports Velia.", "It is likely that Norland supports Velia."),
        ("Norland praised Velia.", "Norland is said to have praised Velia."),
        ("Norland praised Velia.", "Norland appears to have praised Velia."),
    ],
)
def test_conditions_and_hedges_take_strength(first, second):
    def value(sentence):
        spans = [(sentence.index(word), sentence.index(word) + len(word)) for word in ("Velia", "Norland")]
        return abs(stance_towards(sentence, *spans, reader="rules").value)

    assert value(second) < value(first)


@pytest.mark.parametrize(
    "sentence",
    [
        "Did Norland praise Velia?",
        "Has Norland ever criticised Velia?",
        "If Norland backs Velia, the talks are over.",
        "Nobody knows whether Norland backs Velia.",
        "At no point did Norland criticise Velia.",
    ],
)
def test_questions_and_conditions_take_no_stance(sentence):
    spans = [(sentence.index(word), sentence.index(word) + len(word)) for word in ("Velia", "Norland")]
    assert stance_towards(sentence, *spans, reader="rules").label != (
        "against" if "critic" in sentence else "for"
    ), sentence  # fmt: skip
