"""The statements behind each number: which rows of the stances table a cell, a bar or an arrow was counted from.

The numbers are those of ``analysis.conflict``, not counted again here; a group only gathers the rows of one pair of
speaker and target, so that a page can lead from the number to them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.conflict import conflict_matrix, positions, shares
from analysis.counting import countable, left_out, party_order
from analysis.marking import clean
from analysis.view import GREY, LABELS, context, number

if TYPE_CHECKING:
    from analysis.report import Analysis

#: (table, source, target) -> the rows behind that pair's number.
Groups = dict[tuple[str, str, str], dict[str, Any]]


def pair_tables(analysis: Analysis) -> dict[str, pd.DataFrame]:
    """The three tables of pairs that a page shows: party about party, about target as named, on concept."""
    stances, statements = analysis.stances, analysis.statements
    return {
        "party": conflict_matrix(stances, statements=statements),
        "target": positions(stances, over="target", statements=statements),
        "concept": positions(stances, statements=statements),
    }


def groups(analysis: Analysis, tables: dict[str, pd.DataFrame]) -> Groups:
    """Gather, for each pair of each table, the stance rows it was counted from.

    Args:
        analysis: the analysis.
        tables: what :func:`pair_tables` gave for it.

    Returns:
        (table, source, target) -> a group: ``anchor``, its place on the page, made from numbers only; source and
        target; mean, low and high as text, n; ``labels``: label -> its rows; ``uncertain``: the rows not counted.
    """
    stances = countable(analysis.stances, analysis.statements)
    statements = {row.statement: row for row in analysis.statements.itertuples()}
    rows: dict[tuple[str, str, str], list[Any]] = {}
    for row in stances.itertuples():
        concept = row.target_kind == "concept"
        rows.setdefault(("concept" if concept else "target", row.party, row.target), []).append(row)
        if not concept:
            rows.setdefault(("party", row.party, row.target_party), []).append(row)
    found = {}
    for name, table in tables.items():
        for i, pair in enumerate(table.itertuples()):
            behind = rows.get((name, pair.source, pair.target), [])
            views = [(row, _row(analysis, row, statements[row.statement])) for row in behind if pd.notna(row.stance)]
            found[name, pair.source, pair.target] = {
                "anchor": f"{name}-{i}",
                "source": clean(pair.source),
                "target": clean(pair.target),
                "mean": number(pair.mean),
                "interval": None if pd.isna(pair.low) else f"{number(pair.low)} to {number(pair.high)}",
                "value": None if pd.isna(pair.mean) else float(pair.mean),
                "n": int(pair.n),
                "labels": {key: [v for row, v in views if row.label == key and not row.uncertain] for key in LABELS},
                "uncertain": [view for row, view in views if row.uncertain],
            }
    return found


def _row(analysis: Analysis, row: Any, statement: Any) -> dict[str, Any]:
    return {
        "n": row.statement,
        "target": clean(row.target),
        "actor": clean(row.actor) if isinstance(row.actor, str) else "not clear who",
        "value": number(row.stance),
        "label": str(row.label),
        "basis": clean(row.basis) if isinstance(row.basis, str) else "",
        "context": context(analysis, statement, [row.evidence_spans]),
    }


def matrix_view(table: pd.DataFrame, found: Groups) -> dict[str, Any]:
    """The conflict matrix as rows of cells; a cell is a group, or None where the source is silent."""
    targets = party_order(table["target"])
    rows = [
        {"source": clean(source), "cells": [found.get(("party", source, target)) for target in targets]}
        for source in party_order(table["source"])
    ]
    return {"targets": [clean(target) for target in targets], "rows": rows, "left_out": left_out(table)}


def bars_view(name: str, table: pd.DataFrame, found: Groups, colour: dict[str, str]) -> dict[str, Any]:
    """How often each party is against, neutral and for each target, as bars whose parts lead to their statements.

    A part is as long as it holds stances, in percent of the longest bar: so one stance never looks like many.
    """
    parts = shares(table)
    longest = parts["n"].max() if len(parts) else 1
    bars: dict[str, list[dict[str, Any]]] = {}
    by_pair = dict(list(parts.groupby(["target", "source"])))
    for target, source in sorted(by_pair, key=lambda pair: [name.casefold() for name in pair]):
        rows, group = by_pair[target, source], found[name, source, target]
        bar = {"source": clean(source), "colour": colour.get(source, GREY), "group": group}
        bar["parts"] = [
            {"label": row.label, "k": int(row.k), "percent": f"{100 * row.k / longest:.1f}"}
            for row in rows.itertuples()
            if row.k
        ]
        bars.setdefault(clean(target), []).append(bar)
    return {"bars": bars, "left_out": left_out(table)}
