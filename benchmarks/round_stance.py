"""Round the stance model's weights to whole numbers so that what the layers give changes least.

To the nearest is not the best: where one weight is rounded up, the next can make up for it. The weights are taken one
after the other, and what each loses is spread over those that are still to come, as the inputs go together on sentences
of train (GPTQ: Frantar, Ashkboos, Hoefler and Alistarh, ICLR 2023). On the slice of train the nearest whole number of
seven bits lost a point that this keeps (README.md, "What each try gave").
"""

from __future__ import annotations

import re

import numpy as np
import torch
from onnx import ModelProto, numpy_helper
from stance_data import Example
from stance_model import StanceModel
from stance_scores import predict
from torch import Tensor, nn

#: the largest whole number of seven bits, either way
MOST = 64


def module_of(node: str, layers: int) -> str:
    """The name in StanceModel of the matrix that a node of the exported graph multiplies by."""
    name = re.sub(r"(/(MatMul|Gemm))?(_MatMul)?(_quant)?$", "", node).strip("/")
    if head := re.fullmatch(r"(?:towards/|pair/)?(towards\.\d|pair\.\d|neither)(_\d)?", name):
        return head[1]
    if name.startswith("layer."):
        return "encoder.encoder." + name.replace("/", ".")
    # the last layer is computed at some places only, outside of its own module
    place = {"output/dense": "attention.output.dense", "intermediate/dense": "intermediate.dense"}
    place |= {"output/dense_1": "output.dense"} | {part: f"attention.self.{part}" for part in ("query", "key", "value")}
    return f"encoder.encoder.layer.{layers - 1}.{place[name]}"


def products_of(model: StanceModel, tokenizer, examples: list[Example]) -> dict[str, Tensor]:
    """For each matrix how its inputs go together while the model reads: the mean product, (inputs, inputs)."""
    found: dict[str, Tensor] = {}
    counts: dict[str, int] = {}

    def watch(name: str):
        def hook(_: nn.Module, given: tuple[Tensor, ...]) -> None:
            rows = given[0].flatten(0, -2)
            found.setdefault(name, torch.zeros(rows.shape[1], rows.shape[1])).addmm_(rows.T, rows)
            counts[name] = counts.get(name, 0) + len(rows)

        return hook

    handles = [
        one.register_forward_pre_hook(watch(name)) for name, one in model.named_modules() if isinstance(one, nn.Linear)
    ]
    predict(model, tokenizer, examples)
    for handle in handles:
        handle.remove()
    return {name: total / counts[name] for name, total in found.items()}


def rounded(weights: Tensor, products: Tensor, damp: float = 0.01) -> tuple[Tensor, Tensor]:
    """Whole numbers (outputs, inputs) from -64 to 64, and the size of one step for each output.

    Args:
        weights: (outputs, inputs).
        products: how the inputs go together (inputs, inputs), see products_of.
        damp: added to the diagonal, as a share of its mean, so that it can be inverted.
    """
    left = weights.double().clone()
    steady = products.double() + damp * products.diagonal().mean().double() * torch.eye(len(products))
    order = torch.argsort(steady.diagonal(), descending=True)  # what weighs most is rounded while most can make up
    left = left[:, order]
    spread = torch.linalg.cholesky(torch.linalg.inv(steady[order][:, order]), upper=True)
    step = left.abs().amax(dim=1).clamp(min=1e-9) / MOST
    whole = torch.zeros_like(left)
    for place in range(left.shape[1]):
        whole[:, place] = (left[:, place] / step).round().clamp(-MOST, MOST)
        lost = (left[:, place] - whole[:, place] * step) / spread[place, place]
        left[:, place + 1 :] -= lost.outer(spread[place, place + 1 :])
    return whole[:, torch.argsort(order)], step


@torch.no_grad()
def round_weights(graph: ModelProto, model: StanceModel, tokenizer, examples: list[Example]) -> None:
    """Put better rounded weights into a graph of 8-bit numbers; the graph is changed in place."""
    held = {one.name: one for one in graph.graph.initializer}
    products = products_of(model, tokenizer, examples)
    layers, modules = len(model.encoder.encoder.layer), dict(model.named_modules())
    for node in graph.graph.node:
        if node.op_type != "MatMulInteger" or node.input[1] not in held:
            continue
        name = module_of(node.name, layers)
        whole, step = rounded(modules[name].weight, products[name])
        at = node.input[1].removesuffix("_quantized")
        for part, array in (("quantized", whole.T.numpy().astype(np.int8)), ("scale", step.numpy().astype(np.float32))):
            old = held[f"{at}_{part}"]
            old.CopyFrom(numpy_helper.from_array(np.ascontiguousarray(array).reshape(tuple(old.dims)), old.name))
