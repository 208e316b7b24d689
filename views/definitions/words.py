"""What the stored codes of the definitions are called, on the page and in the document."""

from models.language import gettext as _
from models.vocabulary import FieldKind, KnownWhen, Meaning, MeetingGate, ScoreSide

FRAMEWORKS = ("bant", "meddic", "gpctba", "own")
"""The codes of the qualification frameworks that a team can go by."""


def meaning_words(code: str) -> str:
    """Return what a stage means, in words."""
    return {
        Meaning.NONE: _("A step of our own"),
        Meaning.MQL: _("Marketing qualified lead"),
        Meaning.SAL: _("Sales accepted lead"),
        Meaning.SQL: _("Sales qualified lead"),
        Meaning.APPOINTMENT: _("Confirmed appointment"),
        Meaning.HELD: _("Meeting held"),
        Meaning.CLIENT: _("Client"),
    }.get(Meaning(code), code)


def framework_words(code: str) -> str:
    """Return the name of a qualification framework."""
    return {
        "bant": _("BANT and genuine interest"),
        "meddic": _("MEDDIC"),
        "gpctba": _("GPCTBA/C&I"),
        "own": _("Our own"),
    }.get(code, code)


def side_words(side: ScoreSide) -> str:
    """Return what a side of the score is called."""
    return {
        ScoreSide.FIT: _("Fit: who they are"),
        ScoreSide.INTEREST: _("Interest: what they did"),
        ScoreSide.REQUALIFY: _("Signals in nurture"),
    }[side]


def kind_words(kind: str) -> str:
    """Return what a custom field holds, in words."""
    return {
        FieldKind.TEXT: _("Text"),
        FieldKind.NUMBER: _("Number"),
        FieldKind.CHOICE: _("One of some choices"),
        FieldKind.DATE: _("Date"),
        FieldKind.YES_NO: _("Yes or no"),
    }.get(FieldKind(kind), kind)


def known_when_words(code: str) -> str:
    """Return when a field becomes known, in words."""
    return {
        KnownWhen.AT_CAPTURE: _("At capture"),
        KnownWhen.IN_CONVERSATION: _("In conversation"),
        KnownWhen.LATER: _("Later"),
    }.get(KnownWhen(code), code)


def meeting_gate_words(gate: str) -> str:
    """Return in a sentence what a gate of a meeting says."""
    return {
        MeetingGate.AGREED: _("There is a time that both sides hold to."),
        MeetingGate.CONFIRMED: _("The meeting can be counted on."),
        MeetingGate.READY: _("The closer can open it with everything prepared."),
    }[MeetingGate(gate)]


def points_words(points: int) -> str:
    """Return points with their sign: what they add or take away."""
    return f"+{points}" if points > 0 else f"−{abs(points)}" if points < 0 else "0"
