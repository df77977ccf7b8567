"""Small questions about a parse: subjects, complements, antecedents, the words of a mention, runs of words."""

import pytest

from analysis import clauses
from analysis.language import load_pipeline


def word(sentence, text):
    doc = load_pipeline()(sentence)
    return next(token for token in doc if token.text == text)


subjects = {
    "active": ("Petra rejected the plan.", "rejected", "Petra"),
    "passive with by": ("The plan was rejected by Petra.", "rejected", "Petra"),
    "passive without by": ("The plan was rejected on Monday.", "rejected", None),
    "conjoined": ("Petra read the plan and rejected it.", "rejected", "Petra"),
    "participle": ("Petra left the room, saying that she was tired.", "saying", "Petra"),
    "infinitive": ("Petra wanted to say that it was late.", "say", "Petra"),
    "infinitive after an object": ("Petra urged Tomas to say that it was late.", "say", "Tomas"),
    "inverted": ("“It is late,” said Petra.", "said", "Petra"),
    "auxiliaries": ("Petra has never been able to say so.", "been", "Petra"),
    "imperative": ("Read the plan.", "Read", None),
    "expletive": ("It was reported that the plan failed.", "reported", None),
}

roles = {
    "that": ("Petra said that the plan failed.", "said", "that", ["failed"]),
    "to": ("Petra vowed to fight.", "vowed", "to", ["fight"]),
    "ing": ("Petra denied reading the plan.", "denied", "ing", ["reading"]),
    "np": ("Petra rejected the plan.", "rejected", "np", ["plan"]),
    "preposition": ("Petra warned against panic.", "warned", "against", ["against"]),
    "passive": ("The plan was rejected by Petra.", "rejected", "passive", ["plan"]),
    "clause on a noun": ("The claim that the plan failed is new.", "claim", "acl", ["failed"]),
    "a relative clause is none": ("The claim which Petra rejected is new.", "claim", "acl", None),
    "no complement": ("Petra slept.", "slept", "that", None),
}

mentions = {
    "a name": ("Petra Lund slept.", "Lund", "Petra Lund"),
    "a title": ("Foreign Minister Petra Lund slept.", "Lund", "Foreign Minister Petra Lund"),
    "a determiner": ("The old minister slept.", "minister", "The old minister"),
    "a prepositional phrase": ("The minister of trade slept.", "minister", "The minister of trade"),
    "a conjunction": ("Petra and Tomas slept.", "Petra", "Petra and Tomas"),
    "an apposition": ("Petra Lund, the mayor of Lindau, slept.", "Lund", "Petra Lund, the mayor of Lindau"),
    "no relative clause": ("Petra Lund, who was ill, slept.", "Lund", "Petra Lund"),
    "a possessive": ("Petra’s lawyer slept.", "lawyer", "Petra’s lawyer"),
}


@pytest.mark.parametrize(("sentence", "verb", "expected"), list(subjects.values()), ids=list(subjects))
def test_subject(sentence, verb, expected):
    found = clauses.subject(word(sentence, verb))
    assert (found.text if found is not None else None) == expected


@pytest.mark.parametrize(("sentence", "head", "role", "expected"), list(roles.values()), ids=list(roles))
def test_roles(sentence, head, role, expected):
    found = clauses.roles(word(sentence, head)).get(role)
    assert (found and [token.text for token in found]) == expected


@pytest.mark.parametrize(("sentence", "noun", "expected"), list(mentions.values()), ids=list(mentions))
def test_mention(sentence, noun, expected):
    token = word(sentence, noun)
    assert token.doc[slice(*clauses.mention(token))].text == expected


@pytest.mark.parametrize(
    ("sentence", "pronoun", "expected"),
    [
        ("The minister, who resigned, slept.", "who", "minister"),
        ("The group, which had met before, slept.", "which", "group"),
        ("The plan that Petra wrote failed.", "that", "plan"),
        ("Who slept?", "Who", None),
        ("Petra said that it was late.", "that", None),
        ("Petra slept.", "Petra", None),
    ],
)
def test_antecedent(sentence, pronoun, expected):
    found = clauses.antecedent(word(sentence, pronoun))
    assert (found.text if found is not None else None) == expected


def test_words_leaves_out_what_is_named():
    verb = word("The plan that Petra wrote failed.", "failed")
    plan, wrote = (next(t for t in verb.doc if t.text == text) for text in ("plan", "wrote"))
    assert clauses.words([plan]) == {0, 1, 2, 3, 4}
    assert clauses.words([plan], [wrote]) == {0, 1}
    assert clauses.words([]) == set()


@pytest.mark.parametrize(
    ("indices", "expected"),
    [
        (set(), []),
        ({3}, []),
        ({0, 1, 2}, ["The plan failed"]),
        ({0, 1, 2, 3}, ["The plan failed"]),
        ({0, 1, 5}, ["The plan", "paid"]),
        ({2, 4}, ["failed. Petra"]),
        ({2, 5}, ["failed", "paid"]),
        ({4, 5, 6, 7}, ["Petra paid 5%"]),
    ],
)
def test_pieces(indices, expected):
    doc = load_pipeline()("The plan failed. Petra paid 5% more.")
    assert [doc.text[start:end] for start, end in clauses.pieces(doc, indices)] == expected
