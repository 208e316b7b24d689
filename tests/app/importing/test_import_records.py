import csv
import pickle
import tempfile
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.importing.building import build_records
from app.importing.columns.fields import CUSTOM_KINDS, FIELDS, ImportKind
from app.importing.columns.guessing import guess_mapping
from app.importing.columns.mapping import Mapping
from app.importing.problems import RowProblem, row_problem, write_problem_file
from app.importing.tables.reading import Table, open_table
from models.intake.records import (
    InterestRecord,
    LeadRecord,
    MoveRecord,
    Record,
    SpendRecord,
    StageHistoryRecord,
)


def built(table: Table, **changes: object) -> tuple[list[Record], list[RowProblem]]:
    mapping = guess_mapping(table.header, table.beginning()[0])
    mapping = msgspec.structs.replace(mapping, **changes)
    found = list(build_records(table, mapping))
    return (
        [item for item in found if not isinstance(item, RowProblem)],
        [item for item in found if isinstance(item, RowProblem)],
    )


def leads(table: Table, **changes: object) -> tuple[list[LeadRecord], list[RowProblem]]:
    records, problems = built(table, **changes)
    return [record for record in records if isinstance(record, LeadRecord)], problems


def test_maven_comes_in_whole(data: Path) -> None:
    records, problems = leads(open_table(data / "maven" / "sales_pipeline.csv"))
    assert (len(records), problems) == (8800, [])
    assert len({record.external_key for record in records}) == 8800
    assert sum(record.company is None for record in records) == 1425
    assert sum(not record.moves for record in records) == 500
    assert Counter(record.status for record in records) == {"won": 4238, "lost": 2473, None: 2089}
    assert Counter(record.stage for record in records) == {
        "client": 4238, "sql": 2473 + 1589, "none": 500,
    }  # fmt: skip
    assert len({record.owner for record in records}) == 30
    first = records[0]
    assert first.moves == (
        MoveRecord("sql", date(2016, 10, 20), "day"),
        MoveRecord("client", date(2017, 3, 1), "day"),
    )
    assert first.deal is not None
    assert (first.deal.amount_minor, first.deal.currency) == (105400, "USD")
    assert (first.deal.state, first.deal.closed_on) == ("won", date(2017, 3, 1))
    assert (first.title, first.owner) == ("Cancity · GTX Plus Basic", "Moses Frase")
    lost = next(record for record in records if record.status == "lost")
    assert lost.deal is not None
    assert lost.deal.amount_minor is None
    won = [record.deal for record in records if record.status == "won"]
    with (data / "maven" / "sales_pipeline.csv").open(encoding="utf-8", newline="") as file:
        total = sum(int(row["close_value"] or 0) for row in csv.DictReader(file))
    assert sum(deal.amount_minor or 0 for deal in won if deal is not None) == total * 100


def test_salvirt_comes_in_whole_and_keeps_its_keys(data: Path, tmp_path: Path) -> None:
    path = data / "salvirt" / "Salvirt_B2B_ML_dataset.csv"
    records, problems = leads(open_table(path))
    assert (len(records), problems) == (448, [])
    keys = {record.external_key for record in records}
    assert len(keys) == 448
    assert sum(str(key).endswith("-1") for key in keys) == 448 - 83
    assert Counter(record.status for record in records) == {"won": 227, "lost": 221}
    states = Counter(
        (answer.criterion, answer.state) for record in records for answer in record.answers
    )
    assert states == {
        ("authority", "confirmed"): 431,
        ("authority", "failed"): 17,
        ("budget", "confirmed"): 219,
        ("budget", "unknown"): 229,
        ("need", "confirmed"): 420,
        ("need", "unknown"): 28,
    }
    degrees = Counter(
        answer.degree for record in records for answer in record.answers if answer.degree
    )
    assert degrees == {"influences": 399, "decides": 32, "none": 17}
    channels = Counter(record.channel for record in records)
    assert (channels["Joint past"], channels["Referral"], channels[None]) == (339, 53, 10)
    assert all(len(record.custom) == 17 for record in records)
    header, *lines = path.read_text().splitlines()
    again = tmp_path / "sorted.csv"
    again.write_text("\n".join([header, *sorted(lines)]) + "\n")
    resorted, _problems = leads(open_table(again))
    assert {record.external_key for record in resorted} == keys


def test_leads_of_a_free_file(table_of: Callable[[str], Table]) -> None:
    table = table_of(
        "Name,Email,Phone,Firma,Land,Stage,Budget,Created,Do not call,Notes,Reason\n"
        "Ludwig van der Berg,L@Example.com,030 1234567,Müller GmbH,Deutschland,SQL,40k this year,"
        '2024-05-01T10:00:00+02:00,yes,"a\nb",Too expensive\n'
        "Ann Lee,ann@example.com,12,,,Unheard,yes,,,,because\n"
        "Bob,not an address,,,,,,31.02.2024,,,\n"
        ",n/a,-,,,,,,,,\n"
    )
    records, problems = leads(table)
    first, second = records
    assert first.line == 2
    assert first.contact is not None
    assert (first.contact.first_name, first.contact.last_name) == ("Ludwig", "van der Berg")
    assert (first.contact.email, first.contact.phone) == ("L@example.com", "+49301234567")
    assert first.contact.country == "DE"
    assert first.company is not None
    assert first.company.name == "Müller GmbH"
    assert first.created_at == datetime(2024, 5, 1, 8, tzinfo=UTC)
    assert first.moves == (MoveRecord("sql", None, "unknown"),)
    assert [(a.criterion, a.state, a.text) for a in first.answers] == [
        ("budget", "unknown", "40k this year"),
    ]  # fmt: skip
    assert (first.do_not_contact, first.notes) == (("call",), "a\nb")
    assert first.status_reason == "budget"
    assert second.contact is not None
    assert second.contact.phone == "12"
    assert (second.stage, second.status_reason, second.status_note) == (None, None, "because")
    assert [(custom.name, custom.value) for custom in second.custom] == [("Stage", "Unheard")]
    assert second.answers[0].state == "confirmed"
    assert [(p.line, p.column, p.reason_code, p.severity) for p in problems] == [
        (4, "Phone", "phone_without_country", "warning"),
        (4, "Stage", "unknown_stage", "warning"),
        (5, "Email", "not_an_email", "error"),
        (5, "Created", "impossible_date", "error"),
        (6, "", "nothing_to_import", "skipped"),
    ]
    assert pickle.loads(pickle.dumps(records)) == records


def test_signs_that_nobody_sees_cost_no_row(table_of: Callable[[str], Table]) -> None:
    table = table_of(
        "Record ID,Name,Email,Phone,Firma,Notes\n"
        "7\ufeff,\u202eAnn\u202c Lee\x07,\u2068ann@example.com\u2069,\u202a+49 30 1234567\u202c,"
        '\u200bMüller\xa0 GmbH,"a\u2028b\x00"\n'
    )
    (lead,), problems = leads(table)
    assert problems == []
    assert lead.contact is not None
    assert lead.company is not None
    assert (lead.contact.first_name, lead.contact.last_name) == ("Ann", "Lee")
    assert (lead.contact.email, lead.contact.phone) == ("ann@example.com", "+49301234567")
    assert (lead.external_key, lead.company.name) == ("7", "Müller GmbH")
    assert lead.notes == "a\nb"


def test_keys_that_differ_by_blanks_stay_two(table_of: Callable[[str], Table]) -> None:
    found, problems = leads(table_of("Record ID,Name\n A 1,Ann Lee\nA  1 ,Bo Ray\n"))
    assert problems == []
    assert [lead.external_key for lead in found] == ["A 1", "A  1"]


def test_linkedin_rows_without_a_person_are_skipped(table_of: Callable[[str], Table]) -> None:
    table = table_of(
        'Notes:\n"Some ""addresses"", they say, are missing"\n\n'
        "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
        "Ann,Lee,https://www.example.com/in/ann,,Acme,CEO,15 Jun 2026\n"
        ",,,,,,14 Jun 2026\n"
    )
    (record,), (problem,) = leads(table)
    assert record.external_key == "https://www.example.com/in/ann"
    assert (record.source, record.created_at) == ("linkedin", date(2026, 6, 15))
    assert (problem.line, problem.severity) == (6, "skipped")


def test_hubspot_stages_and_states(table_of: Callable[[str], Table]) -> None:
    table = table_of(
        "Record ID,First Name,Last Name,Email,Lead Status,Lifecycle Stage,Create Date\n"
        "1,Ann,Lee,ann@example.com,IN_PROGRESS,salesqualifiedlead,2024-05-01 10:00\n"
        "2,Bob,Ray,info@example.com,BAD_TIMING,marketingqualifiedlead,2024-05-01 10:00\n"
        "3,Cy,Poe,cy@example.com,,customer,2024-05-01 10:00\n"
        "4,Di,Fox,di@example.com,NEW,subscriber,2024-05-01 10:00\n"
    )
    records, problems = leads(table)
    assert problems == []
    assert [(r.external_key, r.stage, r.status) for r in records] == [
        ("1", "sql", "open"), ("2", "mql", "nurture"), ("3", "client", "won"),
        ("4", "none", "open"),
    ]  # fmt: skip
    assert [r.contact is not None and r.contact.role_mailbox for r in records] == [
        False, True, False, False,
    ]  # fmt: skip


def test_pipedrive_spreadsheet_dates(table_of: Callable[[str], Table]) -> None:
    table = table_of(
        "Person - Name*,Person - Email (Work),Organization - Name*,Deal - Title,Deal - Value,"
        "Activity - Due date\n"
        "Ann Lee,ann@example.com,Acme,Big deal,1200 EUR,44927\n"
    )
    (record,), problems = leads(table)
    assert problems == []
    assert record.title == "Big deal"
    assert record.deal is not None
    assert (record.deal.amount_minor, record.deal.state) == (120000, "open")
    assert [(c.name, c.kind, c.value) for c in record.custom] == [
        ("Next activity on", "date", date(2023, 1, 1)),
    ]  # fmt: skip


def test_salesforce_history_is_one_move_a_row(table_of: Callable[[str], Table]) -> None:
    table = table_of(
        "Id,OpportunityId,StageName,Amount,CloseDate,CreatedDate,CurrencyIsoCode,IsDeleted\n"
        "h1,o1,Qualification,1000.5,2024-09-01,2024-05-01T10:00:00.000Z,EUR,false\n"
        "h2,o1,Closed Won,1000.5,2024-09-01,2024-06-01T10:00:00.000Z,EUR,false\n"
        "h3,o2,Closed Lost,,2024-09-01,2024-06-01T10:00:00.000Z,EUR,false\n"
        "h4,o2,Qualification,,,2024-05-01T10:00:00.000Z,EUR,true\n"
        "h5,o2,Secret stage,,,2024-05-01T10:00:00.000Z,EUR,false\n"
        "h6,,Qualification,,,2024-05-01T10:00:00.000Z,EUR,false\n"
    )
    records, problems = built(table)
    assert [type(record) for record in records] == [StageHistoryRecord] * 3
    found = [
        (r.external_key, r.history_key, r.move and r.move.stage, r.status, r.amount_minor)
        for r in records
        if isinstance(r, StageHistoryRecord)
    ]
    assert found == [
        ("o1", "h1", "sql", None, 100050),
        ("o1", "h2", "client", "won", 100050),
        ("o2", "h3", None, "lost", None),
    ]
    assert [(p.line, p.reason_code) for p in problems] == [
        (5, "deleted_at_source"), (6, "unmapped_stage"), (7, "missing_external_key"),
    ]  # fmt: skip


def test_interest_events(table_of: Callable[[str], Table]) -> None:
    table = table_of(
        "Email,Event,Topic,Date,Campaign\n"
        "ann@example.com,Pricing page,Plans,2024-05-01 10:00,Spring\n"
        ",Webinar,Cold chain,2024-05-02,\n"
        "bob@example.com,,,,\n"
    )
    (record,), problems = built(table)
    assert isinstance(record, InterestRecord)
    assert (record.email, record.kind, record.topic) == ("ann@example.com", "pricing_page", "Plans")
    assert record.occurred_at == datetime(2024, 5, 1, 10, tzinfo=UTC)
    assert [(p.line, p.reason_code) for p in problems] == [
        (3, "missing_lead"), (4, "missing_kind"), (4, "missing_date"),
    ]  # fmt: skip


def test_campaign_spend(table_of: Callable[[str], Table]) -> None:
    table = table_of(
        "Kanal;Kampagne;Monat;Kosten\nGoogle Ads;Frühling;2024-02;1.234,56 €\n"
        "LinkedIn Ads;;Feb 2024;\n;;Feb 2024;5 €\n"
    )
    (record,), problems = built(table)
    assert record == SpendRecord(
        2, "Google Ads", "Frühling", date(2024, 2, 1), date(2024, 2, 29), 123456, "EUR"
    )
    assert [p.reason_code for p in problems] == ["missing_amount", "missing_channel"]


def test_dates_in_columns_of_their_own_become_moves(table_of: Callable[[str], Table]) -> None:
    table = table_of(
        "Lead ID,Company,MQL date,SQL date,Appointment date,Stage,Close date,Status\n"
        "1,Acme,2024-01-02,2024-02-03,2024-03-04,Won,2024-05-06,\n"
        "2,Beta,2024-01-02,,,SQL,,\n"
        "3,Ceta,2024-01-02,,,,2023-01-01,Lost\n"
    )
    records, problems = leads(table)
    assert [[(m.stage, m.at) for m in r.moves] for r in records] == [
        [
            ("mql", date(2024, 1, 2)),
            ("sql", date(2024, 2, 3)),
            ("appointment", date(2024, 3, 4)),
            ("client", date(2024, 5, 6)),
        ],
        [("mql", date(2024, 1, 2)), ("sql", None)],
        [("mql", date(2024, 1, 2))],
    ]
    assert [(p.line, p.reason_code) for p in problems] == [(4, "closed_before_start")]


def test_columns_for_one_field_fill_each_other(table_of: Callable[[str], Table]) -> None:
    table = table_of("n,p1,p2,c1,c2\nAnn,,+442079460958,one,two\n")
    mapping = Mapping(
        columns={"n": "full_name", "p1": "phone", "p2": "phone", "c1": "notes", "c2": "notes"},
        fixed={"channel": "Event"},
    )
    (record,) = build_records(table, mapping)
    assert isinstance(record, LeadRecord)
    assert record.contact is not None
    assert record.contact.phone == "+442079460958"
    assert (record.notes, record.channel) == ("one\n\ntwo", "Event")


@pytest.mark.parametrize(
    "error", ["#REF!", "#BEZUG!", "#NAME?", "#¡VALOR!", "#NV", "#####", "Err:502"]
)
def test_what_a_spreadsheet_could_not_compute_is_no_value(
    table_of: Callable[[str], Table], error: str
) -> None:
    table = table_of(f"name,company,email\nAnn Lee,{error},\nBo Ek,#1 Foods,{error}\n")
    records, problems = leads(table)
    first, second = records
    assert first.company is None
    assert second.company is not None
    assert second.company.name == "#1 Foods"
    assert [(one.line, one.reason_code, one.column, one.severity) for one in problems] == [
        (2, "spreadsheet_error", "company", "warning"),
        (3, "spreadsheet_error", "email", "warning"),
    ]


def test_a_row_that_needs_what_a_spreadsheet_could_not_compute_stays_out(
    table_of: Callable[[str], Table],
) -> None:
    table = table_of(
        "channel,campaign,month,amount,currency\n"
        "SEO,One,2026-10,#REF!,EUR\nSEO,#REF!,2026-10,12.50,EUR\n"
    )
    records, problems = built(table)
    (spend,) = records
    assert isinstance(spend, SpendRecord)
    assert (spend.line, spend.campaign) == (3, None)
    assert [(one.line, one.reason_code) for one in problems] == [
        (2, "spreadsheet_error"),
        (2, "missing_amount"),
        (3, "spreadsheet_error"),
    ]


CELLS = st.sampled_from(
    [
        "", "Ann", "Lee, Ann", "a@example.com", "x" * 600, "03/04/2024", "2024-05-01", "44927",
        "9999999999999", "12,5", "€ 12k", "1.234", "(3)", "N/A", "Won", "SQL", "yes", "Germany",
        "+442079460958", "030 123", "javascript:x", "99999999999", "USD", "May 2024", "51-200",
        "a\nb", "\uff11\uff12",
        "#REF!", "########", "12%", "0000-00-00", "2024-05-01T10:00:00+99:99",
        "31/12/2199 23:59 -2300", "{0}", "%s", "²",
    ]
)  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_any_cells_under_any_mapping_are_records_or_problems(draw: st.DataObject) -> None:
    kind = draw.draw(st.sampled_from(ImportKind))
    width = draw.draw(st.integers(2, 8))
    targets = [*FIELDS[kind], "ignore"]
    if kind is ImportKind.LEADS:
        targets += ["custom:a", "custom:b"]
    header = tuple(f"c{place}" for place in range(width))
    mapping = Mapping(
        kind=kind,
        columns={name: draw.draw(st.sampled_from(targets)) for name in header},
        custom_kinds={"a": draw.draw(st.sampled_from(CUSTOM_KINDS))},
        title_columns=header[:1],
        key_from_content=draw.draw(st.booleans()),
        date_order=draw.draw(st.sampled_from([None, "dmy", "mdy", "ymd"])),
        decimal_comma=draw.draw(st.sampled_from([None, True, False])),
        default_country=draw.draw(st.sampled_from([None, "DE"])),
        default_currency=draw.draw(st.sampled_from([None, "EUR"])),
        time_zone=draw.draw(st.sampled_from([None, "Europe/Berlin"])),
    )
    rows = draw.draw(st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "any.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([header, ["Ann"] * width, *rows])
        found = list(build_records(open_table(path, delimiter=","), mapping))
    good = [item.line for item in found if not isinstance(item, RowProblem)]
    refused = {
        item.line for item in found if isinstance(item, RowProblem) and item.severity != "warning"
    }
    assert len(set(good)) == len(good)
    assert not refused & set(good)
    blank = sum(not any(row) for row in rows)
    assert len(good) + len(refused) == len(rows) + 1 - blank


def test_problem_file_lies_beside_and_never_replaces(tmp_path: Path) -> None:
    source = tmp_path / "leads.csv"
    found = [
        row_problem(3, "not_an_email", column="=Email", value='=HYPERLINK("x")'),
        row_problem(4, "too_few_cells", value="Müller", found=2, expected=3),
    ]
    first = write_problem_file(source, found)
    second = write_problem_file(source, found[:1])
    assert (first.name, second.name) == ("leads.errors.csv", "leads.errors-2.csv")
    assert first.read_bytes().startswith(b"\xef\xbb\xbf")
    with first.open(encoding="utf-8-sig", newline="") as file:
        header, one, two = csv.reader(file)
    assert header == ["Line", "Column", "Value", "Reason", "Kind"]
    assert one[:3] == ["3", "'=Email", '\'=HYPERLINK("x")']
    assert two[2:] == ["Müller", "The row has 2 cells, the header has 3 columns.", "error"]


@pytest.mark.parametrize("stem", ["n" * 251, "ä" * 125])
def test_problem_file_of_a_long_name_has_a_shorter_one(tmp_path: Path, stem: str) -> None:
    source = tmp_path / f"{stem}.csv"
    found = [row_problem(3, "not_an_email")]
    names = [write_problem_file(source, found).name for _count in range(2)]
    assert [name.lstrip("nä") for name in names] == [".errors.csv", ".errors-2.csv"]
    assert names[0][0] == stem[0]
