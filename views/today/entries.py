"""The lines of the Today page, made of what was read: sections with their entries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from models.language import gettext as _
from views.leads.wording import long_moment, short_day
from views.today.wording import signal_words, time_ago, time_left, what_it_did

if TYPE_CHECKING:
    from models.handoff.glance import Glance
    from models.handoff.inbox import HandoffRow
    from models.handoff.today import Today
    from models.ids import HandoffId, LeadId
    from models.leads.nurture import NurturedRow
    from models.team.countdown import Countdown

Kind = Literal["inbox", "direct", "back", "again", "escalated", "rejected", "review"]
SECTION: Literal["section"] = "section"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of work; one without a lead is a reminder."""

    kind: Kind
    name: str
    company: str
    why: str
    sign: tuple[str, str]
    grade: str = ""
    lead_id: "LeadId | None" = None
    handoff_id: "HandoffId | None" = None
    countdown: "Countdown | None" = None
    owned: bool = False
    """Whether it belongs to somebody already."""

    @property
    def key(self) -> tuple[str, int]:
        """What tells an entry from the others, also after it was read again."""
        return self.kind, int(self.lead_id or 0)

    def time_words(self, now: datetime) -> str:
        """Return how much working time is left; nothing where none runs."""
        return "" if self.countdown is None else time_left(self.countdown.minutes_left(now))

    def is_overdue(self, now: datetime) -> bool:
        """Say whether the answer is late."""
        return self.countdown is not None and self.countdown.minutes_left(now) < 0


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, what belongs under it, and what to do with it in a few words."""

    kind: Kind
    title: str
    hint: str
    entries: tuple[Entry, ...] = field(default=())


def sections_of(today: "Today", reason_names: dict[str, str], now: datetime) -> tuple[Section, ...]:
    """Return the sections that hold something, in the order in which they are worked."""
    day = now.astimezone().date()
    parts: tuple[tuple[Kind, str, str, Iterable[Entry]], ...] = (
        (
            "inbox",
            _("To accept"),
            _("Marketing hands these over; silence accepts nothing"),
            (_handed(row, today.who_accepts, now) for row in today.inbox),
        ),
        (
            "direct",
            _("Direct requests"),
            _("They asked; call first, no MQL step needed"),
            (_direct(row, now) for row in today.direct),
        ),
        (
            "back",
            _("Back from nurture"),
            _("What they did since adds up"),
            (_back(row, now) for row in today.back),
        ),
        (
            "again",
            _("Look again today"),
            _("The day you chose has come"),
            (_again(row, now) for row in today.again),
        ),
        (
            "escalated",
            _("Escalated"),
            _("Nobody answered in time"),
            (_escalated(row) for row in today.escalated),
        ),
        (
            "rejected",
            _("Rejected by sales"),
            _("In the last two weeks, with the reason"),
            (_rejected(row, reason_names, now) for row in today.rejected),
        ),
    )
    found = [Section(kind, title, hint, tuple(rows)) for kind, title, hint, rows in parts]
    if today.review_due is not None:
        words = _("The definitions were to be reviewed on {day}.").format(
            day=short_day(today.review_due, day)
        )
        entry = Entry("review", _("Review the definitions"), "", words, ("book-open", "muted"))
        found.append(Section("review", _("Reminders"), "", (entry,)))
    return tuple(section for section in found if section.entries)


def _handed(row: "HandoffRow", who_accepts: str, now: datetime) -> Entry:
    sign = ("clock", "muted")
    if row.lead.direct:
        sign = ("phone", "accent")
    if row.reminded_at is not None:
        sign = ("warning", "warning.text")
    why = _why(row.lead, now)
    if row.member is None:
        why = _("There is nobody to ask. Give somebody the role {role}.").format(role=who_accepts)
        sign = ("warning-circle", "danger.text")
    elif row.reassigned_at is not None:
        why = _("Given to you, since nobody answered. {why}").format(why=why)
    return _entry("inbox", row.lead, why, sign, handoff_id=row.id, countdown=row.countdown)


def _direct(row: "Glance", now: datetime) -> Entry:
    why = _why(row, now) if row.did_last else _("Answered our outreach")
    return _entry("direct", row, why, ("phone", "accent"))


def _back(row: "NurturedRow", now: datetime) -> Entry:
    parts = [signal_words(signal) for signal in row.signals]
    if row.answered_at is not None:
        parts.insert(0, _("Answered us {ago}").format(ago=time_ago(row.answered_at, now)))
    why = ", ".join(parts)
    if row.signals:
        why = _("{signals}: {points} of {needed} points").format(
            signals=why, points=row.points, needed=row.needed
        )
    return _entry("back", row.lead, why, ("arrow-u-up-left", "success.text"))


def _again(row: "NurturedRow", now: datetime) -> Entry:
    today = now.astimezone().date()
    day = "" if row.look_again_on is None else short_day(row.look_again_on, today)
    why = _("For {day}").format(day=day)
    if row.reason:
        why = _("For {day}; it went to nurture for: {reason}").format(day=day, reason=row.reason)
    return _entry("again", row.lead, why, ("calendar-blank", "muted"))


def _escalated(row: "HandoffRow") -> Entry:
    if row.member is None:
        why = _("Nobody holds the role that is asked. Waits since {time}.").format(
            time=long_moment(row.handed_at)
        )
    else:
        why = _("{name} has not answered since {time}").format(
            name=row.member, time=long_moment(row.reassigned_at or row.handed_at)
        )
    sign = ("warning-octagon", "danger.text")
    return _entry("escalated", row.lead, why, sign, handoff_id=row.id, countdown=row.countdown)


def _rejected(row: "HandoffRow", reason_names: dict[str, str], now: datetime) -> Entry:
    reason = reason_names.get(row.reason or "", row.reason or "")
    by = row.decided_by or _("Somebody")
    ago = "" if row.decided_at is None else time_ago(row.decided_at, now)
    why = _("{reason}, says {name}, {ago}").format(reason=reason, name=by, ago=ago)
    if row.note:
        why = _("{why}: “{note}”").format(why=why, note=row.note)
    return _entry("rejected", row.lead, why, ("x", "danger.text"))


def _entry(
    kind: Kind,
    lead: "Glance",
    why: str,
    sign: tuple[str, str],
    *,
    handoff_id: "HandoffId | None" = None,
    countdown: "Countdown | None" = None,
) -> Entry:
    return Entry(
        kind=kind,
        name=lead.name,
        company="" if lead.company == lead.name else lead.company,
        why=why,
        sign=sign,
        grade=lead.grade or "",
        lead_id=lead.lead_id,
        handoff_id=handoff_id,
        countdown=countdown,
        owned=lead.owner_id is not None,
    )


def _why(lead: "Glance", now: datetime) -> str:
    if lead.did_last is not None:
        return what_it_did(lead.did_last, now)
    return _("Answered our outreach") if lead.direct else _("No interest event yet")


def caption_of(sections: Sequence[Section], now: datetime) -> str:
    """Return what waits in one line."""
    entries = [entry for section in sections for entry in section.entries]
    waiting = sum(entry.kind == "inbox" for entry in entries)
    late = sum(entry.is_overdue(now) for entry in entries if entry.kind == "inbox")
    parts = []
    if waiting:
        parts.append(_("{count} to accept or reject").format(count=waiting))
    if late:
        parts.append(_("{count} overdue").format(count=late))
    others = len(entries) - waiting
    if others:
        parts.append(_("{count} more to look at").format(count=others))
    return ", ".join(parts)
