"""Saved views: lists of leads that people come back to, kept as tabs in an order of their own."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.checks import required_text
from models.entities.leads.views import SavedView
from models.errors import InvalidValueError
from models.finding import existing
from models.history.verbs import verb
from models.ids import ViewId
from models.language import gettext as _
from models.leads.lists.view_content import read_content, written_content
from models.leads.lists.wanted import ViewContent
from models.text_keys import fold

NAME_LIMIT = 60


@dataclass(frozen=True, slots=True)
class ViewRow:
    """A saved view; `lost` says in sentences what it names and is not there any more."""

    id: ViewId
    name: str
    content: ViewContent
    lost: tuple[str, ...]


def saved_views(session: Session) -> tuple[ViewRow, ...]:
    """Return the saved views in the order of their tabs."""
    found = session.scalars(select(SavedView).order_by(SavedView.position, SavedView.id))
    return tuple(
        ViewRow(ViewId(view.id), view.name, *read_content(session, view.content)) for view in found
    )


def _free_name(session: Session, name: str, own_id: ViewId | None = None) -> str:
    text = required_text("name", name, NAME_LIMIT)
    for view in session.scalars(select(SavedView)):
        if fold(view.name) == fold(text) and view.id != own_id:
            raise InvalidValueError(
                "name",
                name,
                _("There is a view “{name}” already. Choose another name.").format(name=view.name),
            )
    return text


@verb
def save_view(session: Session, name: str, content: ViewContent) -> ViewId:
    """Keep a list under a name, as the last of the tabs.

    Refuses a blank name and one that another view has.
    """
    last = session.scalar(select(func.max(SavedView.position)))
    view = SavedView(
        name=_free_name(session, name),
        position=0 if last is None else last + 1,
        content=written_content(session, content),
    )
    session.add(view)
    session.flush()
    return ViewId(view.id)


@verb
def change_view(session: Session, view_id: ViewId, content: ViewContent) -> None:
    """Let a view hold another list, order or columns; refuses a view that is gone."""
    view = existing(session, SavedView, view_id)
    view.content = written_content(session, content)


@verb
def rename_view(session: Session, view_id: ViewId, name: str) -> None:
    """Rename a view; refuses a blank name and one that another view has."""
    view = existing(session, SavedView, view_id)
    view.name = _free_name(session, name, view_id)


@verb
def reorder_views(session: Session, view_id: ViewId, place: int) -> None:
    """Move a view to a place among the tabs, counted from 0; refuses a place that is not there."""
    views = list(session.scalars(select(SavedView).order_by(SavedView.position, SavedView.id)))
    if not 0 <= place < len(views):
        raise InvalidValueError(
            "place", place, _("There are {count} views; choose a place among them.").format(
                count=len(views)
            )
        )  # fmt: skip
    moved = existing(session, SavedView, view_id)
    views.remove(moved)
    views.insert(place, moved)
    for position, view in enumerate(views):
        view.position = position


@verb
def remove_view(session: Session, view_id: ViewId) -> None:
    """Remove a view; the leads it showed stay. Refuses a view that is gone."""
    session.delete(existing(session, SavedView, view_id))
