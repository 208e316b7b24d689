from collections.abc import Callable
from datetime import UTC, datetime

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from models.chances.outcomes import outcomes_kept
from models.chances.stored import Chance, Reason, store_chances
from models.workspace import Workspace
from tests.models.small_world import SmallWorld
from views.lead_page.page import LeadPage

AT = datetime(2026, 11, 2, 9, tzinfo=UTC)
CARD = {"method": "rules", "decided": 12, "reached": 3, "auc": None, "reliability": []}


def test_q_shows_why_the_chance_is_what_it_is_and_nothing_where_none_is_kept(
    show: Callable[..., LeadPage], filled: Workspace, world: SmallWorld
) -> None:
    page = show()
    QTest.keyClick(page.qualification, Qt.Key.Key_Q)
    assert page.head.chance.isHidden()
    assert page.head.chance_reasons.isHidden()
    with filled.write() as session:
        sql = outcomes_kept(session)[0]
        kept = [Chance(world.lead, 0.31, [Reason("rules:fit", None, 0.4, 0, 0)])]
        store_chances(session, sql, learned_at=AT, data_until=AT, card=CARD, chances=kept)
    page.show_lead(world.lead)
    assert page.head.chance.text() == "Chance: SQL 31\u202f%"
    QTest.keyClick(page.qualification, Qt.Key.Key_Q)
    assert "By the rules alone: 12 leads ended" in page.head.chance_reasons.text()
    assert page.head.chance_reasons.isVisible()
