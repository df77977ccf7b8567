"""Corrections applied: statements and stances mended, deleted and added as a reader decided.

The statements are mended before tone and stance are scored, so that both are those of the words and the speaker that
the reader gave; the stances are mended after. Each step takes tables and returns new ones, and tells of every
correction what became of it: one whose statement is not found any more is left over, never lost.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from os import PathLike
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.articles import Article
from analysis.correcting_stances import correct_stances, flagged
from analysis.corrections import Spans, load_corrections
from analysis.cues import load_acts
from analysis.placing import by_statement, fit_corrections, nearest, place_of, quoted, spans_within, with_outcomes
from analysis.tables import COLUMNS, FLAGS, make_table

if TYPE_CHECKING:
    from analysis.report import Analysis

#: what of a statement is corrected before tone and stance are scored.
OF_STATEMENTS = ("statement", "actor", "party", "speaker", "cue", "act", "quote_type", "attribution", "spans")


def correct_statements(
    article: Article, statements: pd.DataFrame, fitted: pd.DataFrame, actors: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Apply corrections to the statements of an article.

    Args:
        article: the article.
        statements: its statements table.
        fitted: corrections with the statement each belongs to, from ``placing.fit_corrections``.
        actors: the actors table: it gives the party of an actor that is named by hand.

    Returns:
        The statements, in reading order, and ``fitted`` with its outcomes filled in. Numbers stay as they are, so that
        one correction renames no other statement; an added one has the next free number and the rule "hand". Two more
        columns: ``corrected`` (changed or added by hand) and ``confirmed`` (found right by hand). Both have the
        confidence 1.

    Until a reader says more, an added statement is an act "say" of speech, direct where its words stand in quotation
    marks.
    """
    rows = {row["statement"]: row for row in statements.to_dict("records")}
    told: dict[int, tuple[str, str]] = {}
    for number, group in by_statement(fitted).items():
        found = rows.get(number)
        row = dict(found) if found is not None else _added(article, number, group[0][1]["spans"])
        keep, judged = True, False
        for index, correction in group:
            field, after = correction["field"], correction["after"]
            before = dict(row), keep
            if field == "statement":
                keep = after != "deleted"
            elif field in OF_STATEMENTS:
                reason = _mend(article, row, field, after, actors)
                if reason:
                    told[index] = "left over", reason
                    continue
            else:
                if not keep:
                    told[index] = "applied", "its statement is deleted"
                continue
            changed = not _same(row, before[0]) or keep != before[1] or (after == "added" and found is None)
            told[index], judged = ("applied" if changed else "confirmed", ""), True
        row["corrected"] = found is None or not _same(row, found) or bool(found.get("corrected") is True)
        row["confirmed"] = bool(judged and not row["corrected"])
        if judged:
            row["confidence"] = 1.0
        rows[number] = row
        if not keep:
            del rows[number]
    order = sorted(rows.values(), key=lambda row: (min(row["spans"], default=(0, 0)), row["statement"]))
    return flagged(make_table("statements", order)), with_outcomes(fitted, told)


def apply_corrections(analysis: Analysis, corrections: pd.DataFrame | str | PathLike[str]) -> Analysis:
    """Apply corrections to an analysis, as ``analyse(article, corrections=…)`` does, without reading the text anew.

    Args:
        analysis: the analysis.
        corrections: a table from ``load_corrections``, or the path of a file.

    Returns:
        A new analysis. Its tone and stances are scored anew where a correction changes the statements. Its table
        ``corrections`` tells what became of each correction: ``outcome`` is applied, confirmed (what was found says so
        already) or left over, with the ``reason``.

    Raises:
        ArticleError: the file can't be read.

    Example:
        >>> from analysis import analyse, load_article
        >>> from analysis.corrections import corrections_table, text_hash
        >>> found = analyse(load_article(text="Mira Halloran said the dam was safe."))
        >>> row = {"text_hash": text_hash(found.article.text), "spans": found.statements["spans"][0]}
        >>> mended = apply_corrections(found, corrections_table([row | {"field": "actor", "after": "Ola Brandt"}]))
        >>> mended.statements[["actor", "confidence", "corrected"]].values.tolist()
        [['Ola Brandt', 1.0, True]]
    """
    from analysis.sentiment import score_sentiment
    from analysis.stance import score_stances

    article, actors = analysis.article, analysis.actors
    fitted = fit_corrections(article, analysis.statements, as_table(corrections))
    statements, fitted = correct_statements(article, analysis.statements, fitted, actors)
    sentiment, stances = analysis.sentiment, analysis.stances
    if (fitted["field"].isin(OF_STATEMENTS) & (fitted["outcome"] == "applied")).any():
        scorers = list(dict.fromkeys(sentiment["scorer"])) or ["textblob"]
        sentiment = score_sentiment(statements, scorers)
        stances = score_stances(article, statements, actors, analysis.concepts, reader=analysis.reader)
    stances, fitted = correct_stances(article, stances, statements, fitted, actors)
    return dataclasses.replace(
        analysis, statements=statements, sentiment=sentiment, stances=stances, corrections=fitted
    )


def overlay(analysis: Analysis, corrections: pd.DataFrame) -> Analysis:
    """Lay decisions over an analysis without scoring tone and stance anew: what a reviewer has said, and no more.

    Args:
        analysis: the analysis.
        corrections: a table of corrections.

    Returns:
        A new analysis, as :func:`apply_corrections` gives it but for stances that would be read anew.
    """
    fitted = fit_corrections(analysis.article, analysis.statements, corrections)
    statements, fitted = correct_statements(analysis.article, analysis.statements, fitted, analysis.actors)
    stances, fitted = correct_stances(analysis.article, analysis.stances, statements, fitted, analysis.actors)
    return dataclasses.replace(analysis, statements=statements, stances=stances, corrections=fitted)


def as_table(corrections: pd.DataFrame | str | PathLike[str]) -> pd.DataFrame:
    """A table of corrections as it is, or a file's."""
    return corrections if isinstance(corrections, pd.DataFrame) else load_corrections(corrections)


def corrected_note(analysis: Analysis) -> str:
    """Say in a sentence how much was corrected by hand; an empty text where nothing was.

    Example:
        >>> from analysis import analyse, load_article
        >>> corrected_note(analyse(load_article(text="It rained.")))
        ''
    """
    told = analysis.corrections
    if told is None or told.empty:
        return ""
    of = told[told["outcome"] == "applied"]
    deleted = of.loc[(of["field"] == "statement") & (of["after"] == "deleted"), "statement"]
    deleted = deleted[~deleted.isin(analysis.statements["statement"])].nunique()
    touched = {name: _flag(analysis.statements, name) | _flag(analysis.stances, name) for name in FLAGS}
    left = int((told["outcome"] == "left over").sum())
    parts = [f"{len(touched['corrected'])} corrected", f"{deleted} deleted"]
    parts += [f"{len(touched['confirmed'] - touched['corrected'])} confirmed"]
    counted = ", ".join(part for part in parts if not part.startswith("0 "))
    lost = f"{left} correction{'s' * (left != 1)} no longer fit{'s' * (left == 1)} the text" if left else ""
    said = [f"Statements by hand: {counted}." if counted else "", f"{lost}." if lost else ""]
    return " ".join(part for part in said if part)


def _flag(table: pd.DataFrame, name: str) -> set[int]:
    return set(table.loc[table[name], "statement"]) if name in table.columns else set()


def _mend(article: Article, row: dict[str, Any], field: str, after: str, actors: pd.DataFrame) -> str:
    """Change one field of a statement; a reason where it can't be."""
    if field == "actor":
        if after == (row["actor"] or ""):
            return ""  # found so already; the party that was found with it stays
        row["actor"], row["ambiguous"] = after or None, not after
        parties = dict(zip(actors["name"], actors["party"], strict=True))
        row["party"] = (parties.get(after) or after) if after else None
    elif field == "party":
        row["party"] = after or None
    elif field in ("speaker", "cue"):
        place = nearest(article.text, after, row["spans"][0]) if after else (pd.NA, pd.NA)
        if place is None:
            return f"the article does not hold the words {after!r}"
        row[field], row[f"{field}_start"], row[f"{field}_end"] = after or None, *place
    elif field in ("quote_type", "attribution"):
        row[field] = after
    elif field == "act":
        # a statement that is a hope is no speech any more; where an act can be either, it stays what it is
        row["act"], row["attribution"] = after, load_acts()[after] or row["attribution"]
    elif (spans := spans_within(article.text, after)) is None:
        return "these places lie outside the article"
    else:
        row |= place_of(article, spans)
    return ""


def _same(row: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two rows say the same, but for how sure that is. A missing value equals another one."""

    def plain(value: object) -> object:
        missing = value is None or value is pd.NA or value != value
        return "" if missing else [tuple(part) for part in value] if isinstance(value, list) else value

    return all(plain(row.get(k)) == plain(other.get(k)) for k in row if k not in (*FLAGS, "confidence"))


def _added(article: Article, number: int, spans: Spans) -> dict[str, Any]:
    kind = "direct" if quoted(article.text, spans) else "indirect"
    fixed = {"article": article.id, "statement": number, "quote_type": kind, "attribution": "speech", "act": "say"}
    fixed |= {"ambiguous": True, "joint": False, "rule": "hand", "confidence": 1.0}
    return dict.fromkeys(COLUMNS["statements"]) | fixed | place_of(article, spans)
