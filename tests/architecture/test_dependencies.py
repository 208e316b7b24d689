"""What is installed is named once as a range, once exactly, and the two agree."""

import re
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
ROOMS = ("app", "models", "simulation", "views")
# Zones that zoneinfo reads, and the font of the icons, which is read without its package.
READ_AS_FILES = {"tzdata", "qtawesome"}


def project() -> dict[str, Any]:
    """Return the project table of pyproject.toml."""
    table: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return table


def requirements() -> list[Requirement]:
    """Return everything that is asked for, with and without the test extras."""
    extras = project()["optional-dependencies"].values()
    lines = [*project()["dependencies"], *(line for group in extras for line in group)]
    return [Requirement(line) for line in lines]


def pins() -> dict[str, str]:
    """Return the exact versions of constraints.txt."""
    lines = (ROOT / "constraints.txt").read_text("utf-8").split()
    assert [line for line in lines if not re.fullmatch(r"[\w.-]+==[\w.]+", line)] == []
    return {canonicalize_name(name): pin for name, pin in (line.split("==") for line in lines)}


def test_every_requirement_is_pinned_within_its_range() -> None:
    exact = pins()
    wrong = [
        f"{requirement}: {exact.get(canonicalize_name(requirement.name))}"
        for requirement in requirements()
        if canonicalize_name(requirement.name) not in exact
        or exact[canonicalize_name(requirement.name)] not in requirement.specifier
    ]
    assert wrong == []


def imported_packages() -> set[str]:
    """Return the names at the head of every import that the program makes, early or late."""
    head = re.compile(r"^\s*(?:from|import) (\w+)", re.MULTILINE)
    files = (path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
    return {name for path in files for name in head.findall(path.read_text("utf-8"))}


def test_nothing_is_installed_that_the_program_does_not_import() -> None:
    by_package = packages_distributions()
    used = {
        canonicalize_name(distribution)
        for package in imported_packages()
        for distribution in by_package.get(package, ())
    }
    wanted = {canonicalize_name(Requirement(line).name) for line in project()["dependencies"]}
    assert wanted - used == READ_AS_FILES


def test_the_build_backend_is_pinned_too() -> None:
    build = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["build-system"]
    for requirement in map(Requirement, build["requires"]):
        assert pins()[canonicalize_name(requirement.name)] in requirement.specifier


@pytest.mark.parametrize(("python", "allowed"), [("3.11", False), ("3.12", True)])
def test_the_qt_release_that_crashes_on_this_python_is_excluded(python: str, allowed: bool) -> None:
    qt = [
        requirement
        for requirement in requirements()
        if requirement.name == "PySide6-Essentials"
        and requirement.marker is not None
        and requirement.marker.evaluate({"python_version": python})
    ]
    assert [("6.12.0" in requirement.specifier) for requirement in qt] == [allowed]
