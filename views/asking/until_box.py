"""Until when a question looks: the end of the plan, or the last day of one of its targets."""

from PySide6.QtWidgets import QComboBox

from models.language import gettext as _
from models.written_days import day_text
from views.whatif.content import Plan
from views.whatif.sentences import usual_horizon
from views.widgets import fill_choices


class UntilBox(QComboBox):
    """Offers the end of a plan and the last days of its targets; what was chosen stays."""

    @property
    def weeks(self) -> int:
        """How many weeks of the plan are looked at."""
        return int(self.currentData())

    def show_plan(self, plan: Plan) -> None:
        """Offer the days of another plan."""
        whole = plan.network.weeks
        ends = {whole: _("the end, {weeks} weeks").format(weeks=whole)}
        ends |= deadlines(plan)
        fill_choices(
            self,
            tuple((str(weeks), words) for weeks, words in ends.items()),
            str(self.currentData() or whole),
        )

    def choose_usual(self, plan: Plan) -> None:
        """Look until the day that people usually ask for."""
        day = usual_horizon(plan)
        if day is not None:
            self.setCurrentIndex(max(0, self.findData(str(plan.weeks_until(day)))))


def deadlines(plan: Plan) -> dict[int, str]:
    """Return the last days of the plan's targets by how many weeks of it they close."""
    found = {}
    for target in plan.targets:
        weeks = plan.weeks_until(target.last_day)
        if 0 < weeks < plan.network.weeks:
            found[weeks] = day_text(target.last_day)
    return found
