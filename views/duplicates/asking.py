"""What the page of duplicates asks and changes, each as one job for the background."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from models.duplicates.comparing import Comparison
    from models.duplicates.following_up import FollowUp
    from models.duplicates.scanning import DuplicatePair


def contacts_compared(session: Any, pair: "DuplicatePair") -> "Comparison":
    """Return two contacts side by side."""
    from models.duplicates.comparing import compare_contacts

    return compare_contacts(session, pair.kept.id, pair.gone.id)


def compared(session: Any, one: "FollowUp") -> "Comparison":
    """Return two companies or two leads side by side."""
    from models.duplicates.following_up import compare

    return compare(session, one)


def pairs_left(session: Any, pairs: "Sequence[DuplicatePair]") -> "tuple[DuplicatePair, ...]":
    """Return which pairs of a scan are left."""
    from models.duplicates.following import pairs_now

    return pairs_now(session, pairs)


def still_stands(session: Any, one: "FollowUp") -> bool:
    """Say whether what is asked about two records can still be asked."""
    from models.duplicates.following_up import stands

    return stands(session, one)


def merge_people(
    session: Any, pair: "DuplicatePair", choices: dict[str, str]
) -> "tuple[FollowUp, ...]":
    """Merge two contacts and return what to ask next."""
    from models.duplicates.following_up import merge_and_follow_up

    return merge_and_follow_up(session, pair.kept.id, pair.gone.id, choices)


def merge_both(session: Any, one: "FollowUp", choices: dict[str, str]) -> None:
    """Merge two companies or two leads."""
    from models.duplicates.following_up import merge_as_asked

    merge_as_asked(session, one, choices)


def say_distinct(session: Any, pair: "DuplicatePair") -> None:
    """Say that two contacts are two people."""
    from models.duplicates.distinct import keep_apart

    keep_apart(session, pair.kept.id, pair.gone.id)
