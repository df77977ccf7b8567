"""A corpus that was analysed, as tables: whole in pandas, or lazily in Dask where they don't fit into memory."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from html import escape
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from analysis.corpus_folder import TABLES, CorpusError, Folder
from analysis.parquet import from_arrow, schema

if TYPE_CHECKING:
    import dask.dataframe as dd


@dataclass(frozen=True, repr=False)
class Corpus:
    """The tables of a corpus. Each is read from its folder when it is first asked for, and then kept.

    A row belongs to an article by the column ``article``; (article, statement) is the key of a statement. Offsets are
    ones into the text of that article, as ``load_article`` gives it.

    Attributes:
        folder: where the tables lie; any program that knows Parquet opens them.
        manifest: what was asked, with which versions, and how many rows each table has.
    """

    folder: Path
    manifest: dict

    @cached_property
    def articles(self) -> pd.DataFrame:
        """What was analysed: article, name, title, date, source, characters, paragraphs, statements, stances, warning.

        ``warning`` is what ``load_article`` warned about, such as a text that does not look like English.
        """
        return self.table("articles")

    @cached_property
    def actors(self) -> pd.DataFrame:
        """Who was found in each article: article, name, actor_type, party, aliases; empty where actors were given."""
        return self.table("actors")

    @cached_property
    def statements(self) -> pd.DataFrame:
        """Who said what."""
        return self.table("statements")

    @cached_property
    def sentiment(self) -> pd.DataFrame:
        """How each statement sounds."""
        return self.table("sentiment")

    @cached_property
    def stances(self) -> pd.DataFrame:
        """Where each speaker stands towards whom or what."""
        return self.table("stances")

    @cached_property
    def errors(self) -> pd.DataFrame:
        """What could not be analysed: article, name, step (load, actors, statements, sentiment, stances), error."""
        return self.table("errors")

    def table(self, name: str) -> pd.DataFrame:
        """Read a whole table.

        Args:
            name: "articles", "actors", "statements", "sentiment", "stances" or "errors".

        Returns:
            A new table, in the order in which the articles were given, with the same dtypes as that of one article.

        Raises:
            ValueError: there is no such table.
        """
        files = self._files(name)
        return from_arrow(name, pa.concat_tables([schema(name).empty_table(), *map(_read, files)]))

    def lazy(self, name: str) -> dd.DataFrame:
        """A table as a Dask dataframe, which reads a part when it is needed: for what does not fit into memory.

        Args:
            name: as for ``table``.

        Returns:
            A Dask dataframe, one partition a part, with the same dtypes; what values a category has is known when it
            is computed.

        Raises:
            ValueError: there is no such table.
        """
        import dask
        import dask.dataframe as dd

        files = self._files(name)
        meta = from_arrow(name, schema(name).empty_table())
        if not files:
            return dd.from_pandas(meta, npartitions=1)
        with dask.config.set({"dataframe.convert-string": False}):  # it would make texts of lists
            lazy = dd.from_map(_read_part, files, name=name, meta=meta)
            for column in meta.select_dtypes("category"):
                lazy[column] = lazy[column].cat.as_unknown()
        return lazy

    def _files(self, name: str) -> list[Path]:
        if name not in TABLES:
            raise ValueError(f"A corpus has the tables {', '.join(TABLES)}, not {name!r}.")
        return [Folder(self.folder).table(name, part) for part in range(self.manifest["parts"])]

    def __repr__(self) -> str:
        rows = self.manifest["rows"]
        return (
            f"<Corpus in {str(self.folder)!r}: {rows['articles']:,} articles analysed, {rows['errors']:,} errors, "
            f"{rows['statements']:,} statements, {rows['stances']:,} stances>"
        )

    def _repr_html_(self) -> str:
        """The counts, and the first errors, for a notebook."""
        shown = f"<p>{escape(repr(self)[1:-1])}</p>"
        if self.manifest["rows"]["errors"]:
            shown += self.errors.head(10).to_html(index=False)
        return shown


def _read(file: Path) -> pa.Table:
    return pq.ParquetFile(file).read()


def _read_part(file: Path, name: str) -> pd.DataFrame:
    return from_arrow(name, _read(file))


def load_corpus(out: str | PathLike[str]) -> Corpus:
    """Open a corpus that ``analyse_corpus`` finished.

    Args:
        out: its folder.

    Returns:
        The corpus; no table is read yet.

    Raises:
        CorpusError: there is none in the folder, or it is not finished.
    """
    folder = Folder(Path(out).expanduser().absolute())
    told = folder.read_manifest()
    if told is None:
        raise CorpusError(f"There is no corpus in {folder.path}: analyse_corpus makes one.")
    if not told["complete"]:
        raise CorpusError(f"The corpus in {folder.path} is not finished: call analyse_corpus again, and it goes on.")
    return Corpus(folder.path, told)
