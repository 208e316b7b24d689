"""Every mutation is a domain verb, and what a session's verbs are recorded under.

`@verb` marks the functions that may change rows; `models.history.recording` writes what they did
into the log. Modules that hold verbs are read by whoever only reads, too: so little is imported
here, and the log only once a verb runs.
"""

import functools
import inspect
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar, get_type_hints
from uuid import UUID

from sqlalchemy.orm import Session

from models import ids
from models.clock import Clock, utc_now
from models.storage.columns import JsonObject
from models.topics import Topic

if TYPE_CHECKING:
    from models.entities.base import Recorded
    from models.history.values import Keys

P = ParamSpec("P")
R = TypeVar("R")

VERBS: dict[str, Callable[..., Any]] = {}


class UnrecordedChangeError(RuntimeError):
    """Rows were about to change outside of any domain verb; this is a bug in the caller."""


@dataclass
class Recording:
    """What one session's changes are recorded under."""

    actor_id: ids.MemberId | None
    schema_revision: str
    settle: Callable[[Session, set[int]], None]
    """Called at the end of a verb with the leads whose cards it touched; part of its change."""
    clock: Clock = utc_now
    verb: str | None = None
    arguments: Callable[[], JsonObject] = dict
    change_id: int | None = None
    topics: set[Topic] = field(default_factory=set)
    leads: set[int] = field(default_factory=set)
    changed: "Counter[type[Recorded]]" = field(default_factory=Counter)
    """How many rows of each kind were written, so that what was remembered of them can expire."""
    deleted: dict[UUID, JsonObject] = field(default_factory=dict)
    device: UUID | None = None
    actors: dict[ids.MemberId, UUID] = field(default_factory=dict)
    keys: "Keys | None" = None
    """The UUIDs that the session has looked up: the id of a row never becomes another's."""
    unwritten: list[JsonObject] = field(default_factory=list)
    """Rows of the log that are still to be written under `change_id`."""
    entries_at_once: int = 1
    """How many rows of the log are written together; a long story gathers them."""

    @classmethod
    def of(cls, session: Session) -> "Recording":
        """Return the recording of a session that was opened for writing."""
        recording = session.info.get("recording")
        if not isinstance(recording, cls):
            raise UnrecordedChangeError("this session was not opened for writing")
        return recording


def now(session: Session) -> datetime:
    """Return the present instant by the session's clock."""
    return Recording.of(session).clock()


def acting_member(session: Session) -> ids.MemberId | None:
    """Return who is on duty in this session."""
    return Recording.of(session).actor_id


def verb(
    function: Callable[Concatenate[Session, P], R],
) -> Callable[Concatenate[Session, P], R]:
    """Mark a function as a domain verb: the only kind of function that may change rows."""

    @functools.cache
    def signature() -> inspect.Signature:
        return inspect.signature(function)

    @functools.cache
    def hints() -> dict[str, Any]:
        return get_type_hints(function)

    @functools.wraps(function)
    def carry_out(session: Session, /, *args: P.args, **kwargs: P.kwargs) -> R:
        recording = Recording.of(session)
        if recording.verb is not None:
            return function(session, *args, **kwargs)
        from models.history.arguments import arguments_for_log
        from models.history.recording import write_gathered

        bound = signature().bind(session, *args, **kwargs)
        recording.verb = function.__name__
        recording.change_id = None
        recording.arguments = lambda: arguments_for_log(session, bound.arguments, hints())
        try:
            result = function(session, *args, **kwargs)
            session.flush()
            if recording.leads:
                leads, recording.leads = recording.leads, set()
                recording.settle(session, leads)
        finally:
            # Of a verb that was refused halfway, and whose caller goes on, what it did is logged.
            write_gathered(session)
            recording.verb = None
        return result

    VERBS[function.__name__] = carry_out
    return carry_out
