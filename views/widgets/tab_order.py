"""Tab goes through a page as it is read, also when rows were put in later."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QScrollArea, QSplitter, QWidget


def order_tabs(widget: QWidget) -> None:
    """Let Tab visit what `widget` holds in the order of its layouts."""
    before: QWidget | None = None
    for one in _focusable(widget):
        if before is not None:
            QWidget.setTabOrder(before, one)
        before = one


def order_tabs_before(last: QWidget, lines: Sequence[QWidget]) -> None:
    """Let Tab visit lines that were put in later where they stand: just before `last`."""
    before = last
    for one in (found for line in lines for found in _focusable(line)):
        QWidget.setTabOrder(before, one)
        before = one
    if before is not last:
        QWidget.setTabOrder(before, last)


def _focusable(widget: QWidget) -> Iterator[QWidget]:
    takes = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    if takes and widget.focusProxy() is None:
        yield widget
    if isinstance(widget, QSplitter):
        for at in range(widget.count()):
            yield from _inside(widget.widget(at))
    elif isinstance(widget, QScrollArea):
        yield from _inside(widget.widget())
    else:
        layout = widget.layout()
        if layout is not None:
            yield from _within(layout)


def _within(layout: QLayout) -> Iterator[QWidget]:
    for at in range(layout.count()):
        item = layout.itemAt(at)
        if item is None:
            continue
        inside, widget = item.layout(), item.widget()
        if inside is not None:
            yield from _within(inside)
        elif widget is not None:
            yield from _focusable(widget)


def _inside(widget: QWidget | None) -> Iterator[QWidget]:
    if widget is not None:
        yield from _focusable(widget)
