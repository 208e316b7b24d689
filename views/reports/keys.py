"""The keys of the reports, said once: for their actions, and for the keyboard map."""

from dataclasses import dataclass

from models.language import gettext as _


@dataclass(frozen=True, slots=True)
class ReportKey:
    """Something the reports can be asked for."""

    code: str
    words: str
    keys: str


def report_keys() -> tuple[ReportKey, ...]:
    """Return what the reports can be asked for."""
    return (
        ReportKey("period", _("Choose the period"), "P"),
        ReportKey("condition", _("Add a condition on any field"), "F"),
        ReportKey("less", _("Take the last condition away"), "Backspace"),
        ReportKey("division", _("Divide the answer by something else"), "B"),
        ReportKey("copy", _("Copy the answer as a table"), "Ctrl+C"),
        ReportKey("export", _("Save the answer as CSV"), "E"),
        ReportKey("handoff", _("Weekly handoff report"), "W"),
        ReportKey("review", _("Quarterly definitions review"), "R"),
        ReportKey("funnel", _("Funnel report"), "N"),
    )
