"""The Definitions page: parts down the left, one as a form, what it would do on the right."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from models.clock import Clock, utc_now
from models.definitions.versions.draft import DefinitionsDraft
from models.language import gettext as _
from models.topics import Topic
from views.definitions.content import Known, Loaded
from views.definitions.desk import DraftDesk
from views.definitions.draft_bar import DraftBar
from views.definitions.editing import stage_added
from views.definitions.effect_panel import EffectPanel
from views.definitions.example_panel import ExamplePanel
from views.definitions.following import DraftFollower, Looked
from views.definitions.form_stack import FormStack
from views.definitions.forms.stage import StageForm
from views.definitions.forms.versions import whole_day, written_day
from views.definitions.page_layout import (
    FormOrDocument,
    ReadOnlyNotice,
    effect_column,
    form_column,
    list_column,
    three_columns,
)
from views.definitions.parts_list import Entry, PartsList
from views.definitions.places import STAGES, parse_place
from views.documents.panel import (
    AskForPdf,
    AskForPrinter,
    DocumentPanel,
    Documents,
    ask_for_pdf,
    ask_for_printer,
)
from views.news import News
from views.runner import Runner
from views.theme import current_theme
from views.widgets import SectionHeader, make_button, make_line
from views.widgets.labels import set_tip
from views.widgets.tab_order import order_tabs

if TYPE_CHECKING:
    from models.definitions.effects.on_leads import Effects
    from models.definitions.problems.checking import DraftProblem
    from models.definitions.versions.written import VersionRow


class DefinitionsPage(QWidget):
    """The written agreement, edited with its effect in view."""

    notice = Signal(str, str)
    """Emitted with the kind and the sentence of something the window should say."""

    def __init__(
        self,
        runner: Runner,
        documents: Documents[int | None],
        *,
        clock: Clock = utc_now,
        ask_where: AskForPdf = ask_for_pdf,
        ask_printer: AskForPrinter = ask_for_printer,
    ) -> None:
        super().__init__()
        self.setProperty("ground", "canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._allowed = True
        self._known: Known | None = None
        self._refused = False
        self.desk = DraftDesk(runner, self)
        self.follower = DraftFollower(runner, self, clock=clock)
        self._news_of_leads = News(self, runner, frozenset({Topic.LEADS, Topic.STAGE_MOVES}))
        self.header = SectionHeader(_("Definitions"), " ", top=True)
        self.print_button = make_button(
            _("Print / sign"),
            self.show_document,
            icon_name="printer",
            keys="Ctrl+P",
            tip=_("Look at the document, save it as PDF, or print it"),
        )
        self.header.add(self.print_button)
        self.reason = ReadOnlyNotice()
        self.parts = PartsList()
        self.add_button = make_button("", self.add_stage, kind="quiet", icon_name="plus")
        self.add_button.setAccessibleName(_("Add a stage"))
        set_tip(self.add_button, _("Add a stage behind the chosen one"), "Ins")
        self.forms = FormStack(self.desk, runner)
        self.effect = EffectPanel()
        self.example = ExamplePanel()
        self.bar = DraftBar()
        self.document = DocumentPanel(
            documents,
            runner,
            _("Back to the definitions (Esc)"),
            ask_where=ask_where,
            ask_printer=ask_printer,
        )
        self._lay_out()
        self._connect()
        self._offer_commands()
        self.desk.load()

    def set_editor(self, why_not: str) -> None:
        """Let the definitions be edited, or only be read where there is a reason against it."""
        allowed = self._allowed = not why_not
        self.reason.show_reason(why_not)
        self.add_button.setVisible(allowed)
        self.forms.set_allowed(allowed)
        self._show_state()

    def show_document(self, row: "VersionRow | None" = None) -> None:
        """Show the printed document in place of the form; without a version the one in force."""
        if not self.desk.is_loaded:
            return
        shown = row or self.desk.content.versions[0]
        caption = _("Version {number}").format(number=shown.number)
        if row is None and self.desk.changes:
            caption = _("{version}, in force. Your unsaved changes are not in it.").format(
                version=caption
            )
        self.whole.setCurrentWidget(self.document)
        self.document.show_document(
            shown.number, _("Definitions and SLA"), caption, _("definitions.pdf")
        )
        self.document.area.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_definitions(self) -> None:
        """Show the form again."""
        self.whole.setCurrentIndex(0)
        self.parts.setFocus(Qt.FocusReason.OtherFocusReason)

    def add_stage(self) -> None:
        """Add a stage behind the chosen one, and go to its name."""
        if not self._allowed or not self.desk.is_loaded:
            return
        current = self.parts.current()
        last = len(self.desk.draft.stages) - 1
        after = current.stage if current is not None and current.stage >= 0 else last
        self.desk.begin_visit()
        self.desk.edit(stage_added(self.desk.draft, after, _("New stage")), "add")
        self.parts.choose(STAGES, after + 1)
        self._enter_form()

    def go_to(self, place: str) -> None:
        """Show and focus the place of a problem."""
        found = parse_place(place)
        stage = found.row if found.part == STAGES and found.row is not None else -1
        self.parts.choose(found.part, stage if found.section == STAGES else -1)
        self.forms.go_to(found)

    # Qt

    def event(self, event: QEvent) -> bool:
        """Claim undo and redo while there is an edit to take back."""
        if event.type() == QEvent.Type.ShortcutOverride and self._steps(event):
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Undo and redo edits; Escape goes back to the list."""
        if self._steps(event):
            return
        if event.key() == Qt.Key.Key_Escape and not self.parts.hasFocus():
            self.parts.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        super().keyPressEvent(event)

    # Inside

    def _steps(self, event: QEvent) -> bool:
        return self.whole.currentIndex() == 0 and self.desk.takes(event)

    def _lay_out(self) -> None:
        theme = current_theme()
        edge = theme.space(3)
        head = QWidget()
        top = QVBoxLayout(head)
        top.setContentsMargins(edge, theme.space(2), edge, theme.space(1.5))
        top.setSpacing(theme.space())
        top.addWidget(self.header)
        top.addWidget(self.reason)
        self.columns = three_columns(
            list_column(self.parts, self.add_button),
            form_column(self.forms),
            effect_column(self.effect, self.example),
        )
        work = QWidget()
        whole = QVBoxLayout(work)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(head)
        whole.addWidget(self.columns, 1)
        whole.addSpacing(theme.space())
        whole.addWidget(make_line())
        whole.addWidget(self.bar)
        self.whole = FormOrDocument()
        self.whole.addWidget(work)
        self.whole.addWidget(self.document)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(self.whole)
        self.setFocusProxy(self.parts)

    def _connect(self) -> None:
        desk, parts, bar = self.desk, self.parts, self.bar
        desk.loaded.connect(self._show_loaded)
        desk.edited.connect(self._show_draft)
        desk.problems.connect(self._show_refusal)
        desk.saved.connect(lambda _number: bar.forget_note())
        desk.said.connect(self.notice)
        parts.chosen.connect(self._show_entry)
        parts.entered.connect(self._enter_form)
        parts.add_asked.connect(self.add_stage)
        parts.move_asked.connect(lambda steps: self._on_stage(lambda form: form.move_stage(steps)))
        parts.remove_asked.connect(lambda: self._on_stage(lambda form: form.ask_to_remove()))
        self.forms.made.connect(lambda: order_tabs(self.columns))
        self.forms.said.connect(self.notice)
        self.forms.stage_chosen.connect(lambda at: parts.choose(STAGES, at))
        self.forms.part_asked.connect(parts.choose)
        self.forms.look_asked.connect(self.show_document)
        self.forms.take_asked.connect(desk.take_version)
        bar.save_asked.connect(desk.save)
        bar.discard_asked.connect(desk.discard)
        bar.place_asked.connect(self.go_to)
        self._news_of_leads.came.connect(self.follower.weigh)
        self.follower.looked.connect(self._show_looked)
        self.follower.counted.connect(self._show_effects)
        self.follower.counting.connect(self.effect.show_counting)
        self.follower.found.connect(self.example.show_found)
        self.example.searched.connect(self.follower.search)
        self.example.chosen.connect(self.follower.show_lead)
        self.document.closed.connect(self.show_definitions)
        self.document.said.connect(self.notice)

    def _offer_commands(self) -> None:
        """Make what the page can do findable by its words."""
        for words, act in (
            (_("Add a stage"), self.add_stage),
            (_("Save the definitions"), self.bar.save_button.click),
            (_("Discard the draft of the definitions"), self.desk.discard),
            (_("Print or sign the definitions"), self.show_document),
            (_("Show a lead that changes"), self.example.show_changing),
        ):
            action = QAction(words, self)
            action.triggered.connect(lambda _checked=False, act=act: act())
            self.addAction(action)

    def _show_loaded(self, loaded: Loaded) -> None:
        current = self.parts.current()
        focused = QApplication.focusWidget()
        in_form = focused is not None and self.forms.isAncestorOf(focused)
        if loaded.known != self._known:
            self._known = loaded.known
            self.forms.forget()
        self.parts.show_draft(self.desk.draft)
        if current is None:
            self.parts.choose(STAGES, 0)
        else:
            self._show_entry(current)
            if in_form and focused is not QApplication.focusWidget():
                # The input that had the keys was built anew.
                self.parts.setFocus(Qt.FocusReason.OtherFocusReason)
        row = loaded.versions[0]
        words = _("Version {number}, since {day}, by {author}.").format(
            number=row.number,
            day=written_day(row),
            author=row.author or _("Funneldesk"),
        )
        review = loaded.draft.review_on
        if review is not None:
            due = _("Review on {day}.").format(day=whole_day(review))
            words = f"{words} {due}"
        self.header.set_caption(words)

    def _show_draft(self, draft: DefinitionsDraft) -> None:
        self.parts.show_draft(draft)
        self.forms.show_draft(draft)
        self.example.show_terms(draft.terms)
        self._show_state()
        self.follower.follow(draft)

    def _show_state(self) -> None:
        if self.desk.is_loaded:
            number = self.desk.content.number
            words = _("Version {number} is in force.").format(number=number)
            self.bar.show_state(self.desk.changes, number + 1, words, allowed=self._allowed)

    def _show_entry(self, entry: Entry) -> None:
        self.forms.show_part(entry.part, entry.stage)

    def _enter_form(self) -> None:
        current = self.parts.current()
        if current is not None:
            self.forms.enter(current.part)

    def _on_stage(self, act: Callable[[StageForm], object]) -> None:
        current, form = self.parts.current(), self.forms.stage
        on_stage = self._allowed and current is not None and current.stage >= 0
        if on_stage and form is not None:
            act(form)

    def _show_refusal(self, problems: "tuple[DraftProblem, ...]") -> None:
        """Show at their places what kept the draft from being written."""
        self._refused = bool(problems)
        self._show_problems(problems)
        if problems:
            self.bar.list_problems()

    def _show_looked(self, looked: Looked) -> None:
        self._show_problems(looked.problems)
        if not looked.problems:
            self._refused = False
            self.example.show_judged(looked.judged)

    def _show_problems(self, problems: "tuple[DraftProblem, ...]") -> None:
        self.bar.show_problems(problems)
        self.forms.show_problems(problems if self._refused else ())

    def _show_effects(self, effects: "Effects | None") -> None:
        self.effect.show_effects(effects, changed=self.desk.changes > 0)
        self.example.show_examples(() if effects is None else effects.examples)
