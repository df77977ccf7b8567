"""Relations, triads and their balance, against what is worked out by hand."""

from itertools import combinations, product

import numpy as np
import pandas as pd
import pytest
from corpora import articles, stances
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import signed as module
from analysis.conflict import conflict_matrix
from analysis.congruence import congruence_matrix
from analysis.periods import conflict_by_period
from analysis.signed import BALANCE_COLUMNS, RELATION_COLUMNS, TRIAD_COLUMNS, balance, relations, triads


def network(signs):
    """("A", "B") -> sign, as a table of relations."""
    rows = [(a, b, float(sign), 5, sign) for (a, b), sign in signs.items()]
    return pd.DataFrame(rows, columns=list(RELATION_COLUMNS)).astype(RELATION_COLUMNS)


def camps(*groups):
    """Everybody for their own camp and against the others."""
    home = {name: i for i, group in enumerate(groups) for name in group}
    return network({(a, b): 1 if home[a] == home[b] else -1 for a, b in combinations(sorted(home), 2)})


def test_each_direction_counts_the_same():
    rows = [("a", "Norland", "Velia", "against")] * 3 + [("a", "Velia", "Norland", "neutral")]
    rows += [("a", "Norland", "Norland", "for")] * 9 + [("a", "Arden", "Velia", "for")]
    pairs = conflict_matrix(stances(*rows))
    # (-1 + 0) / 2, not (-3 + 0) / 4
    assert relations(pairs, fewest=1).values.tolist() == [
        ["Arden", "Velia", 1.0, 1, 1],
        ["Norland", "Velia", -0.5, 4, -1],
    ]
    assert relations(pairs, fewest=4)["one"].tolist() == ["Norland"]
    assert relations(pairs)["one"].tolist() == []
    assert relations(pairs, fewest=1, neutral=0.6)["sign"].tolist() == [1, 0]


def test_the_sign_of_a_third_is_a_sign():
    rows = [("a", "Norland", "Velia", k) for k in ("against", "against", "for")]
    assert relations(conflict_matrix(stances(*rows)), fewest=1)["sign"].tolist() == [-1]


def test_relations_of_a_matrix():
    rows = [("a", "Norland", "Orrin", "for"), ("a", "Velia", "Orrin", "against"), ("a", "Arden", "Orrin", "for")]
    table = stances(*rows)
    matrix = congruence_matrix(table, "subtract", by="party", over="party")
    found = relations(matrix)
    assert found[["one", "other", "sign"]].values.tolist() == [
        ["Arden", "Norland", 1],
        ["Arden", "Velia", -1],
        ["Norland", "Velia", -1],
    ]
    with pytest.raises(ValueError, match="subtract"):
        relations(congruence_matrix(table, "conflict", by="party"))


@pytest.mark.parametrize("signs", list(product((1, -1), repeat=3)))
def test_the_four_kinds_of_triads(signs):
    found = triads(network(dict(zip([("A", "B"), ("A", "C"), ("B", "C")], signs, strict=True)))).iloc[0]
    minus = signs.count(-1)
    assert found["kind"] == "+" * (3 - minus) + "-" * minus
    assert found["balanced"] == (minus in (0, 2)) and found["weakly_balanced"] == (minus != 1)


def test_a_relation_without_a_sign_closes_no_triad():
    assert triads(network({("A", "B"): 1, ("A", "C"): 0, ("B", "C"): -1})).empty


def test_two_camps_of_five_parties():
    # ten triads, all balanced. Four positive relations of ten can be dealt in 210 ways; ten of them are camps of two
    # and three, and no other way balances every triad: p = 10 / 210
    found = balance(camps("AB", "CDE")).iloc[0]
    assert found[["parties", "positive", "negative", "triads", "balanced"]].tolist() == [5, 4, 6, 10, 10]
    assert found["share"] == 1 and found["p"] == pytest.approx(10 / 210) and found["note"] == ""


def test_what_chance_gives_by_hand():
    # four parties, one negative relation of six: every deal leaves two of the four triads out of balance
    signs = {pair: 1 for pair in combinations("ABCD", 2)} | {("A", "B"): -1}
    found = balance(network(signs), fewest=4).iloc[0]
    assert found[["share", "expected", "p"]].tolist() == [0.5, 0.5, 1.0]


def test_three_camps_are_balanced_by_the_weaker_rule_only():
    found = balance(camps("AB", "CD", "E")).iloc[0]
    # A or B with C or D and E: four triads of three enemies
    assert found["balanced"] == 6 and found["weakly_balanced"] == 10


def test_four_parties_are_too_few():
    found = balance(camps("AB", "CD")).iloc[0]
    assert found["triads"] == 4 and found["note"] == "too few triads" and np.isnan(found["p"])
    # the reason for the limit: full balance of four parties is one deal in five
    assert balance(camps("AB", "CD"), fewest=4)["p"].tolist() == [3 / 15]


def test_many_deals_are_drawn_and_come_near_the_exact_figure(monkeypatch):
    table = camps("AB", "CDE")
    exact = balance(table)
    monkeypatch.setattr(module, "comb", lambda n, k: 10**6)
    drawn = balance(table)
    assert drawn["p"][0] == pytest.approx(exact["p"][0], abs=0.01) and drawn["p"][0] != exact["p"][0]
    assert drawn["expected"][0] == pytest.approx(exact["expected"][0], abs=0.01)
    assert drawn.equals(balance(table))
    monkeypatch.setattr(module, "_DEALS", 99)
    assert balance(camps("ABCD", "EFGH"))["p"][0] == 1 / 100  # never nought


@settings(max_examples=30)
@given(st.lists(st.sampled_from([-1, 0, 1]), min_size=15, max_size=15))
def test_the_trace_counts_what_the_list_holds(signs):
    table = network(dict(zip(combinations("ABCDEF", 2), signs, strict=True)))
    names, matrix = module._matrix(table)
    found = triads(table)
    difference = np.trace(matrix @ matrix @ matrix) / 6
    assert len(found) == np.trace(abs(matrix) @ abs(matrix) @ abs(matrix)) / 6
    assert difference == found["balanced"].sum() - (~found["balanced"]).sum()


def test_by_period():
    rows = []
    for article, groups in (("x", ("AB", "CDE")), ("y", ("ABCDE",))):
        home = {name: i for i, group in enumerate(groups) for name in group}
        rows += [
            (article, a, b, "for" if home[a] == home[b] else "against")
            for a in home
            for b in home
            if a != b
            for _ in "ab"
        ]
    pairs = conflict_by_period(stances(*rows), articles({"x": "2024-01-03", "y": "2024-02-03"}), "month")
    related = relations(pairs, fewest=4)
    found = balance(related)
    assert found["period"].dt.strftime("%Y-%m").tolist() == ["2024-01", "2024-02"]
    assert found[["negative", "balanced"]].values.tolist() == [[6, 10], [0, 10]]
    assert found["p"].tolist() == [pytest.approx(10 / 210), 1.0]
    assert len(triads(related)) == 20 and triads(related)["period"].nunique() == 2
    with pytest.raises(ValueError, match="one period"):
        module.relations_network(related)
    graph = module.relations_network(related[related["period"] == "2024-01-01"])
    assert graph.number_of_edges() == 10 and graph.edges["A", "C"]["sign"] == -1


def test_empty_and_wrong():
    empty = relations(conflict_matrix(stances()))
    assert empty.empty and list(empty.columns) == list(RELATION_COLUMNS)
    assert triads(empty).empty and list(triads(empty).columns) == list(TRIAD_COLUMNS)
    assert balance(empty)["note"].tolist() == ["too few triads"]
    dated = relations(conflict_by_period(stances(), articles({})))
    assert list(balance(dated).columns) == ["period", *BALANCE_COLUMNS] and balance(dated).empty
    for call in (lambda: relations(conflict_matrix(stances()), fewest=0), lambda: balance(empty, fewest=0)):
        with pytest.raises(ValueError, match="fewest"):
            call()
    with pytest.raises(ValueError, match="columns missing"):
        relations(pd.DataFrame({"source": []}))
