"""Keep the notebooks with their outputs, so that the site and the slides do not run them again.

What a notebook gave is kept in build/executed/, with a checksum of all that it was made from: the notebook, the
package, the data, and the runner. While the checksum is the same, it is not run again.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterable
from pathlib import Path

from run_notebooks import BUILD, NOTEBOOKS, ROOT, find_failure, run_notebook

FOLDER = BUILD / "executed"
#: what the outputs of a notebook depend on, beside the notebook itself
SOURCES = ("analysis", "data", "scripts/run_notebooks.py", "requirements.txt")


class NotRun(RuntimeError):
    """A notebook did not run to its end; the message says where and why."""


def executed_notebooks(notebooks: Iterable[Path] | None = None, folder: Path = FOLDER) -> list[Path]:
    """Give the notebooks with their outputs, and run those that are not kept or not up to date.

    Args:
        notebooks: the notebooks; None for all in notebooks/.
        folder: where they are kept.

    Returns:
        The paths of the notebooks with their outputs, in the order of `notebooks`.

    Raises:
        NotRun: a notebook failed.
    """
    found = sorted(NOTEBOOKS.glob("*.ipynb")) if notebooks is None else list(notebooks)
    common = checksum_of_sources()
    return [_executed(path, folder, common) for path in found]


def keep(path: Path, common: str, folder: Path = FOLDER) -> None:
    """Note that the notebook in `folder` was made from `path` as it is now, with the sources of checksum `common`."""
    (folder / f"{path.stem}.made-from").write_text(_checksum(path, common), encoding="utf-8")


def checksum_of_sources() -> str:
    """A checksum of the package, the data and the runner."""
    digest = hashlib.sha256()
    for name in SOURCES:
        top = ROOT / name
        for path in sorted(top.rglob("*")) if top.is_dir() else [top]:
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(f"{path.relative_to(ROOT).as_posix()}\n{path.stat().st_size}\n".encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()


def _executed(path: Path, folder: Path, common: str) -> Path:
    executed, note = folder / path.name, folder / f"{path.stem}.made-from"
    wanted = _checksum(path, common)
    if executed.exists() and note.exists() and note.read_text(encoding="utf-8") == wanted:
        failure = find_failure(json.loads(executed.read_text(encoding="utf-8")))
        if failure is None:
            return executed
    print(f"{path.stem} ... ", end="", flush=True)
    start = time.monotonic()
    note.unlink(missing_ok=True)
    failure = run_notebook(path, executed, folder / "charts")
    print(f"{time.monotonic() - start:.0f} s", flush=True)
    if failure:
        raise NotRun(f"The notebook {path} stopped. {failure}")
    note.write_text(wanted, encoding="utf-8")
    return executed


def _checksum(path: Path, common: str) -> str:
    return hashlib.sha256(common.encode() + path.read_bytes()).hexdigest()
