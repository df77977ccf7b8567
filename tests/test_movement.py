"""Who moved together and who apart: slopes and correlations worked out by hand."""

import numpy as np
import pandas as pd
import pytest
from corpora import articles, stances

from analysis.movement import MOVE_COLUMNS, _correlation, _slope, movements

WEEKS = [f"2024-01-{1 + 7 * week:02}" for week in range(5)]


def corpus(lines, copies=2):
    """(party, target) -> its stance each week; None where it is silent. Every week has `copies` equal articles."""
    rows, dates = [], {}
    for week, date in enumerate(WEEKS):
        for copy in range(copies):
            article = f"{week}-{copy}"
            dates[article] = date
            for (party, target), line in lines.items():
                if week < len(line) and line[week] is not None:
                    rows.append((article, party, target, "neutral", {"stance": line[week]}))
    return stances(*rows, target_kind="concept", target_party=None), articles(dates)


def only(lines, **arguments):
    table = movements(*corpus(lines), "week", over="concept", **arguments)
    assert len(table) == 1
    return table.iloc[0]


def test_a_steady_approach():
    found = only({("Norland", "the dam"): [1, 1, 1, 1, 1], ("Velia", "the dam"): [-1, -0.5, 0, 0.5, 1]})
    # distances 2, 1.5, 1, 0.5, 0: half a point less each week
    assert found[["one", "other", "n_targets", "n_periods", "n_changes"]].tolist() == ["Norland", "Velia", 1, 5, 4]
    assert found["distance"] == 1 and found["trend"] == -0.5 and found["moved"] == "together"
    assert (found["trend_low"], found["trend_high"]) == (-0.5, -0.5)
    assert (str(found["first"].date()), str(found["last"].date())) == (WEEKS[0], WEEKS[-1])


def test_moving_apart():
    found = only({("Norland", "the dam"): [0, 0, 0, 0], ("Velia", "the dam"): [0, 0.1, 0.2, 0.3]})
    assert found["trend"] == pytest.approx(0.1) and found["moved"] == "apart"


def test_each_target_has_its_own_level():
    # far apart on the toll, near on the dam, and no movement on either; the toll is spoken of only later on
    lines = {("Norland", "the dam"): [0.5, 0.5, 0.5, 0.5, 0.5], ("Velia", "the dam"): [0.4, 0.4, 0.4, 0.4, 0.4]}
    lines |= {("Norland", "the toll"): [None, None, None, 1, 1], ("Velia", "the toll"): [None, None, None, -1, -1]}
    found = only(lines)
    assert found["trend"] == 0 and found["moved"] == "unclear" and found["n_targets"] == 2


def test_moving_alike_and_opposite():
    up = [0, 0.5, -0.5, 0.25, 0]
    lines = {("Norland", t): up for t in ("the dam", "the toll")}
    alike = only(lines | {("Velia", t): [x / 2 for x in up] for t in ("the dam", "the toll")})
    assert alike["n_changes"] == 8 and alike["correlation"] == pytest.approx(1)
    opposite = only(lines | {("Velia", t): [-x for x in up] for t in ("the dam", "the toll")})
    assert opposite["correlation"] == pytest.approx(-1) and opposite["correlation_high"] == pytest.approx(-1)


def test_correlation_by_hand():
    one, other = np.array([[1.0, 2.0, 3.0, np.nan]]), np.array([[1.0, 3.0, 2.0, 5.0]])
    assert _correlation(one, other)[0] == pytest.approx(0.5)
    assert np.isnan(_correlation(np.ones((1, 4)), other)[0])


def test_slope_by_hand():
    # target 0: periods 0, 1, 3 with distances 0, 1, 2; target 1: periods 0 and 2 with distances 1 and 0
    # means of the periods 4/3 and 1: (-4/3)(0) + (-1/3)(1) + (5/3)(2) + (-1)(1) + (1)(0) = 2 over 42/9 + 2 = 20/3
    distance = np.array([[0.0, 1.0, 2.0, 1.0, 0.0], [0.0, 1.0, np.nan, 1.0, 0.0]])
    number, target = np.array([0.0, 1, 3, 0, 2]), np.array([0, 0, 0, 1, 1])
    # without the third: (-1/2)(0) + (1/2)(1) - 1 = -1/2 over 1/2 + 2
    assert _slope(distance, number, target) == pytest.approx([0.3, -0.2])


def test_changes_are_of_neighbouring_periods_only():
    gap = [0.0, None, 0.5, 0.2, 0.9]
    found = only({("Norland", "the dam"): gap, ("Velia", "the dam"): gap})
    assert found["n_changes"] == 2 and np.isnan(found["correlation"]) and found["n_periods"] == 4


def test_too_few_periods_give_no_trend():
    lines = {("Norland", "the dam"): [1, 1, 1], ("Velia", "the dam"): [-1, 0, 1]}
    found = only(lines)
    assert np.isnan(found["trend"]) and found["moved"] is None
    assert only(lines, fewest_periods=3)["trend"] == -1


def test_means_of_one_article_count_only_where_asked():
    lines = {("Norland", "the dam"): [1, 1, 1, 1], ("Velia", "the dam"): [-1, -0.5, 0, 0.5]}
    table, when = corpus(lines, copies=1)
    assert movements(table, when, "week", over="concept").empty
    assert movements(table, when, "week", over="concept", fewest_articles=1)["trend"].tolist() == [-0.5]


def test_noise_is_unclear_and_the_interval_holds_what_was_observed():
    random = np.random.default_rng(5)
    rows, dates = [], {}
    for week, date in enumerate(WEEKS):
        for copy in range(6):
            dates[f"{week}{copy}"] = date
            for party in ("Norland", "Velia", "Arden"):
                rows.append((f"{week}{copy}", party, "the dam", "neutral", {"stance": random.uniform(-1, 1)}))
    table = stances(*rows, target_kind="concept", target_party=None)
    found = movements(table, articles(dates), "week", over="concept")
    assert found[["one", "other"]].values.tolist() == [["Arden", "Norland"], ["Arden", "Velia"], ["Norland", "Velia"]]
    assert (found["trend_low"] <= found["trend"]).all() and (found["trend"] <= found["trend_high"]).all()
    assert (found["trend_high"] - found["trend_low"] > 0.01).all()
    again = movements(table.sample(frac=1, random_state=1), articles(dates).iloc[::-1], "week", over="concept")
    pd.testing.assert_frame_equal(found, again, check_exact=True)
    # a third party does not change what is found of two
    two = movements(table[table["party"] != "Arden"], articles(dates), "week", over="concept")
    assert two["trend"].iloc[0] == found["trend"].iloc[2]


def test_uncertain_rows_do_not_count():
    table, when = corpus({("Norland", "the dam"): [1] * 4, ("Velia", "the dam"): [-1, -0.5, 0, 0.5]})
    wild = table.assign(uncertain=True, stance=-1.0, statement=table["statement"] + 100)
    both = movements(pd.concat([table, wild], ignore_index=True), when, "week", over="concept")
    assert both["trend"].tolist() == [-0.5] and both.attrs["left_out"]["uncertain"] == len(wild)


def test_empty_and_wrong():
    table, when = corpus({("Norland", "the dam"): [1]})
    for found in (movements(table, when, "week", over="concept"), movements(table[:0], when)):
        assert found.empty and list(found.columns) == list(MOVE_COLUMNS)
    with pytest.raises(ValueError, match="fewest_periods"):
        movements(table, when, fewest_periods=1)
    with pytest.raises(ValueError, match="over is"):
        movements(table, when, over="side")
