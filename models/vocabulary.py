"""Stored codes, one word per thing; `label` says what people read for them."""

from enum import StrEnum
from typing import Final

from models.language import gettext as _


class Meaning(StrEnum):
    """What a stage means; rules test this, never the stage's name."""

    NONE = "none"
    MQL = "mql"
    SAL = "sal"
    SQL = "sql"
    APPOINTMENT = "appointment"
    HELD = "held"
    CLIENT = "client"


class Status(StrEnum):
    """What is being done about a lead."""

    OPEN = "open"
    NURTURE = "nurture"
    DISQUALIFIED = "disqualified"
    WON = "won"
    LOST = "lost"


class Role(StrEnum):
    """What a person of ours does; people may hold several."""

    MARKETING = "marketing"
    SDR = "sdr"
    SETTER = "setter"
    CLOSER = "closer"
    LEADER = "leader"


class Precision(StrEnum):
    """How exactly the time of an event is known."""

    INSTANT = "instant"
    DAY = "day"
    UNKNOWN = "unknown"


class MoveOrigin(StrEnum):
    """How a stage move came to be known."""

    LIVE = "live"
    IMPORTED = "imported"
    CORRECTION = "correction"
    REMAPPED = "remapped"


class ScoreSide(StrEnum):
    """What the points of a scoring rule count towards; fit and interest are never added up."""

    FIT = "fit"
    INTEREST = "interest"
    REQUALIFY = "requalify"


class HandoffState(StrEnum):
    """What sales said to a lead that marketing handed over."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class NurtureTrack(StrEnum):
    """How marketing keeps in touch with a lead that is not ready."""

    EMAIL = "email"
    RETARGETING = "retargeting"
    CONTENT = "content"


class CriterionState(StrEnum):
    """What is known of a qualification criterion."""

    UNKNOWN = "unknown"
    CONFIRMED = "confirmed"
    FAILED = "failed"


class Medium(StrEnum):
    """How a contact can be reached."""

    CALL = "call"
    EMAIL = "email"
    LINKEDIN = "linkedin"


class AppointmentState(StrEnum):
    """Where an appointment stands."""

    PROPOSED = "proposed"
    INVITED = "invited"
    TENTATIVE = "tentative"
    CONFIRMED = "confirmed"
    HELD = "held"
    NO_SHOW = "no_show"
    RESCHEDULED = "rescheduled"
    CANCELLED = "cancelled"


ENDS: Final = (
    AppointmentState.HELD,
    AppointmentState.NO_SHOW,
    AppointmentState.RESCHEDULED,
    AppointmentState.CANCELLED,
)
"""States of an appointment that nothing follows in the same appointment."""
STANDING: Final = tuple(one for one in AppointmentState if one not in ENDS)
"""States of an appointment that is to take place."""


class MissedBy(StrEnum):
    """Who did not come to a meeting, or who called it off."""

    GUEST = "guest"
    HOST = "host"


class MeetingOutcome(StrEnum):
    """What a meeting that was held came to."""

    NEXT_MEETING = "next_meeting"
    DEAL = "deal"
    LOST = "lost"


class Part(StrEnum):
    """A person's part in the decision."""

    DECIDES = "decides"
    INFLUENCES = "influences"
    USES = "uses"
    UNKNOWN = "unknown"


class Reply(StrEnum):
    """What a calendar reply said."""

    NONE = "none"
    ACCEPTED = "accepted"
    TENTATIVE = "tentative"
    DECLINED = "declined"
    DELEGATED = "delegated"


class DealState(StrEnum):
    """Where a deal stands."""

    OPEN = "open"
    WON = "won"
    LOST = "lost"


class DealStage(StrEnum):
    """How far an open deal has come."""

    DISCOVERY = "discovery"
    PROPOSAL = "proposal"
    NEGOTIATION = "negotiation"
    AGREED_IN_WORDS = "agreed_in_words"


class FieldKind(StrEnum):
    """What a custom field holds."""

    TEXT = "text"
    NUMBER = "number"
    CHOICE = "choice"
    DATE = "date"
    YES_NO = "yes_no"


class KnownWhen(StrEnum):
    """When a custom field becomes known."""

    AT_CAPTURE = "at_capture"
    IN_CONVERSATION = "in_conversation"
    LATER = "later"


class NextStep(StrEnum):
    """What comes next after the outcome of a touch."""

    NONE = "none"
    CALL_AGAIN = "call_again"
    CALL_BACK = "call_back"
    RECYCLE = "recycle"
    DISQUALIFY = "disqualify"
    FIX_NUMBER = "fix_number"
    ASK_CONTACT = "ask_contact"
    BLOCK = "block"
    BOOK = "book"


class CadenceTrack(StrEnum):
    """Which leads a cadence is for: nobody reached yet, interest shown, silent or not now."""

    FIRST = "first"
    POSITIVE = "positive"
    NEGATIVE = "negative"


class MeetingGate(StrEnum):
    """What an appointment counts as once it shows what the team's gate asks for."""

    AGREED = "agreed"
    CONFIRMED = "confirmed"
    READY = "ready"


class CalendarPolicy(StrEnum):
    """Where the calendar of a person is kept; nothing said means here."""

    HERE = "here"
    IMPORTED = "imported"
    ASK_FIRST = "ask_first"


class CalendarState(StrEnum):
    """Whether it is known when a closer is busy; only what is known may count as free."""

    KNOWN = "known"
    STALE = "stale"
    UNREADABLE = "unreadable"
    ASK_FIRST = "ask_first"


class OutboxKind(StrEnum):
    """What a message in the outbox tells those who are invited."""

    INVITATION = "invitation"
    UPDATE = "update"
    CANCELLATION = "cancellation"
    COUNTER_DECLINED = "counter_declined"


class MessageVerdict(StrEnum):
    """What was done with a calendar message that came in."""

    APPLIED = "applied"
    REPEATED = "repeated"
    LATE = "late"
    FOREIGN = "foreign"
    MALFORMED = "malformed"
    COUNTERED = "countered"


class OutboxState(StrEnum):
    """Where a message in the outbox stands; one found sending may have gone out or not."""

    WAITING = "waiting"
    SENDING = "sending"
    FAILED = "failed"
    HANDED_OVER = "handed_over"
    WITHDRAWN = "withdrawn"


class MailSecurity(StrEnum):
    """How the way to a mail server is protected."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


class HandoverWay(StrEnum):
    """How a message left our hands."""

    SMTP = "smtp"
    DRAFT = "draft"
    SAVED = "saved"


FRAMEWORK = "framework"
"""The one term that is a word: which qualification framework is in force."""

REQUESTS = ("demo_request", "call_request", "pricing_request")
"""Kinds of interest events by which somebody asks to be spoken to."""

TOUCH_OUTCOMES = (
    "no_answer",
    "voicemail",
    "gatekeeper",
    "call_back",
    "not_interested",
    "wrong_number",
    "connected",
    "interested",
    "not_now",
    "referred_on",
    "do_not_contact",
    "qualified",
    "booked",
    "sent",
    "replied",
)


def label(code: str) -> str:
    """Return the words for a stored code, in the language of the screen."""
    return _LABELS[code]() if code in _LABELS else code.replace("_", " ").capitalize()


_LABELS = {
    "sdr": lambda: _("SDR"),
    "setter": lambda: _("Appointment setter"),
    "closer": lambda: _("Closer"),
    "leader": lambda: _("Sales leader"),
    "marketing": lambda: _("Marketing"),
    "open": lambda: _("Open"),
    "nurture": lambda: _("In nurture"),
    "disqualified": lambda: _("Disqualified"),
    "won": lambda: _("Won"),
    "lost": lambda: _("Lost"),
    "call": lambda: _("Call"),
    "email": lambda: _("E-mail"),
    "linkedin": lambda: _("LinkedIn"),
    "linkedin_url": lambda: _("LinkedIn"),
    "topic_text": lambda: _("About"),
    "confirmed": lambda: _("Confirmed"),
    "failed": lambda: _("Failed"),
    "unknown": lambda: _("Unknown"),
    "no_show": lambda: _("No-show"),
    "missed_by": lambda: _("Called off or missed by"),
    "guest": lambda: _("Guest"),
    "host": lambda: _("Host"),
    "tentative": lambda: _("Tentative"),
    "to_prepare": lambda: _("What is to be ready"),
    "rescheduled": lambda: _("Rescheduled"),
    "next_meeting": lambda: _("Next meeting"),
    "proposal": lambda: _("Proposal sent"),
    "agreed_in_words": lambda: _("Agreed in words"),
    "no_answer": lambda: _("No answer"),
    "voicemail": lambda: _("Voicemail"),
    "gatekeeper": lambda: _("Gatekeeper"),
    "not_interested": lambda: _("Not interested"),
    "wrong_number": lambda: _("Wrong number"),
    "connected": lambda: _("Connected"),
    "interested": lambda: _("Interested"),
    "not_now": lambda: _("Not now"),
    "referred_on": lambda: _("Referred on"),
    "do_not_contact": lambda: _("Do not contact"),
    "qualified": lambda: _("Qualified"),
    "booked": lambda: _("Booked"),
    "sent": lambda: _("Sent"),
    "replied": lambda: _("Replied"),
    "none": lambda: _("None"),
    "call_again": lambda: _("Call again"),
    "call_back": lambda: _("Call back"),
    "recycle": lambda: _("Recycle to nurture"),
    "disqualify": lambda: _("Disqualify"),
    "fix_number": lambda: _("Fix the number"),
    "ask_contact": lambda: _("Add the contact"),
    "block": lambda: _("Block contact"),
    "book": lambda: _("Book a meeting"),
    "first": lambda: _("Nobody reached yet"),
    "positive": lambda: _("Interest shown"),
    "negative": lambda: _("Silent, or not now"),
    "agreed": lambda: _("Agreed"),
    "ready": lambda: _("Ready"),
    "live": lambda: _("Live"),
    "imported": lambda: _("Imported history"),
    "correction": lambda: _("Correction"),
    "remapped": lambda: _("Stage list changed"),
}
