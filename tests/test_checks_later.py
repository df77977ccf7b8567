"""The self-checks of notebooks 05 to 08: right answers pass, and each likely mistake gets its own sentence."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from analysis import analyse, load_article
from analysis.checks import lesson05, lesson06, lesson07, lesson08
from analysis.checks.verdict import Verdict
from analysis.conflict import conflict_matrix
from analysis.tables import make_table

LABELS = {-1: "against", 0: "neutral", 1: "for"}


def says(verdict: Verdict, part: str) -> bool:
    """Whether an answer is taken for wrong, and for this reason."""
    assert verdict.right is False, verdict
    assert part in verdict.sentence, verdict
    return True


def table_of(rows: list[tuple[str, int, str, str, float]], **same: object) -> pd.DataFrame:
    """A stances table from article, statement, who, about whom, stance."""
    return make_table(
        "stances",
        [
            {"article": a, "statement": n, "party": who, "target": whom, "target_party": whom, "target_kind": "actor"}
            | {"stance": float(s), "label": LABELS[(s > 0) - (s < 0)], "uncertain": False, "method": "rules"} | same
            for a, n, who, whom, s in rows
        ],
    )  # fmt: skip


def said(rows: list[tuple[str, int]], headline: tuple[str, int] | None = None) -> pd.DataFrame:
    """The statements table of these articles and numbers."""
    made = [{"article": a, "statement": n, "paragraph": n, "attribution": "speech", "headline": (a, n) == headline}
            for a, n in rows]  # fmt: skip
    return make_table("statements", made)


@pytest.mark.parametrize(
    ("check", "tables"),
    [
        (lesson05.check_1, (pd.DataFrame(), "A")),
        (lesson05.check_2, (pd.DataFrame(), ["A"])),
        (lesson05.check_3, (pd.DataFrame(), pd.DataFrame())),
        (lesson06.check_1, (30, 15, 20)),
        (lesson06.check_2, (pd.DataFrame(), "no.txt", "no.jsonl")),
        (lesson06.check_3, (pd.DataFrame(), [1], "A")),
        (lesson07.check_1, (pd.DataFrame(),)),
        (lesson07.check_2, (None,)),
        (lesson07.check_3, (pd.DataFrame(),)),
        (lesson08.check_1, (pd.DataFrame(), pd.DataFrame(), [1])),
        (lesson08.check_2, (pd.DataFrame(),) * 3),
        (lesson08.check_3, (*(pd.DataFrame(),) * 3, "A", "B")),
    ],
)
def test_no_answer_is_no_mistake_and_an_answer_of_any_kind_raises_nothing(check, tables):
    assert check(None, *tables).right is None
    for strange in (object(), {"a": [1]}, [None], "", float("nan"), pd.Series([1, 2]), pd.DataFrame({"a": [1]}), len):
        verdict = check(strange, *tables)
        assert verdict.right is False and verdict.sentence


# ---- 05


@pytest.fixture
def pairs():
    rows = [("a", 0, "Aster", "Veld", -1), ("a", 1, "Orrin", "Veld", -1), ("a", 2, "Tarn", "Veld", 1)]
    rows += [("a", 3, "Veld", "Corin", -1), ("a", 4, "Veld", "Orrin", 1)]
    return conflict_matrix(table_of(rows))


def test_who_is_against_a_party(pairs):
    check = lesson05.check_1
    for right in (["Aster", "Orrin"], {"Orrin", "Aster"}, pd.Series(["Orrin", "Aster"])):
        assert check(right, pairs, "Veld").right
    assert says(check(["Corin"], pairs, "Veld"), "parties that Veld speaks against")
    assert says(check(["Aster", "Orrin", "Tarn"], pairs, "Veld"), "all who say anything")
    assert says(check(2, pairs, "Veld"), "not how many")
    assert says(check(pairs, pairs, "Veld"), "That is a table")
    assert says(check(["Aster"], pairs, "Veld"), "One party is missing")
    assert says(check(["Aster", "Orrin", "Veld"], pairs, "Veld"), "'Veld' does not belong")


def test_both_directions_and_the_other_side_are_told_apart():
    pairs = conflict_matrix(
        table_of([("a", 0, "Aster", "Veld", -1), ("a", 1, "Tarn", "Veld", 1), ("a", 2, "Veld", "Orrin", -1)])
    )
    assert says(lesson05.check_1(["Aster", "Orrin"], pairs, "Veld"), "both directions")
    assert says(lesson05.check_1(["Tarn"], pairs, "Veld"), "other side")


@pytest.fixture
def toy():
    rows = [("Alda", "the dam", 1), ("Alda", "the dam", 1), ("Alda", "the tax", 1), ("Bexley", "the dam", 1)]
    rows += [("Bexley", "the tax", -1), ("Corin", "the dam", -1), ("Corin", "the tax", 0)]
    stances = [("toy", n, who, what, s) for n, (who, what, s) in enumerate(rows)]
    return table_of(stances, target_kind="concept", target_party=None)


def changed(toy: pd.DataFrame, row: int, stance: float, label: str) -> pd.DataFrame:
    copy = toy.copy()
    copy.loc[row, ["stance", "label"]] = [stance, label]
    return copy


def test_one_stance_of_the_toy_changed(toy):
    def check(answer, table=toy):
        return lesson05.check_2(answer, table, ["Bexley", "Corin"])

    right = changed(toy, 3, -1, "against")
    assert check(right).right
    assert check(right.sample(frac=1, random_state=1)).right, "the order of the rows is no matter"
    assert says(check(toy.copy()), "No stance is changed yet")
    assert says(check(right, right), "itself was changed")
    assert says(check(changed(toy, 3, -1, "for")), "the number and the word differ")
    assert says(check(changed(toy, 3, -2, "against")), "1, 0 or −1")
    assert says(check(changed(right, 4, 0, "neutral")), "2 stances are changed")
    wrong = check(changed(toy, 5, 1, "for"))
    assert says(wrong, "With this change the camps are") and "Corin" in wrong.sentence
    assert says(check(right[right["party"] != "Alda"]), "4 rows, and the toy 7")
    assert says(check(toy.assign(party="Alda")), "party or a target was changed")
    assert says(check(right["stance"]), "one column")
    assert says(check(right.drop(columns="label")), "no column 'label'")
    assert says(check("Bexley"), "'Bexley' is a text")


@pytest.fixture
def article():
    """Veld's only words are statement 3, which has two targets; the headline repeats words of Aster about Tarn."""
    rows = [("a", 0, "Aster", "Tarn", -1), ("a", 1, "Aster", "Tarn", -1), ("a", 2, "Orrin", "Tarn", -1)]
    rows += [("a", 3, "Veld", "Tarn", -1), ("a", 3, "Veld", "Orrin", 1), ("a", 4, "Orrin", "Tarn", 1)]
    return table_of(rows), said([("a", n) for n in range(5)], headline=("a", 0))


def test_leaving_one_statement_out(article):
    stances, statements = article
    numbers = stances["statement"].unique()

    def found(rest):
        matrix = lesson05.congruence_matrix(rest, "subtract", over="party", by="party", statements=statements)
        return lesson05.camps(matrix).to_dict()

    differs = [found(stances[stances["statement"] != number]) != found(stances) for number in numbers]
    expected = sum(differs)
    assert 0 < expected < len(numbers), "the table must be able to tell the mistakes"

    def check(answer):
        return lesson05.check_3(answer, stances, statements)

    assert check(expected).right
    assert says(check(len(numbers) - expected), "stay as they are")
    assert says(check(expected / len(numbers)), "a share")
    assert says(check(len(numbers)), "how many statements were dropped")
    assert says(check(pd.Series(differs)), "Count the yes")
    assert says(check([1, 2]), "One number is asked for")
    assert says(check(17), "too many")


def test_dropping_rows_in_place_of_statements_is_noticed():
    """Statement 0 names two targets, and only both together carry the camp."""
    rows = [("a", 0, "Aster", "Tarn", -1), ("a", 0, "Aster", "Veld", -1), ("a", 1, "Orrin", "Tarn", -1)]
    rows += [("a", 2, "Orrin", "Veld", -1), ("a", 3, "Aster", "Corin", 1), ("a", 4, "Orrin", "Corin", -1)]
    stances, statements = table_of(rows), said([("a", n) for n in range(5)])
    keep = [stances["statement"] != number for number in range(5)]
    expected, _ = lesson05._turned(stances, statements, keep)
    by_row, _ = lesson05._turned(stances, statements, [stances.index != row for row in stances.index])
    assert lesson05.check_3(expected, stances, statements).right
    assert by_row != expected
    assert says(lesson05.check_3(by_row, stances, statements), "one row at a time")


# ---- 06


def test_precision_recall_and_f1():
    def check(answer):
        return lesson06.check_1(answer, found=30, right=15, labelled=20)

    assert check([0.5, 0.75, 0.6]).right and check((0.5, 0.75, 0.60)).right
    assert says(check([0.75, 0.5, 0.6]), "changed places")
    assert says(check([0.5, 0.75, 0.625]), "plain mean")
    assert says(check([0.5, 0.75, 0.3]), "half of what it should be")
    assert says(check([0.5, 0.75, 0.9]), "The F1 is too large")
    assert says(check([50, 75, 60]), "no per cent")
    assert says(check([0.5, 0.75]), "has 2 entries")
    assert says(check([0.5, 0.75, "0.6"]), "no number")
    assert says(check(0.6), "list of three numbers")
    assert says(check([0.4, 0.75, 0.6]), "precision is too small")
    assert says(check([0.5, 0.8, 0.6]), "recall is too large")


def test_which_measures_move():
    change = pd.Series({"F1": 0.0, "actor right": -0.2, "not found": 0.1, "act right": -0.02}, dtype="Float64")

    def check(answer):
        return lesson06.check_measures(answer, change)

    assert check(["actor right", "not found"]).right
    assert says(check(["not found"]), "only those that rise")
    assert says(check(["actor right"]), "only those that fall")
    assert says(check(["F1", "act right"]), "measures that stay")
    assert says(check(["actor right", "not found", "act right"]), "0.05 or less")
    assert says(check(["actor right", "not found", "F1"]), "'F1' does not belong")


def test_measures_are_worked_out_from_the_article_and_its_labels(tmp_path):
    text = "Mira Halloran said the dam was safe."
    (tmp_path / "dam.txt").write_text(text)
    label = {"id": "s1", "paragraph": 0, "quote_type": "indirect", "attribution": "speech", "act": "say"}
    label |= {"actor": "Mira Halloran", "party": "Harbour Union", "content": "the dam was safe", "start": 19, "end": 35}
    (tmp_path / "dam.jsonl").write_text(json.dumps(label | {"stances": []}))
    paths = str(tmp_path / "dam.txt"), str(tmp_path / "dam.jsonl")
    from analysis.evaluate import evaluate_article

    actors = pd.DataFrame({"name": ["Mira Halloran"], "party": ["Harbour Union"], "aliases": [""]})
    actors["actor_type"] = "person"
    totals = evaluate_article(*paths, actors=actors).totals
    assert lesson06.check_2(["party right"], totals, *paths).right
    assert says(lesson06.check_2([0.0, 1.0], totals, *paths), "These are numbers")
    assert says(lesson06.check_2(pd.Series({"party right": -1.0}), totals, *paths), "These are numbers")
    assert says(lesson06.check_2(totals, totals, *paths), "That is a table")


def test_second_labeller_is_held_to_explicit_stances_only():
    rows = [
        {"statement": 1, "label": "for", "basis": "explicit"},
        {"statement": 2, "label": "neutral", "basis": "explicit"},
    ]
    rows += [{"statement": 3, "label": "against", "basis": "implied"}]
    stances = pd.DataFrame(rows).assign(target_party="Veld")

    def check(answer):
        return lesson06.check_3(answer, stances, [1, 2, 3, 4], "Veld")

    free = check(["for", "neutral", "neutral", "neutral"])
    assert free.right and "3 of 4" in free.sentence and "kappa is 0.56" in free.sentence
    assert says(check(["for", "neutral", "for", "neutral"]), "statement 3 again: your label is the opposite")
    assert says(check(["for", "neutral", "against", "for"]), "Look at statement 4 again")
    assert check(["for", "neutral", "against", "neutral"]).right
    assert says(check(["against", "neutral", "against", "neutral"]), "Look at statement 1 again")
    assert says(check(["for", "against", "against", "neutral"]), "Tone is not stance")
    assert says(check(["for", "neutral", "negative", "neutral"]), "a word for tone")
    assert says(check(["for", "neutral", -1, "neutral"]), "Write “for”, “neutral” or “against”")
    assert says(check(["for", "neutral"]), "your list has 2")
    assert says(check("for"), "list of 4 labels")


# ---- 07


def test_statements_to_read_again():
    kinds = ["speaker open", "statement in doubt", "statement in doubt", "tone unknown", "tone unknown", "tone unknown"]
    places = pd.DataFrame({"doubt": kinds, "statement": [2, 2, 5, 5, 7, 9]})

    def check(answer):
        return lesson07.check_1(answer, places)

    assert check(4).right
    assert says(check(6), "counts places")
    assert says(check(3), "kinds of doubt")
    assert says(check(2), "only the places of one kind, “statement in doubt”")
    assert says(check(9), "highest number")
    assert says(check(30), "adds the numbers")
    assert says(check([2, 5, 7, 9]), "how many different ones")
    assert says(check(places["statement"]), "how many different ones")


def test_table_of_actors_mended():
    found = analyse(load_article(text="Mira Halloran said the dam was safe. Ola Brandt denied it. Jon Arden sat near."))
    assert set(found.statements["actor"]) == {"Mira Halloran", "Ola Brandt"}
    before = found.actors

    def moved(*names):
        return before.assign(party=before["party"].where(~before["name"].isin(names), "both"))

    right = lesson07.check_2(moved("Mira Halloran", "Ola Brandt"), found)
    assert right.right and "Mira Halloran, Ola Brandt" in right.sentence
    assert says(lesson07.check_2(before.copy(), found), "no number will move")
    assert says(lesson07.check_2(before, found), "change a copy")
    assert says(lesson07.check_2(moved("Mira Halloran"), found), "no two actors")
    lost = moved("Ola Brandt")
    assert says(lesson07.check_2(lost[lost["name"] != "Mira Halloran"], found), "'Mira Halloran' has no row any more")
    assert says(lesson07.check_2(before["party"], found), "one column")
    assert says(lesson07.check_2(before.drop(columns="party"), found), "no column 'party'")
    assert says(lesson07.check_2(["both"], found), "a table of actors is asked for".capitalize())
    silent = [name for name in before["name"] if name not in set(found.statements["actor"])]
    assert silent, "somebody who is never quoted"
    assert says(lesson07.check_2(moved(silent[0]), found), "never quoted")


def test_interval_of_ten_checked_rows():
    sample = pd.DataFrame({"statement": range(10)})

    def check(answer):
        return lesson07.check_3(answer, sample)

    assert check([8, 0.4902, 0.9433]).right and check([10, 0.72, 1.0]).right
    assert says(check([8, 0.94, 0.49]), "changed places")
    assert says(check([8, 49, 94]), "per cent")
    assert says(check([8, 4.9, 9.43]), "in rows")
    assert says(check([8, 0.44, 0.97]), "exact one")
    assert says(check([8, 0.55, 1.05]), "above 1")
    assert says(check([0.8, 0.49, 0.94]), "A share was given")
    assert says(check([12, 0.49, 0.94]), "12 cannot be")
    assert says(check([3, 0.49, 0.94]), "outside your own limits")
    assert says(check([8, 0.6, 0.9]), "not the Wilson limits")
    assert says(check([8, 0.49]), "has 2 entries")
    assert says(check(0.8), "Three numbers")


# ---- 08


@pytest.fixture
def weeks():
    rows = [("first", 0, -1), ("first", 1, -1), ("second", 2, 0), ("third", 3, 0), ("fourth", 4, 1)]
    toy = table_of([(a, n, "Alda", "the dam", s) for a, n, s in rows])
    dates = {"first": "2024-03-04", "second": "2024-03-08", "third": "2024-03-12", "fourth": "2024-03-14"}
    return toy, pd.DataFrame({"article": dates.keys(), "date": dates.values()})


def test_mean_of_the_last_week(weeks):
    def check(answer):
        return lesson08.check_1(answer, *weeks, [1, 1, 1])

    assert check(0.8).right and check(4 / 5).right
    assert says(check(2 / 3), "articles’ means")
    assert says(check(4 / 3), "by as one stance")
    assert says(check(2), "number you divide by")
    assert says(check(4), "That is the sum")
    assert says(check(0.5), "as it was")
    assert says(check(1), "new stances alone")
    assert says(check(0.25), "both weeks")
    assert says(check(-0.8), "Mind the sign")
    assert says(check("0.8"), "is a text")


@pytest.fixture
def stack():
    """Three outlets; in the headline of "c" Corvania says the opposite."""
    rows = [
        ("a", 0, "Corvania", "Lethmar", -1),
        ("a", 1, "Corvania", "Lethmar", -1),
        ("b", 0, "Corvania", "Lethmar", 0),
    ]
    rows += [("b", 1, "Lethmar", "Corvania", 1), ("c", 0, "Corvania", "Lethmar", 1), ("c", 1, "Corvania", "Lethmar", 1)]
    rows += [("a", 2, "Lethmar", "Corvania", -1), ("c", 2, "Lethmar", "Corvania", 0), ("b", 2, "Ondria", "Lethmar", 1)]
    rows += [("d", 0, "Ondria", "Lethmar", 1)]
    stances = table_of(rows)
    stances.loc[9, "uncertain"] = True
    articles = pd.DataFrame({"article": list("abcd"), "date": ["2024-03-04", "2024-03-06", "2024-03-20", "2024-05-20"]})
    articles["source"] = ["North", "South", "West", "West"]
    return stances, articles, said([(a, n) for a, n, *_ in rows], headline=("c", 0))


def test_cells_that_rest_on_one_stance(stack):
    tables = {every: lesson08.positions_over_time(stack[0], stack[1], every, statements=stack[2])
              for every in ("day", "week", "month")}  # fmt: skip
    counts = {every: int((table["n"] == 1).sum()) for every, table in tables.items()}
    assert counts != {every: int((table["n"] <= 1).sum()) for every, table in tables.items()}

    def check(answer):
        return lesson08.check_2(answer, *stack)

    assert check(counts).right and check(pd.Series(counts)).right
    assert says(check({every: len(table) for every, table in tables.items()}), "These are all cells")
    assert says(check({every: int((table["n"] > 1).sum()) for every, table in tables.items()}), "the other cells")
    assert says(check({every: int((t["n_articles"] == 1).sum()) for every, t in tables.items()}), "single article")
    assert says(check({every: int((t["n"] <= 1).sum()) for every, t in tables.items()}), "n = 0")
    assert says(check({every: float((t["n"] == 1).mean()) for every, t in tables.items()}), "shares")
    assert says(check({"day": counts["day"]}), "2 periods are missing")
    assert says(check(list(counts.values())), "A dictionary such as")


def test_leaving_one_outlet_out(stack):
    stances, articles, statements = stack

    def check(answer):
        return lesson08.check_3(answer, *stack, "Corvania", "Lethmar")

    assert check({"North": 0.5, "South": -0.33, "West": -0.67}).right
    assert check(pd.Series({"North": 0.5, "South": -1 / 3, "West": -2 / 3})).right
    assert says(check({"North": 0.5, "South": -0.5, "West": 0.0}), "means of Lethmar towards Corvania")
    assert says(check({"North": -1.0, "South": 0.0, "West": 1.0}), "each outlet alone")
    assert says(check({"North": 2 / 3, "South": 0.0, "West": -2 / 3}), "headlines count")
    assert says(check({"North": [0.5], "South": [-0.33], "West": [-0.67]}), "Take the number out")
    assert says(check([0.5, -0.33, -0.67]), "loses which outlet is which")
    assert says(check({"North": 0.5, "South": -0.33}), "One outlet is missing")
    assert says(check({"North": 0.5, "South": -0.33, "West": 0.9}), "'West' is too large")
