"""Whatever comes in: a clear error, or tables with the right columns whose offsets hold. Through the whole way."""

import os
import warnings

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import Analysis, ArticleError, analyse, load_article
from analysis.page import notebook_html, page_html
from analysis.tables import COLUMNS, make_table

# load_article warns of text that is not English, or decoded by guess; here that is no news
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning")


def check(result: Analysis) -> Analysis:
    """Every table has its columns and types, every key is unique, every offset gives its string."""
    text = result.article.text
    for name in ("actors", "statements", "sentiment", "stances"):
        table = getattr(result, name)
        assert list(table.columns)[: len(COLUMNS[name])] == list(COLUMNS[name]), name
        assert isinstance(table.index, pd.RangeIndex), name
    assert result.statements["statement"].tolist() == list(range(len(result.statements)))
    for row in result.statements.itertuples():
        assert row.spans, "a statement without a place"
        assert row.content == " ".join(text[start:end] for start, end in row.spans)
        assert all(0 <= start < end <= len(text) for start, end in row.spans)
        for role in ("speaker", "cue"):
            string, start, end = (getattr(row, f"{role}{part}") for part in ("", "_start", "_end"))
            assert pd.isna(start) == pd.isna(end) == (string is None)
            assert string is None or (string and text[start:end] == string)
        assert 0 <= row.confidence <= 1
        assert not (row.ambiguous and isinstance(row.actor, str))
    for row in result.stances.itertuples():
        assert 0 <= row.statement < len(result.statements)
        assert -1 <= row.stance <= 1
        assert pd.isna(row.target_start) or text[row.target_start : row.target_end]
        assert all(0 <= start < end <= len(text) for start, end in row.evidence_spans)
    assert not result.stances.duplicated(["article", "statement", "target", "method"]).any()
    assert len(result.sentiment) == len(result.statements)
    return result


def read(text: str) -> Analysis:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return check(analyse(load_article(text=text)))


# files that are no article


@pytest.mark.parametrize(
    ("content", "told"),
    [(b"", "empty"), (b" \n\t\r\n ", "blank"), (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" * 40, "image|binary|text")],
)
def test_a_file_without_text_is_told_by_name(tmp_path, content, told):
    path = tmp_path / "dam-talks.txt"
    path.write_bytes(content)
    with pytest.raises(ArticleError, match=f"dam-talks.*({told})"):
        analyse(path)


def test_random_bytes_are_an_error_or_tables(tmp_path):
    path = tmp_path / "noise.txt"
    path.write_bytes(os.urandom(20_000))
    with pytest.raises(ArticleError, match=r"noise\.txt"):
        analyse(path)


def test_a_folder_and_a_missing_file_are_told_by_name(tmp_path):
    with pytest.raises(ArticleError, match=tmp_path.name):
        analyse(tmp_path)
    with pytest.raises(ArticleError, match="no-such-article"):
        analyse(tmp_path / "no-such-article.txt")


def test_too_much_is_told_before_it_is_read(tmp_path):
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(17 * 1024 * 1024)
    with pytest.raises(ArticleError, match=r"huge\.txt"):
        analyse(path)


@pytest.mark.parametrize("argument", ["actors", "concepts"])
def test_a_faulty_table_is_told_by_name(tmp_path, argument):
    path = tmp_path / "my-table.csv"
    path.write_text("nothing,of,use\n1,2,3\n")
    article = load_article(text="Mira Halloran said that the dam was safe.")
    with pytest.raises(ValueError, match=r"my-table\.csv"):
        analyse(article, **{argument: path})
    with pytest.raises(ValueError, match="absent"):
        analyse(article, **{argument: tmp_path / "absent.csv"})


# texts that are no news


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("x" * 10_000_000, id="10 MB in one word"),
        pytest.param(("y" * 150 + " ") * 66_000, id="10 MB in one line of long words"),
        pytest.param('"' * 1_000_000, id="a million straight marks"),
        pytest.param("“" * 1_000_000, id="a million marks that open"),
        pytest.param("“”" * 500_000, id="a million marks in pairs"),
        pytest.param("'" * 1_000_000, id="a million apostrophes"),
        pytest.param("\x00" * 1000 + "a", id="NULs"),
        pytest.param("...!?!? ,,, ;:", id="nothing but marks"),
        pytest.param("1 2 3 4.5 6%", id="numbers"),
        pytest.param("\u202e\u202d\u2066\u200f\ufeff\u200b x", id="marks that turn the direction"),
        pytest.param("a\u0300" * 5000, id="combining marks"),
        pytest.param("\ud800 \udfff", id="halves of pairs"),
        pytest.param("\n".join('"' * 100), id="a mark a line"),
    ],
)
def test_a_text_without_sentences_gives_empty_tables(text):
    result = read(text)
    assert len(result.statements) == len(result.sentiment) == len(result.stances) == 0


@pytest.mark.parametrize(
    "text",
    [
        "mira halloran said that the dam was safe and the union denied that and then she said it again " * 20,
        "قالت ميرا إن السد آمن. “لن نرحل”، قال عمر.\nהיא אמרה: “הסכר בטוח”.",
        "🙂 Mira 🙂 Halloran 🙂 said 🙂 that 🙂 the dam 🙂 was safe 🙂. “🙂,” she said. “🙂”",
        "Mira Halloran\x00 said that the\x00 dam was safe. “It\x00 is,” she said.",
        "“One “two “three” she said. “Four, he said. ” ” said Mira Halloran. “",
        'He said: "She said: "They said: "We said: "no".',
        ": : : Mira: Dam is safe: said: :",
        "Mira Halloran said, said she, said he, said they, according to according to.",
        "Mira Halloran said that " * 100,
        "said " * 2000,
        "He she it they them who that which said told denied. “They,” they told them, they said.",
        "Q: Is it safe?\nA: It is.\nQ: Sure?\nA:\nQ:\n:",
    ],
    ids=lambda text: text[:20],
)
def test_a_strange_text_gives_tables_that_hold(text):
    read(text)


def test_no_actor_one_actor_and_nobody_disagreeing_are_no_errors():
    text = "Mira Halloran said that the dam was safe."
    article = load_article(text=text)
    none = check(analyse(article, actors=make_table("actors")))
    one = check(analyse(article, actors=make_table("actors", [{"name": "Mira Halloran", "party": "Union"}])))
    assert len(none.statements) == len(one.statements) == 1
    assert one.statements["party"].tolist() == ["Union"]
    assert none.stances.empty and one.stances.empty


# text that would be something else


EVIL = ("<script>alert(1)</script>", '=HYPERLINK("x")', "<img src=x onerror=alert(1)>", "../../etc", "$\\frac{1}{0}$")


@pytest.fixture(scope="module")
def hostile():
    names = [
        {"name": name, "actor_type": "person", "party": name, "aliases": f"Mira {i}"} for i, name in enumerate(EVIL)
    ]
    text = "<b>Talks</b>\n" + "\n".join(
        f"Mira {i} accused Mira {(i + 1) % len(EVIL)} of hiding the “<i>report</i>”, and supports Mira {(i + 2) % 5}."
        for i in range(len(EVIL))
    )
    return check(analyse(load_article(text=text), actors=make_table("actors", names)))


def test_hostile_names_speak_and_are_spoken_about(hostile):
    assert set(EVIL) <= set(hostile.statements["actor"].dropna())
    assert set(EVIL) <= set(hostile.stances["target"])


def test_hostile_names_come_out_as_text_everywhere(hostile, tmp_path):
    page = hostile.to_folder(tmp_path / "out").read_text(encoding="utf-8")
    for html in (page, hostile._repr_html_()):
        assert "<script" not in html.lower() and "<img src=x" not in html
        assert "<b>Talks" not in html and "<i>report" not in html
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    csv = (tmp_path / "out" / "statements.csv").read_text(encoding="utf-8-sig")
    assert ',"\'=HYPERLINK(""x"")",' in csv and ',"=HYPERLINK' not in csv
    assert {path.name for path in tmp_path.iterdir()} == {"out"}
    for svg in (tmp_path / "out" / "charts").glob("*.svg"):
        assert "<script" not in svg.read_text(encoding="utf-8").lower()


# any text


def show(result: Analysis) -> None:
    """Both displays, without their charts."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("analysis.page.draw_charts", lambda _: iter(()))
        for html in (page_html(result, []), notebook_html(result)):
            html.encode("utf-8")
            assert "\x00" not in html and "<script" not in html.lower()


@given(st.text(min_size=1, max_size=200))
@settings(max_examples=40)
def test_any_text_gives_tables_that_hold(text):
    try:
        result = read(text)
    except ArticleError as error:
        assert "blank" in str(error) or "empty" in str(error)
    else:
        show(result)


WORDS = (
    "Mira Halloran|Mr. Orrin|the Dam Company|the union|he|they|who|its spokesman|said|says|told|denied|accused|of|that|"
    "rejected|demanded|to|according to|added|thinks|plans|reported|the Daily Ferry|the dam was safe|leave|and|but|"
    "criticism|not|attacked|supports|by|Q:|A:|\x00|\u202e|🙂|é|<b>|=1+1|-|\n\n"
)
PIECES = [*"“”\"'‘’«»:.,;?—()\n ", *WORDS.split("|")]


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=40), st.sampled_from([" ", " ", ""]))
@settings(max_examples=80)
def test_any_text_of_marks_names_and_reporting_words_gives_tables_that_hold(pieces, joint):
    text = joint.join(pieces)
    if text.strip("\u202e \n\x00"):
        show(read("x " + text))
