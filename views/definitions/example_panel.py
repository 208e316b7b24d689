"""One lead under the draft: its score with reasons, and which gates it would pass."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from models.language import gettext as _
from views.definitions.effect_panel import refill, sign_line
from views.definitions.words import points_words
from views.theme import current_theme
from views.widgets import ElidedLabel, NumberLabel, PlainLabel, SearchField, make_button

if TYPE_CHECKING:
    from models.definitions.effects.judging import JudgedLead
    from models.ids import LeadId
    from models.leads.lists.listing import LeadRow
    from models.scoring.reading import ScoreRow
    from models.scoring.signals import ScoreReason

_LEAD: Final = Qt.ItemDataRole.UserRole
_REASONS_AT_MOST: Final = 6


class ExamplePanel(QWidget):
    """An example lead, chosen by search or as one that changes."""

    searched = Signal(str)
    """Emitted with what is typed into the search."""
    chosen = Signal(object)
    """Emitted with the id of the lead to judge."""

    def __init__(self) -> None:
        super().__init__()
        theme = current_theme()
        self._examples: tuple[LeadId, ...] = ()
        self._next = 0
        self._terms: dict[str, str] = {}
        self.heading = PlainLabel(_("Example lead"), size="heading", weight="semibold")
        self.search = SearchField(_("Search a lead"), keys="Ctrl+F")
        self.search.textEdited.connect(self._search)
        self.search.installEventFilter(self)
        self.results = QListWidget()
        self.results.setAccessibleName(_("Leads found"))
        self.results.setProperty("kind", "menu")
        self.results.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.results.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.results.itemActivated.connect(lambda _item: self._take())
        self.results.itemClicked.connect(lambda _item: self._take())
        self.results.hide()
        self.change_button = make_button(
            _("A lead that changes"),
            self.show_changing,
            kind="link",
            icon_name="arrow-right",
            keys="Alt+E",
        )
        self.change_button.hide()
        self._body = QVBoxLayout()
        self._body.setSpacing(theme.space(0.75))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(0.75))
        for widget in (self.heading, self.search, self.results, self.change_button):
            column.addWidget(widget)
        column.addSpacing(theme.space(0.5))
        column.addLayout(self._body)

    def show_terms(self, terms: dict[str, str]) -> None:
        """Take the thresholds that points are shown against."""
        self._terms = terms

    def show_examples(self, examples: "tuple[LeadId, ...]") -> None:
        """Take the leads that something changes for."""
        self._examples = examples
        self._next = 0
        self.change_button.setVisible(bool(examples))

    def show_changing(self) -> None:
        """Judge a lead that something changes for, at each call another one."""
        if self._examples:
            lead_id = self._examples[self._next % len(self._examples)]
            self._next += 1
            self.chosen.emit(lead_id)

    def show_found(self, rows: "Sequence[LeadRow]") -> None:
        """List what the search found."""
        self.results.clear()
        for row in rows:
            words = f"{row.name} · {row.company}" if row.company else row.name
            item = QListWidgetItem(words)
            item.setData(_LEAD, row.id)
            self.results.addItem(item)
        if not rows:
            item = QListWidgetItem(_("No open lead is called that."))
            item.setFlags(Qt.ItemFlag.NoItemFlags)
            self.results.addItem(item)
        self.results.setCurrentRow(0)
        height = max(1, self.results.sizeHintForRow(0)) * self.results.count()
        self.results.setFixedHeight(height + 2)
        self.results.setVisible(bool(self.search.text()))

    def show_judged(self, judged: "JudgedLead | None") -> None:
        """Show a lead under the draft, or that there is none."""
        if judged is None:
            words = _("No lead is shown: there is none yet, or the draft cannot be written yet.")
            refill(self._body, [PlainLabel(words, tone="muted", wrap=True)])
            return
        where = f"{judged.company} · {judged.stage}" if judged.company else judged.stage
        refill(
            self._body,
            [
                ElidedLabel(judged.name, weight="semibold"),
                ElidedLabel(where, tone="muted"),
                self._score(judged.score),
                sign_line(*_verdict(judged.score)),
                *_reasons(judged.score.reasons),
                *_gates(judged),
            ],
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Walk what was found by the arrow keys and take it by Enter, from the search."""
        if (
            watched is self.search
            and event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and not self.results.isHidden()
        ):
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None:
                row = self.results.currentRow() + step
                self.results.setCurrentRow(max(0, min(row, self.results.count() - 1)))
                return True
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                self._take()
                return True
        return super().eventFilter(watched, event)

    def _search(self, text: str) -> None:
        if text.strip():
            self.searched.emit(text)
        else:
            self.results.hide()

    def _take(self) -> None:
        for item in self.results.selectedItems():
            self.results.hide()
            self.search.clear()
            self.chosen.emit(item.data(_LEAD))

    def _score(self, score: "ScoreRow") -> QWidget:
        """Return grade, fit and interest beside the thresholds they are held against."""
        theme = current_theme()
        box = QWidget()
        grid = QGridLayout(box)
        grid.setContentsMargins(0, theme.space(0.5), 0, theme.space(0.5))
        grid.setHorizontalSpacing(theme.space(1.5))
        grid.setVerticalSpacing(0)
        columns: list[tuple[str, str, str]] = [
            (_("Grade"), score.grade, ""),
            (_("Fit"), str(score.fit), self._terms.get("mql_fit", "")),
            (_("Interest"), str(score.interest), self._terms.get("mql_interest", "")),
        ]
        for at, (name, value, needed) in enumerate(columns):
            number = PlainLabel(value, size="title", weight="semibold", tabular=True)
            grid.addWidget(number, 0, at)
            words = _("{name} (of {needed})").format(name=name, needed=needed) if needed else name
            grid.addWidget(PlainLabel(words, size="small", tone="muted"), 1, at)
        grid.setColumnStretch(len(columns), 1)
        return box


def _verdict(score: "ScoreRow") -> tuple[str, str, str]:
    if score.makes_mql:
        return "check-circle", "success.text", _("Marketing qualified by its score")
    if score.activity_without_fit:
        return "warning", "warning.text", _("Activity without fit: no MQL")
    return "dots-three", "muted", _("Not marketing qualified by its score")


def _reasons(reasons: "Sequence[ScoreReason]") -> list[QWidget]:
    rows: list[QWidget] = []
    for reason in reasons[:_REASONS_AT_MOST]:
        theme = current_theme()
        box = QWidget()
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.space())
        grid.setColumnMinimumWidth(0, theme.scaled(32))
        grid.setColumnStretch(1, 1)
        points = NumberLabel(points_words(reason.points), tone="muted")
        times = f" ×{reason.times}" if reason.times > 1 else ""
        grid.addWidget(points, 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(PlainLabel(f"{reason.sentence}{times}", wrap=True), 0, 1)
        rows.append(box)
    return rows


def _gates(judged: "JudgedLead") -> list[QWidget]:
    lines: list[Any] = [PlainLabel(_("Gates"), weight="medium")]
    for gate in judged.gates:
        if gate.missing:
            words = _("{stage}: {missing}").format(
                stage=gate.stage_name, missing="; ".join(gate.missing)
            )
            lines.append(sign_line("x", "muted", words))
        else:
            lines.append(sign_line("check", "success.text", gate.stage_name))
    return lines if judged.gates else []
