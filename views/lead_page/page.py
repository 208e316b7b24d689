"""The page of one lead: who, why now, what is missing, what next; the rest below in two columns."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from models.clock import Clock, utc_now
from models.errors import KnownError
from models.language import gettext as _
from models.topics import Topic
from models.vocabulary import Status
from views.drafts import DraftStore, PassingDrafts
from views.lead_page.acts import enable_for, fill_bar, page_actions
from views.lead_page.beside import Beside
from views.lead_page.body import PageBody
from views.lead_page.facts.groups import Facts
from views.lead_page.facts.specs import company_specs, lead_specs, person_specs
from views.lead_page.forms.doing import Doing
from views.lead_page.parts.happened import Happened
from views.lead_page.parts.head import LeadHead
from views.lead_page.parts.next_step import NextStep
from views.lead_page.parts.qualification import Qualification
from views.lead_page.parts.stage import show_stage
from views.lead_page.parts.timeline import Timeline
from views.lead_page.reading import (
    LeadShown,
    WorthShown,
    read_chances,
    read_page,
    read_worth,
)
from views.leads.stage_mover import StageMover
from views.news import News
from views.runner import Runner
from views.theme import current_theme
from views.widgets import make_button
from views.widgets.tab_order import order_tabs

if TYPE_CHECKING:
    from models.ids import LeadId, MemberId

_TOPICS: Final = frozenset(Topic) - {Topic.SCENARIOS, Topic.VIEWS}
_WORTH_TOPICS: Final = frozenset({Topic.STAGE_MOVES, Topic.DEALS, Topic.SETTINGS, Topic.LEADS})


class LeadPage(QWidget):
    """Shows one lead at a time in place of the list; Escape goes back."""

    left = Signal()
    """Emitted when the person goes back to where the lead was opened from."""
    said = Signal(str, str)
    """Emitted with the kind and the sentence of something the window should say."""

    def __init__(
        self,
        runner: Runner,
        on_duty: "Callable[[], MemberId | None]",
        *,
        drafts: DraftStore | None = None,
        clock: Clock = utc_now,
    ) -> None:
        super().__init__()
        self.setProperty("ground", "canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._runner = runner
        self._on_duty = on_duty
        self._clock = clock
        self._lead_id: LeadId | None = None
        self._is_leader = False
        self._news = News(self, runner, _TOPICS)
        self.shown: LeadShown | None = None
        self.back_button = make_button(
            _("Back"),
            self.left.emit,
            kind="quiet",
            icon_name="arrow-u-up-left",
            tip=_("Back (Esc)"),
        )
        self.head = LeadHead()
        self.mover = StageMover(runner)
        self.next = NextStep(runner)
        self.doing = Doing(runner, on_duty, drafts or PassingDrafts(), clock)
        self.form = self.doing.form
        self.qualification = Qualification(runner)
        self.person = Facts(runner, _("Person"))
        self.at_company = Facts(runner, _("Company"))
        self.lead = Facts(runner, _("Lead"))
        self.happened = Happened()
        self.timeline = Timeline(runner)
        self._actions = page_actions(self, self._works())
        self._lay_out()
        self._connect()

    def take_keys(self) -> None:
        """Begin with the qualification, where letters do what their buttons do."""
        self.qualification.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_leader(self, is_leader: bool) -> None:
        """Offer to move past a gate, which only leaders may."""
        self._is_leader = is_leader
        if self.shown is not None:
            self._show_stage(self.shown)

    def show_lead(self, lead_id: "LeadId") -> None:
        """Show a lead; another one that was shown gives way when this one is here."""
        if lead_id != self._lead_id:
            self.doing.forget()
            self.side.close_panel()
        self._lead_id = lead_id
        self._news.forget()
        self.reload()
        self._read_worth()

    def reload(self) -> None:
        """Read the lead that is shown again."""
        lead_id, now = self._lead_id, self._clock()
        if lead_id is not None:
            self._runner.read(
                lambda session: read_page(session, lead_id, now),
                self._show,
                failed=self._fail,
                lane="page of a lead",
            )

    def open_company(self) -> None:
        """Open the lead's company beside it."""
        company = None if self.shown is None else self.shown.detail.company
        if company is not None:
            self.side.open_company(company.id, company.name)

    # Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back on Escape; letters do what their buttons do."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        plain = event.modifiers() in {
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        }
        action = self._actions.get(event.text().upper()) if plain else None
        if action is not None:
            action.trigger()
        elif not plain or not self.qualification.take_key(event):
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Offer what can be done here by its words."""
        super().showEvent(event)
        self._offer_actions(offered=True)

    def hideEvent(self, event: QHideEvent) -> None:
        """Offer nothing that acts on a lead that is out of sight."""
        super().hideEvent(event)
        self._offer_actions(offered=False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Put the columns below each other where there is no room for two."""
        if event.type() == QEvent.Type.Resize and watched is self.area.viewport():
            self.body.fit(self.area.viewport().width())
        return super().eventFilter(watched, event)

    # Inside

    def _works(self) -> dict[str, Callable[[], object]]:
        """Return what each key does."""
        doing = self.doing
        return {
            "B": self._book,
            "K": self._open_meeting,
            "M": self._move,
            "Z": doing.correct_move,
            "T": doing.log_touch,
            "A": doing.add_task,
            "J": doing.change_cadence,
            "I": doing.record_interest,
            "N": doing.add_note,
            "D": lambda: doing.close_lead(Status.DISQUALIFIED),
            "R": lambda: doing.close_lead(Status.NURTURE),
            "L": lambda: doing.close_lead(Status.LOST),
            "Y": lambda: doing.deal("open", None),
            "P": doing.reopen,
            "X": doing.block,
            "W": doing.add_who_decides,
            "O": self.open_company,
            "G": self.head.toggle_reasons,
            "V": self.head.toggle_worth,
            "Q": self.head.toggle_chances,
            "H": self.timeline.kinds.showPopup,
            "E": self._edit,
        }

    def _offer_actions(self, *, offered: bool) -> None:
        for action in self._actions.values():
            action.setVisible(offered)

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setSpacing(current_theme().space(0.5))
        bar.addWidget(self.back_button)
        bar.addStretch(1)
        spare = fill_bar(bar, self._actions)
        left = (self.qualification, self.lead, self.person, self.at_company)
        right = (self.happened, self.timeline)
        self.body = PageBody(
            bar, self.head, self.next, self.mover, self.form, (left, right), spare=spare
        )
        self.side = Beside(self.body, self._runner, self._on_duty, self._clock)
        self.area = self.side.area
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(self.side)
        self.area.viewport().installEventFilter(self)

    def _connect(self) -> None:
        self.mover.let_go.connect(self.take_keys)
        self.next.refused.connect(self.doing.say)
        self.doing.said.connect(self.said)
        self.doing.opened.connect(self._show_form)
        self.doing.ended.connect(self.take_keys)
        self.head.company_asked.connect(self.open_company)
        self.head.grade_asked.connect(self.doing.set_grade)
        self.head.grade_cleared.connect(self.doing.clear_grade)
        self.head.lift_asked.connect(self.doing.lift)
        self.qualification.decider_asked.connect(self.doing.add_who_decides)
        self.qualification.outdated.connect(self.reload)
        self.happened.lead_asked.connect(self.show_lead)
        self.happened.appointments.asked.connect(self.side.open_meeting)
        self.happened.deals.asked.connect(self.doing.deal)
        self.happened.stages.correct_asked.connect(self.doing.correct_move)
        self.next.meeting_asked.connect(self.side.open_meeting)
        self.side.said.connect(self.said)
        self.side.lead_asked.connect(self.show_lead)
        for facts in (self.person, self.at_company, self.lead):
            facts.left.connect(self.take_keys)
        self._news.came.connect(self._read_again)

    def _read_again(self, topics: frozenset[Topic]) -> None:
        self.reload()
        if topics & _WORTH_TOPICS:
            self._read_worth()

    def _read_worth(self) -> None:
        lead_id = self._lead_id
        if lead_id is None:
            return

        def then(worth: WorthShown) -> None:
            if lead_id == self._lead_id:
                self.head.show_worth(worth)

        self._runner.read(
            lambda session: read_worth(session, lead_id),
            then,
            failed=lambda _error: self.head.show_worth(None),
            lane="worth of a lead",
        )
        self._runner.read(
            lambda session: read_chances(session, lead_id),
            lambda words: self.head.show_chances(words) if lead_id == self._lead_id else None,
            failed=lambda _error: self.head.show_chances(None),
            lane="chances of a lead",
        )

    def _fail(self, error: Exception) -> None:
        if not isinstance(error, KnownError):
            raise error
        self._lead_id = None
        gone = _("This lead is not here any more: it was merged with another, or taken back.")
        parts = (self.qualification, self.lead, self.person, self.at_company)
        if self.form.is_typed_in or any(one.edited for one in parts):
            kept = _("What you typed still stands on its page; copy what you need of it.")
            self.said.emit("warning", f"{gone} {kept}")
            return
        self.shown = None
        self.said.emit("info", gone)
        self.left.emit()

    def _show(self, shown: LeadShown) -> None:
        if shown.detail.id != self._lead_id or shown.page is None:
            return
        another = self.shown is None or self.shown.detail.id != shown.detail.id
        self.shown = shown
        self.doing.show_lead(shown)
        now, today = self._clock(), self._today()
        detail = shown.detail
        if another:
            self.head.fold()
        self.head.show_lead(shown, now)
        self.next.show_lead(shown, now)
        self._show_stage(shown)
        self.qualification.show_lead(shown, now, another=another)
        self.lead.show_facts(lead_specs(detail, shown.page.options), another=another)
        person = [] if detail.contact is None else person_specs(detail.contact)
        self.person.show_facts(person, another=another)
        company = detail.company
        specs = [] if company is None else company_specs(company, detail.company_custom)
        self.at_company.show_facts(specs, another=another)
        self.happened.show_lead(shown, today, another=another)
        self.timeline.show_lead(detail.id, today)
        enable_for(
            self._actions,
            detail,
            has_meetings=bool(shown.page.appointments),
            was_moved=shown.page.correctable is not None,
        )
        order_tabs(self)
        if another:
            self.area.verticalScrollBar().setValue(0)

    def _show_stage(self, shown: LeadShown) -> None:
        show_stage(self.mover, shown, self._clock(), is_leader=self._is_leader)

    def _today(self) -> date:
        return self._clock().astimezone().date()

    def _show_form(self) -> None:
        order_tabs(self)
        self.area.ensureWidgetVisible(self.form)

    def _move(self) -> None:
        # Its menu opens below the button, wherever that was scrolled to.
        self.area.ensureWidgetVisible(self.mover)
        self.mover.open_menu()

    def _edit(self) -> None:
        for facts in (self.lead, self.person):
            for row in facts.rows:
                if not row.isHidden():
                    row.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
                    return

    def _book(self) -> None:
        if self.shown is not None:
            self.side.book(self.shown.detail.id)

    def _open_meeting(self) -> None:
        page = None if self.shown is None else self.shown.page
        if page is not None and page.appointments:
            self.side.open_meeting(page.appointments[0].id)
