"""What our own exports add to another system's file, so that it is no news when it comes back."""

import re

from models.spreadsheet_cells import safe_text

KEY_COLUMN = "Funneldesk key"
"""Holds the lead's UUID where the other system's file has no column for a record's number."""
ACTIVITY_COLUMN = "Funneldesk activity"
"""Holds the touches where the other system's file has no column for notes."""
_MARK = f"[{ACTIVITY_COLUMN}]"
# Up to the next blank line: what people wrote below it over there is theirs.
_BLOCK = re.compile(rf"\s*{re.escape(_MARK)}[^\n]*(?:\n[^\S\n]*\S[^\n]*)*")


def with_activity(notes: str | None, lines: list[str]) -> str:
    """Return notes with what was done at the desk below them, one line each."""
    if not lines:
        return notes or ""
    block = "\n".join((_MARK, *lines))
    return f"{notes}\n\n{block}" if notes else block


def without_activity(notes: str) -> str:
    r"""Return notes as they were before `with_activity`.

    >>> without_activity(with_activity("Met in Berlin", ["2026-11-02, Call, Connected"]))
    'Met in Berlin'
    """
    if _MARK not in notes:
        return notes
    return _BLOCK.sub("", notes.replace("\r\n", "\n").replace("\r", "\n")).strip()


def unquoted(cell: str) -> str:
    """Return a cell without the quote that keeps spreadsheets from running it.

    >>> unquoted("'=1+1"), unquoted("'s-Hertogenbosch")
    ('=1+1', "'s-Hertogenbosch")
    """
    if cell.startswith("'") and safe_text(cell[1:]) == cell:
        return cell[1:]
    return cell
