"""Statements by outlet: counts, shares and their limits."""

import numpy as np
import pytest
from corpora import articles, statements
from scipy.stats import binomtest

from analysis.outlets import OUTLET_COLUMNS, outlets_left_out, statements_by_outlet, wilson
from analysis.tables import make_table

WHERE = articles(dict.fromkeys("abcd"), {"a": "Ferry Post", "b": " Ferry Post ", "c": "harbour radio", "d": " "})
SAID = statements(
    ("a", "Norland", "x"),
    ("a", "Velia", "x"),
    ("b", "Norland", "x"),
    ("b", "Norland", "x", {"headline": True}),
    ("b", "Norland", "x", {"attribution": "belief"}),
    ("b", None, "x"),
    ("c", "Velia", "x"),
    ("d", "Velia", "x"),
    ("elsewhere", "Velia", "x"),
)


def test_counts_by_hand():
    table = statements_by_outlet(SAID, WHERE)
    assert table[["outlet", "party", "n", "n_articles", "n_outlet"]].values.tolist() == [
        ["Ferry Post", "Norland", 2, 2, 3],
        ["Ferry Post", "Velia", 1, 1, 3],
        ["harbour radio", "Velia", 1, 1, 1],
    ]
    assert table["share"].tolist() == pytest.approx([2 / 3, 1 / 3, 1])
    assert table.groupby("outlet")["share"].sum().tolist() == pytest.approx([1, 1])
    assert outlets_left_out(table) == (
        "Statements left out: 1 from headlines, 1 of belief or intention, 1 whose speaker is unclear, "
        "2 in articles without a source."
    )


def test_by_actor():
    said = SAID.assign(actor=[f"{party} speaker" if party else None for party in SAID["party"]])
    assert statements_by_outlet(said, WHERE, "actor")["party"].tolist()[0] == "Norland speaker"


@pytest.mark.parametrize(("k", "n"), [(0, 1), (1, 1), (5, 10), (1, 300), (299, 300), (0, 40)])
def test_limits_are_wilsons(k, n):
    peer = binomtest(k, n).proportion_ci(method="wilson")
    low, high = wilson(np.array([float(k)]), np.array([float(n)]))
    assert (low[0], high[0]) == pytest.approx((peer.low, peer.high))


def test_empty_and_wrong():
    for said, where in ((SAID[:0], WHERE), (SAID, WHERE[:0]), (make_table("statements"), articles({}))):
        table = statements_by_outlet(said, where)
        assert table.empty and table.dtypes.astype(str).to_dict() == OUTLET_COLUMNS
    with pytest.raises(ValueError, match="by is"):
        statements_by_outlet(SAID, WHERE, "outlet")
    with pytest.raises(ValueError, match="level"):
        statements_by_outlet(SAID, WHERE, level=0)
