"""The words for a change, rendered from its verb and arguments when somebody reads them."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, union_all
from sqlalchemy.orm import Session

from models.entities.base import Recorded
from models.entities.definitions.fields import CustomField
from models.entities.definitions.qualification import Criterion
from models.entities.definitions.versions import Definitions, Stage, StageDefinition
from models.entities.leads.cards import LeadCard
from models.entities.leads.deals import Deal
from models.entities.leads.external_keys import ExternalKey
from models.entities.leads.leads import Handoff, Lead
from models.entities.leads.views import SavedView
from models.entities.marketing.channels import Channel
from models.entities.marketing.spending import Campaign
from models.entities.meetings.appointments import PreparationItem
from models.entities.meetings.attendees import Attendee
from models.entities.meetings.kinds import MeetingKind
from models.entities.people.contacts import Company, Contact
from models.entities.people.team import TeamMember
from models.entities.work.activity import Task
from models.entities.work.cadences import Cadence
from models.entities.work.outbox import MailAccount, OutboxMessage
from models.entities.work.templates import MessageTemplate
from models.entities.workspace.forecasting import Scenario
from models.entities.workspace.log import Change
from models.history.merged import where_it_went
from models.language import gettext as _
from models.settings import SETTINGS
from models.vocabulary import label
from models.written_days import day_text, moment_text

KnownNames = dict[tuple[str, UUID], str]


def change_label(session: Session, change: Change, known: KnownNames | None = None) -> str:
    """Return what a change did, in words; a row that is gone is said to be.

    `known` keeps the names that were looked up, for callers who word many changes.
    """
    written = _LABELS.get(change.verb)
    if written is None:
        return change.verb.replace("_", " ").capitalize()
    return written()(_Names(session, change.arguments, {} if known is None else known))


class _Names:
    """Looks up the names that a label mentions."""

    def __init__(self, session: Session, arguments: dict[str, Any], known: KnownNames) -> None:
        self._session = session
        self._arguments = arguments
        self._known = known

    def __getitem__(self, argument: str) -> str:
        value = self._arguments.get(argument)
        finder = _FINDERS.get(argument)
        if argument == "person":
            return self._person()
        if argument == "setting":
            kind = SETTINGS.get(str(self._arguments.get("code")))
            return str(self._arguments.get("code")) if kind is None else kind.words()
        if argument in _CODES:
            return label(str(value)).lower()
        if argument in _MOMENTS:
            return _moment_words(str(value))
        if argument == "criterion":
            return self._criterion(str(value))
        if argument == "owner_id" and value is None:
            return _("nobody")
        if value is None or finder is None:
            return str(value or "")
        try:
            key = UUID(str(value))
        except ValueError:
            return str(value)
        if (argument, key) not in self._known:
            name = self._looked_up(finder, key) or _("a row that is gone")
            self._known[argument, key] = name
        return self._known[argument, key]

    def _looked_up(self, finder: Callable[[UUID], Any], key: UUID) -> str | None:
        """Return a row's name, or that of the row that it was merged into."""
        connection = self._session.connection()
        found = connection.execute(finder(key)).scalar()
        if found is None and (kept := where_it_went(connection, key)) is not None:
            found = connection.execute(finder(kept)).scalar()
        return str(found) if found else None

    def _criterion(self, code: str) -> str:
        newest = select(Criterion.name).where(Criterion.code == code)
        newest = newest.order_by(Criterion.definitions_id.desc()).limit(1)
        return str(self._session.connection().execute(newest).scalar() or code)

    def _person(self) -> str:
        given = self._arguments
        parts = [str(given[name]) for name in ("first_name", "last_name") if given.get(name)]
        return " ".join(parts) or str(given.get("email") or given.get("phone") or _("a contact"))


def _moment_words(written: str) -> str:
    moment = datetime.fromisoformat(written)
    is_day = len(written) == len(date.min.isoformat())
    return day_text(moment.date()) if is_day else moment_text(moment)


def _newest_stage_name(key: UUID) -> Any:
    return (
        select(StageDefinition.name)
        .join(Stage, Stage.id == StageDefinition.stage_id)
        .join(Definitions, Definitions.id == StageDefinition.definitions_id)
        .where(Stage.uuid == key)
        .order_by(Definitions.number.desc())
        .limit(1)
    )


def _whole_name(key: UUID) -> Any:
    first, last = func.coalesce(Contact.first_name, ""), func.coalesce(Contact.last_name, "")
    name = func.nullif(func.trim(first + " " + last), "")
    return select(func.coalesce(name, Contact.email, Contact.phone)).where(Contact.uuid == key)


def _lead_name(key: UUID) -> Any:
    return select(LeadCard.name).join(Lead, Lead.id == LeadCard.id).where(Lead.uuid == key)


def _merged_name(key: UUID) -> Any:
    company = select(Company.name).where(Company.uuid == key)
    return union_all(_whole_name(key), _lead_name(key), company)


def _column(column: Any, entity: type[Recorded]) -> Callable[[UUID], Any]:
    return lambda key: select(column).where(entity.uuid == key)


_FINDERS: dict[str, Callable[[UUID], Any]] = {
    "lead_id": _lead_name,
    "kept_id": _merged_name,
    "first_id": _whole_name,
    "second_id": _whole_name,
    "handoff_id": lambda key: (
        select(LeadCard.name)
        .join(Handoff, Handoff.lead_id == LeadCard.id)
        .where(Handoff.uuid == key)
    ),
    "to_stage_id": _newest_stage_name,
    "company_id": _column(Company.name, Company),
    "contact_id": _whole_name,
    "member_id": _column(TeamMember.name, TeamMember),
    "owner_id": _column(TeamMember.name, TeamMember),
    "closer_id": _column(TeamMember.name, TeamMember),
    "channel_id": _column(Channel.name, Channel),
    "campaign_id": _column(Campaign.name, Campaign),
    "task_id": _column(Task.text, Task),
    "attendee_id": _column(Attendee.name, Attendee),
    "preparation_id": _column(PreparationItem.text, PreparationItem),
    "deal_id": _column(Deal.name, Deal),
    "kind_id": _column(MeetingKind.name, MeetingKind),
    "scenario_id": _column(Scenario.name, Scenario),
    "cadence_id": _column(Cadence.name, Cadence),
    "template_id": _column(MessageTemplate.name, MessageTemplate),
    "field_id": _column(CustomField.name, CustomField),
    "view_id": _column(SavedView.name, SavedView),
    "outbox_id": _column(OutboxMessage.subject, OutboxMessage),
    "account_id": _column(MailAccount.address, MailAccount),
    "key_id": _column(ExternalKey.key, ExternalKey),
}
# Stored codes among the arguments, which are read as words.
_CODES = frozenset(("medium", "outcome", "by"))
# Days, and times as a clock on the wall shows them.
_MOMENTS = frozenset(("wall_start", "until"))


def _label(template: Callable[[], str]) -> Callable[[], Callable[[_Names], str]]:
    def render(names: _Names) -> str:
        return template().format_map(names)

    return lambda: render


_LABELS: dict[str, Callable[[], Callable[[_Names], str]]] = {
    "add_member": _label(lambda: _("Add {name} to the team")),
    "edit_member": _label(lambda: _("Edit {member_id}")),
    "set_time_with_us": _label(lambda: _("Set when {member_id} began and leaves")),
    "set_roles": _label(lambda: _("Set the roles of {member_id}")),
    "set_working_hours": _label(lambda: _("Set the working hours of {member_id}")),
    "set_calendar_policy": _label(lambda: _("Say where the calendar of {member_id} is kept")),
    "set_day_plan": _label(lambda: _("Plan the day of {member_id}")),
    "set_share": _label(lambda: _("Set capacity and weight of {member_id}")),
    "give_credit": _label(lambda: _("Credit {member_id} with meetings: {amount}")),
    "edit_credit": _label(lambda: _("Change a credit to {amount}")),
    "remove_credit": _label(lambda: _("Remove a credit")),
    "credit_no_show": _label(lambda: _("Credit a no-show back")),
    "level_turns": _label(lambda: _("Begin the turns of closers anew")),
    "deactivate": _label(lambda: _("Take {member_id} off the team")),
    "reactivate": _label(lambda: _("Bring {member_id} back to the team")),
    "add_company": _label(lambda: _("Add {name}")),
    "edit_company": _label(lambda: _("Edit {company_id}")),
    "add_contact": _label(lambda: _("Add {person}")),
    "add_decision_maker": _label(lambda: _("Add {name}, who decides")),
    "edit_contact": _label(lambda: _("Edit {contact_id}")),
    "set_do_not_contact": _label(lambda: _("No more {medium} to {contact_id}")),
    "lift_do_not_contact": _label(lambda: _("Allow {medium} to {contact_id} again")),
    "merge_contacts": _label(lambda: _("Merge two records of {kept_id}")),
    "merge_leads": _label(lambda: _("Merge two leads of {kept_id}")),
    "merge_companies": _label(lambda: _("Merge two records of {kept_id}")),
    "keep_apart": _label(lambda: _("Keep {first_id} and {second_id} apart")),
    "add_lead": _label(lambda: _("Add a lead")),
    "add_lead_by_hand": _label(lambda: _("Add a lead")),
    "edit_lead": _label(lambda: _("Edit {lead_id}")),
    "add_note": _label(lambda: _("Add a note to {lead_id}")),
    "assign_owner": _label(lambda: _("Give {lead_id} to {owner_id}")),
    "move_stage": _label(lambda: _("Move {lead_id} to {to_stage_id}")),
    "correct_move": _label(lambda: _("Correct a stage move: {reason}")),
    "disqualify": _label(lambda: _("Disqualify {lead_id}")),
    "mark_lost": _label(lambda: _("Mark {lead_id} as lost")),
    "recycle": _label(lambda: _("Send {lead_id} to nurture")),
    "postpone": _label(lambda: _("Look at {lead_id} again later")),
    "reopen": _label(lambda: _("Reopen {lead_id}")),
    "override_grade": _label(lambda: _("Grade {lead_id} {grade}")),
    "clear_grade_override": _label(lambda: _("Let the rules grade {lead_id}")),
    "make_mqls": _label(lambda: _("Make MQLs by score of {lead_ids} leads")),
    "hand_over": _label(lambda: _("Hand {lead_id} over to sales")),
    "accept": _label(lambda: _("Accept {handoff_id}")),
    "reject": _label(lambda: _("Reject {handoff_id}")),
    "advance_handoffs": _label(lambda: _("Act on leads that sales has not answered")),
    "add_time_off": _label(lambda: _("Note time off of {member_id}")),
    "remove_time_off": _label(lambda: _("Remove time off")),
    "answer_criterion": _label(lambda: _("Qualify {lead_id}: {criterion}")),
    "log_touch": _label(lambda: _("Log a touch with {lead_id}")),
    "record_interest": _label(lambda: _("Record interest of {lead_id}")),
    "book_on_call": _label(lambda: _("Book a meeting with {lead_id} on the phone")),
    "record_call": _label(lambda: _("Record a touch with {lead_id}: {outcome}")),
    "snooze": _label(lambda: _("Snooze {lead_id}")),
    "skip": _label(lambda: _("Skip {lead_id}: {reason}")),
    "wake": _label(lambda: _("Bring {lead_id} back to the queue")),
    "enrol": _label(lambda: _("Put {lead_id} into “{cadence_id}”")),
    "take_out": _label(lambda: _("Take {lead_id} out of its cadence")),
    "pass_over_step": _label(lambda: _("Leave out a step for {lead_id}")),
    "add_cadence": _label(lambda: _("Add cadence “{name}”")),
    "edit_cadence": _label(lambda: _("Edit cadence “{name}”")),
    "reorder_cadences": _label(lambda: _("Move cadence “{cadence_id}”")),
    "remove_cadence": _label(lambda: _("Use cadence “{cadence_id}” no more")),
    "restore_cadence": _label(lambda: _("Use cadence “{cadence_id}” again")),
    "add_step": _label(lambda: _("Add a step to “{cadence_id}”")),
    "edit_step": _label(lambda: _("Edit a step of “{cadence_id}”")),
    "reorder_steps": _label(lambda: _("Move a step of “{cadence_id}”")),
    "remove_step": _label(lambda: _("Remove a step of “{cadence_id}”")),
    "add_template": _label(lambda: _("Add template “{name}”")),
    "edit_template": _label(lambda: _("Edit template “{name}”")),
    "reorder_templates": _label(lambda: _("Move template “{template_id}”")),
    "remove_template": _label(lambda: _("Offer template “{template_id}” no more")),
    "restore_template": _label(lambda: _("Offer template “{template_id}” again")),
    "add_task": _label(lambda: _("Add task “{text}”")),
    "complete_task": _label(lambda: _("Complete task “{task_id}”")),
    "add_channel": _label(lambda: _("Add channel {name}")),
    "add_campaign": _label(lambda: _("Add campaign {name}")),
    "record_spend": _label(lambda: _("Record what {campaign_id} cost")),
    "book": _label(lambda: _("Book a meeting of {lead_id} with {closer_id}")),
    "hand_over_invitation": _label(lambda: _("Hand over an invitation")),
    "record_yes": _label(lambda: _("Record the yes of {attendee_id}")),
    "add_preparation": _label(lambda: _("Add preparation “{text}”")),
    "complete_preparation": _label(lambda: _("Complete preparation “{preparation_id}”")),
    "record_outcome": _label(lambda: _("Record what came of a meeting: {outcome}")),
    "add_attendee": _label(lambda: _("Add somebody to a meeting")),
    "edit_attendee": _label(lambda: _("Edit {attendee_id}")),
    "remove_attendee": _label(lambda: _("Take somebody off a meeting")),
    "take_back_yes": _label(lambda: _("Take back the yes of {attendee_id}")),
    "confirm": _label(lambda: _("Confirm a meeting")),
    "edit_preparation": _label(lambda: _("Edit preparation “{preparation_id}”")),
    "reopen_preparation": _label(lambda: _("Reopen preparation “{preparation_id}”")),
    "remove_preparation": _label(lambda: _("Remove a preparation")),
    "invite": _label(lambda: _("Put an invitation into the outbox")),
    "edit_appointment": _label(lambda: _("Edit a meeting")),
    "mark_tentative": _label(lambda: _("Mark a meeting as tentative: {reason}")),
    "settle_time": _label(lambda: _("Make the time of a meeting sure")),
    "record_held": _label(lambda: _("Record that a meeting was held")),
    "record_no_show": _label(lambda: _("Record a no-show: {by}")),
    "cancel": _label(lambda: _("Cancel a meeting")),
    "reschedule": _label(lambda: _("Reschedule a meeting to {wall_start}")),
    "move_appointment": _label(lambda: _("Move a meeting to {wall_start}")),
    "recheck_zones": _label(lambda: _("Shift meetings to the new clock rules")),
    "add_meeting_kind": _label(lambda: _("Add the kind of meeting “{name}”")),
    "edit_meeting_kind": _label(lambda: _("Edit the kind of meeting “{name}”")),
    "set_meeting_preparation": _label(lambda: _("Set the preparation of “{kind_id}”")),
    "remove_meeting_kind": _label(lambda: _("Remove the kind of meeting “{kind_id}”")),
    "restore_meeting_kind": _label(lambda: _("Bring back the kind of meeting “{kind_id}”")),
    "open_deal": _label(lambda: _("Open deal “{name}”")),
    "edit_deal": _label(lambda: _("Edit deal “{deal_id}”")),
    "win_deal": _label(lambda: _("Win deal “{deal_id}”")),
    "lose_deal": _label(lambda: _("Lose deal “{deal_id}”")),
    "save_scenario": _label(lambda: _("Save scenario “{name}”")),
    "rename_scenario": _label(lambda: _("Rename a scenario to “{name}”")),
    "duplicate_scenario": _label(lambda: _("Copy scenario “{scenario_id}”")),
    "delete_scenario": _label(lambda: _("Delete a scenario")),
    "freeze_forecast": _label(lambda: _("Freeze a forecast of “{scenario_id}”")),
    "write_version": _label(lambda: _("Write version {number} of the definitions")),
    "edit_leads": _label(lambda: _("Change {number} leads at once")),
    "save_view": _label(lambda: _("Save view “{name}”")),
    "change_view": _label(lambda: _("Change view “{view_id}”")),
    "rename_view": _label(lambda: _("Rename a view to “{name}”")),
    "reorder_views": _label(lambda: _("Move view “{view_id}”")),
    "remove_view": _label(lambda: _("Remove a view")),
    "postpone_review": _label(lambda: _("Postpone the review to {until}")),
    "add_custom_field": _label(lambda: _("Add field “{name}”")),
    "rename_field": _label(lambda: _("Rename a field to “{name}”")),
    "set_known_when": _label(lambda: _("Say when “{field_id}” becomes known")),
    "add_choice": _label(lambda: _("Add “{choice}” to “{field_id}”")),
    "change_choices": _label(lambda: _("Change the choices of “{field_id}”")),
    "rename_choice": _label(lambda: _("Rename “{choice}” of “{field_id}” to “{name}”")),
    "remove_choice": _label(lambda: _("Remove “{choice}” from “{field_id}”")),
    "remove_field": _label(lambda: _("Remove a field")),
    "set_custom_value": _label(lambda: _("Set field “{field_id}”")),
    "change_setting": _label(lambda: _("Change setting “{setting}”")),
    "settle_basics": _label(lambda: _("Settle what the workspace counts by")),
    "settle_worth": _label(lambda: _("Settle what a client is worth")),
    "begin_workspace": _label(lambda: _("Begin the workspace with {name}")),
    "set_target": _label(lambda: _("Set a target")),
    "remove_target": _label(lambda: _("Remove a target")),
    "set_rate": _label(lambda: _("Set the exchange rate of {currency}")),
    "remove_rate": _label(lambda: _("Remove an exchange rate of {currency}")),
    "read_busy_calendar": _label(lambda: _("Read a calendar of {member_id}")),
    "forget_busy_calendar": _label(lambda: _("Let go of a calendar")),
    "queue_invitation": _label(lambda: _("Put an invitation into the outbox")),
    "queue_update": _label(lambda: _("Put an update into the outbox")),
    "queue_cancellation": _label(lambda: _("Put a cancellation into the outbox")),
    "queue_counter_declined": _label(lambda: _("Tell a guest that their time does not suit")),
    "apply_message": _label(lambda: _("Take in a calendar message")),
    "accept_counter": _label(lambda: _("Accept the time that a guest proposes")),
    "decline_counter": _label(lambda: _("Decline the time that a guest proposes")),
    "ask_to_send": _label(lambda: _("Send what waits in the outbox")),
    "begin_sending": _label(lambda: _("Begin to send “{outbox_id}”")),
    "record_failed_sending": _label(lambda: _("Note that “{outbox_id}” could not be sent")),
    "record_doubt": _label(lambda: _("Note that sending “{outbox_id}” was cut off")),
    "record_handed_over": _label(lambda: _("Hand over “{outbox_id}”")),
    "settle_doubt": _label(lambda: _("Say whether “{outbox_id}” went out")),
    "withdraw": _label(lambda: _("Withdraw “{outbox_id}”")),
    "add_mail_account": _label(lambda: _("Add the mail account {address}")),
    "edit_mail_account": _label(lambda: _("Edit the mail account {account_id}")),
    "remove_mail_account": _label(lambda: _("Remove the mail account {account_id}")),
    "import_file": _label(lambda: _("Import {file_name}")),
    "make_ebook_example": _label(lambda: _("Make the e-book example")),
    "make_sample": _label(lambda: _("Make the sample workspace")),
}
