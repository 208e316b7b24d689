"""Texts are stored as they can be read: nothing unseen stays, and nothing else changes."""

import json
import shutil
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.clean_text import in_lines, in_one_line
from models.entities.every import TABLES
from models.entities.workspace.log import Change, ChangeRow
from models.errors import KnownError
from models.history.logged import newest_change
from models.ids import LeadId
from models.leads.editing import add_note
from models.workspace import Workspace, open_workspace
from tests.clocks import FrozenClock
from tests.models.history import verb_examples
from tests.models.rows import recorded_rows
from tests.models.small_world import SmallWorld

UNSEEN = "\x00\x07\x1b\x7f\x80\u00ad\u200b\u202d\u202e\u2066\u2069\ufeff\ufffe\uffff\ud800\udfff"


def of(first: int, last: int) -> st.SearchStrategy[str]:
    return st.text(st.characters(min_codepoint=first, max_codepoint=last), min_size=1, max_size=6)


WORDS = st.one_of(
    of(0x0591, 0x05EA),  # Hebrew with its points, in the order in which they were typed
    of(0x0620, 0x065F),  # Arabic with its marks
    of(0x0E01, 0x0E3A),  # Thai
    of(0x0900, 0x094D),  # Devanagari
    of(0x4E00, 0x9FFF),
    of(0xF900, 0xFAD9),  # Han signs that composing anew would exchange for others
    of(0x1F300, 0x1FAFF),
    st.sampled_from(
        (
            "Zoe\u0308", "e\u0323\u0307", "می\u200cخواهم", "क्\u200dष", "അവന്\u200d", "A\u200eב",
            "👩\u200d💻", "👨\u200d👩\u200d👧", "❤\ufe0f", "1\ufe0f\u20e3", "葛\U000e0100",
            "山田\u3000太郎", "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        )
    ),
)  # fmt: skip


@given(st.lists(WORDS, max_size=5))
def test_what_can_be_read_stays_sign_by_sign(words: list[str]) -> None:
    line, lines = " ".join(words), "\n\n\t".join(words)
    assert in_one_line(line) == line
    assert in_lines(lines) == lines


def seen(text: str) -> list[str]:
    def is_sign(sign: str) -> bool:
        number = ord(sign)
        is_none = number & 0xFFFE == 0xFFFE or 0xFDD0 <= number <= 0xFDEF
        hidden = unicodedata.category(sign) in {"Cc", "Cf", "Cs"}
        return not (sign.isspace() or hidden or is_none)

    return [sign for sign in text if is_sign(sign)]


@given(st.text(st.characters() | st.sampled_from(UNSEEN + "\t\r\n \u200d\u2028"), max_size=30))
def test_only_what_is_unseen_goes_and_what_is_left_is_stable(text: str) -> None:
    line, lines = in_one_line(text), in_lines(text)
    for cleaned in (line, lines):
        assert seen(cleaned) == seen(text)
        assert not set(cleaned) & set(UNSEEN)
        cleaned.encode()
    assert not set(line) & set("\t\r\n\u2028")
    assert (in_one_line(line), in_lines(lines)) == (line, lines)
    assert in_one_line(lines) == line


@pytest.fixture(scope="module")
def worked_in(
    tmp_path_factory: pytest.TempPathFactory, small_world_file: tuple[Path, SmallWorld]
) -> Iterator[Workspace]:
    """Return one workspace for all verbs: nothing that they do is kept."""
    path = tmp_path_factory.mktemp("unseen") / "in.db"
    shutil.copyfile(small_world_file[0], path)
    opened = open_workspace(path, clock=FrozenClock())
    yield opened
    opened.close()


class _NotKeptError(Exception):
    """What was done is taken back."""


@pytest.mark.parametrize("name", sorted(verb_examples.EXAMPLES))
def test_no_verb_stores_what_nobody_sees(
    name: str, worked_in: Workspace, world: SmallWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    function = "write_definitions" if name == "write_version" else name
    verb = getattr(verb_examples, function)
    texts, place = 1, 0
    while place < texts:

        def soiled(session: Any, *args: Any, place: int = place, **kwargs: Any) -> Any:
            nonlocal texts
            soil = _Soil(place)
            given = [soil.of(one) for one in args], soil.of(kwargs)
            texts = soil.met
            return verb(session, *given[0], **given[1])

        monkeypatch.setattr(verb_examples, function, soiled)
        with suppress(_NotKeptError, KnownError), worked_in.write(world.leader) as session:
            since = newest_change(session)
            verb_examples.EXAMPLES[name](session, world)
            session.flush()
            written = json.dumps(list(_written(session, since)), default=str, ensure_ascii=False)
            assert not {"\u202e", "\ufeff"} & set(written), written
            raise _NotKeptError
        place += 1


def _written(session: Session, since: int) -> Iterator[Any]:
    """Give what is in the log since a change, and the rows that it is about."""
    for change in session.scalars(select(Change).where(Change.id > since)):
        yield change.arguments
    touched = select(ChangeRow.table_name, ChangeRow.row_uuid).where(ChangeRow.change_id > since)
    for table_name, row_uuid in session.execute(touched.distinct()).all():
        table = TABLES[table_name]
        row = session.execute(select(table).where(table.c.uuid == row_uuid)).first()
        yield None if row is None else tuple(row)


class _Soil:
    """Walks through arguments and writes unseen signs around the text at one place."""

    def __init__(self, place: int) -> None:
        self.met = 0
        self._place = place

    def of(self, value: Any) -> Any:
        match value:
            case Enum():
                return value
            case str():
                self.met += 1
                return f"\u202e{value}\ufeff" if self.met == self._place + 1 else value
            case dict():
                return {key: self.of(part) for key, part in value.items()}
            case tuple() if hasattr(value, "_fields"):
                return type(value)(*map(self.of, value))
            case list() | tuple():
                # One of a list stands for all of them.
                return type(value)((*map(self.of, value[:1]), *value[1:]))
            case _ if is_dataclass(value) and not isinstance(value, type):
                # Which columns a list shows are the program's words.
                names = (one.name for one in fields(value) if one.name != "columns")
                parts = {one: self.of(getattr(value, one)) for one in names}
                return replace(value, **{key: part for key, part in parts.items() if part})
        return value


def test_a_note_keeps_its_lines(filled: Workspace, world: SmallWorld) -> None:
    with filled.write(world.leader) as session:
        add_note(session, LeadId(world.lead), "One\u202e\r\n\ttwo\x00\n")
    with filled.read() as session:
        rows = recorded_rows(session).values()
        assert any(str(row.get("notes") or "").endswith("One\n\ttwo") for row in rows)
