"""What a change touched, in the words that pages listen for."""

from enum import StrEnum


class Topic(StrEnum):
    """One kind of thing a page may show; a page asks again only for its own topics."""

    LEADS = "leads"
    STAGE_MOVES = "stage_moves"
    TOUCHES = "touches"
    APPOINTMENTS = "appointments"
    DEALS = "deals"
    TEAM = "team"
    CHANNELS = "channels"
    DEFINITIONS = "definitions"
    SCENARIOS = "scenarios"
    SETTINGS = "settings"
    HANDOFFS = "handoffs"
    VIEWS = "views"
    CALENDARS = "calendars"
    CADENCES = "cadences"
    QUEUE = "queue"
    OUTBOX = "outbox"
