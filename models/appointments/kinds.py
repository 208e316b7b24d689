"""Kinds of meetings: how long they are, when slots for them may lie, and what they need ready."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, fields

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.checks import LONG_TEXT_LIMIT, one_of, optional_text, required_text, within
from models.entities.meetings.kinds import MeetingKind
from models.entities.meetings.preparation_templates import PreparationTemplate
from models.errors import InvalidValueError
from models.finding import existing
from models.history.verbs import verb
from models.ids import MeetingKindId, PreparationTemplateId
from models.language import gettext as _
from models.text_keys import fold
from models.vocabulary import Role

PREPARED_BY = (Role.CLOSER.value, Role.SETTER.value)
"""Who gets the preparation of a meeting: its closer, or who booked it."""

_LIMITS = {
    "minutes": (1, 1440),
    "grid_minutes": (1, 240),
    "buffer_before_minutes": (0, 480),
    "buffer_after_minutes": (0, 480),
    "notice_minutes": (0, 60 * 24 * 60),
    "horizon_days": (1, 365),
    "daily_cap": (1, 50),
    "hours_before": (0, 24 * 60),
}


@dataclass(frozen=True, slots=True)
class MeetingRules:
    """By which times for a kind of meeting are offered and accepted.

    Slots begin on a grid of the closer's local clock, at least the notice and at most the horizon
    from now; the buffers stay free around each; a closer has at most the cap of them a day.
    """

    minutes: int
    grid_minutes: int = 15
    buffer_before_minutes: int = 0
    buffer_after_minutes: int = 0
    notice_minutes: int = 240
    horizon_days: int = 28
    daily_cap: int | None = None


@dataclass(frozen=True, slots=True)
class Preparation:
    """Something that is to be ready a number of hours before each meeting of a kind."""

    text: str
    owner_role: str = Role.CLOSER.value
    hours_before: int = 24


@dataclass(frozen=True, slots=True)
class PreparationTemplateRow:
    """Something that is to be ready before each meeting of a kind, and by whom."""

    id: PreparationTemplateId
    text: str
    owner_role: str
    hours_before: int


@dataclass(frozen=True, slots=True)
class MeetingKindRow:
    """A kind of meeting with its rules and its preparation."""

    id: MeetingKindId
    name: str
    minutes: int
    grid_minutes: int
    buffer_before_minutes: int
    buffer_after_minutes: int
    notice_minutes: int
    horizon_days: int
    daily_cap: int | None
    purpose: str | None
    place: str | None
    preparation: tuple[PreparationTemplateRow, ...]
    active: bool


def meeting_kinds(session: Session, *, active_only: bool = True) -> tuple[MeetingKindRow, ...]:
    """Return the kinds of meetings in the team's order; removed ones unless `active_only`."""
    wanted = select(MeetingKind).order_by(MeetingKind.position, MeetingKind.id)
    if active_only:
        wanted = wanted.where(MeetingKind.active.is_(True))
    prepared: defaultdict[int, list[PreparationTemplateRow]] = defaultdict(list)
    for template in _templates(session):
        prepared[template.kind_id].append(
            PreparationTemplateRow(
                id=PreparationTemplateId(template.id),
                text=template.text,
                owner_role=template.owner_role,
                hours_before=template.hours_before,
            )
        )
    return tuple(_row(kind, tuple(prepared[kind.id])) for kind in session.scalars(wanted))


@verb
def add_meeting_kind(
    session: Session,
    name: str,
    rules: MeetingRules,
    *,
    purpose: str | None = None,
    place: str | None = None,
    preparation: Sequence[Preparation] = (),
) -> MeetingKindId:
    """Add a kind of meeting, at the end of the list.

    Refuses a blank name and one that another kind has (a removed one can be brought back), rules
    outside of what a day and a calendar hold, a notice that reaches past the horizon, and
    preparation that is blank, is given to another role than closer or setter, or is due after the
    meeting began.
    """
    free, text, where = _checked_words(session, name, purpose, place)
    allowed, wanted = _checked_rules(rules), _checked_preparation(preparation)
    last = session.scalar(select(func.max(MeetingKind.position)))
    kind = MeetingKind(
        position=0 if last is None else last + 1, name=free, purpose=text, place=where
    )
    _write_rules(kind, allowed)
    session.add(kind)
    session.flush()
    _write_preparation(session, kind.id, wanted)
    return MeetingKindId(kind.id)


@verb
def edit_meeting_kind(
    session: Session,
    kind_id: MeetingKindId,
    name: str,
    rules: MeetingRules,
    *,
    purpose: str | None = None,
    place: str | None = None,
    preparation: Sequence[Preparation] | None = None,
) -> None:
    """Write a kind anew; preparation stays where none is given. Refuses what adding one refuses.

    Meetings that are booked keep the length, buffers and preparation they were booked with.
    """
    kind = existing(session, MeetingKind, kind_id)
    free, text, where = _checked_words(session, name, purpose, place, kind_id)
    allowed = _checked_rules(rules)
    wanted = None if preparation is None else _checked_preparation(preparation)
    _write_rules(kind, allowed)
    kind.name = free
    kind.purpose = text
    kind.place = where
    if wanted is not None:
        _write_preparation(session, kind_id, wanted)


@verb
def set_meeting_preparation(
    session: Session, kind_id: MeetingKindId, preparation: Sequence[Preparation]
) -> None:
    """Give a kind exactly this preparation, in this order; refuses what adding a kind refuses."""
    existing(session, MeetingKind, kind_id)
    _write_preparation(session, kind_id, _checked_preparation(preparation))


@verb
def remove_meeting_kind(session: Session, kind_id: MeetingKindId) -> None:
    """Offer a kind no more; meetings of it stay.

    Refuses the last one that is offered: without a kind nobody could book.
    """
    kind = existing(session, MeetingKind, kind_id)
    left = [row for row in meeting_kinds(session) if row.id != kind_id]
    if not left:
        raise InvalidValueError(
            "kind",
            kind.name,
            _("“{name}” is the last kind of meeting that can be booked. Add another first.").format(
                name=kind.name
            ),
        )
    kind.active = False


@verb
def restore_meeting_kind(session: Session, kind_id: MeetingKindId) -> None:
    """Offer a removed kind of meeting again."""
    existing(session, MeetingKind, kind_id).active = True


def _row(kind: MeetingKind, preparation: tuple[PreparationTemplateRow, ...]) -> MeetingKindRow:
    return MeetingKindRow(
        id=MeetingKindId(kind.id),
        name=kind.name,
        minutes=kind.minutes,
        grid_minutes=kind.grid_minutes,
        buffer_before_minutes=kind.buffer_before_minutes,
        buffer_after_minutes=kind.buffer_after_minutes,
        notice_minutes=kind.notice_minutes,
        horizon_days=kind.horizon_days,
        daily_cap=kind.daily_cap,
        purpose=kind.purpose,
        place=kind.place,
        preparation=preparation,
        active=kind.active,
    )


def _templates(session: Session) -> Sequence[PreparationTemplate]:
    order = (PreparationTemplate.position, PreparationTemplate.id)
    return session.scalars(select(PreparationTemplate).order_by(*order)).all()


def _free_name(session: Session, name: str, own_id: MeetingKindId | None = None) -> str:
    text = required_text("name", name)
    for kind in session.scalars(select(MeetingKind)):
        if kind.id == own_id or fold(kind.name) != fold(text):
            continue
        sentence = (
            _("There is a kind of meeting “{name}” already. Choose another name.")
            if kind.active
            else _("“{name}” was removed before. Bring it back, or choose another name.")
        )
        raise InvalidValueError("name", name, sentence.format(name=kind.name))
    return text


def _checked_words(
    session: Session,
    name: str,
    purpose: str | None,
    place: str | None,
    own_id: MeetingKindId | None = None,
) -> tuple[str, str | None, str | None]:
    return (
        _free_name(session, name, own_id),
        optional_text("purpose", purpose, LONG_TEXT_LIMIT),
        optional_text("place", place),
    )


def _checked_rules(rules: MeetingRules) -> MeetingRules:
    for field in fields(rules):
        value = getattr(rules, field.name)
        if value is not None and field.name.endswith("minutes"):
            _check_minutes(field.name, value, *_LIMITS[field.name])
        elif value is not None:
            within(field.name, value, *_LIMITS[field.name])
    if rules.notice_minutes >= rules.horizon_days * 1440:
        raise InvalidValueError(
            "notice_minutes",
            rules.notice_minutes,
            _("The notice reaches past the last day that can be booked. Shorten the notice."),
        )
    return rules


def _check_minutes(field: str, minutes: int, low: int, high: int) -> None:
    # Lengths may be typed as hours or days, so the sentence has to name its unit.
    if not low <= minutes <= high:
        raise InvalidValueError(
            field,
            minutes,
            _("{minutes} minutes are not possible here. Use {low} to {high} minutes.").format(
                minutes=minutes, low=low, high=high
            ),
        )


def _write_rules(kind: MeetingKind, rules: MeetingRules) -> None:
    for field in fields(rules):
        setattr(kind, field.name, getattr(rules, field.name))


def _checked_preparation(preparation: Sequence[Preparation]) -> list[Preparation]:
    return [
        Preparation(
            required_text("preparation", item.text),
            one_of("owner_role", item.owner_role, PREPARED_BY),
            within("hours_before", item.hours_before, *_LIMITS["hours_before"]),
        )
        for item in preparation
    ]


def _write_preparation(session: Session, kind_id: int, wanted: Sequence[Preparation]) -> None:
    held = [row for row in _templates(session) if row.kind_id == kind_id]
    for row in held[len(wanted) :]:
        session.delete(row)
    for place, item in enumerate(wanted):
        if place < len(held):
            row = held[place]
        else:
            row = PreparationTemplate(kind_id=kind_id)
            session.add(row)
        row.position, row.text = place, item.text
        row.owner_role, row.hours_before = item.owner_role, item.hours_before
