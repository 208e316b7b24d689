"""What can be done on the page of a lead: found by its words, by its key, or in the bar above."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QWidget

from models.language import gettext as _
from models.vocabulary import Status
from views.lead_page.keys import page_keys
from views.widgets import KeyHint, make_button, set_tip
from views.widgets.menus import Menu

if TYPE_CHECKING:
    from models.leads.detail import LeadDetail

_IN_THE_BAR: Final = "BT"
_IN_THE_MENU: Final = "TAJKYINDRLPZXWO"


def page_actions(page: QWidget, works: Mapping[str, Callable[[], object]]) -> dict[str, QAction]:
    """Make what can be done findable by its words, with one key each."""
    found = {}
    for key, words in page_keys().items():
        action = QAction(words, page)
        action.triggered.connect(lambda _checked=False, act=works[key]: act())
        page.addAction(action)
        found[key] = action
    return found


def enable_for(
    actions: Mapping[str, QAction],
    detail: "LeadDetail",
    *,
    has_meetings: bool,
    was_moved: bool,
) -> None:
    """Offer only what fits how the lead stands."""
    is_open = detail.status in {Status.OPEN, Status.NURTURE}
    for key in "DRL":
        actions[key].setEnabled(is_open)
    actions["P"].setEnabled(detail.status not in {Status.OPEN, Status.WON})
    actions["B"].setEnabled(detail.status == Status.OPEN)
    actions["K"].setEnabled(has_meetings)
    actions["Z"].setEnabled(was_moved)
    actions["O"].setEnabled(detail.company is not None)
    actions["X"].setEnabled(detail.contact is not None)


def fill_bar(bar: QHBoxLayout, actions: Mapping[str, QAction]) -> tuple[QWidget, ...]:
    """Put what is done most into the bar, each with its key, and all but the first into a menu.

    Returns what may be hidden where there is no room for it.
    """
    shown: list[QWidget] = []
    for key in _IN_THE_BAR:
        action = actions[key]
        button = make_button(action.text(), action.trigger)
        set_tip(button, action.text(), key)
        hint = KeyHint(key)
        bar.addWidget(button)
        bar.addWidget(hint)
        shown += [button, hint]
    more = make_button(_("More"))
    set_tip(more, _("What else can be done"))
    menu = Menu(more)
    for key in _IN_THE_MENU:
        action = actions[key]
        entry = menu.addAction(f"{action.text()}\t{key}")
        entry.triggered.connect(action.trigger)
    more.setMenu(menu)
    bar.addWidget(more)
    return tuple(shown[2:])
