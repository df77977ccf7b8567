"""Corrections: a file that loses nothing, statements found again under other rules, and tables mended as decided."""

import csv
import io
import multiprocessing
import os
import signal
import subprocess
import sys

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reviewed import SAID, TEXT, correction, make_analysis, span, table

from analysis import ArticleError, analyse, charts, load_article
from analysis.conflict import conflict_matrix, left_out
from analysis.correcting import apply_corrections, corrected_note, overlay
from analysis.corrections import COLUMNS, corrections_table, load_corrections, parse_stance, save_corrections, text_hash
from analysis.export import csv_text
from analysis.locking import locked
from analysis.page import notebook_html
from analysis.placing import find_spans, find_words

FIRST, SECOND, THIRD, FOURTH, FIFTH = (said[0] for said in SAID)


def statement(analysis, words):
    found = analysis.statements[analysis.statements["content"] == words]
    assert len(found) == 1
    return found.iloc[0]


def stances(analysis, number):
    rows = analysis.stances[analysis.stances["statement"] == number]
    return {row.target: (row.label, row.stance) for row in rows.itertuples()}


# ---- the file


def test_what_is_saved_is_read_again(tmp_path):
    path = tmp_path / "c.csv"
    row = correction(FIRST, "actor", "=Ola", who="-me", why='two\nlines, "and" marks', before="'+x")
    saved = save_corrections(table(row), path)
    again = load_corrections(path)
    assert again.values.tolist() == saved.values.tolist()
    assert again.loc[0, ["after", "who", "why", "before"]].tolist() == ["=Ola", "-me", 'two\nlines, "and" marks', "'+x"]
    assert again.loc[0, "spans"] == [span(FIRST)] and again.loc[0, "when"].endswith("+00:00")
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")


@given(st.lists(st.text(max_size=12), min_size=3, max_size=3))
def test_any_text_comes_back_but_for_control_characters(tmp_path_factory, texts):
    path = tmp_path_factory.mktemp("any") / "c.csv"
    rows = table(correction(FIRST, "actor", texts[0], who=texts[1], why=texts[2]))
    save_corrections(rows, path)
    assert load_corrections(path).values.tolist() == rows.values.tolist()
    cells = next(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig").split("\r\n", 1)[1], newline="")))
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)


def test_saving_twice_writes_once_and_other_columns_stay(tmp_path):
    path = tmp_path / "c.csv"
    rows = table(correction(FIRST, "actor", "Ola"))
    save_corrections(rows, path)
    save_corrections(rows, path)
    assert len(load_corrections(path)) == 1
    text = path.read_text("utf-8-sig").splitlines()
    path.write_text("\n".join([text[0] + ",my notes", text[1] + ",look again"]), encoding="utf-8")
    save_corrections(table(correction(SECOND, "actor", "Ola")), path)
    assert load_corrections(path)["my notes"].tolist() == ["look again", ""]


def test_a_spreadsheet_with_semicolons_is_read(tmp_path):
    path = tmp_path / "c.csv"
    cells = [text_hash(TEXT), "[[1, 4]]", "actor", "Ola", "2026-05-01T12:00:00+00:00"]
    path.write_text("text_hash;spans;field;after;when\n" + ";".join(cells) + "\n;;;;\n", encoding="utf-8")
    assert load_corrections(path)[["spans", "after", "why"]].values.tolist() == [[[(1, 4)], "Ola", ""]]


GOOD = {"text_hash": text_hash(TEXT), "spans": "[[1, 4]]", "field": "actor", "after": "Ola",
        "when": "2026-05-01T12:00:00+00:00", "target": "", "target_kind": ""}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"text_hash": "12"}, "text_hash is"),
        ({"spans": "1-4"}, "spans are offsets"),
        ({"spans": "[[4, 1]]"}, "spans are offsets"),
        ({"spans": "[]"}, "spans are offsets"),
        ({"spans": "[[1, 2.5]]"}, "spans are offsets"),
        ({"spans": "[" * 5000}, "spans are offsets"),
        ({"field": "colour"}, "field is one of"),
        ({"when": "yesterday"}, "when is a time"),
        ({"field": "statement", "after": "gone"}, "after of statement is right"),
        ({"field": "act", "after": "yodel"}, "after of act is"),
        ({"field": "quote_type", "after": "speech"}, "after of quote_type is direct, mixed or indirect"),
        ({"field": "attribution", "after": "direct"}, "after of attribution is"),
        ({"field": "stance", "after": "cross", "target": "x"}, "after of stance is"),
        ({"field": "stance", "after": "2", "target": "x"}, "after of stance is"),
        ({"field": "stance", "after": "for -1", "target": "x"}, "after of stance is"),
        ({"field": "stance", "after": "for"}, "needs a target"),
        ({"field": "spans", "after": "x"}, "after of spans is"),
        ({"field": "target", "after": " ", "target": "x"}, "after of target is"),
        ({"field": "stance", "after": "for", "target": "x", "target_kind": "dog"}, "actor or concept"),
    ],
)
def test_a_bad_row_is_told_with_file_row_and_fault(tmp_path, change, words):
    path = tmp_path / "mine.csv"
    out = io.StringIO()
    writer = csv.DictWriter(out, GOOD)
    writer.writeheader()
    writer.writerows([GOOD, GOOD | change])
    path.write_text(out.getvalue())
    with pytest.raises(ArticleError, match=r"mine\.csv, row 3: ") as error:
        load_corrections(path)
    assert words in str(error.value) and "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b"a,b\n1,2\n", "no column text_hash"),
        (b"%PDF-1.7", "PDF"),
        (b"\x00\x01", "not a text file"),
        (b'text_hash,spans,field,after,when\n"x', "row 2"),
        (b"text_hash,spans,field,after,when\n1,2,3,4,5,6\n", "6 cells for 5 columns"),
    ],
)
def test_a_bad_file_is_told_and_never_written_over(tmp_path, data, words):
    path = tmp_path / "mine.csv"
    path.write_bytes(data)
    with pytest.raises(ArticleError, match="mine.csv") as error:
        load_corrections(path)
    assert words in str(error.value)
    if data:
        with pytest.raises(ArticleError):
            save_corrections(table(correction(FIRST, "actor", "Ola")), path)
        assert path.read_bytes() == data


def test_faults_of_saving_are_sentences(tmp_path):
    with pytest.raises(ArticleError, match="no folder"):
        save_corrections(table(correction(FIRST, "actor", "Ola")), tmp_path / "none" / "c.csv")
    with pytest.raises(ArticleError, match="is a folder"):
        save_corrections(table(correction(FIRST, "actor", "Ola")), tmp_path)
    with pytest.raises(ArticleError, match="field is one of"):
        save_corrections(table(correction(FIRST, "colour", "Ola")), tmp_path / "c.csv")
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(ArticleError, match="There is no file"):
        load_corrections(tmp_path / "c.csv")


def _save_some(path, name):
    for number in range(8):
        save_corrections(table(correction(FIRST, "actor", f"{name} {number}")), path)


def test_two_programs_that_save_at_once_lose_nothing(tmp_path):
    path = tmp_path / "c.csv"
    context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    running = [context.Process(target=_save_some, args=(path, name)) for name in ("a", "b", "c")]
    for one in running:
        one.start()
    for one in running:
        one.join(60)
    assert sorted(load_corrections(path)["after"]) == sorted(f"{name} {n}" for name in "abc" for n in range(8))


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_a_killed_holder_leaves_nothing_locked(tmp_path):
    path = tmp_path / "c.csv"
    code = (
        "import sys, time, pathlib; from analysis.locking import locked\n"
        "with locked(pathlib.Path(sys.argv[1])): print('held', flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(TimeoutError, match="nothing was saved"), locked(path, patience=0.1):
            pass
        os.kill(holder.pid, signal.SIGKILL)
    save_corrections(table(correction(FIRST, "actor", "Ola")), path)
    assert len(load_corrections(path)) == 1


def test_a_write_that_fails_leaves_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / "c.csv"
    save_corrections(table(correction(FIRST, "actor", "Ola")), path)
    before = path.read_bytes()

    def fail(*_):
        raise OSError("disk full")

    monkeypatch.setattr("analysis.locking.os.fsync", fail)
    with pytest.raises(OSError, match="disk full"):
        save_corrections(table(correction(SECOND, "actor", "Ola")), path)
    assert path.read_bytes() == before
    assert {p.name for p in tmp_path.iterdir()} == {"c.csv", ".c.csv.lock"}


def test_a_link_stays_a_link(tmp_path):
    real, link = tmp_path / "real.csv", tmp_path / "link.csv"
    save_corrections(table(correction(FIRST, "actor", "Ola")), real)
    try:
        link.symlink_to(real)
    except OSError:
        pytest.skip("this system lets nobody make links")
    save_corrections(table(correction(SECOND, "actor", "Ola")), link)
    assert link.is_symlink() and len(load_corrections(real)) == 2


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("for", (1.0, "for")),
        ("neutral", (0.0, "neutral")),
        ("Against −0.4", (-0.4, "against")),
        ("0.2", (0.2, "neutral")),
    ],
)
def test_stances_as_they_are_written(written, read):
    assert parse_stance(written) == read


# ---- applied to the tables


def test_nothing_is_changed_in_place_and_nothing_without_corrections():
    found = make_analysis()
    before = [csv_text(t) for t in (found.statements, found.stances)]
    overlay(found, table(correction(FIRST, "actor", "Ola Brandt"), correction(SECOND, "statement", "deleted")))
    assert [csv_text(t) for t in (found.statements, found.stances)] == before
    same = overlay(found, corrections_table())
    assert not same.statements["corrected"].any() and not same.stances["corrected"].any()
    assert same.statements[found.statements.columns].equals(found.statements)
    assert corrected_note(same) == ""


def test_the_actor_brings_the_party_and_the_stances_follow():
    mended = overlay(make_analysis(), table(correction(FIRST, "actor", "Ola Brandt")))
    row = statement(mended, FIRST)
    assert (row["actor"], row["party"], row["confidence"], row["corrected"]) == ("Ola Brandt", "Town Board", 1.0, True)
    of = mended.stances[mended.stances["statement"] == 0].iloc[0]
    assert (of["actor"], of["party"], of["corrected"], of["confidence"]) == ("Ola Brandt", "Town Board", False, 0.8)
    assert mended.statements["corrected"].sum() == 1


def test_an_unknown_actor_is_a_party_of_its_own_and_none_is_none():
    mended = overlay(make_analysis(), table(correction(FIFTH, "actor", "Ana Ruiz"), correction(FIRST, "actor", "")))
    assert statement(mended, FIFTH)[["actor", "party", "ambiguous"]].tolist() == ["Ana Ruiz", "Ana Ruiz", False]
    gone = statement(mended, FIRST)
    assert gone["actor"] is None and gone["party"] is None and gone["ambiguous"]
    given = overlay(
        make_analysis(), table(correction(FIFTH, "actor", "Ana Ruiz"), correction(FIFTH, "party", "Upper Town"))
    )
    assert statement(given, FIFTH)["party"] == "Upper Town"


def test_the_later_of_two_decisions_counts():
    rows = [correction(FIRST, "actor", "Ola Brandt"), correction(FIRST, "actor", "Ana Ruiz")]
    assert statement(overlay(make_analysis(), table(*rows)), FIRST)["actor"] == "Ana Ruiz"
    rows = [correction(FIRST, "statement", "deleted"), correction(FIRST, "statement", "kept")]
    assert len(overlay(make_analysis(), table(*rows)).statements) == 5


def test_the_speaker_is_found_in_the_text_nearest_to_the_words():
    mended = overlay(make_analysis(), table(correction(SECOND, "speaker", "Dam Company")))
    row = statement(mended, SECOND)
    start = TEXT.index("The Dam Company") + 4
    assert TEXT[row["speaker_start"] : row["speaker_end"]] == "Dam Company" == row["speaker"]
    assert row["speaker_start"] in (start, TEXT.index("Dam Company"))
    near = overlay(make_analysis(), table(correction(THIRD, "speaker", "Dam Company")))
    assert statement(near, THIRD)["speaker_start"] == start
    lost = overlay(make_analysis(), table(correction(SECOND, "speaker", "Nobody Here")))
    assert lost.corrections.loc[0, "outcome"] == "left over" and "Nobody Here" in lost.corrections.loc[0, "reason"]
    row = statement(lost, SECOND)
    assert (row["speaker"], row["confidence"], row["confirmed"]) == ("she", 0.6, False)


def test_the_cue_the_act_and_the_kind_of_quotation_are_mended():
    mended = overlay(
        make_analysis(),
        table(
            correction(FIRST, "cue", "denied"),
            correction(FIRST, "act", "deny"),
            correction(FIRST, "quote_type", "mixed"),
            correction(SECOND, "act", "support"),
            correction(SECOND, "attribution", "belief"),
            correction(THIRD, "act", "hope"),
            correction(FOURTH, "cue", "yodelled"),
        ),
    )
    row = statement(mended, FIRST)
    assert TEXT[row["cue_start"] : row["cue_end"]] == row["cue"] == "denied"
    assert row[["act", "quote_type", "attribution", "corrected"]].tolist() == ["deny", "mixed", "speech", True]
    # what can be said or thought stays what it is, until a reader says so; a hope is never speech
    assert statement(mended, SECOND)[["act", "attribution"]].tolist() == ["support", "belief"]
    assert statement(mended, THIRD)[["act", "attribution"]].tolist() == ["hope", "belief"]
    told = mended.corrections.iloc[-1]
    assert told["outcome"] == "left over" and "yodelled" in told["reason"]
    assert str(mended.statements["quote_type"].dtype) == "category"


def test_a_mended_span_changes_content_and_is_known_by_both_places():
    longer = span("that it had promised anything")
    rows = table(correction(THIRD, "spans", f"[[{longer[0]}, {longer[1]}]]"), correction(THIRD, "actor", "Ola Brandt"))
    mended = overlay(make_analysis(), rows)
    row = statement(mended, "that it had promised anything")
    assert row["actor"] == "Ola Brandt" and row["spans"] == [longer] and row["paragraph"] == 2
    again = overlay(mended, rows)  # rules that have learned to find it so
    assert again.corrections["outcome"].tolist() == ["confirmed", "confirmed"]
    assert statement(again, "that it had promised anything")["actor"] == "Ola Brandt"


def test_a_statement_found_with_its_edges_elsewhere_is_the_same_one():
    start, end = span("“We want peace with the Town Board,”")
    row = correction(SECOND, "actor", "Ola Brandt") | {"spans": [(start, end)]}
    assert statement(overlay(make_analysis(), table(row)), SECOND)["actor"] == "Ola Brandt"
    half = correction(SECOND, "actor", "Ola Brandt") | {"spans": [span("We want peace")]}
    lost = overlay(make_analysis(), table(half))
    assert lost.corrections[["outcome", "reason"]].values.tolist() == [
        ["left over", "no statement is found at these words any more"]
    ]
    assert statement(lost, SECOND)["actor"] == "Mira Halloran"
    assert corrected_note(lost) == "1 correction no longer fits the text."


def test_deleting_and_adding():
    new = span("Ola Brandt of the Town Board")
    words = "Ola Brandt of the Town Board"
    rows = [
        correction(FIRST, "statement", "deleted"),
        correction(words, "statement", "added"),
        correction(words, "actor", "Mira Halloran"),
        correction(words, "stance", "against", target="Town Board"),
        correction(FIRST, "stance", "for", target="Dam Company"),
    ]
    mended = overlay(make_analysis(), table(*rows))
    assert FIRST not in mended.statements["content"].tolist() and 0 not in mended.stances["statement"].tolist()
    row = statement(mended, words)
    assert row[["statement", "actor", "party", "confidence", "rule"]].tolist() == [
        5, "Mira Halloran", "Harbour Union", 1.0, "hand",
    ]  # fmt: skip
    assert row["spans"] == [new] and row["corrected"]
    assert stances(mended, 5) == {"Town Board": ("against", -1.0)}
    assert mended.statements["statement"].tolist() == [1, 2, 5, 3, 4]  # in reading order, numbers kept
    assert mended.corrections["outcome"].tolist() == ["applied"] * 5
    assert corrected_note(mended) == "Statements by hand: 1 corrected, 1 deleted."


def test_an_added_statement_in_quotation_marks_is_direct_and_one_outside_the_text_is_left_over():
    rows = [
        correction("We want peace", "statement", "added"),
        correction("We want peace", "statement", "added") | {"spans": [(5, 10_000)]},
    ]
    mended = overlay(make_analysis(), table(*rows))
    assert statement(mended, "We want peace")["quote_type"] == "direct"
    assert mended.corrections["outcome"].tolist() == ["applied", "left over"]


def test_stances_set_taken_away_added_and_renamed():
    rows = [
        correction(FIRST, "stance", "neutral", target="dam company"),
        correction(SECOND, "stance", "", target="Town Board"),
        correction(THIRD, "stance", "against -0.6", target="Harbour Union"),
        correction(FOURTH, "target", "Harbour Union", target="Dam Company"),
        correction(FOURTH, "stance", "against", target="the rain", target_kind="concept"),
        correction(FOURTH, "target", "Ana Ruiz", target="nobody"),
    ]
    mended = overlay(make_analysis(), table(*rows))
    assert stances(mended, 0) == {"Dam Company": ("neutral", 0.0)} and stances(mended, 1) == {}
    assert stances(mended, 2) == {"Harbour Union": ("against", -0.6)}
    assert stances(mended, 3) == {
        "the weir": ("for", 0.9),
        "Harbour Union": ("for", 0.5),
        "the rain": ("against", -1.0),
    }
    by_target = mended.stances.set_index(["statement", "target"])
    assert by_target.loc[(3, "Harbour Union"), "target_party"] == "Harbour Union"
    assert by_target.loc[(3, "the rain"), "target_kind"] == "concept"
    assert pd.isna(by_target.loc[(3, "the rain"), "target_party"])
    third = by_target.loc[(2, "Harbour Union")]
    assert (third["confidence"], third["uncertain"], third["method"], third["corrected"]) == (1.0, False, "hand", True)
    assert mended.corrections["outcome"].tolist() == ["applied"] * 5 + ["left over"]
    assert not by_target.index.duplicated().any()


def test_a_target_renamed_to_one_that_is_there_leaves_one_row():
    mended = overlay(make_analysis(), table(correction(FOURTH, "target", "the weir", target="Dam Company")))
    assert stances(mended, 3) == {"the weir": ("for", 0.5)}


def test_what_is_right_is_confirmed_and_certain():
    rows = [
        correction(THIRD, "statement", "right"),
        correction(THIRD, "actor", "Dam Company"),
        correction(THIRD, "stance", "neutral -0.4", target="Harbour Union"),
    ]
    with pytest.raises(ValueError):
        parse_stance("for -0.4")
    mended = overlay(make_analysis(), table(*rows[:2], rows[2] | {"after": "neutral"}))
    row = statement(mended, THIRD)
    assert (row["corrected"], row["confirmed"], row["confidence"]) == (False, True, 1.0)
    of = mended.stances[mended.stances["statement"] == 2].iloc[0]
    assert (of["corrected"], of["confirmed"], of["uncertain"], of["stance"], of["method"]) == (
        False, True, False, -0.4, "rule:made",
    )  # fmt: skip
    assert mended.corrections["outcome"].tolist() == ["confirmed"] * 3
    assert corrected_note(mended) == "Statements by hand: 1 confirmed."
    same = overlay(make_analysis(), table(rows[2]))
    assert same.stances.loc[2, ["label", "stance", "corrected"]].tolist() == ["neutral", -0.4, False]


def test_other_texts_are_left_over_not_lost():
    other = correction(FIRST, "actor", "Ola") | {"text_hash": text_hash("other")}
    found = make_analysis()
    told = overlay(found, table(other)).corrections
    assert told[["outcome", "reason"]].values.tolist() == [["left over", "the article's text has changed since"]]
    elsewhere = other | {"article": "another"}
    assert overlay(found, table(elsewhere)).corrections["reason"].tolist() == ["it is about another article"]
    mixed = overlay(found, table(elsewhere, correction(FIRST, "actor", "Ola Brandt")))
    assert mixed.corrections["outcome"].tolist() == ["applied"]  # a file may hold those of many articles


# ---- the whole way


@pytest.fixture(scope="module")
def whole():
    return analyse(load_article(text=TEXT), actors=make_analysis().actors)


def _row_of(analysis, number, field, after, **more):
    spans = analysis.statements.set_index("statement").loc[number, "spans"]
    return {"text_hash": text_hash(TEXT), "article": analysis.article.id, "spans": spans, "field": field,
            "after": after} | more  # fmt: skip


def test_analyse_applies_a_file_and_so_does_apply_corrections(whole, tmp_path):
    number = int(whole.statements["statement"].iloc[0])
    path = tmp_path / "c.csv"
    start, end = whole.statements["spans"].iloc[0][0]
    rows = table(
        _row_of(whole, number, "spans", f"[[{start}, {end - 14}]]"),
        _row_of(whole, number, "stance", "for", target="Town Board"),
        correction(FIFTH, "actor", "Ola Brandt") | {"spans": [(1, 3)]},
    )
    save_corrections(rows, path)
    mended = analyse(load_article(text=TEXT), actors=whole.actors, corrections=path)
    later = apply_corrections(whole, str(path))
    for name in ("statements", "sentiment", "stances", "corrections"):
        assert csv_text(getattr(mended, name)) == csv_text(getattr(later, name)), name
    assert mended.statements["content"].iloc[0] == TEXT[start : end - 14]
    of = mended.stances[(mended.stances["statement"] == number) & (mended.stances["target"] == "Town Board")]
    assert of[["label", "confidence", "uncertain", "corrected"]].values.tolist() == [["for", 1.0, False, True]]
    assert mended.corrections["outcome"].tolist() == ["applied", "applied", "left over"]
    with pytest.raises(ArticleError, match="There is no file"):
        analyse(load_article(text=TEXT), corrections=tmp_path / "none.csv")


def test_tone_is_that_of_the_mended_words():
    text = "Mira Halloran said the plan was wonderful and the dam was terrible."
    found = analyse(load_article(text=text))
    old, new = "the plan was wonderful and the dam was terrible", "the plan was wonderful"
    spans = [(text.index(old), text.index(old) + len(old))]
    assert [tuple(s) for s in found.statements["spans"].iloc[0]] == spans
    row = {"text_hash": text_hash(text), "spans": spans, "field": "spans",
           "after": f"[[{spans[0][0]}, {spans[0][0] + len(new)}]]"}  # fmt: skip
    mended = apply_corrections(found, corrections_table([row]))
    assert found.sentiment["polarity"].iloc[0] == 0.0 and mended.sentiment["polarity"].iloc[0] == 1.0


def test_charts_and_pages_say_how_many_were_corrected():
    rows = table(correction(FIRST, "actor", "Ola Brandt"), correction(SECOND, "stance", "against", target="Town Board"))
    mended = overlay(make_analysis(), rows)
    pairs = conflict_matrix(mended.stances, statements=mended.statements)
    assert left_out(pairs) == "Left out: 1 uncertain row. Corrected by hand: 2 rows."
    assert "Corrected" not in left_out(conflict_matrix(make_analysis().stances, statements=make_analysis().statements))
    import matplotlib.pyplot as plt

    for axes in (charts.conflict_matrix(pairs), charts.statements_along(mended.statements, mended.stances),
                 charts.sentiment_by_actor(mended.sentiment, mended.statements)):  # fmt: skip
        texts = [t.get_text().replace("\n", " ") for t in axes.texts]
        assert any("Corrected by hand: 1 " in text or "Corrected by hand: 2 " in text for text in texts)
        plt.close(axes.figure)
    assert "Statements by hand: 2 corrected." in notebook_html(mended)


# ---- finding words that a reader typed


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("broke its word", "broke its word"),
        ("  BROKE  its word ", "broke its word"),
        ('"we want peace', "“We want peace"),
        ("not in the text", None),
        ("", None),
        (".*", None),
    ],
)
def test_words_are_found_as_a_reader_types_them(words, found):
    place = find_words(TEXT, words)
    assert (TEXT[slice(*place)] if place else None) == found


def test_the_nearest_of_several_and_words_in_parts():
    assert find_words(TEXT, "dam company", near=TEXT.index("denied"))[0] == TEXT.index("The Dam Company denied") + 4
    parts = find_spans(TEXT, "We want peace ... Town Board")
    assert [TEXT[s:e] for s, e in parts] == ["We want peace", "Town Board"]
    assert find_spans(TEXT, "Town Board … Mira Halloran") is None


def test_the_columns_stand_in_the_file(tmp_path):
    save_corrections(table(correction(FIRST, "actor", "Ola")), tmp_path / "c.csv")
    assert (tmp_path / "c.csv").read_text("utf-8-sig").splitlines()[0].split(",") == list(COLUMNS)
