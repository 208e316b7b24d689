"""All that the calendar shows at a moment, for painting."""

from dataclasses import dataclass
from datetime import datetime

from models.appointments.calendar_page import CalendarWeek
from views.calendar.painting.heads import Head
from views.calendar.placing.layout import Column, Layout
from views.calendar.placing.proposals import Proposal
from views.calendar.placing.stops import Stop


@dataclass(frozen=True, slots=True)
class Frame:
    """How much of the view the head and each ruler take."""

    head: int
    ruler: int
    rulers: int

    @property
    def left(self) -> int:
        """Where the first column begins."""
        return self.ruler * self.rulers


@dataclass(frozen=True, slots=True)
class Scene:
    """All that the calendar shows at a moment."""

    week: CalendarWeek
    layout: Layout
    heads: tuple[Head, ...]
    now: datetime
    stop: Stop | None = None
    other_zone: str = ""
    proposal: Proposal | None = None
    is_refused: bool = False
    is_focused: bool = False

    @property
    def ruler_column(self) -> Column | None:
        """The column whose hours the rulers show: the one that is selected."""
        columns = self.layout.columns
        if self.stop is not None and self.stop.column < len(columns):
            return columns[self.stop.column]
        return columns[0] if columns else None
