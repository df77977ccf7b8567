"""The event list under the columns of the Discourse Network Analyzer."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pandas as pd
from sample import empty_analysis, make_analysis

from analysis.dna import DNA_COLUMNS, event_list
from analysis.export import csv_text


def test_columns_are_those_of_the_program_and_rows_those_that_take_a_side():
    found = make_analysis()
    table = event_list(found)
    assert list(table.columns) == DNA_COLUMNS
    stances = found.stances
    sides = stances[stances["party"].notna() & ~stances["uncertain"] & (stances["label"] != "neutral")]
    assert table["concept"].tolist() == sides["target"].tolist()
    assert table["agreement"].tolist() == (sides["label"] == "for").astype(int).tolist()
    assert len(table) + sum(table.attrs["left_out"].values()) == len(stances)
    assert table["statement_id"].tolist() == list(range(1, len(table) + 1))


def test_positions_lead_to_the_words():
    found = make_analysis()
    for row in event_list(found).itertuples():
        assert found.article.text[row.start_position : row.stop_position].startswith(row.text[:5])


def test_only_persons_are_persons_and_dates_are_times():
    found = make_analysis()
    types = dict(zip(found.actors["name"], found.actors["actor_type"], strict=True))
    for date, time in (("2015", "2015-01-01"), ("2015-12", "2015-12-01"), ("2015-12-18", "2015-12-18")):
        table = event_list(replace(found, article=replace(found.article, date=date)))
        assert set(table["time"]) == {f"{time} 00:00:00"}
    assert all(types[name] == "person" for name in table["person"] if name)
    assert set(event_list(replace(found, article=replace(found.article, date=None)))["time"]) == {""}


def test_it_reads_back_with_semicolons_and_no_formulas():
    text = csv_text(pd.DataFrame({"text": ['a; "b"', "=1+1"], "n": [-1, 2]}), separator=";")
    assert list(csv.reader(io.StringIO(text), delimiter=";")) == [["text", "n"], ['a; "b"', "-1"], ["'=1+1", "2"]]


def test_nothing_found_gives_the_columns():
    table = event_list(empty_analysis())
    assert list(table.columns) == DNA_COLUMNS and len(table) == 0
