"""Everything the window can be asked for, said once: text, keys, menu, and the signal it gives."""

from collections.abc import Iterable
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QKeySequence

from models.language import gettext as _
from views.icons import icon
from views.widgets.labels import keys_here

FILE, EDIT, VIEW, HELP = "file", "edit", "view", "help"


class Requests(QObject):
    """What a person asks of the application; the signal's name is the action's code."""

    new_workspace = Signal()
    open_workspace = Signal()
    restore_copy = Signal()
    import_file = Signal()
    export_file = Signal()
    quit = Signal()
    undo = Signal()
    redo = Signal()
    find_command = Signal()
    choose_person = Signal()
    person_chosen = Signal(str)
    larger_text = Signal()
    smaller_text = Signal()
    usual_text = Signal()
    show_keys = Signal()
    show_about = Signal()
    cancel_work = Signal(str)


class ActionSpec(NamedTuple):
    """One action: `code` names its signal in `Requests`; `parted` draws a line above it."""

    code: str
    text: str
    menu: str
    keys: tuple[str, ...] = ()
    icon: str = ""
    parted: bool = False


def action_specs() -> tuple[ActionSpec, ...]:
    """Return the table of actions, in the order of their menus."""
    return (
        ActionSpec("new_workspace", _("New workspace…"), FILE, ("Ctrl+Shift+N",), "plus"),
        ActionSpec("open_workspace", _("Open workspace…"), FILE, ("Ctrl+O",), "folder-open"),
        ActionSpec("restore_copy", _("Restore a copy…"), FILE, (), "clock"),
        ActionSpec("import_file", _("Import…"), FILE, ("Ctrl+I",), "download-simple", parted=True),
        ActionSpec("export_file", _("Export…"), FILE, ("Ctrl+E",), "export"),
        ActionSpec("quit", _("Quit"), FILE, ("Ctrl+Q",), parted=True),
        ActionSpec("undo", _("Undo"), EDIT, ("Ctrl+Z",), "arrow-u-up-left"),
        ActionSpec("redo", _("Redo"), EDIT, ("Ctrl+Shift+Z", "Ctrl+Y"), "arrow-u-up-right"),
        ActionSpec(
            "find_command",
            _("Find a lead or a command…"),
            EDIT,
            ("Ctrl+K",),
            "magnifying-glass",
            parted=True,
        ),
        ActionSpec("choose_person", _("Switch who is on duty…"), EDIT, ("Ctrl+D",), "user"),
        ActionSpec("larger_text", _("Larger text"), VIEW, ("Ctrl++", "Ctrl+=")),
        ActionSpec("smaller_text", _("Smaller text"), VIEW, ("Ctrl+-",)),
        ActionSpec("usual_text", _("Text in its usual size"), VIEW, ("Ctrl+0",)),
        ActionSpec("show_keys", _("Keyboard map"), HELP, ("F1", "?"), "keyboard"),
        ActionSpec("show_about", _("About Funneldesk"), HELP, (), "info"),
    )


def menu_titles() -> dict[str, str]:
    """Return the menus in their order, with the key that opens each."""
    return {FILE: _("&File"), EDIT: _("&Edit"), VIEW: _("&View"), HELP: _("&Help")}


def make_actions(requests: Requests, owner: QObject) -> dict[str, QAction]:
    """Return one action per line of the table; triggering it emits the signal of its name."""
    return {spec.code: _make_action(spec, requests, owner) for spec in action_specs()}


def key_lines(actions: Iterable[QAction]) -> list[tuple[str, list[str]]]:
    """Return the words and the keys of those actions that have keys, in their order.

    What can be done from two places with keys of their own is one line.
    """
    lines: dict[str, list[str]] = {}
    for one in actions:
        if keys := keys_in(one):
            lines.setdefault(plain_text(one), []).extend(keys)
    return list(lines.items())


def keys_in(action: QAction) -> list[str]:
    """Return all shortcuts of an action in portable writing."""
    return [keys.toString() for keys in action.shortcuts() if not keys.isEmpty()]


def keys_of(action: QAction) -> str:
    """Return the first shortcut of an action as the platform writes it."""
    return keys_here(action.shortcut().toString())


def plain_text(action: QAction) -> str:
    """Return the words of an action without its mnemonic."""
    return action.text().replace("&&", "\0").replace("&", "").replace("\0", "&")


def listed(actions: Iterable[QAction]) -> list[QAction]:
    """Return those actions that can be run now."""
    return [
        action
        for action in actions
        if action.isEnabled() and action.isVisible() and not action.isSeparator()
    ]


def _make_action(spec: ActionSpec, requests: Requests, owner: QObject) -> QAction:
    action = QAction(spec.text, owner)
    action.setObjectName(spec.code)
    action.setShortcuts([QKeySequence(keys) for keys in spec.keys])
    # The platforms that show tooltips in menus expect the keys in them as well.
    action.setToolTip(f"{spec.text} {keys_of(action)}".strip())
    if spec.icon:
        action.setIcon(icon(spec.icon))
    signal = getattr(requests, spec.code)
    action.triggered.connect(lambda _checked=False: signal.emit())
    return action
