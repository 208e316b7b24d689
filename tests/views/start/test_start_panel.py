import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from views.start import FirstStart, StartPanel, Targets
from views.start.currency import CurrencyField, currencies, whole_number


@pytest.fixture
def panel(qtbot: QtBot) -> StartPanel:
    """Return a panel that is shown."""
    made = StartPanel()
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    with qtbot.waitActive(made):
        pass
    made.basics.currency.set_code("EUR")
    return made


def test_everything_by_keyboard(panel: StartPanel, qtbot: QtBot) -> None:
    panel.setFocus()
    keys(Qt.Key.Key_Right)
    keys(Qt.Key.Key_Tab)
    QTest.keyClicks(focused(), "  Ana Kos ")
    for _step in range(2):
        keys(Qt.Key.Key_Tab)
    keys(Qt.Key.Key_Space)
    while not panel.basics.clients.hasFocus():
        keys(Qt.Key.Key_Tab)
    QTest.keyClicks(focused(), "12")
    keys(Qt.Key.Key_Tab)
    QTest.keyClicks(focused(), "250000")
    with qtbot.waitSignal(panel.started) as started:
        QTest.keySequence(focused(), "Ctrl+Return")
    assert started.args == [
        FirstStart(
            sample=False,
            name="Ana Kos",
            roles=("sdr", "setter"),
            base_currency="EUR",
            fiscal_year_first_month=1,
            targets=Targets(clients_per_month=12, revenue_per_quarter_minor=25_000_000),
        )
    ]


def test_what_is_wrong_is_said_at_its_field(panel: StartPanel, qtbot: QtBot) -> None:
    panel.roles["setter"].setChecked(False)
    panel.basics.currency.setText("Gold")
    panel.basics.clients.setText("many")
    panel.basics.revenue.setText("-5")
    with qtbot.assertNotEmitted(panel.started):
        QTest.keySequence(panel, "Ctrl+Return")
    assert panel.name_row.error
    assert panel.roles_row.error
    assert panel.basics.currency_row.error
    assert panel.basics.clients_row.error
    assert panel.basics.revenue_row.error
    assert panel.name.hasFocus()
    panel.name.setText("Ana")
    panel.roles["leader"].setChecked(True)
    panel.basics.currency.setText("jpy")
    panel.basics.clients.clear()
    panel.basics.revenue.setText("5000")
    with qtbot.waitSignal(panel.started) as started:
        QTest.keyClick(panel.name, Qt.Key.Key_Return)
    (answer,) = started.args
    assert answer.targets == Targets(None, 5000)
    assert answer.base_currency == "JPY"
    assert answer.sample


def test_the_button_says_what_will_open(panel: StartPanel) -> None:
    before = panel.start_button.text()
    panel.empty.radio.setChecked(True)
    assert panel.start_button.text() != before


def test_a_click_anywhere_on_a_choice_chooses_it(panel: StartPanel, qtbot: QtBot) -> None:
    QTest.mouseClick(panel.empty, Qt.MouseButton.LeftButton, pos=panel.empty.rect().center())
    assert panel.empty.radio.isChecked()
    assert not panel.sample.radio.isChecked()


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("EUR", "EUR"),
        ("usd", "USD"),
        ("CHF – Swiss Franc", "CHF"),
        ("Swiss Franc", "CHF"),
        ("Euroland", None),
        ("XXQ", None),
        ("", None),
    ],
)
def test_a_currency_is_named_by_code_or_name(qtbot: QtBot, typed: str, code: str | None) -> None:
    field = CurrencyField()
    qtbot.addWidget(field)
    field.setText(typed)
    assert field.code() == code


def test_the_list_holds_todays_currencies_only() -> None:
    codes = currencies()
    assert {"EUR", "USD", "GBP", "JPY", "CHF", "INR"} <= set(codes)
    assert not {"DEM", "FRF", "XAU"} & set(codes)
    assert currencies("no such language")["EUR"] == "Euro"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        *(("12", 12), (" 250,000 ", 250_000), ("250 000", 250_000), ("0", None), ("1.5", None)),
        *(("1,5", None), ("12,34", None), ("2 50", None)),
    ],
)
def test_whole_numbers_may_be_grouped(text: str, number: int | None) -> None:
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    try:
        assert whole_number(text) == number
    finally:
        QLocale.setDefault(before)


def keys(key: Qt.Key) -> None:
    QTest.keyClick(focused(), key)


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget
