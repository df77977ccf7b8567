"""Tables and charts as files: exact, safe in a spreadsheet, whole or not at all."""

import csv
import io
import json
import os

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reviewed import SAID, correction, table
from reviewed import make_analysis as hand_made
from sample import EVIL, FORMULA, empty_analysis, make_analysis

from analysis.correcting import overlay
from analysis.corrections import save_corrections
from analysis.export import TABLES, csv_text, jsonl_text, write_file


@pytest.fixture
def no_charts(monkeypatch):
    """Leave out what takes long where it is not the question."""
    monkeypatch.setattr("analysis.drawings.draw_pictures", lambda *_: [])


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("out") / "new" / "folder"
    assert make_analysis().to_folder(path) == path / "index.html"
    return path


def test_the_folder_holds_what_it_should_and_nothing_else(folder):
    names = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    charts = {name for name in names if name.startswith("charts")}
    others = {"index.html", "dna.csv", "conflict.graphml", "congruence.graphml"}
    assert names - charts == others | {f"{t}.{e}" for t in TABLES for e in ("csv", "jsonl")}
    assert len(charts) == 14
    assert {name.rsplit(".")[0] for name in charts if name.endswith("png")} == {
        name.rsplit(".")[0] for name in charts if name.endswith("svg")
    }
    for name in charts:
        start = (folder / name).read_bytes()[:400]
        assert start.startswith(b"\x89PNG") if name.endswith("png") else b"<svg" in start or b"<?xml" in start


def test_csv_is_utf8_with_bom_and_reads_back(folder):
    raw = (folder / "statements.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    assert len(rows) == 5
    assert rows[0]["actor"] == EVIL
    assert rows[0]["party"] == "'" + FORMULA
    assert json.loads(rows[3]["spans"]) == [list(span) for span in make_analysis().statements["spans"][3]]
    assert rows[3]["actor"] == ""


def test_numbers_are_not_touched_in_csv(folder):
    rows = list(csv.DictReader(io.StringIO((folder / "stances.csv").read_text(encoding="utf-8-sig"))))
    assert [row["stance"] for row in rows][:3] == ["-0.8", "-0.6", "0.1"]
    assert rows[1]["party"] == "'+Union" and rows[1]["target_party"] == "'@Company"


def test_jsonl_is_exact(folder):
    rows = [json.loads(line) for line in (folder / "stances.jsonl").read_text(encoding="utf-8").splitlines()]
    table = make_analysis().stances
    assert [row["party"] for row in rows] == table["party"].tolist()
    assert [row["stance"] for row in rows] == table["stance"].tolist()
    assert rows[3]["target_party"] is None and rows[0]["uncertain"] is False
    assert [tuple(span) for span in rows[0]["evidence_spans"]] == table["evidence_spans"][0]
    assert list(rows[0]) == list(table.columns)


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@A1", "\t=1", "\r=1", '=HYPERLINK("x")'])
def test_no_text_cell_is_a_formula(text):
    table = pd.DataFrame({text: [text], "n": [-1], "x": [-0.5], "list": [[text]]})
    header, row = list(csv.reader(io.StringIO(csv_text(table), newline="")))
    assert header == ["'" + text, "n", "x", "list"]
    assert row[:3] == ["'" + text, "-1", "-0.5"]
    assert json.loads(row[3]) == [text]


@given(st.lists(st.one_of(st.text(), st.integers(), st.none(), st.lists(st.text())), min_size=1, max_size=5))
def test_jsonl_gives_back_whatever_a_cell_holds(values):
    line = jsonl_text(pd.DataFrame({"cell": pd.Series(values, dtype="object")}))
    assert [json.loads(row)["cell"] for row in line.split("\n")[:-1]] == values


@given(st.text(max_size=40))
def test_csv_gives_back_any_text_but_for_the_apostrophe(text):
    cell = next(
        csv.reader(io.StringIO(csv_text(pd.DataFrame({"a": [text], "b": ["x"]})).split("\r\n", 1)[1], newline=""))
    )[0]
    assert cell.removeprefix("'") == text.removeprefix("'") or cell == text


def test_half_a_character_pair_stops_nothing(tmp_path):
    table = pd.DataFrame({"a": ["\ud800", "b"], "n": [np.nan, np.inf]})
    assert [json.loads(line) for line in jsonl_text(table).splitlines()] == [
        {"a": "\ud800", "n": None},
        {"a": "b", "n": None},
    ]


def test_empty_tables_have_their_headers(tmp_path):
    empty_analysis().to_folder(tmp_path)
    assert (tmp_path / "statements.csv").read_text(encoding="utf-8-sig").startswith("article,statement,paragraph,")
    assert (tmp_path / "statements.jsonl").read_text() == ""


def test_a_second_run_replaces_its_files_and_leaves_others_alone(tmp_path, no_charts):
    (tmp_path / "mine.txt").write_text("keep")
    empty_analysis().to_folder(tmp_path)
    before = (tmp_path / "index.html").read_text(encoding="utf-8")
    empty_analysis().to_folder(tmp_path)
    assert (tmp_path / "index.html").read_text(encoding="utf-8") == before
    assert (tmp_path / "mine.txt").read_text() == "keep"
    assert not list(tmp_path.glob(".*"))


def test_what_became_of_corrections_is_given_away_and_decisions_are_never_written_over(tmp_path, no_charts):
    found = hand_made()
    made = table(correction(SAID[0][0], "actor", "Ola Brandt"), correction("Quarrel", "actor", "Ola Brandt"))
    save_corrections(made, tmp_path / "corrections.csv")
    before = (tmp_path / "corrections.csv").read_bytes()
    overlay(found, made).to_folder(tmp_path)
    told = [json.loads(line) for line in (tmp_path / "corrections-applied.jsonl").read_text("utf-8").splitlines()]
    assert [(row["outcome"], row["statement"]) for row in told] == [("applied", 0), ("left over", None)]
    assert (tmp_path / "corrections-applied.csv").exists()
    assert (tmp_path / "corrections.csv").read_bytes() == before
    found.to_folder(tmp_path)
    assert not list(tmp_path.glob("corrections-applied*"))


def test_a_file_in_the_way_is_told(tmp_path, no_charts):
    (tmp_path / "file").write_text("x")
    with pytest.raises(NotADirectoryError, match="file of that name"):
        empty_analysis().to_folder(tmp_path / "file")
    with pytest.raises(NotADirectoryError, match="can't be a folder"):
        empty_analysis().to_folder(tmp_path / "file" / "below")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "charts").write_text("x")
    with pytest.raises(NotADirectoryError, match="charts"):
        empty_analysis().to_folder(tmp_path / "out")
    assert (tmp_path / "file").read_text() == "x"


def test_nothing_is_written_outside_the_folder(tmp_path, no_charts):
    outside, out = tmp_path / "outside", tmp_path / "out"
    outside.mkdir()
    out.mkdir()
    (outside / "victim").write_text("untouched")
    try:
        (out / "index.html").symlink_to(outside / "victim")
        (out / "charts").symlink_to(outside, target_is_directory=True)
    except OSError:
        pytest.skip("this system lets nobody make links")
    with pytest.raises(NotADirectoryError, match="leads out"):
        empty_analysis().to_folder(out)
    (out / "charts").unlink()
    empty_analysis().to_folder(out)
    assert not (out / "index.html").is_symlink()
    assert [path.name for path in outside.iterdir()] == ["victim"]
    assert (outside / "victim").read_text() == "untouched"


def test_a_write_that_fails_leaves_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / "a.txt"
    write_file(path, b"old")

    def fail(*_):
        raise OSError("disk full")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(OSError, match="disk full"):
        write_file(path, b"new")
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["a.txt"]
