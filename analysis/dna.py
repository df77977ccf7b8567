"""The stances as an event list of the Discourse Network Analyzer: one row a stance, under that program's columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from analysis.report import Analysis

#: the columns of the program's export "event list", statement type "DNA Statement", in its order
DNA_COLUMNS = (
    "statement_id time person organization concept agreement start_position stop_position text coder document_id "
    "document_title document_author document_source document_section document_type"
).split()


def event_list(analysis: Analysis) -> pd.DataFrame:
    """Make the Discourse Network Analyzer's table of an analysis.

    Args:
        analysis: the analysis.

    Returns:
        One row a stance for or against, in reading order, with the columns of DNA 3's "event list": ``person`` is the
        speaker where it is a person, ``organization`` the party, ``concept`` the target, an actor or a concept,
        ``agreement`` 1 for and 0 against; ``start_position`` and ``stop_position`` are offsets into the article's text.
        ``time`` is the article's date at midnight (a month is its first day; empty without a date), ``coder`` 1, and
        ``document_id`` 1. ``attrs["left_out"]`` counts the rows that have no place in it: DNA's agreement is yes or no,
        so "neutral" goes, and with it what is "uncertain" and whose "speaker is open".

    Source:
        Philip Leifeld, Discourse Network Analyzer 3 (``Exporter.eventCSV``), for the columns and their order.

    Not covered: import by drag and drop; DNA reads such a table through its R package, rDNA.

    Example:
        >>> from analysis import analyse, load_article
        >>> table = event_list(analyse(load_article(text="It rained.")))
        >>> len(table), table.columns[:6].tolist()
        (0, ['statement_id', 'time', 'person', 'organization', 'concept', 'agreement'])
    """
    article, statements = analysis.article, analysis.statements.set_index("statement")
    types = analysis.actors.drop_duplicates("name").set_index("name")["actor_type"]
    stances = analysis.stances
    kinds = {
        "speaker is open": stances["party"].isna(),
        "uncertain": stances["uncertain"].astype(bool),
        "neutral": stances["label"] == "neutral",
    }
    rest, left_out = pd.Series(True, index=stances.index), {}
    for kind, rows in kinds.items():
        left_out[kind] = int((rest & rows).sum())
        rest &= ~rows
    rows = []
    for number, one in enumerate(stances[rest].itertuples(), start=1):
        spans = statements.at[one.statement, "spans"]
        rows.append(
            {
                "statement_id": number,
                "time": _time(article.date),
                "person": one.actor if types.get(one.actor) == "person" else "",
                "organization": one.party,
                "concept": one.target,
                "agreement": int(one.label == "for"),
                "start_position": min(start for start, _ in spans),
                "stop_position": max(end for _, end in spans),
                "text": statements.at[one.statement, "content"],
                "coder": 1,
                "document_id": 1,
                "document_title": article.title or article.id,
                "document_author": "",
                "document_source": article.source or "",
                "document_section": "",
                "document_type": "",
            }
        )
    table = pd.DataFrame(rows, columns=DNA_COLUMNS, dtype="object")
    table.attrs["left_out"] = left_out
    return table


def _time(date: str | None) -> str:
    return f"{(date + '-01-01')[:10]} 00:00:00" if date else ""
