"""Review: from the least certain, every decision saved before it is told, nothing lost when the kernel is killed."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from reviewed import SAID, TEXT, make_analysis, span
from sample import EVIL, empty_analysis
from sample import make_analysis as make_hostile

from analysis import ArticleError
from analysis.corrections import load_corrections, save_corrections
from analysis.explore_widget import STILL_VARIABLE
from analysis.review_widget import Review, review
from analysis.reviewers import compare_corrections
from analysis.reviewing import Reviewer

FIRST, SECOND, THIRD, FOURTH, FIFTH = (said[0] for said in SAID)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "mine.csv"


@pytest.fixture
def here(path):
    return review(make_analysis(), path, who="me")


def told(here):
    return BeautifulSoup(here.status.value, "html.parser").get_text()


def row(here, number):
    return here.reviewer.row(number)


def test_it_begins_with_the_least_certain(here):
    # confidences 0.9 (stance 0.8), 0.6 (0.7), 0.4 (0.45), 0.8 (0.5), 0.3
    assert here.reviewer.order == [4, 2, 3, 1, 0] and here.statement.value == 4
    assert "0.30" in here.detail.value and not here.reviewer.path.exists()


def test_right_saves_and_goes_on_to_the_next(here, path):
    here.why.value = "read it twice"
    here.right.click()
    assert here.saved == "saved 1 of 5" and told(here) == "saved 1 of 5."
    assert here.statement.value == 2 and here.why.value == ""
    here.right.click()
    rows = load_corrections(path)
    assert rows[["field", "after", "who"]].values.tolist() == [
        ["statement", "right", "me"], ["actor", "", "me"], ["party", "", "me"],
        ["statement", "right", "me"], ["actor", "Dam Company", "me"], ["party", "Dam Company", "me"],
        ["stance", "neutral -0.4", "me"],
    ]  # fmt: skip
    assert rows["why"].tolist()[:4] == ["read it twice"] * 3 + [""]
    assert not here.reviewer.mended.stances.set_index("statement").loc[2, "uncertain"]


def test_it_goes_on_where_it_was(here, path):
    for _ in range(3):
        here.right.click()
    again = review(make_analysis(), path)
    assert again.statement.value == 1 and again.reviewer.progress() == "3 of 5"
    signs = [label[0] for label, _ in again.statement.options]
    assert signs == ["✓", "✓", "✓", "·", "·"]
    again.right.click()
    again.right.click()
    assert "Every statement is decided" in told(again) and again.saved == "saved 5 of 5"
    assert "Every statement is decided" in told(review(make_analysis(), path))


def test_deleting_and_taking_it_back(here):
    here.delete.click()
    assert here.reviewer.is_deleted(4) and here.statement.value == 2 and here.keep.disabled
    here.statement.value = 4
    assert "Deleted by hand" in here.detail.value and here.delete.disabled and not here.keep.disabled
    assert FIFTH not in "".join(BeautifulSoup(here.text.value, "html.parser").select_one("mark").strings)
    here.keep.click()
    assert not here.reviewer.is_deleted(4) and here.saved == "saved 1 of 5"


def test_the_speaker_is_mended(here, path):
    here.statement.value = 0
    here.actor.value = "Ola Brandt"
    here.save_actor.click()
    assert (row(here, 0).actor, row(here, 0).party) == ("Ola Brandt", "Town Board")
    assert here.statement.value == 0 and "Ola Brandt" in here.detail.value
    here.actor.value, here.party.value = "Ana Ruiz", "Upper Town"
    here.save_actor.click()
    assert (row(here, 0).actor, row(here, 0).party) == ("Ana Ruiz", "Upper Town")
    here.speaker.value = "the  dam company"
    here.save_speaker.click()
    assert row(here, 0).speaker == "the Dam Company"
    assert load_corrections(path)["before"].tolist() == ["Mira Halloran", "Ola Brandt", "Town Board", "Mira Halloran"]


def test_the_sort_of_a_statement_is_mended(here, path):
    here.statement.value = 0
    assert (here.act.value, here.quote_type.value, here.attribution.value) == ("say", "indirect", "speech")
    here.save_sort.click()  # nothing is changed: the act is confirmed
    assert here.reviewer.mended.statements.set_index("statement").loc[0, "confirmed"]
    here.act.value, here.quote_type.value = "hope", "mixed"
    here.save_sort.click()
    assert (row(here, 0).act, row(here, 0).quote_type, row(here, 0).attribution) == ("hope", "mixed", "belief")
    assert here.attribution.value == "belief" and "hope" in here.detail.value
    here.cue.value = "denied"
    here.save_cue.click()
    place = row(here, 0).cue_start, row(here, 0).cue_end
    assert row(here, 0).cue == "denied" and TEXT[slice(*place)] == "denied"
    here.cue.value = "bellowed"
    here.save_cue.click()
    assert "NOT saved" in told(here) and row(here, 0).cue == "denied"
    here.cue.value = ""
    here.save_cue.click()
    assert row(here, 0).cue is None and pd.isna(row(here, 0).cue_start)
    assert load_corrections(path)["field"].tolist() == ["act", "act", "quote_type", "cue", "cue"]


def test_the_words_are_mended_and_later_decisions_are_of_the_same_statement(here, path):
    here.statement.value = 2
    assert here.words.value == THIRD
    here.words.value = "that it had  promised"
    here.save_words.click()
    assert row(here, 2).content == "that it had promised" and row(here, 2).spans == [span("that it had promised")]
    here.actor.value = "Ola Brandt"
    here.save_actor.click()
    here.words.value = "Dam Company denied … promised anything"
    here.save_words.click()
    assert here.words.value == "Dam Company denied … promised anything"
    assert len({str(spans) for spans in load_corrections(path)["spans"]}) == 1
    again = review(make_analysis(), path)
    assert again.reviewer.row(2).actor == "Ola Brandt" and len(again.reviewer.order) == 5


def test_stances_and_targets_are_mended(here):
    here.statement.value = 3
    assert [value for _, value in here.old.options] == ["the weir", "Dam Company"] and here.old.value == "the weir"
    here.target.value, here.stance.value = "the weir", "against"
    here.save_stance.click()
    here.target.value, here.stance.value, here.kind.value = "the rain", "for", "concept"
    here.save_stance.click()
    here.old.value, here.target.value, here.kind.value = "Dam Company", "Harbour Union", ""
    here.save_target.click()
    found = here.reviewer.stances(3)
    assert {name: (r.label, r.target_kind) for name, r in found.items()} == {
        "the weir": ("against", "concept"), "Harbour Union": ("for", "actor"), "the rain": ("for", "concept"),
    }  # fmt: skip
    here.target.value, here.stance.value = "the rain", ""
    here.save_stance.click()
    assert "the rain" not in here.reviewer.stances(3)


def test_a_missed_statement_is_added(here, path):
    here.new_words.value, here.new_actor.value = "Ola Brandt of the Town Board", "Mira Halloran"
    here.add.click()
    assert here.saved == "saved 1 of 6" and here.statement.value == 5 and here.new_words.value == ""
    here.target.value, here.stance.value = "Town Board", "for"
    here.save_stance.click()
    again = Reviewer(make_analysis(), path)
    assert again.row(5).actor == "Mira Halloran" and list(again.stances(5)) == ["Town Board"]
    assert again.order == [4, 2, 3, 1, 0, 5]


def test_adding_one_that_is_there_leads_to_it(here):
    here.new_words.value, here.new_actor.value = f"said {FIRST}", "Ola Brandt"
    here.add.click()
    assert here.statement.value == 0 and len(here.reviewer.order) == 5 and "there already" in told(here)
    assert row(here, 0).actor == "Ola Brandt"


@pytest.mark.parametrize(
    ("field", "value", "button"),
    [("words", "not in the text", "save_words"), ("speaker", "Nobody", "save_speaker"), ("new_words", "", "add"),
     ("target", " ", "save_stance"), ("target", "", "save_target")],
)  # fmt: skip
def test_what_can_t_be_saved_is_told_and_not_saved(here, path, field, value, button):
    here.statement.value = 0
    getattr(here, field).value = value
    getattr(here, button).click()
    assert told(here).startswith("NOT saved. ") and here.saved == "" and not path.exists()


def test_a_disk_that_fails_is_told(here, path, monkeypatch):
    here.right.click()

    def fail(*_):
        raise OSError("disk full")

    monkeypatch.setattr("analysis.locking.os.fsync", fail)
    before = here.statement.value
    here.right.click()
    assert told(here) == "NOT saved. disk full" and here.saved == "saved 1 of 5" and here.statement.value == before
    assert Reviewer(make_analysis(), path).progress() == "1 of 5"


def test_rows_that_another_program_saves_are_kept_and_seen(here, path):
    other = Reviewer(make_analysis(), path, who="you")
    here.right.click()
    other.right(0)
    here.right.click()
    assert here.saved == "saved 3 of 5" and set(load_corrections(path)["who"]) == {"me", "you"}


def test_a_bad_file_is_told_and_left_alone(path):
    path.write_text("my shopping list")
    with pytest.raises(ArticleError, match="mine.csv"):
        review(make_analysis(), path)
    assert path.read_text() == "my shopping list"


def test_it_goes_on_with_an_analysis_that_was_corrected_by_the_same_file(here, path):
    here.statement.value = 2
    here.words.value = "that it had promised"
    here.save_words.click()
    mended = Reviewer(here.reviewer.mended, path)
    assert mended.progress() == "1 of 5" and mended.decided == {2}
    mended.actor(2, "Ola Brandt")
    assert len({str(spans) for spans in load_corrections(path)["spans"]}) == 1


def test_the_file_does_what_was_decided(here, path):
    here.statement.value = 0
    here.target.value, here.stance.value = "Dam Company", "for"
    here.save_stance.click()
    corrected = here.reviewer.corrected()
    assert corrected.stances.set_index(["statement", "target"]).loc[(0, "Dam Company"), "label"] == "for"
    second = path.with_name("second.csv")
    Reviewer(make_analysis(), second).right(0)
    found = compare_corrections(make_analysis(), path, second)
    assert found.disagreements[["field", "first", "second"]].values.tolist() == [["stance", "for", "against"]]


def test_every_control_has_a_name_and_says_what_it_does(here):
    controls = [w for w in vars(here).values() if hasattr(w, "tooltip") and hasattr(w, "description")]
    named = [w for w in controls if type(w).__name__ != "HTML"]
    assert len(named) > 20 and all(w.description.strip() and w.tooltip for w in named)


def test_nothing_of_an_article_is_markup(path):
    here = Review(Reviewer(make_hostile(), path))
    for number in here.reviewer.order:
        here.statement.value = number
        assert EVIL not in here.detail.value + here.text.value
    here.delete.click()
    here.why.value = EVIL
    here.right.click()
    here.words.value = EVIL
    here.save_words.click()
    assert EVIL not in here.status.value + here.page() and "&lt;script" in here.page()


def test_an_article_without_statements(path):
    here = Review(Reviewer(empty_analysis(), path))
    assert "No statement was found" in told(here)
    for button in (here.right, here.delete, here.keep, here.save_actor, here.save_stance, here.skip):
        button.click()
    assert not path.exists() and "decided" in here.page()


def test_it_shows_widget_and_still_page(here, monkeypatch):
    shown = []
    monkeypatch.setattr("IPython.display.display", lambda what, **_: shown.append(what))
    here.right.click()
    here._ipython_display_()
    assert shown[0] is here.widget and "1 of 5" in shown[1]["text/html"] and "right" in shown[1]["text/html"]
    monkeypatch.setenv(STILL_VARIABLE, "1")
    here._ipython_display_()
    assert len(shown) == 3 and "standpoints-static" in shown[2]["text/html"]


KILLED = """
import sys
sys.path[:0] = {path!r}
from reviewed import make_analysis
from analysis.review_widget import review
here = review(make_analysis(), sys.argv[1], who="killed")
for turn in range(10_000):
    here.statement.value = here.reviewer.order[turn % 5]
    here.actor.value = f"Actor {{turn}}"
    here.save_actor.click()
    print(turn, here.saved, flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
@pytest.mark.parametrize("after", [1, 7])
def test_a_killed_kernel_loses_nothing_that_was_shown_as_saved(path, after):
    root = Path(__file__).parent
    code = KILLED.format(path=[str(root.parent), str(root)])
    shown = []
    with subprocess.Popen([sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE, text=True) as kernel:
        for line in kernel.stdout:
            shown.append(line)
            if len(shown) == after:
                os.kill(kernel.pid, signal.SIGKILL)  # it is in the middle of the next decision
    assert kernel.returncode == -signal.SIGKILL and len(shown) >= after
    assert all("saved" in line for line in shown)
    kept = load_corrections(path)["after"].tolist()
    assert kept[: len(shown)] == [f"Actor {turn}" for turn in range(len(shown))]
    assert len(kept) - len(shown) in (0, 1)  # one more may be saved and not yet shown
    again = review(make_analysis(), path)
    last = {(turn % 5): f"Actor {turn}" for turn in range(len(kept))}
    for place, name in last.items():
        assert again.reviewer.row(again.reviewer.order[place]).actor == name
    save_corrections(load_corrections(path), path)  # and nothing stays locked


def test_the_text_holds_what_the_tests_say():
    assert all(said[0] in TEXT for said in SAID)


def test_words_that_are_selected_may_be_added_or_taken_where_they_were_selected(here):
    field = here.widget.children[-1].children[0]
    second = TEXT.index("Dam Company", TEXT.index("promised") - 40)
    letters = len("".join(TEXT[:second].split()))
    here.take.click()
    assert "Select words" in told(here)
    field.value = json.dumps({"selected": "Dam Company", "letters": letters})
    assert here.new_words.value == "Dam Company"
    here.add.click()
    assert row(here, 5).spans == [(second, second + len("Dam Company"))] and second > TEXT.index("Dam Company")
    here.statement.value = 2
    here.take.click()
    assert here.words.value == "Dam Company"
    here.statement.value = 0
    field.value = '{"chosen": 2}'
    assert here.statement.value == 2
