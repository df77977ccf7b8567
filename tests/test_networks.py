"""The networks as GraphML: read back, they are what they were."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample import make_analysis

from analysis.conflict import conflict_matrix, signed_network
from analysis.networks import congruence_graph, graphml_text


def test_the_conflict_network_reads_back(tmp_path):
    found = make_analysis()
    graph = signed_network(conflict_matrix(found.stances, statements=found.statements))
    assert graph.number_of_edges() > 1
    file = tmp_path / "conflict.graphml"
    file.write_text(graphml_text(graph), encoding="utf-8")
    again = nx.read_graphml(file)
    assert again.is_directed() and set(again.nodes) == set(graph.nodes)
    for source, target, values in graph.edges(data=True):
        read = again.edges[source, target]
        assert read["mean"] == pytest.approx(values["mean"]) and isinstance(read["n"], int)
        assert read["sign"] == values["sign"]
    for name, values in graph.nodes(data=True):
        assert again.nodes[name]["n_said"] == values["n_said"] and again.nodes[name]["label"] == name


def test_the_congruence_network_has_values_signs_and_camps():
    names = ["Arden", "Norland", "Velia"]
    matrix = pd.DataFrame([[0, 2, -1.5], [2, 0, 0], [-1.5, 0, 0]], names, names)
    graph = nx.parse_graphml(graphml_text(congruence_graph(matrix, pd.Series([1, 1, 2], names))))
    assert not graph.is_directed()
    assert sorted(map(sorted, graph.edges)) == [["Arden", "Norland"], ["Arden", "Velia"]]
    assert graph.edges["Arden", "Velia"] == {"value": -1.5, "weight": 1.5, "sign": -1}
    assert graph.nodes["Velia"] == {"label": "Velia", "camp": 2}


def test_what_is_missing_is_left_out_and_numpy_becomes_plain():
    graph = nx.DiGraph()
    graph.add_edge("a", "b", n=np.int64(3), mean=np.float64(-0.5), low=float("nan"), why=None, sure=np.bool_(True))
    assert nx.parse_graphml(graphml_text(graph)).edges["a", "b"] == {"n": 3, "mean": -0.5, "sure": True}


def test_empty_networks_are_files_too():
    assert len(nx.parse_graphml(graphml_text(nx.DiGraph()))) == 0
    assert len(congruence_graph(pd.DataFrame())) == 0


def test_two_names_that_become_one_are_told():
    graph = nx.DiGraph([("a\x00", "a\x01")])
    with pytest.raises(ValueError, match="differ only in characters"):
        graphml_text(graph)


@given(st.lists(st.text(max_size=8), min_size=2, max_size=2, unique=True))
def test_any_names_make_a_file_that_reads_back(names):
    graph = nx.DiGraph([tuple(names)])
    try:
        again = nx.parse_graphml(graphml_text(graph))
    except ValueError as error:
        assert "differ only" in str(error)
    else:
        assert again.number_of_edges() == 1
