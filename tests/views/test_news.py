"""What is changed is told once: at once to what is in front, else when it comes forward."""

import pytest
from PySide6.QtWidgets import QStackedWidget, QWidget
from pytestqt.qtbot import QtBot

from models.topics import Topic
from tests.views.forecast_doubles import ImmediateRunner
from views.news import News

LEADS, DEALS, TEAM = ({topic} for topic in (Topic.LEADS, Topic.DEALS, Topic.TEAM))


class Pages:
    """One page that hears news, and another that may be in front of it."""

    def __init__(self, qtbot: QtBot) -> None:
        self.runner = ImmediateRunner()
        self.stack = QStackedWidget()
        qtbot.addWidget(self.stack)
        page = QWidget()
        self.stack.addWidget(page)
        self.stack.addWidget(QWidget())
        self.news = News(page, self.runner, frozenset(LEADS | DEALS))
        self.told: list[frozenset[Topic]] = []
        self.news.came.connect(self.told.append)
        self.stack.show()

    def change(self, *topics: set[Topic]) -> None:
        """Change something elsewhere."""
        for one in topics:
            self.runner.changed.emit(frozenset(one))

    def show(self, *places: int) -> None:
        """Bring one page after the other to the front."""
        for place in places:
            self.stack.setCurrentIndex(place)


@pytest.fixture
def pages(qtbot: QtBot) -> Pages:
    """Return the two pages, with the one that hears news in front."""
    return Pages(qtbot)


def test_what_is_in_front_is_told_at_once_of_what_it_shows(pages: Pages) -> None:
    pages.change(LEADS, TEAM, DEALS | TEAM)
    assert pages.told == [LEADS, DEALS]


def test_what_is_behind_is_told_once_of_all_that_it_missed(pages: Pages) -> None:
    pages.show(1)
    pages.change(LEADS, TEAM, DEALS)
    assert pages.told == []
    pages.show(0, 1, 0)
    assert pages.told == [LEADS | DEALS]


def test_what_is_read_behind_another_page_is_not_told_again(pages: Pages) -> None:
    pages.show(1)
    pages.change(LEADS)
    pages.news.forget()
    pages.show(0)
    assert pages.told == []


def test_what_could_not_be_read_is_told_when_it_comes_forward_next(pages: Pages) -> None:
    pages.news.miss()
    assert pages.told == []
    pages.show(1, 0)
    assert pages.told == [LEADS | DEALS]


def test_what_other_things_change_as_well_is_told_whenever_it_comes_forward(pages: Pages) -> None:
    told: list[frozenset[Topic]] = []
    page = pages.stack.widget(1)
    assert page is not None
    News(page, pages.runner, frozenset(LEADS), at_each_look=True).came.connect(told.append)
    pages.show(1, 0, 1)
    assert told == [LEADS, LEADS]


def test_nothing_is_told_to_what_somebody_is_at_work_on_until_they_are_done(pages: Pages) -> None:
    pages.news.hold_back(True)
    pages.change(LEADS)
    pages.show(1, 0)
    assert pages.told == []
    pages.news.hold_back(False)
    assert pages.told == [LEADS]
