"""Leave out inner units of the stance model's layers, those that the other units can best stand in for.

    python benchmarks/prune_stance.py PATH --model FOLDER/model.pt --out SMALLER/model.pt [--keep 576]

PATH is the folder with the data (see stance_data.py). A layer of the encoder multiplies each word piece's state into
1,536 inner units and back, two thirds of all its arithmetic. On sentences of train the script sees how the units go
together, then takes away one at a time: the one without which the layer's output, the other units' weights being set
anew by least squares, changes least (optimal brain surgeon: Hassibi and Stork, NeurIPS 1992; for whole units Kurtic,
Frantar and Alistarh, "ZipLM", NeurIPS 2023). Layers are taken from below, each seeing what those before it lost.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path

import torch
from stance_data import Example, apart, read
from stance_model import StanceModel, make_model
from stance_scores import figures, predict
from torch import Tensor, nn
from train_stance import TRAIN, default_base, load_tokenizer


def seen_by(model: StanceModel, dense: nn.Linear, tokenizer, examples: list[Example]) -> tuple[Tensor, Tensor]:
    """What goes into one of the model's matrices while it reads: the mean, and the covariance (units, units)."""
    size = dense.in_features
    count, total, products = 0, torch.zeros(size), torch.zeros(size, size)

    def watch(_: nn.Module, given: tuple[Tensor, ...]) -> None:
        nonlocal count
        rows = given[0].flatten(0, -2)
        count += len(rows)
        total.add_(rows.sum(dim=0))
        products.addmm_(rows.T, rows)

    handle = dense.register_forward_pre_hook(watch)
    predict(model, tokenizer, examples)
    handle.remove()
    mean = total / count
    return mean, products / count - mean.outer(mean)


def chosen(covariance: Tensor, weights: Tensor, keep: int, damp: float = 1e-3) -> tuple[Tensor, Tensor]:
    """The units that stay, in order, and their new weights (width, keep)."""
    size = len(covariance)
    steady = covariance.double() + damp * covariance.diagonal().mean().double() * torch.eye(size, dtype=torch.double)
    inverse, new = torch.linalg.inv(steady), weights.double().T.clone()
    left = torch.ones(size, dtype=torch.bool)
    for _ in range(size - keep):
        loss = new.square().sum(dim=1) / inverse.diagonal()
        loss[~left] = torch.inf
        unit = int(loss.argmin())
        column = inverse[:, unit] / inverse[unit, unit]
        new -= column.outer(new[unit])
        inverse -= column.outer(inverse[unit])
        left[unit] = False
        # rounding would let what has gone come back, and a diagonal of nothing can't divide
        new[unit], inverse[unit], inverse[:, unit] = 0, 0, 0
        inverse[unit, unit] = 1
    units = left.nonzero().flatten()
    return units, new[units].T.float()


@torch.no_grad()
def prune(model: StanceModel, tokenizer, examples: list[Example], keep: int) -> None:
    """Leave each layer but the last so many inner units; the model is changed in place.

    Of the last layer only three states are ever computed (stance_model.py), so its units cost next to nothing.
    """
    for layer in model.encoder.encoder.layer[:-1]:
        into, out = layer.intermediate.dense, layer.output.dense
        mean, covariance = seen_by(model, out, tokenizer, examples)
        units, weights = chosen(covariance, out.weight, keep)
        bias = out.bias + out.weight @ mean - weights @ mean[units]
        layer.intermediate.dense = nn.Linear(into.in_features, keep)
        layer.output.dense = nn.Linear(keep, out.out_features)
        layer.intermediate.dense.weight.copy_(into.weight[units])
        layer.intermediate.dense.bias.copy_(into.bias[units])
        layer.output.dense.weight.copy_(weights)
        layer.output.dense.bias.copy_(bias)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", type=Path)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--base", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--keep", type=int, default=576, help="inner units of a layer that stay")
    parser.add_argument("--sentences", type=int, default=1000)
    given = parser.parse_args()
    model, tokenizer = make_model(given.base or default_base(), given.model), load_tokenizer(default_base())
    examples = [e for name in TRAIN for e in read(given.path / name)]
    slice_ = [e for e in examples if apart(e)]
    kept = random.Random(0).sample([e for e in examples if not apart(e)], given.sentences)
    print("before:", figures(slice_, predict(model, tokenizer, slice_)), flush=True)
    prune(model, tokenizer, kept, given.keep)
    print("after:", figures(slice_, predict(model, tokenizer, slice_)), flush=True)
    given.out.parent.mkdir(parents=True, exist_ok=True)
    torch.save(model.state_dict(), given.out)


if __name__ == "__main__":
    main()
