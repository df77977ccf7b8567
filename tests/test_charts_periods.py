"""The charts over many articles: what they show, what they say where there is nothing, and that they can be read."""

from itertools import combinations

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from corpora import articles, stances, statements
from matplotlib.collections import FillBetweenPolyCollection
from matplotlib.text import Text

from analysis import charts, charts_frame
from analysis.charts_panels import pushed_apart
from analysis.outlets import statements_by_outlet
from analysis.periods import conflict_by_period, positions_over_time
from analysis.signed import balance, relations

LONG = ["Federation of Upper Valley Farmers", "Norland", "Velia $5 and $6", "Ministry of Rivers", "Arden", "Orrin"]


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def corpus(names, weeks, per=3, seed=0):
    random = np.random.default_rng(seed)
    rows, said, dates, sources = [], [], {}, {}
    for week in weeks:
        for copy in range(per):
            article = f"{week}-{copy}"
            dates[article] = str((pd.Timestamp("2024-01-01") + pd.Timedelta(days=7 * week + copy)).date())
            sources[article] = ("Ferry Post", "Harbour Radio")[copy % 2]
            for one, other in combinations(names, 2):
                for source, target in ((one, other), (other, one)):
                    rows.append((article, source, target, str(random.choice(["against", "neutral", "for"]))))
                    said.append((article, source, "words"))
    return stances(*rows), statements(*said), articles(dates, sources)


def related(stood, when):
    return relations(conflict_by_period(stood, when, "week"), fewest=1, neutral=0)


CHARTS = {
    "positions": lambda a, b, c, **kw: charts.positions_over_time(positions_over_time(a, c), **kw),
    "conflict": lambda a, b, c, **kw: charts.conflict_by_period(conflict_by_period(a, c), **kw),
    "relations": lambda a, b, c, **kw: charts.relations(related(a, c), **kw),
    "balance": lambda a, b, c, **kw: charts.balance(balance(related(a, c)), **kw),
    "outlets": lambda a, b, c, **kw: charts.statements_by_outlet(statements_by_outlet(b, c), **kw),
}
every_chart = pytest.mark.parametrize("draw", CHARTS.values(), ids=CHARTS)


def texts(axes):
    found = charts_frame.root_figure(axes).findobj(Text)
    return [t.get_text().replace(r"\$", "$").replace("\n", " ") for t in found if t.get_visible()]


@every_chart
def test_axes_title_alternative_text_and_no_new_settings(draw):
    before = dict(matplotlib.rcParams)
    tables = corpus(["Norland", "Velia", "Arden"], range(2), per=1)
    axes = draw(*tables)
    assert isinstance(axes, plt.Axes) and axes.get_title(loc="left") and len(charts.alt_text(axes)) > 40
    assert dict(matplotlib.rcParams) == before
    figure, (left, right) = plt.subplots(1, 2, figsize=(16, 7))
    given = draw(*tables, ax=right, title="Prices in $ and $$")
    assert given is right and "Prices in $ and $$" in texts(right) and left.get_title(loc="left") == ""
    assert charts.svg_text(draw(*tables)) == charts.svg_text(draw(*tables))


@every_chart
def test_nothing_to_show(draw):
    axes = draw(stances(), statements(), articles({}))
    assert "nothing to show" in texts(axes) and "nothing to show" in charts.alt_text(axes)


@every_chart
@pytest.mark.parametrize(("names", "weeks"), [(LONG[:2], [0]), (LONG, [0, 1, 4])], ids=["two", "six"])
def test_no_names_overlap_and_nothing_is_cut(draw, names, weeks):
    axes = draw(*corpus(names, weeks, per=1))
    figure = charts_frame.root_figure(axes)
    figure.draw_without_rendering()
    whole = figure.get_tightbbox()
    named = {charts_frame.label(name, width, lines) for name in names for width in (12, 18, 21, 26) for lines in (1, 2)}
    boxes = []
    for text in figure.findobj(Text):
        if text.get_visible() and text.get_text() in named:
            box = Text.get_window_extent(text)  # without the line that leads to it
            inches = box.transformed(figure.dpi_scale_trans.inverted())
            assert inches.x0 >= whole.x0 - 0.01 and inches.x1 <= whole.x1 + 0.01, text
            boxes.append((text.get_text(), box))
    for (one, a), (two, b) in combinations(boxes, 2):
        across, along = min(a.x1, b.x1) - max(a.x0, b.x0), min(a.y1, b.y1) - max(a.y0, b.y0)
        assert not (across > 2 and along > 4), (one, two, across, along)
    assert figure.get_figwidth() <= 14


def test_a_line_breaks_where_a_week_is_missing():
    stood, _, when = corpus(["Norland", "Velia"], [0, 1, 3])
    axes = charts.positions_over_time(positions_over_time(stood[stood["party"] == "Norland"], when))
    (panel,) = axes.child_axes
    lines = [line.get_xdata() for line in panel.get_lines() if len(line.get_xdata()) and line.get_color() != "#c4c4c4"]
    assert [len(line) for line in lines] == [2, 1]
    assert "Norland on Velia" in charts.alt_text(axes) and "(2024-W01)" in charts.alt_text(axes)


def test_a_band_where_there_are_intervals_and_hollow_marks_where_not():
    stood, _, when = corpus(["Norland", "Velia"], [0, 1], per=6)
    few = stood[(stood["party"] == "Norland") & ~stood["article"].isin([f"1-{i}" for i in range(4)])]
    axes = charts.positions_over_time(positions_over_time(few, when))
    (panel,) = axes.child_axes
    faces = [
        tuple(c.get_facecolor()[0][:3]) for c in panel.collections if hasattr(c, "get_sizes") and len(c.get_offsets())
    ]
    assert (1.0, 1.0, 1.0) in faces and len(set(faces)) >= 2
    assert not [c for c in panel.collections if isinstance(c, FillBetweenPolyCollection) and len(c.get_paths())]
    full = charts.positions_over_time(positions_over_time(stood, when))
    assert any(isinstance(c, FillBetweenPolyCollection) and c.get_paths() for c in full.child_axes[0].collections)


def test_matrices_have_the_same_parties_in_the_same_places():
    stood, _, when = corpus(["Norland", "Velia", "Arden"], [0, 1])
    silent = stood[~((stood["party"] == "Arden") & stood["article"].str.startswith("1"))]
    axes = charts.conflict_by_period(conflict_by_period(silent, when))
    panels = axes.child_axes
    assert len(panels) == 2
    assert all([t.get_text() for t in p.get_yticklabels()] == ["Arden", "Norland", "Velia"] for p in panels)
    # six cells, then four: one number each; and the heading
    assert [len(p.texts) for p in panels] == [7, 5]
    assert panels[0].texts[0].get_text() == "2024-W01"


def test_too_few_triads_are_said():
    stood, _, when = corpus(["Norland", "Velia", "Arden"], [0, 1])
    axes = charts.balance(balance(related(stood, when)))
    assert texts(axes).count("too few") == 2 and "too few" in charts.alt_text(axes)


def test_another_table_is_refused():
    for draw in (charts.positions_over_time, charts.conflict_by_period, charts.relations, charts.balance):
        with pytest.raises(ValueError, match="needs the table"):
            draw(pd.DataFrame({"x": [1]}))


def test_labels_are_pushed_apart_as_little_as_may_be():
    assert pushed_apart([0.5], 0.3, -1, 1).tolist() == [0.5]
    assert pushed_apart([1.0, 1.0, 1.0], 0.3, -1, 1) == pytest.approx([0.4, 0.7, 1.0])
    assert pushed_apart([0.0, 0.9, 0.95, -1], 0.3, -1, 1) == pytest.approx([0.0, 0.7, 1.0, -1])
    many = pushed_apart(np.zeros(21), 0.3, -1, 1)
    assert sorted(many) == pytest.approx(np.linspace(-1, 1, 21))
