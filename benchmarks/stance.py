"""Score the stance of sentences against hand labels, beside TextBlob and VADER.

    python benchmarks/stance.py PATH [--split dev] [--bins] [--rules]

PATH is a folder with the data (see stance_data.py; score.py lies beside it and counts). TextBlob and VADER know no
target: a sentence's polarity is taken for its stance, and of a pair for the first's towards the second, with two
thresholds that are tuned on the very data that is scored, which flatters them. --bins shows how sure the project is
and how often right; --rules how right each rule is on the training data, a matter of a quarter of an hour.
"""

from __future__ import annotations

import argparse
import importlib.util
import itertools
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import numpy as np
from stance_data import BETWEEN, TOWARDS, Example, brier, calibration_error, read

from analysis import encoder
from analysis.sentence import UNSETTLED, stance_towards

SETS = ("newsmtsc-rw", "newsmtsc-mt", "directed")
DRAWS = 1000


def load_scorer(folder: Path) -> ModuleType:
    """score.py of the data's folder."""
    spec = importlib.util.spec_from_file_location("stance_score", folder / "score.py")
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    return scorer


def polarities(scorer: str, sentences: list[str]) -> np.ndarray:
    """The polarity of each sentence, −1 … 1."""
    if scorer == "TextBlob":
        from textblob import TextBlob

        return np.array([TextBlob(sentence).sentiment.polarity for sentence in sentences])
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    reader = SentimentIntensityAnalyzer()
    return np.array([reader.polarity_scores(sentence)["compound"] for sentence in sentences])


def tuned(values: np.ndarray, score: Callable[[list[int]], float]) -> list[int]:
    """Stances by the pair of thresholds that scores best."""
    steps = np.round(np.arange(-0.9, 0.95, 0.1), 2)
    best = max(
        ((low, high) for low, high in itertools.product(steps, steps) if low <= high),
        key=lambda pair: score(_cut(values, *pair)),
    )
    return _cut(values, *best)


def _cut(values: np.ndarray, low: float, high: float) -> list[int]:
    return [int(v > high) - int(v < low) for v in values]


def ours(examples: list[Example], reader: str) -> tuple[list[np.ndarray], float]:
    """The project's probabilities (against, neutral, for), a row a direction, and milliseconds a sentence, alone."""
    found, began = [], time.process_time()
    for example in examples:
        spans = example.spans
        asked = [(spans[0], None)] if example.task == "towards" else [(spans[1], spans[0]), (spans[0], spans[1])]
        found.append(np.array([_three(stance_towards(example.sentence, *pair, reader=reader)) for pair in asked]))
    return found, 1000 * (time.process_time() - began) / max(len(examples), 1)


def _three(stance) -> list[float]:
    """(against, neutral, for) of a Stance: of a rule's, what it does not give its label is neutral's."""
    if stance.question is None:
        return [max(-stance.value, 0.0), 1 - abs(stance.value), max(stance.value, 0.0)]
    if stance.label == "neutral":
        sides = 1 - stance.confidence
        return [(sides - stance.value) / 2, stance.confidence, (sides + stance.value) / 2]
    other = stance.confidence - abs(stance.value)
    sides = [stance.confidence, other] if stance.value < 0 else [other, stance.confidence]
    return [sides[0], 1 - sum(sides), sides[1]]


def labels_of(examples: list[Example], found: list[np.ndarray]) -> list[tuple[int, ...]]:
    """Stances as numbers: of a pair at most one side takes one, the surer."""
    made = []
    for rows in found:
        stances = [int(row.argmax()) - 1 for row in rows]
        if len(stances) == 2 and all(stances):
            stances[int(rows[0].max() >= rows[1].max())] = 0
        made.append(tuple(stances))
    return made


def figures(scorer: ModuleType, examples: list[Example], made: list[tuple[int, ...]]) -> dict[str, float]:
    """Macro F1, as score.py counts it."""
    if examples[0].task == "towards":
        return {"macro F1": scorer.macro_f1([TOWARDS[e.label] for e in examples], [m[0] for m in made])}
    gold = [BETWEEN[e.label] for e in examples]
    five = [[scorer.five({"p_to_q": p, "q_to_p": q}) for p, q in rows] for rows in (gold, made)]
    ordered = [[stance for pair in rows for stance in pair] for rows in (gold, made)]
    return {"five classes": scorer.macro_f1(*five), "ordered pairs": scorer.macro_f1(*ordered)}


def interval(
    scorer: ModuleType, examples: list[Example], made: list[tuple[int, ...]]
) -> dict[str, tuple[float, float]]:
    """95 % bootstrap intervals of the figures, sentences drawn with replacement (Efron, 1979)."""
    chance = np.random.default_rng(0)
    drawn = defaultdict(list)
    for _ in range(DRAWS):
        rows = chance.integers(len(examples), size=len(examples))
        for name, value in figures(scorer, [examples[i] for i in rows], [made[i] for i in rows]).items():
            drawn[name].append(value)
    return {name: tuple(np.percentile(values, [2.5, 97.5]).round(1)) for name, values in drawn.items()}


def measure(folder: Path, split: str) -> None:
    """Print the table, and how long a sentence takes."""
    scorer = load_scorer(folder)
    print("| macro F1 | n | TextBlob, tuned | VADER, tuned | rules | model | both | 95 % interval of both |")
    print("|" + " --- |" * 8)
    pooled: dict[str, list] = defaultdict(list)
    for name in SETS:
        path = folder / f"{name}.{split}.jsonl"
        if not path.exists():
            continue
        examples = read(path)
        made = {}
        for lexicon in ("TextBlob", "VADER"):
            values = polarities(lexicon, [e.sentence for e in examples])
            wide = (0,) if examples[0].task == "between" else ()
            score = lambda s, w=wide, e=examples: next(iter(figures(scorer, e, [(x, *w) for x in s]).values()))  # noqa: E731
            made[lexicon] = [(s, *wide) for s in tuned(values, score)]
        for reader in ("rules", "model", "both"):
            found, _ = ours(examples, reader)
            made[reader] = labels_of(examples, found)
        _print(scorer, name, examples, made)
        if examples[0].task == "towards":
            pooled["examples"] += examples
            for reader, stances in made.items():
                pooled[reader] += stances
    if pooled:
        examples = pooled.pop("examples")
        _print(scorer, "newsmtsc, rw and mt pooled", examples, pooled)


def _print(scorer: ModuleType, name: str, examples: list[Example], made: dict[str, list[tuple[int, ...]]]) -> None:
    scored = {reader: figures(scorer, examples, stances) for reader, stances in made.items()}
    spread = interval(scorer, examples, made["both"])
    for figure, (low, high) in spread.items():
        cells = " | ".join(f"{scored[reader][figure]:.1f}" for reader in scored)
        label = name if figure == "macro F1" else f"{name}, {figure}"
        print(f"| {label} | {len(examples)} | {cells} | {low:.1f} to {high:.1f} |", flush=True)


def times(folder: Path) -> None:
    """Milliseconds of processor time a sentence, one thread: ours alone and in batches, beside the word lists."""
    examples = read(folder / "newsmtsc-rw.dev.jsonl")[:200]
    sentences, targets = [e.sentence for e in examples], [e.spans[0] for e in examples]
    encoder.towards(sentences[:1], targets[:1])
    told = {}
    for lexicon in ("TextBlob", "VADER"):
        began = time.process_time()
        polarities(lexicon, sentences)
        told[lexicon] = time.process_time() - began
    began = time.process_time()
    for sentence, target in zip(sentences, targets, strict=True):
        encoder.towards([sentence], [target])
    told["model, one at a time"] = time.process_time() - began
    began = time.process_time()
    encoder.towards(sentences, targets)
    told["model, in batches"] = time.process_time() - began
    print("\n| milliseconds a sentence | |\n| --- | --- |")
    for name, seconds in told.items():
        print(f"| {name} | {1000 * seconds / len(examples):.1f} |")


def bins(folder: Path, split: str) -> None:
    """How sure the project is, and how often right."""
    sure, right, all_probabilities, all_labels = [], [], [], []
    for name in SETS:
        examples = read(folder / f"{name}.{split}.jsonl")
        for example, rows in zip(examples, ours(examples, "both")[0], strict=True):
            gold = (TOWARDS[example.label],) if example.task == "towards" else BETWEEN[example.label]
            for row, label in zip(rows, gold, strict=True):
                sure.append(row.max())
                right.append(row.argmax() - 1 == label)
                all_probabilities.append(row)
                all_labels.append(label + 1)
    sure, right = np.array(sure), np.array(right)
    error = calibration_error(sure, right)
    told = brier(np.array(all_probabilities), np.array(all_labels))
    print(f"\n{len(sure)} stances of {split}: expected calibration error {error:.3f}, Brier score {told:.3f}\n")
    print("| confidence | n | mean confidence | share right |\n| --- | --- | --- | --- |")
    for low in np.arange(0.3, 1, 0.1):
        mine = (sure >= low) & (sure < low + 0.1 + 1e-9 * (low > 0.85))
        if mine.any():
            print(
                f"| {low:.1f} to {low + 0.1:.1f} | {mine.sum()} | {sure[mine].mean():.2f} | {right[mine].mean():.2f} |"
            )


def rules(folder: Path) -> None:
    """How often each rule is right on the training data; the model is not asked."""
    counted: dict[tuple[str, str], Counter] = defaultdict(Counter)
    for name in ("newsmtsc-rw", "directed"):
        for example in read(folder / f"{name}.train.jsonl"):
            spans = example.spans
            gold = (TOWARDS[example.label],) if example.task == "towards" else BETWEEN[example.label]
            asked = [(spans[0], None)] if len(spans) == 1 else [(spans[1], spans[0]), (spans[0], spans[1])]
            for pair, label in zip(asked, gold, strict=True):
                stance = stance_towards(example.sentence, *pair, reader="rules")
                if stance.value:
                    sign = 1 if stance.value > 0 else -1
                    told = "right" if sign == label else "opposite" if sign == -label else "neutral"
                    counted[stance.method, example.task][told] += 1
    print("\n| rule | data | n | right | opposite | right − opposite |\n" + "| --- " * 6 + "|")
    for (rule, task), told in sorted(counted.items(), key=lambda item: -item[1].total()):
        n, data = told.total(), "NewsMTSC" if task == "towards" else "directed"
        name = rule.removeprefix("rule:") + ("" if rule.removeprefix("rule:") in UNSETTLED else " (decides)")
        shares = told["right"] / n, told["opposite"] / n
        print(f"| {name} | {data} | {n} | {shares[0]:.2f} | {shares[1]:.2f} | {shares[0] - shares[1]:+.2f} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", type=Path)
    parser.add_argument("--split", default="dev")
    parser.add_argument("--bins", action="store_true")
    parser.add_argument("--rules", action="store_true")
    given = parser.parse_args()
    measure(given.path, given.split)
    times(given.path)
    if given.bins:
        bins(given.path, given.split)
    if given.rules:
        rules(given.path)


if __name__ == "__main__":
    main()
