"""A small plan that questions are asked of: quick to run, short of people, unsure of a rate."""

import uuid
from datetime import date

from simulation.assumptions import BetaRate, Conversion, Evidence, FixedRate
from simulation.delays import GeometricDelay
from simulation.network import Channel, DealValue, Network, Step, Work
from simulation.people import Role, StaffGroup
from simulation.volumes import RandomVolume
from tests.simulation.networks import stages_of
from views.whatif.content import OriginNote, Plan, PlanTarget

SDR = uuid.UUID(int=100)
BEGINS = date(2026, 11, 23)


def small_plan() -> Plan:
    """Return two SDRs with 30 leads a week over twelve weeks, from Ads and referrals."""
    steps = (
        Step(
            Conversion(BetaRate.from_evidence(30, 60), evidence=Evidence(30, 60)),
            GeometricDelay.of_mean(1.0),
            work=Work(SDR),
        ),
        Step(Conversion(FixedRate(0.25))),
    )
    channels = (
        Channel(uuid.UUID(int=50), "Ads", RandomVolume(25.0), cost_per_lead=20.0),
        Channel(uuid.UUID(int=51), "Referrals", RandomVolume(5.0)),
    )
    team = Role(SDR, "SDR", (StaffGroup(2, 12.0),), weekly_cost=900.0, hiring_cost=2_000.0)
    network = Network(
        stages_of("MQL", "SQL", "Client"),
        steps,
        channels,
        12,
        (team,),
        value=DealValue(5_000.0, 0.3, 0.6),
        starts_on=BEGINS,
    )
    return Plan(
        network,
        "Plan",
        trials=400,
        origins={"rate:SQL": OriginNote("learned", "30 of 60", (0.4, 0.6), 0.5)},
        locked=frozenset({"rate:SQL"}),
        targets=(PlanTarget("clients", 32.0, date(2026, 11, 23), date(2027, 2, 14)),),
    )
