"""All leads scored anew: as each by itself, in pieces, cut off and gone on with, beside others."""

from typing import Any

import pytest
from sqlalchemy import select, update

from models.activity.interest import record_interest
from models.conditions.condition import Operator
from models.definitions.current import current_definitions_id
from models.entities.leads.cards import LeadCard
from models.entities.workspace.log import Change
from models.history.undo.steps import undo
from models.ids import LeadId
from models.leads.cards import refresh_cards
from models.scoring import rescoring
from models.scoring.grading import grading
from models.scoring.reading import score_of
from models.scoring.rescoring import count_unscored, is_any_unscored, rescore_all
from models.workspace import Workspace
from tests.clocks import FrozenClock
from tests.models.rows import derived_rows
from tests.models.scoring.scored_leads import card, did, fit, target_lead, tiny_agency, write_rules

OTHER_RULES = (
    fit("employees", Operator.AT_MOST, "50", points=80),
    fit("job_title", Operator.LACKS, "intern", points=7),
    did("webinar", 11),
)


@pytest.fixture
def leads(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> tuple[LeadId, ...]:
    """Return five leads that wait to be scored by other rules, two at a time."""
    monkeypatch.setattr(rescoring, "COUNTED_AT_ONCE", 2)
    monkeypatch.setattr(rescoring, "WRITTEN_AT_ONCE", 2)
    with workspace.write() as session:
        made = [target_lead(session), tiny_agency(session), target_lead(session)]
        made += [tiny_agency(session), target_lead(session)]
        for lead in made[::2]:
            record_interest(session, lead, "webinar")
            record_interest(session, lead, "blog_post")
        write_rules(session, OTHER_RULES)
        assert count_unscored(session) == len(made)
    return tuple(made)


def test_all_leads_get_the_scores_that_each_would_get_by_itself(
    workspace: Workspace, leads: tuple[LeadId, ...], clock: FrozenClock
) -> None:
    told: list[tuple[int, int]] = []
    assert rescore_all(workspace, lambda done, total: told.append((done, total))) == 5
    assert told == [(2, 5), (4, 5), (5, 5)]
    with workspace.write() as session:
        together = derived_rows(session)
        refresh_cards(session, leads)
        assert derived_rows(session) == together
        assert not is_any_unscored(session)
        assert [score_of(session, lead, clock()).fit for lead in leads] == [7, 80, 7, 80, 7]
        assert {one.scored_under for one in session.scalars(select(LeadCard))} == {
            current_definitions_id(session)
        }
    assert rescore_all(workspace) == 0


def test_scores_are_derived_and_never_logged(
    workspace: Workspace, leads: tuple[LeadId, ...]
) -> None:
    with workspace.read() as session:
        before = session.connection().scalars(select(Change.id)).all()
    rescore_all(workspace)
    with workspace.read() as session:
        assert session.connection().scalars(select(Change.id)).all() == before


def test_a_rescoring_that_was_cut_off_goes_on_where_it_ended(
    workspace: Workspace, leads: tuple[LeadId, ...]
) -> None:
    told: list[int] = []
    done = rescore_all(workspace, lambda done, _total: told.append(done), lambda: len(told) >= 1)
    assert 0 < done < len(leads)
    with workspace.read() as session:
        assert count_unscored(session) == len(leads) - done
    assert rescore_all(workspace) == len(leads) - done


def test_what_somebody_changes_meanwhile_is_not_written_over(
    workspace: Workspace, leads: tuple[LeadId, ...], clock: FrozenClock
) -> None:
    def meanwhile(done: int, _total: int) -> None:
        if done == 2:
            with workspace.write() as session:
                for lead in leads:
                    record_interest(session, lead, "webinar")

    rescore_all(workspace, meanwhile)
    with workspace.read() as session:
        for lead in leads:
            score = score_of(session, lead, clock())
            held = card(session, lead)
            assert (held.fit, held.scored_under) == (score.fit, current_definitions_id(session))
            assert score.interest in (11, 22)
            assert held.interest_key == pytest.approx(
                grading(session).key_for(score.interest, clock()),
                abs=0.1,
            )


def test_rules_that_are_undone_are_no_longer_followed(
    workspace: Workspace, leads: tuple[LeadId, ...], clock: FrozenClock
) -> None:
    rescore_all(workspace)
    with workspace.write() as session:
        undo(session, None)
        assert count_unscored(session) == len(leads)
    rescore_all(workspace)
    with workspace.read() as session:
        assert [card(session, lead).fit for lead in leads[:2]] == [75, -35]


def test_what_somebody_changes_while_scores_are_counted_is_counted_again(
    workspace: Workspace, leads: tuple[LeadId, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    count = rescoring._count_some

    def count_and_be_overtaken(*args: Any) -> Any:
        counted = count(*args)
        if leads[1] in {row[-1] for row in counted.rows}:
            with workspace.write() as session:
                record_interest(session, leads[1], "webinar")
                # As after the undo of an import: it waits again, with other events.
                waits = update(LeadCard).where(LeadCard.id == leads[1]).values(scored_under=None)
                session.connection().execute(waits)
        return counted

    monkeypatch.setattr(rescoring, "_count_some", count_and_be_overtaken)
    rescore_all(workspace)
    with workspace.write() as session:
        together = derived_rows(session)
        refresh_cards(session, leads)
        assert derived_rows(session) == together
