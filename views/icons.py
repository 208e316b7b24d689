"""Icons: glyphs of the Phosphor font that comes with QtAwesome, painted in the theme's colours.

The font file is read directly. Importing QtAwesome and its Qt wrapper takes some 300 ms here and
would hold the first paint; the font alone takes 7 ms. An icon asks for the theme each time it is
painted, so a change of theme needs nothing but a repaint.
"""

from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType
from typing import Final

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QIconEngine, QPainter, QPixmap

from views.theme import current_theme

GLYPHS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "address-book": "\uf372",
        "arrow-bend-up-right": "\uf017",
        "arrow-down": "\uf022",
        "arrow-right": "\uf044",
        "arrow-u-up-left": "\uf066",
        "arrow-u-up-right": "\uf067",
        "arrow-up": "\uf061",
        "book-open": "\uf097",
        "calendar-blank": "\uf0ad",
        "caret-down": "\uf0c2",
        "caret-left": "\uf0c3",
        "caret-right": "\uf0c4",
        "chart-bar": "\uf0d2",
        "chart-line-up": "\uf0d5",
        "check": "\uf0e7",
        "check-circle": "\uf0e8",
        "clock": "\uf0f9",
        "coin": "\uf10d",
        "copy": "\uf114",
        "dots-three": "\uf145",
        "download-simple": "\uf14c",
        "envelope-simple": "\uf156",
        "export": "\uf15a",
        "file-text": "\uf170",
        "floppy-disk": "\uf181",
        "folder-open": "\uf18c",
        "funnel": "\uf196",
        "gear-six": "\uf19c",
        "handshake": "\uf1c0",
        "hourglass": "\uf1d0",
        "image": "\uf1dd",
        "info": "\uf1e0",
        "keyboard": "\uf1e5",
        "link": "\uf1f3",
        "linkedin-logo": "\uf1f5",
        "lock-open": "\uf204",
        "lock-simple": "\uf205",
        "magnifying-glass": "\uf20a",
        "megaphone": "\uf215",
        "paper-plane-tilt": "\uf25c",
        "pencil-simple": "\uf266",
        "phone": "\uf26e",
        "phone-call": "\uf26f",
        "plus": "\uf27f",
        "printer": "\uf288",
        "prohibit": "\uf289",
        "question": "\uf293",
        "sliders-horizontal": "\uf2d0",
        "snowflake": "\uf2da",
        "sun": "\uf2fe",
        "table": "\uf304",
        "tag": "\uf305",
        "trash": "\uf334",
        "user": "\uf346",
        "user-circle": "\uf347",
        "users": "\uf351",
        "users-three": "\uf354",
        "warning": "\uf35c",
        "warning-circle": "\uf35d",
        "warning-octagon": "\uf35e",
        "x": "\uf36d",
    }
)


def icon(name: str, colour: str = "muted", *, on: str | None = None) -> QIcon:
    """Return the icon `name` in a colour of the palette; `on` is its colour when checked."""
    return QIcon(_Glyph(GLYPHS[name], colour, on or colour))


def font_file() -> Path | None:
    """Return the Phosphor font of the installed QtAwesome, found without importing it."""
    spec = find_spec("qtawesome")
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        for file in sorted(Path(folder, "fonts").glob("phosphor-*.ttf")):
            return file
    return None


@cache
def _family() -> str:
    file = font_file()
    number = -1 if file is None else QFontDatabase.addApplicationFont(str(file))
    families = [] if number < 0 else QFontDatabase.applicationFontFamilies(number)
    return families[0] if families else ""


class _Glyph(QIconEngine):
    """Paints one glyph at whatever size it is asked for."""

    def __init__(self, glyph: str, colour: str, colour_on: str) -> None:
        super().__init__()
        self._glyph = glyph
        self._colour = colour
        self._colour_on = colour_on

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        """Paint the glyph, centred in `rect`."""
        family = _family()
        if not family:
            return
        font = QFont(family)
        font.setPixelSize(max(1, rect.height()))
        painter.save()
        painter.setPen(self._ink(mode, state))
        painter.setFont(font)
        # A rectangle wider than high leaves a gap before the words that follow.
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter, self._glyph)
        painter.restore()

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """Return the glyph on a transparent ground."""
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return pixmap

    def clone(self) -> QIconEngine:
        """Return a copy; Qt asks for one when a shared icon is changed."""
        return _Glyph(self._glyph, self._colour, self._colour_on)

    def _ink(self, mode: QIcon.Mode, state: QIcon.State) -> QColor:
        theme = current_theme()
        if mode == QIcon.Mode.Disabled:
            return theme.colour("faint", 0.6)
        return theme.colour(self._colour_on if state == QIcon.State.On else self._colour)
