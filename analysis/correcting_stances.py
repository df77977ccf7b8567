"""Corrections of stances: a value, a label or a target set by hand, a target taken away or added."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.articles import Article
from analysis.corrections import parse_stance
from analysis.placing import by_statement, find_words, with_outcomes
from analysis.tables import FLAGS, make_table


def correct_stances(
    article: Article, stances: pd.DataFrame, statements: pd.DataFrame, fitted: pd.DataFrame, actors: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Apply corrections to the stances of an article.

    Args:
        article: the article.
        stances: its stances table; rows whose statement is deleted go, and actor and party follow the statements.
        statements: its statements table, already corrected.
        fitted: what :func:`correct_statements` gave.
        actors: the actors table: it gives the party of a target that is named by hand.

    Returns:
        The stances, and ``fitted`` with its outcomes filled in. A stance that a reader set has the confidence 1 and is
        not uncertain; ``corrected`` where that changed its label, value or target (then its method is "hand", and its
        evidence is kept only if the label is), else ``confirmed``.
    """
    said = {row["statement"]: row for row in statements.to_dict("records")}
    by_number: dict[int, list[dict[str, Any]]] = {number: [] for number in said}
    for row in stances.to_dict("records"):
        if (of := said.get(row["statement"])) is not None:
            by_number[row["statement"]].append(row | {"actor": of["actor"], "party": of["party"]})
    known = _targets(stances, actors, statements)
    told: dict[int, tuple[str, str]] = {}
    for number, group in by_statement(fitted).items():
        rows = by_number.get(number)
        for index, correction in group if rows is not None else ():
            if correction["field"] in ("stance", "target"):
                change = _stance if correction["field"] == "stance" else _target
                told[index] = change(article, said[number], rows, correction, known)
    return flagged(make_table("stances", [row for rows in by_number.values() for row in rows])), with_outcomes(
        fitted, told
    )


def _targets(stances: pd.DataFrame, actors: pd.DataFrame, statements: pd.DataFrame) -> dict[str, tuple[str, str, Any]]:
    """What is known of a name that may be a target, by its small letters: name, kind and party."""
    known = {name.casefold(): (name, "actor", name) for name in statements["party"].dropna()}
    for row in stances.itertuples():
        known[row.target.casefold()] = (row.target, row.target_kind, row.target_party)
    for name, party in zip(actors["name"], actors["party"], strict=True):
        known[name.casefold()] = (name, "actor", party or name)
    return known


def _named(name: str, kind: str, known: Mapping[str, tuple[str, str, Any]]) -> dict[str, Any]:
    found = known.get(name.casefold())
    if found is None or (kind and kind != found[1]):
        found = (name, kind or "actor", None if kind == "concept" else name)
    return dict(zip(("target", "target_kind", "target_party"), found, strict=True))


def _stance(
    article: Article, said: dict, rows: list[dict], correction: Mapping[str, Any], known: Mapping
) -> tuple[str, str]:
    wanted = _named(correction["target"].strip(), correction["target_kind"], known)
    here = next((row for row in rows if row["target"].casefold() == wanted["target"].casefold()), None)
    stance = parse_stance(correction["after"])
    if stance is None:
        if here is not None:
            rows.remove(here)
        return ("applied" if here is not None else "confirmed"), ""
    value, label = stance
    if here is None:
        here = wanted | {key: said[key] for key in ("article", "statement", "actor", "party")}
        here |= _place(article, said, wanted["target"]) | {"basis": "implied", "evidence_spans": []}
        rows.append(here)
    bare = correction["after"].strip().lower() == label  # who gives only the label leaves the value, where it fits
    same = here.get("label") == label and (bare or abs(here["stance"] - value) < 1e-3)
    if not same:
        here |= {"method": "hand", "evidence_spans": here["evidence_spans"] if here.get("label") == label else []}
        here |= {"stance": value, "label": label, "corrected": True, "asked_start": pd.NA, "asked_end": pd.NA}
    here |= {"confidence": 1.0, "uncertain": False, "confirmed": not here.get("corrected")}
    return ("confirmed" if same else "applied"), ""


def _target(
    article: Article, said: dict, rows: list[dict], correction: Mapping[str, Any], known: Mapping
) -> tuple[str, str]:
    old = correction["target"].strip().casefold()
    wanted = _named(correction["after"].strip(), correction["target_kind"], known)
    here = next((row for row in rows if row["target"].casefold() == old), None)
    there = next((row for row in rows if row["target"] == wanted["target"]), None)
    if here is None:
        if there is not None:
            return "confirmed", ""
        return "left over", f"no stance towards {correction['target']} is found here any more"
    if there is not None and there is not here:
        rows.remove(there)  # a statement has one stance to a target; the one that was chosen by hand counts
    here |= wanted | _place(article, said, wanted["target"])
    here |= {"confidence": 1.0, "uncertain": False, "corrected": True, "confirmed": False, "method": "hand"}
    return "applied", ""


def _place(article: Article, said: dict, name: str) -> dict[str, Any]:
    """Where a target's name stands in the statement; nowhere where it only is meant."""
    for start, end in said["spans"]:
        if found := find_words(article.text[start:end], name):
            return {"target_start": start + found[0], "target_end": start + found[1]}
    return {"target_start": pd.NA, "target_end": pd.NA}


def flagged(table: pd.DataFrame) -> pd.DataFrame:
    """Give a table the columns ``FLAGS``, False where a row has none."""
    for name in FLAGS:
        values = table[name] if name in table.columns else pd.Series(False, index=table.index)
        table[name] = [value is True for value in values]
        table[name] = table[name].astype(bool)
    return table
