"""Messages as files: drafts for the mail program, and what is saved to be handed over otherwise."""

import re
import tempfile
from datetime import datetime
from pathlib import Path

from app.calendars.drawing import drawn_up
from app.calendars.letters import mail_of
from app.files import written_whole
from models.outbox.handing import Letter, refuse_without_organizer


def write_draft(letter: Letter, at: datetime) -> Path:
    """Write a message as a draft that the mail program opens to be sent; return where it lies.

    Nobody else can read it, and the system clears it away. Refuses a message without a mailbox.
    """
    refuse_without_organizer(letter)
    folder = Path(tempfile.mkdtemp(prefix="funneldesk-"))
    path = folder / f"{file_stem(letter)}.eml"
    path.write_bytes(mail_of(letter, at, unsent=True))
    return path


def write_file(letter: Letter, path: Path, at: datetime) -> Path:
    """Write a message: as a calendar file where the name ends in .ics, else as a mail.

    Refuses a message without a mailbox.
    """
    refuse_without_organizer(letter)
    if path.suffix.casefold() == ".ics":
        data = drawn_up(letter.kind, letter.content, at)
    else:
        path = path if path.suffix else path.with_suffix(".eml")
        data = mail_of(letter, at, unsent=True)
    with written_whole(path) as file:
        file.write(data)
    return path


def file_stem(letter: Letter) -> str:
    """Return a name for a message's file that every system takes."""
    day = letter.content.starts_at.strftime("%Y-%m-%d")
    words = re.sub(r"[^\w-]+", "-", letter.subject).strip("-_.")[:60]
    return f"{day}-{words}" if words else f"{day}-{letter.id}"
