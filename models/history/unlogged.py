"""What verbs take without logging it."""


class Unlogged:
    """Base of arguments that stay out of the log because the rows made of them tell them whole."""

    __slots__ = ()
