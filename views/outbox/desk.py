"""What the outbox asks of the house: mail, files and the key store, which no page touches."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

Said = Callable[[str], None]
Failed = Callable[[Exception], None]


class OutboxDesk(Protocol):
    """Hands messages over and takes in what comes; everything runs in the background."""

    def send_now(self) -> None:
        """Send by SMTP what is due."""

    def open_draft(self, outbox_id: int) -> None:
        """Open a message as a draft in the mail program, and record it as handed over."""

    def save(self, outbox_id: int) -> None:
        """Ask where a message is to be saved, save it, and record it as handed over."""

    def choose_replies(self) -> None:
        """Ask for files with replies, and take them in."""

    def take_in(self, files: Sequence[Path]) -> None:
        """Take in replies from files."""

    def take_in_text(self, text: str) -> None:
        """Take in a reply that was pasted."""

    def choose_calendar(self, member_id: int) -> None:
        """Ask for a calendar file of somebody, and read when they are busy."""

    def read_calendar(self, member_id: int, file: Path) -> None:
        """Read when somebody is busy from a calendar file."""


class MailDesk(Protocol):
    """Passwords and connections of mail accounts."""

    def store_password(self, key: str, password: str, done: Said, failed: Failed) -> None:
        """Keep a password in the system's key store."""

    def forget_password(self, key: str) -> None:
        """Let go of a password in the system's key store."""

    def try_account(self, account_id: int, done: Said, failed: Failed) -> None:
        """Connect and log in without sending anything; `done` gets what came of it."""
