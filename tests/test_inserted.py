"""Reporting clauses that stand in what they report: the commas, where they tell and where they do not."""

import pytest
from reading import compare, said

between_commas = {
    "after a subject": (
        "The new bridge over the Sava, engineers say, is too narrow for buses.",
        [said("engineers", "The new bridge over the Sava is too narrow for buses")],
    ),
    "after a subject, with a place and a time": (
        "The old ferry, Petra Lund said in an interview on Monday, will stay in the harbour.",
        [said("Petra Lund", "The old ferry will stay in the harbour")],
    ),
    "after a condition": (
        "If the council agrees, Tomas Varga said, the ferry will sail again in May.",
        [said("Tomas Varga", "If the council agrees the ferry will sail again in May")],
    ),
    "after an opening": (
        "In a town with two schools and no doctor, the nurses argued, a clinic would soon pay for itself.",
        [said("the nurses", "In a town with two schools and no doctor a clinic would soon pay for itself")],
    ),
    "the sentence goes on": (
        "The ferry is old, Petra Lund said, but the engine is new.",
        [said("Petra Lund", "The ferry is old but the engine is new")],
    ),
    "then what the speaker did": (
        "The ferry is old, Petra Lund said, waving at the crew.",
        [said("Petra Lund", "The ferry is old")],
    ),
    "then who the speaker is": (
        "The ferry is old, said Petra Lund, who has sailed on it for years.",
        [said("Petra Lund", "The ferry is old")],
    ),
    "then the reporter's comment": (
        "The ferry will be sold, Petra Lund said, a step that could anger the crew.",
        [said("Petra Lund", "The ferry will be sold")],
    ),
    "a condition before a quotation": (
        "If the council agrees, Petra Lund said, “the ferry will sail again in May.”",
        [said("Petra Lund", "If the council agrees the ferry will sail again in May.", quote_type="mixed")],
    ),
    "a time before a quotation": (
        "In the spring, Petra Lund said, “The ferry will sail again in May.”",
        [said("Petra Lund", "The ferry will sail again in May.", quote_type="direct")],
    ),
    "after a subject, belief": (
        "The old ferry, Petra Lund believes, will stay in the harbour.",
        [said("Petra Lund", "The old ferry will stay in the harbour", attribution="belief")],
    ),
    "no reporting verb": (
        "The ferry, which Petra Lund painted, will sail again in May.",
        [],
    ),
}

further = {
    "a condition with a verb that can report": (
        "Petra Lund said the harbour must close if the ferry does not go there.",
        [said("Petra Lund", "the harbour must close if the ferry does not go there")],
    ),
    "according to, all of the sentence": (
        "Young sailors with no savings may not be so lucky, according to Tomas Varga.",
        [said("Tomas Varga", "Young sailors with no savings may not be so lucky")],
    ),
    "according to, in the middle": (
        "The ferry, according to Tomas Varga, is safe.",
        [said("Tomas Varga", "The ferry is safe")],
    ),
    "according to plan": ("The ferry sailed on Monday, according to plan.", []),
}


def parametrised(cases):
    return pytest.mark.parametrize(("text", "expected"), list(cases.values()), ids=list(cases))


@parametrised(between_commas)
def test_between_commas(text, expected):
    compare(text, expected)


@parametrised(further)
def test_what_belongs_to_the_clause(text, expected):
    compare(text, expected)
