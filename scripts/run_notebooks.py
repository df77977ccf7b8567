"""Run the notebooks in order and make their pages: what `make notebooks` does.

Each notebook is run from top to bottom by `jupyter nbconvert --execute`, with the kernel of this very Python. Its page
goes to build/html/, its charts to build/charts/ (`charts.save_chart` reads the folder from STANDPOINTS_CHARTS), and
what is a widget in JupyterLab is a still page there (STANDPOINTS_STATIC). The first cell that fails ends the run, and
is told in words.

    python scripts/run_notebooks.py [NOTEBOOK ...]
"""

from __future__ import annotations

import argparse
import html
import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOKS = ROOT / "notebooks"
BUILD = ROOT / "build"

PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Standpoints: the notebooks</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
body {{ font: 1.05rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #222; }}
figure {{ margin: 2rem 0; }} img {{ max-width: 100%; height: auto; }} figcaption {{ color: #555; }}
</style></head><body>
<h1>Standpoints</h1>
<p>The notebooks, as they ran on {date}.</p>
<ol>
{pages}
</ol>
{charts}
</body></html>
"""

#: nbconvert's own page, in which the cells that JupyterLab folds away are folded too
FOLDED = """
{%- extends "index.html.j2" -%}
{%- block input_group -%}
{%- if "hide-input" in cell.metadata.get("tags", []) -%}
<details style="margin-left: 6em"><summary>Solution</summary>{{ super() }}</details>
{%- else -%}{{ super() }}{%- endif -%}
{%- endblock input_group -%}
"""


class Failure(NamedTuple):
    """Why a notebook did not run to its end: the number of the code cell (None: not a cell's fault), and the error."""

    cell: int | None
    source: str
    error: str

    def __str__(self) -> str:
        if self.cell is None:
            return self.error
        code = "\n".join(f"    {line}" for line in self.source.splitlines())
        return f"Code cell {self.cell} failed with {self.error}\nThe cell is:\n{code}"


def run_notebook(path: Path, executed: Path, charts: Path) -> Failure | None:
    """Run one notebook with nbconvert, in the notebook's own folder.

    Args:
        path: the notebook; it is not changed.
        executed: where the notebook with its outputs is written.
        charts: the folder for the charts that it saves.

    Returns:
        None if every cell ran, else the first failure.
    """
    executed.parent.mkdir(parents=True, exist_ok=True)
    charts.mkdir(parents=True, exist_ok=True)
    executed.unlink(missing_ok=True)
    environment = {
        **os.environ,
        "STANDPOINTS_CHARTS": str(charts.resolve()),
        # Widgets need a program behind them: a page gets what they show as a still page.
        "STANDPOINTS_STATIC": "1",
        # The notebooks find the package of this folder, and the kernel is this Python's, whatever the user has set up.
        "PYTHONPATH": os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")])),
        "JUPYTER_PREFER_ENV_PATH": "1",
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    }
    environment.pop("JUPYTER_PATH", None)
    command = [sys.executable, "-m", "jupyter", "nbconvert", "--execute", "--allow-errors", "--to", "notebook"]
    command += ["--ExecutePreprocessor.timeout=600", "--output-dir", str(executed.parent.resolve())]
    command += ["--output", executed.name, str(path.resolve())]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, encoding="utf-8", errors="replace")
    if done.returncode or not executed.exists():
        last = (done.stderr.strip() or "nbconvert said nothing").splitlines()[-1]
        return Failure(None, "", f"nbconvert could not run it: {last}")
    return find_failure(json.loads(executed.read_text(encoding="utf-8")))


def find_failure(notebook: dict) -> Failure | None:
    """Find the first cell of an executed notebook that ended in an error (numbered from 1, code cells only)."""
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    for number, cell in enumerate(code, 1):
        for output in cell.get("outputs", []):
            expected = "raises-exception" in cell.get("metadata", {}).get("tags", [])
            if output["output_type"] == "error" and not expected:
                return Failure(number, "".join(cell["source"]), f"{output['ename']}: {output['evalue']}")
    return None


def title_of(notebook: dict, otherwise: str) -> str:
    """Read a notebook's title: its first heading."""
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            heading = re.search(r"^#\s+(.+)$", "".join(cell["source"]), re.MULTILINE)
            if heading:
                return heading.group(1).strip()
    return otherwise


def write_page(executed: Path, page: Path) -> None:
    """Write the page of an executed notebook, its solutions folded."""
    from nbconvert import HTMLExporter

    text, _ = HTMLExporter(raw_template=FOLDED).from_filename(str(executed))
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(text, encoding="utf-8")


def alt_of(svg: Path) -> str:
    """Read the alternative text of a chart: the SVG's desc; its name where it has none."""
    found = re.search(r"<desc\b[^>]*>(.*?)</desc>", svg.read_text(encoding="utf-8"), re.DOTALL)
    return " ".join(html.unescape(found.group(1)).split()) if found else svg.stem


def write_index(titles: dict[str, str], build: Path) -> Path:
    """Write the page to open first: the notebooks' pages by title, and the charts below."""
    item = '<li><a href="{}">{}</a></li>'.format
    figure = '<figure><a href="../charts/{0}.svg"><img src="../charts/{0}.png" alt="{1}"></a></figure>'.format
    charts = {path.stem: alt_of(path) for path in sorted((build / "charts").glob("*.svg"))}
    index = build / "html" / "index.html"
    index.parent.mkdir(parents=True, exist_ok=True)
    index.write_text(
        PAGE.format(
            date=time.strftime("%Y-%m-%d"),
            pages="\n".join(item(html.escape(f"{name}.html"), html.escape(title)) for name, title in titles.items()),
            charts="\n".join(
                ["<h2>The charts</h2>"] * bool(charts) + [figure(*map(html.escape, chart)) for chart in charts.items()]
            ),
        ),
        encoding="utf-8",
    )
    return index


def main(arguments: list[str] | None = None) -> int:
    """Run the notebooks; 0 if all of them ran, else 1."""
    parser = argparse.ArgumentParser(description="Run the notebooks in order and make their pages.")
    parser.add_argument("notebooks", nargs="*", type=Path, help="default: all in notebooks/")
    parser.add_argument("--build", type=Path, default=BUILD, help="where pages and charts go (default: build)")
    options = parser.parse_args(arguments)
    notebooks = options.notebooks or sorted(NOTEBOOKS.glob("*.ipynb"))
    if not notebooks:
        print("There is no notebook in notebooks/.")
        return 1
    for old in [*(options.build / "charts").glob("*.[ps][nv]g"), *(options.build / "html").glob("*.html")]:
        old.unlink()
    titles: dict[str, str] = {}
    begun = time.monotonic()
    from keep_executed import checksum_of_sources, keep

    sources = checksum_of_sources()
    for number, path in enumerate(notebooks, 1):
        print(f"{number}/{len(notebooks)} {path.stem} ... ", end="", flush=True)
        start = time.monotonic()
        executed = options.build / "executed" / path.name
        failure = run_notebook(path, executed, options.build / "charts")
        print(f"{time.monotonic() - start:.0f} s", flush=True)
        if failure:
            print(f"\nThe notebook {path} stopped. {failure}")
            return 1
        keep(path, sources, executed.parent)  # `make site` and `make slides` need not run it again
        write_page(executed, options.build / "html" / f"{path.stem}.html")
        titles[path.stem] = title_of(json.loads(executed.read_text(encoding="utf-8")), path.stem)
    index = write_index(titles, options.build)
    charts = len(list((options.build / "charts").glob("*.svg")))
    seconds = time.monotonic() - begun
    print(
        f"\n{len(notebooks)} notebooks in {seconds:.0f} s; {charts} charts (PNG and SVG) in {options.build / 'charts'}."
    )
    print(f"Open this page first: {index}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
