"""The site that `make site` made: its links, its pictures, what it asks for, and how it looks on a phone.

    python -m pytest tests/site/pages.py      (`make site` ends with it; STANDPOINTS_SITE names another folder)

Without a Chromium (or with CHROMIUM naming none) the tests that need one are skipped, and say so.
"""

from __future__ import annotations

import functools
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import nbformat
import pytest
from bs4 import BeautifulSoup
from chromium import asked_by_a_file, browse, elsewhere, foreign_in_css, needs_browser, served

ROOT = Path(__file__).resolve().parent.parent.parent
SITE = Path(os.environ.get("STANDPOINTS_SITE", ROOT / "build" / "site")).resolve()
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
EXECUTED = ROOT / "build" / "executed"
PHONE = 390

pages = sorted(SITE.rglob("*.html"))
each_page = pytest.mark.parametrize("page", pages, ids=lambda page: page.relative_to(SITE).as_posix())


@functools.cache
def parsed(page: Path) -> BeautifulSoup:
    return BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")


@functools.cache
def anchors(page: Path) -> set[str]:
    return {tag["id"] for tag in parsed(page).find_all(id=True)} | {
        tag["name"] for tag in parsed(page).find_all("a", {"name": True})
    }


def addresses(page: Path) -> Iterator[tuple[str, str, str]]:
    """What a page names: tag, attribute, address."""
    for tag in parsed(page).find_all(True):
        for attribute in ("href", "src", "data", "action", "poster", "xlink:href", "formaction"):
            if attribute in tag.attrs:
                yield tag.name, attribute, str(tag[attribute])
        for one in str(tag.attrs.get("srcset", "")).split(","):
            if one.strip():
                yield tag.name, "srcset", one.split()[0]


def test_there_is_a_site():
    assert SITE / "index.html" in pages, "run `make site`"


@each_page
def test_every_link_leads_somewhere(page):
    wrong = []
    for _, _, address in addresses(page):
        parts = urlsplit(address)
        if parts.scheme or parts.netloc:
            continue
        target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
        target = target / "index.html" if target.is_dir() else target
        found = target.is_file() and target.is_relative_to(SITE)
        if not found or (
            parts.fragment and target.suffix == ".html" and unquote(parts.fragment) not in anchors(target)
        ):
            wrong.append(address)
    assert wrong == []


@each_page
def test_nothing_is_asked_of_another_host(page):
    asked = [address for tag, _, address in addresses(page) if tag != "a" and elsewhere(address)]
    styles = [style.get_text() for style in parsed(page).find_all("style")]
    styles += [tag["style"] for tag in parsed(page).find_all(style=True)]
    assert asked + foreign_in_css("\n".join(styles)) == []
    assert [
        tag["src"][:60] for tag in parsed(page).find_all("script", src=True) if tag["src"].startswith("data:")
    ] == []


def test_no_style_sheet_names_another_host():
    sheets = list(SITE.rglob("*.css"))
    assert sheets
    assert [(sheet.name, found) for sheet in sheets if (found := foreign_in_css(sheet.read_text("utf-8")))] == []


@each_page
def test_every_picture_has_a_text_in_its_place(page):
    assert [str(img)[:80] for img in parsed(page).find_all("img") if not str(img.get("alt", "")).strip()] == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_charts_keep_their_texts(path):
    """Every chart of the executed notebook is on its page, with the same alternative text."""
    notebook = nbformat.read(EXECUTED / path.name, as_version=4)
    outputs = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    html = "".join("".join(output.get("data", {}).get("text/html", "")) for output in outputs)
    wanted = [img["alt"] for img in BeautifulSoup(html, "html.parser").find_all("img")]
    shown = [img["alt"] for img in parsed(SITE / "notebooks" / f"{path.stem}.html").find_all("img")]
    assert wanted and shown == wanted


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_solutions_are_folded_with_what_they_give(path):
    notebook = nbformat.read(EXECUTED / path.name, as_version=4)
    solutions = [cell for cell in notebook.cells if "solution" in cell.metadata.get("tags", [])]
    page = parsed(SITE / "notebooks" / f"{path.stem}.html")
    folded = [fold for fold in page.find_all("details") if "Show a solution" in fold.summary.get_text()]
    assert solutions and len(folded) == len([cell for cell in solutions if cell.cell_type == "code"])
    text = " ".join(fold.get_text() for fold in folded)
    for cell in solutions:
        if cell.cell_type == "code":
            assert "".join(cell.source.split()) in "".join(text.split())


def test_the_first_page_lists_every_lesson_with_its_question_and_time():
    text = " ".join(parsed(SITE / "index.html").find("article").get_text(" ").split())
    links = {tag["href"] for tag in parsed(SITE / "index.html").find("article").find_all("a", href=True)}
    for path in NOTEBOOKS:
        assert f"notebooks/{path.stem}.html" in links
        first = nbformat.read(path, as_version=4).cells[0].source
        (minutes,) = re.findall(r"(\d+) minutes", first)[:1]
        assert re.search(rf"{path.stem[:2]} [^.?]*\({minutes} minutes\)", text), f"{path.stem}: {minutes} minutes"


# ---- in a browser


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The site on this machine, for a page of ours that looks at every other page."""
    with served(SITE) as address:
        yield address


LOOK = """<!DOCTYPE html><meta charset="utf-8"><pre id="found"></pre><script>
const pages = PAGES, found = {};
async function look(name) {
  const frame = document.createElement("iframe");
  frame.style = "width: WIDTHpx; height: 800px; border: 0";
  const loaded = new Promise(done => frame.onload = done);
  frame.src = name;
  document.body.append(frame);
  await loaded;
  const page = frame.contentDocument, root = page.scrollingElement;
  page.querySelectorAll("details").forEach(one => one.open = true);
  const wide = [...page.querySelectorAll("article *")].filter(one => {
    if (one.getBoundingClientRect().right <= WIDTH + 1) return false;
    for (let up = one.parentElement; up.tagName !== "ARTICLE"; up = up.parentElement)
      if (getComputedStyle(up).overflowX !== "visible") return false;
    return true;
  });
  found[name] = {
    width: root.scrollWidth,
    wide: wide.slice(0, 3).map(one => one.outerHTML.slice(0, 120)),
    asked: frame.contentWindow.performance.getEntriesByType("resource").map(one => one.name),
  };
  frame.remove();
}
(async () => {
  for (const name of pages) await look(name);
  document.getElementById("found").textContent = JSON.stringify(found);
})();
</script>"""


@pytest.fixture(scope="module")
def seen(address, tmp_path_factory) -> dict[str, dict]:
    """Each page as a phone shows it: its width, what sticks out, what it asked for."""
    names = [page.relative_to(SITE).as_posix() for page in pages]
    look = SITE / "look-at-all-pages.html"
    look.write_text(LOOK.replace("PAGES", json.dumps(names)).replace("WIDTH", str(PHONE)), encoding="utf-8")
    try:
        page = browse(f"{address}/{look.name}")
    finally:
        look.unlink()
    found = BeautifulSoup(page, "html.parser").find(id="found")
    assert found and found.get_text(), "the browser did not look at all pages"
    result = json.loads(found.get_text())
    assert set(result) == set(names)
    return result


@needs_browser
def test_no_page_is_wider_than_a_phone(seen):
    wide = {name: (one["width"], one["wide"]) for name, one in seen.items() if one["width"] > PHONE or one["wide"]}
    assert wide == {}


@needs_browser
def test_a_browser_asks_this_site_alone(seen, address):
    asked = {url for one in seen.values() for url in one["asked"]}
    assert asked, "not even its own style sheets?"
    assert [url for url in asked if not url.startswith((address, "data:"))] == []


@needs_browser
def test_search_finds_a_lesson_on_a_page_opened_from_the_folder():
    """Opened as a file, without any server: the way a student opens it."""
    page = BeautifulSoup(browse((SITE / "search.html").as_uri() + "?q=congruence"), "html.parser")
    found = [tag.get("href", "") for tag in page.select("#search-results li a")]
    assert any("05-how-the-positions-conflict" in link for link in found), page.select_one("#search-results")


@needs_browser
def test_a_page_opened_from_the_folder_asks_for_files_alone(tmp_path):
    control = tmp_path / "control.html"
    control.write_text('<script src="http://elsewhere.example/a.js"></script>')
    assert asked_by_a_file(control, tmp_path) == {"http://elsewhere.example/a.js"}
    assert asked_by_a_file(SITE / "notebooks" / f"{NOTEBOOKS[0].stem}.html", tmp_path) == set()
