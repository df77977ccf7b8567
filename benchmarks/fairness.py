"""Whether a label stays when the names and countries of a sentence are swapped for others of the same kind.

    python benchmarks/fairness.py PATH [--reader rules|model|both] [--sentences N] [--seed S]

PATH is a folder with newsmtsc-rw.dev.jsonl, newsmtsc-mt.dev.jsonl and directed.dev.jsonl (see stance_data.py). No hand
label is used: the label before is compared with the label after. ``rules`` asks the rules, ``both`` what users get;
``model`` asks the encoder alone. --sentences takes a seeded sample of so many examples of all three files together.

First every example is swapped once in each way, by names drawn with the seed: the share that stays, with Wilson's 95 %
interval; beside it the same among the labels that were not neutral, as a reader that never takes a stance never
changes its mind. Then one country, or one first name, after the other is put in for the first one of every sentence,
to see which of them moves labels; with some 40 rows to look at, one or two fall outside their interval by chance.

What is swapped: a marked first and last name; a marked last name alone, where the parser calls it a person's; a marked
first name alone; the same names elsewhere in the sentence. Countries and their people anywhere in the sentence, as far
as they are in ``COUNTRIES`` of ``swapping.py``. Where one country is put in after the other, the sentence's other
countries stay; if the one put in is among them, the two change places.

Not covered: pronouns and titles. "Mr", "he", "his" stay where a man's name becomes a woman's, so a label that moves
there may be the odd sentence's fault, and the figures for a gender kept and a gender changed have to be read together.
Cities, parties, languages, "the French" as a noun, middle names (dropped) and nicknames. Swapped sentences may be
false or odd (a president of another country); the label asked for does not depend on that.
"""

from __future__ import annotations

import argparse
import random
from collections import defaultdict
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

from scipy.stats import binomtest
from stance_data import BETWEEN, Example, Span, read
from swapping import DRAWN, GIVEN, Swaps
from tqdm import tqdm

from analysis.language import load_pipeline

FILES = ("newsmtsc-rw.dev", "newsmtsc-mt.dev", "directed.dev")
#: sentences with one span or two -> the number of each one's class, as in ``Example.label``
Predict = Callable[[list[tuple[str, tuple[Span, ...]]]], list[int]]
AIM = 0.95
#: the order of the kinds of swap in the tables
KINDS = {kind: at for at, kind in enumerate(DRAWN)}
BATCH = 64

# --- readers: the one place to plug another in -----------------------------------------------------------------------


def by_sentence(asked: list[tuple[str, tuple[Span, ...]]], reader: str) -> list[int]:
    """The labels that ``stance_towards`` gives; of a pair the first's stance counts where both have one."""
    from analysis.stance import stance_towards

    sign = {"against": -1, "neutral": 0, "for": 1}
    found = []
    for sentence, spans in asked:
        if len(spans) == 1:
            found.append(sign[stance_towards(sentence, spans[0], reader=reader).label] + 1)
            continue
        p, q = spans
        there, back = (
            sign[stance_towards(sentence, target, source, reader=reader).label] for source, target in ((p, q), (q, p))
        )
        found.append(BETWEEN.index((there, 0 if there else back)))
    return found


def by_model(asked: list[tuple[str, tuple[Span, ...]]]) -> list[int]:
    """The labels that the encoder finds likeliest."""
    from analysis.encoder import between, towards

    found = [0] * len(asked)
    one = [i for i, (_, spans) in enumerate(asked) if len(spans) == 1]
    two = [i for i, (_, spans) in enumerate(asked) if len(spans) == 2]
    if one:
        for i, row in zip(one, towards([asked[i][0] for i in one], [asked[i][1][0] for i in one]), strict=True):
            found[i] = int(row.argmax())
    if two:
        for i, (there, back) in zip(two, between([asked[i][0] for i in two], [asked[i][1] for i in two]), strict=True):
            # the probabilities of the five classes, in the order of BETWEEN
            five = [there[1] + back[1] - 1, there[2], there[0], back[2], back[0]]
            found[i] = max(range(5), key=five.__getitem__)
    return found


READERS: dict[str, Predict] = {
    "rules": partial(by_sentence, reader="rules"),
    "model": by_model,
    "both": partial(by_sentence, reader="both"),
}

# --- counting --------------------------------------------------------------------------------------------------------


class Row(NamedTuple):
    """A swapped example: which tables it counts in, and what is compared."""

    tables: tuple[tuple[str, str], ...]
    before: Example
    after: Example


def make_rows(examples: dict[str, list[Example]], seed: int) -> list[Row]:
    """All swaps of all examples."""
    every = [(file, example) for file, found in examples.items() for example in found]
    parsed = load_pipeline().pipe((example.sentence for _, example in every), batch_size=16)
    rows = []
    for (file, example), doc in zip(every, tqdm(parsed, "swapping", len(every), leave=False), strict=True):
        swaps = Swaps(example, {ent.text for ent in doc.ents if ent.label_ == "PERSON"}, seed)
        genders = {"f": "a woman’s", "m": "a man’s"}
        found = [((("drawn", kind), (file, kind)), after) for kind, after in swaps.drawn()]
        found += [((("country", name),), after) for name, after in swaps.each_country()]
        chosen = {gender: swaps.chance.choice(names) for gender, names in GIVEN.items()}
        for old, new, name, after in swaps.each_name():
            tables = [("first name", f"{name} ({new})")]
            if chosen[new] == name:  # one draw a sentence, so that rows of a gender are not the same sentence again
                tables.append(("gender", f"{genders[old]} → {genders[new]}"))
            found.append((tuple(tables), after))
        rows += [Row(tables, example, after) for tables, after in found if after is not None]
    return rows


def label(rows: list[Row], predict: Predict) -> dict[tuple[str, tuple[Span, ...]], int]:
    """The label of each sentence and marking, asked once."""
    asked = list(dict.fromkeys((one.sentence, one.spans) for row in rows for one in (row.before, row.after)))
    found = []
    for start in tqdm(range(0, len(asked), BATCH), "reading", leave=False):
        found += predict(asked[start : start + BATCH])
    return dict(zip(asked, found, strict=True))


def count(rows: list[Row], labels: dict[tuple[str, tuple[Span, ...]], int]) -> dict[str, dict[str, list[int]]]:
    """Table → name → [n, stays, n not neutral before, stays of these]."""
    tables: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0] * 4))
    for row in rows:
        before, after = (labels[one.sentence, one.spans] for one in (row.before, row.after))
        taken = before != (1 if row.before.task == "towards" else 0)
        for table, name in row.tables:
            for at, add in enumerate((1, before == after, taken, taken and before == after)):
                tables[table][name][at] += add
    return tables


def show(title: str, counts: dict[str, list[int]], worst_first: bool = False) -> None:
    """Print one table."""
    print(f"\n{title}\n\n| | n | label stays | 95 % interval (Wilson) | stance taken before | of these stays |")
    print("| --- | --- | --- | --- | --- | --- |")
    order = sorted(counts, key=lambda name: counts[name][1] / counts[name][0] if worst_first else KINDS.get(name, 0))
    for name in order:
        n, stays, taken, kept = counts[name]
        limits = binomtest(stays, n).proportion_ci(method="wilson")
        of_taken = f"{kept / taken:.1%}" if taken else ""
        print(f"| {name} | {n} | {stays / n:.1%} | {limits.low:.1%} to {limits.high:.1%} | {taken} | {of_taken} |")


def sample(examples: dict[str, list[Example]], size: int, seed: int) -> dict[str, list[Example]]:
    """So many examples, of all files together."""
    every = [(file, i) for file, found in examples.items() for i in range(len(found))]
    kept = set(random.Random(seed).sample(every, min(size, len(every))))
    return {file: [e for i, e in enumerate(found) if (file, i) in kept] for file, found in examples.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", type=Path)
    parser.add_argument("--reader", choices=READERS, default="rules")
    parser.add_argument("--sentences", type=int, help="a sample of so many; else all")
    parser.add_argument("--seed", type=int, default=4)
    parser.add_argument("--list", action="store_true", help="print the drawn swaps whose label changed")
    given = parser.parse_args()
    examples = {file: read(given.path / f"{file}.jsonl") for file in FILES}
    if given.sentences is not None:
        examples = sample(examples, given.sentences, given.seed)
    rows = make_rows(examples, given.seed)
    labels = label(rows, READERS[given.reader])
    tables = count(rows, labels)
    n = sum(len(found) for found in examples.values())
    print(f"Reader: {given.reader}. {n} examples, {len(rows)} swaps, seed {given.seed}.")
    show("All files", tables.pop("drawn", {}))
    for file in FILES:
        show(file, tables.pop(file, {}))
    show("By gender of the first name: before → put in", tables.get("gender", {}))
    show("By first name put in, worst first", tables.get("first name", {}), worst_first=True)
    show("By country put in, worst first", tables.get("country", {}), worst_first=True)
    for table in ("country", "first name"):
        if counts := tables.get(table):
            worst = min(counts, key=lambda name: counts[name][1] / counts[name][0])
            below = sum(stays < AIM * n for n, stays, _, _ in counts.values())
            print(f"\nWorst {table}: {worst}. Below {AIM:.0%}: {below} of {len(counts)}.")
    if given.list:
        for row in rows:
            before, after = (labels[one.sentence, one.spans] for one in (row.before, row.after))
            if row.tables[0][0] == "drawn" and before != after:
                print(f"\n{row.tables[0][1]}: {before} → {after}\n  {row.before.sentence}\n  {row.after.sentence}")


if __name__ == "__main__":
    main()
