"""The window around the pages. Importing it brings nothing but Qt along."""

from views.shell.actions import Requests
from views.shell.commands import Command
from views.shell.memory import show_window
from views.shell.pages import PageSpec
from views.shell.people_menu import Person
from views.shell.state import ForgetfulState, WindowState
from views.shell.window import MainWindow

__all__ = [
    "Command",
    "ForgetfulState",
    "MainWindow",
    "PageSpec",
    "Person",
    "Requests",
    "WindowState",
    "show_window",
]
