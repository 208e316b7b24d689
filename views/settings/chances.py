"""The section of learned chances: how good they are, learning them anew, and what goes by them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from models.language import gettext as _
from models.topics import Topic
from views.charts.widget import ChartWidget
from views.news import News
from views.runner import Runner
from views.settings.reliability import Point, ReliabilityDrawing
from views.theme import current_theme
from views.widgets import Card, PlainLabel, empty_layout, make_button

if TYPE_CHECKING:
    from models.chances.wording import ModelWords

_CHART_PIXELS = 256
_TOPICS = frozenset((Topic.LEADS, Topic.SETTINGS))


@dataclass(frozen=True, slots=True)
class ChancesShown:
    """The models that are kept, and whether the queue goes by them."""

    models: "tuple[ModelWords, ...]"
    orders_queue: bool


class ChancesSection(QWidget):
    """Shows the models that are kept; the switch holds as soon as it is changed."""

    learn_asked = Signal()
    """Emitted when the chances are to be learned anew."""

    def __init__(self, runner: Runner) -> None:
        super().__init__()
        self._runner = runner
        theme = current_theme()
        self.orders_queue = QCheckBox(_("Order new leads by expected clients per minute"))
        self.orders_queue.clicked.connect(self._choose)
        queue = Card(_("Queue"), _("Holds for the team, at once."))
        queue.column.addWidget(self.orders_queue)
        words = _(
            "The chance of becoming a client, divided by the minutes that a touch takes. Urgent "
            "things keep their places; leads without a chance come last, by their grade."
        )
        queue.column.addWidget(PlainLabel(words, tone="muted", wrap=True))
        self.learn_button = make_button(_("Learn again now"), self.learn_asked.emit, kind="quiet")
        self._cards = QVBoxLayout()
        self._cards.setSpacing(theme.space(2))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(2))
        column.addLayout(self._cards)
        foot = QHBoxLayout()
        foot.addWidget(self.learn_button)
        foot.addStretch(1)
        column.addLayout(foot)
        column.addWidget(queue)
        column.addStretch(1)
        self.setFocusProxy(self.learn_button)
        # What was learned elsewhere is told to nobody.
        self._news = News(self, runner, _TOPICS, at_each_look=True)
        self._news.came.connect(self.reload)

    def reload(self) -> None:
        """Read the models and the setting again."""
        self._runner.read(_read, self.show_content, lane="chances section")

    def show_content(self, shown: ChancesShown) -> None:
        """Show the models that are kept, or that there is none yet."""
        self.orders_queue.setChecked(shown.orders_queue)
        empty_layout(self._cards)
        if not shown.models:
            self._cards.addWidget(_nothing_learned())
        for model in shown.models:
            self._cards.addWidget(_model_card(model))

    def _choose(self, chosen: bool) -> None:
        self._runner.change(partial(_order_queue, chosen))


def _nothing_learned() -> QWidget:
    card = Card(_("Nothing learned yet"))
    words = _(
        "From 50 leads on whose end is known, chances are learned once a day, and shown beside the "
        "rule score. With fewer, the scoring rules speak alone."
    )
    card.column.addWidget(PlainLabel(words, wrap=True))
    return card


def _model_card(model: "ModelWords") -> QWidget:
    card = Card(model.title)
    row = QHBoxLayout()
    row.setSpacing(current_theme().space(3))
    row.addLayout(_paragraphs(model.lines), 1)
    if model.reliability:
        row.addWidget(_reliability_chart(model.reliability), 1)
    card.column.addLayout(row)
    return card


def _reliability_chart(points: Sequence[Point]) -> ChartWidget:
    chart = ChartWidget(QSize(_CHART_PIXELS, _CHART_PIXELS))
    title, unit = _("Chances held against what came"), _("on the line: right; below: said too much")
    chart.show_drawing(ReliabilityDrawing(title, unit, points))
    return chart


def _paragraphs(lines: Sequence[str]) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(current_theme().space())
    for line in lines:
        column.addWidget(PlainLabel(line, wrap=True, selectable=True))
    column.addStretch(1)
    return column


def _read(session: Any) -> ChancesShown:
    from models.chances.wording import models_in_words
    from models.settings import setting

    return ChancesShown(models_in_words(session), setting(session, "queue_by_chance") == "yes")


def _order_queue(chosen: bool, session: Any) -> None:
    from models.settings.changing import change_setting

    change_setting(session, "queue_by_chance", "yes" if chosen else "no")
