"""Values of the team's own fields from the records of a file, and the fields that it makes."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from models.intake.known import Known
from models.intake.loading.batch import Batch
from models.intake.records import CustomRecord
from models.text_keys import fold_name
from models.vocabulary import FieldKind


class CustomRows:
    """Adds values to leads and companies; a field that nobody has yet is made with the import."""

    def __init__(self, batch: Batch, known: Known) -> None:
        self._batch = batch
        self._known = known
        self._lists = {
            field_id: dict.fromkeys(choices) for field_id, choices in known.custom_choices.items()
        }

    def field(self, record: CustomRecord) -> tuple[int, str]:
        """Return the field of a record and its kind, new where there is none of this name."""
        place = (record.belongs_to, fold_name(record.name))
        found = self._known.custom_fields.get(place)
        if found is None:
            row_id = self._batch.add_named(
                "custom_field",
                {
                    "belongs_to": record.belongs_to,
                    "name": record.name,
                    "kind": record.kind,
                    "known_when": record.known_when,
                    "choices": None,
                },
            )
            found = self._known.custom_fields[place] = (row_id, record.kind)
            if record.kind == FieldKind.CHOICE:
                self._lists[row_id] = {}
        if found[0] in self._lists:
            self._list(found[0], str(record.value))
        return found

    def add_to_lead(self, lead_id: int, records: Iterable[CustomRecord]) -> None:
        """Add what a record says of a new lead; of two columns for one field the first counts."""
        filled: set[int] = set()
        for record in records:
            if record.belongs_to != "lead":
                continue
            field_id, kind = self.field(record)
            if field_id not in filled:
                filled.add(field_id)
                self.add_value(field_id, kind, record.value, lead_id=lead_id)

    def add_to_company(self, company_id: int | None, records: Iterable[CustomRecord]) -> bool:
        """Fill the fields of a company that are blank; say whether any was.

        Many rows of a file mention the same company, so a row never overwrites a value.
        """
        added = False
        for record in records:
            if record.belongs_to != "company" or company_id is None:
                continue
            field_id, kind = self.field(record)
            if (company_id, field_id) not in self._known.company_values:
                self._known.company_values.add((company_id, field_id))
                self.add_value(field_id, kind, record.value, company_id=company_id)
                added = True
        return added

    def add_value(
        self,
        field_id: int,
        kind: str,
        value: object,
        *,
        lead_id: int | None = None,
        company_id: int | None = None,
    ) -> None:
        """Add one value."""
        row = {"field_id": field_id, "lead_id": lead_id, "company_id": company_id}
        self._batch.add("custom_value", {**row, **typed_value(kind, value)})

    def _list(self, field_id: int, choice: str) -> None:
        """Put a choice on the list of its field."""
        known = self._lists[field_id]
        if choice in known:
            return
        known[choice] = None
        wanted = {"choices": {"choices": list(known)}}
        waiting = self._batch.waiting_row("custom_field", field_id)
        if waiting is None:
            self._batch.stage_update("custom_field", field_id, wanted)
        else:
            waiting.update(wanted)


def typed_value(kind: str, value: object) -> dict[str, Any]:
    """Return the columns of a custom value, filled by the field's kind.

    Where the file's value does not fit the kind that the field has here, its text is kept.
    """
    columns: dict[str, Any] = dict.fromkeys(
        ("text_value", "number_value", "date_value", "yes_value")
    )
    if kind == "number" and isinstance(value, int | float):
        columns["number_value"] = float(value)
    elif kind == "date" and isinstance(value, date):
        columns["date_value"] = value
    elif kind == "yes_no" and isinstance(value, bool):
        columns["yes_value"] = value
    else:
        columns["text_value"] = str(value)
    return columns
