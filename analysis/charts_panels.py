"""Small multiples: one panel a period or a target, in rows, inside the axes of one chart."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes

from analysis.charts_frame import canvas

#: more panels than this can't be compared by eye.
MOST_PANELS = 12


def panels(
    ax: Axes | None,
    n: int,
    *,
    columns: int,
    size: tuple[float, float],
    before: tuple[float, float] = (0.6, 0.3),
    after: tuple[float, float] = (0.2, 0.3),
) -> tuple[Axes, list[Axes]]:
    """Lay out panels in rows.

    Args:
        ax: the axes to draw in; None for a new figure that is as large as the panels need.
        n: how many panels, 1 or more.
        columns: how many in a row at most.
        size: width and height of a panel's frame, in inches.
        before: room left of each panel and above it, in inches.
        after: room right of each panel and below it, in inches.

    Returns:
        The axes that hold all of them, itself without frame, and the panels, row by row.
    """
    columns = min(columns, n)
    rows = math.ceil(n / columns)
    wide, tall = (size[i] + before[i] + after[i] for i in (0, 1))
    host = canvas(ax, columns * wide + 0.3, rows * tall + 0.9)
    host.set_axis_off()
    host.set_xlim(0, 1)
    host.set_ylim(0, 1)
    made = []
    for i in range(n):
        left = (i % columns * wide + before[0]) / (columns * wide)
        bottom = 1 - ((i // columns + 1) * tall - after[1]) / (rows * tall)
        made.append(host.inset_axes((left, bottom, size[0] / (columns * wide), size[1] / (rows * tall))))
    return host, made


def pushed_apart(values: Sequence[float], gap: float, low: float, high: float) -> np.ndarray:
    """Move labels that would cover each other apart, each as little as may be, without changing their order.

    Args:
        values: where the labels would best stand.
        gap: how far apart they must be.
        low: where the lowest may stand.
        high: where the highest may stand. With more labels than fit, they stand evenly.

    Returns:
        One place a label, in the order of the values.

    Example:
        >>> pushed_apart([0.0, 0.0, 0.9], gap=0.2, low=-1, high=1).round(2).tolist()
        [-0.1, 0.1, 0.9]
    """
    places = np.asarray(values, dtype=float)
    order = np.argsort(places, kind="stable")
    gap = min(gap, (high - low) / max(1, len(places) - 1))
    # blocks of labels that touch, each round the mean of where its labels would best stand
    blocks: list[list[float]] = []
    for value in places[order]:
        blocks.append([value, 1.0])
        while True:
            for block in blocks[-2:]:
                half = gap * (block[1] - 1) / 2
                block[0] = min(max(block[0], low + half), high - half)
            if len(blocks) < 2 or blocks[-1][0] - blocks[-2][0] >= gap * (blocks[-1][1] + blocks[-2][1]) / 2 - 1e-12:
                break
            (a, m), (b, n) = blocks[-2:]
            blocks[-2:] = [[(a * m + b * n) / (m + n), m + n]]
    found = [middle + gap * (i - (n - 1) / 2) for middle, n in blocks for i in range(int(n))]
    placed = np.empty(len(places))
    placed[order] = found
    return placed
