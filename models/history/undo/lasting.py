"""Verbs that cannot be undone, because what they record has left the machine."""

from collections.abc import Callable
from typing import Final

from models.language import gettext as _


def _nothing_left() -> str:
    return _("It only says that sending failed; nothing has to be taken back.")


def _left_the_house() -> str:
    return _(
        "What was handed over cannot be called back. Cancel the meeting or move it instead: the "
        "others are then told so."
    )


LASTING: Final[dict[str, Callable[[], str]]] = {
    "begin_sending": _left_the_house,
    "record_handed_over": _left_the_house,
    "record_failed_sending": _nothing_left,
    "record_doubt": _left_the_house,
    "settle_doubt": _left_the_house,
}
"""Why each of these verbs is never undone, and what can be done instead."""


def why_lasting(verb_name: str) -> str | None:
    """Return why a verb cannot be undone, with what to do instead; None where it can be."""
    why = LASTING.get(verb_name)
    return None if why is None else why()


PASSING: Final = frozenset({"record_failed_sending"})
"""Verbs that tell of something that did not come about: nobody's undo has to wait for them."""

UNTOLD: Final = frozenset({"begin_sending", "record_doubt", "record_failed_sending"})
"""Verbs that are steps on the way to something: a lead's history tells what came of them."""
