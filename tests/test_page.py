"""The page and the notebook's display: everything escaped, every number linked, nothing fetched."""

import re

import pytest
from bs4 import BeautifulSoup
from sample import EVIL, FORMULA, TEXT, empty_analysis, make_analysis

from analysis.behind import bars_view, groups, matrix_view, pair_tables
from analysis.marking import cut, sentences_around
from analysis.page import NOTEBOOK_CHARACTERS, notebook_html, page_html
from analysis.view import paragraph_views, statement_views


@pytest.fixture(scope="module")
def analysis():
    return make_analysis()


@pytest.fixture(scope="module")
def raw(analysis):
    return page_html(analysis)


@pytest.fixture(scope="module")
def page(raw):
    return BeautifulSoup(raw, "html.parser")


@pytest.fixture(scope="module")
def display(analysis):
    return BeautifulSoup(notebook_html(analysis), "html.parser")


# safe


@pytest.mark.parametrize("which", ["page", "display"])
def test_nothing_of_the_text_becomes_markup(which, request):
    soup = request.getfixturevalue(which)
    assert not soup.find("b", string="talks")
    assert not soup.find_all(["script", "iframe", "object", "embed", "form", "link", "i"])
    assert EVIL in soup.get_text() and FORMULA in soup.get_text() and "<i>M</i>" in soup.get_text()
    for tag in soup.find_all(True):
        for name, value in tag.attrs.items():
            assert not name.startswith("on"), name
            assert "javascript:" not in str(value)


def test_the_page_asks_nobody_for_anything(page, raw):
    for tag in page.find_all(True):
        for name in ("src", "href", "xlink:href", "action", "srcset", "data", "poster"):
            value = tag.attrs.get(name, "#")
            assert value.startswith("#") or value.startswith("data:image/"), (tag.name, name, value[:80])
    assert "@import" not in raw and not re.search(r"url\((?!#)", raw)
    policy = page.find("meta", {"http-equiv": "Content-Security-Policy"})["content"]
    assert "default-src 'none'" in policy and "script" not in policy


def test_the_display_asks_nobody_for_anything_and_keeps_its_styles_to_itself(display):
    for tag in display.find_all(["img", "a"]):
        assert tag.get("href", tag.get("src")).startswith(("#", "data:image/png"))
    rules = re.sub(r"@media[^{]*\{", "", display.style.get_text())
    for selectors in re.findall(r"([^{}]+)\{[^{}]*\}", rules):
        assert all(".sp-" in selector for selector in selectors.split(",")), selectors


# whole


@pytest.mark.parametrize("which", ["page", "display"])
def test_the_article_stands_there_word_for_word(which, request):
    article = BeautifulSoup(str(request.getfixturevalue(which).find(class_="sp-article")), "html.parser")
    for extra in article.select(".sp-tip, .sp-label"):
        extra.decompose()
    assert [p.get_text() for p in article.find_all("p")] == TEXT.split("\n")


@pytest.mark.parametrize("which", ["page", "display"])
def test_ids_are_unique_and_every_link_leads_somewhere(which, request):
    soup = request.getfixturevalue(which)
    ids = [tag["id"] for tag in soup.find_all(id=True)]
    assert len(ids) == len(set(ids))
    links = [a.get("href") or a.get("xlink:href") for a in soup.find_all("a")]
    assert len(links) > 5
    assert {link[1:] for link in links} <= set(ids)


@pytest.mark.parametrize("which", ["page", "display"])
def test_each_statement_is_marked_with_speaker_and_stance(which, request):
    marks = request.getfixturevalue(which).find_all("mark")
    first = marks[1]  # the first belongs to the headline
    assert first.find(string=True, recursive=False) == "the Dam Company hid “"
    assert first["tabindex"] == "0"
    tip = first.find(class_="sp-tip").get_text(" ", strip=True)
    assert EVIL in tip and "against Dam Company (−0.80, explicit)" in tip
    inner = marks[2]  # lies in two statements
    assert inner.find(string=True, recursive=False) == "the worst report of the year"
    assert len(inner.find_all(class_="sp-tip-line")) == 2
    assert "box-shadow" in inner["style"]
    unclear = next(mark for mark in marks if "We help" in mark.get_text())
    assert "sp-unclear" in unclear["class"]
    assert "not clear who" in unclear.get_text() and "via Daily Ferry" in re.sub(r"\s+", " ", unclear.get_text())


def test_a_statement_in_two_pieces_is_labelled_once_at_its_end(page):
    article = page.find(class_="sp-article")
    labels = [a for a in article.select("a.sp-label") if a["href"] == "#statement-3"]
    assert len(labels) == 1
    assert labels[0].previous_sibling.find(string=True, recursive=False) == "We always did"
    assert len(article.select("#text-3")) == 1


def test_the_page_is_one_that_readers_can_use(page):
    assert page.html["lang"] == "en" and page.title.get_text()
    assert page.find("meta", {"name": "viewport"}) and page.find("meta", charset="utf-8")
    assert [h.get_text() for h in page.find_all("h1")] == ["Dam <b>talks</b> & more"]
    for svg in page.find_all("svg"):
        assert svg.find("title").get_text() and svg.find("desc").get_text()
    for th in page.find_all("th"):
        assert th["scope"] in ("row", "col")
    assert "@media print" in str(page.style) and "@media (max-width" in str(page.style)


def test_the_pictures_of_the_display_have_their_text(display):
    pictures = display.find_all("img")
    assert len(pictures) >= 4
    assert all(len(picture["alt"]) > 20 for picture in pictures)


# every number leads to its statements


def test_a_cell_of_the_matrix_leads_to_the_statements_behind_it(page):
    cell = page.select_one(".sp-matrix td a[aria-label*='mean −0.80']")
    assert "n = 1" in cell.get_text()
    group = page.find(id=cell["href"][1:])
    rows = group.find_all(class_="sp-row")
    assert len(rows) == 1
    assert [a["href"] for a in rows[0].find_all("a")] == ["#statement-0", "#text-0"]
    quote = rows[0].find("blockquote")
    assert "Mira Halloran said" in quote.get_text()
    assert [span.get_text() for span in quote.select(".sp-evidence")] == ["hid"]
    assert quote.select_one(".sp-speaker").get_text() == "Mira Halloran"


def test_each_group_holds_as_many_rows_as_its_number_says(analysis):
    tables = pair_tables(analysis)
    found = groups(analysis, tables)
    assert len(found) == sum(map(len, tables.values())) == 6
    for (name, source, target), group in found.items():
        table = tables[name]
        pair = table[(table["source"] == source) & (table["target"] == target)].iloc[0]
        counts = [len(group["labels"][label]) for label in ("against", "neutral", "for")]
        assert counts == [pair.n_against, pair.n_neutral, pair.n_for]
        assert len(group["uncertain"]) == pair.n_uncertain
        assert sum(counts) == group["n"]


def test_headline_and_belief_are_shown_and_not_counted(analysis, page):
    view = matrix_view(pair_tables(analysis)["party"], groups(analysis, pair_tables(analysis)))
    assert "headline" in view["left_out"] and "belief" in view["left_out"]
    assert page.find(id="statement-4") and page.find(id="statement-2")


def test_a_part_of_a_bar_leads_to_its_label(page):
    part = page.select_one("a.sp-part.sp-neutral")
    heading = page.find(id=part["href"][1:])
    assert heading.get_text() == "neutral: 1" and part.get_text() == "1"
    assert re.fullmatch(r"flex-basis:[\d.]+%", part["style"])


def test_a_bar_is_as_long_as_it_holds_stances():
    analysis = make_analysis()
    twice = analysis.stances.iloc[[0, 0, 2]].assign(statement=[0, 3, 1])
    more = type(analysis)(analysis.article, analysis.actors, analysis.statements, analysis.sentiment, twice)
    tables = pair_tables(more)
    view = bars_view("target", tables["target"], groups(more, tables), {})
    parts = {target: bars[0]["parts"][0] for target, bars in view["bars"].items()}
    assert list(parts) == ["</a>Board", "Dam Company"]
    assert [(part["k"], part["percent"]) for part in parts.values()] == [(1, "50.0"), (2, "100.0")]


def test_an_arrow_of_the_network_leads_to_its_group(page):
    arrows = page.select_one("#conflict-network").find_all("a")
    assert {a.get("xlink:href") or a.get("href") for a in arrows} == {"#party-0", "#party-1"}


def test_the_limits_name_what_was_left_out(page):
    text = page.find(id="limits").get_text()
    assert "1 of 6 stances, for being uncertain" in text
    assert "1 of 5 statements, where it is not clear who speaks" in text
    assert "1 statement in the headline" in text and "1 statement of belief" in text


# edges


@pytest.mark.parametrize("text", ["It rained.", "a\x00\x01", "שלום <b>", "🙂" * 50])
def test_a_text_without_statements_gives_a_page_that_says_so(text, monkeypatch):
    monkeypatch.setattr("analysis.page.draw_charts", lambda _: iter(()))
    empty = empty_analysis(text)
    for html in (page_html(empty, []), notebook_html(empty)):
        assert "No statement was found" in html
        assert "\x00" not in html and "<b>" not in html.split("</style>")[1].replace("<b><bdi>", "")


def test_a_long_article_is_cut_in_the_notebook_and_whole_on_the_page(monkeypatch):
    monkeypatch.setattr("analysis.page.draw_charts", lambda _: iter(()))
    long = empty_analysis("\n".join(f"Line {i} of a long book." for i in range(5000)))
    shown = notebook_html(long)
    assert len(shown) < 4 * NOTEBOOK_CHARACTERS
    assert "more paragraphs are not shown" in shown
    assert "Line 4999 of" in page_html(long, [])


def test_pieces_join_to_the_text_and_know_their_marks():
    marks = [(0, 4, "a"), (2, 8, "b"), (2, 3, "c"), (8, 9, "d"), (5, 5, "empty"), (9, 99, "e")]
    pieces = cut("0123456789", 1, 10, marks)
    assert "".join(piece.text for piece in pieces) == "123456789"
    assert [(p.text, p.keys) for p in pieces] == [
        ("1", ("a",)), ("2", ("a", "b", "c")), ("3", ("a", "b")), ("4567", ("b",)), ("8", ("d",)), ("9", ("e",)),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "place", "sentence"),
    [
        ("One. Two said so! Three.", "said", "Two said so!"),
        ("“One.” Two said “so.” Three", "so.", "Two said “so.”"),
        ("No stop", "stop", "No stop"),
        ("He paid 3.5 for it. Then", "paid", "He paid 3.5 for it."),
    ],
)
def test_the_sentence_around_a_place(text, place, sentence):
    start = text.index(place)
    low, high = sentences_around(text, start, start + len(place), 0, len(text))
    assert text[low:high] == sentence


def test_a_statement_over_paragraphs_is_marked_in_each():
    analysis = make_analysis()
    statements = analysis.statements.iloc[[0]].copy()
    start, end = TEXT.index("the Dam Company"), TEXT.index("We help") + 7
    statements.at[0, "spans"] = [(start, end)]
    both = type(analysis)(
        analysis.article, analysis.actors, statements, analysis.sentiment.iloc[:0], analysis.stances.iloc[:0]
    )
    view = paragraph_views(both, statement_views(both))
    marked = [[p["text"] for p in paragraph["pieces"] if p["statements"]] for paragraph in view["paragraphs"]]
    assert [len(pieces) for pieces in marked] == [0, 1, 1, 0]
    assert marked[2][0].endswith("We help")
