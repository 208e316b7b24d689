"""One input: its name and evidence, and the same number as a slider and as a field."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractSpinBox, QGridLayout, QWidget

from models.language import gettext as _
from views.charts.numbers import percent, percent_span
from views.charts.scales import round_up
from views.forecast.content import MOST_MQLS, RateContent
from views.forecast.inputs.fields import CountField, PercentField, ReachSlider
from views.forecast.sentences import evidence_text
from views.theme import current_theme, theme_changed
from views.widgets import ElidedLabel, PlainLabel, set_tip

_TENTHS = 1000
_SLIDER_MQLS = 1000


class InputRow(QWidget):
    """Name and evidence above, slider and number field below."""

    gesture = Signal()
    """Emitted when a new movement begins: the next undo goes back to before it."""

    def __init__(self, slider: ReachSlider, field: QAbstractSpinBox) -> None:
        super().__init__()
        self.slider = slider
        self.field = field
        self.name = PlainLabel(weight="medium")
        self.evidence = ElidedLabel(size="small", tone="muted")
        self.evidence.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(current_theme().space(1.5))
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self.name, 0, 0)
        grid.addWidget(self.evidence, 0, 1, 1, 2)
        grid.addWidget(slider, 1, 0, 1, 2)
        grid.addWidget(field, 1, 2)
        slider.type_into(field)
        slider.sliderPressed.connect(self.gesture)
        self._restyle()
        theme_changed.connect(self._restyle)

    def show_name(self, name: str, tip: str, keys: str) -> None:
        """Show the input's name, as it is, and what it means."""
        self.name.setText(name)
        for widget in (self.slider, self.field):
            widget.setAccessibleName(name)
        set_tip(self.name, tip, keys)
        set_tip(self.slider, tip, keys)

    def _restyle(self) -> None:
        self.field.setFixedWidth(current_theme().scaled(92))


class RateRow(InputRow):
    """The rate from one stage to the next."""

    moved = Signal(float)
    """Emitted with the rate (0..1) that a person chose."""

    def __init__(self) -> None:
        self._known: tuple[RateContent, tuple[float, float] | None] | None = None
        self._percent = PercentField()
        self._reach = ReachSlider(_TENTHS, single=10, page=50)
        super().__init__(self._reach, self._percent)
        self._reach.valueChanged.connect(lambda tenths: self.moved.emit(tenths / _TENTHS))
        self._percent.valueChanged.connect(lambda value: self.moved.emit(value / 100))

    def show_rate(self, rate: RateContent) -> None:
        """Show a rate in both places, without telling anyone. Its evidence follows the result."""
        tenths = round(rate.rate * _TENTHS)
        for widget in (self._reach, self._percent):
            widget.blockSignals(True)
        self._reach.setValue(tenths)
        self._percent.setValue(tenths / 10)
        for widget in (self._reach, self._percent):
            widget.blockSignals(False)
        if not self.evidence.whole_text():
            self.show_evidence(rate, None)

    def show_evidence(self, rate: RateContent, interval: tuple[float, float] | None) -> None:
        """Show what is known about the rate, and the likely range under the slider."""
        if self._known == (rate, interval):
            return
        self._known = (rate, interval)
        text = evidence_text(rate, interval)
        self.evidence.setText(text)
        said = [percent(rate.rate), text]
        if interval is not None:
            said.append(
                _(
                    "with a sample of this size the true rate lies within {span} "
                    "(95\u202f% credible)"
                ).format(span=percent_span(*interval))
            )
        self.slider.setAccessibleDescription("; ".join(said))
        self._reach.show_likely(interval)


class BatchRow(InputRow):
    """How many MQLs there are."""

    moved = Signal(int)
    """Emitted with the number that a person chose."""

    def __init__(self) -> None:
        self._count = CountField(0, MOST_MQLS)
        self._count.setSingleStep(10)
        self._reach = ReachSlider(_SLIDER_MQLS, single=10, page=50)
        super().__init__(self._reach, self._count)
        self._reach.valueChanged.connect(self.moved)
        self._count.valueChanged.connect(self.moved)
        self.evidence.setText(_("one batch, once"))

    def show_mqls(self, mqls: int) -> None:
        """Show the number in both places; the slider grows with a number beyond its end."""
        for widget in (self._reach, self._count):
            widget.blockSignals(True)
        if not self._reach.isSliderDown():
            reach = max(_SLIDER_MQLS, round(round_up(mqls)))
            self._reach.setRange(0, reach)
            self._reach.setSingleStep(reach // 100)
            self._reach.setPageStep(reach // 20)
        self._reach.setValue(mqls)
        self._count.setValue(mqls)
        for widget in (self._reach, self._count):
            widget.blockSignals(False)
