"""Agreement with hand labels: what was found, what was missed, and how good the rest is.

``python -m analysis.evaluate FOLDER_OR_ARTICLE`` prints the scores of a labelled article, or of a folder of them.
With ``--totals-only`` it prints nothing else, so that whoever writes the rules can see the score of a text without
seeing the text.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analysis.agreement import (
    cohens_kappa,
    match_statements,
    stance_scores,
    statement_scores,
)
from analysis.articles import ArticleError, load_article
from analysis.labels import LabelError, load_labels
from analysis.misses import misses
from analysis.report import Analysis, analyse

__all__ = [
    "Evaluation",
    "LabelError",
    "cohens_kappa",
    "evaluate",
    "evaluate_article",
    "evaluate_corpus",
    "load_labels",
    "match_statements",
    "misses",
    "stance_scores",
    "statement_scores",
]

#: what a labelled article's labels are called, after the article's own name.
LABELS = ".statements.jsonl"
#: the measures that the table by article shows.
BY_ARTICLE = ["precision", "recall", "F1", "actor right", "explicit stances right", "implied stances right"]


@dataclass(frozen=True)
class Evaluation:
    """The scores of one or more labelled articles.

    Attributes:
        totals: the scores over all articles together, of speech alone; indexed by measure, with count, of and value.
        other: the same for each other attribution, belief and intention (statements only).
        articles: one row an article: the number of labels and found statements, and the main values.
        misses: every statement, speaker and stance that is not as labelled (see :func:`misses`).
    """

    totals: pd.DataFrame
    other: dict[str, pd.DataFrame]
    articles: pd.DataFrame
    misses: pd.DataFrame


def evaluate(
    labels: pd.DataFrame, label_stances: pd.DataFrame, found: pd.DataFrame, found_stances: pd.DataFrame
) -> Evaluation:
    """Score tables of statements and stances against hand labels.

    Args:
        labels: the labelled statements, of one or more articles, as :func:`load_labels` gives them.
        label_stances: the labelled stances.
        found: the statements found in the same articles.
        found_stances: their stances.

    Returns:
        An :class:`Evaluation`. Totals are over all statements together, so a long article counts for more. Articles
        without labels are left out.

    Example:
        >>> import json, tempfile
        >>> line = {"id": "s1", "paragraph": 0, "quote_type": "indirect", "attribution": "speech", "act": "say",
        ...         "actor": "Mira Halloran", "party": "Harbour Union", "content": "it rains", "start": 5, "end": 13,
        ...         "stances": []}
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     path = Path(folder, "rain.statements.jsonl")
        ...     _ = path.write_text(json.dumps(line))
        ...     statements, stances = load_labels(path)
        >>> evaluate(statements, stances, statements, stances).totals.loc[["F1"], "value"].tolist()
        [1.0]
    """
    known = set(labels["article"])
    found = found[found["article"].isin(known)]
    found_stances = found_stances[found_stances["article"].isin(known)]
    speech = labels[labels["attribution"] == "speech"]
    found_speech = found[found["attribution"] == "speech"]
    totals = pd.concat(
        [
            statement_scores(speech, found_speech),
            stance_scores(speech, label_stances, found_speech, found_stances),
        ]
    )
    other = {
        kind: statement_scores(labels[labels["attribution"] == kind], found[found["attribution"] == kind])
        for kind in ("belief", "intention")
    }
    rows = []
    for article in dict.fromkeys(labels["article"]):
        ours, theirs = speech[speech["article"] == article], found_speech[found_speech["article"] == article]
        scores = pd.concat([statement_scores(ours, theirs), stance_scores(ours, label_stances, theirs, found_stances)])
        rows.append({"article": article, "labels": len(ours), "found": len(theirs), **scores["value"][BY_ARTICLE]})
    articles = pd.DataFrame(rows, columns=["article", "labels", "found", *BY_ARTICLE]).set_index("article")
    return Evaluation(totals, other, articles, misses(labels, label_stances, found, found_stances))


def evaluate_article(
    path: str | Path,
    labels: str | Path | None = None,
    *,
    actors: pd.DataFrame | str | Path | None = None,
    concepts: pd.DataFrame | str | Path | None = None,
) -> Evaluation:
    """Analyse one article and score it against its hand labels.

    Args:
        path: the article, as for ``load_article``.
        labels: its labels; None: the file beside it that has its name and ends in ``.statements.jsonl``.
        actors: as for ``analyse``: a table, a path, or None.
        concepts: as for ``analyse``.

    Returns:
        The scores.

    Raises:
        ArticleError: the article can't be read.
        LabelError: the labels can't be read, or their offsets are not this article's.
    """
    return evaluate(*_tables(path, labels, actors, concepts))


def evaluate_corpus(
    folder: str | Path,
    *,
    actors: pd.DataFrame | str | Path | None = None,
    concepts: pd.DataFrame | str | Path | None = None,
) -> Evaluation:
    """Analyse every labelled article of a folder and score them together.

    Args:
        folder: holds ``NAME.txt`` with ``NAME.statements.jsonl`` beside it. A text without labels is passed over.
        actors: one table of actors for all the articles, or a path to it, or None.
        concepts: one table of concepts for all the articles, or a path to it, or None.

    Returns:
        The scores, over all articles and by article.

    Raises:
        ArticleError: an article can't be read.
        LabelError: labels can't be read, or no article of the folder has any.
    """
    folder = Path(folder)
    paths = [path for path in sorted(folder.glob("*.txt")) if path.with_name(path.stem + LABELS).exists()]
    if not paths:
        raise LabelError(f"{folder}: no article here has labels; NAME.txt needs NAME{LABELS} beside it.")
    parts = [_tables(path, None, actors, concepts) for path in paths]
    return evaluate(*(pd.concat(tables, ignore_index=True) for tables in zip(*parts, strict=True)))


def _tables(path: str | Path, labels: str | Path | None, actors: object, concepts: object) -> tuple[pd.DataFrame, ...]:
    """Labelled statements and stances, found statements and stances, of one article."""
    article = load_article(path)
    labels = Path(path).with_name(Path(path).stem + LABELS) if labels is None else labels
    found: Analysis = analyse(article, actors=actors, concepts=concepts)
    return (*load_labels(labels, article), found.statements, found.stances)


def main(arguments: list[str] | None = None) -> int:
    """The command ``python -m analysis.evaluate``; returns 0, or 2 if something can't be read."""
    parser = argparse.ArgumentParser(prog="python -m analysis.evaluate", description="Score against hand labels.")
    parser.add_argument("path", type=Path, help="an article, or a folder of articles with their labels beside them")
    parser.add_argument("--labels", type=Path, help="the labels of one article, if they are not beside it")
    parser.add_argument("--actors", type=Path, help="a table of actors (CSV)")
    parser.add_argument("--concepts", type=Path, help="a table of concepts (CSV)")
    parser.add_argument("--totals-only", action="store_true", help="print the totals and nothing of the text")
    options = parser.parse_args(arguments)
    tables = {"actors": options.actors, "concepts": options.concepts}
    try:
        if options.path.is_dir():
            result = evaluate_corpus(options.path, **tables)
        else:
            result = evaluate_article(options.path, options.labels, **tables)
    except (ArticleError, LabelError) as error:
        # with --totals-only not even a faulty line may show: only where it stands
        print(str(error).split(": ")[0] + ": can't be scored" if options.totals_only else error, file=sys.stderr)
        return 2
    print(f"Speech, {len(result.articles)} article(s)\n{format_scores(result.totals)}")
    for kind, table in result.other.items():
        print(f"\n{kind.capitalize()}, scored apart\n{format_scores(table.loc[['precision', 'recall', 'F1']])}")
    if not options.totals_only:
        print(f"\nBy article\n{result.articles.to_string(float_format='{:.2f}'.format)}")
        print(f"\nNot as labelled ({len(result.misses)})")
        for row in result.misses.itertuples():
            where = f"{row.article}, label {row.label}, found {row.found}".replace("<NA>", "none")
            print(
                f"- {row.miss} ({where}): {row.content!r}\n  expected {row.expected!r}, got {row.got!r}. {row.reason}"
            )
    return 0


def format_scores(scores: pd.DataFrame) -> str:
    """Lay a table of scores out as text, one measure a line."""
    lines = []
    for row in scores.itertuples():
        value = "  -  " if pd.isna(row.value) else f"{row.value:5.3f}"
        counts = f"{row.of:>4} pairs" if pd.isna(row.count) else f"{row.count:>4} of {row.of}"
        lines.append(f"{row.Index:<42} {value}  {counts}")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
