"""Explore: what is chosen is what is shown, in every panel, escaped, in time, and on a still page too."""

import dataclasses
import re
import time
from pathlib import Path

import ipywidgets as widgets
import nbformat
import pytest
from bs4 import BeautifulSoup
from reviewed import SAID, TEXT, correction, make_analysis, table
from sample import EVIL, FORMULA, empty_analysis
from sample import make_analysis as make_hostile

from analysis import analyse, load_article
from analysis.choosing import UNCLEAR, Choice, choose, options, pairs_to_compare, side_by_side
from analysis.conflict import conflict_matrix
from analysis.correcting import overlay
from analysis.explore_panels import MOST_BUTTONS
from analysis.explore_widget import STILL_VARIABLE, TABS, Explorer, explore
from analysis.tables import make_table

ARTICLE = Path(__file__).parent.parent / "data" / "articles" / "putin-syria.txt"


@pytest.fixture
def explorer():
    return explore(make_analysis())


def words(html):
    return " ".join(BeautifulSoup(html, "html.parser").get_text(" ").split())


def show(explorer, name):
    explorer.tabs.selected_index = TABS.index(name)


# ---- choosing


def numbers(**choice):
    return choose(make_analysis(), Choice(**choice)).statements["statement"].tolist()


def test_each_kind_of_choice_keeps_what_it_says():
    assert numbers() == [0, 1, 2, 3, 4]
    assert numbers(actors=("Mira Halloran", "Ola Brandt")) == [0, 1, 3]
    assert numbers(actors=(UNCLEAR,)) == [4]
    assert numbers(parties=("Dam Company", UNCLEAR)) == [2, 4]
    assert numbers(quote_types=("direct", "mixed")) == [1, 3]
    assert numbers(acts=("deny",)) == [2]
    assert numbers(low=0.4, high=0.8) == [1, 2, 3]
    assert numbers(actors=("Mira Halloran",), quote_types=("direct",)) == [1]
    assert numbers(actors=("Nobody",)) == []


def test_sentiment_and_stances_go_with_their_statements():
    part = choose(make_analysis(), Choice(actors=("Ola Brandt",)))
    assert part.stances["target"].tolist() == ["the weir", "Dam Company"] and part.sentiment["statement"].tolist() == [
        3
    ]


def test_the_options_are_what_occurs_with_its_number():
    found = options(make_analysis())
    assert found["actor"][-1] == (UNCLEAR, 1) and ("Mira Halloran", 2) in found["actor"]
    assert found["act"] == [("deny", 1), ("say", 4)]
    assert options(empty_analysis()) == {"actor": [], "party": [], "quote_type": [], "act": []}


def two_on_the_weir():
    found = make_analysis()
    more = found.stances.iloc[[3]].assign(statement=0, actor="Mira Halloran", party="Harbour Union", stance=-0.5)
    more["label"] = "against"
    rows = [*found.stances.to_dict("records"), *more.to_dict("records")]
    return dataclasses.replace(found, stances=make_table("stances", rows))


def test_two_actors_side_by_side_on_what_both_speak_of():
    found = side_by_side(two_on_the_weir(), "Mira Halloran", "Ola Brandt")
    row = found.iloc[0]
    assert found["target"].tolist() == ["the weir", "Dam Company"]  # 1.4 and 1.3 apart
    assert (row["kind"], row["first"], row["second"], row["n_first"]) == ("concept", -0.5, 0.9, 1)
    assert row["apart"] == pytest.approx(1.4) and row["statements_second"] == (3,)
    assert pairs_to_compare(two_on_the_weir()) == [("Mira Halloran", "Ola Brandt")]
    assert side_by_side(make_analysis(), "Mira Halloran", "Nobody").empty
    assert list(side_by_side(empty_analysis(), "a", "b").columns) == list(found.columns)


# ---- the widgets


def test_every_chooser_changes_what_is_chosen(explorer):
    for chooser, value, left in (
        (explorer.actors, ("Mira Halloran",), [0, 1]),
        (explorer.parties, ("Dam Company",), [2]),
        (explorer.kinds, ("direct",), [1]),
        (explorer.acts, ("deny",), [2]),
        (explorer.confidence, (0.7, 1.0), [0, 3]),
    ):
        chooser.value = value
        assert explorer.chosen.statements["statement"].tolist() == left
        assert f"{len(left)} of 5 statements" in words(explorer.status.value)
        explorer.reset.click()
        assert len(explorer.chosen.statements) == 5 and explorer.choice() == Choice()


def test_the_article_marks_only_what_is_chosen(explorer):
    def marked():
        marks = BeautifulSoup(explorer.text.value, "html.parser").select("mark")
        return ["".join(t for t in mark.find_all(string=True, recursive=False)) for mark in marks]

    assert marked() == [said[0] for said in SAID]
    explorer.parties.value = ("Harbour Union",)
    assert marked() == [SAID[0][0], SAID[1][0]]
    assert "the rain will help" in words(explorer.text.value)  # the text itself stays whole
    before = BeautifulSoup(explorer.text.value, "html.parser").select_one("mark")["style"]
    explorer.reset.click()
    assert BeautifulSoup(explorer.text.value, "html.parser").select_one("mark")["style"] == before  # its colour too


def test_a_statement_shows_who_how_tone_and_stances(explorer):
    explorer.statement.value = 3
    told = words(explorer.detail.value)
    for part in ("Ola Brandt", "Town Board", "called", "hand-made", "0.80", "blessing +0.50", "for the weir (+0.90"):
        assert part in told
    assert "for Dam Company (+0.50, explicit), by “ blessing ”" in told
    chosen = BeautifulSoup(explorer.text.value, "html.parser").select("mark.sp-chosen")
    assert len(chosen) == 1 and chosen[0].get_text().startswith("the weir a blessing")


def test_a_mark_that_is_clicked_or_tabbed_to_tells_the_same_without_a_script(explorer):
    mark = BeautifulSoup(explorer.text.value, "html.parser").select("mark")[3]
    assert mark["tabindex"] == "0"
    tip = " ".join(mark.select_one(".sp-tip").get_text(" ").split())
    for part in ("Ola Brandt", "called", "hand-made", "0.80", "blessing +0.50", "for the weir"):
        assert part in tip
    assert "<script" not in explorer.text.value


def test_the_chosen_statement_stays_while_it_is_among_the_chosen(explorer):
    explorer.statement.value = 1
    explorer.actors.value = ("Mira Halloran",)
    assert explorer.statement.value == 1
    explorer.actors.value = ("Ola Brandt",)
    assert explorer.statement.value == 3
    explorer.acts.value = ("deny",)
    assert explorer.statement.value is None and "No statement" in explorer.detail.value


def test_only_the_panel_that_is_seen_is_made_anew(explorer):
    before = explorer.table.value
    explorer.actors.value = ("Ola Brandt",)
    assert explorer.table.value == before == ""
    show(explorer, "Statements")
    assert "blessing" in explorer.table.value and "broke its word" not in explorer.table.value
    article = explorer.text.value
    explorer.reset.click()
    assert explorer.text.value == article and "broke its word" in explorer.table.value
    show(explorer, "Article")
    assert explorer.text.value != article


def test_a_statement_chosen_while_another_panel_is_seen_is_shown_later(explorer):
    show(explorer, "Statements")
    explorer.statement.value = 3
    show(explorer, "Article")
    assert "blessing" in explorer.detail.value


def test_a_cell_of_the_matrix_lists_its_statements(explorer):
    show(explorer, "Who about whom")
    cells = explorer.matrix.cells
    assert set(cells) == {
        ("Harbour Union", "Dam Company"), ("Harbour Union", "Town Board"),
        ("Dam Company", "Harbour Union"), ("Town Board", "Dam Company"),
    }  # fmt: skip
    one = cells["Harbour Union", "Dam Company"]
    assert one.description == "−0.80  n 1" and one.tooltip.startswith("Harbour Union about Dam Company: mean")
    one.click()
    told = words(explorer.matrix.behind.value)
    assert "Harbour Union about Dam Company : mean −0.80 from 1 stance" in told and "broke its word" in told
    explorer.matrix.source.value, explorer.matrix.target.value = "Town Board", "Dam Company"
    assert "blessing" in words(explorer.matrix.behind.value)
    assert cells["Dam Company", "Harbour Union"].description == "1 unsure"
    cells["Dam Company", "Harbour Union"].click()
    assert "uncertain, not counted: 1" in words(explorer.matrix.behind.value)
    explorer.actors.value = ("Ola Brandt",)
    assert one.description == "–" and one.disabled
    explorer.matrix.source.value = "Harbour Union"
    assert "Nothing is said" in explorer.matrix.behind.value


def test_a_large_matrix_is_a_table_and_the_lists_choose_a_cell():
    found = make_analysis()
    row = found.stances.iloc[0].to_dict()
    many = [row | {"target": f"p{i}", "target_party": f"p{i:02}"} for i in range(MOST_BUTTONS + 1)]
    explorer = Explorer(dataclasses.replace(found, stances=make_table("stances", many)))
    show(explorer, "Who about whom")
    assert not explorer.matrix.cells and "p07" in words(explorer.matrix.grid.value)
    explorer.matrix.target.value = "p07"
    assert "Harbour Union about p07 : mean −0.80" in words(explorer.matrix.behind.value)


def test_bars_and_sides_follow(explorer):
    show(explorer, "For and against")
    assert "1 against" in words(explorer.bars.widget.value) and "the weir" in words(explorer.bars.widget.value)
    explorer.actors.value = ("Mira Halloran",)
    assert "the weir" not in words(explorer.bars.widget.value)
    explorer.reset.click()
    show(explorer, "Two side by side")
    assert {explorer.sides.first.value, explorer.sides.second.value} == {"Mira Halloran", "Ola Brandt"}
    assert "1.30" in words(explorer.sides.table.value)
    explorer.sides.second.value = "Dam Company"
    assert "There is nothing that both Mira Halloran and Dam Company" in words(explorer.sides.table.value)


def test_a_chart_is_drawn_when_asked_for_and_goes_with_the_choice(explorer):
    import matplotlib.pyplot as plt

    open_before = plt.get_fignums()
    show(explorer, "Charts")
    assert "Press Draw" in explorer.charts.picture.value
    explorer.charts.draw.click()
    image = BeautifulSoup(explorer.charts.picture.value, "html.parser").img
    assert image["alt"].startswith("Conflict matrix of 3 parties") and image["src"].startswith("data:image/png;base64,")
    explorer.actors.value = ("Dam Company",)
    assert "Press Draw" in explorer.charts.picture.value
    explorer.charts.chart.value = "positions"
    explorer.charts.draw.click()
    assert "Nothing to show" in explorer.charts.picture.value
    assert plt.get_fignums() == open_before


def test_corrections_are_told(explorer):
    mended = overlay(make_analysis(), table(correction(SAID[0][0], "actor", "Ola Brandt")))
    explorer = Explorer(mended)
    assert "Statements by hand: 1 corrected." in words(explorer.status.value)
    explorer.statement.value = 0
    assert "corrected by hand" in words(explorer.detail.value)


def test_every_control_has_a_name_and_says_what_it_does(explorer):
    def below(widget):
        yield widget
        for child in getattr(widget, "children", ()):
            yield from below(child)

    show(explorer, "Who about whom")
    controls = [w for w in below(explorer.widget) if isinstance(w, widgets.Button | widgets.SelectMultiple
                | widgets.Select | widgets.Dropdown | widgets.BoundedFloatText)]  # fmt: skip
    assert len(controls) > 12
    for control in controls:
        assert control.description.strip() and control.tooltip, control


# ---- what may be in an article


def test_nothing_of_an_article_is_markup():
    explorer = Explorer(make_hostile())
    for name in TABS:
        show(explorer, name)
        if name == "Charts":
            explorer.charts.draw.click()
    explorer.charts.chart.value = "statements-along"
    seen = [explorer.page(), explorer.text.value, explorer.detail.value, explorer.table.value, explorer.status.value,
            explorer.matrix.behind.value, explorer.bars.widget.value, explorer.sides.table.value,
            *(child.value for child in explorer.matrix.grid.children if hasattr(child, "value"))]  # fmt: skip
    for html in seen:
        assert EVIL not in html and "<b>talks</b>" not in html and "</a>Board" not in html
    assert EVIL in [value for _, value in explorer.actors.options]
    assert EVIL in words(explorer.page()) and FORMULA in words(explorer.page())


@pytest.mark.parametrize("text", ["It rained.", "“", "“ ” “ ”", "a" * 5000, "\x00\x01 said", "\u202e said: “no”"])
def test_no_text_makes_it_raise(text):
    explorer = explore(analyse(load_article(text=text)))
    for name in TABS:
        show(explorer, name)
    explorer.charts.draw.click()
    explorer.reset.click()
    assert explorer.page()


# ---- the still page


def test_the_still_page_holds_all_the_findings():
    page = words(Explorer(two_on_the_weir()).page())
    for said in SAID:
        assert page.count(said[0]) >= 2  # in the article and in the table
    for part in (
        "Harbour Union about Dam Company : mean −0.80",
        "the weir",
        "1 against",
        "Apart by",
        "1.40",
        "hand-made",
    ):
        assert part in page
    html = Explorer(make_analysis()).page()
    assert "<script" not in html and "http" not in re.sub(r"data:[^\"']*", "", html)


def test_nbconvert_writes_the_still_page(monkeypatch):
    monkeypatch.delenv(STILL_VARIABLE, raising=False)
    from nbclient import NotebookClient
    from nbconvert import HTMLExporter

    root = Path(__file__).parent
    first = (
        f"import os, sys; sys.path[:0] = {[str(root.parent), str(root)]!r}\n"
        "from reviewed import make_analysis\nfrom analysis.explore_widget import explore\nexplore(make_analysis())"
    )
    second = f"os.environ[{STILL_VARIABLE!r}] = '1'\nexplore(make_analysis())"
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code) for code in (first, second)])
    NotebookClient(book, timeout=120, kernel_name="python3").execute()
    view = "application/vnd.jupyter.widget-view+json"
    both, still = ([output["data"] for output in cell["outputs"]] for cell in book["cells"])
    assert [view in data for data in both] == [True, False] and [view in data for data in still] == [False]
    body = BeautifulSoup(HTMLExporter().from_notebook_node(book)[0], "html.parser")
    pages = body.select(".standpoints-static")
    assert len(pages) == 2 and all("broke its word" in page.get_text() for page in pages)
    # only JupyterLab's own panel hides the page: on a page of nbconvert's no widget answers
    assert not body.select(".jp-NotebookPanel") and body.select(".jp-OutputArea .standpoints-static")
    assert ".jp-NotebookPanel .jp-OutputArea:has(.standpoints-live) .standpoints-static" in str(pages[0])


# ---- in time


def test_everything_follows_within_a_third_of_a_second_on_the_article():
    explorer = explore(analyse(ARTICLE))
    parties = [value for _, value in explorer.parties.options]
    took = []
    for name in TABS[:-1]:
        show(explorer, name)
        for value in (parties[:1], parties[1:3], ()):
            begun = time.perf_counter()
            explorer.parties.value = tuple(value)
            took.append(time.perf_counter() - begun)
    assert sorted(took)[len(took) // 2] < 0.33, took


def test_the_text_is_invented():
    assert make_analysis().article.text == TEXT
    assert conflict_matrix(make_analysis().stances)["n"].sum() == 3


# ---- what the script in the page tells


def reach(here):
    """The hidden field into which the script writes."""
    return next(child for child in here.widget.children[-1].children if isinstance(child, widgets.Text))


def test_a_statement_that_is_clicked_is_chosen_and_nothing_else_is_believed(explorer):
    field = reach(explorer)
    field.value = '{"chosen": 3, "told": 1}'
    assert explorer.statement.value == 3 and "blessing" in explorer.detail.value
    for told in ('{"chosen": 99}', '{"chosen": "<b>"}', "[]", "no JSON", '{"selected": "x"}', ""):
        field.value = told
        assert explorer.statement.value == 3
    marks = BeautifulSoup(explorer.text.value, "html.parser").select("mark")
    assert [mark["data-statement"] for mark in marks] == ["0", "1", "2", "3", "4"]


def test_the_script_goes_with_the_widget_and_asks_nobody(explorer):
    hidden = explorer.widget.children[-1]
    assert hidden.layout.display == "none"
    code = hidden.children[1].outputs[0]["data"]["application/javascript"]
    assert "standpoints-live" in code and not re.search(r"https?:|fetch\(|XMLHttp|import\(|innerHTML|eval\(", code)
