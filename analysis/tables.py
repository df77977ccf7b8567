"""The tables that the steps hand on: their columns, their types, and how to make one from rows.

Every step takes tables and returns a new one. The columns are fixed here, once, so that an article without a
single statement still gives a table with the right columns, and every later step and chart can rely on them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

# Where pyarrow is installed, pandas keeps text in it, and raises an error at half a character pair, which a text can
# hold. Python's own strings hold whatever there is.
pd.set_option("mode.string_storage", "python")

#: column -> pandas dtype, for every table that leaves the package.
COLUMNS: dict[str, dict[str, str]] = {
    "actors": {"name": "object", "actor_type": "object", "party": "object", "aliases": "object"},
    "mentions": {
        "paragraph": "int64",
        "start": "int64",
        "end": "int64",
        "text": "object",
        "kind": "object",
        "actor": "object",
        "party": "object",
        "ambiguous": "bool",
    },
    "statements": {
        "article": "object",
        "statement": "int64",
        "paragraph": "int64",
        "headline": "bool",
        "quote_type": "category",
        "attribution": "category",
        "act": "category",
        "actor": "object",
        "party": "object",
        "joint": "bool",
        "ambiguous": "bool",
        "content": "object",
        "spans": "object",
        "speaker": "object",
        "speaker_start": "Int64",
        "speaker_end": "Int64",
        "cue": "object",
        "cue_start": "Int64",
        "cue_end": "Int64",
        "via": "object",
        "refers_to": "Int64",
        "rule": "object",
        "confidence": "float64",
    },
    "sentiment": {
        "article": "object",
        "statement": "int64",
        "scorer": "object",
        "polarity": "float64",
        "subjectivity": "float64",
        "words": "object",
    },
    "stances": {
        "article": "object",
        "statement": "int64",
        "actor": "object",
        "party": "object",
        "target": "object",
        "target_kind": "object",
        "target_party": "object",
        "target_start": "Int64",
        "target_end": "Int64",
        "stance": "float64",
        "label": "category",
        "basis": "category",
        "confidence": "float64",
        "uncertain": "bool",
        "evidence_spans": "object",
        "method": "object",
        "asked_start": "Int64",
        "asked_end": "Int64",
    },
}

#: the values that a category column can take, in the order in which charts and tables show them.
CATEGORIES: dict[str, list[str]] = {
    "quote_type": ["direct", "mixed", "indirect"],
    "attribution": ["speech", "belief", "intention"],
    "label": ["against", "neutral", "for"],
    "basis": ["explicit", "implied"],
}

#: two more columns of statements and stances, once corrections were applied: changed or added, and found right, by hand
FLAGS = ("corrected", "confirmed")


def make_table(name: str, rows: Iterable[Mapping[str, object]] = ()) -> pd.DataFrame:
    """Make one of the package's tables from rows, with its columns in order and of the right type.

    Args:
        name: which table: "actors", "mentions", "statements", "sentiment" or "stances".
        rows: one mapping a row. A column that a row lacks is missing (NA) there; columns that the table does not
            know come after the known ones.

    Returns:
        A new table; with no rows, an empty one that has all its columns.

    Raises:
        KeyError: the table is not one of the package's.

    Example:
        >>> make_table("actors", [{"name": "Mira Halloran", "actor_type": "person"}])[["name", "party"]].values.tolist()
        [['Mira Halloran', None]]
        >>> len(make_table("stances")), "label" in make_table("stances")
        (0, True)
    """
    columns = COLUMNS[name]
    rows = [dict(row) for row in rows]
    extra = [key for key in dict.fromkeys(k for row in rows for k in row) if key not in columns]
    data: dict[str, pd.Series] = {}
    for column, dtype in columns.items():
        values = [_plain(row.get(column)) for row in rows]
        if dtype == "category":
            known = CATEGORIES.get(column)
            values = pd.Categorical(values, categories=known or sorted({v for v in values if v is not None}))
            data[column] = pd.Series(values)
        elif dtype == "bool":
            data[column] = pd.Series([bool(v) for v in values], dtype=bool)
        else:
            data[column] = pd.Series(values, dtype=dtype)
    for column in extra:
        data[column] = pd.Series([_plain(row.get(column)) for row in rows], dtype="object")
    return pd.DataFrame(data)


def _plain(value: object) -> object:
    """One way to say "missing" in a table of objects: None."""
    if value is None or value is pd.NA or (isinstance(value, float) and value != value):
        return None
    return value
