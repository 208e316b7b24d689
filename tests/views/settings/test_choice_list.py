"""A list down the left keeps its place while its lines come and go."""

from pytestqt.qtbot import QtBot

from views.settings.choice_list import ChoiceList, ListEntry


def lines(*codes: str) -> list[ListEntry]:
    """Return lines below a heading."""
    return [ListEntry("", "Waiting"), *(ListEntry(code, code.upper()) for code in codes)]


def test_a_line_that_goes_leaves_its_place_to_the_next_and_comes_back_chosen(qtbot: QtBot) -> None:
    shown = ChoiceList("Messages")
    qtbot.addWidget(shown)
    shown.show_entries(lines("a", "b", "c"))
    assert shown.current_code() == "a"
    shown.choose("b")
    shown.show_entries(lines("a", "c"))
    assert shown.current_code() == "c"
    shown.show_entries(lines("a", "b", "c"))
    assert shown.current_code() == "b"
    shown.show_entries(lines("b", "c", "a"))
    assert shown.current_code() == "b"
    shown.choose("c")
    shown.show_entries(lines("a", "b"))
    assert shown.current_code() == "b"
    shown.choose("a")
    shown.show_entries(lines("a", "b", "c"))
    assert shown.current_code() == "a"


def test_the_last_line_under_a_heading_leaves_its_place_to_the_one_above(qtbot: QtBot) -> None:
    shown = ChoiceList("Messages")
    qtbot.addWidget(shown)
    handed_over = [ListEntry("", "Handed over"), ListEntry("z", "Z")]
    shown.show_entries([*lines("a", "b"), *handed_over])
    shown.choose("b")
    shown.show_entries([*lines("a"), *handed_over])
    assert shown.current_code() == "a"
    shown.show_entries(handed_over)
    assert shown.current_code() == "z"
