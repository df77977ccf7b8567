"""The slides that `make slides` made of notebook 05: nothing is asked of another host, and every slide fits its frame.

python -m pytest tests/site/slides.py      (`make slides` ends with it; STANDPOINTS_SLIDES names another page)
"""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup
from chromium import asked_by_a_file, browse, elsewhere, foreign_in_css, needs_browser, served

ROOT = Path(__file__).resolve().parent.parent.parent
NAME = "05-how-the-positions-conflict"
PAGE = Path(os.environ.get("STANDPOINTS_SLIDES", ROOT / "build" / "slides" / f"{NAME}.html")).resolve()


@pytest.fixture(scope="module")
def deck() -> BeautifulSoup:
    return BeautifulSoup(PAGE.read_text(encoding="utf-8"), "html.parser")


@pytest.fixture(scope="module")
def slides(deck) -> list:
    return deck.select(".slides > section > section")


def test_every_slide_has_a_heading_and_something_on_it(slides):
    assert 15 <= len(slides) <= 40
    for slide in slides:
        assert slide.find(["h1", "h2"]), str(slide)[:200]
        assert slide.select(".jp-RenderedMarkdown > :not(h1, h2)") or slide.select(".jp-OutputArea-child"), slide.text


def test_charts_keep_their_texts_and_the_speaker_has_the_whole_prose(slides):
    charts = [img for slide in slides for img in slide.find_all("img")]
    assert len(charts) >= 3 and all(len(img["alt"]) > 40 for img in charts)
    notes = " ".join(note.get_text(" ") for slide in slides for note in slide.select("aside.notes"))
    assert "From filled circles stances go out" in " ".join(notes.split())


def test_no_solution_is_on_a_slide(deck):
    notebook = nbformat.read(ROOT / "notebooks" / f"{NAME}.ipynb", as_version=4)
    solutions = [cell.source for cell in notebook.cells if "solution" in cell.metadata.get("tags", [])]
    text = "".join(deck.select_one(".slides").get_text().split())
    assert solutions and [source for source in solutions if "".join(source.split())[:80] in text] == []


def test_the_page_holds_all_that_it_needs(deck):
    for tag in deck.find_all(True):
        for attribute in ("src", "href", "data", "poster"):
            if attribute in tag.attrs and tag.name != "a":
                assert not elsewhere(tag[attribute]) and tag.name not in ("script", "link"), str(tag)[:120]
    assert foreign_in_css("\n".join(style.get_text() for style in deck.find_all("style"))) == []
    assert "reveal.js contributors" in PAGE.read_text(encoding="utf-8"), "its licence asks for that"


@needs_browser
def test_the_slides_opened_as_a_file_ask_no_host(tmp_path):
    assert asked_by_a_file(PAGE, tmp_path) == set()


LOOK = """<!DOCTYPE html><meta charset="utf-8"><pre id="found"></pre>
<iframe src="deck.html" style="width: 1280px; height: 720px; border: 0"></iframe>
<script>
const frame = document.querySelector("iframe"), found = [];
frame.onload = async () => {
  const deck = frame.contentWindow.Reveal, page = frame.contentDocument;
  while (!deck.isReady()) await new Promise(done => setTimeout(done, 50));
  for (let number = 0; number < deck.getTotalSlides(); number++) {
    deck.slide(number);
    await new Promise(done => setTimeout(done, 50));
    const slide = deck.getCurrentSlide(), box = slide.getBoundingClientRect();
    const parts = [...slide.querySelectorAll(".jp-Cell, img")].map(one => one.getBoundingClientRect());
    const scrolls = [...slide.querySelectorAll(".jp-Cell-outputWrapper, pre")]
      .filter(one => !one.querySelector(".sp-article"))  // a whole article is there to be scrolled
      .filter(one => one.scrollHeight > one.clientHeight + 8 || one.scrollWidth > one.clientWidth + 8);
    found.push({
      heading: slide.querySelector("h1, h2").textContent, shown: box.height > 300, scrolls: scrolls.length,
      below: Math.max(...parts.map(one => one.bottom - box.bottom)),
      aside: Math.max(...parts.map(one => one.right - box.right)),
    });
  }
  document.getElementById("found").textContent = JSON.stringify(found);
};
</script>"""


@needs_browser
def test_every_slide_fits_its_frame(tmp_path, slides):
    shutil.copyfile(PAGE, tmp_path / "deck.html")
    (tmp_path / "look.html").write_text(LOOK, encoding="utf-8")
    with served(tmp_path) as address:
        page = BeautifulSoup(browse(f"{address}/look.html", "--window-size=1400,900"), "html.parser")
    found = json.loads(page.find(id="found").get_text())
    assert len(found) == len(slides) and all(one["shown"] for one in found)
    wrong = [
        (number, one) for number, one in enumerate(found) if one["below"] > 2 or one["aside"] > 2 or one["scrolls"]
    ]
    assert wrong == []
