"""Hearing a signal of the desk for as long as a page is there.

Pages go when another workspace is opened, the desk stays. Qt cuts the connections of a page's own
methods then; a function would still be called, and act on a page that is gone.
"""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, SignalInstance


class Hearing(QObject):
    """Calls a function at a signal until the object that it belongs to is gone."""

    def __init__(self, owner: QObject, signal: SignalInstance, act: Callable[..., object]) -> None:
        super().__init__(owner)
        self._act = act
        signal.connect(self._hear)

    def _hear(self, *told: Any) -> None:
        self._act(*told)
