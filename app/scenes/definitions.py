"""Scenes of the definitions: a part, what a change would do, the document, the workshop."""

from collections.abc import Generator, Iterator
from functools import partial
from typing import TYPE_CHECKING

from app.desk.window import Desk
from app.scenes.steps import Scene, page_shown

if TYPE_CHECKING:
    from views.definitions.page import DefinitionsPage

_STEPS = 5
_LOWER_INTEREST = "40"


def show_effect(desk: Desk) -> Iterator[None]:
    """Show what a lower threshold would do to the open leads, before it is saved."""
    from views.definitions.editing import with_term
    from views.definitions.places import TERMS

    page = yield from _definitions(desk)
    page.parts.choose(TERMS)
    page.desk.begin_visit()
    page.desk.edit(with_term(page.desk.draft, "mql_interest", _LOWER_INTEREST), "scene")
    yield
    page.example.show_changing()


def show_document(desk: Desk) -> Iterator[None]:
    """Show the agreement as both teams sign it."""
    page = yield from _definitions(desk)
    page.show_document()


def show_part(desk: Desk, part: str) -> Iterator[None]:
    """Show a part of the agreement."""
    page = yield from _definitions(desk)
    page.parts.choose(part)


def show_workshop(desk: Desk, at: int) -> Iterator[None]:
    """Show a step of the review workshop."""
    from views.definitions.places import WORKSHOP
    from views.definitions.workshop.form import WorkshopForm

    page = yield from _definitions(desk)
    page.parts.choose(WORKSHOP)
    yield
    form = page.forms[WORKSHOP]
    if isinstance(form, WorkshopForm):
        form.show_step(at)


SCENES: dict[str, Scene] = {
    "definitions-scoring": partial(show_part, part="scoring"),
    "definitions-effect": show_effect,
    "definitions-document": show_document,
    **{f"workshop-{at + 1}": partial(show_workshop, at=at) for at in range(_STEPS)},
}


def _definitions(desk: Desk) -> "Generator[None, None, DefinitionsPage]":
    """Show the definitions in force."""
    from views.definitions.page import DefinitionsPage

    page = yield from page_shown(desk, "definitions", DefinitionsPage)
    page.show_definitions()
    page.desk.discard()
    yield
    return page
