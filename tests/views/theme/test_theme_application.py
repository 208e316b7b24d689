from re import findall

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QPlainTextEdit,
    QStyle,
    QStyleOptionButton,
)
from pytestqt.qtbot import QtBot

from views.theme import (
    SCALES,
    Theme,
    ThemeMode,
    apply_theme,
    current_mode,
    current_theme,
    make_theme,
    theme_changed,
)
from views.theme.apply import name_of
from views.theme.contrast import contrast_ratio
from views.theme.stylesheet import stylesheet
from views.widgets import make_button


@pytest.mark.parametrize("scale", SCALES)
def test_four_text_sizes_grow_together(scale: float) -> None:
    theme = make_theme("light", scale)
    sizes = [theme.text_pixels(size) for size in ("small", "body", "heading", "title")]
    assert sizes == [round(pixels * scale) for pixels in (12, 13, 16, 22)]


def test_distances_keep_to_the_grid_at_every_scale() -> None:
    assert [make_theme("light", scale).space(2) for scale in SCALES] == [16] * len(SCALES)


def test_palette_font_and_stylesheet_come_from_one_theme(qapp: QApplication) -> None:
    theme = apply_theme(qapp, "dark", 1.5)
    assert current_theme() is theme
    assert current_mode() == "dark"
    assert qapp.palette().color(QPalette.ColorRole.Window).name() == theme.colours.canvas.lower()
    assert qapp.font().family() == "Inter"
    assert qapp.font().pixelSize() == 20
    assert qapp.styleSheet() == stylesheet(theme)


def test_the_stylesheet_names_no_colour_outside_the_palette() -> None:
    light, dark = make_theme("light"), make_theme("dark")
    allowed_light, allowed_dark = _colours(light), _colours(dark)
    assert _hexes(stylesheet(light)) <= allowed_light
    assert _hexes(stylesheet(dark)) <= allowed_dark
    assert "$" not in stylesheet(light)


@pytest.mark.parametrize("scale", SCALES)
def test_the_stylesheet_writes_in_no_fifth_size(scale: float) -> None:
    theme = make_theme("light", scale)
    written = set(findall(r"font-size: ([^;]+);", stylesheet(theme)))
    assert written == {f"{theme.text_pixels(one)}px" for one in ("small", "heading", "title")}


@pytest.mark.parametrize("scale", SCALES)
def test_radio_buttons_are_round(scale: float) -> None:
    sheet = stylesheet(make_theme("light", scale))
    boxes = findall(r"QRadioButton::indicator { width: (\d+)px", sheet)
    radii = findall(r"QRadioButton::indicator { border-radius: (\d+)px", sheet)
    edges = 2
    assert [(int(box) + edges) // 2 for box in boxes] == [int(radius) for radius in radii]


@pytest.mark.parametrize("scale", SCALES)
def test_the_words_of_a_leading_link_begin_where_its_column_does(
    qapp: QApplication, qtbot: QtBot, scale: float
) -> None:
    apply_theme(qapp, "light", scale)
    button, other = make_button("Earlier", kind="leading"), make_button("Earlier", kind="link")
    for one in (button, other):
        qtbot.addWidget(one)
        one.ensurePolished()
    option = QStyleOptionButton()
    option.initFrom(button)
    inside = QStyle.SubElement.SE_PushButtonContents
    assert button.style().subElementRect(inside, option, button).left() == 0
    assert button.sizeHint().height() == other.sizeHint().height()


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("kind", [QLineEdit, QPlainTextEdit])
def test_what_an_empty_field_asks_for_can_be_read(
    qapp: QApplication, qtbot: QtBot, mode: ThemeMode, kind: type[QLineEdit | QPlainTextEdit]
) -> None:
    theme = apply_theme(qapp, mode)
    field = kind()
    qtbot.addWidget(field)
    field.ensurePolished()
    ink = field.palette().color(QPalette.ColorRole.PlaceholderText)
    # Qt would lay the field's own ink over it at half its strength.
    assert ink.alpha() == 255
    assert contrast_ratio(ink.name(), theme.colours.surface) >= 4.5


def test_change_is_told_after_it_is_on(qapp: QApplication, qtbot: QtBot) -> None:
    seen: list[str] = []

    def look(theme: Theme) -> None:
        seen.append(theme.name)
        assert qapp.styleSheet() == stylesheet(theme)

    theme_changed.connect(look)
    with qtbot.waitSignal(theme_changed):
        apply_theme(qapp, "dark")
    theme_changed.disconnect(look)
    assert seen == ["dark"]


def test_system_scheme_is_followed_unless_overridden(qapp: QApplication) -> None:
    hints = qapp.styleHints()
    apply_theme(qapp, "system", 1.25)
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert (current_theme().name, current_theme().scale) == ("dark", 1.25)
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Light)
    assert current_theme().name == "light"
    apply_theme(qapp, "light")
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert current_theme().name == "light"


def test_unknown_scheme_is_light() -> None:
    assert name_of(Qt.ColorScheme.Unknown) == "light"


def test_tabular_figures_are_equally_wide(qapp: QApplication) -> None:
    tabular = QFontMetricsF(current_theme().font(tabular=True))
    usual = QFontMetricsF(current_theme().font())
    assert tabular.horizontalAdvance("1111") == tabular.horizontalAdvance("8888")
    assert usual.horizontalAdvance("1111") < usual.horizontalAdvance("8888")


def test_three_weights_are_bundled(qapp: QApplication) -> None:
    theme = current_theme()
    widths = [
        QFontMetricsF(theme.font("title", "regular")).horizontalAdvance("Hamburg"),
        QFontMetricsF(theme.font("title", "medium")).horizontalAdvance("Hamburg"),
        QFontMetricsF(theme.font("title", "semibold")).horizontalAdvance("Hamburg"),
    ]
    assert widths == sorted(set(widths))
    assert theme.font("title", "semibold").weight() == QFont.Weight.DemiBold


def test_a_colour_is_asked_for_by_its_name() -> None:
    theme = make_theme("dark")
    assert theme.colour("danger.text").name() == theme.colours.danger.text.lower()
    assert theme.colour("accent", 0.5).alphaF() == pytest.approx(0.5, abs=0.01)
    assert theme.series(len(theme.colours.chart.series)) == theme.series(0)
    with pytest.raises(KeyError):
        theme.colour("danger")


def _hexes(sheet: str) -> set[str]:
    return {word[:7] for word in (f"#{part}" for part in sheet.split("#")[1:]) if _is_hex(word)}


def _is_hex(word: str) -> bool:
    return len(word) >= 7 and all(c in "0123456789ABCDEFabcdef" for c in word[1:7])


def _colours(theme: Theme) -> set[str]:
    text = repr(theme.colours)
    return {text[at : at + 7] for at, c in enumerate(text) if c == "#"}
