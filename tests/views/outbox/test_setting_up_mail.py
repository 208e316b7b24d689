"""The outbox before there is a mail account."""

from typing import cast
from unittest.mock import Mock

from pytestqt.qtbot import QtBot

from models.workspace import Workspace
from tests.clocks import FrozenClock
from tests.views.leads.lead_doubles import DirectRunner
from views.outbox.desk import OutboxDesk
from views.outbox.page import OutboxPage


def test_a_mail_account_can_be_set_up_before_anything_waits(
    workspace: Workspace, qtbot: QtBot
) -> None:
    page = OutboxPage(DirectRunner(workspace), cast(OutboxDesk, Mock()), clock=FrozenClock())
    qtbot.addWidget(page)
    with qtbot.waitSignal(page.settings_asked):
        page.send_button.click()
