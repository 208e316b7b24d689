"""Reminds who is on duty of meetings, in the window and outside it, once each."""

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, QTimer

from app.desk.machine.settings import MachineSettings
from app.desk.machine.tray import DesktopNotices
from app.places import key_of
from models.language import gettext as _
from models.language import ngettext

if TYPE_CHECKING:
    from app.desk.window import Desk
    from models.appointments.coming import Reminder
    from models.ids import MemberId

_FIRST_MILLISECONDS: Final = 4_000
_ROUND_MILLISECONDS: Final = 20_000
_SOON_MINUTES: Final = 10
_MINUTES_KEY: Final = "reminders.minutes"
_DESKTOP_KEY: Final = "reminders.desktop"
_DONE_KEY: Final = "reminders.done."
_KEPT: Final = 300
"""How many reminders are remembered: more than a team's meetings of some days."""


class Reminding(QObject):
    """Looks every few seconds for what is due, and remembers on this machine what was said."""

    def __init__(self, desk: "Desk", state: MachineSettings) -> None:
        super().__init__(desk)
        self._desk = desk
        self._state = state
        self.outside = DesktopNotices(self)
        self._timer = QTimer(self)
        self._timer.setInterval(_ROUND_MILLISECONDS)
        self._timer.timeout.connect(self.look)
        desk.opened.connect(lambda: QTimer.singleShot(_FIRST_MILLISECONDS, self, self.begin))

    @property
    def minutes(self) -> int:
        """How long before a meeting its closer is told; 0 for not at all."""
        kept = self._state.read(_MINUTES_KEY)
        return int(kept) if kept is not None and kept.isdigit() else _SOON_MINUTES

    @property
    def on_desktop(self) -> bool:
        """Whether reminders are shown outside the window as well."""
        return self._state.read(_DESKTOP_KEY) != "off"

    def choose_minutes(self, minutes: int) -> None:
        """Tell so early from now on."""
        self._state.write(_MINUTES_KEY, str(minutes))

    def choose_desktop(self, on: bool) -> None:
        """Show reminders outside the window from now on, or no more."""
        self._state.write(_DESKTOP_KEY, "on" if on else "off")

    def begin(self) -> None:
        """Look now and every few seconds from now on."""
        self._timer.start()
        self.look()

    def look(self) -> None:
        """Look once for what is due for who is on duty."""
        runner = self._desk.runner
        member_id, now, minutes = runner.actor, self._desk.clock(), self.minutes
        if not runner.is_open or member_id is None:
            return

        def query(session: Any) -> "tuple[Reminder, ...]":
            from models.appointments.coming import reminders_for

            return reminders_for(session, member_id, now, minutes)

        runner.read(query, lambda found: self._remind(found, member_id, now), lane="reminders")

    def _remind(self, found: "tuple[Reminder, ...]", member_id: "MemberId", now: datetime) -> None:
        if member_id != self._desk.runner.actor:
            return
        done = self._done()
        fresh = [one for one in found if f"{member_id}:{one.key}" not in done]
        if not fresh:
            return
        # Written first: after a crash a reminder may be missing, but none comes twice.
        self._remember([*done, *(f"{member_id}:{one.key}" for one in fresh)])
        soon = [one for one in fresh if one.kind == "soon"]
        for one in soon:
            self._say(one, soon_words(one, now))
        lacking = [one for one in fresh if one.kind == "day_before"]
        if lacking:
            self._say(lacking[0], lacking_words(lacking, now))

    def _say(self, one: "Reminder", sentence: str) -> None:
        lead_id = one.meeting.lead_id

        def show() -> None:
            window = self._desk.window
            window.showNormal() if window.isMinimized() else window.show()
            window.activateWindow()
            self._desk.show_lead(lead_id)

        self._desk.window.notices.show_notice(
            "warning", sentence, action_text=_("Open"), on_action=show
        )
        if self.on_desktop:
            self.outside.show(_("Funneldesk"), sentence, show)

    def _done(self) -> list[str]:
        try:
            kept = json.loads(self._state.read(self._key()) or "[]")
        except ValueError:
            return []
        return [str(one) for one in kept] if isinstance(kept, list) else []

    def _remember(self, keys: list[str]) -> None:
        self._state.write(self._key(), json.dumps(keys[-_KEPT:]))
        self._state.flush()

    def _key(self) -> str:
        return _DONE_KEY + key_of(self._desk.path)


def soon_words(one: "Reminder", now: datetime) -> str:
    """Return what is said shortly before a meeting."""
    meeting = one.meeting
    minutes = max(0, round((meeting.starts_at - now).total_seconds() / 60))
    words = ngettext(
        "In {count} minute: {who}, {kind}.", "In {count} minutes: {who}, {kind}.", minutes
    ).format(
        count=minutes,
        who=", ".join(part for part in (meeting.who, meeting.company) if part),
        kind=meeting.kind or _("meeting"),
    )
    place = meeting.video_link or meeting.dial_in or meeting.place
    if place:
        words += f" {place}."
    if one.missing:
        words += " " + _("Not ready before {missing}.").format(missing="; ".join(one.missing))
    return words


def lacking_words(found: "list[Reminder]", now: datetime) -> str:
    """Return what is said on the working day before meetings that are not ready."""
    from models.queue.moments import short_day

    first = found[0]
    begins = first.meeting.starts_at.astimezone()
    words = _("{who}, {day} {clock}: not ready before {missing}.").format(
        who=first.meeting.who,
        day=short_day(begins.date(), now.astimezone().date()),
        clock=begins.strftime("%H:%M"),
        missing="; ".join(first.missing),
    )
    if len(found) == 1:
        return words
    more = ngettext(
        "{count} more meeting is not ready: {names}.",
        "{count} more meetings are not ready: {names}.",
        len(found) - 1,
    ).format(count=len(found) - 1, names=", ".join(one.meeting.who for one in found[1:4]))
    return f"{words} {more}"
