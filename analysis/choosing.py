"""Choose a part of an analysis: whose statements, of what kind, how sure; and set two actors side by side."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from analysis.conflict import positions
from analysis.counting import countable, party_order

if TYPE_CHECKING:
    from analysis.report import Analysis

#: stands for a speaker or a party that is not known.
UNCLEAR = "(not clear)"
SIDE_COLUMNS = {
    "target": "object", "kind": "object", "first": "float64", "n_first": "int64", "second": "float64",
    "n_second": "int64", "apart": "float64", "statements_first": "object", "statements_second": "object",
}  # fmt: skip


@dataclass(frozen=True)
class Choice:
    """Which statements to look at. An empty choice of names is all of them.

    Attributes:
        actors: who speaks; ``UNCLEAR`` for statements without a clear speaker.
        parties: whose side speaks; ``UNCLEAR`` for none.
        quote_types: direct, mixed, indirect.
        acts: say, deny, accuse, …
        low: the least confidence of a statement, 0 … 1.
        high: the most.
    """

    actors: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    quote_types: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()
    low: float = 0.0
    high: float = 1.0


class Option(NamedTuple):
    """A name that can be chosen, and how many statements it would give."""

    name: str
    n: int


def options(analysis: Analysis) -> dict[str, list[Option]]:
    """Say what can be chosen: for actor, party, quote_type and act the values that occur, each with its number.

    Args:
        analysis: the analysis.

    Returns:
        column -> its values; names by the alphabet, and statements that have none last, as ``UNCLEAR``.

    Example:
        >>> from analysis import analyse, load_article
        >>> options(analyse(load_article(text="Mira Halloran said the dam was safe.")))["actor"]
        [Option(name='Mira Halloran', n=1)]
    """
    found = {}
    for column in ("actor", "party", "quote_type", "act"):
        values = _filled(analysis.statements, column)
        counts = values.value_counts()
        order = party_order(name for name in counts.index if name != UNCLEAR)
        found[column] = [
            Option(name, int(counts[name])) for name in [*order, *([UNCLEAR] if UNCLEAR in counts else [])]
        ]
    return found


def choose(analysis: Analysis, choice: Choice) -> Analysis:
    """Keep the statements that were chosen, with their sentiment and stances.

    Args:
        analysis: the analysis.
        choice: which statements.

    Returns:
        A new analysis of the same article.

    Example:
        >>> from analysis import analyse, load_article
        >>> found = analyse(load_article(text="Mira Halloran said the dam was safe."))
        >>> len(choose(found, Choice()).statements), len(choose(found, Choice(acts=("deny",))).statements)
        (1, 0)
    """
    statements = analysis.statements
    keep = statements["confidence"].between(choice.low - 1e-9, choice.high + 1e-9) | statements["confidence"].isna()
    chosen = {"actor": choice.actors, "party": choice.parties, "quote_type": choice.quote_types, "act": choice.acts}
    for column, names in chosen.items():
        if names:
            keep &= _filled(statements, column).isin(names)
    kept = statements[keep]
    numbers = set(kept["statement"])
    sentiment = analysis.sentiment[analysis.sentiment["statement"].isin(numbers)]
    stances = analysis.stances[analysis.stances["statement"].isin(numbers)]
    return dataclasses.replace(
        analysis,
        statements=kept.reset_index(drop=True),
        sentiment=sentiment.reset_index(drop=True),
        stances=stances.reset_index(drop=True),
    )


def side_by_side(analysis: Analysis, first: str, second: str) -> pd.DataFrame:
    """Set two actors side by side on every target, and every concept, that both speak of.

    Args:
        analysis: the analysis; headlines, beliefs, intentions and uncertain stances are not counted.
        first: one actor.
        second: the other.

    Returns:
        One row a target, the ones on which they are furthest apart first: target; kind (actor or concept); first and
        second, the mean stance of each, −1 … 1; n_first and n_second, of how many stances; apart, the distance of the
        means, 0 … 2; statements_first and statements_second, the numbers of the statements behind them.

    Example:
        >>> from analysis import analyse, load_article
        >>> text = "Mira Halloran accused Orrin Ltd of lying. Ola Brandt said Orrin Ltd was honest."
        >>> side_by_side(analyse(load_article(text=text)), "Mira Halloran", "Nobody").columns[:3].tolist()
        ['target', 'kind', 'first']
    """
    rows = []
    for kind, over in (("actor", "target"), ("concept", "concept")):
        table = positions(analysis.stances, by="actor", over=over, statements=analysis.statements)
        sides = [
            {row.target: row for row in table[table["source"] == name].itertuples() if row.n}
            for name in (first, second)
        ]
        for target in party_order(name for name in sides[0] if name in sides[1]):
            one, other = sides[0][target], sides[1][target]
            rows.append(
                {"target": target, "kind": kind, "first": one.mean, "n_first": one.n, "second": other.mean,
                 "n_second": other.n, "apart": abs(one.mean - other.mean),
                 "statements_first": tuple(n for _, n in one.statements),
                 "statements_second": tuple(n for _, n in other.statements)}
            )  # fmt: skip
    table = pd.DataFrame(rows, columns=list(SIDE_COLUMNS)).astype(SIDE_COLUMNS)
    return table.sort_values("apart", ascending=False, kind="stable").reset_index(drop=True)


def pairs_to_compare(analysis: Analysis) -> list[tuple[str, str]]:
    """The pairs of actors that speak of at least one target in common, those with most in common first."""
    stances = countable(analysis.stances, analysis.statements)
    stances = stances[~stances["uncertain"].astype(bool) & stances["actor"].notna()]
    spoken = {name: set(group["target"]) for name, group in stances.groupby("actor")}
    names = party_order(spoken)
    pairs = [(a, b) for i, a in enumerate(names) for b in names[i + 1 :] if spoken[a] & spoken[b]]
    return sorted(pairs, key=lambda pair: -len(spoken[pair[0]] & spoken[pair[1]]))


def _filled(statements: pd.DataFrame, column: str) -> pd.Series:
    values = statements[column].astype("object")
    return values.where(values.notna(), UNCLEAR)
