"""One writer at a time: a lock that the system takes back when its holder dies, and writing that survives a crash."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None
    import msvcrt

#: how long a writer waits for another one, in seconds.
PATIENCE = 20.0


@contextmanager
def locked(path: Path, patience: float = PATIENCE) -> Iterator[None]:
    """Hold the lock of a file while it is read, changed and written again.

    The lock is on an empty file beside it, ``.NAME.lock``, which stays there: removing it while another process waits
    for it would let two in. It is the system's own lock, so one that is killed leaves nothing locked.

    Args:
        path: the file to be written.
        patience: how long to wait for another process, in seconds.

    Raises:
        TimeoutError: another process has held it all that time.
        OSError: the folder can't be written to.
    """
    with (path.parent / f".{path.name}.lock").open("a+b") as file:
        until = time.monotonic() + patience
        while not _take(file):
            if time.monotonic() > until:
                raise TimeoutError(f"{path} is being written by another program; nothing was saved. Try again.")
            time.sleep(0.02)
        try:
            yield
        finally:
            _release(file)


def _take(file: IO[bytes]) -> bool:
    try:
        if fcntl is not None:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        else:
            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    except (BlockingIOError, PermissionError):
        return False
    return True


def _release(file: IO[bytes]) -> None:
    if fcntl is not None:
        fcntl.flock(file, fcntl.LOCK_UN)
    else:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)


def write_through(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, and return only when it is on the disk: a crash after that loses nothing.

    Args:
        path: the file; one that is there is replaced in one step and keeps its rights; a link is replaced, not
            followed.
        content: all of it.

    Raises:
        OSError: it can't be written; the old file is as it was.
    """
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask())
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    if hasattr(os, "O_DIRECTORY"):  # the new name must be on the disk too; Windows has no such call
        folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
