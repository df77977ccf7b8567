"""What the script beside the widgets tells Python: a statement that was clicked, words that were selected.

ipywidgets knows lists, buttons and fields; it does not know what is clicked or selected in a text, and it leaves
JupyterLab's own keys on while somebody is in a list, where "d d" would delete the cell. A small script of this package
(``templates/explore.js``) mends both, in the page itself. Where no script runs, everything else works as before: the
lists choose a statement, and words can be typed or pasted.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import lru_cache
from importlib.resources import files

import ipywidgets as widgets


class Reach:
    """A hidden field into which the script writes, and the script itself.

    Args:
        on_chosen: called with the number of a statement that was clicked.
        on_selected: called with words that were selected in the article, and after how many letters they begin.

    Attributes:
        widget: to be laid inside the widget that has the class ``standpoints-live``.
        field: the hidden field.
    """

    def __init__(self, on_chosen: Callable[[int], None], on_selected: Callable[[str, int], None] | None = None) -> None:
        self._on_chosen, self._on_selected = on_chosen, on_selected
        self.field = widgets.Text(description="Reach", tooltip="Written by the script, not by hand")
        self.field.add_class("sp-reach")
        self.field.observe(lambda change: self._hear(change["new"]), "value")
        output = {"output_type": "display_data", "metadata": {}, "data": {"application/javascript": script()}}
        hidden = widgets.Layout(display="none")
        self.widget = widgets.VBox([self.field, widgets.Output(outputs=(output,))], layout=hidden)

    def _hear(self, told: str) -> None:
        try:
            message = json.loads(told)
            if "chosen" in message:
                self._on_chosen(int(message["chosen"]))
            elif "selected" in message and self._on_selected:
                self._on_selected(str(message["selected"]), int(message["letters"]))
        except (ValueError, TypeError, KeyError):
            return  # not written by the script


@lru_cache(maxsize=1)
def script() -> str:
    """The script, as it stands in this package."""
    return (files("analysis") / "templates" / "explore.js").read_text(encoding="utf-8")


def offset_of(text: str, letters: int) -> int:
    """Where in a text so many letters (whatever is no white space) have been passed.

    Example:
        >>> offset_of("We won. He lost.", 6), offset_of("We won.", 99)
        (8, 7)
    """
    for offset, letter in enumerate(text):
        if letter.isspace():
            continue
        if letters == 0:
            return offset
        letters -= 1
    return len(text)
