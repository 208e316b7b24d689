"""Who a person is: name, address, time zone, and the region of their public holidays."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any
from zoneinfo import available_timezones

from models.language import gettext as _
from models.written_days import day_text
from views.settings.fields import DayLine, SavedLine, Saver, SearchedLine, two_columns
from views.settings.people.content import PersonContent
from views.widgets import Card, FormRow

if TYPE_CHECKING:
    from models.team.regions import RegionRow
    from models.team.rows import MemberRow


def zone_choices() -> list[tuple[str, str]]:
    """Return the time zones by their cities, as a line shows them."""
    named = sorted(zone for zone in available_timezones() if "/" in zone or zone == "UTC")
    odd = ("Etc/", "SystemV/", "posix/", "right/", "US/")
    return [(zone, zone.replace("_", " ")) for zone in named if not zone.startswith(odd)]


class PersonCard(Card):
    """Six fields, each saved when it is left."""

    def __init__(self, saver: Saver) -> None:
        super().__init__(_("Person"))
        self._saver = saver
        self._person: PersonContent | None = None
        self.name = SavedLine()
        self.email = SavedLine(_("None"))
        self.zone = SearchedLine(_("A city, for example Berlin"))
        self.zone.offer(zone_choices())
        self.region = SearchedLine(_("None: no public holidays"))
        self.name_row = FormRow(_("Name"), self.name)
        self.email_row = FormRow(_("E-mail"), self.email)
        self.zone_row = FormRow(_("Time zone"), self.zone)
        self.region_row = FormRow(_("Public holidays of"), self.region)
        self.joined, self.left = DayLine(_("Not known")), DayLine(_("Stays"))
        self.joined_row = FormRow(_("Began on"), self.joined)
        self.left_row = FormRow(_("First day without them"), self.left)
        rows = (
            self.name_row,
            self.email_row,
            self.zone_row,
            self.region_row,
            self.joined_row,
            self.left_row,
        )
        self.column.addLayout(two_columns(*rows))
        self.name.saved.connect(lambda text: self._write(self.name_row, name=text))
        self.email.saved.connect(lambda text: self._write(self.email_row, email=text))
        self.zone.chosen.connect(lambda code: self._write(self.zone_row, zone=code))
        self.region.chosen.connect(lambda code: self._write(self.region_row, region=code))
        self.joined.saved_day.connect(lambda day: self._write_time(self.joined_row, joined_on=day))
        self.left.saved_day.connect(lambda day: self._write_time(self.left_row, left_on=day))
        self.joined.wrong.connect(self.joined_row.set_error)
        self.left.wrong.connect(self.left_row.set_error)
        self.zone.wrong.connect(self.zone_row.set_error)
        self.region.wrong.connect(self.region_row.set_error)

    def offer_regions(self, regions: "tuple[RegionRow, ...]") -> None:
        """Offer the regions whose public holidays are known."""
        self.region.offer([(row.code, f"{row.name} ({row.code})") for row in regions])

    def show_person(self, person: PersonContent) -> None:
        """Show a person."""
        self._person = person
        row = person.row
        self.name.show_text(row.name)
        self.email.show_text(row.email or "")
        self.zone.show_code(row.zone)
        self.region.show_code(row.region or "")
        self.joined.show_day(row.joined_on)
        self.left.show_day(row.left_on)
        self.zone_row.set_hint(_("{time} there now").format(time=f"{person.now:%H:%M}"))
        days = (f"{one.name} ({day_text(one.day)})" for one in person.holidays)
        self.region_row.set_hint(
            _("Next: {days}").format(days=", ".join(days))
            if person.holidays
            else _("A country or a part of one, for example Bayern")
        )

    def _write(self, row: FormRow, **changed: str) -> None:
        if self._person is not None:
            self._saver.save(_edit(self._person.row, changed), row)

    def _write_time(self, row: FormRow, **changed: date | None) -> None:
        if self._person is None:
            return
        member = self._person.row
        days = {"joined_on": member.joined_on, "left_on": member.left_on} | changed

        def operation(session: Any) -> None:
            from models.team.joining import set_time_with_us

            set_time_with_us(session, member.id, **days)

        self._saver.save(operation, row)


def _edit(member: "MemberRow", changed: dict[str, str]) -> Callable[[Any], None]:
    values: dict[str, Any] = {
        "name": member.name,
        "zone": member.zone,
        "email": member.email,
        "region": member.region,
    }

    def operation(session: Any) -> None:
        from models.team.joining import edit_member

        edit_member(session, member.id, **(values | changed))

    return operation
