"""The light copy of the parse says what spaCy says, and an article is parsed once, however long it is."""

import pytest

from analysis import trees
from analysis.actors import find_actors, resolve_speakers
from analysis.articles import Article, load_article
from analysis.language import load_pipeline
from analysis.language import passages as spacy_passages
from analysis.statements import find_statements, locate_statements

TEXTS = (
    "Mira Halloran, the envoy who had flown in from Oslo on Monday, said that the gates weren't safe.",
    "“It is  late,” said Ola Brek (R-Delta) – and left.\tNobody, not even Tom or Ida, answered him!",
    "A hearing was held on Friday on the dam. What did the U.S. know, Halloran asked, and when?",
    "Ünal's 3.5% offer — café-owners’ word — fell… to $4 😀 on www.example.org .",
    " . ",
)
PLAIN = (
    "i idx text lower_ lemma_ is_punct is_space is_title is_alpha pos_ tag_ dep_ ent_type_ ent_iob_ whitespace_".split()
)


@pytest.mark.parametrize("text", TEXTS)
def test_a_tree_says_what_spacy_says(text):
    doc = load_pipeline()(text)
    tree = trees.tree(doc)
    assert (tree.text, len(tree)) == (doc.text, len(doc))
    assert [(e.start, e.end, e.label_, e.text) for e in tree.ents] == [
        (e.start, e.end, e.label_, e.text) for e in doc.ents
    ]
    assert tree.opens == [sentence.start for sentence in doc.sents]
    for token, word in zip(doc, tree, strict=True):
        assert {name: getattr(word, name) for name in PLAIN} == {name: getattr(token, name) for name in PLAIN}
        assert len(word) == len(token) and word.is_sent_start == bool(token.is_sent_start)
        assert (word.head.i, word.left_edge.i, word.right_edge.i) == (
            token.head.i,
            token.left_edge.i,
            token.right_edge.i,
        )
        for name in ("children", "lefts", "rights", "conjuncts"):
            assert [w.i for w in getattr(word, name)] == [t.i for t in getattr(token, name)], name
        assert {w.i for w in word.subtree} == {t.i for t in token.subtree}
        assert (word.sent.start, word.sent.end) == (token.sent.start, token.sent.end)


@pytest.mark.parametrize("text", TEXTS)
def test_stretches_are_those_of_spacy(text):
    doc = load_pipeline()(text)
    tree = trees.tree(doc)
    for start in range(len(doc)):
        for end in range(start + 1, len(doc) + 1):
            ours, theirs = tree[start:end], doc[start:end]
            assert (ours.text, ours.root.i, ours.start_char, ours.end_char, len(ours)) == (
                theirs.text,
                theirs.root.i,
                theirs.start_char,
                theirs.end_char,
                len(theirs),
            )
    for start in range(len(text)):
        for end in range(start + 1, min(start + 12, len(text)) + 2):
            ours, theirs = tree.char_span(start, end), doc.char_span(start, end, alignment_mode="expand")
            assert (ours is None) == (theirs is None), (start, end)
            assert ours is None or (ours.start, ours.end) == (theirs.start, theirs.end), (start, end)


def test_branches_that_cross_keep_their_words_apart():
    from spacy.tokens import Doc

    doc = Doc(
        load_pipeline().vocab,
        words=["a", "hearing", "was", "held", "on", "dams"],
        heads=[1, 3, 3, 3, 1, 4],
        deps=["det", "nsubjpass", "auxpass", "ROOT", "prep", "pobj"],
    )
    tree = trees.tree(doc)
    assert tree.crossing
    assert [word.text for word in tree[1].subtree] == ["a", "hearing", "on", "dams"]
    assert not trees.tree(load_pipeline()("Mira left.")).crossing


def test_words_and_stretches_are_told_apart_and_joined():
    tree = trees.tree(load_pipeline()("Mira and Ola left early."))
    assert tree[0] is tree[0] and tree[0] != tree[1] and tree[-1].text == "."
    assert tree[0:3] == tree[0:3] and tree[0:3] != tree[0:2]
    assert tree[1:4][-1].text == "left" and tree[1:4][1:].text == "Ola left" and tree[1:4][5:].text == ""


@pytest.fixture
def parses(monkeypatch):
    """How often each article is parsed."""
    counted = []

    def counting(article):
        counted.append(article.id)
        yield from spacy_passages(article)

    monkeypatch.setattr(trees, "passages", counting)
    monkeypatch.setattr(trees, "_kept", {})
    return counted


def steps(article):
    statements = locate_statements(article)
    return resolve_speakers(article, statements, find_actors(article))


@pytest.mark.parametrize("most", [200_000, 100], ids=["short", "long"])
def test_an_article_is_parsed_once_however_long(parses, monkeypatch, most):
    text = "\n".join(f"Mira Halloran said that gate {i} is shut. “It leaks,” she added." for i in range(12))
    expected = steps(load_article(text=text))
    monkeypatch.setattr(trees, "MOST_KEPT", most)
    monkeypatch.setattr(trees, "_kept", {})
    parses.clear()
    found = steps(load_article(text=text))
    assert len(parses) == 1
    assert found.equals(expected) and len(found) >= 12


def test_a_long_article_keeps_few_trees_and_gives_the_same_again(parses, monkeypatch):
    monkeypatch.setattr(trees, "MOST_KEPT", 100)
    found = trees.parse(load_article(text="\n".join(f"Mira said that the gate {i} was shut." for i in range(40))))
    first = [[word.text for word in passage.doc] for passage in found]
    assert len(found.kept) <= 4
    assert [[word.text for word in passage.doc] for passage in found] == first and len(first) == 40
    assert [word.text for word in found.paragraph(3)[0].doc] == first[3]
    assert found.paragraph(99) == [] and len(parses) == 1


def test_old_articles_make_room(parses, monkeypatch):
    monkeypatch.setattr(trees, "MOST_KEPT", 60)
    one, other = (load_article(text=f"{name} opened the old gate of the dam again.") for name in ("Mira", "Ola"))
    trees.parse(one), trees.parse(other), trees.parse(other)
    assert len(parses) == 2
    trees.parse(one)
    assert len(parses) == 3


@pytest.mark.parametrize("text", ["", " \n ", "\ud800", "…", "x" * 500])
def test_no_text_makes_a_parse_raise(text):
    article = Article(id="a", text=text, paragraphs=[(0, len(text))] if text else [])
    for passage in trees.parse(article):
        assert passage.doc.text and all(word.text in passage.doc.text for word in passage.doc)


ACTIVE = {
    "relative clause": "Samuel Okoro, who leads the opposition group, accused Aldous of hiding the true cost.",
    "apposition": "Samuel Okoro, the leader of the opposition group, accused Aldous of hiding the true cost.",
}


@pytest.mark.parametrize("text", list(ACTIVE.values()), ids=list(ACTIVE))
def test_a_verb_taken_for_a_participle_is_the_sentence_s_verb(text):
    made = trees.tree(load_pipeline()(text))
    verb = next(word for word in made if word.text == "accused")
    assert (verb.dep_, verb.head.text) == ("ROOT", "accused")
    assert [word.text for word in verb.children if word.dep_ == "nsubj"] == ["Okoro"]
    assert [word.text for word in verb.subtree] == [word.text for word in made]
    found = find_statements(load_article(text=f"Row\n\n{text}"))
    assert found["cue"].tolist() == ["accused"] and found["speaker"].item().startswith("Samuel Okoro")


@pytest.mark.parametrize(
    "text",
    ["Aldous, the leader accused of hiding the cost, resigned on Monday.", "The boat, a gift, given a new engine."],
)
def test_a_participle_stays_one(text):
    doc = load_pipeline()(text)
    assert [(word.dep_, word.head.text) for word in trees.tree(doc)] == [(token.dep_, token.head.text) for token in doc]


def test_two_such_verbs_leave_a_sound_tree():
    text = "Samuel Okoro, who leads the group, accused Aldous of hiding the cost, who chairs it, blamed Pike for it."
    made = trees.tree(load_pipeline()(text))
    roots = [word for word in made if word.head is word]
    for word in made:
        assert word.head is word or word in word.head.children
    assert sum(len(list(root.subtree)) for root in roots) == len(made)
