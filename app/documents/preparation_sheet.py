"""All that a closer must know before one meeting, on paper."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from app.documents.meeting_words import (
    people_of,
    place_words,
    preparation_of,
    state_words,
)
from app.documents.typesetting import Manuscript
from models.iso_codes import minor_digits
from models.language import gettext as _
from models.vocabulary import CriterionState, MeetingGate, label
from models.wall_time import city_of, local_day
from models.written_days import day_text
from views.calendar.words import (
    span_words,
    wall,
    whole_day_words,
)
from views.lead_page.words import deal_words, interest_words, move_words, touch_words

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from models.appointments.reading import MeetingPage
    from models.ids import AppointmentId
    from models.leads.detail import LeadDetail

_HISTORY = 14


@dataclass(frozen=True, slots=True)
class PreparationSheet:
    """One meeting with all that is known of its lead; `history` is newest first, in words."""

    workspace: str
    zone: str
    read_at: datetime
    page: "MeetingPage"
    lead: "LeadDetail"
    names: dict[int, str]
    history: tuple[tuple[date, str], ...]
    digits: int


def read_preparation(
    session: "Session", workspace: str, appointment_id: "AppointmentId", at: datetime
) -> PreparationSheet:
    """Read the sheet of a meeting; refuses one that does not exist."""
    from models.appointments.reading import meeting_page
    from models.entities.people.team import TeamMember
    from models.finding import existing
    from models.leads.detail import lead_detail
    from models.leads.lists.choices import stage_choices
    from models.leads.stages.moves import moves_of
    from models.team.rows import team

    page = meeting_page(session, appointment_id)
    lead = lead_detail(session, page.meeting.lead_id)
    zone = existing(session, TeamMember, page.meeting.closer_id).zone
    names: dict[int, str] = {row.id: row.name for row in team(session)}
    stages: dict[int, str] = {one.key: one.name for one in stage_choices(session)}
    happened = [(one.occurred_at, touch_words(one)) for one in lead.touches]
    happened += [(one.occurred_at, interest_words(one)) for one in lead.interest]
    happened += [
        (one.occurred_at, _("Stage: {words}").format(words=move_words(one, stages, names)))
        for one in moves_of(session, page.meeting.lead_id)
        if one.occurred_at is not None
    ]
    newest = sorted(happened, key=lambda one: one[0], reverse=True)[:_HISTORY]
    currency = lead.deals[0].currency if lead.deals else "EUR"
    return PreparationSheet(
        workspace=workspace,
        zone=zone,
        read_at=at,
        page=page,
        lead=lead,
        names=names,
        history=tuple((local_day(when, zone), words) for when, words in newest),
        digits=minor_digits(currency),
    )


def manuscript_of(sheet: PreparationSheet) -> Manuscript:
    """Return the sheet, ready to be set."""
    page, meeting, lead = sheet.page, sheet.page.meeting, sheet.lead
    day = whole_day_words(local_day(meeting.starts_at, sheet.zone))
    time = span_words(meeting.starts_at, meeting.ends_at, sheet.zone)
    who = f"{meeting.who}, {meeting.company}" if meeting.company != meeting.who else meeting.who
    ready = next((one for one in page.gates if one.gate == MeetingGate.READY), None)
    words = {
        "title": meeting.who,
        "subtitle": _("Preparation: {day}, {time}").format(day=day, time=time),
        "heading": who,
        "version": f"{day}, {time}",
        "footer": f"{sheet.workspace}, {who}",
        "authors": [meeting.closer],
        "note": "",
        "facts": [
            (_("When ({city})").format(city=city_of(sheet.zone)), time),
            (
                _("Their time"),
                f"{wall(meeting.starts_at, meeting.zone)} {city_of(meeting.zone)}",
            ),
            (_("Closer"), meeting.closer),
            (_("State"), state_words(meeting.state)),
        ],
        "missing": [one[:1].upper() + one[1:] for one in ready.missing] if ready else [],
        "purpose": meeting.purpose or "",
        "where": place_words(meeting),
        "people": people_of(page),
        "prepare": preparation_of(page, sheet.zone, sheet.names),
        "answers": _answers(lead),
        "notes": lead.notes or "",
        "company": _company(lead),
        "deals": [deal_words(one, sheet.digits, sheet.read_at.date()) for one in lead.deals],
        "history": [(day_text(one), said) for one, said in sheet.history],
        "words": _words(),
    }
    return Manuscript("preparation", words, sheet.read_at)


def _answers(lead: "LeadDetail") -> list[tuple[str, str, str]]:
    rows = []
    for one in lead.answers:
        if one.state == CriterionState.UNKNOWN and not one.answer:
            rows.append((one.name, _("Open"), one.question))
            continue
        said = one.answer or ""
        if one.asked_by and one.asked_at is not None:
            asked = _("{who}, {day}").format(who=one.asked_by, day=day_text(one.asked_at.date()))
            said = f"{said} ({asked})" if said else asked
        rows.append((one.name, label(one.state), said))
    return rows


def _company(lead: "LeadDetail") -> list[tuple[str, str]]:
    contact, company = lead.contact, lead.company
    rows: list[tuple[str, str | None]] = []
    if contact is not None:
        rows += [
            (_("Contact"), ", ".join(x for x in (contact.name, contact.job_title) if x)),
            (_("E-mail"), contact.email),
            (_("Phone"), contact.phone or contact.mobile),
            (_("About them"), contact.notes),
        ]
    if company is not None:
        place = ", ".join(x for x in (company.city, company.country) if x)
        rows += [
            (_("Company"), company.name),
            (_("Industry"), company.industry),
            (_("Employees"), None if company.employees is None else str(company.employees)),
            (_("Place"), place),
            (_("Website"), company.website),
            (_("Client"), _("Is a client already") if company.is_client else None),
        ]
    rows.append((_("Came from"), ", ".join(x for x in (lead.channel, lead.campaign) if x)))
    return [(name, said) for name, said in rows if said]


def _words() -> dict[str, str]:
    return {
        "missing": _("Still missing to be ready"),
        "why": _("Why we meet"),
        "no_purpose": _("No purpose is stated yet."),
        "people": _("Who is there"),
        "no_people": _("Nobody is named yet."),
        "name": _("Name"),
        "part": _("Part in the decision"),
        "yes": _("Their word"),
        "reply": _("Calendar"),
        "prepare": _("To prepare"),
        "nothing_to_prepare": _("Nothing is listed."),
        "said": _("What they said"),
        "nothing_said": _("Nothing was asked yet."),
        "criterion": _("Criterion"),
        "state": _("State"),
        "answer": _("Answer, or what to ask"),
        "company": _("Who they are"),
        "no_company": _("Nothing is known yet."),
        "deals": _("Deal"),
        "history": _("What happened so far"),
    }
