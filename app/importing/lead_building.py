"""From the values of one row to a lead with its person, company, moves, answers and deal."""

from collections.abc import Iterator, Sequence
from collections.abc import Mapping as ReadOnly
from functools import lru_cache

from app.importing.cells.plain import clean_text
from app.importing.cells.row import Found
from app.importing.columns.fields import (
    ANSWER,
    REACHED,
    STAGE_MEANINGS,
    STATUSES,
    custom_name,
    field_label,
    new_stage_name,
    owner_of,
    stage_reached,
)
from app.importing.columns.mapping import Mapping, custom_key
from app.importing.keys import RowKeys
from app.importing.moves import day_after, in_order, out_of_order
from app.importing.presets.own_marks import unquoted
from app.importing.problems import RowProblem, row_problem
from app.importing.tables.reading import SourceRow
from models.clean_text import in_lines
from models.duplicates.keys import is_role_mailbox
from models.intake.records import (
    AnswerRecord,
    CompanyRecord,
    ContactRecord,
    CustomRecord,
    DealRecord,
    LeadRecord,
    Moment,
    MoveRecord,
    day_of,
    precision_of,
)
from models.vocabulary import KnownWhen

_TO_STATUS = "status:"
# A title made of cells is a sight to recognise the lead by; the cells themselves are kept whole.
_TITLE_PART = 100
_MEDIUMS = {f"do_not_{medium}": medium for medium in ("call", "email", "linkedin")}
_REMEMBERED_CHOICES = 5000
_PARTICLES = frozenset({
    "af", "al", "ap", "ben", "bin", "d", "da", "das", "de", "degli", "del", "della", "den", "der",
    "des", "di", "do", "dos", "du", "el", "la", "le", "ten", "ter", "van", "vande", "vander",
    "vom", "von", "y", "zu", "zum", "zur",
})  # fmt: skip
_DEAL_FIELDS = ("amount", "deal_name", "expected_close")
_COMPANY_FIELDS = (
    "company_name", "company_website", "company_industry", "company_employees",
    "company_country", "company_city",
)  # fmt: skip


def custom_records(
    found: Found, mapping: Mapping, kinds: ReadOnly[str, str], known_when: KnownWhen
) -> tuple[CustomRecord, ...]:
    """Return the values of a row for fields of the team's own; `kinds` by target.

    `known_when` holds for new fields of which nobody said it.
    """
    return tuple(
        CustomRecord(
            custom_name(target) or "",
            kind,
            found[target],
            owner_of(target),
            mapping.custom_known.get(custom_key(target), known_when.value),
        )
        for target, kind in kinds.items()
        if target in found
    )


class LeadBuilder:
    """Builds leads by one mapping; knows where its columns stand."""

    def __init__(
        self, mapping: Mapping, header: Sequence[str], custom_kinds: ReadOnly[str, str]
    ) -> None:
        self._mapping = mapping
        self._meaning_of = lru_cache(_REMEMBERED_CHOICES)(mapping.meaning_of)
        places = {name: place for place, name in enumerate(header)}
        self._title_places = [places[name] for name in mapping.title_columns if name in places]
        self._custom_kinds = custom_kinds
        self._row_keys = RowKeys(header)
        targets = {*mapping.columns.values(), *mapping.fixed}
        self._answers = sorted(target for target in targets if target.startswith(ANSWER))
        own = {stage for target in targets if (stage := stage_reached(target))}
        self._reached = [
            (new_stage_name(stage) or stage, f"{REACHED}{stage}")
            for stage in (*STAGE_MEANINGS, *sorted(own.difference(STAGE_MEANINGS)))
            if stage in own
        ]
        # A row is asked only for what its file has columns for; most fields have none.
        self._has_company = not targets.isdisjoint(_COMPANY_FIELDS)
        self._has_deal = not targets.isdisjoint(_DEAL_FIELDS)
        self._has_wishes = not targets.isdisjoint(("do_not_contact", *_MEDIUMS))
        self._column_of = {target: name for name, target in reversed(mapping.columns.items())}

    def build(self, row: SourceRow, found: Found, problems: list[RowProblem]) -> LeadRecord | None:
        """Return the lead of a row; adds to `problems` what does not fit together."""
        contact = _contact(found)
        company = _company(found) if self._has_company else None
        key = found.get("external_key")
        told_title = found.get("lead_title")
        title = told_title or self._title(row) or found.get("deal_name")
        if contact is None and company is None and key is None and title is None:
            if not any(problem.severity == "error" for problem in problems):
                problems.append(row_problem(row.line, "nothing_to_import", severity="skipped"))
            return None
        kinds = self._custom_kinds
        custom = list(custom_records(found, self._mapping, kinds, KnownWhen.AT_CAPTURE))
        stage, status = self._stage_and_status(row, found, custom, problems)
        closed_at = found.get("closed_at")
        moves = self._moves(found, stage, status, closed_at)
        if moves:
            problems += self._odd_dates(row, moves, closed_at)
        reason_text = found.get("status_reason")
        reason = self._mapping.meaning_of("status_reason", reason_text) if reason_text else None
        return LeadRecord(
            line=row.line,
            source=self._mapping.source,
            external_key=key,
            row_key=self._row_key(row, key, contact),
            title=title,
            made_title=told_title is None,
            contact=contact,
            company=company,
            owner=self._choice("owner", found),
            owner_region=found.get("owner_region"),
            channel=self._choice("channel", found),
            campaign=found.get("campaign"),
            created_at=found.get("created_at"),
            stage=moves[-1].stage if moves else stage,
            status=status,
            status_reason=reason,
            status_note=reason_text if reason is None else None,
            closed_at=closed_at,
            look_again_on=found.get("look_again_on"),
            moves=moves,
            answers=self._answers_of(found) if self._answers else (),
            custom=tuple(custom),
            deal=_deal(found, status, closed_at) if self._has_deal else None,
            do_not_contact=_do_not_contact(found) if self._has_wishes else (),
            notes=found.get("notes"),
        )

    def _odd_dates(
        self, row: SourceRow, moves: Sequence[MoveRecord], closed_at: Moment | None
    ) -> Iterator[RowProblem]:
        """Report dates of one row that contradict each other; the row comes in all the same."""
        if closed_at is not None and any(day_after(move.at, closed_at) for move in moves):
            yield row_problem(
                row.line,
                "closed_before_start",
                column=self._column_of.get("closed_at", ""),
                value=str(closed_at),
                severity="warning",
            )
        contradiction = out_of_order(moves)
        if contradiction is not None:
            earlier, later = contradiction
            yield row_problem(
                row.line,
                "stages_out_of_order",
                column=self._column_of.get(f"{REACHED}{later.stage}", ""),
                value=str(later.at),
                severity="warning",
                earlier=field_label(f"{REACHED}{earlier.stage}"),
                later=field_label(f"{REACHED}{later.stage}"),
            )

    def _row_key(
        self, row: SourceRow, key: str | None, contact: ContactRecord | None
    ) -> str | None:
        """Return the key of the whole row, where neither a number nor an address is one."""
        if key is not None or (contact is not None and contact.email and not contact.role_mailbox):
            return None
        return self._row_keys.key_of(row)

    def _title(self, row: SourceRow) -> str | None:
        if not self._title_places:
            return None
        parts = [unquoted(in_lines(row.cells[place]))[:_TITLE_PART] for place in self._title_places]
        return clean_text(" · ".join(part for part in parts if part)) or None

    def _choice(self, field: str, found: Found) -> str | None:
        text = found.get(field)
        if text is None:
            return None
        meaning = self._meaning_of(field, text)
        return (text if meaning is None else meaning) or None

    def _stage_and_status(
        self,
        row: SourceRow,
        found: Found,
        custom: list[CustomRecord],
        problems: list[RowProblem],
    ) -> tuple[str | None, str | None]:
        """Return what the stage and status cells mean; either may speak for the other."""
        stage_text, status_text = found.get("stage"), found.get("status")
        if stage_text is None and status_text is None:
            return None, None
        stage = self._mapping.meaning_of("stage", stage_text) if stage_text else None
        status = self._mapping.meaning_of("status", status_text) if status_text else None
        if stage_text and stage is None:
            column = self._column_of.get("stage", "stage")
            custom.append(CustomRecord(column, "text", stage_text))
            problems.append(
                row_problem(
                    row.line, "unknown_stage", column=column, value=stage_text, severity="warning"
                )
            )
        if status_text and status is None:
            column = self._column_of.get("status", "status")
            problems.append(
                row_problem(
                    row.line, "unknown_status", column=column, value=status_text,
                    severity="warning",
                )
            )  # fmt: skip
        if stage is not None and stage.startswith(_TO_STATUS):
            told = stage.removeprefix(_TO_STATUS)
            stage, status = None, status or (told if told in STATUSES else None)
        if stage == "client":
            status = status or "won"
        return new_stage_name(stage or "") or stage, status

    def _moves(
        self, found: Found, stage: str | None, status: str | None, closed_at: Moment | None
    ) -> tuple[MoveRecord, ...]:
        """Return the moves in the order of the funnel, dated where a column gives the date."""
        if stage is None and status is None and not self._reached:
            return ()
        reached: dict[str, Moment | None] = {
            meaning: found[target] for meaning, target in self._reached if target in found
        }
        if stage is not None and stage != "none" and reached.get(stage) is None:
            reached[stage] = found.get("stage_entered_at")
        if status == "won" and reached.get("client") is None:
            reached["client"] = closed_at
        return in_order([
            MoveRecord(meaning, at, precision_of(at)) for meaning, at in reached.items()
        ])  # fmt: skip

    def _answers_of(self, found: Found) -> tuple[AnswerRecord, ...]:
        answers = []
        for target in self._answers:
            text = found.get(target)
            if text:
                # Free text tells what was said, not whether it is enough; that is a person's call.
                meaning = self._mapping.meaning_of(target, text) or "unknown"
                state, _colon, degree = meaning.partition(":")
                answers.append(
                    AnswerRecord(target.removeprefix(ANSWER), state, text, degree or None)
                )
        return tuple(answers)


def _contact(found: Found) -> ContactRecord | None:
    get = found.get
    emails = (*get("email", ()), *get("email_2", ()))
    email = emails[0] if emails else None
    phone, mobile, linkedin = get("phone"), get("mobile"), get("linkedin_url")
    first, last, full = get("first_name"), get("last_name"), get("full_name")
    if not (email or phone or mobile or linkedin or first or last or full):
        return None
    if full and not (first or last):
        first, last = split_name(full)
    elif not full:
        full = " ".join([part for part in (first, get("middle_name"), last) if part]) or None
    return ContactRecord(
        first_name=first,
        last_name=last,
        full_name=full,
        job_title=get("job_title"),
        email=email,
        email_2=next((other for other in emails[1:] if other != email), None),
        phone=phone,
        mobile=mobile,
        linkedin_url=linkedin,
        country=get("country"),
        city=get("city"),
        notes=get("contact_notes"),
        role_mailbox=email is not None and is_role_mailbox(email),
    )


def split_name(full: str) -> tuple[str | None, str | None]:
    """Return first and last name of a full one; particles belong to the last name.

    >>> split_name("Ludwig van der Berg"), split_name("Peña, José")
    (('Ludwig', 'van der Berg'), ('José', 'Peña'))
    """
    last, comma, first = full.partition(",")
    if comma and first.strip():
        return first.strip(), last.strip() or None
    words = full.split()
    if len(words) < 2:
        return full, None
    start = len(words) - 1
    while start > 1 and words[start - 1] in _PARTICLES:
        start -= 1
    return " ".join(words[:start]), " ".join(words[start:])


def _company(found: Found) -> CompanyRecord | None:
    get = found.get
    name, website = get("company_name"), get("company_website")
    if not (name or website):
        return None
    return CompanyRecord(
        name=name,
        website=website,
        industry=get("company_industry"),
        employees=get("company_employees"),
        country=get("company_country"),
        city=get("company_city"),
    )


def _deal(found: Found, status: str | None, closed_at: Moment | None) -> DealRecord | None:
    amount, name, expected = (
        found.get("amount"), found.get("deal_name"), found.get("expected_close"),
    )  # fmt: skip
    if amount is None and name is None and expected is None:
        return None
    state = status if status in {"won", "lost"} else "open"
    minor = amount.amount_minor if amount else None
    if state == "lost" and minor == 0:
        # Systems write zero for what did not come in; it is not what was asked for.
        minor = None
    return DealRecord(
        name=name,
        amount_minor=minor,
        currency=amount.currency if amount else found.get("currency"),
        expected_close=expected,
        state=state,
        closed_on=day_of(closed_at) if state != "open" else None,
    )


def _do_not_contact(found: Found) -> tuple[str, ...]:
    if found.get("do_not_contact"):
        return tuple(_MEDIUMS.values())
    return tuple([medium for field, medium in _MEDIUMS.items() if found.get(field)])
