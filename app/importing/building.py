"""From rows to records, streaming: each row becomes one record or the reasons why not."""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from app.importing.cells.row import CellReader, Found, custom_kinds_of
from app.importing.columns.fields import ImportKind, new_stage_name
from app.importing.columns.mapping import Mapping
from app.importing.keys import KeyMaker
from app.importing.lead_building import LeadBuilder, custom_records
from app.importing.problems import RowProblem, row_problem
from app.importing.tables.reading import SourceRow, Table
from models.intake.records import (
    AppointmentRecord,
    InterestRecord,
    Moment,
    MoveRecord,
    Record,
    SpendRecord,
    StageHistoryRecord,
    day_of,
    precision_of,
)
from models.vocabulary import ENDS, KnownWhen

_NOT_CODE = re.compile(r"[^a-z0-9]+")


def build_records(table: Table, mapping: Mapping) -> Iterator[Record | RowProblem]:
    """Give a record for each good row, and a problem for each finding, in the file's order.

    A row with an error gives no record; the warnings of a good row come before its record.
    """
    reader = CellReader(table.header, mapping)
    keys = KeyMaker(table.header, mapping)
    leads = LeadBuilder(mapping, table.header, reader.custom_kinds)
    for row in table.rows():
        if isinstance(row, RowProblem):
            yield row
            continue
        found, problems = reader.read(row)
        key = keys.key_of(row)
        if key is not None:
            found.setdefault("external_key", key)
        if found.pop("deleted", False):
            yield row_problem(row.line, "deleted_at_source", severity="skipped")
            continue
        for name, value in mapping.fixed.items():
            found.setdefault(name, value)
        if mapping.kind is ImportKind.LEADS:
            record: Record | None = leads.build(row, found, problems)
        else:
            record = _OTHERS[mapping.kind](row, found, mapping, problems)
        yield from problems
        if record is None:
            continue
        if not problems or all(problem.severity == "warning" for problem in problems):
            yield record


def _stage_history(
    row: SourceRow, found: Found, mapping: Mapping, problems: list[RowProblem]
) -> Record | None:
    for name, code in (
        ("external_key", "missing_external_key"),
        ("stage", "missing_stage"),
        ("moved_at", "missing_date"),
    ):
        if name not in found:
            _miss(row, code, name, problems)
            return None
    stage = mapping.meaning_of("stage", found["stage"])
    if stage is None:
        problems.append(_odd(row, "unmapped_stage", "stage", found, mapping))
        return None
    at = found["moved_at"]
    status = "won" if stage == "client" else None
    if stage.startswith("status:"):
        stage, status = "none", stage.removeprefix("status:")
    stage = new_stage_name(stage) or stage
    amount = found.get("amount")
    return StageHistoryRecord(
        line=row.line,
        source=mapping.source,
        external_key=found["external_key"],
        history_key=found.get("history_key"),
        move=None if stage == "none" else MoveRecord(stage, at, precision_of(at)),
        status=status,
        moved_at=at,
        amount_minor=amount.amount_minor if amount else None,
        currency=amount.currency if amount else None,
        expected_close=found.get("expected_close"),
        owner=found.get("owner"),
    )


def _appointment(
    row: SourceRow, found: Found, mapping: Mapping, problems: list[RowProblem]
) -> Record | None:
    emails = found.get("email", ())
    if "external_key" not in found and not emails:
        _miss(row, "missing_lead", "email", problems)
    for name, code in (
        ("booked_at", "missing_booking"),
        ("starts_at", "missing_start"),
        ("meeting_outcome", "missing_outcome"),
    ):
        if name not in found:
            _miss(row, code, name, problems)
    if _stays_out(problems):
        return None
    outcome = mapping.meaning_of("meeting_outcome", found["meeting_outcome"])
    if outcome not in ENDS:
        problems.append(_odd(row, "unknown_outcome", "meeting_outcome", found, mapping))
        return None
    booked_at, starts_at = found["booked_at"], found["starts_at"]
    if _is_later(booked_at, starts_at):
        problems.append(_odd(row, "booked_after_start", "booked_at", found, mapping))
        return None
    return AppointmentRecord(
        line=row.line,
        source=mapping.source,
        external_key=found.get("external_key"),
        email=emails[0] if emails else None,
        booked_at=booked_at,
        starts_at=starts_at,
        minutes=found.get("minutes"),
        outcome=outcome,
        ended_at=found.get("ended_at"),
        closer=_person(mapping, found.get("owner")),
        setter=_person(mapping, found.get("setter")),
        purpose=found.get("purpose"),
        notes=found.get("notes"),
        place=found.get("place"),
        video_link=found.get("video_link"),
        end_reason=found.get("end_reason"),
        # What is written beside a meeting of the past was known with it, not when the lead came.
        custom=custom_records(found, mapping, custom_kinds_of(mapping), KnownWhen.LATER),
    )


def _person(mapping: Mapping, name: str | None) -> str | None:
    return name and (mapping.meaning_of("owner", name) or name)


def _is_later(moment: Moment, other: Moment) -> bool:
    """Say whether a moment is later than another, by days where one of them has no hour."""
    if isinstance(moment, datetime) and isinstance(other, datetime):
        return moment > other
    first, second = day_of(moment), day_of(other)
    return first is not None and second is not None and first > second


def _interest_event(
    row: SourceRow, found: Found, mapping: Mapping, problems: list[RowProblem]
) -> Record | None:
    emails = found.get("email", ())
    if "external_key" not in found and not emails:
        _miss(row, "missing_lead", "email", problems)
    if "event_kind" not in found:
        _miss(row, "missing_kind", "event_kind", problems)
    if "occurred_at" not in found:
        _miss(row, "missing_date", "occurred_at", problems)
    if _stays_out(problems):
        return None
    kind = mapping.meaning_of("event_kind", found["event_kind"]) or event_code(found["event_kind"])
    return InterestRecord(
        line=row.line,
        source=mapping.source,
        external_key=found.get("external_key"),
        email=emails[0] if emails else None,
        kind=kind,
        topic=found.get("event_topic"),
        occurred_at=found["occurred_at"],
        channel=found.get("channel"),
        campaign=found.get("campaign"),
    )


def _campaign_spend(
    row: SourceRow, found: Found, mapping: Mapping, problems: list[RowProblem]
) -> Record | None:
    month = found.get("period_month")
    start = found.get("period_start") or (month[0] if month else None)
    end = found.get("period_end") or (month[1] if month else None)
    if "channel" not in found:
        _miss(row, "missing_channel", "channel", problems)
    if "amount" not in found and not _stays_out(problems):
        _miss(row, "missing_amount", "amount", problems)
    if start is None or end is None:
        _miss(row, "missing_period", "period_start", problems)
    elif end < start:
        _miss(row, "period_ends_first", "period_end", problems)
    if _stays_out(problems) or start is None or end is None:
        return None
    return SpendRecord(
        line=row.line,
        channel=mapping.meaning_of("channel", found["channel"]) or found["channel"],
        campaign=found.get("campaign"),
        period_start=start,
        period_end=end,
        amount_minor=found["amount"].amount_minor,
        currency=found["amount"].currency,
    )


def event_code(text: str) -> str:
    """Return the code of an event's kind as files write it.

    >>> event_code("Pricing-page visit")
    'pricing_page_visit'
    """
    return _NOT_CODE.sub("_", text.casefold()).strip("_") or "other"


def _stays_out(problems: Sequence[RowProblem]) -> bool:
    return any(problem.severity == "error" for problem in problems)


def _miss(row: SourceRow, code: str, field: str, problems: list[RowProblem]) -> None:
    problems.append(row_problem(row.line, code, column=field))


def _odd(row: SourceRow, code: str, field: str, found: Found, mapping: Mapping) -> RowProblem:
    """Report a value that was read and cannot be taken, under the column that it stands in."""
    column = next(iter(mapping.columns_for(field)), "")
    return row_problem(row.line, code, column=column, value=str(found[field]))


_OTHERS: dict[
    ImportKind, Callable[[SourceRow, Found, Mapping, list[RowProblem]], Record | None]
] = {
    ImportKind.STAGE_HISTORY: _stage_history,
    ImportKind.APPOINTMENTS: _appointment,
    ImportKind.INTEREST_EVENTS: _interest_event,
    ImportKind.CAMPAIGN_SPEND: _campaign_spend,
}
