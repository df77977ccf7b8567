"""Corrections by hand: a small CSV of who decided what about which statement, when and why.

A statement is known by the text of its article (a hash) and by where its words stand in it, not by a number that the
rules gave it; so a correction holds when the rules change. The file is a log: every decision is a row at its end, and
of two about the same thing the later one counts. ``analysis.correcting`` applies it.
"""

from __future__ import annotations

import csv
import datetime
import hashlib
import io
import json
import math
import re
from collections.abc import Iterable, Mapping
from os import PathLike
from pathlib import Path

import pandas as pd

from analysis.cues import load_acts
from analysis.decoding import decode
from analysis.export import FORMULA_STARTS
from analysis.files import ArticleError, as_path, read_bytes
from analysis.locking import locked, write_through
from analysis.marking import clean
from analysis.strengths import label_of
from analysis.tables import CATEGORIES

#: the columns of a file of corrections. ``spans`` holds half-open character offsets, as in the statements table.
COLUMNS = (
    "text_hash", "article", "spans", "words", "field", "target", "target_kind", "before", "after", "who", "when", "why",
)  # fmt: skip
#: what a file must have; the other columns only help a reader, or are for stances.
NEEDED = ("text_hash", "spans", "field", "after", "when")
#: what can be corrected -> what ``after`` holds.
FIELDS = {
    "statement": "right, deleted, kept (no longer deleted) or added",
    "actor": "the name of who speaks; nothing where it is not clear",
    "party": "their party; nothing for none",
    "speaker": "the words in the article that name the speaker; nothing for none",
    "cue": "the words in the article that report the statement, such as said; nothing for none",
    "act": "an act of the list of reporting words, such as say, deny or threaten",
    "quote_type": "direct, mixed or indirect",
    "attribution": "speech, belief or intention",
    "spans": "where the statement's words stand, such as [[10, 25]]",
    "stance": "against, neutral or for, a value from -1 to 1, or both; nothing to take the target away",
    "target": "the target's new name",
}
_CHOSEN = ("quote_type", "attribution")
DECISIONS = ("right", "deleted", "kept", "added")
_HASH = re.compile(r"sha256:[0-9a-f]{16}")
_ESCAPED = re.compile("'+[" + re.escape("".join(FORMULA_STARTS)) + "]")
_FORMULA = re.compile("'*[" + re.escape("".join(FORMULA_STARTS)) + "]")

Spans = list[tuple[int, int]]


def text_hash(text: str) -> str:
    """Give the name under which a text's corrections are kept: "sha256:" and 16 of its 64 hexadecimal digits.

    Example:
        >>> text_hash("Mira spoke.")
        'sha256:c0b77a75bf268e07'
    """
    return "sha256:" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def corrections_table(rows: Iterable[Mapping[str, object]] = ()) -> pd.DataFrame:
    """Make a table of corrections from rows; what a row lacks is an empty text, and ``when`` is now.

    Example:
        >>> list(corrections_table([{"spans": [(10, 25)], "field": "actor", "after": "Mira"}])["after"])
        ['Mira']
    """
    now = datetime.datetime.now(datetime.UTC).isoformat(timespec="microseconds")
    made = [{column: row.get(column) or "" for column in COLUMNS} for row in rows]
    for row in made:
        # a control character would make the file one that no program takes for a text
        row |= {column: clean(row[column]) for column in COLUMNS if column != "spans"}
        row["when"] = row["when"] or now
        row["spans"] = [(int(s), int(e)) for s, e in row["spans"] or []]
    return pd.DataFrame(made, columns=list(COLUMNS), dtype="object")


def load_corrections(path: str | PathLike[str]) -> pd.DataFrame:
    r"""Load a file of corrections.

    Args:
        path: a CSV file (UTF-8) with commas, semicolons or tabs between its cells.

    Returns:
        One row a decision, in the order of the file, with the columns ``COLUMNS``: text_hash, article and words (to
        help who reads the file), spans (a list of half-open offsets), field (one of ``FIELDS``), target and target_kind
        (of a stance), before, after, who, when (ISO 8601), why. All but spans are texts. Other columns of the file
        are kept.

    Raises:
        ArticleError: a sentence that names the file, the row as a spreadsheet counts it, and the fault.

    Example:
        >>> import pathlib, tempfile
        >>> path = pathlib.Path(tempfile.mkdtemp()) / "corrections.csv"
        >>> row = {"text_hash": text_hash("Mira spoke."), "spans": [(0, 4)], "field": "actor", "after": "Mira Orrin"}
        >>> _ = save_corrections(corrections_table([row]), path)
        >>> load_corrections(path)[["spans", "field", "after"]].values.tolist()
        [[[(0, 4)], 'actor', 'Mira Orrin']]
    """
    file = as_path(path)
    return _read(file, read_bytes(file))


def save_corrections(corrections: pd.DataFrame, path: str | PathLike[str]) -> pd.DataFrame:
    """Add decisions to a file of corrections. When this returns they are on the disk.

    The file is locked, read again, and written whole to another name that then takes its place. So rows that another
    program has saved meanwhile are kept, and who is killed while writing leaves the old file.

    Args:
        corrections: the decisions; those that the file holds already are not written twice.
        path: the file; made if it is not there. Its folder must be there.

    Returns:
        All rows of the file, as :func:`load_corrections` gives them.

    Raises:
        ArticleError: the file that is there is no file of corrections (it is left as it is); or a row to be saved
            is none.
        TimeoutError: another program holds the file.
        OSError: it can't be written.
    """
    file = as_path(path)
    if file.is_symlink():  # the file that a link leads to is changed, and the link stays
        file = file.resolve()
    if file.is_dir() or not file.parent.is_dir():
        fault = "is a folder" if file.is_dir() else f"can't be made: there is no folder {file.parent}"
        raise ArticleError(f"{path} {fault}. Nothing was saved.")
    for number, row in enumerate(corrections.to_dict("records"), 1):
        if fault := _fault(row | {"spans": _written(row["spans"])}):
            raise ArticleError(f"Correction {number} can't be saved in {path}: {fault}.")
    with locked(file):
        there = load_corrections(file) if file.exists() and file.stat().st_size else corrections_table()
        seen = {_key(row) for row in there.to_dict("records")}
        new = [row for row in corrections.to_dict("records") if _key(row) not in seen]
        if not new and file.exists():
            return there
        columns = [*there.columns, *(c for c in corrections.columns if c not in there.columns)]
        rows = [{c: row.get(c, "") for c in columns} for row in [*there.to_dict("records"), *new]]
        write_through(file, _csv(rows, columns).encode("utf-8-sig", "surrogatepass"))
    return pd.DataFrame(rows, columns=columns, dtype="object")


def parse_stance(after: str) -> tuple[float, str] | None:
    """Read what a correction makes of a stance: (value, label); None where it takes the target away.

    Raises:
        ValueError: it is none of these.

    Example:
        >>> parse_stance("against"), parse_stance("for 0.4"), parse_stance("-0.7"), parse_stance("")
        ((-1.0, 'against'), (0.4, 'for'), (-0.7, 'against'), None)
    """
    words = after.replace("\N{MINUS SIGN}", "-").lower().split()
    if not words:
        return None
    label = words.pop(0) if words[0] in CATEGORIES["label"] else None
    value = float(words.pop(0)) if words else float(CATEGORIES["label"].index(label) - 1)
    if (
        words
        or not -1 <= value <= 1
        or math.isnan(value)
        or (label and value * (CATEGORIES["label"].index(label) - 1) < 0)
    ):
        raise ValueError(after)
    return value, label or label_of(value)


def write_stance(value: float, label: str) -> str:
    """Write a stance as :func:`parse_stance` reads it.

    Example:
        >>> write_stance(-0.85, "against")
        'against -0.85'
    """
    return f"{label} {value:.4g}"


def _read(path: Path, data: bytes) -> pd.DataFrame:
    try:
        text = decode(data).removeprefix("\ufeff")
    except ValueError as error:
        raise ArticleError(f"{path} {error}.") from None
    header = text.split("\n", 1)[0]
    separator = max(",;\t", key=header.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[dict[str, object]] = []
    columns: list[str] = []
    number = 0
    try:
        for number, cells in enumerate(reader, 1):
            if not columns:
                columns = [cell.strip() for cell in cells]
                missing = [column for column in NEEDED if column not in columns]
                if missing:
                    raise ArticleError(
                        f"{path} is no file of corrections: it has no column {' and no '.join(missing)}."
                    )
            elif any(cell.strip() for cell in cells):
                if len(cells) > len(columns):
                    raise ArticleError(f"{path}, row {number}: it has {len(cells)} cells for {len(columns)} columns.")
                row = dict.fromkeys(COLUMNS, "") | dict.fromkeys(columns, "")
                row |= {column: _plain(cell) for column, cell in zip(columns, cells, strict=False)}
                if fault := _fault(row):
                    raise ArticleError(f"{path}, row {number}: {fault}.")
                rows.append(row | {"spans": _spans(row["spans"])})
    except csv.Error as error:
        raise ArticleError(f"{path}, row {number + 1}: it can't be read as CSV ({error}).") from None
    if not columns:
        raise ArticleError(f"{path} is empty: it has no line of column names.")
    order = [*COLUMNS, *(column for column in columns if column not in COLUMNS)]
    return pd.DataFrame(rows, columns=order, dtype="object")


def _fault(row: Mapping[str, object]) -> str | None:
    """What is wrong with a row, or None."""
    field, after = row["field"], str(row["after"])
    if not _HASH.fullmatch(str(row["text_hash"])):
        return f'text_hash is "sha256:" and 16 digits, not {row["text_hash"]!r}'
    if _spans(row["spans"]) is None:
        return f"spans are offsets such as [[10, 25]], not {row['spans']!r}"
    if field not in FIELDS:
        return f"field is one of {', '.join(FIELDS)}, not {field!r}"
    try:
        datetime.datetime.fromisoformat(str(row["when"]))
    except ValueError:
        return f"when is a time such as 2026-05-01T12:00:00+00:00, not {row['when']!r}"
    wrong = field == "statement" and after not in DECISIONS
    wrong |= (field == "spans" and _spans(after) is None) or (field == "target" and not after.strip())
    wrong |= (field == "act" and after not in load_acts()) or (field in _CHOSEN and after not in CATEGORIES[field])
    if field == "stance":
        try:
            parse_stance(after)
        except ValueError:
            wrong = True
    if wrong:
        return f"after of {field} is {FIELDS[field]}, not {after!r}"
    if field in ("stance", "target") and not str(row["target"]).strip():
        return f"a correction of {field} needs a target"
    if row["target_kind"] not in ("", "actor", "concept"):
        return f"target_kind is actor or concept, not {row['target_kind']!r}"
    return None


def _spans(written: object) -> Spans | None:
    """Spans as they are written in a file; None where they are none."""
    try:
        spans = [(start, end) for start, end in json.loads(str(written))]
    except (ValueError, TypeError, RecursionError):
        return None
    whole = all(type(n) is int for span in spans for n in span)
    return spans if spans and whole and all(0 <= start < end for start, end in spans) else None


def _written(spans: Iterable[tuple[int, int]]) -> str:
    return json.dumps([[int(start), int(end)] for start, end in spans])


def _plain(cell: str) -> str:
    """A cell without the apostrophe that keeps a spreadsheet from taking a text for a formula."""
    return cell[1:] if _ESCAPED.match(cell) else cell


def _csv(rows: list[dict[str, object]], columns: list[str]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        cells = [_written(row[c]) if c == "spans" else str(row[c]) for c in columns]
        writer.writerow([f"'{cell}" if _FORMULA.match(cell) else cell for cell in cells])
    return out.getvalue()


def _key(row: Mapping[str, object]) -> tuple[str, ...]:
    return tuple(_written(row[c]) if c == "spans" else str(row[c]) for c in COLUMNS)
