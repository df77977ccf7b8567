"""The list of reporting words: it can be read, and its wider roles fire where they should and nowhere else."""

import pytest
from reading import compare, said

from analysis.cues import load_cues

ACTS = {"speech", "belief", "intention"}
ROLES = frozenset("that to ing np oprd quote acl".split())
PREPOSITIONS = frozenset("about against as at for from in into of on over to with".split())

cases = {
    "push to": (
        "The unions are pushing to reopen the shipyard.",
        [said("The unions", "to reopen the shipyard", act="support")],
    ),
    "push, a thing": ("Tomas Varga pushed the cart up the hill.", []),
    "read that": (
        "The letter reads: “The shipyard will close in June.”",
        [said("The letter", "The shipyard will close in June.", cue="reads")],
    ),
    "read, a book": ("Irena Koval read the paper on the ferry.", []),
    "report, what was done": (
        "Tomas Varga reported losing the keys to the harbour office.",
        [said("Tomas Varga", "losing the keys to the harbour office", cue="reported")],
    ),
    "support, what is done": (
        "Irena Koval supports lowering the tax on fishing boats.",
        [said("Irena Koval", "lowering the tax on fishing boats", act="support")],
    ),
    "support, a roof": ("Six pillars supporting the roof were painted white.", []),
    "vote to": (
        "The council voted to close the shipyard.",
        [said("The council", "to close the shipyard", act="support")],
    ),
    "vote, only": ("Most of the islanders voted early on Sunday.", []),
}


@pytest.mark.parametrize(("text", "expected"), list(cases.values()), ids=list(cases))
def test_roles_of_cues(text, expected):
    compare(text, expected)


def test_every_line_of_the_list_makes_sense():
    for (word, pos), cue in load_cues().items():
        assert word == word.strip().lower() and pos in ("verb", "noun", "adjective"), word
        assert cue.act and cue.attribution in ACTS, word
        assert cue.roles and cue.roles <= ROLES | PREPOSITIONS, (word, cue.roles)
        assert cue.extras <= PREPOSITIONS | {"oprd", "to"}, (word, cue.extras)
