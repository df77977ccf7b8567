"""The stance model at work: a small encoder, fine-tuned on hand-labelled news sentences, that ships with the package.

Two questions, one pass. ``towards``: how a sentence stands to somebody in it (NewsMTSC: Hamborg and Donnay, EACL 2021).
``between``: who of two actors in a sentence is for or against the other ("Who Blames or Endorses Whom?": Park, Pan and
Joo, ACL Findings 2021). ``analysis/model/MODEL_CARD.md`` tells what it was trained on, how far it can be trusted, and
what it must not be used for. It is loaded at the first call; nothing is downloaded.
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from analysis.marked import Marked, Span, batch, mark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

FOLDER = Path(__file__).parent / "model"
#: sentences that are read together
BATCH = 16
#: the order of the probabilities
LABELS = ("against", "neutral", "for")


class _Model(NamedTuple):
    tokenizer: Tokenizer
    session: InferenceSession
    temperature: dict[str, float]


@lru_cache(maxsize=1)
def load_model() -> _Model:
    """Load the model, its tokenizer and its temperatures from the package, once a process."""
    import onnxruntime
    from tokenizers import Tokenizer

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1  # so that the same input gives the same output
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(FOLDER / "stance.onnx", options, providers=["CPUExecutionProvider"])
    tokenizer = Tokenizer.from_file(str(FOLDER / "tokenizer.json"))
    told = json.loads((FOLDER / "calibration.json").read_text(encoding="utf-8"))
    return _Model(tokenizer, session, told["temperature"])


def towards(sentences: Sequence[str], targets: Sequence[Span]) -> np.ndarray:
    """How each sentence stands to a target in it.

    Args:
        sentences: n sentences.
        targets: n half-open (start, end) offsets, each into its sentence.

    Returns:
        Probabilities, shape (n, 3): against, neutral, for; each row sums to 1. Calibrated on a slice of the training
        data by one temperature (Guo et al., ICML 2017).

    Not covered: whose stance it is. The labels ask how the sentence, as a reader takes it, shows the target.

    Example:
        >>> towards(["Norland fears that the reckless Velia ruins the talks."], [(32, 37)]).argmax(axis=1).tolist()
        [0]
    """
    model = load_model()
    marked = [mark(model.tokenizer, s, [t]) for s, t in zip(sentences, targets, strict=True)]
    return softmax(class_scores(model, marked)[0] / model.temperature["towards"])


def between(sentences: Sequence[str], pairs: Sequence[tuple[Span, Span]]) -> np.ndarray:
    """Who of two actors in each sentence is for or against the other.

    Args:
        sentences: n sentences.
        pairs: n pairs of half-open (start, end) offsets, each into its sentence; the two may not overlap.

    Returns:
        Probabilities, shape (n, 2, 3): of the first towards the second, then of the second towards the first; of each
        against, neutral, for. The model holds that at most one of the two takes a stance, as its labels do.

    Example:
        >>> sentence = "Norland condemned Velia for the attack."
        >>> between([sentence], [((0, 7), (18, 23))]).argmax(axis=2).tolist()
        [[0, 1]]
    """
    model = load_model()
    marked = [mark(model.tokenizer, s, p) for s, p in zip(sentences, pairs, strict=True)]
    five = softmax(class_scores(model, marked)[1] / model.temperature["between"])
    there, back = five[:, [2, 1]], five[:, [4, 3]]
    return np.stack([np.stack([d[:, 0], 1 - d.sum(axis=1), d[:, 1]], axis=1) for d in (there, back)], axis=1)


def class_scores(model: _Model, marked: list[Marked]) -> tuple[np.ndarray, np.ndarray]:
    """The class scores of both heads, in the order given; sentences of like length are read together."""
    scores = np.zeros((len(marked), 3)), np.zeros((len(marked), 5))
    order = sorted(range(len(marked)), key=lambda i: len(marked[i].ids))
    for start in range(0, len(order), BATCH):
        rows = order[start : start + BATCH]
        for kept, found in zip(scores, model.session.run(None, batch([marked[i] for i in rows])), strict=True):
            kept[rows] = found
    return scores


def softmax(scores: np.ndarray) -> np.ndarray:
    """Probabilities from class scores, a row a sentence: positive, and 1 in sum."""
    powers = np.exp(scores - scores.max(axis=1, keepdims=True, initial=-np.inf))
    return powers / powers.sum(axis=1, keepdims=True)
