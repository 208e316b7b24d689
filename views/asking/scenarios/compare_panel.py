"""The compare panel: the plan on the page beside up to three stored ones, case by case."""

from datetime import datetime, timedelta

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from models.language import gettext as _
from models.written_days import day_text
from views.asking.drawings.overlaid import FanLine, OverlaidDrawing
from views.asking.panel import QuestionPanel, Work, result_box
from views.asking.ports import PlanDesk, Questions
from views.asking.scenarios.comparing import MOST, Comparison, Side, beats_words, compared, signed
from views.asking.scenarios.gathering import PlanGathering
from views.asking.scenarios.store import PlanRow, PlanStore
from views.charts.numbers import count_with_range, short
from views.charts.widget import ChartWidget
from views.definitions.workshop.evidence_table import EvidenceModel, EvidenceRow, EvidenceTable
from views.whatif.content import Plan
from views.widgets import PlainLabel, SegmentedControl, fill_choices
from views.widgets.labels import keys_here


class ComparePanel(QuestionPanel):
    """Compares on the same chance. Space ticks a scenario; the one on the page is always in."""

    def __init__(self, desk: PlanDesk, questions: Questions, store: PlanStore) -> None:
        super().__init__(
            desk,
            questions,
            purpose=_(
                "Which plan is better, and by how much? Tick up to three scenarios; they run with "
                "the plan on the page through the same cases."
            ),
        )
        self.label = _("Comparing scenarios")
        self._gathering = PlanGathering(store)
        self._rows: tuple[PlanRow, ...] = ()
        self._compared: frozenset[tuple[int, datetime]] = frozenset()
        self.choices = EvidenceTable(
            EvidenceModel((_("Compare with (up to three)"),)), _("Scenarios to compare with")
        )
        self.none = PlainLabel(
            _("Save a scenario first: {keys}.").format(keys=keys_here("Ctrl+S")),
            size="small",
            tone="muted",
            wrap=True,
        )
        beside = QVBoxLayout()
        beside.addWidget(self.choices)
        beside.addWidget(self.none)
        self.add_side(beside)
        self.setFocusProxy(self.choices)
        self.measure = SegmentedControl(
            [("clients", _("Clients")), ("revenue", _("Revenue")), ("cash", _("Cash"))],
            name=_("Chart of"),
        )
        self.measure.changed.connect(lambda _code: self._draw())
        self.chart = ChartWidget(QSize(280, 170))
        self.table = EvidenceTable(
            EvidenceModel(
                (_("Scenario"), _("Clients"), _("Revenue"), _("Cash"), _("Clients more"))
            ),
            _("What the scenarios come to"),
        )
        self.differing = PlainLabel(size="small", tone="muted", wrap=True, selectable=True)
        self.chosen = result_box()
        self.take_button = self.make_take_over(_("Put on the page"))
        self.chosen.setAccessibleName(_("Scenario to put on the page"))
        for widget in (self.chosen, self.take_button):
            self.add_result(widget)
        for shown in (self.measure, self.chart, self.table, self.differing):
            self.column.addWidget(shown)
        self.column.addStretch(1)
        self.forget_answer()
        self.show_rows(())

    def ask(self) -> None:
        """Fetch what is ticked, then compare."""
        if self.is_asking:
            return
        chosen = self.ticked()
        if not chosen:
            self._say(_("Tick at least one scenario to compare with."), "warning")
            return
        if len(chosen) >= MOST:
            said = _("At most three can be compared with the plan on the page; untick {count}.")
            self._say(said.format(count=len(chosen) - MOST + 1), "warning")
            return
        self._compared = _stands(chosen)
        self._gathering.gather(tuple(row.id for row in chosen), super().ask, failed=self.refuse)

    def changed_since(self) -> str:
        """Return whether a scenario that was compared is gone or another one by now, too."""
        if self._compared <= _stands(self._rows):
            return super().changed_since()
        return _("A scenario was changed or deleted since; {keys} asks again.")

    def question(self) -> Work:
        """Return the plan on the page and those that were fetched."""
        plans, trials = (self._desk.plan, *self._gathering.plans), self.fitting_trials()
        return lambda progress, cancelled: compared(
            plans, trials=trials, progress=progress, cancelled=cancelled
        )

    def show_answer(self, answer: Comparison) -> str:
        """Show totals, chart and what differs."""
        first = answer.sides[0]
        rows = [EvidenceRow(_cells(side, first)) for side in answer.sides]
        self.table.evidence.show_rows(rows)
        self.differing.setText(
            "\n".join(
                _("{name} differs from {first}: {changes}.").format(
                    name=side.name, first=first.name, changes="; ".join(changes) or _("in nothing")
                )
                for side, changes in zip(answer.sides[1:], answer.differing, strict=True)
            )
        )
        names = tuple((str(at), side.name) for at, side in enumerate(answer.sides))
        fill_choices(self.chosen, names)
        self._draw()
        for widget in self._shown():
            widget.show()
        return " ".join(beats_words(side, first) for side in answer.sides[1:])

    def forget_answer(self) -> None:
        """Show no comparison."""
        for widget in self._shown():
            widget.hide()

    def taken(self) -> tuple[Plan, str] | None:
        """Return the chosen plan."""
        if not isinstance(self.answer, Comparison):
            return None
        side = self.answer.sides[int(self.chosen.currentData() or 0)]
        return side.plan, _("Open “{name}”").format(name=side.name)

    def ticked(self) -> tuple[PlanRow, ...]:
        """Return the scenarios that are ticked."""
        return tuple(self._rows[place] for place in self.choices.evidence.ticked)

    def show_rows(self, rows: tuple[PlanRow, ...]) -> None:
        """Offer the stored scenarios; what was ticked stays so."""
        before = {row.id for row in self.ticked()}
        self._rows = tuple(row for row in rows if not row.problem)
        model = self.choices.evidence
        names = (" ".join(row.name.split()) for row in self._rows)
        model.show_rows([EvidenceRow((name,), can_be_taken=True) for name in names], ticked=False)
        for place, row in enumerate(self._rows):
            if row.id in before:
                tick = Qt.ItemDataRole.CheckStateRole
                model.setData(model.index(place, 0), Qt.CheckState.Checked, tick)
        self.choices.setVisible(bool(self._rows))
        self.none.setVisible(not self._rows)
        self.note_stale()

    def _draw(self) -> None:
        if isinstance(self.answer, Comparison):
            self.chart.show_drawing(fans_drawing(self.answer, self.measure.value()))

    def _shown(self) -> tuple[QWidget, ...]:
        return (
            self.measure,
            self.chart,
            self.table,
            self.differing,
            self.chosen,
            self.take_button,
        )


def _stands(rows: tuple[PlanRow, ...]) -> frozenset[tuple[int, datetime]]:
    """Return what tells a stored scenario from what it is after the next save."""
    return frozenset((row.id, row.saved_at) for row in rows)


def fans_drawing(answer: Comparison, measure: str) -> OverlaidDrawing:
    """Return the fans of all plans up to their last common week."""
    titles = {
        "clients": _("Clients so far"),
        "revenue": _("Revenue so far"),
        "cash": _("Cash so far"),
    }
    lines = tuple(
        FanLine(
            side.name,
            *(side.fans[measure].at(percent)[: answer.weeks].tolist() for percent in (50, 10, 90)),
        )
        for side in answer.sides
    )
    unit = _("median, and 8 of 10 cases")
    return OverlaidDrawing(titles[measure], unit, _labels(answer), lines)


def _labels(answer: Comparison) -> list[str]:
    begins = {side.plan.network.starts_on for side in answer.sides}
    first = answer.sides[0].plan.network.starts_on
    # Plans that begin on different days have only their weeks in common.
    if len(begins) > 1 or first is None:
        return [_("week {week}").format(week=week + 1) for week in range(answer.weeks)]
    return [day_text(first + timedelta(weeks=week, days=6)) for week in range(answer.weeks)]


def _cells(side: Side, first: Side) -> tuple[str, ...]:
    clients, revenue = side.totals["clients"], side.totals["revenue"]
    totals = (
        count_with_range(clients.mean, clients.p10, clients.p90),
        f"{short(revenue.mean)} ({short(revenue.p10)}\u2013{short(revenue.p90)})",
    )
    cash = short(side.totals["cash"].mean)
    found = side.against["clients"]
    more = "" if side is first else f"{signed(found.spread.mean)} ({signed(found.low)} \u2026 "
    more += "" if side is first else f"{signed(found.high)})"
    return (side.name, *totals, cash, more)
