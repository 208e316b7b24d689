"""The checklist of a kind of meeting: what, by whom, and how long before."""

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from models.clean_text import in_one_line
from models.language import gettext as _
from models.vocabulary import Role
from views.settings.fields import NumberLine, SavedLine
from views.settings.line_trouble import LineTrouble
from views.theme import current_theme
from views.widgets import FormRow, PlainLabel, fill_choices, make_button
from views.widgets.tab_order import order_tabs_before

if TYPE_CHECKING:
    from models.appointments.kinds import Preparation, PreparationTemplateRow

_USUAL_HOURS: Final = 24


class PreparationEditor(QWidget):
    """One line an item, told as a whole when one of them is left."""

    changed = Signal(object)
    """Emitted with the items as a tuple of `Preparation`."""

    def __init__(self) -> None:
        super().__init__()
        theme = current_theme()
        self._shown: tuple[Any, ...] = ()
        self.lines: list[ItemLine] = []
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.space(0.5))
        self.row = FormRow(_("Checklist"), inside)
        self.row.label.hide()
        self.empty = PlainLabel(_("Nothing has to be ready before a meeting."), tone="muted")
        self.add_button = make_button(_("Add"), self.add, icon_name="plus")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space())
        column.addWidget(self.empty)
        column.addWidget(self.row)
        column.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)

    def show_items(self, kind_id: int, items: "tuple[PreparationTemplateRow, ...]") -> None:
        """Show the checklist of a kind; a line stays with its item, and with what is typed in it.

        What could not be saved yet stays even where its item is gone: at the end, as a new one.
        """
        shown = (kind_id, tuple((one.text, one.owner_role, one.hours_before) for one in items))
        if shown == self._shown:
            return
        before = self.lines if self._shown[:1] == (kind_id,) else []
        gone, self._shown = [one for one in self.lines if one not in before], shown
        held = next((at for at, one in enumerate(before) if one.holds_focus()), -1)
        lines = [_taken(before, one.text) or self._make() for one in items]
        for line, one in zip(lines, items, strict=True):
            line.show_item(one.text, one.owner_role, one.hours_before)
        gone += [line for line in before if not line.is_kept]
        self.lines = lines + [line for line in before if line.is_kept]
        for at, line in enumerate(self.lines):
            self._column.insertWidget(at, line)
            line.show()
        order_tabs_before(self.add_button, self.lines)
        # Only now: a line that goes with the keys would hand them on, and the page would scroll.
        if 0 <= held < len(self.lines) and any(line.holds_focus() for line in gone):
            self.lines[held].text.setFocus(Qt.FocusReason.OtherFocusReason)
        for line in gone:
            self._drop(line)
        self.set_error("")
        self.empty.setVisible(not self.lines)

    def set_error(self, sentence: str) -> None:
        """Say why the checklist was refused; an empty sentence says that it is saved."""
        self.row.set_error(sentence)
        for line in self.lines:
            line.problem.set_error(sentence)

    def add(self) -> None:
        """Add a line at the end and go to it; it counts once it says something."""
        line = self._make()
        self.lines.append(line)
        self._column.addWidget(line)
        order_tabs_before(self.add_button, self.lines)
        self.empty.hide()
        line.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def items(self) -> "tuple[Preparation, ...]":
        """Return what is typed, without lines that say nothing."""
        from models.appointments.kinds import Preparation

        return tuple(
            Preparation(line.text.text(), line.owner.currentData(), line.hours_before())
            for line in self.lines
            if line.text.text().strip()
        )

    def _make(self) -> "ItemLine":
        line = ItemLine()
        line.edited.connect(lambda: self.changed.emit(self.items()))
        line.remove_button.clicked.connect(lambda _checked=False: self._remove(line))
        return line

    def _remove(self, line: "ItemLine") -> None:
        self.lines.remove(line)
        self._drop(line)
        self.empty.setVisible(not self.lines)
        self.changed.emit(self.items())

    def _drop(self, line: "ItemLine") -> None:
        # What is typed in it is of no item any more.
        line.blockSignals(True)
        self._column.removeWidget(line)
        line.hide()
        line.deleteLater()


class ItemLine(QWidget):
    """One item of the checklist."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        theme = current_theme()
        self._before = _USUAL_HOURS
        self.text = SavedLine(_("What has to be ready"))
        self.text.setAccessibleName(_("What has to be ready"))
        self.owner = QComboBox()
        self.owner.setAccessibleName(_("By whom"))
        owners = ((Role.CLOSER.value, _("by the closer")), (Role.SETTER.value, _("by who books")))
        fill_choices(self.owner, owners)
        self.hours = NumberLine()
        self.hours.setAccessibleName(_("Hours before the meeting"))
        self.hours.setMaximumWidth(theme.scaled(56))
        self.hours.show_number(self._before)
        self.remove_button = make_button("", kind="quiet", icon_name="x", tip=_("Remove"))
        self.problem = LineTrouble(self.text, self.hours)
        row = QHBoxLayout()
        row.setSpacing(theme.space())
        row.addWidget(self.text, 1)
        row.addWidget(self.owner)
        row.addWidget(self.hours)
        row.addWidget(PlainLabel(_("h before"), tone="muted"))
        row.addWidget(self.remove_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(0.5))
        column.addLayout(row)
        column.addWidget(self.problem)
        self.text.saved.connect(lambda _text: self.edited.emit())
        self.owner.activated.connect(lambda _at: self.edited.emit())
        self.hours.saved_number.connect(self._take_hours)
        # What cannot be read keeps nothing else of the checklist from being saved.
        self.hours.wrong.connect(lambda _said: self._hold_hours())

    @property
    def is_kept(self) -> bool:
        """Whether something was typed here that is not saved, or is about to be."""
        typed = self.text.text().strip()
        is_new = not self.text.held and self.holds_focus()
        return is_new or bool(typed and (self.text.is_open or self.hours.is_open))

    def show_item(self, text: str, owner: str, hours: int) -> None:
        """Show an item; what is being typed stays, and what was refused with its reason."""
        self._before = hours
        self.text.show_text(text)
        self.owner.setCurrentIndex(max(0, self.owner.findData(owner)))
        self.hours.show_number(hours)

    def holds_focus(self) -> bool:
        """Return whether the person is in this line."""
        return any(one.hasFocus() for one in (self.text, self.owner, self.hours))

    def says(self, text: str) -> bool:
        """Return whether this line shows an item with these words, or has just told them."""
        return text in {self.text.held, in_one_line(self.text.text())}

    def hours_before(self) -> int:
        """Return how long before the meeting the item is due."""
        return self._before

    def _take_hours(self, hours: int | None) -> None:
        self._before = 0 if hours is None else hours
        self.edited.emit()

    def _hold_hours(self) -> None:
        self._before = int(self.hours.held)


def _taken(lines: list[ItemLine], text: str) -> ItemLine | None:
    """Take the first line that says something out of a list."""
    found = next((line for line in lines if line.says(text)), None)
    if found is not None:
        lines.remove(found)
    return found
