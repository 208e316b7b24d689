"""The cadences and texts that a team starts from, in the words of the screen's language."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.entities.work.cadences import Cadence, CadenceStep
from models.entities.work.templates import MessageTemplate
from models.language import gettext as _
from models.vocabulary import CadenceTrack, Medium

_CALL, _EMAIL, _LINKEDIN = Medium.CALL.value, Medium.EMAIL.value, Medium.LINKEDIN.value


def add_house_cadences(session: Session) -> None:
    """Add the texts and cadences of the house, where there were never any.

    These are starting rows, not changes. What is not used any more stays in its table, so nothing
    comes back that a team has taken out.
    """
    if session.scalar(select(Cadence.id).limit(1)) is not None:
        return
    names = {}
    if session.scalar(select(MessageTemplate.id).limit(1)) is None:
        for position, (code, name, medium, subject, body) in enumerate(_texts()):
            text = MessageTemplate(
                position=position, name=name, medium=medium, subject=subject, body=body, active=True
            )
            session.add(text)
            session.flush()
            names[code] = text.id
    for position, (name, track, steps) in enumerate(_cadences()):
        cadence = Cadence(position=position, name=name, track=track.value, active=True)
        session.add(cadence)
        session.flush()
        session.add_all(
            CadenceStep(
                cadence_id=cadence.id,
                position=place,
                medium=medium,
                wait_days=wait_days,
                instruction=instruction,
                template_id=names.get(code),
            )
            for place, (medium, wait_days, instruction, code) in enumerate(steps)
        )
    session.flush()


_Step = tuple[str, int, str, str]


def _cadences() -> tuple[tuple[str, CadenceTrack, tuple[_Step, ...]], ...]:
    return (
        (
            _("First contact"),
            CadenceTrack.FIRST,
            (
                (_CALL, 0, _("Call about what they looked at"), ""),
                (_EMAIL, 0, _("Write what you called about"), "first"),
                (_CALL, 2, _("Call at another time of day"), ""),
                (_LINKEDIN, 1, _("Connect, and say in one line why"), "connect"),
                (_CALL, 2, _("Call again"), ""),
                (_EMAIL, 3, _("Send something that helps them"), "helpful"),
                (_CALL, 4, _("Call again"), ""),
                (_EMAIL, 5, _("Ask whether to close the file"), "closing"),
            ),
        ),
        (
            _("Interested, not booked yet"),
            CadenceTrack.POSITIVE,
            (
                (_EMAIL, 0, _("Write down what you talked about, and two times"), "times"),
                (_CALL, 1, _("Agree on a time"), ""),
                (_CALL, 2, _("Agree on a time"), ""),
                (_EMAIL, 3, _("Send something that answers their question"), "helpful"),
                (_CALL, 4, _("Agree on a time, or on when to ask again"), ""),
            ),
        ),
        (
            _("Silent or not now"),
            CadenceTrack.NEGATIVE,
            (
                (_EMAIL, 10, _("Send something that helps them"), "helpful"),
                (_LINKEDIN, 10, _("Comment on something of theirs"), ""),
                (_CALL, 10, _("Ask whether something has changed"), ""),
            ),
        ),
    )


def _texts() -> tuple[tuple[str, str, str, str | None, str], ...]:
    return (
        (
            "first",
            _("After the first call"),
            _EMAIL,
            _("{topic}: a question"),
            _(
                "Hello {first_name},\n\n"
                "I just tried to reach you about {topic}. Companies like {company} usually ask us "
                "about one thing first: what it would save them.\n\n"
                "When do ten minutes suit you this week?\n\n"
                "{sender}"
            ),
        ),
        (
            "helpful",
            _("Something that helps"),
            _EMAIL,
            _("For {company}"),
            _(
                "Hello {first_name},\n\n"
                "this may help you with {topic}, whether or not we talk: [add the link].\n\n"
                "If it raises questions, just reply.\n\n"
                "{sender}"
            ),
        ),
        (
            "times",
            _("Two times for a meeting"),
            _EMAIL,
            _("Our conversation, and two times"),
            _(
                "Hello {first_name},\n\n"
                "thank you for the conversation. As agreed, here are two times for the next step: "
                "[first time] or [second time].\n\n"
                "Which one suits you, and who else should be there?\n\n"
                "{sender}"
            ),
        ),
        (
            "closing",
            _("May I close the file?"),
            _EMAIL,
            _("Shall I close this?"),
            _(
                "Hello {first_name},\n\n"
                "I have not been able to reach you, so I take it that {topic} is no subject at "
                "{company} right now. If it is, a short reply is enough; if not, I will not write "
                "again.\n\n"
                "{sender}"
            ),
        ),
        (
            "connect",
            _("Connect on LinkedIn"),
            _LINKEDIN,
            None,
            _("Hello {first_name}, I wrote to you about {topic}. Happy to connect. {sender}"),
        ),
        (
            "confirm",
            _("Confirm a meeting"),
            _EMAIL,
            _("See you {meeting}"),
            _(
                "Hello {first_name},\n\n"
                "a short note before we meet {meeting}: does the time still suit you, and is "
                "there anything you want us to bring?\n\n"
                "{sender}"
            ),
        ),
        (
            "missed",
            _("After a missed meeting"),
            _EMAIL,
            _("Shall we find another time?"),
            _(
                "Hello {first_name},\n\n"
                "we missed each other today. That happens. Which time suits you better: "
                "[first time] or [second time]?\n\n"
                "{sender}"
            ),
        ),
    )
