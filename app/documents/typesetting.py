"""Sets documents on pages: as PDF, and as pictures of their pages.

Texts go into the template as one JSON value, so that nothing in them is read as markup. Typst does
the work here, off the window thread; without the bundled fonts every page would differ by machine.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import views
from app.files import written_whole
from models.language import LANGUAGE

if TYPE_CHECKING:
    import typst

_ASSETS: Final = Path(views.__file__).parent / "assets"
_TEMPLATES: Final = _ASSETS / "documents"

SCREEN_PIXELS_PER_INCH: Final = 110
PRINT_PIXELS_PER_INCH: Final = 300


@dataclass(frozen=True, slots=True)
class Manuscript:
    """All that a document says, the template that lays it out, and the moment it speaks of."""

    template: str
    words: Mapping[str, object]
    written_at: datetime


def pdf_of(manuscript: Manuscript) -> bytes:
    """Return the document as a PDF with its text, so that it can be searched and read aloud."""
    # Typst takes whole seconds only.
    moment = manuscript.written_at.replace(microsecond=0)
    made = _compiler(manuscript).compile(format="pdf", timestamp=moment)
    return _single(made)


def write_pdf(manuscript: Manuscript, path: Path) -> None:
    """Write the document as a PDF, whole or not at all."""
    data = pdf_of(manuscript)
    with written_whole(path) as file:
        file.write(data)


def pages_of(
    manuscript: Manuscript, pixels_per_inch: int = SCREEN_PIXELS_PER_INCH
) -> tuple[bytes, ...]:
    """Return a PNG picture of each page."""
    made = _compiler(manuscript).compile(format="png", ppi=pixels_per_inch)
    return tuple(made) if isinstance(made, list) else (_single(made),)


def _compiler(manuscript: Manuscript) -> "typst.Compiler":
    import typst

    # The tag by which a voice reads the text aloud.
    words = {**manuscript.words, "language": LANGUAGE}
    return typst.Compiler(
        str(_TEMPLATES / f"{manuscript.template}.typ"),
        root=str(_TEMPLATES),
        font_paths=_fonts(),
        sys_inputs={"document": json.dumps(words, ensure_ascii=False)},
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
