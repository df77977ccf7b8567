"""Many articles, analysed on Dask: articles in, partitioned Parquet and a table of errors out.

The corpus is cut into parts of a few articles. A part is one task of Dask's scheduler: a worker takes each of its
articles through all steps and writes the part's tables. So memory does not grow with the corpus, a run that was killed
goes on at the parts that are missing, and a worker that was killed costs one part's work, which another one does again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from concurrent.futures import CancelledError
from itertools import islice
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from analysis.actors import load_actors
from analysis.concepts import load_concepts
from analysis.corpus_cluster import connect, dashboard, threads
from analysis.corpus_folder import CorpusError, Folder
from analysis.corpus_manifest import begin, finish, versions
from analysis.corpus_reading import Corpus, load_corpus
from analysis.corpus_worker import Order, analyse_part, this_process
from analysis.sentence import READERS

if TYPE_CHECKING:
    from distributed import Client

__all__ = ["Corpus", "CorpusError", "analyse_corpus", "load_corpus"]

#: parts in Dask's hands: so many, or two a worker; a cluster that grows by need sees that there is some
_LEAST_GIVEN = 16


def analyse_corpus(
    articles: object,
    out: str | PathLike[str],
    client: Client | str | int | None = None,
    *,
    actors: pd.DataFrame | str | PathLike[str] | None = None,
    concepts: pd.DataFrame | str | PathLike[str] | None = None,
    reader: str = "both",
    seconds: float = 120,
    memory: str | int = "4 GiB",
    part: int = 8,
    progress: bool = True,
) -> Corpus:
    """Analyse any number of articles, on one core, on all, or on a cluster, and keep the tables in a folder.

    Called again with the same articles and settings, it goes on where it was; when all is done, it only reads. The
    files are the same to the byte however often a run was killed in between, and on however many workers.

    Args:
        articles: what ``find_sources`` takes: a folder, a glob, a file of many articles, or a list of such.
        out: a folder for the tables, new or from an earlier call. On a cluster it lies on a disk that all share.
        client: None: a worker on each core of this machine. A number: so many. A text: the address of the scheduler of
            a cluster ("tcp://…:8786"). Or a ``distributed.Client``.
        actors: who is who in all articles, a table or the path of a CSV file; None: found in each article by itself.
        concepts: what the positions are about, besides the actors, a table or the path of a CSV file.
        reader: who reads the stances: "both", "rules" or "model" (see ``score_stances``).
        seconds: the limit for one article, without the loading of the models. One that takes longer becomes an error.
        memory: the most that a worker on this machine may take ("4 GiB", or bytes); never more than its share of the
            machine. An article that needs more becomes an error. On a cluster its own limits hold.
        part: how many articles make a part, 1 to 10,000. Workers finish together where parts are small; for a million
            articles 1,000 gives fewer, larger files.
        progress: whether a progress bar, and the address of Dask's dashboard, which this machine serves, are shown.

    Returns:
        The corpus: ``.statements``, ``.sentiment``, ``.stances``, ``.actors``, ``.articles`` and ``.errors`` as tables.
        Each article is a row of ``articles`` or a row of ``errors``, which says at what step it failed, and why.

    Raises:
        CorpusError: the folder holds another run (other articles, settings or versions); the cluster does not serve.
        ArticleError: the articles, or the tables of actors or concepts, can't be found or read.
        ValueError: a setting is out of its range.

    In a script, call it below ``if __name__ == "__main__":``, since each worker imports the script anew. In a notebook
    nothing is needed. Workers of a cluster need this package in the same version, one thread each, and a nanny
    (``dask worker --nthreads 1``); the articles' paths must hold on all of them.

    Memory stays flat with workers that are started here. In those of a cluster of your own, Dask's profiler keeps notes
    that grow for an hour: ``dask.config.set({"distributed.worker.profile.enabled": False})``, before the cluster is
    made, leaves them out.

    Not covered: two calls into one folder at once; a change of an article that leaves size and time of its file as they
    were; machines of different kinds in one cluster, where the last bit of a number may differ.

    Example:
        .. code-block:: python

            corpus = analyse_corpus("articles/*.txt", "out")
            corpus.errors
            conflict_matrix(corpus.stances)
    """
    from analysis.sources import find_sources

    _check(reader, seconds, part)
    actors = actors if actors is None or isinstance(actors, pd.DataFrame) else load_actors(actors)
    concepts = concepts if concepts is None or isinstance(concepts, pd.DataFrame) else load_concepts(concepts)
    folder = Folder(Path(out).expanduser().absolute())
    settings = {
        "actors": _digest(actors),
        "concepts": _digest(concepts),
        "reader": reader,
        "seconds": seconds,
        "part": part,
    }
    told = begin(folder, find_sources(articles), settings)
    if not told["complete"]:
        order = Order(str(folder.path), actors, concepts, reader, seconds, versions(), this_process())
        with connect(client, memory, folder.work / "dask") as connected:
            _analyse_parts(connected, order, folder, told, progress)
    finish(folder, told)
    return load_corpus(folder.path)


def _check(reader: str, seconds: float, part: int) -> None:
    if reader not in READERS:
        raise ValueError(f"reader is one of {', '.join(READERS)}, not {reader!r}.")
    if not 0 < seconds <= 86_400:
        raise ValueError(f"seconds is the limit for one article, above 0 and at most a day, not {seconds!r}.")
    if not 1 <= part <= 10_000:
        raise ValueError(f"part is how many articles make a part, 1 to 10,000, not {part!r}.")


def _digest(table: pd.DataFrame | None) -> str | None:
    """A table's content in a few letters, to know it again."""
    return None if table is None else hashlib.sha256(table.to_csv(index=False).encode("utf-8", "replace")).hexdigest()


def _analyse_parts(client: Client, order: Order, folder: Folder, told: dict, progress: bool) -> None:
    """Have all parts analysed that are not done."""
    from tqdm.auto import tqdm

    size, count = told["settings"]["part"], told["articles"]["count"]
    with tqdm(total=count, unit="article", disable=not progress) as bar:
        if progress and (address := dashboard(client)):
            bar.write(f"Dask's dashboard: {address}")

        def missing() -> Iterator[int]:
            for part in range(told["parts"]):
                if folder.is_done(part):
                    bar.update(min(size, count - part * size))
                else:
                    yield part

        errors = 0
        for part, found in _run(client, order, missing()):
            errors += found
            bar.set_postfix(errors=errors, refresh=False)
            bar.update(min(size, count - part * size))


def _run(client: Client, order: Order, parts: Iterator[int]) -> Iterator[tuple[int, int]]:
    """Have parts analysed, a bounded number of them in Dask's hands: (part, its errors), as they come."""
    from distributed import KilledWorker, as_completed

    given: dict[str, int] = {}
    running = as_completed(loop=client.loop)

    def give(part: int) -> None:
        future = client.submit(analyse_part, order, part, pure=False)
        given[future.key] = part
        running.add(future)

    def fill() -> None:
        for part in islice(parts, max(_LEAST_GIVEN, 2 * threads(client)) - len(given)):
            give(part)

    fill()
    for future in running:
        part = given.pop(future.key)
        try:
            yield part, future.result()
        except KilledWorker:  # a cluster's own limit; the journal tells which article is at fault, if one is
            give(part)
        except CancelledError as error:
            raise CorpusError(
                "The Dask scheduler is gone. Call analyse_corpus again: it goes on where it was."
            ) from error
        fill()
