"""The two palettes. Each is designed for itself; the dark one is not the light one inverted.

Every colour is written `#RRGGBB`. `TEXT_PAIRS` and `SIGN_PAIRS` name the combinations that screens
may use, with a test that holds each to its contrast.
"""

from typing import NamedTuple


class State(NamedTuple):
    """A semantic state: words and signs in it, the quiet ground behind them, and its edge."""

    text: str
    ground: str
    edge: str


class ChartColours(NamedTuple):
    """Colours of charts, told apart by people with any of the common kinds of colour blindness."""

    grid: str
    axis: str
    target: str
    actual: str
    series: tuple[str, ...]
    """Categories, in the order in which they are to be used."""
    sequence: tuple[str, ...]
    """Little to much, five steps of one hue; also the bands of a fan, outermost first."""


class Colours(NamedTuple):
    """All colours of one theme."""

    rail: str
    """Ground of the navigation rail, the top line and the foot."""
    canvas: str
    """Ground of a page."""
    surface: str
    """Cards, fields, tables and panels on the canvas."""
    raised: str
    """What floats above a surface: menus, the command list, tooltips."""
    hover: str
    """Ground under the pointer, on any of the grounds above."""
    pressed: str
    """Ground while a button is held down, and of the chosen entry where it is not the accent."""
    line: str
    """Hairlines between areas. Decoration only."""
    control: str
    """Edges of fields and boxes that a person can fill in."""
    text: str
    muted: str
    """Secondary words: captions, evidence, units."""
    faint: str
    """Placeholders and hints; still readable."""
    accent: str
    """Links, the focus ring, the chosen page: the accent as ink."""
    accent_fill: str
    """The one primary button of a page, checked boxes, slider grooves: the accent as ground."""
    accent_fill_hover: str
    on_accent: str
    """Words on `accent_fill`."""
    accent_soft: str
    """Ground of selected rows and text."""
    on_accent_soft: str
    success: State
    warning: State
    danger: State
    info: State
    chart: ChartColours


LIGHT = Colours(
    rail="#F3F4F6",
    canvas="#FAFBFC",
    surface="#FFFFFF",
    raised="#FFFFFF",
    hover="#EBEDF1",
    pressed="#E1E4EA",
    line="#E2E5EA",
    control="#868D9A",
    text="#1A1D24",
    muted="#525967",
    faint="#5E6573",
    accent="#2F51C4",
    accent_fill="#3559D4",
    accent_fill_hover="#2A4AB8",
    on_accent="#FFFFFF",
    accent_soft="#E3E9FB",
    on_accent_soft="#1C2F78",
    success=State(text="#1B6B43", ground="#E6F4EC", edge="#8FCBAA"),
    warning=State(text="#7D5200", ground="#FCF2DC", edge="#DDB866"),
    danger=State(text="#A82A22", ground="#FCEBE9", edge="#E3A19B"),
    info=State(text="#3E4655", ground="#EDF0F5", edge="#BCC4D1"),
    chart=ChartColours(
        grid="#E8EAEE",
        axis="#525967",
        target="#B0440B",
        actual="#1A1D24",
        series=("#2F5FD0", "#C2570C", "#0B8A6A", "#A3498A", "#8A6D00", "#2D8FBF"),
        sequence=("#E6ECFB", "#BDCCF4", "#8EA6EA", "#5F7FDD", "#2F51C4"),
    ),
)

DARK = Colours(
    rail="#121419",
    canvas="#181B21",
    surface="#1F232A",
    raised="#282D36",
    hover="#2B303A",
    pressed="#353B47",
    line="#2C313A",
    control="#747D8D",
    text="#E7E9EE",
    muted="#AEB5C1",
    faint="#9EA6B4",
    accent="#A3B6FF",
    accent_fill="#4A66D9",
    accent_fill_hover="#3F5AC9",
    on_accent="#FFFFFF",
    accent_soft="#2A3560",
    on_accent_soft="#DCE4FF",
    success=State(text="#7FD4A5", ground="#18302A", edge="#2F6B50"),
    warning=State(text="#E9BF68", ground="#352B18", edge="#77602B"),
    danger=State(text="#FF9F95", ground="#3B2224", edge="#83423F"),
    info=State(text="#C3CAD6", ground="#272C35", edge="#48505E"),
    chart=ChartColours(
        grid="#2A2F38",
        axis="#AEB5C1",
        target="#F5A26B",
        actual="#F3F4F7",
        series=("#7E9BFF", "#F08A4B", "#4CC9A0", "#C97BB5", "#E2C755", "#66BFE8"),
        sequence=("#26305A", "#364689", "#4C61B5", "#6F87E3", "#A3B6FF"),
    ),
)

_GROUNDS = ("rail", "canvas", "surface", "raised", "hover", "pressed")

TEXT_PAIRS: tuple[tuple[str, str], ...] = (
    *((ink, ground) for ink in ("text", "muted") for ground in _GROUNDS),
    *(("faint", ground) for ground in ("rail", "canvas", "surface", "raised", "hover")),
    *(("accent", ground) for ground in ("rail", "canvas", "surface", "raised", "hover")),
    ("on_accent", "accent_fill"),
    ("on_accent", "accent_fill_hover"),
    ("on_accent_soft", "accent_soft"),
    ("text", "accent_soft"),
    ("muted", "accent_soft"),
    *((f"{state}.text", f"{state}.ground") for state in ("success", "warning", "danger", "info")),
    *(
        (f"{state}.text", ground)
        for state in ("success", "warning", "danger")
        for ground in ("canvas", "surface", "rail", "hover", "accent_soft")
    ),
    ("chart.axis", "canvas"),
    ("chart.axis", "surface"),
)
"""Words on grounds: at least 4.5 : 1."""

SIGN_PAIRS: tuple[tuple[str, str], ...] = (
    ("control", "surface"),
    ("control", "canvas"),
    ("accent", "canvas"),
    ("accent_fill", "canvas"),
    ("accent_fill", "surface"),
    ("chart.target", "surface"),
    ("chart.actual", "surface"),
)
"""Edges and signs on grounds: at least 3 : 1. The series of charts are held to it too."""
