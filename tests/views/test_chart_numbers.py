import pytest

from views.charts import numbers


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0.0, "0 %"),
        (0.0487, "4.9 %"),
        (0.0485, "4.9 %"),
        (0.30769, "30.8 %"),
        (0.3, "30 %"),
        (0.0002, "< 0.1 %"),
        (0.9999, "> 99.9 %"),
        (1.0, "100 %"),
    ],
)
def test_a_percentage_has_one_decimal_at_most(share: float, text: str) -> None:
    assert numbers.percent(share).replace(numbers.NARROW, " ") == text


def test_what_never_came_up_in_a_simulation_is_rare_not_impossible() -> None:
    assert numbers.chance(0.0).startswith("< 0.1")
    assert numbers.chance(1.0).startswith("> 99.9")
    assert numbers.chance(1.0, certain=True) == numbers.percent(1.0)
    assert numbers.chance(0.5) == numbers.percent(0.5)


@pytest.mark.parametrize(
    ("mean", "low", "high", "text"),
    [
        (31.2, 24, 39, "31 (24–39)"),
        (3.02, 1, 5, "3.0 (1–5)"),
        (9.97, 8, 12, "10 (8–12)"),
        (200, 200, 200, "200"),
        (0.02, 0, 0, "< 0.1 (0)"),
        (1234.5, 1100, 1400, "1,234 (1,100–1,400)"),
    ],
)
def test_counts_show_their_range(mean: float, low: float, high: float, text: str) -> None:
    assert numbers.count_with_range(mean, low, high) == text


def test_evidence_is_written_as_counts() -> None:
    assert numbers.out_of(12, 40) == "12 of 40"
    assert numbers.percent_span(0.2382, 0.3654).replace(numbers.NARROW, " ") == "24–37 %"
