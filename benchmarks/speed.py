"""Measure what finding statements and actors costs, beside the spaCy parse of the same text.

    python benchmarks/speed.py PATH [--articles 60] [--rounds 3]
    python benchmarks/speed.py PATH --linear

PATH is a folder of labelled articles (see labelled.py); their labels are not used. Everything runs in one process on
one thread; the time is the processor's (``time.process_time``), so that other programs disturb it little. spaCy's parse
is made before the clock of a step starts; "all" counts everything else that find_statements does. --linear runs a text
of 1 MB and one of 10 MB, made of whole articles, each in a process of its own, and tells the time, the parse included,
and the most memory that each took.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path

os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", MKL_NUM_THREADS="1")

from labelled import as_article, forget_parses, forget_trees, read_labelled
from tqdm import tqdm

from analysis.actors import find_actors, resolve_speakers
from analysis.articles import Article, load_article
from analysis.language import BATCH, load_pipeline, passages
from analysis.statements import find_statements, locate_statements
from analysis.trees import parse

MEGABYTE = 1_000_000
STEPS = ("light copy of the parse", "locate_statements", "find_actors", "resolve_speakers", "all: find_statements")
PEERS = ("textacy direct_quotations", "TextBlob sentiment")


def timed(step: Callable[[], object]) -> tuple[float, object]:
    """The processor's seconds that a step takes, and what it gives."""
    start = time.process_time()
    result = step()
    return time.process_time() - start, result


def one_round(article: Article) -> dict[str, float]:
    """The seconds of each step on one article."""
    from textacy.extract import direct_quotations
    from textblob import TextBlob

    texts = [article.text[start:end] for start, end in article.paragraphs]
    nlp = load_pipeline()
    seconds = {}
    seconds["parse"], docs = timed(lambda: list(nlp.pipe(texts, batch_size=BATCH)))
    forget_parses()
    list(passages(article))  # now kept: the steps have spaCy's parse for nothing
    seconds[STEPS[0]], _ = timed(lambda: parse(article))
    seconds[STEPS[1]], table = timed(lambda: locate_statements(article))
    seconds[STEPS[2]], actors = timed(lambda: find_actors(article))
    seconds[STEPS[3]], _ = timed(lambda: resolve_speakers(article, table, actors))
    forget_trees()
    seconds[STEPS[4]], _ = timed(lambda: find_statements(article))

    def quotations() -> None:
        for doc in docs:
            try:
                list(direct_quotations(doc))
            except ValueError:  # an odd number of marks
                continue

    seconds[PEERS[0]], _ = timed(quotations)
    seconds[PEERS[1]], _ = timed(lambda: [TextBlob(text).sentiment for text in texts])
    return seconds


def measure(folder: Path, number: int, rounds: int) -> None:
    """Print the added time of each step as a share of the parse's."""
    distinct = {one["text"]: one for one in read_labelled(folder, "train")}
    chosen = list(distinct.values())
    chosen = chosen[:: max(1, len(chosen) // number)][:number]
    articles = [as_article(one) for one in chosen]
    words = sum(len(article.text.split()) for article in articles)
    one_round(articles[0])  # what is read once a process is no part of it
    runs = [[one_round(article) for article in tqdm(articles, disable=None)] for _ in range(rounds)]
    middle = [{k: statistics.median(run[i][k] for run in runs) for k in runs[0][0]} for i in range(len(articles))]
    whole = sum(one["parse"] for one in middle)
    print(f"{len(articles)} articles, {words} words; medians of {rounds} rounds; one thread, processor time.")
    print(f"The bare spaCy pipeline parses {words / whole:,.0f} words a second.\n")
    print("| added to the parse | by words | by articles (median) | slowest article |\n| --- | --- | --- | --- |")
    for step in (*STEPS, *PEERS):
        shares = [one[step] / one["parse"] for one in middle]
        total = sum(one[step] for one in middle) / whole
        print(f"| {step} | {total:.1%} | {statistics.median(shares):.1%} | {max(shares):.1%} |")


def long_text(folder: Path, size: int) -> str:
    """Whole articles, one after the other and from the first again, until the text has so many characters."""
    texts = [one["text"].strip() for one in read_labelled(folder, "train")]
    parts: list[str] = []
    length = 0
    while length < size:
        part = texts[len(parts) % len(texts)]
        parts.append(part)
        length += len(part) + 2
    return "\n\n".join(parts)


def run_long(folder: Path, size: int) -> None:
    """Find the statements of one long text; print size, seconds and peak memory (for --linear)."""
    import resource

    text = long_text(folder, size)
    load_pipeline()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        article = load_article(text=text)
    seconds, table = timed(lambda: find_statements(article))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    print(len(text), seconds, peak / 1e6, len(table))


def linear(folder: Path, sizes: tuple[int, ...] = (MEGABYTE, 10 * MEGABYTE)) -> None:
    """Run each size in a process of its own and print how time and memory grow."""
    print("| characters | seconds | times the first | peak memory, MB | statements |\n| --- | --- | --- | --- | --- |")
    first = None
    for size in sizes:
        command = [sys.executable, __file__, str(folder), "--one", str(size)]
        told = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
        characters, seconds, peak, statements = int(told[0]), float(told[1]), float(told[2]), int(told[3])
        first = first or seconds
        print(f"| {characters:,} | {seconds:.0f} | {seconds / first:.1f} | {peak:.0f} | {statements} |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", type=Path)
    parser.add_argument("--articles", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--linear", action="store_true", help="1 MB against 10 MB, time and memory")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        run_long(given.path, given.one)
    elif given.linear:
        linear(given.path)
    else:
        measure(given.path, given.articles, given.rounds)


if __name__ == "__main__":
    main()
