"""Make the pictures of the README anew: what `make pictures` does.

explore and review as they stand in JupyterLab, and a page of the report, are shot in the system's own Chromium; the
first chart is drawn as notebook 05 draws it. Each is a PNG in docs/pictures/, below 300 KB.

    python scripts/make_pictures.py [explore review report chart]
"""

from __future__ import annotations

import io
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "browser")]

from lab import Lab, NoBrowser, chromium, jupyterlab, new_page  # noqa: E402
from PIL import Image  # noqa: E402
from steps import ACTORS, ARTICLE, CONCEPTS, READ, Book, select_words  # noqa: E402

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

OUT = ROOT / "docs" / "pictures"
WIDTH = 1300
MOST_BYTES = 300_000


def main(names: list[str]) -> int:
    wanted = names or ["explore", "review", "report", "chart"]
    OUT.mkdir(parents=True, exist_ok=True)
    if "chart" in wanted:
        draw_chart()
    try:
        with chromium() as browser:
            if "report" in wanted:
                shoot_report(browser)
            if {"explore", "review"} & set(wanted):
                with jupyterlab() as lab:
                    shoot_widgets(browser, lab, wanted)
    except NoBrowser as error:
        print(f"The pictures of the screens were not made. {error}")
        return 2
    return 0


def draw_chart() -> None:
    """The first chart: who is for or against whom in the article."""
    from analysis import analyse, charts, conflict_matrix

    found = analyse(ARTICLE, actors=ACTORS, concepts=CONCEPTS)
    axes = charts.conflict_matrix(conflict_matrix(found.stances, statements=found.statements))
    with tempfile.TemporaryDirectory() as folder:
        png, _ = charts.save_chart(axes, "first-chart", folder)
        keep(png.read_bytes(), "first-chart")


def shoot_report(browser: Browser) -> None:
    """The head of the page that `make report` writes."""
    from make_report import make_report

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.html"
        if failure := make_report(ARTICLE, path, ACTORS, CONCEPTS):
            raise RuntimeError(str(failure))
        page = new_page(browser, 1000, 800, WIDTH / 1000)
        page.goto(path.as_uri())
        page.locator(".sp-article").first.wait_for()
        page.locator(".sp-root").first.evaluate("node => node.scrollIntoView({block: 'start'})")
        keep(page.screenshot(), "report")
        page.context.close()


def shoot_widgets(browser: Browser, lab: Lab, wanted: list[str]) -> None:
    """The widgets: explore with a statement chosen, and review after three decisions."""
    book = Book(
        new_page(browser, 1200, 1700, WIDTH / 1050),
        lab,
        "pictures",
        READ,
        "explore(found)",
        'review(found, "mine.csv")',
    )
    book.open(alone=True)
    explored, reviewed = book.widget(0), book.widget(1)
    if "explore" in wanted:
        explored.get_by_label("Parties").select_option(label=["Russia (10)", "United States (3)"])
        explored.locator("mark", has_text="supplies weapons").click()
        explored.get_by_role("status").filter(has_text="by “supplies").wait_for()
        still(book.page)
        keep(explored.screenshot(), "explore", 1050)
    if "review" in wanted:
        for number, key in enumerate(("Enter", "Delete", "Enter"), 1):
            reviewed.get_by_role("listbox", name="Statement").press(key)
            reviewed.get_by_role("status").filter(has_text=f"saved {number} of").wait_for()
        select_words(reviewed, "Kerry’s trip will be his second to Russian Federation this year")
        reviewed.get_by_label("Said by").fill("the reporter")
        still(book.page)
        keep(reviewed.screenshot(), "review", 1050)
    book.close()


def still(page: Page) -> None:
    """Move the mouse away and take the focus off, so that no tip lies over the picture."""
    page.mouse.move(1, 1)
    page.evaluate("document.activeElement.blur()")


def keep(shot: bytes, name: str, height: int | None = None) -> None:
    """Keep a picture with as many colours as the bytes allow, and say how large it is.

    Args:
        shot: the PNG.
        name: its name in docs/pictures.
        height: cut off what is below.
    """
    picture = Image.open(io.BytesIO(shot)).convert("RGB")
    if height and picture.height > height:
        picture = picture.crop((0, 0, picture.width, height))
    if picture.width > WIDTH:
        picture = picture.resize((WIDTH, round(picture.height * WIDTH / picture.width)), Image.Resampling.LANCZOS)
    for colours in (0, 256, 128, 64):  # 0: as it is; a picture of few colours would show bands where one runs out
        made = io.BytesIO()
        few = picture.quantize(colours, dither=Image.Dither.NONE) if colours else picture
        few.save(made, "PNG", optimize=True)
        if made.tell() <= MOST_BYTES:
            break
    path = OUT / f"{name}.png"
    path.write_bytes(made.getvalue())
    print(f"{path.relative_to(ROOT)}: {picture.width} × {picture.height}, {made.tell() / 1000:.0f} KB")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
