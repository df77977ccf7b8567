"""Self-checks: each answer gets its sentence, and no answer of any type stops a notebook."""

import math
from collections import Counter
from decimal import Decimal
from fractions import Fraction
from itertools import count

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.checks.reading import as_number, entries, kind, likely, named, plural, shown
from analysis.checks.several import check_numbers, check_ranking, check_table
from analysis.checks.verdict import Verdict, check_choice, check_names, check_number, guarded, no_answer

FRAME = pd.DataFrame({"party": ["A", "B"], "n": [1, 2]})


class Broken:
    """Fails wherever it is asked."""

    def __iter__(self):
        raise RuntimeError("no entries")

    def __repr__(self):
        raise RuntimeError("no words")

    def __eq__(self, other):
        raise RuntimeError("not comparable")

    __hash__ = None


odd = [
    "", "two", "2", b"2", True, False, 0, -1, 2.5, 10**400, -(10**400), math.nan, math.inf, -math.inf, 1j, pd.NA,
    pd.NaT, np.float64(2), np.int8(2), np.bool_(True), np.array([1, 2]), np.array(3), np.array([["a"]]), Decimal(2),
    Fraction(1, 3), [], [1, "a"], [None], [[1]], [math.nan], (), {1, 2}, {"a"}, frozenset(), {}, {"a": 1}, {1: "a"},
    {"a": None}, range(3), FRAME, FRAME["party"], FRAME["n"], FRAME["n"].iloc[:0], pd.Index(["a"]),
    pd.Series([1], index=[("a", 1)]),
    pd.Series([1, 2], index=["a", "a"]), pd.Series(["a", None]), pd.Timestamp("2015-12-18"), Counter("ab"),
    len, lambda: 1, int, object(), Broken(), [Broken()], {"a": Broken()}, ValueError("x"), count, zip,
    "\ud800", "x" * 10**5,
]  # fmt: skip
checks = {
    "number": lambda a: check_number(a, 2, hints={3: "A hint."}),
    "choice": lambda a: check_choice(a, "Russia", hints={"Moscow": "A hint."}),
    "names": lambda a: check_names(a, {"Russia", "Turkey"}),
    "numbers": lambda a: check_numbers(a, {1, 2}),
    "table": lambda a: check_table(a, {"A": 0.5, "B": 0.5}),
    "ranking": lambda a: check_ranking(a, ["A", "B"]),
}
every_check = pytest.mark.parametrize("check", list(checks.values()), ids=list(checks))


# ---- the verdict


@pytest.mark.parametrize(
    ("right", "words"), [(True, "Right. Good."), (False, "Not yet. Good."), (None, "No answer yet. Good.")]
)
def test_verdict_says_its_words_first(right, words):
    verdict = Verdict(right, "Good.")
    assert str(verdict) == repr(verdict) == words
    html = verdict._repr_html_()
    assert words.removesuffix(" Good.") in html and "Good." in html


def test_the_three_verdicts_look_different_and_escape_the_answer():
    colours = {Verdict(right, "x")._repr_html_().split("solid ")[1].split(";")[0] for right in (True, False, None)}
    assert len(colours) == 3
    html = check_names(["<script>alert(1)</script>"], {"a"})._repr_html_()
    assert "<script>" not in html and "&lt;script&gt;" in html


@pytest.mark.parametrize("answer", [None, ...])
@every_check
def test_no_answer_is_no_mistake(check, answer):
    assert check(answer).right is None
    assert no_answer(answer).right is None


def test_zero_and_an_empty_list_are_answers():
    assert no_answer(0) is None and no_answer([]) is None and no_answer(FRAME) is None
    assert check_number(0, 0).right and check_names([], []).right and check_numbers([], []).right


# ---- no answer of any type raises


@every_check
@pytest.mark.parametrize("answer", odd, ids=lambda a: type(a).__name__)
def test_no_odd_answer_raises(check, answer):
    verdict = guarded(check)(answer)
    assert verdict.right in (True, False)
    assert verdict.right or verdict.sentence
    assert len(verdict.sentence) < 600


@every_check
def test_an_answer_that_never_ends_is_read_to_a_limit(check):
    assert guarded(check)(count()).right is False
    assert guarded(check)(x for x in "ab").right is False


simple = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=20),
    st.binary(max_size=5),
    st.complex_numbers(),
)
nested = st.recursive(
    simple,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.tuples(inner, inner), st.dictionaries(st.text(max_size=5), inner, max_size=4)
    ),
    max_leaves=8,
)


@every_check
@given(answer=nested)
def test_no_answer_raises(check, answer):
    """Without `guarded`: the checks themselves know what to say of the usual types."""
    verdict = check(answer)
    assert (verdict.right is None) == (answer is None)
    assert verdict.right or verdict.sentence.endswith((".", "!", "?"))


def test_guarded_tells_an_answer_that_the_check_cannot_read():
    @guarded
    def check_1(answer, table, *, more=0):
        """Check it."""
        return check_number(answer["n"] + more, len(table))

    assert check_1({"n": 2}, FRAME).right
    assert check_1({"n": 1}, FRAME, more=1).right
    verdict = check_1([2], FRAME)
    assert verdict.right is False and "which is a list" in verdict.sentence
    assert check_1(None, FRAME).right is None
    assert check_1.__doc__ == "Check it."


# ---- a number


@pytest.mark.parametrize("answer", [2, 2.0, np.int64(2), np.float32(2), Fraction(2), 2 + 1e-12])
def test_number_right(answer):
    assert check_number(answer, 2, right="Well counted.") == Verdict(True, "Well counted.")


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (3, "A hint."),
        (5, "5 is too many or too large."),
        (-1, "-1 is too few or too small."),
        (math.inf, "inf is too many or too large."),
        ("2", "A number is asked for, and '2' is a text."),
        (True, "A number is asked for, and True is True or False."),
        (math.nan, "A number is asked for, and your answer is nan, which is no number."),
        ([2], "A number is asked for, and your answer is a list."),
        (FRAME["n"], "A number is asked for, and your answer is a column of a table."),
        (FRAME, "A number is asked for, and your answer is a table."),
        (len, "A number is asked for, and your answer is a function."),
    ],
)
def test_number_wrong(answer, sentence):
    assert check_number(answer, 2, hints={3: "A hint."}) == Verdict(False, sentence)


def test_number_within():
    assert check_number(0.33, 1 / 3, within=0.005).right
    assert not check_number(0.33, 1 / 3).right
    assert check_number(0.67, 1 / 3, within=0.005, hints={2 / 3: "The other share."}).sentence == "The other share."
    assert check_number(2, 2, hints={2: "Never said of the right one."}).right


@given(st.integers(-100, 100), st.integers(-100, 100))
def test_number_is_right_only_if_it_is_the_one(answer, expected):
    verdict = check_number(answer, expected)
    assert verdict.right == (answer == expected)
    assert verdict.right or ("too many" in verdict.sentence) == (answer > expected)


# ---- one text


def test_choice():
    assert check_choice(" free  syrian army ", "Free Syrian Army", right="Yes.") == Verdict(True, "Yes.")
    assert check_choice("B", ["A", "B"]).right
    assert check_choice("moscow", "Russia", hints={"Moscow": "A city."}).sentence == "A city."
    assert check_choice("Ankara", "Russia").sentence == "'Ankara' is not the one."
    assert "your answer is a list" in check_choice(["Russia"], "Russia").sentence


# ---- names, numbers, a table, an order


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (["Turkey"], "One party is missing."),
        ([], "2 parties are missing."),
        ("Turkey", "One party is missing."),
        (["Russia", "Turkey", "NATO"], "'NATO' does not belong there."),
        (["Russia", "Turkey", "NATO", "FSA"], "'FSA', 'NATO' do not belong there."),
        (["Russia", "NATO"], "One party is missing, and 'NATO' does not belong there."),
        (["Russia", *"abcdefg"], "One party is missing, and 'a', 'b', 'c', 'd', 'e' and others do not belong there."),
        (["Russia", 3], "A list of texts is asked for (each a party), and 3 is a number."),
        (7, "A list of texts is asked for (each a party), and your answer is a number."),
        ({"Russia": 1}, "A list of texts is asked for (each a party), and your answer is a dictionary."),
    ],
)
def test_names(answer, sentence):
    assert check_names(answer, {"Russia", "Turkey"}, noun="party") == Verdict(False, sentence)


@pytest.mark.parametrize(
    "answer", [["b", "a"], ("a", "b"), {"a", "b"}, pd.Series(["a", "b"]), pd.Index(["b", "a"]), np.array(["a", "b"])]
)
def test_names_right_in_any_order_and_form(answer):
    assert check_names(answer, ["a", "b"], right="All.") == Verdict(True, "All.")


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ([1], "One paragraph is missing."),
        ([1, 2, 3], "3 does not belong there."),
        ([], "2 paragraphs are missing."),
        ([1, 2.5], "A list of whole numbers is asked for (each a paragraph), and 2.5 is not whole."),
        ([1, math.inf], "A list of whole numbers is asked for (each a paragraph), and inf is not whole."),
        (["The bridge"], "A list of whole numbers is asked for (each a paragraph), and 'The bridge' is a text."),
        (1, "A list of whole numbers is asked for (each a paragraph), and your answer is a number."),
    ],
)
def test_numbers(answer, sentence):
    assert check_numbers(answer, {1, 2}, noun="paragraph") == Verdict(False, sentence)


@pytest.mark.parametrize("answer", [[2, 1], {1.0, 2}, pd.Series([1, 2]), np.array([1, 2]), range(1, 3)])
def test_numbers_right(answer):
    assert check_numbers(answer, [1, 2], right="Both.") == Verdict(True, "Both.")


WANTED = "A number for each party is asked for, as a Series or a dictionary"


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ({"A": 0.6}, "One party is missing."),
        ({"A": 0.6, "B": 0.4, "C": 0}, "'C' does not belong there."),
        ({"A": 0.6, "B": 0.5}, "The number of 'B' is too large."),
        ({"A": 0.1, "B": 0.4}, "The number of 'A' is too small."),
        ({"A": 0.1, "B": 0.1}, "None of the numbers is the one that is asked for."),
        ({"A": 0.6, "B": "0.4"}, f"{WANTED}, and what stands at 'B' is a text."),
        ({1: 0.6}, f"{WANTED}, and 1 is not the name of a party."),
        ([0.6, 0.4], f"{WANTED}, and your answer is a list."),
        (FRAME, f"{WANTED}, and your answer is a table."),
        (pd.Series([0.6, 0.6], index=["A", "A"]), f"{WANTED}, and a party stands in yours more than once."),
    ],
)
def test_table(answer, sentence):
    assert check_table(answer, {"A": 0.6, "B": 0.4}, noun="party") == Verdict(False, sentence)


def test_table_right_and_half_right():
    expected = {"A": 2 / 3, "B": 0.2, "C": 0.1}
    assert check_table({"C": 0.1, "B": 0.2, "A": 0.67}, expected, within=0.006, right="Yes.") == Verdict(True, "Yes.")
    assert not check_table({"C": 0.1, "B": 0.2, "A": 0.67}, expected).right
    assert check_table(pd.Series(expected), expected).right
    assert check_table(expected | {"A": 0, "B": 0}, expected).sentence == "The numbers of 2 names are off."


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (["B", "A", "C"], "The names are the right ones. Their order is not, from place 1 on."),
        (["A", "C", "B"], "The names are the right ones. Their order is not, from place 2 on."),
        (["A", "B"], "One name is missing."),
        (["A", "B", "C", "A"], "A name stands in your list more than once."),
        (["A", "B", 3], "A list of texts is asked for (each a name), and 3 is a number."),
        ({"A", "B", "C"}, "A list of texts in an order is asked for (each a name), and your answer is a set."),
        ("ABC", "A list of texts in an order is asked for (each a name), and 'ABC' is a text."),
    ],
)
def test_ranking(answer, sentence):
    assert check_ranking(answer, ["A", "B", "C"]) == Verdict(False, sentence)


def test_ranking_right():
    assert check_ranking(pd.Index(["A", "B"]), ["A", "B"], right="So it is.") == Verdict(True, "So it is.")


@given(st.sets(st.sampled_from("abcdef")), st.sets(st.sampled_from("abcdef")))
def test_names_are_right_only_if_they_are_the_ones(answer, expected):
    assert check_names(answer, expected).right == (answer == expected)
    ranks, wanted = [*map("abcdef".index, answer)], [*map("abcdef".index, expected)]
    assert check_numbers(ranks, wanted).right == (answer == expected)
    assert check_ranking(sorted(answer), sorted(expected)).right == (answer == expected)


# ---- words for answers


def test_words_for_answers():
    assert [kind(one) for one in (np.array(1), object(), (1,), {}, 1j)] == [
        "an array", "an object", "a tuple", "a dictionary", "a complex"
    ]  # fmt: skip
    assert shown("x" * 100) == "'" + "x" * 56 + "..."
    assert (shown(3.0), shown(np.float64(0.25)), shown(123456789)) == ("3", "0.25", "123456789")
    assert shown(Broken()) == "a Broken"
    assert named(Broken()) == "your answer is a Broken"
    assert (plural("party"), plural("act")) == ("parties", "acts")
    assert likely((1, "first"), (1, "second")) == {1: "first"}
    assert as_number(10**400) == math.inf and as_number(-(10**400)) == -math.inf
    assert as_number(pd.NA) is None and as_number(np.bool_(True)) is None and as_number(Decimal(1)) is None
    assert entries("ab") is None and entries(Broken()) is None and entries(3) is None
    assert len(entries(count())) == 10_000


def test_code_in_a_sentence_is_shown_as_code_and_all_else_is_escaped():
    shown = Verdict(False, "`mean` is no <b>sum</b>.")._repr_html_()
    assert "<code>mean</code> is no &lt;b&gt;sum&lt;/b&gt;." in shown
