"""What a person typed into the search, and the leads that it means.

Each word finds the leads in which some word begins with it; signs between letters only part words
("ann.lee@" finds "ann" followed by "lee..."). A line of figures is a piece of a phone number and is
found anywhere in it.
"""

import re
import unicodedata
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from models.entities import LeadCard, SearchPending
from models.storage.sqlite import found_by_search, search_expression
from models.storage.visibility import hidden_batches
from models.text_keys import digits, fold, words

# Sorting so many takes some 80 ms. Testing leads in the order of the list takes less only where it
# meets them early: names in Chinese stand at the very end of it.
SORTED_AT_MOST = 50_000

_PHONE = re.compile(r"[\d\s()+./-]+")
_FEW_DIGITS = 3


@dataclass(frozen=True, slots=True)
class LeadSearch:
    """A search: phrases that have to begin words, or one piece of a phone number."""

    phrases: tuple[str, ...] = ()
    number: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether every lead is meant."""
        return not self.phrases and not self.number

    @property
    def indexed(self) -> bool:
        """Whether the search index can answer.

        It parts words by an old version of Unicode. Letters that were added since would be
        separators to it, and a piece in the middle of a number is the beginning of nothing.
        """
        return bool(self.phrases) and all(
            unicodedata.ucd_3_2_0.category(sign)[0] in "LN"
            for phrase in self.phrases
            for sign in phrase.replace(" ", "")
        )

    def in_card(self) -> list[ColumnElement[bool]]:
        """Return the conditions that a lead's card has to meet; the index only saves time."""
        sought = [self.number] if self.number else [f" {phrase}" for phrase in self.phrases]
        return [LeadCard.search_text.contains(text, autoescape=True) for text in sought]

    def in_index(self, session: Session) -> ColumnElement[bool]:
        """Return the condition by way of the index, for leads that wait for it by their cards."""
        found = found_by_search(search_expression(self.phrases))
        conditions: list[ColumnElement[bool]] = [LeadCard.id.in_(found)]
        if session.scalar(select(SearchPending.id).limit(1)) is not None:
            waiting = select(LeadCard.id).where(
                LeadCard.id.in_(select(SearchPending.id)), *self.in_card()
            )
            conditions.append(LeadCard.id.in_(waiting))
        # The index keeps no places of words, so whether two stand together only the card can say.
        together = self.in_card() if any(" " in phrase for phrase in self.phrases) else []
        return and_(or_(*conditions), *together)

    def index_suffices(self, session: Session) -> bool:
        """Say whether exactly those leads are meant, and shown, that the index finds."""
        together = any(" " in phrase for phrase in self.phrases)
        return (
            self.indexed
            and not together
            and not hidden_batches(session)
            and session.scalar(select(SearchPending.id).limit(1)) is None
        )

    def means_many(self, session: Session) -> bool:
        """Say whether the index finds so many that sorting them takes longer than probing."""
        found = (
            found_by_search(search_expression(self.phrases)).limit(SORTED_AT_MOST + 1).subquery()
        )
        return (session.scalar(select(func.count()).select_from(found)) or 0) > SORTED_AT_MOST


def lead_search(typed: str) -> LeadSearch:
    """Return what was typed as a search; signs mean nothing, so no input is an error.

    >>> lead_search("  O'Neil  köln*").phrases
    ('o neil', 'koln')
    >>> lead_search("(020) 79").number
    '02079'
    """
    number = digits(typed)
    if len(number) >= _FEW_DIGITS and _PHONE.fullmatch(typed.strip()):
        return LeadSearch(number=number)
    phrases = (" ".join(words(chunk)) for chunk in fold(typed).split())
    return LeadSearch(phrases=tuple(dict.fromkeys(phrase for phrase in phrases if phrase)))
