"""Names that differ: each article of a collection gets an id that none before it has."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analysis.sources import Source

#: an id is at most so long.
LONGEST_ID = 60


def with_ids(sources: Iterable[Source]) -> Iterator[Source]:
    """Give each source an id that none before it has: the one it wants, or that one with a number.

    The ids seen are kept in a temporary database of SQLite, which goes to the disk as it grows: memory stays flat.

    Args:
        sources: the sources, with the ids they want.

    Returns:
        The same sources, in order, each made when it is asked for.

    Example:
        >>> from analysis.sources import Source
        >>> [source.id for source in with_ids([Source("a", "x"), Source("a-2", "y"), Source("a", "z")])]
        ['a', 'a-2', 'a-3']
    """
    seen = sqlite3.connect("", check_same_thread=False, isolation_level=None)
    try:
        seen.execute("PRAGMA journal_mode = OFF")
        seen.execute("CREATE TABLE seen (id TEXT PRIMARY KEY, n INTEGER DEFAULT 1) WITHOUT ROWID")
        for source in sources:
            fresh = _fresh(seen, source.id)
            yield source if fresh == source.id else replace(source, id=fresh)
    finally:
        seen.close()


def numbered(name: str, number: int) -> str:
    """A name with a number behind it, not longer than an id may be.

    Example:
        >>> numbered("news", 12), len(numbered("x" * 60, 1000))
        ('news-12', 60)
    """
    end = f"-{number}"
    return name[: LONGEST_ID - len(end)].rstrip("-") + end


def _fresh(seen: sqlite3.Connection, wanted: str) -> str:
    add = "INSERT OR IGNORE INTO seen (id) VALUES (?)"
    if seen.execute(add, (wanted,)).rowcount:
        return wanted
    (number,) = seen.execute("SELECT n FROM seen WHERE id = ?", (wanted,)).fetchone()
    while True:
        number += 1
        fresh = numbered(wanted, number)
        if seen.execute(add, (fresh,)).rowcount:
            seen.execute("UPDATE seen SET n = ? WHERE id = ?", (number, wanted))
            return fresh
