"""Number fields of a plan's inputs; a scroll area does not steal the wheel from under them."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QAbstractSpinBox, QDoubleSpinBox, QSizePolicy, QWidget

from models.language import gettext as _
from views.charts.numbers import NARROW
from views.forecast.fields import PercentField
from views.whatif.inputs.shown import PlanInput


class NumberField(QDoubleSpinBox):
    """A number with at most so many decimals, none of them idle."""

    def __init__(self, most: float, step: float, decimals: int, suffix: str = "") -> None:
        super().__init__()
        self.setRange(0.0, most)
        self.setDecimals(decimals)
        self.setSingleStep(step)
        self.setGroupSeparatorShown(True)
        self.setKeyboardTracking(False)
        if suffix:
            self.setSuffix(f"{NARROW}{suffix}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def textFromValue(self, value: float) -> str:
        """Return the number without idle decimals."""
        text = f"{value:,.{self.decimals()}f}"
        return text.rstrip("0").rstrip(".") if self.decimals() else text

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Turn only with the focus; otherwise the page scrolls."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


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
