"""The cadence of a lead: put into one by hand, moved on, or taken out."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from models.language import gettext as _
from views.lead_page.forms.form import FormField, FormSpec, Values
from views.leads.wording import short_moment

if TYPE_CHECKING:
    from models.cadences.rows import CadenceRow, RunRow
    from models.ids import LeadId

_NEXT_STEP_OUT: Final = "pass over"
_TAKE_OUT: Final = "take out"


def cadence_form(
    lead_id: "LeadId", run: "RunRow | None", known: "tuple[CadenceRow, ...]", now: datetime
) -> FormSpec:
    """Return the form that puts a lead into a cadence, or moves or ends the one it is in."""
    going_on = run if run is not None and run.ended_at is None else None
    starts = tuple(
        (str(row.id), _("Begin “{cadence}”").format(cadence=row.name))
        for row in known
        if going_on is None or row.id != going_on.cadence_id
    )
    choices = starts
    title = _("In no cadence")
    if going_on is not None:
        title = _("In “{cadence}”: step {step} of {steps}, due {moment}").format(
            cadence=going_on.cadence,
            step=going_on.steps_done + 1,
            steps=going_on.steps,
            moment=short_moment(going_on.due_at, now),
        )
        choices = (
            (_NEXT_STEP_OUT, _("Leave out the next step")),
            (_TAKE_OUT, _("Take it out of the cadence")),
            *starts,
        )

    def operation(values: Values) -> Callable[[Any], object]:
        def work(session: Any) -> object:
            from models.cadences.enrolling import enrol, pass_over_step, take_out
            from models.ids import CadenceId

            wanted: str = values["what"]
            if wanted == _NEXT_STEP_OUT:
                return pass_over_step(session, lead_id)
            if wanted == _TAKE_OUT:
                return take_out(session, lead_id)
            return enrol(session, lead_id, CadenceId(int(wanted)))

        return work

    what = FormField("what", _("What to do"), "choice", choices)
    return FormSpec("cadence", title, _("Do it"), (what,), operation)
