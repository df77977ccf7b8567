"""Who stands where about whom: the stances of an article counted by pairs of speaker and target.

`conflict_matrix` counts parties (or actors) about each other, `positions` parties about concepts. Both give the
same tidy table, one row for each pair that the article gives a stance for, so that every chart reads either of
them. `congruence.py` goes one step on: who agrees with whom.

What is not counted is left out by a rule, and told: `left_out(table)` says what and how much.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import networkx as nx
import numpy as np
import pandas as pd

from analysis.congruence import camps, congruence_matrix
from analysis.counting import By, countable, counted_rows, left_out, party_order
from analysis.intervals import LABELS, share_intervals
from analysis.resampling import count_cells

__all__ = [
    "camps",
    "conflict_matrix",
    "congruence_matrix",
    "countable",
    "left_out",
    "party_order",
    "positions",
    "shares",
    "signed_network",
    "wide",
]

#: the columns of a table of pairs, and their types.
PAIR_COLUMNS: dict[str, str] = {
    "source": "object",
    "target": "object",
    "mean": "float64",
    "n": "int64",
    "low": "float64",
    "high": "float64",
    "n_against": "int64",
    "n_neutral": "int64",
    "n_for": "int64",
    "n_uncertain": "int64",
    "interval": "object",
    "stances": "object",
    "statements": "object",
}


def conflict_matrix(
    stances: pd.DataFrame, by: By = "party", *, statements: pd.DataFrame | None = None, level: float = 0.95
) -> pd.DataFrame:
    """Count who says what about whom: the directed conflict matrix, as a tidy table.

    Args:
        stances: the stances table; of several methods only one may score the same statement and target.
        by: "party" gathers speakers and targets into their parties, and leaves out targets that are no party (a
            contested word such as "terrorists", a concept); "actor" takes speakers and targets as they are named,
            and leaves out concepts.
        statements: the statements table; with it `countable` first drops headlines, beliefs and intentions.
        level: how much the interval holds, above 0 and below 1.

    Returns:
        One row for each pair, in the order of `party_order`:
        source, target: who speaks, about whom. A party's words about itself are kept.
        mean: the mean of stance, -1 (against) to 1 (for); NaN where every row is uncertain.
        n: the rows counted, n_against + n_neutral + n_for. n_uncertain: the rows left out as uncertain.
        low, high: the interval of the mean (see intervals.py); NaN below five rows.
        interval: "dirichlet"; "bootstrap" where the rows come from more than one article; None below five rows.
        stances: the stance of every counted row, sorted. statements: their (article, statement) keys, sorted.
        A row is one target in one statement: two targets of one party in one statement are two rows.

    Raises:
        ValueError: `by` is neither, or the table holds the same statement and target from several methods.

    Example:
        >>> from analysis.tables import make_table
        >>> row = {"article": "a", "party": "Orrin", "target_party": "Veld", "target": "Veld", "target_kind": "actor"}
        >>> rows = [row | {"statement": 0, "stance": -1.0, "label": "against"}]
        >>> rows += [row | {"statement": 1, "stance": 0.0, "label": "neutral"}]
        >>> conflict_matrix(make_table("stances", rows))[["source", "target", "mean", "n"]].values.tolist()
        [['Orrin', 'Veld', -0.5, 2]]
    """
    if by not in ("party", "actor"):
        raise ValueError(f'by is "party" or "actor", got {by!r}')
    return _pairs(stances, by, "party" if by == "party" else "target", statements, level)


def positions(
    stances: pd.DataFrame,
    by: By = "party",
    *,
    over: Literal["concept", "target"] = "concept",
    statements: pd.DataFrame | None = None,
    level: float = 0.95,
) -> pd.DataFrame:
    """Count where each party stands on each concept, or on each target as it is named.

    Args:
        stances: the stances table; of several methods only one may score the same statement and target.
        by: "party" or "actor": who takes the position.
        over: "concept": rows whose target_kind is "concept"; "target": the other rows, by the target's name.
        statements: the statements table; with it `countable` first drops headlines, beliefs and intentions.
        level: how much the interval holds, above 0 and below 1.

    Returns:
        A table as `conflict_matrix` gives it, whose target is the concept (or the target's name).

    Raises:
        ValueError: an argument is none of its values, or a statement and target come from several methods.

    Example:
        >>> from analysis.tables import make_table
        >>> row = {"article": "a", "statement": 3, "party": "Orrin", "target": "the dam", "target_kind": "concept"}
        >>> table = positions(make_table("stances", [row | {"stance": 1.0, "label": "for"}]))
        >>> table[["source", "target", "mean", "n"]].values.tolist()
        [['Orrin', 'the dam', 1.0, 1]]
    """
    if by not in ("party", "actor"):
        raise ValueError(f'by is "party" or "actor", got {by!r}')
    if over not in ("concept", "target"):
        raise ValueError(f'over is "concept" or "target", got {over!r}')
    return _pairs(stances, by, over, statements, level)


def shares(pairs: pd.DataFrame, level: float = 0.95) -> pd.DataFrame:
    """Give the shares against, neutral and for of each pair, with their intervals.

    Args:
        pairs: a table from `conflict_matrix` or `positions`.
        level: how much the interval holds, above 0 and below 1.

    Returns:
        Three rows for each pair that has a counted row: source, target, label, k (rows of that label), n, share
        (0 to 1), low and high (exact limits of the Beta; NaN below five rows).

    Raises:
        ValueError: the table is none of pairs.

    Example:
        >>> shares(conflict_matrix(_toy()))[["label", "k", "share"]].values.tolist()
        [['against', 2, 1.0], ['neutral', 0, 0.0], ['for', 0, 0.0]]
    """
    check_pairs(pairs)
    rows = []
    for pair in pairs[pairs["n"] > 0].itertuples():
        counts = (pair.n_against, pair.n_neutral, pair.n_for)
        for label, k, (low, high) in zip(LABELS, counts, share_intervals(counts, level), strict=True):
            rows.append((pair.source, pair.target, label, k, pair.n, k / pair.n, low, high))
    return pd.DataFrame(rows, columns=["source", "target", "label", "k", "n", "share", "low", "high"])


def wide(pairs: pd.DataFrame, value: str = "mean", *, parties: Iterable[str] | None = None) -> pd.DataFrame:
    """Lay a table of pairs out as a matrix: one row a source, one column a target.

    Args:
        pairs: a table from `conflict_matrix` or `positions`.
        value: the column to show, such as "mean", "n", "low" or "n_against".
        parties: the rows and the columns, in this order; None for the sources and the targets that occur.

    Returns:
        The matrix; NaN where the source is silent about the target.

    Raises:
        ValueError: the table is none of pairs, or has no such column.

    Example:
        >>> wide(conflict_matrix(_toy()), "n").to_dict()
        {'Veld': {'Orrin': 2}}
    """
    check_pairs(pairs)
    if value not in pairs.columns:
        raise ValueError(f"value is one of the table's columns, got {value!r}")
    order = None if parties is None else list(dict.fromkeys(parties))
    matrix = pairs.pivot(index="source", columns="target", values=value)
    return matrix.reindex(
        index=party_order(pairs["source"]) if order is None else order,
        columns=party_order(pairs["target"]) if order is None else order,
    )


def signed_network(pairs: pd.DataFrame) -> nx.DiGraph:
    """Turn a conflict matrix into a signed, directed network.

    Args:
        pairs: a table from `conflict_matrix`.

    Returns:
        A graph with one node a party, in the order of `party_order`, and one edge from source to target for each
        pair with a counted row. Edges carry mean, n, low, high, n_against, n_neutral, n_for, n_uncertain and sign
        (-1, 0 or 1, by the mean); nodes carry n_said and n_about, the rows by and about them.

    Raises:
        ValueError: the table is none of pairs.

    Example:
        >>> signed_network(conflict_matrix(_toy())).edges["Orrin", "Veld"]["sign"]
        -1
    """
    check_pairs(pairs)
    graph = nx.DiGraph()
    graph.add_nodes_from(party_order(pairs["source"], pairs["target"]), n_said=0, n_about=0)
    for pair in pairs[pairs["n"] > 0].itertuples():
        values = {name: getattr(pair, name) for name in list(PAIR_COLUMNS)[2:10]}
        graph.add_edge(pair.source, pair.target, **values, sign=int(np.sign(pair.mean)))
        graph.nodes[pair.source]["n_said"] += pair.n
        graph.nodes[pair.target]["n_about"] += pair.n
    return graph


def check_pairs(pairs: pd.DataFrame) -> None:
    """Raise a ValueError that says what to do where a table is none of `conflict_matrix` or `positions`."""
    missing = [name for name in list(PAIR_COLUMNS)[:10] if name not in pairs.columns]
    if missing:
        raise ValueError(
            f"this needs the table that conflict_matrix or positions gives; columns missing: {', '.join(missing)}"
        )


def _pairs(stances: pd.DataFrame, by: By, over: str, statements: pd.DataFrame | None, level: float) -> pd.DataFrame:
    rows = counted_rows(stances, by, over, statements)
    table = count_pairs(rows, level)
    table.attrs["left_out"] = rows.attrs["left_out"]
    table.attrs["by"] = by
    return table


def count_pairs(rows: pd.DataFrame, level: float, period: str | None = None) -> pd.DataFrame:
    """Count the rows of each pair: what `conflict_matrix` gives, by columns, whatever the number of rows.

    Args:
        rows: a table from `counting.counted_rows`.
        level: how much the interval holds, above 0 and below 1.
        period: a column of the rows by which to count apart; it becomes the table's first.

    Returns:
        A table with the columns of PAIR_COLUMNS.
    """
    table, cell = count_cells(rows, level, period)
    sure = ~rows["uncertain"].to_numpy(dtype=bool)
    of = cell[sure]
    stance, key = rows["stance"].to_numpy(dtype=float)[sure], rows["statement"].to_numpy()[sure]
    article = pd.factorize(rows["article"].to_numpy()[sure], sort=True)
    table["stances"] = _gathered(np.lexsort((stance, of)), of, stance.tolist(), len(table))
    order = np.lexsort((key, article[0], of))
    again = np.zeros(len(order), dtype=bool)  # two targets in one statement are one statement
    again[1:] = np.all([np.diff(column[order]) == 0 for column in (of, article[0], key)], axis=0)
    names = list(zip(article[1][article[0]].tolist(), key.tolist(), strict=True)) if len(order) else []
    table["statements"] = _gathered(order[~again], of, names, len(table))
    types = PAIR_COLUMNS if period is None else {period: table[period].dtype} | PAIR_COLUMNS
    return table[list(types)].astype(types)


def _gathered(order: np.ndarray, cell: np.ndarray, values: list, cells: int) -> pd.Series:
    """The values of each cell, in an order that sorts the cells, as one tuple a cell."""
    bounds = np.searchsorted(cell[order], np.arange(cells + 1))
    sorted_values = [values[place] for place in order]
    made = [tuple(sorted_values[start:end]) for start, end in zip(bounds, bounds[1:], strict=False)]
    return pd.Series(made, dtype=object)


def _toy(uncertain: int = 0) -> pd.DataFrame:
    """Make two rows of Orrin against Veld, and some uncertain ones, for the examples above."""
    from analysis.tables import make_table

    row = {"article": "a", "party": "Orrin", "target": "Veld", "target_party": "Veld", "target_kind": "actor"}
    row |= {"stance": -1.0, "label": "against"}
    return make_table("stances", [row | {"statement": i, "uncertain": i > 1} for i in range(2 + uncertain)])
