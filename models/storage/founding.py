"""What a new workspace starts with: its device, and the house definitions as version 1.

These are starting rows, not changes: nobody made them, so nobody can undo them.
"""

from datetime import datetime, timedelta

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.entities import (
    Criterion,
    Definitions,
    Device,
    GateRule,
    ReasonCode,
    Stage,
    StageDefinition,
)
from models.language import gettext as _
from models.vocabulary import Meaning, Role

_REVIEW_AFTER = timedelta(days=91)


def found(engine: Engine, now: datetime) -> None:
    """Write the starting rows of a new workspace; do nothing where they are there already."""
    with Session(engine) as session, session.begin():
        if session.scalar(select(Device.id)) is not None:
            return
        session.add(Device())
        definitions = Definitions(
            number=1,
            written_at=now,
            author_id=None,
            note=_("The house definitions"),
            review_on=(now + _REVIEW_AFTER).date(),
        )
        session.add(definitions)
        session.flush()
        _write_stages(session, definitions.id)
        _write_criteria(session, definitions.id)
        _write_reasons(session, definitions.id)


def _write_stages(session: Session, definitions_id: int) -> None:
    house = (
        (_("New"), Meaning.NONE, Role.MARKETING, _("Captured; not qualified yet"), ()),
        (
            _("MQL"),
            Meaning.MQL,
            Role.SDR,
            _("Fit and interest passed the written threshold"),
            (),
        ),
        (
            _("Responded"),
            Meaning.NONE,
            Role.SDR,
            _("Answered a follow-up"),
            (("evidence_stated", ""),),
        ),
        (
            _("Interested"),
            Meaning.NONE,
            Role.SDR,
            _("Showed potential interest"),
            (("evidence_stated", ""),),
        ),
        (
            _("SQL"),
            Meaning.SQL,
            Role.SETTER,
            _("A person confirmed need, timeline and genuine interest in a conversation"),
            (
                ("criterion_confirmed", "need"),
                ("criterion_confirmed", "timeline"),
                ("criterion_confirmed", "genuine_interest"),
                ("authority_at_least", "influences"),
                ("criterion_not_failed", "budget"),
            ),
        ),
        (
            _("Appointment"),
            Meaning.APPOINTMENT,
            Role.CLOSER,
            _("A decision-maker said yes to a time, with purpose and invitation"),
            (
                ("appointment_has", "time"),
                ("appointment_has", "invitation"),
                ("appointment_has", "purpose"),
                ("appointment_has", "decision_maker_yes"),
            ),
        ),
        (
            _("Held"),
            Meaning.HELD,
            Role.CLOSER,
            _("The meeting took place"),
            (("appointment_has", "held"),),
        ),
        (
            _("Client"),
            Meaning.CLIENT,
            Role.CLOSER,
            _("The deal is won"),
            (("deal_won", ""),),
        ),
    )
    for position, (name, meaning, role, trigger, gate) in enumerate(house):
        stage = Stage()
        session.add(stage)
        session.flush()
        session.add(
            StageDefinition(
                definitions_id=definitions_id,
                stage_id=stage.id,
                position=position,
                name=name,
                meaning=meaning,
                owner_role=role,
                trigger=trigger,
            )
        )
        session.add_all(
            GateRule(
                definitions_id=definitions_id,
                stage_id=stage.id,
                requirement=requirement,
                argument=argument,
            )
            for requirement, argument in gate
        )


def _write_criteria(session: Session, definitions_id: int) -> None:
    bant = (
        ("budget", _("Budget"), _("What budget is there, and how is it allocated?")),
        (
            "authority",
            _("Authority"),
            _("What is your role in this decision, and who else decides?"),
        ),
        ("need", _("Need"), _("Which pain should this solve, and what led you to us?")),
        ("timeline", _("Timeline"), _("By when should it be in place?")),
        (
            "genuine_interest",
            _("Genuine interest"),
            _("Which other vendors did you evaluate, and what did you like or dislike?"),
        ),
    )
    session.add_all(
        Criterion(
            definitions_id=definitions_id,
            framework="bant",
            position=position,
            code=code,
            name=name,
            question=question,
        )
        for position, (code, name, question) in enumerate(bant)
    )


def _write_reasons(session: Session, definitions_id: int) -> None:
    reasons = (
        ("budget", _("No budget")),
        ("authority", _("No authority")),
        ("no_need", _("No need or wrong use case")),
        ("timing", _("Wrong time")),
        ("outside_profile", _("Outside the ideal customer profile")),
        ("no_response", _("No response")),
        ("competitor", _("Chose a competitor")),
        ("existing_client", _("Is a client already")),
        ("bad_data", _("Wrong or missing data")),
    )
    session.add_all(
        ReasonCode(definitions_id=definitions_id, position=position, code=code, name=name)
        for position, (code, name) in enumerate(reasons)
    )
