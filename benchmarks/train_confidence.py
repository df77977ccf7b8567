"""Learn the weights of analysis/confidence.py from hand-labelled articles.

    python benchmarks/train_confidence.py PATH [--out analysis/data/confidence.csv]

PATH is a folder with train.jsonl, dev.jsonl and score.py (see labelled.py). Every candidate that the rules propose for
train is an example: its features are those of ``confidence.features``, and it is right where its content overlaps a
labelled one by at least half of the longer and its speaker is the labelled one. A logistic regression is fitted to
them; dev is only scored. Nothing in it is drawn by chance, and the candidates keep their order, so that two runs write
the same file. scikit-learn comes with ``pip install -e .[benchmarks]``.
"""

from __future__ import annotations

import argparse
import collections
import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest.mock import patch

from labelled import as_article, confidence_scores, gold_statements, is_right, load_scorer, read_labelled
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from tqdm import tqdm

from analysis import statements
from analysis.articles import Article
from analysis.candidates import Candidate
from analysis.confidence import features
from analysis.quotes import Quotation

OUT = Path(__file__).resolve().parents[1] / "analysis" / "data" / "confidence.csv"
#: a feature seen more rarely in train is left out: what it says is chance
FEWEST = 4
#: the inverse strength of the regularisation (L2)
STRENGTH = 0.1
#: smaller weights move a confidence by less than half a hundredth
LEAST_WEIGHT = 0.02
SEED = 20_161_108

Example = tuple[list[str], bool]


def candidates(article: Article) -> tuple[list[Candidate], list[Quotation]]:
    """The candidates of an article as they come to be scored, before any is chosen, and its quotations."""
    seen: tuple[list[Candidate], list[Quotation]] = ([], [])

    def score(_: str, proposed: Sequence[Candidate], quotations: Sequence[Quotation]) -> list[Candidate]:
        seen[0].extend(proposed)
        seen[1].extend(quotations)
        return []

    with patch.object(statements, "score", score):
        statements.locate_statements(article)
    return seen


def examples(scorer: ModuleType, labelled: list[dict[str, Any]], name: str) -> Iterator[Example]:
    """The features of every candidate, and whether it is right."""
    for one in tqdm(labelled, desc=name, disable=None):
        article, golds = as_article(one), gold_statements(scorer, one)
        proposed, quotations = candidates(article)
        for candidate in proposed:
            if scorer.characters(candidate.spans, article.text):
                right = is_right(scorer, article.text, golds, candidate.spans, candidate.speaker)
                yield list(features(article.text, candidate, quotations)), right


def fit(train: list[Example]) -> tuple[DictVectorizer, LogisticRegression]:
    """Fit the regression to the features that are frequent enough."""
    seen = collections.Counter(feature for found, _ in train for feature in set(found))
    kept = {feature for feature, n in seen.items() if n >= FEWEST}
    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform([{f: 1 for f in found if f in kept} for found, _ in train])
    model = LogisticRegression(C=STRENGTH, max_iter=1000, random_state=SEED)
    return vectorizer, model.fit(matrix, [right for _, right in train])


def write(path: Path, vectorizer: DictVectorizer, model: LogisticRegression) -> int:
    """Write feature and weight, sorted; return how many features there are."""
    weights = sorted(zip(vectorizer.feature_names_, model.coef_[0], strict=True))
    rows = [(feature, round(weight, 3)) for feature, weight in weights if abs(weight) >= LEAST_WEIGHT]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["feature", "weight"])
        writer.writerow(["(intercept)", round(model.intercept_[0], 3)])
        writer.writerows(rows)
    return len(rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", type=Path)
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--articles", type=int, help="only the first so many articles of train (to try the script)")
    given = parser.parse_args()
    scorer = load_scorer(given.path)
    train = list(examples(scorer, read_labelled(given.path, "train")[: given.articles], "train"))
    dev = list(examples(scorer, read_labelled(given.path, "dev"), "dev"))
    vectorizer, model = fit(train)
    print(f"train: {len(train)} candidates, {sum(right for _, right in train)} right")
    print(f"{given.out}: {write(given.out, vectorizer, model)} features")
    sure = model.predict_proba(vectorizer.transform([dict.fromkeys(found, 1) for found, _ in dev]))[:, 1]
    told = confidence_scores(sure.tolist(), [right for _, right in dev])
    print(f"dev, candidates before any is chosen: n {told['n']}, right {told['share right']:.3f}, "
          f"AUC {told['AUC']:.3f}, Brier {told['Brier']:.3f}, ECE {told['ECE']:.3f}")  # fmt: skip


if __name__ == "__main__":
    main()
