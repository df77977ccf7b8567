"""The same stance told again, the same words carried by several: counted once, and nothing else dropped."""

import pandas as pd
import pytest
from corpora import articles, stances, statements
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.carried import FEWEST_WORDS, SHINGLE, count_once, same_statements
from analysis.duplicates import drop_duplicates
from analysis.tables import make_table

WHEN = articles(
    {"jan1": "2024-01-03", "jan2": "2024-01-04", "jan9": "2024-01-09", "mar": "2024-03-01", "next": "2025-01-03"}
    | {"month": "2024-01", "never": None}
)


def dropped(rows, within, **arguments):
    table = drop_duplicates(rows, WHEN, within, **arguments)
    return table["article"].tolist()


# --- the settings of the Discourse Network Analyzer


@pytest.mark.parametrize(
    ("within", "kept"),
    [
        ("document", ["jan1", "jan2", "jan9", "mar", "next"]),
        ("week", ["jan1", "jan9", "mar", "next"]),
        ("month", ["jan1", "mar", "next"]),  # January of the next year is another month
        ("year", ["jan1", "next"]),
        ("all", ["jan1"]),
    ],
)
def test_each_stretch(within, kept):
    rows = [(a, "Ola Brek", "the dam", "for") for a in ("jan1", "jan1", "jan2", "jan9", "mar", "next")]
    assert dropped(stances(*rows), within) == kept


def test_the_first_by_date_is_kept_whatever_the_order_of_the_table():
    rows = [(a, "Ola Brek", "the dam", "for") for a in ("next", "jan9", "jan1")]
    assert dropped(stances(*rows), "all") == ["jan1"]
    assert dropped(stances(*rows), "month") == ["next", "jan1"]
    assert drop_duplicates(stances(*rows), None, "all")["article"].tolist() == ["next"]


def test_another_speaker_target_or_label_is_no_duplicate():
    rows = stances(
        ("jan1", "Ola Brek", "the dam", "for"),
        ("jan1", "Mira Halloran", "the dam", "for"),
        ("jan1", "Ola Brek", "the toll", "for"),
        ("jan1", "Ola Brek", "the dam", "against"),
        ("jan1", "Ola Brek", "the dam", "for", {"target_kind": "concept"}),
        ("jan1", "Ola Brek", "the dam", "for", {"method": "other"}),
    )
    assert len(drop_duplicates(rows)) == 6


def test_the_same_stance_of_another_strength_is_a_duplicate():
    rows = stances(
        ("jan1", "Ola Brek", "the dam", "for", {"stance": 0.9}), ("jan1", "Ola Brek", "the dam", "for", {"stance": 0.4})
    )
    assert drop_duplicates(rows)["stance"].tolist() == [0.9]


def test_unknown_speakers_are_not_each_other_and_uncertain_rows_stand_for_nobody():
    rows = stances(
        ("jan1", None, "the dam", "for"),
        ("jan1", None, "the dam", "for"),
        ("jan1", "Ola Brek", "the dam", "for", {"uncertain": True}),
        ("jan1", "Ola Brek", "the dam", "for"),
    )
    assert len(drop_duplicates(rows)) == 4


def test_an_article_without_a_fine_enough_date_is_a_stretch_of_its_own():
    rows = stances(*[(a, "Ola Brek", "the dam", "for") for a in ("jan1", "month", "month", "never", "never")])
    found = drop_duplicates(rows, WHEN, "week")
    assert found["article"].tolist() == ["jan1", "month", "never"]
    assert found.attrs["duplicates"] == 2 and found.attrs["undated"] == 4
    assert dropped(rows, "month") == ["month", "never"]  # taken as the first of January
    assert dropped(rows, "all") == ["month"]


def test_by_party():
    rows = stances(*[("jan1", name, "the dam", "for", {"party": "Norland"}) for name in ("Ola Brek", "Mira Halloran")])
    assert len(drop_duplicates(rows)) == 2 and len(drop_duplicates(rows, by="party")) == 1


def test_what_is_wrong_is_named():
    with pytest.raises(ValueError, match="within"):
        drop_duplicates(stances(), WHEN, "fortnight")
    with pytest.raises(ValueError, match="needs the articles"):
        drop_duplicates(stances(), None, "week")
    with pytest.raises(ValueError, match="twice"):
        drop_duplicates(stances(), pd.concat([WHEN, WHEN]), "week")
    for within in ("document", "week", "all"):
        table = drop_duplicates(make_table("stances"), WHEN, within)
        assert table.empty and list(table.columns) == list(make_table("stances").columns)


ROWS = st.lists(
    st.tuples(st.sampled_from(["jan1", "jan2", "mar"]), st.sampled_from("AB"), st.just("the dam"),
              st.sampled_from(["for", "against"])),
    max_size=20,
)  # fmt: skip


@settings(max_examples=15)
@given(ROWS)
def test_dropping_twice_drops_nothing_more_and_wider_stretches_drop_more(rows):
    table = stances(*rows)
    sizes = []
    for within in ("document", "week", "month", "year", "all"):
        once = drop_duplicates(table, WHEN, within)
        pd.testing.assert_frame_equal(drop_duplicates(once, WHEN, within), once)
        sizes.append(len(once))
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[-1] == len({row[1:] for row in rows})


# --- the same words

LONG = "the gates of the lower dam will stay open until the river has fallen by a full metre"


def first_of(*rows, when=None, **arguments):
    return same_statements(statements(*rows), when, **arguments)["first_article"].tolist()


def test_marks_case_and_spaces_are_no_difference():
    other = LONG.replace("gates of", "gates  of").replace(" will", ", will").capitalize() + "!"
    assert first_of(("a", "Ola Brek", LONG), ("b", "Ola Brek", f"“{other}”")) == ["a", "a"]
    assert first_of(
        ("a", "Ola Brek", "we don't want the dam here"), ("b", "Ola Brek", "We don’t want the dam here.")
    ) == [
        "a",
        "a",
    ]


def test_the_threshold_is_the_jaccard_coefficient_of_shingles():
    words = LONG.split()
    assert len(words) == 18 and len({tuple(words[i : i + SHINGLE]) for i in range(16)}) == 16
    # another last word: 15 shingles in common, 17 in all
    other = " ".join([*words[:-1], "foot"])
    assert first_of(("a", "Ola Brek", LONG), ("b", "Ola Brek", other), least=15 / 17) == ["a", "a"]
    assert first_of(("a", "Ola Brek", LONG), ("b", "Ola Brek", other), least=15 / 17 + 0.001) == ["a", "b"]
    assert first_of(("a", "Ola Brek", LONG), ("b", "Ola Brek", other), least=1) == ["a", "b"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("will stay open", "will not stay open"),
        ("will stay open", "won't stay open"),
        ("a full metre", "1 full metre"),
        ("lower dam", "7 dam"),
    ],
)
def test_negations_and_numbers_must_be_the_same(one, other):
    long = f"{LONG} and then, as was promised by all sides at the table, slowly be shut from the left bank to the right"
    copy = long.replace("until", "till")
    assert first_of(("a", "Ola Brek", long), ("b", "Ola Brek", copy)) == ["a", "a"]
    assert first_of(("a", "Ola Brek", long), ("b", "Ola Brek", long.replace(one, other))) == ["a", "b"]


def test_others_who_say_the_same_are_no_copies():
    rows = ("a", "Ola Brek", LONG), ("b", "Mira Halloran", LONG), ("c", None, LONG), ("d", None, LONG)
    assert first_of(*rows) == ["a", "b", "c", "c"]


def test_short_contents_are_no_copies():
    short = " ".join("we will never comment on that".split()[: FEWEST_WORDS - 1])
    assert first_of(("a", "Ola Brek", short), ("b", "Ola Brek", short)) == ["a", "b"]
    assert first_of(("a", "Ola Brek", f"{short} today"), ("b", "Ola Brek", f"{short} today")) == ["a", "a"]


def test_the_first_is_the_earliest_and_groups_are_counted_by_article():
    rows = (
        ("late", "Ola Brek", LONG),
        ("soon", "Ola Brek", LONG),
        ("soon", "Ola Brek", LONG),
        ("else", "Ola Brek", "no"),
    )
    when = articles({"late": "2024-05-02", "soon": "2024-05-01", "else": None})
    found = same_statements(statements(*rows), when)
    assert found["first_article"].tolist() == ["soon", "soon", "soon", "else"]
    assert found["first_statement"].tolist() == [1, 1, 1, 3]
    assert found["n_articles"].tolist() == [2, 2, 2, 1]


def test_counted_once_in_any_table():
    said = statements(("a", "Ola Brek", LONG), ("b", "Ola Brek", LONG), ("b", "Ola Brek", "no"))
    stood = stances(*[(a, "Ola Brek", "the dam", "for") for a in "abb"])
    same = same_statements(said)
    for table in (said, stood):
        once = count_once(table, same)
        assert once[["article", "statement"]].values.tolist() == [["a", 0], ["b", 2]] and once.attrs["copies"] == 1


def test_empty_and_strange_contents():
    empty = same_statements(make_table("statements"))
    assert empty.empty and list(empty.columns) == [
        "article", "statement", "first_article", "first_statement", "n_articles",
    ]  # fmt: skip
    assert count_once(make_table("stances"), empty).empty
    found = same_statements(statements(("a", "B", None), ("b", "B", ""), ("c", "B", "… — “”"), ("d", "B", "\x00" * 9)))
    assert found["n_articles"].tolist() == [1, 1, 1, 1]
    with pytest.raises(ValueError, match="least"):
        same_statements(statements(), least=0)


WORDS = st.lists(st.sampled_from("dam toll river bank gate not 7".split()), min_size=4, max_size=12)


@settings(max_examples=60)
@given(st.lists(WORDS, max_size=9), st.sampled_from([0.3, 0.5, 0.8, 1.0]))
def test_the_search_misses_no_pair_and_finds_none_too_many(contents, least):
    rows = [(f"a{i}", "Ola Brek", " ".join(words)) for i, words in enumerate(contents)]
    found = same_statements(statements(*rows), least=least)
    sets = [{tuple(words[i : i + 3]) for i in range(len(words) - 2)} for words in contents]
    fixed = [[w for w in words if w in ("not", "7")] for words in contents]
    home = list(range(len(rows)))
    for j in range(len(rows)):
        for i in range(j):
            whole = min(len(contents[i]), len(contents[j])) >= FEWEST_WORDS and fixed[i] == fixed[j]
            if whole and len(sets[i] & sets[j]) / len(sets[i] | sets[j]) >= least - 1e-9:
                home = [home[i] if h == home[j] else h for h in home]
    first = {h: home.index(h) for h in home}
    assert found["first_article"].tolist() == [f"a{first[h]}" for h in home]
