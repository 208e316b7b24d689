import json
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon, QImage
from PySide6.QtWidgets import QApplication

from views.icons import GLYPHS, font_file, icon
from views.theme import apply_theme


def test_glyphs_are_those_of_the_installed_font() -> None:
    font = font_file()
    assert font is not None
    chart = next(Path(font.parent).glob("phosphor-charmap-*.json"))
    codes = json.loads(chart.read_text("utf-8"))
    assert {name: chr(int(codes[name], 16)) for name in GLYPHS} == dict(GLYPHS)


@pytest.mark.parametrize("name", sorted(GLYPHS))
def test_every_icon_paints_something(qapp: QApplication, name: str) -> None:
    image = icon(name).pixmap(QSize(24, 24)).toImage()
    assert _inked(image) > 10


def test_an_icon_follows_the_theme(qapp: QApplication) -> None:
    drawn = icon("gear-six", "accent")
    light = apply_theme(qapp, "light")
    assert _darkest(drawn) == light.colours.accent.lower()
    dark = apply_theme(qapp, "dark")
    assert _darkest(drawn) == dark.colours.accent.lower()
    apply_theme(qapp, "light")


def test_a_checked_icon_has_its_own_colour(qapp: QApplication) -> None:
    theme = apply_theme(qapp, "light")
    drawn = icon("gear-six", "muted", on="accent")
    on = drawn.pixmap(QSize(64, 64), QIcon.Mode.Normal, QIcon.State.On).toImage()
    assert theme.colours.accent.lower() in _solid(on)


def _inked(image: QImage) -> int:
    return sum(
        image.pixelColor(x, y).alpha() > 64
        for x in range(image.width())
        for y in range(image.height())
    )


def _solid(image: QImage) -> set[str]:
    pixels = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return {pixel.name() for pixel in pixels if pixel.alpha() == 255}


def _darkest(drawn: QIcon) -> str:
    (colour,) = _solid(drawn.pixmap(QSize(64, 64)).toImage())
    return colour
