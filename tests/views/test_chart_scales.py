import pytest
from hypothesis import given
from hypothesis import strategies as st

from views.charts.numbers import NARROW, short
from views.charts.scales import axis_levels, bins_for, count_step, round_up, ticks

pmfs = st.lists(st.integers(0, 50), min_size=1, max_size=400).filter(any)


@pytest.mark.parametrize(
    ("value", "rounded"), [(0, 1), (0.23, 0.25), (1, 1), (1.1, 2), (24, 25), (26, 50), (870, 1000)]
)
def test_round_numbers_are_1_2_25_and_5(value: float, rounded: float) -> None:
    assert round_up(value) == pytest.approx(rounded)


@given(st.floats(1e-4, 1e6), st.integers(1, 8))
def test_ticks_cover_the_axis_with_few_steps(top: float, most: int) -> None:
    levels = ticks(top, most)
    assert levels[0] == 0
    assert levels[-1] >= top * (1 - 1e-6)
    assert len(levels) <= most + 1


@given(st.floats(0.1, 1e9), st.integers(1, 13))
def test_levels_of_counts_and_money_are_where_their_labels_say(top: float, most: int) -> None:
    for level in ticks(top, most, least=1.0):
        written = short(level).replace(NARROW, "")
        for sign, size in (("bn", 1e9), ("M", 1e6), ("k", 1e3)):
            if written.endswith(sign):
                assert float(written.removesuffix(sign)) * size == pytest.approx(level)
                break
        else:
            assert float(written) == pytest.approx(level)


@given(st.floats(-1e7, 0), st.floats(1, 1e7), st.integers(2, 6))
def test_an_axis_has_room_for_all_and_wastes_little_of_it(
    bottom: float, top: float, most: int
) -> None:
    levels, (lowest, highest) = axis_levels(bottom, top, most)
    extent = top - bottom
    assert lowest <= bottom + 1e-6 * extent
    assert highest >= top - 1e-6 * extent
    assert 0.0 in levels
    assert 2 <= len(levels) <= most + 1
    assert lowest <= levels[0] <= levels[-1] <= highest
    if bottom == 0 and top > most:
        assert top >= 0.66 * highest


def test_an_axis_stays_while_its_fan_moves_a_little() -> None:
    ends = [axis_levels(0, top, 2)[1][1] for top in range(10, 101)]
    assert ends == sorted(ends)
    assert set(ends) == {10, 15, 20, 30, 40, 50, 75, 100}


@given(st.integers(1, 100_000), st.integers(1, 60))
def test_whole_steps_part_counts_into_few_pieces(extent: int, most: int) -> None:
    step = count_step(extent, most)
    assert extent / step <= most
    assert str(step).rstrip("0") in {"1", "2", "5"}


@given(pmfs, pmfs)
def test_bins_hold_nearly_all_of_both_distributions(first: list[int], second: list[int]) -> None:
    shares = [[count / sum(counts) for count in counts] for counts in (first, second)]
    bins = bins_for(shares, most=60)
    for pmf in shares:
        assert sum(bins.shares(pmf)) >= 0.99 - 1e-9
    assert bins.first >= 0
    assert bins.number <= 62
    assert bins.high(0) - bins.low(0) + 1 == bins.width
    assert bins.end == bins.high(bins.number - 1) + 1


def test_few_counts_have_a_bar_each() -> None:
    bins = bins_for([[0.05, 0.15, 0.22, 0.23, 0.17, 0.1, 0.05, 0.03]], most=60)
    assert (bins.first, bins.width) == (0, 1)


def test_bounds_stay_while_a_distribution_moves_a_little() -> None:
    def around(middle: int) -> list[float]:
        return [0.0] * (middle - 10) + [0.05] * 20

    assert len({bins_for([around(middle)], most=60) for middle in range(101, 105)}) <= 2
