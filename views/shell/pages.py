"""What the shell has to know of a page."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtWidgets import QWidget


class PageSpec(NamedTuple):
    """A page: what the rail shows of it, and how it is built when it is first looked at.

    Without a shortcut of its own a page gets Ctrl and its place in the rail. One that is not in the
    rail is reached by its shortcut and from elsewhere. `keys` are the lines of the keyboard map for
    keys that are no actions of the page.
    """

    code: str
    title: str
    icon: str
    shortcut: str
    build: Callable[[], QWidget]
    at_foot: bool = False
    in_rail: bool = True
    keys: Callable[[], Sequence[tuple[str, Sequence[str]]]] | None = None
