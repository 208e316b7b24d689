"""The head of the what-if page: which plan this is, where its numbers come from, what is done."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from models.language import gettext as _
from models.language import ngettext
from models.written_days import day_text
from views.theme import current_theme
from views.whatif.content import Plan
from views.whatif.inputs.shown import inputs_of
from views.widgets import ElidedLabel, SegmentedControl, set_tip


class PlanHead(QWidget):
    """The plan's name and origin on the left, what can be done with it on the right."""

    def __init__(self) -> None:
        super().__init__()
        theme = current_theme()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.space(1))
        words = QVBoxLayout()
        words.setSpacing(theme.space(0.25))
        self.name = ElidedLabel(size="title", weight="semibold")
        self.source = ElidedLabel(tone="muted")
        words.addWidget(self.name)
        words.addWidget(self.source)
        self._row.addLayout(words, 1)

    def add(self, widget: QWidget) -> None:
        """Put what can be done at the right end."""
        self._row.addWidget(widget)

    def show_plan(self, plan: Plan) -> None:
        """Show which plan it is and where its numbers come from."""
        self.name.setText(" ".join(plan.name.split()) or _("New plan"))
        self.source.setText(source_text(plan))


def start_switch() -> SegmentedControl:
    """Return the switch that begins a plan, one click each."""
    switch = SegmentedControl(
        [
            ("today", _("Today")),
            ("house", _("House")),
            ("benchmarks", _("Published")),
            ("own", _("Own")),
        ],
        name=_("Begin from"),
    )
    set_tip(
        switch,
        _(
            "Today: your open leads, measured rates and real team. House: the example of 200 MQLs. "
            "Published: wide ranges of others, with their source. Own: round numbers to type over. "
            "Each can be undone."
        ),
    )
    return switch


def source_text(plan: Plan) -> str:
    """Return where a plan's numbers come from, and how many were typed over since."""
    if plan.start == "today" and plan.data_until is not None:
        said = _("From data to {day}").format(day=day_text(plan.data_until))
    else:
        said = {
            "today": _("From your data"),
            "house": _("From the house example"),
            "benchmarks": _("From published benchmarks: wide, and about others"),
            "own": _("Own numbers"),
        }[plan.start]
    inputs = inputs_of(plan)
    moved = sum(one.moved for one in inputs)
    volumes = [one.moved for one in inputs if one.group == "volume"]
    if volumes and all(volumes):
        # All channels together are one input to whoever moves them.
        moved -= len(volumes) - 1
    if moved:
        said = _("{source}; {count} changed").format(source=said, count=moved)
    begins = plan.network.starts_on
    if begins is not None:
        weeks = plan.network.weeks
        words = ngettext(
            "{source} \u00b7 {weeks} week from {day}",
            "{source} \u00b7 {weeks} weeks from {day}",
            weeks,
        )
        said = words.format(source=said, weeks=weeks, day=day_text(begins))
    return said
