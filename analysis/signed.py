"""The signed network of the parties, and whether its triads are balanced.

Each two parties that speak about each other have a relation: positive, negative, or neither. Three parties that are
all related to each other are a triad. It is balanced where the product of its three signs is positive: three friends,
or two friends with a common enemy (Heider 1946; Cartwright and Harary 1956). By the weaker rule of Davis (1967) three
enemies of each other are balanced too: then there may be more than two camps.

A share of balanced triads means little by itself: with many positive or many negative relations chance alone gives
some share. So the signs are dealt again among the same relations, as many positive ones as there are, and the share
is set against what that gives (a permutation test). Triads share relations, so an interval for a share of independent
rows would be wrong here and is not given.

References:
    Heider (1946), Attitudes and cognitive organization, Journal of Psychology 21. Cartwright and Harary (1956),
    Structural balance, Psychological Review 63. Davis (1967), Clustering and structural balance in graphs, Human
    Relations 20. Phipson and Smyth (2010), Permutation p-values should never be zero, Statistical Applications in
    Genetics and Molecular Biology 9.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, takewhile
from math import comb

import networkx as nx
import numpy as np
import pandas as pd

from analysis.conflict import check_pairs
from analysis.counting import party_order
from analysis.dating import PERIOD
from analysis.intervals import FEWEST_ROWS

#: fewer triads than this are too few to say anything: four parties have four triads, and dealing the six signs of two
#: camps of two again gives full balance one time in five. Five parties have ten.
FEWEST_TRIADS = 10
#: a relation is positive or negative from a mean this far from 0 on: a third of the scale each, as in the charts.
NEUTRAL = 1 / 3
_DEALS = 9_999
_SEED = 20_151_211

RELATION_COLUMNS = {"one": "object", "other": "object", "value": "float64", "n": "int64", "sign": "int64"}
TRIAD_COLUMNS = {
    "one": "object",
    "two": "object",
    "three": "object",
    "kind": "object",
    "balanced": "bool",
    "weakly_balanced": "bool",
}
BALANCE_COLUMNS = {
    "parties": "int64",
    "positive": "int64",
    "negative": "int64",
    "triads": "int64",
    "balanced": "int64",
    "weakly_balanced": "int64",
    "share": "float64",
    "expected": "float64",
    "p": "float64",
    "note": "object",
}


def relations(table: pd.DataFrame, *, fewest: int = FEWEST_ROWS, neutral: float = NEUTRAL) -> pd.DataFrame:
    """Give the sign of the relation between each two parties.

    Args:
        table: a table from `conflict_matrix` or `conflict_by_period`: then the value of a relation is the mean of its
            two directions, each counting the same however often it was said (or the one direction there is). Or a
            matrix from `congruence_matrix(..., measure="subtract")`: then the value is its entry.
        fewest: a relation counts from so many stances on, both directions together, 1 or more (tables of pairs only).
        neutral: a value nearer to 0 than this has the sign 0, 0 or more. It is not used for a matrix, which counts
            agreements less differences: there the sign is that of the entry.

    Returns:
        one, other (in the order of `party_order`), value, n (stances; 0 for a matrix), sign (-1, 0 or 1), one row
        for each two; before them the column period where the table has it. What a party says about itself is no
        relation.

    Raises:
        ValueError: the table is neither, or an argument is out of its range.

    Example:
        >>> pairs = pd.DataFrame({"source": ["Norland", "Velia"], "target": ["Velia", "Norland"], "mean": [-1.0, 0.0],
        ...     "n": [4, 1], "low": 0.0, "high": 0.0, "n_against": 0, "n_neutral": 0, "n_for": 0, "n_uncertain": 0})
        >>> relations(pairs).values.tolist()
        [['Norland', 'Velia', -0.5, 5, -1]]
    """
    if fewest < 1 or neutral < 0:
        raise ValueError(f"fewest is 1 or more and neutral 0 or more, got {fewest!r} and {neutral!r}")
    if "source" not in table.columns and list(table.index) == list(table.columns):
        return _of_matrix(table)
    check_pairs(table)
    has_period = ["period"] if "period" in table.columns else []
    counted = table[(table["n"] > 0) & (table["source"] != table["target"])]
    order = {name: i for i, name in enumerate(party_order(counted["source"], counted["target"]))}
    first = counted["source"].map(order).to_numpy() < counted["target"].map(order).to_numpy()
    sides = counted.assign(
        one=counted["source"].where(first, counted["target"]), other=counted["target"].where(first, counted["source"])
    )
    sides = sides.assign(_one=sides["one"].map(order), _other=sides["other"].map(order))
    grouped = sides.groupby([*has_period, "_one", "_other"], sort=True)
    found = grouped.agg(one=("one", "first"), other=("other", "first"), value=("mean", "mean"), n=("n", "sum"))
    found = found.reset_index()[[*has_period, "one", "other", "value", "n"]]
    found = found[found["n"] >= fewest].reset_index(drop=True)
    sign = np.where(found["value"].abs() < neutral, 0, np.sign(found["value"]))
    types = ({"period": PERIOD} if has_period else {}) | RELATION_COLUMNS
    return _with_attrs(found.assign(sign=sign)[list(types)].astype(types), table, fewest=fewest)


def triads(related: pd.DataFrame) -> pd.DataFrame:
    """List the triads: each three parties that are all related by a sign.

    Args:
        related: a table from `relations`.

    Returns:
        one, two, three (in the order of `party_order`), kind ("+++", "++-", "+--" or "---"), balanced (Heider's rule),
        weakly_balanced (Davis's rule); before them the column period where the table has it.

    Example:
        >>> triads(_toy()).values.tolist()
        [['Arden', 'Norland', 'Velia', '+--', True, True]]
    """
    tables = []
    for period, rows in _periods(related):
        names, signs = _matrix(rows)
        made = []
        for three in _threes(signs):
            found = sorted((int(signs[pair]) for pair in combinations(three, 2)), reverse=True)
            kind = "".join("+" if sign > 0 else "-" for sign in found)
            balanced = kind in ("+++", "+--")
            made.append((*(names[i] for i in three), kind, balanced, balanced or kind == "---"))
        tables.append((period, pd.DataFrame(made, columns=list(TRIAD_COLUMNS)).astype(TRIAD_COLUMNS)))
    return _together(tables, TRIAD_COLUMNS, related)


def balance(related: pd.DataFrame, *, fewest: int = FEWEST_TRIADS) -> pd.DataFrame:
    """Count the balanced triads, and set their share against chance.

    Args:
        related: a table from `relations`.
        fewest: from so many triads on a share and its test are given, 1 or more.

    Returns:
        One row, or one a period where the table has periods (which then stand before them): parties and the positive
        and negative relations between them; triads, how many are balanced and weakly_balanced; share (balanced of
        all), expected (the mean share when the same signs are dealt again among the same relations) and p (how often
        dealing gives as large a share or a larger one; exact where there are at most 9,999 ways to deal, else from
        9,999 seeded deals, the observed one counted in). Below `fewest` triads these three are NaN and note says
        "too few triads".

    Raises:
        ValueError: fewest is below 1.

    Not covered: how far the relations themselves are sure, and the strength of a relation; both are only signs here.
    The frustration index (the fewest relations in the way of two camps) is not computed.

    Example:
        >>> balance(_toy(), fewest=1)[["triads", "balanced", "share", "expected", "p"]].values.tolist()
        [[1.0, 1.0, 1.0, 1.0, 1.0]]
        >>> balance(_toy())["note"].tolist()
        ['too few triads']
    """
    if fewest < 1:
        raise ValueError(f"fewest is 1 or more, got {fewest!r}")
    tables = []
    for period, rows in _periods(related):
        names, signs = _matrix(rows)
        found = triads(rows.drop(columns="period", errors="ignore"))
        row = {
            "parties": len(names),
            "positive": int((signs > 0).sum()) // 2,
            "negative": int((signs < 0).sum()) // 2,
            "triads": len(found),
            "balanced": int(found["balanced"].sum()),
            "weakly_balanced": int(found["weakly_balanced"].sum()),
            "note": "" if len(found) >= fewest else "too few triads",
        }
        if len(found) >= fewest:
            row |= _against_chance(signs, row["balanced"], len(found))
        tables.append((period, pd.DataFrame([row], columns=list(BALANCE_COLUMNS)).astype(BALANCE_COLUMNS)))
    return _with_attrs(_together(tables, BALANCE_COLUMNS, related), related, fewest_triads=fewest)


def relations_network(related: pd.DataFrame) -> nx.Graph:
    """Turn relations (of one period) into a signed, undirected network, with value, n and sign on its edges.

    Raises:
        ValueError: the table holds several periods.

    Example:
        >>> relations_network(_toy()).edges["Arden", "Velia"]["sign"]
        -1
    """
    if "period" in related.columns and related["period"].nunique() > 1:
        raise ValueError("choose one period first, for instance related[related.period == ...]")
    graph = nx.Graph()
    graph.add_nodes_from(party_order(related["one"], related["other"]))
    for row in related.itertuples():
        graph.add_edge(row.one, row.other, value=row.value, n=row.n, sign=row.sign)
    return graph


def _of_matrix(matrix: pd.DataFrame) -> pd.DataFrame:
    if matrix.attrs.get("measure") != "subtract":
        raise ValueError('relations needs a table of pairs, or a matrix of the measure "subtract"')
    names = party_order(matrix.index)
    values = matrix.loc[names, names].to_numpy(dtype=float)
    at = np.triu_indices(len(names), 1)
    columns = {
        "one": [names[i] for i in at[0]],
        "other": [names[i] for i in at[1]],
        "value": values[at],
        "n": 0,
        "sign": np.sign(values[at]),
    }
    return _with_attrs(pd.DataFrame(columns).astype(RELATION_COLUMNS), matrix)


def _periods(related: pd.DataFrame) -> Iterator[tuple[pd.Timestamp | None, pd.DataFrame]]:
    if "period" in related.columns:
        yield from related.groupby("period", sort=True)
    else:
        yield None, related


def _matrix(rows: pd.DataFrame) -> tuple[list[str], np.ndarray]:
    """The parties that have a sign with another, and the symmetric matrix of the signs."""
    signed = rows[rows["sign"] != 0]
    names = party_order(signed["one"], signed["other"])
    one, other = (pd.Index(names, dtype=object).get_indexer(signed[column]) for column in ("one", "other"))
    signs = np.zeros((len(names), len(names)))
    signs[one, other] = signs[other, one] = signed["sign"]
    return names, signs


def _threes(signs: np.ndarray) -> list[list[int]]:
    cliques = takewhile(lambda clique: len(clique) <= 3, nx.enumerate_all_cliques(nx.from_numpy_array(signs)))
    return sorted(sorted(clique) for clique in cliques if len(clique) == 3)


def _against_chance(signs: np.ndarray, balanced: int, total: int) -> dict[str, float]:
    """Deal the signs again, in every way or in many, and count the balanced triads of each deal.

    The trace of the third power of the matrix of signs is six times the balanced triads less the others.
    """
    at = np.argwhere(np.triu(signs) != 0)
    dealt = signs[at[:, 0], at[:, 1]]
    positive, ways = int((dealt > 0).sum()), comb(len(dealt), int((dealt > 0).sum()))
    exact = ways <= _DEALS
    counts = [
        np.rint((np.trace(deals @ deals @ deals, axis1=1, axis2=2) / 6 + total) / 2)
        for deals in _deals(at, len(signs), positive, exact)
    ]
    found = np.concatenate(counts)
    as_large = int((found >= balanced).sum())
    p = as_large / ways if exact else (as_large + 1) / (_DEALS + 1)
    return {"share": balanced / total, "expected": float(found.mean()) / total, "p": p}


def _deals(at: np.ndarray, parties: int, positive: int, exact: bool) -> Iterator[np.ndarray]:
    """Matrices of signs dealt to the same relations, some hundred at a time."""
    m, random = len(at), np.random.default_rng(_SEED)
    chosen = combinations(range(m), positive)
    left, block = (comb(m, positive) if exact else _DEALS), max(1, 2_000_000 // parties**2)
    while left > 0:
        size = min(block, left)
        values = -np.ones((size, m))
        if exact:
            for row, plus in zip(values, chosen, strict=False):
                row[list(plus)] = 1
        else:
            np.put_along_axis(values, random.random((size, m)).argsort(axis=1)[:, :positive], 1, axis=1)
        deals = np.zeros((size, parties, parties))
        deals[:, at[:, 0], at[:, 1]] = deals[:, at[:, 1], at[:, 0]] = values
        yield deals
        left -= size


def _together(tables: list[tuple], columns: dict[str, str], related: pd.DataFrame) -> pd.DataFrame:
    """One table of the periods' tables, with the column period where there are periods."""
    types = ({"period": PERIOD} if "period" in related.columns else {}) | columns
    dated = [table if period is None else table.assign(period=period) for period, table in tables]
    whole = pd.concat(dated, ignore_index=True) if dated else pd.DataFrame(columns=list(types))
    return _with_attrs(whole[list(types)].astype(types), related)


def _with_attrs(made: pd.DataFrame, source: pd.DataFrame, **more: object) -> pd.DataFrame:
    made.attrs = {**source.attrs, **more}
    return made


def _toy() -> pd.DataFrame:
    """Make two friends with a common enemy, for the examples above."""
    rows = [("Arden", "Norland", 1.0, 5, 1), ("Arden", "Velia", -1.0, 5, -1), ("Norland", "Velia", -0.5, 5, -1)]
    return pd.DataFrame(rows, columns=list(RELATION_COLUMNS)).astype(RELATION_COLUMNS)
