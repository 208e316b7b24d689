"""From what the desk knows of a lead to the cells of its row."""

from collections.abc import Callable
from datetime import date, datetime

from app.exporting.back.layout import Layout
from app.exporting.back.states import LeadState
from app.exporting.back.wording import (
    amount_text,
    answer_text,
    country_text,
    full_name,
    label_text,
    moment_text,
    named_choice,
    number_text,
    source_word,
    stage_meanings,
    yes_no_text,
)
from app.files import Cell
from app.importing.columns.fields import ANSWER, CUSTOM, REACHED, ImportKind
from app.importing.presets.own_marks import KEY_COLUMN, with_activity
from models.definitions.current import StageRow
from models.entities.definitions.fields import CustomValue
from models.entities.leads.moves import StageMove
from models.intake.kinds.lead_rows import SECOND_EMAIL
from models.language import gettext as _
from models.text_keys import fold
from models.vocabulary import Medium, Precision, Status, label

_CLOSED = (Status.WON, Status.LOST, Status.DISQUALIFIED)
_DO_NOT = {"do_not_contact": tuple(Medium)} | {
    f"do_not_{medium.value}": (medium,) for medium in Medium
}


class RowWriter:
    """Writes leads under one source's header; knows the stages in force."""

    def __init__(self, layout: Layout, stages: tuple[StageRow, ...]) -> None:
        self._layout = layout
        self._mapping = layout.mapping
        self._stages: dict[int, StageRow] = {stage.id: stage for stage in stages}
        self._target_of = {column: target for target, column in layout.columns_by_target().items()}
        self._targets = frozenset(self._target_of.values())
        # A row of moves without a stage is none.
        self._stage_is_required = self._mapping.kind is ImportKind.STAGE_HISTORY

    def cells(self, state: LeadState) -> list[Cell]:
        """Return a lead's row; what the desk does not know is blank."""
        return [self._cell(column, state) for column in self._layout.header]

    def _cell(self, column: str, state: LeadState) -> str:
        if column == KEY_COLUMN:
            return str(state.lead.uuid)
        if column == self._layout.key_column:
            return state.key or self._value(self._target_of.get(column, ""), state)
        text = self._value(self._target_of.get(column, ""), state)
        if column == self._layout.notes_column:
            return with_activity(text, self._activity(state))
        return text

    def _value(self, target: str, state: LeadState) -> str:
        if target.startswith(CUSTOM):
            return _custom_text(state.custom.get(fold(target.removeprefix(CUSTOM))))
        if target.startswith(ANSWER):
            answer = state.answers.get(target.removeprefix(ANSWER))
            return "" if answer is None else answer_text(self._mapping, answer)
        if target.startswith(REACHED):
            return _move_text(self._move_to(state, target.removeprefix(REACHED)))
        if target in _DO_NOT:
            return _do_not_text(state, _DO_NOT[target])
        for record in (_CONTACT, _COMPANY, _LEAD):
            if target in record:
                text: str | None = record[target](state)
                return text or ""
        own = _OF_MAPPING.get(target)
        return "" if own is None else own(self, state)

    def stage(self, state: LeadState) -> str:
        """Return the source's word for the stage, or for the status where it has no other place."""
        changed = state.changed_any("stage_id", "status") or self._stage_is_required
        if "status" not in self._targets and state.lead.status != Status.OPEN:
            told = [f"status:{state.lead.status}"]
            if word := source_word(self._mapping, "stage", told, changed=changed):
                return word
        stage = self._stages.get(state.lead.stage_id)
        if stage is None:
            return ""
        names = (stage.name, stage.meaning)
        codes = stage_meanings(stage)
        word = source_word(self._mapping, "stage", codes, names=names, changed=changed)
        if word:
            return word
        if self._stage_is_required:
            return stage.name
        # A word that nobody could map when it came in was kept under its column's name.
        return "" if changed else self._unmapped_stage(state)

    def _unmapped_stage(self, state: LeadState) -> str:
        column = self._layout.columns_by_target().get("stage", "")
        return _custom_text(state.custom.get(fold(column)))

    def status(self, state: LeadState) -> str:
        """Return the source's word for the status."""
        code = state.lead.status
        return source_word(
            self._mapping,
            "status",
            [code],
            names=(label(code), code),
            changed=state.changed_any("status"),
        )

    def status_reason(self, state: LeadState) -> str:
        """Return why the lead is not in work, in the source's words or the person's own."""
        code = state.lead.status_reason
        if code is None:
            return state.lead.status_note or ""
        return self._mapping.source_text("status_reason", code) or label_text(code)

    def owner(self, state: LeadState) -> str:
        """Return the owner's name there."""
        return named_choice(self._mapping, "owner", state.owner.name if state.owner else None)

    def channel(self, state: LeadState) -> str:
        """Return the channel's name there."""
        return named_choice(self._mapping, "channel", state.channel)

    def amount(self, state: LeadState) -> str:
        """Return what the deal is worth."""
        deal = state.deal
        return "" if deal is None else amount_text(self._mapping, deal.amount_minor, deal.currency)

    def stage_entered(self, state: LeadState) -> str:
        """Return since when the lead is in its stage."""
        return _move_text(_last_move(state, state.lead.stage_id))

    def moved(self, state: LeadState) -> str:
        """Return when the lead became what its row says."""
        if state.lead.status in _CLOSED:
            return moment_text(state.lead.status_since)
        return self.stage_entered(state) or moment_text(state.lead.captured_at)

    def closed(self, state: LeadState) -> str:
        """Return when the lead was closed; blank where the import that closed it did not say."""
        return moment_text(self._closed_at(state))

    def _closed_at(self, state: LeadState) -> datetime | date | None:
        lead, deal = state.lead, state.deal
        if lead.status not in _CLOSED:
            return None
        if lead.status == Status.WON and "reached:client" in self._targets:
            # Then the other date ("Deal - Lost time") is not about wins.
            return None
        if deal is not None and deal.closed_on is not None:
            same_day = lead.status_since.date() == deal.closed_on
            return lead.status_since if same_day else deal.closed_on
        if lead.status == Status.WON:
            won = self._move_to(state, "client")
            return None if won is None else won.occurred_at
        return None if lead.status_since == lead.captured_at else lead.status_since

    def _move_to(self, state: LeadState, code: str) -> StageMove | None:
        for stage in self._stages.values():
            if code in stage_meanings(stage):
                return _last_move(state, stage.id)
        return None

    def _activity(self, state: LeadState) -> list[str]:
        """Return what was done, and what no column of the source could say."""
        lines = [
            ", ".join(
                (
                    touch.occurred_at.date().isoformat(),
                    label(touch.medium),
                    label(touch.outcome) + _noted(touch.note),
                )
            )
            for touch in state.touches
        ]
        stage = self._stages.get(state.lead.stage_id)
        said = bool(self.stage(state))
        if stage is not None and state.changed_any("stage_id") and "stage" in self._targets:
            own = source_word(self._mapping, "stage", stage_meanings(stage), changed=True)
            if not (own or said):
                lines.append(_("Stage: {stage}").format(stage=stage.name))
        if state.changed_any("status") and not self._tells_status(state):
            lines.append(_("Status: {status}").format(status=label(state.lead.status)))
        return lines

    def _tells_status(self, state: LeadState) -> bool:
        code = state.lead.status
        if "status" in self._targets and self.status(state):
            return True
        if code == Status.OPEN:
            return "status" not in self._targets
        word = self.stage(state) if "stage" in self._targets else ""
        meaning = self._mapping.meaning_of("stage", word) if word else None
        return meaning == f"status:{code}" or (code == Status.WON and meaning == "client")


def _last_move(state: LeadState, stage_id: int) -> StageMove | None:
    """Return the move by which an import would know that the lead reached a stage."""
    return next((move for move in reversed(state.moves) if move.to_stage_id == stage_id), None)


def _move_text(move: StageMove | None) -> str:
    if move is None or move.occurred_at is None:
        return ""
    if move.precision == Precision.DAY:
        return move.occurred_at.date().isoformat()
    return moment_text(move.occurred_at)


def _custom_text(value: CustomValue | None) -> str:
    if value is None:
        return ""
    if value.yes_value is not None:
        return yes_no_text(value.yes_value)
    if value.number_value is not None:
        return number_text(value.number_value)
    return moment_text(value.date_value) or value.text_value or ""


def _do_not_text(state: LeadState, media: tuple[Medium, ...]) -> str:
    if state.blocked.issuperset(media):
        return yes_no_text(True)
    return yes_no_text(False) if state.lifted.intersection(media) else ""


def _noted(note: str | None) -> str:
    return f": {' '.join(note.split())}" if note else ""


def _second_email(state: LeadState) -> str:
    notes = (state.contact.notes or "") if state.contact else ""
    found = (line for line in notes.splitlines() if line.startswith(SECOND_EMAIL))
    return next(found, "").removeprefix(SECOND_EMAIL)


def _whole_name(state: LeadState) -> str:
    contact = state.contact
    return "" if contact is None else full_name(contact.first_name, contact.last_name)


def _of_contact(name: str) -> Callable[[LeadState], str | None]:
    return lambda state: getattr(state.contact, name) if state.contact else None


def _of_company(name: str) -> Callable[[LeadState], str | None]:
    return lambda state: getattr(state.company, name) if state.company else None


_Read = Callable[[LeadState], str | None]
_CONTACT: dict[str, _Read] = {
    **{
        name: _of_contact(name)
        for name in ("first_name", "last_name", "job_title", "email", "phone", "mobile",
                     "linkedin_url", "city")
    },
    "full_name": _whole_name,
    "email_2": _second_email,
    "country": lambda state: country_text(state.contact.country if state.contact else None),
    "contact_notes": _of_contact("notes"),
}  # fmt: skip
_COMPANY: dict[str, _Read] = {
    **{f"company_{name}": _of_company(name) for name in ("name", "website", "industry", "city")},
    "company_country": lambda state: country_text(state.company.country if state.company else None),
    "company_employees": lambda state: (
        str(state.company.employees)
        if state.company is not None and state.company.employees is not None
        else ""
    ),
}
_LEAD: dict[str, _Read] = {
    "external_key": lambda state: state.key,
    "lead_title": lambda state: state.lead.title,
    "owner_region": lambda state: state.owner.region if state.owner else None,
    "campaign": lambda state: state.campaign,
    "created_at": lambda state: moment_text(state.lead.captured_at),
    "look_again_on": lambda state: moment_text(state.lead.look_again_on),
    "notes": lambda state: state.lead.notes,
    "deal_name": lambda state: state.deal.name if state.deal else None,
    "currency": lambda state: state.deal.currency if state.deal else None,
    "expected_close": lambda state: moment_text(state.deal.expected_close if state.deal else None),
}
_OF_MAPPING: dict[str, Callable[[RowWriter, LeadState], str]] = {
    "stage": RowWriter.stage,
    "status": RowWriter.status,
    "status_reason": RowWriter.status_reason,
    "owner": RowWriter.owner,
    "channel": RowWriter.channel,
    "amount": RowWriter.amount,
    "stage_entered_at": RowWriter.stage_entered,
    "moved_at": RowWriter.moved,
    "closed_at": RowWriter.closed,
}
