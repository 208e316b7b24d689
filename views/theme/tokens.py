"""What every widget may ask of the theme: sizes, fonts, colours."""

from typing import Final, Literal, NamedTuple

from PySide6.QtGui import QColor, QFont

from views.theme.colours import DARK, LIGHT, Colours

FAMILY: Final = "Inter"
GRID: Final = 8
SCALES: Final = (0.9, 1.0, 1.1, 1.25, 1.5)

ThemeName = Literal["light", "dark"]
ThemeMode = Literal["light", "dark", "system"]
TextSize = Literal["small", "body", "heading", "title"]
TextWeight = Literal["regular", "medium", "semibold"]

_TEXT_PIXELS: Final[dict[TextSize, int]] = {"small": 12, "body": 13, "heading": 16, "title": 22}
_WEIGHTS: Final[dict[TextWeight, QFont.Weight]] = {
    "regular": QFont.Weight.Normal,
    "medium": QFont.Weight.Medium,
    "semibold": QFont.Weight.DemiBold,
}
# Inter's ones are narrow; tables and counters need every digit equally wide.
TABULAR: Final = "tnum"


class Theme(NamedTuple):
    """One look: its palette and how large its text is (1.0 is the designed size)."""

    name: ThemeName
    scale: float
    colours: Colours

    def text_pixels(self, size: TextSize = "body") -> int:
        """Return the pixel size of one of the four text sizes at this scale."""
        return round(_TEXT_PIXELS[size] * self.scale)

    def space(self, steps: float = 1) -> int:
        """Return a distance in steps of the 8-pixel grid; distances do not grow with the text."""
        return round(GRID * steps)

    def scaled(self, pixels: float) -> int:
        """Return a length that has to grow with the text: row heights, widths of columns."""
        return round(pixels * self.scale)

    def font(
        self,
        size: TextSize = "body",
        weight: TextWeight = "regular",
        *,
        tabular: bool = False,
    ) -> QFont:
        """Return a font of the one family; `tabular` gives figures of equal width."""
        font = QFont(FAMILY)
        font.setPixelSize(self.text_pixels(size))
        font.setWeight(_WEIGHTS[weight])
        if tabular:
            set_tabular(font)
        return font

    def colour(self, name: str, alpha: float = 1.0) -> QColor:
        """Return a colour by its name in the palette (`accent`, `danger.text`, `chart.grid`)."""
        colour = QColor(self.value(name))
        colour.setAlphaF(alpha)
        return colour

    def value(self, name: str) -> str:
        """Return the `#RRGGBB` of a colour by its name in the palette."""
        found: object = self.colours
        for part in name.split("."):
            found = getattr(found, part)
        if not isinstance(found, str):
            raise KeyError(name)
        return found

    def series(self, index: int) -> QColor:
        """Return the chart colour of category `index`; it starts again after the last."""
        series = self.colours.chart.series
        return QColor(series[index % len(series)])


def make_theme(name: ThemeName, scale: float = 1.0) -> Theme:
    """Return the light or the dark theme at a text scale."""
    return Theme(name=name, scale=scale, colours=DARK if name == "dark" else LIGHT)


def set_tabular(font: QFont) -> None:
    """Give `font` figures of equal width."""
    font.setFeature(QFont.Tag(TABULAR), 1)
