"""What was typed about a lead and not saved yet, kept so that nothing is ever lost."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final, Protocol

from models.language import gettext as _

if TYPE_CHECKING:
    from models.ids import LeadId, MemberId

NOTE: Final = "note"
_ANSWER: Final = "answer."


class DraftStore(Protocol):
    """Keeps texts by key over a restart; the application decides where."""

    def read(self, key: str) -> str:
        """Return what was kept under `key`; nothing where nothing was."""

    def keep(self, key: str, text: str) -> None:
        """Keep `text` under `key`; an empty one is forgotten."""

    def kept_under(self, start: str) -> list[str]:
        """Return the keys of what is kept that begin with `start`."""

    @property
    def place(self) -> str:
        """Where the texts lie, for people."""


class PassingDrafts:
    """Drafts that last as long as their object: for pictures, tests and a window without a file."""

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}

    def read(self, key: str) -> str:
        """Return what was kept under `key`; nothing where nothing was."""
        return self.texts.get(key, "")

    def keep(self, key: str, text: str) -> None:
        """Keep `text` under `key`; an empty one is forgotten."""
        if text:
            self.texts[key] = text
        else:
            self.texts.pop(key, None)

    def kept_under(self, start: str) -> list[str]:
        """Return the keys of what is kept that begin with `start`."""
        return [key for key in self.texts if key.startswith(start)]

    @property
    def place(self) -> str:
        """Where the texts lie, for people."""
        return _("the memory of this window")


class LeadDrafts:
    """The drafts of one person about one lead; two setters on one computer keep theirs apart."""

    def __init__(self, store: DraftStore, member_id: "MemberId | None", lead_id: "LeadId") -> None:
        self._store = store
        self._own = _own(member_id, lead_id)

    def read(self, code: str) -> str:
        """Return what was typed into a field."""
        return self._store.read(self._own + code)

    def keep(self, code: str, text: str) -> None:
        """Keep what stands in a field now."""
        self._store.keep(self._own + code, text)


def take_over(
    store: DraftStore, member_id: "MemberId | None", lead_id: "LeadId", merged: "Iterable[LeadId]"
) -> None:
    """Keep at a lead what one person typed about those that were merged into it."""
    own = _own(member_id, lead_id)
    for gone in merged:
        before = _own(member_id, gone)
        for key in store.kept_under(before):
            code = key.removeprefix(before)
            both = [text for text in (store.read(own + code), store.read(key)) if text]
            store.keep(own + code, ("\n" if code == NOTE else "; ").join(both))
            store.keep(key, "")


def _own(member_id: "MemberId | None", lead_id: "LeadId") -> str:
    return f"{member_id or 0}/{lead_id}/"


def answer_code(criterion: str) -> str:
    """Return the name under which an answer to a criterion is kept."""
    return _ANSWER + criterion
