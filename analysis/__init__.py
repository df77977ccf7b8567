"""Standpoints: who said what in a news article, how it sounds, where they stand, and how their positions conflict.

The public names stand here in the order of the data's way. A name's module is loaded the first time the name is
used, so importing the package loads no model and none of the libraries behind it.

Example:
    >>> import analysis
    >>> article = analysis.load_article(text="Mira Halloran rejected the dam.")
    >>> article.text
    'Mira Halloran rejected the dam.'
"""

from importlib import import_module

#: public name -> the module it lives in.
_MODULES = {
    "load_article": "articles",
    "Article": "articles",
    "ArticleError": "articles",
    "load_articles": "sources",
    "find_sources": "sources",
    "find_actors": "actors",
    "load_actors": "actors",
    "save_actors": "actors",
    "find_mentions": "actors",
    "find_statements": "statements",
    "score_sentiment": "sentiment",
    "load_concepts": "concepts",
    "score_stances": "stance",
    "stance_towards": "stance",
    "evidence_of": "shading",
    "conflict_matrix": "conflict",
    "positions": "conflict",
    "congruence_matrix": "congruence",
    "camps": "congruence",
    "analyse_corpus": "corpus",
    "load_corpus": "corpus",
    "join_actors": "joining",
    "load_joins": "joining",
    "same_statements": "carried",
    "count_once": "carried",
    "drop_duplicates": "duplicates",
    "positions_over_time": "periods",
    "conflict_by_period": "periods",
    "movements": "movement",
    "relations": "signed",
    "triads": "signed",
    "balance": "signed",
    "statements_by_outlet": "outlets",
    "signed_network": "conflict",
    "congruence_graph": "networks",
    "graphml_text": "networks",
    "event_list": "dna",
    "analyse": "report",
    "Analysis": "report",
    "explore": "explore_widget",
    "review": "review_widget",
    "load_corrections": "corrections",
    "save_corrections": "corrections",
    "apply_corrections": "correcting",
    "compare_corrections": "reviewers",
    "load_labels": "labels",
    "evaluate_article": "evaluate",
    "evaluate_corpus": "evaluate",
}

__all__ = list(_MODULES)


def __getattr__(name: str) -> object:
    """Load a public name's module at the first use of the name."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
