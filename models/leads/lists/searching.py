"""What a person typed into the search, and the leads that it means.

Each word finds the leads in which some word begins with it; signs between letters only part words
("ann.lee@" finds "ann" followed by "lee..."). A line of figures is a piece of a phone number and is
found anywhere in it. Telephones show a whole number in other ways than the one it is stored in
("020 ...", "0044 20 ...", "+44 (0)20 ..."): zeros that are only dialled before it do not count.
"""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session

from models.entities.leads.cards import LeadCard
from models.entities.leads.searching import SearchPending
from models.storage.sqlite.queries import listed, without_index
from models.storage.sqlite.search_index import (
    FEWEST_DIGITS,
    PIECE_DIGITS,
    count_by_search,
    found_by_search,
    number_expression,
    search_expression,
)
from models.storage.visibility import hidden_batches
from models.text_keys import digits, fold, words

_PHONE = re.compile(r"[\d\s()+./\u2010-\u2015-]+")
_TRUNK_ZERO = re.compile(r"(?<=\d)\s*\(0\)")
_WHOLE_NUMBER_DIGITS = 7
"""With fewer, zeros in front may be from the middle of a number."""


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
        """Whether a search index can answer.

        It parts words by an old version of Unicode: letters that were added since would be
        separators to it.
        """
        return not self.is_empty and all(
            unicodedata.ucd_3_2_0.category(sign)[0] in "LN"
            for phrase in (*self.phrases, self.number)
            for sign in phrase.replace(" ", "")
        )

    @property
    def _together(self) -> bool:
        """Whether only the card can say that what the index finds stands together."""
        # The indexes keep no places of words, nor of the pieces of a number.
        return any(" " in phrase for phrase in self.phrases) or len(self.number) > PIECE_DIGITS

    def in_card(self) -> list[ColumnElement[bool]]:
        """Return the conditions that a lead's card has to meet; the index only saves time."""
        sought = [self.number] if self.number else [f" {phrase}" for phrase in self.phrases]
        return [LeadCard.search_text.contains(text, autoescape=True) for text in sought]

    def in_index(
        self, session: Session, *, on_the_way: bool = False, held: Collection[int] | None = None
    ) -> ColumnElement[bool]:
        """Return the condition by way of the index, for leads that wait for it by their cards.

        `on_the_way` lets another index lead through the list, and only tests by what was found.
        `held` is what the index found when it was asked before.
        """
        own: ColumnElement[int] = LeadCard.id.expression
        ids = self.found() if held is None else listed(held)
        found = (without_index(own) if on_the_way else own).in_(ids)
        conditions: list[ColumnElement[bool]] = [found]
        if self.waits(session):
            waiting = select(LeadCard.id).where(
                LeadCard.id.in_(select(SearchPending.id)), *self.in_card()
            )
            conditions.append((without_index(own) if on_the_way else own).in_(waiting))
        together = self.in_card() if self._together else []
        return and_(or_(*conditions), *together)

    def index_suffices(self, session: Session) -> bool:
        """Say whether exactly those leads are meant, and shown, that the index finds."""
        return (
            self.indexed
            and not self._together
            and not hidden_batches(session)
            and not self.waits(session)
        )

    def waits(self, session: Session) -> bool:
        """Say whether there are leads that the index does not know yet."""
        return session.scalar(select(SearchPending.id).limit(1)) is not None

    @property
    def has_many_words(self) -> bool:
        """Whether the index has to look for what several words have in common."""
        return sum(len(phrase.split()) for phrase in self.phrases) > 1

    def found(self) -> Select[int]:
        """Return the query for the ids that the index finds."""
        return found_by_search(*self._asked())

    def matches(self, session: Session) -> int:
        """Return how many leads the index finds; it knows the lengths of its lists."""
        return session.connection().execute(count_by_search(*self._asked())).scalar_one()

    def _asked(self) -> tuple[str, str]:
        if self.number:
            return number_expression(self.number), "lead_digits"
        return search_expression(self.phrases), "lead_search"


def lead_search(typed: str) -> LeadSearch:
    """Return what was typed as a search; signs mean nothing, so no input is an error.

    >>> lead_search("  O'Neil  köln*").phrases
    ('o neil', 'koln')
    >>> lead_search("(020) 79").number, lead_search("(020) 7946-0958").number
    ('02079', '2079460958')
    """
    number = digits(_TRUNK_ZERO.sub("", typed))
    if len(number) >= FEWEST_DIGITS and _PHONE.fullmatch(typed.strip()):
        return LeadSearch(number=_without_dialled_zeros(number))
    phrases = (" ".join(words(chunk)) for chunk in fold(typed).split())
    return LeadSearch(phrases=tuple(dict.fromkeys(phrase for phrase in phrases if phrase)))


def _without_dialled_zeros(number: str) -> str:
    bare = number.lstrip("0")
    is_whole = len(number) >= _WHOLE_NUMBER_DIGITS and len(bare) >= FEWEST_DIGITS
    return bare if is_whole else number
