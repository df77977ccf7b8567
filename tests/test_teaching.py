"""The pages and notebooks for teaching: links, names, points, minutes and figures hold, and both notebooks run."""

from __future__ import annotations

import ast
import contextlib
import importlib
import io
import re
from functools import cache
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from test_notebooks import code_cells, runner

ROOT = Path(__file__).resolve().parent.parent
TEACHING = ROOT / "docs" / "teaching"
PAGES = [ROOT / "docs" / name for name in ("glossary.md", "method-and-ethics.md")] + sorted(TEACHING.glob("*.md"))
NOTEBOOKS = [TEACHING / "assignment.ipynb", TEACHING / "solution.ipynb"]
LESSONS = sorted((ROOT / "notebooks").glob("*.ipynb"))

each_page = pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


@cache
def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def flat(text: str) -> str:
    """A text in one line, as Markdown reads it."""
    return re.sub(r"\s+", " ", text)


def rows_below(path: Path, heading: str) -> list[list[str]]:
    """The cells of the first table below a heading, without its header."""
    table = text_of(path).split(f"\n{heading}", 1)[1].split("\n|", 1)[1].split("\n\n", 1)[0]
    return [[cell.strip() for cell in line.strip("| ").split("|")] for line in table.splitlines()[2:]]


# ---- the pages


def anchors(path: Path) -> set[str]:
    """The anchors that GitHub and the site give to a page's headings."""
    headings = re.findall(r"^#+ (.+)$", text_of(path), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@each_page
def test_links_lead_somewhere(path):
    addresses = re.findall(r"\]\(([^)\s]+)\)", text_of(path))
    assert addresses
    for address in addresses:
        assert not re.match(r"[a-z]+:|/", address), f"{address}: pages link to pages of the project only"
        name, _, anchor = address.partition("#")
        target = (path.parent / name).resolve() if name else path
        assert target.is_relative_to(ROOT) and target.is_file(), address
        assert not anchor or anchor in anchors(target), address


@each_page
def test_pages_tell_nothing_of_a_machine_and_need_no_special_reader(path):
    text = text_of(path)
    assert text.startswith("# ") and text.count("\n# ") == 0
    assert not re.search(r"(?<![\w.])/(work|home|tmp|root|Users)\b|[A-Z]:\\", text)
    assert not re.search(r"^```\{|^:::|\{(ref|doc|term)\}", text, re.MULTILINE), "plain Markdown only"


@each_page
def test_commands_that_a_page_names_are_there(path):
    targets = set(re.findall(r"^([a-z-]+):", text_of(ROOT / "Makefile"), re.MULTILINE))
    for command in re.findall(r"(?:`|^)make ([a-z][a-z-]*)", text_of(path), re.MULTILINE):
        assert command in targets, command
    for name in re.findall(r"`((?:docs|data|notebooks)/[\w./*-]+\.\w+)`", text_of(path)):
        assert list(ROOT.glob(name)), name


# ---- the glossary


def entries() -> dict[str, str]:
    parts = re.split(r"^### (.+)$", text_of(ROOT / "docs" / "glossary.md"), flags=re.MULTILINE)
    return {name: flat(body.split("\n## ")[0]) for name, body in zip(parts[1::2], parts[2::2], strict=True)}


def test_every_function_that_the_glossary_names_exists():
    named = {name for body in entries().values() for name in re.findall(r"`([^`]+)`", body.partition("*Where:*")[2])}
    columns = {"paragraphs", "quote_type", "basis", "normalise"}
    assert len(named) > 30
    for name in named - columns:
        module, _, function = f"analysis.{name.removeprefix('analysis.')}".rpartition(".")
        assert hasattr(importlib.import_module(module), function), name


def test_every_entry_says_where_the_word_is_used():
    for name, body in entries().items():
        definition, where, rest = body.partition("*Where:*")
        assert where, name
        for number in re.findall(r"\b\d\d\b", rest.partition("*From:*")[0].replace("](../", "")):
            assert any(path.name.startswith(number) for path in LESSONS), f"{name}: notebook {number}"
        assert len(definition.split()) <= 80, f"{name}: a definition is short"


#: how a lesson brings in a new word: a *mention* is …; is called *occlusion*; F1 is worked out: the **macro F1**
BROUGHT_IN = [
    r"(?<!not )\bcalled \*{1,2}([a-z][a-z ]+)\*{1,2}",
    r"\b(?:A|An|The) \*{1,2}([a-z][a-z ]+)\*{1,2} is\b",
    r"\ba \*([a-z]+)\* is\b",
    r"\bthe \*\*([a-z][a-z ]+)\*\*",
    r"\b(?:is|are) \*\*([a-z]+)\*\*",
    r"\*\*([A-Z][A-Za-z0-9' ]+)\*\* (?:asks|is a|is the)\b",
]
#: what the patterns catch and no glossary needs
ORDINARY = {"speaker", "model", "rules", "word list", "label", "value", "party of two"}


def new_words(path: Path) -> set[str]:
    notebook = nbformat.read(path, as_version=4)
    text = flat("\n\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown"))
    return {word.lower() for pattern in BROUGHT_IN for word in re.findall(pattern, text)} - ORDINARY


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem[:2])
def test_words_that_a_lesson_brings_in_are_in_the_glossary(path):
    known = text_of(ROOT / "docs" / "glossary.md").lower()
    missing = {word for word in new_words(path) if not re.search(rf"\b{re.escape(word.rstrip('s'))}", known)}
    assert not missing, f"new in {path.stem}, and not in docs/glossary.md: {sorted(missing)}"


def test_new_words_are_found():
    found = set.union(*map(new_words, LESSONS))
    assert {"mention", "occlusion", "explicit", "precision", "overfitting"} <= found


TERMS = """
statement cue source actor party mention attribution act stance target explicit implied polarity subjectivity concept
congruence conflict triad camp bootstrap interval calibration confidence uncertain precision recall F1 correction
"""


def test_terms_of_the_field_are_in_the_glossary():
    headings = {name.lower() for name in entries()}
    assert {term.lower() for term in TERMS.split()} <= headings


# ---- method and ethics


def test_figures_of_the_ethics_page_are_measured_ones():
    page = text_of(ROOT / "docs" / "method-and-ethics.md")
    measured = text_of(ROOT / "benchmarks" / "README.md") + text_of(ROOT / "analysis" / "model" / "MODEL_CARD.md")
    rows = [line for line in page.splitlines() if re.match(r"\| (newsmtsc|directed)", line)]
    assert len(rows) == 3
    for row in rows:
        name, *cells = (cell.strip() for cell in row.strip("| ").split("|"))
        benchmark = next(line for line in measured.splitlines() if line.startswith(f"| {name.partition(':')[0]} |"))
        kept = [cell.strip() for cell in benchmark.strip("| ").split("|")][1:]
        assert cells == [*kept[:3], kept[5]], name
    section = page.split("How often?")[1].split("What to do")[0]
    figures = re.findall(r"(\d+\.\d) %", section)
    assert len(figures) >= 8
    for figure in figures:
        assert re.search(rf"\b{re.escape(figure)} ?%", measured), figure


def test_swap_of_names_prints_what_the_page_says():
    page = text_of(ROOT / "docs" / "method-and-ethics.md")
    code = re.search(r"```python\n(.+?)```", page, re.DOTALL)[1]
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(code, {})
    lines = printed.getvalue().split("\n")
    assert len(lines) == 3 and all(f"`{line}`" in flat(page) for line in lines[:2]), lines


# ---- plans and points


def test_the_session_takes_90_minutes():
    rows = rows_below(TEACHING / "guide.md", "## One session of 90 minutes")
    assert len(rows) >= 6 and sum(int(row[0]) for row in rows) == 90


def test_the_course_takes_four_weeks_and_all_lessons():
    rows = rows_below(TEACHING / "guide.md", "## Four weeks")
    assert [row[0][0] for row in rows] == ["1", "2", "3", "4"]
    assert all(re.search(rf"\b{path.name[:2]}\b", " ".join(map(" ".join, rows))) for path in LESSONS)


def test_points_add_up_to_100_and_are_the_same_everywhere():
    asked = {row[0]: int(row[2]) for row in rows_below(TEACHING / "assignment.md", "## The steps")}
    marked = {row[0]: int(row[2]) for row in rows_below(TEACHING / "marking-guide.md", "## Points")}
    assert sum(asked.values()) == 100 and asked == marked
    for name, points in (("assignment", r"(\d+) points"), ("marking-guide", r"(\d+)")):
        headings = re.findall(rf"^### ([A-G])\. .*\({points}\)$", text_of(TEACHING / f"{name}.md"), re.MULTILINE)
        assert {step: int(number) for step, number in headings} == asked, name
    last = text_of(TEACHING / "marking-guide.md").split("### G.")[1].split("\n## ")[0]
    assert sum(map(int, re.findall(r": (\d)\.", last))) == asked["G"]
    guide = flat(text_of(TEACHING / "marking-guide.md"))
    kinds = re.search(r"(\d+) are for reading .+?, (\d+) for computing .+?, (\d+) for judging", guide)
    assert sum(map(int, kinds.groups())) == 100


# ---- the notebooks


@each_notebook
def test_notebook_keeps_the_shape_of_a_lesson(path):
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    assert set(notebook.metadata) <= {"kernelspec", "language_info"}
    for cell in code_cells(notebook):
        assert not cell.outputs and cell.execution_count is None, "clear all outputs and save"
        assert sum(bool(line.strip()) for line in cell.source.splitlines()) <= 10, cell.source
        assert not re.search(r"^\s*[!%]|[\"'](/|~)", cell.source, re.MULTILINE)
        ast.parse(cell.source)
    words = {"markdown": 0, "code": 0}
    for cell in notebook.cells:
        words[cell.cell_type] += len(cell.source.split())
    assert words["markdown"] > words["code"]


def test_starter_gives_no_answer_away():
    starter, solution = (nbformat.read(path, as_version=4) for path in NOTEBOOKS)
    text = "".join(cell.source for cell in starter.cells)
    assert "solution" not in text
    chosen = next(cell.source for cell in solution.cells if cell.source.startswith("MOVED"))
    assert not any(f'"{name}"' in text for name in re.findall(r'"(.+?)"', chosen))


@pytest.mark.notebook
@each_notebook
def test_notebook_runs(path, tmp_path):
    failure = runner.run_notebook(path, tmp_path / path.name, tmp_path / "charts")
    assert failure is None, f"\n{failure}"
    executed = nbformat.read(tmp_path / path.name, as_version=4)
    outputs = [output for cell in code_cells(executed) for output in cell.outputs]
    assert [output.text for output in outputs if output.get("name") == "stderr"] == []
    assert all(cell.execution_count for cell in code_cells(executed))
    assert len(list((tmp_path / "charts").glob("*.png"))) == 2


# ---- the figures of the marking guide


@pytest.fixture(scope="module")
def solved():
    """What the cells of the solution give that need no run of the program over the corpus."""
    cells = {
        cell["id"].removeprefix("solution-"): cell.source for cell in nbformat.read(NOTEBOOKS[1], as_version=4).cells
    }
    names: dict[str, object] = {}
    with contextlib.chdir(TEACHING):
        for name in ("import", "load", "toy", "find", "tables", "stances", "mine", "partner"):
            exec(cells[name], names)
        loaded = {key: article for key, article in names["articles"].items() if key != "toy"}
        rows = [{"article": key, "date": article.date, "source": article.source} for key, article in loaded.items()]
        names["when"] = pd.DataFrame(rows)
        for name in ("compare", "kappa", "choose", "over"):
            exec(cells[name], names)
        exec(cells["checked"].rpartition("\n")[0], names)
        exec("from analysis import count_once, same_statements\n" + cells["hand-once"].partition("\n")[0], names)
    return names


def test_figures_of_the_marking_guide(solved):
    from analysis import count_once
    from analysis.agreement import stance_scores, statement_scores

    said = statement_scores(solved["partner"], solved["mine"])["value"]
    taken = stance_scores(*(solved[n] for n in ("partner", "partner_stances", "mine", "my_stances")))["value"]
    hand = solved["by_hand"].set_index(["source", solved["by_hand"]["period"].dt.month])
    once = solved["over_time"](count_once(solved["checked_stances"], solved["again"]), solved["checked"])
    once = once.set_index(["source", once["period"].dt.month])
    union, river = "Dockers' Union", "Free Tessary"
    right = [len(solved["when"]), len(solved["mine"]), len(solved["partner"]), said["F1"], said["actor right"]]
    right += [taken["kappa"], taken["kappa, silence as neutral"]]
    right += [hand.loc[(union, 3), "mean"], hand.loc[(union, 3), "n"], once.loc[(union, 3), "n"]]
    right += [hand.loc[(union, 5), "mean"], hand.loc[(union, 5), "n"]]
    right += [hand.loc[(river, 4), "mean"], hand.loc[(river, 4), "n"]]
    told = rows_below(TEACHING / "marking-guide.md", "## Figures that a right run gives")
    assert [row[1] for row in told] == [f"{n:.2f}" if isinstance(n, float) else str(n) for n in right]


def test_what_the_solution_says_of_its_own_table(solved):
    hand = solved["by_hand"]
    union = hand[hand["source"] == "Dockers' Union"]
    assert union["low"].notna().tolist() == [True, False], "an interval in March, none in May"
    assert set(union["period"].dt.month) == {3, 5}, "April is silent"
    assert (hand.loc[hand["source"] == "Free Tessary", "mean"] == -1).all()
    weekly = solved["over_time"](solved["checked_stances"], solved["checked"], "week")
    assert len(weekly) > len(hand) and weekly["n"].max() < 5, "no week has five"
    outlets = solved["when"].set_index("article")["source"]
    river = solved["checked"][solved["checked"]["party"] == "Free Tessary"]
    assert outlets[river["article"]].nunique() == 3


def test_words_that_are_not_in_the_article_are_told(solved):
    assert solved["find_words"]("The bridge is safe, she said.", "The … safe | she") == [(0, 18), (20, 23)]
    for words in ("A bridge … safe", "The bridge … shut", "safe … The"):
        with pytest.raises(ValueError, match="not in the article"):
            solved["find_words"]("The bridge is safe, she said.", words)


def test_a_table_from_any_spreadsheet_is_read(solved, tmp_path):
    example = TEACHING / "labels" / "example.csv"
    pd.read_csv(example).to_csv(tmp_path / "mine.csv", sep=";", encoding="utf-8-sig", index=False)
    for one, other in zip(solved["to_tables"](example), solved["to_tables"](tmp_path / "mine.csv"), strict=True):
        pd.testing.assert_frame_equal(one, other)


def test_a_wrong_name_in_a_table_is_told(solved, tmp_path):
    example = pd.read_csv(TEACHING / "labels" / "example.csv")
    example.loc[0, "target"] = "the filling of the lake"
    example.to_csv(tmp_path / "mine.csv", index=False)
    with pytest.raises(ValueError, match="Unknown targets: .'the filling of the lake'"):
        solved["to_tables"](tmp_path / "mine.csv")
