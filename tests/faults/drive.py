"""Run a corpus as a process of its own, to be killed: python drive.py OUT WORKERS ARTICLES [FAULT …]."""

import sys

from faulty import Faulty, plain

from analysis.corpus import analyse_corpus

SECONDS = 6
MEMORY = "1500 MiB"


def sources(count: int, faults: list[str]) -> list:
    """So many plain articles; the faults stand among them, a few articles apart."""
    found = [plain(number) for number in range(count)]
    for number, fault in enumerate(faults):
        found.insert(3 + 5 * number, Faulty(id=fault, name=fault, record={"number": number}))
    return found


if __name__ == "__main__":
    out, workers, count, *faults = sys.argv[1:]
    corpus = analyse_corpus(
        sources(int(count), faults), out, int(workers), seconds=SECONDS, memory=MEMORY, part=4, progress=False
    )
    print(corpus)
