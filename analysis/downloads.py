"""The tables of an analysis as links on a page that hold the files themselves: what a page alone can give away."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from IPython.display import HTML
from markupsafe import Markup

from analysis.export import csv_text, jsonl_text, tables_of

if TYPE_CHECKING:
    from analysis.report import Analysis


def downloads(analysis: Analysis) -> HTML:
    """Make links that save each table, also from a page that was mailed or copied: no other file and no host is asked.

    Args:
        analysis: the analysis.

    Returns:
        A list of links for the last line of a cell: each table as CSV, for a spreadsheet, and as JSONL, exact.

    Example:
        >>> from analysis import analyse, load_article
        >>> page = downloads(analyse(load_article(text="Mira Halloran said the dam was safe.")))
        >>> 'download="statements.csv"' in page.data
        True
    """
    lines = []
    for name, table in tables_of(analysis).items():
        files = {
            "csv": ("text/csv", csv_text(table).encode("utf-8-sig", "replace")),
            "jsonl": ("application/json", jsonl_text(table).encode("utf-8")),
        }
        links = ", ".join(_link(f"{name}.{kind}", *file) for kind, file in files.items())
        rows = "1 row" if len(table) == 1 else f"{len(table)} rows"
        lines.append(Markup("<li>{}, {}: {}</li>").format(name, rows, Markup(links)))
    return HTML(Markup("<ul>{}</ul>").format(Markup("").join(lines)))


def _link(name: str, kind: str, content: bytes) -> str:
    data = base64.b64encode(content).decode("ascii")
    return f'<a download="{name}" href="data:{kind};base64,{data}">{name}</a> ({len(content) / 1000:.1f} kB)'
