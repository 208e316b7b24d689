"""The section of people: the team down the left, one of them as a form."""

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from models.clock import Clock, utc_now
from models.language import gettext as _
from models.topics import Topic
from models.vocabulary import Role
from views.runner import Runner
from views.settings.choice_list import ListEntry
from views.settings.fields import Saver, forget_typed
from views.settings.limiting import Limited
from views.settings.listed import ListedSection
from views.settings.people.content import PeopleContent, PersonContent, read_people
from views.settings.people.hours_editor import HoursEditor
from views.settings.people.new_person_form import NewPersonForm
from views.settings.people.person_card import PersonCard
from views.settings.people.plan_card import CalendarCard, DayCard
from views.settings.people.roles_card import RolesCard
from views.settings.people.time_off_card import TimeOffCard
from views.settings.people.turns_card import TurnsCard
from views.theme import current_theme
from views.widgets import (
    Card,
    EmptyState,
    FormRow,
    PlainLabel,
    make_button,
    scrolled,
)
from views.widgets.tab_order import order_tabs

if TYPE_CHECKING:
    from models.team.regions import RegionRow

_TOPICS: Final = frozenset((Topic.TEAM, Topic.DEFINITIONS, Topic.APPOINTMENTS))


class PeopleSection(ListedSection):
    """Insert adds a person, Delete says that the chosen one has left; undo takes both back."""

    def __init__(self, runner: Runner, *, clock: Clock = utc_now) -> None:
        super().__init__(_("People"), _("Add a person"), self.show_new)
        self._runner = runner
        self._clock = clock
        self._content = PeopleContent()
        self._awaited = ""
        saver = Saver(runner)
        self.form = PersonForm(saver)
        self.new = NewPersonForm(runner)
        self.empty = EmptyState(
            _("Nobody is on the team yet. Add who makes calls and who meets the prospects."),
            _("Add a person"),
            self.show_new,
            icon_name="users-three",
        )
        for form in (scrolled(Limited(self.form)), scrolled(Limited(self.new)), self.empty):
            self.forms.addWidget(form)
        self.list.chosen.connect(self._show_person)
        self.list.remove_asked.connect(self.form.toggle_active)
        self.new.added.connect(self._await)
        self.new.left.connect(self._back)
        runner.changed.connect(self._hear)
        runner.compute(_regions, self.form.person.offer_regions, lane="settings regions")
        self._read()

    def show_new(self) -> None:
        """Ask who is to be added."""
        zone = next((one.row.zone for one in self._content.people), "")
        self.forms.setCurrentIndex(1)
        self.new.begin(self._content.roles, zone)

    def _await(self, code: str) -> None:
        """Show a person as soon as they are read."""
        self._awaited = code
        self._read()

    def _back(self) -> None:
        self._show_content(self._content)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _hear(self, topics: object) -> None:
        if isinstance(topics, frozenset) and topics & _TOPICS:
            self._read()

    def _read(self) -> None:
        self._runner.read(read_people(self._clock()), self._take, lane="settings people")

    def _take(self, content: PeopleContent) -> None:
        self._content = content
        awaited, self._awaited = self._awaited, ""
        entries = [_entry(one) for one in content.people if one.row.active]
        gone = [_entry(one) for one in content.people if not one.row.active]
        if gone:
            entries += [ListEntry("", _("Left the team")), *gone]
        self.list.show_entries(entries, awaited)
        if awaited or self.forms.currentIndex() != 1:
            self._show_content(content)

    def _show_content(self, content: PeopleContent) -> None:
        code = self.list.current_code()
        self.forms.setCurrentIndex(0 if code else 2)
        person = content.person(code)
        if person is not None:
            self.form.show_person(person, content)

    def _show_person(self, _code: str) -> None:
        self._show_content(self._content)


class PersonForm(QWidget):
    """One person in cards; every field holds as soon as it is left."""

    def __init__(self, saver: Saver) -> None:
        super().__init__()
        self._saver = saver
        self._person: PersonContent | None = None
        theme = current_theme()
        self.person = PersonCard(saver)
        self.roles = RolesCard(saver)
        self.hours_card = Card(
            _("Working hours"), _("Terms run and slots are offered inside these hours only.")
        )
        self.hours = HoursEditor()
        self.hours.changed.connect(self._set_hours)
        self.hours_card.column.addWidget(self.hours)
        self.time_off = TimeOffCard(saver)
        self.calendar = CalendarCard(saver)
        self.day = DayCard(saver)
        self.turns = TurnsCard(saver)
        self.leave_button = make_button("", self.toggle_active)
        self.leave_words = PlainLabel(tone="muted", wrap=True)
        self.leave_row = FormRow("", self.leave_button)
        self.leave_row.label.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, theme.space(), theme.space(2))
        column.setSpacing(theme.space(2))
        cards = (self.person, self.roles, self.hours_card, self.time_off)
        for card in (*cards, self.calendar, self.day, self.turns):
            column.addWidget(card)
        foot = QHBoxLayout()
        foot.setSpacing(theme.space(2))
        foot.addWidget(self.leave_words, 1)
        foot.addWidget(self.leave_row)
        column.addLayout(foot)
        column.addStretch(1)

    def show_person(self, person: PersonContent, content: PeopleContent) -> None:
        """Show a person."""
        from models.team.working_clock import USUAL_HOURS

        if self._person is None or self._person.row.id != person.row.id:
            forget_typed(self)
            self.hours.forget()
        self._person = person
        row = person.row
        self.person.show_person(person)
        self.roles.show_person(person, content.roles)
        week: dict[int, list[tuple[int, int]]] = {}
        for span in row.hours:
            week.setdefault(span.weekday, []).append((span.start_minute, span.end_minute))
        self.hours.show_week(week or USUAL_HOURS, is_usual=not week)
        self.time_off.show_person(person)
        self.calendar.show_person(person)
        self.day.show_person(person)
        self.turns.setVisible(row.active and Role.CLOSER in row.duties)
        self.turns.show_person(person, content.turns)
        name = row.name
        if row.active:
            self.leave_button.setText(_("Has left the team"))
            self.leave_words.setText(
                _("{name} would get no more work; what they did stays theirs.").format(name=name)
            )
        else:
            self.leave_button.setText(_("Bring back"))
            self.leave_words.setText(_("{name} has left the team.").format(name=name))
        order_tabs(self)

    def toggle_active(self) -> None:
        """Say that the person has left, or bring them back."""
        if self._person is None:
            return
        row = self._person.row

        def operation(session: Any) -> None:
            from models.team.joining import deactivate, reactivate

            (deactivate if row.active else reactivate)(session, row.id)

        self._saver.save(operation, self.leave_row)

    def _set_hours(self, week: Any) -> None:
        if self._person is None:
            return
        member_id = self._person.row.id

        def operation(session: Any) -> None:
            from models.team.hours import set_working_hours

            set_working_hours(session, member_id, week)

        self._saver.save(operation)


def _entry(person: PersonContent) -> ListEntry:
    row = person.row
    held = ", ".join(one.name for one in row.held) or _("No role")
    today = person.now.date()
    away = any(one.starts_on <= today <= one.ends_on for one in person.time_off)
    detail = _("Away · {roles}").format(roles=held) if away and row.active else held
    return ListEntry(str(row.id), row.name, detail, is_faint=not row.active)


def _regions() -> "tuple[RegionRow, ...]":
    from models.team.regions import regions

    return regions()
