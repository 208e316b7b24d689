"""Puts off the import of what others import without need."""

import sys
from importlib import import_module
from types import ModuleType
from typing import Any


class LateModule(ModuleType):
    """Stands for a module, and imports it when anything is asked of it that is not given here."""

    def __getattr__(self, name: str) -> Any:
        """Import the module, which takes this one's place, and return what it has by this name."""
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(import_module(self.__name__), name)


def import_late(name: str, **given: Any) -> None:
    """Let a module that was not imported yet wait until more is asked of it than is `given`."""
    if name not in sys.modules:
        late = LateModule(name)
        vars(late).update(given)
        sys.modules[name] = late
