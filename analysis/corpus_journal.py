"""Which article a worker was at when its process ended: how a fault costs one article and not the run.

A process that hangs, runs out of memory or crashes can tell nothing afterwards. So before each step of each article it
notes a line in a small file, its journal. Dask gives the part to another worker, which reads there how far the earlier
tries came. An article at which a process ended twice is left out as an error, and so is, the first time, one that
passed its limit. Once is not enough otherwise: a machine can go down during any article.
"""

from __future__ import annotations

import faulthandler
from collections.abc import Iterator
from contextlib import suppress
from types import TracebackType
from typing import NamedTuple
from uuid import uuid4

from analysis.corpus_folder import CorpusError, Folder

#: so often may a process end at an article, for whatever reason but its limit
MOST_ENDS = 2
#: and then this is told
ENDED = f"The process ended {MOST_ENDS} times while it was at this article, most likely for want of memory."
#: so often may a process end before its first article; then no article is at fault
MOST_BEFORE = 5
#: what faulthandler writes when the limit is passed
_PASSED = "Timeout ("


class Fault(NamedTuple):
    """Why an article is left out: the step at which the process ended, and a sentence."""

    step: str
    error: str


class Journal:
    """The journal of one try at a part; as a context manager it takes the part's journals away when all went well.

    The limit of time is kept by ``faulthandler``, whose watchdog ends the process even where C code holds the
    interpreter's lock, as a catastrophic regular expression does. It writes where the process was into the journal.

    Args:
        folder: the corpus's folder.
        part: the number of the part.
        seconds: the limit for one article.
    """

    def __init__(self, folder: Folder, part: int, seconds: float) -> None:
        self.folder, self.name, self.seconds = folder.begun, f"part-{part:06d}-", seconds
        found = [_last(noted) for _, noted in sorted(self._earlier())]
        #: how often processes ended before the first article
        self.before = sum(end.article is None for end in found)
        #: article (its number in the part) -> why it is left out
        self.faults = _faults([end for end in found if end.article is not None and end.step != "done"], seconds)

    def _earlier(self) -> Iterator[tuple[int, str]]:
        """The journals of the tries before, each with the time of its last line."""
        for path in self.folder.glob(f"{self.name}*.txt"):
            # one that is gone belonged to a worker thought lost, which has done the part after all
            with suppress(FileNotFoundError):
                yield path.stat().st_mtime_ns, path.read_text(encoding="utf-8", errors="replace")

    def __enter__(self) -> Journal:
        self._file = (self.folder / f"{self.name}{uuid4().hex}.txt").open("wb", buffering=0)
        return self

    def begin(self, article: int) -> None:
        """Start the clock for an article."""
        faulthandler.dump_traceback_later(self.seconds, exit=True, file=self._file)
        self.note(article, "load")

    def note(self, article: int, step: str) -> None:
        """Note that a step of an article begins; what is written outlives the process, not the machine."""
        try:
            self._file.write(f"{article} {step}\n".encode())
        except OSError as error:  # the disk's fault, not the article's
            raise CorpusError(f"The journal in {self.folder} can't be written: {error.strerror or error}.") from error

    def end(self, article: int) -> None:
        """Stop the clock."""
        faulthandler.cancel_dump_traceback_later()
        self.note(article, "done")

    def __exit__(self, kind: type | None, error: BaseException | None, where: TracebackType | None) -> None:
        faulthandler.cancel_dump_traceback_later()
        self._file.close()
        if kind is None:
            for path in self.folder.glob(f"{self.name}*.txt"):
                path.unlink(missing_ok=True)


class _End(NamedTuple):
    """Where a try ended: at which article and step, and whether it passed its limit."""

    article: int | None
    step: str
    passed: bool


def _last(text: str) -> _End:
    """Where the try ended whose journal this is."""
    noted, passed, _ = text.partition(_PASSED)
    lines = [line for line in noted.splitlines(keepends=True) if line.endswith("\n")]
    if not lines:
        return _End(None, "", bool(passed))
    article, _, step = lines[-1].strip().partition(" ")
    return _End(int(article), step, bool(passed))


def _faults(ends: list[_End], seconds: float) -> dict[int, Fault]:
    faults = {}
    for article in {end.article for end in ends}:
        here = [end for end in ends if end.article == article]
        late = [end.step for end in here if end.passed]
        if late:
            faults[article] = Fault(late[0], f"It took longer than its limit of {seconds:g} seconds.")
        elif len(here) >= MOST_ENDS:
            faults[article] = Fault(here[-1].step, ENDED)
    return faults
