"""A condition as a sentence that is edited: which field, how it is compared, with what."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from models.conditions.condition import Condition, Operator
from models.language import gettext as _
from models.vocabulary import FieldKind, ScoreSide
from views.definitions.content import Known
from views.definitions.editors.inputs import GrowingText, QuietChoice
from views.leads.filters.choice_chip import ChoiceChip, Option
from views.theme import current_theme

if TYPE_CHECKING:
    from models.conditions.catalogue import FieldRow

_NOTHING: Final = frozenset({Operator.KNOWN, Operator.UNKNOWN})
_DAYS: Final = frozenset({Operator.WITHIN_DAYS, Operator.OLDER_THAN_DAYS})
_MOST_IN_MENU: Final = 40
_BESIDE_PIXELS: Final = 320
_SHARES: Final = (31, 22, 26)
"""Of field, operator and value: with them the usual names fit at 1280 pixels."""
_LINE, _CHIP, _YES_NO, _EMPTY = range(4)


class ConditionEditor(QWidget):
    """Field, operator and value; what the value looks like follows from the other two."""

    edited = Signal(object)
    """Emitted with the `Condition` as a person made it."""

    def __init__(self, known: Known, side: ScoreSide | None = None) -> None:
        super().__init__()
        self._known = known
        self._fields = {row.code: row for row in known.fields if side is None or side in row.sides}
        self._condition = Condition("", Operator.IS)
        self._offered: tuple[str, tuple[str, ...]] = ("", ())
        self.field = QuietChoice(_("Field"), _grouped(tuple(self._fields.values())))
        self.operator = QuietChoice(_("How it is compared"))
        self.line = GrowingText(_("Value"))
        self.chip = ValuesChip(_("Value"), _("choose…"))
        self.yes_no = QuietChoice(_("Value"), (("yes", _("yes")), ("no", _("no"))))
        self.value = ValueStack()
        self.value.add(self.line)
        # Wider than its words, a chip would show them without their distance from the edge.
        self.value.add(self.chip, Qt.AlignmentFlag.AlignLeft)
        self.value.add(self.yes_no)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(current_theme().space(0.5))
        for column, share in enumerate(_SHARES):
            self._grid.setColumnStretch(column, share)
        self._beside: bool | None = None
        self._place(beside=True)
        self.field.chosen.connect(self._take_field)
        self.operator.chosen.connect(self._take_operator)
        self.line.edited.connect(self._take_line)
        self.chip.changed.connect(self._take_chip)
        self.yes_no.chosen.connect(lambda key: self._change(self._condition.operator, (key,)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the value below field and operator where there is little room."""
        super().resizeEvent(event)
        self._place(beside=event.size().width() >= current_theme().scaled(_BESIDE_PIXELS))

    def _place(self, *, beside: bool) -> None:
        if beside == self._beside:
            return
        self._beside = beside
        top = Qt.AlignmentFlag.AlignTop
        self._grid.addWidget(self.field, 0, 0, top)
        self._grid.addWidget(self.operator, 0, 1, 1, 1 if beside else 2, top)
        if beside:
            self._grid.addWidget(self.value, 0, 2, top)
        else:
            self._grid.addWidget(self.value, 1, 0, 1, 3, top)

    def show_condition(self, condition: Condition) -> None:
        """Show a condition without telling anyone."""
        self._condition = condition
        field = self._fields.get(condition.field)
        gone = _("A field that is gone ({code})").format(code=condition.field)
        self.field.show_key(condition.field, "" if field is not None else gone)
        operators = (condition.operator,) if field is None else field.operators
        self.operator.offer([(one, self._known.operators[one]) for one in operators])
        self.operator.show_key(condition.operator, self._known.operators[condition.operator])
        self._show_value(field, condition)

    def _show_value(self, field: "FieldRow | None", condition: Condition) -> None:
        look = _look_of(field, condition.operator)
        self.value.show_look(look)
        if look == _CHIP and field is not None:
            offered = {one.key for one in field.choices}
            others = tuple(one for one in condition.wanted if one not in offered)
            if (field.code, others) != self._offered:
                self._offered = (field.code, others)
                own = [Option(one.key, one.name) for one in field.choices]
                self.chip.set_options([*own, *(Option(one, one) for one in others)])
            if self.chip.chosen != frozenset(condition.wanted):
                self.chip.choose(frozenset(condition.wanted))
        elif look == _YES_NO:
            self.yes_no.show_key(condition.wanted[0] if condition.wanted else None)
        elif look == _LINE:
            self.line.setPlaceholderText(_hint_of(field, condition.operator))
            if _values_in(self.line.toPlainText(), field) != condition.wanted:
                self.line.show_text(_text_of(condition.wanted, field))

    def _take_field(self, code: object) -> None:
        field = self._fields.get(str(code))
        if field is None or field.code == self._condition.field:
            return
        operator = self._condition.operator
        if operator not in field.operators:
            operator = field.operators[0]
        wanted = ("yes",) if field.kind == FieldKind.YES_NO and operator not in _NOTHING else ()
        self._tell(Condition(field.code, operator, wanted))

    def _take_operator(self, chosen: object) -> None:
        operator = Operator(str(chosen))
        before = self._condition
        field = self._fields.get(before.field)
        keeps = _look_of(field, operator) == _look_of(field, before.operator)
        keeps = keeps and (operator in _DAYS) == (before.operator in _DAYS)
        self._change(operator, before.wanted if keeps and operator not in _NOTHING else ())

    def _take_line(self, text: str) -> None:
        field = self._fields.get(self._condition.field)
        self._change(self._condition.operator, _values_in(text, field))

    def _take_chip(self) -> None:
        chosen = {str(key) for key in self.chip.chosen}
        field = self._fields.get(self._condition.field)
        order = [one.key for one in field.choices] if field is not None else []
        kept = tuple(one for one in order if one in chosen)
        others = tuple(one for one in self._condition.wanted if one in chosen - set(kept))
        self._change(self._condition.operator, kept + others)

    def _change(self, operator: Operator, wanted: tuple[str, ...]) -> None:
        self._tell(Condition(self._condition.field, operator, wanted))

    def _tell(self, condition: Condition) -> None:
        self.show_condition(condition)
        self.edited.emit(condition)


class ValueStack(QWidget):
    """One of several inputs, only as high as the one that is shown."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._inputs: list[QWidget] = []

    def add(self, widget: QWidget, place: Qt.AlignmentFlag | None = None) -> None:
        """Add an input, as wide as there is room unless it has a place."""
        self._inputs.append(widget)
        if place is None:
            self._column.addWidget(widget)
        else:
            self._column.addWidget(widget, 0, place)

    def show_look(self, look: int) -> None:
        """Show the input of this place; a place without one shows nothing."""
        for place, widget in enumerate(self._inputs):
            widget.setVisible(place == look)
        self.setVisible(0 <= look < len(self._inputs))


class ValuesChip(ChoiceChip):
    """A chip that gives way where there is little room."""

    def minimumSizeHint(self) -> QSize:
        """Accept being shortened."""
        return QSize(current_theme().scaled(72), super().minimumSizeHint().height())


def first_condition(known: Known, side: ScoreSide | None = None) -> Condition:
    """Return the condition that a new row begins with: a common field, and no value yet."""
    fields = [row for row in known.fields if side is None or side in row.sides]
    usual = {"job_title": 0, "event": 1}
    field = min(fields, key=lambda row: usual.get(row.code, 2))
    return Condition(field.code, field.operators[0])


def _grouped(fields: "tuple[FieldRow, ...]") -> list[tuple[object, str]]:
    """Return fields to choose from, with a line between two groups."""
    choices: list[tuple[object, str]] = []
    group = fields[0].group if fields else ""
    for field in fields:
        if field.group != group:
            choices.append((None, ""))
            group = field.group
        choices.append((field.code, field.label))
    return choices


def _look_of(field: "FieldRow | None", operator: Operator) -> int:
    if operator in _NOTHING:
        return _EMPTY
    if field is None or field.kind not in {FieldKind.CHOICE, FieldKind.YES_NO}:
        return _LINE
    if field.kind == FieldKind.YES_NO:
        return _YES_NO
    return _CHIP if len(field.choices) <= _MOST_IN_MENU else _LINE


def _hint_of(field: "FieldRow | None", operator: Operator) -> str:
    if operator in _DAYS:
        return _("days, for example 30")
    if field is None or field.kind == FieldKind.TEXT:
        return _("words, with commas between")
    if field.kind == FieldKind.DATE:
        return _("a day: 2026-11-30")
    if field.kind == FieldKind.NUMBER:
        return _("a number")
    return _("names or codes, with commas between")


def _values_in(text: str, field: "FieldRow | None") -> tuple[str, ...]:
    """Return the values that a typed text means; names of choices become their codes."""
    words = tuple(dict.fromkeys(word.strip() for word in text.split(",") if word.strip()))
    if field is None or not field.choices:
        return words
    codes = {one.name.casefold(): one.key for one in field.choices}
    codes |= {one.key.casefold(): one.key for one in field.choices}
    return tuple(codes.get(word.casefold(), word) for word in words)


def _text_of(wanted: tuple[str, ...], field: "FieldRow | None") -> str:
    names = {} if field is None else {one.key: one.name for one in field.choices}
    return ", ".join(names.get(one, one) for one in wanted)
