"""Make the website of the lessons: what `make site` does.

The notebooks with their outputs and the pages in docs/ are laid out as in this folder, so that the links between them
hold; Sphinx makes the site of it, and a warning of Sphinx ends the work. build/site is replaced only when all went
well.

    python scripts/make_site.py [--out FOLDER]
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path, PurePosixPath

from keep_executed import NotRun, executed_notebooks
from run_notebooks import BUILD, ROOT

DOCS = ROOT / "docs"
WIDGETS = "application/vnd.jupyter.widget-"
#: a link or a picture in Markdown, up to the end of its address
LINK = re.compile(r"(\]\()([^)\s]+)(?=\))")
#: a link to a notebook that is there to be worked with, not read: the page offers the file
TO_LOAD = re.compile(r"(?<!!)\[([^\]]*)\]\(([^)\s:]+\.ipynb)\)")
FENCED = re.compile(r"^(`{3,}|~{3,}).*?^\1", re.DOTALL | re.MULTILINE)


def lay_out(notebooks: list[Path], source: Path) -> None:
    """Lay out what the site is made of, each file where it is in the project; the first page goes to the top.

    Args:
        notebooks: the notebooks with their outputs.
        source: the folder to fill; what was in it goes.
    """
    shutil.rmtree(source, ignore_errors=True)
    pages = [path for path in sorted(DOCS.rglob("*.md")) if path != DOCS / "index.md"]
    texts = {Path("index.md"): moved_up((DOCS / "index.md").read_text(encoding="utf-8"), "docs")}
    texts |= {path.relative_to(ROOT): path.read_text(encoding="utf-8") for path in pages}
    for path in notebooks:
        texts[Path("notebooks") / path.name] = prepared(path.read_text(encoding="utf-8"))
    waiting = list(texts)
    while waiting:
        page = waiting.pop()
        for name in linked(texts[page], page):
            path = ROOT / name
            if Path(name) in texts or not path.is_file():
                continue
            if path.suffix == ".md":  # a page that no list of pages names: a model card, a README
                texts[Path(name)] = "---\norphan: true\n---\n\n" + path.read_text(encoding="utf-8")
                waiting.append(Path(name))
            else:
                (source / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, source / name)
    for page, text in texts.items():
        if page.suffix == ".md":
            text = offered(text, page, set(texts))
        (source / page).parent.mkdir(parents=True, exist_ok=True)
        (source / page).write_text(text, encoding="utf-8")


def linked(text: str, page: Path) -> set[str]:
    """The files of the project that a page links to, as paths from the project's folder.

    Example:
        >>> sorted(linked("[a](../data/a.csv#x) [b](https://example.org) ![c](c.png)", Path("docs/page.md")))
        ['data/a.csv', 'docs/c.png']
    """
    if page.suffix == ".ipynb":
        cells = json.loads(text)["cells"]
        text = "\n\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    addresses = (found[2].partition("#")[0] for found in LINK.finditer(FENCED.sub("", text)))
    folder = PurePosixPath(page.parent.as_posix())
    inside = (os.path.normpath(folder / address) for address in addresses if address and ":" not in address)
    return {Path(name).as_posix() for name in inside if not name.startswith("..")}


def offered(text: str, page: Path, pages: set[Path]) -> str:
    """A page whose links to notebooks that are no pages of the site offer the files.

    Example:
        >>> offered("[a](../a.ipynb) [b](b.ipynb)", Path("docs/page.md"), {Path("a.ipynb")})
        '[a](../a.ipynb) {download}`b <b.ipynb>`'
    """

    def offer(found: re.Match[str]) -> str:
        if Path(os.path.normpath(page.parent / found[2])) in pages:
            return found[0]
        return f"{{download}}`{found[1].replace('`', '')} <{found[2]}>`"

    return TO_LOAD.sub(offer, text)


def moved_up(text: str, folder: str) -> str:
    """A page of a folder, with its links as they are from the folder above.

    Example:
        >>> moved_up("[a](glossary.md) [b](../notebooks/01.ipynb#x) [c](https://example.org) [d](#here)", "docs")
        '[a](docs/glossary.md) [b](notebooks/01.ipynb#x) [c](https://example.org) [d](#here)'
    """

    def moved(found: re.Match[str]) -> str:
        if found[2].startswith("#") or ":" in found[2]:
            return found[0]
        return found[1] + Path(os.path.normpath(PurePosixPath(folder) / found[2])).as_posix()

    return LINK.sub(moved, text)


def prepared(text: str) -> str:
    """A notebook with its outputs, made ready for a page: solutions folded, and no widget, which needs a kernel."""
    notebook = json.loads(text)
    notebook["metadata"].pop("widgets", None)
    for cell in notebook["cells"]:
        tags = cell["metadata"].get("tags", [])
        words = "".join(cell["source"])
        if "solution" in tags and cell["cell_type"] == "markdown":
            if words.startswith("<details>"):  # it is folded wherever it is shown
                continue
            cell["source"] = (
                f'<details class="solution"><summary>About the solution</summary>\n\n{words}\n\n</details>\n'
            )
        elif "solution" in tags:
            cell["metadata"]["tags"] = [tag for tag in tags if tag != "hide-input"] + ["hide-cell"]
            prompts = {"code_prompt_show": "Show a solution", "code_prompt_hide": "Hide the solution"}
            cell["metadata"]["mystnb"] = prompts
        for output in cell.get("outputs", []):
            for kind in [kind for kind in output.get("data", {}) if kind.startswith(WIDGETS)]:
                del output["data"][kind]
        if "outputs" in cell:
            cell["outputs"] = [output for output in cell["outputs"] if output.get("data", True)]
    return json.dumps(notebook)


def make_site(source: Path, html: Path) -> bool:
    """Make the pages of what was laid out; True if Sphinx had nothing to warn of."""
    command = [sys.executable, "-m", "sphinx", "-b", "html", "-c", str(DOCS), "-d", str(html.with_name("doctrees"))]
    command += ["--quiet", "--nitpicky", "--fail-on-warning", "--fresh-env", str(source), str(html)]
    return subprocess.run(command, env={**os.environ, "PYTHONPATH": str(ROOT)}).returncode == 0


def main(arguments: list[str] | None = None) -> int:
    """Make the site; 0 if it was made, else 1."""
    parser = argparse.ArgumentParser(description="Make the website of the lessons.")
    parser.add_argument("--out", type=Path, default=BUILD / "site", help="where it goes (default: build/site)")
    options = parser.parse_args(arguments)
    try:
        notebooks = executed_notebooks()
    except NotRun as failure:
        print(failure, file=sys.stderr)
        return 1
    begun = time.monotonic()
    work = options.out.with_name(f"{options.out.name}-work")
    shutil.rmtree(work, ignore_errors=True)
    lay_out(notebooks, work / "source")
    if not make_site(work / "source", work / "html"):
        print("The site was not made: see the warnings above. build/site is as it was.", file=sys.stderr)
        return 1
    for unneeded in (".buildinfo", ".doctrees", "objects.inv"):
        (work / "html" / unneeded).unlink(missing_ok=True)
    shutil.rmtree(options.out, ignore_errors=True)
    (work / "html").rename(options.out)
    shutil.rmtree(work)
    print(f"The site took {time.monotonic() - begun:.0f} s. Open this page first: {options.out / 'index.html'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
