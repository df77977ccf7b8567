"""The same words carried by several articles, found and counted once: wire copy, and sentences passed on.

Two contents are the same where they are the same words, or nearly: their sets of shingles (runs of three words)
overlap by a Jaccard coefficient of at least `least` (Broder 1997). Only contents of the same speaker are compared,
and only where the numbers and the words of negation in them are the same: "will sign" and "will not sign" share
nearly all their shingles and are no copies of each other.

The search is exact: no pair that reaches the threshold is missed, and none is compared by chance. Shingles are
ordered from rare to common; two sets that overlap enough must share one of their rarest few (prefix filtering, Bayardo,
Ma and Srikant 2007), so only contents that meet there are compared.

References:
    Broder (1997), On the resemblance and containment of documents, SEQUENCES '97. Bayardo, Ma and Srikant (2007),
    Scaling up all pairs similarity search, WWW '07.
"""

from __future__ import annotations

import re
import unicodedata
from array import array

import numpy as np
import pandas as pd
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components

from analysis.dating import period_starts

#: how many words a shingle has.
SHINGLE = 3
#: contents of fewer words ("We will not comment") are said anew too often to be taken for copies.
FEWEST_WORDS = 6
#: contents are compared two by two some at a time, so that memory stays flat.
_AT_ONCE = 200_000
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_NEGATION = frozenset("not no never none nobody nothing neither nor without cannot hardly".split())


def same_statements(
    statements: pd.DataFrame, articles: pd.DataFrame | None = None, *, least: float = 0.8
) -> pd.DataFrame:
    """Find the statements that are copies of each other.

    Args:
        statements: the statements table of many articles.
        articles: one row an article, with article and date: then the first copy is the earliest; None for the first in
            the table.
        least: the Jaccard coefficient from which on two contents are the same, above 0 to 1 (1: the same shingles).

    Returns:
        One row a statement, in the table's order: article, statement, first_article and first_statement (the key of
        the first copy; its own where there is no other), n_articles (how many articles carry it). Copies of copies are
        one group. Contents of fewer than six words are never copies.

    Raises:
        ValueError: least is out of its range.

    Not covered: a quotation that one outlet cut short, another translation of the same words, and copies whose
    speaker was read differently.

    Example:
        >>> from analysis.tables import make_table
        >>> said = ["The dam will never be built here.", "the dam will never be built here", "The dam will be built."]
        >>> row = {"statement": 0, "paragraph": 0, "actor": "Ola Brek"}
        >>> table = make_table("statements", [row | {"article": a, "content": c} for a, c in zip("xyz", said)])
        >>> same_statements(table)[["article", "first_article", "n_articles"]].values.tolist()
        [['x', 'x', 2], ['y', 'x', 2], ['z', 'z', 1]]
    """
    if not 0 < least <= 1:
        raise ValueError(f"least is above 0 and at most 1, got {least!r}")
    rows = statements[["article", "statement"]].reset_index(drop=True)
    words, lengths, bucket, exact = _read(statements["content"], statements["actor"])
    long = lengths >= FEWEST_WORDS
    # the first of each set of contents with the very same words stands for all of them
    one_each = np.flatnonzero(long & ~pd.Series(exact).duplicated().to_numpy())
    group = len(rows) + np.arange(len(rows))
    if len(one_each):
        near = _near(_shingles(words, lengths, one_each), bucket[one_each], least)
        merged = connected_components(near, directed=False)[1]
        group_of = np.full(exact.max() + 1, -1)
        group_of[exact[one_each]] = merged
        group = np.where(long, group_of[exact], group)
    return _told(rows, group, articles)


def count_once(table: pd.DataFrame, same: pd.DataFrame) -> pd.DataFrame:
    """Keep the rows of the first of each group of copies.

    Args:
        table: any table with the columns article and statement (statements, stances, sentiment).
        same: a table from `same_statements`.

    Returns:
        A new table without the rows of later copies; rows of statements that are not in `same` are kept.
        attrs["copies"] counts the rows dropped.

    Example:
        >>> same = pd.DataFrame({"article": ["x", "y"], "statement": [0, 0], "first_article": ["x", "x"],
        ...                      "first_statement": [0, 0], "n_articles": [2, 2]})
        >>> count_once(pd.DataFrame({"article": ["x", "y"], "statement": [0, 0]}), same)["article"].tolist()
        ['x']
    """
    copies = same[(same["article"] != same["first_article"]) | (same["statement"] != same["first_statement"])]
    keys, dropped = (
        pd.MultiIndex.from_arrays([found["article"].astype(object), found["statement"].astype("int64")])
        for found in (table, copies)
    )
    again = keys.isin(dropped)
    kept = table[~again].reset_index(drop=True)
    kept.attrs = {**table.attrs, "copies": int(again.sum())}
    return kept


def _told(rows: pd.DataFrame, group: np.ndarray, articles: pd.DataFrame | None) -> pd.DataFrame:
    day = pd.Series(pd.NaT, index=rows.index, dtype="datetime64[us]")
    if articles is not None:
        listed = articles.drop_duplicates("article")
        days = pd.Series(period_starts(listed["date"], "day")[0].to_numpy(), index=listed["article"].astype(object))
        day = rows["article"].astype(object).map(days)
    order = day.sort_values(kind="stable", na_position="last").index
    numbered = pd.Series(group, index=rows.index)
    first = numbered.loc[order].drop_duplicates()
    place = numbered.map(pd.Series(first.index, index=first.to_numpy())).to_numpy(dtype=int)
    return rows.assign(
        first_article=rows["article"].to_numpy()[place],
        first_statement=rows["statement"].to_numpy()[place],
        n_articles=rows.groupby(numbered)["article"].transform("nunique").astype("int64"),
    )


def _read(contents: pd.Series, actors: pd.Series) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Number words, and what must be the same in copies.

    Returns:
        The number of each word, content after content, without case, marks and the difference between kinds of
        apostrophe; how many words each content has; the number of its bucket: same speaker, and the same numbers and
        words of negation in the same order; and a number that contents with the very same words of one bucket share.
    """
    number: dict[str, int] = {}
    counts: dict[str, bool] = {}
    buckets: dict[tuple[object, tuple[str, ...]], int] = {}
    texts: dict[tuple[int, bytes], int] = {}
    words, lengths, bucket, exact = array("q"), [], [], []
    for content, actor in zip(contents, actors, strict=True):
        text = unicodedata.normalize("NFKC", content) if isinstance(content, str) else ""
        found = [word.casefold().replace("’", "'") for word in _WORD.findall(text)]
        own = array("q", [number.setdefault(word, len(number)) for word in found])
        for word in found:
            if word not in counts:
                counts[word] = word in _NEGATION or word.endswith("n't") or any(map(str.isdigit, word))
        fixed = tuple(word for word in found if counts[word])
        place = buckets.setdefault((actor if isinstance(actor, str) else None, fixed), len(buckets))
        words += own
        lengths.append(len(own))
        bucket.append(place)
        exact.append(texts.setdefault((place, own.tobytes()), len(texts)))
    return np.array(words), *(np.array(values, dtype=np.int64) for values in (lengths, bucket, exact))


def _shingles(words: np.ndarray, lengths: np.ndarray, rows: np.ndarray) -> csr_array:
    """Contents x shingles, 1 where it has the shingle; shingles numbered from rare to common."""
    runs = lengths[rows] - SHINGLE + 1
    starts = (np.cumsum(lengths) - lengths)[rows]
    row = np.repeat(np.arange(len(rows)), runs)
    at = starts[row] + np.arange(len(row)) - np.repeat(np.cumsum(runs) - runs, runs)
    code = words[at]
    for further in range(1, SHINGLE):
        # numbered anew each time, so that the next product stays small
        code = pd.factorize(code * (words.max() + 1) + words[at + further])[0].astype(np.int64)
    several = code.max() + 1
    once = np.unique(row * several + code)
    row, code = once // several, once % several
    often = np.bincount(code, minlength=several)
    rank = np.empty(several, dtype=np.int64)
    rank[np.argsort(often, kind="stable")] = np.arange(several)
    matrix = csr_array((np.ones(len(row), dtype=np.int32), (row, rank[code])), shape=(len(rows), several))
    matrix.sort_indices()
    return matrix


def _near(shingles: csr_array, bucket: np.ndarray, least: float) -> coo_array:
    """The pairs that overlap enough, as a graph. Candidates meet in one of their rarest shingles."""
    sizes = np.diff(shingles.indptr)
    prefix = sizes - np.ceil(least * sizes - 1e-9).astype(int) + 1
    row = np.repeat(np.arange(len(sizes)), sizes)
    rarest = np.arange(len(row)) - shingles.indptr[row] < prefix[row]
    met = pd.DataFrame({"row": row[rarest], "shingle": shingles.indices[rarest], "bucket": bucket[row[rarest]]})
    met = met[met.duplicated(["shingle", "bucket"], keep=False)]
    pairs = met.merge(met, on=["shingle", "bucket"])
    pairs = pairs[pairs["row_x"] < pairs["row_y"]].drop_duplicates(["row_x", "row_y"])
    one, other = pairs["row_x"].to_numpy(), pairs["row_y"].to_numpy()
    fits = np.minimum(sizes[one], sizes[other]) >= least * np.maximum(sizes[one], sizes[other]) - 1e-9
    one, other = one[fits], other[fits]
    enough = np.zeros(len(one), dtype=bool)
    for start in range(0, len(one), _AT_ONCE):
        some = slice(start, start + _AT_ONCE)
        common = shingles[one[some]].multiply(shingles[other[some]]).sum(axis=1)
        enough[some] = common >= least * (sizes[one[some]] + sizes[other[some]] - common) - 1e-9
    one, other = one[enough], other[enough]
    return coo_array((np.ones(len(one)), (one, other)), shape=(len(sizes), len(sizes)))
