"""Tables on their way to other programs by the clipboard: text with tabs, and HTML."""

import html
from collections.abc import Sequence

from PySide6.QtCore import QMimeData

from models.spreadsheet_cells import safe_text


def copied_cell(text: str) -> str:
    r"""Return a cell that no spreadsheet takes for a formula, on one line.

    >>> copied_cell("=HYPERLINK(1)"), copied_cell("+44 20 7946"), copied_cell("a\tb")
    ("'=HYPERLINK(1)", '+44 20 7946', 'a b')
    """
    # A tab or a line break within a cell would make two of it.
    return safe_text(" ".join(text.split()))


def as_clipboard(rows: Sequence[Sequence[str]]) -> QMimeData:
    """Return rows, headings first, as plain text and as HTML."""
    cells = [[copied_cell(cell) for cell in line] for line in rows]
    mime = QMimeData()
    mime.setText("\n".join("\t".join(line) for line in cells))
    lines = (
        "<tr>" + "".join(f"<{tag}>{html.escape(cell)}</{tag}>" for cell in line) + "</tr>"
        for tag, line in zip(("th", *("td",) * len(cells)), cells, strict=False)
    )
    mime.setHtml(f"<table>{''.join(lines)}</table>")
    return mime
