"""Learned chances in the settings and on a lead's page, beside the rule score."""

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from models.chances.outcomes import outcomes_kept
from models.chances.pace import clients_expected
from models.chances.stored import Chance, Reason, store_chances
from models.chances.wording import chance_words
from models.ids import LeadId
from models.leads.capture import add_lead
from models.leads.lists.showing import shown_values
from models.settings import setting
from models.workspace import Workspace
from tests.views.leads.lead_doubles import DirectRunner
from views.charts.widget import ChartWidget
from views.lead_page.parts.head import LeadHead
from views.settings.chances import ChancesSection
from views.settings.reliability import ReliabilityDrawing
from views.widgets import PlainLabel

AT = datetime(2026, 11, 2, 9, tzinfo=UTC)
CARD = {
    "method": "learned",
    "decided": 120,
    "reached": 30,
    "sentences": ["", "", "Do not go by it yet."],
    "auc": 0.71,
    "auc_interval": (0.62, 0.79),
    "brier": 0.16,
    "holdout": {"leads": 24},
    "by_rules": {"auc": 0.6},
    "reliability": [{"said": 0.2, "came": 0.25, "low": 0.1, "high": 0.45, "leads": 24}],
}


@pytest.fixture
def lead_id(workspace: Workspace) -> LeadId:
    with workspace.write() as session:
        lead_id = add_lead(session, title="Ash & Co")
        reasons = [Reason("event:webinar", 2.0, 0.9, 40, 12), Reason("job_title", None, -0.2, 9, 1)]
        for outcome, chance in zip(outcomes_kept(session), (0.234, 0.04), strict=True):
            store_chances(
                session,
                outcome,
                learned_at=AT,
                data_until=AT,
                card=CARD,
                chances=[Chance(lead_id, chance, reasons)],
            )
    return lead_id


def texts(section: ChancesSection) -> str:
    return "\n".join(label.text() for label in section.findChildren(PlainLabel))


def test_without_a_model_the_section_says_when_there_will_be_one(
    runner: DirectRunner, qtbot: QtBot
) -> None:
    section = ChancesSection(runner)
    qtbot.addWidget(section)
    section.show()
    assert "From 50 leads on whose end is known" in texts(section)
    with qtbot.waitSignal(section.learn_asked):
        section.learn_button.click()


def test_models_are_shown_with_what_they_rest_on_and_a_reliability_plot(
    runner: DirectRunner, qtbot: QtBot, lead_id: LeadId
) -> None:
    section = ChancesSection(runner)
    qtbot.addWidget(section)
    section.show()
    assert "Learned from 120 leads, 30 of them came there." in texts(section)
    assert (
        "Of two of the latest 24 leads, the one that came there had the higher chance in 71\u202f% "
        "of cases (62–79\u202f%), by the rules in 60\u202f%."
    ) in texts(section)
    chart = section.findChildren(ChartWidget)[0]
    QTest.keyClick(chart, Qt.Key.Key_Right)
    assert chart.reading.replace("\u202f", " ") == "Said 20 %, came 25 % (10–45 %) of 24 leads"
    assert not chart.grab().isNull()


@pytest.mark.parametrize("farthest", [0.03, 0.18, 0.22, 0.47, 0.6, 0.99])
def test_the_axes_of_chances_are_marked_at_round_shares(farthest: float) -> None:
    drawing = ReliabilityDrawing("", "", [(0.01, 0.01, 0.0, farthest, 24)])
    assert drawing.end >= farthest
    assert all(round(200 * share, 9) % 5 == 0 for share in drawing.levels)


def test_the_queue_goes_by_chances_once_the_team_turns_it_on(
    runner: DirectRunner, qtbot: QtBot, workspace: Workspace, lead_id: LeadId
) -> None:
    with workspace.read() as session:
        assert clients_expected(session, [lead_id]).per_minute(lead_id, ["call"]) is None
    section = ChancesSection(runner)
    qtbot.addWidget(section)
    section.show()
    section.orders_queue.click()
    with workspace.read() as session:
        assert setting(session, "queue_by_chance") == "yes"
        expected = clients_expected(session, [lead_id])
        assert expected.per_minute(lead_id, ["call", "email"]) == pytest.approx(0.04 / 5)
        assert expected.per_minute(lead_id, ["email"]) == pytest.approx(0.04 / 3)
        assert expected.per_minute(LeadId(999), ["email"]) is None


def test_the_head_of_a_lead_shows_chances_and_why_on_demand(
    runner: DirectRunner, qtbot: QtBot, workspace: Workspace, lead_id: LeadId
) -> None:
    with workspace.read() as session:
        words = chance_words(session, lead_id)
        columns = shown_values(session, [lead_id], ["chance_sql", "chance_client"])
    assert columns[lead_id] == {"chance_sql": 23, "chance_client": 4}
    head = LeadHead()
    qtbot.addWidget(head)
    head.show_chances(words)
    assert head.chance.text() == "Chance: SQL 23\u202f%, Client 4.0\u202f%"
    assert head.chance_reasons.isHidden()
    head.toggle_chances()
    assert not head.chance_reasons.isHidden()
    assert "+0.9  Webinar: 2 times (12 of 40 with this)" in head.chance_reasons.text()
    assert "−0.2  Job title: not known (1 of 9 with this)" in head.chance_reasons.text()
    head.show_chances(None)
    assert head.chance.isHidden()
    assert head.chance_reasons.isHidden()
