"""How likely a candidate statement is right: a small model on what the parse shows, learned from hand-labelled news.

A logistic regression over some two thousand yes/no features ("cue=say+verb that", "source=PERSON", "form=VBD"). Its
weights are a data file that can be read: ``data/confidence.csv``. "Right" means: the content overlaps a hand-labelled
one by at least half of the longer, and the speaker is the right one. Trained by ``benchmarks/train_confidence.py`` on
the training part of PolNeAR (Newell, Margolin and Ruths, LREC 2018), US political news of 2015 and 2016.
"""

from __future__ import annotations

import csv
import math
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from importlib.resources import files

from analysis.candidates import Candidate
from analysis.quotes import Quotation


def score(text: str, candidates: Sequence[Candidate], quotations: Sequence[Quotation]) -> list[Candidate]:
    """Give every candidate its confidence.

    Args:
        text: the article's text.
        candidates: candidates with their features.
        quotations: the article's quotations.

    Returns:
        The candidates in the same order, each with a ``confidence`` between 0 and 1.

    Example:
        >>> sure = Candidate(0, ((10, 30),), (4, 8), (0, 3), "verb that", features=("rule=verb that", "cue=say"))
        >>> unsure = Candidate(0, ((10, 30),), (4, 8), None, "noun of", features=("rule=noun of", "cue=support"))
        >>> first, second = score("x" * 40, [sure, unsure], [])
        >>> first.confidence > second.confidence
        True
    """
    weights = load_weights()
    scored = []
    for candidate in candidates:
        total = weights["(intercept)"] + sum(weights.get(f, 0.0) for f in features(text, candidate, quotations))
        scored.append(replace(candidate, confidence=1 / (1 + math.exp(-max(-30.0, min(30.0, total))))))
    return scored


def features(text: str, candidate: Candidate, quotations: Sequence[Quotation]) -> Iterator[str]:
    """Yield the features of a candidate: those of its cue and source, and how its content lies to cue and marks."""
    yield from candidate.features
    length = sum(e - s for s, e in candidate.spans)
    yield f"length={min(10, length.bit_length())}"
    yield f"pieces={min(3, len(candidate.spans))}"
    quoted = sum(_quoted(quotations, s, e) for s, e in candidate.spans)
    share = quoted / max(1, length)
    kind = "direct" if share > 0.85 else "mixed" if share > 0.05 else "indirect"
    yield f"quoted={kind}"
    yield f"quoted={kind}+{candidate.rule}"
    if candidate.cue is not None:
        side = (
            "before"
            if candidate.cue[1] <= candidate.start
            else "after"
            if candidate.cue[0] >= candidate.end
            else "inside"
        )
        gap = max(candidate.start - candidate.cue[1], candidate.cue[0] - candidate.end, 0)
        yield f"side={side}"
        yield f"side={side}+{candidate.rule}"
        yield f"gap={min(8, gap.bit_length())}"
        if candidate.speaker is not None:
            away = max(candidate.speaker[0] - candidate.cue[1], candidate.cue[0] - candidate.speaker[1], 0)
            yield f"source gap={min(8, away.bit_length())}"
    if candidate.antecedent is not None:
        yield "antecedent"
    if candidate.via is not None:
        yield "via"
    if candidate.paragraph == 0:
        yield "headline"


def _quoted(quotations: Sequence[Quotation], start: int, end: int) -> int:
    """How many characters of a span stand in quotation marks; the quotations are in reading order."""
    first = max(0, bisect_right(quotations, start, key=lambda q: q.start) - 1)
    total = 0
    for i in range(first, len(quotations)):  # islice would count up to first each time
        q = quotations[i]
        if q.start >= end:
            break
        total += max(0, min(end, q.inner_end) - max(start, q.inner_start))
    return total


@lru_cache(maxsize=1)
def load_weights() -> dict[str, float]:
    """Read the weights: feature → weight, with "(intercept)" among them.

    Example:
        >>> "(intercept)" in load_weights()
        True
    """
    with (files("analysis") / "data" / "confidence.csv").open(encoding="utf-8", newline="") as file:
        return {row["feature"]: float(row["weight"]) for row in csv.DictReader(file)}
