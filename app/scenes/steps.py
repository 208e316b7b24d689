"""The steps that scenes are made of."""

from collections.abc import Callable, Generator, Iterator
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtWidgets import QWidget

from app.desk.window import Desk

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

T = TypeVar("T")
P = TypeVar("P", bound=QWidget)

Scene = Callable[[Desk], Iterator[None]]
"""Does one step after the other, and yields wherever the window is to come to rest first."""


def asked(desk: Desk, query: "Callable[[Session], T]") -> Generator[None, None, T]:
    """Ask the workspace and come to rest until the answer is here."""
    answers: list[T] = []
    desk.runner.read(query, answers.append)
    yield
    return answers[0]


def page_shown(desk: Desk, code: str, kind: type[P]) -> Generator[None, None, P]:
    """Show a page and return it once it is built."""
    desk.window.show_page(code, focus=True)
    yield
    page = desk.window.page(code)
    if not isinstance(page, kind):
        raise TypeError(f"the page {code} is a {type(page).__name__}, no {kind.__name__}")
    return page
