"""The networks as GraphML, which Gephi, Cytoscape, visone, R's igraph and networkx open.

A network is a networkx graph: that of who speaks about whom (`conflict.signed_network`), directed, or that of who takes
the same side (`congruence_graph`), undirected.
"""

from __future__ import annotations

import io
import math
import re

import networkx as nx
import numpy as np
import pandas as pd

#: what no XML file can hold: control characters, half characters, and two numbers that are no character
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def congruence_graph(matrix: pd.DataFrame, camps: pd.Series | None = None) -> nx.Graph:
    """Make a network of a congruence, conflict or subtract matrix.

    Args:
        matrix: what `congruence_matrix` gives: parties by parties, symmetric.
        camps: what `camps` gives for it, or None.

    Returns:
        An undirected graph. Each pair with a value other than 0 is an edge: ``value`` (the cell), ``weight`` (its
        size, since layouts want lengths above 0) and ``sign`` (-1 or 1). A node has its ``camp``, where there are any.

    Example:
        >>> names = ["Norland", "Velia"]
        >>> graph = congruence_graph(pd.DataFrame([[0, -2.5], [-2.5, 0]], names, names))
        >>> graph.edges["Norland", "Velia"]
        {'value': -2.5, 'weight': 2.5, 'sign': -1}
    """
    graph = nx.Graph()
    for name in matrix.index:
        graph.add_node(name, **({} if camps is None or name not in camps.index else {"camp": int(camps[name])}))
    rows, columns = np.nonzero(np.nan_to_num(matrix.to_numpy(dtype=float)))
    for i, j in zip(rows, columns, strict=True):
        if i < j:
            value = float(matrix.iat[i, j])
            graph.add_edge(matrix.index[i], matrix.columns[j], value=value, weight=abs(value), sign=int(np.sign(value)))
    return graph


def graphml_text(graph: nx.Graph) -> str:
    """Lay a network out as GraphML, with every attribute of nodes and edges under its own type.

    Args:
        graph: a graph or digraph; attributes are numbers, texts or truth values, or missing (None, NaN), which are
            left out, since GraphML knows no missing value.

    Returns:
        The file's text (Brandes et al., Graph Drawing 2001). Names are the ids, and ``label`` as well, which Gephi
        shows; characters that XML forbids become U+FFFD.

    Raises:
        ValueError: two names differ in forbidden characters alone.

    Example:
        >>> graph = nx.DiGraph()
        >>> graph.add_edge("Norland", "Velia", mean=-0.5, n=3, low=float("nan"))
        >>> again = nx.parse_graphml(graphml_text(graph))
        >>> again.edges["Norland", "Velia"], again.nodes["Velia"]["label"]
        ({'mean': -0.5, 'n': 3}, 'Velia')
    """
    plain = {name: _xml(str(name)) for name in graph.nodes}
    if len(set(plain.values())) < len(plain):
        raise ValueError("two parties have names that differ only in characters which GraphML can't hold")
    clean = graph.__class__()
    for name, values in graph.nodes(data=True):
        clean.add_node(plain[name], label=plain[name], **_plain(values))
    for source, target, values in graph.edges(data=True):
        clean.add_edge(plain[source], plain[target], **_plain(values))
    out = io.BytesIO()
    nx.write_graphml_xml(clean, out, encoding="utf-8", prettyprint=True)
    return out.getvalue().decode("utf-8")


def _xml(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)


def _plain(values: dict) -> dict:
    """The attributes that are there, as Python's own types."""
    found = {}
    for name, value in values.items():
        if isinstance(value, np.generic):
            value = value.item()
        if value is None or value is pd.NA or (isinstance(value, float) and not math.isfinite(value)):
            continue
        found[name] = value if isinstance(value, bool | int | float) else _xml(str(value))
    return found
