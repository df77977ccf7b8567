"""Where a corpus is analysed: on this machine's cores, or on the workers of a Dask cluster."""

from __future__ import annotations

import importlib.util
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import dask
from dask.utils import parse_bytes

from analysis.corpus_folder import CorpusError

if TYPE_CHECKING:
    from distributed import Client

#: how Dask is set for workers of our own
_SETTINGS = {
    # a part whose worker ended is given to another one; the journal tells when an article is at fault
    "distributed.scheduler.allowed-failures": 1_000_000,
    # a worker that ended is started anew, however long that takes; after this time it would be given up
    "distributed.deploy.lost-worker-timeout": "365 days",
    # a worker holds one small part: there is nothing to move to the disk, and one that waits for memory waits for ever
    "distributed.worker.memory.target": False,
    "distributed.worker.memory.spill": False,
    "distributed.worker.memory.pause": False,
    # the profiler keeps a tree of calls for each second of the last hour: hundreds of megabytes
    "distributed.worker.profile.enabled": False,
}


@contextmanager
def connect(client: Client | str | int | None, memory: str | int, scratch: Path) -> Iterator[Client]:
    """Give a client of the cluster that was asked for; what was started here is stopped at the end.

    Args:
        client: None for a worker on each core of this machine (fewer where they would not fit into its memory), a
            number for so many workers, the address of a scheduler, or a client.
        memory: the most that a worker of our own may take.
        scratch: a folder for what Dask writes on this machine.

    Yields:
        The client.

    Raises:
        CorpusError: the scheduler can't be reached, or ``client`` or ``memory`` is none of these.
    """
    from distributed import Client, LocalCluster

    if isinstance(client, Client):
        yield client
    elif isinstance(client, str):
        try:
            mine = Client(client, set_as_default=False)
        except (OSError, ValueError) as error:
            raise CorpusError(f"There is no Dask scheduler at {client!r}: {error}.") from None
        with mine:
            yield mine
    else:
        limit, workers = _share(client, memory)
        with (
            dask.config.set(_SETTINGS),
            LocalCluster(
                n_workers=workers,
                threads_per_worker=1,
                processes=True,
                memory_limit=limit,
                dashboard_address=":0",
                local_directory=str(scratch),
                # that a worker ended stands in the table of errors, where an article was the cause
                silence_logs=logging.CRITICAL,
            ) as cluster,
            Client(cluster, set_as_default=False) as mine,
        ):
            yield mine


def _share(workers: int | None, memory: str | int) -> tuple[int, int]:
    """How much memory each worker may take, and how many workers there are."""
    from dask.system import CPU_COUNT
    from distributed.system import MEMORY_LIMIT

    try:
        limit = parse_bytes(memory)
    except ValueError:
        raise CorpusError(f"memory= is written like '4 GiB', not {memory!r}.") from None
    if workers is None:
        # a worker with its models takes about 0.7 GB; it and the rest of the machine need some air
        workers = max(1, min(CPU_COUNT, MEMORY_LIMIT // parse_bytes("1.5 GiB")))
    elif isinstance(workers, bool) or not isinstance(workers, int) or workers < 1:
        raise CorpusError(
            "client= is None, a number of workers, the address of a scheduler, or a distributed.Client, "
            f"not {workers!r}."
        )
    return min(limit, MEMORY_LIMIT // workers), workers


def threads(client: Client) -> int:
    """How many parts the cluster can work on at once."""
    return sum(client.nthreads().values())


def dashboard(client: Client) -> str | None:
    """The address of the Dask dashboard; None where the scheduler shows none, since it needs the library bokeh."""
    try:
        shown = client.run_on_scheduler(_has_bokeh)
    except Exception:  # a scheduler may forbid it; the analysis needs no dashboard
        return None
    return client.dashboard_link or None if shown else None


def _has_bokeh() -> bool:
    return importlib.util.find_spec("bokeh") is not None
