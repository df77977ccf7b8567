"""The stance model: what it is given, that its numbers are probabilities, and what moved it."""

import json
import re

import numpy as np
import pytest

from analysis import encoder
from analysis.asking import Question, ask, evidence, word_effects
from analysis.marked import CLOSE, OPEN, batch, mark
from analysis.shading import Shaded

SENTENCE = "Norland condemned Velia for the attack on its ships."


@pytest.fixture(scope="module")
def tokenizer():
    return encoder.load_model().tokenizer


def span(sentence, word):
    return sentence.index(word), sentence.index(word) + len(word)


# --- marking ------------------------------------------------------------------------------------------------------


def pieces(tokenizer, marked):
    return [tokenizer.id_to_token(i) for i in marked.ids]


def test_markers_stand_round_the_spans(tokenizer):
    marked = mark(tokenizer, SENTENCE, [span(SENTENCE, "Velia"), span(SENTENCE, "Norland")])
    told = " ".join(pieces(tokenizer, marked)).replace(" ##", "")
    assert f"{OPEN} norland {CLOSE} condemned {OPEN} velia {CLOSE} for" in told
    assert told.startswith("[CLS]") and told.endswith("[SEP]")
    # the places come in the order in which the spans were given
    assert [marked.ids[place] for place in marked.places] == [tokenizer.token_to_id(OPEN)] * 2
    assert marked.places[0] > marked.places[1]


def test_offsets_lead_to_the_letters(tokenizer):
    marked = mark(tokenizer, SENTENCE, [span(SENTENCE, "Velia")])
    letters = "".join(SENTENCE[s:e] for s, e in marked.pieces)
    assert letters == SENTENCE.replace(" ", "")


@pytest.mark.parametrize("at", [0, 150, 299])
def test_a_long_sentence_is_cut_round_the_target(tokenizer, at):
    words = [f"word{i}" for i in range(300)]
    words[at] = "Velia"
    sentence = " ".join(words)
    marked = mark(tokenizer, sentence, [span(sentence, "Velia")])
    assert len(marked.ids) <= 96
    kept = [p for p in marked.pieces if p != (0, 0)]
    assert "Velia" in sentence[kept[0][0] : kept[-1][1]]
    assert pieces(tokenizer, marked).count(OPEN) == pieces(tokenizer, marked).count(CLOSE) == 1


def test_spans_far_apart_are_both_kept(tokenizer):
    sentence = "Norland said " + "that it rained and " * 80 + "Velia left."
    marked = mark(tokenizer, sentence, [span(sentence, "Norland"), span(sentence, "Velia")])
    letters = [sentence[s:e] for s, e in marked.pieces]
    assert "Norland" in "".join(letters) and "Velia" in "".join(letters) and len(marked.ids) <= 96


@pytest.mark.parametrize("sentence", ["", " ", "\n\n", "😀", "a" * 5000, "[MASK] [unused1] [CLS]", "\x00\x07"])
def test_no_text_makes_marking_raise(tokenizer, sentence):
    marked = mark(tokenizer, sentence, [(0, max(len(sentence), 1))])
    assert len(marked.ids) <= 96 and all(0 <= place < len(marked.ids) for place in marked.places)
    assert np.isfinite(encoder.towards([sentence], [(0, max(len(sentence), 1))])).all()


def test_a_batch_is_filled_up(tokenizer):
    long, short = (mark(tokenizer, s, [(0, 7)]) for s in (SENTENCE, "Norland left."))
    given = batch([long, short])
    assert given["input_ids"].shape == given["attention_mask"].shape == (2, len(long.ids))
    assert given["attention_mask"].sum(axis=1).tolist() == [len(long.ids), len(short.ids)]
    assert given["first"].tolist() == given["second"].tolist()


# --- the model ----------------------------------------------------------------------------------------------------


def test_probabilities():
    sentences = [SENTENCE, "Norland left.", "Velia praised Norland."]
    found = encoder.towards(sentences, [span(s, "Norland") for s in sentences])
    assert found.shape == (3, 3) and np.allclose(found.sum(axis=1), 1) and (found >= 0).all()
    pairs = encoder.between(sentences[::2], [(span(s, "Norland"), span(s, "Velia")) for s in sentences[::2]])
    assert pairs.shape == (2, 2, 3) and np.allclose(pairs.sum(axis=2), 1) and (pairs >= -1e-9).all()


def test_no_sentences():
    assert encoder.towards([], []).shape == (0, 3) and encoder.between([], []).shape == (0, 2, 3)
    assert ask([]) == []


def test_the_order_of_a_pair_makes_no_difference():
    one, other = span(SENTENCE, "Norland"), span(SENTENCE, "Velia")
    there, back = (encoder.between([SENTENCE], [pair])[0] for pair in ((one, other), (other, one)))
    assert np.allclose(there, back[::-1], atol=0.02)
    assert there[0].argmax() == 0 and there[1].argmax() == 1


def test_neighbours_in_a_batch_change_little():
    sentences = [SENTENCE, "Norland left.", "Velia praised Norland and its people for what they had done in the war."]
    targets = [span(s, "Norland") for s in sentences]
    alone = np.concatenate([encoder.towards([s], [t]) for s, t in zip(sentences, targets, strict=True)])
    assert np.abs(encoder.towards(sentences, targets) - alone).max() < 0.1


def test_answers_come_in_the_order_of_the_questions():
    sentences = [SENTENCE, "Norland praised Velia.", "Velia is a loyal and generous friend."]
    questions = [
        Question(sentences[2], (0, 5)),
        Question(sentences[1], (16, 21), (0, 7)),
        Question(sentences[0], span(SENTENCE, "Velia"), (0, 7)),
    ]
    answers = ask(questions)
    assert [a.label for a in answers] == ["for", "for", "against"]
    assert all(abs(sum(a) - 1) < 1e-6 and a.confidence == max(a) for a in answers)


def test_what_ships_is_small_and_told():
    size = sum(path.stat().st_size for path in encoder.FOLDER.iterdir())
    assert size <= 25 * 2**20
    card = (encoder.FOLDER / "MODEL_CARD.md").read_text(encoding="utf-8")
    for word in ("Hamborg", "Kunwoo Park", "Apache-2.0", "must not", "macro F1"):
        assert word in card
    temperatures = json.loads((encoder.FOLDER / "calibration.json").read_text())["temperature"]
    assert set(temperatures) == {"towards", "between"} and all(0.3 < t < 4 for t in temperatures.values())


# --- evidence -----------------------------------------------------------------------------------------------------


def test_the_words_that_carry_a_stance():
    sentence = "The reckless Velia has ruined the talks once more."
    question = Question(sentence, span(sentence, "Velia"))
    effects = {sentence[s:e]: effect for s, e, effect in word_effects(question)}
    assert set(effects) == set(re.findall(r"\w+", sentence)) - {"Velia"}
    assert min(effects, key=effects.get) in ("reckless", "ruined")
    words = [sentence[s:e] for s, e in evidence(question, -1.0)]
    assert any("reckless" in w or "ruined" in w for w in words) and not any("Velia" in w for w in words)


def test_a_sentence_of_the_target_alone_has_no_evidence():
    assert word_effects(Question("Velia", (0, 5))) == [] and evidence(Question("Velia", (0, 5)), 1.0) == ()


def test_shading_escapes_the_text():
    sentence = "The <script>alert(1)</script> reckless Velia & co ruin the talks."
    shaded = Shaded(sentence, span(sentence, "Velia"))
    page = shaded._repr_html_()
    assert "<script" not in page and "&lt;" in page and "&amp;" in page
    assert re.sub(r"<[^>]*>", "", page).count("Velia") == 1
    assert "dashed" in page and "reckless" in repr(Shaded("The reckless Velia lies.", (13, 18)))
