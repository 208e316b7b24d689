"""The roles of a person, what they can do of each in a week, and their share of turns."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from models.language import gettext as _
from models.vocabulary import Role, label
from views.settings.fields import NumberLine, Saver
from views.settings.people.content import PersonContent
from views.theme import current_theme
from views.widgets import Card, FormRow, PlainLabel, empty_layout, without_mnemonic

if TYPE_CHECKING:
    from models.definitions.roles import RoleRow
    from models.ids import MemberId


class RolesCard(Card):
    """One line a role: held or not, capacity, weight."""

    def __init__(self, saver: Saver) -> None:
        super().__init__(
            _("Roles"),
            _("Capacity is what a week holds: touches of an SDR or setter, meetings of a closer."),
        )
        self._saver = saver
        self._person: PersonContent | None = None
        self._roles: tuple[RoleRow, ...] = ()
        self.boxes: dict[str, QCheckBox] = {}
        self.capacities: dict[str, NumberLine] = {}
        self.weights: dict[str, NumberLine] = {}
        theme = current_theme()
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.space(2))
        self._grid.setVerticalSpacing(theme.space(0.5))
        self._grid.setColumnStretch(0, 1)
        inside = QWidget()
        inside.setLayout(self._grid)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self.row = FormRow(_("Roles"), inside)
        self.row.label.hide()
        self.column.addWidget(self.row)

    def show_person(self, person: PersonContent, roles: "tuple[RoleRow, ...]") -> None:
        """Show which roles a person holds."""
        self._person = person
        if roles != self._roles:
            self._roles = roles
            self._build()
        held = {one.role: one for one in person.row.held}
        for role in roles:
            one = held.get(role.code)
            box, capacity = self.boxes[role.code], self.capacities[role.code]
            box.setChecked(one is not None)
            capacity.setEnabled(one is not None)
            capacity.show_number(None if one is None else one.weekly_capacity)
            weight = self.weights.get(role.code)
            if weight is not None:
                weight.setEnabled(one is not None)
                weight.show_number(None if one is None else one.weight)

    def _build(self) -> None:
        empty_layout(self._grid)
        self.boxes, self.capacities, self.weights = {}, {}, {}
        for column, words in enumerate((_("Role"), _("Capacity a week"), _("Share of turns"))):
            self._grid.addWidget(PlainLabel(words, size="small", tone="muted"), 0, column)
        for at, role in enumerate(self._roles, start=1):
            duty = "" if role.name == label(role.duty) else f" ({label(role.duty).lower()})"
            box = QCheckBox(without_mnemonic(role.name + duty))
            box.clicked.connect(lambda _checked: self._set_roles())
            self.boxes[role.code] = box
            self._grid.addWidget(box, at, 0)
            capacity = self._number(role, _("Capacity of a week as {role}"), _("Not said"))
            capacity.saved_number.connect(partial(self._set_capacity, role.code))
            self.capacities[role.code] = capacity
            self._grid.addWidget(capacity, at, 1)
            if role.duty == Role.CLOSER:
                weight = self._number(role, _("Share of turns as {role}"), "")
                weight.saved_number.connect(partial(self._set_weight, role.code))
                self.weights[role.code] = weight
                self._grid.addWidget(weight, at, 2)

    def _number(self, role: "RoleRow", name: str, hint: str) -> NumberLine:
        line = NumberLine(hint)
        line.setAccessibleName(name.format(role=role.name))
        line.wrong.connect(self.row.set_error)
        return line

    def _set_roles(self) -> None:
        if self._person is None:
            return
        member_id = self._person.row.id
        wanted = tuple(code for code, box in self.boxes.items() if box.isChecked())

        def operation(session: Any) -> None:
            from models.team.joining import set_roles

            set_roles(session, member_id, wanted)

        self._saver.save(operation, self.row)

    def _set_capacity(self, code: str, capacity: int | None) -> None:
        held = self._held(code)
        if held is not None:
            self._saver.save(_share(held[0], code, capacity, held[2]), self.row)

    def _set_weight(self, code: str, weight: int | None) -> None:
        held = self._held(code)
        if held is not None:
            share = 1 if weight is None else weight
            self._saver.save(_share(held[0], code, held[1], share), self.row)

    def _held(self, code: str) -> "tuple[MemberId, int | None, int] | None":
        if self._person is None:
            return None
        row = self._person.row
        found = (one for one in row.held if one.role == code)
        one = next(found, None)
        return None if one is None else (row.id, one.weekly_capacity, one.weight)


def _share(
    member_id: "MemberId", code: str, capacity: int | None, weight: int
) -> Callable[[Any], None]:
    def operation(session: Any) -> None:
        from models.team.planning import set_share

        set_share(session, member_id, code, weekly_capacity=capacity, weight=weight)

    return operation
