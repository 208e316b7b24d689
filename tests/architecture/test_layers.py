"""The house keeps its rooms apart: contracts, fresh interpreters, and pages without a database."""

import ast
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

# What SQL has in every database.
PORTABLE_FUNCTIONS = {
    *("avg", "coalesce", "count", "lead", "lower", "max", "min", "nullif", "round", "row_number"),
    *("sum", "trim"),
}
RAW_SQL = {"custom_op", "literal_column", "text"}

IMPORT_EVERYTHING = """
import importlib, json, pkgutil, sys
for room in sys.argv[1:]:
    package = importlib.import_module(room)
    for found in pkgutil.walk_packages(package.__path__, room + "."):
        if ".migrations." not in found.name:  # Alembic runs those; they cannot be imported alone
            importlib.import_module(found.name)
print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})))
"""


def packages_that_come_along(*rooms: str) -> set[str]:
    """Return the top-level packages of an interpreter that imported all of these rooms."""
    done = subprocess.run(
        [sys.executable, "-c", IMPORT_EVERYTHING, *rooms],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout))


def imports_of(path: Path) -> Iterator[str]:
    """Yield every module that a file names in an import, wherever it stands."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_the_import_contracts_hold() -> None:
    command = "from importlinter.cli import lint_imports_command as c; c()"
    done = subprocess.run(
        [sys.executable, "-c", command, "--no-logo", "--no-cache"],
        cwd=ROOT,
        env={**os.environ, "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


@pytest.mark.parametrize(
    ("room", "strangers"),
    [
        ("simulation", {"PySide6", "shiboken6", "sqlalchemy", "alembic", "click"}),
        ("models", {"PySide6", "shiboken6", "numpy", "scipy", "click", "simulation"}),
    ],
)
def test_a_room_brings_no_strangers(room: str, strangers: set[str]) -> None:
    came_along = packages_that_come_along(room)
    assert room in came_along
    assert not came_along & strangers


def says_what_only_sqlite_knows(node: ast.AST) -> bool:
    """Tell a piece of code that another database would not understand."""
    match node:
        case ast.Attribute(ast.Name("func"), name):
            return name not in PORTABLE_FUNCTIONS
        case ast.Call(ast.Attribute(ast.Name("func"), "max" | "min"), arguments):
            return len(arguments) != 1
        case ast.Attribute(_, "exec_driver_sql"):
            return True
        case ast.ImportFrom(module, names) if module and module.startswith("sqlalchemy"):
            return "dialects" in module or any(one.name in RAW_SQL for one in names)
        case ast.Constant(str(words)):
            return (
                re.search(r"\bPRAGMA [a-z]|\bsqlite_(master|schema|sequence)\b", words) is not None
            )
    return False


def test_only_one_package_speaks_what_only_sqlite_knows() -> None:
    storage = ROOT / "models" / "storage"
    # Tables name conditions of their partial indexes, and revisions stay as they were written.
    apart = (storage / "sqlite", storage / "migrations", ROOT / "models" / "entities")
    offences = []
    for path in [one for room in ("app", "models") for one in sorted((ROOT / room).rglob("*.py"))]:
        if any(path.is_relative_to(one) for one in apart):
            continue
        tree = ast.parse(path.read_text("utf-8"))
        told = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        offences += [
            f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}"
            for node in ast.walk(tree)
            if node not in told and says_what_only_sqlite_knows(node)
        ]
    assert offences == []


DATABASES = ("sqlalchemy", "alembic", "sqlite3", "models.entities", "PySide6.QtSql")
FORMATS = ("csv", "zipfile", "xml", "email", "icalendar", "xlsxwriter", "msgspec", "typst")
NETWORK = ("socket", "ssl", "http", "urllib.request", "smtplib", "PySide6.QtNetwork")
FILES = ("io", "pathlib", "shutil", "tempfile")
CHANCE_AND_CLOCKS = ("random", "secrets", "time", "numpy.random")


@pytest.mark.parametrize(
    ("room", "forbidden"),
    [
        ("views", (*DATABASES, *FORMATS, *NETWORK)),
        ("models", NETWORK),
        ("simulation", (*FILES, *FORMATS, *NETWORK, *CHANCE_AND_CLOCKS)),
    ],
)
def test_a_room_names_nothing_that_belongs_to_another(room: str, forbidden: Iterable[str]) -> None:
    offences = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in sorted((ROOT / room).rglob("*.py"))
        for name in imports_of(path)
        if any(name == word or name.startswith(f"{word}.") for word in forbidden)
    ]
    assert offences == []


def test_the_engine_opens_no_file_and_reads_no_clock() -> None:
    forbidden = {"open", "now", "today", "utcnow", "getenv", "default_rng"}
    offences = [
        f"{path.relative_to(ROOT)}: {ast.unparse(node)}"
        for path in sorted((ROOT / "simulation").rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in forbidden
    ]
    assert offences == []


def test_building_a_page_imports_no_database() -> None:
    # Pages are built on the thread that paints, where the import would hold the window up.
    pages = [f"views.{name}.page" for name in ("today", "leads", "forecast", "definitions")]
    code = f"import sys, {', '.join(pages)}; sys.exit('sqlalchemy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False)
    assert done.returncode == 0


def test_nobody_uses_the_databases_that_qt_brings() -> None:
    # Qt bundles another SQLite, and closing its file drops the locks of ours.
    offences = [
        str(path.relative_to(ROOT))
        for room in ("app", "models", "views", "simulation")
        for path in sorted((ROOT / room).rglob("*.py"))
        if any(name.startswith("PySide6.QtSql") for name in imports_of(path))
    ]
    assert offences == []
