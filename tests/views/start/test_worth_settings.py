"""What a client is worth is an editable setting."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from views.settings import GeneralSection, SettingsValues, WorthBasics
from views.settings.worth import WorthForm
from views.start import Targets, WorkspaceBasics
from views.theme import apply_theme


@pytest.fixture
def form(qtbot: QtBot, qapp: QApplication) -> WorthForm:
    apply_theme(qapp, "light")
    basics = WorkspaceBasics("JPY", 1, Targets())
    page = GeneralSection(SettingsValues(basics, worth=WorthBasics(1_200_000, None, 20)))
    qtbot.addWidget(page)
    page.show()
    return page.worth


def test_the_rule_of_thumb_is_shown_and_saved(form: WorthForm, qtbot: QtBot) -> None:
    assert form.share.text() == "20"
    assert form.deal_row.label.text() == "A deal brings in (JPY)"
    assert not form.save_button.isEnabled()
    form.share.selectAll()
    QTest.keyClicks(form.share, "25")
    QTest.keyClicks(form.profit, "900000")
    with qtbot.waitSignal(form.saved) as saved:
        # What is being typed outlives what others change meanwhile.
        form.show_values(WorthBasics(1_200_000, 7, 20), "JPY")
        QTest.keyClick(form.profit, Qt.Key.Key_Return)
    assert saved.args == [WorthBasics(1_200_000, 900_000, 25)]


def test_an_amount_beyond_what_is_stored_is_said_at_its_field(
    form: WorthForm, qtbot: QtBot
) -> None:
    form.deal.setText("9000000000000000000")
    with qtbot.assertNotEmitted(form.saved):
        form.save()
    assert "too large" in form.deal_row.error
    form.deal.setText("999999999999")
    with qtbot.waitSignal(form.saved):
        form.save()
    # What was not taken after all is still being typed: it outlives what others change.
    form.keep_editing()
    form.show_values(WorthBasics(7, 7, 20), "JPY")
    assert (form.deal.text(), form.save_button.isEnabled()) == ("999999999999", True)


@pytest.mark.parametrize("typed", ["0", "101", "a fifth", ""])
def test_a_share_that_is_none_is_explained(form: WorthForm, qtbot: QtBot, typed: str) -> None:
    form.share.setText(typed)
    with qtbot.assertNotEmitted(form.saved):
        form.save()
    assert form.share_row.error
    QTest.mouseClick(form.discard_button, Qt.MouseButton.LeftButton)
