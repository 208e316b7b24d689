"""The one application stylesheet, written from the tokens.

Widgets choose by property, never by their own stylesheet: `textSize`, `tone` and `weight` on
labels, `kind` on buttons, `ground` on frames.
"""

from pathlib import Path
from string import Template
from typing import Final

from views.theme.tokens import Theme

_SIGNS: Final = Path(__file__).parents[1] / "assets" / "signs"
_STATES: Final = ("success", "warning", "danger", "info")


def stylesheet(theme: Theme) -> str:
    """Return the stylesheet of `theme`."""
    colours = theme.colours
    plain = {name: value for name, value in colours._asdict().items() if isinstance(value, str)}
    pixels = {
        "small_px": theme.text_pixels("small"),
        "body_px": theme.text_pixels("body"),
        "heading_px": theme.text_pixels("heading"),
        "title_px": theme.text_pixels("title"),
        "box_px": theme.scaled(14),
        "radio_px": theme.scaled(14) // 2 + 1,
        "spin_px": theme.scaled(20) + 3,
        "arrow_px": theme.scaled(12),
        "key_px": theme.scaled(14),
        "scroller_px": 2 * theme.scaled(24),
        "arrow_room_px": theme.scaled(12) + 14,
        "arrow_room_focus_px": theme.scaled(12) + 13,
        "row_px": theme.scaled(20),
        "few_px": theme.scaled(56),
        "many_px": theme.scaled(162),
    }
    sheet = _SHEET.substitute(
        plain, signs=_SIGNS.as_posix(), look=theme.name, danger_text=colours.danger.text, **pixels
    )
    return sheet + "".join(_state_rules(theme, state) for state in _STATES)


def _state_rules(theme: Theme, state: str) -> str:
    return _STATE.substitute(
        state=state,
        text=theme.value(f"{state}.text"),
        back=theme.value(f"{state}.ground"),
        edge=theme.value(f"{state}.edge"),
    )


_STATE: Final = Template("""
QLabel[tone="$state"] { color: $text; }
QFrame[ground="$state"] { background: $back; border: 1px solid $edge; border-radius: 6px; }
QFrame[ground="$state"] QLabel { color: $text; }
""")

_SHEET: Final = Template("""
QMainWindow, QWidget[ground="canvas"] { background: $canvas; }
QWidget[ground="rail"] { background: $rail; }
QFrame[ground="card"] { background: $surface; border: 1px solid $line; border-radius: 8px; }
QFrame[ground="choice"] { background: $surface; border: 1px solid $line; border-radius: 8px;
  padding: 1px; }
QFrame[ground="choice"][chosen="true"] { background: $accent_soft;
  border: 1px solid $accent_fill; }
QFrame[ground="choice"][focused="true"] { border: 2px solid $accent; padding: 0; }
QFrame[ground="choice"][chosen="true"] QLabel, QFrame[ground="choice"][chosen="true"] QRadioButton
  { color: $on_accent_soft; }
QFrame[ground="choice"] QRadioButton:focus { border-color: transparent; }
QFrame[ground="current"] { background: $surface; border: 1px solid $accent_fill;
  border-radius: 6px; }
QFrame[ground="plain"] { background: transparent; border: 1px solid transparent;
  border-radius: 6px; }
QFrame[kind="choice_row"] { border: 2px solid transparent; border-radius: 6px; }
QFrame[kind="choice_row"][current="true"] { border: 2px solid $accent; }
QFrame[kind="choice_value"] { border: 1px solid transparent; border-radius: 6px; }
QFrame[kind="choice_value"][state="left"] { border: 1px solid $line; }
QFrame[kind="choice_value"][state="chosen"] { background: $accent_soft;
  border: 1px solid $accent_fill; }
QFrame[kind="choice_value"][state="chosen"] QLabel { color: $on_accent_soft; }
QFrame[ground="raised"] { background: $raised; border: 1px solid $line; border-radius: 8px; }
QFrame[ground="line"] { background: $line; border: none; }
QToolTip { background: $raised; color: $text; border: 1px solid $line; padding: 4px 6px; }

QLabel[textSize="small"] { font-size: ${small_px}px; }
QLabel[textSize="heading"] { font-size: ${heading_px}px; }
QLabel[textSize="title"] { font-size: ${title_px}px; }
QLabel[weight="medium"] { font-weight: 500; }
QLabel[weight="semibold"] { font-weight: 600; }
QLabel[tone="muted"] { color: $muted; }
QLabel[tone="faint"] { color: $faint; }
QLabel[tone="accent"] { color: $accent; }
QLabel[keys="true"] { color: $muted; border: 1px solid $line; border-radius: 4px;
  padding: 0 6px; min-width: ${key_px}px; font-size: ${small_px}px; }

QPushButton { background: $surface; color: $text; border: 1px solid $line; border-radius: 6px;
  padding: 5px 12px; min-height: ${row_px}px; }
QPushButton:hover { background: $hover; }
QPushButton:pressed, QPushButton:checked { background: $pressed; }
QPushButton:disabled { color: $faint; background: $canvas; border-color: $line; }
QPushButton:focus { border: 2px solid $accent; padding: 4px 11px; }
QPushButton[kind="primary"] { background: $accent_fill; color: $on_accent; font-weight: 500;
  border: 1px solid $accent_fill; }
QPushButton[kind="primary"]:hover, QPushButton[kind="primary"]:pressed {
  background: $accent_fill_hover; }
QPushButton[kind="primary"]:focus { border: 2px solid $text; }
QPushButton[kind="primary"]:disabled { background: $pressed; color: $muted;
  border-color: $pressed; }
QPushButton[kind="quiet"] { background: transparent; border: 1px solid transparent; }
QPushButton[kind="quiet"]:hover { background: $hover; }
QPushButton[kind="quiet"]:pressed { background: $pressed; }
QPushButton[kind="quiet"]:disabled { color: $faint; }
QPushButton[kind="quiet"]:focus { border: 2px solid $accent; }
QPushButton[kind="link"] { background: transparent; border: 1px solid transparent; color: $accent;
  padding: 2px 4px; text-align: left; }
QPushButton[kind="link"]:hover { text-decoration: underline; }
QPushButton[kind="link"]:focus { border: 2px solid $accent; padding: 1px 3px; }
QPushButton[kind="leading"] { background: transparent; border: 0; color: $accent;
  border-bottom: 2px solid transparent; border-radius: 0; padding: 3px 0 1px 0; text-align: left; }
QPushButton[kind="leading"]:hover { text-decoration: underline; }
QPushButton[kind="leading"]:focus { border-bottom: 2px solid $accent; }
QPushButton[kind="segment"] { border-radius: 0; border-left-width: 0; color: $muted; }
QPushButton[kind="segment"]:checked { background: $accent_soft; color: $on_accent_soft; }
QPushButton[kind="segment"]:focus { border: 2px solid $accent; padding: 4px 10px 4px 11px; }
QPushButton[kind="segment"][place="first"] { border-left-width: 1px;
  border-top-left-radius: 6px; border-bottom-left-radius: 6px; }
QPushButton[kind="segment"][place="last"] {
  border-top-right-radius: 6px; border-bottom-right-radius: 6px; }
QPushButton[kind="chip"] { background: transparent; border: 1px solid transparent; color: $muted;
  padding: 4px ${arrow_room_px}px 4px 4px; text-align: center; }
QPushButton[kind="chip"]:hover, QPushButton[kind="chip"]:pressed { background: $hover; }
QPushButton[kind="chip"][chosen="true"] { background: $accent_soft; color: $on_accent_soft; }
QPushButton[kind="condition"] { background: $accent_soft; color: $on_accent_soft;
  border: 1px solid transparent; padding: 4px 8px; }
QPushButton[kind="condition"]:hover { border-color: $accent_fill; }
QPushButton[kind="condition"]:focus { border: 2px solid $accent; padding: 3px 7px; }
QPushButton[kind="chip"]:focus { border: 2px solid $accent;
  padding: 3px ${arrow_room_focus_px}px 3px 3px; }
QPushButton[kind="danger"] { color: ${danger_text}; }
QPushButton::menu-indicator { image: url($signs/down-$look.svg); width: ${arrow_px}px;
  height: ${arrow_px}px; subcontrol-origin: padding;
  subcontrol-position: center right; right: 6px; }

QLineEdit, QComboBox, QAbstractSpinBox, QPlainTextEdit { background: $surface; color: $text;
  placeholder-text-color: $faint; border: 1px solid $control; border-radius: 6px; padding: 4px 8px;
  min-height: ${row_px}px; selection-background-color: $accent_fill; selection-color: $on_accent; }
QLineEdit:focus, QComboBox:focus, QAbstractSpinBox:focus, QPlainTextEdit:focus {
  border: 2px solid $accent; padding: 3px 7px; }
QPlainTextEdit[lines="few"] { min-height: ${few_px}px; max-height: ${few_px}px; }
QPlainTextEdit[lines="many"] { min-height: ${many_px}px; }
QPlainTextEdit[lines="one"] { min-height: ${row_px}px; max-height: ${row_px}px; }
QLineEdit[kind="quiet"], QComboBox[kind="quiet"], QPlainTextEdit[kind="quiet"] {
  border: 1px solid $line; }
QLineEdit[kind="quiet"]:hover, QComboBox[kind="quiet"]:hover, QPlainTextEdit[kind="quiet"]:hover {
  border: 1px solid $control; }
QLineEdit[kind="quiet"]:focus, QComboBox[kind="quiet"]:focus,
QPlainTextEdit[kind="quiet"]:focus { border: 2px solid $accent; }
QAbstractSpinBox[kind="quiet"] { border: 1px solid $line; }
QAbstractSpinBox[kind="quiet"]:hover { border: 1px solid $control; }
QAbstractSpinBox[kind="quiet"]:focus { border: 2px solid $accent; }
QLineEdit[kind="fact"], QComboBox[kind="fact"], QPlainTextEdit[kind="fact"] {
  background: transparent; border: 1px solid transparent; }
QLineEdit[kind="fact"]:hover, QComboBox[kind="fact"]:hover, QPlainTextEdit[kind="fact"]:hover {
  border: 1px solid $control; }
QLineEdit[kind="fact"]:focus, QComboBox[kind="fact"]:focus, QPlainTextEdit[kind="fact"]:focus {
  background: $surface; border: 2px solid $accent; padding: 3px 7px; }
QLineEdit:disabled, QComboBox:disabled, QAbstractSpinBox:disabled { color: $faint;
  background: $canvas; border-color: $line; }
QLineEdit[wrong="true"], QComboBox[wrong="true"], QAbstractSpinBox[wrong="true"],
QPlainTextEdit[wrong="true"] {
  border: 2px solid ${danger_text}; padding: 3px 7px; }
QComboBox QLineEdit, QComboBox QLineEdit:focus, QAbstractSpinBox QLineEdit,
QAbstractSpinBox QLineEdit:focus { border: none; padding: 0; min-height: 0;
  background: transparent; }
QAbstractSpinBox { padding: 1px; min-height: ${spin_px}px; }
QAbstractSpinBox:focus { padding: 0; }
QComboBox:!editable { padding: 4px 8px 4px 10px; }
QComboBox:!editable:focus, QComboBox[wrong="true"]:!editable { padding: 3px 7px 3px 9px; }
QComboBox::drop-down { border: none; width: 24px; }
QComboBox::down-arrow, QAbstractSpinBox::down-arrow { image: url($signs/down-$look.svg);
  width: ${arrow_px}px; height: ${arrow_px}px; }
QAbstractSpinBox::up-arrow { image: url($signs/up-$look.svg); width: ${arrow_px}px;
  height: ${arrow_px}px; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { border: none; width: 20px;
  background: transparent; border-radius: 3px; }
QAbstractSpinBox::up-button:hover, QAbstractSpinBox::down-button:hover { background: $hover; }

QCheckBox, QRadioButton { spacing: 8px; padding: 2px; border: 1px solid transparent;
  border-radius: 4px; }
QRadioButton[weight="medium"] { font-weight: 500; }
QCheckBox:focus, QRadioButton:focus { border: 1px solid $accent; }
QPushButton, QCheckBox, QRadioButton { outline: none; }
QCheckBox::indicator, QRadioButton::indicator { width: ${box_px}px; height: ${box_px}px;
  border: 1px solid $control; background: $surface; }
QCheckBox::indicator { border-radius: 4px; }
QRadioButton::indicator { border-radius: ${radio_px}px; }
QCheckBox::indicator:checked, QRadioButton::indicator:checked { background: $accent_fill;
  border-color: $accent_fill; }
QCheckBox::indicator:checked { image: url($signs/check.svg); }
QRadioButton::indicator:checked { image: url($signs/dot.svg); }

QSlider::groove:horizontal { height: 4px; background: $pressed; border-radius: 2px; }
QSlider::sub-page:horizontal { background: $accent_fill; border-radius: 2px; }
QSlider::handle:horizontal { width: 14px; height: 14px; margin: -6px 0; border-radius: 8px;
  background: $surface; border: 2px solid $accent_fill; }
QSlider::handle:horizontal:hover { background: $accent_soft; }
QSlider::handle:horizontal:focus { background: $accent_fill; border-color: $text; }

QAbstractItemView { background: $surface; alternate-background-color: $canvas; color: $text;
  border: none; outline: none; selection-background-color: $accent_soft;
  selection-color: $on_accent_soft; }
QAbstractItemView[ground="clear"] { background: transparent; }
QTableView[kind="evidence"]::item { padding: 0 8px; }
QAbstractItemView::indicator { width: ${box_px}px; height: ${box_px}px;
  border: 1px solid $control; border-radius: 4px; background: $surface; }
QAbstractItemView::indicator:checked { background: $accent_fill;
  border-color: $accent_fill; image: url($signs/check.svg); }
QListView[kind="choices"]::item { padding: 6px 4px; border-radius: 6px; }
QTableView { gridline-color: $line; }
QAbstractItemView[kind="menu"] { background: $raised; }
QAbstractItemView[kind="menu"]::item { padding: 4px 8px; }
QAbstractItemView::item:hover { background: $hover; color: $text; }
QAbstractItemView::item:selected { background: $accent_soft; color: $on_accent_soft; }
QComboBox QAbstractItemView { background: $raised; border: 1px solid $line; padding: 4px; }
QHeaderView, QHeaderView::section { background: $surface; color: $muted; }
QHeaderView::section { border: none; border-bottom: 1px solid $line; padding: 6px 8px;
  font-size: ${small_px}px; font-weight: 500; }
QTableView[kind="evidence"] QHeaderView::section { padding: 6px 11px; }
QTableCornerButton::section { background: $surface; border: none; }

QMenuBar { background: $rail; color: $muted; padding: 2px 4px; }
QMenuBar::item { background: transparent; padding: 4px 8px; border-radius: 4px; }
QMenuBar::item:selected { background: $hover; color: $text; }
QMenu { background: $raised; color: $text; border: 1px solid $line; padding: 4px; }
QMenu::item { padding: 5px 24px 5px 24px; border-radius: 4px; }
QMenu::item:selected { background: $accent_soft; color: $on_accent_soft; }
QMenu::item:disabled { color: $faint; }
QMenu::right-arrow { image: url($signs/right-$look.svg); width: ${arrow_px}px;
  height: ${arrow_px}px; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }

QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: $pressed; border-radius: 3px; margin: 2px; }
QScrollBar::handle:hover { background: $control; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {
  background: none; border: none; width: 0; height: 0; }
QScrollArea { background: transparent; border: none; }
QScrollArea[kind="reading"] { border: 2px solid transparent; }
QScrollArea[kind="reading"]:focus { border-color: $accent; border-radius: 6px; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QSplitter::handle { background: $line; }
QSplitter::handle:hover { background: $control; }
QSplitter[ground="clear"]::handle { background: transparent; }
QProgressBar { background: $pressed; border: none; border-radius: 3px; min-height: 6px;
  max-height: 6px; }
QProgressBar::chunk { background: $accent_fill; border-radius: 3px; }
QTabBar::tab { background: transparent; color: $muted; padding: 6px 12px; border: none;
  border-bottom: 2px solid transparent; }
QTabBar[kind="dense"]::tab { padding: 6px 5px; font-size: ${small_px}px; }
QTabBar::tab:hover { color: $text; }
QTabBar::tab:selected { color: $text; font-weight: 500; border-bottom: 2px solid $accent; }
QTabBar QToolButton { background: $surface; border: 1px solid $line; border-radius: 6px; }
QTabBar QToolButton:hover { background: $hover; }
QTabBar QToolButton:pressed { background: $pressed; }
QTabBar QToolButton:disabled { border-color: transparent; background: transparent; }
QTabBar QToolButton::right-arrow { image: url($signs/right-$look.svg); width: ${arrow_px}px;
  height: ${arrow_px}px; }
QTabBar QToolButton::left-arrow { image: url($signs/left-$look.svg); width: ${arrow_px}px;
  height: ${arrow_px}px; }
QTabBar QToolButton::right-arrow:disabled, QTabBar QToolButton::left-arrow:disabled {
  image: none; }
QTabBar::scroller { width: ${scroller_px}px; }
QTabWidget::pane { border: none; border-top: 1px solid $line; }
""")
