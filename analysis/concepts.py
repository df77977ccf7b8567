"""Concepts: the positions that parties fight over ("the dam", "the sanctions"), each known by its keywords."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from os import PathLike
from pathlib import Path
from typing import NamedTuple

import pandas as pd
from spacy.tokens import Doc, Token

from analysis.articles import ArticleError
from analysis.language import load_pipeline

CONCEPT_COLUMNS = ("concept", "keywords")


def load_concepts(path: str | PathLike[str]) -> pd.DataFrame:
    r"""Load a table of concepts from a CSV file.

    Args:
        path: the file: UTF-8 (or Windows-1252), its columns split by commas, semicolons or tabs. It must have the
            columns ``concept`` (a name, once) and ``keywords`` (words or phrases joined by "|"; in any of their forms,
            upper or lower case). Other columns are left out. A concept without keywords is found by its own name.

    Returns:
        A table with concept and keywords, one row a concept.

    Raises:
        ArticleError: a sentence that names the file and the fault: no such file, a folder, empty, no text, a column
            missing, a row without a concept, a concept or a keyword given twice.

    Example:
        >>> import pathlib, tempfile
        >>> path = pathlib.Path(tempfile.mkdtemp()) / "concepts.csv"
        >>> _ = path.write_text("concept,keywords\nthe dam,dam|hydropower plant\n")
        >>> load_concepts(path).values.tolist()
        [['the dam', 'dam|hydropower plant']]
    """
    path = Path(path)
    if path.is_dir():
        raise ArticleError(f"{path} is a folder; load_concepts needs a CSV file.")
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise ArticleError(f"{path} was not found.") from None
    except (OSError, ValueError) as error:
        raise ArticleError(f"{path} could not be read: {error}.") from None
    if b"\0" in raw:
        raise ArticleError(f"{path} is no CSV text (save the spreadsheet as “CSV UTF-8”).")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
    header = next((line for line in text.splitlines() if line.strip()), None)
    if header is None:
        raise ArticleError(f"{path} is empty.")
    separator = max(",;\t", key=header.count)
    try:
        lines = [
            row for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator) if any(c.strip() for c in row)
        ]
    except csv.Error as error:
        raise ArticleError(f"{path} could not be read as a table: {error}.") from None
    fields = [field.strip().lower() for field in lines[0]]
    missing = [column for column in CONCEPT_COLUMNS if column not in fields]
    if missing:
        raise ArticleError(
            f"{path}: the column {' and '.join(missing)} is missing. A table of concepts has concept and keywords."
        )
    at = [fields.index(column) for column in CONCEPT_COLUMNS]
    rows, seen = [], {}
    for number, line in enumerate(lines[1:], start=2):
        name, keywords = (" ".join(line[i].split()) if i < len(line) else "" for i in at)
        if not name:
            raise ArticleError(f"{path}, row {number}: a concept without a name.")
        for keyword in {name.lower(), *(k.lower() for k in _split(keywords))}:
            if keyword in seen:
                raise ArticleError(f"{path}, row {number}: “{keyword}” stands for “{seen[keyword]}” and for “{name}”.")
            seen[keyword] = name
        rows.append({"concept": name, "keywords": "|".join(_split(keywords)) or name})
    return pd.DataFrame(rows, columns=list(CONCEPT_COLUMNS), dtype="object")


def _split(keywords: str) -> list[str]:
    return list(dict.fromkeys(keyword.strip() for keyword in keywords.split("|") if keyword.strip()))


def _plain(word: str) -> str:
    return word.lower().replace("’", "'")


def _forms(token: Token) -> set[str]:
    return {_plain(token.text), _plain(token.lemma_)}


class ConceptMatch(NamedTuple):
    """A concept's keyword in a parsed passage: tokens start … end (half-open)."""

    concept: str
    start: int
    end: int


class ConceptIndex:
    """The keywords of a table of concepts, ready for look-up by their first word.

    Args:
        concepts: a table with concept and keywords, or None for no concept at all.

    Example:
        >>> from analysis.language import load_pipeline
        >>> index = ConceptIndex(pd.DataFrame({"concept": ["the dam"], "keywords": ["dam|power plant"]}))
        >>> [match.concept for match in index.find(load_pipeline()("Two dams and a power plant."))]
        ['the dam', 'the dam']
    """

    def __init__(self, concepts: pd.DataFrame | None) -> None:
        self.phrases: dict[str, list[tuple[list[str], str]]] = {}
        if concepts is None:
            return
        missing = [column for column in CONCEPT_COLUMNS if column not in concepts]
        if missing:
            raise ValueError(
                f"A table of concepts has the columns concept and keywords; missing: {' and '.join(missing)}."
            )
        for name, keywords in zip(concepts["concept"], concepts["keywords"], strict=True):
            if not isinstance(name, str):
                continue
            for keyword in _split(keywords if isinstance(keywords, str) else name):
                words = [_plain(token.text) for token in load_pipeline().tokenizer(" ".join(keyword.split()))]
                if words:
                    self.phrases.setdefault(words[0], []).append((words, name))
        for phrases in self.phrases.values():
            phrases.sort(key=lambda phrase: -len(phrase[0]))

    def find(self, doc: Doc) -> Iterator[ConceptMatch]:
        """Find the keywords in a parse, the longest at each place, in any form of its words."""
        i = 0
        while self.phrases and i < len(doc):
            candidates = _forms(doc[i])
            phrases = [phrase for word in candidates for phrase in self.phrases.get(word, ())]
            for words, name in sorted(phrases, key=lambda phrase: -len(phrase[0])):
                tokens = doc[i : i + len(words)]
                if len(tokens) == len(words) and all(w in _forms(t) for w, t in zip(words, tokens, strict=True)):
                    yield ConceptMatch(name, i, i + len(words))
                    i += len(words) - 1
                    break
            i += 1
