"""What the source of the screens must not do, read from the source itself."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

VIEWS = Path(__file__).parents[2] / "views"
FILES = sorted(VIEWS.rglob("*.py"))
THE_LABELS = VIEWS / "widgets" / "labels.py"
# QLabel reads markup by itself; the others stop the work until they are answered.
BANNED = {"QLabel", "QMessageBox", "QErrorMessage", "QInputDialog"}


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(VIEWS)))
def test_no_markup_label_and_no_modal_box(file: Path) -> None:
    names = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.Attribute):
            names.add(node.attr)
    allowed = {"QLabel"} if file == THE_LABELS else set()
    assert not (names & BANNED) - allowed


def test_the_shell_brings_nothing_heavy_along() -> None:
    heavy = "numpy sqlalchemy qtawesome babel scipy numba PySide6.QtSvg".split()
    code = (
        "import sys, views.shell, views.widgets, views.theme, views.icons\n"
        f"print([name for name in {heavy!r} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=VIEWS.parent,
    )
    assert done.stdout.strip() == "[]"
