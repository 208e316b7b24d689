from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import phonenumbers
import pytest
from babel.dates import format_date
from hypothesis import given, settings
from hypothesis import strategies as st

from app.importing.cells.amounts import (
    Money,
    parse_currency,
    parse_money,
    shown_decimal_comma,
)
from app.importing.cells.dates import (
    DATE_ORDERS,
    DateOrder,
    parse_date,
    parse_moment,
    parse_month,
    possible_orders,
)
from app.importing.cells.phones import parse_phone, split_phones
from app.importing.cells.plain import (
    clean_long_text,
    clean_text,
    is_blank,
    is_mark_of_nothing,
    parse_country,
    parse_emails,
    parse_headcount,
    parse_integer,
    parse_url,
    parse_yes_no,
)
from app.importing.problems import ValueProblem
from models.iso_codes import minor_digits

DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))


def reason(parse: object, *arguments: object, **named: object) -> str:
    assert callable(parse)
    with pytest.raises(ValueProblem) as caught:
        parse(*arguments, **named)
    return caught.value.reason_code


@given(DAYS)
def test_iso_dates_come_back(day: date) -> None:
    assert parse_date(day.isoformat()) == day
    assert parse_date(f"{day:%Y%m%d}") == day
    assert parse_moment(f"{day:%Y/%m/%d}") == day


@given(DAYS, st.sampled_from(["/", ".", "-", " / "]))
def test_numeric_dates_come_back_in_their_order(day: date, mark: str) -> None:
    assert parse_date(mark.join((f"{day.day}", f"{day.month}", f"{day.year}")), "dmy") == day
    assert parse_date(mark.join((f"{day.month:02}", f"{day.day:02}", f"{day.year}")), "mdy") == day


@settings(deadline=None)
@given(
    DAYS,
    st.sampled_from(["en_US", "en_GB", "de", "fr", "es", "it", "nl", "pt", "sv", "pl"]),
    st.sampled_from(["d MMM yyyy", "d MMMM yyyy", "d. MMMM yyyy", "dd-MMM-yyyy"]),
)
def test_named_months_come_back(day: date, language: str, pattern: str) -> None:
    assert parse_date(format_date(day, pattern, locale=language)) == day


@given(DAYS)
def test_month_first_names_come_back(day: date) -> None:
    assert parse_date(format_date(day, "MMMM d, yyyy", locale="en")) == day
    assert parse_date(format_date(day, "EEEE, MMM d, yyyy", locale="en")) == day


@given(
    st.datetimes(datetime(1901, 1, 1), datetime(2198, 12, 31)),  # noqa: DTZ001
    st.integers(-14 * 60, 14 * 60),
)
def test_instants_with_offset_become_utc(wall: datetime, minutes: int) -> None:
    moment = wall.replace(tzinfo=timezone(timedelta(minutes=minutes)))
    found = parse_moment(moment.isoformat())
    assert found == moment
    assert isinstance(found, datetime)
    assert found.utcoffset() == timedelta(0)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("15 Jun 2026", date(2026, 6, 15)),
        ("15. Juni 2026", date(2026, 6, 15)),
        ("1er juin 2026", date(2026, 6, 1)),
        ("3 de mayo de 2026", date(2026, 5, 3)),
        ("Sept 3rd, 2026", date(2026, 9, 3)),
        ("15-Jun-26", date(2026, 6, 15)),
        ("Mon, 15 Jun 2026", date(2026, 6, 15)),
        ("03.04.2024", date(2024, 4, 3)),
        ("13/04/2024", date(2024, 4, 13)),
        ("04/13/2024", date(2024, 4, 13)),
        ("03/03/2024", date(2024, 3, 3)),
        ("44927", date(2023, 1, 1)),
        ("44927.5", date(2023, 1, 1)),
        ("2024-05-01T10:22:05Z", datetime(2024, 5, 1, 10, 22, 5, tzinfo=UTC)),
        ("2024-05-01 10:22", datetime(2024, 5, 1, 10, 22, tzinfo=UTC)),
        ("2024-05-01T10:22:05.123+0200", datetime(2024, 5, 1, 8, 22, 5, 123000, tzinfo=UTC)),
        ("1 May 2024 10:22 PM", datetime(2024, 5, 1, 22, 22, tzinfo=UTC)),
        ("5/13/2024 12:05 am", datetime(2024, 5, 13, 0, 5, tzinfo=UTC)),
        ("1714559000", datetime(2024, 5, 1, 10, 23, 20, tzinfo=UTC)),
        ("1714559000123", datetime(2024, 5, 1, 10, 23, 20, tzinfo=UTC)),
    ],
)
def test_moments(text: str, expected: date) -> None:
    found = parse_moment(text)
    assert found == expected
    assert type(found) is type(expected)


@pytest.mark.parametrize(
    ("text", "order", "code"),
    [
        ("03/04/2024", None, "ambiguous_date"),
        ("03-04-24", None, "ambiguous_date"),
        ("03/15/2024", "dmy", "impossible_date"),
        ("15/03/2024", "mdy", "impossible_date"),
        ("2024-02-30", None, "impossible_date"),
        ("2023-02-29", None, "impossible_date"),
        ("0200-01-01", None, "date_out_of_range"),
        ("soon", None, "not_a_date"),
        ("12 Foo 2024", None, "not_a_date"),
        ("2024-05-01 25:00", None, "not_a_date"),
        ("2024-05-01 and more", None, "not_a_date"),
        ("123", None, "not_a_date"),
        ("1/2", None, "not_a_date"),
        ("", None, "not_a_date"),
    ],
)
def test_what_is_no_date_is_refused(text: str, order: DateOrder | None, code: str) -> None:
    assert reason(parse_date, text, order) == code


def test_wall_time_is_read_in_its_zone() -> None:
    zone = ZoneInfo("Europe/Berlin")
    assert parse_moment("2024-07-01 10:00", None, zone) == datetime(2024, 7, 1, 8, tzinfo=UTC)
    assert parse_moment("2024-01-01 10:00", None, zone) == datetime(2024, 1, 1, 9, tzinfo=UTC)


def test_possible_orders_tell_what_a_date_settles() -> None:
    assert possible_orders("13/04/2024") == {"dmy", "ymd"}
    assert {"dmy", "mdy"} <= possible_orders("03/04/2024")
    assert possible_orders("2024-05-01") == set(DATE_ORDERS)
    assert possible_orders("no date") == set()


@given(st.text(max_size=25))
def test_any_text_is_a_moment_or_a_problem(text: str) -> None:
    try:
        found = parse_moment(text)
    except ValueProblem:
        return
    assert not isinstance(found, datetime) or found.tzinfo is UTC


@pytest.mark.parametrize("text", ["2024-02", "02/2024", "Feb 2024", "Februar 2024"])
def test_months_have_their_last_day(text: str) -> None:
    assert parse_month(text) == (date(2024, 2, 1), date(2024, 2, 29))


def written(amount: int, digits: int, group: str, decimal: str) -> str:
    whole, rest = divmod(abs(amount), 10**digits)
    text = f"{whole:,}".replace(",", group)
    return f"{text}{decimal}{rest:0{digits}}" if digits else text


@given(
    st.integers(-(10**14), 10**14),
    st.sampled_from([(",", "."), (".", ","), (" ", ","), ("'", "."), ("\u00a0", ","), ("", ".")]),
    st.sampled_from(["EUR", "USD", "JPY", "KWD"]),
    st.sampled_from(["{}{} {}", "{2} {0}{1}", "{0}{2} {1}"]),
)
def test_amounts_come_back(amount: int, marks: tuple[str, str], currency: str, form: str) -> None:
    group, decimal = marks
    number = written(amount, minor_digits(currency), group, decimal)
    text = form.format("-" if amount < 0 else "", number, currency)
    found = parse_money(text, decimal_comma=decimal == ",")
    assert found == Money(amount, currency)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1.234,56", Money(123456, "EUR")),
        ("1,234.56", Money(123456, "EUR")),
        ("1234", Money(123400, "EUR")),
        ("1234.5", Money(123450, "EUR")),
        ("0,5", Money(50, "EUR")),
        ("(1.234,00)", Money(-123400, "EUR")),
        ("-12,50 €", Money(-1250, "EUR")),
        ("€ 12k", Money(1_200_000, "EUR")),
        ("€12.5k", Money(1_250_000, "EUR")),
        ("1,5 Mio €", Money(150_000_000, "EUR")),
        ("$1,200.00", Money(120000, "USD")),
        ("US$ 3", Money(300, "USD")),
        ("CHF 1'250.-", Money(125000, "CHF")),
        ("¥1500", Money(1500, "JPY")),
        ("1 234 567,89", Money(123456789, "EUR")),
        ("1,23,456.78", Money(12345678, "EUR")),
        ("12.500,000", Money(1_250_000, "EUR")),
    ],
)
def test_amounts(text: str, expected: Money) -> None:
    assert parse_money(text, "EUR") == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1,234", "ambiguous_amount"),
        ("1.234", "ambiguous_amount"),
        ("12.345,678", "too_many_decimals"),
        ("abc", "not_an_amount"),
        ("12 apples", "not_an_amount"),
        ("1,2,3", "not_an_amount"),
        ("1.2.3,4", "not_an_amount"),
        ("12-13", "not_an_amount"),
        ("99999999999999999999", "amount_out_of_range"),
        ("12 kr", "unknown_currency"),
    ],
)
def test_what_is_no_amount_is_refused(text: str, code: str) -> None:
    assert reason(parse_money, text, "EUR") == code


def test_amount_needs_a_currency() -> None:
    assert reason(parse_money, "12") == "currency_missing"
    assert parse_money("1.234", "EUR", decimal_comma=True) == Money(123400, "EUR")
    assert parse_money("1,234", "EUR", decimal_comma=False) == Money(123400, "EUR")
    assert reason(parse_money, "1,234", "EUR", decimal_comma=True) == "too_many_decimals"
    assert parse_currency("eur") == "EUR"
    assert reason(parse_currency, "EURO!") == "unknown_currency"


def test_decimal_mark_is_seen_where_it_shows() -> None:
    assert shown_decimal_comma("1.234,5") is True
    assert shown_decimal_comma("1,234.5") is False
    assert shown_decimal_comma("12,5") is True
    assert shown_decimal_comma("1.234") is None
    assert shown_decimal_comma("12") is None


@given(st.text(max_size=20))
def test_any_text_is_an_amount_or_a_problem(text: str) -> None:
    try:
        money = parse_money(text, "EUR")
    except ValueProblem:
        return
    assert isinstance(money.amount_minor, int)


REGIONS = sorted(phonenumbers.SUPPORTED_REGIONS)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(REGIONS), st.sampled_from([0, 1, 2, 3, 4]))
def test_phones_come_back_from_every_form(region: str, kind: int) -> None:
    number = phonenumbers.example_number_for_type(region, kind)
    if number is None:
        return
    wanted = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    for form in (
        phonenumbers.PhoneNumberFormat.E164,
        phonenumbers.PhoneNumberFormat.INTERNATIONAL,
        phonenumbers.PhoneNumberFormat.RFC3966,
    ):
        assert parse_phone(phonenumbers.format_number(number, form), None) == wanted
    national = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)
    assert parse_phone(national, region) == wanted


@given(st.from_regex(r"\+[0-9]{7,14}", fullmatch=True))
def test_fast_path_agrees_with_the_library(text: str) -> None:
    try:
        found = parse_phone(text, None)
    except ValueProblem:
        return
    number = phonenumbers.parse(text, None)
    assert phonenumbers.is_possible_number(number)
    assert found == phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def test_phones_with_extension_zeros_and_several_numbers() -> None:
    assert parse_phone("+44 20 7946 0958 x12", None) == "+442079460958;ext=12"
    assert parse_phone("0049 30 1234567", None) == "+49301234567"
    assert parse_phone("+44 (0)20 7946 0958", None) == "+442079460958"
    assert reason(parse_phone, "030 1234567", None) == "phone_without_country"
    assert reason(parse_phone, "4.42E+11", "GB") == "not_a_phone"
    assert reason(parse_phone, "ask Ann", "GB") == "not_a_phone"
    assert split_phones("+44 20 7946 0958 ::: 030 1; n/a") == ["+44 20 7946 0958", "030 1"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ann.Lee@Example.COM", ("Ann.Lee@example.com",)),
        ("mailto:a@example.com", ("a@example.com",)),
        ("Ann <a@example.com>, b@example.com", ("a@example.com", "b@example.com")),
        ("a@example.com ::: A2@example.com", ("a@example.com", "A2@example.com")),
        ("o'neil@example.com", ("o'neil@example.com",)),
        ("jürgen@müller.de", ("jürgen@müller.de",)),
        ("a@example.test", ("a@example.test",)),
    ],
)
def test_emails(text: str, expected: tuple[str, ...]) -> None:
    assert parse_emails(text) == expected


@pytest.mark.parametrize(
    "text", ["ann", "a@b", "a..b@example.com", "@example.com", "a@", "a b@example.com", "a@@b.com"]
)
def test_what_is_no_email_is_refused(text: str) -> None:
    assert reason(parse_emails, text) == "not_an_email"


def test_urls() -> None:
    assert parse_url("example.com") == "https://example.com"
    assert parse_url("HTTP://Example.com/a?b=c") == "http://Example.com/a?b=c"
    assert parse_url("linkedin.com/in/ann") == "https://linkedin.com/in/ann"
    assert parse_url("example.com:8080/x") == "https://example.com:8080/x"
    for bad in ("javascript:alert(1)", "ftp://example.com", "just words", "file:///etc/passwd",
                "data:text/html,x", "http://"):  # fmt: skip
        assert reason(parse_url, bad) == "not_a_url"


def test_numbers() -> None:
    assert parse_integer("1,234") == parse_integer("1.234") == parse_integer("1'234") == 1234
    assert parse_integer("12.0") == 12
    assert reason(parse_integer, "12.5") == "not_a_number"
    assert reason(parse_integer, "9" * 30) == "not_a_number"
    assert parse_headcount("51-200") == 51
    assert parse_headcount("10,001+ employees") == 10001
    assert parse_headcount("2822") == 2822
    for odd in ("Nov-50", "12%", "12 %"):
        assert reason(parse_headcount, odd) == "not_a_number"


def test_yes_no_country_and_blanks() -> None:
    assert parse_yes_no("Ja")
    assert not parse_yes_no("FALSE")
    assert reason(parse_yes_no, "maybe") == "not_yes_or_no"
    for name in ("Germany", "DEUTSCHLAND", "Allemagne", "Alemania", "de", "DEU"):
        assert parse_country(name) == "DE"
    assert [parse_country(name) for name in ("U.S.A.", "England", "Korea", "Österreich")] == [
        "US", "GB", "KR", "AT",
    ]  # fmt: skip
    assert reason(parse_country, "Philipines") == "unknown_country"
    assert is_blank("N/A")
    assert is_blank("unknown")
    assert is_blank("0000-00-00 00:00:00")
    assert not is_mark_of_nothing("None")


def test_text_is_cleaned_not_changed() -> None:
    assert clean_text("  Ze\u0301\x00 \t\u200bA\n ") == "Ze\u0301 A"
    joined = "\u0645\u06cc\u200c\u062e"
    assert clean_text(joined) == joined
    assert clean_long_text(" a\r\nb\x07\rc ") == "a\nb\nc"
    assert reason(clean_text, "x" * 501) == "text_too_long"
