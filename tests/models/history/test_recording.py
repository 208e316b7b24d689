"""What reaches the change log, and what is refused because it would not."""

import pytest
from sqlalchemy import Executable, delete, insert, select, update
from sqlalchemy.orm import Session

from models.conditions.condition import Condition, Operator
from models.entities.leads.leads import Lead
from models.entities.marketing.channels import Channel
from models.entities.people.team import MemberRole, TeamMember
from models.entities.workspace.log import Change, ChangeRow
from models.errors import InvalidValueError
from models.history.verbs import Recording, UnrecordedChangeError, verb
from models.ids import MemberId
from models.marketing.channels import add_channel
from models.scoring.rule import ScoreRuleDraft
from models.team.joining import add_member, edit_member
from models.vocabulary import ScoreSide
from models.workspace import Workspace


def log_of(session: Session) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Return kind, verb, and the rows of every change."""
    connection = session.connection()
    return [
        (
            change.kind,
            change.verb,
            [
                (row.table_name, row.operation)
                for row in connection.execute(
                    select(ChangeRow).where(ChangeRow.change_id == change.id).order_by(ChangeRow.id)
                )
            ],
        )
        for change in connection.execute(select(Change).order_by(Change.id))
    ]


def test_a_verb_is_one_change_with_the_rows_it_touched(
    workspace: Workspace, member: MemberId
) -> None:
    with workspace.read() as session:
        assert log_of(session) == [
            ("do", "add_member", [("team_member", "insert"), ("member_role", "insert")])
        ]


def test_arguments_are_logged_as_json_and_rows_by_uuid(
    workspace: Workspace, member: MemberId
) -> None:
    with workspace.write(member) as session:
        edit_member(session, member, name="Sam", zone="UTC")
        uuid = session.connection().scalar(select(TeamMember.uuid))
        assert uuid is not None
        logged = session.connection().scalars(select(Change.arguments)).all()
    assert logged[0]["roles"] == ["sdr"]
    assert logged[1] == {"member_id": uuid.hex, "name": "Sam", "zone": "UTC"}


@pytest.mark.usefixtures("passing_verb")
def test_an_argument_of_several_parts_is_logged_by_their_names(workspace: Workspace) -> None:
    @verb
    def add_for(session: Session, rule: ScoreRuleDraft) -> None:
        add_member(session, rule.condition.wanted[0], "UTC")

    condition = Condition("job_title", Operator.CONTAINS, ("Sam",))
    with workspace.write() as session:
        add_for(session, ScoreRuleDraft(ScoreSide.FIT, condition, 15))
        logged = session.connection().scalars(select(Change.arguments)).all()
    told = {"field": "job_title", "operator": "contains", "wanted": ["Sam"]}
    assert logged == [{"rule": {"side": "fit", "condition": told, "points": 15}}]


def test_a_verb_that_changes_nothing_leaves_no_entry(
    workspace: Workspace, member: MemberId
) -> None:
    with workspace.write(member) as session:
        edit_member(session, member, name="Sam", zone="UTC")
        edit_member(session, member, name="Sam", zone="UTC")
        assert [entry[1] for entry in log_of(session)] == ["add_member", "edit_member"]


def test_a_flush_outside_of_a_verb_is_refused(workspace: Workspace, member: MemberId) -> None:
    with pytest.raises(UnrecordedChangeError), workspace.write(member) as session:
        session.add(Channel(name="SEO"))
    with pytest.raises(UnrecordedChangeError), workspace.write(member) as session:
        session.get_one(TeamMember, member).name = "Somebody else"
    with pytest.raises(UnrecordedChangeError), workspace.write(member) as session:
        session.delete(session.scalars(select(MemberRole)).one())
    with workspace.read() as session:
        assert session.scalars(select(TeamMember.name)).all() == ["Sam Setter"]
        assert session.scalars(select(Channel.id)).all() == []
        assert len(session.scalars(select(MemberRole.id)).all()) == 1


@pytest.mark.parametrize(
    "statement",
    [
        insert(Channel).values(name="SEO"),
        update(Lead).values(status="won"),
        delete(MemberRole),
    ],
)
def test_a_bulk_statement_is_refused(
    workspace: Workspace, member: MemberId, statement: Executable
) -> None:
    with pytest.raises(UnrecordedChangeError), workspace.write(member) as session:
        session.execute(statement)


def test_a_reading_session_cannot_be_written_to(workspace: Workspace) -> None:
    with workspace.read() as session, pytest.raises(UnrecordedChangeError):
        add_member(session, "Ann", "UTC")


@pytest.fixture
def passing_verb() -> object:
    """Take verbs that a test defines out of the register again."""
    from models.history.verbs import VERBS

    before = dict(VERBS)
    yield
    VERBS.clear()
    VERBS.update(before)


@pytest.mark.usefixtures("passing_verb")
def test_a_row_may_be_deleted_with_its_parent_by_a_verb_that_names_it(
    workspace: Workspace, member: MemberId
) -> None:
    # The row is gone when the log is written, so its name and image have to be taken before.
    @verb
    def remove_member(session: Session, member_id: MemberId) -> None:
        session.delete(session.scalars(select(MemberRole)).one())
        gone = session.get_one(TeamMember, member_id)
        gone.name = "Changed before it went"
        session.delete(gone)

    with workspace.write() as session:
        uuid = session.connection().scalar(select(TeamMember.uuid))
        assert uuid is not None
        remove_member(session, member)
        connection = session.connection()
        change = connection.execute(select(Change).order_by(Change.id.desc())).first()
        assert change is not None
        assert change.arguments == {"member_id": uuid.hex}
        logged = connection.execute(select(ChangeRow).where(ChangeRow.change_id == change.id))
        images = {row.table_name: row.before for row in logged}
    assert images["team_member"]["name"] == "Sam Setter"
    assert images["member_role"]["member_id"] == uuid.hex


@pytest.mark.usefixtures("passing_verb")
def test_the_inner_verb_is_part_of_the_outer_ones_change(workspace: Workspace) -> None:
    @verb
    def add_two(session: Session) -> None:
        add_member(session, "Ann", "UTC")
        add_member(session, "Bob", "UTC")

    with workspace.write() as session:
        add_two(session)
        assert log_of(session) == [("do", "add_two", [("team_member", "insert")] * 2)]


def test_the_log_clock_goes_on_when_the_wall_clock_was_set_back(
    workspace: Workspace, member: MemberId
) -> None:
    with workspace.write(member) as session:
        Recording.of(session).clock = lambda: workspace.clock().replace(year=2020)
        add_member(session, "Ann", "UTC")
        clocks = session.connection().scalars(select(Change.clock).order_by(Change.id)).all()
    assert clocks == sorted(set(clocks))


@pytest.mark.usefixtures("passing_verb")
def test_what_is_gathered_for_the_log_is_written_also_where_a_verb_is_refused_halfway(
    workspace: Workspace, member: MemberId
) -> None:
    @verb
    def add_two_channels(session: Session, first: str, second: str) -> None:
        add_channel(session, first)
        session.flush()
        add_channel(session, second)

    with workspace.write(member) as session:
        Recording.of(session).entries_at_once = 100
        with pytest.raises(InvalidValueError):
            add_two_channels(session, "Fairs", "")
        add_channel(session, "SEO")
        made = [("channel", "insert")]
        assert log_of(session)[1:] == [
            ("do", "add_two_channels", made),
            ("do", "add_channel", made),
        ]
