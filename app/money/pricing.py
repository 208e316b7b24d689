"""What a plan's leads cost and its clients bring, as the workspace's own spend and deals say."""

import uuid
from dataclasses import replace
from datetime import datetime, timedelta
from statistics import fmean, stdev
from typing import TYPE_CHECKING, Final

from models.iso_codes import minor_digits
from models.language import gettext as _
from models.language import ngettext
from simulation.network import Channel, DealValue
from simulation.results import NINETY
from views.charts.numbers import whole
from views.whatif.content import OriginNote, Plan

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

_WEEKS_OF_SPEND: Final = 26
_LARGEST_VARIATION: Final = 10.0


def priced(session: "Session", plan: Plan, now: datetime) -> Plan:
    """Return a plan with the cost of each channel's leads and the value of a client.

    Leads cost what was spent on their channel in the last 26 weeks for each that came. A client
    brings the mean of the won deals, else what the settings state. What the plan has already, or
    nobody knows, stays as it is.
    """
    from models.deals.pipeline import deal_pipeline

    pipeline = deal_pipeline(session, now.date())
    unit = 10 ** minor_digits(pipeline.currency)
    plan = _with_costs(session, plan, now, unit)
    if plan.network.value.mean > 0.0:
        return plan
    value, notes = _value(session, [minor / unit for minor in pipeline.brought], unit)
    left_out = pipeline.unconverted_won.words()
    if left_out:
        note = notes.get("value", OriginNote("typed"))
        notes["value"] = replace(note, warning=left_out)
    return _noted(replace(plan, network=replace(plan.network, value=value)), notes)


def _with_costs(session: "Session", plan: Plan, now: datetime, unit: int) -> Plan:
    from sqlalchemy import select

    from models.entities.marketing.channels import Channel as ChannelEntity
    from models.reporting.asked import Asked
    from models.reporting.groups import CHANNEL
    from models.reporting.questions.costing import costs
    from models.reporting.questions.funnel import LEADS

    first = now.date() - timedelta(weeks=_WEEKS_OF_SPEND)
    asked = Asked(first, now.date(), "UTC")
    spent_by = costs(session, asked, now, CHANNEL)
    found = {row.funnel.group.code: row for row in spent_by.rows}
    left_out = " ".join(spent_by.problems)
    stages = plan.network.stages
    by_key: dict[uuid.UUID, str] = {}
    for row_id, key in session.execute(select(ChannelEntity.id, ChannelEntity.uuid)):
        # Leads of a channel that enter later than its others have a channel of their own.
        own = (key, *(uuid.uuid5(key, stage.key.hex) for stage in stages))
        by_key |= dict.fromkeys(own, str(row_id))
    notes: dict[str, OriginNote] = {}

    def with_cost(channel: Channel) -> Channel:
        if channel.key is None or channel.key not in by_key or channel.cost_per_lead > 0.0:
            return channel
        row = found.get(by_key[channel.key])
        leads = 0 if row is None else row.funnel.count(LEADS)
        name = f"cost:{channel.name}"
        if row is None or not leads:
            if left_out:
                notes[name] = replace(plan.origins.get(name, OriginNote("typed")), warning=left_out)
            return channel
        spent = row.spent_minor / unit
        evidence = ngettext("{spent} for {count} lead", "{spent} for {count} leads", leads)
        usual = _("The spend of {weeks} weeks, whatever it brought later.")
        notes[name] = OriginNote(
            "learned",
            evidence.format(spent=whole(spent), count=whole(leads)),
            value=spent / leads,
            warning=" ".join((usual.format(weeks=_WEEKS_OF_SPEND), left_out)).strip(),
        )
        return replace(channel, cost_per_lead=spent / leads)

    channels = tuple(with_cost(channel) for channel in plan.network.channels)
    return _noted(replace(plan, network=replace(plan.network, channels=channels)), notes)


def _value(
    session: "Session", brought: "Sequence[float]", unit: int
) -> tuple[DealValue, dict[str, OriginNote]]:
    from models.settings import optional_number_setting

    stated = optional_number_setting(session, "average_deal_minor")
    profit = optional_number_setting(session, "net_profit_per_client_minor")
    notes: dict[str, OriginNote] = {}
    mean, variation = 0.0, 0.0
    if brought:
        mean = fmean(brought)
        spread = stdev(brought) if len(brought) > 1 else 0.0
        variation = min(spread / mean, _LARGEST_VARIATION) if mean > 0.0 else 0.0
        reach = NINETY * spread / len(brought) ** 0.5
        words = ngettext("{count} won deal", "{count} won deals", len(brought))
        notes["value"] = OriginNote(
            "learned",
            words.format(count=whole(len(brought))),
            (max(mean - reach, 0.0), mean + reach) if reach > 0.0 else None,
            mean,
        )
    elif stated is not None:
        mean = stated / unit
        notes["value"] = OriginNote("typed", _("stated in the settings"), value=mean)
    margin = 1.0
    if profit is not None and mean > 0.0:
        margin = min(profit / unit / mean, 1.0)
        notes["margin"] = OriginNote(
            "typed", _("net profit per client of the settings"), value=margin
        )
    return DealValue(mean, variation, margin), notes


def _noted(plan: Plan, notes: dict[str, OriginNote]) -> Plan:
    learned = {name for name, note in notes.items() if note.kind == "learned"}
    return replace(plan, origins={**plan.origins, **notes}, locked=plan.locked | learned)
