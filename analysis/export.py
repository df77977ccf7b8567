"""An analysis as files: its tables as CSV and JSONL, its charts as PNG and SVG, and one page that explains itself.

Files are written whole or not at all: to a temporary name in the same folder, then put in place in one step. The names
are fixed, so nothing that an article says can become a path.
"""

from __future__ import annotations

import json
import math
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    import networkx as nx

    from analysis.report import Analysis

#: the tables of a folder, by the names of their files.
TABLES = ("actors", "statements", "sentiment", "stances")
#: what became of each correction by hand, where some were given.
APPLIED = "corrections-applied"
#: a spreadsheet takes a text that begins so for a formula.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def tables_of(analysis: Analysis) -> dict[str, pd.DataFrame]:
    """The tables that are given away, by the names of their files.

    Args:
        analysis: the analysis.

    Returns:
        Actors, statements, sentiment and stances, and where corrections were given, what became of each. Their name is
        not that of the file of decisions, which may lie in the same folder and must not be written over.

    Example:
        >>> from analysis import analyse, load_article
        >>> list(tables_of(analyse(load_article(text="It rained."))))
        ['actors', 'statements', 'sentiment', 'stances']
    """
    told = {} if analysis.corrections is None else {APPLIED: analysis.corrections}
    return {name: getattr(analysis, name) for name in TABLES} | told


def write_folder(analysis: Analysis, path: str | Path) -> Path:
    """Write an analysis to a folder (see ``Analysis.to_folder``) and give back the page to open first."""
    from analysis.behind import groups, pair_tables
    from analysis.dna import event_list
    from analysis.drawings import draw_pictures
    from analysis.networks import graphml_text
    from analysis.page import page_html

    folder = _folder(Path(path))
    charts = _folder(folder / "charts")
    if charts.resolve().parent != folder.resolve():
        raise NotADirectoryError(f"{charts} leads out of the folder {folder}; nothing was written.")
    if analysis.corrections is None:  # those of an earlier run are not of this one
        for end in ("csv", "jsonl"):
            (folder / f"{APPLIED}.{end}").unlink(missing_ok=True)
    for name, table in tables_of(analysis).items():
        write_file(folder / f"{name}.csv", csv_text(table).encode("utf-8-sig", "replace"))
        write_file(folder / f"{name}.jsonl", jsonl_text(table).encode("utf-8"))
    pictures = draw_pictures(analysis, groups(analysis, pair_tables(analysis)))
    for picture in pictures:
        write_file(charts / f"{picture.name}.png", picture.png)
        write_file(charts / f"{picture.name}.svg", picture.svg.encode("utf-8", "replace"))
    write_file(folder / "dna.csv", csv_text(event_list(analysis), separator=";").encode("utf-8-sig", "replace"))
    for name, graph in _networks(analysis).items():
        write_file(folder / f"{name}.graphml", graphml_text(graph).encode("utf-8"))
    page = folder / "index.html"
    write_file(page, page_html(analysis, pictures).encode("utf-8", "replace"))
    return page


def _networks(analysis: Analysis) -> dict[str, nx.Graph]:
    """Who speaks about whom, and who takes the same side, by party, by the names of their files."""
    from analysis.conflict import conflict_matrix, signed_network
    from analysis.congruence import camps, congruence_matrix
    from analysis.networks import congruence_graph

    stances, statements = analysis.stances, analysis.statements
    matrix = congruence_matrix(stances, "subtract", over="party", by="party", statements=statements)
    return {
        "conflict": signed_network(conflict_matrix(stances, statements=statements)),
        "congruence": congruence_graph(matrix, camps(matrix)),
    }


def csv_text(table: pd.DataFrame, separator: str = ",") -> str:
    r"""Lay a table out as CSV for a spreadsheet.

    Args:
        table: any table of the package.
        separator: what stands between two cells.

    Returns:
        CSV with a header line, and with the line ends that spreadsheets expect (RFC 4180). A list is written as JSON, a
        missing value as nothing. A text that a spreadsheet would take for a formula (it begins with = + - @, a tab or
        a line end) gets a leading apostrophe; numbers are not touched. What must be exact is in the JSONL file.

    Example:
        >>> csv_text(pd.DataFrame({"name": ["=1+1", "Mira"], "mean": [-0.5, 1.0]}))
        "name,mean\r\n'=1+1,-0.5\r\nMira,1.0\r\n"
    """
    safe = pd.DataFrame(index=table.index)
    for column in table.columns:
        values = table[column]
        if not pd.api.types.is_numeric_dtype(values):
            values = pd.Series([_cell(value) for value in values], index=table.index, dtype="object")
        safe[_cell(column)] = values
    return safe.to_csv(index=False, sep=separator, lineterminator="\r\n")


def _cell(value: object) -> object:
    """A value as a spreadsheet may have it: lists as JSON, and no text a formula."""
    plain = _plain(value)
    if isinstance(plain, list | dict):
        plain = json.dumps(plain, ensure_ascii=False)
    if isinstance(plain, str) and plain.startswith(FORMULA_STARTS):
        return f"'{plain}"
    return plain


def jsonl_text(table: pd.DataFrame) -> str:
    r"""Lay a table out as JSON lines, one row a line, exactly: missing values as null, spans as lists of numbers.

    Args:
        table: any table of the package.

    Returns:
        One JSON object a line, in the order of the table; an empty text for an empty table.

    Example:
        >>> jsonl_text(pd.DataFrame({"name": ["=1+1"], "spans": [[(0, 4)]]}))
        '{"name": "=1+1", "spans": [[0, 4]]}\n'
    """
    lines = []
    for row in table.itertuples(index=False, name=None):
        values = {str(column): _plain(value) for column, value in zip(table.columns, row, strict=True)}
        line = json.dumps(values, ensure_ascii=False)
        try:
            line.encode("utf-8")
        except UnicodeEncodeError:  # half a character pair has no UTF-8; as \udXXX it keeps exact
            line = json.dumps(values)
        lines.append(line + "\n")
    return "".join(lines)


def _plain(value: object) -> object:
    """A value in the types that JSON knows."""
    if isinstance(value, list | tuple | np.ndarray):
        return [_plain(part) for part in value]
    if isinstance(value, dict):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, np.generic):
        value = value.item()
    if value is None or value is pd.NA or (isinstance(value, float) and not math.isfinite(value)):
        return None
    return value if isinstance(value, bool | int | float | str) else str(value)


def write_file(path: Path, content: bytes) -> None:
    """Write a file in one step: whoever reads it sees the old one or the new one, never half of it.

    Args:
        path: the file; one that is there is replaced, and a link is replaced, not followed.
        content: all of it.

    Raises:
        OSError: it can't be written; the old file is as it was.
    """
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.chmod(name, 0o666 & ~_umask())
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _umask() -> int:
    """Which rights new files of this user lack; a temporary file has fewer than a file of theirs should."""
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _folder(path: Path) -> Path:
    """Make a folder, or say why it can't be one."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError) as error:
        raise NotADirectoryError(
            f"{path} can't be a folder: a file of that name, or above it, is in the way."
        ) from error
    return path
