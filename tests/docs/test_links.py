"""What the documents point at is there."""

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCUMENTS = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]


def prose_of(document: Path) -> str:
    """Return a document without its blocks of code."""
    return re.sub(r"^```.*?^```$", "", document.read_text("utf-8"), flags=re.DOTALL | re.MULTILINE)


def anchors_of(document: Path) -> set[str]:
    """Return the places in a document that a link can name: its headings."""
    headings = re.findall(r"^#+ (.+)$", prose_of(document), re.MULTILINE)
    return {
        re.sub(r"[^\w -]", "", heading).strip().lower().replace(" ", "-") for heading in headings
    }


def dead_links(document: Path) -> Iterator[str]:
    """Yield the links and pictures of a document that lead nowhere in the project."""
    for target in re.findall(r"\]\(([^)\s]+)\)", prose_of(document)):
        if re.match(r"\w+:", target):
            continue
        path, _, anchor = target.partition("#")
        found = document.parent / path if path else document
        if not found.exists() or (anchor and anchor not in anchors_of(found)):
            yield target


def test_links_and_pictures_lead_somewhere() -> None:
    dead = {str(one.relative_to(ROOT)): list(dead_links(one)) for one in DOCUMENTS}
    assert {name: links for name, links in dead.items() if links} == {}


def test_every_picture_and_every_chapter_is_pointed_at() -> None:
    everything = "".join(prose_of(document) for document in DOCUMENTS)
    wanted = [*(ROOT / "docs" / "pictures").glob("*.png"), *(ROOT / "docs" / "guide").glob("*.md")]
    assert [one.name for one in wanted if f"/{one.name})" not in everything] == []


def test_the_files_that_the_architecture_names_are_there() -> None:
    named = re.findall(r"`([\w/]+/[\w.]+)`", prose_of(ROOT / "docs" / "architecture.md"))
    assert [name for name in named if not (ROOT / name).exists()] == []
    assert len(named) > 20
