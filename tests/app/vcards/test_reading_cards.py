"""Cards of all versions become rows; a broken one is named with its line, and never an error."""

import os
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.importing.problems import ImportFileError, RowProblem
from app.importing.tables.opening import open_file
from app.importing.tables.reading import SourceRow
from app.vcards.cards import COLUMNS

REAL = Path(__file__).parents[4] / "shared" / "data" / "vcf" / "ez-vcard_BSD2"


def rows_of(folder: Path, text: str | bytes) -> list[dict[str, str] | RowProblem]:
    path = folder / "cards.vcf"
    path.write_bytes(text if isinstance(text, bytes) else text.replace("\n", "\r\n").encode())
    return [
        {name: cell for name, cell in zip(COLUMNS, row.cells, strict=True) if cell}
        if isinstance(row, SourceRow)
        else row
        for row in open_file(path).rows()
    ]


def card(*lines: str, version: str = "3.0") -> str:
    return "\n".join(("BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""))


def one(folder: Path, *lines: str, version: str = "3.0") -> dict[str, str]:
    (row,) = rows_of(folder, card(*lines, version=version))
    assert isinstance(row, dict)
    return row


def test_a_line_that_does_not_end_is_read_in_bounded_memory(tmp_path: Path) -> None:
    path = tmp_path / "endless.vcf"
    path.write_bytes(b"BEGIN:VCARD\nFN:Ann\n" + b"NOTE:x" * 200_000)
    os.truncate(path, 1 << 27)
    tracemalloc.start()
    found = list(open_file(path).rows())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [getattr(one, "reason_code", "row") for one in found] == ["card_not_closed"]
    assert peak < 50_000_000


def test_marks_that_nobody_sees_hide_no_card(tmp_path: Path) -> None:
    (found,) = rows_of(tmp_path, b"\xef\xbb\xbf" * 2 + card("FN:\u200eAnn Lee\u202c").encode())
    assert isinstance(found, dict)
    assert found["FN"] == "Ann Lee"


@pytest.mark.parametrize(
    ("version", "lines"),
    [
        ("2.1", ("N:Lee;Ann", "TEL;WORK;VOICE:+442079460958", "EMAIL;PREF;INTERNET:a@a.example")),
        ("3.0", ("N:Lee;Ann;;;", "item1.TEL;type=WORK:+442079460958", "EMAIL:a@a.example")),
        ("4.0", ("N:Lee;Ann;;;", "TEL;VALUE=uri;TYPE=work:tel:+442079460958", "EMAIL:a@a.example")),
    ],
)
def test_all_versions_say_the_same(tmp_path: Path, version: str, lines: tuple[str, ...]) -> None:
    assert one(tmp_path, *lines, version=version) == {
        "N given": "Ann",
        "N family": "Lee",
        "TEL": "+442079460958",
        "EMAIL": "a@a.example",
    }


def test_folded_lines_are_joined_as_their_version_folds_them(tmp_path: Path) -> None:
    assert one(tmp_path, "FN:Ann", "NOTE:Calls ba", " ck")["NOTE"] == "Calls back"
    assert one(tmp_path, "FN:Ann", "NOTE:Calls", " back", version="2.1")["NOTE"] == "Calls back"


def test_quoted_printable_goes_on_over_lines_and_has_its_charset(tmp_path: Path) -> None:
    found = one(
        tmp_path,
        "FN;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:J=FCrgen",
        "NOTE;QUOTED-PRINTABLE;CHARSET=UTF-8:first=0D=0A=",
        "zw=C3=B6lf =",
        "more",
        version="2.1",
    )
    assert found == {"FN": "Jürgen", "NOTE": "first\nzwölf more"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_the_encoding_of_the_file_is_found(tmp_path: Path, encoding: str) -> None:
    text = card("N:Müller;Jürgen;;;", "NOTE:Grüße aus Köln an die Brüder").replace("\n", "\r\n")
    (row,) = rows_of(tmp_path, text.encode(encoding))
    assert isinstance(row, dict)
    assert row["N family"] == "Müller"


def test_the_preferred_address_and_number_come_first_and_none_is_lost(tmp_path: Path) -> None:
    found = one(
        tmp_path,
        "FN:Ann Lee",
        "EMAIL;TYPE=HOME:home@a.example",
        "EMAIL;TYPE=WORK:work@a.example",
        "EMAIL;TYPE=HOME,PREF:best@a.example",
        "TEL;TYPE=FAX,WORK:1",
        "TEL;TYPE=HOME:2",
        "TEL;TYPE=WORK:3",
        "TEL;TYPE=CELL:4",
        "TEL;PREF=1;TYPE=CELL:5",
    )
    assert (found["EMAIL"], found["EMAIL 2"]) == ("best@a.example", "work@a.example")
    assert (found["TEL"], found["TEL cell"]) == ("3", "5")
    assert found["NOTE"] == "\n".join(
        ("Further e-mail: home@a.example", "Further phone: 4", "Further phone: 2")
    )


def test_a_picture_is_passed_over_however_it_is_written(tmp_path: Path) -> None:
    found = one(
        tmp_path,
        "PHOTO;ENCODING=BASE64;TYPE=JPEG:/9j/4AAQ",
        "",
        " SkZJRgABAQ==",
        "",
        "FN:Ann Lee",
        version="2.1",
    )
    assert found == {"FN": "Ann Lee"}


def test_a_company_s_card_names_no_person_and_a_group_is_left_out(tmp_path: Path) -> None:
    assert one(tmp_path, "FN:Acme Ltd", "N:;;;;", "ORG:Acme Ltd;Sales", "URL:acme.example") == {
        "ORG": "Acme Ltd",
        "URL": "acme.example",
    }
    (group,) = rows_of(tmp_path, card("KIND:group", "FN:Friends"))
    assert isinstance(group, RowProblem)
    assert group.severity == "skipped"


def test_broken_cards_are_named_by_line_while_the_others_come_in(tmp_path: Path) -> None:
    text = (
        card("FN:One", "this is no line")
        + "BEGIN:VCARD\nFN:Two\n"
        + card("FN:Three", "NOTE;CHARSET=klingon;ENCODING=QUOTED-PRINTABLE:=41")
        + "BEGIN:VCARD\nFN:Four\n"
    )
    found = rows_of(tmp_path, text)
    problems = [(row.line, row.reason_code) for row in found if isinstance(row, RowProblem)]
    assert problems == [
        (4, "not_a_card_line"),
        (6, "card_not_closed"),
        (11, "unknown_charset"),
        (13, "card_not_closed"),
    ]
    assert [row["FN"] for row in found if isinstance(row, dict)] == ["One", "Three"]


def test_a_card_within_a_card_belongs_to_somebody_else(tmp_path: Path) -> None:
    inner = ("AGENT:", "BEGIN:VCARD", "FN:Secretary", "EMAIL:s@a.example", "END:VCARD")
    assert one(tmp_path, "FN:Ann Lee", *inner, version="2.1") == {"FN": "Ann Lee"}


def test_a_file_without_a_card_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImportFileError, match="no address card"):
        rows_of(tmp_path, "Hello, this is a letter.\n")


def test_cards_are_known_by_how_they_begin(tmp_path: Path) -> None:
    path = tmp_path / "contacts.txt"
    path.write_text(card("FN:Ann Lee"))
    assert open_file(path).header == COLUMNS


pieces = st.lists(
    st.sampled_from(
        [
            "BEGIN:VCARD", "END:VCARD", "VERSION:2.1", "N:Lee;Ann", "FN:Ann", "TEL;CELL:+1", " x",
            "\tfold", "", "AGENT:", "NOTE;ENCODING=QUOTED-PRINTABLE:=4", "=", "=FF=", "item1.URL:x",
            'TEL;TYPE="a:b":1', "ORG:\\;;", "EMAIL;=;;:", ":", ";", "KIND:group", "ADR:;;;;;;;",
        ]
    )
    | st.text(max_size=30)
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(pieces)
def test_whatever_a_file_holds_reading_it_ends_in_rows_or_a_known_problem(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str]
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.vcf"
    path.write_text("\n".join(["BEGIN:VCARD", *lines]), encoding="utf-8", errors="replace")
    try:
        found = list(open_file(path).rows())
    except ImportFileError:
        return
    assert found
    for row in found:
        assert row.line >= 1
        assert isinstance(row, RowProblem) or len(row.cells) == len(COLUMNS)


@pytest.mark.skipif(not REAL.is_dir(), reason="the real cards do not lie beside the checkout")
@pytest.mark.parametrize(
    "name", sorted(path.name for path in REAL.glob("*.vcf")) if REAL.is_dir() else []
)
def test_real_cards_come_in_without_a_finding(name: str) -> None:
    rows = list(open_file(REAL / name).rows())
    assert rows
    assert not [row for row in rows if isinstance(row, RowProblem)]
    for row in rows:
        assert isinstance(row, SourceRow)
        cells = dict(zip(COLUMNS, row.cells, strict=True))
        assert cells["FN"] or cells["ORG"] or cells["EMAIL"]
