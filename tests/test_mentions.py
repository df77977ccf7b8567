"""Mentions by name, alias, demonym, role, pronoun and collective; and the words that name a side."""

import pytest
from test_actors import make

from analysis import parties
from analysis.actors import find_mentions
from analysis.tables import make_table

ACTORS = make_table(
    "actors",
    [
        {"name": "Mira Halloran", "actor_type": "person", "party": "Norway", "aliases": "Norwegian minister"},
        {"name": "Norway", "actor_type": "country", "party": "Norway", "aliases": ""},
        {"name": "Turkey", "actor_type": "country", "party": "Turkey", "aliases": ""},
        {"name": "United Delta Workers", "actor_type": "group", "party": "Delta", "aliases": "delta workers"},
        {"name": "Omar al-Tahir", "actor_type": "person", "party": "Delta", "aliases": ""},
    ],
)


def mentions(text: str, kinds: str = "name alias demonym role collective") -> list[tuple[str, str, str | None]]:
    table = find_mentions(make(text), ACTORS)
    table = table[table["kind"].isin(kinds.split()) & ~table["ambiguous"]]
    return list(zip(table["text"], table["kind"], table["actor"], strict=True))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mira Halloran left.", [("Mira Halloran", "name", "Mira Halloran")]),
        ("Halloran left.", [("Halloran", "alias", "Mira Halloran")]),
        ("Mrs. Halloran’s dam broke.", [("Halloran", "alias", "Mira Halloran")]),
        ("Norway's envoy left.", [("Norway", "name", "Norway")]),
        ("They rejected the Turkish action.", [("Turkish", "demonym", "Turkey")]),
        ("They praised Ankara.", [("Ankara", "alias", "Turkey")]),
        ("al-Tahir met Tahir.", [("al-Tahir", "alias", "Omar al-Tahir"), ("Tahir", "alias", "Omar al-Tahir")]),
        ("THE DELTA WORKERS met.", [("DELTA WORKERS", "alias", "United Delta Workers")]),
        ("Delta workers met.", [("Delta workers", "alias", "United Delta Workers")]),
        ("The United Delta Workers (UDW) met. The UDW won.", [
            ("United Delta Workers", "name", "United Delta Workers"),
            ("UDW", "alias", "United Delta Workers"),
            ("UDW", "alias", "United Delta Workers"),
        ]),
        ("The Norwegian minister, Mira Halloran, left.", [
            ("Norwegian minister", "role", "Mira Halloran"),
            ("Mira Halloran", "name", "Mira Halloran"),
        ]),
        ("Norwegian minister Mira Halloran left.", [("Mira Halloran", "name", "Mira Halloran")]),
        # not these
        ("Peter Halloran left.", []),
        ("They ate turkey.", []),
        ("A hallway left.", []),
        ("Norwayans left.", []),
        ("The UDW met.", []),
        ("NewNorway and Norway1 left.", []),
    ],
)  # fmt: skip
def test_mentions_by_name(text, expected):
    assert mentions(text) == expected


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("He lives in Norway.", True),
        ("He lives in Ankara.", True),
        ("He flew to Ankara.", True),
        ("He gave arms to Norway.", False),
        ("He accused Ankara.", False),
        ("Norway left.", False),
    ],
)
def test_a_country_can_be_only_a_place(text, place):
    assert find_mentions(make(text), ACTORS).query("kind in ('name', 'alias')")["place"].tolist() == [place]


def test_pronouns_are_resolved_or_flagged():
    table = find_mentions(make("Mira Halloran left. She smiled. He frowned."), ACTORS)
    table = table[table["kind"] == "pronoun"]
    assert table[["text", "actor", "ambiguous"]].values.tolist() == [
        ["She", "Mira Halloran", False],
        ["He", None, True],
    ]


def test_a_shared_surname_needs_a_title_or_a_full_name_before_it():
    rows = [{"name": n, "actor_type": "person", "party": n, "aliases": ""} for n in ("Anna Brek", "Peter Brek")]
    table = make_table("actors", rows)

    def actors(text):
        return find_mentions(make(text), table)["actor"].tolist()

    assert actors("Mrs. Brek left.") == ["Anna Brek"]
    assert actors("Mr. Brek left.") == ["Peter Brek"]
    assert actors("Peter Brek came. Brek left.") == ["Peter Brek", "Peter Brek"]
    assert actors("Brek left.") == [None]


@pytest.mark.parametrize(
    ("phrase", "party"),
    [
        ("Russian President", "Russia"),
        ("the US ambassador to Norway", "United States"),
        ("Norway’s envoy to the United Nations", "Norway"),
        ("the governor of New Mexico", None),
        ("the president of Mexico", "Mexico"),
        ("a Saudi official", "Saudi Arabia"),
        ("the Kremlin", "Russia"),
        ("the bridge", None),
        ("polish remover", None),
        ("", None),
    ],
)
def test_party_in(phrase, party):
    assert parties.party_in(phrase) == party


@pytest.mark.parametrize("word", ["Danish", "Danes", "Denmark", "Copenhagen", "Kingdom of Denmark"])
def test_country_of_every_kind_of_word(word):
    assert parties.country_of(word) == "Denmark"


@pytest.mark.parametrize("word", ["Victoria", "Kingston", "Washingtonian", "Georgetown", "danish", "", "turkey"])
def test_words_that_are_no_country(word):
    assert parties.country_of(word) is None
