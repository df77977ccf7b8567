"""An analysis in short: what it is of, and who speaks in it; the first two things on a report."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
from IPython.display import HTML
from markupsafe import Markup

if TYPE_CHECKING:
    from analysis.report import Analysis

#: so many of the words by which somebody is called are shown.
MOST_NAMES = 6


def overview(analysis: Analysis) -> HTML:
    """Tell what an analysis is of: title, source and date of the article, and how much was found in it.

    Args:
        analysis: the analysis.

    Returns:
        A heading and a line, for the last line of a cell; what the article holds is escaped.

    Example:
        >>> from analysis import analyse, load_article
        >>> page = overview(analyse(load_article(text="Mira <b> said no.", title="Salt & pepper")))
        >>> "<h1>Salt &amp; pepper</h1>" in page.data
        True
    """
    article, statements, stances = analysis.article, analysis.statements, analysis.stances
    named = [article.source, article.date, f"{len(article.text.split()):,} words"]
    parties = statements["party"].dropna().nunique()
    open_ = int(statements["ambiguous"].sum())
    unsure = int(stances["uncertain"].sum())
    found = [
        _count(len(statements), "statement"),
        _count(parties, "party that speaks", "parties that speak"),
        _count(len(stances), "stance"),
    ]
    doubts = [
        _count(open_, "statement whose speaker the text leaves open", "statements whose speaker the text leaves open"),
        _count(unsure, "uncertain stance"),
    ]
    return HTML(
        Markup("<h1>{}</h1><p>{}</p><p>Found: {}. Of these: {}.</p>").format(
            article.title or article.id, " · ".join(filter(None, named)), ", ".join(found), ", ".join(doubts)
        )
    )


def speakers(analysis: Analysis) -> pd.DataFrame:
    """List who speaks: each actor with a statement, with their party and how they are called in the text.

    Args:
        analysis: the analysis.

    Returns:
        One row an actor, the busiest first: ``actor``, ``type``, ``party``, ``statements`` (their number, the headline
        left out), ``direct`` (how many of these are direct quotations), ``found as`` (names, joined by ", "). Empty
        where nobody speaks. Statements whose speaker is open are nobody's, and not in it.

    Example:
        >>> from analysis import analyse, load_article
        >>> speakers(analyse(load_article(text="Mira Halloran said the dam was safe.")))[["actor", "statements"]].values
        array([['Mira Halloran', 1]], dtype=object)
    """
    said = analysis.statements
    said = said[~said["headline"] & said["actor"].notna()]
    counted = said.groupby("actor", observed=True).agg(
        party=("party", "first"),
        statements=("statement", "size"),
        direct=("quote_type", lambda kinds: int((kinds == "direct").sum())),
        first=("statement", "min"),
    )
    counted = counted.sort_values(["statements", "first"], ascending=[False, True]).reset_index()
    actors = analysis.actors.drop_duplicates("name").set_index("name")
    counted["type"] = counted["actor"].map(actors["actor_type"])
    counted["found as"] = [_names(name, actors["aliases"].get(name)) for name in counted["actor"]]
    return counted[["actor", "type", "party", "statements", "direct", "found as"]]


def _names(name: str, aliases: object) -> str:
    others = [one for one in str(aliases).split("|") if one and one != name] if isinstance(aliases, str) else []
    more = f", and {len(others) - MOST_NAMES} more" if len(others) > MOST_NAMES else ""
    return ", ".join([name, *others[:MOST_NAMES]]) + more


def _count(n: int, one: str, several: str | None = None) -> str:
    return f"{n} {one if n == 1 else several or one + 's'}"
