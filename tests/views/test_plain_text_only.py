"""What the source of the screens must not do, read from the source itself."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

VIEWS = Path(__file__).parents[2] / "views"
FILES = sorted(VIEWS.rglob("*.py"))
THE_LABELS = VIEWS / "widgets" / "labels.py"
# QLabel reads markup by itself; the others stop the work until they are answered.
BANNED = {"QLabel", "QMessageBox", "QErrorMessage", "QInputDialog"}
# Qt guesses whether a tip is markup.
TIPS = {"setToolTip", "setTabToolTip", "showText"}
# These put a name of the program's own and its keys together, for menus that show no markup.
TIPS_WITHOUT_STRANGERS = VIEWS / "shell" / "actions.py"


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


def tips_of(tree: ast.AST) -> Iterator[tuple[ast.AST, ...]]:
    """Yield what is shown as a tip: what calls are handed, and what models return for the role."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            roles = any("ToolTipRole" in ast.unparse(arg) for arg in node.args)
            if node.func.attr in TIPS or (node.func.attr == "setData" and roles):
                yield tuple(node.args)
        elif isinstance(node, ast.If) and "ToolTipRole" in ast.unparse(node.test):
            yield tuple(node.body)


def is_plain(tip: tuple[ast.AST, ...]) -> bool:
    """Say whether a tip goes through `plain_tip`, or is a sentence of the program as it stands."""
    words = " ".join(ast.unparse(part) for part in tip)
    return "plain_tip(" in words or (
        "_(" in words and ".format(" not in words and "f'" not in words
    )


def test_every_tip_is_shown_as_plain_text() -> None:
    found = [
        f"{file.relative_to(VIEWS)}: {ast.unparse(tip[0])}"
        for file in FILES
        if file != TIPS_WITHOUT_STRANGERS
        for tip in tips_of(ast.parse(file.read_text("utf-8")))
        if not is_plain(tip)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("source", "plain"),
    [
        ("sign.setToolTip(problem)", False),
        ("sign.setToolTip(_('{name} waits').format(name=name))", False),
        ("if role == Qt.ItemDataRole.ToolTipRole:\n    tip = row.name", False),
        ("item.setData(Qt.ItemDataRole.ToolTipRole, name)", False),
        ("sign.setToolTip(_('Remove'))", True),
        ("sign.setToolTip(plain_tip(problem))", True),
    ],
)
def test_tips_that_may_be_markup_are_told_from_plain_ones(source: str, plain: bool) -> None:
    assert [is_plain(tip) for tip in tips_of(ast.parse(source))] == [plain]


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
