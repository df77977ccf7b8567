"""What the benchmarks of stance do to their sentences before a model or a scorer sees them: offsets must hold."""

import json
import random
import re
import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "benchmarks"))

from stance_data import (
    BETWEEN,
    Example,
    Swapper,
    apart,
    brier,
    calibration_error,
    merged,
    read,
    read_labels,
    read_written,
)
from stance_templates import LINES, make_examples
from stance_texts import Sentences, questions, read_questions

sys.path.pop(0)

NAMES = ["Velia", "Mira Halloran", "Jonas Tam", "Norland", "the Tern Group"]


def test_read(tmp_path):
    rows = [
        {"id": "a", "sentence": "Velia lies.", "target": [0, 5], "stance": -1},
        {"id": "b", "sentence": "Brek praised Velia.", "p": [0, 4], "q": [13, 18], "p_to_q": 1, "q_to_p": 0},
        {"id": "c", "sentence": "Brek praised Velia.", "p": [13, 18], "q": [0, 4], "p_to_q": 0, "q_to_p": 1},
        {"id": "d", "sentence": "Mira Brek left.", "p": [0, 9], "q": [5, 9], "p_to_q": 1, "q_to_p": 0},
    ]
    path = tmp_path / "x.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)) + "\n\n", encoding="utf-8")
    found = read(path)
    assert [(e.id, e.task, e.label) for e in found] == [("a", "towards", 0), ("b", "between", 1), ("c", "between", 3)]


def test_read_written(tmp_path):
    path = tmp_path / "w.tsv"
    lines = ["-1\t[[They]] never asked.", "1\t<<Brek>> thanked [[Velia]].", "-1\t[[Velia]] was sued by <<Brek>>."]
    path.write_text("\n".join([*lines, "", "0\tBrek met [[Velia]]."]), encoding="utf-8")
    assert read_written(path) == [
        Example("w-1", "towards", "They never asked.", ((0, 4),), 0),
        Example("w-2", "between", "Brek thanked Velia.", ((0, 4), (13, 18)), BETWEEN.index((1, 0))),
        Example("w-3", "between", "Velia was sued by Brek.", ((0, 5), (18, 22)), BETWEEN.index((0, -1))),
        Example("w-5", "towards", "Brek met Velia.", ((9, 14),), 1),
    ]


@pytest.mark.parametrize(
    "line", ["2\t[[They]] left.", "1\tThey left.", "1\t[[They]] left [[Velia]].", "[[They]] left."]
)
def test_a_written_line_that_is_none_is_named(tmp_path, line):
    path = tmp_path / "w.tsv"
    path.write_text(f"0\t[[They]] came.\n{line}\n", encoding="utf-8")
    with pytest.raises(ValueError, match="w.tsv, line 2: "):
        read_written(path)


def test_read_labels(tmp_path):
    path = tmp_path / "l.tsv"
    path.write_text("b\t13\t18\t1\nb\t0\t4\t13\t18\t0\t-1\n", encoding="utf-8")
    assert read_labels(path, {"b": "Brek praised Velia."}) == [
        Example("l-1", "towards", "Brek praised Velia.", ((13, 18),), 2),
        Example("l-2", "between", "Brek praised Velia.", ((0, 4), (13, 18)), BETWEEN.index((0, -1))),
    ]


def test_read_what_a_model_told(tmp_path):
    path = tmp_path / "t.tsv"
    path.write_text("b\t13\t18\t100\t300\t600\nb\t0\t4\t13\t18\t20\t930\t0\t30\t21\n", encoding="utf-8")
    towards, between = read_labels(path, {"b": "Brek praised Velia."})
    told = Example("t-1", "towards", "Brek praised Velia.", ((13, 18),), 2, (0.1, 0.3, 0.6), read=False)
    assert towards == told
    assert between.spans == ((0, 4), (13, 18)) and between.label == BETWEEN.index((1, 0))
    assert between.told == pytest.approx(tuple(p / 1001 for p in (20, 930, 0, 30, 21)))


def test_a_label_knows_the_row_of_the_states_beside_it(tmp_path):
    path = tmp_path / "t.tsv"
    path.write_text("b\t0\t4\t100\t300\t600\nb\t13\t18\t100\t300\t600\n", encoding="utf-8")
    (tmp_path / "t.states").touch()
    sentence = "Brek praised Velia."
    told = read_labels(path, {"b": sentence})
    assert [e.row for e in told] == [0, 1]
    person = Example("b", "towards", sentence, ((13, 18),), 0)
    both = merged([person, *told])
    assert [(e.label, e.read, e.row) for e in both] == [(0, True, 1), (2, False, 0)]


def test_questions_about_articles_that_nobody_labelled(tmp_path):
    path = tmp_path / "articles.jsonl"
    texts = {"one": "Talks\n\nThe mayor met Jonas Tam and Mira Halloran. He left soon.", "two": "Nobody came."}
    path.write_text("\n".join(json.dumps({"id": i, "text": t}) for i, t in texts.items()), encoding="utf-8")
    sentences, found = Sentences(path), list(questions(path))
    assert {e.task for e in found} == {"towards", "between"}
    for e in found:
        assert sentences[e.id] == e.sentence == "The mayor met Jonas Tam and Mira Halloran."
        assert {e.sentence[s:t] for s, t in e.spans} <= {"The mayor", "Jonas Tam", "Mira Halloran"}
        if e.task == "between":
            assert [e.sentence[s].isupper() for s, _ in e.spans] == [True, True] and e.spans[0] < e.spans[1]
    file = tmp_path / "questions.tsv"
    file.write_text("".join("\t".join([e.id, *map(str, sum(e.spans, ()))]) + "\n" for e in found), encoding="utf-8")
    assert [(e.id, e.task, e.spans) for e in read_questions(file, sentences)] == [
        (e.id, e.task, e.spans) for e in found
    ]
    assert "one:7:9" in sentences and not any(id in sentences for id in ("one", "three:1:2", "one:1", ""))


def test_a_person_s_label_comes_before_a_model_s():
    def one(label, told=(), place=(0, 4)):
        return Example(f"{label}", "towards", "Brek praised Velia.", (place,), label, told)

    told = one(1, (0.2, 0.5, 0.3)), one(0, (0.6, 0.3, 0.1))
    assert merged([told[0], one(2), told[1], one(1, place=(13, 18)), one(0)]) == [
        one(2, pytest.approx((0.4, 0.4, 0.2))),
        one(1, place=(13, 18)),
    ]
    assert merged([told[0]]) == [told[0]]


@pytest.mark.parametrize(
    "line",
    [
        "c\t0\t4\t1",
        "b\t0\t4\t2",
        "b\t0\t4",
        "b\t4\t4\t1",
        "b\t13\t20\t1",
        "b\t0\t4\t13\t18\t1\t1",
        "b\t0\tx\t1",
        "b\t0\t4\t0\t0\t0",
        "b\t0\t4\t-1\t500\t501",
        "",
    ],
)
def test_a_line_of_labels_that_fits_no_sentence_is_named(tmp_path, line):
    path = tmp_path / "l.tsv"
    path.write_text(f"b\t0\t4\t0\n{line}\n", encoding="utf-8")
    with pytest.raises(ValueError, match="l.tsv, line 2: "):
        read_labels(path, {"b": "Brek praised Velia."})


def test_the_slice_takes_whole_sentences_and_about_a_tenth():
    examples = [Example(str(i), "towards", f"Sentence {i // 2}.", ((0, 8),), 0) for i in range(4000)]
    taken = [apart(e) for e in examples]
    assert taken[::2] == taken[1::2] and 0.08 < sum(taken) / len(taken) < 0.12


@pytest.mark.parametrize("seed", range(5))
def test_swapped_names_stand_where_the_spans_say(seed):
    first = Example("a", "between", "Brek praised Velia, and Velia’s army cheered Brek.", ((0, 4), (13, 18)), 1)
    pool = [Example("b", "towards", f"{name} left.", ((0, len(name)),), 1) for name in ("Tarvia", "Ost", "Calder")]
    swapped = Swapper([first, *pool]).swap(first, random.Random(seed))
    words = [swapped.sentence[s:e] for s, e in swapped.spans]
    assert re.fullmatch(rf"{words[0]} praised {words[1]}, and {words[1]}’s army cheered {words[0]}\.", swapped.sentence)
    assert swapped.label == first.label


def test_a_pronoun_is_not_swapped():
    example = Example("a", "towards", "He left.", ((0, 2),), 1)
    assert Swapper([example, example._replace(sentence="Ost left.", spans=((0, 3),))]).swap(
        example, random.Random(0)
    ) == example  # fmt: skip


def test_templates():
    found = make_examples(NAMES, 800, seed=1)
    assert found == make_examples(NAMES, 800, seed=1) != make_examples(NAMES, 800, seed=2)
    for example in found:
        assert {example.sentence[s:e] for s, e in example.spans} <= set(NAMES) and "{" not in example.sentence
    shares = np.bincount([e.label for e in found], minlength=len(BETWEEN)) / len(found)
    assert shares[0] > 0.3 and (shares[1:] > 0.04).all()


def test_the_templates_are_not_those_that_measure():
    from behaviour import PAIRS, TEMPLATES

    def bare(line):
        return re.sub(r"\W+", " ", line.split(" | ")[0])

    measured = {bare(line.strip()) for text in (*TEMPLATES.values(), *PAIRS.values()) for line in text.splitlines()}
    assert not {bare(line.strip()) for line in LINES.strip().splitlines()} & measured


def test_calibration_figures():
    sure, right = np.array([0.9] * 10), np.array([True] * 9 + [False])
    assert calibration_error(sure, right) == pytest.approx(0)
    assert calibration_error(sure, ~right) == pytest.approx(0.8)
    assert brier(np.array([[1.0, 0, 0]]), np.array([0])) == 0 and brier(np.array([[1.0, 0, 0]]), np.array([1])) == 2
