"""The pairs beside the two records, the question about them, and the answers."""

from collections.abc import Callable
from typing import Final

from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from models.language import gettext as _
from views.duplicates.comparison import ComparisonView
from views.duplicates.pair_list import PairList
from views.theme import current_theme
from views.widgets import KeyHint, PlainLabel, make_button, make_frame, scrolled

_LIST_PIXELS: Final = 376
_LARGEST: Final = 1.1


class DecisionArea(QWidget):
    """Where a person looks at a pair and decides."""

    def __init__(
        self,
        pairs: PairList,
        comparison: ComparisonView,
        on_merge: Callable[[], object],
        on_apart: Callable[[], object],
    ) -> None:
        super().__init__()
        theme = current_theme()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space(2))
        card = make_frame("card")
        # With larger text the comparison needs the room; the list shortens its lines.
        card.setFixedWidth(round(_LIST_PIXELS * min(theme.scale, _LARGEST)))
        inside = QVBoxLayout(card)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(pairs)
        row.addWidget(card)
        right = QVBoxLayout()
        right.setSpacing(theme.space(1))
        self.question = PlainLabel(size="heading", weight="semibold")
        self.why = PlainLabel(tone="muted", wrap=True)
        self.area: QScrollArea = scrolled(comparison)
        self.merge_button = make_button(_("Merge"), on_merge, kind="primary")
        self.apart_button = make_button(_("Different people"), on_apart)
        right.addWidget(self.question)
        right.addWidget(self.why)
        right.addWidget(self.area, 1)
        right.addLayout(self._actions())
        row.addLayout(right, 1)
        comparison.moved.connect(self.area.ensureWidgetVisible)

    def say(self, words: tuple[str, str, str, str]) -> None:
        """Show question, reason, and the words of yes and no."""
        question, why, yes, no = words
        self.question.setText(question)
        self.why.setText(why)
        self.merge_button.setText(yes)
        self.apart_button.setText(no)

    def _actions(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(current_theme().space(1))
        for widget in (self.merge_button, KeyHint("M"), self.apart_button, KeyHint("D")):
            row.addWidget(widget)
        row.addStretch(1)
        for words, keys in ((_("Next"), "J"), (_("Previous"), "K"), (_("Both texts"), "B")):
            row.addWidget(PlainLabel(words, size="small", tone="muted"))
            row.addWidget(KeyHint(keys))
        return row
