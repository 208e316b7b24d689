"""Adding a lead by hand, above the list."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout

from models.errors import KnownError
from models.language import gettext as _
from views.runner import Runner

if TYPE_CHECKING:
    from views.lead_page.forms.form import ActionForm, FormSpec


class NewLead(QObject):
    """Asks who it is, and adds the lead; the form is made when it is first asked for."""

    opened = Signal()
    """Emitted when the form is about to be shown."""
    added = Signal(object)
    """Emitted with the id of the lead that was added."""
    left = Signal()
    """Emitted when nothing is to be added after all."""

    def __init__(self, runner: Runner, column: QVBoxLayout, place: int) -> None:
        super().__init__()
        self._runner = runner
        self._column = column
        self._place = place
        self._sent: FormSpec | None = None
        self.form: ActionForm | None = None

    def ask(self) -> None:
        """Show the form."""

        def query(session: Any) -> tuple[tuple[str, str], ...]:
            from models.leads.lists.choices import channel_choices

            return tuple((str(one.key or ""), one.name) for one in channel_choices(session))

        self._runner.read(query, self._open, lane="new lead")

    def _open(self, channels: Sequence[tuple[str, str]]) -> None:
        from views.lead_page.forms.form import ActionForm

        if self.form is None:
            self.form = ActionForm()
            self.form.sent.connect(self._send)
            self.form.left.connect(self._leave)
            self._column.insertWidget(self._place, self.form)
        self.opened.emit()
        self.form.open_form(_new_lead_form(channels))
        name = self.form.rows["name"].field
        if isinstance(name, QLineEdit):
            name.textChanged.connect(self._part)

    def _part(self, typed: str) -> None:
        """Part several lines that were pasted as the name; what was typed elsewhere stays."""
        if self.form is None or "\n" not in typed:
            return
        from models.leads.signature import read_signature

        found = asdict(read_signature(typed))
        there = {code: words or "" for code, words in self.form.values().items()}
        notes = [there["notes"], found["notes"]]
        for code in ("company", "job_title", "email", "phone"):
            if there[code]:
                if found[code] != there[code]:
                    notes.append(found[code])
                found[code] = there[code]
        self.form.fill({**found, "notes": "\n".join(words for words in notes if words)})

    def _leave(self) -> None:
        if self.form is not None:
            self.form.close_form()
        self.left.emit()

    def _send(self, spec: "FormSpec") -> None:
        form = self.form
        if form is None or spec is self._sent:
            # A second Enter, while the first is on its way.
            return
        self._sent = spec

        def done(lead_id: object) -> None:
            self._sent = None
            form.finish(spec)
            self.added.emit(lead_id)

        def refused(error: Exception) -> None:
            self._sent = None
            if not isinstance(error, KnownError):
                raise error
            form.show_refusal(error)

        self._runner.change(spec.operation(form.values()), done, failed=refused)


def _new_lead_form(channels: Sequence[tuple[str, str]]) -> "FormSpec":
    from views.lead_page.forms.form import FormField, FormSpec, Values

    def operation(values: Values) -> Callable[[Any], object]:
        def work(session: Any) -> object:
            from models.ids import ChannelId
            from models.leads.adding import add_lead_by_hand

            channel = values["channel"]
            return add_lead_by_hand(
                session,
                values["name"],
                company_name=values["company"],
                job_title=values["job_title"],
                email=values["email"],
                phone=values["phone"],
                channel_id=ChannelId(int(channel)) if channel else None,
                notes=values["notes"],
            )

        return work

    return FormSpec(
        "new lead",
        _("New lead"),
        _("Add the lead"),
        (
            FormField("name", _("Name")),
            FormField("company", _("Company")),
            FormField("email", _("E-mail")),
            FormField("phone", _("Phone"), hint=_("For example +44 20 7946 0958")),
            FormField("job_title", _("Job title")),
            FormField("channel", _("Channel"), "choice", tuple(channels), start=""),
            FormField("notes", _("Notes"), "long"),
        ),
        operation,
    )
