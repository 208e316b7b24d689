"""What a verb was called with, in the form in which the change log keeps it."""

from collections.abc import Mapping
from dataclasses import fields as fields_of
from dataclasses import is_dataclass
from typing import Any, Unpack, get_args, get_origin, get_type_hints

from sqlalchemy import Table
from sqlalchemy.orm import Session

from models import ids
from models.clean_text import in_lines
from models.entities.base import Recorded
from models.entities.definitions.fields import CustomField
from models.entities.definitions.versions import Stage
from models.entities.leads.deals import Deal
from models.entities.leads.leads import Handoff, Lead
from models.entities.leads.moves import StageMove
from models.entities.leads.views import SavedView
from models.entities.marketing.channels import Channel
from models.entities.marketing.spending import Campaign
from models.entities.meetings.appointments import Appointment, PreparationItem
from models.entities.meetings.attendees import Attendee
from models.entities.meetings.calendars import BusyCalendar, CalendarMessage
from models.entities.meetings.kinds import MeetingKind
from models.entities.meetings.preparation_templates import PreparationTemplate
from models.entities.people.booking_credits import BookingCredit
from models.entities.people.contacts import Company, Contact
from models.entities.people.team import TeamMember, TimeOff
from models.entities.work.activity import Task
from models.entities.work.cadences import Cadence, CadenceRun
from models.entities.work.outbox import MailAccount, OutboxMessage
from models.entities.work.queue import Snooze
from models.entities.work.templates import MessageTemplate
from models.entities.workspace.forecasting import Forecast, Scenario
from models.history.unlogged import Unlogged
from models.history.values import uuid_of
from models.storage.columns import JsonObject

ENTITY_BY_ID: dict[Any, type[Recorded]] = {
    ids.MemberId: TeamMember,
    ids.CompanyId: Company,
    ids.ContactId: Contact,
    ids.LeadId: Lead,
    ids.ChannelId: Channel,
    ids.CampaignId: Campaign,
    ids.StageId: Stage,
    ids.StageMoveId: StageMove,
    ids.TaskId: Task,
    ids.AppointmentId: Appointment,
    ids.AttendeeId: Attendee,
    ids.PreparationId: PreparationItem,
    ids.DealId: Deal,
    ids.ScenarioId: Scenario,
    ids.ForecastId: Forecast,
    ids.CustomFieldId: CustomField,
    ids.ViewId: SavedView,
    ids.HandoffId: Handoff,
    ids.TimeOffId: TimeOff,
    ids.MeetingKindId: MeetingKind,
    ids.PreparationTemplateId: PreparationTemplate,
    ids.BusyCalendarId: BusyCalendar,
    ids.CalendarMessageId: CalendarMessage,
    ids.CadenceId: Cadence,
    ids.CadenceRunId: CadenceRun,
    ids.TemplateId: MessageTemplate,
    ids.SnoozeId: Snooze,
    ids.OutboxId: OutboxMessage,
    ids.MailAccountId: MailAccount,
    ids.BookingCreditId: BookingCredit,
}
# What a screen showed before a verb is a condition of it and no part of what it did.
_SHOWN_BEFORE = "expected"


def arguments_for_log(
    session: Session, given: Mapping[str, Any], hints: dict[str, Any]
) -> JsonObject:
    """Write a verb's arguments for the log: rows by UUID, other values as JSON can hold them."""
    written: JsonObject = {}
    for name, value in given.items():
        hint = hints.get(name)
        if value is None or hint is Session or isinstance(value, Unlogged):
            continue
        if name == _SHOWN_BEFORE:
            continue
        fields = get_args(hint)[0] if get_origin(hint) is Unpack else None
        if fields is not None:
            written |= arguments_for_log(session, value, get_type_hints(fields))
        elif (entity := _entity_of(hint)) is not None:
            if isinstance(value, tuple | list | set | frozenset):
                # Which ones, the rows that changed say; a bulk verb may name a hundred thousand.
                written[name] = len(value)
                continue
            written[name] = uuid_of(session.connection(), table_of(entity), value).hex
        else:
            written[name] = _plain(session, value)
    return written


def _plain(session: Session, value: Any) -> Any:
    """Return a value as JSON holds it; one that is part of a bigger one may name rows as well."""
    match value:
        case str():
            return in_lines(value)
        case None | int() | float() | bool():
            return value
        case Mapping():
            return {str(key): _plain(session, part) for key, part in value.items()}
        case tuple() if hasattr(value, "_asdict"):
            return arguments_for_log(session, value._asdict(), get_type_hints(type(value)))
        case list() | tuple() | set() | frozenset():
            return [_plain(session, part) for part in value]
        case _ if is_dataclass(value):
            parts = {part.name: getattr(value, part.name) for part in fields_of(value)}
            return arguments_for_log(session, parts, get_type_hints(type(value)))
        case _:
            return str(value)


def _entity_of(hint: Any) -> type[Recorded] | None:
    if hint in ENTITY_BY_ID:
        return ENTITY_BY_ID[hint]
    for part in getattr(hint, "__args__", ()):
        if part in ENTITY_BY_ID:
            return ENTITY_BY_ID[part]
    return None


def table_of(entity: type[Any]) -> Table:
    """Return the table that an entity is mapped to."""
    table = entity.__table__
    if not isinstance(table, Table):
        raise TypeError(f"{entity.__name__} is not mapped to a table")
    return table
