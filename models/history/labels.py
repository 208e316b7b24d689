"""The words for a change, rendered from its verb and arguments when somebody reads them."""

from collections.abc import Callable
from gettext import gettext as _
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.entities import (
    Change,
    Channel,
    Company,
    Contact,
    Definitions,
    ExternalKey,
    Lead,
    LeadCard,
    Stage,
    StageDefinition,
    TeamMember,
)


def change_label(session: Session, change: Change) -> str:
    """Return what a change did, in words; rows that are gone are named by what they were."""
    written = _LABELS.get(change.verb)
    if written is None:
        return change.verb.replace("_", " ").capitalize()
    return written()(_Names(session, change.arguments))


class _Names:
    """Looks up the names that a label mentions."""

    def __init__(self, session: Session, arguments: dict[str, Any]) -> None:
        self._session = session
        self._arguments = arguments

    def __getitem__(self, argument: str) -> str:
        value = self._arguments.get(argument)
        finder = _FINDERS.get(argument)
        if value is None or finder is None:
            return str(value or "")
        try:
            key = UUID(str(value))
        except ValueError:
            return str(value)
        found = self._session.connection().execute(finder(key)).first()
        return str(found[0]) if found is not None and found[0] else _("a row that is gone")


def _newest_stage_name(key: UUID) -> Any:
    return (
        select(StageDefinition.name)
        .join(Stage, Stage.id == StageDefinition.stage_id)
        .join(Definitions, Definitions.id == StageDefinition.definitions_id)
        .where(Stage.uuid == key)
        .order_by(Definitions.number.desc())
        .limit(1)
    )


_FINDERS: dict[str, Callable[[UUID], Any]] = {
    "lead_id": lambda key: (
        select(LeadCard.name).join(Lead, Lead.id == LeadCard.id).where(Lead.uuid == key)
    ),
    "to_stage_id": _newest_stage_name,
    "company_id": lambda key: select(Company.name).where(Company.uuid == key),
    "contact_id": lambda key: select(Contact.last_name).where(Contact.uuid == key),
    "member_id": lambda key: select(TeamMember.name).where(TeamMember.uuid == key),
    "channel_id": lambda key: select(Channel.name).where(Channel.uuid == key),
    "key_id": lambda key: select(ExternalKey.key).where(ExternalKey.uuid == key),
}


def _label(template: Callable[[], str]) -> Callable[[], Callable[[_Names], str]]:
    def render(names: _Names) -> str:
        return template().format_map(names)

    return lambda: render


_LABELS: dict[str, Callable[[], Callable[[_Names], str]]] = {
    "move_stage": _label(lambda: _("Move {lead_id} to {to_stage_id}")),
    "correct_move": _label(lambda: _("Correct a stage move")),
    "add_lead": _label(lambda: _("Add a lead")),
    "edit_lead": _label(lambda: _("Edit {lead_id}")),
    "assign_owner": _label(lambda: _("Give {lead_id} to {owner_id}")),
    "add_member": _label(lambda: _("Add {name} to the team")),
    "add_company": _label(lambda: _("Add {name}")),
    "add_contact": _label(lambda: _("Add {last_name}")),
    "edit_company": _label(lambda: _("Edit {company_id}")),
    "edit_contact": _label(lambda: _("Edit {contact_id}")),
    "disqualify": _label(lambda: _("Disqualify {lead_id}")),
    "recycle": _label(lambda: _("Send {lead_id} to nurture")),
    "reopen": _label(lambda: _("Reopen {lead_id}")),
    "log_touch": _label(lambda: _("Log a touch with {lead_id}")),
    "answer_criterion": _label(lambda: _("Qualify {lead_id}: {criterion}")),
    "save_scenario": _label(lambda: _("Save scenario “{name}”")),
    "rename_scenario": _label(lambda: _("Rename a scenario to “{name}”")),
    "delete_scenario": _label(lambda: _("Delete a scenario")),
    "change_setting": _label(lambda: _("Change setting {code}")),
    "publish_import": _label(lambda: _("Import {file_name}")),
    "settle_basics": _label(lambda: _("Settle what the workspace counts by")),
    "begin_workspace": _label(lambda: _("Begin the workspace with {name}")),
    "make_sample": _label(lambda: _("Make the sample workspace")),
}
