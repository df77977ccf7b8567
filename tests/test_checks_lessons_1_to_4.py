"""The self-checks of notebooks 01 to 04: right answers pass, each likely mistake gets its sentence."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from test_checks import odd

from analysis import analyse, find_actors, load_actors, load_article
from analysis.checks import lesson01, lesson02, lesson03, lesson04
from analysis.sentiment import score_sentiment, textblob_scorer

DATA = Path(__file__).resolve().parent.parent / "data"


@pytest.fixture(scope="session")
def real():
    """The article, read by the rules: what the notebooks have, at the cost of one parse."""
    actors = load_actors(DATA / "actors" / "putin-syria.csv")
    return analyse(load_article(DATA / "articles" / "putin-syria.txt"), actors=actors, reader="rules"), actors


def paragraphs_of(article):
    return [article.text[start:end] for start, end in article.paragraphs]


def is_wrong(verdict, words):
    assert verdict.right is False
    assert words in verdict.sentence


# ---- notebook 01

#: "Russian Federation": in 4 of the 6 paragraphs below the headline, 6 times in all, and once in the headline.
RUSSIA = [
    "Russian Federation speaks", "Russian Federation said so.", "Russian Federation and Russian Federation again.",
    "Russia said no.", "Nobody spoke.", "For Russian Federation, yes.", "Russian Federation, Russian Federation.",
]  # fmt: skip


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (5, "that is the headline"),
        (6, "You counted how often the words stand there. A paragraph counts once"),
        (7, "the headline included"),
        (0, "capital letters"),
        (3, "too few"),
        (9, "too many"),
        ([True, False], "`len` counts"),
        (np.array([1]), "`len` counts"),
        ("4", "'4' is a text"),
    ],
)
def test_lesson01_exercise_1(answer, words):
    assert lesson01.check_1(4, RUSSIA).right
    is_wrong(lesson01.check_1(answer, RUSSIA), words)


def test_lesson01_exercise_1_knows_the_short_name_and_all_paragraphs():
    texts = ["A headline", "Russian Federation.", "Russia.", "A Russian.", "Nobody.", "Nobody."]
    is_wrong(lesson01.check_1(3, texts), "“Russia” or a word that begins with it")
    is_wrong(lesson01.check_1(5, texts), "how many paragraphs there are")
    is_wrong(lesson01.check_1(3, ["Russia", "Russian Federation.", "Russia."]), "leave out the headline")
    assert lesson01.check_1(1, texts).sentence == "", "one of three: no claim about most"
    assert "most paragraphs" in lesson01.check_1(4, RUSSIA).sentence


def test_lesson01_exercise_1_on_the_article(real):
    texts = paragraphs_of(real[0].article)
    right = [p for p in texts[1:] if "Russian Federation" in p]
    assert lesson01.check_1(len(right), texts).right
    is_wrong(lesson01.check_1(len(right) + 1, texts), "headline")
    is_wrong(lesson01.check_1(8, texts), "headline included")
    is_wrong(lesson01.check_1(right, texts), "`len` counts")


#: paragraphs 0, 2 and 4 hold a statement, 1, 3 and 5 none.
SPOKEN = pd.DataFrame({"paragraph": [0, 2, 2, 4]})


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ([0, 2, 4], "Turn the condition round"),
        ([2], "Turn the condition round"),
        ([2, 4, 6], "one too high"),
        ([0, 1, 3, 5], "a colon does the work"),
        ([1, 3], "One paragraph is missing."),
        ([1, 3, 4, 5], "4 does not belong there."),
        (3, "That is one number."),
        (RUSSIA[1:3], "Give their numbers"),
        ("1, 3, 5", "A list of whole numbers"),
        ([], "3 paragraphs are missing."),
    ],
)
def test_lesson01_exercise_2(answer, words):
    texts = RUSSIA[:6]
    assert lesson01.check_2([1, 3, 5], texts, SPOKEN).right
    assert lesson01.check_2({5, 3, 1}, texts, SPOKEN).right
    is_wrong(lesson01.check_2(answer, texts, SPOKEN), words)


def test_lesson01_exercise_2_on_the_article(real):
    texts, statements = paragraphs_of(real[0].article), real[0].statements
    assert lesson01.check_2([9, 11, 14, 15], texts, statements).right
    is_wrong(lesson01.check_2([0, 9, 11, 14, 15], texts, statements), "paragraph 0")
    is_wrong(lesson01.check_2(statements["paragraph"], texts, statements), "Turn the condition round")


def test_lesson01_exercise_3(real):
    hand, found = pd.DataFrame({"name": ["Ada Lind", "Port", "Union"]}), pd.DataFrame({"name": ["Lind", "Port"]})
    assert lesson01.check_3({"Ada Lind", "Union"}, hand, found).right
    for answer, words in [
        (["Lind"], "the other direction"),
        (["Ada Lind", "Lind", "Union"], "both directions"),
        (["Port"], "in both tables"),
        ("Port", "in both tables"),
        (hand["name"], "all names"),
        (["Union"], "One name is missing."),
        (2, "A list of texts"),
    ]:
        is_wrong(lesson01.check_3(answer, hand, found), words)
    analysis, actors = real
    found = find_actors(analysis.article)
    assert lesson01.check_3(set(actors["name"]) - set(found["name"]), actors, found).right
    is_wrong(lesson01.check_3(sorted(set(found["name"]) - set(actors["name"])), actors, found), "other direction")


# ---- notebook 02

ACTS = pd.DataFrame({
    "act": pd.Categorical(["say", "order", "say", "deny"], ["say", "order", "deny", "promise"]),
    "cue": ["said", "ordered", "added", "denied"],
})  # fmt: skip


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (["say", "order", "deny"], "Leave “say” out"),
        (["ordered", "denied"], "'denied' is a cue"),
        (["order", "deny", "promise"], "count 0"),
        (["order"], "One act is missing."),
        (["order", "deny", "sing"], "'sing' does not belong there."),
        (ACTS["act"].value_counts(), "These are the counts."),
        (2, "The names of the acts"),
        ([2], "A list of texts"),
        ([], "2 acts are missing."),
    ],
)
def test_lesson02_exercise_1(answer, words):
    assert lesson02.check_1(["deny", "order"], ACTS).right
    is_wrong(lesson02.check_1(answer, ACTS), words)


def test_lesson02_exercise_1_on_the_article(real):
    statements = real[0].statements
    acts = [act for act in statements["act"].unique() if act != "say"]
    assert lesson02.check_1(acts, statements).right
    assert lesson02.check_1(statements.loc[statements["act"] != "say", "act"], statements).right
    is_wrong(lesson02.check_1([*acts, "say"], statements), "Leave “say” out")
    is_wrong(lesson02.check_1(statements["cue"].tolist(), statements), "is a cue")


THREE = [
    "“The gate is shut,” said Ada Lind.",
    "Ada Lind said the gate was “shut”.",
    "Ada Lind said that the gate was shut.",
]


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (THREE[:2], "your list has 2"),
        (" ".join(THREE), "A list of three sentences"),
        (set(THREE), "your answer is a set"),
        (THREE[::-1], "Sentence 1 should be direct, and was read as indirect: nothing"),
        ([THREE[0], THREE[0], THREE[2]], "Sentence 2 should be mixed, and was read as direct: all"),
        ([THREE[0], THREE[1], THREE[1]], "Sentence 3 should be indirect, and was read as mixed: a part"),
        ([*THREE[:2], "The gate is old."], "In sentence 3 no statement was found."),
        ([THREE[0] + " " + THREE[2], *THREE[1:]], "In sentence 1 2 statements"),
        ([*THREE[:2], 3], "Sentence 3 is a number, and no text."),
        ([*THREE[:2], "  "], "Sentence 3 is empty"),
        ([*THREE[:2], "ha " * 1000], "far longer than a sentence"),
        (3, "your answer is a number"),
    ],
)
def test_lesson02_exercise_2(answer, words):
    assert lesson02.check_2(THREE).right
    assert lesson02.check_2(tuple(text.replace("“", '"').replace("”", '"') for text in THREE)).right
    is_wrong(lesson02.check_2(answer), words)


#: A has 12 of 20 characters and 1 of 2 statements below the headline; 5 characters are nobody's.
SAID = pd.DataFrame({
    "party": ["A", "A", "B", None],
    "content": ["x" * 10, "x" * 12, "x" * 8, "x" * 5],
    "headline": [True, False, False, False],
})  # fmt: skip


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ({"A": 12, "B": 8}, "the characters themselves"),
        ({"A": 60, "B": 40}, "per cent"),
        ({"A": 22 / 30, "B": 8 / 30}, "The headline is still in it"),
        ({"A": 22, "B": 8}, "not yet shares, and the headline"),
        ({"A": 0.5, "B": 0.5}, "shares of the statements"),
        ({"A": 1, "B": 1}, "numbers of statements"),
        ({"A": 12 / 25, "B": 8 / 25}, "do not add up to 1"),
        ({"A": 0.6}, "One party is missing."),
        ({"A": 0.6, "B": 0.1}, "The number of 'B' is too small."),
        (pd.DataFrame({"n": [1]}), "That is a table."),
        ([0.6, 0.4], "your answer is a list"),
        ({"A": 0.6, "B": None}, "what stands at 'B' is"),
    ],
)
def test_lesson02_exercise_3(answer, words):
    assert lesson02.check_3({"A": 0.6, "B": 0.4}, SAID).right
    assert lesson02.check_3(pd.Series({"B": 0.4, "A": 0.6}), SAID).right
    is_wrong(lesson02.check_3(answer, SAID), words)


def test_lesson02_exercise_3_on_the_article(real):
    statements = real[0].statements
    said = statements[~statements["headline"]]
    length, everything = said["content"].str.len(), statements["content"].str.len()
    counted = length.groupby(said["party"]).sum()
    assert lesson02.check_3(counted / counted.sum(), statements).right
    assert lesson02.check_3((counted / counted.sum()).round(2), statements).right
    is_wrong(lesson02.check_3(counted / length.sum(), statements), "whom nobody knows")
    with_headline = everything.groupby(statements["party"]).sum()
    is_wrong(lesson02.check_3(with_headline / with_headline.sum(), statements), "headline")
    is_wrong(lesson02.check_3(said["party"].value_counts(normalize=True), statements), "shares of the statements")


# ---- notebook 03


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (("They burned the library.", "burned"), "knows no word of this sentence"),
        (("They burned the terrible library.", "terrible"), "-1.00, and not above zero"),
        (("We will smash your beautiful city.", "ugly"), "'ugly' does not stand in your sentence."),
        (("We will smash your beautiful city.", "smash"), "'smash' is not among the words"),
        (("The ugly end of your perfect and beautiful city.", "ugly"), "'ugly' does not lift the score"),
        (("We will smash your beautiful city.", ""), "does not stand in your sentence"),
        (("beautiful", "We will smash your beautiful city."), "The sentence comes first"),
        (("We will smash your beautiful city.", 0.85), "are texts"),
        ("We will smash your beautiful city.", "Two things in round brackets"),
        (("We will smash your beautiful city.",), "yours are 1"),
        (3, "your answer is a number"),
    ],
)
def test_lesson03_exercise_1(answer, words):
    assert lesson03.check_1(("We will smash your beautiful city.", "Beautiful ")).right
    assert lesson03.check_1(["We will smash your very beautiful city.", "beautiful"]).right
    is_wrong(lesson03.check_1(answer), words)


WORDS = pd.DataFrame({"words": [[("good", 0.7)], [("good", 0.7), ("new", 0.1)], [("not good", -0.35)], []]})


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (("new", 0.1), "'new' counts 1 time."),
        (("good", 0.1), "Look again at what it is worth."),
        (("good", -0.7), "Look again at what it is worth."),
        (("the", 0.0), "in no list of the column"),
        ((0.7, "good"), "The word comes first"),
        (("good", "0.7"), "The word comes first"),
        ([("good", 0.7), ("new", 0.1)], "a pair itself"),
        ([("good", 0.7)], "yours are 1"),
        ("good", "Two things in round brackets"),
    ],
)
def test_lesson03_exercise_2(answer, words):
    assert lesson03.check_2(("Good", 0.7), WORDS) == lesson03.check_2(["good", np.float64(0.7)], WORDS)
    assert lesson03.check_2(("good", 0.7), WORDS).sentence == "It counts 2 times."
    is_wrong(lesson03.check_2(answer, WORDS), words)


def test_lesson03_exercise_2_on_the_article(real):
    sentiment = real[0].sentiment
    counts = sentiment["words"].explode().value_counts()
    assert lesson03.check_2(counts.index[0], sentiment).right
    is_wrong(lesson03.check_2(counts.index[1], sentiment), "Another word counts more often.")
    is_wrong(lesson03.check_2(("syria", 0.0), sentiment), "in no list")


NAMES = ["Free Syrian Army", "Russian Federation"]
CONTENTS = pd.DataFrame(
    {"content": ["The Free Syrian Army lied", "A good plan of Russian Federation", "It was a bad day", None]}
)


def without(text, put=""):
    for name in NAMES:
        text = text.replace(name, put)
    return textblob_scorer(text)


def only_words(text):
    left = without(text, " ")
    return left.polarity, left.subjectivity, left.words


def zero(text):
    score = without(text)
    return score.polarity or 0.0, 0.0, score.words


def forgot_one(text):
    return textblob_scorer(text.replace(NAMES[0], ""))


def all_words(text):
    for word in " ".join(NAMES).split():
        text = text.replace(word, "").replace(word.lower(), "")
    return textblob_scorer(text)


def fails(text):
    raise KeyError(text)


def leaves(text):
    raise SystemExit


scorers = {
    "TextBlob itself": (textblob_scorer, "The name still counts in “The Free Syrian Army lied”"),
    "nothing given back": (lambda text: None, "gives nothing back"),
    "a number alone": (lambda text: without(text).polarity, "three things"),
    "a text": (lambda text: "abc", "yours gives a text"),
    "no number": (lambda text: ("good", 0.5, []), "The polarity that your function gives is a text"),
    "a zero for nothing": (zero, "An unknown is not a zero"),
    "one name forgotten": (forgot_one, "The name still counts in “A good plan of Russian Federation”"),
    "the words alone too": (all_words, "holds none of the names"),
    "the wrong sign": (lambda text: (0.5, 0.5, []), "is off: yours is 0.50"),
    "an error": (fails, "stopped at “The Free Syrian Army lied” with KeyError"),
    "an exit": (leaves, "with SystemExit: (it says no more)"),
    "two arguments": (lambda text, names: None, "with TypeError"),
    "a name as text": ("nameless", "without quotation marks"),
    "the result": (textblob_scorer("good"), "A function is asked for"),
}


@pytest.mark.parametrize(("answer", "words"), list(scorers.values()), ids=list(scorers))
def test_lesson03_exercise_3(answer, words):
    is_wrong(lesson03.check_3(answer, CONTENTS, NAMES), words)


@pytest.mark.parametrize("answer", [without, only_words, lambda text: tuple(without(text))])
def test_lesson03_exercise_3_right(answer):
    verdict = lesson03.check_3(answer, CONTENTS, NAMES)
    assert verdict.right
    assert verdict.sentence == "2 of 3 statements have another score now; 1 of these have none any more."


def test_lesson03_exercise_3_on_the_article(real):
    statements = real[0].statements
    verdict = lesson03.check_3(without, statements, NAMES)
    before, after = (score_sentiment(statements, one)["polarity"].fillna(9) for one in ("textblob", without))
    assert verdict.right and verdict.sentence.startswith(f"{(before != after).sum()} of {len(statements)} ")
    is_wrong(lesson03.check_3(textblob_scorer, statements, NAMES), "The name still counts")


# ---- notebook 04

HEDGED, PLAIN = "The union may help the company.", "The union will help the company."


def test_lesson04_exercise_1():
    values = {
        (one, reader): lesson04._value(sentence, reader)
        for one, sentence in (("hedged", HEDGED), ("plain", PLAIN))
        for reader in ("rules", "model")
    }
    right = values["hedged", "rules"] - values["plain", "rules"]
    model = values["hedged", "model"] - values["plain", "model"]
    assert right < 0 and abs(right - model) > lesson04.NEAR
    for answer in (right, round(right, 2), np.float64(right)):
        assert lesson04.check_1(answer, HEDGED, PLAIN).right
    for answer, words in [
        (-right, "Mind the sign"),
        (values["hedged", "rules"], "a value itself"),
        (round(values["plain", "rules"], 2), "a value itself"),
        (model, "the difference for the model. The rules"),
        (-model, "the model, and with the other sign"),
        (-0.9, "too small"),
        (f"for {right:+.2f}", "Give the number alone"),
        ("less", "'less' is a text"),
        ([right], "your answer is a list"),
    ]:
        is_wrong(lesson04.check_1(answer, HEDGED, PLAIN), words)


MISSED = [
    "The union wished the company good luck with its lawyers.",
    "The union told the company to look for a new conscience.",
    "The union left the hall when the company entered.",
]


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (MISSED[:2], "your list has 2"),
        ("The union and the company", "A list of three sentences"),
        ([*MISSED[:2], "The union slammed the firm."], "Sentence 3 does not hold the word “company”"),
        ([*MISSED[:2], "The workers slammed the company."], "Sentence 3 does not hold the word “union”"),
        ([MISSED[0], MISSED[0].upper().replace("UNION", "union").replace("COMPANY", "company"), MISSED[2]], "the same"),
        ([MISSED[0], "The union slammed the company.", MISSED[2]], "Sentence 2 is read as against, by a rule."),
        (
            [*MISSED[:2], "The union asked whether the company had run out of excuses."],
            "Sentence 3 is read as against, by the model.",
        ),
        ([*MISSED[:2], None], "Sentence 3 is None, and no text."),
        ([*MISSED[:2], "The union, the company, " + "and so on, " * 100], "far longer"),
    ],
)
def test_lesson04_exercise_2(answer, words):
    assert lesson04.check_2(MISSED).right
    is_wrong(lesson04.check_2(answer), words)


def concepts(keywords, **columns):
    return pd.DataFrame({"concept": ["the peace process"], "keywords": [keywords], **columns})


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (concepts("peace process, ceasefire talks"), "not a comma"),
        (concepts("peace process"), "One keyword is few."),
        (concepts("peace process|peace process"), "One keyword is few."),
        (concepts("peace process|armistice"), "'armistice' does not stand in the article"),
        (concepts("peace process|Syria"), "'Syria' stands in"),
        (concepts("peace process|December 18 talks"), "the same paragraph"),
        (concepts(["peace process", "ceasefire talks"]), "The keywords are a list."),
        (concepts(3), "two texts"),
        (concepts("a|b").rename(columns={"keywords": "keyword"}), "no column “keywords”"),
        (concepts("a|b").drop(columns="concept"), "no column “concept”"),
        (pd.concat([concepts("a|b")] * 2), "the table has 2"),
        ({"concept": ["the peace process"]}, "a dictionary"),
        ("peace process|ceasefire talks", "A table is asked for"),
        (concepts("a|b")["keywords"], "your answer is a column of a table"),
    ],
)
def test_lesson04_exercise_3(answer, words, real):
    article = real[0].article
    assert lesson04.check_3(concepts("peace process|ceasefire talk"), article).right
    assert lesson04.check_3(
        concepts(" peace process | ceasefire talks | political transition", more=[1]), article
    ).right
    is_wrong(lesson04.check_3(answer, article), words)


# ---- whatever the answer is


checks = {
    "01-1": lambda a, r: lesson01.check_1(a, paragraphs_of(r[0].article)),
    "01-2": lambda a, r: lesson01.check_2(a, paragraphs_of(r[0].article), r[0].statements),
    "01-3": lambda a, r: lesson01.check_3(a, r[1], pd.DataFrame({"name": ["Kirby"]})),
    "02-1": lambda a, r: lesson02.check_1(a, r[0].statements),
    "02-2": lambda a, r: lesson02.check_2(a),
    "02-3": lambda a, r: lesson02.check_3(a, r[0].statements),
    "03-1": lambda a, r: lesson03.check_1(a),
    "03-2": lambda a, r: lesson03.check_2(a, r[0].sentiment),
    "03-3": lambda a, r: lesson03.check_3(a, r[0].statements, NAMES),
    "04-1": lambda a, r: lesson04.check_1(a, HEDGED, PLAIN),
    "04-2": lambda a, r: lesson04.check_2(a),
    "04-3": lambda a, r: lesson04.check_3(a, r[0].article),
}


@pytest.mark.parametrize("check", list(checks.values()), ids=list(checks))
def test_no_answer_stops_a_notebook(check, real):
    assert check(None, real).right is None
    for answer in odd:
        verdict = check(answer, real)
        assert verdict.right is False and verdict.sentence, answer


def test_a_table_that_was_changed_is_told_and_stops_nothing(real):
    verdict = lesson02.check_1(["deny"], real[0].statements.drop(columns="act"))
    is_wrong(verdict, "run the notebook again from the top")
