"""Small corpora for tests: stances, statements and articles from a few words each."""

import pandas as pd

from analysis.tables import make_table

VALUE = {"against": -1.0, "neutral": 0.0, "for": 1.0}


def stances(*rows, **common):
    """Rows as (article, source, target, label), or with more in a dict; each is a statement of its own."""
    made = []
    for i, (article, source, target, label, *more) in enumerate(rows):
        row = {"article": article, "statement": i, "actor": source, "party": source, "target": target}
        row |= {
            "target_kind": "actor",
            "target_party": target,
            "stance": VALUE[label],
            "label": label,
            "method": "hand",
        }
        made.append(row | common | (more[0] if more else {}))
    return make_table("stances", made)


def statements(*rows, **common):
    """Rows as (article, actor, content), or with more in a dict."""
    made = []
    for i, (article, actor, content, *more) in enumerate(rows):
        row = {"article": article, "statement": i, "paragraph": i, "actor": actor, "party": actor, "content": content}
        made.append(row | {"attribution": "speech"} | common | (more[0] if more else {}))
    return make_table("statements", made)


def articles(dates, source=None):
    """Article -> date, and where they appeared."""
    sources = source or {}
    rows = [{"article": a, "title": a, "date": d, "source": sources.get(a)} for a, d in dates.items()]
    return pd.DataFrame(rows, columns=["article", "title", "date", "source"])
