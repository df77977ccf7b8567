"""The folder of a corpus: what lies where, how a file gets there whole, and what may go on in a folder that was begun.

    manifest.json                         what was asked, with which versions, of which articles; at the end, the counts
    articles/part-000000.parquet …        a folder a table, a file a part; the same for actors, statements, sentiment,
                                          stances and errors
    .work/                                only until the run is finished
        listing/part-000000.pickle        the sources of a part
        begun/part-000000-….txt           the journal of each try at a part (see ``corpus_journal``)
        done/part-000000.json             a part's counts, written after its tables: the part is done when this is there
        aside/                            files before they are whole

Every file is written aside, brought to the disk (fsync) and renamed. Whoever is killed leaves a whole file or none.
"""

from __future__ import annotations

import hashlib
import json
import os
import pickle
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.files import unpacked
from analysis.parquet import CORPUS_COLUMNS

if TYPE_CHECKING:
    from analysis.sources import Source

TABLES = tuple(CORPUS_COLUMNS)


class CorpusError(ValueError):
    """A corpus that can't be analysed or read as asked: a sentence that says why, and what to do."""


class Folder:
    """The folder of a corpus.

    Args:
        path: the folder; it need not be there.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = Path(path)
        self.manifest = self.path / "manifest.json"
        self.work = self.path / ".work"
        self.begun = self.work / "begun"

    def table(self, name: str, part: int) -> Path:
        """The file of a part's table."""
        return self.path / name / f"part-{part:06d}.parquet"

    def listing(self, part: int) -> Path:
        """The file with the sources of a part."""
        return self.work / "listing" / f"part-{part:06d}.pickle"

    def mark(self, part: int) -> Path:
        """The file that says that a part is done."""
        return self.work / "done" / f"part-{part:06d}.json"

    def is_done(self, part: int) -> bool:
        """Whether a part is done, and all its tables are there."""
        return self.mark(part).exists() and all(self.table(name, part).exists() for name in TABLES)

    def done_at(self, part: int) -> int | None:
        """When a part was done, in nanoseconds as the file system tells them; None where it is not."""
        return self.mark(part).stat().st_mtime_ns if self.is_done(part) else None

    def read_manifest(self) -> dict | None:
        """What the manifest tells; None where there is none."""
        try:
            told = json.loads(self.manifest.read_text(encoding="utf-8"))
        except (FileNotFoundError, NotADirectoryError):
            return None
        except (OSError, ValueError) as error:
            raise CorpusError(f"{self.manifest} can't be read: {error}.") from None
        if not isinstance(told, dict) or told.get("format") != 1:
            raise CorpusError(f"{self.manifest} is not the manifest of a corpus that this version can read.")
        return told

    def begin(self) -> None:
        """Make the folder ready for a session: what earlier ones left half done goes, what is done stays."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
        except (FileExistsError, NotADirectoryError):
            raise CorpusError(
                f"{self.path} can't be a folder: a file of that name, or above it, is in the way."
            ) from None
        if not self.manifest.exists() and any((self.path / name).exists() for name in TABLES):
            raise CorpusError(f"{self.path} holds tables but no manifest of a corpus. Choose another folder.")
        for name in ("listing", "begun", "aside", "dask"):
            shutil.rmtree(self.work / name, ignore_errors=True)
        for path in (self.mark(0).parent, self.listing(0).parent, self.begun, self.work / "aside"):
            path.mkdir(parents=True, exist_ok=True)

    def put(self, path: Path, content: bytes, *, keep: bool = True) -> None:
        """Write a file in one step.

        Args:
            path: a file of this folder; one that is there is replaced.
            content: all of it.
            keep: whether it must outlast a failure of power; else it is only never seen by half.
        """
        handle, name = tempfile.mkstemp(dir=self.work / "aside")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                if keep:
                    os.fsync(file.fileno())
            path.parent.mkdir(exist_ok=True)
            os.chmod(name, 0o644)
            os.replace(name, path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        if keep:
            _sync_folder(path.parent)

    def put_manifest(self, told: dict) -> None:
        """Write the manifest."""
        self.put(self.manifest, (json.dumps(told, indent=1, ensure_ascii=False) + "\n").encode("utf-8", "replace"))

    def finish(self) -> None:
        """Take away what only an unfinished run needs."""
        shutil.rmtree(self.work, ignore_errors=True)


def _sync_folder(path: Path) -> None:
    """Bring a new name in a folder to the disk; Windows does so by itself."""
    if os.name == "posix":
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def in_parts(sources: Iterable[Source], size: int) -> Iterator[list[Source]]:
    """Cut a stream of sources into lists of a size; the last may be shorter."""
    stream = iter(sources)
    while part := list(islice(stream, size)):
        yield part


def write_listing(folder: Folder, sources: Iterable[Source], size: int, finished: int | None = None) -> tuple[int, str]:
    """Write down, part by part, what is to be analysed; memory does not grow with their number.

    Args:
        folder: the corpus's folder.
        sources: the articles, in order.
        size: how many make a part.
        finished: when the whole run was finished (nanoseconds), if it is.

    Returns:
        How many there are, and their fingerprint: SHA-256 over id and name of each, and over the size in bytes of its
        file or, of a row or an article in memory, over all it holds.

    Raises:
        CorpusError: a file was changed after the part it is in was done.
    """
    told, count = hashlib.sha256(), 0
    for number, part in enumerate(in_parts(sources, size)):
        count += len(part)
        done = finished or folder.done_at(number)
        for source in part:
            known, changed = _known(source)
            if done is not None and changed > done:
                raise CorpusError(
                    f"{source.name} was changed after it was analysed into {folder.path}. Choose another folder for "
                    "the new articles, or delete this one."
                )
            told.update(repr((source.id, source.name, known)).encode("utf-8", "replace"))
        # a worker may stand in another folder than the one who asks
        part = [replace(one, path=os.path.abspath(one.path)) if one.path else one for one in part]
        folder.put(folder.listing(number), pickle.dumps(part), keep=False)
    return count, told.hexdigest()


def _known(source: Source) -> tuple[object, int]:
    """What tells a source from another one, and when its file, or the sidecar beside it, was changed.

    Of a row or an article in memory that is all it holds. A file is not read for it: its size and time are taken.
    """
    if source.path is None or source.record is not None:
        return (source.record, source.fault), 0
    sizes, changed = [], 0
    for path in (Path(source.path), unpacked(Path(source.path)).with_suffix(".json")):
        try:
            found = path.stat()
        except (OSError, ValueError):
            sizes.append(-1)
        else:
            sizes.append(found.st_size)
            changed = max(changed, found.st_mtime_ns)
    return sizes, changed
