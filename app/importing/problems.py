"""What can be wrong with a file, a row or a cell, in words, and the file that lists it."""

import csv
import os
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from models.errors import KnownError
from models.language import gettext as _
from models.spreadsheet_cells import safe_text

Severity = Literal["error", "warning", "skipped"]

_VALUE_LIMIT = 500
_FILE_NAME_BYTES = 255


class ImportFileError(KnownError):
    """A file that cannot be imported at all: which one, why, and what to do about it."""

    def __init__(self, path: Path, reason_code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.path = path
        self.reason_code = reason_code
        self.sentence = sentence


class ValueProblem(ValueError):  # noqa: N818 - a finding about a cell, collected and listed
    """A cell that does not hold what its column stands for."""

    def __init__(self, reason_code: str, value: str) -> None:
        super().__init__(reason_code, value)
        self.reason_code = reason_code
        self.value = value


@dataclass(frozen=True, slots=True)
class RowProblem:
    """One finding about one row.

    An `error` keeps the row out, a `warning` lets it in, `skipped` is a row without a lead.
    """

    line: int
    column: str
    value: str
    reason_code: str
    sentence: str
    severity: Severity = "error"


def row_problem(
    line: int,
    reason_code: str,
    *,
    column: str = "",
    value: str = "",
    severity: Severity = "error",
    **facts: object,
) -> RowProblem:
    """Make a problem whose sentence comes from its reason and the facts it mentions."""
    sentence = reason_sentences()[reason_code].format(**facts) if facts else None
    return RowProblem(
        line,
        column,
        value[:_VALUE_LIMIT],
        reason_code,
        sentence or reason_sentences()[reason_code],
        severity,
    )


@cache
def reason_sentences() -> dict[str, str]:
    """Return the sentence of each reason code, in the language of the screen."""
    return {
        "too_few_cells": _("The row has {found} cells, the header has {expected} columns."),
        "too_many_cells": _("The row has {found} cells, the header has {expected} columns."),
        "unclosed_quote": _(
            "The file ends inside a quoted cell (started on line {start}); lines {start} to {end}"
            " were not read. The file may have been cut off: export it again."
        ),
        "cell_too_long": _(
            "A cell that starts on line {start} is too long, perhaps because a quote is never"
            " closed; lines {start} to {end} were not read."
        ),
        "line_too_long": _("The line is longer than {limit} characters and was not read."),
        "cut_in_character": _(
            "The file ends in the middle of a character, so its last row is not complete."
            " The file may have been cut off: export it again."
        ),
        "damaged_character": _(
            "Some bytes of this row are no text; the row came in with marks in their place. Correct"
            " it here, or export the file again."
        ),
        "card_not_closed": _(
            "The card that starts here has no end; lines up to {end} were not read. The file may"
            " have been cut off: export it again."
        ),
        "card_of_a_group": _("This card is a list of other cards; it names no person."),
        "not_a_card_line": _("This line of the card cannot be read and was left out."),
        "unknown_charset": _("No encoding has this name, so the value was left out."),
        "spreadsheet_error": _(
            "The spreadsheet could not work out this cell, so it was left out. Correct it there and"
            " save the file again."
        ),
        "text_too_long": _("The text is longer than this field holds."),
        "not_an_email": _("This is not an e-mail address."),
        "not_a_phone": _("This is not a complete phone number; it was kept as it stands."),
        "phone_without_country": _(
            "This phone number has no country code and no default country is set;"
            " it was kept as it stands."
        ),
        "not_a_url": _("Only web addresses that start with http or https are kept."),
        "not_a_date": _("This is not a date."),
        "ambiguous_date": _("This date can be read two ways; say whether the day comes first."),
        "impossible_date": _("There is no such day in the calendar with this order."),
        "date_out_of_range": _("Dates from 1900 to 2199 can be imported."),
        "not_an_amount": _("This is not an amount of money."),
        "ambiguous_amount": _(
            "This amount can be read two ways; say whether the comma or the dot marks decimals."
        ),
        "too_many_decimals": _("The amount has more decimals than its currency."),
        "amount_out_of_range": _("The amount is too large."),
        "unknown_currency": _("This is not a currency code."),
        "currency_missing": _("The amount has no currency and no default currency is set."),
        "not_a_number": _("This is not a whole number."),
        "not_a_decimal": _("This is not a number."),
        "not_a_choice": _("This is not on the list of the field, so it was left out."),
        "not_yes_or_no": _("This is neither yes nor no."),
        "unknown_country": _("No country has this name; it was left out."),
        "unknown_stage": _(
            "This stage is not mapped; the row came in without a stage move and the text was"
            " kept as a custom field."
        ),
        "unmapped_stage": _("This stage is not mapped, so the move was left out."),
        "unknown_status": _("This status is not mapped; the row came in as open."),
        "closed_before_start": _("The row was closed before it began."),
        "nothing_to_import": _("The row names no lead, person or company."),
        "deleted_at_source": _("The other system marks this row as deleted."),
        "missing_external_key": _("The row names no record that it belongs to."),
        "missing_lead": _("The row names neither a lead nor an e-mail address."),
        "missing_kind": _("The row does not say what happened."),
        "missing_date": _("The row has no date."),
        "missing_stage": _("The row names no stage."),
        "missing_booking": _("The row does not say when the meeting was booked."),
        "missing_start": _("The row does not say when the meeting was to start."),
        "missing_outcome": _("The row does not say what became of the meeting."),
        "unknown_outcome": _(
            "This outcome is not mapped, so the meeting was left out. Say whether it means held,"
            " no_show, cancelled or rescheduled."
        ),
        "booked_after_start": _(
            "The meeting was booked after it started, so it was left out. Check both columns."
        ),
        "stages_out_of_order": _(
            "{later} is dated before {earlier}, which comes first in the funnel; both were kept as"
            " they are dated."
        ),
        "missing_channel": _("The row names no channel."),
        "missing_amount": _("The row has no amount."),
        "missing_period": _("The row does not say which period the money was spent in."),
        "period_ends_first": _("The period ends before it starts."),
    }


def write_problem_file(
    source: Path, problems: Iterable[RowProblem], *, folder: Path | None = None
) -> Path:
    """Write the problems beside `source` (or into `folder`) and return the new file's path.

    An earlier list is never overwritten. Refuses with ImportFileError where nothing can be
    written.
    """
    place = folder or source.parent
    number = 1
    while True:
        path = place / _name_beside(
            source, ".errors.csv" if number == 1 else f".errors-{number}.csv"
        )
        try:
            # The byte order mark lets spreadsheets read the file as UTF-8.
            with path.open("x", encoding="utf-8-sig", newline="") as file:
                writer = csv.writer(file)
                writer.writerow((_("Line"), _("Column"), _("Value"), _("Reason"), _("Kind")))
                for problem in problems:
                    writer.writerow(
                        (
                            problem.line,
                            safe_text(problem.column),
                            safe_text(problem.value),
                            problem.sentence,
                            problem.severity,
                        )
                    )
        except FileExistsError:
            number += 1
            continue
        except OSError as error:
            raise ImportFileError(
                path,
                "problems_not_written",
                _(
                    "The list of rows with errors cannot be written to {folder} ({cause})."
                    " Choose another folder for it."
                ).format(folder=place, cause=error.strerror or error),
            ) from error
        return path


def _name_beside(source: Path, ending: str) -> str:
    """Return the name of `source` with another ending, cut where no disk would take it."""
    stem = os.fsencode(source.stem)
    most = _FILE_NAME_BYTES - len(ending)
    kept = source.stem if len(stem) <= most else stem[:most].decode(errors="ignore")
    return kept + ending
