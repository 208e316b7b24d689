"""Sliders and number fields that a scroll area does not steal the wheel for."""

from PySide6.QtCore import QCoreApplication, QLocale, QRectF, Qt
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QValidator,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QDoubleSpinBox,
    QSizePolicy,
    QSlider,
    QSpinBox,
    QStyle,
)

from views.charts.numbers import NARROW, whole
from views.forecast.inputs.typed_numbers import check_typed, choose_all, read_typed, say_unread
from views.theme import current_theme

_PAGE_STEPS = 5
_HANDLE_PIXELS = 16


class ReachSlider(QSlider):
    """A slider that goes where it is clicked and can show, under its groove, a likely range."""

    def __init__(self, highest: int, single: int, page: int) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setRange(0, highest)
        self.setSingleStep(single)
        self.setPageStep(page)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumHeight(20)
        self._likely: tuple[float, float] | None = None
        self._field: QAbstractSpinBox | None = None

    def type_into(self, field: QAbstractSpinBox) -> None:
        """Let a number that is typed on the slider go into the field beside it."""
        self._field = field

    @property
    def likely(self) -> tuple[float, float] | None:
        """The likely range, as shares of the slider's length."""
        return self._likely

    def show_likely(self, likely: tuple[float, float] | None) -> None:
        """Show a likely range, given as shares (0..1) of the slider's length."""
        if likely != self._likely:
            self._likely = likely
            self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, or begin to type over the number beside it."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if self._field is not None and plain and event.text().isdigit():
            self._field.setFocus(Qt.FocusReason.OtherFocusReason)
            self._field.selectAll()
            QCoreApplication.sendEvent(self._field, event)
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Bring the handle under the pointer first, so that one gesture clicks and drags."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.setSliderPosition(
                QStyle.sliderValueFromPosition(
                    self.minimum(),
                    self.maximum(),
                    round(event.position().x()) - _HANDLE_PIXELS // 2,
                    self.width() - _HANDLE_PIXELS,
                )
            )
        super().mousePressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Turn only with the focus; otherwise the page scrolls."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the likely range behind groove and handle."""
        if self._likely is not None:
            length = self.width() - _HANDLE_PIXELS
            low, high = (_HANDLE_PIXELS / 2 + share * length for share in self._likely)
            band = QRectF(low, self.height() / 2 - 5, max(high - low, 2.0), 10)
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(current_theme().colour("accent", 0.22))
            painter.drawRoundedRect(band, 3, 3)
            painter.end()
        super().paintEvent(event)


class NumberField(QDoubleSpinBox):
    """A number with at most so many decimals, none of them idle."""

    def __init__(self, most: float, step: float, decimals: int, suffix: str = "") -> None:
        super().__init__()
        self.setRange(0.0, most)
        self.setDecimals(decimals)
        self.setSingleStep(step)
        self.setGroupSeparatorShown(True)
        self.setLocale(QLocale.c())
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

    def validate(self, typed: str, cursor: int) -> tuple[QValidator.State, str, int]:
        """Let everything be typed; what the field would write otherwise is read at the end."""
        return check_typed(typed, cursor, self._written(typed))

    def fixup(self, typed: str) -> str:
        """Return what is typed as the field writes it, or say that it is no number."""
        written = self._written(typed)
        return written or say_unread(self, typed, self.textFromValue(self.value()))

    def _written(self, typed: str) -> str | None:
        number = read_typed(self, typed)
        return None if number is None else self.textFromValue(number) + self.suffix()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Choose what is there for typing over it, unless the pointer chooses a place in it."""
        super().focusInEvent(event)
        choose_all(self, event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Turn only with the focus; otherwise the page scrolls."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class PercentField(NumberField):
    """A rate in per cent with one decimal; arrows move it by 1, page keys by 5."""

    def __init__(self) -> None:
        super().__init__(100.0, 1.0, 1, "%")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take a page as 5, where a number field would take 10."""
        page: dict[int, int] = {Qt.Key.Key_PageUp: _PAGE_STEPS, Qt.Key.Key_PageDown: -_PAGE_STEPS}
        steps = page.get(event.key())
        if steps is None:
            super().keyPressEvent(event)
        else:
            self.stepBy(steps)


class CountField(QSpinBox):
    """A whole number of leads or clients."""

    def __init__(self, lowest: int, highest: int) -> None:
        super().__init__()
        self.setRange(lowest, highest)
        self.setGroupSeparatorShown(True)
        self.setLocale(QLocale.c())
        self.setKeyboardTracking(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def textFromValue(self, value: int) -> str:
        """Return the number as all others are written."""
        return whole(value)

    def validate(self, typed: str, cursor: int) -> tuple[QValidator.State, str, int]:
        """Let everything be typed; what the field would write otherwise is read at the end."""
        return check_typed(typed, cursor, self._written(typed))

    def fixup(self, typed: str) -> str:
        """Return what is typed as the field writes it, or say that it is no number."""
        written = self._written(typed)
        return written or say_unread(self, typed, self.textFromValue(self.value()))

    def _written(self, typed: str) -> str | None:
        number = read_typed(self, typed)
        return None if number is None else self.textFromValue(round(number)) + self.suffix()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Choose what is there for typing over it, unless the pointer chooses a place in it."""
        super().focusInEvent(event)
        choose_all(self, event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Turn only with the focus; otherwise the page scrolls."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()
