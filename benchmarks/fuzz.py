"""Look for texts that break find_statements: mutated articles, driven by atheris (coverage of our own package).

    python benchmarks/fuzz.py PATH [--seconds 600] [--out build/fuzz]

PATH is a folder of labelled articles (see labelled.py); their labels are not used. atheris is no dependency of the
project: install it into an environment of its own that also has the project's (``pip install atheris``).

An input is a few paragraphs of an article with up to twenty edits: marks, line ends, odd letters and whole pieces
put in, taken out, doubled and moved. Nothing may raise, and every offset must lead to its words. A fault does not stop
the run: the text is cut down to what still shows it, printed and written to the folder, once for each place in the
code that raised it.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import tempfile
import traceback
import warnings
from collections.abc import Callable
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["analysis"]):
    from labelled import broken_offsets, read_labelled

    from analysis.actors import find_actors, find_mentions
    from analysis.articles import ArticleError, load_article
    from analysis.statements import find_statements

#: what is put in: what the rules look for, and letters that programs trip over
PIECES = (
    *"“”„«»\"'‘’`:;,.?!…—–-()[]\n\t",
    *("``", "''", "\n\n", "\r\n", "\r", "Q: ", "A: ", "\n“", ".” ", ",” ", " said ", " said.", "He said that ", "who "),
    *(
        " that ",
        " denied",
        "according to ",
        " and ",
        "the two ",
        "Mr. ",
        "’s ",
        " told ",
        "# ",
        "RT @",
        "http://a.b/c ",
    ),
    *("\u00a0", "\u200b", "\ufeff", "\u202e", "\u0301", "\u00ad", "\u2028", "\x00", "\x0b", "\x1f", "\x85", "\ufffd"),
    *("\ud800", "😀", "👩‍👩‍👧", "İ", "ß", "ŉ", "字", "ا", "ﬁ", "A" * 150, " a" * 200, "(" * 60, "“" * 40),
)
MOST_EDITS = 20
MOST_CHECKS = 200


def mutated(data: atheris.FuzzedDataProvider, texts: list[str]) -> str:
    """A few paragraphs of an article, edited as the fuzzer says."""
    lines = texts[data.ConsumeIntInRange(0, len(texts) - 1)].split("\n\n")
    start = data.ConsumeIntInRange(0, len(lines) - 1)
    text = "\n\n".join(lines[start : start + data.ConsumeIntInRange(1, 4)])
    for _ in range(data.ConsumeIntInRange(0, MOST_EDITS)):
        at = data.ConsumeIntInRange(0, len(text))
        length = data.ConsumeIntInRange(0, 60)
        edit = data.ConsumeIntInRange(0, 6)
        piece = PIECES[data.ConsumeIntInRange(0, len(PIECES) - 1)]
        if edit <= 2:
            text = text[:at] + piece + text[at:]
        elif edit == 3:
            text = text[:at] + text[at + length :]
        elif edit == 4:
            text = text[:at] + text[at : at + length] * 3 + text[at + length :]
        elif edit == 5:
            text = text[:at] + data.ConsumeUnicode(length % 12) + text[at:]
        else:
            other = data.ConsumeIntInRange(0, len(text))
            text = text[:at] + text[other : other + length] + text[at + length :]
    return text


def fault(text: str) -> tuple[str, str] | None:
    """Where a text breaks, and how; None where it does not."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            article = load_article(text=text)
    except ArticleError:
        return None  # blank: told in a sentence, as it should be
    try:
        actors = find_actors(article)
        broken = next(broken_offsets(article, find_statements(article, actors)), None)
        mentions = find_mentions(article, actors)
        for row in mentions.itertuples():
            if article.text[row.start : row.end] != row.text or not row.text:
                broken = broken or f"mention {row.text!r} does not stand at {row.start}:{row.end}"
    except Exception as error:
        ours = [frame for frame in traceback.extract_tb(error.__traceback__) if "analysis" in frame.filename]
        last = ours[-1]
        return f"{Path(last.filename).name}:{last.lineno} {type(error).__name__}", f"{type(error).__name__}: {error}"
    if not broken:
        return None
    # the same fault in other words is the same fault
    kind = re.findall(r"[a-z]+", re.sub(r"(['\"]).*\1|\[.*\]", "", broken.split(": ", 1)[-1]))
    return f"offsets: {' '.join(kind)}", broken


def smallest(text: str, breaks: Callable[[str], bool]) -> str:
    """Cut a text down, by ever smaller pieces, as long as it still breaks."""
    checks, size = 0, max(1, len(text) // 2)
    while size and checks < MOST_CHECKS:
        at, cut = 0, False
        while at < len(text) and checks < MOST_CHECKS:
            less = text[:at] + text[at + size :]
            checks += 1
            if less and breaks(less):
                text, cut = less, True
            else:
                at += size
        size = size if cut and size == 1 else size // 2
    return text


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", type=Path)
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--out", type=Path, default=Path("build/fuzz"))
    given = parser.parse_args()
    texts = [one["text"] for one in read_labelled(given.path, "train")]
    given.out.mkdir(parents=True, exist_ok=True)
    known: set[str] = set()

    def one_input(data: bytes) -> None:
        text = mutated(atheris.FuzzedDataProvider(data), texts)
        found = fault(text)
        if found is None or found[0] in known:
            return
        known.add(found[0])
        least = smallest(text, lambda less: (fault(less) or [None])[0] == found[0])
        (given.out / f"fault-{len(known)}.txt").write_bytes(least.encode("utf-8", "surrogatepass"))
        print(f"FAULT {len(known)}: {found[0]}\n  {(fault(least) or found)[1]}\n  {least!r}", flush=True)

    with tempfile.TemporaryDirectory() as seeds:
        draw = random.Random(1)
        for number in range(40):
            (Path(seeds) / str(number)).write_bytes(draw.randbytes(draw.randint(60, 600)))
        limits = [f"-max_total_time={given.seconds}", "-max_len=1000", "-timeout=120", "-rss_limit_mb=4096", "-seed=1"]
        limits.append(f"-artifact_prefix={given.out}/")
        atheris.Setup([sys.argv[0], *limits, "-print_final_stats=1", seeds], one_input)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
