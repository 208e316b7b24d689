"""The decay of slow answers is counted as somebody would count it by hand."""

import shutil
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from models.definitions.current import stages
from models.entities.leads.leads import Handoff
from models.entities.leads.moves import StageMove
from models.entities.work.activity import Touch
from models.handoff.report import Reckoning
from models.reporting.questions.responding import SETTLED_AFTER, responding
from models.vocabulary import Meaning
from models.workspace import open_workspace
from tests.models.reporting.random_history import write_random_history

SINCE = datetime(2026, 5, 20, tzinfo=UTC)
NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)


def test_leads_are_counted_by_the_working_minutes_until_their_first_touch(
    tmp_path: Path, new_workspace_file: Path
) -> None:
    path = tmp_path / "history.db"
    shutil.copyfile(new_workspace_file, path)
    write_random_history(path, seed=8)
    workspace = open_workspace(path)
    with workspace.read() as session:
        found = responding(session, SINCE, NOW)
        reckoning = Reckoning(session)
        known = stages(session)
        mql = next(place for place, stage in enumerate(known) if stage.meaning == Meaning.MQL)
        beyond = {stage.id for stage in known[mql + 1 :] if stage.meaning != Meaning.SAL}
        touches = list(session.scalars(select(Touch)))
        moves = list(session.scalars(select(StageMove).where(~StageMove.voided)))
        counted: Counter[tuple[int, bool]] = Counter()
        for handoff in session.scalars(select(Handoff)):
            begun = handoff.handed_at
            if not SINCE <= begun <= NOW - SETTLED_AFTER or handoff.state in (
                "withdrawn",
                "rejected",
            ):
                continue
            own = [one.occurred_at for one in touches if one.lead_id == handoff.lead_id]
            after = [moment for moment in own if moment >= begun]
            if not after or handoff.member_id is None:
                continue
            minutes = reckoning.minutes(handoff.member_id, begun, min(after))
            assert minutes is not None
            went_on = any(
                move.lead_id == handoff.lead_id
                and move.to_stage_id in beyond
                and move.occurred_at is not None
                and begun <= move.occurred_at <= begun + SETTLED_AFTER
                for move in moves
            )
            counted[minutes, went_on] += 1
    workspace.close()
    assert counted
    low = -1
    for band in found.bands:
        high = band.most_minutes if band.most_minutes is not None else 10**9
        inside = {key: count for key, count in counted.items() if low < key[0] <= high}
        assert band.leads == sum(inside.values())
        assert band.went_on == sum(count for (_, went_on), count in inside.items() if went_on)
        low = high
    assert found.agreed_minutes in [band.most_minutes for band in found.bands]


def test_leads_that_had_no_time_to_go_on_are_not_counted(
    tmp_path: Path, new_workspace_file: Path
) -> None:
    path = tmp_path / "history.db"
    shutil.copyfile(new_workspace_file, path)
    write_random_history(path, seed=3)
    workspace = open_workspace(path)
    with workspace.read() as session:
        young = responding(session, NOW - timedelta(days=20), NOW)
    workspace.close()
    assert sum(band.leads for band in young.bands) == 0
