"""How long explore takes to follow a choice, in the browser, on the article. Not a test: a number of an idle machine.

python tests/browser/timing.py
"""

from __future__ import annotations

import statistics

from lab import chromium, jupyterlab, new_page
from steps import READ, Book

TURNS = 15
#: from the change of a list to the last change of what is shown, in milliseconds: 400 of quiet end the wait.
FOLLOW = """([root, list, index]) => new Promise((done) => {
    const begun = performance.now();
    let last = 0;
    const seen = new MutationObserver(() => { last = performance.now(); });
    seen.observe(root, {childList: true, subtree: true, characterData: true, attributes: true});
    [...list.options].forEach((option, i) => { option.selected = i === index; });
    for (const name of ["input", "change"]) list.dispatchEvent(new Event(name, {bubbles: true}));
    const wait = setInterval(() => {
        if (last && performance.now() - last > 400) { clearInterval(wait); seen.disconnect(); done(last - begun); }
    }, 20);
})"""


def main() -> None:
    with chromium() as browser, jupyterlab() as lab:
        book = Book(new_page(browser), lab, "timing", READ, "explore(found)")
        book.open()
        root = book.widget()
        parties = root.get_by_label("Parties")
        handles = [root.element_handle(), parties.element_handle()]
        count = parties.locator("option").count()
        for tab in root.get_by_role("tab").all():
            tab.click()
            took = [book.page.evaluate(FOLLOW, [*handles, turn % count]) for turn in range(TURNS)]
            print(f"{tab.inner_text():16} median {statistics.median(took):4.0f} ms, most {max(took):4.0f} ms")


if __name__ == "__main__":
    main()
