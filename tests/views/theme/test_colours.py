from itertools import combinations, pairwise

import pytest

from views.theme.colours import DARK, LIGHT, SIGN_PAIRS, TEXT_PAIRS, Colours
from views.theme.contrast import contrast_ratio, relative_luminance
from views.theme.tokens import make_theme

BOTH = pytest.mark.parametrize("name", ["light", "dark"])

# Machado, Oliveira and Fernandes (2009), severity 1.0, on linear RGB.
BLIND = {
    "protan": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deutan": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritan": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}


def test_contrast_of_black_on_white_is_the_largest() -> None:
    assert contrast_ratio("#000000", "#FFFFFF") == pytest.approx(21.0)
    assert contrast_ratio("#777777", "#777777") == pytest.approx(1.0)
    assert relative_luminance("#FFFFFF") == pytest.approx(1.0)
    # The published example of the least grey that passes on white.
    assert contrast_ratio("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.005)


@BOTH
@pytest.mark.parametrize(("ink", "ground"), TEXT_PAIRS)
def test_words_can_be_read_on_their_grounds(name: str, ink: str, ground: str) -> None:
    theme = make_theme("dark" if name == "dark" else "light")
    assert contrast_ratio(theme.value(ink), theme.value(ground)) >= 4.5


@BOTH
@pytest.mark.parametrize(("ink", "ground"), SIGN_PAIRS)
def test_signs_can_be_seen_on_their_grounds(name: str, ink: str, ground: str) -> None:
    theme = make_theme("dark" if name == "dark" else "light")
    assert contrast_ratio(theme.value(ink), theme.value(ground)) >= 3.0


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_series_can_be_seen_on_charts(colours: Colours) -> None:
    for series in colours.chart.series:
        assert contrast_ratio(series, colours.surface) >= 3.0
        assert contrast_ratio(series, colours.canvas) >= 3.0


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_the_sequence_goes_steadily_from_the_ground_to_the_accent(colours: Colours) -> None:
    steps = [contrast_ratio(step, colours.surface) for step in colours.chart.sequence]
    assert steps == sorted(steps)
    assert colours.chart.sequence[-1] == colours.accent


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("kind", [None, *BLIND])
def test_neighbouring_series_differ_for_everyone(colours: Colours, kind: str | None) -> None:
    seen = [_lab(colour, kind) for colour in colours.chart.series]
    for at, (one, other) in enumerate(pairwise(seen)):
        assert _distance(one, other) > 20, (at, kind)
    for (a, one), (b, other) in combinations(enumerate(seen[:4]), 2):
        assert _distance(one, other) > 15, (a, b, kind)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_median_target_and_what_happened_differ_on_a_fan_for_everyone(colours: Colours) -> None:
    chart = colours.chart
    lines = [chart.series[0], chart.target, chart.actual]
    for kind in (None, *BLIND):
        for one, other in combinations([_lab(colour, kind) for colour in lines], 2):
            assert _distance(one, other) > 15, kind
    for line in lines:
        for ground in (colours.surface, chart.sequence[0]):
            assert contrast_ratio(line, ground) >= 3.0


def _distance(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    return float(sum((a - b) ** 2 for a, b in zip(one, other, strict=True)) ** 0.5)


def _lab(colour: str, kind: str | None) -> tuple[float, float, float]:
    rgb = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in rgb]
    if kind is not None:
        linear = [
            min(1.0, max(0.0, sum(w * c for w, c in zip(row, linear, strict=True))))
            for row in BLIND[kind]
        ]
    r, g, b = linear
    x = (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505
    y = 0.2126 * r + 0.7152 * g + 0.0722 * b
    z = (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089
    fx, fy, fz = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)
