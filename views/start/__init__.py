"""What stands in the window while there is no workspace yet."""

from views.start.panel import StartPanel
from views.start.values import FirstStart, Targets, WorkspaceBasics

__all__ = ["FirstStart", "StartPanel", "Targets", "WorkspaceBasics"]
