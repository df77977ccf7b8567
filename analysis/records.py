"""The rows of a file of many articles (JSON lines, CSV or Parquet), one after the other, with memory that stays flat.

A row is read by itself: one that is damaged, or larger than an article may be, is told in a sentence in its place, and
the rows after it are read. Nothing is dropped in silence.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import zlib
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import IO, NamedTuple

from analysis.decoding import BYTE_ORDER_MARKS, decode_line
from analysis.files import MOST_BYTES, ArticleError, check_file, ending, fault, is_packed

#: the columns that are read, by their names in the file (capitals don't matter), and what each is to an article.
COLUMNS = {
    "text": "text",
    "id": "id",
    "title": "title",
    "date": "date",
    "source": "source",
    "publisher": "source",
    "url": "url",
}
#: so many rows at the beginning of JSON lines tell which columns there are.
_FIRST_ROWS = 20
#: rows of a Parquet file that are in memory at a time.
_BATCH = 64
_DAMAGED = (OSError, EOFError, zlib.error, UnicodeError)


class Row(NamedTuple):
    """A row of a file: what it holds, or what is wrong with it."""

    #: where it stands, such as "line 12" or "row 12".
    place: str
    #: its number, from 1.
    number: int
    #: text, id, title, date, source and url, as far as it has them.
    record: dict[str, object] | None
    #: how a sentence goes on that begins with the row's name; None where nothing is wrong.
    fault: str | None = None


def read_rows(path: Path) -> Iterator[Row]:
    """Read the rows of a file, lazily.

    Args:
        path: a file that ends in .jsonl, .ndjson, .csv (these may be packed: .gz) or .parquet. JSON lines hold one
            object a line. CSV has a header, and commas, semicolons or tabs between its cells.

    Returns:
        The rows, in order; blank lines are no rows. At once it is checked that there is a column ``text``.

    Raises:
        ArticleError: the file is missing, can't be opened, or has no column ``text``: then it lists the columns.
    """
    check_file(path)
    end = ending(path)
    if end == ".parquet":
        return _parquet_rows(path)
    if end == ".csv":
        return _csv_rows(path)
    columns: dict[str, None] = {}
    rows = list(islice(_json_rows(path, columns), _FIRST_ROWS))
    if columns or not rows:  # rows that are all damaged tell so themselves
        _require_text(path, columns)
    return _json_rows(path)


def _require_text(path: Path, columns: Iterable[str]) -> None:
    """Raise an ArticleError that lists the columns, unless one of them is the text."""
    columns = [str(column) for column in columns]
    if not columns:
        raise ArticleError(f"{path} is empty: it has no row.")
    if not any(_known(column) == "text" for column in columns):
        shown = ", ".join(column if len(column) <= 60 else column[:60] + "…" for column in columns[:30])
        raise ArticleError(
            f"{path} has no column called text, which must hold each article's words. Its columns are: {shown}."
        )


def _known(column: object) -> str | None:
    return COLUMNS.get(str(column).strip().lower())


def _record(pairs: Iterable[tuple[object, object]]) -> dict[str, object]:
    """What an article needs of a row; the first of two columns for the same goes before the second."""
    record: dict[str, object] = {}
    for column, value in pairs:
        known = _known(column)
        if known and value is not None and value != "" and value == value:  # not NaN either
            as_it_is = known == "text" or isinstance(value, str | int | float)
            record.setdefault(known, value if as_it_is else str(value))
    return record


def _open(path: Path) -> IO[bytes]:
    return gzip.open(path) if is_packed(path) else path.open("rb")


def _lines(path: Path) -> Iterator[tuple[int, str, str | None]]:
    """The lines of a text file, each with its number and what is wrong with it, if anything is."""
    number = 0
    try:
        with _open(path) as file:
            start = file.peek(4)[:4]
            mark = next((encoding for mark, encoding in BYTE_ORDER_MARKS if start.startswith(mark)), None)
            wide = mark if mark in ("utf-16", "utf-32") else None
            stream = io.TextIOWrapper(file, encoding=wide, newline="\n") if wide else file
            if mark == "utf-8-sig":
                file.read(3)
            while line := stream.readline(MOST_BYTES + 1):
                number += 1
                wrong = None
                if len(line) > MOST_BYTES:
                    wrong = "is longer than the 16 MB that one article may have"
                    rest = line
                    while rest and rest[-1] not in ("\n", 10):
                        rest = stream.readline(1 << 20)
                    line = "\n"
                elif isinstance(line, bytes):
                    try:
                        line = decode_line(line)
                    except ValueError as error:
                        line, wrong = line.decode("utf-8", "replace"), str(error)
                yield number, line, wrong
    except _DAMAGED as error:
        told = "the packed file (gzip) is damaged or ends too early" if is_packed(path) else str(error)
        yield number + 1, "\n", f"can't be read, nor what comes after it: {told}"


def _json_rows(path: Path, columns: dict[str, None] | None = None) -> Iterator[Row]:
    """The rows of JSON lines; the names of all columns seen are put into ``columns``."""
    for number, line, wrong in _lines(path):
        place = f"line {number}"
        if wrong:
            yield Row(place, number, None, wrong)
            continue
        if not line.strip():
            continue
        try:
            values = json.loads(line)
        except RecursionError:
            yield Row(place, number, None, "is nested too deep to be read as JSON")
        except ValueError as error:
            yield Row(place, number, None, f"can't be read as JSON: {error}")
        else:
            if isinstance(values, dict):
                if columns is not None:
                    columns |= dict.fromkeys(values)
                yield Row(place, number, _record(values.items()))
            else:
                yield Row(place, number, None, 'is not a JSON object, such as {"text": "…", "title": "…"}')


def _csv_rows(path: Path) -> Iterator[Row]:
    """The rows of a CSV file; its header is read at once."""
    wrong: list[str] = []
    csv.field_size_limit(max(csv.field_size_limit(), MOST_BYTES))

    def lines() -> Iterator[str]:
        for _, line, told in _lines(path):
            if told:
                wrong.append(told)
            yield line

    stream = lines()
    first = next(stream, "")
    if wrong:
        raise ArticleError(f"{path}: its first line {wrong[0]}.")
    delimiter = max(",;\t", key=first.count)

    def again() -> Iterator[str]:
        yield first
        yield from stream

    reader = csv.reader(again(), delimiter=delimiter, strict=True)
    try:
        header = next(reader, [])
    except csv.Error as error:
        raise ArticleError(f"{path}: its first line can't be read as CSV: {error}.") from None
    _require_text(path, header)
    return _csv_body(reader, header, wrong)


def _csv_body(reader: Iterator[list[str]], header: list[str], wrong: list[str]) -> Iterator[Row]:
    """The rows below the header. Row 1 is the header, as in a spreadsheet."""
    number = 1
    while True:
        wrong.clear()
        number += 1
        place = f"row {number}"
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Row(place, number, None, wrong[0] if wrong else f"can't be read as CSV: {error}")
            continue
        if wrong:
            yield Row(place, number, None, wrong[0])
        elif any(cells):
            if len(cells) == len(header):
                yield Row(place, number, _record(zip(header, cells, strict=True)))
            else:
                told = f"has {len(cells)} cells where the header has {len(header)}; a quotation mark may be missing"
                yield Row(place, number, None, told)


def _parquet_rows(path: Path) -> Iterator[Row]:
    """The rows of a Parquet file; its schema is read at once."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    if is_packed(path):
        raise ArticleError(f"{path} is packed twice, since Parquet packs by itself: unpack it with gunzip.")
    try:
        file = pq.ParquetFile(path, memory_map=False, pre_buffer=False)
        columns = file.schema_arrow.names
    except (pa.ArrowException, OSError, ValueError) as error:
        raise ArticleError(_parquet_fault(path, error)) from None
    _require_text(path, columns)
    return _parquet_body(file, [column for column in columns if _known(column)])


def _parquet_body(file: object, columns: list[str]) -> Iterator[Row]:
    import pyarrow as pa

    number = 0
    try:
        with file:
            for batch in file.iter_batches(batch_size=_BATCH, columns=columns, use_threads=False):
                for index in range(batch.num_rows):
                    number += 1
                    yield _parquet_row(batch, index, number)
    except (pa.ArrowException, OSError, ValueError) as error:
        told = " ".join(str(error).split())
        yield Row(f"row {number + 1}", number + 1, None, f"can't be read, nor what comes after it: {told}")


def _parquet_row(batch: object, index: int, number: int) -> Row:
    try:
        record = _record((name, batch.column(name)[index].as_py()) for name in batch.schema.names)
        return Row(f"row {number}", number, record)
    except (ValueError, OverflowError, ImportError) as error:  # half characters, dates beyond the calendar
        return Row(f"row {number}", number, None, f"can't be read: {' '.join(str(error).split())}")


def _parquet_fault(path: Path, error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return fault(path, error)
    return f"{path} can't be read as Parquet: {' '.join(str(error).split()).rstrip('.')}."
