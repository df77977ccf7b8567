"""What the benchmarks share: reading hand-labelled articles, and what counts as right.

A folder of labelled articles holds ``train.jsonl``, ``dev.jsonl`` and ``score.py``. One article a line:
``{"id", "text", "attributions": [{"source", "cue", "content"}]}``, each of the three a list of half-open character
spans into the text. Nothing of such a folder is part of the project: it is always an argument.

The benchmarks run from a checkout (``python benchmarks/attribution.py …``): importing this module first lets Python
find the package.
"""

from __future__ import annotations

import importlib.util
import json
import math
import sys
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import pandas as pd

from analysis import language, trees
from analysis.articles import Article, load_article

Spans = Sequence[Sequence[int]]
Gold = dict[str, Any]

#: a statement is the labelled one where they share this much of the longer, in letters and digits
LEAST_OVERLAP = 0.5


def load_scorer(folder: Path) -> ModuleType:
    """Import the folder's ``score.py``: what a figure means is said by whoever made the labels."""
    spec = importlib.util.spec_from_file_location("scorer", folder / "score.py")
    if spec is None or spec.loader is None or not (folder / "score.py").is_file():
        sys.exit(f"There is no score.py in {folder}.")
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    return scorer


def read_labelled(folder: Path, split: str) -> list[dict[str, Any]]:
    """Read the labelled articles of a split ("train" or "dev"), in the order of the file."""
    path = folder / f"{split}.jsonl"
    if not path.is_file():
        sys.exit(f"There is no {split}.jsonl in {folder}.")
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def as_article(labelled: dict[str, Any]) -> Article:
    """Load a labelled article as a user would load it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a few pages of addresses do not look like English
        article = load_article(text=labelled["text"])
    if article.text != labelled["text"]:
        raise ValueError(f"Loading changed the text of {labelled['id']}: the labels no longer hold.")
    return replace(article, id=labelled["id"])


def forget_parses() -> None:
    """Let go of the kept parses, so that the next step parses anew."""
    language._kept.clear()
    forget_trees()


def forget_trees() -> None:
    """Let go of the light copies of the parses, and keep spaCy's own."""
    trees._kept.clear()


def gold_statements(scorer: ModuleType, labelled: dict[str, Any]) -> list[tuple[set[int], Gold]]:
    """The labelled statements that have a letter of content, each with its characters."""
    text = labelled["text"]
    pairs = [(scorer.characters(gold["content"], text), gold) for gold in labelled["attributions"]]
    return [(characters, gold) for characters, gold in pairs if characters]


def best_match(scorer: ModuleType, text: str, golds: list[tuple[set[int], Gold]], content: Spans) -> Gold | None:
    """The labelled statement that shares most of the longer of the two with a content, at least half; or None."""
    found = scorer.characters(content, text)
    shares = [
        (len(characters & found) / max(len(characters), len(found)), i) for i, (characters, _) in enumerate(golds)
    ]
    share, i = max(shares, default=(0.0, 0))
    return golds[i][1] if found and share >= LEAST_OVERLAP else None


def is_right(
    scorer: ModuleType,
    text: str,
    golds: list[tuple[set[int], Gold]],
    content: Spans,
    speaker: Sequence[int] | None,
) -> bool:
    """Whether a statement is one of the labelled ones, with its speaker; none is right where the label has none."""
    gold = best_match(scorer, text, golds, content)
    if gold is None:
        return False
    if not gold["source"]:
        return not speaker
    return bool(scorer.same_speaker(gold["source"], speaker, text))


def span(row: Any, name: str) -> list[int] | None:
    """The span that two columns of a row hold, or None where they are missing."""
    start, end = getattr(row, f"{name}_start"), getattr(row, f"{name}_end")
    return None if pd.isna(start) or pd.isna(end) else [int(start), int(end)]


def broken_offsets(article: Article, table: pd.DataFrame) -> Iterator[str]:
    """Yield a sentence for every offset of a statements table that does not lead to the words it should."""
    text = article.text
    for row in table.itertuples():
        where = f"{article.id}, statement {row.statement}"
        spans = [(int(s), int(e)) for s, e in row.spans]
        if not spans or any(not 0 <= s < e <= len(text) for s, e in spans):
            yield f"{where}: the spans {spans} are none or outside the text"
        elif any(a[1] > b[0] for a, b in zip(spans, spans[1:], strict=False)):
            yield f"{where}: the spans {spans} overlap or are out of order"
        elif " ".join(text[s:e] for s, e in spans) != row.content:
            yield f"{where}: the spans {spans} do not hold the content"
        elif not 0 <= row.paragraph < len(article.paragraphs):
            yield f"{where}: there is no paragraph {row.paragraph}"
        for name in ("speaker", "cue"):
            found, words = span(row, name), getattr(row, name)
            if (found is None) != (words is None) or (found and text[slice(*found)] != words):
                yield f"{where}: {name} {words!r} does not stand at {found}"
        if not 0 <= row.confidence <= 1:
            yield f"{where}: the confidence is {row.confidence}"


def auc(confidence: Sequence[float], right: Sequence[bool]) -> float:
    """The area under the ROC curve: how often a right one is more confident than a wrong one (ties count half)."""
    ranks = pd.Series(confidence, dtype=float).rank()
    sure = pd.Series(right, dtype=bool)
    n, m = int(sure.sum()), int((~sure).sum())
    return (float(ranks[sure].sum()) - n * (n + 1) / 2) / (n * m) if n and m else math.nan


def calibration(confidence: Sequence[float], right: Sequence[bool], bins: int = 10) -> pd.DataFrame:
    """Bins of equal width: from, to, n, mean confidence and share right of each (NaN where n is 0)."""
    table = pd.DataFrame({"confidence": pd.Series(confidence, dtype=float), "right": pd.Series(right, dtype=bool)})
    number = (table["confidence"] * bins).astype(int).clip(0, bins - 1)
    grouped = table.groupby(number).agg(n=("right", "size"), confidence=("confidence", "mean"), right=("right", "mean"))
    grouped = grouped.reindex(range(bins))
    grouped["n"] = grouped["n"].fillna(0).astype(int)
    return grouped.assign(low=[i / bins for i in range(bins)], high=[(i + 1) / bins for i in range(bins)])


def confidence_scores(confidence: Sequence[float], right: Sequence[bool]) -> dict[str, float]:
    """Expected calibration error over ten bins, area under the ROC curve, Brier score (0 is best)."""
    bins = calibration(confidence, right)
    gaps = (bins["confidence"] - bins["right"]).abs()
    n = len(confidence)
    brier = sum((c - r) ** 2 for c, r in zip(confidence, right, strict=True))
    return {
        "n": n,
        "share right": sum(right) / n if n else math.nan,
        "ECE": float((gaps * bins["n"]).sum()) / n if n else math.nan,
        "AUC": auc(confidence, right),
        "Brier": brier / n if n else math.nan,
    }
