"""Passwords of mail accounts, in the system's key store and nowhere else."""

from typing import Final

from models.errors import KnownError
from models.language import gettext as _

SERVICE: Final = "Funneldesk"


class KeyStoreError(KnownError):
    """The system's key store is missing, locked, or does not hold a password."""


def password_of(key: str, address: str) -> str:
    """Return the password stored for an account; refuses where there is none."""
    import keyring
    from keyring.errors import KeyringError

    _refuse_where_there_is_none()
    try:
        found = keyring.get_password(SERVICE, key)
    except KeyringError as error:
        raise _unusable(error) from error
    if found is None:
        raise KeyStoreError(
            _(
                "The password of {address} is not stored on this computer. Enter it in Settings."
            ).format(address=address)
        )
    return found


def store_password(key: str, password: str) -> None:
    """Store the password of an account; refuses where the system has no key store."""
    import keyring
    from keyring.errors import KeyringError

    _refuse_where_there_is_none()
    try:
        keyring.set_password(SERVICE, key, password)
    except KeyringError as error:
        raise _unusable(error) from error


def forget_password(key: str) -> None:
    """Let go of the password of an account; one that is not there is fine."""
    import keyring
    from keyring.errors import KeyringError, NoKeyringError, PasswordDeleteError

    try:
        keyring.delete_password(SERVICE, key)
    except (PasswordDeleteError, NoKeyringError):
        return
    except KeyringError as error:
        raise _unusable(error) from error


def _refuse_where_there_is_none() -> None:
    import keyring

    backend = type(keyring.get_keyring())
    # Some backends write passwords into a readable file; that is no key store.
    if backend.__module__.startswith(("keyring.backends.fail", "keyring.backends.null")) or (
        backend.__module__.startswith("keyrings.alt")
    ):
        raise KeyStoreError(
            _(
                "This system has no key store to keep a password in. On Linux, install and unlock "
                "GNOME Keyring or KWallet. Until then, open messages as drafts in your mail "
                "program, or save them."
            )
        )


def _unusable(error: Exception) -> KeyStoreError:
    return KeyStoreError(
        _("The system's key store cannot be used ({cause}). Unlock it and try again.").format(
            cause=type(error).__name__
        )
    )
