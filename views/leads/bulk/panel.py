"""Changing many leads: what they become, what that would do, and doing it."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from models.clock import Clock
from models.language import gettext as _
from models.language import ngettext
from models.leads.bulk_edit import BulkEdit, BulkKind, LeadSelection
from models.vocabulary import FieldKind
from views.charts.numbers import whole
from views.leads.bulk.desk import BulkDesk
from views.runner import Runner
from views.theme import current_theme
from views.widgets import FormRow, PlainLabel, make_button

if TYPE_CHECKING:
    from models.leads.bulk import BulkResult

_LOOK_AGAIN: Final = timedelta(days=90)
_REASONED: Final = frozenset({"disqualify", "lost", "recycle"})
Choices = list[tuple[Any, str]]


@dataclass(frozen=True, slots=True)
class BulkChoices:
    """What leads can become; each custom field with its kind and its choices."""

    owners: Choices
    stages: Choices
    channels: Choices
    reasons: Choices
    fields: list[tuple[int, str, str, tuple[str, ...]]]


class BulkPanel(QWidget):
    """A form in three steps: choose, preview, change. Nothing happens before the preview."""

    finished = Signal(str, str)
    """Emitted with the kind and the sentence of what happened."""

    def __init__(
        self,
        runner: Runner,
        desk: BulkDesk,
        selection: LeadSelection,
        number: int,
        *,
        more: bool,
        clock: Clock,
    ) -> None:
        super().__init__()
        self._runner = runner
        self._desk = desk
        self._selection = selection
        self._clock = clock
        self._choices = BulkChoices([], [], [], [], [])
        self._previewed: BulkEdit | None = None
        self._total = 0
        self._busy = False
        theme = current_theme()
        self.count = PlainLabel(chosen_words(number, more=more), wrap=True)
        self.kind = QComboBox()
        self.value = QComboBox()
        self.field = QComboBox()
        self.text = QLineEdit()
        self.day = QLineEdit()
        self.note = QLineEdit()
        self.rows = {
            "kind": FormRow(_("What is to change"), self.kind),
            "field": FormRow(_("Field"), self.field),
            "value": FormRow(_("To what"), self.value),
            "text": FormRow(_("Value"), self.text),
            "day": FormRow(_("Look again on"), self.day, _("A day such as 2027-03-31")),
            "note": FormRow(_("Note"), self.note),
        }
        self.preview_button = make_button(_("Preview"), self.preview, kind="secondary")
        self.result = PlainLabel("", wrap=True)
        self.refused = PlainLabel("", tone="muted", wrap=True)
        self.progress = PlainLabel("", size="small", tone="muted", wrap=True)
        self.change_button = make_button("", self.carry_out, kind="primary")
        self.cancel_button = make_button(_("Stop"), self._desk.cancel, kind="quiet")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(1.5))
        for widget in (
            self.count,
            *self.rows.values(),
            self.preview_button,
            self.progress,
            self.cancel_button,
            self.result,
            self.refused,
            self.change_button,
        ):
            column.addWidget(widget)
        column.addStretch(1)
        self.setFocusProxy(self.kind)
        for code, words in _kinds():
            self.kind.addItem(words, code)
        self.kind.currentIndexChanged.connect(lambda _at: self._show_kind())
        self.field.currentIndexChanged.connect(lambda _at: self._show_field())
        for combo in (self.value, self.field):
            combo.currentIndexChanged.connect(lambda _at: self._forget())
        for line in (self.text, self.day, self.note):
            line.textChanged.connect(lambda _text: self._forget())
            line.returnPressed.connect(self.preview)
        self._forget()
        self._show_kind()
        runner.read(_read_choices, self._take_choices, lane="choices of many leads")

    def preview(self) -> None:
        """Ask what the change would do."""
        edit = self._edit()
        if edit is None or self._busy:
            return
        self._begin()
        self._desk.rehearse(
            edit,
            self._selection,
            lambda result: self._show_preview(edit, result),
            self._refuse,
        )

    def carry_out(self) -> None:
        """Do what the preview said."""
        edit = self._previewed
        if edit is None or self._busy:
            return
        self._begin()
        self._desk.carry_out(edit, self._total, self._selection, self._finish, self._refuse)

    # Inside

    def _take_choices(self, choices: BulkChoices) -> None:
        self._choices = choices
        for field_id, name, _kind, _values in choices.fields:
            self.field.addItem(name, field_id)
        self._show_kind()

    def _show_kind(self) -> None:
        kind = self.kind.currentData()
        lists = self._choices
        offered = {"owner": lists.owners, "stage": lists.stages, "channel": lists.channels}
        offered |= dict.fromkeys(_REASONED, lists.reasons)
        labels = dict.fromkeys(_REASONED, _("Reason"))
        self.rows["value"].label.setText(labels.get(kind, _("To what")))
        self._offer(offered.get(kind, []))
        self.rows["value"].setVisible(kind in offered)
        self.rows["day"].setVisible(kind == "recycle")
        if kind == "recycle" and not self.day.text():
            self.day.setText((self._clock().astimezone().date() + _LOOK_AGAIN).isoformat())
        self.rows["note"].setVisible(kind in _REASONED or kind == "stage")
        words = _("What shows that they belong there") if kind == "stage" else _("Note")
        self.rows["note"].label.setText(words)
        self.rows["field"].setVisible(kind == "field")
        self.rows["text"].setVisible(False)
        if kind == "field":
            self._show_field()
        self._forget()

    def _show_field(self) -> None:
        """Offer what the chosen field can hold."""
        place = self.field.currentIndex()
        if self.kind.currentData() != "field" or not 0 <= place < len(self._choices.fields):
            return
        _id, _name, kind, values = self._choices.fields[place]
        listed: Choices = [(value, value) for value in values]
        if kind == FieldKind.YES_NO:
            listed = [(True, _("yes")), (False, _("no"))]
        self._offer([*listed, (None, _("(nothing)"))])
        self.rows["value"].setVisible(bool(listed))
        self.rows["text"].setVisible(not listed)

    def _offer(self, choices: Choices) -> None:
        self.value.clear()
        for key, name in choices:
            self.value.addItem(name, key)

    def _edit(self) -> BulkEdit | None:
        """Return the change as it is filled in; None, and say why, where it cannot be read."""
        kind, value = self.kind.currentData(), self.value.currentData()
        note = self.note.text().strip() or None
        try:
            match kind:
                case "owner":
                    return BulkEdit(BulkKind.OWNER, owner_id=value)
                case "stage":
                    return BulkEdit(BulkKind.STAGE, stage_id=value, note=note, reason=note)
                case "channel":
                    return BulkEdit(BulkKind.CHANNEL, channel_id=value)
                case "field":
                    return BulkEdit(
                        BulkKind.FIELD,
                        field_id=self.field.currentData(),
                        value=self._field_value(),
                    )
                case "recycle":
                    return BulkEdit(
                        BulkKind.RECYCLE,
                        reason=value,
                        note=note,
                        look_again_on=date.fromisoformat(self.day.text().strip()),
                    )
                case "disqualify" | "lost":
                    return BulkEdit(BulkKind(kind), reason=value, note=note)
            return BulkEdit(BulkKind(kind))
        except ValueError:
            row = self.rows["day" if kind == "recycle" else "text"]
            row.set_error(_("This cannot be read. Write a day as 2027-03-31, a number as 2.5."))
            row.field.setFocus(Qt.FocusReason.OtherFocusReason)
            return None

    def _field_value(self) -> str | float | date | bool | None:
        _id, _name, kind, _values = self._choices.fields[self.field.currentIndex()]
        if kind in {FieldKind.CHOICE, FieldKind.YES_NO}:
            chosen: str | bool | None = self.value.currentData()
            return chosen
        text = self.text.text().strip()
        if not text:
            return None
        if kind == FieldKind.NUMBER:
            return float(text)
        return date.fromisoformat(text) if kind == FieldKind.DATE else text

    def _begin(self) -> None:
        self._busy = True
        for row in self.rows.values():
            row.set_error("")
        self.cancel_button.show()
        if self.preview_button.hasFocus() or self.change_button.hasFocus():
            # A button that cannot be pressed loses the keys to whatever follows it in the window.
            self.cancel_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.preview_button.setEnabled(False)
        self.change_button.hide()
        self.progress.setText(_("Working… The foot of the window says how far it is."))
        self.progress.show()

    def _end(self) -> None:
        self._busy = False
        self.preview_button.setEnabled(True)
        if self.cancel_button.hasFocus():
            self.preview_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.cancel_button.hide()
        self.progress.hide()

    def _show_preview(self, edit: BulkEdit, result: "BulkResult") -> None:
        self._end()
        self._previewed = edit
        self._total = result.changed + result.unchanged + sum(one.count for one in result.refused)
        self.result.setText(result_words(result, would=True))
        self.refused.setText(refusal_words(result))
        self.result.show()
        self.refused.setVisible(bool(result.refused))
        button = ngettext("Change {count} lead", "Change {count} leads", result.changed)
        self.change_button.setText(button.format(count=whole(result.changed)))
        self.change_button.setVisible(result.changed > 0)
        if result.changed:
            self.change_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _finish(self, result: "BulkResult") -> None:
        self._end()
        self._forget()
        self.finished.emit("success", result_words(result, would=False))

    def _refuse(self, error: Exception) -> None:
        self._end()
        self.result.setText(str(error))
        self.result.show()
        self.refused.hide()

    def _forget(self) -> None:
        """Ask for another preview: something else would be done by now."""
        self._previewed = None
        for widget in (self.result, self.refused, self.change_button):
            widget.hide()
        if not self._busy:
            self.cancel_button.hide()
            self.progress.hide()


def result_words(result: "BulkResult", *, would: bool) -> str:
    """Return in a sentence or two what a change does, or did."""
    if would:
        first = ngettext("{count} lead would change", "{count} leads would change", result.changed)
    else:
        first = ngettext("{count} lead was changed", "{count} leads were changed", result.changed)
    parts = [first.format(count=whole(result.changed))]
    if would and result.examples:
        parts[0] += f" ({', '.join(result.examples)}{' …' if result.changed > 3 else ''})"
    if result.unchanged:
        same = ngettext("{count} is so already", "{count} are so already", result.unchanged)
        parts.append(same.format(count=whole(result.unchanged)))
    refused = sum(one.count for one in result.refused)
    if refused:
        stays = ngettext("{count} stays as it is", "{count} stay as they are", refused)
        parts.append(stays.format(count=whole(refused)))
    return "; ".join(parts) + "."


def refusal_words(result: "BulkResult") -> str:
    """Return the reasons for which leads stay as they are, one a line, with examples."""
    return "\n".join(
        _("{count} stay: {why} For example {names}.").format(
            count=whole(one.count),
            why=one.sentence if one.sentence.endswith(".") else f"{one.sentence}.",
            names=", ".join(one.examples),
        )
        for one in result.refused
    )


def _kinds() -> tuple[tuple[str, str], ...]:
    return (
        ("owner", _("Owner")),
        ("stage", _("Stage")),
        ("disqualify", _("Disqualify")),
        ("lost", _("Mark as lost")),
        ("recycle", _("Send to nurture")),
        ("reopen", _("Reopen")),
        ("channel", _("Channel")),
        ("field", _("A field of your own")),
        ("mql", _("Make MQL by score")),
    )


def _read_choices(session: Any) -> BulkChoices:
    from models.definitions.current import reasons, stages
    from models.fields.custom import custom_fields
    from models.leads.lists.choices import channel_choices
    from models.team.rows import team

    owners: Choices = [(one.id, one.name) for one in team(session, active_only=True)]
    return BulkChoices(
        [*owners, (None, _("Nobody"))],
        [(one.id, one.name) for one in stages(session)],
        [(one.key, one.name) for one in channel_choices(session)],
        [(one.code, one.name) for one in reasons(session)],
        [(one.id, one.name, one.kind, one.choices) for one in custom_fields(session, "lead")],
    )


def chosen_words(number: int, *, more: bool) -> str:
    """Return how many leads are chosen."""
    if more:
        return _("All leads of the list are chosen.")
    words = ngettext("{count} lead is chosen.", "{count} leads are chosen.", number)
    return words.format(count=whole(number))
