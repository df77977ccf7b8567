"""The fields, lists and buttons of explore and review: each has a name, and says what it does."""

from __future__ import annotations

import ipywidgets as widgets

from analysis.marking import clean

#: descriptions are shown whole.
WIDE = {"description_width": "initial"}
#: what a stance can be set to -> what is written.
STANCES = (("against (−1)", "against"), ("neutral (0)", "neutral"), ("for (+1)", "for"), ("no stance: take away", ""))
KINDS = (("found in the text, or an actor", ""), ("an actor", "actor"), ("a concept", "concept"))


class FromTo:
    """A range within 0 … 1 as two fields: unlike a slider, each has a name for a screen reader.

    Attributes:
        fields: the least and the most.
        widget: both.
        value: what they say; can be set.
    """

    def __init__(self, name: str, tooltip: str) -> None:
        def field(word: str, value: float) -> widgets.BoundedFloatText:
            return widgets.BoundedFloatText(
                value=value, min=0, max=1, step=0.05, description=f"{name} {word}", tooltip=tooltip, style=WIDE,
                layout=widgets.Layout(width="13rem"),
            )  # fmt: skip

        self.fields = (field("from", 0), field("to", 1))
        self.widget = in_a_row(*self.fields)

    @property
    def value(self) -> tuple[float, float]:
        """The least and the most."""
        return self.fields[0].value, self.fields[1].value

    @value.setter
    def value(self, both: tuple[float, float]) -> None:
        self.fields[0].value, self.fields[1].value = both


def in_a_row(*children: widgets.Widget) -> widgets.HBox:
    """Widgets side by side, and below each other where there is no room."""
    return widgets.HBox(children, layout=widgets.Layout(flex_flow="row wrap"))


def one_of(name: str, values: list[str] | tuple[str, ...], tooltip: str) -> widgets.Dropdown:
    """A list of which one is chosen."""
    options = [(clean(value), value) for value in values]
    return widgets.Dropdown(options=options, description=name, tooltip=tooltip, style=WIDE)


def rooted(html: str, role: str | None = None) -> str:
    """HTML inside the element that the style sheet is for; a status is read out when it changes."""
    return f'<div class="sp-root"{f" role={chr(34)}{role}{chr(34)}" if role else ""}>{html}</div>'


def button(name: str, tooltip: str, icon: str, style: str = "") -> widgets.Button:
    """A button with a name, what it does, and an icon."""
    layout = widgets.Layout(width="auto")
    return widgets.Button(description=name, tooltip=tooltip, icon=icon, button_style=style, layout=layout)


def text(name: str, tooltip: str) -> widgets.Text:
    """A field of one line."""
    return widgets.Text(description=name, tooltip=tooltip, placeholder=tooltip, style=WIDE)


def area(name: str, tooltip: str) -> widgets.Textarea:
    """A field of some lines."""
    layout = widgets.Layout(width="28rem")
    return widgets.Textarea(description=name, tooltip=tooltip, placeholder=tooltip, rows=2, style=WIDE, layout=layout)


def combo(name: str, options: list[str], tooltip: str) -> widgets.Combobox:
    """A field that offers names and takes any other."""
    return widgets.Combobox(
        description=name, options=options, tooltip=tooltip, placeholder=tooltip, ensure_option=False, style=WIDE
    )
