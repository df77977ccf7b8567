"""Scores of the stance model while it is trained, and what they are worth on labelled sentences."""

from __future__ import annotations

import torch
from stance_data import BETWEEN, TOWARDS, Example
from tokenizers import Tokenizer

from analysis.marked import LENGTH, batch, mark


@torch.no_grad()
def predict(
    model: torch.nn.Module, tokenizer: Tokenizer, examples: list[Example], size: int = 32, length: int = LENGTH
) -> list[list[float]]:
    """The class scores of each example by the head of its task."""
    model.eval()
    marked = [mark(tokenizer, example.sentence, example.spans, length) for example in examples]
    order = sorted(range(len(marked)), key=lambda i: len(marked[i].ids))
    scores: list[list[float]] = [[] for _ in examples]
    for start in range(0, len(order), size):
        rows = order[start : start + size]
        given = {name: torch.from_numpy(array) for name, array in batch([marked[i] for i in rows]).items()}
        towards, between = model(**given)
        for number, i in enumerate(rows):
            scores[i] = (towards if examples[i].task == "towards" else between)[number].tolist()
    return scores


def macro_f1(gold: list[int], predicted: list[int]) -> float:
    """As score.py counts it, in per cent."""
    found = []
    for label in sorted(set(gold)):
        both = sum(g == p == label for g, p in zip(gold, predicted, strict=True))
        found.append(2 * both / (gold.count(label) + predicted.count(label)))
    return 100 * sum(found) / len(found)


def figures(examples: list[Example], scores: list[list[float]]) -> dict[str, float]:
    """Macro F1 of both tasks, of pairs also in both orders, and the mean loss."""
    found: dict[str, float] = {}
    for task in ("towards", "between"):
        mine = [i for i, example in enumerate(examples) if example.task == task]
        gold = [examples[i].label for i in mine]
        best = [max(range(len(scores[i])), key=scores[i].__getitem__) for i in mine]
        if not mine:
            continue
        found[task] = macro_f1(gold, best)
        logs = [torch.log_softmax(torch.tensor(scores[i]), 0)[examples[i].label].item() for i in mine]
        found[f"{task} loss"] = -sum(logs) / len(logs)
        if task == "between":
            flat = [[TOWARDS.index(s) for pair in labels for s in BETWEEN[pair]] for labels in (gold, best)]
            found["ordered"] = macro_f1(*flat)
    return {name: round(value, 4) for name, value in found.items()}
