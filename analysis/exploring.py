"""What explore shows, as HTML: the marked article, a statement in full, the tables, and all of it as one still page.

Every function takes an analysis, which may be a part of one (``analysis.choosing``), and gives HTML that needs no
script. Whatever the article holds is escaped by the templates.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.behind import bars_view, groups, matrix_view
from analysis.choosing import pairs_to_compare, side_by_side
from analysis.conflict import conflict_matrix, positions
from analysis.correcting import corrected_note
from analysis.marking import clean
from analysis.page import NOTEBOOK_CHARACTERS, NOTEBOOK_ROWS, environment, style
from analysis.palette import ink_on, stance_colour
from analysis.view import colours, number, paragraph_views, parties, statement_views

if TYPE_CHECKING:
    from analysis.report import Analysis

#: so many pairs of actors stand side by side on the still page.
MOST_PAIRS = 3


def style_html() -> str:
    """The style sheet of everything here, once for all of it."""
    return f"<style>{style('notebook.css')}{style('explore.css')}</style>"


def detailed_views(analysis: Analysis, colour: dict[str, str] | None = None) -> list[dict[str, Any]]:
    """The statements as dictionaries for the templates, with the speaker's words and the confidence.

    Args:
        analysis: the analysis.
        colour: party -> colour, where a part is to have the colours of the whole.
    """
    views = statement_views(analysis)
    for view, row in zip(views, analysis.statements.itertuples(), strict=True):
        view["speaker"] = clean(row.speaker) if isinstance(row.speaker, str) else "none"
        view["confidence"] = "–" if pd.isna(row.confidence) else f"{row.confidence:.2f}"
        flags = [name for name in ("corrected", "confirmed") if getattr(row, name, False)]
        view["by_hand"] = flags[0] if flags else ""
        if colour:
            view["colour"] = colour.get(row.party, view["colour"])
    return views


def article_html(analysis: Analysis, views: list[dict[str, Any]], chosen: int | None = None) -> str:
    """The article with its statements marked in party colours; of a long one the first NOTEBOOK_CHARACTERS.

    Pointing at a mark, clicking it, or reaching it with the tab key shows who says it, by which cue and rule, how sure
    that is, its tone with the words behind it, and its stances with their evidence. It needs no script.

    Args:
        analysis: the analysis.
        views: its statements, from :func:`detailed_views`.
        chosen: the number of a statement to mark more strongly.
    """
    return _render("article", paragraph_views(analysis, views, NOTEBOOK_CHARACTERS), chosen)


def detail_html(view: dict[str, Any] | None) -> str:
    """One statement in full: speaker, cue, rule, confidence, its sentence, tone, and stances with evidence."""
    return _render("detail", view)


def table_html(views: list[dict[str, Any]]) -> str:
    """The statements as a table."""
    return _render("rows", views, NOTEBOOK_ROWS)


def behind_html(analysis: Analysis, source: str, target: str) -> str:
    """The statements behind a cell of the conflict matrix: what one party says about another."""
    stances = analysis.stances
    pair = stances[(stances["party"] == source) & (stances["target_party"] == target)]
    found = groups(analysis, {"party": conflict_matrix(pair, statements=analysis.statements)})
    return _render("behind", found.get(("party", source, target)))


def matrix_html(analysis: Analysis, pairs: pd.DataFrame) -> str:
    """The conflict matrix as a table, with its numbers."""
    return _render("matrix", matrix_view(pairs, _filled(groups(analysis, {"party": pairs}))))


def bars_html(analysis: Analysis) -> str:
    """For and against, by target and party, and by concept and party, as bars with their numbers."""
    return _render("bars", _bars(analysis))


def sides_html(analysis: Analysis, first: str, second: str) -> str:
    """Two actors side by side on every target that both speak of."""
    return _render("sides", clean(first), clean(second), _sides(analysis, first, second))


def page_html(analysis: Analysis) -> str:
    """All of it as one still page, for where no program runs behind the notebook.

    Args:
        analysis: the analysis.

    Returns:
        HTML without script: the marked article, the statements, the matrix with the statements behind each cell, for
        and against by target, and those actors side by side that have most targets in common.
    """
    views = detailed_views(analysis)
    pairs = conflict_matrix(analysis.stances, statements=analysis.statements)
    found = _filled(groups(analysis, {"party": pairs}))
    said, colour = analysis.statements["party"].value_counts(), colours(analysis)
    values = {
        "title": clean(analysis.article.title or analysis.article.id),
        "summary": summary(analysis),
        "parties": [{"name": clean(p), "colour": colour[p], "n": int(said.get(p, 0))} for p in parties(analysis)],
        "view": paragraph_views(analysis, views, NOTEBOOK_CHARACTERS),
        "statements": views,
        "most": NOTEBOOK_ROWS,
        "matrix": matrix_view(pairs, found),
        "groups": list(found.values()),
        "bars": _bars(analysis),
        "sides": [
            {"first": clean(a), "second": clean(b), "rows": _sides(analysis, a, b)}
            for a, b in pairs_to_compare(analysis)[:MOST_PAIRS]
        ],
    }
    return style_html() + _render("page", values)


def summary(analysis: Analysis, whole: Analysis | None = None) -> str:
    """Say how much there is, and of a part how much of the whole."""
    shown, every = len(analysis.statements), len((whole or analysis).statements)
    counts = f"{shown} of {every} statements" if whole is not None else f"{every} statement{'s' * (every != 1)}"
    told = f"{counts}, {len(analysis.stances)} stance{'s' * (len(analysis.stances) != 1)}."
    return f"{told} {corrected_note(whole or analysis)}".strip()


def _render(macro: str, *values: object) -> str:
    return str(getattr(environment().get_template("explore.html").module, macro)(*values))


def _filled(found: dict) -> dict:
    for group in found.values():
        if group["value"] is not None:
            group["fill"] = stance_colour(group["value"])
            group["ink"] = ink_on(group["fill"])
    return found


def _bars(analysis: Analysis) -> list[tuple[str, dict[str, Any]]]:
    colour, views = colours(analysis), []
    for name, title in (("target", "By actor"), ("concept", "By concept")):
        table = positions(analysis.stances, over=name, statements=analysis.statements)
        # a bar here leads nowhere, so it needs no list of what is behind it
        nothing = {(name, pair.source, pair.target): None for pair in table.itertuples()}
        view = bars_view(name, table, nothing, colour)
        if view["bars"]:
            views.append((title, view))
    return views


def _sides(analysis: Analysis, first: str, second: str) -> list[dict[str, Any]]:
    rows = []
    for row in side_by_side(analysis, first, second).itertuples():
        sides = []
        for mean, n, numbers in (
            (row.first, row.n_first, row.statements_first),
            (row.second, row.n_second, row.statements_second),
        ):
            fill = stance_colour(mean)
            sides.append({"mean": number(mean), "n": n, "statements": numbers, "fill": fill, "ink": ink_on(fill)})
        rows.append({"target": clean(row.target), "kind": row.kind, "sides": sides, "apart": f"{row.apart:.2f}"})
    return rows
