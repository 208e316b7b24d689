"""Beside the form: what the draft would do to the open leads, and one lead judged under it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from models.language import gettext as _
from models.language import ngettext
from models.vocabulary import label
from views.charts.numbers import whole
from views.theme import current_theme
from views.widgets import PlainLabel, Sign, empty_layout

if TYPE_CHECKING:
    from models.definitions.effects.on_leads import Effects

Line = tuple[str, str, str]
"""A sign, its colour, and a sentence."""


def effect_lines(effects: "Effects", *, changed: bool) -> list[Line]:
    """Return what a draft would do, in sentences, the weightiest first."""
    lines: list[Line] = []
    if effects.become_mql:
        words = ngettext(
            "{count} open lead would become MQL",
            "{count} open leads would become MQL",
            effects.become_mql,
        )
        lines.append(("arrow-right", "success.text", _counted(words, effects.become_mql)))
    if effects.pass_no_more:
        words = ngettext(
            "{count} open lead would pass no more",
            "{count} open leads would pass no more",
            effects.pass_no_more,
        )
        lines.append(("x", "danger.text", _counted(words, effects.pass_no_more)))
    if effects.grades_changed:
        words = ngettext(
            "{count} would change grade", "{count} would change grade", effects.grades_changed
        )
        lines.append(("tag", "muted", _counted(words, effects.grades_changed)))
    for shift in effects.stage_moves:
        words = ngettext(
            "{count} lead goes from {before} to {after}",
            "{count} leads go from {before} to {after}",
            shift.count,
        )
        sentence = words.format(
            count=whole(shift.count), before=shift.from_stage, after=shift.to_stage
        )
        lines.append(("arrow-right", "muted", sentence))
    for blocked in effects.gate_blocked:
        words = ngettext(
            "{count} stands in {stage}, whose gate it does not meet",
            "{count} stand in {stage}, whose gate they do not meet",
            blocked.count,
        )
        sentence = words.format(count=whole(blocked.count), stage=blocked.stage)
        lines.append(("warning", "warning.text", sentence))
    lines += _desk_lines(effects)
    if not lines:
        words = ngettext(
            "Nothing changes for the {count} open lead.",
            "Nothing changes for the {count} open leads.",
            effects.open_leads,
        )
        lines.append(("check-circle", "success.text", _counted(words, effects.open_leads)))
    elif changed and effects.open_leads:
        words = ngettext("of {count} open lead", "of {count} open leads", effects.open_leads)
        lines.append(("users", "muted", _counted(words, effects.open_leads)))
    return lines


def _desk_lines(effects: "Effects") -> list[Line]:
    """Return what changes for people with a role that goes, and for meetings to come."""
    lines: list[Line] = []
    for shift in effects.role_shifts:
        words = ngettext(
            "{count} person gets {after} in place of {before}",
            "{count} people get {after} in place of {before}",
            shift.count,
        )
        sentence = words.format(
            count=whole(shift.count), before=shift.from_role, after=shift.to_role
        )
        lines.append(("users", "muted", sentence))
    for short in effects.meetings_short:
        words = ngettext(
            "{count} meeting to come would no longer count as {gate}",
            "{count} meetings to come would no longer count as {gate}",
            short.count,
        )
        sentence = words.format(count=whole(short.count), gate=label(short.gate).lower())
        lines.append(("warning", "warning.text", sentence))
    return lines


def _counted(words: str, count: int) -> str:
    return words.format(count=whole(count))


class EffectPanel(QWidget):
    """The counts, with progress while they are made."""

    def __init__(self) -> None:
        super().__init__()
        theme = current_theme()
        self.heading = PlainLabel(_("Effect on open leads"), size="heading", weight="semibold")
        self.progress = QProgressBar()
        self.progress.setRange(0, 0)
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(_("Counting"))
        policy = self.progress.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.progress.setSizePolicy(policy)
        self.progress.hide()
        self._lines = QVBoxLayout()
        self._lines.setSpacing(theme.space(0.75))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(0.75))
        column.addWidget(self.heading)
        column.addWidget(self.progress)
        column.addLayout(self._lines)
        self.show_lines([("clock", "muted", _("Counting…"))])

    def show_counting(self, counting: bool) -> None:
        """Show that the counts are being made anew."""
        self.progress.setVisible(counting)

    def show_effects(self, effects: "Effects | None", *, changed: bool) -> None:
        """Show what the draft would do; None where it cannot be written yet."""
        if effects is None:
            words = _("The effect is counted once the draft can be written.")
            self.show_lines([("warning", "warning.text", words)])
        else:
            self.show_lines(effect_lines(effects, changed=changed))

    def show_lines(self, lines: list[Line]) -> None:
        """Show sentences with their signs."""
        refill(self._lines, [sign_line(*line) for line in lines])


def sign_line(sign: str, colour: str, sentence: str) -> QWidget:
    """Return a sentence with a sign beside its first line."""
    theme = current_theme()
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.space())
    row.addWidget(Sign(sign, colour), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(PlainLabel(sentence, wrap=True), 1)
    return box


def shown_in(column: QVBoxLayout) -> list[QWidget]:
    """Return the widgets that stand in a column."""
    items = (column.itemAt(at) for at in range(column.count()))
    widgets = (None if item is None else item.widget() for item in items)
    return [widget for widget in widgets if widget is not None]


def refill(column: QVBoxLayout, widgets: list[QWidget]) -> None:
    """Put these widgets into a column in place of what stands there."""
    empty_layout(column)
    for widget in widgets:
        column.addWidget(widget)
        # A layout shows what it takes in later; the focus may be meant to go there now.
        widget.show()
