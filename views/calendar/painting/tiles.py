"""Patterns of the calendar as small pictures: filling with them costs little, hatching much."""

from functools import lru_cache

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPixmap

from views.charts.drawing import pen
from views.theme import Theme, make_theme
from views.theme.tokens import ThemeName

_HATCH = 8
_SIGN_EVERY = 56


def tone(theme: Theme, name: str, share: float, ground: str) -> QColor:
    """Return a colour laid over another, as one that hides what is below it."""
    top, below = theme.colour(name), theme.colour(ground)
    parts = (
        (top.red(), below.red()),
        (top.green(), below.green()),
        (top.blue(), below.blue()),
    )
    red, green, blue = (round(over * share + under * (1 - share)) for over, under in parts)
    return QColor(red, green, blue)


@lru_cache(maxsize=4)
def busy_tile(name: ThemeName) -> QPixmap:
    """Return the hatching of a time that is taken elsewhere."""
    theme = make_theme(name)
    return _hatched(
        tone(theme, "pressed", 0.75, "surface"),
        tone(theme, "control", 0.55, "pressed"),
        rising=True,
    )


@lru_cache(maxsize=4)
def away_tile(name: ThemeName) -> QPixmap:
    """Return the hatching of a time in which somebody does not work."""
    theme = make_theme(name)
    return _hatched(theme.colour("hover"), theme.colour("line"), rising=False)


@lru_cache(maxsize=8)
def question_tile(name: ThemeName, scale: float) -> QPixmap:
    """Return the pattern of what is not known: question marks, few enough to read through."""
    theme = make_theme(name, scale)
    side = theme.scaled(_SIGN_EVERY)
    tile = QPixmap(side, side)
    tile.fill(Qt.GlobalColor.transparent)
    painter = QPainter(tile)
    painter.setFont(theme.font("heading", "medium"))
    painter.setPen(theme.colour("control", 0.8))
    painter.drawText(tile.rect(), Qt.AlignmentFlag.AlignCenter, "?")
    painter.end()
    return tile


def _hatched(ground: QColor, line: QColor, *, rising: bool) -> QPixmap:
    tile = QPixmap(_HATCH, _HATCH)
    tile.fill(ground)
    painter = QPainter(tile)
    painter.setPen(pen(line))
    for at in range(_HATCH):
        painter.drawPoint(at, _HATCH - 1 - at if rising else at)
    painter.end()
    return tile
