"""A lesson as a student meets it in JupyterLab: its solutions are folded away until they are asked for.

``make test-browser`` runs these tests; they are not part of ``make test``.
"""

from __future__ import annotations

import re
import shutil

import nbformat
import pytest

pytest.importorskip("playwright", reason="make test-browser installs Playwright")

from lab import ROOT, new_page
from playwright.sync_api import expect

pytest_plugins = ["browser_fixtures"]  # a second conftest.py would be in the way of the first
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_solutions_are_folded_until_they_are_asked_for(browser, lab, path):
    shutil.copy(path, lab.folder / path.name)
    cells = nbformat.read(path, as_version=4).cells
    solutions = [n for n, cell in enumerate(cells) if "solution" in cell.metadata.get("tags", [])]
    page = new_page(browser)
    page.goto(lab.address(path.name))
    page.get_by_role("button", name="Python 3 (ipykernel) | Idle").wait_for()
    assert solutions
    for number in solutions:
        cell = page.locator(f".jp-Cell[data-windowed-list-index='{number}']")
        cell.scroll_into_view_if_needed()
        if cells[number].cell_type == "code":
            folded = cell.locator(".jp-Cell-inputWrapper .jp-Placeholder")
            expect(folded).to_be_visible()
            expect(folded).to_have_text(re.compile("^# Solution"))  # JupyterLab shows a folded cell's first line
            expect(cell.locator(".jp-InputArea-editor")).to_be_hidden()
            folded.click()
            expect(cell.locator(".jp-InputArea-editor")).to_be_visible()
        elif "<details>" in cells[number].source:
            details = cell.locator(".jp-RenderedMarkdown details")
            expect(details).not_to_have_attribute("open", "")
            details.locator("summary").click()
            expect(details.locator("p").first).to_be_visible()
    assert page.complaints == []
    page.context.close()
    lab.end_kernel(path.name)
