"""What a worker does with a part of a corpus: each article through all steps, then the part's tables in one go."""

from __future__ import annotations

import ctypes
import gc
import hashlib
import json
import os
import pickle
import re
import socket
import sys
import threading
import warnings
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

import pandas as pd
import pyarrow as pa

from analysis import language, trees
from analysis.articles import Article, ArticleError, load_article
from analysis.corpus_folder import TABLES, CorpusError, Folder
from analysis.corpus_journal import MOST_BEFORE, Journal
from analysis.corpus_manifest import versions
from analysis.parquet import schema, to_arrow, to_bytes
from analysis.report import Analysis, analyse

if TYPE_CHECKING:
    from analysis.sources import Source

#: a sentence that every step has work with, so that each loads what it needs before the first clock starts
_SAMPLE = "Mira Halloran condemned Velia and said on Monday that the reckless Norland ruins the talks on the dam."
#: after so many new words the pipeline is loaded anew: it keeps each that it meets, about a kilobyte a word
MOST_NEW_WORDS = 5_000
#: an error is told in a sentence, not in a page
_LONGEST_ERROR = 500
#: one part at a time in a process: spaCy and the watchdog are the process's
_one_at_a_time = threading.Lock()
#: the runs (folder and giver) for which this process has its models loaded
_tried: set[tuple[str, tuple[str, int]]] = set()


@dataclass(frozen=True)
class Order:
    """What the workers are to do with every article.

    Attributes:
        folder: the corpus's folder, as the workers see it.
        actors: who is who in all articles; None: found in each.
        concepts: what the positions are about; None: actors only.
        reader: who reads the stances (see ``score_stances``).
        seconds: the limit for one article.
        versions: the versions that all workers must have.
        giver: the process that gives the order.
    """

    folder: str
    actors: pd.DataFrame | None
    concepts: pd.DataFrame | None
    reader: str
    seconds: float
    versions: dict[str, str]
    giver: tuple[str, int]


def this_process() -> tuple[str, int]:
    """The machine's name and the number of the process."""
    return socket.gethostname(), os.getpid()


def analyse_part(order: Order, part: int) -> int:
    """Analyse a part and write its tables; done again, it gives the same bytes.

    Args:
        order: what is to be done with every article.
        part: the number of the part, whose sources are in the folder's listing.

    Returns:
        How many of its articles became errors.

    Raises:
        CorpusError: this worker can't do it: it has another version of the package or of a library, it is no process
            of its own, it doesn't see the folder, or it ended again and again before the first article.
    """
    folder = Folder(order.folder)
    _check(order, folder, part)
    if folder.is_done(part):  # Dask asks again where a worker ended before it could hand on its answer
        return json.loads(folder.mark(part).read_bytes())["errors"]
    with _one_at_a_time, Journal(folder, part, order.seconds) as journal:
        if journal.before >= MOST_BEFORE:
            raise CorpusError(
                f"A worker ended {journal.before} times before it read its first article. Most likely its memory does "
                "not suffice for the language models: give each worker at least 2 GB."
            )
        _let_words_go()
        make = _ready(order)
        sources = pickle.loads(folder.listing(part).read_bytes())
        tables: dict[str, list[pa.Table]] = {name: [schema(name).empty_table()] for name in TABLES}
        told = hashlib.sha256()
        for number, source in enumerate(sources):
            fault = journal.faults.get(number)
            made = _error(source, *fault) if fault else _analyse(source, number, journal, make)
            told.update(made.pop("told", b"-"))
            if order.actors is not None:
                made.pop("actors", None)  # the same for all: whoever gave them has them
            for name, table in made.items():
                tables[name].append(table)
        return _write(folder, part, len(sources), {n: pa.concat_tables(t) for n, t in tables.items()}, told.hexdigest())


def _check(order: Order, folder: Folder, part: int) -> None:
    if order.giver == this_process():
        raise CorpusError(
            "The workers run inside this process, where an article that hangs would stop everything. Start them as "
            "processes of their own: Client(processes=True, threads_per_worker=1)."
        )
    if order.versions != versions():
        other = [f"{n} {v}" for n, v in versions().items() if order.versions.get(n) != v]
        raise CorpusError(f"A worker has other versions than the one who asks: {', '.join(other)}.")
    if not folder.listing(part).exists():
        raise CorpusError(
            f"A worker does not see {folder.listing(part)}. The folder must lie where all workers find it under the "
            "same name, such as a shared disk."
        )


def _let_words_go() -> None:
    """Keep memory flat in the number of articles: let go of the words of those that were read.

    The C library keeps what was freed in small pieces between large ones, too, unless it is told to give it back.
    """
    if len(language.load_pipeline().vocab.strings) - _words_at_first() > MOST_NEW_WORDS:
        trees.forget()
        _tried.clear()
        gc.collect()
    if sys.platform == "linux" and hasattr(c := ctypes.CDLL(None), "malloc_trim"):  # it is glibc's
        c.malloc_trim(0)


@lru_cache(maxsize=1)
def _words_at_first() -> int:
    return len(language.load_pipeline().vocab.strings)


#: what makes an analysis of an article, telling its steps
_Make = Callable[[Article, Callable[[str], None]], Analysis]


def _ready(order: Order) -> _Make:
    """How to analyse an article; tried at first, so that the models are loaded and what was given is known to serve."""

    def make(article: Article, on_step: Callable[[str], None] = lambda step: None) -> Analysis:
        return analyse(article, actors=order.actors, concepts=order.concepts, reader=order.reader, on_step=on_step)

    if (run := (order.folder, order.giver)) not in _tried:
        make(load_article(text=_SAMPLE))
        _tried.add(run)
    return make


def _analyse(source: Source, number: int, journal: Journal, make: _Make) -> dict:
    """The tables of one article, or its error, and a digest of what was read."""
    step = "load"

    def on_step(name: str) -> None:
        nonlocal step
        step = name
        journal.note(number, name)

    journal.begin(number)
    try:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            article = replace(source.load(), id=source.id)
            said = " ".join(str(one.message) for one in caught if issubclass(one.category, UserWarning))
            return _tables(source, make(article, on_step), said)
    except CorpusError:
        raise
    except BaseException as error:  # an article must not end the run, whatever a library raises
        return _error(source, step, _sentence(error))
    finally:
        journal.end(number)


def _tables(source: Source, analysis: Analysis, warning: str) -> dict:
    article = analysis.article
    row = {
        "article": article.id,
        "name": source.name,
        "title": article.title,
        "date": article.date,
        "source": article.source,
        "characters": len(article.text),
        "paragraphs": len(article.paragraphs),
        "statements": len(analysis.statements),
        "stances": len(analysis.stances),
        "warning": warning or None,
    }
    read = (article.id, article.text, article.title, article.date, article.source)
    return {
        "told": hashlib.sha256(repr(read).encode("utf-8", "replace")).digest(),
        "articles": to_arrow("articles", pd.DataFrame([row])),
        "actors": to_arrow("actors", analysis.actors.assign(article=article.id)),
        **{name: to_arrow(name, getattr(analysis, name)) for name in ("statements", "sentiment", "stances")},
    }


def _error(source: Source, step: str, error: str) -> dict:
    row = {"article": source.id, "name": source.name, "step": step, "error": error}
    return {"errors": to_arrow("errors", pd.DataFrame([row]))}


def _sentence(error: BaseException) -> str:
    """An error in a sentence that is the same at every run."""
    if isinstance(error, MemoryError):
        return "It needed more memory than there was."
    told = " ".join(str(error).split())
    told = re.sub(r" at 0x[0-9a-fA-F]+", "", told)  # where an object lay differs from run to run
    if not isinstance(error, ArticleError):
        told = f"{type(error).__name__}: {told}" if told else type(error).__name__
    return told if len(told) <= _LONGEST_ERROR else told[: _LONGEST_ERROR - 1] + "…"


def _write(folder: Folder, part: int, sources: int, tables: dict[str, pa.Table], told: str) -> int:
    analysed, errors = len(tables["articles"]), len(tables["errors"])
    if analysed + errors != sources:
        raise AssertionError(f"{sources} articles in, but {analysed} analysed and {errors} errors")
    for name, table in tables.items():
        folder.put(folder.table(name, part), to_bytes(table))
    counts = {name: len(table) for name, table in tables.items()}
    folder.put(folder.mark(part), json.dumps({**counts, "read": told}).encode())
    return errors
