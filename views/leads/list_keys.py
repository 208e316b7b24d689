"""The keys of the list of leads, said once: for its actions, and for the keyboard map."""

from dataclasses import dataclass
from typing import Final

from models.language import gettext as _

KEYS_OF_TABLE: Final = frozenset({"next", "previous", "open", "move", "search"})
"""What the table and the search field do by themselves when their keys are pressed."""


@dataclass(frozen=True, slots=True)
class ListKey:
    """Something the list can be asked for; without keys of its own it is found by its words."""

    code: str
    words: str
    keys: tuple[str, ...] = ()


def list_keys() -> tuple[ListKey, ...]:
    """Return what the list can be asked for, what is done most often first."""
    return (
        ListKey("next", _("Next lead"), ("J",)),
        ListKey("previous", _("Lead before"), ("K",)),
        ListKey("open", _("Open the lead"), ("Return",)),
        ListKey("beside", _("Show the lead beside the list"), ("Space",)),
        ListKey("move", _("Move the lead to another stage"), ("M",)),
        ListKey("add", _("Add a lead"), ("N",)),
        ListKey("search", _("Search leads"), ("/",)),
        ListKey("condition", _("Add a condition on any field"), ("F",)),
        ListKey("less", _("Take the last condition away"), ("Backspace",)),
        ListKey("everything", _("Show all leads")),
        ListKey("save_view", _("Save this list as a view"), ("S",)),
        ListKey("columns", _("Choose columns"), ("C",)),
        ListKey("choose_all", _("Choose all leads of the list"), ("Ctrl+A",)),
        ListKey("edit", _("Change the chosen leads"), ("E",)),
        ListKey("copy", _("Copy the chosen leads as a table"), ("Ctrl+C",)),
        ListKey("export", _("Export the leads of this list")),
    )


def key_lines() -> list[tuple[str, tuple[str, ...]]]:
    """Return the lines of the keyboard map."""
    lines = [(one.words, one.keys) for one in list_keys() if one.keys]
    return [*lines, (_("View 1 to 9"), ("Ctrl+Alt+1",)), (_("Choose several"), ("Shift+Down",))]
