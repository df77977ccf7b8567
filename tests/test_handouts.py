"""`make handouts`: the lessons without solutions, in a folder that works by itself. The rules of slides and site."""

from __future__ import annotations

import ast
import builtins
import doctest
import importlib.util
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def load_script(name):
    specification = importlib.util.spec_from_file_location(name, ROOT / "scripts" / f"{name}.py")
    module = importlib.util.module_from_spec(specification)
    sys.modules.setdefault(name, module)
    specification.loader.exec_module(module)
    return module


run_notebooks, keep_executed = map(load_script, ("run_notebooks", "keep_executed"))
make_handouts, make_site, make_slides = map(load_script, ("make_handouts", "make_site", "make_slides"))


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("handouts")
    assert make_handouts.main(["--out", str(out)]) == 0
    return out / "standpoints"


def tagged(notebook, tag: str) -> list:
    return [cell for cell in notebook.cells if tag in cell.metadata.get("tags", [])]


@each_notebook
def test_a_handout_is_the_lesson_without_its_solutions(path, made):
    lesson, handout = (nbformat.read(one, as_version=4) for one in (path, made / "notebooks" / path.name))
    nbformat.validate(handout)
    solutions = tagged(lesson, "solution")
    assert solutions and not tagged(handout, "solution")
    kept = [cell for cell in lesson.cells if cell not in solutions]
    assert [(cell.id, cell.source) for cell in handout.cells] == [(cell.id, cell.source) for cell in kept]
    assert len(tagged(handout, "answer")) == len(tagged(lesson, "answer"))
    for cell in handout.cells:
        assert cell.cell_type != "code" or (cell.outputs, cell.execution_count) == ([], None)


def names(cells, context) -> set[str]:
    code = "\n".join(cell.source for cell in cells if cell.cell_type == "code")
    found = {
        node.id for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Name) and isinstance(node.ctx, context)
    }
    if context is ast.Store:
        for node in ast.walk(ast.parse(code)):
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                found |= {(alias.asname or alias.name).split(".")[0] for alias in node.names}
            elif isinstance(node, (ast.FunctionDef, ast.ClassDef)):
                found |= {node.name}
            elif isinstance(node, ast.arg):
                found |= {node.arg}
    return found


@each_notebook
def test_nothing_in_a_handout_needs_what_a_solution_made(path, made):
    handout = nbformat.read(made / "notebooks" / path.name, as_version=4)
    missing = names(handout.cells, ast.Load) - names(handout.cells, ast.Store) - set(dir(builtins))
    assert missing == set()


def test_the_folder_holds_what_students_need_and_nothing_for_teachers(made):
    files = {path.relative_to(made).as_posix() for path in made.rglob("*") if path.is_file()}
    assert {"README.md", "pyproject.toml", "environment.yml", "LICENSE", "analysis/__init__.py"} <= files
    assert {"analysis/model/stance.onnx", "data/articles/putin-syria.txt", "data/actors/putin-syria.csv"} <= files
    assert [name for name in files if re.search(r"docs/.*(marking|guide|solution)|__pycache__|/\.|tests/", name)] == []
    for path in made.rglob("*.ipynb"):
        assert not tagged(nbformat.read(path, as_version=4), "solution"), path


def test_pages_and_notebooks_link_only_to_what_is_there(made):
    for page in [made / "README.md", *(made / "docs").rglob("*.md"), *made.rglob("*.ipynb")]:
        text = page.read_text(encoding="utf-8")
        if page.suffix == ".ipynb":
            text = "\n".join(cell.source for cell in nbformat.reads(text, as_version=4).cells)
        links = [link for link in re.findall(r"\]\(([^)#\s:]+)[^):]*\)", text) if not link.startswith("http")]
        assert [link for link in links if not (page.parent / link).exists()] == [], page


def test_a_link_to_what_is_not_handed_out_becomes_plain_words(tmp_path):
    (tmp_path / "here.md").write_text("")
    text = "[a](here.md#x), [b](gone.md), [c](https://example.org/gone.md), ![d](gone.png)"
    plain = make_handouts.without_dead_links(text, tmp_path / "page.md", tmp_path)
    assert plain == "[a](here.md#x), b, [c](https://example.org/gone.md), ![d](gone.png)"


def test_the_archive_holds_the_folder_and_is_the_same_each_time(made, tmp_path):
    archive = made.with_suffix(".zip")
    with zipfile.ZipFile(archive) as packed:
        assert packed.testzip() is None
        assert {Path(name) for name in packed.namelist()} == {
            path.relative_to(made.parent) for path in made.rglob("*") if path.is_file()
        }
    make_handouts.pack(made, tmp_path / "again.zip")
    assert (tmp_path / "again.zip").read_bytes() == archive.read_bytes()


@pytest.mark.notebook
def test_a_handout_runs_to_its_end_unanswered_with_the_package_of_its_own_folder(made, tmp_path):
    """As a student opens it, from the folder that was unpacked; the exercises are not answered yet."""
    with zipfile.ZipFile(made.with_suffix(".zip")) as packed:
        packed.extractall(tmp_path)
    folder = tmp_path / "standpoints"
    path = folder / "notebooks" / "02-who-said-what.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.append(nbformat.v4.new_code_cell("import analysis; print(analysis.__file__)"))
    nbformat.write(notebook, path)
    command = [sys.executable, "-m", "jupyter", "nbconvert", "--execute", "--to", "notebook", "--inplace", str(path)]
    environment = {**os.environ, "PYTHONPATH": str(folder), "JUPYTER_PREFER_ENV_PATH": "1"}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    ran = nbformat.read(path, as_version=4)
    assert str(folder / "analysis") in ran.cells[-1].outputs[0].text
    for cell in tagged(ran, "check"):
        assert "No answer yet" in "".join(cell.outputs[0].data["text/html"])


# ---- the site and the slides, as far as no Sphinx is needed (tests/site looks at what they make)


@pytest.mark.parametrize("module", [make_site, make_slides], ids=lambda module: module.__name__)
def test_examples(module):
    failed, tried = doctest.testmod(module, optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    assert tried >= 3 and failed == 0


def output(html: str):
    return nbformat.v4.new_output("display_data", data={"text/html": html})


def test_slides_show_first_sentences_and_keep_the_rest_for_the_speaker():
    new = nbformat.v4
    reading = "**How to read it.** Rows speak. " + "More follows here. " * 20
    cells = [
        new.new_markdown_cell("# 05 A lesson\n\n**Who?**\n\nWhen done, you can\n\n- count\n- doubt"),
        new.new_markdown_cell("## A part\n\n" + "We look at it. " * 20 + "\n\nHere it is:"),
        new.new_code_cell("x = 1\ndraw(x)", outputs=[output('<img alt="a chart" src="data:,">')]),
        new.new_markdown_cell(reading),
        new.new_markdown_cell("## Exercises\n\n**1 (easy).** Draw another."),
        new.new_code_cell("answer = None", metadata={"tags": ["answer"]}),
        new.new_code_cell("draw(2)", metadata={"tags": ["solution"]}, outputs=[output("<b>secret</b>")]),
        new.new_markdown_cell("That was leaving one out."),
    ]
    slides = make_slides.slides_of(new.new_notebook(cells=cells))
    assert [slide.heading for slide in slides] == ["# 05 A lesson", "## A part", "## Exercises"]
    title, part, exercise = slides
    assert title.text == "**Who?**\n\nWhen done, you can\n\n- count\n- doubt"
    assert part.code == "draw(x)" and len(part.outputs) == 1
    assert "Here it is:" in part.text and "Rows speak." in part.text and "How to read it" not in part.text
    assert make_slides.words(part.text) <= 2 * make_slides.PARAGRAPH + 5
    assert reading.strip() in "".join(part.notes) and "x = 1" in "".join(part.notes)
    assert exercise.text == "**1 (easy).** Draw another." and "That was leaving one out." in exercise.notes
    assert "secret" not in str(slides)


def test_slides_cut_long_tables_and_say_so():
    rows = "".join(f"<tr><td>{n}</td></tr>" for n in range(20))
    html = make_slides.shortened(f"<table><thead><tr><th>n</th></tr></thead><tbody>{rows}</tbody></table>")
    assert html.count("<tr>") == 1 + make_slides.ROWS
    assert f"{20 - make_slides.ROWS} rows more" in html


def test_site_folds_solutions_and_drops_widgets():
    new = nbformat.v4
    widget = new.new_output("display_data", data={"application/vnd.jupyter.widget-view+json": {}, "text/plain": "w"})
    only = new.new_output("display_data", data={"application/vnd.jupyter.widget-view+json": {}})
    cells = [
        new.new_code_cell("explore()", outputs=[widget, only]),
        new.new_code_cell("1", metadata={"tags": ["solution", "hide-input"]}),
        new.new_markdown_cell("Since **one** is one.", metadata={"tags": ["solution"]}),
    ]
    notebook = new.new_notebook(cells=cells, metadata={"widgets": {"x": 1}})
    ready = nbformat.reads(make_site.prepared(nbformat.writes(notebook)), as_version=4)
    assert "widgets" not in ready.metadata
    assert [dict(one.data) for one in ready.cells[0].outputs] == [{"text/plain": "w"}]
    assert ready.cells[1].metadata.tags == ["solution", "hide-cell"]
    assert ready.cells[2].source.startswith("<details") and ready.cells[2].source.rstrip().endswith("</details>")
    assert "\n\nSince **one** is one.\n\n" in ready.cells[2].source


def test_a_notebook_is_run_again_only_when_something_changed(tmp_path, monkeypatch):
    keep = keep_executed
    path, folder, runs = tmp_path / "a.ipynb", tmp_path / "executed", []
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1")]), path)
    failing = nbformat.v4.new_output("error", ename="ValueError", evalue="dry")

    def run(notebook, executed, charts):
        runs.append(notebook.name)
        executed.parent.mkdir(exist_ok=True)
        executed.write_text(notebook.read_text(encoding="utf-8"), encoding="utf-8")

    monkeypatch.setattr(keep, "run_notebook", run)
    assert keep.executed_notebooks([path], folder) == keep.executed_notebooks([path], folder) == [folder / "a.ipynb"]
    assert len(runs) == 1
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("2")]), path)
    keep.executed_notebooks([path], folder)
    assert len(runs) == 2
    # what is kept holds an error, as after a run that was told to go on: it is run again
    broken = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("2", outputs=[failing])])
    nbformat.write(broken, folder / "a.ipynb")
    keep.executed_notebooks([path], folder)
    assert len(runs) == 3
    monkeypatch.setattr(keep, "checksum_of_sources", lambda: "another")
    keep.executed_notebooks([path], folder)
    assert len(runs) == 4
    monkeypatch.setattr(keep, "run_notebook", lambda *_: run_notebooks.Failure(1, "1 / 0", "ZeroDivisionError"))
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1 / 0")]), path)
    with pytest.raises(keep.NotRun, match="ZeroDivisionError"):
        keep.executed_notebooks([path], folder)
