"""The package's tables as Parquet, and back, so that what is read is what was written.

Parquet knows no tuples, no pandas categories and no two ways of saying "missing". Here every column has one Arrow type,
taken from ``analysis.tables``, so that each file of a corpus has the same schema, even one without a row, and programs
in other languages can read it: a span is a struct of start and end, a scored word a struct of word and score.
"""

from __future__ import annotations

import io
import re

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from analysis.tables import CATEGORIES, COLUMNS, FLAGS

#: the tables of a corpus: column -> pandas dtype. Those of one article, and what became of each article.
CORPUS_COLUMNS: dict[str, dict[str, str]] = {
    "articles": {
        "article": "object",
        "name": "object",
        "title": "object",
        "date": "object",
        "source": "object",
        "characters": "int64",
        "paragraphs": "int64",
        "statements": "int64",
        "stances": "int64",
        "warning": "object",
    },
    "actors": {"article": "object", **COLUMNS["actors"]},
    "statements": COLUMNS["statements"],
    "sentiment": COLUMNS["sentiment"],
    "stances": COLUMNS["stances"],
    "errors": {"article": "object", "name": "object", "step": "object", "error": "object"},
}

_SPANS = pa.list_(pa.struct([("start", pa.int64()), ("end", pa.int64())]))
_SCORED_WORDS = pa.list_(pa.struct([("word", pa.string()), ("score", pa.float64())]))
#: columns whose cells are lists of tuples
_LISTS = {"spans": _SPANS, "evidence_spans": _SPANS, "words": _SCORED_WORDS}
_TYPES = {
    "object": pa.string(),
    "category": pa.string(),
    "int64": pa.int64(),
    "Int64": pa.int64(),
    "float64": pa.float64(),
    "bool": pa.bool_(),
}
_SURROGATE = re.compile(r"[\ud800-\udfff]")


def schema(name: str) -> pa.Schema:
    """The Arrow schema of a table.

    Args:
        name: "articles", "actors", "statements", "sentiment", "stances" or "errors".

    Returns:
        Its columns in order, each with its type.

    Example:
        >>> schema("errors").names
        ['article', 'name', 'step', 'error']
    """
    return pa.schema([(column, _LISTS.get(column, _TYPES[dtype])) for column, dtype in CORPUS_COLUMNS[name].items()])


def to_arrow(name: str, table: pd.DataFrame) -> pa.Table:
    """Turn a table of the package into an Arrow table.

    Args:
        name: which table (see ``schema``).
        table: the table; columns that the package does not know are left out.

    Returns:
        The same rows with the schema of that table. Half a character (a lone surrogate), which has no UTF-8, becomes
        U+FFFD.

    Raises:
        KeyError: a column is missing.
        ValueError, TypeError: a cell is of another kind than its column.

    Example:
        >>> table = pd.DataFrame({"article": ["a"], "name": ["a.txt"], "step": ["load"], "error": ["It is empty."]})
        >>> to_arrow("errors", table).to_pylist()
        [{'article': 'a', 'name': 'a.txt', 'step': 'load', 'error': 'It is empty.'}]
    """
    kinds = schema(name)
    return pa.Table.from_arrays([_column(table[field.name], field.type) for field in kinds], schema=kinds)


def by_hand_to_arrow(name: str, table: pd.DataFrame) -> pa.Table:
    """Turn a table of one article into an Arrow table, with what was corrected by hand.

    Args:
        name: which table (see ``schema``), or "corrections-applied".
        table: the table.

    Returns:
        As ``to_arrow``, and with the columns ``corrected`` and ``confirmed`` where the table has them. Corrections have
        a number for the statement, and texts but for that and the spans.

    Example:
        >>> from analysis.tables import make_table
        >>> table = make_table("stances", [{"article": "a", "statement": 0}]).assign(corrected=True, confirmed=False)
        >>> by_hand_to_arrow("stances", table).column_names[-2:]
        ['corrected', 'confirmed']
    """
    if name == "corrections-applied":
        kinds = {column: _LISTS["spans"] if column == "spans" else pa.string() for column in table.columns}
        kinds["statement"] = pa.int64()
        kept = {column: _column(table[column], kind) for column, kind in kinds.items()}
        return pa.Table.from_arrays(list(kept.values()), names=list(kept))
    made = to_arrow(name, table)
    for flag in FLAGS:
        if flag in table.columns:
            made = made.append_column(flag, _column(table[flag], pa.bool_()))
    return made


def _column(values: pd.Series, kind: pa.DataType) -> pa.Array:
    cells = values.astype("object").tolist() if values.dtype == "category" else values.tolist()
    cells = [None if cell is pd.NA else cell for cell in cells]
    try:
        return pa.array(cells, type=kind, from_pandas=True)
    except UnicodeEncodeError:
        return pa.array([_whole(cell) for cell in cells], type=kind, from_pandas=True)


def _whole(cell: object) -> object:
    """A cell without half characters."""
    if isinstance(cell, str):
        return _SURROGATE.sub("\ufffd", cell)
    if isinstance(cell, list | tuple):
        return type(cell)(_whole(part) for part in cell)
    return cell


def from_arrow(name: str, table: pa.Table) -> pd.DataFrame:
    """Turn an Arrow table back into a table of the package, as it was in memory.

    Args:
        name: which table (see ``schema``).
        table: what ``to_arrow`` made, or several of these one after the other.

    Returns:
        A new table with the package's own dtypes: lists of tuples, None for a missing text, categories in the order in
        which charts show them.

    Example:
        >>> table = pd.DataFrame({"article": ["a"], "statement": [0], "scorer": ["textblob"], "polarity": [1.0],
        ...     "subjectivity": [None], "words": [[("wonderful", 1.0)]]})
        >>> from_arrow("sentiment", to_arrow("sentiment", table))["words"].tolist()
        [[('wonderful', 1.0)]]
    """
    return pd.DataFrame(
        {column: _series(column, dtype, table[column]) for column, dtype in CORPUS_COLUMNS[name].items()}
    )


def _series(name: str, dtype: str, column: pa.ChunkedArray) -> pd.Series:
    if name in _LISTS:
        cells = [None if cell is None else [tuple(one.values()) for one in cell] for cell in column.to_pylist()]
        return pd.Series(cells, dtype="object")
    if dtype == "Int64":
        return column.to_pandas(types_mapper={pa.int64(): pd.Int64Dtype()}.get).rename(None)
    values = column.to_numpy()
    if dtype == "category":
        known = CATEGORIES.get(name) or sorted({value for value in values if value is not None})
        return pd.Series(pd.Categorical(values, categories=known))
    return pd.Series(values, dtype=dtype)


def to_bytes(table: pa.Table) -> bytes:
    """A whole Parquet file; the same table gives the same bytes with the same version of pyarrow."""
    file = io.BytesIO()
    pq.write_table(table, file, compression="zstd")
    return file.getvalue()
