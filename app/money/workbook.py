"""The series of a plan as files: a workbook with a sheet for each table, or one table."""

import math
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Final

from app.files import write_table, written_whole
from models.errors import KnownError
from models.language import gettext as _

if TYPE_CHECKING:
    from views.money.tables import Table
    from views.whatif.outlook import PlanResult

_SHEET_NAME_LENGTH: Final = 31
_WIDEST: Final = 44


def write_series(result: "PlanResult", currency: str, path: Path) -> None:
    """Write all series of a plan: a workbook with its assumptions, or one table as CSV.

    The file appears whole or not at all. Refuses another ending than .xlsx or .csv.
    """
    from views.money.tables import plan_tables, whole_table

    ending = path.suffix.lower()
    if ending == ".xlsx":
        data = workbook_of(plan_tables(result, currency))
        with written_whole(path) as file:
            file.write(data)
    elif ending == ".csv":
        table = whole_table(result, currency)
        write_table(path, [table.headings, *table.rows])
    else:
        raise KnownError(_("{file} ends neither in .xlsx nor in .csv.").format(file=path.name))


def workbook_of(tables: "Sequence[Table]") -> bytes:
    """Return a workbook with a sheet for each table, its headings frozen.

    No cell is a formula: texts are written as texts, whatever they begin with.
    """
    import xlsxwriter

    data = BytesIO()
    book = xlsxwriter.Workbook(data, {"in_memory": True, "strings_to_formulas": False})
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    for table in tables:
        sheet = book.add_worksheet(table.name[:_SHEET_NAME_LENGTH])
        for column, words in enumerate(table.headings):
            sheet.write_string(0, column, words, head)
            sheet.set_column(column, column, _width(table, column))
        for row, cells in enumerate(table.rows, start=1):
            for column, cell in enumerate(cells):
                if isinstance(cell, str):
                    if cell:
                        sheet.write_string(row, column, cell)
                elif cell is not None and math.isfinite(cell):
                    sheet.write_number(row, column, cell)
        sheet.freeze_panes(1, 2)
    book.close()
    return data.getvalue()


def _width(table: "Table", column: int) -> int:
    longest = max(
        (len(str(row[column])) for row in table.rows if isinstance(row[column], str)), default=0
    )
    return max(12, min(longest + 2, _WIDEST))
