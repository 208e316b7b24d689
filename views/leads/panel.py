"""The panel of one lead: head, stage, what is known, history."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from models.clock import Clock, utc_now
from models.errors import KnownError
from models.language import gettext as _
from models.topics import Topic
from models.vocabulary import CriterionState, Status, label
from views.leads.facts import (
    Answers,
    Fact,
    FactList,
    company_facts,
    deal_facts,
    event_facts,
    lead_facts,
    person_facts,
)
from views.leads.history_list import HistoryList
from views.leads.stage_mover import StageMover, StageOption
from views.leads.wording import short_moment
from views.runner import Runner
from views.theme import current_theme
from views.widgets import PlainLabel, Sign, make_line

if TYPE_CHECKING:
    from models.history.timeline import HistoryRow
    from models.ids import LeadId
    from models.leads.detail import LeadDetail

_TOPICS: Final = frozenset(Topic) - {Topic.SCENARIOS, Topic.SETTINGS}


@dataclass(frozen=True, slots=True)
class LeadShown:
    """All that the panel shows of a lead."""

    detail: "LeadDetail"
    history: "Sequence[HistoryRow]"
    stages: tuple[StageOption, ...]
    currency_digits: dict[str, int]


def read_lead(session: Any, lead_id: "LeadId") -> LeadShown:
    """Read what the panel shows."""
    from models.definitions.current import stages
    from models.history.timeline import history_of_lead
    from models.leads.detail import lead_detail
    from models.money import minor_digits

    detail = lead_detail(session, lead_id)
    return LeadShown(
        detail,
        history_of_lead(session, lead_id),
        tuple(StageOption(stage.id, stage.name) for stage in stages(session)),
        {deal.currency: minor_digits(deal.currency) for deal in detail.deals},
    )


class LeadPanel(QWidget):
    """Shows one lead at a time and reads it again when something about leads changes."""

    named = Signal(str)
    """Emitted with the name of the lead that is shown now."""
    gone = Signal()
    """Emitted when the lead that was shown does not exist any more."""
    said = Signal(str, str)
    """Emitted with the kind and the sentence of something the window should say."""

    def __init__(self, runner: Runner, *, clock: Clock = utc_now) -> None:
        super().__init__()
        theme = current_theme()
        self._runner = runner
        self._clock = clock
        self._lead_id: LeadId | None = None
        self._shown: LeadShown | None = None
        self._is_leader = False
        self._asks_for_stage = False
        self.company = PlainLabel(tone="muted", wrap=True, selectable=True)
        self.summary = PlainLabel(tone="muted", wrap=True)
        self.mover = StageMover(runner)
        self.mover.moved.connect(self.reload)
        self._known = QVBoxLayout()
        self._known.setSpacing(theme.space(2))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, theme.space(0.5), 0)
        column.setSpacing(theme.space(1.5))
        column.addWidget(self.company)
        column.addWidget(self.summary)
        column.addWidget(self.mover)
        column.addLayout(self._known)
        column.addStretch(1)
        self.setFocusProxy(self.mover.button)
        runner.changed.connect(self._on_change)

    @property
    def shown(self) -> LeadShown | None:
        """What is shown now."""
        return self._shown

    def set_leader(self, is_leader: bool) -> None:
        """Offer to move past a gate, which only leaders may."""
        self._is_leader = is_leader
        if self._shown is not None:
            self._show(self._shown)

    def show_lead(self, lead_id: "LeadId") -> None:
        """Show a lead; what is shown stays until the other one is here."""
        self._lead_id = lead_id
        self.reload()

    def ask_for_stage(self) -> None:
        """Open the menu of stages, as soon as the lead is here."""
        if self._shown is not None and self._shown.detail.id == self._lead_id:
            self.mover.open_menu()
        else:
            self._asks_for_stage = True

    def reload(self) -> None:
        """Read the lead that is shown again."""
        lead_id = self._lead_id
        if lead_id is not None:
            self._runner.read(
                lambda session: read_lead(session, lead_id),
                self._show,
                failed=self._fail,
                lane="panel of a lead",
            )

    def _on_change(self, topics: frozenset[Topic]) -> None:
        if self.isVisible() and topics & _TOPICS:
            self.reload()

    def _fail(self, error: Exception) -> None:
        if not isinstance(error, KnownError):
            raise error
        self._shown = None
        self._lead_id = None
        self.gone.emit()

    def _show(self, shown: LeadShown) -> None:
        another = self._shown is None or self._shown.detail.id != shown.detail.id
        self._shown = shown
        detail = shown.detail
        self.named.emit(detail.name)
        company = "" if detail.company is None else detail.company.name
        role = "" if detail.contact is None else detail.contact.job_title
        self.company.setText(", ".join(part for part in (role, company) if part))
        self.company.setVisible(bool(self.company.text()))
        self.summary.setText(_summary(detail))
        self._show_stage(shown)
        self._show_known(shown)
        if another:
            _scroll_up(self)
        if self._asks_for_stage:
            self._asks_for_stage = False
            self.mover.open_menu()

    def _show_stage(self, shown: LeadShown) -> None:
        detail = shown.detail
        words = detail.stage
        if detail.moved_at is not None:
            since = short_moment(detail.moved_at, self._clock())
            words = _("{stage} since {day}").format(stage=detail.stage, day=since)
        is_open = detail.status == Status.OPEN
        if not is_open:
            words = _("{stage}. {status}, so it moves no further.").format(
                stage=words, status=label(detail.status)
            )
        self.mover.show_lead(
            detail.id,
            detail.stage_id,
            shown.stages,
            words=words,
            movable=is_open,
            is_leader=self._is_leader,
        )

    def _show_known(self, shown: LeadShown) -> None:
        while (item := self._known.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        detail, today = shown.detail, self._clock().astimezone().date()
        for wish in detail.do_not_contact:
            self._known.addWidget(_Wish(label(wish.medium), wish.source))
        confirmed = sum(one.state == CriterionState.CONFIRMED for one in detail.answers)
        aside = _("{count} of {all}").format(count=confirmed, all=len(detail.answers))
        self._section(_("Qualification"), lambda: Answers(detail.answers), aside)
        self._facts(_("Deal"), deal_facts(detail, shown.currency_digits, today))
        self._facts(_("Person"), person_facts(detail))
        self._facts(_("Company"), company_facts(detail))
        self._facts(_("Lead"), lead_facts(detail, today))
        self._facts(_("Interest and touches"), event_facts(detail, today))
        if shown.history:
            self._section(_("History"), lambda: HistoryList(shown.history, today))

    def _facts(self, title: str, facts: list[Fact]) -> None:
        known = [fact for fact in facts if fact[1]]
        if known:
            self._section(title, lambda: FactList(known))

    def _section(self, title: str, make: Callable[[], QWidget], aside: str = "") -> None:
        theme = current_theme()
        section = QWidget()
        column = QVBoxLayout(section)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space())
        column.addWidget(make_line())
        head = QHBoxLayout()
        head.addWidget(PlainLabel(title, weight="semibold"), 1)
        head.addWidget(PlainLabel(aside, tone="muted", tabular=True))
        column.addLayout(head)
        column.addWidget(make())
        self._known.addWidget(section)


class _Wish(QFrame):
    """A medium through which the person does not want to be reached."""

    def __init__(self, medium: str, source: str) -> None:
        super().__init__()
        self.setProperty("ground", "danger")
        theme = current_theme()
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.space(), theme.space(0.5), theme.space(), theme.space(0.5))
        row.setSpacing(theme.space())
        row.addWidget(Sign("warning-octagon", "danger.text"), 0, Qt.AlignmentFlag.AlignTop)
        words = _("Do not contact: {medium} ({source})").format(medium=medium, source=source)
        row.addWidget(PlainLabel(words, wrap=True), 1)


def _summary(detail: "LeadDetail") -> str:
    """Return status, owner and channel in one line."""
    owner = detail.owner or _("nobody's")
    parts = (label(detail.status), owner, detail.channel)
    return "  ·  ".join(part for part in parts if part)


def _scroll_up(widget: QWidget) -> None:
    """Show the beginning of what a widget is scrolled in."""
    around = widget.parentWidget()
    while around is not None and not isinstance(around, QScrollArea):
        around = around.parentWidget()
    if around is not None:
        around.verticalScrollBar().setValue(0)
