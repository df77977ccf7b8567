"""The whole way in one call: an article in, every table out, to look at in a notebook or to write to a folder."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analysis.actors import find_actors, load_actors
from analysis.articles import Article, load_article
from analysis.concepts import load_concepts
from analysis.correcting import as_table, correct_statements
from analysis.correcting_stances import correct_stances
from analysis.placing import fit_corrections
from analysis.sentiment import score_sentiment
from analysis.stance import score_stances
from analysis.statements import find_statements


@dataclass(frozen=True, repr=False)
class Analysis:
    """An article with the tables made from it. As the last line of a notebook cell it shows itself.

    Attributes:
        article: the article; every offset in the tables is one into ``article.text``.
        actors: who is who (name, type, party, aliases).
        statements: who said what, in reading order.
        sentiment: how each statement sounds.
        stances: where each speaker stands towards whom or what.
        corrections: what became of each correction by hand (see ``apply_corrections``); None where none were given.
        concepts: the concepts that the stances were scored with, and ``reader``, who read them; so that corrections
            can be applied later.
    """

    article: Article
    actors: pd.DataFrame
    statements: pd.DataFrame
    sentiment: pd.DataFrame
    stances: pd.DataFrame
    corrections: pd.DataFrame | None = None
    concepts: pd.DataFrame | None = None
    reader: str = "both"

    def __repr__(self) -> str:
        parties = self.statements["party"].dropna().nunique()
        return (
            f"<Analysis of {self.article.id!r}: {len(self.statements)} statements, {parties} parties, "
            f"{len(self.stances)} stances>"
        )

    def _repr_html_(self) -> str:
        """The article with its statements marked, the tables and the charts, for a notebook."""
        from analysis.page import notebook_html

        return notebook_html(self)

    def to_folder(self, path: str | Path) -> Path:
        """Write everything to a folder, so that it can be kept, passed on and read without this program.

        Args:
            path: the folder; made if it is not there. Files of an earlier run are replaced, each in one step; other
                files in the folder are left alone.

        Returns:
            The page to open first, ``index.html``: one file that needs no other and asks no host for anything, in which
            every number leads to the statements behind it. Beside it stand each table as CSV (UTF-8 with BOM; a text
            that a spreadsheet would take for a formula gets a leading apostrophe) and as JSONL (exact), ``charts/``
            with each chart as PNG and SVG, ``conflict.graphml`` and ``congruence.graphml`` for programs that draw
            networks, and ``dna.csv``, a table under the columns of the Discourse Network Analyzer (``analysis.dna``).
            Where corrections were given, one more table, ``corrections-applied``, tells what became of each.

        Raises:
            NotADirectoryError: ``path``, or ``charts`` in it, is a file or leads out of the folder.
            OSError: the folder can't be written to.
        """
        from analysis.export import write_folder

        return write_folder(self, path)


def analyse(
    article: Article | str | Path,
    *,
    actors: pd.DataFrame | str | Path | None = None,
    concepts: pd.DataFrame | str | Path | None = None,
    corrections: pd.DataFrame | str | Path | None = None,
    reader: str = "both",
    on_step: Callable[[str], object] = lambda step: None,
) -> Analysis:
    """Find who said what in an article, how it sounds, and where the speakers stand towards each other.

    Args:
        article: an article that is loaded already, or the path of one (see ``load_article``).
        actors: who is who, a table or the path of a CSV file (name, actor_type, party, aliases). None: the actors are
            found in the text, and each is a party of its own unless the text says more.
        concepts: what the positions are about, besides the other actors: a table or the path of a CSV file. None: the
            stances are towards actors only.
        corrections: corrections by hand, a table or the path of a CSV file (see ``review``). Statements are mended
            before tone and stance are scored, stances after; rows that were changed have True in a column
            ``corrected``, and the result's table ``corrections`` tells which ones no longer fit.
        reader: who reads the stances: "both", or "rules" or "model" alone (see ``score_stances``).
        on_step: called with the name of each step as it begins: load, actors, statements, sentiment, stances. To show
            how far it is, or to tell where it failed.

    Returns:
        The article and its tables. Where the text holds no statement the tables are empty, with all their columns.

    Raises:
        ArticleError: the article, or a file given with it, can't be loaded; a sentence that names the file and the
            fault.

    Example:
        >>> result = analyse(load_article(text="Mira Halloran said the dam was safe."))
        >>> result.statements[["speaker", "cue"]].values.tolist()
        [['Mira Halloran', 'said']]
    """
    on_step("load")
    if not isinstance(article, Article):
        article = load_article(article)
    if concepts is not None and not isinstance(concepts, pd.DataFrame):
        concepts = load_concepts(concepts)
    if corrections is not None:
        corrections = as_table(corrections)
    on_step("actors")
    if actors is None:
        actors = find_actors(article)
    elif not isinstance(actors, pd.DataFrame):
        actors = load_actors(actors)
    on_step("statements")
    statements = find_statements(article, actors)
    if corrections is not None:
        fitted = fit_corrections(article, statements, corrections)
        statements, fitted = correct_statements(article, statements, fitted, actors)
    on_step("sentiment")
    sentiment = score_sentiment(statements)
    on_step("stances")
    stances = score_stances(article, statements, actors, concepts, reader=reader)
    if corrections is not None:
        stances, corrections = correct_stances(article, stances, statements, fitted, actors)
    return Analysis(article, actors, statements, sentiment, stances, corrections, concepts, reader)
