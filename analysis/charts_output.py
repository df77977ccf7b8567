"""Charts out of the notebook: PNG and SVG files, and pictures in a page, each with its alternative text."""

from __future__ import annotations

import base64
import hashlib
import html
import io
import os
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.charts_frame import STYLE, alt_text, clean, root_figure

#: the environment variable that names the folder into which charts are written.
FOLDER_VARIABLE = "STANDPOINTS_CHARTS"

_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)$")


def save_chart(
    axes: Axes, name: str, folder: str | os.PathLike[str] | None = None, alt: str | None = None
) -> tuple[Path, ...]:
    """Write the figure of a chart as PNG (200 dots an inch) and as SVG, both with its alternative text.

    In the PNG the text stands in the metadata as Description; in the SVG it is the picture's desc, beside its title,
    so that a browser and a screen reader find it. The same chart always gives the same bytes.

    Args:
        axes: the axes that a chart function returned.
        name: the name of the files, without an ending. It is made a plain name of letters, digits and hyphens, and
            never a path.
        folder: where to write; made if it is not there. None for the folder that the environment variable
            STANDPOINTS_CHARTS names; without that either, nothing is written.
        alt: an alternative text of your own; None for the one composed from the data.

    Returns:
        The paths of the PNG and of the SVG; an empty tuple where nothing was written.

    Raises:
        OSError: the folder can't be made or written to.

    Example:
        >>> import tempfile
        >>> from analysis import charts, conflict
        >>> from analysis.tables import make_table
        >>> axes = charts.conflict_matrix(conflict.conflict_matrix(make_table("stances")))
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     [path.name for path in save_chart(axes, "../Who/about whom?", folder)]
        ['who-about-whom.png', 'who-about-whom.svg']
        >>> plt.close(axes.figure)
    """
    text = clean(alt) if alt is not None else alt_text(axes)
    if alt is not None:
        axes._standpoints_alt = text  # type: ignore[attr-defined]
    target = folder if folder is not None else os.environ.get(FOLDER_VARIABLE) or None
    if target is None:
        return ()
    place = Path(target)
    place.mkdir(parents=True, exist_ok=True)
    stem = _plain_name(name)
    figure = root_figure(axes)
    png, svg = place / f"{stem}.png", place / f"{stem}.svg"
    with _settled(figure):
        png.write_bytes(_png(figure, text, dpi=200))
        svg.write_text(_svg(figure, stem, _title(axes, stem), text), encoding="utf-8", newline="\n")
    return png, svg


def show(axes: Axes, name: str | None = None, folder: str | os.PathLike[str] | None = None) -> None:
    """Show a chart in a notebook as a picture with its alternative text, save it, and close its figure.

    Meant as the last line of a cell. Jupyter's own pictures carry no text for readers who can't see them; this one
    does, and keeps it in the page that nbconvert makes.

    Args:
        axes: the axes that a chart function returned.
        name: the name of the files, as for `save_chart`; None to save nothing.
        folder: where to save, as for `save_chart`.

    Raises:
        OSError: the folder can't be made or written to.
    """
    figure = root_figure(axes)
    with _settled(figure):
        if name is not None:
            save_chart(axes, name, folder)
        page = image_html(axes)
    text = alt_text(axes)
    plt.close(figure)
    from IPython import get_ipython
    from IPython.display import display

    if get_ipython() is not None:
        display({"text/html": page, "text/plain": f"Chart. {text}"}, raw=True)


def image_html(axes: Axes) -> str:
    """Give a chart as an HTML img element that holds its picture (PNG) and its alternative text, escaped.

    Args:
        axes: the axes that a chart function returned.

    Returns:
        The element; it refers to no file and no server.
    """
    text = alt_text(axes)
    with _settled(root_figure(axes)):
        picture = _png(root_figure(axes), text, dpi=144)
    # the width stands in the PNG's header; the page shows it at 96 dots an inch, so that it is sharp on fine screens
    width = round(int.from_bytes(picture[16:20], "big") * 96 / 144)
    data = base64.b64encode(picture).decode("ascii")
    return (
        f'<img alt="{html.escape(text, quote=True)}" style="max-width:100%;height:auto" width="{width}" '
        f'src="data:image/png;base64,{data}">'
    )


def svg_text(axes: Axes, name: str = "chart") -> str:
    """Give a chart as SVG, with title and desc, for a page that holds it inline.

    Args:
        axes: the axes that a chart function returned.
        name: makes the ids in the picture its own; give each picture in a page another.

    Returns:
        The svg element, without an XML declaration. Links that the chart was drawn with work in it.
    """
    stem = _plain_name(name)
    with _settled(root_figure(axes)):
        whole = _svg(root_figure(axes), stem, _title(axes, stem), alt_text(axes))
    return whole[whole.index("<svg") :]


@contextmanager
def _quiet() -> Iterator[None]:
    """Draw without complaints about letters that the font lacks: they are shown as boxes."""
    with plt.style.context(["default", STYLE]), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=r".*[Gg]lyph.*")
        warnings.filterwarnings("ignore", message=r".*layout not applied.*")
        yield


@contextmanager
def _settled(figure: Figure) -> Iterator[None]:
    """Lay a figure out once for all the pictures that are made of it.

    Laying out is what takes the time, and doing it again moves things by a hair. A figure of the caller's own gets
    its layout engine back.
    """
    engine = figure.get_layout_engine()
    if engine is None:
        yield
        return
    with _quiet():
        figure.draw_without_rendering()
    figure.set_layout_engine("none")
    try:
        yield
    finally:
        if not getattr(figure, "_standpoints_own", False):
            figure.set_layout_engine(engine)


def _png(figure: Figure, text: str, dpi: int) -> bytes:
    out = io.BytesIO()
    with _quiet():
        metadata = {"Description": text, "Software": None}
        figure.savefig(out, format="png", dpi=dpi, bbox_inches="tight", pad_inches=0.12, metadata=metadata)
    return out.getvalue()


def _svg(figure: Figure, stem: str, title: str, text: str) -> str:
    out = io.StringIO()
    with _quiet(), plt.rc_context({"svg.hashsalt": stem}):
        figure.savefig(
            out, format="svg", bbox_inches="tight", pad_inches=0.12, metadata={"Date": None, "Creator": None}
        )
    drawn = out.getvalue()
    start = drawn.index("<svg")
    end = drawn.index(">", start)
    # a picture with links is no single image: its links must stay within reach of a screen reader
    role = "graphics-document" if "<a " in drawn else "img"
    names = f'role="{role}" aria-labelledby="{stem}-title" aria-describedby="{stem}-desc"'
    inside = (
        f'\n <title id="{stem}-title">{html.escape(title)}</title>\n <desc id="{stem}-desc">{html.escape(text)}</desc>'
    )
    return f"{drawn[:end]} {names}>{inside}{drawn[end + 1 :]}"


def _title(axes: Axes, stem: str) -> str:
    heading = axes.get_title(loc="left") or axes.get_title()
    return clean(heading.replace(r"\$", "$")) if heading else stem


def _plain_name(name: str) -> str:
    """Make a file name of any text: never a path, never a name that Windows keeps for itself."""
    plain = re.sub(r"[^a-z0-9]+", "-", str(name).lower().encode("ascii", "ignore").decode()).strip("-")[:80].strip("-")
    if not plain:
        digest = hashlib.sha256(str(name).encode("utf-8", "surrogatepass")).hexdigest()[:8]
        return f"chart-{digest}"
    return f"chart-{plain}" if _RESERVED.match(plain) else plain
