"""The notes of a touch: what is typed is kept for its lead and person until it is logged."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit

from models.language import gettext as _
from views.drafts import NOTE, DraftStore, LeadDrafts, take_over
from views.widgets import PlainLabel, set_look

if TYPE_CHECKING:
    from models.ids import LeadId, MemberId


class CallNote(QPlainTextEdit):
    """A few lines; where room is short, a single one until somebody writes."""

    left = Signal()
    """Emitted when the keys go back to the list; what was typed is kept."""

    def __init__(self, store: DraftStore, on_duty: "Callable[[], MemberId | None]") -> None:
        super().__init__()
        self._store = store
        self._on_duty = on_duty
        self._is_short = False
        self._last: tuple[LeadDrafts, str] | None = None
        self.drafts: LeadDrafts | None = None
        """Where the texts about the lead that is shown are kept."""
        self.kept = PlainLabel(size="small", tone="faint", wrap=True)
        """Says that what is typed is not logged yet, and where it lies."""
        self.setTabChangesFocus(True)
        self.setAccessibleName(_("Notes"))
        self.setPlaceholderText(_("Notes; they are stored with the outcome"))
        self.textChanged.connect(self._keep)
        self._fit()

    @property
    def words(self) -> str:
        """What is to be logged."""
        return self.toPlainText().strip()

    def show_lead(self, lead_id: "LeadId | None") -> None:
        """Show the note that was typed about a lead; what is typed before it was read counts."""
        self.drafts = None
        kept = ""
        if lead_id is not None:
            self.drafts = LeadDrafts(self._store, self._on_duty(), lead_id)
            kept = self.drafts.read(NOTE)
        if self.toPlainText() != kept:
            self.setPlainText(kept)
        self._show_kept()

    def take_over(self, lead_id: "LeadId", merged: "Iterable[LeadId]") -> None:
        """Keep at a lead what was typed about those that were merged into it."""
        take_over(self._store, self._on_duty(), lead_id, merged)

    def put_away(self, drafts: LeadDrafts | None, text: str) -> str:
        """Forget the note of a touch that is logged, but for undo.

        Returns what was typed while it was on its way, which stays.
        """
        drafts = drafts or self.drafts
        if drafts is None:
            return ""
        typed = drafts.read(NOTE).strip()
        since = typed.removeprefix(text).strip()
        drafts.keep(NOTE, since)
        self._last = (drafts, text) if text else None
        return since

    def bring_back(self) -> bool:
        """Keep the note again that was put away last, before what was typed since.

        Returns whether there was one.
        """
        if self._last is None:
            return False
        drafts, text = self._last
        since = drafts.read(NOTE)
        drafts.keep(NOTE, f"{text}\n{since}" if since else text)
        self._last = None
        return True

    def forget(self) -> None:
        """Know of no lead: somebody else has taken over."""
        self.drafts = None
        self._last = None

    def set_short(self, *, short: bool) -> None:
        """Take the room of a single line while nobody writes."""
        if short != self._is_short:
            self._is_short = short
            self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back to the list on Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Have room to write."""
        super().focusInEvent(event)
        self._fit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leave the room to the rest again, unless there is something to read."""
        super().focusOutEvent(event)
        self._fit()

    def _fit(self) -> None:
        one_line = self._is_short and not self.hasFocus() and not self.words
        set_look(self, "lines", "one" if one_line else "few")
        bars = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(
            bars.ScrollBarAlwaysOff if one_line else bars.ScrollBarAsNeeded
        )

    def _keep(self) -> None:
        if self.drafts is not None:
            self.drafts.keep(NOTE, self.toPlainText())
            self._show_kept()
        self._fit()

    def _show_kept(self) -> None:
        words = _("Not logged yet; kept in {place}").format(place=self._store.place)
        self.kept.setText(words if self.words else "")
        self.kept.setVisible(bool(self.words))
