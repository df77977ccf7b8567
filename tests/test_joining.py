"""Actors joined across articles: what is one, what is kept apart, and how a user mends it."""

import pandas as pd
import pytest
from corpora import stances, statements
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.actors import find_actors
from analysis.articles import ArticleError, load_article
from analysis.export import csv_text
from analysis.joining import JOIN_COLUMNS, join_actors, load_joins
from analysis.tables import make_table


def joined(*names, parties=None, actors=None):
    """Each name in an article of its own (or several in one, as a tuple); gives name -> joined name, and why."""
    rows = []
    for i, group in enumerate(names):
        for name in (group,) if isinstance(group, str) else group:
            rows.append((f"a{i}", name, "words", {"party": (parties or {}).get(name, name)}))
    said, _, table = join_actors(statements(*rows), stances(), actors)
    found = {row[1]: new for row, new in zip(rows, said["actor"], strict=True)}
    return found, dict(zip(table["name"], table["why"], strict=True))


def table_of(**types):
    """Names (with _ for a space) -> type, or (type, aliases): an actors table of article "t"."""
    rows = []
    for name, told in types.items():
        kind, aliases = told if isinstance(told, tuple) else (told, "")
        rows.append({"name": name.replace("_", " "), "actor_type": kind, "aliases": aliases})
    return {"t": make_table("actors", rows)}


@pytest.mark.parametrize(
    ("names", "one"),
    [
        (["Mira Halloran", "Halloran"], "Mira Halloran"),
        (["Mira Halloran", "President Halloran"], "Mira Halloran"),
        (["Mira Halloran", "Ms. Halloran"], "Mira Halloran"),
        (["Mira Halloran", "Deputy Foreign Minister Mira Halloran"], "Mira Halloran"),
        (["Mira Halloran", "M. Halloran"], "Mira Halloran"),
        (["Mira J. Halloran", "Mira Halloran", "Halloran"], "Mira Halloran"),
        (["Peter van der Lind", "van der Lind", "Lind"], None),
        (["José Brek", "Jose Brek"], None),
        (["the Velia Water Board", "Velia Water Board"], "Velia Water Board"),
        (["Halloran", "HALLORAN"], "Halloran"),
    ],
)
def test_one_actor(names, one):
    found, why = joined(*names)
    if one is None:
        assert len(set(found.values())) < len(names)
    else:
        assert set(found.values()) == {one}
    assert all(why[name] and not why[name].startswith("not") for name, new in found.items() if name != new)


@pytest.mark.parametrize(
    "names",
    [
        ["Mira Halloran", "Ola Halloran"],
        ["Ola J. Brek", "Ola P. Brek"],
        ["Ola Brek", "Ola Brek Jr."],
        ["Mira Halloran", "Mr Halloran"],  # the title tells another gender
        ["Mr Halloran", "Mrs Halloran"],
        ["Mira Norway", "Norway"],  # a country
        ["Peter Hezbollah", "Hezbollah"],  # an institution
        ["Free Delta", "Delta"],  # no listed given name, and no actors table that tells
        ["Prime Minister", "Foreign Minister"],
        ["Attorney General", "Secretary General"],
        ["Justice Party", "Party"],
        ["Paris Brek", "Paris"],  # a last name joins, a given name does not
        ["IS", "is"],
        ["Velia Water Board", "VWB"],
    ],
)
def test_two_actors(names):
    assert len(set(joined(*names)[0].values())) == len(names)


def test_a_last_name_that_two_have_joins_neither():
    found, why = joined("Mira Halloran", "Jon Halloran", "Halloran")
    assert found["Halloran"] == "Halloran"
    assert why["Halloran"] == "not joined: fits 2 names (Jon Halloran, Mira Halloran)"
    found, _ = joined("Olga Brek", "Ola Brek", "O. Brek")
    assert found["O. Brek"] == "O. Brek"


def test_never_two_that_one_article_keeps_apart():
    found, why = joined("Mira Halloran", ("Halloran", "Mira Halloran"), "Halloran")
    assert found["Halloran"] == "Halloran" and why["Halloran"] == "not joined with Mira Halloran: a1 names both"
    # nor by way of a third: M. Halloran is joined, so Halloran, which stands beside it, is not
    found, _ = joined("Mira Halloran", ("M. Halloran", "Halloran"))
    assert found["M. Halloran"] == "Mira Halloran" and found["Halloran"] == "Halloran"


def test_targets_and_tables_of_actors_keep_apart_too():
    said = statements(("x", "Mira Halloran", "w"), ("y", "Halloran", "w"))
    target = stances(("y", "Ola Brek", "Mira Halloran", "for"))
    assert join_actors(said, target)[0]["actor"].tolist() == ["Mira Halloran", "Halloran"]
    both = make_table("actors", [{"name": n, "actor_type": "person"} for n in ("Mira Halloran", "Halloran")])
    assert join_actors(said, stances(), {"z": both})[0]["actor"].tolist() == ["Mira Halloran", "Halloran"]
    assert join_actors(said, stances(), {})[0]["actor"].tolist() == ["Mira Halloran"] * 2


def test_parties_that_differ_keep_apart():
    found, why = joined("Mira Halloran", "Halloran", parties={"Mira Halloran": "Norland", "Halloran": "Velia"})
    assert found["Halloran"] == "Halloran" and why["Halloran"].endswith("their parties differ")
    assert joined("Mira Halloran", "Halloran", parties={"Mira Halloran": "Norland"})[0]["Halloran"] == "Mira Halloran"


def test_an_actors_table_tells_what_is_a_person():
    names = ["Free Delta", "Delta"]
    assert joined(*names, actors=table_of(Free_Delta="person"))[0]["Delta"] == "Free Delta"
    assert joined(*names, actors=table_of(Free_Delta="person", Delta="organisation"))[0]["Delta"] == "Delta"
    mira = ["Mira Halloran", "Halloran"]
    assert joined(*mira, actors=table_of(Mira_Halloran="organisation"))[0]["Halloran"] == "Halloran"


def test_aliases_of_bodies():
    board = ("organisation", "VWB|the board")
    assert joined("Velia Water Board", "VWB", actors=table_of(Velia_Water_Board=board))[0]["VWB"] == "Velia Water Board"
    two = table_of(Velia_Water_Board=board, Velia_Wine_Brewers=("organisation", "VWB"))
    found, why = joined("Velia Water Board", "VWB", actors=two)
    assert found["VWB"] == "VWB" and why["VWB"].startswith("not joined: fits 2 names")


def test_every_column_bears_the_joined_name_and_nothing_else_changes():
    said = statements(("x", "Mira Halloran", "w", {"party": "Norland"}), ("y", "Halloran", "w"), ("z", None, "w"))
    stood = stances(
        ("y", "Halloran", "Ola Brek", "against"),
        ("z", "Ola Brek", "Halloran", "for"),
        ("z", "Ola Brek", "Halloran", "for", {"target_kind": "concept", "target_party": None}),
    )
    new_said, new_stood, joins = join_actors(said, stood)
    assert new_said["actor"].tolist() == ["Mira Halloran", "Mira Halloran", None]
    # no party was told of her in y and z; the one that x tells holds there too
    assert new_said["party"].tolist() == ["Norland", "Norland", None]
    assert new_stood["target"].tolist() == ["Ola Brek", "Mira Halloran", "Halloran"]
    assert new_stood["party"].tolist() == ["Norland", "Ola Brek", "Ola Brek"]
    assert new_stood["target_party"].tolist() == ["Ola Brek", "Norland", None]
    assert joins[["kind", "name", "joined", "articles"]].values.tolist() == [
        ["name", "Halloran", "Mira Halloran", 2],
        ["party", "Mira Halloran", "Norland", 3],
    ]
    others = [c for c in said if c not in ("actor", "party")]
    pd.testing.assert_frame_equal(new_said[others], said[others])
    assert said["actor"].tolist()[1] == "Halloran"


def test_a_country_that_one_article_misreads_keeps_its_party():
    said = statements(("x", "Norway", "w"), ("y", "Norway", "w", {"party": "Velia"}))
    assert join_actors(said, stances())[0]["party"].tolist() == ["Norway", "Velia"]


def test_two_parties_told_fill_no_third():
    rows = [
        (a, "Mira Halloran", "w", {"party": p}) for a, p in (("x", "Norland"), ("y", "Velia"), ("z", "Mira Halloran"))
    ]
    assert join_actors(statements(*rows), stances())[0]["party"].tolist() == ["Norland", "Velia", "Mira Halloran"]


def test_the_joins_are_given_back_mended(tmp_path):
    said = statements(("x", "Mira Halloran", "w"), ("y", "Halloran", "w"), ("z", "=Brek", "w"), ("z", "the envoy", "w"))
    new, _, joins = join_actors(said, stances())
    assert new["actor"].tolist() == ["Mira Halloran", "Mira Halloran", "=Brek", "the envoy"]
    mended = pd.concat(
        [
            joins.assign(joined="Jon Halloran"),
            pd.DataFrame([["name", "=Brek", "Ola Brek", 1, ""]], columns=joins.columns),
        ]
    )
    file = tmp_path / "joins.csv"
    file.write_bytes(csv_text(mended).encode("utf-8-sig"))
    again, _, told = join_actors(said, stances(), joins=file)
    assert again["actor"].tolist() == ["Mira Halloran", "Jon Halloran", "Ola Brek", "the envoy"]
    assert told["why"].unique().tolist() == ["given"]
    nothing, _, _ = join_actors(said, stances(), joins=joins.assign(joined=joins["name"]))
    assert nothing["actor"].tolist() == said["actor"].tolist()
    none, _, _ = join_actors(said, stances(), joins=joins[:0])
    assert none["actor"].tolist() == said["actor"].tolist()


def test_giving_back_what_was_found_changes_nothing(tmp_path):
    said = statements(("x", "Mira Halloran", "w", {"party": "Norland"}), ("y", "Halloran", "w"), ("z", "O. Brek", "w"))
    one = join_actors(said, stances())
    file = tmp_path / "joins.csv"
    file.write_text(csv_text(one[2]), encoding="utf-8-sig", newline="")
    two = join_actors(said, stances(), joins=file)
    pd.testing.assert_frame_equal(one[0], two[0])


def test_chains_are_followed_and_circles_named():
    said = statements(("x", "A", "w"))
    chain = pd.DataFrame({"name": ["A", "B"], "joined": ["B", "C"]})
    assert join_actors(said, stances(), joins=chain)[0]["actor"].tolist() == ["C"]
    with pytest.raises(ValueError, match="round to"):
        join_actors(said, stances(), joins=pd.DataFrame({"name": ["A", "B"], "joined": ["B", "A"]}))
    with pytest.raises(ValueError, match="two names"):
        join_actors(said, stances(), joins=pd.DataFrame({"name": ["A", "A"], "joined": ["B", "C"]}))
    with pytest.raises(ValueError, match="missing: joined"):
        join_actors(said, stances(), joins=pd.DataFrame({"name": []}))


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("name;why\nA;b\n", "column joined is missing"),
        ("", "column name is missing"),
        ("kind,name,joined\nx,A,B\n", "'x'"),
    ],
)
def test_a_file_that_is_no_table_of_joins(tmp_path, text, fault):
    file = tmp_path / "joins.csv"
    file.write_text(text)
    with pytest.raises(ArticleError, match=fault):
        load_joins(file)
    with pytest.raises(ArticleError, match="not found"):
        load_joins(tmp_path / "nowhere.csv")


def test_empty():
    said, stood, joins = join_actors(make_table("statements"), make_table("stances"))
    assert said.empty and stood.empty and joins.empty and list(joins.columns) == list(JOIN_COLUMNS)


NAMES = st.sampled_from(
    [
        "Mira Halloran",
        "M. Halloran",
        "Halloran",
        "Mr Halloran",
        "Jon Halloran",
        "President Brek",
        "Brek",
        "Ola Brek",
        "UN",
    ]
)


@settings(max_examples=60)
@given(st.lists(st.sets(NAMES, min_size=1, max_size=3), min_size=1, max_size=5), st.randoms())
def test_articles_keep_their_actors_apart_whatever_comes(groups, random):
    rows = [(f"a{i}", name, "w") for i, group in enumerate(groups) for name in sorted(group)]
    said, _, joins = join_actors(statements(*rows), stances())
    assert said.groupby("article")["actor"].nunique().tolist() == [len(group) for group in groups]
    mixed = rows[:]
    random.shuffle(mixed)
    other, _, again = join_actors(statements(*mixed), stances())
    pd.testing.assert_frame_equal(joins, again)
    assert dict(zip([r[1] for r in rows], said["actor"], strict=True)) == dict(
        zip([r[1] for r in mixed], other["actor"], strict=True)
    )


def test_with_actors_as_they_are_found_in_texts():
    texts = [
        "Mira Halloran, the envoy of Norway, said on Monday that the dam is safe. Halloran spoke in the capital.",
        "President Halloran told reporters that the river will rise. Ola Brek disagreed, and Mr Brek left.",
    ]
    actors = {f"a{i}": find_actors(load_article(text=text)) for i, text in enumerate(texts)}
    rows = [(a, name, "w") for a, table in actors.items() for name in table["name"]]
    said, _, joins = join_actors(statements(*rows), stances(), actors)
    assert {"Mira Halloran", "Ola Brek"} <= set(said["actor"]) and "Halloran" not in set(said["actor"])
    assert joins.loc[joins["name"] == "Halloran", "joined"].tolist() == ["Mira Halloran"]
