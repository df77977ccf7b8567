"""Measure how a corpus's time and memory grow with its articles, and what a second worker gives.

    python benchmarks/corpus_speed.py PATH [--small 1000] [--large 10000] [--workers 480]

PATH is a folder of labelled articles (see labelled.py). Their paragraphs are cut into short articles of 35 words and
more, all different, in a JSONL file, which ``analyse_corpus`` reads as a user does: with two workers, the small and the
large number of them; and --workers whole articles with one worker and with two. The time is that of the wall, from the
first part begun to the last part done, so that the start of the workers is not in it, and nothing else should run
meanwhile. The workers are those that ``analyse_corpus`` starts itself (without Dask's profiler, whose notes grow).
Memory is the largest sum of what driver and workers hold (RSS), looked at every half a second.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", MKL_NUM_THREADS="1")

import psutil
from labelled import read_labelled

from analysis import analyse_corpus
from analysis.corpus_cluster import connect

WORDS = 35


def short_articles(folder: Path) -> Iterator[str]:
    """Paragraphs of train, put together until they have enough words; no text comes twice."""
    seen = set()
    for one in read_labelled(folder, "train"):
        lines, words = [], 0
        for line in one["text"].splitlines():
            lines.append(line)
            words += len(line.split())
            if words >= WORDS:
                text = "\n".join(lines).strip()
                lines, words = [], 0
                if text not in seen:
                    seen.add(text)
                    yield text


class Memory(threading.Thread):
    """Looks at what this process and its children hold, until it is stopped; ``most`` is in MB."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.most = 0.0
        self.over = threading.Event()

    def run(self) -> None:
        this = psutil.Process()
        while not self.over.wait(0.5):
            held = 0
            for process in [this, *this.children(recursive=True)]:
                try:
                    held += process.memory_info().rss
                except psutil.Error:  # it has just ended
                    continue
            self.most = max(self.most, held / 1e6)


def run(texts: list[str], workers: int) -> tuple[float, float, int]:
    """Analyse texts with so many workers: seconds, MB, articles analysed."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "articles.jsonl"
        with file.open("w", encoding="utf-8") as out:
            for number, text in enumerate(texts):
                out.write(json.dumps({"id": f"a{number}", "text": text}) + "\n")
        with connect(workers, "4 GiB", Path(folder) / "dask") as client:
            # each worker loads its models before the clock starts
            analyse_corpus(texts_of(texts[: 8 * workers]), Path(folder) / "first", client, part=1, progress=False)
            memory = Memory()
            memory.start()
            start = time.monotonic()
            corpus = analyse_corpus(file, Path(folder) / "out", client, progress=False)
            seconds = time.monotonic() - start
            memory.over.set()
            memory.join()
            return seconds, memory.most, len(corpus.articles)


def texts_of(texts: list[str]) -> list:
    """Texts as articles in memory."""
    from analysis import load_article

    return [load_article(text=text, title=f"first {number}") for number, text in enumerate(texts)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", type=Path)
    parser.add_argument("--small", type=int, default=1000)
    parser.add_argument("--large", type=int, default=10_000)
    parser.add_argument("--workers", type=int, default=480, help="whole articles for one worker against two")
    given = parser.parse_args()
    short = list(short_articles(given.path))
    if given.workers:
        whole = list({one["text"]: 0 for one in read_labelled(given.path, "train")})[: given.workers]
        print(
            f"{len(whole)} whole articles\n\n| workers | seconds | times one | memory, MB |\n| --- | --- | --- | --- |"
        )
        first = None
        for workers in (1, 2):
            seconds, most, _ = run(whole, workers)
            first = first or seconds
            print(f"| {workers} | {seconds:.0f} | {first / seconds:.2f} | {most:.0f} |", flush=True)
    print("\n| short articles | seconds | times the first | memory, MB | analysed |\n| --- | --- | --- | --- | --- |")
    first = None
    for number in (given.small, given.large):
        if number > len(short):
            raise SystemExit(f"There are only {len(short)} short articles.")
        seconds, most, analysed = run(short[:number], 2)
        first = first or seconds
        print(f"| {number:,} | {seconds:.0f} | {seconds / first:.1f} | {most:.0f} | {analysed:,} |", flush=True)


if __name__ == "__main__":
    main()
