"""A statement as the stance rules need it: who speaks, where the content and the cue stand."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from analysis.targets import Speaker


class Said(NamedTuple):
    """A statement, as the rules need it."""

    article: object
    statement: int
    speaker: Speaker
    spans: tuple[tuple[int, int], ...]
    cue: tuple[int, int] | None
    refers_to: int | None
    ranges: tuple[tuple[int, int], ...]


def read_statements(statements: pd.DataFrame, types: dict[str, str]) -> list[Said]:
    """The statements of a table, in its order; ``types`` are the actors' types by name."""
    found = []
    for row in statements.itertuples(index=False):
        spans = tuple((int(s), int(e)) for s, e in (row.spans if isinstance(row.spans, list | tuple) else ()))
        span = _pair(row.cue_start, row.cue_end)
        start, end = _pair(row.speaker_start, row.speaker_end) or (None, None)
        actor, party = (value if isinstance(value, str) else None for value in (row.actor, row.party))
        quote_type = row.quote_type if isinstance(row.quote_type, str) else None
        speaker = Speaker(actor, party, types.get(actor), bool(row.joint), start, end, quote_type)
        refers_to = None if pd.isna(row.refers_to) else int(row.refers_to)
        ranges = spans + ((span,) if span else ())
        found.append(Said(row.article, int(row.statement), speaker, spans, span, refers_to, ranges))
    return found


def _pair(start: object, end: object) -> tuple[int, int] | None:
    return None if pd.isna(start) or pd.isna(end) else (int(start), int(end))
