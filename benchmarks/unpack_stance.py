"""Turn the 8-bit model of the package back into weights that training can start from.

    python benchmarks/unpack_stance.py --out FOLDER/model.pt [--model analysis/model/stance.onnx]

Weights in 32 bits take 91 MB and are kept nowhere; those in 8 bits are what every user has.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path

import onnx
import torch
from onnx import numpy_helper
from round_stance import module_of
from stance_model import make_model
from train_stance import default_base

from analysis import encoder


def unpack(file: Path) -> dict[str, torch.Tensor]:
    """The weights by the names of stance_model.StanceModel, as numbers of 32 bits."""
    graph = onnx.load(file).graph
    held = {one.name: numpy_helper.to_array(one) for one in graph.initializer}

    def whole(name: str) -> torch.Tensor:
        steps = held[f"{name}_quantized"].astype("float32") - held[f"{name}_zero_point"].astype("float32")
        return torch.from_numpy(steps * held[f"{name}_scale"])

    found = {
        name: torch.from_numpy(array.copy()) for name, array in held.items() if re.search(r"\.(weight|bias)$", name)
    }
    for name in held:
        if name.endswith("embeddings.weight_quantized"):
            name = name.removesuffix("_quantized")
            found[name] = whole(name)
    layers = len({name for name in found if re.fullmatch(r"encoder\.encoder\.layer\.\d+\.output\.dense\.bias", name)})
    for node in graph.node:
        if node.op_type == "MatMulInteger" and node.input[1] in held:
            name = module_of(node.name, layers) + ".weight"
            found[name] = whole(node.input[1].removesuffix("_quantized")).T.contiguous()
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, default=encoder.FOLDER / "stance.onnx")
    parser.add_argument("--base", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    model = make_model(given.base or default_base(), unpack(given.model))
    given.out.parent.mkdir(parents=True, exist_ok=True)
    torch.save(model.state_dict(), given.out)


if __name__ == "__main__":
    main()
