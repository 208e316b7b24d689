"""What a plan has besides its network, read: origins, locks, open deals and targets."""

from collections.abc import Sequence
from typing import Final

from app.scenario_files.format import Counted, DealPart, OriginPart, TargetPart
from app.scenario_files.places import Places
from models.language import gettext as _
from models.scenarios.freezing import entered
from simulation.assumptions import BetaRate, Evidence, FixedRate, Rate
from simulation.delays import DelayTable
from simulation.network import Network
from simulation.pipeline import OpenDeal, Slip
from views.whatif.content import OriginNote, Plan, PlanTarget
from views.whatif.inputs.shown import inputs_of

STAGE: Final = "stage:"
"""Before the name of a stage that a target is about."""


def origins_of(
    places: Places, network: Network, parts: Sequence[OriginPart]
) -> dict[str, OriginNote]:
    """Return where the inputs came from, by their names."""
    known = _inputs_of(network)
    for number, part in enumerate(parts):
        places.number(f"origins[{number}].input", part.input, known)
    return {
        part.input: OriginNote(part.kind, part.evidence, part.interval, part.value, part.warning)
        for part in parts
    }


def locked_of(places: Places, network: Network, names: Sequence[str]) -> frozenset[str]:
    """Return the names of the inputs that follow the data."""
    known = _inputs_of(network)
    for number, name in enumerate(names):
        places.number(f"locked[{number}]", name, known)
    return frozenset(names)


def _inputs_of(network: Network) -> list[str]:
    return [one.name for one in inputs_of(Plan(network))]


def targets_of(
    places: Places, network: Network, parts: Sequence[TargetPart]
) -> tuple[PlanTarget, ...]:
    """Return what is to be reached."""
    found = []
    for number, part in enumerate(parts):
        at = f"targets[{number}]"
        first = places.written_day(f"{at}.first_day", part.first_day)
        last = places.written_day(f"{at}.last_day", part.last_day)
        if last < first:
            places.refuse(f"{at}.last_day", _("it is before the first day."))
        measure = part.measure
        if measure.startswith(STAGE):
            names = [STAGE + stage.name for stage in network.stages]
            stage = network.stages[places.number(f"{at}.measure", measure, names)]
            measure = entered(str(stage.key))
        found.append(PlanTarget(measure, part.amount, first, last, part.reached))
    return tuple(found)


def deals_of(places: Places, parts: Sequence[DealPart]) -> tuple[OpenDeal, ...]:
    """Return the open deals."""
    found = []
    for number, part in enumerate(parts):
        at = f"deals[{number}]"
        key = places.key(f"{at}.key", "deal", str(number), part.key)
        with places.at(f"{at}.chance"):
            chance, _counts = rate_of(places, f"{at}.chance", part.chance)
        with places.at(at):
            slip = Slip()
            if part.slip is not None:
                slip = Slip(DelayTable(tuple(part.slip.weights)), part.slip.early_weeks)
            lead = None
            if part.lead is not None:
                lead = places.key(f"{at}.lead", "lead", "", part.lead)
            deal = OpenDeal(
                key,
                part.stage,
                part.amount,
                part.expected_week,
                chance,
                slip,
                lead,
                part.makes_client,
            )
            found.append(deal)
    places.refuse_twice("deals", [str(deal.key) for deal in found])
    return tuple(found)


def rate_of(places: Places, place: str, part: float | Counted) -> tuple[Rate, Evidence | None]:
    """Return a rate as it is believed, and the counts behind it."""
    if not isinstance(part, Counted):
        return FixedRate(part), None
    counts = None
    if part.converted is not None and part.entered is not None:
        counts = Evidence(part.converted, part.entered)
    elif part.converted is not None or part.entered is not None:
        places.refuse(place, _("give both converted and entered."))
    if part.share is not None:
        return FixedRate(part.share), counts
    if part.alpha is not None and part.beta is not None:
        return BetaRate(part.alpha, part.beta), counts
    if counts is None or part.alpha is not None or part.beta is not None:
        places.refuse(place, _("give converted and entered, alpha and beta, or share."))
    if part.uncertain:
        return BetaRate.from_evidence(counts.converted, counts.entered), counts
    if counts.entered == 0:
        places.refuse(place, _("a rate that is taken as given needs leads that entered."))
    return FixedRate(counts.converted / counts.entered), counts
