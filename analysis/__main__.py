"""``python -m analysis``: articles in, a folder of tables, charts and a page for each out, without a notebook."""

from __future__ import annotations

import argparse
import sys
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from analysis.report import Analysis
    from analysis.sources import Source

DESCRIPTION = """\
Find who said what in news articles, how it sounds, and who stands where about whom.

An ARTICLE is a text file, a Markdown file or a saved web page (.txt, .md, .html), a folder of such files, a pattern in
quotation marks ("news/*.txt"), or a file with many articles (.jsonl, .csv, .parquet; with a column "text"). For each
article a folder is made in DIR. Open the index.html in it first. Nothing leaves your computer."""

EPILOG = """\
examples:
  python -m analysis my-article.txt --out results
  python -m analysis news/ --out results --actors my-actors.csv --format csv

exit codes:
  0  every article was analysed
  1  some article could not be analysed; each is named, the others are written
  2  the command was not understood, or an input is not there: nothing was analysed"""

FORMATS = ("csv", "jsonl", "parquet")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command.

    Args:
        argv: its words; None: those that the program was started with.

    Returns:
        The exit code (see EPILOG); 130 after Ctrl-C.
    """
    given = _parser().parse_args(argv)
    try:
        return _run(given)
    except KeyboardInterrupt:
        print("Stopped. What was written so far is whole.", file=sys.stderr)
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m analysis",
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("articles", nargs="+", metavar="ARTICLE", help="an article, or many (see above)")
    parser.add_argument("--out", required=True, type=Path, metavar="DIR", help="the folder for the results")
    parser.add_argument("--actors", type=Path, metavar="CSV", help="a table of who is who; without it they are found")
    parser.add_argument("--concepts", type=Path, metavar="CSV", help="a table of what the positions are about")
    parser.add_argument("--corrections", type=Path, metavar="CSV", help="decisions by hand, as review() keeps them")
    parser.add_argument(
        "--format", choices=FORMATS, help="write only the tables, as files of this kind; without it: all there is"
    )
    return parser


def _run(given: argparse.Namespace) -> int:
    from tqdm import tqdm

    from analysis.actors import load_actors
    from analysis.concepts import load_concepts
    from analysis.corrections import load_corrections
    from analysis.files import ArticleError
    from analysis.sources import find_sources

    try:
        actors = load_actors(given.actors) if given.actors else None
        concepts = load_concepts(given.concepts) if given.concepts else None
        corrections = load_corrections(given.corrections) if given.corrections else None
        tables = {"actors": actors, "concepts": concepts, "corrections": corrections}
        sources = find_sources(given.articles[0] if len(given.articles) == 1 else given.articles)
        given.out.mkdir(parents=True, exist_ok=True)
    except (ArticleError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    written = failed = statements = stances = 0
    bar = tqdm(sources, unit="article", disable=None)
    for source in bar:
        try:
            found = _one(source, tables, given.out, given.format)
        except (ArticleError, OSError) as error:
            failed += 1
            bar.write(str(error), file=sys.stderr)
            continue
        except Exception as error:  # one article's fault is not the others'
            failed += 1
            bar.write(f"{source.name} could not be analysed: {type(error).__name__}: {error}", file=sys.stderr)
            continue
        written += 1
        statements += len(found.statements)
        stances += len(found.stances)
    bar.close()
    told = f"Written to {given.out}: {_count(written, 'article')}, {_count(statements, 'statement')}, "
    print(f"{told}{_count(stances, 'stance')}." + (f" Not analysed: {_count(failed, 'article')}." if failed else ""))
    return 1 if failed else 0


def _one(source: Source, tables: Mapping[str, pd.DataFrame | None], out: Path, kind: str | None) -> Analysis:
    """Analyse one article and write it."""
    from analysis.report import analyse

    with warnings.catch_warnings():
        warnings.showwarning = lambda message, *_: print(f"Warning: {message}", file=sys.stderr)
        article = source.load()
    analysis = analyse(article, **tables)
    folder = out / source.id
    if kind is None:
        analysis.to_folder(folder)
    else:
        _tables(analysis, folder, kind)
    return analysis


def _tables(analysis: Analysis, folder: Path, kind: str) -> None:
    """Write the tables alone, in one format."""
    from analysis.export import APPLIED, csv_text, jsonl_text, tables_of, write_file
    from analysis.parquet import by_hand_to_arrow, to_bytes

    folder.mkdir(parents=True, exist_ok=True)
    if analysis.corrections is None:  # those of an earlier run are not of this one
        (folder / f"{APPLIED}.{kind}").unlink(missing_ok=True)
    for name, table in tables_of(analysis).items():
        if kind == "csv":
            content = csv_text(table).encode("utf-8-sig", "replace")
        elif kind == "jsonl":
            content = jsonl_text(table).encode("utf-8")
        else:
            content = to_bytes(by_hand_to_arrow(name, table.assign(article=analysis.article.id)))
        write_file(folder / f"{name}.{kind}", content)


def _count(n: int, word: str) -> str:
    return f"{n:,} {word}{'' if n == 1 else 's'}"


if __name__ == "__main__":
    sys.exit(main())
