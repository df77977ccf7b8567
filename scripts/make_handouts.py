"""Make the lessons to hand out, without solutions: what `make handouts` does.

build/handouts/standpoints/ is a folder that works by itself, and standpoints.zip beside it is the same to send: the
notebooks without the cells tagged "solution" and without outputs, the data that they read, the package, the pages that
students need, and a README that tells how to start. What is there for teachers only is not in it.

    python scripts/make_handouts.py [--out FOLDER]
"""

from __future__ import annotations

import argparse
import re
import shutil
import sys
import zipfile
from pathlib import Path

import nbformat
from nbconvert.preprocessors import ClearOutputPreprocessor, TagRemovePreprocessor
from run_notebooks import BUILD, NOTEBOOKS, ROOT

NAME = "standpoints"
#: what the notebooks run on, as it is
FILES = ("pyproject.toml", "environment.yml", "LICENSE", "CITATION.cff")
FOLDERS = ("analysis", "data")
#: the pages for students, and what they link to; a page that is not there yet is left out
PAGES = ("docs/glossary.md", "docs/method-and-ethics.md", "docs/teaching/assignment.md", "benchmarks/README.md")
TO_WORK_IN = ("docs/teaching/assignment.ipynb",)
EXAMPLES = ("docs/teaching/labels/example.csv", "docs/teaching/labels/example-partner.csv")
NOT_COPIED = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints", ".*")

README = """# Standpoints: the lessons

Eight notebooks that teach how to find, in a news article, who said what, and how the parties' positions conflict. Keep
this folder together: the notebooks read the articles and tables in `data/`, and work with the package in `analysis/`.

## How to start

You need Python 3.11 or newer. Open a terminal in this folder. On Linux and macOS:

```sh
python3 -m venv .venv
.venv/bin/python -m pip install .
.venv/bin/python -m jupyter lab notebooks
```

On Windows:

```sh
py -m venv .venv
.venv\\Scripts\\python -m pip install .
.venv\\Scripts\\python -m jupyter lab notebooks
```

With conda, on any of them:

```sh
conda env create -f environment.yml
conda run -n standpoints --no-capture-output jupyter lab notebooks
```

The first two lines are needed once, and take some minutes and an internet connection. After that nothing is fetched,
and nothing that you type or read here is sent anywhere.

JupyterLab opens in your browser. Begin with `01-meet-the-article.ipynb`, click into the first grey cell, and press
Shift and Enter. Run the cells from top to bottom.

## The exercises

Each lesson ends with three. Where a cell says `None  # your answer`, put your answer in place of `None` and run it,
then run the cell below: it tells you in a sentence whether the answer is right, and if not, what to look at again. No
answer stops the notebook. Save your work under a name of your own.

[docs/glossary.md](docs/glossary.md) explains the words.

Lesson 07 names the command `make report`, which is the project's and is not in this folder. Here, this gives much the
same for an article of yours, in the folder `results`: `.venv/bin/python -m analysis my-article.txt --out results` (on
Windows, `.venv\\Scripts\\python`).
"""


def without_solutions(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """A notebook to hand out: no cell tagged "solution", no outputs, the answers as they were given out."""
    notebook, _ = TagRemovePreprocessor(remove_cell_tags={"solution"}).preprocess(notebook, {})
    notebook, _ = ClearOutputPreprocessor().preprocess(notebook, {})
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.execution_count = None
    nbformat.validate(notebook)
    return notebook


def without_dead_links(text: str, page: Path, top: Path) -> str:
    """A page whose links to what is not handed out are plain words."""

    def look(found: re.Match[str]) -> str:
        target = page.parent / found[2].partition("#")[0]
        return found[0] if ":" in found[2] or target.exists() or not target.resolve().is_relative_to(top) else found[1]

    return re.sub(r"(?<!!)\[([^\]]+)\]\(([^)\s]+)\)", look, text)


def make_handouts(folder: Path) -> list[Path]:
    """Fill a folder with what students get.

    Args:
        folder: the folder; what was in it goes.

    Returns:
        The notebooks in it.
    """
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "notebooks").mkdir(parents=True)
    for name in FOLDERS:
        shutil.copytree(ROOT / name, folder / name, ignore=NOT_COPIED)
    for name in [*FILES, *(name for name in (*PAGES, *EXAMPLES) if (ROOT / name).exists())]:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, folder / name)
    sources = sorted(NOTEBOOKS.glob("*.ipynb")) + [ROOT / name for name in TO_WORK_IN if (ROOT / name).exists()]
    made = []
    for path in sources:
        made.append(folder / path.relative_to(ROOT))
        nbformat.write(without_solutions(nbformat.read(path, as_version=4)), made[-1])
    for page in [folder / name for name in PAGES if (folder / name).exists()]:
        page.write_text(without_dead_links(page.read_text(encoding="utf-8"), page, folder.resolve()), encoding="utf-8")
    (folder / "README.md").write_text(README, encoding="utf-8")
    return made


def pack(folder: Path, archive: Path) -> None:
    """Pack the folder; the same files give the same bytes."""
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                name = zipfile.ZipInfo(path.relative_to(folder.parent).as_posix(), (2020, 1, 1, 0, 0, 0))
                name.external_attr = 0o644 << 16
                packed.writestr(name, path.read_bytes(), zipfile.ZIP_DEFLATED)


def main(arguments: list[str] | None = None) -> int:
    """Make the handouts; 0 if they were made."""
    parser = argparse.ArgumentParser(description="Make the lessons to hand out, without solutions.")
    parser.add_argument("--out", type=Path, default=BUILD / "handouts", help="where they go (default: build/handouts)")
    options = parser.parse_args(arguments)
    folder = options.out / NAME
    made = make_handouts(folder)
    archive = options.out / f"{NAME}.zip"
    pack(folder, archive)
    print(f"{len(made)} notebooks without solutions in {folder}; {folder / 'README.md'} tells how to start.")
    print(f"To send: {archive} ({archive.stat().st_size / 1e6:.0f} MB)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
