"""Run notebook 07 on an article and make one page of it: what `make report ARTICLE=path` does.

    python scripts/make_report.py ARTICLE [--actors CSV] [--concepts CSV] [--out PAGE]

papermill runs the notebook with these parameters; the page holds its charts and tables itself, runs no script, and asks
no host for anything. Without --out it is build/reports/NAME.html, NAME being the article's.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from run_notebooks import Failure, find_failure

from analysis import ArticleError, load_actors, load_article, load_concepts

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOK = ROOT / "notebooks" / "07-your-own-article.ipynb"
#: the tags of what is there to teach, and not for a report
LESSON = {"lesson", "solution"}
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:"


def make_report(article: Path, page: Path, actors: Path | None = None, concepts: Path | None = None) -> Failure | None:
    """Run the notebook on an article and write its page.

    Args:
        article: the article.
        page: where the page is written, in one step; its folder is made.
        actors: a table of actors, or None.
        concepts: a table of concepts, or None.

    Returns:
        None if the page was written, else why not.

    Raises:
        OSError: the page can't be written.
    """
    files = {"ARTICLE": article, "ACTORS": actors, "CONCEPTS": concepts}
    given = [part for name, path in files.items() for part in ("-r", name, str(path.resolve()) if path else "")]
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")])),
        "JUPYTER_PREFER_ENV_PATH": "1",
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    }
    page.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        report, executed = Path(folder) / "report.ipynb", Path(folder) / "executed.ipynb"
        report.write_text(json.dumps(without_lesson(json.loads(NOTEBOOK.read_text(encoding="utf-8")))), "utf-8")
        command = [sys.executable, "-m", "papermill", str(report), str(executed), "--cwd", str(NOTEBOOK.parent)]
        command += ["--kernel", "python3", "--no-progress-bar", "--no-log-output", *given]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, errors="replace")
        failure = find_failure(json.loads(executed.read_text("utf-8"))) if executed.exists() else None
        if done.returncode or failure:
            last = (done.stderr.strip() or "papermill said nothing").splitlines()[-1]
            return failure or Failure(None, "", last)
        text = page_of(executed, load_article(article).title or NOTEBOOK.stem)
    aside = page.with_name(f".{page.name}.part")
    aside.write_text(text, encoding="utf-8")
    os.replace(aside, page)
    return None


def without_lesson(notebook: dict) -> dict:
    """The notebook without what is there to teach: prose on the notebook itself, exercises and their solutions."""
    cells = [cell for cell in notebook["cells"] if not LESSON & set(cell["metadata"].get("tags", []))]
    return {**notebook, "cells": cells}


def page_of(executed: Path, title: str) -> str:
    """The page of the executed notebook: no code, no script, nothing from elsewhere."""
    import nbformat
    from nbconvert import HTMLExporter

    exporter = HTMLExporter(exclude_input=True, exclude_input_prompt=True, exclude_output_prompt=True)
    notebook = nbformat.read(executed, as_version=4)
    text, _ = exporter.from_notebook_node(notebook, resources={"metadata": {"name": title}})
    text = re.sub(r"<script\b.*?</script>", "", text, flags=re.DOTALL | re.IGNORECASE)
    text = re.sub(r"<link\b[^>]*>", "", text, flags=re.IGNORECASE)
    return text.replace("<head>", f'<head><meta http-equiv="Content-Security-Policy" content="{POLICY}">', 1)


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("article", type=Path)
    parser.add_argument("--actors", type=Path)
    parser.add_argument("--concepts", type=Path)
    parser.add_argument("--out", type=Path)
    given = parser.parse_args(argv)
    try:  # what is wrong with a file is told before a kernel starts
        article = load_article(given.article)
        for load, path in ((load_actors, given.actors), (load_concepts, given.concepts)):
            if path:
                load(path)
    except ArticleError as error:
        print(error, file=sys.stderr)
        return 1
    page = given.out or ROOT / "build" / "reports" / f"{article.id}.html"
    print(f"Reading {given.article} ...", flush=True)
    if failure := make_report(given.article, page, given.actors, given.concepts):
        print(f"The report could not be made. {failure}", file=sys.stderr)
        return 1
    print(f"Written: {page}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
