from collections.abc import Callable

import msgspec
import pytest

from app.importing.columns.fields import FIELDS, IGNORE, ImportKind, field_label
from app.importing.columns.guessing import guess_mapping, settle
from app.importing.columns.mapping import (
    MapOptionError,
    Mapping,
    guess_columns,
    guess_kind,
    guess_target,
    header_fingerprint,
    mapping_from_json,
    parse_map_option,
)
from app.importing.columns.questions import Question, questions
from app.importing.presets.known import preset_named
from app.importing.tables.reading import SourceRow, Table


def asked(mapping: Mapping, table: Table) -> dict[str, Question]:
    return {item.code: item for item in questions(mapping, table.header, table.beginning()[0])}


@pytest.mark.parametrize("kind", ImportKind)
def test_every_field_has_a_name_and_understands_its_code(kind: ImportKind) -> None:
    for code in FIELDS[kind]:
        assert field_label(code)
        assert guess_target(code, kind) == code


@pytest.mark.parametrize(
    ("header", "targets"),
    [
        (
            ["Vorname", "Nachname", "E-Mail-Adresse", "Firma", "Telefon", "Quelle", "Alter"],
            ["first_name", "last_name", "email", "company_name", "phone", "channel", IGNORE],
        ),
        (
            ["Prénom", "Nom", "Courriel", "Société", "Pays", "Étape"],
            ["first_name", "last_name", "email", "company_name", "country", "stage"],
        ),
        (
            ["Nombre", "Apellidos", "Correo electrónico", "Empresa", "País"],
            ["first_name", "last_name", "email", "company_name", "country"],
        ),
        (
            ["Full Name", "EMAIL", "job_title", "Company Name", "Lead Source", "Email"],
            ["full_name", "email", "job_title", "company_name", "channel", IGNORE],
        ),
        (
            ["first", "last", "address", "city", "Last contact"],
            ["first_name", "last_name", IGNORE, "city", IGNORE],
        ),
    ],
)
def test_columns_are_guessed_in_four_languages(header: list[str], targets: list[str]) -> None:
    assert list(guess_columns(header, ImportKind.LEADS).values()) == targets


def test_kind_of_rows_is_guessed() -> None:
    assert guess_kind(["Email", "Event", "Topic", "Date"]) is ImportKind.INTEREST_EVENTS
    assert guess_kind(["Channel", "Campaign", "Month", "Spend"]) is ImportKind.CAMPAIGN_SPEND
    assert guess_kind(["Kanal", "Kampagne", "Von", "Bis", "Kosten"]) is ImportKind.CAMPAIGN_SPEND
    assert guess_kind(["Name", "Email", "Created"]) is ImportKind.LEADS


def test_mapping_comes_back_from_json() -> None:
    for code in ("maven", "salvirt", "hubspot", "salesforce_history"):
        preset = preset_named(code)
        mapping = preset.mapping_for(list(preset.columns))
        assert mapping_from_json(msgspec.json.encode(mapping).decode()) == mapping
    with pytest.raises(msgspec.ValidationError):
        mapping_from_json('{"columns": {}, "date_order": "ydm"}')


def test_fingerprint_knows_a_header_in_any_order() -> None:
    assert header_fingerprint(["A", "b c"]) == header_fingerprint(["B  C", "a"])
    assert header_fingerprint(["A", "b"]) != header_fingerprint(["A", "b", "c"])


HEADER = ["Firma", "Wert=EUR", "E-Mail"]


@pytest.mark.parametrize(
    ("option", "expected"),
    [
        ("Firma=company_name", ("Firma", "company_name")),
        ("firma = Company name", ("Firma", "company_name")),
        ("Wert=EUR=amount", ("Wert=EUR", "amount")),
        ("Firma=custom: Size=big", ("Firma", "custom:Size=big")),
        ("E-Mail=ignore", ("E-Mail", "ignore")),
        ("E-Mail=Courriel", ("E-Mail", "email")),
    ],
)
def test_map_options(option: str, expected: tuple[str, str]) -> None:
    assert parse_map_option(option, HEADER, ImportKind.LEADS) == expected


@pytest.mark.parametrize(
    ("option", "part"),
    [
        ("Firma", "COLUMN=FIELD"),
        ("Frima=company_name", "Did you mean Firma?"),
        ("Firma=company_nam", "company_name"),
        ("Firma=zzz", 'no field "zzz"'),
        ("Firma=custom:", "no field"),
    ],
)
def test_map_options_that_are_wrong_say_what_was_meant(option: str, part: str) -> None:
    with pytest.raises(MapOptionError) as caught:
        parse_map_option(option, HEADER, ImportKind.LEADS)
    assert part in str(caught.value)
    assert caught.value.option == option


def test_custom_fields_are_for_leads_only() -> None:
    with pytest.raises(MapOptionError):
        parse_map_option("Firma=custom:x", HEADER, ImportKind.CAMPAIGN_SPEND)


def test_ambiguous_dates_are_asked_until_a_row_settles_them(
    table_of: Callable[[str], Table],
) -> None:
    table = table_of("Name,Created\nAnn,03/04/2024\nBob,05/06/2024\n")
    mapping = guess_mapping(table.header, table.beginning()[0])
    question = asked(mapping, table)["date_order"]
    assert question.columns == ("Created",)
    assert question.examples == ("03/04/2024", "05/06/2024")
    assert set(question.choices) >= {"dmy", "mdy"}
    table = table_of("Name,Created\nAnn,03/04/2024\nBob,05/16/2024\n")
    mapping = guess_mapping(table.header, table.beginning()[0])
    assert mapping.date_order == "mdy"
    assert asked(mapping, table) == {}
    table = table_of("Name,Created\nAnn,2024-04-03\n")
    assert asked(guess_mapping(table.header, table.beginning()[0]), table) == {}


def test_answered_questions_are_not_asked_again(table_of: Callable[[str], Table]) -> None:
    table = table_of(
        "Name,Phone,Value,Stage,Status,Created\n"
        'Ann,030 1234567,"1,234",Demo,Sleeping,03/04/2024\n'
        'Bob,030 7654321,"2,345",Demo,Open,05/06/2024\n'
        'Cy,+44 20 7946 0958,"3,456",Won,Open,05/06/2024\n'
    )
    mapping = guess_mapping(table.header, table.beginning()[0])
    found = asked(mapping, table)
    assert set(found) == {
        "date_order", "decimal_mark", "default_country", "default_currency", "stage_values",
        "status_values",
    }  # fmt: skip
    assert found["stage_values"].examples == ("Demo",)
    assert found["default_country"].examples == ("030 1234567", "030 7654321")
    mapping = msgspec.structs.replace(
        mapping,
        date_order="dmy",
        decimal_comma=False,
        default_country="DE",
        values={"stage": {"demo": "held"}, "status": {"sleeping": "nurture"}},
    )
    assert set(asked(mapping, table)) == {"default_currency"}
    mapping = msgspec.structs.replace(mapping, default_currency="EUR")
    assert asked(mapping, table) == {}


def test_decimal_mark_is_settled_by_one_plain_amount() -> None:
    mapping = Mapping(columns={"Name": "full_name", "Value": "amount"})
    rows = [SourceRow(2, ("Ann", "1,234")), SourceRow(3, ("Bob", "12.50"))]
    assert settle(mapping, ("Name", "Value"), rows).decimal_comma is False
    assert settle(mapping, ("Name", "Value"), rows[:1]).decimal_comma is None


def test_source_text_finds_the_way_back() -> None:
    mapping = preset_named("maven").mapping_for(["deal_stage"])
    assert mapping.source_text("stage", "client") == "won"
    assert mapping.source_text("stage", "mql") is None
