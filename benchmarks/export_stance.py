"""Write the trained stance model as int8 ONNX, with its tokenizer and its calibration, into the package.

    python benchmarks/export_stance.py PATH --model FOLDER/model.pt [--base BASE] [--out analysis/model]

PATH is the folder with the data (see stance_data.py): on the slice of train that was set apart the script fits one
temperature a head, and measures what int8 loses against fp32, the expected calibration error and the Brier score.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
from pathlib import Path

import numpy as np
import onnx
import torch
from round_stance import round_weights
from stance_data import Example, apart, brier, calibration_error, read
from stance_model import StanceModel, make_model
from stance_scores import figures, predict
from train_stance import TRAIN, default_base, load_tokenizer

from analysis import encoder
from analysis.marked import batch, mark


def export(model: StanceModel, tokenizer, out: Path, examples: list[Example]) -> None:
    """Write stance.onnx: weights as 8-bit whole numbers, a scale a column, rounded by examples of train."""
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from onnxruntime.quantization.shape_inference import quant_pre_process

    model.eval()
    # two rows of unlike length, so that no size is taken for a constant
    sample = batch([mark(tokenizer, s, [(0, 1), (2, 3)]) for s in ("a b c", "a b c d e f g")])
    axes = {name: {0: "sentence", 1: "piece"} if array.ndim == 2 else {0: "sentence"} for name, array in sample.items()}
    axes |= {"towards": {0: "sentence"}, "between": {0: "sentence"}}
    with tempfile.TemporaryDirectory() as folder:
        whole, ready = Path(folder) / "whole.onnx", Path(folder) / "ready.onnx"
        torch.onnx.export(
            model,
            tuple(torch.from_numpy(array) for array in sample.values()),
            whole,
            input_names=list(sample),
            output_names=["towards", "between"],
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,
        )
        quant_pre_process(whole, ready, skip_symbolic_shape=True)
        quantize_dynamic(
            ready,
            out / "stance.onnx",
            op_types_to_quantize=["MatMul", "Gemm", "Gather"],
            per_channel=True,
            weight_type=QuantType.QInt8,
            # seven bits: with eight, processors without VNNI cut sums off above 32,767, silently
            reduce_range=True,
        )
    small = onnx.load(out / "stance.onnx")
    round_weights(small, model, tokenizer, examples)
    onnx.save(small, out / "stance.onnx")


def fit_temperature(scores: np.ndarray, labels: np.ndarray) -> float:
    """The temperature with the least log loss (Guo et al., ICML 2017), by trying many."""
    tried = np.exp(np.linspace(np.log(0.4), np.log(4), 200))
    rows = np.arange(len(labels))
    losses = [-np.log(encoder.softmax(scores / t)[rows, labels]).mean() for t in tried]
    return round(float(tried[int(np.argmin(losses))]), 3)


def quantised_scores(examples: list[Example]) -> list[list[float]]:
    """The class scores of the model that ships."""
    model = encoder.load_model()
    marked = [mark(model.tokenizer, e.sentence, e.spans) for e in examples]
    both = encoder.class_scores(model, marked)
    return [both[e.task == "between"][i].tolist() for i, e in enumerate(examples)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", type=Path)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--base", type=Path)
    parser.add_argument("--out", type=Path, default=encoder.FOLDER)
    parser.add_argument("--sentences", type=int, default=1000, help="sentences of train to round by")
    given = parser.parse_args()
    tokenizer = load_tokenizer(default_base())
    model = make_model(given.base or default_base(), given.model)
    given.out.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(given.out / "tokenizer.json"), pretty=False)
    examples = [e for name in TRAIN for e in read(given.path / name)]
    slice_ = [e for e in examples if apart(e)]
    kept = random.Random(0).sample([e for e in examples if not apart(e)], given.sentences)
    export(model, tokenizer, given.out, kept)
    told = {"temperature": {"towards": 1.0, "between": 1.0}}
    (given.out / "calibration.json").write_text(json.dumps(told), encoding="utf-8")
    encoder.FOLDER = given.out

    whole, small = predict(model, tokenizer, slice_), quantised_scores(slice_)
    print("fp32:", figures(slice_, whole))
    print("int8:", figures(slice_, small), f"{(given.out / 'stance.onnx').stat().st_size / 1e6:.1f} MB")
    for task in told["temperature"]:
        mine = [i for i, e in enumerate(slice_) if e.task == task]
        scores, labels = np.array([small[i] for i in mine]), np.array([slice_[i].label for i in mine])
        told["temperature"][task] = heat = fit_temperature(scores, labels)
        probabilities = encoder.softmax(scores / heat)
        right = probabilities.argmax(axis=1) == labels
        error = calibration_error(probabilities.max(axis=1), right)
        print(f"{task}: temperature {heat}, calibration error {error:.3f}, Brier {brier(probabilities, labels):.3f}")
    (given.out / "calibration.json").write_text(json.dumps(told) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
