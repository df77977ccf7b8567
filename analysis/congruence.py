"""Who agrees with whom: parties joined by what they say about the same targets or concepts.

The measures are those of discourse network analysis, under the names that the Discourse Network Analyzer (DNA)
gives them. Let a(i,j,k) be how often actor i takes the stance k, of -1, 0 and 1, towards target j. Then

    congruence(i,i') = sum over j, k, k' of a(i,j,k) a(i',j,k') (1 - |k - k'| / 2)
    conflict(i,i')   = sum over j, k, k' of a(i,j,k) a(i',j,k') |k - k'| / 2
    subtract(i,i')   = congruence(i,i') - conflict(i,i')

and every measure may be divided by one of three norms, with n(i) all that i says, the sum of a(i,j,k):

    average: (n(i) + n(i')) / 2
    jaccard: what only one of the two says, plus the sum of a(i,j,k) a(i',j,k) where both say it
    cosine:  n(i) n(i'), the cosine of DNA's program, which is not the cosine of the two vectors of counts; the
             result is the mean over all pairs of a row of i and a row of i', and lies between -1 and 1

References:
    Leifeld (2017), Discourse network analysis: policy debates as dynamic networks, in Victor, Montgomery and
    Lubell (eds), The Oxford Handbook of Political Networks, chapter 25. The norms are those of DNA 3.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

from analysis.counting import By, counted_rows, party_order
from analysis.intervals import LABELS

Measure = Literal["congruence", "conflict", "subtract"]
Over = Literal["target", "concept", "party"]
Norm = Literal["average", "jaccard", "cosine"]

_STANCES = np.array([-1, 0, 1])
_DISTANCE = np.abs(_STANCES[:, None] - _STANCES[None, :]) / 2
_WEIGHTS = {"congruence": 1 - _DISTANCE, "conflict": _DISTANCE, "subtract": 1 - 2 * _DISTANCE}


def congruence_matrix(
    stances: pd.DataFrame,
    measure: Measure = "congruence",
    *,
    over: Over = "target",
    by: By = "actor",
    normalise: Norm | None = None,
    count_self: bool = False,
    statements: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Measure how far each two actors or parties take the same, or the opposite, stance.

    Args:
        stances: the stances table; uncertain rows are left out.
        measure: "congruence", "conflict" or "subtract" (the formulas stand at the top of the module).
        over: what two of them may share. "target": other actors, by name where `by` is "actor", by party (or by name
            where a target is of no party) where `by` is "party"; "party": the same, always by party; "concept": the
            rows whose target_kind is "concept".
        by: "actor" or "party": the rows and columns.
        normalise: None, "average", "jaccard" or "cosine" (DNA's).
        count_self: count each of them once more, as for itself, so that who speaks against Veld is in conflict with
            Veld, and not only with those who speak for Veld. Silent ones stay out of the matrix.
        statements: the statements table; with it `countable` first drops headlines, beliefs and intentions.

    Returns:
        A square, symmetric matrix of the speakers, in the order of `party_order`, with 0 on its diagonal. Its attrs
        hold the arguments, for captions, and what was left out.

    Raises:
        ValueError: an argument is none of its values, or count_self goes with concepts, or the same statement and
            target come from several methods.

    Example:
        >>> from analysis.tables import make_table
        >>> row = {"article": "a", "statement": 0, "target": "the dam", "target_kind": "concept"}
        >>> rows = [row | {"party": "Orrin", "stance": 1.0, "label": "for"}]
        >>> rows += [row | {"party": "Veld", "statement": 1, "stance": 0.0, "label": "neutral"}]
        >>> table = make_table("stances", rows)
        >>> float(congruence_matrix(table, over="concept", by="party").loc["Orrin", "Veld"])
        0.5
    """
    for name, value, known in (
        ("measure", measure, tuple(_WEIGHTS)),
        ("over", over, ("target", "concept", "party")),
        ("by", by, ("actor", "party")),
        ("normalise", normalise, (None, "average", "jaccard", "cosine")),
    ):
        if value not in known:
            raise ValueError(f"{name} is one of {known}, got {value!r}")
    if count_self and over == "concept":
        raise ValueError("count_self needs targets: nobody is for or against itself among concepts")
    level = {"concept": "concept", "party": "side"}.get(over, "side" if by == "party" else "target")
    rows = counted_rows(stances, by, level, statements)
    sure = rows[~rows["uncertain"]]
    actors = party_order(sure["source"])
    counts = _counts(sure, actors, _own_side(stances, actors, by, level) if count_self else None)
    weighed = np.einsum("ajk,bjl,kl->ab", counts, counts, _WEIGHTS[measure], optimize=True)
    norm = _norms(counts, normalise)
    values = np.divide(weighed, norm, out=np.zeros_like(weighed), where=norm > 0)
    np.fill_diagonal(values, 0.0)
    matrix = pd.DataFrame(values, index=actors, columns=actors)
    matrix.attrs |= {"measure": measure, "over": over, "by": by, "normalise": normalise, "count_self": count_self}
    matrix.attrs["left_out"] = rows.attrs["left_out"]
    return matrix


def camps(subtract: pd.DataFrame) -> pd.Series:
    """Gather the parties into camps: average linkage on the subtract matrix, as long as agreement prevails.

    Two camps are joined, the closest first, while the mean tie between their members is above 0, that is while
    they agree more than they differ. A party that shares nothing with any other stays a camp of its own.

    Args:
        subtract: a square, symmetric matrix from `congruence_matrix(..., measure="subtract")`; any normalisation.

    Returns:
        The number of each party's camp, from 1, with the parties as index, in the matrix's order. Camps are numbered
        by their first member in the alphabet. Ties between equally close camps are broken by the alphabet as well.

    Raises:
        ValueError: the matrix is not square and symmetric with the same names on both sides, or is of another
            measure.

    References:
        Sokal and Michener (1958) for the average linkage; Bansal, Blum and Chawla (2004), Correlation clustering,
        Machine Learning 56, for the aim, which this reaches only nearly: not every possible division is tried.

    Example:
        >>> names = ["Aster", "Orrin", "Veld"]
        >>> camps(pd.DataFrame([[0, 2, -1], [2, 0, -3], [-1, -3, 0]], index=names, columns=names)).to_dict()
        {'Aster': 1, 'Orrin': 1, 'Veld': 2}
    """
    if subtract.attrs.get("measure", "subtract") != "subtract":
        raise ValueError(f'camps needs the measure "subtract", got {subtract.attrs["measure"]!r}')
    names = list(subtract.index)
    values = subtract.to_numpy(dtype=float)
    if names != list(subtract.columns) or not np.allclose(values, values.T):
        raise ValueError("camps needs a square, symmetric matrix with the same names on both sides")
    order = party_order(names)
    ties = subtract.loc[order, order].to_numpy(dtype=float)
    if len(order) < 2:
        return pd.Series(1, index=names, name="camp", dtype="int64")
    # a distance may not be negative, so a tie of 0 is set at `border` and the tree is cut just below it
    border = max(float(ties.max()), 1e-12)
    distances = border - (ties + ties.T) / 2
    np.fill_diagonal(distances, 0.0)
    found = fcluster(linkage(squareform(distances, checks=False), "average"), border * (1 - 1e-9), "distance")
    numbers = {camp: i for i, camp in enumerate(dict.fromkeys(found), start=1)}
    camp_of = {name: numbers[camp] for name, camp in zip(order, found, strict=True)}
    return pd.Series([camp_of[name] for name in names], index=names, name="camp", dtype="int64")


def _counts(rows: pd.DataFrame, actors: list[str], own_side: dict[str, str] | None) -> np.ndarray:
    """How often actor i takes stance k towards target j: an array of actors x targets x 3."""
    sides = list((own_side or {}).values())
    targets = party_order(rows["target"], sides)
    counts = np.zeros((len(actors), len(targets), len(LABELS)))
    i_of, j_of = ({name: i for i, name in enumerate(names)} for names in (actors, targets))
    for source, target, label in zip(rows["source"], rows["target"], rows["label"], strict=True):
        counts[i_of[source], j_of[target], LABELS.index(label)] += 1
    for actor, side in (own_side or {}).items():
        counts[i_of[actor], j_of[side], LABELS.index("for")] += 1
    return counts


def _own_side(stances: pd.DataFrame, actors: list[str], by: By, level: str) -> dict[str, str]:
    """What "itself" is among the targets: the actor's own name, or its party where targets are parties."""
    if by == "party" or level == "target":
        return {actor: actor for actor in actors}
    parties = stances.dropna(subset=["actor", "party"]).groupby("actor")["party"].min()
    return {actor: str(parties.get(actor, actor)) for actor in actors}


def _norms(counts: np.ndarray, normalise: Norm | None) -> np.ndarray:
    said = counts.sum(axis=(1, 2))
    if normalise == "average":
        return (said[:, None] + said[None, :]) / 2
    if normalise == "cosine":
        return said[:, None] * said[None, :]
    if normalise == "jaccard":
        flat = counts.reshape(len(counts), counts.shape[1] * counts.shape[2])
        says = (flat > 0).astype(float)
        alone = flat @ (1 - says).T
        return alone + alone.T + flat @ flat.T
    return np.ones((len(counts), len(counts)))
