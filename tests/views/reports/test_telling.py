"""How answers are told: ranges, what stands out, periods, verdicts on faults."""

from datetime import date

import pytest

from models.evidence import share_of, stands_out
from models.reporting.questions.symptoms import Verdict, verdict_on, verdict_on_flatness
from views.charts.numbers import NARROW
from views.reports.content import compared, share_cell, share_words
from views.reports.periods import period_choices, period_of
from views.reports.words import note_words


@pytest.mark.parametrize(
    ("count", "of", "words"),
    [
        (12, 40, "12 of 40 (22\u201340\u00a0%)"),
        (0, 500, "0 of 500 (under 1\u00a0%)"),
        (500, 500, "500 of 500 (over 99\u00a0%)"),
    ],
)
def test_a_share_is_shown_with_its_evidence_and_range(count: int, of: int, words: str) -> None:
    assert share_words(share_of(count, of)).replace(NARROW, "\u00a0") == words


def test_a_share_of_nothing_is_no_number() -> None:
    assert share_cell(0, 0, None).text == "\u2013"


def test_only_what_is_more_than_chance_stands_out() -> None:
    clear = [("Ads", share_of(40, 100)), ("SEO", share_of(10, 100)), ("Fairs", share_of(18, 100))]
    assert compared(clear).startswith("Ads stands above the others: 40 of 100")
    assert "SEO stands below the others" in compared(clear)
    alike = [("Ads", share_of(11, 100)), ("SEO", share_of(9, 100)), ("Fairs", share_of(1, 1))]
    assert compared(alike) == "No group differs from the others by more than chance."
    assert compared([("Ads", share_of(4, 9))]) == ""


def test_the_exact_and_the_normal_comparison_agree_where_both_hold() -> None:
    for count in range(0, 200, 10):
        here, elsewhere = share_of(count, 400), share_of(100, 400)
        large = share_of(count * 10, 4000), share_of(1000, 4000)
        if stands_out(here, elsewhere, 3):
            assert stands_out(*large, 3)


def test_periods_end_today_at_the_latest() -> None:
    days = (date(2026, 1, 1), date(2026, 3, 31), date(2024, 2, 29), date(2026, 12, 31))
    for code in dict(period_choices()).keys() - {"custom"}:
        for today in days:
            for month in (1, 2, 4, 12):
                first, last = period_of(code, today, month)
                assert first <= last <= today, (code, today, month)


def test_quarters_and_years_are_those_of_the_fiscal_year() -> None:
    day = date(2026, 2, 3)
    assert period_of("this_year", day, 4) == (date(2025, 4, 1), day)
    assert period_of("last_quarter", day, 2) == (date(2025, 11, 1), date(2026, 1, 31))


def test_a_fault_needs_enough_cases_and_a_range_on_one_side() -> None:
    assert verdict_on(share_of(19, 19), 0.1, 0.2) is Verdict.UNKNOWN
    assert verdict_on(share_of(8, 20), 0.1, 0.2) is Verdict.PRESENT
    assert verdict_on(share_of(4, 20), 0.1, 0.2) is Verdict.POSSIBLE
    assert verdict_on(share_of(1, 200), 0.1, 0.2) is Verdict.ABSENT


def test_a_pipeline_is_flat_where_mqls_grow_and_sqls_do_not() -> None:
    assert verdict_on_flatness((100, 130), (20, 20)) is Verdict.PRESENT
    assert verdict_on_flatness((100, 130), (20, 23)) is Verdict.POSSIBLE
    assert verdict_on_flatness((100, 130), (20, 26)) is Verdict.ABSENT
    assert verdict_on_flatness((100, 110), (20, 10)) is Verdict.ABSENT
    assert verdict_on_flatness((19, 40), (2, 2)) is Verdict.UNKNOWN


def test_a_note_is_minutes_or_the_words_of_its_code() -> None:
    assert (note_words("75"), note_words("no_show")) == ("75 working minutes", "No-show")
