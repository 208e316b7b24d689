"""The keys of the Today page, said once: its actions are made of them, and the keyboard map too."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from models.language import gettext as _
from models.vocabulary import label
from views.today.call.outcomes import CALL_KEYS


@dataclass(frozen=True, slots=True)
class DayKey:
    """One thing the page can be asked for; `in_list` says that its keys count in the list only."""

    code: str
    words: str
    keys: str
    in_list: bool = False


def day_keys() -> tuple[DayKey, ...]:
    """Return what the page can be asked for, in the order in which a call goes."""
    return (
        DayKey("next", _("Next in the queue"), "J"),
        DayKey("next", _("Next in the queue"), "Down", in_list=True),
        DayKey("previous", _("Before it in the queue"), "K"),
        DayKey("previous", _("Before it in the queue"), "Up", in_list=True),
        DayKey("dial", _("Call the lead"), "C"),
        DayKey("begin", _("Begin: call, or open the meeting"), "Return", in_list=True),
        DayKey("copy", _("Copy the number"), "P"),
        DayKey("question", _("Answer the next question"), "Q"),
        DayKey("note", _("Write notes"), "N"),
        *(
            DayKey(f"outcome {key}", _("Log: {outcome}").format(outcome=label(outcome)), key)
            for key, outcome in CALL_KEYS
            if outcome != "booked"
        ),
        DayKey("book", _("Book a meeting"), "B"),
        DayKey("mail", _("Write the e-mail"), "E"),
        DayKey("linkedin", _("Open the LinkedIn profile"), "I"),
        DayKey("meeting", _("Open the meeting"), "M"),
        DayKey("package", _("Show the handoff package"), "H"),
        DayKey("skip", _("Skip the lead today"), "S"),
        DayKey("snooze", _("Put the lead out of sight until a time, or the review off"), "Z"),
        DayKey("act A", _("Accept the lead, take it, or mark the task as done"), "A"),
        DayKey("act X", _("Reject the lead"), "X"),
        DayKey("act R", _("Work on the lead again, or bring it back"), "R"),
        DayKey("act L", _("Look at the lead again later"), "L"),
        DayKey("page", _("Open the lead's page"), "O"),
        DayKey("scope", _("Everybody's work, or mine"), "V"),
        DayKey("day", _("Show the day beside the work"), "Y"),
    )


def make_day_actions(
    page: QWidget, listed: QWidget, work: Mapping[str, Callable[[], object]]
) -> tuple[QAction, ...]:
    """Return an action per key, on the page or its list; fields keep the letters typed in them."""
    actions = []
    for one in day_keys():
        action = QAction(one.words, page)
        action.setShortcut(QKeySequence(one.keys))
        action.triggered.connect(lambda _checked=False, do=work[one.code]: do())
        if one.in_list:
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            listed.addAction(action)
        else:
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        page.addAction(action)
        actions.append(action)
    return tuple(actions)
