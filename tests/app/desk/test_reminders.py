"""Who is on duty is reminded of meetings once each, also after a restart."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from app.desk.machine.settings import MachineSettings
from app.desk.machine.tray import DesktopNotices
from app.desk.window import Desk
from models.appointments.coming import ReminderKind, next_meeting, reminders_for
from models.appointments.life import cancel
from models.workspace import Workspace
from tests.clocks import FrozenClock
from tests.models.small_world import SmallWorld
from views.settings.reminders import RemindersSection
from views.shell import MainWindow


def kinds_for(workspace: Workspace, world: SmallWorld, clock: FrozenClock) -> list[str]:
    """Return why the closer is reminded of the world's meeting now."""
    with workspace.read() as session:
        found = reminders_for(session, world.leader, clock(), 10)
    return [one.kind.value for one in found if one.meeting.id == world.appointment]


def test_the_closer_is_told_minutes_before_and_of_what_lacks_the_day_before(
    filled: Workspace, world: SmallWorld, clock: FrozenClock
) -> None:
    assert kinds_for(filled, world, clock) == [ReminderKind.DAY_BEFORE]
    clock.advance(hours=23, minutes=49)
    assert kinds_for(filled, world, clock) == [ReminderKind.DAY_BEFORE]
    clock.advance(minutes=1)
    assert kinds_for(filled, world, clock) == [ReminderKind.SOON]
    clock.advance(minutes=10)
    assert kinds_for(filled, world, clock) == []


def test_nobody_is_reminded_of_a_meeting_that_is_off(
    filled: Workspace, world: SmallWorld, clock: FrozenClock
) -> None:
    with filled.write(world.leader) as session:
        assert next_meeting(session, world.lead) is not None
        cancel(session, world.appointment, "Ill")
    assert kinds_for(filled, world, clock) == []


class Watched:
    """A window at work on the world's file, as after a start of the program."""

    def __init__(self, path: Path, settings: Path, clock: FrozenClock, qtbot: QtBot) -> None:
        state = MachineSettings(settings)
        window = MainWindow(state, version="1.2.3")
        qtbot.addWidget(window)
        self.desk = Desk(window, state, clock=clock)
        self._qtbot = qtbot
        with qtbot.waitSignal(self.desk.opened):
            self.desk.open(path)
        self.rest()

    def rest(self) -> None:
        """Wait until all is done."""
        self._qtbot.waitUntil(lambda: self.desk.runner.is_idle)

    def said(self) -> list[str]:
        """Look once and return what the window says of meetings."""
        self.desk.reminding.look()
        self.rest()
        return [
            bar.text.text() for bar in self.desk.window.notices.bars if "Ann Lee" in bar.text.text()
        ]


@pytest.fixture
def outside(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return what is shown outside the window, of which this machine has none."""
    shown: list[str] = []
    monkeypatch.setattr(
        DesktopNotices, "show", lambda _self, _title, text, _click: shown.append(text)
    )
    return shown


@pytest.fixture
def start(
    tmp_path: Path,
    small_world_file: tuple[Path, SmallWorld],
    clock: FrozenClock,
    qtbot: QtBot,
    outside: list[str],
) -> Iterator[Callable[[], Watched]]:
    """Return what starts the program on the world's file with the closer on duty."""
    path = tmp_path / "team.db"
    shutil.copyfile(small_world_file[0], path)
    settings = tmp_path / "settings.ini"
    MachineSettings(settings).remember_on_duty(path, str(small_world_file[1].leader))
    made: list[Watched] = []

    def begin() -> Watched:
        for one in made:
            one.desk.close()
        made.append(Watched(path, settings, clock, qtbot))
        return made[-1]

    yield begin
    for one in made:
        one.desk.close()


def test_a_reminder_comes_once_also_after_a_restart(
    start: Callable[[], Watched], outside: list[str], clock: FrozenClock
) -> None:
    clock.advance(hours=23, minutes=55)
    first = start()
    before = first.said()
    assert any("In 5 minutes: Ann Lee" in one for one in before)
    assert outside == before
    assert first.said() == before
    second = start()
    assert second.said() == []
    assert outside == before


def test_reminders_outside_the_window_can_be_switched_off(
    start: Callable[[], Watched], outside: list[str], clock: FrozenClock
) -> None:
    watched = start()
    assert any(one.startswith("Ann Lee, Tue ") for one in watched.said())
    outside.clear()
    clock.advance(hours=23, minutes=55)
    watched.desk.reminding.choose_desktop(on=False)
    assert any("In 5 minutes" in one for one in watched.said())
    assert outside == []


def test_what_does_not_exist_here_is_said_and_cannot_be_chosen(qtbot: QtBot) -> None:
    section = RemindersSection(10, desktop=True, is_supported=False)
    qtbot.addWidget(section)
    assert not section.desktop.isEnabled()
    with qtbot.waitSignal(section.minutes_chosen) as chosen:
        section.minutes.setValue(0)
    assert chosen.args == [0]
    assert timedelta(minutes=section.minutes.value()) == timedelta(0)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux has notify-send")
def test_a_desktop_without_a_tray_shows_reminders_as_plain_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    said, tool = tmp_path / "said", tmp_path / "notify-send"
    tool.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > "{said}.new"\nmv "{said}.new" "{said}"\n')
    tool.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    parent = QObject()
    notices = DesktopNotices(parent)
    assert notices.is_supported
    notices.show("Funneldesk", "<b>Ann</b> & Lee", list)
    qtbot.waitUntil(said.exists)
    assert said.read_text().splitlines()[-2:] == ["Funneldesk", "&lt;b&gt;Ann&lt;/b&gt; &amp; Lee"]
