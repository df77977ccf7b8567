"""A light copy of the parse, which every step that looks for statements and actors walks through.

spaCy makes a new Python object, and decodes a string, each time a token or one of its attributes is asked for, and the
steps ask often. ``Word``, ``Stretch`` and ``Tree`` carry the same names as spaCy's ``Token``,
``Span`` and ``Doc`` for what is used here, so that a function can be given either; they are made once a passage, all
at once, with every string decoded.

An article is parsed once, however long it is. Of a long one only ``_Record``s are kept, twelve bytes a token, and
the trees of a passage are made again from them when they are needed.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from spacy import attrs

from analysis import language
from analysis.language import MOST_KEPT, passages
from analysis.mending import mend_roots
from analysis.words import Tree, Word

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

    from analysis.articles import Article

#: articles stay, the newest of them, as many as fit in so many characters together, and the newest in any case.
_MOST_ARTICLES = 64
_COLUMNS = (
    attrs.ORTH,
    attrs.LEMMA,
    attrs.POS,
    attrs.TAG,
    attrs.DEP,
    attrs.ENT_TYPE,
    attrs.ENT_IOB,
    attrs.SPACY,
    attrs.SENT_START,
    attrs.HEAD,
)
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_IOB = ("", "I", "O", "B")


class Passage(NamedTuple):
    """A parsed piece of an article, as ``language.Passage``, with its tree in the place of spaCy's document."""

    paragraph: int
    start: int
    doc: Tree


class _Record(NamedTuple):
    """What is kept of a passage of a long article: of each token two numbers in ``_Forms`` and its head."""

    paragraph: int
    start: int
    end: int
    words: array[int]
    kinds: array[int]
    heads: array[int]
    ents: tuple[tuple[int, int, str], ...]


class _Forms(dict):
    """Numbers things as they come up, and makes what is needed of them once."""

    def __init__(self) -> None:
        self.made: list[tuple] = []

    def __missing__(self, key: tuple[int, ...]) -> int:
        self[key] = number = len(self.made)
        self.made.append(self.make(key))
        return number

    def make(self, key: tuple[int, ...]) -> tuple:
        """Decode one entry."""
        raise NotImplementedError


class _Words(_Forms):
    """(word, lemma) → number → what depends on nothing else."""

    def __init__(self, vocab: Vocab) -> None:
        super().__init__()
        self.vocab = vocab

    def make(self, key: tuple[int, ...]) -> tuple:
        orth, lemma = key
        lexeme = self.vocab[orth]
        text = lexeme.orth_
        return (
            text,
            lexeme.lower_,
            self.vocab.strings[lemma],
            lexeme.is_punct,
            lexeme.is_space,
            text.istitle(),
            lexeme.is_alpha,
        )


class _Kinds(_Forms):
    """(part of speech, tag, …) → number → their names."""

    def __init__(self, vocab: Vocab) -> None:
        super().__init__()
        self.strings = vocab.strings

    def make(self, key: tuple[int, ...]) -> tuple:
        pos, tag, dep, entity, iob, spacy, opens = key
        name = self.strings
        return name[pos], name[tag], name[dep], name[entity], _IOB[iob], " " if spacy else "", opens == 1


class Parse:
    """The parse of an article, passage by passage.

    Args:
        article: the article.
    """

    def __init__(self, article: Article) -> None:
        self.text = _SURROGATE.sub("\ufffd", article.text)  # as ``language`` parses it
        self.records: list[_Record] = []
        self.of: dict[int, list[int]] = {}
        self.kept: dict[int, Passage] = {}
        self.short = len(article.text) < MOST_KEPT
        for paragraph, start, doc in passages(article):
            if not self.records:
                self.words, self.kinds = _forms(doc.vocab)
            self.of.setdefault(paragraph, []).append(len(self.records))
            self.records.append(_record(paragraph, start, doc, self.words, self.kinds))

    def __iter__(self) -> Iterator[Passage]:
        return map(self._passage, range(len(self.records)))

    def paragraph(self, number: int) -> list[Passage]:
        """The passages of one paragraph."""
        return [self._passage(i) for i in self.of.get(number, ())]

    def _passage(self, number: int) -> Passage:
        found = self.kept.get(number)
        if found is None:
            record = self.records[number]
            text = self.text[record.start : record.end]
            found = Passage(record.paragraph, record.start, _tree(text, record, self.words.made, self.kinds.made))
            while not self.short and len(self.kept) > 3:
                del self.kept[next(iter(self.kept))]
            self.kept[number] = found
        return found


def parse(article: Article) -> Parse:
    r"""Parse an article, once: what is kept is used again as long as the article is among the newest.

    Args:
        article: the article.

    Returns:
        Its passages. Iterating gives ``Passage(paragraph, start, doc)`` as ``language.passages`` does, but ``doc`` is a
        ``Tree``; ``.paragraph(number)`` gives those of one paragraph.

    Example:
        >>> from analysis.articles import load_article
        >>> dam = parse(load_article(text="The dam\n\nMira spoke. Nobody answered."))
        >>> [(p.paragraph, p.start, [word.text for word in p.doc if word.dep_ == "nsubj"]) for p in dam]
        [(0, 0, []), (1, 9, ['Mira', 'Nobody'])]
    """
    key = (article.text, tuple(article.paragraphs))
    if key not in _kept:
        _kept[key] = Parse(article)
        while len(_kept) > 1 and (len(_kept) > _MOST_ARTICLES or sum(len(text) for text, _ in _kept) > MOST_KEPT):
            del _kept[next(iter(_kept))]
    return _kept[key]


#: the newest articles, oldest first.
_kept: dict[tuple[str, tuple[tuple[int, int], ...]], Parse] = {}
_numbered: dict[int, tuple[Vocab, _Words, _Kinds]] = {}


def forget() -> None:
    """Let go of the trees that are kept, of their words, and of the pipeline behind them (``language.forget``)."""
    _kept.clear()
    _numbered.clear()
    language.forget()


def _forms(vocab: Vocab) -> tuple[_Words, _Kinds]:
    """The numbering of the pipeline's words and kinds, one for the process."""
    if id(vocab) not in _numbered:
        _numbered[id(vocab)] = vocab, _Words(vocab), _Kinds(vocab)
    return _numbered[id(vocab)][1:]


def _record(paragraph: int, start: int, doc: Doc, words: _Words, kinds: _Kinds) -> _Record:
    block = doc.to_array(_COLUMNS)
    columns = block.T.tolist()
    last = doc[len(doc) - 1]
    return _Record(
        paragraph,
        start,
        start + last.idx + len(last) + len(last.whitespace_),
        array("I", map(words.__getitem__, zip(columns[0], columns[1], strict=True))),
        array("I", map(kinds.__getitem__, zip(*columns[2:9], strict=True))),
        array("i", (block[:, 9].astype(np.int32) + np.arange(len(block), dtype=np.int32)).tolist()),
        tuple((ent.start, ent.end, ent.label_) for ent in doc.ents),
    )


def tree(doc: Doc) -> Tree:
    """The light copy of one parsed document.

    Args:
        doc: spaCy's document, parsed.

    Returns:
        Its tree.

    Example:
        >>> from analysis.language import load_pipeline
        >>> [word.text for word in tree(load_pipeline()("Mira opened the old dam."))[4].subtree]
        ['the', 'old', 'dam']
    """
    words, kinds = _forms(doc.vocab)
    return _tree(doc.text, _record(0, 0, doc, words, kinds), words.made, kinds.made)


def _tree(text: str, record: _Record, forms: list[tuple], kinds: list[tuple]) -> Tree:
    made = Tree.__new__(Tree)
    made.text, made._ents = text, record.ents
    made.opens, made.places, made.words = [], [], []
    words, places, opens, new, at = made.words, made.places, made.opens, Word.__new__, 0
    for i, (form, kind) in enumerate(zip(record.words, record.kinds, strict=True)):
        word = new(Word)
        word.i = word._first = word._last = i
        word.idx, word.doc, word.children = at, made, []
        word.text, word.lower_, word.lemma_, word.is_punct, word.is_space, word.is_title, word.is_alpha = forms[form]
        word.pos_, word.tag_, word.dep_, word.ent_type_, word.ent_iob_, word.whitespace_, first = kinds[kind]
        word.is_sent_start = first
        if first or not i:
            opens.append(i)
        places.append(at)
        at += len(word.text) + len(word.whitespace_)
        words.append(word)
    for word, head in zip(words, record.heads, strict=True):
        word.head = above = words[head]
        if above is not word:
            above.children.append(word)
    mend_roots(words)
    _set_edges(made)
    return made


def _set_edges(made: Tree) -> None:
    """Find the first and the last word under each word, and whether branches cross."""
    waiting = [len(word.children) for word in made.words]
    sizes = [1] * len(waiting)
    for word in made.words:
        if word.children:
            continue
        head = word.head
        while head is not word:
            i = head.i
            sizes[i] += sizes[word.i]
            if word._first < head._first:
                head._first = word._first
            if word._last > head._last:
                head._last = word._last
            waiting[i] -= 1
            if waiting[i]:
                break  # the last of its children to come here goes on
            word, head = head, head.head
    made.crossing = any(word._last - word._first + 1 != sizes[word.i] for word in made.words)
