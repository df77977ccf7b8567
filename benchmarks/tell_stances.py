"""Let a trained model tell the stances of sentences, for a smaller one to learn from.

    python benchmarks/tell_stances.py PATH --base BASE --model FOLDER/model.pt --out told.tsv [--minutes 40]

PATH is a folder with the data (see stance_data.py). Asked are, in this order if --ask names no other: the slice of
train that is set apart, whose figures are printed; the targets of NewsMTSC's train set; those of --labels; the pairs of
the directed train set with a stance, and some without; one actor of each of its sentences as a target; the pairs of
--labels; all other pairs. The file has ids, offsets and thousandths, no text: stance_data.read_labels reads it. The
same command goes on where it was stopped.
"""

from __future__ import annotations

import argparse
import os
import random
import time
from collections.abc import Iterator
from pathlib import Path

import torch
from stance_data import Example, apart, read, read_labels
from stance_model import StanceModel, make_model
from stance_scores import figures, predict
from stance_texts import Sentences, read_questions
from train_stance import TRAIN, default_base, load_tokenizer

from analysis.marked import mark

#: the share of the neutral pairs that is asked before the actors as targets
NEUTRAL = 0.3


def questions(path: Path, labels: list[Path], seed: int) -> dict[str, list[Example]]:
    """What is asked: groups of examples, each example's id that of the sentence."""
    chance = random.Random(seed)
    towards, between = (read(path / name) for name in TRAIN)
    ids = {e.sentence: e.id for e in reversed((*towards, *between))}
    sentences = {e.id: e.sentence for e in (*towards, *between)}
    more = [e for file in labels for e in read_labels(file, sentences)]
    slice_ = [e for e in (*towards, *between) if apart(e)]
    towards, between, more = ([e for e in some if not apart(e)] for some in (towards, between, more))
    chance.shuffle(between)
    chance.shuffle(towards)
    first = [e for e in between if e.label != 0 or chance.random() < NEUTRAL]
    asked, actors = {e.id for e in first}, {}
    for e in chance.sample(between, len(between)):
        actors.setdefault(e.sentence, Example(e.id, "towards", e.sentence, (chance.choice(e.spans),), 1))
    groups = {
        "slice-targets": [e for e in slice_ if e.task == "towards"],
        "slice-pairs": [e for e in slice_ if e.task == "between"],
        "targets": towards,
        "added-targets": [e for e in more if e.task == "towards"],
        "pairs": first,
        "actors": list(actors.values()),
        "added-pairs": [e for e in more if e.task == "between"],
        "other-pairs": [e for e in between if e.id not in asked],
    }
    return {name: [e._replace(id=ids[e.sentence]) for e in some] for name, some in groups.items()}


def fields_of(example: Example) -> tuple[str, ...]:
    """Which question an example is, as a line of the file begins: id and offsets."""
    return (example.id, *(str(at) for span in example.spans for at in span))


def line_of(example: Example, scores: list[float]) -> str:
    """An example and what the model tells of it, as a line of the file."""
    parts = [str(round(1000 * p)) for p in torch.softmax(torch.tensor(scores), 0).tolist()]
    return "\t".join((*fields_of(example), *parts))


def portions(examples: list[Example], size: int = 512) -> Iterator[list[Example]]:
    """So many at a time, that little is lost when it is stopped."""
    for start in range(0, len(examples), size):
        yield examples[start : start + size]


def predict_with_states(
    model: StanceModel, tokenizer, examples: list[Example], length: int
) -> tuple[list[list[float]], torch.Tensor]:
    """The class scores, and the states that the heads read: (examples, 3, width), in 16 bits."""
    heard: list[torch.Tensor] = []
    handle = model.drop.register_forward_hook(lambda _, given, out: heard.append(out.float()))
    scores = predict(model, tokenizer, examples, length=length)
    handle.remove()
    # predict reads short ones first
    sizes = [len(mark(tokenizer, e.sentence, e.spans, length).ids) for e in examples]
    order = sorted(range(len(examples)), key=sizes.__getitem__)
    states = torch.cat(heard).half()
    return scores, states[torch.argsort(torch.tensor(order))]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", type=Path)
    parser.add_argument("--base", type=Path)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--labels", type=Path, nargs="*", default=[])
    parser.add_argument("--articles", type=Path, help="ask the questions about these articles too (stance_texts.py)")
    parser.add_argument("--questions", type=Path)
    parser.add_argument("--states", action="store_true", help="write the model's states too, beside the file")
    parser.add_argument("--half", action="store_true", help="multiply in 16 bits: faster where the processor has AMX")
    parser.add_argument("--length", type=int, default=96, help="word pieces in a window, as in its training")
    parser.add_argument("--ask", nargs="*", default=[], help="these groups only, in this order: see questions()")
    parser.add_argument("--most", type=int, help="so many of each group at most")
    parser.add_argument("--minutes", type=float, default=1e9, help="stop after so long")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=2)
    given = parser.parse_args()
    torch.set_num_threads(given.threads)
    start = time.monotonic()
    tokenizer, model = load_tokenizer(default_base()), make_model(given.base or default_base(), given.model)
    lines = given.out.read_text(encoding="utf-8").splitlines() if given.out.exists() else []
    done = {tuple(line.split("\t")[:-k]) for line in lines for k in (3, 5)}
    kept = given.out.with_suffix(".states")
    if given.states and kept.exists():  # it may have been stopped between the states and their lines
        os.truncate(kept, len(lines) * 3 * model.encoder.config.hidden_size * 2)
    groups = questions(given.path, given.labels, given.seed)
    if given.articles:
        groups["texts"] = read_questions(given.questions, Sentences(given.articles))
    for name in given.ask or groups:
        examples = groups[name][: given.most]
        if name.startswith("slice"):
            with torch.autocast("cpu", torch.bfloat16, enabled=given.half):
                print(name, figures(examples, predict(model, tokenizer, examples, length=given.length)), flush=True)
            continue
        left = [e for e in examples if fields_of(e) not in done]
        for some in portions(left):
            if time.monotonic() - start > 60 * given.minutes:
                return
            with torch.autocast("cpu", torch.bfloat16, enabled=given.half):
                scores, states = predict_with_states(model, tokenizer, some, given.length)
            if given.states:
                with kept.open("ab") as out:
                    out.write(states.numpy().tobytes())
            with given.out.open("a", encoding="utf-8") as out:
                out.writelines(line_of(e, told) + "\n" for e, told in zip(some, scores, strict=True))
            done |= {fields_of(e) for e in some}
        print(f"{name}: {len(examples)}, {time.monotonic() - start:.0f} s", flush=True)


if __name__ == "__main__":
    main()
