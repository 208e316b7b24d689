"""The panel beside the list: one lead's head and next step, and the way into its page."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget
from shiboken6 import isValid

from models.clock import Clock, utc_now
from models.errors import KnownError
from models.language import gettext as _
from models.topics import Topic
from models.vocabulary import CriterionState, label
from views.lead_page.parts.next_step import NextStep
from views.lead_page.parts.stage import show_stage
from views.lead_page.reading import LeadShown, read_head
from views.lead_page.words import clock_words
from views.leads.stage_mover import StageMover
from views.news import News
from views.runner import Runner
from views.theme import current_theme
from views.widgets import KeyHint, PlainLabel, Sign, empty_layout, make_button, make_line

if TYPE_CHECKING:
    from models.ids import LeadId
    from models.leads.detail import LeadDetail

_TOPICS: Final = frozenset(Topic) - {Topic.SCENARIOS, Topic.SETTINGS, Topic.VIEWS}


class LeadPanel(QWidget):
    """Shows one lead at a time and reads it again when something about leads changes."""

    named = Signal(str)
    """Emitted with the name of the lead that is shown now."""
    gone = Signal()
    """Emitted when the lead that was shown does not exist any more."""
    said = Signal(str, str)
    """Emitted with the kind and the sentence of something the window should say."""
    page_asked = Signal(object)
    """Emitted with the id of the lead whose page is wanted."""

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
        self.clock = PlainLabel(tone="warning", wrap=True)
        self.reach = PlainLabel(wrap=True, selectable=True)
        self.mover = StageMover(runner)
        self.next = NextStep(runner)
        self.next.refused.connect(self._say)
        self.next.meeting_asked.connect(lambda _id: self._ask_for_page())
        self.page_button = make_button(_("Open the page"), self._ask_for_page)
        self._wishes = QVBoxLayout()
        self._wishes.setSpacing(theme.space(0.5))
        foot = QHBoxLayout()
        foot.setSpacing(theme.space())
        foot.addWidget(self.page_button)
        foot.addWidget(KeyHint("Return"))
        foot.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, theme.space(0.5), 0)
        column.setSpacing(theme.space(1.5))
        for widget in (self.company, self.summary, self.clock, self.reach):
            column.addWidget(widget)
        column.addLayout(self._wishes)
        column.addWidget(self.mover)
        column.addWidget(make_line())
        column.addWidget(PlainLabel(_("Next"), weight="semibold"))
        column.addWidget(self.next)
        column.addLayout(foot)
        column.addStretch(1)
        self.setFocusProxy(self.mover.button)
        self._news = News(self, runner, _TOPICS)
        self._news.came.connect(self.reload)

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
        self._news.forget()
        lead_id, now = self._lead_id, self._clock()
        if lead_id is not None:
            self._runner.read(
                lambda session: read_head(session, lead_id, now),
                self._show,
                failed=self._fail,
                lane="panel of a lead",
            )

    def _ask_for_page(self) -> None:
        if self._lead_id is not None:
            self.page_asked.emit(self._lead_id)

    def _fail(self, error: Exception) -> None:
        if not isinstance(error, KnownError):
            raise error
        self._shown = None
        self._lead_id = None
        if isValid(self):
            self.gone.emit()

    def _say(self, error: Exception) -> None:
        if not isinstance(error, KnownError):
            raise error
        self.said.emit("error", str(error))

    def _show(self, shown: LeadShown) -> None:
        if not isValid(self):
            # Closed while it was being read.
            return
        another = self._shown is None or self._shown.detail.id != shown.detail.id
        self._shown = shown
        detail = shown.detail
        self.named.emit(detail.name)
        company = "" if detail.company is None else detail.company.name
        role = "" if detail.contact is None else detail.contact.job_title
        self.company.say(", ".join(part for part in (role, company) if part))
        self.summary.say(_summary(shown))
        clock = clock_words(shown.handoff)
        self.clock.say("" if clock is None else clock[0])
        contact = detail.contact
        reach = () if contact is None else (contact.phone, contact.mobile, contact.email)
        self.reach.say("\n".join(part for part in reach if part))
        self._show_wishes(detail)
        show_stage(self.mover, shown, self._clock(), is_leader=self._is_leader)
        self.next.show_lead(shown, self._clock())
        if another:
            _scroll_up(self)
        if self._asks_for_stage:
            self._asks_for_stage = False
            self.mover.open_menu()

    def _show_wishes(self, detail: "LeadDetail") -> None:
        empty_layout(self._wishes)
        for wish in detail.do_not_contact:
            self._wishes.addWidget(_Wish(label(wish.medium), wish.source))


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


def _summary(shown: LeadShown) -> str:
    """Return status, grade, owner, channel and how far it is qualified, in one line."""
    detail = shown.detail
    confirmed = sum(one.state == CriterionState.CONFIRMED for one in detail.answers)
    parts = (
        label(detail.status),
        _("{grade}, by hand").format(grade=shown.score.grade)
        if shown.score.override
        else _("Grade {grade}").format(grade=shown.score.grade),
        detail.owner or _("nobody's"),
        detail.channel,
        _("qualified {count} of {all}").format(count=confirmed, all=len(detail.answers)),
    )
    return "  ·  ".join(part for part in parts if part)


def _scroll_up(widget: QWidget) -> None:
    """Show the beginning of what a widget is scrolled in."""
    around = widget.parentWidget()
    while around is not None and not isinstance(around, QScrollArea):
        around = around.parentWidget()
    if around is not None:
        around.verticalScrollBar().setValue(0)
