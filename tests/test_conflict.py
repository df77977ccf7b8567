"""Counting stances by pairs, their intervals, and who agrees with whom."""

from itertools import product
from math import isnan

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import conflict, intervals
from analysis.evaluate import load_labels
from analysis.tables import make_table

LABELS = ("against", "neutral", "for")


def stances(*rows, **common):
    """Rows as (source, target, label) or with more in a dict; every row is a statement of its own."""
    made = []
    for i, row in enumerate(rows):
        source, target, label, *more = row
        value = {"against": -1.0, "neutral": 0.0, "for": 1.0}.get(label)
        made.append(
            {
                "article": "a",
                "statement": i,
                "actor": source,
                "party": source,
                "target": target,
                "target_kind": "actor",
                "target_party": target,
                "stance": value,
                "label": label,
                "method": "hand",
            }
            | common
            | (more[0] if more else {})
        )
    return make_table("stances", made)


TOY = stances(
    ("Orrin", "Veld", "against"),
    ("Orrin", "Veld", "against"),
    ("Orrin", "Veld", "for"),
    ("Veld", "Orrin", "neutral"),
    ("Aster", "Veld", "for", {"uncertain": True}),
    (None, "Veld", "against"),
    ("Orrin", "the agitators", "against", {"target_party": None}),
    ("Orrin", "the dam", "for", {"target_kind": "concept", "target_party": None}),
)


def cell(table, source, target):
    found = table[(table["source"] == source) & (table["target"] == target)]
    assert len(found) == 1
    return found.iloc[0]


# --- who about whom


def test_conflict_matrix_counts_by_hand():
    table = conflict.conflict_matrix(TOY)
    assert list(zip(table["source"], table["target"], strict=True)) == [
        ("Aster", "Veld"),
        ("Orrin", "Veld"),
        ("Veld", "Orrin"),
    ]
    pair = cell(table, "Orrin", "Veld")
    assert (pair["n_against"], pair["n_neutral"], pair["n_for"], pair["n"]) == (2, 0, 1, 3)
    assert pair["mean"] == pytest.approx(-1 / 3)
    assert pair["stances"] == (-1.0, -1.0, 1.0)
    assert pair["statements"] == (("a", 0), ("a", 1), ("a", 2))
    assert cell(table, "Veld", "Orrin")["mean"] == 0


def test_uncertain_rows_are_left_out_and_told():
    table = conflict.conflict_matrix(TOY)
    pair = cell(table, "Aster", "Veld")
    assert (pair["n"], pair["n_uncertain"]) == (0, 1)
    assert isnan(pair["mean"])
    assert conflict.left_out(table) == (
        "Left out: 1 uncertain row, 1 row whose speaker is unclear, 1 row about a target of no party."
    )


def test_by_actor_keeps_contested_words_and_leaves_concepts_out():
    table = conflict.conflict_matrix(TOY, by="actor")
    assert set(table["target"]) == {"Veld", "Orrin", "the agitators"}


def test_by_party_gathers_actors_and_targets():
    rows = stances(
        ("Mira Halloran", "Veld Water Board", "against", {"party": "Orrin", "target_party": "Veld"}),
        ("Teo Brandt", "Ines Quill", "for", {"party": "Orrin", "target_party": "Veld"}),
    )
    assert len(conflict.conflict_matrix(rows, by="actor")) == 2
    assert cell(conflict.conflict_matrix(rows), "Orrin", "Veld")["n"] == 2


def test_a_party_about_itself_is_kept():
    table = conflict.conflict_matrix(stances(("Orrin", "Orrin", "against")))
    assert cell(table, "Orrin", "Orrin")["n"] == 1


def test_two_targets_of_one_party_in_one_statement_are_two_rows():
    rows = stances(
        ("Orrin", "Ines Quill", "for", {"statement": 7, "target_party": "Veld"}),
        ("Orrin", "Veld Water Board", "against", {"statement": 7, "target_party": "Veld"}),
    )
    pair = cell(conflict.conflict_matrix(rows), "Orrin", "Veld")
    assert pair["n"] == 2
    assert pair["statements"] == (("a", 7),)


def test_positions_over_concepts_and_targets():
    concepts = conflict.positions(TOY)
    assert concepts[["source", "target", "mean"]].values.tolist() == [["Orrin", "the dam", 1.0]]
    assert "the agitators" in set(conflict.positions(TOY, over="target")["target"])


def test_headlines_beliefs_and_intentions_do_not_count():
    said = make_table(
        "statements",
        [
            {"article": "a", "statement": 0, "paragraph": 0, "headline": True, "attribution": "speech"},
            {"article": "a", "statement": 1, "paragraph": 1, "attribution": "belief"},
            {"article": "a", "statement": 2, "paragraph": 1, "attribution": "intention"},
            {"article": "a", "statement": 3, "paragraph": 1, "attribution": "speech"},
        ],
    )
    counted = conflict.countable(TOY, said)
    assert counted["statement"].tolist() == [3, 4, 5, 6, 7]
    assert "1 row from the headline, 2 rows of belief or intention" in conflict.left_out(counted)
    pd.testing.assert_frame_equal(
        conflict.conflict_matrix(TOY, statements=said), conflict.conflict_matrix(conflict.countable(TOY, said))
    )
    # the same number in another article is another statement
    other = conflict.countable(TOY.assign(article="b"), said)
    assert len(other) == len(TOY)


def test_several_methods_for_one_statement_and_target_are_refused():
    twice = pd.concat([TOY, TOY.assign(method="model")], ignore_index=True)
    with pytest.raises(ValueError, match="hand, model"):
        conflict.conflict_matrix(twice)
    assert len(conflict.conflict_matrix(twice[twice["method"] == "model"])) == 3
    # methods that share the work are no conflict
    shared = TOY.assign(method=["rules", "model"] * 4)
    assert len(conflict.conflict_matrix(shared)) == 3


@pytest.mark.parametrize("call", [conflict.conflict_matrix, conflict.positions, conflict.congruence_matrix])
def test_empty_table_gives_an_empty_table_with_its_columns(call):
    table = call(make_table("stances"))
    assert len(table) == 0
    if call is not conflict.congruence_matrix:
        assert list(table.columns) == list(conflict.PAIR_COLUMNS)
        assert conflict.wide(table).empty
        assert conflict.shares(table).empty
        assert len(conflict.signed_network(table)) == 0


def test_wrong_arguments_are_named():
    with pytest.raises(ValueError, match="by is"):
        conflict.conflict_matrix(TOY, by="country")
    with pytest.raises(ValueError, match="over is"):
        conflict.positions(TOY, over="party")
    with pytest.raises(ValueError, match="conflict_matrix or positions"):
        conflict.wide(TOY)
    with pytest.raises(ValueError, match="value is"):
        conflict.wide(conflict.conflict_matrix(TOY), "median")
    for argument in ({"measure": "x"}, {"over": "x"}, {"by": "x"}, {"normalise": "x"}):
        with pytest.raises(ValueError, match=next(iter(argument))):
            conflict.congruence_matrix(TOY, **argument)
    with pytest.raises(ValueError, match="count_self"):
        conflict.congruence_matrix(TOY, over="concept", count_self=True)


def test_wide_has_a_row_a_source_and_gaps_where_silent():
    matrix = conflict.wide(conflict.conflict_matrix(TOY), parties=["Veld", "Orrin", "Nobody"])
    assert list(matrix.index) == list(matrix.columns) == ["Veld", "Orrin", "Nobody"]
    assert matrix.loc["Orrin", "Veld"] == pytest.approx(-1 / 3)
    assert isnan(matrix.loc["Nobody", "Veld"])


def test_signed_network():
    graph = conflict.signed_network(conflict.conflict_matrix(TOY))
    assert list(graph.nodes) == ["Aster", "Orrin", "Veld"]
    assert set(graph.edges) == {("Orrin", "Veld"), ("Veld", "Orrin")}
    assert graph.edges["Orrin", "Veld"]["sign"] == -1
    assert graph.edges["Veld", "Orrin"]["sign"] == 0
    assert graph.nodes["Veld"] == {"n_said": 1, "n_about": 3}


def test_the_hand_labels_of_the_article(pytestconfig):
    said, rows = load_labels(pytestconfig.rootpath / "data/gold/putin-syria.statements.jsonl")
    table = conflict.conflict_matrix(rows, statements=said)
    # counted by eye in the labels: s02, s04 and s07 for, s16 neutral
    assert cell(table, "Russia", "Syrian opposition")["mean"] == 0.75
    assert cell(table, "United States", "Russia")["n_against"] == 2
    assert table["n"].sum() == 18
    assert conflict.left_out(table) == "Left out: 1 row about a target of no party."


ROWS = st.lists(
    st.tuples(
        st.sampled_from(["Orrin", "Veld", "Aster", None]),
        st.sampled_from(["Orrin", "Veld", "the dam", "Sarn"]),
        st.sampled_from(LABELS),
        st.fixed_dictionaries(
            {"article": st.sampled_from(["a", "b", "c"]), "uncertain": st.booleans(), "statement": st.integers(0, 40)}
        ),
    ),
    max_size=25,
    unique_by=lambda row: (row[1], row[3]["article"], row[3]["statement"]),
)


@settings(max_examples=15, deadline=None)
@given(ROWS, st.randoms(use_true_random=False))
def test_order_of_rows_does_not_matter(rows, random):
    shuffled = list(rows)
    random.shuffle(shuffled)
    pd.testing.assert_frame_equal(
        conflict.conflict_matrix(stances(*rows)), conflict.conflict_matrix(stances(*shuffled))
    )
    for measure in ("congruence", "subtract"):
        pd.testing.assert_frame_equal(
            conflict.congruence_matrix(stances(*rows), measure), conflict.congruence_matrix(stances(*shuffled), measure)
        )


@settings(max_examples=25, deadline=None)
@given(ROWS)
def test_every_row_is_counted_or_told(rows):
    table = conflict.conflict_matrix(stances(*rows))
    told = table.attrs["left_out"]
    assert table["n"].sum() + told["uncertain"] + told["no speaker"] + told["no party"] == len(rows)
    assert (table["n"] == table[["n_against", "n_neutral", "n_for"]].sum(axis=1)).all()
    known = table[table["low"].notna()]
    assert (known["n"] >= 5).all()
    assert ((known["low"] <= known["mean"]) & (known["mean"] <= known["high"])).all()
    assert known["low"].between(-1, 1).all() and known["high"].between(-1, 1).all()


# --- intervals


def test_share_interval_is_that_of_the_dirichlet():
    counts = (7, 2, 4)
    draws = np.random.default_rng(5).dirichlet(np.array(counts) + 0.5, 400_000)
    expected = np.quantile(draws, [0.025, 0.975], axis=0).T
    assert np.allclose(intervals.share_intervals(counts), expected, atol=0.003)


def test_mean_interval_is_that_of_the_dirichlet():
    counts = np.array((7, 2, 4))
    draws = np.random.default_rng(6).dirichlet(counts + 0.5, 400_000) @ [-1, 0, 1]
    assert np.allclose(intervals.mean_interval(counts), np.quantile(draws, [0.025, 0.975]), atol=0.015)


def test_mean_interval_of_two_kinds_follows_the_beta():
    # with values 0, 0, 1 the mean is the share for, whose limits are exact
    assert np.allclose(
        intervals.mean_interval((3, 3, 6), (0, 0, 1)), intervals.share_intervals((3, 3, 6))[2], atol=0.01
    )


@pytest.mark.parametrize("counts", [(0, 0, 0), (4, 0, 0), (1, 1, 2)])
def test_no_interval_below_five_rows(counts):
    assert all(isnan(limit) for limit in intervals.mean_interval(counts))
    assert all(isnan(limit) for pair in intervals.share_intervals(counts) for limit in pair)


def test_limits_where_all_rows_agree():
    assert intervals.mean_interval((5, 0, 0))[0] == -1
    against, neutral, _ = intervals.share_intervals((5, 0, 0))
    assert against[1] == 1 and neutral[0] == 0
    assert against[0] < 1 and neutral[1] > 0


def test_more_rows_make_a_narrower_interval():
    widths = [np.diff(intervals.mean_interval((2 * k, k, k)))[0] for k in (2, 5, 20, 100)]
    assert widths == sorted(widths, reverse=True) and widths[-1] < widths[0] / 4


def test_higher_level_makes_a_wider_interval():
    low, high = intervals.mean_interval((6, 3, 4), level=0.99)
    assert low < intervals.mean_interval((6, 3, 4))[0] and high > intervals.mean_interval((6, 3, 4))[1]


def test_intervals_refuse_what_is_no_count():
    for call in (intervals.mean_interval, intervals.share_intervals):
        with pytest.raises(ValueError, match="counts"):
            call((1, 2))
        with pytest.raises(ValueError, match="counts"):
            call((1, -2, 3))
        with pytest.raises(ValueError, match="level"):
            call((1, 2, 3), level=95)
    with pytest.raises(ValueError, match="values"):
        intervals.mean_interval((1, 2, 3), values=(0, 1))
    with pytest.raises(ValueError, match="level"):
        conflict.conflict_matrix(stances(("Orrin", "Veld", "for")), level=95)


def test_bootstrap_is_wider_where_articles_hang_together():
    # six articles, each of one mind, against six that each hold both
    def width(labels):
        rows = stances(*[("Orrin", "Veld", label) for label in labels])
        one = cell(conflict.conflict_matrix(rows.assign(article=[f"a{i // 2}" for i in range(12)])), "Orrin", "Veld")
        assert one["interval"] == "bootstrap"
        return one["high"] - one["low"]

    apart, mixed = width(["against", "against", "for", "for"] * 3), width(["against", "for"] * 6)
    dirichlet = np.diff(intervals.mean_interval((6, 0, 6)))[0]
    assert mixed == pytest.approx(dirichlet, abs=1e-6)
    assert apart > mixed + 0.2


def test_a_corpus_keeps_the_wider_of_both_intervals():
    rows = [("Orrin", "Veld", label) for label in ("against",) * 6 + ("for",) * 6]
    one = cell(conflict.conflict_matrix(stances(*rows)), "Orrin", "Veld")
    corpus = stances(*rows).assign(article=[f"a{i // 3}" for i in range(12)])
    many = cell(conflict.conflict_matrix(corpus), "Orrin", "Veld")
    assert (one["interval"], many["interval"]) == ("dirichlet", "bootstrap")
    assert many["low"] <= one["low"] and many["high"] >= one["high"]
    assert many["high"] - many["low"] > one["high"] - one["low"]
    alike = stances(*[("Orrin", "Veld", "against")] * 6).assign(article=list("aabbcc"))
    pair = cell(conflict.conflict_matrix(alike), "Orrin", "Veld")
    assert pair["low"] == -1 and pair["high"] > -0.9


def test_graded_stances_keep_their_mean_inside_the_interval():
    rows = stances(*[("Orrin", "Veld", "against")] * 6).assign(stance=[-0.5, -0.6, -0.4, -0.5, -0.5, -0.5])
    pair = cell(conflict.conflict_matrix(rows), "Orrin", "Veld")
    assert pair["mean"] == pytest.approx(-0.5)
    assert pair["low"] <= -0.5 <= pair["high"] < 0.5


def test_shares_sum_to_one():
    table = conflict.shares(conflict.conflict_matrix(TOY))
    assert table.groupby(["source", "target"])["share"].sum().tolist() == [1.0, 1.0]
    assert table["low"].isna().all()


# --- who agrees with whom


def brute(rows, measure, normalise, count_self):
    """Congruence and its kin as the formulas read, one term after the other."""
    value = {"against": -1, "neutral": 0, "for": 1}
    counted = [(s, t, label) for s, t, label, more in rows if s is not None and not more["uncertain"]]
    actors = sorted({s for s, _, _ in counted}, key=lambda name: (name.casefold(), name))
    if count_self:
        counted += [(actor, actor, "for") for actor in actors]
    targets = {t for _, t, _ in counted}
    a = {
        (i, j, k): sum(s == i and t == j and value[label] == k for s, t, label in counted)
        for i, j, k in product(actors, targets, (-1, 0, 1))
    }
    result = pd.DataFrame(0.0, index=actors, columns=actors)
    for one, two in product(actors, actors):
        if one == two:
            continue
        congruence = difference = 0.0
        for j, k, m in product(targets, (-1, 0, 1), (-1, 0, 1)):
            both = a[one, j, k] * a[two, j, m]
            congruence += both * (1 - abs(k - m) / 2)
            difference += both * abs(k - m) / 2
        found = {"congruence": congruence, "conflict": difference, "subtract": congruence - difference}[measure]
        n = {i: sum(a[i, j, k] for j in targets for k in (-1, 0, 1)) for i in (one, two)}
        if normalise == "average":
            found /= (n[one] + n[two]) / 2
        elif normalise == "cosine":
            found /= n[one] * n[two]
        elif normalise == "jaccard":
            norm = 0
            for j, k in product(targets, (-1, 0, 1)):
                mine, yours = a[one, j, k], a[two, j, k]
                norm += mine * yours if mine and yours else mine + yours
            found /= norm
        result.loc[one, two] = found
    return result


@settings(max_examples=12, deadline=None)
@given(ROWS, st.booleans())
def test_congruence_matrices_against_the_formulas(rows, count_self):
    table = stances(*rows)
    for normalise in (None, "average", "jaccard", "cosine"):
        found = {
            measure: conflict.congruence_matrix(table, measure, normalise=normalise, count_self=count_self)
            for measure in ("congruence", "conflict", "subtract")
        }
        for measure, matrix in found.items():
            pd.testing.assert_frame_equal(matrix, brute(rows, measure, normalise, count_self), check_names=False)
            assert np.allclose(matrix, matrix.T)
        assert np.allclose(found["subtract"], found["congruence"] - found["conflict"])
        if normalise == "cosine":
            assert (found["subtract"].abs() <= 1 + 1e-12).all(axis=None)


def test_congruence_by_hand():
    rows = stances(
        ("Orrin", "Sarn", "against"),
        ("Orrin", "Sarn", "against"),
        ("Orrin", "Aster", "for"),
        ("Veld", "Sarn", "for"),
        ("Veld", "Sarn", "neutral"),
        ("Veld", "Aster", "for"),
        ("Veld", "Aster", "for"),
    )
    # Sarn: 2 against x 1 for (0 agree, 2 differ), 2 against x 1 neutral (1 and 1); Aster: 1 for x 2 for (2 and 0)
    assert conflict.congruence_matrix(rows).loc["Orrin", "Veld"] == 3
    assert conflict.congruence_matrix(rows, "conflict").loc["Orrin", "Veld"] == 3
    assert conflict.congruence_matrix(rows, "subtract").loc["Orrin", "Veld"] == 0
    assert conflict.congruence_matrix(rows, normalise="average").loc["Orrin", "Veld"] == 3 / 3.5
    assert conflict.congruence_matrix(rows, normalise="cosine").loc["Orrin", "Veld"] == 3 / 12
    # only one says it: 2 against, 1 for, 1 neutral on Sarn; both: 1 x 2 for Aster
    assert conflict.congruence_matrix(rows, normalise="jaccard").loc["Orrin", "Veld"] == 3 / 6


def test_over_what_they_agree():
    rows = stances(
        ("Mira Halloran", "Ines Quill", "for", {"party": "Orrin", "target_party": "Veld"}),
        ("Teo Brandt", "Veld Water Board", "for", {"party": "Sarn", "target_party": "Veld"}),
        ("Mira Halloran", "the dam", "for", {"party": "Orrin", "target_kind": "concept", "target_party": None}),
        ("Teo Brandt", "the dam", "against", {"party": "Sarn", "target_kind": "concept", "target_party": None}),
    )
    pair = ("Mira Halloran", "Teo Brandt")
    assert conflict.congruence_matrix(rows).loc[pair] == 0
    assert conflict.congruence_matrix(rows, over="party").loc[pair] == 1
    assert conflict.congruence_matrix(rows, by="party").loc["Orrin", "Sarn"] == 1
    assert conflict.congruence_matrix(rows, "conflict", over="concept").loc[pair] == 1


def test_counting_each_as_for_itself():
    rows = stances(("Orrin", "Veld", "against"), ("Veld", "Sarn", "for"))
    assert conflict.congruence_matrix(rows, "subtract").loc["Orrin", "Veld"] == 0
    assert conflict.congruence_matrix(rows, "subtract", count_self=True).loc["Orrin", "Veld"] == -1
    # an actor counts as for its own party where targets are parties
    rows = stances(
        ("Mira Halloran", "Ines Quill", "against", {"party": "Orrin", "target_party": "Veld"}),
        ("Ines Quill", "Teo Brandt", "for", {"party": "Veld", "target_party": "Sarn"}),
    )
    matrix = conflict.congruence_matrix(rows, "subtract", over="party", count_self=True)
    assert matrix.loc["Mira Halloran", "Ines Quill"] == -1
    assert matrix.attrs["count_self"] is True


def ties(**rows):
    return pd.DataFrame(rows, index=list(rows), dtype=float)


def test_camps_of_two_blocs_and_a_loner():
    matrix = ties(A=[0, 3, -2, -2, 0], B=[3, 0, -1, -2, 0], C=[-2, -1, 0, 4, 0], D=[-2, -2, 4, 0, 0], E=[0] * 5)
    assert conflict.camps(matrix).to_dict() == {"A": 1, "B": 1, "C": 2, "D": 2, "E": 3}


def test_camps_where_nobody_shares_anything():
    assert conflict.camps(ties(A=[0, 0, 0], B=[0, 0, 0], C=[0, 0, 0])).tolist() == [1, 2, 3]


def test_camps_where_all_agree_or_all_differ():
    assert set(conflict.camps(ties(A=[0, 1, 2], B=[1, 0, 1], C=[2, 1, 0]))) == {1}
    assert conflict.camps(ties(A=[0, -1], B=[-1, 0])).tolist() == [1, 2]
    assert conflict.camps(ties(A=[0])).tolist() == [1]


def test_camps_join_only_where_agreement_prevails_between_them():
    # C agrees a little with B and differs more from A, who are close
    assert conflict.camps(ties(A=[0, 5, -3], B=[5, 0, 2], C=[-3, 2, 0])).tolist() == [1, 1, 2]
    assert conflict.camps(ties(A=[0, 5, -2], B=[5, 0, 3], C=[-2, 3, 0])).tolist() == [1, 1, 1]


def test_camps_keep_the_order_of_the_matrix_and_refuse_others():
    matrix = ties(C=[0, -1, 2], A=[-1, 0, -1], B=[2, -1, 0])
    assert conflict.camps(matrix).to_dict() == {"C": 2, "A": 1, "B": 2}
    with pytest.raises(ValueError, match="symmetric"):
        conflict.camps(pd.DataFrame([[0, 1], [2, 0]], index=["A", "B"], columns=["A", "B"]))
    with pytest.raises(ValueError, match="subtract"):
        conflict.camps(conflict.congruence_matrix(TOY))


@settings(max_examples=40, deadline=None)
@given(ROWS)
def test_camps_partition_the_parties_and_loners_stay_alone(rows):
    matrix = conflict.congruence_matrix(stances(*rows), "subtract")
    found = conflict.camps(matrix)
    assert list(found.index) == list(matrix.index)
    if len(found):
        assert sorted(set(found)) == list(range(1, found.max() + 1))
    for name in matrix.index:
        if (matrix.loc[name] <= 0).all():
            assert (found == found[name]).sum() == 1
