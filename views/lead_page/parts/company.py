"""The panel of a company: its people and their part, who of us talks to whom, what is open."""

from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from models.clock import Clock
from models.errors import KnownError
from models.language import gettext as _
from models.topics import Topic
from models.vocabulary import label
from views.lead_page.facts.fact import FactRow
from views.lead_page.facts.groups import Facts
from views.lead_page.facts.specs import company_specs, part_spec
from views.lead_page.forms.actions import decider_form
from views.lead_page.forms.form import ActionForm, FormSpec
from views.lead_page.parts.section import Section
from views.leads.wording import short_moment
from views.news import News
from views.runner import Runner
from views.theme import current_theme
from views.widgets import PlainLabel, Sign, empty_layout, make_button
from views.widgets.tab_order import order_tabs

if TYPE_CHECKING:
    from models.companies.account import ColleagueRow, CompanyContact, CompanyDetail
    from models.ids import CompanyId

_TOPICS: Final = frozenset(
    {Topic.LEADS, Topic.STAGE_MOVES, Topic.TOUCHES, Topic.DEALS, Topic.TEAM, Topic.DEFINITIONS}
)


class CompanyPanel(QWidget):
    """One company beside the lead that it was opened from."""

    named = Signal(str)
    gone = Signal()
    lead_asked = Signal(object)
    """Emitted with the id of a lead that a person wants to see."""

    def __init__(self, runner: Runner, clock: Clock) -> None:
        super().__init__()
        theme = current_theme()
        self._runner = runner
        self._clock = clock
        self._company_id: CompanyId | None = None
        self.shown: CompanyDetail | None = None
        self.client = _SignLine("check-circle", "success.text", _("A client already"))
        self.decider_button = make_button(
            _("Add the contact who decides"), self.ask_who_decides, icon_name="plus"
        )
        self.form = ActionForm()
        self.form.sent.connect(self._send)
        self.form.left.connect(self._leave)
        self.people = Section(_("Contacts"))
        self._people = QVBoxLayout()
        self._people.setSpacing(theme.space(1.5))
        self.people.column.addLayout(self._people)
        self.leads = Section(_("Leads, open or in nurture"))
        self._leads = QVBoxLayout()
        self._leads.setSpacing(theme.space(0.5))
        self.leads.column.addLayout(self._leads)
        self.facts = Facts(runner, _("Company"))
        self.facts.left.connect(self._leave)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, theme.space(0.5), 0)
        column.setSpacing(theme.space(1.5))
        column.addWidget(self.client)
        column.addWidget(self.decider_button, 0, Qt.AlignmentFlag.AlignLeft)
        for widget in (self.form, self.people, self.leads, self.facts):
            column.addWidget(widget)
        column.addStretch(1)
        self.setFocusProxy(self.decider_button)
        self._parts: dict[int, FactRow] = {}
        self._news = News(self, runner, _TOPICS)
        self._news.came.connect(self.reload)

    def show_company(self, company_id: "CompanyId") -> None:
        """Show a company; what is shown stays until the other one is here."""
        if company_id != self._company_id:
            self.form.close_form()
        self._company_id = company_id
        self.reload()

    def reload(self) -> None:
        """Read the company that is shown again."""
        self._news.forget()
        company_id = self._company_id
        if company_id is None:
            return

        def query(session: Any) -> "CompanyDetail":
            from models.companies.account import company_detail

            return company_detail(session, company_id)

        self._runner.read(query, self._show, failed=self._fail, lane="panel of a company")

    def ask_who_decides(self) -> None:
        """Ask for the contact who decides, in one form."""
        if self._company_id is not None:
            spec = decider_form(company_id=self._company_id)
            self.form.open_form(replace(spec, about=self._company_id))

    def _fail(self, error: Exception) -> None:
        if not isinstance(error, KnownError):
            raise error
        if isValid(self):
            self.gone.emit()

    def _show(self, shown: "CompanyDetail") -> None:
        if shown.facts.id != self._company_id or not isValid(self):
            # Closed meanwhile, or about another company.
            return
        another = self.shown is None or self.shown.facts.id != shown.facts.id
        self.shown = shown
        self.named.emit(shown.facts.name)
        self.client.setVisible(shown.facts.is_client)
        self._show_people(shown)
        self._show_leads(shown)
        self.facts.show_facts(company_specs(shown.facts, shown.custom), another=another)
        order_tabs(self)

    def _show_people(self, shown: "CompanyDetail") -> None:
        now = self._clock()
        known = {one.id for one in shown.contacts}
        in_order = [int(one.id) for one in shown.contacts] == list(self._parts)
        if in_order and any(row.edited for row in self._parts.values()):
            return
        empty_layout(self._people)
        self._parts = {}
        for contact in shown.contacts:
            self._people.addWidget(self._person(contact, now))
        count = f"{len(known)}+" if shown.more_contacts else str(len(known))
        self.people.aside.setText(count)

    def _person(self, contact: "CompanyContact", now: datetime) -> QWidget:
        theme = current_theme()
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(0.25))
        who = ", ".join(part for part in (contact.name, contact.job_title) if part)
        column.addWidget(PlainLabel(who or _("No name"), weight="medium", wrap=True))
        reach = "  ·  ".join(part for part in (contact.email, contact.phone) if part)
        if reach:
            line = PlainLabel(reach, tone="muted", wrap=True, selectable=True)
            line.setMinimumWidth(1)
            column.addWidget(line)
        part = FactRow(
            self._runner, part_spec(contact.id, contact.part_in_decision, _("Part in decision"))
        )
        part.field.setAccessibleName(_("Part of {name} in the decision").format(name=contact.name))
        part.left.connect(self._leave)
        self._parts[int(contact.id)] = part
        column.addWidget(part)
        if contact.blocked:
            media = ", ".join(label(medium) for medium in contact.blocked)
            words = _("Do not contact: {media}").format(media=media)
            column.addWidget(_SignLine("warning-octagon", "danger.text", words))
        for colleague in contact.colleagues:
            column.addWidget(_SignLine("user", "muted", _talk_words(colleague, now)))
        if not contact.colleagues:
            column.addWidget(PlainLabel(_("Nobody of us talks to them."), tone="muted", wrap=True))
        return box

    def _show_leads(self, shown: "CompanyDetail") -> None:
        empty_layout(self._leads)
        for lead in shown.leads:
            line = QWidget()
            row = QHBoxLayout(line)
            row.setContentsMargins(0, 0, 0, 0)
            words = "  ·  ".join(
                (lead.name, lead.stage, label(lead.status), lead.owner or _("nobody's"))
            )
            row.addWidget(PlainLabel(words, wrap=True), 1)
            button = make_button(_("Open"), partial(self.lead_asked.emit, lead.id))
            button.setAccessibleName(_("Open {name}").format(name=lead.name))
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
            self._leads.addWidget(line)
        self.leads.aside.setText(str(len(shown.leads)))
        self.leads.setVisible(bool(shown.leads))

    def _send(self, spec: FormSpec) -> None:
        def done(_result: object) -> None:
            if not isValid(self):
                return
            self.form.finish(spec)
            self._leave()

        self._runner.change(spec.operation(self.form.values()), done, failed=self._refused)

    def _refused(self, error: Exception) -> None:
        if not isinstance(error, KnownError):
            raise error
        if isValid(self):
            self.form.show_refusal(error)

    def _leave(self) -> None:
        self.form.close_form()
        self.decider_button.setFocus(Qt.FocusReason.OtherFocusReason)


class _SignLine(QWidget):
    """A sign with words beside it."""

    def __init__(self, sign: str, colour: str, words: str) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(current_theme().space())
        row.addWidget(Sign(sign, colour), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(PlainLabel(words, wrap=True), 1)


def _talk_words(colleague: "ColleagueRow", now: datetime) -> str:
    parts = [colleague.name]
    if colleague.owns:
        parts.append(_("owns the lead"))
    if colleague.last_touch is not None:
        parts.append(
            _("last touch {moment}").format(moment=short_moment(colleague.last_touch, now))
        )
    return ", ".join(parts)
