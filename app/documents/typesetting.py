"""Sets the agreement on pages: as PDF, and as pictures of its pages.

Texts go into the template as one JSON value, so that nothing in them is read as markup. Typst does
the work here, off the window thread; without the bundled fonts every page would differ by machine.
"""

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import views
from app.documents.agreement import Agreement
from app.documents.phrases import phrases
from app.files import written_whole

if TYPE_CHECKING:
    import typst

_ASSETS: Final = Path(views.__file__).parent / "assets"
_TEMPLATE: Final = _ASSETS / "documents" / "agreement.typ"

SCREEN_PIXELS_PER_INCH: Final = 110
PRINT_PIXELS_PER_INCH: Final = 300


def pdf_of(agreement: Agreement) -> bytes:
    """Return the document as a PDF with its text, so that it can be searched and read aloud."""
    # Typst takes whole seconds only.
    moment = agreement.written_at.replace(microsecond=0)
    made = _compiler(agreement).compile(format="pdf", timestamp=moment)
    return _single(made)


def write_pdf(agreement: Agreement, path: Path) -> None:
    """Write the document as a PDF, whole or not at all."""
    data = pdf_of(agreement)
    with written_whole(path) as file:
        file.write(data)


def pages_of(
    agreement: Agreement, pixels_per_inch: int = SCREEN_PIXELS_PER_INCH
) -> tuple[bytes, ...]:
    """Return a PNG picture of each page."""
    made = _compiler(agreement).compile(format="png", ppi=pixels_per_inch)
    return tuple(made) if isinstance(made, list) else (_single(made),)


def _compiler(agreement: Agreement) -> "typst.Compiler":
    import typst

    return typst.Compiler(
        str(_TEMPLATE),
        root=str(_TEMPLATE.parent),
        font_paths=_fonts(),
        sys_inputs={"document": json.dumps(phrases(agreement), ensure_ascii=False)},
    )


@cache
def _fonts() -> "typst.Fonts":
    """Return the bundled family, with the system's for letters that it lacks."""
    import typst

    return typst.Fonts(include_system_fonts=True, font_paths=[str(_ASSETS / "fonts")])


def _single(made: object) -> bytes:
    if not isinstance(made, bytes):
        raise TypeError(type(made).__name__)
    return made
