"""`make report`: notebook 07 on articles of every kind, and the page that it makes."""

from __future__ import annotations

import ast
import base64
import importlib.util
import io
import json
import re
import sys
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pytest

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOK = ROOT / "notebooks" / "07-your-own-article.ipynb"


def load_script(name):
    specification = importlib.util.spec_from_file_location(name, ROOT / "scripts" / f"{name}.py")
    module = importlib.util.module_from_spec(specification)
    sys.modules.setdefault(name, module)
    specification.loader.exec_module(module)
    return module


load_script("run_notebooks")
make_report = load_script("make_report")

FIRST = "Mira Ola Ana Piet Lena Tomas Ruth Emil".split()
LAST = "Halloran Brandt Ruiz Lindqvist Okafor".split()
FORTY = [f"{first} {last}" for last in LAST for first in FIRST]

TEXTS = {
    "two speakers": "Talks on the Dam\n\n“Velia ruins the talks,” said Mira Halloran, the minister of Norland.\n\n"
    "Ola Brandt of Velia rejected the accusation. “Norland lies,” he said.\n",
    "forty speakers": "The Long Debate\n\n"
    + "\n\n".join(f"“We {('reject', 'back')[n % 2]} the plan of Norland,” said {who}." for n, who in enumerate(FORTY)),
    "no quotation": "The Dam\n\nThe dam was built in 1961. It is 40 metres high. Rain is expected on Monday.\n",
    "nobody disagrees": "The Bridge\n\nMira Halloran praised the bridge of Norland.\n\n"
    "Ola Brandt said that Norland was right.\n",
    "markup": "<script>alert(1)</script> & <b>Dam</b>\n\n“<img src=x onerror=alert(2)>,” said Mira Halloran.\n",
}


def shown(path: Path, monkeypatch) -> list[str]:
    """Run the cells of the report in this process; what each shows as HTML."""
    notebook = make_report.without_lesson(json.loads(NOTEBOOK.read_text(encoding="utf-8")))
    found: list[str] = []
    monkeypatch.setattr("IPython.display.display", lambda *what, **_: found.extend(map(as_html, what)))
    names: dict[str, object] = {}
    for cell in notebook["cells"]:
        if cell["cell_type"] != "code":
            continue
        tree = ast.parse("".join(cell["source"]))
        last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, "cell", "exec"), names)
        if "parameters" in cell["metadata"].get("tags", []):
            names["ARTICLE"] = str(path)
        elif last is not None:
            value = eval(compile(ast.Expression(last.value), "cell", "eval"), names)
            found += [] if value is None else [as_html(value)]
    return found


def as_html(value: object) -> str:
    return value._repr_html_() if hasattr(value, "_repr_html_") else str(value)


@pytest.mark.parametrize("kind", TEXTS)
def test_every_kind_of_article_gives_a_report(kind, tmp_path, monkeypatch):
    path = tmp_path / "article.txt"
    path.write_text(TEXTS[kind], encoding="utf-8")
    parts = shown(path, monkeypatch)
    page = "\n".join(parts)
    assert page.startswith("<h1>") and 'download="stances.csv"' in page
    assert "<script" not in page and "<img src=x" not in page
    speakers = pd.read_html(io.StringIO(parts[1]))[0] if kind != "no quotation" else []
    if kind == "forty speakers":
        assert len(speakers) == 40
    if kind == "two speakers":
        assert set(speakers["actor"]) == {"Mira Halloran", "Ola Brandt"}
    if kind == "no quotation":
        assert "Found: 0 statements" in page and "No statement was found" in page
    if kind == "nobody disagrees":
        assert len(speakers) == 2


class Asked(HTMLParser):
    """What a page would ask others for."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []
        self.tags: set[str] = set()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.asked += [v or "" for k, v in attrs if k in ("src", "href", "action", "data", "poster") and v]


@pytest.mark.notebook
def test_the_page_needs_no_other_file_and_no_host(tmp_path, capsys):
    path = tmp_path / "my article & me.txt"
    path.write_text(TEXTS["markup"], encoding="utf-8")
    out = tmp_path / "pages" / "page.html"
    assert make_report.main([str(path), "--out", str(out)]) == 0
    assert str(out) in capsys.readouterr().out
    page = out.read_text(encoding="utf-8")
    reader = Asked()
    reader.feed(page)
    assert not {"script", "link", "iframe", "object"} & reader.tags
    assert [one[:60] for one in reader.asked if not one.startswith(("#", "data:"))] == []
    assert "@import" not in page and not re.search(r"url\(\s*['\"]?https?:", page)
    assert "default-src 'none'" in page and "<title>&lt;script&gt;" in page
    assert "Exercises" not in page and "make report" not in page
    data = re.search(r'download="statements.csv" href="data:text/csv;base64,([^"]+)"', page)[1]
    assert base64.b64decode(data).decode("utf-8-sig").startswith("article,statement,")


def test_a_wrong_path_is_told_in_a_sentence(tmp_path, capsys):
    assert make_report.main([str(tmp_path / "none.txt")]) == 1
    assert "There is no file" in capsys.readouterr().err


def test_a_failing_cell_is_told_and_leaves_the_old_page(tmp_path, monkeypatch, capsys):
    broken = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    broken["cells"] = [cell for cell in broken["cells"] if "parameters" in cell["metadata"].get("tags", [])]
    broken["cells"].append({"cell_type": "code", "id": "x", "metadata": {}, "outputs": [], "execution_count": None})
    broken["cells"][-1]["source"] = "raise ValueError('the river is dry')"
    other = tmp_path / "broken.ipynb"
    other.write_text(json.dumps(broken), encoding="utf-8")
    monkeypatch.setattr(make_report, "NOTEBOOK", other)
    path, page = tmp_path / "article.txt", tmp_path / "page.html"
    path.write_text(TEXTS["two speakers"], encoding="utf-8")
    page.write_text("the old page", encoding="utf-8")
    assert make_report.main([str(path), "--out", str(page)]) == 1
    assert "ValueError: the river is dry" in capsys.readouterr().err
    assert page.read_text(encoding="utf-8") == "the old page"
