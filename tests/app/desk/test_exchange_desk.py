"""The window meets the world outside: outbox, drafts, replies, calendars, the top line."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.desk.machine.settings import MachineSettings
from app.desk.window import Desk
from models.calendars.busy import busy_calendars
from models.entities.meetings.attendees import Attendee
from models.ids import OutboxId
from models.outbox.accounts import edit_mail_account, mail_account
from models.outbox.rows import OutboxRow, outbox_row
from models.settings.changing import change_setting
from models.workspace import open_workspace
from tests.app.calendars import shapes
from tests.app.desk.resting import rest
from tests.clocks import FrozenClock
from tests.models.small_world import SmallWorld
from views.outbox.accounts import MailAccountsSection
from views.outbox.calendars import CalendarsSection
from views.outbox.page import OutboxPage
from views.settings import SettingsPage
from views.shell import MainWindow
from views.widgets import KeyHint


@pytest.fixture
def made(tmp_path: Path, small_world_file: tuple[Path, SmallWorld]) -> tuple[Path, SmallWorld]:
    path = tmp_path / "team.db"
    shutil.copyfile(small_world_file[0], path)
    workspace = open_workspace(path, clock=FrozenClock())
    with workspace.write() as session:
        change_setting(session, "send_after_minutes", "")
    workspace.close()
    return path, small_world_file[1]


@pytest.fixture
def world(made: tuple[Path, SmallWorld]) -> SmallWorld:
    return made[1]


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, made: tuple[Path, SmallWorld]) -> Iterator[Desk]:
    state = MachineSettings(tmp_path / "settings.ini")
    window = MainWindow(state)
    qtbot.addWidget(window)
    desk = Desk(window, state)
    with qtbot.waitSignal(desk.opened):
        desk.open(made[0])
    rest(desk, qtbot)
    yield desk
    desk.close()


def page_of(desk: Desk, qtbot: QtBot) -> OutboxPage:
    desk.window.top.glance.outbox_asked.emit()
    qtbot.waitUntil(lambda: isinstance(desk.window.page("outbox"), OutboxPage))
    page = desk.window.page("outbox")
    assert isinstance(page, OutboxPage)
    qtbot.waitUntil(lambda: page.content is not None)
    rest(desk, qtbot)
    return page


def row_of(desk: Desk, outbox_id: OutboxId) -> OutboxRow:
    found: list[OutboxRow] = []
    workspace = open_workspace(desk.path)
    with workspace.read() as session:
        found.append(outbox_row(session, outbox_id))
    workspace.close()
    return found[0]


def notices(desk: Desk) -> str:
    return " ".join(bar.text.text() for bar in desk.window.notices.bars)


def test_the_top_line_counts_what_waits_and_leads_to_the_outbox(
    desk: Desk, world: SmallWorld, qtbot: QtBot
) -> None:
    glance = desk.window.top.glance
    qtbot.waitUntil(lambda: not glance.outbox.isHidden())
    assert "in the outbox" in glance.outbox.text()
    assert "Ctrl+M" in glance.outbox.toolTip()
    page = page_of(desk, qtbot)
    assert page.list.current_code() == f"out:{world.outbox}"
    texts = page.message.preview.findChildren(type(page.message.preview.state))
    shown = " ".join(label.text() for label in texts)
    assert "See whether it fits" in shown
    assert "desk@our.example" in shown


def test_each_act_of_the_outbox_has_its_keys_beside_it(
    desk: Desk, world: SmallWorld, qtbot: QtBot
) -> None:
    page = page_of(desk, qtbot)
    page.list.choose(f"out:{world.outbox}")
    message = page.message
    shown = {
        button: hint
        for button, hint in message._hints.items()
        if button.isVisibleTo(message) and hint.isVisibleTo(message)
    }
    assert list(shown) == [
        message.send_button,
        message.draft_button,
        message.save_button,
        message.withdraw_button,
    ]
    keys = {hint.text() for hint in page.findChildren(KeyHint)}
    assert {"S", "D", "Ctrl+S", "Del", "Ctrl+R", "Ctrl+Enter"} <= keys


def test_a_key_does_nothing_with_a_message_that_is_no_longer_shown(
    desk: Desk, world: SmallWorld, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = page_of(desk, qtbot)
    asked: list[object] = []
    monkeypatch.setattr(page, "ask_to_send", asked.append)
    page.list.choose(f"out:{world.outbox}")
    page.list.choose(next(one for one in page.list.codes() if one.startswith("counter:")))
    page.message.send()
    assert not asked
    page.list.choose(f"out:{world.outbox}")
    page.message.send()
    assert asked == [(world.outbox,)]


def test_a_draft_is_opened_and_recorded_and_undo_does_not_offer_it(
    desk: Desk, world: SmallWorld, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []

    def open_it(path: Path) -> bool:
        opened.append(path)
        return True

    monkeypatch.setattr(desk.exchange.outbox, "open_with_system", open_it)
    page = page_of(desk, qtbot)
    page.message.open_draft()
    qtbot.waitUntil(lambda: row_of(desk, world.outbox).state == "handed_over")
    rest(desk, qtbot)
    assert opened[0].suffix == ".eml"
    assert b"X-Unsent: 1" in opened[0].read_bytes()
    assert "Send it from there" in notices(desk)
    assert not desk.window.action("undo").isEnabled() or (
        "Hand over" not in desk.window.action("undo").text()
    )


def test_where_no_program_opens_mails_the_message_still_waits(
    desk: Desk, world: SmallWorld, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk.exchange.outbox, "open_with_system", lambda _path: False)
    page_of(desk, qtbot).message.open_draft()
    qtbot.waitUntil(lambda: "No program opens mails" in notices(desk))
    assert row_of(desk, world.outbox).state == "waiting"


def test_a_message_is_saved_as_a_calendar_file(
    desk: Desk, world: SmallWorld, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "meeting.ics"
    monkeypatch.setattr(desk.exchange.outbox, "ask_to_save", lambda *_asked: target)
    page_of(desk, qtbot).message.save()
    qtbot.waitUntil(lambda: row_of(desk, world.outbox).state == "handed_over")
    assert target.read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")
    rest(desk, qtbot)


def test_withdrawing_is_undone_by_the_usual_keys(
    desk: Desk, world: SmallWorld, qtbot: QtBot
) -> None:
    page = page_of(desk, qtbot)
    QTest.keyClick(page.list, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: row_of(desk, world.outbox).state == "withdrawn")
    rest(desk, qtbot)
    desk.window.requests.undo.emit()
    qtbot.waitUntil(lambda: row_of(desk, world.outbox).state == "waiting")
    rest(desk, qtbot)


def test_a_proposal_is_accepted_from_the_list(desk: Desk, world: SmallWorld, qtbot: QtBot) -> None:
    page = page_of(desk, qtbot)
    page.list.choose(f"counter:{world.counter}")
    assert "proposes another time" in page.counter.header.caption.text()
    page.counter.decline()
    qtbot.waitUntil(lambda: page.content is not None and not page.content.counters)
    rest(desk, qtbot)


def reply_file(tmp_path: Path, world: SmallWorld) -> Path:
    file = tmp_path / "yes.ics"
    text = shapes.GOOGLE.replace(shapes.UID, world.uid).replace("SEQUENCE:2", "SEQUENCE:0")
    file.write_text(text, encoding="utf-8")
    return file


def said(desk: Desk, world: SmallWorld) -> str:
    workspace = open_workspace(desk.path)
    with workspace.read() as session:
        reply = session.get_one(Attendee, world.attendee).reply
    workspace.close()
    return reply


def drop(desk: Desk, file: Path) -> None:
    """Drop a file on the window, on whatever page it is."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file))])
    shared = (
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    entering = QDragEnterEvent(QPoint(5, 5), *shared)
    QApplication.sendEvent(desk.window, entering)
    assert entering.isAccepted()
    QApplication.sendEvent(desk.window, QDropEvent(QPointF(5, 5), *shared))


def test_a_reply_that_is_dropped_on_the_window_is_taken_in(
    desk: Desk, world: SmallWorld, qtbot: QtBot, tmp_path: Path
) -> None:
    drop(desk, reply_file(tmp_path, world))
    qtbot.waitUntil(lambda: "Ann Lee accepted" in notices(desk))
    rest(desk, qtbot)
    assert said(desk, world) == "accepted"


@pytest.mark.parametrize("name", ["fair.csv", "cards.VCF"])
def test_leads_that_are_dropped_on_any_page_begin_their_import(
    desk: Desk, qtbot: QtBot, tmp_path: Path, name: str
) -> None:
    file = tmp_path / name
    file.write_text("Name\nAnn Lee\n", encoding="utf-8")
    with qtbot.waitSignal(desk.import_asked) as asked:
        drop(desk, file)
    assert asked.args == [(file,)]
    rest(desk, qtbot)


def test_a_reply_that_is_pasted_is_taken_in(
    desk: Desk, world: SmallWorld, qtbot: QtBot, tmp_path: Path
) -> None:
    page = page_of(desk, qtbot)
    QGuiApplication.clipboard().setText(reply_file(tmp_path, world).read_text("utf-8"))
    page.paste()
    qtbot.waitUntil(lambda: said(desk, world) == "accepted")
    rest(desk, qtbot)


def test_a_calendar_is_imported_for_a_closer_and_its_age_shown(
    desk: Desk, world: SmallWorld, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "work.ics"
    file.write_text(shapes.BUSY, encoding="utf-8")
    monkeypatch.setattr(desk.exchange.outbox, "ask_for_files", lambda *_asked: (file,))
    desk.exchange.show_settings("calendars")
    settings: list[CalendarsSection] = []

    def shown() -> bool:
        page = desk.window.page("settings")
        section = page.section("calendars") if isinstance(page, SettingsPage) else None
        if isinstance(section, CalendarsSection) and section.cards:
            settings[:] = [section]
        return bool(settings)

    qtbot.waitUntil(shown)
    card = next(one for one in settings[0].cards if one.member_id == world.leader)
    card.import_button.click()

    def read() -> bool:
        workspace = open_workspace(desk.path)
        with workspace.read() as session:
            found = [one for one in busy_calendars(session) if one.member_id == world.leader]
        workspace.close()
        return bool(found)

    qtbot.waitUntil(read)
    qtbot.waitUntil(lambda: any("is from" in one.sentence.text() for one in settings[0].cards))
    rest(desk, qtbot)


def test_a_mail_account_is_set_up_and_its_password_goes_to_the_key_store(
    desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[tuple[str, str]] = []
    monkeypatch.setattr(
        "app.outbox.keystore.store_password", lambda key, word: kept.append((key, word))
    )
    section = MailAccountsSection(desk.runner, desk.exchange.mail)
    qtbot.addWidget(section)
    rest(desk, qtbot)
    section.add()
    form = section.form
    form.name.setText("Lea")
    form.address.setText("lea")
    form.host.setText("not a server")
    word = "".join(("open", "sesame"))
    form.password.setText(word)
    section.list.choose(section.list.codes()[0])
    assert form.name.text() != "Lea"
    section.add()
    assert (form.name.text(), form.password.text()) == ("Lea", word)
    assert "stands here again" in form.said.text()
    form.save()
    qtbot.waitUntil(lambda: bool(form.rows["address"].error))
    form.address.setText("lea@our.example")
    form.save()
    qtbot.waitUntil(lambda: bool(form.rows["host"].error))
    form.host.setText("smtp.our.example")
    form.user.setText("lea")
    form.save()
    qtbot.waitUntil(lambda: bool(kept))
    rest(desk, qtbot)
    assert kept[0][1] == word
    assert form.password.text() == ""
    assert word.encode() not in desk.path.read_bytes()
    assert "key store" in form.said.text()
    section.add()
    assert form.name.text() == ""


def test_a_removed_mail_account_takes_its_password_along_and_undo_asks_for_it_again(
    desk: Desk, world: SmallWorld, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    forgotten: list[str] = []
    monkeypatch.setattr("app.outbox.keystore.forget_password", forgotten.append)
    mailbox = ("Old desk", "old@our.example", "smtp.our.example")
    desk.runner.change(
        lambda session: edit_mail_account(session, world.idle_account, *mailbox, user="old")
    )
    rest(desk, qtbot)
    workspace = open_workspace(desk.path)
    with workspace.read() as session:
        key = mail_account(session, world.idle_account).key
    workspace.close()
    section = MailAccountsSection(desk.runner, desk.exchange.mail)
    qtbot.addWidget(section)
    rest(desk, qtbot)
    form = section.form
    section.list.choose(str(world.idle_account))
    assert form.rows["password"].error == ""
    assert form.password.placeholderText() == "unchanged"
    form.remove()
    qtbot.waitUntil(lambda: bool(forgotten))
    rest(desk, qtbot)
    assert forgotten == [key]
    assert form.address.text() != "old@our.example"
    desk.runner.undo()
    rest(desk, qtbot)
    section.list.choose(str(world.idle_account))
    assert form.address.text() == "old@our.example"
    assert form.password.placeholderText() == ""
    assert "Enter it again" in form.rows["password"].error
