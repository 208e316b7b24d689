"""What follows from an outcome, in words; the same on the page, at the call and on paper."""

from models.definitions.spans import span_words
from models.language import gettext as _
from models.vocabulary import CadenceTrack, NextStep


def outcome_sentence(
    stage_name: str | None, next_step: str, wait_minutes: int | None, cadence_track: str | None
) -> str:
    """Return in words what an outcome brings about."""
    said = []
    if stage_name is not None:
        said.append(_("Moves to {stage}.").format(stage=stage_name))
    said.append(next_step_words(next_step, wait_minutes))
    if cadence_track is not None:
        said.append(track_words(cadence_track))
    return " ".join(one for one in said if one)


def next_step_words(next_step: str, wait_minutes: int | None) -> str:
    """Return a next step as a sentence; nothing for none."""
    if next_step == NextStep.CALL_AGAIN and wait_minutes:
        return _("Call again after {wait}.").format(wait=span_words(wait_minutes))
    return {
        NextStep.NONE.value: "",
        NextStep.CALL_AGAIN.value: _("Call again at once."),
        NextStep.CALL_BACK.value: _("Asks when to call back, and calls back at that minute."),
        NextStep.RECYCLE.value: _("Asks for a reason and goes back to nurture."),
        NextStep.DISQUALIFY.value: _("Asks for a reason and closes the lead."),
        NextStep.FIX_NUMBER.value: _("Asks for the right number."),
        NextStep.ASK_CONTACT.value: _("Asks who it was and adds that contact."),
        NextStep.BLOCK.value: _("Blocks the contact from being reached."),
        NextStep.BOOK.value: _("Opens booking."),
    }[next_step]


def track_words(cadence_track: str) -> str:
    """Return as a sentence which cadence an outcome leads into."""
    return {
        CadenceTrack.FIRST.value: _("Begins the cadence for first contact."),
        CadenceTrack.POSITIVE.value: _("Begins the cadence for leads that showed interest."),
        CadenceTrack.NEGATIVE.value: _("Begins the cadence for leads that are not ready."),
    }[cadence_track]
