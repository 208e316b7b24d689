"""The keys of the calendar, for the keyboard map."""

from models.language import gettext as _


def key_lines() -> list[tuple[str, tuple[str, ...]]]:
    """Return the lines of the keyboard map."""
    return [
        (_("Through free time and meetings"), ("Left", "Right", "Up", "Down")),
        (_("From meeting to meeting"), ("Ctrl+Up", "Ctrl+Down")),
        (_("First and last meeting of the day"), ("Home", "End")),
        (_("Earlier, later"), ("PgUp", "PgDown")),
        (_("Today"), ("T",)),
        (_("The week of this closer"), ("W",)),
        (_("The day of all closers"), ("D",)),
        (_("Open the meeting; in free time, book one"), ("Return",)),
        (_("Book a meeting here"), ("N",)),
        (_("Move the meeting"), ("Alt+Up", "Alt+Down", "Alt+Left", "Alt+Right")),
        (_("Make the meeting shorter, longer"), ("Alt+Shift+Up", "Alt+Shift+Down")),
        (_("Print the calendar"), ("Ctrl+P",)),
        (_("Print the agenda"), ("A",)),
        (_("Print the preparation sheet"), ("P",)),
    ]
