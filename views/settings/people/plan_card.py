"""Where a person's calendar is kept, and what their day holds."""

from typing import Any

from PySide6.QtCore import Qt

from models.language import gettext as _
from models.vocabulary import CalendarPolicy
from views.settings.fields import NumberLine, Saver, number_row, two_columns
from views.settings.people.content import PersonContent
from views.widgets import Card, FormRow, PlainLabel, SegmentedControl


class CalendarCard(Card):
    """Which calendar is believed, and how long."""

    def __init__(self, saver: Saver) -> None:
        super().__init__(
            _("Calendar"), _("What Funneldesk does not know for sure is never offered as free.")
        )
        self._saver = saver
        self._person: PersonContent | None = None
        self.policy = SegmentedControl(
            [
                (CalendarPolicy.HERE.value, _("Kept here")),
                (CalendarPolicy.IMPORTED.value, _("Imported from a file")),
                (CalendarPolicy.ASK_FIRST.value, _("Ask first")),
            ],
            name=_("Calendar"),
        )
        self.words = PlainLabel(tone="muted", wrap=True)
        self.age_row, self.age = number_row(
            _("A file counts as current for, in hours"), empty=_("24, as usual")
        )
        self.refusal = FormRow("", self.policy)
        self.refusal.label.hide()
        self.column.addWidget(self.refusal, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addWidget(self.words)
        self.column.addWidget(self.age_row)
        self.policy.changed.connect(lambda code: self._write(code, None, self.refusal))
        self.age.saved_number.connect(
            lambda hours: self._write(CalendarPolicy.IMPORTED.value, hours, self.age_row)
        )

    def show_person(self, person: PersonContent) -> None:
        """Show what holds for a person."""
        self._person = person
        row = person.row
        self.policy.set_value(row.calendar_policy)
        self.words.setText(_policy_words(row.calendar_policy))
        self.age_row.setVisible(row.calendar_policy == CalendarPolicy.IMPORTED)
        self.age.show_number(row.calendar_max_age_hours)

    def _write(self, policy: str, hours: int | None, row: FormRow) -> None:
        if self._person is None:
            return
        member_id = self._person.row.id

        def operation(session: Any) -> None:
            from models.team.planning import set_calendar_policy

            set_calendar_policy(session, member_id, policy, hours)

        self._saver.save(operation, row)


def _policy_words(policy: str) -> str:
    return {
        CalendarPolicy.HERE.value: _(
            "All meetings stand in Funneldesk, so it is always current. Everything else is free."
        ),
        CalendarPolicy.IMPORTED.value: _(
            "Busy times come from calendar files. Without a current file the time is unknown, and "
            "nothing is offered as certain."
        ),
        CalendarPolicy.ASK_FIRST.value: _(
            "Meetings are booked as tentative until the person has agreed to the time."
        ),
    }[policy]


class DayCard(Card):
    """How much a day holds at most, and what is planned for it."""

    def __init__(self, saver: Saver) -> None:
        super().__init__(_("A day"), _("The counters on Today go by the plan."))
        self._saver = saver
        self._person: PersonContent | None = None
        self.touches_row, self.touches = number_row(_("Planned touches"), empty=_("No plan"))
        self.bookings_row, self.bookings = number_row(_("Planned bookings"), empty=_("No plan"))
        self.cap_row, self.cap = number_row(_("Meetings at most"), empty=_("No limit"))
        self.column.addLayout(two_columns(self.touches_row, self.bookings_row, self.cap_row))
        for code, row, line in (
            ("planned_touches", self.touches_row, self.touches),
            ("planned_bookings", self.bookings_row, self.bookings),
            ("daily_meeting_cap", self.cap_row, self.cap),
        ):
            self._connect(code, row, line)

    def show_person(self, person: PersonContent) -> None:
        """Show what holds for a person."""
        self._person = person
        self.touches.show_number(person.row.planned_touches)
        self.bookings.show_number(person.row.planned_bookings)
        self.cap.show_number(person.row.daily_meeting_cap)

    def _connect(self, code: str, row: FormRow, line: NumberLine) -> None:
        line.saved_number.connect(lambda number: self._write(row, {code: number}))

    def _write(self, row: FormRow, changed: dict[str, int | None]) -> None:
        if self._person is None:
            return
        member = self._person.row
        plan = {
            "planned_touches": member.planned_touches,
            "planned_bookings": member.planned_bookings,
            "daily_meeting_cap": member.daily_meeting_cap,
        } | changed

        def operation(session: Any) -> None:
            from models.team.planning import set_day_plan

            set_day_plan(session, member.id, **plan)

        self._saver.save(operation, row)
