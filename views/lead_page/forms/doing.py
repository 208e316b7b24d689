"""Doing something with the lead that is shown: one form at a time, and the verb behind it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from models.clock import Clock
from models.errors import KnownError
from models.vocabulary import Status
from views.drafts import DraftStore, take_over
from views.lead_page.forms import actions, deal_forms
from views.lead_page.forms.cadence_form import cadence_form
from views.lead_page.forms.form import ActionForm, FormSpec
from views.lead_page.reading import LeadShown
from views.runner import Runner

if TYPE_CHECKING:
    from models.deals.dealing import DealRow
    from models.ids import MemberId


class Doing(QObject):
    """Opens the form of what is to be done, and carries it out in the background."""

    opened = Signal()
    """Emitted when a form asks for something."""
    ended = Signal()
    """Emitted when the form is gone: what it asked for is done, or it was left."""
    said = Signal(str, str)
    """Emitted with the kind and the sentence of something the window should say."""

    def __init__(
        self,
        runner: Runner,
        on_duty: "Callable[[], MemberId | None]",
        drafts: DraftStore,
        clock: Clock,
    ) -> None:
        super().__init__()
        self._runner = runner
        self._on_duty = on_duty
        self._drafts = drafts
        self._clock = clock
        self._shown: LeadShown | None = None
        self._sent: FormSpec | None = None
        self.form = ActionForm(drafts)
        self.form.sent.connect(self._send)
        self.form.left.connect(self._leave)

    def show_lead(self, shown: LeadShown) -> None:
        """Act on this lead from now on, also with what was typed about those merged into it."""
        take_over(self._drafts, self._on_duty(), shown.detail.id, shown.detail.merged)
        self._shown = shown

    def forget(self) -> None:
        """Act on no lead until the next one is here."""
        self._shown = None
        self.form.close_form()

    def correct_move(self) -> None:
        """Ask why the latest move was a mistake."""
        self._ask(actions.correction_form)

    def log_touch(self) -> None:
        """Ask for a contact attempt."""
        self._ask(actions.touch_form)

    def record_interest(self) -> None:
        """Ask for what the lead did."""
        self._ask(lambda shown: actions.interest_form(shown, self._today()))

    def add_task(self) -> None:
        """Ask for something to do."""
        self._ask(lambda shown: actions.task_form(shown, self._clock()))

    def add_note(self) -> None:
        """Ask for a note."""
        self._ask(actions.note_form)

    def close_lead(self, status: Status) -> None:
        """Ask why a lead is disqualified, lost, or sent to nurture."""
        self._ask(lambda shown: actions.closing_form(shown, status, self._today()))

    def block(self) -> None:
        """Ask through which medium the person does not want to be reached."""
        self._ask(actions.block_form)

    def lift(self, medium: str) -> None:
        """Ask who said that a medium is fine again."""
        self._ask(lambda shown: actions.lift_form(shown, medium))

    def add_who_decides(self) -> None:
        """Ask for the contact who decides, and for the company where none is known."""
        self._ask(
            lambda shown: actions.decider_form(
                lead_id=shown.detail.id, asks_company=shown.detail.company is None
            )
        )

    def deal(self, code: str, row: "DealRow | None") -> None:
        """Ask about a deal: to `open` one, `edit` it, or for the day it was `won` or `lost`."""

        def make(shown: LeadShown) -> FormSpec | None:
            page, today = shown.page, self._today()
            if page is None:
                return None
            if row is None:
                company = shown.detail.company
                name = shown.detail.name if company is None else company.name
                return deal_forms.open_form(shown.detail.id, name, page.currency, today)
            digits = page.currency_digits.get(row.currency, 2)
            if code == "won":
                return deal_forms.win_form(row, digits, today)
            if code == "lost":
                return deal_forms.lose_form(row, page.reasons, today)
            return deal_forms.edit_form(row, digits, today)

        self._ask(make)

    def change_cadence(self) -> None:
        """Ask which cadence the lead enters, or what is done about the one it is in."""

        def make(shown: LeadShown) -> FormSpec | None:
            page = shown.page
            if page is None or (not page.cadences and page.run is None):
                return None
            return cadence_form(shown.detail.id, page.run, page.cadences, self._clock())

        self._ask(make)

    def set_grade(self) -> None:
        """Ask for a grade by hand."""
        self._ask(actions.grade_form)

    def clear_grade(self) -> None:
        """Let the rules say the grade again."""
        shown = self._shown
        if shown is None:
            return

        def operation(session: Any) -> object:
            from models.scoring.overriding import clear_grade_override

            return clear_grade_override(session, shown.detail.id)

        self._runner.change(operation, failed=self.say)

    def reopen(self) -> None:
        """Work on the lead again."""
        shown = self._shown
        if shown is None:
            return

        def operation(session: Any) -> object:
            from models.leads.stages.closing import reopen

            return reopen(session, shown.detail.id)

        self._runner.change(operation, failed=self.say)

    def say(self, error: Exception) -> None:
        """Let the window say what was refused; what is no refusal is a bug."""
        if not isinstance(error, KnownError):
            raise error
        self.said.emit("error", str(error))

    def _ask(self, make: Callable[[LeadShown], FormSpec | None]) -> None:
        spec = None if self._shown is None else make(self._shown)
        if spec is not None:
            lead_id = None if self._shown is None else self._shown.detail.id
            self.form.open_form(replace(spec, about=f"{self._on_duty() or 0}/{lead_id}"))
            self.opened.emit()

    def _send(self, spec: FormSpec) -> None:
        if spec is self._sent:
            # A second Enter, while the first is on its way.
            return
        self._sent = spec

        def done(_result: object) -> None:
            self._sent = None
            is_shown = self.form.spec is spec
            self.form.finish(spec)
            if is_shown:
                self.ended.emit()

        def refused(error: Exception) -> None:
            self._sent = None
            if self.form.spec is spec and isinstance(error, KnownError):
                self.form.show_refusal(error)
            else:
                self.say(error)

        self._runner.change(spec.operation(self.form.values()), done, failed=refused)

    def _leave(self) -> None:
        self.form.close_form()
        self.ended.emit()

    def _today(self) -> date:
        return self._clock().astimezone().date()
