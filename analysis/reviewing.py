"""Going through an analysis by hand: which statement is next, what is decided about it, and saving that at once.

This is what stands behind `review`, without a widget: every method saves its decision in the file before it returns.
"""

from __future__ import annotations

from collections.abc import Iterable
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.articles import ArticleError
from analysis.correcting import apply_corrections, overlay
from analysis.corrections import Spans, corrections_table, load_corrections, save_corrections, text_hash, write_stance
from analysis.files import as_path
from analysis.placing import find_spans

if TYPE_CHECKING:
    from analysis.report import Analysis


class Reviewer:
    """The decisions of one file about one analysis.

    Args:
        analysis: the analysis to go through.
        path: the file of corrections; read if it is there, and made with the first decision.
        who: the name that is written with each decision.

    Attributes:
        analysis: the analysis as it was found.
        mended: the analysis with the decisions laid over it.
        corrections: all rows of the file.
        order: the numbers of the statements, from the least certain to the surest. A statement is as certain as the
            least certain of it and its stances.
        decided: the numbers of the statements that the file decides something about.
        last: the number of the statement that was decided about last, here; None before the first decision.

    Raises:
        ArticleError: the file is there and can't be read.

    Example:
        >>> import pathlib, tempfile
        >>> from analysis import analyse, load_article
        >>> found = analyse(load_article(text="Mira Halloran said the dam was safe. Ola Brandt denied it."))
        >>> reviewer = Reviewer(found, pathlib.Path(tempfile.mkdtemp()) / "mine.csv", who="me")
        >>> reviewer.right(reviewer.order[0])
        'saved 1 of 2'
        >>> Reviewer(found, reviewer.path).next() == reviewer.order[1]
        True
    """

    def __init__(self, analysis: Analysis, path: str | PathLike[str], who: str | None = None) -> None:
        self.analysis = analysis
        self.path: Path = as_path(path)
        self.who = who or ""
        self.last: int | None = None
        there = self.path.exists() and (not self.path.is_file() or self.path.stat().st_size > 0)
        self.corrections = load_corrections(self.path) if there else corrections_table()
        least = dict(zip(analysis.statements["statement"], analysis.statements["confidence"], strict=True))
        for row in analysis.stances.itertuples():
            if row.statement in least and row.confidence < least[row.statement]:
                least[row.statement] = row.confidence
        self._first = {row.statement: row for row in analysis.statements.itertuples()}
        self._found = sorted(least, key=lambda number: (least[number], number))
        self._lay()

    def _lay(self) -> None:
        """Lay the decisions over the analysis."""
        self.mended = overlay(self.analysis, self.corrections)
        placed = self.mended.corrections[self.mended.corrections["statement"].notna()]
        self._keys = {int(row.statement): row.spans for row in reversed(list(placed.itertuples()))}
        self.decided = set(self._keys)
        self._rows = {row.statement: row for row in self.mended.statements.itertuples()}
        added = [number for number in self._rows if number not in self._first]
        self.order = [*self._found, *added]

    def row(self, number: int) -> Any:
        """A statement as it is now; as it was found, where it is deleted."""
        for rows in (self._rows, self._first):
            if number in rows:
                return rows[number]
        raise ArticleError(f"There is no statement {number}.")

    def is_deleted(self, number: int) -> bool:
        """Whether a statement was deleted by hand."""
        return number not in self._rows

    def line(self, number: int) -> str:
        """A statement in a line: what is decided (✓ judged, ✗ deleted, · nothing), its number, who, and the words."""
        row = self.row(number)
        sign = "✗" if self.is_deleted(number) else "✓" if number in self.decided else "·"
        who = row.actor if isinstance(row.actor, str) else f"{row.speaker or 'somebody'} (not clear who)"
        return f"{sign} {number} {who}: {_line(row.content)[:60]}"

    def stances(self, number: int) -> dict[str, Any]:
        """The stances of a statement as they are now, by target."""
        rows = self.mended.stances[self.mended.stances["statement"] == number]
        return {row.target: row for row in rows.itertuples()}

    def next(self, after: int | None = None) -> int | None:
        """The next statement nothing is decided about: after this one in the order, else from the beginning."""
        start = self.order.index(after) + 1 if after in self.order else 0
        turned = [*self.order[start:], *self.order[:start]]
        return next((number for number in turned if number not in self.decided), None)

    def progress(self) -> str:
        """How many statements are decided: "3 of 17"."""
        return f"{len(self.decided & set(self.order))} of {len(self.order)}"

    def corrected(self) -> Analysis:
        """The analysis with all corrections applied, its tone and stances scored anew where they must be."""
        return apply_corrections(self.analysis, self.corrections)

    # ---- decisions; each one is on the disk when its method returns

    def right(self, number: int, why: str = "") -> str:
        """Find a statement right as it stands: that it is one, who speaks, and every stance that is shown."""
        row = self.row(number)
        rows = [("statement", "", "", "right"), ("actor", "", _text(row.actor), _text(row.actor))]
        rows.append(("party", "", _text(row.party), _text(row.party)))
        for target, stance in self.stances(number).items():
            written = write_stance(stance.stance, str(stance.label))
            rows.append(("stance", target, written, written))
        return self._save(number, rows, why)

    def delete(self, number: int, why: str = "") -> str:
        """Decide that this is no statement."""
        return self._save(number, [("statement", "", "found", "deleted")], why)

    def keep(self, number: int, why: str = "") -> str:
        """Take back that a statement was deleted."""
        return self._save(number, [("statement", "", "deleted", "kept")], why)

    def actor(self, number: int, name: str, party: str = "", why: str = "") -> str:
        """Say who speaks; nothing where it is not clear. Without a party it is that of the actors table."""
        row = self.row(number)
        rows = [("actor", "", _text(row.actor), _line(name))]
        if _line(party):
            rows.append(("party", "", _text(row.party), _line(party)))
        return self._save(number, rows, why)

    def speaker(self, number: int, words: str, why: str = "") -> str:
        """Say by which words the article names the speaker; nothing where none do.

        Raises:
            ArticleError: the article does not hold these words.
        """
        return self._name("speaker", number, words, why)

    def cue(self, number: int, words: str, why: str = "") -> str:
        """Say by which words the article reports the statement, such as "said"; nothing where none do.

        Raises:
            ArticleError: the article does not hold these words.
        """
        return self._name("cue", number, words, why)

    def _name(self, field: str, number: int, words: str, why: str) -> str:
        found = self._words(*self._find(words, number)[0]) if _line(words) else ""
        return self._save(number, [(field, "", _text(getattr(self.row(number), field)), found)], why)

    def sort(self, number: int, act: str = "", quote_type: str = "", attribution: str = "", why: str = "") -> str:
        """Say what sort of statement it is, as far as that differs from what is there; else confirm the act.

        Args:
            number: the statement.
            act: an act of the list of reporting words ("say", "deny" …); "" leaves it.
            quote_type: direct, mixed or indirect; "" leaves it.
            attribution: speech, belief or intention; "" leaves it, but where the act has only one.
            why: a reason.

        Raises:
            ArticleError: it is none of these.
        """
        row = self.row(number)
        wanted = {"act": act, "quote_type": quote_type, "attribution": attribution}
        there = {field: _text(getattr(row, field)) for field in wanted}
        rows = [(field, "", there[field], value) for field, value in wanted.items() if value not in ("", there[field])]
        return self._save(number, rows or [("act", "", there["act"], there["act"])], why)

    def words(self, number: int, words: str, why: str = "", near: int | None = None) -> str:
        """Say which words of the article are the statement; parts of it split by "…".

        Where they stand more than once, those are meant that are nearest to an offset: near, or the statement's own.

        Raises:
            ArticleError: the article does not hold these words.
        """
        spans = self._find(words, number, near)
        return self._save(number, [("spans", "", _spans(self.row(number).spans), _spans(spans))], why)

    def stance(self, number: int, target: str, stance: str, kind: str = "", why: str = "") -> str:
        """Set the stance towards a target: against, neutral or for, a value -1 … 1, or "" for none.

        Raises:
            ArticleError: there is no target, or it is no stance.
        """
        here = self.stances(number).get(target)
        before = write_stance(here.stance, str(here.label)) if here is not None else ""
        return self._save(number, [("stance", _line(target), before, stance.strip())], why, kind)

    def target(self, number: int, old: str, new: str, kind: str = "", why: str = "") -> str:
        """Say that a stance is towards somebody else.

        Raises:
            ArticleError: one of the two names is missing.
        """
        return self._save(number, [("target", old, old, _line(new))], why, kind)

    def add(self, words: str, name: str = "", party: str = "", why: str = "", near: int = 0) -> str:
        """Add a statement that was missed, by its words in the article (nearest to near); parts of it split by "…".

        Raises:
            ArticleError: the article does not hold these words.
        """
        spans = self._find(words, near=near)
        rows = [("statement", "", "", "added"), ("actor", "", "", _line(name))]
        if _line(party):
            rows.append(("party", "", "", _line(party)))
        return self._write(spans, words, rows, why)

    def _find(self, words: str, number: int | None = None, near: int | None = None) -> Spans:
        if near is None:
            near = 0 if number is None else self.row(number).spans[0][0]
        spans = find_spans(self.analysis.article.text, words, near)
        if spans is None:
            raise ArticleError(f"The article does not hold the words “{_line(words)[:80]}”; copy them from the text.")
        return spans

    def _words(self, start: int, end: int) -> str:
        return self.analysis.article.text[start:end]

    def _save(self, number: int, rows: list[tuple[str, str, str, str]], why: str, kind: str = "") -> str:
        row = self.row(number)
        return self._write(self._keys.get(number, row.spans), row.content, rows, why, kind)

    def _write(self, spans: Spans, words: str, rows: Iterable[tuple], why: str, kind: str = "") -> str:
        """Save decisions about one statement, in one step, and say how far that brings it."""
        same = {"text_hash": text_hash(self.analysis.article.text), "article": self.analysis.article.id}
        same |= {"spans": spans, "words": _line(words)[:80], "who": self.who, "why": _line(why)}
        made = [
            same | {"field": field, "target": target, "before": before, "after": after}
            | {"target_kind": kind if field in ("stance", "target") else ""}
            for field, target, before, after in rows
        ]  # fmt: skip
        self.corrections = save_corrections(corrections_table(made), self.path)
        self._lay()
        self.last = next((number for number, key in self._keys.items() if list(key) == list(spans)), self.last)
        return f"saved {self.progress()}"


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _line(text: str) -> str:
    return " ".join(str(text or "").split())


def _spans(spans: Spans) -> str:
    return str([[int(start), int(end)] for start, end in spans])


def decisions_table(reviewer: Reviewer) -> pd.DataFrame:
    """The decisions of a reviewer's file about this article, with what became of each."""
    columns = ["statement", "words", "field", "target", "before", "after", "who", "why", "outcome", "reason"]
    return reviewer.mended.corrections[columns]
