"""Hand labels and the scores against them, on an invented article whose right answers are counted by hand."""

import json

import pandas as pd
import pytest

from analysis import evaluate as ev
from analysis.agreement import cohens_kappa, match_statements, stance_scores, statement_scores
from analysis.articles import load_article
from analysis.labels import LabelError, load_labels

TEXT = (
    "Mira Halloran said the dam was safe. The union denied that.\n"
    "“We will not move,” she said. “Not this year.” The Dam Company blamed the union for the delay, "
    "Radio Ferry reported."
)


def line(number, content, start_of=None, **more):
    """A line of labels; its offsets are looked up in TEXT."""
    start = TEXT.index(start_of or content)
    row = {"id": f"s{number}", "paragraph": TEXT[:start].count("\n"), "headline": False, "quote_type": "indirect"}
    row |= {"attribution": "speech", "act": "say", "actor": "Mira Halloran", "party": "Dam Company", "content": content}
    row |= {"start": start, "end": start + len(content), "joint": False, "ambiguous": False, "via": None, "stances": []}
    return row | more


def stance(target, value, basis="explicit", party=None, **more):
    return {"target": target, "target_party": party or target, "stance": value, "basis": basis, **more}


@pytest.fixture
def lines():
    quotation = [list(span) for span in ((61, 78), (91, 104))]
    assert " ".join(TEXT[s:e] for s, e in quotation) == "We will not move, Not this year"
    return [
        line(1, "the dam was safe", stances=[stance("Union", 0, "implied")]),
        line(2, "that", "that.", act="deny", actor="Union", party="Union", refers_to="s1",
             stances=[stance("Mira Halloran", -1, "implied", "Dam Company")]),
        line(3, "We will not move, Not this year", "We will", spans=quotation, quote_type="direct", actor=None,
             party=None, ambiguous=True),
        line(4, "the union for the delay", act="accuse", actor="Dam Company", via="Radio Ferry",
             stances=[stance("Union", -1)]),
    ]  # fmt: skip


@pytest.fixture
def labelled(lines, tmp_path):
    return write(tmp_path / "dam.statements.jsonl", lines)


def write(path, lines):
    path.write_text("\n".join(json.dumps(row) for row in lines), encoding="utf-8")
    return load_labels(path, load_article(text=TEXT, title="dam"))


def value(scores, measure):
    return scores.loc[measure, ["count", "of"]].tolist()


# the labels themselves


def test_labels_become_the_two_tables(labelled):
    statements, stances = labelled
    assert statements["statement"].tolist() == [0, 1, 2, 3]
    assert statements["spans"][2] == [(61, 78), (91, 104)]
    assert statements["refers_to"].tolist()[1] == 0
    assert statements["label_id"].tolist() == ["s1", "s2", "s3", "s4"]
    assert stances["label"].tolist() == ["neutral", "against", "against"]
    assert set(stances["method"]) == {"hand"}
    assert stances["target_kind"].tolist() == ["actor"] * 3


def test_the_labels_of_the_article_hold():
    statements, stances = load_labels(
        "data/gold/putin-syria.statements.jsonl", load_article("data/articles/putin-syria.txt")
    )
    assert (len(statements), len(stances)) == (17, 19)
    assert statements["ambiguous"].sum() == 1


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (
            {"content": "the dam was sound"},
            "'content' is 'the dam was sound', but its offsets point to 'the dam was safe'",
        ),
        ({"speaker": "Mira", "speaker_start": 5, "speaker_end": 9}, "'speaker' is 'Mira'"),
        ({"quote_type": "partial"}, "'quote_type' is 'partial'; it can be direct, mixed, indirect"),
        ({"attribution": None}, "'attribution' is None"),
        ({"start": 9, "end": 9}, "[9, 9] is no span"),
        ({"start": -2}, "is no span"),
        ({"start": None}, "is no span"),
        ({"paragraph": "0"}, "'paragraph' must be a whole number"),
        ({"id": "s2"}, "line 2: the id 's2' stands on an earlier line too"),
        ({"refers_to": "s9"}, "'refers_to' names 's9'"),
        ({"stances": None}, "'stances' must be a list"),
        ({"stances": [{"target": "Union", "stance": 2, "basis": "explicit"}]}, "'stance' is 2; it can be -1, 0 or 1"),
        ({"stances": [{"target": "Union", "stance": 1}]}, "'basis' is None"),
        ({"stances": [{"stance": 1, "basis": "explicit"}]}, "a stance needs a 'target'"),
    ],
)
def test_a_faulty_label_names_file_line_and_fault(lines, tmp_path, change, fault):
    with pytest.raises(LabelError) as error:
        write(tmp_path / "dam.statements.jsonl", [lines[0] | change, *lines[1:]])
    assert "dam.statements.jsonl, line" in str(error.value)
    assert fault in str(error.value)


@pytest.mark.parametrize("text", ["{", "[1]", '{"id": "s1"}', '{"id": NaN', "[" * 100_000])
def test_a_line_that_is_no_label_is_told(tmp_path, text):
    path = tmp_path / "x.statements.jsonl"
    path.write_text("\n" + text)
    with pytest.raises(LabelError, match="line 2"):
        load_labels(path)


def test_labels_that_cannot_be_read_are_told(tmp_path):
    with pytest.raises(LabelError, match="can't be read"):
        load_labels(tmp_path / "none.jsonl")
    with pytest.raises(LabelError, match="can't be read"):
        load_labels(tmp_path)
    (tmp_path / "x.jsonl").write_bytes(b"\xff\xfe")
    with pytest.raises(LabelError, match="not UTF-8"):
        load_labels(tmp_path / "x.jsonl")


# which found statement is which labelled one


def test_a_table_matches_itself(labelled):
    matches = match_statements(labelled[0], labelled[0])
    assert matches["label"].tolist() == matches["found"].tolist() == [0, 1, 2, 3]
    assert (matches["overlap"] == 1).all()


def moved(statements, number, start, end):
    """The statements with one of them somewhere else in TEXT."""
    changed = statements.copy()
    changed.at[number, "spans"] = [(start, end)]
    changed.at[number, "content"] = TEXT[start:end]
    return changed


def test_quotation_marks_and_spaces_at_the_edges_cost_nothing(labelled):
    statements = labelled[0]
    wider = moved(statements, 3, TEXT.index(" the union for"), TEXT.index(", Radio") + 2)
    assert match_statements(statements, wider)["overlap"].tolist() == [1, 1, 1, 1]


@pytest.mark.parametrize(("end", "found"), [(len("the dam"), False), (len("the dam wa"), True)])
def test_half_of_the_longer_is_enough_and_less_is_not(labelled, end, found):
    # "the dam was safe" has 13 letters: "the dam" 6, "the dam wa" 8
    statements = labelled[0]
    start = TEXT.index("the dam was safe")
    assert (0 in match_statements(statements, moved(statements, 0, start, start + end))["label"].tolist()) is found


def test_of_two_found_for_one_label_the_better_is_taken_and_the_other_is_spurious(labelled):
    statements = labelled[0]
    start = TEXT.index("the dam was safe")
    twice = pd.concat(
        [moved(statements, 0, start, start + 11), statements.iloc[:1].assign(statement=9)], ignore_index=True
    )
    matches = match_statements(statements.iloc[:1], twice.iloc[[0, 4]])
    assert matches[["label", "found"]].values.tolist() == [[0, 9]]


def test_pairs_are_chosen_for_the_most_pairs_not_one_after_the_other():
    # label 0 fits both found ones, label 1 only the one that label 0 fits best
    def table(*spans):
        rows = [{"article": "a", "statement": i, "paragraph": 0, "content": "x" * (e - s), "spans": [(s, e)]}
                for i, (s, e) in enumerate(spans)]  # fmt: skip
        return ev.pd.DataFrame(rows).assign(cue_start=None, cue_end=None)

    matches = match_statements(table((0, 10), (4, 16)), table((2, 12), (0, 8)))
    assert matches[["label", "found"]].values.tolist() == [[0, 1], [1, 0]]


def test_statements_of_other_articles_are_never_paired(labelled):
    other = labelled[0].assign(article="elsewhere")
    assert match_statements(labelled[0], other).empty


# scores


def test_a_perfect_answer_scores_one(labelled):
    result = ev.evaluate(*labelled, *labelled)
    for measure in (
        "precision",
        "recall",
        "F1",
        "actor right",
        "explicit stances right",
        "implied stances right",
        "kappa",
    ):
        assert result.totals.loc[measure, "value"] == 1, measure
    for measure in ("wrong sign", "unlabelled, not neutral", "stances not found", "clear speaker flagged as ambiguous"):
        assert result.totals.loc[measure, "count"] == 0, measure
    assert result.misses.empty
    assert result.articles["labels"].tolist() == [4]


def test_statement_scores_count_what_they_say(labelled):
    found = labelled[0].copy()
    found.loc[0, "actor"] = "the  mira halloran"  # the same name
    found.loc[1, ["actor", "party"]] = ["Dam Company", "Dam Company"]  # a wrong one
    found.loc[2, "ambiguous"] = False
    found.loc[3, "via"] = "the Radio Ferry station"
    found = pd.concat([found.drop(index=1), moved(found, 1, 0, 4).iloc[[1]].assign(statement=7)], ignore_index=True)
    scores = statement_scores(labelled[0], found)
    assert value(scores, "precision") == [3, 4]
    assert value(scores, "recall") == [3, 4]
    assert value(scores, "F1") == [6, 8]
    assert value(scores, "actor right") == [2, 2]
    assert value(scores, "ambiguous speaker flagged") == [0, 1]
    assert value(scores, "via right") == [1, 1]
    assert value(scores, "quote type right") == [3, 3]
    assert value(statement_scores(labelled[0], labelled[0].assign(actor="Nobody")), "actor right") == [0, 3]
    assert value(statement_scores(labelled[0], labelled[0].assign(via="Radio")), "via where none is") == [3, 3]


def test_stances_are_compared_by_name_or_else_by_party(labelled):
    statements, stances = labelled
    found = stances.copy()
    found.loc[1, "target"] = "Dam Company"  # another name, the same party
    found.loc[2, ["target", "label", "stance"]] = ["Union", "for", 1.0]  # the wrong sign
    extra = found.iloc[[2]].assign(target="Town", target_party="Town", label="against")
    found = pd.concat([found, extra, extra.assign(target="Mayor", target_party="Mayor", label="neutral")])
    scores = stance_scores(statements, stances, statements, found)
    assert value(scores, "explicit stances right") == [0, 1]
    assert value(scores, "implied stances right") == [2, 2]
    assert value(scores, "wrong sign") == [1, 3]
    assert value(scores, "unlabelled, not neutral") == [1, 5]
    # neutral/neutral, against/against, against/for: 2 of 3 agree; by chance (1·1 + 2·1 + 0·1) / 9
    assert scores.loc["kappa", "value"] == pytest.approx((2 / 3 - 1 / 3) / (1 - 1 / 3))


def test_a_stance_that_is_missing_or_in_a_missed_statement_is_counted(labelled):
    statements, stances = labelled
    scores = stance_scores(statements, stances, statements.iloc[1:], stances.iloc[[1]])
    assert value(scores, "stances not found") == [1, 2]
    assert value(scores, "labelled stances in statements not found") == [1, 3]


def test_two_found_targets_of_one_party_are_no_extra_but_may_have_the_wrong_sign(labelled):
    statements, stances = labelled
    second = stances.iloc[[2]].assign(target="Union leader", label="for", confidence=0.4)
    scores = stance_scores(statements, stances, statements, pd.concat([stances, second]))
    assert value(scores, "explicit stances right") == [1, 1]
    assert value(scores, "wrong sign") == [1, 4]
    assert value(scores, "unlabelled, not neutral") == [0, 4]


def test_concepts_count_only_where_the_labels_have_some(labelled, lines, tmp_path):
    statements, stances = labelled
    concept = stances.iloc[[2]].assign(target="The delay", target_party=None, target_kind="concept")
    found = pd.concat([stances, concept])
    assert value(stance_scores(statements, stances, statements, found), "unlabelled, not neutral")[0] == 0
    lines[0]["stances"].append(stance("The dam", 1, target_kind="concept"))
    statements, stances = write(tmp_path / "with.statements.jsonl", lines)
    found = pd.concat([stances, concept])
    assert value(stance_scores(statements, stances, statements, found), "unlabelled, not neutral")[0] == 1


@pytest.mark.parametrize(
    ("table", "kappa"),
    [
        # Cohen's formula by hand: (observed − expected) / (1 − expected)
        ({("for", "for"): 20, ("for", "against"): 5, ("against", "for"): 10, ("against", "against"): 15}, 0.4),
        ({("for", "against"): 5, ("against", "for"): 5}, -1.0),
        ({("for", "for"): 1, ("against", "against"): 1, ("neutral", "neutral"): 1}, 1.0),
    ],
)
def test_kappa_is_cohens(table, kappa):
    pairs = [pair for pair, n in table.items() for _ in range(n)]
    assert cohens_kappa(*zip(*pairs, strict=True)) == pytest.approx(kappa)


def test_kappa_of_nothing_or_of_one_label_is_not_a_number():
    assert cohens_kappa([], []) != cohens_kappa([], [])
    assert cohens_kappa(["for"], ["for"]) != cohens_kappa(["for"], ["for"])


def test_belief_is_scored_apart(lines, tmp_path):
    statements, stances = write(tmp_path / "x.statements.jsonl", [lines[0] | {"attribution": "belief"}, *lines[1:]])
    result = ev.evaluate(statements, stances, statements.iloc[1:], stances)
    assert value(result.totals, "recall") == [3, 3]
    assert value(result.other["belief"], "recall") == [0, 1]
    wrong = statements.copy()
    wrong["attribution"] = "speech"
    result = ev.evaluate(statements, stances, wrong, stances)
    assert value(result.totals, "precision") == [3, 4]
    assert "calls it belief" in result.misses["reason"].iloc[-1]


# what is not as labelled, and why


def test_every_miss_is_listed_with_its_reason(labelled):
    statements, stances = labelled
    found = moved(statements, 0, TEXT.index("the dam was"), TEXT.index("the dam was") + 7)
    found = found.drop(index=1)
    found.loc[2, ["ambiguous", "actor"]] = [False, "Mira Halloran"]
    found.loc[3, ["actor", "via", "act"]] = ["Union", None, "say"]
    found_stances = stances.copy()
    found_stances.loc[2, "label"] = "for"
    table = ev.misses(statements, stances, found, found_stances)
    kinds = table["miss"].tolist()
    assert sorted(kinds) == sorted(
        [
            "missed statement",
            "missed statement",
            "ambiguous",
            "actor",
            "via",
            "act",
            "wrong stance",
            "spurious statement",
        ]
    )
    assert table["reason"].str.endswith(".").all()
    reasons = table.set_index("miss")["reason"]
    assert "too little" in reasons["missed statement"].iloc[0]
    assert "Nothing was found here" in reasons["missed statement"].iloc[1]
    assert "wrong way round" in reasons["wrong stance"]
    assert "with the label s1" in reasons["spurious statement"]
    assert pd.isna(table["label"].iloc[-1]) and pd.isna(table["found"].iloc[0])


# a folder, and the command


@pytest.fixture
def corpus(tmp_path, lines, monkeypatch):
    """Two labelled articles and one without labels; the analysis finds the first one's statements in each."""
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text(TEXT, encoding="utf-8")
        (tmp_path / f"{name}.statements.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    (tmp_path / "c.txt").write_text("It rained.")

    def answer(article, *, actors=None, concepts=None):
        statements, stances = load_labels(tmp_path / "a.statements.jsonl", article)
        kept = statements if article.id == "a" else statements.iloc[:2]
        return ev.Analysis(article, None, kept, None, stances)

    monkeypatch.setattr(ev, "analyse", answer)
    return tmp_path


def test_a_folder_is_scored_together_and_by_article(corpus):
    result = ev.evaluate_corpus(corpus)
    assert value(result.totals, "recall") == [6, 8]
    assert result.articles[["labels", "found"]].values.tolist() == [[4, 4], [4, 2]]
    assert result.articles.index.tolist() == ["a", "b"]
    assert set(result.misses["article"]) == {"b"}


def test_a_folder_without_labels_is_told(tmp_path):
    with pytest.raises(LabelError, match="no article here has labels"):
        ev.evaluate_corpus(tmp_path)


def test_the_command_prints_only_totals_when_asked(corpus, capsys):
    assert ev.main([str(corpus), "--totals-only"]) == 0
    printed = capsys.readouterr().out
    assert "recall" in printed and "0.750" in printed
    for word in ("Halloran", "dam", "union", "Union", "Ferry"):
        assert word not in printed
    assert ev.main([str(corpus)]) == 0
    assert "the union for the delay" in capsys.readouterr().out


def test_the_command_tells_a_fault_without_the_text(corpus, capsys):
    path = corpus / "a.statements.jsonl"
    path.write_text(path.read_text(encoding="utf-8").replace("the dam was safe", "the dam was sound"), encoding="utf-8")
    assert ev.main([str(corpus), "--totals-only"]) == 2
    told = capsys.readouterr().err
    assert "a.statements.jsonl, line 1" in told and "sound" not in told
    assert ev.main([str(corpus / "a.txt")]) == 2
    assert "sound" in capsys.readouterr().err
