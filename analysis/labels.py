"""Read hand labels: one statement a line, as JSON, the way ``data/gold/README.md`` asks for it.

Labels are written by people, so a fault is told with its file and its line. The result is the same two tables that
the program makes, so that both can be put side by side.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.articles import Article
from analysis.tables import CATEGORIES, COLUMNS, make_table

#: the value of a hand-labelled stance -> its name in the stances table.
STANCE_NAMES = {-1: "against", 0: "neutral", 1: "for"}


class LabelError(ValueError):
    """What load_labels raises: a sentence that names the file, the line and the fault."""


def load_labels(path: str | Path, article: Article | None = None) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Read hand labels into a statements table and a stances table.

    Args:
        path: a file of JSON lines in UTF-8, one statement a line; empty lines are passed over. A line has the columns
            of the statements table, with ``start`` and ``end`` (or ``spans``, for a statement in several pieces) as
            half-open character offsets, an ``id`` of its own, ``refers_to`` as the id of another line or null, and
            ``stances``: a list of ``target``, ``target_party``, ``stance`` (-1, 0 or 1), ``basis`` and, where it is
            not "actor", ``target_kind``.
        article: the article that the labels are about. If given, each content, speaker and cue is compared with the
            article's text, and the labels take the article's id.

    Returns:
        Two tables, statements and stances, with the columns of :mod:`analysis.tables`. ``rule`` and ``method`` are
        "hand", ``confidence`` is 1.0. The statements have one more column, ``label_id``: the line's own id. The
        article's id is the file's name up to its first full stop, unless ``article`` is given.

    Raises:
        LabelError: the file can't be read, or a line does not hold what it must; the message names file and line.

    Not covered: whether the labels are good. Only their form and their offsets are checked.

    Example:
        >>> import json, tempfile
        >>> line = {
        ...     "id": "s1", "paragraph": 0, "quote_type": "indirect", "attribution": "speech", "act": "reject",
        ...     "actor": "Mira Halloran", "party": "Harbour Union", "content": "the dam", "start": 23, "end": 30,
        ...     "stances": [{"target": "Dam Company", "target_party": "Dam Company", "stance": -1, "basis": "implied"}],
        ... }
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     path = Path(folder, "dam.statements.jsonl")
        ...     _ = path.write_text(json.dumps(line))
        ...     statements, stances = load_labels(path)
        >>> statements[["article", "actor", "spans"]].values.tolist()
        [['dam', 'Mira Halloran', [(23, 30)]]]
        >>> stances[["target", "label", "stance"]].values.tolist()
        [['Dam Company', 'against', -1.0]]
    """
    path = Path(path)
    lines = _read_lines(path)
    number = {}
    for i, (place, row) in enumerate(lines):
        if number.setdefault(row["id"], i) != i:
            raise LabelError(f"{place}: the id {row['id']!r} stands on an earlier line too.")
    name = article.id if article is not None else path.name.split(".")[0]
    statements, stances = [], []
    for i, (place, row) in enumerate(lines):
        if row.get("refers_to") is not None and row["refers_to"] not in number:
            raise LabelError(f"{place}: 'refers_to' names {row['refers_to']!r}, which is the id of no line.")
        statement = {key: row.get(key) for key in COLUMNS["statements"]}
        statement |= {"article": name, "statement": i, "refers_to": number.get(row.get("refers_to"))}
        statement |= {"spans": _spans(place, row), "rule": "hand", "confidence": 1.0, "label_id": row["id"]}
        if article is not None:
            _check_offsets(place, statement, article.text)
        statements.append(statement)
        stances += [_stance(place, given, statement) for given in row["stances"]]
    return make_table("statements", statements), make_table("stances", stances)


def _read_lines(path: Path) -> list[tuple[str, dict[str, Any]]]:
    """Read (place for messages, row) for each line, and check what a row must have."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise LabelError(f"{path}: the labels can't be read ({error.strerror}).") from error
    except UnicodeDecodeError as error:
        raise LabelError(f"{path}: the labels are not UTF-8 text (byte {error.start}).") from error
    lines = []
    for n, line in enumerate(text.split("\n"), start=1):
        place = f"{path}, line {n}"
        if line.strip():
            lines.append((place, _row(place, line)))
    return lines


def _row(place: str, line: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except (json.JSONDecodeError, RecursionError) as error:
        raise LabelError(f"{place}: this is not one JSON object ({error}).") from error
    if not isinstance(row, dict):
        raise LabelError(f"{place}: a line must be one JSON object, {{…}}.")
    for key in ("id", "paragraph", "quote_type", "attribution", "content", "actor", "stances"):
        if key not in row:
            raise LabelError(f"{place}: {key!r} is missing.")
    for key in ("quote_type", "attribution"):
        if row[key] not in CATEGORIES[key]:
            raise LabelError(f"{place}: {key!r} is {row[key]!r}; it can be {', '.join(CATEGORIES[key])}.")
    for key in ("id", "content"):
        if not isinstance(row[key], str):
            raise LabelError(f"{place}: {key!r} must be text.")
    if not _is_int(row["paragraph"]):
        raise LabelError(f"{place}: 'paragraph' must be a whole number, counted from 0.")
    if not isinstance(row["stances"], list):
        raise LabelError(f"{place}: 'stances' must be a list, empty where there is none.")
    return row


def _is_int(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _spans(place: str, row: dict[str, Any]) -> list[tuple[int, int]]:
    spans = row.get("spans") or [[row.get("start"), row.get("end")]]
    for span in spans:
        if not (isinstance(span, list) and len(span) == 2 and all(map(_is_int, span)) and 0 <= span[0] < span[1]):
            raise LabelError(f"{place}: {span!r} is no span; a span is [start, end] with 0 <= start < end.")
    return [tuple(span) for span in spans]


def _check_offsets(place: str, statement: dict[str, Any], text: str) -> None:
    """The label's strings must be the article's, or its offsets are wrong."""
    found = {"content": " ".join(text[start:end] for start, end in statement["spans"])}
    for key in ("speaker", "cue"):
        if statement[key] is not None:
            found[key] = text[statement[f"{key}_start"] : statement[f"{key}_end"]]
    for key, string in found.items():
        if statement[key] != string:
            raise LabelError(f"{place}: {key!r} is {statement[key]!r}, but its offsets point to {string!r}.")


def _stance(place: str, given: object, statement: dict[str, Any]) -> dict[str, Any]:
    """One row of the stances table from one entry of a line's ``stances``."""
    if not (isinstance(given, dict) and isinstance(given.get("target"), str)):
        raise LabelError(f"{place}: a stance needs a 'target' that is text.")
    if given.get("stance") not in STANCE_NAMES:
        raise LabelError(f"{place}: 'stance' is {given.get('stance')!r}; it can be -1, 0 or 1.")
    if given.get("basis") not in CATEGORIES["basis"]:
        raise LabelError(f"{place}: 'basis' is {given.get('basis')!r}; it can be {', '.join(CATEGORIES['basis'])}.")
    kept = {key: given.get(key) for key in COLUMNS["stances"]}
    return kept | {
        "article": statement["article"],
        "statement": statement["statement"],
        "actor": statement["actor"],
        "party": statement["party"],
        "target_kind": given.get("target_kind") or "actor",
        "stance": float(given["stance"]),
        "label": STANCE_NAMES[given["stance"]],
        "confidence": 1.0,
        "uncertain": False,
        "evidence_spans": [],
        "method": "hand",
    }
