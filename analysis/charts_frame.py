"""What every chart shares: its style, its frame, its text, and the sentence that stands in for it.

All text of an article passes through `label` on its way into a chart: nothing in it is read as a formula, a break
of line or a control sign. Every chart is given an alternative text, composed from its data, for readers who
can't see it; `alt_text(axes)` gives it back.
"""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from typing import ParamSpec

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.palette import INK, QUIET

#: gives the address that a mark about (source, target) leads to in the SVG, or None.
Links = Callable[[str, str], str | None]

#: charts show no more rows than this, the ones with most behind them, and say how many they leave out.
MOST_ROWS = 60

#: what a table of pairs is by -> several of them.
PLURALS = {"party": "parties", "actor": "actors"}

#: the style of all charts; used in a context, so that the user's own settings stay as they are.
STYLE: dict[str, object] = {
    "font.size": 10,
    "axes.titlesize": 12,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.titlepad": 10,
    "axes.labelsize": 10,
    "axes.edgecolor": QUIET,
    "axes.labelcolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "hatch.linewidth": 0.8,
    "legend.frameon": False,
    "legend.fontsize": 9,
    "text.usetex": False,
    "text.parse_math": True,
    "svg.fonttype": "none",
}

P = ParamSpec("P")


def styled(draw: Callable[P, Axes]) -> Callable[P, Axes]:
    """Draw a chart in the style of this package, whatever the user's own settings are, and leave those alone."""

    @wraps(draw)
    def chart(*args: P.args, **kwargs: P.kwargs) -> Axes:
        with plt.style.context(["default", STYLE]):
            return draw(*args, **kwargs)

    return chart


def canvas(ax: Axes | None, width: float, height: float) -> Axes:
    """Give the axes to draw in: the caller's own, or those of a new figure of this size in inches."""
    if ax is not None:
        return ax
    figure, ax = plt.subplots(figsize=(width, height), layout="constrained")
    figure._standpoints_own = True
    return ax


def clean(text: object) -> str:
    r"""Make one line of a text that anyone may have written: no control signs, no marks that turn its direction.

    Example:
        >>> clean("Orrin\nWater\x00 Board")
        'Orrin Water Board'
    """
    spaced = "".join(" " if c.isspace() else c for c in str(text))
    # Cc control, Cs half a surrogate pair, Co and Cn private or unassigned; Cf holds the marks that turn direction,
    # but also the joiners that some scripts and emoji need
    kept = (c for c in spaced if unicodedata.category(c) not in ("Cc", "Cs", "Co", "Cn"))
    joined = "".join(c for c in kept if unicodedata.category(c) != "Cf" or c in "\u200c\u200d")
    return " ".join(joined.split()) or "(no name)"


def brief(text: object, most: int = 80) -> str:
    """Make a name for an alternative text: cleaned, and cut where it is longer than a name should be.

    Example:
        >>> brief("a very long name", most=8)
        'a very …'
    """
    whole = clean(text)
    return whole if len(whole) <= most else whole[: most - 1].rstrip() + " …"


def label(text: object, width: int = 18, lines: int = 3) -> str:
    r"""Make a label for a chart: cleaned, wrapped, cut after some lines, and never read as a formula.

    Example:
        >>> label("The Upper Valley Farmers' Union", width=16)
        "The Upper Valley\nFarmers' Union"
        >>> label("$5 and $6")
        '\\$5 and \\$6'
    """
    wrapped = textwrap.wrap(clean(text), width)
    if len(wrapped) > lines:
        last = wrapped[lines - 1]
        if len(last) > width - 2:
            # a whole word is better cut off than half of one, if that leaves a word
            last = last[: width - 2].rpartition(" ")[0] or last[: width - 2]
        wrapped = [*wrapped[: lines - 1], f"{last.rstrip(' ,')} …"]
    return "\n".join(wrapped).replace("$", r"\$")


def signed(value: float, digits: int = 2) -> str:
    """Write a stance or a polarity with its sign.

    Example:
        >>> signed(-0.5), signed(0.25), signed(0)
        ('−0.50', '+0.25', '0.00')
    """
    text = f"{value:+.{digits}f}"
    return text[1:] if float(text) == 0 else text.replace("-", "\N{MINUS SIGN}")


def count(n: int, one: str, several: str | None = None) -> str:
    """Write a number with its noun.

    Example:
        >>> count(1, "party", "parties"), count(2, "row")
        ('1 party', '2 rows')
    """
    return f"{n} {one if n == 1 else several or one + 's'}"


def listed(parts: Sequence[str], most: int = 4) -> str:
    """Write the first few of some parts, and how many there are beyond.

    Example:
        >>> listed(["a", "b", "c"], most=2)
        'a; b; and 1 more'
    """
    shown = [*parts[:most], *([f"and {len(parts) - most} more"] if len(parts) > most else [])]
    return "; ".join(shown)


def finish(
    ax: Axes, title: str | None, default: str, caption: Iterable[str], alt: str, room: float | None = None
) -> Axes:
    """Set title, caption and alternative text of a chart, and return its axes.

    Args:
        ax: the axes.
        title: the user's title; None for the default, "" for none.
        default: the default title.
        caption: sentences for the small print under the chart; empty ones are skipped.
        alt: the alternative text.
        room: the width for title and caption, in inches; None for about the width of the axes.
    """
    width = room or ax.get_position().width * root_figure(ax).get_figwidth()
    wide = max(40, int(width * 16))
    heading = default if title is None else title
    if heading:
        legend = ax.get_legend()
        above = legend is not None and legend.get_bbox_to_anchor().y0 >= ax.bbox.y1
        ax.set_title(label(heading, max(24, int(width * 8)), 4), pad=32 if above else None)
    small = " ".join(sentence for sentence in caption if sentence)
    if small:
        below = ax.xaxis.label if ax.axison and ax.xaxis.get_label_position() == "bottom" else ax.get_legend() or ax
        ax.annotate(
            label(small, wide, 6),
            xy=(0, 0),
            xycoords=("axes fraction", below),
            xytext=(0, -9),
            textcoords="offset points",
            ha="left",
            va="top",
            fontsize=8.5,
            color=QUIET,
            annotation_clip=False,
        )
    return set_alt(ax, alt)


def nothing(ax: Axes | None, title: str | None, default: str, why: str) -> Axes:
    """Draw the chart of an empty table: its title, and that there is nothing to show."""
    ax = canvas(ax, 6, 2.2)
    ax.set_axis_off()
    ax.text(0.5, 0.5, "nothing to show", ha="center", va="center", transform=ax.transAxes, fontsize=12, color=QUIET)
    heading = clean(default if title is None else title or default)
    return finish(ax, title, default, [why], f"{heading}: nothing to show. {why}")


def set_alt(ax: Axes, text: str) -> Axes:
    """Give axes their alternative text."""
    ax._standpoints_alt = " ".join(clean(text).split())  # type: ignore[attr-defined]
    return ax


def alt_text(axes: Axes) -> str:
    """Give the alternative text of a chart: what it shows, in a sentence or two.

    Args:
        axes: the axes that a chart function returned.

    Returns:
        The text; where the axes have none, the texts of the other charts in their figure; else an empty string.

    Example:
        >>> from analysis import charts, conflict
        >>> from analysis.tables import make_table
        >>> axes = charts.conflict_matrix(conflict.conflict_matrix(make_table("stances")))
        >>> alt_text(axes)
        'Who stands where about whom: nothing to show. No stance of one party towards another was found.'
        >>> plt.close(axes.figure)
    """
    own = getattr(axes, "_standpoints_alt", "")
    return own or figure_alt(root_figure(axes))


def figure_alt(figure: Figure) -> str:
    """Give the alternative texts of all charts in a figure, in the order of its axes."""
    texts = [getattr(ax, "_standpoints_alt", "") for ax in figure.axes]
    return " ".join(text for text in texts if text)


def root_figure(axes: Axes) -> Figure:
    """Give the figure that axes stand in, also where they stand in a figure within a figure."""
    figure = axes.figure
    while getattr(figure, "figure", figure) is not figure:
        figure = figure.figure
    return figure


def spread(values: Sequence[float], step: float, near: float) -> np.ndarray:
    """Move dots that would cover each other apart: offsets of 0, +step, -step, +2 step …, the smallest that is free.

    Args:
        values: the dots' places along the axis.
        step: how far apart covered dots are moved, across the axis.
        near: dots closer than this along the axis cover each other.

    Returns:
        One offset a dot, in the order of the values.

    Example:
        >>> spread([0.0, 0.05, 0.0, 0.9], step=1, near=0.1).tolist()
        [0.0, -1.0, 1.0, 0.0]
    """
    places = np.asarray(values, dtype=float)
    offsets = np.zeros(len(places))
    last: list[float] = []
    for i in np.argsort(places, kind="stable"):
        lane = next((k for k, end in enumerate(last) if places[i] - end >= near), len(last))
        last[lane : lane + 1] = [places[i]]
        offsets[i] = ((lane + 1) // 2) * step * (1 if lane % 2 else -1)
    return offsets + 0.0
