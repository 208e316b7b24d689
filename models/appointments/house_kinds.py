"""The kinds of meetings that a workspace starts with."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.appointments.kinds import MeetingRules, Preparation
from models.entities.meetings.kinds import MeetingKind
from models.entities.meetings.preparation_templates import PreparationTemplate
from models.language import gettext as _
from models.vocabulary import Role


def add_house_kinds(session: Session) -> None:
    """Add the house's kinds where there is none; kinds are never deleted, so that is once."""
    if session.scalar(select(MeetingKind.id).limit(1)) is not None:
        return
    for position, (name, purpose, place, rules, preparation) in enumerate(_house_kinds()):
        kind = MeetingKind(
            position=position,
            name=name,
            minutes=rules.minutes,
            grid_minutes=rules.grid_minutes,
            buffer_before_minutes=rules.buffer_before_minutes,
            buffer_after_minutes=rules.buffer_after_minutes,
            notice_minutes=rules.notice_minutes,
            horizon_days=rules.horizon_days,
            daily_cap=rules.daily_cap,
            purpose=purpose,
            place=place,
        )
        session.add(kind)
        session.flush()
        session.add_all(
            PreparationTemplate(
                kind_id=kind.id,
                position=place_in_list,
                text=item.text,
                owner_role=item.owner_role,
                hours_before=item.hours_before,
            )
            for place_in_list, item in enumerate(preparation)
        )


def _house_kinds() -> tuple[tuple[str, str, str, MeetingRules, tuple[Preparation, ...]], ...]:
    setter, closer = Role.SETTER.value, Role.CLOSER.value
    return (
        (
            _("Discovery meeting"),
            _("Understand what they need, who decides and by when, and agree on the next step"),
            _("Video call"),
            MeetingRules(
                minutes=30,
                grid_minutes=15,
                buffer_before_minutes=5,
                buffer_after_minutes=10,
                notice_minutes=4 * 60,
                horizon_days=28,
            ),
            (
                Preparation(_("Write down what was said about need, budget and timeline"), setter),
                Preparation(_("Read the answers and the history of the lead"), closer, 2),
                Preparation(_("Look at their website and their news"), closer, 2),
            ),
        ),
        (
            _("Demo"),
            _("Show how their own case is solved, and answer what still holds them back"),
            _("Video call"),
            MeetingRules(
                minutes=45,
                grid_minutes=15,
                buffer_before_minutes=10,
                buffer_after_minutes=15,
                notice_minutes=24 * 60,
                horizon_days=42,
                daily_cap=4,
            ),
            (
                Preparation(_("Ask who else decides, and invite them"), setter, 48),
                Preparation(_("Set the demo up with their own case"), closer, 24),
                Preparation(_("Have a range of prices and a reference at hand"), closer, 2),
            ),
        ),
    )
