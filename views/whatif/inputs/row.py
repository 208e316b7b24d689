"""One input of a plan: name, origin and lock above; the same number as slider and field below."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from models.language import gettext as _
from simulation.network import Tries
from views.charts.numbers import percent
from views.forecast.inputs.fields import CountField, PercentField, ReachSlider
from views.icons import icon
from views.theme import current_theme, theme_changed
from views.whatif.inputs.fields import field_for
from views.whatif.inputs.shown import PlanInput
from views.whatif.sentences import origin_text, origin_tip
from views.widgets import ElidedLabel, make_button, set_tip

_FIELD_PIXELS = 84
_BUTTON_PIXELS = 26
_MOST_TRIES = 20


class PlanInputRow(QWidget):
    """Shows an input and tells when a person moves it, or lets it go back to what it came as."""

    moved = Signal(str, float)
    """Emitted with the input's name and the number that a person chose."""
    back_asked = Signal(str)
    """Emitted with the name when it should be again what it came as."""
    lock_asked = Signal(str, bool)
    """Emitted with the name and whether it should follow the data."""
    gesture = Signal()
    """Emitted when a new movement begins: the next undo goes back to before it."""

    def __init__(self, one: PlanInput) -> None:
        super().__init__()
        self._one = one
        self._factor = 100.0 if one.unit == "share" else 1.0
        self._reach = one.reach
        self.name = ElidedLabel(one.label or one.words, weight="medium")
        self.origin = ElidedLabel(size="small", tone="muted")
        self.origin.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.back = make_button("", self._go_back, kind="quiet", icon_name="arrow-u-up-left")
        self.slider = ReachSlider(1, 1, 1)
        self.field = field_for(one)
        self.slider.type_into(self.field)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(current_theme().space(1))
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self.name, 0, 0)
        grid.addWidget(self.origin, 0, 1, 1, 3)
        grid.addWidget(self.slider, 1, 0, 1, 2)
        grid.addWidget(self.field, 1, 2)
        grid.addWidget(self.back, 1, 3)
        self._grid = grid
        for widget in (self.slider, self.field):
            widget.setAccessibleName(one.words)
        self._scale_slider()
        self.slider.valueChanged.connect(self._slid)
        self.slider.sliderPressed.connect(self.gesture)
        self.field.valueChanged.connect(lambda shown: self._moved_to(shown / self._factor))
        theme_changed.connect(self._restyle)
        self._restyle()
        self._show(one)

    @property
    def shown(self) -> PlanInput:
        """The input as it is shown."""
        return self._one

    def show_input(self, one: PlanInput) -> None:
        """Show the input as it stands now, without telling anyone."""
        if one == self._one:
            return
        other = (one.reach, one.least) != (self._reach, self._one.least)
        self._one = one
        if other and not self.slider.isSliderDown():
            self._reach = one.reach
            self._scale_slider()
        self._show(one)

    def _show(self, one: PlanInput) -> None:
        self._one = one
        for widget in (self.slider, self.field):
            widget.blockSignals(True)
        self.slider.setValue(round(one.value / one.step))
        self.field.setValue(one.value * self._factor)
        for widget in (self.slider, self.field):
            widget.blockSignals(False)
        self.origin.setText(origin_text(one))
        tip = origin_tip(one)
        set_tip(self.name, tip)
        set_tip(self.origin, tip)
        self.slider.setAccessibleDescription(tip)
        self.field.setAccessibleDescription(tip)
        self._show_likely(one)
        self._show_back(one)

    def _show_likely(self, one: PlanInput) -> None:
        known = None if one.note is None else one.note.interval
        if known is None or self._reach <= 0:
            self.slider.show_likely(None)
        else:
            low, high = (min(max(end / self._reach, 0.0), 1.0) for end in known)
            self.slider.show_likely((low, high))

    def _show_back(self, one: PlanInput) -> None:
        """Show what the button would do: let go of the data, follow them again, or go back."""
        learned = one.note is not None and one.note.kind == "learned"
        if learned:
            sign = "lock-simple" if one.locked else "lock-open"
            tip = (
                _("Follows the data. Press to keep this number when they change")
                if one.locked
                else _("Typed over. Press to follow the data again")
            )
        else:
            sign, tip = "arrow-u-up-left", _("Back to the number it came as")
        self.back.setIcon(icon(sign, "accent" if one.locked else "muted"))
        set_tip(self.back, tip)
        self.back.setAccessibleName(f"{one.words}: {tip}")
        self.back.setEnabled(learned or one.moved)
        # Its room stays, so that nothing jumps while a slider is dragged.
        self.back.setFocusPolicy(
            Qt.FocusPolicy.StrongFocus if learned or one.moved else Qt.FocusPolicy.NoFocus
        )
        if not learned and not one.moved:
            self.back.setIcon(icon("arrow-u-up-left", "line"))

    def _go_back(self) -> None:
        one = self._one
        self.gesture.emit()
        if one.note is not None and one.note.kind == "learned":
            self.lock_asked.emit(one.name, not one.locked)
        else:
            self.back_asked.emit(one.name)

    def _slid(self, place: int) -> None:
        self._moved_to(min(place * self._one.step, self._reach))

    def _moved_to(self, value: float) -> None:
        note = self._one.note
        known = None if note is None else note.value
        # Fields round: 53.3 is the 8 of 15 it came as, not a new number.
        if known is not None and abs(value - known) < 0.5001 * self._rounding():
            value = known
        self.moved.emit(self._one.name, value)

    def _rounding(self) -> float:
        """Return how far apart two numbers of the field are, in the input's own unit."""
        return float(10.0 ** -self.field.decimals() / self._factor)

    def _scale_slider(self) -> None:
        positions = max(1, round(self._reach / self._one.step))
        self.slider.blockSignals(True)
        self.field.blockSignals(True)
        self.slider.setRange(round(self._one.least / self._one.step), positions)
        self.field.setMinimum(self._one.least * self._factor)
        self.slider.setSingleStep(max(1, positions // 100))
        self.slider.setPageStep(max(1, positions // 20))
        self.slider.blockSignals(False)
        self.field.blockSignals(False)

    def _restyle(self) -> None:
        theme = current_theme()
        self.field.setFixedWidth(theme.scaled(_FIELD_PIXELS))
        self.back.setFixedWidth(theme.scaled(_BUTTON_PIXELS))


class TriesLine(QWidget):
    """How often a stage is tried, and how good each try is; together they are the stage's rate."""

    tries_moved = Signal(str, int)
    """Emitted with the stage and how many tries a person chose."""
    chance_moved = Signal(str, float)
    """Emitted with the stage and the chance of each try."""

    def __init__(self, stage: str) -> None:
        super().__init__()
        self._stage = stage
        self._shown: tuple[Tries, float] | None = None
        self.most = CountField(1, _MOST_TRIES)
        self.chance = PercentField()
        self._words = ElidedLabel(size="small", tone="muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(current_theme().space(1))
        row.addWidget(self.most)
        row.addWidget(self._words, 1)
        row.addWidget(self.chance)
        row.addSpacing(current_theme().space(1))
        self._edge = row
        self.most.setAccessibleName(_("{stage}: tries at most").format(stage=stage))
        self.chance.setAccessibleName(_("{stage}: chance of each try").format(stage=stage))
        set_tip(self.most, _("Every try takes the time of one; the rate is what all add up to"))
        set_tip(self.chance, _("The chance of each try; the rate above is what all add up to"))
        self.most.valueChanged.connect(lambda most: self.tries_moved.emit(stage, most))
        self.chance.valueChanged.connect(
            lambda shown: self.chance_moved.emit(stage, min(shown / 100.0, 1.0))
        )
        theme_changed.connect(self._restyle)
        self._restyle()

    def show_tries(self, tries: Tries, chance: float) -> None:
        """Show the tries and what each is worth, without telling anyone."""
        if (tries, chance) == self._shown:
            return
        self._shown = (tries, chance)
        for widget in (self.most, self.chance):
            widget.blockSignals(True)
        self.most.setValue(tries.most)
        self.chance.setValue(chance * 100.0)
        for widget in (self.most, self.chance):
            widget.blockSignals(False)
        # One try is the rate itself.
        self.chance.setVisible(tries.most > 1)
        self._words.setText(_("try") if tries.most == 1 else _("tries at most, each"))
        self.chance.setAccessibleDescription(
            _("{chance} each, {rate} together").format(
                chance=percent(chance), rate=percent(tries.rate_of_all(chance))
            )
        )

    def _restyle(self) -> None:
        theme = current_theme()
        self.most.setFixedWidth(theme.scaled(52))
        self.chance.setFixedWidth(theme.scaled(_FIELD_PIXELS))
        margins = self._edge.contentsMargins()
        # In line with the fields above, whose rows end with a button.
        margins.setRight(theme.scaled(_BUTTON_PIXELS))
        self._edge.setContentsMargins(margins)
