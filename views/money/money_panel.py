"""The panel of money: what one of each costs, cash by quarter, what each channel returns."""

from functools import partial
from typing import Final

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from models.language import gettext as _
from models.topics import Topic
from views.definitions.workshop.evidence_table import EvidenceModel, EvidenceTable
from views.forecast.refusals import sentence_of
from views.money.money_rows import (
    cash_headings,
    cash_rows,
    cost_headings,
    cost_rows,
    money_title,
    return_headings,
    return_rows,
)
from views.money.reckoning import MoneyBasis, MoneyStore, MoneyView, reckon
from views.money.words import (
    money_sentence,
    response_sentence,
    returns_sentence,
)
from views.news import News
from views.runner import Runner
from views.theme import current_theme
from views.whatif.outlook import PlanResult, unless_broken_off
from views.widgets import PlainLabel, SectionHeader

_LANE: Final = "money of the plan"
_TOPICS: Final = frozenset({Topic.SETTINGS, Topic.DEFINITIONS})


class MoneyPanel(QWidget):
    """What the plan costs and brings. It reckons while it is looked at."""

    def __init__(self, runner: Runner, store: MoneyStore) -> None:
        super().__init__()
        self._runner = runner
        self._store = store
        self._result: PlanResult | None = None
        self._reckoned: PlanResult | None = None
        self._asked = 0
        self.view: MoneyView | None = None
        self.currency = ""
        self._headers: dict[str, SectionHeader] = {}
        """The heads of the tables, by their title."""
        theme = current_theme()
        self.sentence = PlainLabel(
            _("Reckoned once the plan rests."), size="heading", wrap=True, selectable=True
        )
        self.costs = EvidenceTable(
            EvidenceModel(cost_headings(), self), _("What one of each costs")
        )
        self.cash = EvidenceTable(EvidenceModel(cash_headings(), self), _("Cash by quarter"))
        self.returns = EvidenceTable(
            EvidenceModel(return_headings(), self), _("What each channel returns")
        )
        self.return_words = PlainLabel(wrap=True, selectable=True)
        self.response = PlainLabel(tone="muted", wrap=True, selectable=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.space(1),) * 4)
        column.setSpacing(theme.space(1.5))
        self.progress = QProgressBar()
        self.progress.setRange(0, 0)
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(_("Reckoning"))
        self.progress.hide()
        column.addWidget(self.sentence)
        column.addWidget(self.progress)
        for title, caption, table in (
            (
                _("What one of each costs"),
                _("Leads, wages and hires of the whole plan, for each that comes so far."),
                self.costs,
            ),
            (
                _("Cash"),
                _("Income is what the margin leaves of the revenue, open deals included."),
                self.cash,
            ),
            (
                _("What each channel returns"),
                _(
                    "The plan with it, less the plan without it, on the same draws: what its leads "
                    "take from others counts against it."
                ),
                self.returns,
            ),
        ):
            header = SectionHeader(title, caption)
            self._headers[title] = header
            column.addWidget(header)
            column.addWidget(table)
        column.addWidget(self.return_words)
        column.addWidget(SectionHeader(_("Speed of the first answer")))
        column.addWidget(self.response)
        column.addStretch(1)
        self._news = News(self, runner, _TOPICS)
        self._news.came.connect(self._reckon_anew)

    def show_result(self, result: PlanResult) -> None:
        """Reckon the money of a plan that rests, as soon as the panel is looked at."""
        self._result = result
        if self.isVisible():
            self._reckon()

    def showEvent(self, event: QShowEvent) -> None:
        """Reckon what came in while nobody looked."""
        super().showEvent(event)
        self._reckon()

    def _reckon_anew(self) -> None:
        self._reckoned = None
        self._reckon()

    def _reckon(self) -> None:
        result = self._result
        if result is None or result is self._reckoned:
            return
        self._reckoned = result
        self._asked += 1
        asked = self._asked

        def stale() -> bool:
            return asked != self._asked

        def then(view: MoneyView | None) -> None:
            if view is not None and not stale():
                self._show(view)

        def failed(error: Exception) -> None:
            if not stale():
                self.progress.hide()
                self.sentence.setText(sentence_of(error))

        def read(basis: MoneyBasis) -> None:
            self.currency = basis.currency
            work = partial(reckon, result, basis, cancelled=stale)
            self._runner.compute(partial(unless_broken_off, work), then, failed=failed, lane=_LANE)

        self.sentence.setText(_("Reckoning: the plan is run without each channel in turn\u2026"))
        self.progress.show()
        self._store.basis(result.plan, read, failed=failed)

    def _show(self, view: MoneyView) -> None:
        self.view = view
        self.progress.hide()
        self.sentence.setText(money_sentence(view, self.currency))
        for title, header in self._headers.items():
            header.title.setText(money_title(title, self.currency))
        self.costs.evidence.show_rows(cost_rows(view))
        self.cash.evidence.show_rows(cash_rows(view))
        self.returns.evidence.show_rows(return_rows(view))
        self.return_words.setText(returns_sentence(view, self.currency))
        self.response.setText(response_sentence(view, self.currency))
