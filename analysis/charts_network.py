"""The conflict network: parties as nodes, and an arrow from each that speaks to each that it speaks of."""

from __future__ import annotations

import math
from collections.abc import Iterable

import networkx as nx
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, FancyArrowPatch

from analysis.charts_frame import PLURALS, Links, brief, canvas, count, finish, label, listed, nothing, signed, styled
from analysis.conflict import check_pairs, left_out, party_order, signed_network
from analysis.palette import (
    INK,
    PAPER,
    QUIET,
    STANCE_COLOURS,
    STANCE_SIGNS,
    ink_on,
    party_colours,
    party_hatches,
    stance_kind,
)

_MOST = 24
_NODE = 0.09
_THIN, _THICK = 1.4, 5.5
#: lines need a darker neutral than areas do.
_LINE_COLOURS = STANCE_COLOURS | {"neutral": "#9a9a9a"}


@styled
def conflict_network(
    pairs: pd.DataFrame,
    ax: Axes | None = None,
    *,
    parties: Iterable[str] | None = None,
    title: str | None = None,
    links: Links | None = None,
) -> Axes:
    """Chart who speaks for or against whom as a network.

    Nodes are parties, set on a circle in the order of `parties`, so that the same parties always stand in the same
    places; a hollow node is a party that is spoken of and doesn't speak. An arrow goes from the speaker to its
    target; colour and sign say its mean stance (against, neutral or for: a third of the scale each), width how many
    stances it stands for. Arrows there and back are bent apart.

    Args:
        pairs: a table from `conflict.conflict_matrix`.
        ax: the axes to draw in; None for a new figure.
        parties: the nodes in this order, which also settles their colours; None for those of the table.
        title: None for the default, "" for none.
        links: a function of (source, target) that gives the address an arrow leads to in the SVG, or None.

    Returns:
        The axes. An empty table gives axes that say "nothing to show".

    Raises:
        ValueError: the table is none of pairs.
    """
    check_pairs(pairs)
    heading = "Who speaks for or against whom"
    graph = signed_network(pairs)
    if not graph.number_of_edges():
        return nothing(ax, title, heading, "No stance of one party towards another was found.")
    order = list(dict.fromkeys(parties)) if parties is not None else party_order(graph.nodes)
    busy = sorted(order, key=lambda name: -(graph.degree(name, "n") if name in graph else 0))[:_MOST]
    nodes = [name for name in order if name in busy]
    ax = canvas(ax, *((8.2, 3.6) if len(nodes) < 3 else (8.2, 7.2) if len(nodes) < 9 else (10, 9)))
    ax.set_axis_off()
    ax.set_aspect("equal")
    places = _places(nodes)
    colours, hatches = party_colours(order), party_hatches(order)
    most = max(n for _, _, n in graph.edges(data="n"))
    shown = [(s, t, edge) for s, t, edge in graph.edges(data=True) if s in places and t in places]
    # few and thin above many and thick, so that no arrow hides another
    for source, target, edge in sorted(shown, key=lambda item: -item[2]["n"]):
        url = links(source, target) if links else None
        bend = None if source == target else _bend(len(nodes))
        _arrow(ax, places[source], places[target], edge, most, bend, url)
    looped = {source for source, target, _ in shown if source == target}
    speaks = {name: said > 0 for name, said in graph.nodes(data="n_said")}
    for name in nodes:
        _node(ax, name, places[name], colours[name], hatches[name], speaks.get(name, False), name in looped)
    ax.set_xlim(-1.8, 1.8)
    ax.set_ylim((-1.42, 1.35) if len(nodes) > 2 else (-0.5, 0.5))
    _legend(ax, shown, most)
    caption = [
        "Arrow: from who speaks to whom it is about.",
        "Hollow: no stance of its own was read." if any(not speaks.get(name) for name in nodes) else "",
        left_out(pairs),
        f"{len(order) - len(nodes)} of {len(order)} are not shown." if len(nodes) < len(order) else "",
    ]
    return finish(ax, title, heading, caption, _alt(shown, len(nodes), pairs.attrs.get("by", "party")))


def _places(nodes: list[str]) -> dict[str, tuple[float, float]]:
    """On a circle, clockwise from the top; two side by side, one in the middle."""
    if len(nodes) == 1:
        return {nodes[0]: (0.0, 0.0)}
    circle = nx.circular_layout(nodes)
    turn = math.pi if len(nodes) == 2 else math.pi / 2
    places = {}
    for i, name in enumerate(circle):
        angle = turn - 2 * math.pi * i / len(nodes)
        places[name] = (math.cos(angle), math.sin(angle))
    return places


def _bend(nodes: int) -> float:
    """How far arrows bend: so much that those to and from a node leave it at even angles, none upon another."""
    return math.tan(math.pi / (4 * nodes)) / 2


def _arrow(
    ax: Axes,
    start: tuple[float, float],
    end: tuple[float, float],
    edge: dict[str, float],
    most: int,
    bend: float | None,
    url: str | None,
) -> None:
    kind = stance_kind(edge["mean"])
    colour = _LINE_COLOURS[kind]
    # a thick loop would be all head
    width = _width(edge["n"], most) if bend is not None else min(_width(edge["n"], most), 2.5)
    gap, loop = _NODE + 0.02, bend is None
    if bend is None:
        # a bow outside the circle, from one side of the node to its other side
        angle = math.atan2(start[1], start[0]) if start != (0.0, 0.0) else math.pi / 2
        reach = _NODE * 1.1
        start, end = (
            (start[0] + reach * math.cos(angle + side), start[1] + reach * math.sin(angle + side))
            for side in (0.9, -0.9)
        )
        bend, gap = -2.4, 0.0
    middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    control = (middle[0] + bend * (end[1] - start[1]), middle[1] - bend * (end[0] - start[0]))
    first, last = _towards(start, control, gap), _towards(end, control, gap)
    ax.add_patch(
        FancyArrowPatch(
            first,
            last,
            connectionstyle=f"arc3,rad={bend}",
            arrowstyle=f"-|>,head_length={0.5 + 0.11 * width:.2f},head_width={0.25 + 0.06 * width:.2f}",
            mutation_scale=9,
            lw=width,
            color=colour,
            shrinkA=0,
            shrinkB=0,
            capstyle="butt",
            joinstyle="miter",
            zorder=2,
            url=url,
        )
    )
    t = 0.5 if loop else 0.36
    middle = ((first[0] + last[0]) / 2, (first[1] + last[1]) / 2)
    control = (middle[0] + bend * (last[1] - first[1]), middle[1] - bend * (last[0] - first[0]))
    x, y = ((1 - t) ** 2 * first[axis] + 2 * t * (1 - t) * control[axis] + t**2 * last[axis] for axis in (0, 1))
    badge = STANCE_COLOURS[kind]
    ax.add_patch(Circle((x, y), 0.045, facecolor=badge, edgecolor=PAPER, lw=1.2, zorder=4, url=url))
    ax.text(
        x,
        y,
        STANCE_SIGNS[kind],
        ha="center",
        va="center_baseline",
        fontsize=9,
        fontweight="bold",
        color=ink_on(badge),
        zorder=5,
        url=url,
    )


def _towards(point: tuple[float, float], goal: tuple[float, float], distance: float) -> tuple[float, float]:
    dx, dy = goal[0] - point[0], goal[1] - point[1]
    length = math.hypot(dx, dy) or 1.0
    return point[0] + dx / length * distance, point[1] + dy / length * distance


def _width(n: int, most: int) -> float:
    return _THIN if most <= 1 else _THIN + (_THICK - _THIN) * (n - 1) / (most - 1)


def _node(ax: Axes, name: str, place: tuple[float, float], colour: str, hatch: str, speaks: bool, looped: bool) -> None:
    face = colour if speaks else PAPER
    ax.add_patch(
        Circle(place, _NODE, facecolor=face, edgecolor=PAPER if speaks else colour, hatch=hatch, lw=0, zorder=6)
    )
    ax.add_patch(Circle(place, _NODE, fill=False, edgecolor=colour, lw=2.2, zorder=6))
    x, y = place
    away = _NODE + (0.32 if looped else 0.06)
    across = 0.0 if abs(x) < 0.3 else math.copysign(1.0, x)
    ax.text(
        x * (1 + away) if across else x,
        y * (1 + away) if (x, y) != (0.0, 0.0) else -away,
        label(name, 16, 3),
        ha={0.0: "center", 1.0: "left", -1.0: "right"}[across],
        va="center" if abs(y) < 0.75 else "bottom" if y > 0 else "top",
        fontsize=10,
        fontweight="bold",
        color=INK,
        zorder=7,
    )


def _legend(ax: Axes, shown: list[tuple[str, str, dict[str, float]]], most: int) -> None:
    kinds = [kind for kind in STANCE_SIGNS if any(stance_kind(edge["mean"]) == kind for _, _, edge in shown)]
    words = {"against": "against", "neutral": "neutral or divided", "for": "for"}
    handles = [
        Line2D([], [], color=_LINE_COLOURS[kind], lw=3, label=f"{STANCE_SIGNS[kind]}  {words[kind]}") for kind in kinds
    ]
    for n in sorted({1, most}):
        handles.append(Line2D([], [], color=QUIET, lw=_width(n, most), label=count(n, "stance")))
    ax.legend(handles=handles, loc="upper center", bbox_to_anchor=(0.5, 0.0), ncols=len(handles), handlelength=2)


def _alt(shown: list[tuple[str, str, dict[str, float]]], nodes: int, noun: str) -> str:
    told = [f"Network of {count(nodes, noun, PLURALS[noun])} and {count(len(shown), 'arrow')}."]
    for kind, words in (("against", "Against"), ("for", "For"), ("neutral", "Neutral or divided")):
        some = sorted((e for e in shown if stance_kind(e[2]["mean"]) == kind), key=lambda e: (-e[2]["n"], e[0], e[1]))
        parts = [f"{brief(s)} towards {brief(t)} ({signed(e['mean'])}, n {e['n']})" for s, t, e in some]
        if parts:
            told.append(f"{words}: {listed(parts)}.")
    return " ".join(told)
