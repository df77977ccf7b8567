"""Headlines with a name and a colon, and interviews: what the layout of a text gives away, and what only looks so."""

import pytest
from reading import compare, said

from analysis.articles import load_article
from analysis.layout import from_layout

BODY = "\n\nThe ferries stood still on Monday while the talks in Lindau went on behind closed doors."

headlines = {
    "a name": ("Varga: The ferries must run again", "Varga", "The ferries must run again"),
    "a full name": ("Petra Lund: No more cuts to schools", "Petra Lund", "No more cuts to schools"),
    "a body": ("Norland: Estavia broke the truce", "Norland", "Estavia broke the truce"),
    "a body with small words": (
        "Ministry of Trade: Tariffs will stay until summer", "Ministry of Trade", "Tariffs will stay until summer",
    ),
    "initials": ("J. R. Holt: Rates may rise in spring", "J. R. Holt", "Rates may rise in spring"),
    "a name with a hyphen": ("Anna-Lena Roth: We will appeal", "Anna-Lena Roth", "We will appeal"),
    "single marks": ("Lund: ‘We will not close a single school’", "Lund", "We will not close a single school"),
    "double marks": ("Lund: “We will not close a single school”", "Lund", "We will not close a single school"),
}  # fmt: skip

trailing = {
    "a name": ("Ferries must run again by Friday: Varga", "Varga", "Ferries must run again by Friday"),
    "a body": ("Two in three homes lack heating: Tenants Union", "Tenants Union", "Two in three homes lack heating"),
}

no_headlines = {
    "analysis": "Analysis: Why the ferries stopped",
    "video": "Video: Ferries stand still in Lindau",
    "watch": "WATCH: Ferries stand still in Lindau",
    "opinion": "Opinion: The ferries should run again",
    "live": "Live updates: Ferries stand still in Lindau",
    "fact check": "Fact check: Did the ferries run on Sunday",
    "breaking": "BREAKING: Ferries stand still in Lindau",
    "a time": "Ferries to leave at 10:30 after the strike",
    "a score": "Lindau beat Belma 3:1 in the cup final",
    "no colon": "Ferries stand still in Lindau",
    "a long lead": "The ferries that the drivers of Lindau wanted to stop: a look back",
    "a subtitle in lower case": "the quiet harbour: how ferries shaped a town",
}

interviews = {
    "names": (
        "Anna Holt: Why did the ferries stop?\n\nPetra Lund: We had no drivers left.\n\n"
        "Anna Holt: When will they run again?\n\nPetra Lund: As soon as we find some.",
        [said("Petra Lund", "We had no drivers left"), said("Petra Lund", "As soon as we find some")],
    ),
    "capitals": (
        "The two met in Lindau for a talk about boats.\n\nHOLT: Why did the ferries stop?\n\n"
        "LUND: We had no drivers left.\n\nHOLT: When will they run again?\n\nLUND: As soon as we find some.",
        [said("LUND", "We had no drivers left"), said("LUND", "As soon as we find some")],
    ),
    "question and answer": (
        "We met the head of the ferry line in her office by the sea.\n\nQ: Why did the ferries stop?\n\n"
        "A: We had no drivers left.\n\nQ: When will they run again?\n\nA: As soon as we find some.",
        [said("A", "We had no drivers left"), said("A", "As soon as we find some")],
    ),
    "two who answer each other": (
        "The two met in Lindau for a talk about boats.\n\nHolt: The ferries are too old.\n\n"
        "Lund: And who would pay for new ones?\n\nHolt: The city should.\n\nLund: The city has no money.",
        [said("Holt", "The ferries are too old"), said("Lund", "And who would pay for new ones?"),
         said("Holt", "The city should"), said("Lund", "The city has no money")],
    ),
}  # fmt: skip

no_interviews = {
    "one label": "The meeting was short.\n\nNote: Seats are few.\n\nNobody came.",
    "a list of facts": "The meeting was short.\n\nDate: 3 May\n\nPlace: Lindau\n\nPrice: 4 crowns",
    "times": "The timetable is short.\n\n10:30 to Lindau\n\n11:30 to Belma\n\n12:30 to Lindau",
}


def test_what_a_question_reports_is_said_by_its_own_source():
    text = (
        "We met the head of the ferry line in her office by the sea.\n\nQ: The union says that the boats leak.\n\n"
        "A: They do not.\n\nQ: Who is to blame?\n\nA: Nobody."
    )
    compare(text, [said("The union", "that the boats leak", rule="verb that"),
                   said("A", "They do not", rule="interview"), said("A", "Nobody", rule="interview")])  # fmt: skip


@pytest.mark.parametrize(("line", "speaker", "content"), list(headlines.values()), ids=list(headlines))
def test_headline(line, speaker, content):
    compare(line + BODY, [said(speaker, content, cue=":", headline=True, paragraph=0, rule="headline")])


@pytest.mark.parametrize("line", list(no_headlines.values()), ids=list(no_headlines))
def test_no_headline(line):
    assert not list(from_layout(load_article(text=line + BODY)))


@pytest.mark.parametrize("text", list(no_interviews.values()), ids=list(no_interviews))
def test_no_interview(text):
    compare(text, [])


def test_the_body_repeats_the_headline():
    text = "Varga: The ferries must run again\n\nTomas Varga said on Monday that the ferries must run again."
    compare(text, [said("Varga", "The ferries must run again", headline=True),
                   said("Tomas Varga", "that the ferries must run again", headline=False)])  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [(line + BODY, [said(who, what, rule="headline", headline=True)]) for line, who, what in trailing.values()]
    + [
        (text, [{**turn, "rule": "interview", "headline": False} for turn in turns])
        for text, turns in interviews.values()
    ],
    ids=[*(f"headline, {name} last" for name in trailing), *(f"interview, {name}" for name in interviews)],
)
def test_hard_cases(text, expected):
    compare(text, expected)
