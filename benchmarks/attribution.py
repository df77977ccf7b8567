"""Score who said what against hand labels, beside textacy on the same parse.

    python benchmarks/attribution.py PATH [--split dev] [--json] [--rules]
    python benchmarks/attribution.py PATH --check-all

PATH is a folder with train.jsonl, dev.jsonl and score.py (see labelled.py); what each figure means stands in that
score.py. textacy comes with ``pip install -e .[benchmarks]``. --check-all scores nothing: it runs every article of
train and dev to the end, actors and all, and checks that every offset leads to its words.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from labelled import (
    as_article,
    broken_offsets,
    calibration,
    confidence_scores,
    gold_statements,
    is_right,
    load_scorer,
    read_labelled,
    span,
)
from tqdm import tqdm

from analysis.articles import Article
from analysis.language import passages
from analysis.statements import find_statements, locate_statements

Prediction = dict[str, Any]

#: (subset, figure of score.py, as the table calls it)
ROWS = (
    ("speech", "cover F1", "speech: cover F1"),
    ("speech", "F1@0.8", "speech: F1@.8"),
    ("speech", "joint F1@0.3", "speech: joint F1@.3"),
    ("speech", "cover recall direct", "speech: cover recall, direct"),
    ("speech", "cover recall mixed", "speech: cover recall, mixed"),
    ("speech", "cover recall indirect", "speech: cover recall, indirect"),
    ("all", "char F1", "all: char F1"),
    ("all", "cover F1", "all: cover F1"),
)
#: measured once on dev with the same score.py and the same spaCy model, not in this run; "reach" is what we aim at
RECORDED = {
    "Gender Gap Tracker": (77.5, 51.0, 65.9, 76, 72, 62, 67.2, 52.1),
    "both, merged": (82.3, 61.4, 76.9, None, None, None, 71.5, 56.1),
    "second human coder": (84.2, 73.9, 80.6, 99, 98, 94, 90.9, 82.6),
    "reach": (86, 70, 81, 96, 88, 82, 80, 68),
}


def ours(article: Article) -> list[Prediction]:
    """What the project finds, as score.py takes it, with what the tables below need."""
    return [
        {
            "content": [[int(s), int(e)] for s, e in row.spans],
            "speaker": span(row, "speaker"),
            "cue": span(row, "cue"),
            "attribution": row.attribution,
            "rule": row.rule,
            "confidence": row.confidence,
        }
        for row in locate_statements(article).itertuples()
    ]


def textacy_finds(article: Article) -> tuple[list[Prediction], int]:
    """What textacy's direct quotations find, paragraph by paragraph, and how many paragraphs it refused."""
    from textacy.extract import direct_quotations

    found, refused = [], 0
    for passage in passages(article):
        shift = passage.start
        try:
            triples = list(direct_quotations(passage.doc))
        except ValueError:  # an odd number of quotation marks
            refused += 1
            continue
        for speaker, cue, content in triples:
            found.append(
                {
                    "content": [[shift + content.start_char, shift + content.end_char]],
                    "speaker": [shift + speaker[0].idx, shift + speaker[-1].idx + len(speaker[-1])],
                    "cue": [shift + cue[0].idx, shift + cue[-1].idx + len(cue[-1])],
                }
            )
    return found, refused


def measure(folder: Path, split: str) -> dict[str, Any]:
    """Run both tools on every article of a split; return every figure that is printed."""
    scorer, labelled = load_scorer(folder), read_labelled(folder, split)
    found: dict[str, dict[str, list[Prediction]]] = {"textacy": {}, "ours": {}}
    refused = 0
    confidence, right, rules = [], [], []
    for one in tqdm(labelled, desc="articles", disable=None):
        article = as_article(one)
        found["ours"][one["id"]] = rows = ours(article)
        found["textacy"][one["id"]], odd = textacy_finds(article)
        refused += odd
        golds = gold_statements(scorer, one)
        for row in rows:
            confidence.append(row["confidence"])
            right.append(is_right(scorer, one["text"], golds, row["content"], row["speaker"]))
            rules.append(row["rule"])
    speech_rows = {i: [r for r in rows if r["attribution"] == "speech"] for i, rows in found["ours"].items()}
    scores = {tool: _both(scorer, labelled, predicted) for tool, predicted in found.items()}
    scores["ours, speech rows only"] = _both(scorer, labelled, speech_rows)
    return {
        "split": split,
        "articles": len(labelled),
        "paragraphs textacy refused": refused,
        "scores": scores,
        "confidence": confidence_scores(confidence, right),
        "bins": calibration(confidence, right).to_dict("records"),
        "rules": _by_rule(rules, confidence, right),
    }


def _both(scorer: ModuleType, labelled: list[dict[str, Any]], found: dict[str, list[Prediction]]) -> dict[str, Any]:
    return {"speech": scorer.score(labelled, found, scorer.is_speech), "all": scorer.score(labelled, found)}


def _by_rule(rules: list[str], confidence: list[float], right: list[bool]) -> list[dict[str, Any]]:
    """How many statements each rule finds, how sure they are and how many are right; the most frequent first."""
    out = []
    for rule in sorted(set(rules), key=lambda r: (-rules.count(r), r)):
        mine = [i for i, other in enumerate(rules) if other == rule]
        out.append(
            {
                "rule": rule,
                "n": len(mine),
                "confidence": sum(confidence[i] for i in mine) / len(mine),
                "right": sum(right[i] for i in mine) / len(mine),
            }
        )
    return out


def show(result: dict[str, Any], rules: bool) -> None:
    """Print the tables in Markdown."""
    scores = result["scores"]
    print(f"{result['articles']} articles of {result['split']}. textacy refused "
          f"{result['paragraphs textacy refused']} paragraphs (odd number of quotation marks).\n")  # fmt: skip
    recorded = RECORDED if result["split"] == "dev" else {}
    heads = ["textacy", "ours", "ours, rows of speech only", *(f"{name} (recorded)" for name in recorded)]
    print(f"| | {' | '.join(heads)} |\n|{' --- |' * (len(heads) + 1)}")
    for number, (subset, figure, label) in enumerate(ROWS):
        only = scores["ours, speech rows only"][subset][figure] if subset == "speech" else None
        cells = [scores["textacy"][subset][figure], scores["ours"][subset][figure], only]
        cells += [values[number] for values in recorded.values()]
        print(f"| {label} | {' | '.join('' if cell is None else str(cell) for cell in cells)} |")
    print(
        "\nours: all rows, scored as score.py scores every tool (primary). Rows of speech only: rows whose attribution "
        "is\nbelief or intention are left out before scoring. Recorded: measured earlier, not in this run."
    )
    told = result["confidence"]
    print(f"\nConfidence on all {told['n']} rows, {told['share right']:.1%} right: expected calibration error "
          f"{told['ECE']:.3f}, AUC {told['AUC']:.3f}, Brier {told['Brier']:.3f}\n")  # fmt: skip
    print("| confidence | n | mean confidence | share right |\n| --- | --- | --- | --- |")
    for row in result["bins"]:
        values = f"{row['confidence']:.2f} | {row['right']:.2f}" if row["n"] else "|"
        print(f"| {row['low']:.1f} to {row['high']:.1f} | {row['n']} | {values} |")
    if rules:
        print("\n| rule | n | mean confidence | share right |\n| --- | --- | --- | --- |")
        for row in result["rules"]:
            print(f"| {row['rule']} | {row['n']} | {row['confidence']:.2f} | {row['right']:.2f} |")


def check_all(folder: Path) -> int:
    """Run every article of train and dev, and print every fault; return how many there are."""
    faults = articles = statements = 0
    for split in ("train", "dev"):
        for one in tqdm(read_labelled(folder, split), desc=split, disable=None):
            articles += 1
            try:
                article = as_article(one)
                table = find_statements(article)
                statements += len(table)
                broken = list(broken_offsets(article, table))
            except Exception as error:  # whatever it is, it is told, and the next article runs
                broken = [f"{one['id']}: {type(error).__name__}: {error}"]
            for fault in broken:
                print(fault)
            faults += len(broken)
    print(f"{articles} articles, {statements} statements, {faults} faults.")
    return faults


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", type=Path)
    parser.add_argument("--split", default="dev", choices=["train", "dev"])
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.add_argument("--rules", action="store_true", help="also print how right each rule is")
    parser.add_argument("--check-all", action="store_true", help="run all articles and check the offsets, no scores")
    given = parser.parse_args()
    if given.check_all:
        sys.exit(1 if check_all(given.path) else 0)
    result = measure(given.path, given.split)
    if given.json:
        print(json.dumps(result))
    else:
        show(result, given.rules)


if __name__ == "__main__":
    main()
