"""What was typed about a lead and not logged yet, kept so that nothing is ever lost."""

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

    @property
    def place(self) -> str:
        """Where the texts lie, for people."""
        return _("the memory of this window")


class LeadDrafts:
    """The drafts of one person about one lead; two setters on one computer keep theirs apart."""

    def __init__(self, store: DraftStore, member_id: "MemberId | None", lead_id: "LeadId") -> None:
        self._store = store
        self._own = f"{member_id or 0}/{lead_id}/"

    def read(self, code: str) -> str:
        """Return what was typed into a field."""
        return self._store.read(self._own + code)

    def keep(self, code: str, text: str) -> None:
        """Keep what stands in a field now."""
        self._store.keep(self._own + code, text)


def answer_code(criterion: str) -> str:
    """Return the name under which an answer to a criterion is kept."""
    return _ANSWER + criterion
