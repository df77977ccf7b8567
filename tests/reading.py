"""What the tests of statements share: read a text, hold its offsets, and compare what was found with what is said."""

import itertools
import re

import pandas as pd

from analysis.articles import load_article
from analysis.statements import locate_statements


def read(text):
    """The statements of a text; whatever they are, their offsets hold and they stand in reading order."""
    table = locate_statements(load_article(text=text))
    assert table["statement"].tolist() == list(range(len(table)))
    paragraphs = load_article(text=text).paragraphs
    firsts = []
    for row in table.itertuples():
        assert row.spans and " ".join(text[start:end] for start, end in row.spans) == row.content
        assert all(start < end for start, end in row.spans)
        assert all(a[1] <= b[0] for a, b in itertools.pairwise(row.spans))
        for part in ("speaker", "cue"):
            words, start, end = (getattr(row, part + tail) for tail in ("", "_start", "_end"))
            assert pd.isna(start) == pd.isna(end) == (words is None)
            assert words is None or text[start:end] == words != ""
        start, end = paragraphs[row.paragraph]
        assert start <= row.spans[0][0] < end
        assert row.rule and 0 <= row.confidence <= 1
        assert pd.isna(row.refers_to) or 0 <= row.refers_to < row.statement
        firsts.append((row.paragraph, min([s[0] for s in row.spans] + ([] if row.cue is None else [row.cue_start]))))
    assert firsts == sorted(firsts)
    return table


def said(speaker, content, **columns):
    """A statement that a text must give: speaker and content, and what else of the columns matters."""
    return {"speaker": speaker, "content": content, **columns}


def compare(text, expected):
    """Hold every statement of a text against those expected, all of them and no other."""
    table = read(text)
    found = [
        {key: _bare(value) if key == "content" else _none(value) for key, value in row.items()}
        for row in table.to_dict("records")
    ]
    shown = [
        {key: row[key] for key in (wanted or {"speaker": 0, "content": 0})}
        for row, wanted in itertools.zip_longest(found, expected[: len(found)])
    ]
    assert shown == [{**wanted, "content": _bare(wanted["content"])} for wanted in expected]


def _bare(content):
    """Content without marks and full stops at its edges: where a mark stands is not what is tested here."""
    return re.sub(r"^[\s“”‘’\"'«»]+|[\s“”‘’\"'«»,.;]+$", "", content)


def _none(value):
    return None if not isinstance(value, list) and pd.isna(value) else value
