"""The number fields of a plan's inputs."""

from PySide6.QtWidgets import QAbstractSpinBox, QDoubleSpinBox, QWidget

from models.language import gettext as _
from views.forecast.inputs.fields import NumberField, PercentField
from views.whatif.inputs.shown import PlanInput


def take_typed(within: QWidget) -> None:
    """Take what is typed in the field that has the focus: a shortcut acts on what can be read."""
    field = within.focusWidget()
    if isinstance(field, QAbstractSpinBox):
        field.interpretText()


def field_for(one: PlanInput) -> QDoubleSpinBox:
    """Return the field that an input is typed into."""
    if one.unit == "share":
        return PercentField()
    if one.unit == "weeks":
        return NumberField(one.most, 0.5, 1, _("wk"))
    if one.unit in ("leads", "units"):
        return NumberField(one.most, 1.0, 1)
    if one.unit == "people":
        return NumberField(one.most, 1.0, 0)
    return NumberField(one.most, max(one.step, 1.0), 2 if one.value < 1_000 else 0)
