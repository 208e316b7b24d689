"""The window at work: which workspace is open, who is on duty, what was refused, undo and redo.

Only composition: widgets are the views', rules are the models'. Heavy modules are imported in the
background, where a workspace is opened.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from app.desk.errands import FileErrands
from app.desk.exchange import Exchange
from app.desk.first_shown import FirstShown
from app.desk.last_on_duty import person_on_duty
from app.desk.lead_finder import offer_leads
from app.desk.machine.settings import MachineSettings
from app.desk.on_duty import OnDuty
from app.desk.pages import page_specs
from app.desk.rounds.chances import ChanceLearning
from app.desk.rounds.clock_rules import ClockRules
from app.desk.rounds.handoffs import HandoffRounds
from app.desk.rounds.reminding import Reminding
from app.desk.rounds.rescoring import Rescoring
from app.desk.rounds.tidying import Tidying
from app.kernels import provide_kernels, stop_compiling
from app.known import as_known
from app.places import default_workspace
from app.running.jobs import Job
from app.running.runner import WorkspaceRunner
from models.clock import Clock, utc_now
from models.language import gettext as _
from models.topics import Topic
from views.shell import MainWindow
from views.widgets.focusing import give_back_focus

if TYPE_CHECKING:
    from app.desk.opening import Opened
    from app.first_lines import FirstReader
    from models.basics import BasicsRow
    from models.history.undo.steps import WorkedSinceError
    from models.team.rows import MemberRow
    from views.start import FirstStart, StartPanel

_BASICS_TOPICS: Final = frozenset({Topic.TEAM, Topic.SETTINGS, Topic.DEFINITIONS})
"""What roles are called stands in the definitions."""


class Desk(QObject):
    """One window and the background behind it."""

    bug_met = Signal(object)
    """Emit with an exception, from any thread, to tell the person of a bug."""
    opened = Signal()
    """Emitted when a workspace is open and its page is about to be built."""
    basics_changed = Signal()
    """Emitted when the team or what the workspace counts by has changed."""
    leader_on_duty = Signal(bool)
    """Emitted when it is known whether a sales leader is on duty."""
    editor_on_duty = Signal(str)
    """Emitted with why the person on duty may not change the definitions; nothing if they may."""
    lead_asked = Signal(object)
    """Emitted with the id of a lead whose page is to be shown."""
    import_asked = Signal(object)
    """Emitted with the paths of files to import; an empty tuple means that none is chosen yet."""

    def __init__(
        self, window: MainWindow, state: MachineSettings, *, clock: Clock = utc_now
    ) -> None:
        super().__init__(window)
        self.window = window
        self.clock = clock
        self.runner = WorkspaceRunner(self, before_computing=provide_kernels)
        self.basics: BasicsRow | None = None
        self.duty = OnDuty()
        self._state = state
        self._path = default_workspace()
        self._came_from = "today"
        self._keys_before: QWidget | None = None
        self._first: FirstShown | None = None
        self._closes_once_saved = False
        self._connect()
        self.errands = FileErrands(self)
        self.rescoring = Rescoring(self)
        self.chances = ChanceLearning(self)
        self.rounds = HandoffRounds(self)
        self.clock_rules = ClockRules(self)
        self.exchange = Exchange(self)
        self.reminding = Reminding(self, state)
        self.tidying = Tidying(self)
        offer_leads(self)
        if not window.has_pages:
            for spec in page_specs(self):
                window.register_page(spec)

    # Opening

    def begin(self, named: Path | None = None) -> None:
        """Open the named workspace, else the last or the usual one; ask at the first start."""
        last = self._state.last_workspace()
        usual = last if last is not None and last.exists() else default_workspace()
        path = usual if named is None else named.absolute()
        if path.exists():
            self.open(path)
        else:
            self.ask_first_start(path)

    def expect(self, reader: "FirstReader") -> None:
        """Show the first lines of the first workspace as soon as this second process has them."""
        self._first = FirstShown(self, reader)

    def open(self, path: Path) -> None:
        """Open a workspace that exists; where it cannot be, say why and offer the way out."""
        self._let_go(path)
        # Pages need no workspace to be built; what they ask is answered when it is open.
        self._show_page()
        if self._first is None:
            self._open(path)
        else:
            self._first.ask(path, self._state.on_duty(path), lambda: self._open(path))

    def _open(self, path: Path) -> None:
        def work(_job: Job) -> "Opened":
            from app.desk.opening import open_for_window

            return open_for_window(path, self.clock)

        self.runner.run_job(
            _("Opening"), work, self._take, failed=lambda error: self._refuse(path, error)
        )

    def ask_first_start(self, path: Path) -> None:
        """Ask how the workspace at `path`, which is not there yet, is to begin."""
        from views.start import StartPanel

        self._end_first()
        self._let_go(path)
        panel = StartPanel()
        panel.started.connect(lambda answers: self._start(path, answers, panel))
        self.window.show_alone(panel)

    def close(self) -> None:
        """End all work; nothing is running when this returns."""
        self._end_first()
        stop_compiling()
        self.runner.close()

    @property
    def path(self) -> Path:
        """The workspace that is open, or is about to be."""
        return self._path

    def _start(self, path: Path, answers: "FirstStart", panel: "StartPanel") -> None:
        panel.show_making(True)

        def work(job: Job) -> "tuple[Opened, int]":
            from app.desk.opening import begin

            return begin(path, answers, job.report)

        def done(outcome: "tuple[Opened, int]") -> None:
            opened, member_id = outcome
            self._state.remember_on_duty(path, str(member_id))
            self._take(opened)

        def failed(error: Exception) -> None:
            panel.show_making(False)
            self.say_error(error)

        self.runner.run_job(_("Making the workspace"), work, done, failed=failed)

    def _let_go(self, path: Path) -> None:
        """Show no rows of another workspace while this one is being opened."""
        self._path = path
        if self.runner.is_open or self.runner.actor is not None:
            self.runner.detach()
            self.window.forget_pages()
        self.window.set_workspace("", str(path))
        self.window.foot.set_saved(None)
        self.window.set_people((), "")
        self.exchange.forget()
        self.window.set_undo("")
        self.window.set_redo("")

    def _end_first(self) -> None:
        first, self._first = self._first, None
        if first is not None:
            first.stop()

    def _take(self, opened: "Opened") -> None:
        """Show an open workspace."""
        path = opened.workspace.path
        shows_lines = self.runner.actor is not None
        self._end_first()
        self._state.remember_workspace(path)
        self.basics = opened.basics
        self.duty = OnDuty(opened.people, self._who(path, opened.people))
        self.runner.attach(opened.workspace, self.duty.member_id)
        self.window.set_workspace(path.stem, str(path))
        self._show_people()
        self._show_page()
        if not shows_lines:
            # Where first lines are shown already, the keys are where somebody put them.
            self.window.show_page(self.window.page_code, focus=True)
        self.opened.emit()

    def _show_page(self) -> None:
        self.window.end_alone()
        if not self.window.page_code:
            # What waits is what a person wants to see first, wherever they were yesterday.
            self.window.show_page("today", focus=True)

    def _refuse(self, path: Path, error: Exception) -> None:
        """Say in the window why a workspace could not be opened; nothing was touched."""
        from views.widgets import EmptyState

        self._end_first()
        known = as_known(error)
        if known is None:
            self.say_bug(error)
        sentence = str(known or _("The workspace could not be opened."))
        ask = self.window.requests.open_workspace.emit
        empty = EmptyState(sentence, _("Open another workspace…"), ask)
        self.window.set_workspace("", str(path))
        self.window.show_alone(empty)

    # Going to the page of leads

    def begin_import(self, files: Sequence[Path] = ()) -> None:
        """Show the import on the page of leads, with these files or to choose one."""
        self.window.show_page(
            "leads", focus=True, then=lambda: self.import_asked.emit(tuple(files))
        )

    def show_lead(self, lead_id: object) -> None:
        """Show a lead's own page, on the page of leads; leaving it goes back to where this was."""
        self._came_from, self._keys_before = self.window.page_code, QApplication.focusWidget()
        self.window.show_page("leads", focus=True, then=lambda: self.lead_asked.emit(lead_id))

    def go_back(self) -> None:
        """Show the page again from which a lead was asked for, with the keys where they were."""
        self.window.show_page(self._came_from, focus=True)
        # Somebody rang while a form was open: what is typed next goes on in it.
        give_back_focus(self._keys_before)

    # Who is on duty, and what the workspace counts by

    def put_on_duty(self, code: str) -> None:
        """Let another person take over."""
        self.duty = replace(self.duty, code=code)
        self._state.remember_on_duty(self._path, code)
        self.runner.put_on_duty(self.duty.member_id)
        self._show_people()
        self.basics_changed.emit()

    def _who(self, path: Path, people: "tuple[MemberRow, ...]") -> str:
        last = self._state.on_duty(path)
        person = person_on_duty(people, last)
        if person is None:
            return ""
        if str(person.id) != last and len(people) > 1:
            self.window.notices.show_notice(
                "info",
                _("You work as {name}.").format(name=person.name),
                action_text=_("Switch"),
                on_action=self.window.requests.choose_person.emit,
            )
        return str(person.id)

    def _show_people(self) -> None:
        self.window.set_people(self.duty.persons, self.duty.code)
        self.leader_on_duty.emit(self.duty.is_leader)
        self.editor_on_duty.emit(self.duty.why_not_define)

    def refresh_basics(self) -> None:
        """Ask anew who is on the team and what the workspace counts by."""

        def query(session: Any) -> "tuple[tuple[MemberRow, ...], BasicsRow]":
            from app.local_time import local_now
            from models.basics import basics
            from models.team.rows import team

            return team(session, active_only=True), basics(session, local_now().date())

        self.runner.read(query, self._take_basics, lane="basics")

    def _take_basics(self, found: "tuple[tuple[MemberRow, ...], BasicsRow]") -> None:
        people, self.basics = found
        self.duty = replace(self.duty, people=people)
        self._show_people()
        self.basics_changed.emit()

    def _hear_changes(self, topics: frozenset[Topic]) -> None:
        if topics & _BASICS_TOPICS:
            self.refresh_basics()

    # What the window says

    def say(self, kind: Any, sentence: str) -> None:
        """Show a notice."""
        self.window.notices.show_notice(kind, sentence)

    def say_error(self, error: Exception) -> None:
        """Say what went wrong; a bug comes with a report to copy."""
        known = as_known(error)
        if known is None:
            self.say_bug(error)
        else:
            self.say("error", str(known))

    def say_bug(self, error: BaseException) -> None:
        """Say that there is a bug; what was saved is safe."""
        from app.bugs import log_to_file, report_of

        log_to_file()
        sentence = _("Funneldesk met an error of its own ({kind}). What was saved is safe.").format(
            kind=type(error).__name__
        )
        self.offer_report("error", sentence, lambda: report_of(error))

    def offer_report(self, kind: Any, sentence: str, report: Callable[[], str]) -> None:
        """Show a notice with a report to copy, which is written when it is asked for."""
        self.window.notices.show_notice(
            kind,
            sentence,
            action_text=_("Copy the report"),
            on_action=lambda: QGuiApplication.clipboard().setText(report()),
        )

    def _hear_step(self, kind: str, label: str) -> None:
        words = _("Undone: {label}") if kind == "undo" else _("Done again: {label}")
        self.say("info", words.format(label=label))

    def _offer_partial_undo(self, error: "WorkedSinceError") -> None:
        self.window.notices.show_notice(
            "warning",
            str(error),
            action_text=_("Undo the rest"),
            on_action=lambda: self.runner.undo(leave_out_worked=True),
        )

    def _connect(self) -> None:
        window, runner = self.window, self.runner
        requests = window.requests
        requests.undo.connect(lambda: runner.undo() if runner.is_open else None)
        requests.redo.connect(lambda: runner.redo() if runner.is_open else None)
        requests.import_file.connect(self.begin_import)
        requests.person_chosen.connect(self.put_on_duty)
        requests.cancel_work.connect(runner.cancel_job)
        runner.changed.connect(self._hear_changes)
        runner.refused.connect(self.say_error)
        runner.worked_since.connect(self._offer_partial_undo)
        runner.steps.connect(self._show_steps)
        runner.stepped.connect(self._hear_step)
        runner.saved.connect(self._hear_saved)
        runner.progressed.connect(window.foot.show_work)
        runner.ended.connect(window.foot.end_work)
        self.bug_met.connect(self.say_bug)
        window.holds_open = self._hold_open

    def _hold_open(self) -> bool:
        """Keep the window while something is being saved; whoever closes it twice does not wait."""
        if self._closes_once_saved:
            return False
        self._closes_once_saved = self.runner.once_saved(self._close_if_saved)
        return self._closes_once_saved

    def _close_if_saved(self, all_well: bool) -> None:
        if all_well:
            self.window.close()
            return
        sentence = _(
            "Not everything could be saved, so the window stays open. Save it again, or close the "
            "window again to leave without it."
        )
        self.say("warning", sentence)

    def _hear_saved(self) -> None:
        self._closes_once_saved = False
        self.window.foot.set_saved(datetime.now().astimezone())

    def _show_steps(self, last: str, coming: str) -> None:
        self.window.set_undo(last)
        self.window.set_redo(coming)
