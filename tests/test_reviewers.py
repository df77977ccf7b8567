"""Agreement of two reviewers: alphas worked out by hand, units that both judged, and every disagreement listed."""

import pytest
from reviewed import SAID, correction, make_analysis, table

from analysis.corrections import save_corrections
from analysis.reviewers import alpha, compare_corrections

FIRST, SECOND, THIRD, FOURTH, FIFTH = (said[0] for said in SAID)


def right(words):
    return correction(words, "statement", "right")


@pytest.mark.parametrize(
    ("first", "second", "level", "wanted"),
    [
        # coincidences aa 2, ab 1, ba 1, bb 4; observed 2/8, expected 2*3*5/(8*7); 1 - (2/8)/(30/56) = 8/15
        ("aabb", "abbb", "nominal", 8 / 15),
        ("ab", "ab", "nominal", 1.0),
        # all pairs differ: observed 1, expected 2*2*2/(4*3) = 2/3; 1 - 3/2
        ("ab", "ba", "nominal", -0.5),
        # n: against 2, neutral 1, for 3; squared distances a-n 2.25, n-f 4, a-f 12.25;
        # observed 2*4/6, expected 2*(2*1*2.25 + 1*3*4 + 2*3*12.25)/30 = 6; 1 - (8/6)/6 = 7/9
        (["against", "for", "neutral"], ["against", "for", "for"], "ordinal", 7 / 9),
        ([], [], "nominal", None),
        ("aaa", "aaa", "nominal", None),
    ],
)
def test_alpha_by_hand(first, second, level, wanted):
    got = alpha(list(first), list(second), level)
    assert got is None if wanted is None else got == pytest.approx(wanted)


def test_only_what_both_judged_is_compared():
    one = table(*(right(words) for words in (FIRST, SECOND, THIRD)))
    two = table(right(FIRST), correction(SECOND, "actor", "Ola Brandt"), right(FIFTH))
    found = compare_corrections(make_analysis(), one, two)
    assert found.fields["units"].to_dict() == {
        "statement": 2, "actor": 2, "party": 2, "spans": 2, "target": 2, "stance": 2,
    }  # fmt: skip
    assert found.fields["same"].to_dict()["actor"] == 1
    told = found.disagreements[["statement", "field", "first", "second"]].values.tolist()
    assert told == [[1, "actor", "Mira Halloran", "Ola Brandt"], [1, "party", "Harbour Union", "Town Board"]]
    # two units, values Mira Mira | Mira Ola: observed 2/4, expected 2*3*1/(4*3) = 1/2
    assert found.fields.loc["actor", "alpha"] == pytest.approx(0.0)
    assert found.fields.loc["spans", "alpha"] == pytest.approx(1.0)


def test_stances_targets_deleted_and_added():
    one = table(
        right(FIRST), right(FOURTH), correction(FIRST, "stance", "for", target="Dam Company"),
        correction(FOURTH, "stance", "", target="Dam Company"), correction(THIRD, "statement", "deleted"),
        correction("Ola Brandt of the Town Board", "statement", "added"),
        correction("Quarrel over", "statement", "added"), right(SECOND),
    )  # fmt: skip
    two = table(
        right(FIRST), right(FOURTH), right(THIRD), right(SECOND),
        correction("Brandt of the Town Board", "statement", "added"),
        correction("peace with", "statement", "added"),
    )  # fmt: skip
    found = compare_corrections(make_analysis(), one, two)
    told = {(r.field, r.target, r.content): (r.first, r.second) for r in found.disagreements.itertuples()}
    assert told.pop(("stance", "Dam Company", FIRST)) == ("for", "against")
    assert told.pop(("target", "Dam Company", FOURTH)) == ("no", "yes")
    assert told.pop(("statement", "", THIRD)) == ("no", "yes")
    assert told.pop(("statement", "", "Quarrel over")) == ("yes", "no")
    assert told.pop(("statement", "", "peace with")) == ("no", "yes")
    assert told.pop(("spans", "", "Ola Brandt of the Town Board"))
    assert not told
    assert found.fields.loc["statement", "units"] == 7  # four judged by both, one added by both, two by one
    assert found.fields.loc["statement", "same"] == 4
    # stance units: first (for, against), second (for, for), fourth's weir (for, for): n for 5, against 1
    # observed 2*d/6, expected 2*5*1*d/30, with the same d: 1 - (1/3)/(1/3) = 0
    assert found.fields.loc["stance", "units"] == 3
    assert found.fields.loc["stance", "alpha"] == pytest.approx(0.0)


def test_files_will_do_and_it_shows_itself(tmp_path):
    save_corrections(table(correction(FIRST, "actor", "<b>Ola</b>")), tmp_path / "a.csv")
    save_corrections(table(right(FIRST)), tmp_path / "b.csv")
    found = compare_corrections(make_analysis(), tmp_path / "a.csv", str(tmp_path / "b.csv"))
    page = found._repr_html_()
    assert "&lt;b&gt;Ola" in page and "<b>Ola" not in page
    nothing = compare_corrections(make_analysis(), table(), table(right(FIRST)))
    assert nothing.fields["units"].sum() == 0 and nothing.fields["alpha"].isna().all() and nothing.disagreements.empty
