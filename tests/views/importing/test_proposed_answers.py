"""A question with a proposal has an answer from the start, and goes with what it was about."""

from pytestqt.qtbot import QtBot

from views.importing.choices import ChoiceBox
from views.importing.content import ImportQuestion, Labelled
from views.importing.question_list import QuestionList

KINDS = (Labelled("text", "text"), Labelled("number", "a number"))
KIND = ImportQuestion("kind:custom:Vans", "What does it hold?", (), KINDS, proposed="number")
ORDER = ImportQuestion("date_order", "Which comes first?", (), (Labelled("dmy", "The day"),))


def test_what_is_proposed_holds_until_somebody_says_something_else(qtbot: QtBot) -> None:
    questions = QuestionList()
    qtbot.addWidget(questions)
    questions.show_questions((KIND, ORDER))
    assert questions.answers() == {"kind:custom:Vans": "number"}
    first, last = questions.fields()
    assert questions.unanswered() == [first]
    assert isinstance(last, ChoiceBox)
    with qtbot.waitSignal(questions.changed):
        last.setCurrentIndex(0)
    questions.show_questions((KIND, ORDER))
    assert questions.answers() == {"kind:custom:Vans": "text"}


def test_it_is_asked_no_more_once_its_column_is_left_out(qtbot: QtBot) -> None:
    questions = QuestionList()
    qtbot.addWidget(questions)
    questions.show_questions((KIND,))
    questions.show_questions(())
    assert questions.answers() == {}
    assert not questions.isVisible()
