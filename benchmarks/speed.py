"""Measure time and memory beside the bare spaCy pipeline and beside textacy with TextBlob, on the same articles.

    python benchmarks/speed.py PATH [--articles 120] [--rounds 3]
    python benchmarks/speed.py PATH --linear

PATH is a folder of labelled articles (see labelled.py); their labels are not used, and no article comes twice. Each way
runs in a process of its own, on one thread, in turns, so many rounds; the time is the processor's
(``time.process_time``) and does not hold what is done once a process: imports, loading, and a first article.
What was parsed is forgotten before the clock starts; what spaCy and we keep of single words (lexemes, lemmas, tags)
fills up as the articles go by, for all ways alike.
--linear runs a text of 1 MB and one of 10 MB, made of whole articles, and tells how time and memory grow.
"""

from __future__ import annotations

import argparse
import json
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
from analysis.language import load_bare, load_pipeline, passages
from analysis.sentiment import score_sentiment
from analysis.stance import score_stances
from analysis.statements import find_statements, locate_statements
from analysis.trees import parse

MEGABYTE = 1_000_000
WAYS = ("bare spaCy pipeline", "textacy quotations and TextBlob", "ours without stance", "ours, everything")
STEPS = ("parse", "light copy of the parse", "actors", "locate_statements", "resolve_speakers", "sentiment", "stances")


class Clock:
    """Adds up the processor's seconds of each step."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    def __call__(self, step: str, do: Callable[[], object]) -> object:
        start = time.process_time()
        result = do()
        self.seconds[step] = self.seconds.get(step, 0.0) + time.process_time() - start
        return result


def chosen_articles(folder: Path, number: int) -> list[Article]:
    """So many articles of train, all different, from all over the file."""
    distinct = list({one["text"]: one for one in read_labelled(folder, "train")}.values())
    return [as_article(one) for one in distinct[:: max(1, len(distinct) // number)][:number]]


def run_peer(articles: list[Article], nlp, clock: Clock, quotations: bool) -> None:
    """The whole pipeline as its package loads it, and then textacy and TextBlob."""
    texts = [article.text[start:end] for article in articles for start, end in article.paragraphs]
    docs = clock("parse", lambda: list(nlp.pipe(texts)) if quotations else sum(1 for _ in nlp.pipe(texts)))
    if not quotations:
        return
    from textacy.extract import direct_quotations
    from textblob import TextBlob

    def quote() -> None:
        for doc in docs:
            try:
                for quotation in direct_quotations(doc):
                    _ = TextBlob(quotation.content.text).sentiment
            except ValueError:  # an odd number of marks
                continue

    clock("quotations", quote)


def run_ours(articles: list[Article], clock: Clock, stance: bool) -> None:
    """The steps of ``analyse``, one after the other."""
    forget_parses()
    forget_trees()
    for article in articles:
        clock("parse", lambda: list(passages(article)))  # noqa: B023
        clock("light copy of the parse", lambda: parse(article))  # noqa: B023
        actors = clock("actors", lambda: find_actors(article))  # noqa: B023
        found = clock("locate_statements", lambda: locate_statements(article))  # noqa: B023
        found = clock("resolve_speakers", lambda: resolve_speakers(article, found, actors))  # noqa: B023
        clock("sentiment", lambda: score_sentiment(found))  # noqa: B023
        if stance:
            clock("stances", lambda: score_stances(article, found, actors))  # noqa: B023


def run_one(folder: Path, number: int, way: str) -> None:
    """One way in this process; prints its figures as JSON (for ``measure``)."""
    articles = chosen_articles(folder, number)
    first = load_article(text="“Velia ruins the talks,” Mira Halloran of Norland said. Ola Brandt rejected the charge.")
    clock = Clock()
    if way in WAYS[:2]:
        nlp = load_bare()
        run_peer([first], nlp, Clock(), way == WAYS[1])
        run_peer(articles, nlp, clock, way == WAYS[1])
    else:
        run_ours([first], Clock(), way == WAYS[3])
        run_ours(articles, clock, way == WAYS[3])
    words = sum(len(article.text.split()) for article in articles)
    print(json.dumps({"seconds": clock.seconds, "peak": peak_memory(), "words": words}))


def peak_memory() -> float:
    """The most memory that this process has held, in MB."""
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024) / 1e6


def measure(folder: Path, number: int, rounds: int) -> None:
    """Run all ways in turns, and print the medians as tables."""
    told: dict[str, list[dict]] = {way: [] for way in WAYS}
    for way in tqdm([way for _ in range(rounds) for way in WAYS], disable=None):
        command = [sys.executable, __file__, str(folder), "--articles", str(number), "--way", way]
        told[way].append(json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout))
    words = told[WAYS[0]][0]["words"]
    whole = {way: statistics.median(sum(one["seconds"].values()) for one in ones) for way, ones in told.items()}
    print(f"{number} articles, {words:,} words; medians of {rounds} rounds; one thread, processor time.\n")
    print("| | words a second | times the bare pipeline | peak memory, MB |\n| --- | --- | --- | --- |")
    for way in WAYS:
        peak = statistics.median(one["peak"] for one in told[way])
        print(f"| {way} | {words / whole[way]:,.0f} | {whole[way] / whole[WAYS[0]]:.2f} | {peak:.0f} |")
    print("\n| step of ours | times the bare pipeline |\n| --- | --- |")
    for step in STEPS:
        seconds = statistics.median(one["seconds"][step] for one in told[WAYS[3]])
        print(f"| {step} | {seconds / whole[WAYS[0]]:.3f} |")


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
    text = long_text(folder, size)
    load_pipeline()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        article = load_article(text=text)
    clock = Clock()
    table = clock("all", lambda: find_statements(article))
    print(len(text), clock.seconds["all"], peak_memory(), len(table))


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
    parser.add_argument("--articles", type=int, default=120)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--linear", action="store_true", help="1 MB against 10 MB, time and memory")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--way", choices=WAYS, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        run_long(given.path, given.one)
    elif given.way:
        run_one(given.path, given.articles, given.way)
    elif given.linear:
        linear(given.path)
    else:
        measure(given.path, given.articles, given.rounds)


if __name__ == "__main__":
    main()
