"""What is expected of an MQL before anything is known of a team: the house example, a wide prior.

The example counts a batch of 200 MQLs: 60 responded, 30 interested, 15 SQLs, 8 agreed meetings and
3 clients. It is a start to be overruled by the team's own outcomes, not a fact about it.
"""

from models.definitions.current import StageRow
from models.vocabulary import Meaning

_OF_200 = {
    Meaning.MQL.value: 100.0,
    Meaning.SAL.value: 90.0,
    Meaning.SQL.value: 15.0,
    Meaning.APPOINTMENT.value: 8.0,
    Meaning.HELD.value: 6.0,
    Meaning.CLIENT.value: 3.0,
}
_WITHOUT_MEANING = 30.0


def prior_rate(stage: StageRow) -> float:
    """Return the share of leads that is expected to reach a stage."""
    return _OF_200.get(stage.meaning, _WITHOUT_MEANING) / 200.0
