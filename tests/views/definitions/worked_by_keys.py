"""The Definitions page at somebody's keys, and what it and the workspace hold then."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from models.definitions.versions.draft import DefinitionsDraft
from models.definitions.versions.writing import current_draft
from models.workspace import Workspace
from views.definitions.forms.stage import StageForm
from views.definitions.forms.terms import TermsForm
from views.definitions.page import DefinitionsPage

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


def press(key: Qt.Key, modifiers: Any = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key where the focus is."""
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, key, modifiers)


def type_over(text: str) -> None:
    """Replace what stands in the field that has the focus."""
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, Qt.Key.Key_A, CTRL)
    QTest.keyClicks(focused, text)


def stage_form(page: DefinitionsPage) -> StageForm:
    """Return the form of the stages, which is there from the beginning."""
    form = page.forms["stages"]
    assert isinstance(form, StageForm)
    return form


def terms_form(page: DefinitionsPage) -> TermsForm:
    """Open the part of the terms and return its form."""
    page.parts.choose("terms")
    form = page.forms["terms"]
    assert isinstance(form, TermsForm)
    return form


def stage_names(draft: DefinitionsDraft) -> list[str]:
    """Return the names of a draft's stages in their order."""
    return [one.name for one in draft.stages]


def in_force(workspace: Workspace) -> DefinitionsDraft:
    """Return the definitions that hold."""
    with workspace.read() as session:
        return current_draft(session)
