"""The line above the list that says which leads it holds: search, and filters as words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QWidget

from models.language import gettext as _
from models.leads.lists.wanted import LeadFilter
from models.vocabulary import Status, label
from views.leads.filters.choice_chip import ChoiceChip, Option
from views.theme import current_theme
from views.widgets import SearchField, make_button

_SEARCH_PIXELS: Final = 200


@dataclass(frozen=True, slots=True)
class FilterOptions:
    """What there is to choose from."""

    stages: tuple[Option, ...] = ()
    channels: tuple[Option, ...] = ()
    owners: tuple[Option, ...] = ()


class FilterLine(QWidget):
    """Emits the filter at each key stroke and choice."""

    changed = Signal(object)
    """Emitted with the `LeadFilter` that is wanted now."""
    cleared = Signal()
    """Emitted when nothing is to be left out any more, before `changed`."""
    left_downwards = Signal()
    """Emitted when a person goes on from the line to the list."""

    def __init__(self) -> None:
        super().__init__()
        theme = current_theme()
        self.search = _LeadSearchField(_("Search leads"))
        self.stages = ChoiceChip(_("Stage"), _("in any stage"))
        self.statuses = ChoiceChip(_("Status"), _("of any status"))
        self.channels = ChoiceChip(_("Channel"), _("from any channel"))
        self.owners = ChoiceChip(_("Owner"), _("of any owner"))
        self.statuses.set_options([Option(status.value, label(status)) for status in Status])
        self.clear_button = make_button(_("Clear"), self.clear, kind="link")
        self.search.setMinimumWidth(theme.scaled(_SEARCH_PIXELS))
        self.search.setMaximumWidth(theme.scaled(_SEARCH_PIXELS) * 2)
        self._words = QWidget()
        self._grid = QGridLayout(self._words)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(theme.space(0.5))
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(theme.space(0.5))
        self._line.addWidget(self.search, 1)
        self._line.addWidget(self._words)
        self._columns = 0
        self._arrange()
        for chip in self._chips():
            chip.changed.connect(self._emit)
            chip.left_downwards.connect(self.left_downwards)
        self.search.textChanged.connect(self._emit)
        self.search.left_downwards.connect(self.left_downwards)
        self.clear_button.hide()

    def wanted(self) -> LeadFilter:
        """Return the filter as it is set."""
        chosen: Any = [chip.chosen for chip in self._chips()]
        stages, statuses, channels, owners = chosen
        return LeadFilter(self.search.text(), stages, channels, statuses, owners)

    @property
    def is_set(self) -> bool:
        """Whether any lead is left out."""
        return self.wanted() != LeadFilter()

    def set_options(self, options: FilterOptions) -> None:
        """Offer these stages, channels and owners."""
        before = self.wanted()
        self.stages.set_options(options.stages)
        self.channels.set_options(options.channels)
        self.owners.set_options(options.owners)
        if self.wanted() != before:
            self._emit()

    def show_stage_counts(self, counts: Mapping[Any, int]) -> None:
        """Say how many leads stand in each stage."""
        self.stages.set_counts(counts)

    def clear(self) -> None:
        """Leave nothing out."""
        blocked = self.search.blockSignals(True)
        self.search.clear()
        self.search.blockSignals(blocked)
        for chip in self._chips():
            chip.choose(frozenset())
        self.cleared.emit()
        self._emit()

    def show_filter(self, wanted: LeadFilter) -> None:
        """Show a filter without telling anyone; conditions are shown elsewhere."""
        blocked = self.search.blockSignals(True)
        self.search.setText(wanted.search)
        self.search.blockSignals(blocked)
        chosen = (wanted.stage_ids, wanted.statuses, wanted.channel_ids, wanted.owner_ids)
        for chip, keys in zip(self._chips(), chosen, strict=True):
            chip.choose(frozenset(keys))
        self.clear_button.setVisible(self.is_set)
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Go on in further lines where one has not the room."""
        super().resizeEvent(event)
        self._arrange()

    def minimumSizeHint(self) -> QSize:
        """Need no more than the search and half of the words: they go on in further lines."""
        widest = max(chip.sizeHint().width() for chip in self._chips())
        gap = current_theme().space(0.5)
        return QSize(max(self.search.minimumWidth(), 2 * widest + gap), 1)

    def _arrange(self) -> None:
        """Put search and words into as few lines as the width allows."""
        gap = current_theme().space(0.5)
        shown = [*self._chips(), *([self.clear_button] if self.is_set else [])]
        words = sum(widget.sizeHint().width() + gap for widget in shown)
        beside = self.search.minimumWidth() + words <= self.width()
        self._line.setDirection(
            QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        )
        columns = len(shown) if words <= self.width() else 2
        if columns != self._columns:
            self._columns = columns
            self._grid.setColumnStretch(columns, 1)
            for place, widget in enumerate((*self._chips(), self.clear_button)):
                self._grid.setColumnStretch(place, 0)
                self._grid.addWidget(
                    widget, place // columns, place % columns, Qt.AlignmentFlag.AlignLeft
                )
            self._grid.setColumnStretch(columns, 1)

    def _chips(self) -> tuple[ChoiceChip, ...]:
        return self.stages, self.statuses, self.channels, self.owners

    def _emit(self) -> None:
        self.clear_button.setVisible(self.is_set)
        self._arrange()
        self.changed.emit(self.wanted())


class _LeadSearchField(SearchField):
    """A search from which the arrow down and Enter lead into the list."""

    left_downwards = Signal()

    def sizeHint(self) -> QSize:
        """Ask for little; a line that has more gives it."""
        return QSize(self.minimumWidth(), super().sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go on to the list."""
        if event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.left_downwards.emit()
            return
        super().keyPressEvent(event)
