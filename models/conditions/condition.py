"""A condition on a lead as data: what is asked of which field.

The same condition filters a list, earns points and opens a gate; what the fields are and how they
are found stands beside this module.
"""

from enum import StrEnum
from typing import NamedTuple


class Operator(StrEnum):
    """How a field's value is compared with what is wanted; which of them fit depends on its kind.

    Several wanted values mean any of them. Dates and stage ages count in days back from today.
    """

    IS = "is"
    IS_NOT = "is_not"
    CONTAINS = "contains"
    LACKS = "lacks"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    BEFORE = "before"
    AFTER = "after"
    WITHIN_DAYS = "within_days"
    OLDER_THAN_DAYS = "older_than_days"
    KNOWN = "known"
    UNKNOWN = "unknown"


class Condition(NamedTuple):
    """One condition: `field` is a code of the catalogue, `wanted` are values in stored form.

    A number is its decimal text, a date is ISO, yes and no are `yes` and `no`, a row is its id, and
    a field of the team's own is `custom:` with its UUID in hex.
    """

    field: str
    operator: Operator
    wanted: tuple[str, ...] = ()
