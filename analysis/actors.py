"""Who is who: load or find the actors of an article, find every mention of them, and resolve who each speaker is.

The work is done in ``names`` (finding), ``mentions`` (matching), ``reading`` and ``resolution`` (pronouns, roles,
groups); this module holds what other modules and users call.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from analysis.articles import ArticleError
from analysis.finding import find_actors
from analysis.mentions import split_aliases
from analysis.reading import FIRST, IT, Ref, read
from analysis.resolution import Resolver
from analysis.tables import COLUMNS, make_table

if TYPE_CHECKING:
    from analysis.articles import Article

__all__ = ["find_actors", "find_mentions", "load_actors", "resolve_inside", "resolve_speakers", "save_actors"]

ACTOR_TYPES = ("person", "organisation", "country", "group", "outlet")


def load_actors(path: str | Path) -> pd.DataFrame:
    r"""Load an actors table from a CSV file, as a spreadsheet writes it.

    Args:
        path: the file: UTF-8 with or without BOM (or Windows-1252), its columns split by commas, semicolons or tabs.
            It must have the columns name, actor_type, party and aliases, in any order; other columns are left out.
            aliases are joined by "|". An empty party means that the actor is a party of its own.

    Returns:
        An actors table, one row an actor.

    Raises:
        ArticleError: a sentence that names the file, the line and the fault: no such file, a folder, no table, a
            column missing, a row without a name, an unknown actor_type, a name or an alias given to two actors.

    Example:
        >>> import pathlib, tempfile
        >>> folder = pathlib.Path(tempfile.mkdtemp())
        >>> _ = (folder / "actors.csv").write_text("name;actor_type;party;aliases\nOla Brek;person;Norland;Brek|PM\n")
        >>> load_actors(folder / "actors.csv").values.tolist()
        [['Ola Brek', 'person', 'Norland', 'Brek|PM']]
    """
    path = Path(path)
    if path.is_dir():
        raise ArticleError(f"{path} is a folder; load_actors needs a CSV file.")
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise ArticleError(f"{path} was not found.") from None
    except OSError as error:
        raise ArticleError(f"{path} could not be read: {error.strerror}.") from None
    if b"\0" in raw:
        raise ArticleError(f"{path} is no CSV text (save the spreadsheet as “CSV UTF-8”).")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
    lines = text.splitlines()
    if not any(line.strip() for line in lines):
        raise ArticleError(f"{path} is empty.")
    header = next(line for line in lines if line.strip())
    separator = max(",;\t", key=header.count)
    reader = csv.DictReader(io.StringIO(text.lstrip("\r\n")), delimiter=separator)
    fields = {(field or "").strip().lower(): field for field in reader.fieldnames or []}
    missing = [column for column in COLUMNS["actors"] if column not in fields]
    if missing:
        raise ArticleError(
            f"{path}, line 1: the column {_list(missing)} is missing. "
            f"An actors table has the columns {_list(list(COLUMNS['actors']))}."
        )
    rows, owner = [], {}
    try:
        for given in reader:
            row = {column: _cell(given.get(fields[column])) for column in COLUMNS["actors"]}
            if any(row.values()):
                rows.append(_checked(row, owner, path, reader.line_num))
    except csv.Error as error:
        raise ArticleError(f"{path}, line {reader.line_num}: this is no CSV ({error}).") from None
    return make_table("actors", rows)


def _cell(value: object) -> str:
    text = value.strip() if isinstance(value, str) else ""
    # save_actors writes an apostrophe before what a spreadsheet would take for a formula
    return text[1:] if text[:1] == "'" and text[1:2] in ("=", "+", "-", "@") else text


def _checked(row: dict[str, str], owner: dict[str, tuple[str, int]], path: Path, line: int) -> dict[str, str]:
    where = f"{path}, line {line}"
    name = row["name"]
    if not name:
        raise ArticleError(f"{where}: the name is missing.")
    row["actor_type"] = row["actor_type"].lower()
    if row["actor_type"] not in ACTOR_TYPES:
        raise ArticleError(
            f"{where}: {row['actor_type'] or 'an empty cell'!r} is no actor_type; use {_list(ACTOR_TYPES)}."
        )
    row["party"] = row["party"] or name
    aliases = list(dict.fromkeys(alias for alias in split_aliases(row["aliases"]) if alias != name))
    for word in (name, *aliases):
        other, at = owner.setdefault(word, (name, line))
        if at != line:
            raise ArticleError(
                f"{where}: {word!r} stands for {name} here and for {other} in line {at}; give it to one of them."
            )
    row["aliases"] = "|".join(aliases)
    return row


def _list(words: Iterable[str]) -> str:
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last


def save_actors(actors: pd.DataFrame, path: str | Path) -> Path:
    """Save an actors table as CSV, to be mended in a spreadsheet and loaded again with ``load_actors``.

    Args:
        actors: an actors table.
        path: where to; an existing file is written over. UTF-8 with BOM, so that spreadsheets read every letter; a cell
            that a spreadsheet would take for a formula gets an apostrophe before it, which ``load_actors`` takes away.

    Returns:
        The path.

    Example:
        >>> import pathlib, tempfile
        >>> brek = {"name": "Ola Brek", "actor_type": "person", "party": "Norland", "aliases": "Brek"}
        >>> actors = make_table("actors", [brek])
        >>> path = save_actors(actors, pathlib.Path(tempfile.mkdtemp()) / "actors.csv")
        >>> load_actors(path).equals(actors)
        True
    """
    path = Path(path)
    table = actors[list(COLUMNS["actors"])].fillna("")
    table = table.map(lambda cell: f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@") else cell)
    table.to_csv(path, index=False, encoding="utf-8-sig")
    return path


def find_mentions(article: Article, actors: pd.DataFrame) -> pd.DataFrame:
    """Find every mention of an actor in an article: by name, demonym, role, pronoun or as one of several.

    Args:
        article: the article.
        actors: an actors table (``load_actors`` or ``find_actors``).

    Returns:
        A mentions table in reading order; start and end are half-open offsets into ``article.text``. kind is name,
        alias, demonym, role, pronoun or collective. ambiguous: a pronoun or a role without exactly one actor near by;
        its actor and party are missing. place (bool, one more column): the name of a country or a capital where it is
        only a place ("in Norland").

    Not covered: "I" and "we" (see ``resolve_inside``), and pronouns that stand before the name they mean.

    Example:
        >>> from analysis.articles import load_article
        >>> article = load_article(text="Mira Halloran opened the dam. She praised Norway.")
        >>> actors = make_table("actors", [{"name": "Mira Halloran", "actor_type": "person", "party": "Delta Board"},
        ...     {"name": "Norway", "actor_type": "country", "party": "Norway"}])
        >>> find_mentions(article, actors)[["text", "kind", "actor"]].values.tolist()
        [['Mira Halloran', 'name', 'Mira Halloran'], ['She', 'pronoun', 'Mira Halloran'], ['Norway', 'name', 'Norway']]
    """
    reading = read(article, actors)
    resolver = Resolver(reading, actors, article.text)
    resolver.resolve_refs(len(article.text) + 1, -1)
    kinds = {"body": "role", "plural": "collective"}
    rows = [
        {
            "paragraph": ref.paragraph,
            "start": ref.start,
            "end": ref.end,
            "text": article.text[ref.start : ref.end],
            "kind": kinds.get(ref.kind, ref.kind),
            "actor": ref.actor,
            "party": ref.party,
            "ambiguous": ref.ambiguous,
            "place": ref.place,
        }
        for ref in reading.refs
        # "it" may stand for a thing that the article has named ("the trip"): that is no actor
        if ref.kind != "thing" and (ref.actor in resolver.party if ref.word in IT else ref.actor or ref.ambiguous)
    ]
    table = make_table("mentions", rows)
    return table.assign(place=table["place"].astype(bool) if "place" in table else pd.Series(dtype=bool))


def resolve_speakers(article: Article, statements: pd.DataFrame, actors: pd.DataFrame) -> pd.DataFrame:
    """Say of every statement who speaks: fill actor, party, joint and ambiguous from the speaker's words.

    Args:
        article: the article.
        statements: a statements table with speaker, speaker_start, speaker_end and spans.
        actors: an actors table (``load_actors`` or ``find_actors``).

    Returns:
        A new statements table. A pronoun or a role ("he", "the spokesman") without exactly one compatible actor near by
        is ambiguous, and its actor and party are missing. A name that the actors table does not hold is an actor of its
        own, and so is a source that is not meant to be identified ("officials", "a source"). A statement without a
        speaker has no actor and is not ambiguous.

    Example:
        >>> from analysis.articles import load_article
        >>> article = load_article(text="Mira Halloran, the envoy of Norway, left. “We agree,” she said.")
        >>> statements = make_table("statements", [{"statement": 0, "paragraph": 0, "spans": [(43, 51)],
        ...     "speaker": "she", "speaker_start": 53, "speaker_end": 56}])
        >>> resolve_speakers(article, statements, find_actors(article))[["actor", "party"]].values.tolist()
        [['Mira Halloran', 'Norway']]
    """
    table = statements.copy()
    given = [
        None if pd.isna(s) or pd.isna(e) else (int(s), int(e))
        for s, e in zip(table["speaker_start"], table["speaker_end"], strict=True)
    ]
    reading = read(article, actors, [span for span in given if span])
    resolver = Resolver(reading, actors, article.text)
    found: dict[int, dict[str, object]] = {}
    done = -1
    order = sorted((span, i) for i, span in enumerate(given) if span)
    for span, i in order:
        phrase = reading.speakers.get(span)
        if phrase is None:
            continue
        resolver.resolve_refs(span[0], done)
        done = max(done, span[0])
        spans = tuple((int(s), int(e)) for s, e in (table["spans"].iloc[i] or ()))
        found[i] = result = resolver.speaker(phrase, spans)
        ref = Ref(
            span[0], span[1], phrase.text, phrase.paragraph, phrase.sentence, "speaker", statement=i, subject=True
        )
        ref.actor, ref.party, ref.ambiguous = result["actor"], result["party"], result["ambiguous"]
        alone = phrase.head_is_name and not result["joint"]
        ref.actor_type = resolver.type.get(ref.actor, "person" if alone else "") if ref.actor else ""
        ref.content, ref.plural, ref.joint = spans, phrase.plural or result["joint"], result["joint"]
        resolver.past.append(ref)
        resolver.remember(ref)
    nobody = {"actor": None, "party": None, "joint": False, "ambiguous": False}
    results = [found.get(i, nobody) for i in range(len(table))]
    for column in ("actor", "party"):
        table[column] = pd.Series([r[column] for r in results], index=table.index, dtype="object")
    for column in ("joint", "ambiguous"):
        table[column] = pd.Series([bool(r[column]) for r in results], index=table.index, dtype=bool)
    return table


def resolve_inside(article: Article, statements: pd.DataFrame, offset: int) -> tuple[str | None, str | None]:
    """Whom "I", "we", "my" and "our" mean at an offset inside a statement: its speaker and the speaker's party.

    Args:
        article: the article.
        statements: a statements table whose speakers are resolved.
        offset: where the pronoun stands in ``article.text``.

    Returns:
        The actor for "I" and "my", or the party for "we" and "our" as the second; (None, None) where the word is no
        pronoun of the first person, or the offset is in no statement, or its speaker is not known.

    Example:
        >>> from analysis.articles import load_article
        >>> article = load_article(text="“We agree,” Mira Halloran said.")
        >>> statements = make_table("statements", [{"statement": 0, "paragraph": 0, "spans": [(1, 9)],
        ...     "actor": "Mira Halloran", "party": "Norway"}])
        >>> resolve_inside(article, statements, 1)
        ('Mira Halloran', 'Norway')
    """
    end = offset
    while end < len(article.text) and article.text[end].isalpha():
        end += 1
    if article.text[offset:end].lower() not in FIRST:
        return None, None
    best: tuple[int, str | None, str | None] | None = None
    for spans, actor, party in zip(statements["spans"], statements["actor"], statements["party"], strict=True):
        for start, stop in spans or ():
            if start <= offset < stop and (best is None or stop - start < best[0]):
                best = stop - start, actor, party
    return (best[1], best[2]) if best else (None, None)
