import pytest

from tests.views.forecast_doubles import house_outlook, known_outlook, known_summary
from views.charts.numbers import NARROW
from views.forecast.content import RateContent, house_content
from views.forecast.outlook import credible_interval
from views.forecast.sentences import (
    evidence_text,
    explanations,
    range_sentence,
    result_sentence,
    target_sentence,
)

EXACT = known_summary((0.0487, 0.148, 0.2247, 0.2265, 0.17, 0.1821), 1, 3, 5)
SAMPLED = known_summary((0.1231, 0.1887, 0.1857, 0.2, 0.2, 0.1025), 0, 3, 6)


def plain(text: str) -> str:
    return text.replace(NARROW, " ")


def test_the_house_example_in_one_sentence() -> None:
    assert plain(result_sentence(known_outlook(EXACT, SAMPLED))) == (
        "1 to 5 clients in 8 of 10 cases; 4.9 % chance of none, "
        "12.3 % if these rates come from one sample of 200."
    )


def test_uncertain_rates_lead_where_they_were_chosen() -> None:
    assert plain(result_sentence(known_outlook(EXACT, SAMPLED, uncertain=True))) == (
        "0 to 6 clients in 8 of 10 cases; 12.3 % chance of none, "
        "4.9 % if the rates were exactly as given."
    )


def test_the_chance_of_reaching_a_target() -> None:
    outlook = known_outlook(EXACT, SAMPLED)
    assert plain(target_sentence(outlook)) == "Chance of at least 3 clients: 57.9 %"
    assert plain(target_sentence(known_outlook(EXACT, SAMPLED, target=1))).startswith(
        "Chance of at least 1 client: 95.1"
    )
    assert plain(target_sentence(known_outlook(EXACT, SAMPLED, target=0))).endswith("100 %")
    assert plain(target_sentence(known_outlook(EXACT, SAMPLED, target=9))).endswith("< 0.1 %")
    assert plain(target_sentence(known_outlook(EXACT, SAMPLED, target=201))).endswith(" 0 %")


@pytest.mark.parametrize(
    ("p10", "p90", "words"),
    [
        (0, 0, "No client in at least 9 of 10 cases"),
        (0, 1, "0 to 1 client in 8 of 10 cases"),
        (1, 1, "1 client in 8 of 10 cases"),
        (4, 4, "4 clients in 8 of 10 cases"),
        (1100, 1400, "1,100 to 1,400 clients in 8 of 10 cases"),
    ],
)
def test_ranges_in_words(p10: int, p90: int, words: str) -> None:
    assert range_sentence(known_summary((0.5, 0.5), p10, p10, p90).clients) == words


def test_without_counts_there_is_no_other_view() -> None:
    content = house_content()
    bare = tuple(RateContent(rate.rate, "typed") for rate in content.rates)
    outlook = known_outlook(EXACT, EXACT, rates=bare)
    assert plain(result_sentence(outlook)).endswith("4.9 % chance of none.")
    assert len(explanations(outlook)) == 3


def test_evidence_says_counts_interval_and_origin() -> None:
    observed = house_content().rates[0]
    assert plain(evidence_text(observed, credible_interval(observed))) == (
        "60 of 200, 24–37 % · house example"
    )
    typed = observed.moved_to(0.35)
    assert plain(evidence_text(typed, credible_interval(typed))) == (
        "as 70 of 200, 29–42 % · typed"
    )
    assert evidence_text(RateContent(0.2, "typed"), None) == "typed"
    certain = observed.moved_to(1.0)
    assert credible_interval(certain) is None
    assert plain(evidence_text(certain, None)) == "as 200 of 200 · typed"


def test_every_number_of_the_sentence_is_explained() -> None:
    outlook = house_outlook()
    numbers = [plain(known.number) for known in explanations(outlook)]
    assert numbers[0] == "3.0 (1–5)"
    for number in numbers[1:3]:
        assert number in plain(result_sentence(outlook))
    assert numbers[3] in plain(target_sentence(outlook))
    assert f"{round(outlook.given.clients.p_zero * 10_000)} of 10,000" in (
        explanations(outlook)[1].source
    )
