"""What the desk asks of the system around it: to dial, to write a mail, to open a page."""

from typing import Protocol

from PySide6.QtGui import QGuiApplication

from models.language import gettext as _


class Outside(Protocol):
    """Opens addresses with the programs that the system has for them."""

    def open_url(self, url: str) -> bool:
        """Open a tel:, mailto: or https: address; return whether a program took it."""


class NothingOutside:
    """A computer without any such program: for pictures and tests."""

    def open_url(self, url: str) -> bool:
        """Open nothing."""
        return False


def copy_text(text: str) -> None:
    """Put a text on the clipboard."""
    QGuiApplication.clipboard().setText(text)


def not_dialled(number: str) -> str:
    """Return what to say where no program dials; the number is on the clipboard."""
    return _(
        "No program on this computer dials numbers. {number} is copied; dial it by hand, the "
        "timer runs."
    ).format(number=number)


def no_mail_program() -> str:
    """Return what to say where no program writes mail; the text is on the clipboard."""
    return _(
        "No mail program is set up on this computer. The address and the text are copied; paste "
        "them where you write mail."
    )


def no_browser(address: str) -> str:
    """Return what to say where no program opens a profile; its address is on the clipboard."""
    return _("No browser took the profile. {address} is copied.").format(address=address)
