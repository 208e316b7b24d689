"""The rows of leads as they are painted."""

from typing import Any

from PySide6.QtCore import QItemSelectionModel
from PySide6.QtGui import QImage

from tests.models.leads.listed_leads import Written
from tests.views.leads.conftest import Open
from views.leads.page import LeadsPage
from views.leads.table.row_painting import Face
from views.theme import current_theme

WHOLE = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows


def ground(picture: QImage, page: LeadsPage, row: int) -> list[str]:
    """Return the colours at both ends of a row, where no words stand."""
    box = page.table.visualRect(page.model.index(row, 0))
    ends = (2, page.table.viewport().width() - 3)
    return [picture.pixelColor(x, box.center().y()).name() for x in ends]


def inks(picture: QImage, page: LeadsPage, row: int, column: int) -> set[str]:
    box = page.table.visualRect(page.model.index(row, column))
    return {
        picture.pixelColor(x, y).name()
        for x in range(box.left(), box.right())
        for y in range(box.top(), box.bottom())
    }


def test_a_row_and_not_a_cell_is_painted_as_chosen(show: Open, written: Written) -> None:
    page = show()
    page.table.selectionModel().select(page.model.index(1, 0), WHOLE)
    picture = page.table.viewport().grab().toImage()
    theme = current_theme()
    assert ground(picture, page, 1) == [theme.colour("accent_soft").name()] * 2
    assert set(ground(picture, page, 2)).isdisjoint({theme.colour("accent_soft").name()})
    assert theme.colour("on_accent_soft").name() in inks(picture, page, 1, 0)
    assert theme.colour("text").name() in inks(picture, page, 2, 0)


def test_every_row_in_sight_is_painted_wherever_the_list_is_scrolled(
    show: Open, written: Written
) -> None:
    page = show()
    page.table.verticalScrollBar().setValue(page.table.rowHeight(0) * 3 // 2)
    picture = page.table.viewport().grab().toImage()
    first, last = 1, page.table.rowAt(picture.height() - 1)
    seen = range(first + 1, last)
    assert len(seen) > 8
    for row in seen:
        assert current_theme().colour("text").name() in inks(picture, page, row, 0)


def test_words_are_painted_on_one_line_and_cut_to_their_room(qapp: Any) -> None:
    face = Face(current_theme().font(), 32)
    words, wide = face.fitted("Ann\nLee", 200)
    assert words == "Ann Lee"
    assert 0 < wide < 200
    cut, taken = face.fitted("A company with a very long name indeed", 80)
    assert cut.endswith("…")
    assert taken <= 80
