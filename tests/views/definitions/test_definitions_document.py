"""The printed definitions in place of the form: looked at, saved, printed, refused."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPageLayout, QTransform
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest

from models.errors import KnownError
from tests.views.definitions.conftest import Open
from tests.views.definitions.definition_doubles import PaperDocuments, blank_pages
from views.definitions.forms.versions import VersionsForm
from views.documents.panel import draw_pages

CTRL = Qt.KeyboardModifier.ControlModifier


def test_the_document_opens_by_key_and_closes_by_escape(
    show: Open, documents: PaperDocuments
) -> None:
    page = show()
    QTest.keyClick(page.parts, Qt.Key.Key_P, CTRL)
    assert page.whole.currentWidget() is page.document
    assert documents.asked == [("preview", 1)]
    assert page.document.pages.count == 3
    assert page.document.progress.isHidden()
    QTest.keyClick(page.document.area, Qt.Key.Key_Escape)
    assert page.whole.currentIndex() == 0
    assert page.parts.hasFocus()


def test_it_says_that_unsaved_changes_are_not_in_it(show: Open) -> None:
    page = show()
    page.add_stage()
    page.show_document()
    assert "not in it" in page.document.header.caption.text()


def test_a_past_version_is_looked_at(show: Open, documents: PaperDocuments) -> None:
    page = show()
    page.parts.choose("versions")
    form = page.forms["versions"]
    assert isinstance(form, VersionsForm)
    form.focus_in()
    QTest.keyClick(form.view, Qt.Key.Key_Return)
    assert documents.asked == [("preview", 1)]


def test_the_pdf_is_written_where_the_person_says(
    show: Open, documents: PaperDocuments, tmp_path: Path
) -> None:
    page = show()
    said: list[str] = []
    page.notice.connect(lambda _kind, sentence: said.append(sentence))
    page.show_document()
    page.document.pdf_button.click()
    assert documents.written == [tmp_path / "definitions.pdf"]
    assert said == ["Saved as definitions.pdf."]


def test_a_refusal_is_said_and_can_be_tried_again(show: Open, documents: PaperDocuments) -> None:
    page = show()
    documents.refusal = KnownError("The pages cannot be set.")
    page.show_document()
    assert page.document.failure.isVisibleTo(page)
    assert page.document.failure.sentence.text() == "The pages cannot be set."
    documents.refusal = None
    page.document.failure.button.click()
    assert page.document.pages.count == 3
    assert not page.document.failure.isVisibleTo(page)


def test_a_file_that_cannot_be_written_is_said(show: Open, documents: PaperDocuments) -> None:
    page = show()
    said: list[tuple[str, str]] = []
    page.notice.connect(lambda kind, sentence: said.append((kind, sentence)))
    page.show_document()
    documents.refusal = OSError(28, "No space left on device")
    page.document.pdf_button.click()
    assert said == [("error", "The file could not be written: No space left on device.")]


def test_nothing_is_printed_when_no_printer_is_chosen(
    show: Open, documents: PaperDocuments
) -> None:
    page = show()
    page.show_document()
    page.document.print_button.click()
    assert ("print", 1) not in documents.asked


@pytest.mark.parametrize("count", [1, 3])
def test_every_page_is_printed_on_paper_of_its_own(
    qapp: object, tmp_path: Path, count: int
) -> None:
    file = tmp_path / "printed.pdf"
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(file))
    pages = blank_pages(count)
    wide = count > 1
    if wide:
        pages = tuple(one.transformed(QTransform().rotate(90)) for one in pages)
    for one in pages:
        one.fill(QColor("red"))
    assert draw_pages(printer, pages) == count
    assert (printer.pageLayout().orientation() == QPageLayout.Orientation.Landscape) == wide
    assert file.read_bytes().count(b"/Type /Page\n") == count


def test_the_printer_gets_the_pages(show: Open, documents: PaperDocuments, tmp_path: Path) -> None:
    page = show()
    said: list[str] = []
    page.notice.connect(lambda _kind, sentence: said.append(sentence))
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    page.document._ask_printer = lambda _parent: printer
    page.show_document()
    page.document.print_button.click()
    assert said == ["3 pages go to the printer."]
    assert (tmp_path / "printed.pdf").stat().st_size > 0
