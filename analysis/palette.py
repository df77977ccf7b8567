"""The colours and marks of every chart, and the parties' fixed colours.

No chart says anything by colour alone. Against and for differ in hue (orange and purple, which the common kinds of
colour blindness keep apart) and in lightness (so that a grey print keeps them apart), and there is a sign, a hatch
or a place beside. Party colours only help to find a party again: its name is always written next to it.
"""

from __future__ import annotations

from collections.abc import Iterable

from matplotlib.colors import LinearSegmentedColormap, to_hex, to_rgb

from analysis.counting import party_order

INK = "#222222"
QUIET = "#6b6b6b"
FAINT = "#ececec"
PAPER = "#ffffff"

#: stance label -> colour; lightness (CIE L*) falls from neutral over against to for.
STANCE_COLOURS: dict[str, str] = {"against": "#d9731a", "neutral": "#d4d4d4", "for": "#4a2482"}
#: stance label -> the sign drawn into its mark.
STANCE_SIGNS: dict[str, str] = {"against": "\N{MINUS SIGN}", "neutral": "0", "for": "+"}
#: stance label -> the hatch of its bar.
STANCE_HATCHES: dict[str, str] = {"against": "//", "neutral": "", "for": ""}
#: quote type -> marker: a circle for a person's own words, corners where the reporter words it.
QUOTE_MARKERS: dict[str, str] = {"direct": "o", "mixed": "D", "indirect": "s"}

#: mean stance, -1 to 1 -> colour of a cell: white in the middle.
STANCE_MAP = LinearSegmentedColormap.from_list(
    "standpoints", [STANCE_COLOURS["against"], "#f3bd88", "#f7f7f7", "#b3a3cf", STANCE_COLOURS["for"]]
)

_PARTY_COLOURS = (
    "#332288",
    "#44aa99",
    "#cc6677",
    "#88ccee",
    "#661100",
    "#ddcc77",
    "#117733",
    "#aa4499",
    "#999933",
    "#882255",
    "#000000",
    "#cdd6a0",
)


def party_colours(parties: Iterable[str]) -> dict[str, str]:
    """Give each party its colour: the same for the same list of parties, in every chart and in the marked text.

    Args:
        parties: the parties; they are put into the order of `party_order` first, so their order here is no matter.

    Returns:
        party -> colour as "#rrggbb". Twelve differ, also to colour-blind eyes; from the thirteenth party on colours
        come again, hatched in the network, and the name beside the mark has to tell them apart. Who wants the same
        colours in several charts hands all of them the same parties.

    References:
        The colours are taken from the schemes of Tol (2021), Colour schemes, SRON technical note EPS/TN/09-002.

    Example:
        >>> party_colours(["Veld", "Orrin"])
        {'Orrin': '#332288', 'Veld': '#44aa99'}
    """
    return {name: _PARTY_COLOURS[i % len(_PARTY_COLOURS)] for i, name in enumerate(party_order(parties))}


def party_hatches(parties: Iterable[str]) -> dict[str, str]:
    """Give each party its hatch: none for the first twelve, another for each twelve that repeat their colours.

    Example:
        >>> party_hatches(f"party {i:02}" for i in range(13))["party 12"]
        '///'
    """
    hatches = ("", "///", "...", "xx")
    names = party_order(parties)
    return {name: hatches[i // len(_PARTY_COLOURS) % len(hatches)] for i, name in enumerate(names)}


def stance_colour(mean: float) -> str:
    """Give the colour of a mean stance, -1 (against) to 1 (for), as "#rrggbb".

    Example:
        >>> stance_colour(-1)
        '#d9731a'
    """
    return to_hex(STANCE_MAP((max(-1.0, min(1.0, mean)) + 1) / 2))


def stance_kind(mean: float) -> str:
    """Give the label that a mean stance is nearest to: "against", "neutral" or "for" (a third of the scale each).

    Example:
        >>> stance_kind(-0.4), stance_kind(0.2), stance_kind(1)
        ('against', 'neutral', 'for')
    """
    if mean <= -1 / 3:
        return "against"
    return "for" if mean >= 1 / 3 else "neutral"


def ink_on(colour: str) -> str:
    """Give the text colour, black or white, that stands out more from a background: by 4.5 at least.

    The contrast is that of the Web Content Accessibility Guidelines 2.2 (relative luminance of sRGB).

    Example:
        >>> ink_on("#ffffff"), ink_on("#332288")
        ('#000000', '#ffffff')
    """
    return max(("#000000", PAPER), key=lambda ink: contrast(colour, ink))


def contrast(one: str, other: str) -> float:
    """Give the contrast ratio of two colours, 1 (the same) to 21 (black on white), as in WCAG 2.2.

    Example:
        >>> contrast("#000000", "#ffffff")
        21.0
    """
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    channels = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), channels, strict=True))
