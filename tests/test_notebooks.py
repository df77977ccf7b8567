"""The notebooks run from top to bottom, and keep the shape of a lesson; the runner tells a failure in words."""

from __future__ import annotations

import ast
import importlib.util
import os
import re
import subprocess
import sys
from collections import Counter
from functools import cache
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
RUNNER = ROOT / "scripts" / "run_notebooks.py"

specification = importlib.util.spec_from_file_location("run_notebooks", RUNNER)
runner = importlib.util.module_from_spec(specification)
sys.modules["run_notebooks"] = runner
specification.loader.exec_module(runner)

each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
#: those whose exercises check themselves.
TAUGHT = [path for path in NOTEBOOKS if "from analysis.checks import" in path.read_text(encoding="utf-8")]
each_lesson = pytest.mark.parametrize("path", TAUGHT, ids=lambda path: path.stem)


@pytest.fixture(scope="module")
def run_once(tmp_path_factory):
    """Run a notebook at its first use: its failure, if any, what it became, and the folder of all charts."""
    folder = tmp_path_factory.mktemp("notebooks")

    @cache
    def run(path):
        failure = runner.run_notebook(path, folder / path.name, folder / "charts")
        return failure, None if failure else nbformat.read(folder / path.name, as_version=4), folder / "charts"

    return run


def code_cells(notebook) -> list:
    return [cell for cell in notebook.cells if cell.cell_type == "code" and cell.source.strip()]


def tags(cell) -> list[str]:
    return cell.metadata.get("tags", [])


def tagged(notebook, tag: str) -> list:
    return [cell for cell in code_cells(notebook) if tag in tags(cell)]


# ---- the shape of a lesson


@each_notebook
def test_notebook_is_committed_without_outputs(path):
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    for cell in code_cells(notebook):
        assert not cell.outputs and cell.execution_count is None, "clear all outputs and save"


@each_notebook
def test_notebook_metadata_tells_the_kernel_and_nothing_of_a_machine(path):
    notebook = nbformat.read(path, as_version=4)
    assert set(notebook.metadata) <= {"kernelspec", "language_info"}
    assert notebook.metadata.kernelspec.name == "python3"
    assert set(notebook.metadata.get("language_info", {})) <= {"name"}
    for cell in notebook.cells:
        assert set(cell.metadata) <= {"tags", "jupyter"}
        if "jupyter" in cell.metadata:
            assert set(cell.metadata.jupyter) <= {"source_hidden", "outputs_hidden"}
            assert all(cell.metadata.jupyter.values()) and cell.cell_type == "code"
            assert "solution" in tags(cell), "only solutions are folded"


@each_notebook
def test_no_cell_is_longer_than_ten_lines(path):
    for cell in code_cells(nbformat.read(path, as_version=4)):
        assert sum(bool(line.strip()) for line in cell.source.splitlines()) <= 10, cell.source


@each_notebook
def test_notebook_is_more_prose_than_code(path):
    notebook = nbformat.read(path, as_version=4)
    words = sum(len(cell.source.split()) for cell in notebook.cells if cell.cell_type == "markdown")
    assert words > sum(len(cell.source.split()) for cell in code_cells(notebook))
    assert notebook.cells[0].cell_type == "markdown" and re.match(r"# \S", notebook.cells[0].source)


@each_notebook
def test_notebook_works_with_the_package_and_installs_nothing(path):
    imported = set()
    for cell in code_cells(nbformat.read(path, as_version=4)):
        assert not re.search(r"^\s*[!%]", cell.source, re.MULTILINE), "no shell commands and no magics"
        for node in ast.walk(ast.parse(cell.source)):
            if isinstance(node, ast.Import):
                imported |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                imported.add(node.module.split(".")[0])
    assert "analysis" in imported


@each_notebook
def test_notebook_has_exercises_with_solutions(path):
    notebook = nbformat.read(path, as_version=4)
    assert len(tagged(notebook, "solution")) >= 2
    assert any(re.match(r"#+ Exercises?", cell.source) for cell in notebook.cells if cell.cell_type == "markdown")


def figures(text: str) -> list[Counter]:
    """The numbers of each row of the Markdown tables in a text."""
    rows = [line for line in text.splitlines() if line.startswith("|")]
    return [Counter(re.findall(r"(?<=\| )\d+(?:\.\d+)?(?= \|)", row)) for row in rows]


@pytest.mark.parametrize("name", ["02-who-said-what", "04-stance"])
def test_figures_are_those_of_the_benchmarks(name):
    """A row of figures in a notebook stands in a row of benchmarks/README.md: a new measurement changes both."""
    recorded = figures((ROOT / "benchmarks" / "README.md").read_text(encoding="utf-8"))
    notebook = nbformat.read(ROOT / "notebooks" / f"{name}.ipynb", as_version=4)
    shown = [row for cell in notebook.cells if cell.cell_type == "markdown" for row in figures(cell.source) if row]
    assert len(shown) >= 3
    for row in shown:
        assert any(row <= other for other in recorded), row


# ---- exercises that check themselves


def call_of(source: str) -> ast.Call:
    """The call that a cell ends in."""
    last = ast.parse(source).body[-1]
    assert isinstance(last, ast.Expr) and isinstance(last.value, ast.Call), source
    return last.value


@each_lesson
def test_lesson_tells_how_long_it_takes(path):
    first = nbformat.read(path, as_version=4).cells[0].source
    (minutes,) = re.findall(r"^\*\*Time needed:\*\* about (\d+) minutes", first, re.MULTILINE)
    assert 20 <= int(minutes) <= 180
    assert len(re.findall(r"^- [a-z]", first, re.MULTILINE)) >= 3, "objectives"


@each_lesson
def test_lesson_has_three_exercises_each_with_answer_check_and_solution(path):
    cells = nbformat.read(path, as_version=4).cells
    lesson = f"lesson{path.stem[:2]}"
    found = [(i, kind) for i, cell in enumerate(cells) for kind in ("answer", "check") if kind in tags(cell)]
    solved = [
        (i, "solution") for i, cell in enumerate(cells) if re.search(r"^solution_\d\b", cell.source, re.MULTILINE)
    ]
    order = sorted(found + solved)
    assert [kind for _, kind in order] == ["answer", "check", "solution"] * 3
    starts = [i for i, cell in enumerate(cells) if re.match(r"\*\*\d \((easy|middle|harder)\)\.\*\*", cell.source)]
    marks = [cells[i].source.split("**")[1] for i in starts]
    assert marks == ["1 (easy).", "2 (middle).", "3 (harder)."]
    for number, start in enumerate(starts, 1):
        (answer, check, solution) = (cells[i] for i, _ in order[3 * number - 3 : 3 * number])
        assert start < order[3 * number - 3][0] and (number == 3 or order[3 * number - 1][0] < starts[number])
        assert any(f"`answer_{number}" in c.source for c in cells[start : order[3 * number - 3][0]]), "where it goes"
        assert answer.source == f"answer_{number} = None  # your answer"
        calls = [call_of(cell.source) for cell in (check, solution)]
        assert [ast.unparse(call.func) for call in calls] == [f"{lesson}.check_{number}"] * 2
        assert [ast.unparse(call.args[0]) for call in calls] == [f"answer_{number}", f"solution_{number}"]
        assert [ast.unparse(a) for a in calls[0].args[1:]] == [ast.unparse(a) for a in calls[1].args[1:]], "same tables"


@each_lesson
def test_solutions_are_folded_and_nothing_else_holds_one(path):
    for cell in code_cells(nbformat.read(path, as_version=4)):
        if "solution" in tags(cell):
            assert cell.metadata.get("jupyter", {}).get("source_hidden") and "hide-input" in tags(cell)
            assert cell.source.startswith("# Solution of exercise "), "JupyterLab shows the first line of a folded cell"
        else:
            assert "solution" not in cell.source


def names_of(cells: list, kind: type) -> set[str]:
    """The names that cells assign, import or define (ast.Store), or use (ast.Load)."""
    nodes = [node for cell in cells for node in ast.walk(ast.parse(cell.source))]
    names = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, kind)}
    if kind is ast.Store:
        names |= {node.name for node in nodes if isinstance(node, ast.FunctionDef | ast.ClassDef)}
        names |= {node.arg for node in nodes if isinstance(node, ast.arg)}
        imported = [alias for node in nodes if isinstance(node, ast.Import | ast.ImportFrom) for alias in node.names]
        names |= {(alias.asname or alias.name).split(".")[0] for alias in imported}
    return names


@each_lesson
def test_a_handout_without_the_solutions_needs_nothing_of_them(path):
    cells = code_cells(nbformat.read(path, as_version=4))
    solutions = [cell for cell in cells if "solution" in tags(cell)]
    others = [cell for cell in cells if "solution" not in tags(cell)]
    assert solutions and others
    gone = names_of(solutions, ast.Store) - names_of(others, ast.Store)
    assert not gone & names_of(others, ast.Load)


@pytest.mark.notebook
@each_lesson
def test_checks_wait_for_an_answer_and_pass_the_solutions(path, run_once):
    failure, executed, _ = run_once(path)
    assert failure is None, f"\n{failure}"
    said = [(c, c.outputs[-1].data["text/plain"]) for c in code_cells(executed) if ".check_" in c.source]
    assert [words for c, words in said if "check" in tags(c) and not words.startswith("No answer yet. ")] == []
    assert [words for c, words in said if "solution" in tags(c) and not words.startswith("Right.")] == []
    assert len(said) == 6


# ---- they run


@pytest.mark.notebook
@each_notebook
def test_notebook_runs(path, run_once):
    failure, executed, _ = run_once(path)
    assert failure is None, f"\n{failure}"
    warnings = [
        output.text
        for cell in code_cells(executed)
        for output in cell.outputs
        if output.output_type == "stream" and output.name == "stderr"
    ]
    assert warnings == []
    assert all(cell.execution_count for cell in code_cells(executed)), "solutions run too"


@pytest.mark.notebook
@pytest.mark.skipif(not NOTEBOOKS, reason="no notebooks yet")
def test_notebooks_save_their_charts_as_png_and_svg(run_once):
    folders = {charts for failure, _, charts in map(run_once, NOTEBOOKS) if failure is None}
    (folder,) = folders
    pictures = {path.stem for path in folder.glob("*.png")}
    assert len(pictures) >= 7
    assert pictures == {path.stem for path in folder.glob("*.svg")}


# ---- the runner


def write_notebook(path: Path, *cells: str, heading: str = "# A small lesson") -> Path:
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_markdown_cell(heading), *map(nbformat.v4.new_code_cell, cells)],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
    )
    nbformat.write(notebook, path)
    return path


def run_the_runner(*arguments: object, **environment: str) -> subprocess.CompletedProcess:
    command = [sys.executable, str(RUNNER), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env={**os.environ, **environment})


def test_runner_makes_pages_charts_and_an_index(tmp_path):
    chart = (
        "from analysis import charts, conflict, tables\n"
        "axes = charts.conflict_matrix(conflict.conflict_matrix(tables.make_table('stances')))\n"
        "charts.save_chart(axes, 'who about whom');"
    )
    first = write_notebook(tmp_path / "01-a.ipynb", "import sys; print(sys.executable)", chart)
    second = write_notebook(tmp_path / "02-b.ipynb", "1 + 1", heading="# <script>alert(1)</script> & more")
    before = first.read_bytes()
    for old in ("charts/old.png", "charts/old.svg", "html/old.html"):
        (tmp_path / "build" / old).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "build" / old).write_text("of an earlier run")
    # A kernel of the same name elsewhere, as a user may have, must not be taken.
    foreign = tmp_path / "jupyter" / "kernels" / "python3"
    foreign.mkdir(parents=True)
    (foreign / "kernel.json").write_text('{"argv": ["/no/such/python"], "display_name": "x", "language": "python"}')
    done = run_the_runner(
        first, second, "--build", tmp_path / "build",
        JUPYTER_PATH=str(tmp_path / "jupyter"), JUPYTER_DATA_DIR=str(tmp_path / "jupyter"),
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"^1/2 01-a \.\.\. \d+ s$", done.stdout, re.MULTILINE)
    assert done.stdout.rstrip().endswith(f"Open this page first: {tmp_path / 'build' / 'html' / 'index.html'}")
    assert sys.executable in (tmp_path / "build" / "html" / "01-a.html").read_text(encoding="utf-8")
    assert {path.name for path in (tmp_path / "build" / "charts").iterdir()} == {
        "who-about-whom.png",
        "who-about-whom.svg",
    }
    assert not (tmp_path / "build" / "html" / "old.html").exists()
    index = (tmp_path / "build" / "html" / "index.html").read_text(encoding="utf-8")
    assert "A small lesson" in index and "../charts/who-about-whom.png" in index
    assert "<script>" not in index and "&lt;script&gt;" in index
    assert first.read_bytes() == before


def test_runner_stops_at_a_failing_cell_and_names_it(tmp_path):
    bad = write_notebook(tmp_path / "01-bad.ipynb", "speakers = {}", "speakers['Mira']", "print('after')")
    good = write_notebook(tmp_path / "02-good.ipynb", "1 + 1")
    done = run_the_runner(bad, good, "--build", tmp_path / "build")
    assert done.returncode == 1
    assert "01-bad.ipynb stopped. Code cell 2 failed with KeyError: 'Mira'" in done.stdout
    assert "    speakers['Mira']" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr
    assert "02-good" not in done.stdout


def test_runner_says_in_words_that_a_kernel_died_or_a_file_is_no_notebook(tmp_path):
    dead = write_notebook(tmp_path / "dead.ipynb", "import os; os._exit(1)")
    failure = runner.run_notebook(dead, tmp_path / "out.ipynb", tmp_path / "charts")
    assert failure.cell is None and "died" in str(failure).lower()
    (tmp_path / "no.ipynb").write_text("no notebook")
    failure = runner.run_notebook(tmp_path / "no.ipynb", tmp_path / "out.ipynb", tmp_path / "charts")
    assert failure.cell is None and "nbconvert could not run it" in str(failure)


def test_error_that_a_lesson_means_to_show_is_no_failure():
    error = nbformat.v4.new_output("error", ename="ZeroDivisionError", evalue="division by zero")
    cells = [
        nbformat.v4.new_markdown_cell("# a"),
        *(nbformat.v4.new_code_cell(f"{n} / 0", outputs=[error]) for n in (1, 2)),
    ]
    cells[1].metadata["tags"] = ["raises-exception"]
    failure = runner.find_failure(nbformat.v4.new_notebook(cells=cells))
    assert (failure.cell, failure.source, failure.error) == (2, "2 / 0", "ZeroDivisionError: division by zero")
    assert runner.find_failure(nbformat.v4.new_notebook(cells=cells[:2])) is None


def test_title_is_the_first_heading():
    cells = [nbformat.v4.new_markdown_cell("no heading\n\n## small"), nbformat.v4.new_markdown_cell("#  Who spoke? ")]
    assert runner.title_of(nbformat.v4.new_notebook(cells=cells), "01") == "Who spoke?"
    assert runner.title_of(nbformat.v4.new_notebook(cells=cells[:1]), "01") == "01"
