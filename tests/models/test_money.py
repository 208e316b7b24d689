"""Settings, targets, exchange rates and spend."""

from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from models.entities.marketing.spending import CampaignSpend
from models.errors import InvalidValueError, NotFoundError
from models.ids import CampaignId, ChannelId
from models.marketing.channels import (
    add_campaign,
    add_channel,
    campaigns,
    channel_by_name,
    record_spend,
)
from models.money import NoRateError, convert, rates, set_rate
from models.settings import number_setting, setting
from models.settings.changing import SettingInUseError, change_setting
from models.targets import TargetRow, remove_target, set_target, targets
from models.workspace import Workspace
from tests.models.small_world import SmallWorld

JANUARY, FEBRUARY, MARCH = (date(2026, month, 1) for month in (1, 2, 3))


def test_settings_have_defaults_until_somebody_changes_them(workspace: Workspace) -> None:
    with workspace.write() as session:
        assert setting(session, "base_currency") == "EUR"
        assert number_setting(session, "fiscal_year_first_month") == 1
        assert setting(session, "default_country") == ""
        change_setting(session, "base_currency", " usd ")
        change_setting(session, "fiscal_year_first_month", "04")
        change_setting(session, "default_country", "gb")
        assert setting(session, "base_currency") == "USD"
        assert number_setting(session, "fiscal_year_first_month") == 4
        assert setting(session, "default_country") == "GB"
        change_setting(session, "default_country", "")
        assert setting(session, "default_country") == ""


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("base_currency", "Euro"),
        ("base_currency", ""),
        ("fiscal_year_first_month", "0"),
        ("fiscal_year_first_month", "13"),
        ("fiscal_year_first_month", "April"),
        ("fiscal_year_first_month", "²"),
        ("default_country", "England"),
        ("colour", "red"),
    ],
)
def test_what_a_setting_cannot_be_is_refused(workspace: Workspace, code: str, value: str) -> None:
    with workspace.write() as session, pytest.raises(InvalidValueError):
        change_setting(session, code, value)


def test_an_unknown_setting_cannot_be_read(workspace: Workspace) -> None:
    with workspace.read() as session, pytest.raises(InvalidValueError, match="base_currency"):
        setting(session, "colour")


def test_the_base_currency_stays_once_money_is_stored_in_it(workspace: Workspace) -> None:
    with workspace.write() as session:
        set_target(session, "clients", JANUARY, JANUARY, 1)
        change_setting(session, "base_currency", "CHF")
        set_target(session, "revenue", JANUARY, JANUARY, 1)
        with pytest.raises(SettingInUseError):
            change_setting(session, "base_currency", "EUR")
        change_setting(session, "base_currency", "CHF")
        remove_target(session, "revenue", JANUARY)
        set_rate(session, "USD", JANUARY, "0.9")
        with pytest.raises(SettingInUseError):
            change_setting(session, "base_currency", "EUR")


def test_the_rate_in_force_on_the_day_converts(workspace: Workspace) -> None:
    with workspace.write() as session:
        set_rate(session, "usd", JANUARY, "0.90")
        set_rate(session, "USD", MARCH, "0.80")
        set_rate(session, "JPY", JANUARY, "0.0061")
        set_rate(session, "KWD", JANUARY, "3")
        assert convert(session, 1000, "EUR", date(1999, 1, 1)) == 1000
        assert convert(session, 1000, "USD", JANUARY) == 900
        assert convert(session, 1000, "USD", date(2026, 2, 28)) == 900
        assert convert(session, 1000, "USD", MARCH) == 800
        # Yen have no minor unit, dinars three digits of it.
        assert convert(session, 10_000, "JPY", MARCH) == 6100
        assert convert(session, 1234, "KWD", MARCH) == 370
        with pytest.raises(NoRateError, match="31 Dec 2025"):
            convert(session, 1000, "USD", date(2025, 12, 31))
        with pytest.raises(NoRateError):
            convert(session, 1000, "CHF", JANUARY)
        with pytest.raises(InvalidValueError):
            convert(session, 1000, "XYZ", JANUARY)


def test_a_half_goes_to_the_even_neighbour(workspace: Workspace) -> None:
    with workspace.write() as session:
        set_rate(session, "USD", JANUARY, "0.5")
        assert [convert(session, minor, "USD", JANUARY) for minor in (1, 3, 5, 7)] == [0, 2, 2, 4]


@given(
    minor=st.integers(0, 10**15),
    rate=st.decimals(Decimal("0.000001"), Decimal(99999), places=6),
)
@example(minor=45, rate=Decimal("0.7"))  # in binary fractions 31.499999999999996, not 31.5
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
def test_converting_is_exact_decimal_arithmetic(
    workspace: Workspace, minor: int, rate: Decimal
) -> None:
    with workspace.write() as session:
        set_rate(session, "USD", JANUARY, str(rate))
        assert rates(session)[0].rate == rate
        exact = (Decimal(minor) * rate).quantize(Decimal(1), rounding=ROUND_HALF_EVEN)
        assert convert(session, minor, "USD", JANUARY) == exact


@pytest.mark.parametrize("rate", ["", "0", "-1", "abc", "1,5", "NaN", "Infinity", "1" * 19])
def test_what_is_no_rate_is_refused(workspace: Workspace, rate: str) -> None:
    with workspace.write() as session, pytest.raises(InvalidValueError, match="exchange rate"):
        set_rate(session, "USD", JANUARY, rate)


def test_a_rate_of_the_same_day_is_replaced_and_the_base_has_none(workspace: Workspace) -> None:
    with workspace.write() as session:
        set_rate(session, "USD", JANUARY, "0.90")
        set_rate(session, "USD", JANUARY, "1e-1")
        assert [(row.currency, row.rate) for row in rates(session)] == [("USD", Decimal("0.1"))]
        with pytest.raises(InvalidValueError, match="always 1"):
            set_rate(session, "EUR", JANUARY, "1")


def test_targets_never_overlap(workspace: Workspace) -> None:
    with workspace.write() as session:
        end = date(2026, 1, 31)
        set_target(session, "clients", JANUARY, end, 3)
        set_target(session, "revenue", JANUARY, date(2026, 3, 31), 90_000_00)
        set_target(session, "clients", FEBRUARY, date(2026, 2, 28), 4)
        with pytest.raises(InvalidValueError, match="already"):
            set_target(session, "clients", date(2026, 1, 31), date(2026, 1, 31), 1)
        with pytest.raises(InvalidValueError, match="already"):
            set_target(session, "clients", JANUARY, FEBRUARY, 5)
        set_target(session, "clients", JANUARY, end, 5)
        assert targets(session, "clients")[0] == TargetRow("clients", JANUARY, end, 5)
        assert len(targets(session)) == 3
        remove_target(session, "clients", FEBRUARY)
        assert len(targets(session, "clients")) == 1
        with pytest.raises(InvalidValueError):
            remove_target(session, "clients", FEBRUARY)


@pytest.mark.parametrize(
    ("measure", "start", "end", "amount"),
    [
        ("calls", JANUARY, FEBRUARY, 1),
        ("clients", FEBRUARY, JANUARY, 1),
        ("clients", JANUARY, FEBRUARY, 0),
        ("clients", JANUARY, FEBRUARY, -3),
        ("revenue", JANUARY, FEBRUARY, 2**63),
    ],
)
def test_what_is_no_target_is_refused(
    workspace: Workspace, measure: str, start: date, end: date, amount: int
) -> None:
    with workspace.write() as session, pytest.raises(InvalidValueError):
        set_target(session, measure, start, end, amount)


def test_channels_and_campaigns_are_named_once(workspace: Workspace) -> None:
    with workspace.write() as session:
        seo = add_channel(session, " SEO ")
        ads = add_channel(session, "Ads")
        found = channel_by_name(session, "seo")
        assert found is not None
        assert (found.id, found.name) == (seo, "SEO")
        for name in ("seo", "  ", "x" * 501):
            with pytest.raises(InvalidValueError):
                add_channel(session, name)
        add_campaign(session, seo, "Spring")
        add_campaign(session, ads, "Spring")
        with pytest.raises(InvalidValueError):
            add_campaign(session, seo, "SPRING")
        with pytest.raises(InvalidValueError, match="before it begins"):
            add_campaign(session, seo, "Autumn", FEBRUARY, JANUARY)
        with pytest.raises(NotFoundError):
            add_campaign(session, ChannelId(99), "Autumn")
        assert [row.name for row in campaigns(session, seo)] == ["Spring"]
        assert len(campaigns(session)) == 2


def test_spend_of_a_period_is_replaced_and_never_counted_twice(
    filled: Workspace, world: SmallWorld
) -> None:
    with filled.write() as session:
        record_spend(session, world.campaign, JANUARY, date(2026, 1, 31), 500_00, "eur")
        record_spend(session, world.campaign, JANUARY, date(2026, 1, 31), 600_00, "USD")
        record_spend(session, world.campaign, FEBRUARY, date(2026, 2, 28), 0, "EUR")
        rows = session.scalars(select(CampaignSpend).order_by(CampaignSpend.period_start)).all()
        assert [(row.amount_minor, row.currency) for row in rows] == [(600_00, "USD"), (0, "EUR")]
        with pytest.raises(InvalidValueError, match="already"):
            record_spend(session, world.campaign, date(2026, 1, 31), MARCH, 1, "EUR")
        for start, end, amount, currency in (
            (FEBRUARY, JANUARY, 1, "EUR"),
            (MARCH, MARCH, -1, "EUR"),
            (MARCH, MARCH, 1, "Euro"),
        ):
            with pytest.raises(InvalidValueError):
                record_spend(session, world.campaign, start, end, amount, currency)
        with pytest.raises(NotFoundError):
            record_spend(session, CampaignId(99), MARCH, MARCH, 1, "EUR")
