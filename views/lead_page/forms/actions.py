"""What can be done with a lead in words: each form with the domain verb it hands its answers to."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from models.language import gettext as _
from models.vocabulary import TOUCH_OUTCOMES, Medium, NurtureTrack, Status, label
from views.lead_page.forms.form import FormField, FormSpec, Values

if TYPE_CHECKING:
    from models.ids import CompanyId, LeadId
    from views.lead_page.reading import LeadShown

_MORNING: Final = 9
_GRADES: Final = tuple(letter + figure for letter in "ABCD" for figure in "1234")


def touch_form(shown: "LeadShown") -> FormSpec:
    """Return the form that logs a contact attempt; media that are blocked come last."""
    lead_id = shown.detail.id
    blocked = {wish.medium for wish in shown.detail.do_not_contact}
    media = sorted(Medium, key=lambda medium: medium in blocked)

    def operation(values: Values) -> Callable[[Any], object]:
        def work(session: Any) -> object:
            from models.activity.touches import log_touch

            return log_touch(
                session, lead_id, values["medium"], values["outcome"], note=values["note"]
            )

        return work

    return FormSpec(
        "touch",
        _("Log a touch"),
        _("Log it"),
        (
            FormField("medium", _("How"), "choice", _coded(*media)),
            FormField("outcome", _("What came of it"), "choice", _coded(*TOUCH_OUTCOMES)),
            FormField("note", _("Note"), "long"),
        ),
        operation,
    )


def correction_form(shown: "LeadShown") -> FormSpec | None:
    """Return the form that voids the latest move; None for a lead that was never moved."""
    page = shown.page
    move = None if page is None else page.correctable
    if page is None or move is None:
        return None
    move_id, stage = move.id, page.stage_names[move.to_stage_id]

    def operation(values: Values) -> Callable[[Any], object]:
        def work(session: Any) -> object:
            from models.leads.stages.moving import correct_move

            return correct_move(session, move_id, values["reason"] or "")

        return work

    return FormSpec(
        "correction",
        _("Correct the move to {stage}").format(stage=stage),
        _("Correct it"),
        (
            FormField(
                "reason",
                _("Reason"),
                hint=_("The lead goes back to where it was, and the move counts in no rate."),
            ),
        ),
        operation,
    )


def interest_form(shown: "LeadShown", today: date) -> FormSpec:
    """Return the form that records what a lead did."""
    lead_id = shown.detail.id
    kinds = () if shown.page is None else shown.page.kinds

    def operation(values: Values) -> Callable[[Any], object]:
        def work(session: Any) -> object:
            from models.activity.interest import record_interest
            from models.vocabulary import Precision

            day: date = values["day"]
            if day >= today:
                return record_interest(session, lead_id, values["kind"], topic=values["topic"])
            noon = datetime(day.year, day.month, day.day, 12).astimezone()
            return record_interest(
                session,
                lead_id,
                values["kind"],
                topic=values["topic"],
                occurred_at=noon,
                precision=Precision.DAY,
            )

        return work

    return FormSpec(
        "interest",
        _("Record what the lead did"),
        _("Record it"),
        (
            FormField("kind", _("What"), "words", kinds, hint=_("Choose, or write a word.")),
            FormField("topic", _("About")),
            FormField("day", _("When"), "day", start=today),
        ),
        operation,
    )


def task_form(shown: "LeadShown", now: datetime) -> FormSpec:
    """Return the form that adds a task with the moment it is due."""
    lead_id = shown.detail.id
    local = now.astimezone() + timedelta(days=1)

    def operation(values: Values) -> Callable[[Any], object]:
        def work(session: Any) -> object:
            from models.activity.tasks import add_task

            return add_task(session, values["task"] or "", lead_id=lead_id, due_at=values["due_at"])

        return work

    return FormSpec(
        "task",
        _("Add a task"),
        _("Add it"),
        (
            FormField("task", _("What is to be done"), start=_("Call back")),
            FormField(
                "due_at",
                _("Due"),
                "moment",
                start=local.replace(hour=_MORNING, minute=0, second=0, microsecond=0),
            ),
        ),
        operation,
    )


def note_form(shown: "LeadShown") -> FormSpec:
    """Return the form that adds a paragraph to the notes."""
    lead_id = shown.detail.id

    def operation(values: Values) -> Callable[[Any], object]:
        def work(session: Any) -> object:
            from models.leads.editing import add_note

            return add_note(session, lead_id, values["note"] or "")

        return work

    return FormSpec(
        "note", _("Add a note"), _("Add it"), (FormField("note", _("Note"), "long"),), operation
    )


def closing_form(shown: "LeadShown", status: Status, today: date) -> FormSpec:
    """Return the form that disqualifies a lead, loses it, or sends it to nurture."""
    lead_id = shown.detail.id
    page = shown.page
    reasons = () if page is None else page.reasons
    look_again = today + timedelta(days=0 if page is None else page.look_again_days)

    def operation(values: Values) -> Callable[[Any], object]:
        def work(session: Any) -> object:
            from models.leads.stages.closing import disqualify, mark_lost, recycle

            if status == Status.NURTURE:
                return recycle(
                    session,
                    lead_id,
                    values["reason"],
                    values["look_again_on"],
                    values["note"],
                    track=values["track"],
                )
            close = disqualify if status == Status.DISQUALIFIED else mark_lost
            return close(session, lead_id, values["reason"], values["note"])

        return work

    titles = {
        Status.DISQUALIFIED: (_("Disqualify this lead"), _("Disqualify")),
        Status.LOST: (_("This lead is lost"), _("Mark as lost")),
        Status.NURTURE: (_("Send this lead to nurture"), _("Send to nurture")),
    }
    fields = [FormField("reason", _("Why"), "choice", reasons)]
    if status == Status.NURTURE:
        fields += [
            FormField("look_again_on", _("Look again on"), "day", start=look_again),
            FormField("track", _("Track"), "choice", _coded(*NurtureTrack)),
        ]
    fields.append(FormField("note", _("Note"), "long"))
    title, send = titles[status]
    return FormSpec(status.value, title, send, tuple(fields), operation)


def block_form(shown: "LeadShown") -> FormSpec | None:
    """Return the form that notes a wish not to be reached; None for a lead without a person."""
    contact = shown.detail.contact
    if contact is None:
        return None
    contact_id = contact.id

    def operation(values: Values) -> Callable[[Any], object]:
        def work(session: Any) -> object:
            from models.leads.do_not_contact import set_do_not_contact

            return set_do_not_contact(session, contact_id, values["medium"], values["source"] or "")

        return work

    return FormSpec(
        "block",
        _("Do not contact"),
        _("Block it"),
        (
            FormField("medium", _("Not by"), "choice", _coded(*Medium)),
            FormField("source", _("Who said so"), hint=_("For example: told us by phone")),
        ),
        operation,
    )


def lift_form(shown: "LeadShown", medium: str) -> FormSpec | None:
    """Return the form that lifts a block, with who said so."""
    contact = shown.detail.contact
    if contact is None:
        return None
    contact_id = contact.id

    def operation(values: Values) -> Callable[[Any], object]:
        def work(session: Any) -> object:
            from models.leads.do_not_contact import lift_do_not_contact

            return lift_do_not_contact(session, contact_id, medium, values["source"] or "")

        return work

    return FormSpec(
        "lift",
        _("Allow {medium} again").format(medium=label(medium).lower()),
        _("Allow it"),
        (FormField("source", _("Who said so")),),
        operation,
    )


def decider_form(
    *,
    lead_id: "LeadId | None" = None,
    company_id: "CompanyId | None" = None,
    asks_company: bool = False,
) -> FormSpec:
    """Return the form that adds the contact who decides, at a lead's company or at this one."""

    def operation(values: Values) -> Callable[[Any], object]:
        def work(session: Any) -> object:
            from models.companies.deciding import add_decision_maker

            return add_decision_maker(
                session,
                values["name"] or "",
                lead_id=lead_id,
                company_id=company_id,
                company_name=values.get("company"),
                job_title=values["job_title"],
                email=values["email"],
                phone=values["phone"],
            )

        return work

    fields = [
        FormField("name", _("Name")),
        FormField("job_title", _("Job title")),
        FormField("email", _("E-mail")),
        FormField("phone", _("Phone"), hint="+44 20 7946 0958"),
    ]
    if asks_company:
        fields.append(FormField("company", _("Company")))
    return FormSpec("decider", _("Who decides?"), _("Add the contact"), tuple(fields), operation)


def grade_form(shown: "LeadShown") -> FormSpec:
    """Return the form that sets a grade by hand, with the reason."""
    lead_id = shown.detail.id

    def operation(values: Values) -> Callable[[Any], object]:
        def work(session: Any) -> object:
            from models.scoring.overriding import override_grade

            return override_grade(session, lead_id, values["grade"], values["reason"] or "")

        return work

    grades = tuple((grade, grade) for grade in _GRADES)
    return FormSpec(
        "grade",
        _("Set the grade by hand"),
        _("Set it"),
        (
            FormField("grade", _("Grade"), "choice", grades, start=shown.score.grade),
            FormField("reason", _("Why"), hint=_("It stays until it is taken back.")),
        ),
        operation,
    )


def _coded(*codes: str) -> tuple[tuple[str, str], ...]:
    return tuple((str(code), label(str(code))) for code in codes)
