"""Why leads left, campaign by campaign, and whose turn it is to change something.

A reason that was there when the lead came (no authority, no budget, outside the profile ...) says
that the wrong people were asked: marketing's definition and targeting. One that came up while it
was pursued (no response, timing, a competitor) says something about the follow-up: sales. It is a
rule of thumb, and the counts stand beside it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.definitions.current import reason_names, stages
from models.entities.leads.leads import Lead
from models.entities.marketing.channels import Channel
from models.entities.marketing.spending import Campaign
from models.ids import CampaignId
from models.language import gettext as _
from models.vocabulary import Meaning, Status

AT_CAPTURE = frozenset(
    ("budget", "authority", "no_need", "outside_profile", "existing_client", "bad_data")
)
"""The reason codes that could have been known when the lead came."""

_LEFT = (Status.DISQUALIFIED.value, Status.LOST.value, Status.NURTURE.value)
_FEWEST = 20


class Side(StrEnum):
    """Who has to change something."""

    MARKETING = "marketing"
    SALES = "sales"


@dataclass(frozen=True, slots=True)
class ReasonCount:
    """How many leads left for a reason; `at_capture` says that it was there when they came."""

    code: str
    name: str
    count: int
    at_capture: bool


@dataclass(frozen=True, slots=True)
class CampaignLosses:
    """What became of a campaign's leads; None stands for leads without a campaign."""

    campaign_id: CampaignId | None
    campaign: str
    channel: str
    leads: int
    sqls: int
    clients: int
    left: tuple[ReasonCount, ...]

    @property
    def gone(self) -> int:
        """Return how many left, for whatever reason."""
        return sum(reason.count for reason in self.left)

    @property
    def gone_at_capture(self) -> int:
        """Return how many left for a reason that was there when they came."""
        return sum(reason.count for reason in self.left if reason.at_capture)


def losses(session: Session) -> tuple[CampaignLosses, ...]:
    """Return every campaign with leads, the largest first; reasons by how many left for them."""
    positions: dict[int, int] = {stage.id: stage.position for stage in stages(session)}
    by_meaning = {stage.meaning: stage.position for stage in stages(session)}
    sql_from = by_meaning.get(Meaning.SQL, len(positions))
    names = reason_names(session)
    found = session.execute(
        select(
            Lead.campaign_id, Lead.stage_id, Lead.status, Lead.status_reason, func.count()
        ).group_by(Lead.campaign_id, Lead.stage_id, Lead.status, Lead.status_reason)
    )
    counts: dict[int | None, list[tuple[int, str, str | None, int]]] = {}
    for campaign_id, stage_id, status, reason, count in found:
        row = (positions.get(stage_id, 0), status, reason, count)
        counts.setdefault(campaign_id, []).append(row)
    called = {
        campaign_id: (campaign, channel)
        for campaign_id, campaign, channel in session.execute(
            select(Campaign.id, Campaign.name, Channel.name).join(
                Channel, Channel.id == Campaign.channel_id
            )
        )
    }
    rows = []
    for campaign_id, some in counts.items():
        campaign, channel = called.get(campaign_id or 0, (_("No campaign"), ""))
        rows.append(
            CampaignLosses(
                campaign_id=None if campaign_id is None else CampaignId(campaign_id),
                campaign=campaign,
                channel=channel,
                leads=sum(count for *_row, count in some),
                sqls=sum(count for position, *_row, count in some if position >= sql_from),
                clients=sum(count for _at, status, _why, count in some if status == Status.WON),
                left=_left(some, names),
            )
        )
    return tuple(sorted(rows, key=lambda row: (-row.leads, row.campaign)))


def _left(
    some: list[tuple[int, str, str | None, int]], names: dict[str, str]
) -> tuple[ReasonCount, ...]:
    by_reason: dict[str, int] = {}
    for _at, status, reason, count in some:
        if status in _LEFT:
            by_reason[reason or ""] = by_reason.get(reason or "", 0) + count
    found = (
        ReasonCount(code, names.get(code, code or _("No reason given")), count, code in AT_CAPTURE)
        for code, count in by_reason.items()
    )
    return tuple(sorted(found, key=lambda reason: (-reason.count, reason.code)))


def side_to_act(row: CampaignLosses) -> Side | None:
    """Return who has to change something: marketing, sales, or nobody yet.

    More than half of those that left must have left for one side's reasons, and at least 20 must
    have left: fewer say nothing.
    """
    if row.gone < _FEWEST:
        return None
    if 2 * row.gone_at_capture > row.gone:
        return Side.MARKETING
    named = sum(reason.count for reason in row.left if reason.code)
    return Side.SALES if 2 * (named - row.gone_at_capture) > row.gone else None


def finding(row: CampaignLosses) -> str:
    """Return what a campaign's reasons say, in a sentence with its counts."""
    side = side_to_act(row)
    if side is None and row.gone < _FEWEST:
        return _("{gone:,} of {leads:,} left: too few to say why.").format(
            gone=row.gone, leads=row.leads
        )
    if side is Side.MARKETING:
        return _(
            "{count:,} of the {gone:,} that left could have been told apart when they came "
            "({reasons}): marketing has to act, on the definition or on whom it asks."
        ).format(
            count=row.gone_at_capture,
            gone=row.gone,
            reasons=_named(reason for reason in row.left if reason.at_capture),
        )
    if side is Side.SALES:
        others = [reason for reason in row.left if reason.code and not reason.at_capture]
        return _(
            "{count:,} of the {gone:,} that left fitted and left later ({reasons}): sales has to "
            "act, on how and how soon it follows up."
        ).format(
            count=sum(reason.count for reason in others), gone=row.gone, reasons=_named(others)
        )
    said = _("{gone:,} left, for no one side's reasons more than the other's.")
    return said.format(gone=row.gone)


def _named(found: Iterable[ReasonCount]) -> str:
    return ", ".join(f"{reason.name} {reason.count:,}" for reason in found)
