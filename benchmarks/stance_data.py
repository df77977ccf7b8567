"""Read the hand-labelled stance data, set a slice apart, and swap names for training.

A folder has newsmtsc-rw.train.jsonl (NewsMTSC: Hamborg and Donnay, EACL 2021) and directed.train.jsonl ("Who Blames or
Endorses Whom?": Park, Pan and Joo, ACL Findings 2021), with .dev.jsonl beside them, and score.py.
"""

from __future__ import annotations

import hashlib
import json
import random
import re
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import numpy as np

Span = tuple[int, int]

#: stance towards the target: against, neutral, for
TOWARDS = (-1, 0, 1)
#: (p towards q, q towards p) of the five classes of a pair
BETWEEN = ((0, 0), (1, 0), (-1, 0), (0, 1), (0, -1))

PRONOUNS = set("he him she her they them it we us you i his their its our the this that".split())


class Example(NamedTuple):
    """A sentence, one span (task "towards") or two (task "between"), and the number of its class.

    ``told`` has the class probabilities that another model gave, where one was asked; ``read`` is False where only
    that model gave the label; ``row`` is where the states stand that the model had when it told (tell_stances.py).
    """

    id: str
    task: str
    sentence: str
    spans: tuple[Span, ...]
    label: int
    told: tuple[float, ...] = ()
    read: bool = True
    row: int = -1


def read(path: Path) -> list[Example]:
    """The examples of one file."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.strip():
            continue
        row = json.loads(line)
        if "target" in row:
            span, label = tuple(row["target"]), TOWARDS.index(row["stance"])
            found.append(Example(row["id"], "towards", row["sentence"], (span,), label))
            continue
        p, q = tuple(row["p"]), tuple(row["q"])
        pair = (row["p_to_q"], row["q_to_p"])
        label = BETWEEN.index(pair if pair in BETWEEN else (pair[0], 0))
        if p[0] < q[1] and q[0] < p[1]:  # one inside the other can't be marked
            continue
        found.append(Example(row["id"], "between", row["sentence"], (p, q), label))
    return found


def read_written(path: Path) -> list[Example]:
    """The examples of a file that was written to teach: on each line a label, a tab, and a sentence with its marks.

    ``-1<TAB>[[They]] never asked us.`` is about one target; where a source is marked too, as in
    ``1<TAB><<Brussels>> backed [[Lund]].``, the label is the source's stance towards the target.
    """
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        label, _, text = line.partition("\t")
        spans, sentence = {}, ""
        for part in re.split(r"(\[\[.*?\]\]|<<.*?>>)", text.strip()):
            marked = part.startswith(("[[", "<<")) and part.endswith(("]]", ">>"))
            if marked:
                kind, part = part[0], part[2:-2]
                if kind in spans:
                    raise ValueError(f"{path}, line {number}: {kind} is marked twice.")
                spans[kind] = (len(sentence), len(sentence) + len(part))
            sentence += part
        if "[" not in spans or label not in ("-1", "0", "1"):
            raise ValueError(f"{path}, line {number}: wants -1, 0 or 1, a tab, and a sentence with one [[target]].")
        name = f"{path.stem}-{number}"
        if "<" not in spans:
            found.append(Example(name, "towards", sentence, (spans["["],), TOWARDS.index(int(label))))
            continue
        source, target = spans["<"], spans["["]
        pair = (int(label), 0) if source < target else (0, int(label))
        found.append(Example(name, "between", sentence, tuple(sorted((source, target))), BETWEEN.index(pair)))
    return found


def read_labels(path: Path, sentences: Mapping[str, str]) -> list[Example]:
    """The examples of a file of labels that were added to sentences of the train sets, which it does not contain.

    A line is the id of an example whose sentence it is, start and end of the target in characters, and -1, 0 or 1; or
    start and end of p, of q, and the stances of p towards q and of q towards p; with tabs between them all. A line that
    a model told (tell_stances.py) has the thousandths of each class in place of a stance; the likeliest is its label.
    """
    found = []
    states = path.with_suffix(".states").exists()
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        fields = line.split("\t")
        place = f"{path}, line {number}"
        if fields[0] not in sentences:
            raise ValueError(f"{place}: no example has the id {fields[0]}.")
        sentence, name = sentences[fields[0]], f"{path.stem}-{number}"
        try:
            numbers = [int(field) for field in fields[1:]]
            task, spans, label, told = _LINES[len(numbers)](numbers)
            example = Example(name, task, sentence, spans, label, told, read=not told, row=number - 1 if states else -1)
        except (KeyError, ValueError) as error:
            raise ValueError(
                f"{place}: wants an id, then 3, 5, 6 or 9 whole numbers with tabs between ({error})."
            ) from None
        if any(not 0 <= start < end <= len(sentence) for start, end in example.spans):
            raise ValueError(f"{place}: the sentence has {len(sentence)} characters.")
        found.append(example)
    return found


def _told(task: str, spans: tuple[Span, ...], parts: list[int]) -> tuple:
    whole = sum(parts)
    if min(parts) < 0 or not whole:
        raise ValueError("no thousandths")
    return task, spans, parts.index(max(parts)), tuple(part / whole for part in parts)


#: what the numbers of a line say, by how many there are
_LINES = {
    3: lambda n: ("towards", ((n[0], n[1]),), TOWARDS.index(n[2]), ()),
    5: lambda n: _told("towards", ((n[0], n[1]),), n[2:]),
    6: lambda n: ("between", ((n[0], n[1]), (n[2], n[3])), BETWEEN.index((n[4], n[5])), ()),
    9: lambda n: _told("between", ((n[0], n[1]), (n[2], n[3])), n[4:]),
}


def merged(examples: list[Example]) -> list[Example]:
    """Each question once, with the label that comes first and the mean of what other models told of it."""
    asked: dict[tuple, list[Example]] = {}
    for example in examples:
        asked.setdefault((example.task, example.sentence, example.spans), []).append(example)
    found = []
    for same in asked.values():
        told = [example.told for example in same if example.told]
        first = next((example for example in same if not example.told), same[0])
        mean = tuple(sum(parts) / len(told) for parts in zip(*told, strict=True))
        found.append(first._replace(told=mean, row=max(example.row for example in same)))
    return found


def apart(example: Example, share: float = 0.1) -> bool:
    """Whether an example of train belongs to the slice that is set apart: all examples of one sentence do or don't."""
    digest = hashlib.sha256(example.sentence.encode()).digest()
    return int.from_bytes(digest[:4], "big") < share * 2**32


class Swapper:
    """Puts other names for the marked ones, of the same number of words, so that a name tells less by itself.

    A name is one to three words in capitals at their start. The other occurrences in the sentence are swapped too.
    """

    def __init__(self, examples: list[Example]) -> None:
        pool = defaultdict(set)
        for example in examples:
            for start, end in example.spans:
                if kind := _kind(example.sentence[start:end]):
                    pool[kind].add(example.sentence[start:end])
        self.pool = {kind: sorted(names) for kind, names in pool.items()}

    def swap(self, example: Example, chance: random.Random) -> Example:
        """The example with each of its names swapped; the example itself where a span is no name."""
        sentence, spans = example.sentence, list(example.spans)
        for number in range(len(spans)):
            name = sentence[slice(*spans[number])]
            if not (kind := _kind(name)):
                continue
            other = chance.choice(self.pool[kind])
            if other in sentence:
                continue
            places = [m.span() for m in re.finditer(rf"\b{re.escape(name)}\b", sentence)]
            if tuple(spans[number]) not in places or any(
                _overlap(place, span) for place in places for i, span in enumerate(spans) if i != number
            ):
                continue
            shift = len(other) - len(name)
            spans = [
                (
                    s + shift * sum(place[0] < s for place in places),
                    e + shift * sum(place[0] < e for place in places),
                )
                for s, e in spans
            ]
            sentence = re.sub(rf"\b{re.escape(name)}\b", lambda _, other=other: other, sentence)
        return example._replace(sentence=sentence, spans=tuple(spans))


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _kind(name: str) -> int | None:
    words = name.split()
    named = 1 <= len(words) <= 3 and all(re.fullmatch(r"[A-Z][\w.’'-]*[\w.]", word) for word in words)
    return len(words) if named and name.lower() not in PRONOUNS else None


def calibration_error(confidence: np.ndarray, right: np.ndarray, bins: int = 10) -> float:
    """Expected calibration error, ten bins of equal width (Naeini et al., AAAI 2015)."""
    place = np.minimum((confidence * bins).astype(int), bins - 1)
    found = [(confidence[place == b].mean() - right[place == b].mean()) * (place == b).mean() for b in set(place)]
    return float(np.abs(found).sum())


def brier(probabilities: np.ndarray, labels: np.ndarray) -> float:
    """Brier score over all classes: 0 is best, 2 is worst (Brier, 1950)."""
    return float(((probabilities - np.eye(probabilities.shape[1])[labels]) ** 2).sum(axis=1).mean())
