"""Positions and conflict over time: periods, counts, intervals, and what has no place in time."""

import datetime

import numpy as np
import pandas as pd
import pytest
from corpora import articles, stances
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import conflict, dating, intervals, periods, resampling
from analysis.conflict import left_out
from analysis.tables import make_table

# Monday 1 January 2024 begins the first ISO week of 2024; Sunday 7 January ends it.
WHEN = articles(
    {"a": "2024-01-01", "b": "2024-01-07", "c": "2024-01-08", "d": "2024-02-29", "m": "2024-02", "y": "2024", "n": None}
)
ROWS = stances(
    ("a", "Norland", "Velia", "against"),
    ("a", "Norland", "Velia", "against"),
    ("b", "Norland", "Velia", "for"),
    ("b", "Norland", "Velia", "for", {"uncertain": True}),
    ("c", "Norland", "Velia", "neutral"),
    ("c", "Velia", "Norland", "against", {"uncertain": True}),
    ("d", "Velia", "Norland", "for"),
    ("m", "Velia", "Norland", "for"),
    ("y", "Velia", "Norland", "for"),
    ("n", "Velia", "Norland", "for"),
    ("unlisted", "Velia", "Norland", "for"),
)


def cells(table, *columns):
    first = table["period"].dt.strftime("%Y-%m-%d")
    return list(zip(first, *(table[name] for name in ("source", "target", *columns)), strict=True))


def test_weeks_are_counted_by_hand():
    table = periods.positions_over_time(ROWS, WHEN, "week")
    assert list(table.columns) == list(periods.TIME_COLUMNS)
    assert cells(table, "n", "n_articles", "n_uncertain")[:2] == [
        ("2024-01-01", "Norland", "Velia", 3, 2, 1),
        ("2024-01-08", "Norland", "Velia", 1, 1, 0),
    ]
    assert cells(table, "n", "n_uncertain")[2:] == [
        ("2024-01-08", "Velia", "Norland", 0, 1),
        ("2024-02-26", "Velia", "Norland", 1, 0),
    ]
    assert table["mean"][0] == pytest.approx(-1 / 3) and table["mean"][1] == 0
    assert np.isnan(table["mean"][2]) and table["mean"][3] == 1
    assert table[["n_against", "n_neutral", "n_for"]].values.tolist() == [[2, 0, 1], [0, 1, 0], [0, 0, 0], [0, 0, 1]]


def test_what_has_no_place_in_time_is_told():
    table = periods.positions_over_time(ROWS, WHEN, "week")
    assert table.attrs["left_out"]["no date"] == 2 and table.attrs["left_out"]["coarse date"] == 2
    assert dating.dates_left_out(table) == (
        "Not placed in time: 2 rows of articles without a date, 2 rows of articles dated too coarsely."
    )
    assert left_out(table) == "Left out: 2 uncertain rows."
    by_month = periods.positions_over_time(ROWS, WHEN, "month")
    assert by_month.attrs["left_out"]["coarse date"] == 1
    assert cells(by_month, "n")[-1] == ("2024-02-01", "Velia", "Norland", 2)
    by_year = periods.positions_over_time(ROWS, WHEN, "year")
    assert by_year.attrs["left_out"]["coarse date"] == 0
    assert cells(by_year, "n") == [("2024-01-01", "Norland", "Velia", 4), ("2024-01-01", "Velia", "Norland", 3)]


@pytest.mark.parametrize(
    ("date", "every", "start"),
    [
        ("2024-12-30", "week", "2024-12-30"),
        ("2025-01-05", "week", "2024-12-30"),
        ("2021-01-03", "week", "2020-12-28"),
        ("2024-02-29", "month", "2024-02-01"),
        ("2024-02", "month", "2024-02-01"),
        ("2024", "year", "2024-01-01"),
        ("2024-02-29T23:59", "day", "2024-02-29"),
        (datetime.date(2024, 2, 29), "day", "2024-02-29"),
        (pd.Timestamp("2024-02-29 12:00"), "day", "2024-02-29"),
        ("2023-02-29", "day", None),
        ("29.02.2024", "day", None),
        ("2024-02", "week", None),
        ("", "year", None),
        ("nan", "year", None),
    ],
)
def test_dates(date, every, start):
    found = dating.period_starts(pd.Series([date], dtype=object), every)[0][0]
    assert pd.isna(found) if start is None else found == pd.Timestamp(start)


@given(st.dates(datetime.date(1900, 1, 1), datetime.date(2100, 12, 31)))
def test_weeks_are_those_of_the_calendar(day):
    found = dating.period_starts(pd.Series([str(day)]), "week")[0][0]
    assert found.date() == day - datetime.timedelta(days=day.weekday())
    year, week, _ = day.isocalendar()
    assert dating.period_name(found, "week") == f"{year}-W{week:02}"


@pytest.mark.parametrize("every", ["day", "week", "month", "year"])
def test_neighbouring_periods_have_neighbouring_numbers(every):
    days = pd.Series(pd.date_range("2019-12-20", "2025-01-10").strftime("%Y-%m-%d"))
    starts = dating.period_starts(days, every)[0].drop_duplicates()
    assert (np.diff(dating.period_number(starts, every)) == 1).all()


def test_a_period_is_what_positions_gives_for_its_rows():
    rows = stances(*[(a, "Norland", t, k) for a in "abc" for t in ("the dam", "the toll") for k in ("for", "against")],
                   target_kind="concept", target_party=None)  # fmt: skip
    table = periods.positions_over_time(rows, articles(dict.fromkeys("abc", "2024-05")), "month", over="concept")
    whole = conflict.positions(rows)
    same = ["source", "target", "mean", "n", "n_against", "n_neutral", "n_for", "n_uncertain", "interval"]
    assert table[same].equals(whole[same])


def test_without_a_bootstrap_the_interval_is_that_of_positions():
    random = np.random.default_rng(2)
    values = {"against": -1, "neutral": 0, "for": 1}
    rows = stances(
        *[("a", "Norland", f"target {i % 7}", k, {"stance": values[k] * random.uniform(0.5, 1)})
          for i, k in enumerate(random.choice(list(values), 60))]
    )  # fmt: skip
    table = periods.positions_over_time(rows, WHEN, "week")
    whole = conflict.positions(rows, over="target")
    limits = ["mean", "low", "high"]
    assert table["interval"].tolist() == ["dirichlet"] * 7
    assert np.allclose(table[limits], whole[limits], rtol=0, atol=1e-11)


def test_intervals_are_of_whole_articles():
    said = [("x", "against")] * 3 + [("y", "neutral")] * 2 + [("z", "for")]
    rows = stances(*[(a, "Norland", "Velia", k) for a, k in said])
    found = periods.positions_over_time(rows, articles(dict.fromkeys("xyz", "2024-01-02")), "week").iloc[0]
    # all draws by hand: 27 ways to take three of the articles, whose sums are -3, 0 and 1 and whose sizes are 3, 2, 1
    ways = [(a, b, c) for a in range(3) for b in range(3) for c in range(3)]
    means = sorted(sum((-3, 0, 1)[i] for i in way) / sum((3, 2, 1)[i] for i in way) for way in ways)
    assert found.interval == "bootstrap" and found["mean"] == pytest.approx(-1 / 3)
    assert (
        found.low == pytest.approx(means[0], abs=1e-9) == -1 and found.high == pytest.approx(means[-1], abs=1e-9) == 1
    )
    dirichlet = intervals.mean_interval((3, 2, 1))
    assert found.low <= dirichlet[0] and found.high >= dirichlet[1]


def test_articles_that_agree_do_not_make_it_certain():
    rows = stances(*[(a, "Norland", "Velia", "against") for a in "abcde"])
    found = periods.positions_over_time(rows, articles(dict.fromkeys("abcde", "2024-01-02")), "week").iloc[0]
    assert found.low == -1 and found.high == pytest.approx(intervals.mean_interval((5, 0, 0))[1]) and found.high > -0.9


def test_one_article_or_few_rows_have_no_bootstrap():
    one = stances(*[("a", "Norland", "Velia", k) for k in ("for", "for", "against", "for", "for")])
    table = periods.positions_over_time(one, WHEN, "week")
    assert table["interval"].tolist() == ["dirichlet"]
    few = periods.positions_over_time(one[:4], WHEN, "week")
    assert few["interval"].tolist() == [None] and few[["low", "high"]].isna().all(axis=None)


ROW = st.tuples(
    st.sampled_from("abcd"), st.sampled_from(["Norland", "Velia"]), st.sampled_from(["Arden", "Velia"]),
    st.sampled_from(["against", "neutral", "for"]),
)  # fmt: skip


@settings(max_examples=25)
@given(st.lists(ROW, max_size=30), st.randoms())
def test_the_order_of_rows_is_no_matter_and_counts_add_up(rows, random):
    table = stances(*rows)
    mixed = list(range(len(rows)))
    random.shuffle(mixed)
    one = periods.positions_over_time(table, WHEN, "week")
    two = periods.positions_over_time(table.iloc[mixed], WHEN.iloc[::-1], "week")
    pd.testing.assert_frame_equal(one, two, check_exact=True)
    assert one["n"].sum() == len(rows)
    known = one.dropna(subset=["low"])
    assert (known["low"] <= known["mean"] + 1e-12).all() and (known["mean"] <= known["high"] + 1e-12).all()


def test_conflict_by_period_is_the_matrix_of_each_period():
    table = periods.conflict_by_period(ROWS, WHEN, "week")
    assert list(table.columns) == ["period", *conflict.PAIR_COLUMNS]
    first = table[table["period"] == "2024-01-01"].drop(columns="period").reset_index(drop=True)
    alone = conflict.conflict_matrix(ROWS[ROWS["article"].isin(["a", "b"])])
    pd.testing.assert_frame_equal(first, alone)
    assert table.attrs["left_out"]["uncertain"] == 2 and table.attrs["left_out"]["no date"] == 2
    assert conflict.wide(table[table["period"] == "2024-02-26"]).to_dict() == {"Norland": {"Velia": 1.0}}


def test_headlines_are_left_out_where_statements_are_given():
    said = make_table(
        "statements",
        [{"article": a, "statement": i, "paragraph": 0, "headline": i == 0} for i, a in enumerate(ROWS["article"])],
    )
    for count in (periods.positions_over_time, periods.conflict_by_period):
        table = count(ROWS, WHEN, "week", statements=said)
        assert table["n"].tolist()[0] == 2 and table.attrs["left_out"]["headline"] == 1


@pytest.mark.parametrize("count", [periods.positions_over_time, periods.conflict_by_period])
def test_empty_tables_have_their_columns(count):
    full = count(ROWS, WHEN)
    for rows, when in ((ROWS[:0], WHEN), (ROWS, WHEN[:0]), (make_table("stances"), articles({}))):
        table = count(rows, when)
        assert table.empty and list(table.columns) == list(full.columns)
        assert table.dtypes.tolist() == full.dtypes.tolist()


def test_wrong_arguments_are_named():
    for arguments in ({"every": "decade"}, {"by": "outlet"}, {"over": "side"}, {"level": 1.0}):
        with pytest.raises(ValueError, match=next(iter(arguments))):
            periods.positions_over_time(ROWS, WHEN, **arguments)
    with pytest.raises(ValueError, match="lists an article twice: 'a'"):
        periods.positions_over_time(ROWS, pd.concat([WHEN, WHEN]))


def test_draws_in_blocks_are_the_same_draws(monkeypatch):
    rows = stances(
        *[(a, "Norland", t, k) for a in "abc" for t in ("Velia", "Arden", "Orrin") for k in ("for", "against")]
    )
    when = articles(dict.fromkeys("abc", "2024-01-02"))
    whole, taken = periods.positions_over_time(rows, when), list(resampling._weights(4, 50, 7))
    monkeypatch.setattr(resampling, "_AT_ONCE", 40)
    monkeypatch.setattr(resampling, "_CELLS", 2)
    again = np.concatenate(list(resampling._weights(4, 50, 7)))
    assert np.array_equal(taken[0], again) and (again.sum(axis=1) == 4).all()
    assert len(list(resampling._weights(4, 50, 7))) == 5
    pd.testing.assert_frame_equal(periods.positions_over_time(rows, when), whole, check_exact=True)


def test_cells_share_a_draw():
    # one article speaks of both: where it is drawn twice, both means move at once
    cell, article = np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1])
    drawn = resampling.drawn_together(cell, article, np.array([1.0, 0.0, -1.0, 0.0]), 2, 3, 200)
    assert np.array_equal(drawn[:, 0], -drawn[:, 1]) and set(drawn[:, 0]) == {0.0, 0.5, 1.0}
