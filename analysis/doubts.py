"""What is uncertain in an analysis, as one table: what to check by eye before a number is passed on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from analysis.report import Analysis

#: a statement that is found with less confidence is listed.
LOW = 0.6
#: the kinds of doubt, the gravest first
KINDS = ("speaker open", "statement in doubt", "stance uncertain", "tone unknown")
COLUMNS = {"doubt": "object", "statement": "int64", "who": "object", "about": "object", "confidence": "float64"}


def doubts(analysis: Analysis) -> pd.DataFrame:
    """List what is uncertain in an analysis.

    Args:
        analysis: the analysis.

    Returns:
        One row a doubt, by kind and then in reading order: ``doubt``, one of ``KINDS``; ``statement``, its number;
        ``who``, the actor or else the words that stand for the speaker; ``about``, the target of an uncertain stance,
        else NA; ``confidence``, 0 … 1, or NA; ``content``, the words.

        *Speaker open*: a pronoun or role without exactly one candidate near by; the row counts for no party.
        *Statement in doubt*: found with a confidence below ``LOW``. *Stance uncertain*: the rules contradict each
        other or the model is not sure; the charts leave it out. *Tone unknown*: the scorer knows no word of it.

    Not covered: what was missed altogether; nothing in the text points to it. Notebook 06 counts that on texts that
    were labelled by hand.

    Example:
        >>> from analysis import analyse, load_article
        >>> found = analyse(load_article(text="Mira Halloran said that the gate has two wings."))
        >>> doubts(found)[["doubt", "who"]].values.tolist()
        [['tone unknown', 'Mira Halloran']]
    """
    statements = analysis.statements.set_index("statement")
    who = statements["actor"].where(statements["actor"].notna(), statements["speaker"])
    open_ = statements[statements["ambiguous"]]
    weak = statements[~statements["ambiguous"] & (statements["confidence"] < LOW)]
    stances = analysis.stances[analysis.stances["uncertain"]]
    heard = analysis.sentiment.groupby("statement")["polarity"].count()
    silent = statements[statements.index.map(heard).to_series().eq(0).to_numpy()] if len(heard) else statements[:0]
    parts = [
        _rows("speaker open", open_.index, confidence=open_["confidence"]),
        _rows("statement in doubt", weak.index, confidence=weak["confidence"]),
        _rows("stance uncertain", stances["statement"], stances["target"], stances["confidence"]),
        _rows("tone unknown", silent.index),
    ]
    table = pd.concat(parts, ignore_index=True).astype(COLUMNS)
    table["who"] = table["statement"].map(who).astype("object")
    table["content"] = table["statement"].map(statements["content"]).astype("object")
    return table


def _rows(kind: str, numbers: pd.Index | pd.Series, about: object = None, confidence: object = None) -> pd.DataFrame:
    columns = {"doubt": kind, "statement": list(numbers), "who": None}
    columns["about"] = None if about is None else list(about)
    columns["confidence"] = float("nan") if confidence is None else list(confidence)
    return pd.DataFrame(columns, index=range(len(numbers)))
