"""The team's own fields in the import panel: which column fills one, and which makes a new one."""

from collections.abc import Mapping as ReadOnly
from collections.abc import Sequence

import msgspec

from app.importing.columns.fields import (
    COMPANY_CUSTOM,
    CUSTOM,
    CUSTOM_KINDS,
    FIELDS,
    IGNORE,
    WITH_OWN_FIELDS,
    ImportKind,
    custom_name,
    field_label,
    owner_of,
)
from app.importing.columns.guessing import cells_of
from app.importing.columns.mapping import Mapping, custom_key
from app.importing.columns.planning import Plan
from app.importing.custom import guess_kind, new_fields, with_custom_fields
from models.fields.custom import CustomFieldRow
from models.language import gettext as _
from models.vocabulary import KnownWhen
from views.importing.content import ImportMapping, ImportQuestion, Labelled

_NEW = {"custom": CUSTOM, "custom/company": COMPANY_CUSTOM}
_KIND = "kind:"
_KNOWN_WHEN = "known_when"


def targets(kind: ImportKind, fields: Sequence[CustomFieldRow]) -> tuple[Labelled, ...]:
    """Return what a column may become: a field that is known, one of the team's own, a new one."""
    left_out = Labelled(IGNORE, field_label(IGNORE))
    usual = tuple(Labelled(code, field_label(code)) for code in FIELDS[kind])
    if kind not in WITH_OWN_FIELDS:
        return (left_out, *usual)
    if kind is not ImportKind.LEADS:
        fields = [field for field in fields if field.belongs_to == "lead"]
    own = tuple(
        Labelled(
            _target_of(field),
            _("{name} (the company's)").format(name=field.name)
            if field.belongs_to == "company"
            else field.name,
        )
        for field in fields
    )
    new = [Labelled("custom", _("A new field of the lead"))]
    if kind is ImportKind.LEADS:
        new.append(Labelled("custom/company", _("A new field of the company")))
    return (left_out, *new, *own, *usual)


def is_new_field(code: str) -> bool:
    """Say whether a choice makes a new field of a column."""
    return code in _NEW


def shown_target(target: str, fields: Sequence[CustomFieldRow]) -> str:
    """Return the code of the choice that a target is."""
    if custom_name(target) is None or target in {_target_of(field) for field in fields}:
        return target
    return "custom/company" if owner_of(target) == "company" else "custom"


def note_on(mapping: Mapping, target: str, fields: Sequence[CustomFieldRow]) -> str:
    """Return the remark beside a column that makes a new field."""
    if shown_target(target, fields) not in _NEW:
        return ""
    kind = mapping.custom_kinds.get(custom_key(target), "text")
    return _("“{name}”, {kind}").format(name=custom_name(target), kind=_kind_words(kind))


def said_of_columns(columns: ReadOnly[str, str], said: ReadOnly[str, str]) -> dict[str, str]:
    """Return the target of each column, as a person chose; a new field is called as its column."""
    chosen = dict(columns)
    for column, code in said.items():
        prefix = _NEW.get(code)
        if prefix is None:
            chosen[column] = code
        elif not columns.get(column, "").startswith(prefix):
            chosen[column] = f"{prefix}{column}"
    return chosen


def with_own_fields(mapping: Mapping, plan: Plan, said: ImportMapping) -> Mapping:
    """Return the mapping with what is known, guessed and said of the team's own fields."""
    # A preset knows its own columns; what a person makes of others is guessed as in any file.
    chosen = [column for column in mapping.columns if column in said.columns]
    known = with_custom_fields(mapping, plan.table.header, plan.sample, plan.fields)
    kinds, moments = dict(known.custom_kinds), dict(known.custom_known)
    new = new_fields(known, plan.fields)
    for column in chosen:
        target = known.columns[column]
        if target in new:
            kinds.setdefault(custom_key(target), _guessed(plan, column))
    for target in new:
        key = custom_key(target)
        kind = said.answers.get(f"{_KIND}{target}", "")
        if kind in CUSTOM_KINDS:
            kinds[key] = kind
        moment = said.answers.get(_KNOWN_WHEN, "")
        if moment:
            moments[key] = moment
    return msgspec.structs.replace(known, custom_kinds=kinds, custom_known=moments)


def field_questions(mapping: Mapping, plan: Plan) -> tuple[ImportQuestion, ...]:
    """Return what may be said of the fields that the import would make, with what is proposed."""
    if mapping.kind not in WITH_OWN_FIELDS:
        return ()
    asked = []
    shown = {target: column for column, target in reversed(mapping.columns.items())}
    of_preset = set() if mapping.preset is None else set(plan.mapping.columns.values())
    for target in new_fields(mapping, plan.fields):
        if target in of_preset:
            continue
        name = custom_name(target) or ""
        asked.append(
            ImportQuestion(
                f"{_KIND}{target}",
                _("What does the new field “{name}” hold?").format(name=name),
                (),
                tuple(Labelled(kind, _kind_words(kind)) for kind in CUSTOM_KINDS),
                proposed=mapping.custom_kinds.get(custom_key(target))
                or _guessed(plan, shown[target]),
            )
        )
    if asked:
        asked.append(
            ImportQuestion(
                _KNOWN_WHEN,
                _("When do the new fields become known?"),
                (),
                tuple(Labelled(moment.value, _moment_words(moment)) for moment in KnownWhen),
                proposed=KnownWhen.AT_CAPTURE.value
                if mapping.kind is ImportKind.LEADS
                else KnownWhen.LATER.value,
            )
        )
    return tuple(asked)


def _target_of(field: CustomFieldRow) -> str:
    return f"{COMPANY_CUSTOM if field.belongs_to == 'company' else CUSTOM}{field.name}"


def _guessed(plan: Plan, column: str) -> str:
    return guess_kind(cells_of((column,), plan.table.header, plan.sample))


def _kind_words(kind: str) -> str:
    return {
        "text": _("text"),
        "number": _("a number"),
        "choice": _("a choice from a list"),
        "date": _("a date"),
        "yes_no": _("yes or no"),
    }[kind]


def _moment_words(moment: KnownWhen) -> str:
    return {
        KnownWhen.AT_CAPTURE: _("At capture"),
        KnownWhen.IN_CONVERSATION: _("In a conversation"),
        KnownWhen.LATER: _("Later"),
    }[moment]
