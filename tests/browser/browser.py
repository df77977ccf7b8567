"""explore and review as a person has them: JupyterLab in a real browser, with the mouse and with the keyboard only.

`make test-browser` runs it, apart from `make test`. Controls are found by their role and their name, as a screen
reader finds them. After each test nothing must stand in the browser's console as an error; none is left out.
"""

from __future__ import annotations

import os
import pickle
import re
import signal
import sys

import pytest
from lab import ROOT, new_page
from steps import ACTORS, ARTICLE, CONCEPTS, READ, Book, focused, select_words, wait_until

from analysis import analyse, load_article
from analysis.corrections import load_corrections

pytest.importorskip("playwright", reason="make test-browser installs Playwright")
from playwright.sync_api import expect

sys.path.insert(0, str(ROOT / "tests"))
from sample import make_analysis

pytest_plugins = ["browser_fixtures"]  # a second conftest.py would be in the way of the first
ALL = 17
TABS = ["Article", "Statements", "Who about whom", "For and against", "Two side by side", "Charts"]
TEXT = " ".join(load_article(ARTICLE).text.split())
REVIEW = 'from analysis import review\nreview(found, "reviewing.csv", who="tester")'


@pytest.fixture(scope="module")
def explored(browser, lab):
    """A notebook that explores the article; one for all tests that only look."""
    book = Book(new_page(browser), lab, "exploring", READ, "explore(found)")
    book.open()
    yield book
    book.close()


@pytest.fixture
def book(explored):
    """The same, as it was in the beginning; nothing may have been complained of in the end."""
    root = explored.widget()
    tab(root, "Article").click()
    root.get_by_role("button", name="Show all").click()
    says(root, f"{ALL} of {ALL} statements")
    yield explored
    assert explored.page.complaints == []


@pytest.fixture(scope="module")
def found(lab):
    """The article's analysis, as a file that each notebook of review opens: reading the article anew takes seconds."""
    one = analyse(ARTICLE, actors=ACTORS, concepts=CONCEPTS)
    (lab.folder / "found.pickle").write_bytes(pickle.dumps(one))
    return "import pathlib, pickle\nfound = pickle.loads(pathlib.Path('found.pickle').read_bytes())"


@pytest.fixture(scope="module")
def reviewed(browser, lab, found):
    """A notebook that reviews the article; one kernel for all tests, until one kills it."""
    book = Book(new_page(browser), lab, "reviewing", found, REVIEW)
    book.open()
    yield book
    book.close()


@pytest.fixture
def reviewing(reviewed):
    """The same with no decision yet; nothing may have been complained of in the end."""
    for file in (reviewed.decisions, reviewed.decisions.with_name(f".{reviewed.decisions.name}.lock")):
        file.unlink(missing_ok=True)
    reviewed.open()
    begun = listed(reviewed.widget()).get_by_role("option")
    expect(begun.filter(has_text=re.compile("^[✓✗]"))).to_have_count(0)
    expect(begun).to_have_count(ALL)
    yield reviewed
    assert reviewed.page.complaints == []


def says(root, text):
    """Wait until a line that is read out when it changes says so."""
    expect(root.get_by_role("status").filter(has_text=text).first).to_be_visible()


def tab(root, name):
    return root.get_by_role("tab", name=name, exact=True)


def marks(root):
    return root.locator("mark[tabindex='0']")


def press(root, name):
    root.get_by_role("button", name=re.compile(rf"^\W*{re.escape(name)}$")).click()  # an icon stands before it


def listed(root):
    """The list of statements: it stands first in review, last in the article's panel of explore."""
    return root.get_by_role("listbox", name="Statement")


# ---- explore


@pytest.mark.parametrize(
    ("chooser", "value"), [("Actors", "Vladimir Putin"), ("Parties", "Russia"), ("Kinds", "direct"), ("Acts", "deny")]
)
def test_everything_follows_a_choice(book, chooser, value):
    root = book.widget()
    option = root.get_by_label(chooser).get_by_role("option", name=re.compile(rf"^{value} \("))
    left = int(re.search(r"\((\d+)\)", option.inner_text()).group(1))
    assert 0 < left < ALL
    root.get_by_label(chooser).select_option(label=option.inner_text())
    says(root, f"{left} of {ALL} statements")
    expect(marks(root)).to_have_count(left)
    expect(listed(root).get_by_role("option")).to_have_count(left)
    tab(root, "Statements").click()
    expect(root.get_by_role("row")).to_have_count(left + 1)
    tab(root, "For and against").click()
    stances = int(re.search(r"(\d+) stance", root.get_by_role("status").first.inner_text()).group(1))
    parts = root.locator(".sp-part")
    none = root.get_by_text("No stance is left by this choice.")

    def followed():
        drawn = [int(part.split()[0]) for part in parts.all_inner_texts()]
        return 0 < sum(drawn) <= stances or none.is_visible()

    wait_until(followed, "the bars follow")


def test_several_can_be_chosen_and_a_range_of_confidence(book):
    root = book.widget()
    kinds = [option.inner_text() for option in root.get_by_label("Kinds").get_by_role("option").all()]
    some = [kind for kind in kinds if not kind.startswith("indirect")]
    root.get_by_label("Kinds").select_option(label=some)
    says(root, f"{sum(int(re.search(r'[0-9]+', kind).group()) for kind in some)} of {ALL} statements")
    press(root, "Show all")
    says(root, f"{ALL} of {ALL}")
    root.get_by_label("Confidence from").fill("0.9")
    root.get_by_label("Confidence from").press("Enter")
    expect(marks(root)).not_to_have_count(ALL)
    left = marks(root).count()
    tab(root, "Statements").click()
    expect(root.get_by_role("row")).to_have_count(left + 1)
    sure = [float(cell) for cell in root.locator("tbody td:nth-child(4)").all_inner_texts()]
    assert sure and min(sure) >= 0.9


def test_a_statement_that_is_clicked_is_shown_in_full(book):
    root = book.widget()
    mark = root.locator("mark", has_text="supplies weapons")
    mark.click()
    for part in (
        "speaker “he”",
        "cue “said”",
        "rule: ",
        "confidence 0.",
        "Tone",
        "for Syrian Arab Republic (+",
        "by “supplies",
    ):
        says(root, part)
    expect(listed(root).locator("option:checked")).to_contain_text("supplies weapons")
    expect(mark).to_have_class(re.compile("sp-chosen"))
    expect(mark).to_be_focused()
    expect(mark.get_by_role("tooltip")).to_have_count(0)  # it would lie over the next line, and says the same
    worded = root.locator("mark", has_text="moderate Syrian opposition")
    worded.hover()
    expect(worded.get_by_role("tooltip")).to_be_visible()
    worded.click()
    says(root, re.compile(r"textblob [+−]\d\.\d\d \(\w+ [+−]?\d"))


def test_a_cell_of_the_matrix_leads_to_its_statements(book):
    root = book.widget()
    tab(root, "Who about whom").click()
    cell = root.get_by_role("button", name=re.compile(r"^−\d\.\d\d\s+n \d")).first
    mean, pair = cell.inner_text().split()[0], cell.get_attribute("title").split(": ")[0]
    cell.click()
    says(root, f"{pair}: mean {mean} from")
    assert " ".join(root.locator(".sp-context").last.inner_text().split()) in TEXT
    source, target = pair.split(" about ")
    expect(root.get_by_label("Who speaks").locator("option:checked")).to_have_text(source)
    expect(root.get_by_label("About whom").locator("option:checked")).to_have_text(target)


def test_two_actors_side_by_side(book):
    root = book.widget()
    tab(root, "Two side by side").click()
    first, second = root.get_by_label("First actor"), root.get_by_label("Second actor")
    names = [one.locator("option:checked").inner_text() for one in (first, second)]
    heads = root.get_by_role("columnheader")
    expect(heads).to_have_text(["On", *names, "Apart by"])
    other = next(o for o in second.locator("option").all_inner_texts() if o not in names)
    second.select_option(label=other)
    says(root, other)


def test_a_chart_is_drawn_with_its_words(book):
    root = book.widget()
    tab(root, "Charts").click()
    says(root, "Press Draw")
    press(root, "Draw")
    image = root.get_by_role("img", name=re.compile("^Conflict matrix of"))
    expect(image).to_be_visible()
    assert image.evaluate("image => image.complete && image.naturalWidth > 300")


def test_the_keyboard_reaches_everything_and_the_focus_is_seen(book):
    page, root = book.page, book.widget()
    root.get_by_label("Actors").focus()
    page.keyboard.press("Shift+Tab")
    reached = []
    for _ in range(60):
        page.keyboard.press("Tab")
        one = focused(page)
        if reached and not one["inside"]:
            break
        if one["inside"]:  # JupyterLab puts its buttons for the cell before it, some time after the cell is entered
            reached.append(one)
    names = [one["name"] for one in reached]
    assert names[:8] == [
        "Actors",
        "Parties",
        "Kinds",
        "Acts",
        "Confidence from",
        "Confidence to",
        "Show all",
        "Article",
    ]
    assert names[-1] == "Statement" and sum(one["kind"] == "mark" for one in reached) == ALL
    assert [one for one in reached if not one["name"] or one["outline"] == "none" or one["width"] < 2] == []


def test_keys_in_a_list_choose_and_leave_the_notebook_alone(book):
    page, root = book.page, book.widget()
    cells = book.cells_shown()
    root.get_by_label("Kinds").focus()
    page.keyboard.press("Home")
    says(root, re.compile(rf"^[1-9] of {ALL}"))
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Shift+ArrowUp")
    page.keyboard.press("Shift+End")
    says(root, re.compile(rf"^1[0-9] of {ALL}"))
    for key in ("d", "d", "b", "a", "x", "Enter", "m"):  # JupyterLab's own: delete the cell, make one, change it
        page.keyboard.press(key)
    assert focused(page)["name"] == "Kinds" and book.cells_shown() == cells
    root.get_by_role("button", name="Show all").focus()
    page.keyboard.press("Enter")
    tab(root, "Article").focus()
    for name in TABS[1:]:
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Enter")
        expect(tab(root, name)).to_have_attribute("aria-selected", "true")
    assert focused(page)["name"] == "Charts"
    tab(root, "Article").click()
    root.locator("mark", has_text="supplies weapons").focus()
    page.keyboard.press("Enter")
    says(root, "by “supplies")
    expect(root.locator("mark", has_text="supplies weapons")).to_be_focused()
    assert book.cells_shown() == cells


def test_ctrl_and_a_letter_stay_jupyterlab_s(book):
    page = book.page
    book.widget().get_by_label("Actors").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Control+Shift+c")
    expect(page.get_by_role("textbox", name=re.compile("search", re.IGNORECASE)).first).to_be_visible()
    page.keyboard.press("Control+Shift+c")


# ---- review


def test_keys_decide_from_the_least_certain(reviewing):
    page, root = reviewing.page, reviewing.widget()
    order = listed(root).get_by_role("option").all_inner_texts()
    assert len(order) == ALL and all(line.startswith("·") for line in order)
    listed(root).focus()
    page.keyboard.press("Enter")
    says(root, f"saved 1 of {ALL}.")
    assert saved(reviewing)[0] == ("statement", "right")
    page.keyboard.press("Delete")
    says(root, f"saved 2 of {ALL}.")
    assert saved(reviewing)[-1] == ("statement", "deleted")
    page.keyboard.press("Tab")
    while focused(page)["name"] != "Right as it is":
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    says(root, f"saved 3 of {ALL}.")
    now = listed(root).get_by_role("option").all_inner_texts()
    assert [one[0] for one in now] == ["✓", "✗", "✓", *"·" * (ALL - 3)]
    assert [one[1:] for one in now] == [one[1:] for one in order]
    expect(listed(root).locator("option:checked")).to_have_text(now[3])


def saved(book):
    """The decisions in the file, as (field, after)."""
    rows = load_corrections(book.decisions)
    return list(zip(rows["field"], rows["after"], strict=True))


def test_speaker_stance_target_and_words_are_mended_and_saved_at_once(reviewing):
    root = reviewing.widget()
    listed(root).select_option(index=place(root, "supplies weapons"))
    expect(root.get_by_label("Words", exact=True)).to_have_value(re.compile("^Russia supplies weapons"))
    root.get_by_label("Why").fill("he is somebody else")
    root.get_by_label("Actor", exact=True).fill("Sergey Lavrov")
    press(root, "Save speaker")
    says(root, "Sergey Lavrov")
    says(root, f"saved 1 of {ALL}.")
    assert saved(reviewing) == [("actor", "Sergey Lavrov")]
    assert load_corrections(reviewing.decisions)[["who", "why"]].values.tolist() == [["tester", "he is somebody else"]]
    root.get_by_label("Act", exact=True).select_option(label="accuse")
    root.get_by_label("Quotation", exact=True).select_option(label="mixed")
    press(root, "Save sort")
    says(root, "accuse")
    assert saved(reviewing)[1:] == [("act", "accuse"), ("quote_type", "mixed")]
    root.get_by_label("Stance", exact=True).select_option(label="against (−1)")
    press(root, "Save stance")
    says(root, "against Syrian Arab Republic")
    assert saved(reviewing)[-1] == ("stance", "against")
    root.get_by_label("Towards", exact=True).fill("Turkey")
    press(root, "is towards that one")
    says(root, "against Turkey")
    assert saved(reviewing)[-1] == ("target", "Turkey")
    select_words(root, "weapons to the legitimate")
    press(root, "Take selected words")
    expect(root.get_by_label("Words", exact=True)).to_have_value("weapons to the legitimate")
    press(root, "Save words")
    expect(root.locator("mark.sp-chosen")).to_contain_text(re.compile("^weapons to the legitimate"))
    assert saved(reviewing)[-1][0] == "spans" and len(saved(reviewing)) == 6
    says(root, f"saved 1 of {ALL}.")


def place(root, words):
    """Where in the list a statement stands."""
    lines = listed(root).get_by_role("option").all_inner_texts()
    return next(i for i, line in enumerate(lines) if words in line.replace("\xa0", " "))


def test_a_missed_statement_is_added_by_selecting_its_words(reviewing):
    root = reviewing.widget()
    words = "Russian Federation"
    select_words(root, "Kerry’s trip will be his second to Russian")
    expect(root.get_by_label("Missed")).to_have_value("Kerry’s trip will be his second to Russian")
    root.get_by_label("Said by").fill("John Kerry")
    press(root, "Add statement")
    says(root, f"saved 1 of {ALL + 1}. It is added")
    assert saved(reviewing) == [("statement", "added"), ("actor", "John Kerry")]
    # words that stand in the text more than once: the place that was selected counts
    select_words(root, words, nth=occurrence(root, words, "annexed"))
    press(root, "Add statement")
    says(root, f"saved 2 of {ALL + 2}. It is added")
    (start, end), *_ = load_corrections(reviewing.decisions)["spans"].iloc[-1]
    assert load_article(ARTICLE).text[start:].startswith("Russian Federation annexed") and end - start == len(words)


def occurrence(root, words, following):
    """Which of the places of some words is followed by another word, among those that can be selected."""
    return root.locator(".sp-article").first.evaluate(
        """(article, [words, following]) => {
        const walker = document.createTreeWalker(article, NodeFilter.SHOW_TEXT);
        let seen = 0;
        while (walker.nextNode()) {
            const node = walker.currentNode;
            if (node.parentElement.closest(".sp-tip, .sp-label")) continue;
            for (let at = node.data.indexOf(words); at >= 0; at = node.data.indexOf(words, at + 1)) {
                if (node.data.slice(at + words.length).trim().startsWith(following)) return seen;
                seen++;
            }
        }
    }""",
        [words, following],
    )


def decide_some(book, root):
    """Decide three times with keys and once with a field; gives what was shown as saved, in the file's order."""
    listed(root).focus()
    for number, key in enumerate(("Enter", "Delete", "Enter"), 1):
        book.page.keyboard.press(key)
        says(root, f"saved {number} of {ALL}.")
    root.get_by_label("Actor", exact=True).fill("Somebody Else")
    press(root, "Save speaker")
    says(root, f"saved 4 of {ALL}.")
    return [line[:12] for line in listed(root).get_by_role("option").all_inner_texts()]


def still_there(book, root, shown):
    """The list of statements has the same signs and names again."""
    expect(listed(root).get_by_role("option")).to_have_count(ALL)
    assert [line[:12] for line in listed(root).get_by_role("option").all_inner_texts()] == shown
    assert [line[0] for line in shown[:4]] == ["✓", "✗", "✓", "✓"] and "Somebody" in shown[3]


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_nothing_that_was_shown_as_saved_is_lost_when_the_kernel_is_killed(reviewing):
    root = reviewing.widget()
    shown = decide_some(reviewing, root)
    killed, before = reviewing.pid, reviewing.decisions.read_bytes()
    os.kill(killed, signal.SIGKILL)
    assert reviewing.decisions.read_bytes() == before and ("actor", "Somebody Else") in saved(reviewing)
    reviewing.page.get_by_role("dialog").get_by_role("button", name="Ok").click()  # “the kernel appears to have died”
    reviewing.run()
    assert reviewing.pid != killed
    expect(root.get_by_role("status").filter(has_text="saved")).to_have_count(0)  # the new one has said nothing yet
    still_there(reviewing, root, shown)
    listed(root).focus()
    reviewing.page.keyboard.press("Enter")
    says(root, f"saved 5 of {ALL}.")


def test_nothing_that_was_shown_as_saved_is_lost_when_the_browser_is_closed(reviewing, browser, lab):
    shown = decide_some(reviewing, reviewing.widget())
    before = reviewing.decisions.read_bytes()
    complaints = reviewing.page.complaints
    reviewing.page.context.close()
    assert reviewing.decisions.read_bytes() == before and complaints == []
    reviewing.page = new_page(browser)
    reviewing.open()
    still_there(reviewing, reviewing.widget(), shown)


def test_the_keyboard_reaches_all_of_review(reviewing):
    page, root = reviewing.page, reviewing.widget()
    cells = reviewing.cells_shown()
    listed(root).focus()
    page.keyboard.press("Shift+Tab")
    reached = []
    for _ in range(80):
        page.keyboard.press("Tab")
        one = focused(page)
        if reached and not one["inside"]:
            break
        if one["inside"]:  # JupyterLab puts its buttons for the cell before it, some time after the cell is entered
            reached.append(one)
    names = [one["name"] for one in reached if one["kind"] != "mark"]
    assert names == [
        "Statement", "Right as it is", "Not a statement", "Skip", "Why", "Actor", "Party", "Save speaker", "Named as",
        "Save words of speaker", "Reported by", "Save reporting words", "Act", "Quotation", "Attribution", "Save sort",
        "Words", "Take selected words", "Save words", "Towards", "which is", "Stance", "Save stance",
        "The stance towards", "is towards that one", "Missed", "Said by", "Add statement",
    ]  # fmt: skip
    assert [one for one in reached if not one["name"] or one["outline"] == "none" or one["width"] < 2] == []
    listed(root).focus()
    for key in ("d", "d", "x", "b"):
        page.keyboard.press(key)
    assert reviewing.cells_shown() == cells and not reviewing.decisions.exists()


# ---- an article that means harm

HARM = """\
<script>window.harmed = 1</script> Talks on the dam
Mira Halloran said the <img src=x onerror="window.harmed = 2"> dam was a disgrace. "We reject \
<a href='javascript:window.harmed = 3'>the link</a> and [this](javascript:window.harmed=4)," she said.
Ola Brandt" onmouseover="window.harmed = 5" denied that the "<svg onload=window.harmed=6>" was a lie.
"""


def test_an_article_that_means_harm_stays_text(browser, lab):
    harm = pickle.dumps([analyse(load_article(text=HARM)), make_analysis()])
    (lab.folder / "harm.pickle").write_bytes(harm)
    read = "import pathlib, pickle\nharm, more = pickle.loads(pathlib.Path('harm.pickle').read_bytes())"
    shows = ["from analysis import explore, review\nexplore(harm)", 'review(harm, "harm.csv")', "explore(more)"]
    book = Book(new_page(browser), lab, "harm", read, *shows)
    book.open()
    for number in range(3):
        root = book.widget(number)
        expect(root.locator(".sp-article")).to_be_visible()
        assert root.locator("mark").count() > 1
        for mark in root.locator("mark[tabindex='0']").all():
            mark.click()
        for one in root.get_by_role("tab").all():
            one.click()
            expect(one).to_have_attribute("aria-selected", "true")
        if number != 1:
            press(root, "Draw")
            expect(root.get_by_role("status").filter(has_text="Press Draw")).to_have_count(0)
            tab(root, "Article").click()
        text = root.locator(".sp-article").first.inner_text()
        assert ("<script>window.harmed = 1</script>" if number < 2 else "Dam <b>talks") in text
    root = book.widget(1)
    root.get_by_label("Why").fill("<img src=x onerror='window.harmed = 7'>")
    root.get_by_label("Words", exact=True).fill("<img src=x onerror='window.harmed = 8'>")
    press(root, "Save words")
    says(root, "NOT saved.")
    live = book.page.locator(".standpoints-live")
    for markup in ("script", "img[onerror]", "svg[onload]", "a[href^='javascript']", "[onmouseover]", ".sp-article a"):
        assert live.locator(markup).count() == 0, markup
    assert book.page.evaluate("window.harmed") is None
    assert book.page.complaints == []
    book.close()
