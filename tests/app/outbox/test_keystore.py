"""Passwords live in the system's key store; where there is none, that is said."""

from collections.abc import Iterator
from typing import Any

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as NoKeyring
from keyring.errors import KeyringLocked, PasswordDeleteError

from app.outbox.keystore import KeyStoreError, forget_password, password_of, store_password

SECRET = "".join(("hunter", "2"))


class MemoryKeyring(KeyringBackend):
    """A key store of the test's own."""

    priority = 1.0

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}
        self.is_locked = False

    def get_password(self, service: str, username: str) -> str | None:
        """Return what is kept."""
        if self.is_locked:
            raise KeyringLocked
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep it."""
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        """Let go of it."""
        if (service, username) not in self.kept:
            raise PasswordDeleteError
        del self.kept[service, username]


@pytest.fixture
def store() -> Iterator[MemoryKeyring]:
    before = keyring.get_keyring()
    made = MemoryKeyring()
    keyring.set_keyring(made)
    yield made
    keyring.set_keyring(before)


def test_a_password_is_kept_by_the_account_and_let_go(store: MemoryKeyring) -> None:
    store_password("key", SECRET)
    assert store.kept == {("Funneldesk", "key"): SECRET}
    assert password_of("key", "desk@our.example") == SECRET
    forget_password("key")
    forget_password("key")
    with pytest.raises(KeyStoreError, match=r"desk@our\.example is not stored on this computer"):
        password_of("key", "desk@our.example")


def test_where_there_is_no_key_store_there_is_nothing_to_forget(store: MemoryKeyring) -> None:
    none: Any = NoKeyring
    keyring.set_keyring(none())
    forget_password("key")
    assert store.kept == {}


def test_a_locked_store_says_so(store: MemoryKeyring) -> None:
    store.is_locked = True
    with pytest.raises(KeyStoreError, match="Unlock it"):
        password_of("key", "desk@our.example")


def test_a_system_without_a_store_says_what_to_do(store: MemoryKeyring) -> None:
    none: Any = NoKeyring
    keyring.set_keyring(none())
    with pytest.raises(KeyStoreError, match="no key store"):
        store_password("key", SECRET)
    with pytest.raises(KeyStoreError, match="open messages as drafts"):
        password_of("key", "desk@our.example")
