"""Where a forecast begins: from plenty, little, odd or no history, and from the real team."""

import json
from array import array
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from app.commands import run_command
from app.desk.plans.what_if import today_plan
from app.learning.inputs import trend_words
from app.learning.records import LearnedHistory, history_of
from app.learning.review import review_of
from app.learning.starting import StartingPoint, starting_point
from app.learning.telling import content_of
from models.definitions.current import stages
from models.learning.reading import DealColumns
from models.team.joining import add_member
from models.team.planning import set_day_plan, set_share
from models.workspace import Workspace, open_workspace
from simulation.engine import run_network
from simulation.learning.arriving import Arriving
from simulation.learning.history import MISSING, Records
from simulation.network import OpenLeads
from simulation.series import index_of
from tests.app.import_runs.importing import SHARED_DATA, import_file
from tests.app.learning.pasts import MONDAY, STAGES, PastLead, usual_past, write_past
from views.charts.numbers import NARROW

MAVEN = SHARED_DATA / "maven" / "sales_pipeline.csv"


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory, new_workspace_file: Path) -> Path:
    """Return a workspace with sixty weeks of two channels."""
    path = tmp_path_factory.mktemp("usual") / "usual.db"
    path.write_bytes(new_workspace_file.read_bytes())
    write_past(path, usual_past(np.random.default_rng(1)), ["Ads", "Fairs"])
    return path


@pytest.fixture(scope="module")
def usual_point(usual: Path) -> StartingPoint:
    return point_of(usual)


@pytest.fixture(scope="module")
def session(usual: Path) -> Iterator[Session]:
    workspace = open_workspace(usual)
    with workspace.read() as session:
        yield session
    workspace.close()


def point_of(path: Path, at: datetime = MONDAY, weeks: int = 26) -> StartingPoint:
    workspace = open_workspace(path)
    try:
        with workspace.read() as session:
            return starting_point(session, at, weeks=weeks)
    finally:
        workspace.close()


def mean_clients(point: StartingPoint) -> float:
    run = run_network(point.network, trials=400, seed=1)
    return float(
        run.total_of(index_of(point.network).entered(len(point.network.stages) - 1)).mean()
    )


def test_a_usual_history_gives_its_own_rates_chain_and_arrivals(usual_point: StartingPoint) -> None:
    network = usual_point.network
    assert [stage.name for stage in network.stages] == ["MQL", "SQL", "Client"]
    assert network.starts_on == date(2026, 11, 2)
    assert usual_point.data_until == date(2026, 11, 1)
    by_name = {one.name: one for one in usual_point.inputs}
    for name, truth in (("rate:SQL", 0.4), ("rate:Client", 0.3)):
        low, high = by_name[name].interval or (0.0, 0.0)
        assert low < truth < high
        assert " of " in by_name[name].evidence
        assert by_name[name].prior
    assert sum(by_name[f"volume:{name}"].value for name in ("Ads", "Fairs")) == pytest.approx(
        12.0, rel=0.35
    )
    assert by_name["volume:Ads"].evidence == "346 in 60 weeks"
    assert sum(one.count for one in usual_point.opening) > 0
    # 12 a week for half a year, and those that are open: about 12 x 26 x 0.12.
    assert mean_clients(usual_point) == pytest.approx(38.0, rel=0.35)


def test_a_volume_says_how_it_goes_on_from_the_first_week() -> None:
    steady = Arriving(5.0, None, 0.2, growth=1.0004)
    assert trend_words(steady) == ""
    assert trend_words(replace(steady, growth=1.0086)) == f", +0.9{NARROW}% a week"
    falling = replace(steady, growth=0.99, season=(1.0,) * 52)
    assert trend_words(falling) == f", \u22121{NARROW}% a week, by season"


def test_between_mondays_it_begins_with_the_next(usual: Path) -> None:
    assert point_of(usual, MONDAY + timedelta(days=2)).network.starts_on == date(2026, 11, 9)


def test_a_past_monday_knows_nothing_of_what_came_later(
    usual: Path, tmp_path: Path, new_workspace_file: Path
) -> None:
    then = MONDAY - timedelta(weeks=20)
    cut = tmp_path / "cut.db"
    cut.write_bytes(new_workspace_file.read_bytes())
    early = []
    for lead in usual_past(np.random.default_rng(1)):
        moves = [(stage, days) for stage, days in lead.moves if days is None or days >= 140.0]
        over = lead.ended >= 140.0
        if moves:
            status, ended = (lead.status, lead.ended) if over else ("open", 0.0)
            early.append(PastLead(moves, status, ended, lead.channel))
    write_past(cut, early, ["Ads", "Fairs"])
    one, other = point_of(usual, then), point_of(cut, then)
    # The channels are others', with keys of their own.
    assert one.opening == other.opening
    assert [(step.conversion, step.delay) for step in one.network.steps] == [
        (step.conversion, step.delay) for step in other.network.steps
    ]
    assert [channel.volume for channel in one.network.channels] == [
        channel.volume for channel in other.network.channels
    ]


def test_arrivals_that_really_came_can_be_given(usual: Path) -> None:
    then = MONDAY - timedelta(weeks=20)
    workspace = open_workspace(usual)
    try:
        with workspace.read() as session:
            history = history_of(session)
            point = starting_point(session, then, weeks=13, arrivals="given", history=history)
    finally:
        workspace.close()
    records = history.records
    since, until = int(then.timestamp()), int((then + timedelta(weeks=13)).timestamp())
    came = np.count_nonzero((records.captured >= since) & (records.captured < until))
    run = run_network(point.network, trials=2, seed=1, threads=1)
    weekly = [
        run.total_of(index_of(point.network).arrived(number))
        for number in range(len(point.network.channels))
    ]
    assert sum(int(one[0]) for one in weekly) == came


def test_without_leads_everything_is_the_prior_and_says_so(workspace: Workspace) -> None:
    with workspace.read() as session:
        review = review_of(session, MONDAY)
        content = content_of(review)
    assert len(review.point.network.stages) == 8
    assert not content.is_learned
    rates = review.of_kind("rate")
    assert {one.origin for one in rates} == {"benchmark"}
    assert all(one.warning for one in rates)
    assert all(one.interval is not None for one in rates)
    volume = review.of_kind("volume")[0]
    assert "guess" in (volume.warning or "")
    assert mean_clients(review.point) >= 0.0


def test_one_channel_of_losses_only_gives_a_low_rate_and_a_warning(workspace: Workspace) -> None:
    lost = [PastLead([(STAGES["MQL"], 100.0 - day)], "lost", 90.0 - day, 1) for day in range(60)]
    write_past(workspace.path, lost, ["Ads"])
    with workspace.read() as session:
        point = starting_point(session, MONDAY, weeks=13)
    rate = next(one for one in point.inputs if one.name == "rate:Responded")
    assert rate.evidence == "0 of 60"
    assert 0.0 < rate.value < 0.05
    assert "Not one" in (rate.warning or "")
    assert mean_clients(point) < 1.0


def test_a_plans_rate_stands_beside_the_counts_and_the_range_that_make_it(
    workspace: Workspace,
) -> None:
    mql, responded, interested = STAGES["MQL"], STAGES["Responded"], STAGES["Interested"]
    days = [float(day) for day in range(60, 100, 2)]
    leads = [PastLead([(mql, day), (responded, day - 2)], "lost", day - 5) for day in days]
    leads += [PastLead([(mql, day), (interested, day - 9)], "lost", day - 20) for day in days[:10]]
    write_past(workspace.path, leads)
    with workspace.read() as session:
        plan = today_plan(session, MONDAY)
        point = starting_point(session, MONDAY)
    note = plan.origins["rate:Interested"]
    assert (note.evidence, note.interval is not None) == ("10 of 30", True)
    low, high = note.interval or (0.0, 0.0)
    assert low < (note.value or 0.0) < high
    learned = next(one for one in point.inputs if one.name == "rate:Interested")
    assert learned.evidence == "0 of 20"


def test_what_cannot_be_counted_is_told_in_words(workspace: Workspace) -> None:
    leads = [
        PastLead([(STAGES["MQL"], 50.0), (STAGES["SQL"], 60.0)]),
        PastLead([(STAGES["MQL"], None), (STAGES["SQL"], 40.0)]),
        PastLead([(STAGES["MQL"], 30.0)], "lost", 45.0),
        PastLead([], "open"),
        *[PastLead([(STAGES["MQL"], 70.0), (STAGES["SQL"], 60.0)]) for _ in range(5)],
    ]
    write_past(workspace.path, leads)
    with workspace.read() as session:
        problems = starting_point(session, MONDAY).problems
    assert {one.code: one.count for one in problems} == {
        "out_of_order": 1,
        "undated": 1,
        "ended_before": 1,
        "no_moves": 1,
    }
    assert all(one.words.endswith(".") and str(one.count) in one.words for one in problems)


def test_leads_with_open_deals_can_be_left_to_the_deals(workspace: Workspace) -> None:
    write_past(workspace.path, [PastLead([(STAGES["MQL"], 20.0)]) for _ in range(4)])
    with workspace.engines()[0].begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO deal (uuid, lead_id, name, currency, state, opened_at) "
            "VALUES (x'00112233445566778899aabbccddeeff', 2, 'Pilot', 'EUR', 'open', "
            "'2026-10-20 00:00:00.000000')"
        )
    with workspace.read() as session:
        every = starting_point(session, MONDAY)
        others = starting_point(session, MONDAY, without_open_deals=True)
    assert sum(one.count for one in every.opening) == 4
    assert sum(one.count for one in others.opening) == 3


def test_the_real_team_works_the_stages_that_touches_are_known_of(workspace: Workspace) -> None:
    leads = [
        PastLead([(STAGES["MQL"], 80.0), (STAGES["SQL"], 60.0)], "open", 0.0) for _ in range(30)
    ]
    write_past(workspace.path, leads)
    with workspace.write() as session:
        sdr = add_member(session, "Sam", "UTC", ("sdr",))
        other = add_member(session, "Tom", "UTC", ("sdr", "setter"))
        set_share(session, sdr, "sdr", weekly_capacity=250)
        set_day_plan(session, other, planned_touches=40)
    with workspace.engines()[0].begin() as connection:
        for number in range(1, 31):
            for hour in (1, 2, 3):
                connection.exec_driver_sql(
                    "INSERT INTO touch (uuid, lead_id, member_id, medium, outcome, occurred_at) "
                    "VALUES (randomblob(16), ?, ?, 'call', 'no_answer', ?)",
                    (number, sdr, f"2026-08-15 0{hour}:00:00.000000"),
                )
    with workspace.read() as session:
        point = starting_point(session, MONDAY, weeks=8)
        alone = starting_point(session, MONDAY, weeks=8, team=False)
    role = point.network.roles[0]
    assert role.name == "SDR"
    assert [group.units_per_week for group in role.staff] == [250.0, 100.0]
    # What was typed is sure, and the other plan is not: a fifth of its 100 of 350.
    assert role.capacity_variation == pytest.approx(0.2 * 100 / 350, rel=0.05)
    work = point.network.steps[0].work
    assert work is not None
    assert work.role == role.key
    assert work.units == pytest.approx(3.0, rel=0.35)
    told = {one.name: one for one in point.inputs}
    assert told.keys() >= {"people:SDR", "units:SDR", "touches:MQL", "minutes:SDR"}
    assert told["units:SDR"].value == 175.0
    assert "set for 1 of 2 people" in told["units:SDR"].evidence
    assert "logged 90 in 1 week of work, 0 of them full" in told["units:SDR"].evidence
    assert "0 of 90 touches have a time" in told["minutes:SDR"].evidence
    assert alone.network.roles == ()
    assert all(isinstance(one, OpenLeads) for one in alone.network.opening)


@pytest.mark.skipif(not MAVEN.exists(), reason="the Maven file is not beside the project")
def test_the_maven_history_comes_out_as_engaged_to_client(
    workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    import_file(workspace, MAVEN)
    with workspace.read() as session:
        point = starting_point(session, datetime(2017, 10, 2, tzinfo=UTC), weeks=13)
    assert [stage.name for stage in point.network.stages] == ["SQL", "Client"]
    rate = next(one for one in point.inputs if one.name == "rate:Client")
    assert 0.45 < rate.value < 0.62
    assert "left out" in (rate.warning or "")
    path = str(workspace.path)
    assert run_command(["--workspace", path, "calibrate", "--json", "--at", "2017-10-02"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["rates"][0]["mean"] == pytest.approx(rate.value)
    assert told["starts_on"] == "2017-10-02"
    assert run_command(["--workspace", path, "calibrate", "--at", "2017-10-02"]) == 0
    assert "Client from SQL" in capsys.readouterr().out


@settings(max_examples=25)
@given(data=st.data())
def test_any_history_whatsoever_gives_an_answer_in_words(
    session: Session, data: st.DataObject
) -> None:
    """Times from anywhere, stages that there are or not, leads that nobody moved."""
    moment = int(MONDAY.timestamp())
    time = st.one_of(st.integers(moment - 10**8, moment + 10**7), st.just(MISSING))
    leads = data.draw(st.integers(0, 6))
    moves = data.draw(
        st.lists(
            st.tuples(
                st.integers(1, max(leads, 1)), st.integers(1, 10), time, st.integers(0, 10**6)
            ),
            max_size=25,
        )
    )
    columns = np.array(moves, np.int64).reshape(len(moves), 4).T
    written = np.maximum(columns[2], moment - 10**8) + columns[3]

    def drawn(strategy: st.SearchStrategy[int]) -> NDArray[np.int64]:
        return np.array(
            data.draw(st.lists(strategy, min_size=leads, max_size=leads)), np.int64
        ).reshape(leads)

    history = LearnedHistory(
        stages=stages(session),
        channels=(),
        renamed={9: 3, 10: 9},
        records=Records(
            columns[0],
            columns[1],
            columns[2],
            written,
            written,
            np.arange(1, leads + 1),
            np.zeros(leads, np.int64),
            drawn(st.integers(0, 3)),
            drawn(st.integers(moment - 10**8, moment)),
            drawn(st.integers(moment - 10**8, moment)),
        ),
        deals=DealColumns(array("q"), array("q"), array("q")),
    )
    point = starting_point(session, MONDAY, weeks=8, team=False, history=history)
    for one in point.inputs:
        assert one.evidence
        assert one.interval is None or one.interval[0] <= one.value <= one.interval[1]
    for problem in point.problems:
        assert problem.words
    assert all(step.delay.mean >= 0.0 for step in point.network.steps)
