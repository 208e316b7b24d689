"""The reports on the screen: answers, the lists behind numbers, period, segment, files."""

from datetime import date, timedelta
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from models.conditions.condition import Condition, Operator
from models.leads.capture import add_lead
from models.leads.stages.closing import disqualify
from models.reporting.asked import Asked, Behind
from models.reporting.questions.costing import costs
from models.reporting.spending import spending
from models.workspace import Workspace
from tests.clocks import FrozenClock
from tests.views.leads.lead_doubles import DirectRunner
from tests.views.reports.conftest import AT, ReportShelf, TableShelf
from views.reports.content import Told
from views.reports.listing import list_behind
from views.reports.periods import CUSTOM
from views.reports.questions import questions
from views.reports.tab import ReportsTab


def count_in(told: Told, row: int) -> int:
    value = told.lines[row].cells[1].value
    assert isinstance(value, int)
    return value


def answer(tab: ReportsTab, code: str, by: str | None = None) -> Told:
    tab.show_question(code, by)
    assert tab.told is not None
    return tab.told


def test_every_question_is_answered_by_every_division_with_a_sentence_chart_and_table(
    tab: ReportsTab,
) -> None:
    for question in questions():
        for by in dict(question.divisions) or ("",):
            told = answer(tab, question.code, by)
            assert told.sentence, (question.code, by)
            assert told.lines, (question.code, by)
            assert {len(line.cells) for line in told.lines} == {len(told.columns)}
            assert told.chart is not None
            assert tab.answer.title.text() == question.title


UNCOUNTED = {"median", "median_touch", "median_days", "usual_days", "longest_usual_days", "spent"}
"""Numbers that are no counts; the list behind them holds what they were made of."""


def test_every_number_and_bar_but_nought_opens_its_list_and_a_count_is_its_length(
    history: Workspace,
) -> None:
    first, last = AT.date() - timedelta(days=363), AT.date()
    asked = Asked(first, last, "Europe/Berlin")
    with history.read() as session:
        for question in questions():
            told = question.tell(question.read(session, asked, AT, question.usual), question.usual)
            assert told.chart is not None
            numbers = [(-1, bar.name, bar.value, bar.behind) for bar in told.chart.bars]
            numbers += [
                (at, column.code, cell.value, cell.behind)
                for at, line in enumerate(told.lines)
                for column, cell in zip(told.columns, line.cells, strict=True)
                if column.is_number and isinstance(cell.value, int | float)
            ]
            counts = 0
            for at, code, value, behind in numbers:
                if not value:
                    continue
                assert behind is not None, (question.code, code)
                if at not in {0, len(told.lines) - 1}:
                    continue
                found = list_behind(session, asked, AT, behind)
                assert found.lines, (question.code, code)
                if isinstance(value, int) and code not in UNCOUNTED and "cost" not in code:
                    assert len(found.lines) == value, (question.code, code)
                    counts += 1
            assert counts, question.code


def test_the_list_behind_what_was_spent_adds_up_to_it_and_that_of_days_are_days(
    tab: ReportsTab, history: Workspace
) -> None:
    asked = tab.head.asked()
    with history.read() as session:
        row = costs(session, asked, AT, "channel").rows[0]
        spends, _problems = spending(session, asked, "channel", row.funnel.group.code)
    assert sum(one.counted_minor for one in spends) == row.spent_minor
    tab.show_question("costing", "channel")
    tab.answer.table.setCurrentIndex(tab.answer.table.answer.index(0, 1))
    QTest.keyClick(tab.answer.table, Qt.Key.Key_Return)
    model = tab.counted.model
    heads = [model.headerData(at, Qt.Orientation.Horizontal) for at in range(model.columnCount())]
    assert heads == ["Stated for", "Campaign", "Channel", "Amount", "Days in the period", "Counted"]
    assert {line[2] for line in model.listing.lines} == {row.funnel.group.name}
    QTest.keyClick(tab.counted.table, Qt.Key.Key_Return)
    assert tab.stack.currentWidget() is tab.counted
    tab.open_list(Behind("working", "member", "1", "days"), "Ann, Days worked")
    assert model.listing.heads == ("Day", "Working hours")


def test_enter_opens_the_list_behind_a_number_and_escape_comes_back_to_it(
    tab: ReportsTab, qtbot: QtBot
) -> None:
    tab.show_question("funnel")
    QTest.keyClick(tab.list, Qt.Key.Key_Return)
    assert tab.answer.table.hasFocus()
    table = tab.answer.table
    table.setCurrentIndex(table.answer.index(0, 1))
    count = table.answer.cell(0, 1).value
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert tab.stack.currentWidget() is tab.counted
    assert tab.counted.table.hasFocus()
    assert tab.counted.model.rowCount() == count
    with qtbot.waitSignal(tab.lead_asked) as asked_for:
        QTest.keyClick(tab.counted.table, Qt.Key.Key_Return)
    assert asked_for.args == [tab.counted.model.listing.leads[0]]
    QTest.keyClick(tab.counted.table, Qt.Key.Key_Escape)
    assert table.hasFocus()
    assert (table.currentIndex().row(), table.currentIndex().column()) == (0, 1)
    QTest.keyClick(table, Qt.Key.Key_Escape)
    assert tab.list.hasFocus()


def test_a_list_that_comes_forward_again_says_what_was_changed_on_a_leads_page(
    tab: ReportsTab, runner: DirectRunner
) -> None:
    tab.show_question("funnel")
    everybody = Behind("funnel", "channel", None, "leads")
    tab.open_list(everybody, "Leads")
    listing, table = tab.counted.model.listing, tab.counted.table
    row = max(at for at, line in enumerate(listing.lines) if line[5] == "Open")
    table.setCurrentIndex(table.model().index(row, 5))
    lead = listing.leads[row]
    tab.hide()
    runner.change(lambda session: disqualify(session, lead, "bad_data"))
    tab.show()
    row = table.currentIndex().row()
    assert tab.counted.model.listing.leads[row] == lead
    assert table.model().index(row, 5).data() == "Disqualified"


def test_a_bar_is_read_by_the_arrow_keys_and_opens_its_list(tab: ReportsTab) -> None:
    told = answer(tab, "departing")
    chart = tab.answer.chart
    chart.setFocus()
    QTest.keyClick(chart, Qt.Key.Key_Down)
    assert told.chart is not None
    bar = told.chart.bars[0]
    assert chart.reading == f"{bar.name}: {bar.text}"
    QTest.keyClick(chart, Qt.Key.Key_Return)
    assert tab.stack.currentWidget() is tab.counted
    assert tab.counted.model.rowCount() == int(bar.value)


def test_period_and_segment_are_asked_of_all_questions(tab: ReportsTab) -> None:
    everybody = count_in(answer(tab, "funnel"), -1)
    tab.head.show_days(date(2026, 6, 1), date(2026, 6, 30))
    june = count_in(answer(tab, "funnel"), -1)
    assert 0 < june < everybody
    tab.head.conditions.changed.emit((Condition("channel", Operator.IS, ("1",)),))
    narrowed = answer(tab, "funnel", "channel")
    assert {line.cells[0].text for line in narrowed.lines[:-1]} == {"SEO"}
    assert count_in(answer(tab, "waiting"), 0) < everybody
    tab.head.show_days(date(2026, 7, 2), date(2026, 7, 1))
    assert "cannot end" in tab.head.problem.text()


def test_where_there_is_nothing_it_says_what_to_do_first(tab: ReportsTab) -> None:
    tab.show_question("funnel")
    tab.head.show_days(date(2020, 1, 1), date(2020, 2, 1))
    assert tab.answer.stack.currentWidget() is tab.answer.empty
    assert "import your leads" in tab.answer.empty.sentence.text()
    tab.answer.empty.button.click()
    assert tab.told is not None
    assert tab.told.lines
    tab.head.conditions.changed.emit((Condition("channel", Operator.IS, ("99",)),))
    assert "99" in tab.answer.empty.sentence.text()
    assert not tab.answer.table.isVisible()
    tab.answer.empty.button.click()
    assert tab.answer.table.isVisible()


def test_where_no_lead_is_there_every_question_asks_for_an_import_first(
    qtbot: QtBot, workspace: Workspace, tables: TableShelf, papers: ReportShelf
) -> None:
    tab = ReportsTab(
        DirectRunner(workspace), tables, papers, zone=lambda: "UTC", clock=FrozenClock(AT)
    )
    qtbot.addWidget(tab)
    for question in questions():
        tab.show_question(question.code)
        assert "Import some first" in tab.answer.empty.sentence.text(), question.code
        with qtbot.waitSignal(tab.import_asked):
            tab.answer.empty.button.click()


def test_an_answer_goes_out_as_csv_and_as_a_table_with_the_same_cells(
    tab: ReportsTab, tables: TableShelf, tmp_path: Path
) -> None:
    told = answer(tab, "handed")
    tab.export()
    (path,) = tables.written
    assert path == tmp_path / "handed.csv"
    rows = tables.written[path]
    assert list(rows[0]) == [column.title for column in told.columns]
    assert [list(row) for row in rows[1:]] == [
        [cell.text for cell in line.cells] for line in told.lines
    ]
    tab.list.setFocus()
    QTest.keyClick(tab.list, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    copied = QGuiApplication.clipboard().text().splitlines()
    assert len(copied) == len(rows)
    assert copied[0].split("\t") == list(rows[0])


def test_whoever_chooses_days_of_their_own_types_the_first_of_them_next(tab: ReportsTab) -> None:
    period = tab.head.period
    tab.head.choose_period(CUSTOM)
    assert tab.focusWidget() is not tab.head.first
    period.activated.emit(period.currentIndex())
    assert tab.focusWidget() is tab.head.first


def test_documents_are_about_their_usual_days_or_the_period_that_was_chosen(
    tab: ReportsTab, papers: ReportShelf
) -> None:
    QTest.keyClick(tab.list, Qt.Key.Key_W)
    assert tab.stack.currentWidget() is tab.document
    QTest.keyClick(tab.document, Qt.Key.Key_Escape)
    QTest.keyClick(tab.answer.table, Qt.Key.Key_R)
    tab.document.closed.emit()
    tab.head.show_days(date(2026, 6, 1), date(2026, 6, 30))
    tab.show_document("handoff")
    zone = "Europe/Berlin"
    assert [(one.kind, one.asked) for one in papers.wanted] == [
        ("handoff", Asked(date(2026, 10, 14), date(2026, 10, 20), zone)),
        ("review", Asked(date(2026, 7, 22), date(2026, 10, 20), zone)),
        ("handoff", Asked(date(2026, 6, 1), date(2026, 6, 30), zone)),
    ]


def test_a_change_elsewhere_is_counted_at_once(tab: ReportsTab, runner: DirectRunner) -> None:
    before = count_in(answer(tab, "waiting"), 0)
    place = tab.answer.table.currentIndex().row()
    runner.change(lambda session: add_lead(session, title="Trade fair"))
    assert tab.told is not None
    assert count_in(tab.told, 0) == before + 1
    assert tab.answer.table.currentIndex().row() == place
