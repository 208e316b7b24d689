"""The keys of a lead's page, said once: for its actions, and for the keyboard map."""

from models.language import gettext as _


def page_keys() -> dict[str, str]:
    """Return what each letter does."""
    return {
        "B": _("Book a meeting"),
        "K": _("Open the latest meeting"),
        "M": _("Move the lead to another stage"),
        "Z": _("Correct the latest move"),
        "T": _("Log a touch"),
        "A": _("Add a task"),
        "J": _("Change the cadence"),
        "I": _("Record interest"),
        "N": _("Add a note"),
        "D": _("Disqualify"),
        "R": _("Send to nurture"),
        "L": _("Mark as lost"),
        "Y": _("Open a deal"),
        "P": _("Reopen"),
        "X": _("Do not contact"),
        "W": _("Add the contact who decides"),
        "O": _("Show the company"),
        "G": _("Show the reasons of the grade"),
        "V": _("Show where the worth comes from"),
        "Q": _("Show why the chance is what it is"),
        "H": _("Filter the timeline"),
        "E": _("Edit the facts"),
    }


def key_lines() -> list[tuple[str, tuple[str, ...]]]:
    """Return the lines of the keyboard map."""
    qualification = [
        (_("Choose a criterion"), ("1", "9")),
        (_("Confirm it, fail it, make it unknown"), ("C", "F", "U")),
        (_("Write its answer"), ("Return",)),
        (_("Show the questions to ask"), ("S",)),
    ]
    return [*qualification, *((words, (key,)) for key, words in page_keys().items())]
