"""What the page of duplicates asks and changes, each as one job for the background."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from models.duplicates.comparing import Comparison
    from models.duplicates.scanning import DuplicatePair
    from models.ids import ContactId, LeadId

    LeadPair = tuple[LeadId, LeadId]


def contacts_compared(session: Any, pair: "DuplicatePair") -> "Comparison":
    """Return two contacts side by side."""
    from models.duplicates.comparing import compare_contacts

    return compare_contacts(session, pair.kept.id, pair.gone.id)


def leads_compared(session: Any, leads: "LeadPair") -> "Comparison":
    """Return two leads side by side."""
    from models.duplicates.comparing import compare_leads

    return compare_leads(session, *leads)


def pairs_left(session: Any, pairs: "Sequence[DuplicatePair]") -> "tuple[DuplicatePair, ...]":
    """Return which pairs of a scan are left."""
    from models.duplicates.following import pairs_now

    return pairs_now(session, pairs)


def leads_of_one(session: Any, contact_id: "ContactId") -> "LeadPair | None":
    """Return two going leads of one person that may be one pursuit."""
    from models.duplicates.comparing import leads_to_merge

    return leads_to_merge(session, contact_id)


def merge_people(session: Any, pair: "DuplicatePair", choices: dict[str, str]) -> "LeadPair | None":
    """Merge two contacts and return two leads of theirs that may be one pursuit."""
    from models.duplicates.merging import merge_contacts

    merge_contacts(session, pair.kept.id, pair.gone.id, choices)
    return leads_of_one(session, pair.kept.id)


def merge_pursuits(session: Any, leads: "LeadPair", choices: dict[str, str]) -> None:
    """Merge two leads."""
    from models.duplicates.merging import merge_leads

    merge_leads(session, *leads, choices)


def say_distinct(session: Any, pair: "DuplicatePair") -> None:
    """Say that two contacts are two people."""
    from models.duplicates.distinct import keep_apart

    keep_apart(session, pair.kept.id, pair.gone.id)
