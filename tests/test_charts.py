"""The charts: what they show, that they can be read, and what becomes of hostile text."""

import html
import re
import warnings
import xml.etree.ElementTree as ET
from itertools import combinations

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.collections import PathCollection
from matplotlib.colors import to_rgb
from matplotlib.patches import FancyArrowPatch
from matplotlib.text import Text
from PIL import Image

from analysis import charts, charts_frame, conflict, palette
from analysis.tables import make_table

SVG = "{http://www.w3.org/2000/svg}"
LONG = [
    "Federation of Upper Valley Farmers, Millers and Allied Water Users",
    "Orrin",
    "The Interim Coordinating Council for the Reconstruction of the Eastern Provinces",
    "Veld",
    "Ministry of Rivers",
    "Hydroelectric Generating Company of Sarn and Veld",
    "People's Movement for a Free Delta",
    "Donaudampfschifffahrtsgesellschaft",
    "Aster",
    "Conference of Bishops",
    "Sarn Broadcasting",
    "Union of Ferrymen",
]


@pytest.fixture(autouse=True)
def close_figures(monkeypatch):
    monkeypatch.delenv("STANDPOINTS_CHARTS", raising=False)
    yield
    plt.close("all")


def tables(names, n=40, seed=0, concepts=("the dam", "the toll")):
    """Random statements, sentiment and stances of some parties, the same for the same seed."""
    random = np.random.default_rng(seed)
    said, sounds, stands = [], [], []
    at = 0
    for i in range(n):
        party = names[int(random.integers(len(names)))]
        end = at + int(random.integers(30, 150))
        key = {"article": "a", "statement": i}
        who = {"actor": f"{party} speaker", "party": party}
        said.append(
            key
            | who
            | {"paragraph": i, "quote_type": ["direct", "mixed", "indirect"][i % 3], "attribution": "speech"}
            | {"spans": [(at, end)], "content": "…"}
        )
        known = random.random() < 0.7
        sounds.append(
            key
            | {"scorer": "textblob"}
            | ({"polarity": random.uniform(-1, 1), "subjectivity": random.uniform(0, 1)} if known else {})
        )
        for target, kind in ((names[int(random.integers(len(names)))], "actor"), (concepts[i % 2], "concept")):
            label = ("against", "neutral", "for")[int(random.integers(3))]
            stands.append(
                key
                | who
                | {"target": target, "target_kind": kind, "target_party": target if kind == "actor" else None}
                | {"stance": {"against": -1.0, "neutral": 0.0, "for": 1.0}[label], "label": label, "method": "hand"}
            )
        at = end + int(random.integers(10, 90))
    return make_table("statements", said), make_table("sentiment", sounds), make_table("stances", stands)


EMPTY = (make_table("statements"), make_table("sentiment"), make_table("stances"))


def camps_chart(said, sounds, stands, **kw):
    matrix = conflict.congruence_matrix(stands, "subtract", by="party")
    kw.pop("parties", None)
    return charts.congruence_matrix(matrix, camps=conflict.camps(matrix), **kw)


def tone_chart(said, sounds, stands, **kw):
    kw.pop("parties", None)
    return charts.sentiment_against_stance(sounds, stands, **kw)


CHARTS = {
    "matrix": lambda a, b, c, **kw: charts.conflict_matrix(conflict.conflict_matrix(c), **kw),
    "network": lambda a, b, c, **kw: charts.conflict_network(conflict.conflict_matrix(c), **kw),
    "shares": lambda a, b, c, **kw: charts.stance_shares(conflict.positions(c), **kw),
    "positions": lambda a, b, c, **kw: charts.positions(conflict.positions(c), **kw),
    "along": lambda a, b, c, **kw: charts.statements_along(a, c, **kw),
    "sentiment": lambda a, b, c, **kw: charts.sentiment_by_actor(b, a, **kw),
    "tone": tone_chart,
    "camps": camps_chart,
}
every_chart = pytest.mark.parametrize("draw", CHARTS.values(), ids=CHARTS)


def texts(axes):
    """All that is written in a figure, as a reader sees it."""
    found = [t for t in charts_frame.root_figure(axes).findobj(Text) if t.get_visible() and t.get_text().strip()]
    return [t.get_text().replace(r"\$", "$").replace("\n", " ") for t in found]


def written_in(figure):
    """The texts of a figure that are drawn: ticks beyond the view and axes that are off are not."""
    hidden = set()
    for axes in figure.findobj(plt.Axes):
        for axis in (axes.xaxis, axes.yaxis):
            low, high = sorted(axis.get_view_interval())
            for tick in axis.get_major_ticks():
                if not axes.axison or not low <= tick.get_loc() <= high:
                    hidden |= {tick.label1, tick.label2}
            if not axes.axison:
                hidden.add(axis.label)
    return [t for t in figure.findobj(Text) if t.get_visible() and t.get_text().strip() and t not in hidden]


# --- what they show


@every_chart
def test_returns_axes_with_title_alternative_text_and_no_new_settings(draw):
    before = dict(matplotlib.rcParams)
    axes = draw(*tables(["Orrin", "Veld", "Aster"]))
    assert isinstance(axes, plt.Axes)
    assert axes.get_title(loc="left")
    assert len(charts.alt_text(axes)) > 40
    assert dict(matplotlib.rcParams) == before


@every_chart
def test_draws_into_given_axes_and_takes_a_title(draw):
    figure, (left, right) = plt.subplots(1, 2, figsize=(14, 6))
    given = draw(*tables(["Orrin", "Veld"]), ax=right, title="Prices in $ and $$")
    assert given is right and left.get_title(loc="left") == ""
    assert "Prices in $ and $$" in texts(right)
    assert draw(*tables(["Orrin", "Veld"]), title="").get_title(loc="left") == ""


@every_chart
def test_empty_tables_say_nothing_to_show(draw):
    axes = draw(*EMPTY)
    assert "nothing to show" in texts(axes)
    assert "nothing to show" in charts.alt_text(axes)


@every_chart
def test_the_same_tables_give_the_same_picture(draw):
    said, sounds, stands = tables(["Orrin", "Veld", "Aster"], n=20)
    assert charts.svg_text(draw(said, sounds, stands)) == charts.svg_text(draw(said, sounds, stands))


@every_chart
@pytest.mark.parametrize("names", [["Orrin"], ["Orrin", "Veld"], LONG], ids=["one", "two", "twelve"])
def test_no_writing_overlaps_or_is_cut(draw, names):
    axes = draw(*tables(names, n=60))
    figure = charts_frame.root_figure(axes)
    figure.draw_without_rendering()
    whole = figure.get_tightbbox()  # what a saved picture holds, in inches
    boxes = []
    for text in written_in(figure):
        box = text.get_window_extent()
        inches = box.transformed(figure.dpi_scale_trans.inverted())
        assert inches.x0 >= whole.x0 - 0.01 and inches.x1 <= whole.x1 + 0.01, text
        assert inches.y0 >= whole.y0 - 0.01 and inches.y1 <= whole.y1 + 0.01, text
        if not re.fullmatch(r"[+\N{MINUS SIGN}?]|\d+", text.get_text()):  # signs and numbers in marks
            boxes.append((text.get_text(), box))
    for (one, a), (two, b) in combinations(boxes, 2):
        across = min(a.x1, b.x1) - max(a.x0, b.x0)
        along = min(a.y1, b.y1) - max(a.y0, b.y0)
        assert not (across > 2 and along > 3), (one, two, across, along)
    assert figure.get_figwidth() <= 14


def test_matrix_shows_mean_n_and_interval_and_stays_blank_where_silent():
    rows = [("Orrin", "Veld", "against")] * 5 + [("Orrin", "Veld", "for")] + [("Veld", "Aster", "neutral")]
    _, _, stands = tables(["x"], n=0)
    value = {"against": -1.0, "neutral": 0.0, "for": 1.0}
    stands = make_table(
        "stances",
        [
            {"article": "a", "statement": i, "party": s, "target_party": t, "target": t, "target_kind": "actor"}
            | {"stance": value[label], "label": label}
            for i, (s, t, label) in enumerate(rows)
        ],
    )
    pairs = conflict.conflict_matrix(stands)
    axes = charts.conflict_matrix(pairs)
    low, high = (charts_frame.signed(pairs.loc[0, side], 1) for side in ("low", "high"))
    cells = {t.get_text().replace("\n", " "): t.get_position() for t in axes.texts}
    assert {"\N{MINUS SIGN}0.67", f"n 6 {low} to {high}", "0.00", "n 1"} <= set(cells)
    # rows and columns: Aster, Orrin, Veld; Orrin about Veld is the second row, third column
    assert cells["\N{MINUS SIGN}0.67"][0] == 2.5 and 1 < cells["\N{MINUS SIGN}0.67"][1] < 2
    coloured = [p for p in axes.patches if to_rgb(p.get_facecolor()) != to_rgb(palette.FAINT)]
    assert len(coloured) == 2
    told = charts.alt_text(axes)
    assert "Orrin about Veld (\N{MINUS SIGN}0.67, n 6)" in told and "3 parties, 2 of which speak" in told


def test_matrix_takes_the_order_of_the_parties():
    pairs = conflict.conflict_matrix(tables(["Orrin", "Veld", "Aster"])[2])
    axes = charts.conflict_matrix(pairs, parties=["Veld", "Silent", "Aster"])
    assert [t.get_text() for t in axes.get_yticklabels()] == ["Veld", "Silent", "Aster"]
    assert [t.get_text() for t in axes.get_xticklabels()] == ["Veld", "Silent", "Aster"]


def test_network_draws_an_arrow_a_pair_bent_apart():
    said, sounds, stands = tables(["Orrin", "Veld"], n=30)
    pairs = conflict.conflict_matrix(stands)
    axes = charts.conflict_network(pairs)
    arrows = [p for p in axes.patches if isinstance(p, FancyArrowPatch)]
    assert len(arrows) == (pairs["n"] > 0).sum() == 4
    figure = charts_frame.root_figure(axes)
    figure.draw_without_rendering()
    middles = [p.get_path().vertices[1] for p in arrows if p.get_path().vertices[0][0] * 1 != 0]
    assert len({tuple(np.round(m, 3)) for m in middles}) == 4
    assert "Network of 2 parties and 4 arrows" in charts.alt_text(axes)


def test_network_stands_still():
    first, second = (
        charts.conflict_network(conflict.conflict_matrix(tables(["Orrin", "Veld", "Aster"], seed=seed)[2]))
        for seed in (1, 2)
    )
    where = [
        {t.get_text(): t.get_position() for t in axes.texts if t.get_text() in ("Orrin", "Aster")}
        for axes in (first, second)
    ]
    assert where[0].keys() == where[1].keys() == {"Orrin", "Aster"}
    for name, place in where[0].items():
        # a loop at a node moves its name outwards, never to another side
        assert np.allclose(np.sign(np.round(place, 6)), np.sign(np.round(where[1][name], 6)))


def test_shares_add_up_to_the_whole_bar():
    axes = charts.stance_shares(conflict.positions(tables(["Orrin", "Veld"], n=30)[2]))
    widths = {}
    for bar in axes.patches:
        widths[round(bar.get_y() + bar.get_height() / 2, 3)] = (
            widths.get(round(bar.get_y() + bar.get_height() / 2, 3), 0) + bar.get_width()
        )
    assert len(widths) == 4
    assert np.allclose(list(widths.values()), 100)


def test_positions_have_a_line_only_from_five_on():
    said, sounds, stands = tables(["Orrin"], n=12)
    few = stands[stands["statement"] < 8]  # four on each concept
    assert "No interval" in " ".join(texts(charts.positions(conflict.positions(few))))
    assert "Line: the 95 % interval" in " ".join(texts(charts.positions(conflict.positions(stands))))


def test_statements_have_a_mark_a_stance_and_a_lane_a_party():
    said, sounds, stands = tables(["Orrin", "Veld"], n=9)
    said.loc[0, ["actor", "party"]] = None
    said.loc[1, "attribution"] = "belief"
    axes = charts.statements_along(said, stands, length=5000)
    assert [t.get_text() for t in axes.get_yticklabels()] == ["Orrin", "Veld", "speaker unclear"]
    marks = [c for c in axes.collections if isinstance(c, PathCollection)]
    assert sum(len(c.get_offsets()) for c in marks) == 8 * 2
    assert axes.get_xlim()[1] > 5000
    assert charts.alt_text(axes).startswith("8 statements along the article.")
    bare = charts.statements_along(said)
    assert sum(len(c.get_offsets()) for c in bare.collections if isinstance(c, PathCollection)) == 8
    with pytest.raises(ValueError, match="one article"):
        charts.statements_along(pd.concat([said, said.assign(article="b")]))


def test_uncertain_stances_are_marked_as_such():
    said, sounds, stands = tables(["Orrin", "Veld"], n=9)
    axes = charts.statements_along(said, stands.assign(uncertain=True))
    assert "?  uncertain" in texts(axes) and "?" in texts(axes)


def test_unknown_words_are_hollow_and_beside_the_scale():
    said, sounds, stands = tables(["Orrin"], n=3)
    sounds = sounds.assign(polarity=[0.5, None, -0.5], subjectivity=[0.1, None, 0.2])
    axes = charts.sentiment_by_actor(sounds, said)
    marks = [c for c in axes.collections if isinstance(c, PathCollection) and len(c.get_offsets())]
    dots = [(c.get_offsets()[:, 0].tolist(), to_rgb(c.get_facecolor()[0])) for c in marks]
    filled = [x for xs, face in dots if face != (1, 1, 1) for x in xs]
    hollow = [x for xs, face in dots if face == (1, 1, 1) for x in xs]
    assert sorted(filled) == [-0.5, 0.5]
    assert len(hollow) == 1 and hollow[0] < -1
    assert "2 of 3" in texts(axes)
    assert "2 of 3 known" in charts.alt_text(axes)


def test_a_scorer_without_subjectivity_is_said():
    said, sounds, _ = tables(["Orrin"], n=5)
    axes = charts.sentiment_by_actor(sounds.assign(subjectivity=np.nan, scorer="vader"), said)
    assert "not measured by this scorer" in texts(axes)


def test_headlines_are_left_out_of_sentiment_by_actor():
    said, sounds, _ = tables(["Orrin"], n=5)
    said.loc[0, "headline"] = True
    axes = charts.sentiment_by_actor(sounds, said, by="party")
    assert "of 4 known" in charts.alt_text(axes)
    assert any("1 row from the headline" in text for text in texts(axes))


def test_one_scorer_at_a_time():
    said, sounds, stands = tables(["Orrin"])
    both = pd.concat([sounds, sounds.assign(scorer="vader")])
    with pytest.raises(ValueError, match="textblob, vader"):
        charts.sentiment_by_actor(both, said)
    with pytest.raises(ValueError, match="textblob, vader"):
        charts.sentiment_against_stance(both, stands)


def test_tone_counts_signs_that_differ():
    said, sounds, stands = tables(["Orrin"], n=3)
    sounds = sounds.assign(polarity=[0.5, None, 0.5])
    stands = stands[stands["target_kind"] == "concept"].assign(stance=[1.0, 1.0, -1.0], label=["for", "for", "against"])
    told = charts.alt_text(charts.sentiment_against_stance(sounds, stands))
    assert told.startswith("Scatter of polarity against stance, 3 stances, 1 of them without a known word.")
    assert told.endswith("Of the 2 with a polarity, 1 differs from it in sign.")


def test_congruence_says_how_it_was_counted():
    _, _, stands = tables(["Orrin", "Veld", "Aster"])
    matrix = conflict.congruence_matrix(stands, "subtract", by="party", normalise="cosine", count_self=True)
    axes = charts.congruence_matrix(matrix, camps=conflict.camps(matrix))
    written = " ".join(texts(axes))
    assert "normalised (cosine)" in written and "counted as for itself" in written
    assert "Camps:" in charts.alt_text(axes)
    with pytest.raises(ValueError, match="square"):
        charts.congruence_matrix(matrix.iloc[:, :2])


@pytest.mark.parametrize(
    "draw", [charts.conflict_matrix, charts.conflict_network, charts.stance_shares, charts.positions]
)
def test_another_table_is_refused_with_advice(draw):
    with pytest.raises(ValueError, match="conflict_matrix or positions"):
        draw(make_table("stances"))


@pytest.mark.parametrize("name", ["matrix", "network", "shares", "positions"])
def test_marks_lead_where_links_say(name, tmp_path):
    axes = CHARTS[name](*tables(["Orrin", "Veld"]), links=lambda source, target: f"page.html#{source}&{target}")
    tree = ET.parse(charts.save_chart(axes, "linked", tmp_path)[1])
    addresses = {a.get("{http://www.w3.org/1999/xlink}href") for a in tree.iter(f"{SVG}a")}
    assert f"page.html#Orrin&{'Veld' if name in ('matrix', 'network') else 'the dam'}" in addresses
    assert tree.getroot().get("role") == "graphics-document"


# --- crowds and hostile text


def test_more_parties_than_can_be_read():
    names = [f"party {i:03}" for i in range(30)]
    all_tables = tables(names, n=60)
    for draw in CHARTS.values():
        assert charts_frame.root_figure(draw(*all_tables)).get_figheight() < 45
    assert any(" are not shown" in text for text in texts(CHARTS["network"](*all_tables)))


HOSTILE = [
    "$x^2$ and $\\frac{1}{0}$",
    "$\\undefined{",
    "a $ sign",
    "<script>alert(1)</script>",
    '=HYPERLINK("http://example.org")',
    "NUL\x00 and \x1b[31m",
    "\ud800 half a pair",
    "😀👩‍👩‍👧 emoji",
    "حزب الشعب",
    "人民運動",
    "\u202egnorw",
    "_starts with an underscore",
    "",
    "   ",
    "../../etc/passwd",
    "x" * 5000,
    "line\nbreak\ttab",
    "% & # ~ ^ \\ { }",
]


@every_chart
def test_hostile_names_neither_raise_nor_become_markup(draw):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        axes = draw(*tables(HOSTILE, n=30, concepts=HOSTILE[:2]))
        drawn = charts.svg_text(axes)
    root = ET.fromstring(drawn)  # well-formed, so no NUL and no stray markup
    assert not list(root.iter(f"{SVG}script")) and "<script" not in drawn


def test_a_dollar_is_a_dollar():
    said, sounds, stands = tables(["$5 and $6", "Orrin $"])
    axes = charts.conflict_matrix(conflict.conflict_matrix(stands))
    figure = charts_frame.root_figure(axes)
    figure.draw_without_rendering()
    label = axes.get_xticklabels()[0]
    shown, is_math = label._preprocess_math(label.get_text())
    assert (shown, is_math) == ("$5 and $6", False)


@settings(max_examples=12, deadline=None)
@given(st.text(max_size=60))
def test_any_text_can_be_a_label(text):
    axes = charts_frame.nothing(None, text, "", text)
    axes.set_xlabel(charts_frame.label(text))
    root = ET.fromstring(charts.svg_text(axes))
    assert root.find(f"{SVG}desc").text
    assert "script" in text.lower() or not list(root.iter(f"{SVG}script"))
    plt.close(axes.figure)


# --- files and pages


def test_saves_png_and_svg_with_the_alternative_text(tmp_path):
    axes = charts.conflict_matrix(conflict.conflict_matrix(tables(["Orrin & Sons", "Veld <Board>"])[2]))
    png, svg = charts.save_chart(axes, "Conflict Matrix", tmp_path / "new" / "folder")
    again = charts.save_chart(axes, "Conflict Matrix", tmp_path)
    assert [path.read_bytes() for path in again] == [png.read_bytes(), svg.read_bytes()]
    assert (png.name, svg.name) == ("conflict-matrix.png", "conflict-matrix.svg")
    told = charts.alt_text(axes)
    with Image.open(png) as picture:
        assert picture.text["Description"] == told
        assert round(picture.info["dpi"][0]) == 200
    root = ET.parse(svg).getroot()
    assert root.find(f"{SVG}title").text == "Who stands where about whom"
    assert root.find(f"{SVG}desc").text == told
    assert root.get("role") == "img"
    assert root.get("aria-describedby") == root.find(f"{SVG}desc").get("id")
    assert "Orrin & Sons" in "".join(root.itertext())


def test_saving_leaves_the_layout_of_own_figures(tmp_path):
    figure, axes = plt.subplots(layout="constrained")
    engine = figure.get_layout_engine()
    charts.save_chart(charts.conflict_matrix(conflict.conflict_matrix(tables(["Orrin"])[2]), axes), "x", tmp_path)
    assert figure.get_layout_engine() is engine


def test_own_alternative_text(tmp_path):
    axes = charts.conflict_matrix(conflict.conflict_matrix(tables(["Orrin"])[2]))
    charts.save_chart(axes, "own", tmp_path, alt="Orrin about itself.")
    assert charts.alt_text(axes) == "Orrin about itself."
    assert "Orrin about itself." in (tmp_path / "own.svg").read_text(encoding="utf-8")


def test_folder_comes_from_the_environment_or_nothing_is_written(tmp_path, monkeypatch):
    axes = charts.conflict_matrix(conflict.conflict_matrix(tables(["Orrin"])[2]))
    monkeypatch.chdir(tmp_path)
    assert charts.save_chart(axes, "chart") == ()
    assert not list(tmp_path.iterdir())
    monkeypatch.setenv("STANDPOINTS_CHARTS", str(tmp_path / "out"))
    assert [p.parent for p in charts.save_chart(axes, "chart")] == [tmp_path / "out"] * 2


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("../../up", "up"),
        ("/absolute/path", "absolute-path"),
        ("C:\\windows\\x", "c-windows-x"),
        ("a.png", "a-png"),
        ("CON", "chart-con"),
        ("x" * 300, "x" * 80),
        ("name\x00.svg", "name-svg"),
    ],
)
def test_a_name_never_is_a_path(name, expected, tmp_path):
    axes = charts.conflict_matrix(conflict.conflict_matrix(make_table("stances")))
    png, svg = charts.save_chart(axes, name, tmp_path)
    assert png == tmp_path / f"{expected}.png"
    assert sorted(path.name for path in tmp_path.iterdir()) == [f"{expected}.png", f"{expected}.svg"]


def test_names_without_a_latin_letter_differ(tmp_path):
    axes = charts.conflict_matrix(conflict.conflict_matrix(make_table("stances")))
    names = {charts.save_chart(axes, name, tmp_path)[0].name for name in ("الشعب", "人民", "\ud800", "")}
    assert len(names) == 4 and all(re.fullmatch(r"chart-[0-9a-f]{8}\.png", name) for name in names)


def test_image_holds_the_alternative_text_escaped():
    axes = charts.conflict_matrix(conflict.conflict_matrix(tables(['Orrin" onerror="x', "<Veld>"])[2]))
    picture = charts.image_html(axes)
    alt = re.search(r' alt="([^"]*)"', picture).group(1)
    assert html.unescape(alt) == charts.alt_text(axes)
    assert picture.count("<") == 1 and 'src="data:image/png;base64,' in picture


def test_show_displays_saves_and_closes(tmp_path, monkeypatch):
    import IPython
    import IPython.display

    shown = []
    monkeypatch.setattr(IPython, "get_ipython", lambda: object())
    monkeypatch.setattr(IPython.display, "display", lambda data, raw: shown.append(data))
    axes = charts.conflict_matrix(conflict.conflict_matrix(tables(["Orrin", "Veld"])[2]))
    assert charts.show(axes, "matrix", tmp_path) is None
    assert shown[0]["text/html"].startswith("<img alt=")
    assert charts.alt_text(axes) in shown[0]["text/plain"]
    assert not plt.fignum_exists(axes.figure.number)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["matrix.png", "matrix.svg"]


def test_show_outside_a_notebook_is_silent(capsys):
    charts.show(charts.conflict_matrix(conflict.conflict_matrix(make_table("stances"))))
    assert capsys.readouterr().out == ""


def test_a_figure_of_two_charts_tells_both():
    figure, (left, right) = plt.subplots(1, 2)
    pairs = conflict.conflict_matrix(tables(["Orrin", "Veld"])[2])
    charts.conflict_matrix(pairs, left)
    charts.conflict_network(pairs, right)
    told = charts_frame.figure_alt(figure)
    assert "Conflict matrix" in told and "Network of" in told


# --- colours


def lightness(colour):
    y = sum(
        weight * (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4)
        for weight, c in zip((0.2126, 0.7152, 0.0722), to_rgb(colour), strict=True)
    )
    return 116 * y ** (1 / 3) - 16


def test_stances_differ_in_grey():
    shades = [lightness(colour) for colour in palette.STANCE_COLOURS.values()]
    assert min(abs(a - b) for a, b in combinations(shades, 2)) > 20


def test_writing_stands_out_from_every_cell():
    for mean in np.linspace(-1, 1, 41):
        colour = palette.stance_colour(mean)
        assert palette.contrast(colour, palette.ink_on(colour)) >= 4.5


def test_party_colours_do_not_depend_on_order_and_differ():
    assert palette.party_colours(["b", "a"]) == palette.party_colours(["a", "b"])
    colours = palette.party_colours([f"party {i:02}" for i in range(30)])
    assert len(set(colours.values())) == 12
    hatches = palette.party_hatches(colours)
    assert len({(colours[name], hatches[name]) for name in colours}) == 30
