"""What a plan is written as: report, charts, workbook; read again by another reader."""

import math
import re
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from app.documents.forecast_report import ReportSources, manuscript_of
from app.documents.typesetting import pages_of, pdf_of
from app.money.pictures import svg_of, write_chart
from app.money.workbook import workbook_of, write_series
from app.offscreen import offscreen_application
from models.errors import KnownError
from tests.app.documents.pdf_text import page_texts
from tests.views.whatif.whatif_doubles import small_plan, small_result
from views.money.charts import chart_names, charts_of
from views.money.reckoning import MoneyBasis
from views.money.tables import Table, plan_tables, whole_table
from views.theme import make_theme
from views.whatif.outlook import look_ahead

CELL = re.compile(r'<c r="([A-Z]+[0-9]+)"([^>]*)>(?:<v>(.*?)</v>)?')
SOURCES = ReportSources(
    "Sample", datetime(2026, 11, 22, 9, tzinfo=UTC), MoneyBasis("EUR"), (("MQL", "It fits."),)
)
# Without an application of the tests' own, the first chart would make one and end it.
pytestmark = pytest.mark.usefixtures("qapp")
HARMFUL = '=HYPERLINK("http://example.com")'


def sheet_of(book: zipfile.ZipFile, number: int) -> str:
    return book.read(f"xl/worksheets/sheet{number}.xml").decode()


def test_a_workbook_holds_every_series_as_numbers(tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    write_series(small_result(), "EUR", path)
    tables = plan_tables(small_result(), "EUR")
    with zipfile.ZipFile(path) as book:
        names = re.findall(r'<sheet name="([^"]*)"', book.read("xl/workbook.xml").decode())
        strings = re.findall(r"<t[^>]*>([^<]*)</t>", book.read("xl/sharedStrings.xml").decode())
        weekly = {place: value for place, _kind, value in CELL.findall(sheet_of(book, 1))}
    assert names == [table.name for table in tables]
    assert strings[int(weekly["C1"])] == tables[0].headings[2]
    for row in (2, 21):
        assert float(weekly[f"C{row}"]) == pytest.approx(tables[0].rows[row - 2][2])


def test_no_cell_of_a_workbook_is_a_formula_or_not_a_number(tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    table = Table("Harm", (HARMFUL, "b"), [(HARMFUL, math.nan), ("+1+1", math.inf)])
    path.write_bytes(workbook_of([table]))
    with zipfile.ZipFile(path) as book:
        sheet = sheet_of(book, 1)
        assert "<f>" not in sheet
        assert {kind.strip() for _place, kind, _value in CELL.findall(sheet)} == {
            's="1" t="s"',
            't="s"',
        }
        assert not [name for name in book.namelist() if "rels/sheet" in name]


def test_series_as_csv_are_one_table_with_safe_cells(tmp_path: Path) -> None:
    plan = small_plan()
    stages = (replace(plan.network.stages[0], name="=1+1"), *plan.network.stages[1:])
    result = look_ahead(replace(plan, network=replace(plan.network, stages=stages), trials=50))
    path = tmp_path / "plan.csv"
    write_series(result, "EUR", path)
    lines = path.read_text("utf-8-sig").splitlines()
    assert len(lines) == 21
    assert lines[0].count(",") >= len(whole_table(result, "EUR").headings) - 1
    assert "'=1+1" in lines[0]
    with pytest.raises(KnownError, match=r"neither in \.xlsx nor in \.csv"):
        write_series(result, "EUR", tmp_path / "plan.ods")


def test_every_chart_is_written_as_vector_and_as_picture(tmp_path: Path) -> None:
    with offscreen_application():
        charts = charts_of(small_result())
        names = dict(chart_names(small_result()))
        for code, drawing in charts:
            texts = re.findall(r">([^<]+)</text>", svg_of(drawing).decode())
            assert drawing.title in [text.strip() for text in texts], code
            assert names[code].startswith(drawing.title)
        write_chart(charts[0][1], tmp_path / "a.png", make_theme("dark"))
        with pytest.raises(KnownError, match=r"neither in \.svg nor in \.png"):
            write_chart(charts[0][1], tmp_path / "a.gif", make_theme("light"))
    assert QImage(str(tmp_path / "a.png")).width() == 1600
    assert list(names) == [code for code, _drawing in charts]


def test_the_short_report_is_one_page_that_says_what_it_rests_on() -> None:
    with offscreen_application():
        manuscript = manuscript_of(small_result(), SOURCES, full=False)
    assert len(pages_of(manuscript, 30)) == 1
    text = "".join(page_texts(pdf_of(manuscript))).replace(" ", "")
    for words in ("House example", "What it rests on", "30 of 60", "benchmark", "typed; was"):
        assert words.replace(" ", "") in text


def test_the_full_report_has_all_assumptions_with_origins_and_definitions() -> None:
    harmful = replace(small_plan(), name='#import "x" <b>& $', notes="*bold* _not_")
    with offscreen_application():
        manuscript = manuscript_of(look_ahead(harmful), SOURCES, full=True)
    text = "".join(page_texts(pdf_of(manuscript))).replace(" ", "")
    for words in (
        '#import "x" <b>& $',
        "*bold* _not_",
        "Stages of the team",
        "It fits.",
        "What each channel returns",
        "not measured yet",
        "Weeks between stages",
        "Words of this report",
    ):
        assert words.replace(" ", "") in text, words
