"""Paints the rows of the table of leads, all in one go.

A delegate would be asked for each cell, and each time the thread that paints would have to get the
interpreter back from whatever reads beside it: a table of rows would take as long as their turns.
For the same reason words are written by the one way that Qt keeps the interpreter for.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter

from models.leads.lists.wanted import LeadColumn
from views.theme import Theme

if TYPE_CHECKING:
    from views.leads.table.columns import ListColumn
    from views.leads.table.view import LeadTable

_SIDE: Final = 8
_KEPT: Final = 4_000


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a column stands, and how many pixels of it can be written on."""

    number: int
    column: "ListColumn"
    left: int
    room: int


class Face:
    """A font, how far below a row's top its words stand, and words as they fit."""

    def __init__(self, font: QFont, row_pixels: int) -> None:
        self.font = font
        self.metrics = QFontMetrics(font)
        spare = row_pixels - self.metrics.ascent() - self.metrics.descent()
        self.base = spare // 2 + self.metrics.ascent()
        self._fitted: dict[tuple[str, int], tuple[str, int]] = {}

    def fitted(self, words: str, room: int) -> tuple[str, int]:
        """Return words cut to the room there is, and the room they take."""
        known = self._fitted.get((words, room))
        if known is None:
            if len(self._fitted) > _KEPT:
                self._fitted.clear()
            # A line break inside of a name is a space here.
            shown = " ".join(words.split())
            wide = self.metrics.horizontalAdvance(shown)
            if wide > room:
                shown = self.metrics.elidedText(shown, Qt.TextElideMode.ElideRight, room)
                wide = self.metrics.horizontalAdvance(shown)
            known = self._fitted[words, room] = shown, wide
        return known


class RowPainting:
    """Colours and fonts of one theme, and rows painted with them."""

    def __init__(self, theme: Theme, row_pixels: int) -> None:
        self._chosen = theme.colour("accent_soft")
        self._chosen_words = theme.colour("on_accent_soft")
        self._pointed = theme.colour("hover")
        self._words = {False: theme.colour("text"), True: theme.colour("muted")}
        self._name = Face(theme.font(weight="medium"), row_pixels)
        self._other = Face(theme.font(), row_pixels)
        self._figures = Face(theme.font(tabular=True), row_pixels)
        self._row_pixels = row_pixels
        self._sign_pixels = theme.scaled(16)
        self._bar_pixels = theme.scaled(8)

    def paint(self, painter: QPainter, table: "LeadTable", area: QRect) -> None:
        """Paint the rows that an area shows; a row, not a cell, is what is chosen or pointed at."""
        first = table.rowAt(area.top())
        if first < 0:
            return
        last = table.rowAt(area.bottom())
        rows = range(first, (last if last >= 0 else table.leads.rowCount() - 1) + 1)
        top = table.rowViewportPosition(first)
        tops = [top + place * self._row_pixels for place in range(len(rows))]
        spans = table.chosen_spans()
        chosen = {row for row in rows if any(begin <= row <= end for begin, end in spans)}
        lines = list(zip(rows, tops, strict=True))
        self._paint_grounds(painter, table, lines, chosen)
        for place in _places(table):
            self._paint_column(painter, table, place, lines, chosen)

    def _paint_grounds(
        self,
        painter: QPainter,
        table: "LeadTable",
        lines: list[tuple[int, int]],
        chosen: set[int],
    ) -> None:
        wide = table.viewport().width()
        for row, top in lines:
            if row in chosen:
                painter.fillRect(0, top, wide, self._row_pixels, self._chosen)
            elif row == table.hovered:
                painter.fillRect(0, top, wide, self._row_pixels, self._pointed)

    def _paint_column(
        self,
        painter: QPainter,
        table: "LeadTable",
        place: _Place,
        lines: list[tuple[int, int]],
        chosen: set[int],
    ) -> None:
        column, model = place.column, table.leads
        face = self._face(column)
        plain = self._words[column.gives_way > 1]
        painter.setFont(face.font)
        ink: QColor | None = None
        for row, top in lines:
            words = model.text_at(row, place.number)
            if words is None:
                self._paint_bar(painter, place, row, top)
                ink = None
                continue
            left, room = place.left, place.room
            if column.order is LeadColumn.STATUS:
                taken = self._paint_sign(painter, table, row, left, top)
                left, room = left + taken, room - taken
            wanted = self._chosen_words if row in chosen else plain
            if ink is not wanted:
                ink = wanted
                painter.setPen(ink)
            shown, wide = face.fitted(words, room)
            x = left + room - wide if column.at_right else left
            painter.drawText(x, top + face.base, shown)

    def _face(self, column: "ListColumn") -> Face:
        if column.figures:
            return self._figures
        return self._name if column.order is LeadColumn.NAME else self._other

    def _paint_sign(
        self, painter: QPainter, table: "LeadTable", row: int, left: int, top: int
    ) -> int:
        """Paint the sign of a lead's status; return the room it takes."""
        sign = table.leads.sign_at(row)
        if sign is None:
            return 0
        side = self._sign_pixels
        sign.paint(painter, QRect(left, top + (self._row_pixels - side) // 2, side, side))
        return side + _SIDE // 2

    def _paint_bar(self, painter: QPainter, place: _Place, row: int, top: int) -> None:
        """Paint a bar where words are on their way; unequal lengths look like words."""
        wide = place.room * (4 + (row * 7 + place.number * 3) % 5) // 10
        high = self._bar_pixels
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._pointed)
        painter.drawRoundedRect(place.left, top + (self._row_pixels - high) // 2, wide, high, 3, 3)


def _places(table: "LeadTable") -> list[_Place]:
    return [
        _Place(
            number,
            column,
            table.columnViewportPosition(number) + _SIDE,
            table.columnWidth(number) - 2 * _SIDE,
        )
        for number, column in enumerate(table.leads.columns)
        if not table.isColumnHidden(number)
    ]
