"""Actors joined across articles: the person who is "Mira Halloran" in one article and "Halloran" in the next.

When each article's actors were found in its text, the same person comes under several names. `join_actors` gives all
of them one name, and a table of every join: who finds one wrong mends it in a spreadsheet and gives the table back.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Mapping
from os import PathLike
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.articles import ArticleError
from analysis.mentions import split_aliases
from analysis.variants import Joins, Known, cluster, is_full_name, spelling

JOIN_COLUMNS: dict[str, str] = {
    "kind": "object",
    "name": "object",
    "joined": "object",
    "articles": "int64",
    "why": "object",
}
_KINDS = ("name", "party")


def join_actors(
    statements: pd.DataFrame,
    stances: pd.DataFrame,
    actors_by_article: pd.DataFrame | Mapping[str, pd.DataFrame] | None = None,
    joins: pd.DataFrame | str | PathLike[str] | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Give the same actor the same name in all articles of a corpus.

    Joined are: names that differ in spelling, in a title or in "the" ("President Halloran" and "Halloran"); a shorter
    form of a full name ("M. Halloran"), a last name alone, and a body's alias, each only where one name of the corpus
    fits it. Never joined are two names that one article keeps apart, two whose parties differ, a last name that is
    also a country or a body, and one that fits several.

    Args:
        statements: the statements table of many articles.
        stances: their stances table.
        actors_by_article: the actors table of each article (article -> table, or one table with a column article);
            with it the rules know what is a person, and the aliases of bodies. None: only what the two tables tell;
            then a person is who has a listed given name.
        joins: a table of joins as this gives it, or a CSV file of it, mended: it is applied as it stands, and nothing
            else is joined. A row whose `joined` is empty or its own name joins nothing.

    Returns:
        (statements, stances, joins): new tables in which actor, party, target and target_party bear the joined names,
        and the table of joins: kind, name (as found), joined (the name it got, the one that most articles use in
        full), articles (how many have the name as found), why. kind "party" says of a person who had no party in some
        articles and one in others that this one holds in all. Names that fit another and were not joined are listed
        too, with their own name as joined, and why not.

    Raises:
        ArticleError: a CSV file of joins can't be read, with the line and the fault.
        ValueError: the table of joins lacks a column, tells two things of one name, or leads round in a circle.

    Not covered: people of the same name; changes of name; spellings in other alphabets.

    Example:
        >>> from analysis.tables import make_table
        >>> said = [{"article": a, "statement": 0, "paragraph": 0, "actor": n, "party": n}
        ...         for a, n in (("x", "Mira Halloran"), ("y", "Halloran"), ("z", "Brek"))]
        >>> statements, stances, joins = join_actors(make_table("statements", said), make_table("stances"))
        >>> statements["actor"].tolist(), joins[["name", "joined"]].values.tolist()
        (['Mira Halloran', 'Mira Halloran', 'Brek'], [['Halloran', 'Mira Halloran']])
    """
    names = _known(statements, stances, _stacked(actors_by_article))
    if joins is None:
        found = cluster(names)
        name_of, listed = _chosen(found)
        party_of, told = _parties(names, name_of)
        listed += told
    else:
        given = load_joins(joins) if isinstance(joins, str | PathLike) else joins
        name_of, party_of = _given(given, "name"), _given(given, "party")
        listed = [
            ("name", name, name_of[name], len(names[name].articles) if name in names else 0, "given")
            for name in sorted(name_of)
        ] + [("party", name, party_of[name], _articles_of(name, names, name_of), "given") for name in sorted(party_of)]
    table = pd.DataFrame(listed, columns=list(JOIN_COLUMNS)).astype(JOIN_COLUMNS)
    return _renamed(statements, name_of, party_of), _renamed(stances, name_of, party_of), table


def load_joins(path: str | PathLike[str]) -> pd.DataFrame:
    r"""Load a table of joins from a CSV file, as a spreadsheet writes it.

    Args:
        path: the file: UTF-8 with or without BOM, split by commas, semicolons or tabs, with at least the columns name
            and joined; without the column kind every row is a name's.

    Returns:
        A table of joins.

    Raises:
        ArticleError: a sentence that names the file, the line and the fault.

    Example:
        >>> import pathlib, tempfile
        >>> file = pathlib.Path(tempfile.mkdtemp()) / "joins.csv"
        >>> _ = file.write_text("name;joined\nBrek;Ola Brek\n")
        >>> load_joins(file)[["kind", "name", "joined"]].values.tolist()
        [['name', 'Brek', 'Ola Brek']]
    """
    path = Path(path)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise ArticleError(f"{path} was not found.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise ArticleError(f"{path} could not be read as a CSV file in UTF-8 ({error.__class__.__name__}).") from None
    header = next((line for line in text.splitlines() if line.strip()), "")
    reader = csv.DictReader(io.StringIO(text.lstrip("\r\n")), delimiter=max(",;\t", key=header.count))
    fields = {(field or "").strip().lower(): field for field in reader.fieldnames or []}
    for column in ("name", "joined"):
        if column not in fields:
            raise ArticleError(f"{path}, line 1: the column {column} is missing.")
    rows = []
    for row in reader:
        cells = {column: _cell(row.get(fields[column])) if column in fields else "" for column in JOIN_COLUMNS}
        kind = cells["kind"].lower() or "name"
        if kind not in _KINDS:
            raise ArticleError(f"{path}, line {reader.line_num}: {kind!r} is no kind; use name or party.")
        if cells["name"]:
            n = int(cells["articles"]) if cells["articles"].isdigit() else 0
            rows.append((kind, cells["name"], cells["joined"] or cells["name"], n, cells["why"]))
    return pd.DataFrame(rows, columns=list(JOIN_COLUMNS)).astype(JOIN_COLUMNS)


def _cell(value: object) -> str:
    text = value.strip() if isinstance(value, str) else ""
    # an export has an apostrophe before what a spreadsheet would take for a formula
    return text[1:] if text[:1] == "'" and text[1:2] in ("=", "+", "-", "@") else text


def _stacked(actors: pd.DataFrame | Mapping[str, pd.DataFrame] | None) -> pd.DataFrame | None:
    if actors is None or isinstance(actors, pd.DataFrame):
        return actors
    tables = [table.assign(article=article) for article, table in actors.items()]
    return pd.concat(tables, ignore_index=True) if tables else None


def _known(statements: pd.DataFrame, stances: pd.DataFrame, actors: pd.DataFrame | None) -> dict[str, Known]:
    """What the tables tell of each name, gathered once for each name and article."""
    is_actor = (stances["target_kind"].astype(object) == "actor").to_numpy()
    parts = [
        _part(statements, "actor", "party"),
        _part(stances, "actor", "party"),
        _part(stances[is_actor], "target", "target_party"),
    ]
    if actors is not None:
        parts.append(_part(actors, "name", "party"))
    names: dict[str, Known] = defaultdict(Known)
    whole = pd.concat(parts, ignore_index=True).drop_duplicates()
    for name, article, party in whole.itertuples(index=False):
        known = names[name]
        known.articles.add(str(article))
        if isinstance(party, str):
            known.parties.add(party)
    if actors is not None:
        told = actors[["name", "actor_type", "aliases"]].astype(object).drop_duplicates()
        for name, actor_type, aliases in told.itertuples(index=False):
            if isinstance(name, str) and isinstance(actor_type, str):
                names[name].types.add(actor_type)
                names[name].aliases.update(split_aliases(aliases))
    return dict(names)


def _part(table: pd.DataFrame, name: str, party: str) -> pd.DataFrame:
    part = table[[name, "article", party]].astype(object).drop_duplicates()
    part.columns = ["name", "article", "party"]
    return part[part["name"].notna()]


def _chosen(found: Joins) -> tuple[dict[str, str], list[tuple]]:
    """The name of each cluster, the one that most articles use in full; and the rows that tell the joins."""
    name_of: dict[str, str] = {}
    for members in found.members.values():
        best = min(
            members,
            key=lambda n: (
                not is_full_name(n, found.names[n]),
                any(len(word) == 1 for word in spelling(n).split()),
                spelling(n) != n.casefold().replace(".", ""),
                n.isupper(),
                -len(found.names[n].articles),
                -len(n),
                n,
            ),
        )
        name_of |= {name: best for name in members if name != best}
    rows = []
    for name in sorted(found.names):
        why = found.why.get(name, "")
        if name in name_of:
            why = why if why and not why.startswith("not") else "another form of it was joined with this name"
        elif not why.startswith("not"):
            continue
        rows.append(("name", name, name_of.get(name, name), len(found.names[name].articles), why))
    return name_of, rows


def _parties(names: Mapping[str, Known], name_of: Mapping[str, str]) -> tuple[dict[str, str], list[tuple]]:
    """The one party of each person who is a party of their own in some articles and of another in the rest.

    Only people: a country that one article takes for another's side must not carry all its statements over.
    """
    forms: dict[str, set[str]] = defaultdict(set)
    for name in names:
        forms[name_of.get(name, name)].add(name)
    party_of, rows = {}, []
    for actor, members in sorted(forms.items()):
        types = set().union(*(names[name].types for name in members))
        if types - {"person"} or not any(is_full_name(name, names[name]) for name in members):
            continue
        told = {party for name in members for party in names[name].parties}
        others = {name_of.get(party, party) for party in told - members} - {actor}
        if told & members and len(others) == 1:
            party_of[actor] = next(iter(others))
            n = len(set().union(*(names[name].articles for name in members)))
            rows.append(("party", actor, party_of[actor], n, "the one party that the other articles tell"))
    return party_of, rows


def _articles_of(actor: str, names: Mapping[str, Known], name_of: Mapping[str, str]) -> int:
    return len(set().union(*(known.articles for name, known in names.items() if name_of.get(name, name) == actor)))


def _given(joins: pd.DataFrame, kind: str) -> dict[str, str]:
    """Name -> joined name of a table that a user gives, followed to its end."""
    missing = [column for column in ("name", "joined") if column not in joins.columns]
    if missing:
        raise ValueError(f"a table of joins has the columns name and joined; missing: {', '.join(missing)}")
    rows = joins if "kind" not in joins.columns else joins[joins["kind"].fillna("name") == kind]
    if "kind" not in joins.columns and kind == "party":
        return {}
    step: dict[str, str] = {}
    for name, joined in zip(rows["name"], rows["joined"], strict=True):
        told = isinstance(name, str) and isinstance(joined, str) and joined and name != joined
        if told and step.setdefault(name, joined) != joined:
            raise ValueError(f"the table of joins gives {name!r} two names: {step[name]!r} and {joined!r}")
    if kind == "party":
        return step
    found = {}
    for name in step:
        end, passed = step[name], {name}
        while end in step:
            if end in passed:
                raise ValueError(f"the table of joins leads from {name!r} round to {end!r} again")
            passed.add(end)
            end = step[end]
        found[name] = end
    return found


def _renamed(table: pd.DataFrame, name_of: Mapping[str, str], party_of: Mapping[str, str]) -> pd.DataFrame:
    """A table with the joined names, and with the parties that were filled in."""
    new = table.copy()
    for who, side in (("actor", "party"), ("target", "target_party")):
        if who not in new.columns:
            continue
        named = _mapped(new[who], name_of)
        if who == "target":
            named = named.where(new["target_kind"].astype(object) == "actor", new[who].astype(object))
        new[who], new[side] = named, _mapped(_mapped(new[side], name_of), party_of)
    return new


def _mapped(names: pd.Series, new: Mapping[str, str]) -> pd.Series:
    """Names with those that have a new one replaced, each looked up once."""
    codes, known = pd.factorize(names.astype(object))
    found = np.array([*(new.get(name, name) for name in known), None], dtype=object)
    return pd.Series(found[codes], index=names.index, dtype=object)
