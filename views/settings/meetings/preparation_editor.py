"""The checklist of a kind of meeting: what, by whom, and how long before."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from models.language import gettext as _
from models.vocabulary import Role
from views.settings.fields import NumberLine, SavedLine
from views.theme import current_theme
from views.widgets import FormRow, PlainLabel, fill_choices, make_button
from views.widgets.tab_order import order_tabs_before

if TYPE_CHECKING:
    from models.appointments.kinds import Preparation, PreparationTemplateRow


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
        """Show the checklist of a kind; a line that is being typed stays."""
        shown = (kind_id, tuple((one.text, one.owner_role, one.hours_before) for one in items))
        if shown == self._shown:
            return
        self._shown = shown
        held = next((at for at, one in enumerate(self.lines) if one.holds_focus()), -1)
        before, self.lines = self.lines, []
        for one in items:
            self._add_line(one.text, one.owner_role, one.hours_before).show()
        order_tabs_before(self.add_button, self.lines)
        if 0 <= held < len(self.lines):
            self.lines[held].text.setFocus(Qt.FocusReason.OtherFocusReason)
        # Only now: a line that goes with the keys would hand them on, and the page would scroll.
        for line in before:
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()
        self.row.set_error("")
        self.empty.setVisible(not items)

    def add(self) -> None:
        """Add a line at the end and go to it; it counts once it says something."""
        line = self._add_line("", Role.CLOSER.value, 24)
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

    def _add_line(self, text: str, owner: str, hours: int) -> "ItemLine":
        line = ItemLine(text, owner, hours)
        line.edited.connect(lambda: self.changed.emit(self.items()))
        line.remove_button.clicked.connect(lambda _checked=False: self._remove(line))
        line.hours.wrong.connect(self.row.set_error)
        self.lines.append(line)
        self._column.addWidget(line)
        return line

    def _remove(self, line: "ItemLine") -> None:
        self.lines.remove(line)
        self._column.removeWidget(line)
        line.hide()
        line.deleteLater()
        self.empty.setVisible(not self.lines)
        self.changed.emit(self.items())


class ItemLine(QWidget):
    """One item of the checklist."""

    edited = Signal()

    def __init__(self, text: str, owner: str, hours: int) -> None:
        super().__init__()
        theme = current_theme()
        self._before = hours
        self.text = SavedLine(_("What has to be ready"))
        self.text.setAccessibleName(_("What has to be ready"))
        self.text.show_text(text)
        self.owner = QComboBox()
        self.owner.setAccessibleName(_("By whom"))
        owners = ((Role.CLOSER.value, _("by the closer")), (Role.SETTER.value, _("by who books")))
        fill_choices(self.owner, owners, owner)
        self.hours = NumberLine()
        self.hours.setAccessibleName(_("Hours before the meeting"))
        self.hours.setMaximumWidth(theme.scaled(56))
        self.hours.show_number(hours)
        self.remove_button = make_button("", kind="quiet", icon_name="x", tip=_("Remove"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space())
        row.addWidget(self.text, 1)
        row.addWidget(self.owner)
        row.addWidget(self.hours)
        row.addWidget(PlainLabel(_("h before"), tone="muted"))
        row.addWidget(self.remove_button)
        self.text.saved.connect(lambda _text: self.edited.emit())
        self.owner.activated.connect(lambda _at: self.edited.emit())
        self.hours.saved_number.connect(self._take_hours)

    def hours_before(self) -> int:
        """Return how long before the meeting the item is due."""
        return self._before

    def holds_focus(self) -> bool:
        """Return whether the person is in this line."""
        return any(one.hasFocus() for one in (self.text, self.owner, self.hours))

    def _take_hours(self, hours: int | None) -> None:
        self._before = 0 if hours is None else hours
        self.edited.emit()
