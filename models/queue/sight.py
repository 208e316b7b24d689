"""Whose work is whose: which leads somebody sees in the queue, by the duties of their roles."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, false, or_, select, true
from sqlalchemy.orm import Session

from models.definitions.current import stages
from models.definitions.roles import duty_of
from models.entities.leads.cards import LeadCard
from models.entities.people.team import MemberRole, TeamMember
from models.ids import MemberId
from models.storage.sqlite.queries import without_index
from models.team.rows import zone_of
from models.vocabulary import Meaning, Role


class Bands(NamedTuple):
    """The stages of the funnel by who works on leads there; `early` is before MQL."""

    early: tuple[int, ...]
    sdr: tuple[int, ...]
    setter: tuple[int, ...]
    closer: tuple[int, ...]


class Sight(NamedTuple):
    """Who looks, at what instant, and what they see; `everything` for nobody in particular.

    Somebody without any role sees everything as well: no rule says what is theirs. `others` are by
    duty the people of the team who have it besides.
    """

    member_id: MemberId | None
    at: datetime
    zone: str
    duties: frozenset[str]
    bands: Bands
    others: dict[str, tuple[int, ...]]

    @property
    def everything(self) -> bool:
        """Whether all that waits for anybody is shown."""
        return self.member_id is None or not self.duties

    def has(self, *duties: str) -> bool:
        """Say whether one of these duties is theirs."""
        return self.everything or any(duty in self.duties for duty in duties)

    def owns(self, duty: str) -> ColumnElement[bool]:
        """Return the condition, on `LeadCard`, that a lead of this duty's stages is theirs.

        It is so unless somebody else who has the duty owns it.
        """
        if self.everything:
            return true()
        if duty not in self.duties:
            return false()
        owner = without_index(LeadCard.owner_id.expression)
        return or_(owner.is_(None), owner.not_in(self.others[duty]))

    def to_work_on(self) -> ColumnElement[bool]:
        """Return the condition, on `LeadCard`, that a lead short of a meeting is theirs to work.

        SDRs see what came as far as MQL and not yet SQL, and their own from before; setters what is
        an SQL and has no meeting.
        """
        stage = without_index(LeadCard.stage_id.expression)
        owner = without_index(LeadCard.owner_id.expression)
        early = true() if self.everything else owner == self.member_id
        return or_(
            and_(stage.in_(self.bands.sdr), self.owns(Role.SDR)),
            and_(stage.in_(self.bands.setter), self.owns(Role.SETTER)),
            and_(stage.in_(self.bands.early), early, self.owns(Role.SDR)),
        )


def sight_of(session: Session, member_id: MemberId | None, at: datetime) -> Sight:
    """Return what somebody sees at an instant."""
    held = session.execute(
        select(MemberRole.member_id, MemberRole.role)
        .join(TeamMember, TeamMember.id == MemberRole.member_id)
        .where(or_(TeamMember.active.is_(True), TeamMember.id == member_id))
    )
    by_duty: dict[str, set[int]] = {duty.value: set() for duty in Role}
    for row in held:
        by_duty.setdefault(duty_of(session, row.role), set()).add(row.member_id)
    return Sight(
        member_id=member_id,
        at=at,
        zone=zone_of(session, member_id),
        duties=frozenset(duty for duty, members in by_duty.items() if member_id in members),
        bands=bands_of(session),
        others={
            duty: tuple(sorted(one for one in members if one != member_id))
            for duty, members in by_duty.items()
        },
    )


def bands_of(session: Session) -> Bands:
    """Return which stages are whose; a later meaning stands for one that no stage has."""
    known = stages(session)
    order = list(Meaning)

    def begin(meaning: Meaning) -> int:
        later = order[order.index(meaning) :]
        return min((one.position for one in known if one.meaning in later), default=10**6)

    mql, sql, appointment = (
        begin(meaning) for meaning in (Meaning.MQL, Meaning.SQL, Meaning.APPOINTMENT)
    )
    return Bands(
        early=tuple(one.id for one in known if one.position < mql),
        sdr=tuple(one.id for one in known if mql <= one.position < sql),
        setter=tuple(one.id for one in known if sql <= one.position < appointment),
        closer=tuple(one.id for one in known if one.position >= appointment),
    )


def has_leads(session: Session) -> bool:
    """Say whether there is any lead that may be seen."""
    return session.scalar(select(LeadCard.id).limit(1)) is not None
