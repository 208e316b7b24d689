"""What is wrong with a line of several fields, said below it."""

from functools import partial

from views.settings.fields import NumberLine, SavedLine
from views.widgets import PlainLabel
from views.widgets.labels import set_look


class LineTrouble(PlainLabel):
    """Marks the fields that hold what could not be saved, so that it stays while others are.

    What cannot be read is said until it can; what was refused, until the line is saved.
    """

    def __init__(self, *fields: SavedLine) -> None:
        super().__init__(size="small", tone="danger", wrap=True)
        self._fields = fields
        self._unread: dict[SavedLine, str] = {}
        for field in fields:
            if isinstance(field, NumberLine):
                field.wrong.connect(partial(self._cannot_read, field))
                field.saved_number.connect(partial(self._can_read, field))
        self.hide()

    def set_error(self, sentence: str) -> None:
        """Say why the line was refused; an empty sentence says that it is saved."""
        for field in self._fields:
            said = self._unread.get(field, sentence if field.is_open else "")
            set_look(field, "wrong", "true" if said else "false")
            field.setAccessibleDescription(said)
        self.say(sentence or next(iter(self._unread.values()), ""))

    def _cannot_read(self, field: SavedLine, sentence: str) -> None:
        self._unread[field] = sentence
        self.set_error("")

    def _can_read(self, field: SavedLine, _number: object) -> None:
        self._unread.pop(field, None)
