"""What an import did: a sentence, the numbers, and what was left as people changed it here."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from models.language import gettext as _
from models.language import ngettext
from views.charts.numbers import whole
from views.importing.content import ImportReport, KeptValue
from views.theme import current_theme
from views.widgets import (
    ElidedLabel,
    NumberLabel,
    PlainLabel,
    Sign,
    make_button,
    make_frame,
    make_line,
)

_LISTED: Final = 100


class ReportView(QWidget):
    """Shows a report, or that what it tells of was taken back."""

    errors_wanted = Signal(object)
    """Emitted with the path of the file that lists the rows with errors."""
    redo_wanted = Signal()
    """Emitted when an import that was taken back is to come in again."""

    def __init__(self, report: ImportReport) -> None:
        super().__init__()
        theme = current_theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(2))
        head = QHBoxLayout()
        head.setSpacing(theme.space())
        self._report = report
        self._sign = Sign("info", "info.text")
        head.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        self.sentence = PlainLabel(size="heading", wrap=True)
        head.addWidget(self.sentence, 1)
        self.redo_button = make_button(_("Import it again"), self.redo_wanted.emit)
        head.addWidget(self.redo_button, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        self._came_in = [_numbers(report)]
        column.addWidget(self._came_in[0])
        if report.errors_file is not None:
            column.addWidget(self._errors(report.errors_file))
        if report.kept:
            self._came_in.append(_kept(report.kept))
            column.addWidget(self._came_in[1])
        column.addStretch(1)
        self.show_standing(taken_back=False)

    def show_standing(
        self, *, taken_back: bool, kept_leads: int = 0, can_redo: bool = False
    ) -> None:
        """Show what the import did, or that it was taken back and what of it stayed."""
        report = self._report
        came = not taken_back and bool(report.created or report.updated)
        self._sign.set_sign(*(("check-circle", "success.text") if came else ("info", "info.text")))
        self.sentence.setText(
            taken_back_sentence(kept_leads) if taken_back else report_sentence(report)
        )
        self.redo_button.setVisible(taken_back and can_redo)
        for part in self._came_in:
            part.setHidden(taken_back)

    def _errors(self, file: Path) -> QWidget:
        frame = make_frame("card")
        theme = current_theme()
        row = QHBoxLayout(frame)
        row.setContentsMargins(theme.space(2), theme.space(), theme.space(), theme.space())
        row.setSpacing(theme.space())
        row.addWidget(Sign("warning", "warning.text"))
        words = _("What was wrong is listed, line by line, in {file}").format(file=file.name)
        row.addWidget(PlainLabel(words, wrap=True), 1)
        self.errors_button = make_button(
            _("Open the list"), lambda: self.errors_wanted.emit(file), tip=str(file)
        )
        row.addWidget(self.errors_button)
        return frame


def taken_back_sentence(kept_leads: int) -> str:
    """Return in one sentence that an import was undone, and what of it stayed."""
    if not kept_leads:
        return _("This import was taken back; nothing of it is here any more.")
    return ngettext(
        "This import was taken back; {count} lead that was worked since stays.",
        "This import was taken back; {count} leads that were worked since stay.",
        kept_leads,
    ).format(count=whole(kept_leads))


def report_sentence(report: ImportReport) -> str:
    """Return in one sentence what an import did."""
    parts = []
    if report.created:
        parts.append(
            ngettext("{count} row came in", "{count} rows came in", report.created).format(
                count=whole(report.created)
            )
        )
    if report.updated:
        parts.append(
            ngettext("{count} was updated", "{count} were updated", report.updated).format(
                count=whole(report.updated)
            )
        )
    if not parts:
        return _("Nothing new came in.")
    if report.errors:
        parts.append(
            ngettext(
                "{count} has errors and stayed out", "{count} have errors and stayed out",
                report.errors,
            ).format(count=whole(report.errors))
        )  # fmt: skip
    return ", ".join(parts) + "."


def _numbers(report: ImportReport) -> QWidget:
    frame = make_frame("card")
    theme = current_theme()
    row = QHBoxLayout(frame)
    row.setContentsMargins(*(theme.space(2),) * 4)
    row.setSpacing(theme.space(4))
    for words, count in (
        (_("Rows"), report.rows),
        (_("Created"), report.created),
        (_("Updated"), report.updated),
        (_("Skipped"), report.skipped),
        (_("Known already"), report.duplicates),
        (_("Errors"), report.errors),
    ):
        one = QVBoxLayout()
        one.setSpacing(theme.space(0.25))
        number = NumberLabel(whole(count), size="heading", weight="semibold")
        number.setAlignment(Qt.AlignmentFlag.AlignLeft)
        one.addWidget(number)
        one.addWidget(PlainLabel(words, size="small", tone="muted"))
        row.addLayout(one)
    row.addStretch(1)
    return frame


def _kept(kept: tuple[KeptValue, ...]) -> QWidget:
    frame = make_frame("card")
    theme = current_theme()
    column = QVBoxLayout(frame)
    column.setContentsMargins(*(theme.space(2),) * 4)
    column.setSpacing(theme.space())
    sentence = ngettext(
        "{count} value was changed here since the last import and was left as it is",
        "{count} values were changed here since the last import and were left as they are",
        len(kept),
    ).format(count=whole(len(kept)))
    column.addWidget(PlainLabel(sentence, weight="medium", wrap=True))
    grid = QGridLayout()
    grid.setHorizontalSpacing(theme.space(2))
    grid.setVerticalSpacing(theme.space(0.5))
    titles = (_("Line"), _("Lead"), _("Field"), _("Here"), _("In the file"))
    for place, title in enumerate(titles):
        grid.addWidget(PlainLabel(title, size="small", tone="muted", weight="medium"), 0, place)
        grid.setColumnStretch(place, 1 if place else 0)
    for row, one in enumerate(kept[:_LISTED], start=1):
        grid.addWidget(make_line(), 2 * row - 1, 0, 1, len(titles))
        cells = (whole(one.line), one.lead, one.field, one.here, one.in_file)
        for place, text in enumerate(cells):
            grid.addWidget(ElidedLabel(text), 2 * row, place)
    column.addLayout(grid)
    if len(kept) > _LISTED:
        rest = _("and {count} more").format(count=whole(len(kept) - _LISTED))
        column.addWidget(PlainLabel(rest, tone="muted"))
    return frame
