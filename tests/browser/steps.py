"""What a person does in JupyterLab, step by step: open a notebook and run it, press keys, select words."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from lab import PATIENCE, ROOT, Lab, run_all

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

DATA = ROOT / "data"
ARTICLE = DATA / "articles" / "putin-syria.txt"
ACTORS, CONCEPTS = (DATA / kind / "putin-syria.csv" for kind in ("actors", "concepts"))
#: the article that all notebooks are about, read with its own tables.
READ = f"""\
from analysis import analyse, explore, review
found = analyse({str(ARTICLE)!r}, actors={str(ACTORS)!r},
                concepts={str(CONCEPTS)!r})"""


class Book:
    """A notebook that is open in the browser.

    Attributes:
        page: the page.
        decisions: the file that ``review`` writes.
    """

    def __init__(self, page: Page, lab: Lab, name: str, *cells: str) -> None:
        self.page, self.lab, self.name = page, lab, name
        self.decisions = lab.folder / f"{name}.csv"
        self._pid, self._done = lab.folder / f"{name}.pid", lab.folder / f"{name}.done"
        first = f"import os, pathlib\n_ = pathlib.Path({self._pid.name!r}).write_text(str(os.getpid()))"
        last = f"_ = pathlib.Path({self._done.name!r}).write_text('')"
        self.cells = len(cells) + 2
        lab.write(f"{name}.ipynb", first, *cells, last)

    def open(self, alone: bool = False) -> None:
        """Open it (alone, without the side bar of JupyterLab), and run it from top to bottom."""
        self.page.goto(self.lab.address(f"{self.name}.ipynb", alone))
        self.page.get_by_role("button", name="Python 3 (ipykernel) | Idle").wait_for()  # cells sent before may be lost
        self.run()

    def run(self) -> None:
        """Run it from top to bottom."""
        self._done.unlink(missing_ok=True)
        run_all(self.page)
        failed = self.page.locator(".jp-OutputArea [data-mime-type='application/vnd.jupyter.error']")

        def ended() -> bool:
            if failed.count():
                raise RuntimeError(failed.first.inner_text())
            return self._done.exists()

        wait_until(ended, "the last cell has run")

    def close(self) -> None:
        """Close the page, and end the kernel."""
        self.page.context.close()
        self.lab.end_kernel(f"{self.name}.ipynb")

    def widget(self, number: int = 0) -> Locator:
        """What its so-many-eth widget shows."""
        return self.page.locator(".standpoints-live").nth(number)

    @property
    def pid(self) -> int:
        """The process of its kernel."""
        return int(self._pid.read_text())

    def cells_shown(self) -> int:
        """How many cells it has now."""
        return self.page.locator(".jp-Notebook .jp-Cell").count()


def wait_until(true: Callable[[], object], what: str) -> None:
    """Wait for something outside the browser."""
    until = time.monotonic() + PATIENCE
    while not true():
        if time.monotonic() > until:
            raise TimeoutError(f"{PATIENCE} s have passed, and still not: {what}.")
        time.sleep(0.05)


def select_words(root: Locator, words: str, nth: int = 0) -> None:
    """Select words of the article with the mouse, from the middle of the first letter's left half to the last's end.

    Args:
        root: the widget.
        words: words that stand within one line, in one run of text.
        nth: which of several such places.
    """
    article = root.locator(".sp-article").first
    place = """([article, words, nth, scroll]) => {
        const walker = document.createTreeWalker(article, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) {
            const node = walker.currentNode;
            if (node.parentElement.closest(".sp-tip, .sp-label")) continue;
            let at = -1;
            while ((at = node.data.indexOf(words, at + 1)) >= 0) {
                if (nth-- > 0) continue;
                if (scroll) node.parentElement.scrollIntoView({block: "center"});
                const range = document.createRange();
                range.setStart(node, at);
                range.setEnd(node, at + words.length);
                const rects = [...range.getClientRects()], first = rects[0], last = rects[rects.length - 1];
                return [first.left + 1, first.top + first.height / 2, last.right - 1, last.top + last.height / 2];
            }
        }
        throw new Error("these words do not stand there: " + words);
    }"""
    page, handle = root.page, article.element_handle()
    page.evaluate(place, [handle, words, nth, True])
    left, top, right, bottom = page.evaluate(place, [handle, words, nth, False])
    page.mouse.move(left, top)
    page.mouse.down()
    page.mouse.move((left + right) / 2, (top + bottom) / 2)
    page.mouse.move(right, bottom)
    page.mouse.up()


def focused(page: Page) -> dict[str, object]:
    """What has the focus: its kind, its name as a screen reader says it, and how its focus is shown."""
    return page.evaluate(
        """() => {
        const node = document.activeElement, style = getComputedStyle(node);
        const label = node.labels?.length ? node.labels[0].innerText : "";
        const name = label || node.getAttribute("aria-label") || node.innerText || "";
        return {kind: node.getAttribute("role") || node.tagName.toLowerCase(), name: name.trim().replace(/\\s+/g, " "),
                inside: !!node.closest(".standpoints-live"), outline: style.outlineStyle,
                width: parseFloat(style.outlineWidth)};
    }"""
    )
