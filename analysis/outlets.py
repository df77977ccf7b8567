"""To whom each outlet gives the word: statements counted by the outlet that carried them.

A share of statements says how often somebody is quoted, not how. It is a first look at balance in reporting, and no
proof of a slant: outlets write about different matters.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.special import ndtri

from analysis.counting import By, party_order, tell

OUTLET_COLUMNS: dict[str, str] = {
    "outlet": "object",
    "party": "object",
    "n": "int64",
    "n_articles": "int64",
    "n_outlet": "int64",
    "share": "float64",
    "low": "float64",
    "high": "float64",
}


def statements_by_outlet(
    statements: pd.DataFrame, articles: pd.DataFrame, by: By = "party", *, level: float = 0.95
) -> pd.DataFrame:
    """Count how many of each outlet's statements are a party's or an actor's.

    Args:
        statements: the statements table of many articles.
        articles: one row an article, with the columns article and source (the outlet).
        by: "party" or "actor": whose statements.
        level: how much the interval holds, above 0 and below 1.

    Returns:
        One row for each outlet and party that it quotes, in the order of `party_order`: outlet, party (or actor), n
        (statements), n_articles (articles they stand in), n_outlet (all counted statements of the outlet), share (n of
        n_outlet, 0 to 1), low and high (Wilson's limits). Headlines, beliefs and intentions, statements whose speaker
        is unclear and those of articles without a source are left out and counted in attrs["left_out"];
        `outlets_left_out` says it.

    Raises:
        ValueError: an argument is none of its values, or an article is listed twice.

    References:
        Wilson (1927), Probable inference, the law of succession, and statistical inference, Journal of the American
        Statistical Association 22. The limits take statements for independent of each other; those of one article are
        not quite, so they are a little too narrow.

    Example:
        >>> from analysis.tables import make_table
        >>> row = {"article": "x", "paragraph": 0}
        >>> said = [row | {"statement": i, "party": p} for i, p in enumerate(("Norland", "Norland", "Velia"))]
        >>> where = pd.DataFrame({"article": ["x"], "source": ["Ferry Post"]})
        >>> table = statements_by_outlet(make_table("statements", said), where)
        >>> table[["outlet", "party", "n", "n_outlet"]].values.tolist()
        [['Ferry Post', 'Norland', 2, 3], ['Ferry Post', 'Velia', 1, 3]]
    """
    if by not in ("party", "actor"):
        raise ValueError(f'by is "party" or "actor", got {by!r}')
    keys = articles["article"].astype(object)
    if keys.duplicated().any():
        raise ValueError(f"the articles table lists an article twice: {keys[keys.duplicated()].iloc[0]!r}")
    source = articles["source"].astype("string").str.strip().replace("", pd.NA).astype(object)
    outlet = statements["article"].astype(object).map(pd.Series(source.to_numpy(), index=keys))
    headline = statements["headline"].to_numpy(dtype=bool)
    other = statements["attribution"].astype(object).isin(["belief", "intention"]).to_numpy() & ~headline
    unclear = statements[by].isna().to_numpy() & ~headline & ~other
    nowhere = outlet.isna().to_numpy() & ~headline & ~other & ~unclear
    kept = ~(headline | other | unclear | nowhere)
    rows = pd.DataFrame(
        {
            "outlet": outlet[kept].astype(object),
            "party": statements.loc[kept, by].astype(object),
            "article": statements.loc[kept, "article"].astype(object),
        }
    )
    found = rows.groupby(["outlet", "party"], sort=True).agg(n=("article", "size"), n_articles=("article", "nunique"))
    found = found.reset_index()
    found["n_outlet"] = found.groupby("outlet")["n"].transform("sum")
    found["share"] = found["n"] / found["n_outlet"]
    found["low"], found["high"] = wilson(found["n"].to_numpy(float), found["n_outlet"].to_numpy(float), level)
    places = [{name: i for i, name in enumerate(party_order(found[column]))} for column in ("outlet", "party")]
    order = np.lexsort((found["party"].map(places[1]), found["outlet"].map(places[0])))
    table = found.iloc[order][list(OUTLET_COLUMNS)].astype(OUTLET_COLUMNS).reset_index(drop=True)
    table.attrs["by"] = by
    counts = {
        "headline": headline.sum(),
        "not speech": other.sum(),
        "no speaker": unclear.sum(),
        "no outlet": nowhere.sum(),
    }
    return tell(table, statements, counts)


def outlets_left_out(table: pd.DataFrame) -> str:
    """Say in a sentence which statements `statements_by_outlet` left out; an empty string where none."""
    words = {
        "headline": "from headlines",
        "not speech": "of belief or intention",
        "no speaker": "whose speaker is unclear",
        "no outlet": "in articles without a source",
    }
    counts = table.attrs.get("left_out", {})
    parts = [f"{counts[key]} {text}" for key, text in words.items() if counts.get(key)]
    return f"Statements left out: {', '.join(parts)}." if parts else ""


def wilson(k: np.ndarray, n: np.ndarray, level: float = 0.95) -> tuple[np.ndarray, np.ndarray]:
    """Give Wilson's limits of the shares k of n.

    Args:
        k: how many of each n, 0 to n.
        n: how many in all, 1 or more.
        level: how much the interval holds, above 0 and below 1.

    Returns:
        (low, high), each as long as k.

    Raises:
        ValueError: the level is no share.

    Example:
        >>> low, high = wilson(np.array([5.0]), np.array([10.0]))
        >>> float(low[0].round(3)), float(high[0].round(3))
        (0.237, 0.763)
    """
    if not 0 < level < 1:
        raise ValueError(f"level is a share above 0 and below 1, got {level!r}")
    z = ndtri((1 + level) / 2)
    middle = (k + z**2 / 2) / (n + z**2)
    half = z / (n + z**2) * np.sqrt(k * (n - k) / n + z**2 / 4)
    return np.where(k == 0, 0.0, np.maximum(middle - half, 0.0)), np.where(k == n, 1.0, np.minimum(middle + half, 1.0))
