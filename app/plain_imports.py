"""Imports PySide6 and gives Python its own `import` back.

PySide6 puts another in its place. From then on that one reads the source of every module that is
imported, and keeps it, to know whether `from __feature__ import ...` would mean anything there.
Nobody asks for that here; it takes time from the first paint, and more from every page after it.
"""

import builtins
from importlib import import_module


def import_qt() -> None:
    """Import what all of PySide6 rests on; whatever is imported next is only imported."""
    import_module("PySide6.QtCore")
    names = vars(builtins)
    names["__import__"] = names.get("__orig_import__", names["__import__"])
