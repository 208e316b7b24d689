"""The panels that ask more of the plan on the what-if page, and that keep plans."""

from typing import TYPE_CHECKING

from app.desk.hearing import Hearing
from app.desk.plans.questions import QuestionJobs
from app.desk.plans.store import WorkspacePlans
from models.language import gettext as _
from models.topics import Topic
from views.asking.goal_panel import GoalPanel
from views.asking.hire_panel import HirePanel
from views.asking.learning_panel import LearningPanel
from views.asking.matters_panel import MattersPanel
from views.asking.scenarios.compare_panel import ComparePanel
from views.asking.scenarios.keeping import Keeping
from views.asking.scenarios.panel import ScenariosPanel
from views.widgets import make_button

if TYPE_CHECKING:
    from app.running.runner import WorkspaceRunner
    from views.whatif.page import WhatIfPage

SCENARIOS = "scenarios"


def add_asking_panels(page: "WhatIfPage", runner: "WorkspaceRunner") -> None:
    """Dock goal, hires, tornado, better data, comparison and scenarios; add what saves a plan."""
    questions = QuestionJobs(runner, page)
    store = WorkspacePlans(runner)
    keeping = Keeping(page, store, page)
    comparing = ComparePanel(page, questions, store)
    scenarios = ScenariosPanel(keeping)
    keeping.listed.connect(comparing.show_rows)
    page.add_panel("goal", _("Goal"), "Alt+G", GoalPanel(page, questions))
    page.add_panel("hires", _("Hires"), "Alt+N", HirePanel(page, questions))
    page.add_panel("tornado", _("What matters"), "Alt+M", MattersPanel(page, questions))
    page.add_panel("learning", _("Better data"), "Alt+D", LearningPanel(page, questions))
    page.add_panel("compare", _("Compare"), "Alt+C", comparing)
    page.add_panel(SCENARIOS, _("Scenarios"), "Alt+S", scenarios)
    page.add_head_action(
        make_button(_("Save"), keeping.save, icon_name="floppy-disk", keys="Ctrl+S")
    )
    page.add_head_action(make_button(_("Save as\u2026"), keeping.ask_name, keys="Ctrl+Shift+S"))
    scenarios.asked_for_name.connect(lambda: page.show_panel(SCENARIOS))
    keeping.said.connect(page.notice)

    def changed(topics: frozenset[Topic]) -> None:
        if Topic.SCENARIOS in topics:
            keeping.list()

    Hearing(page, runner.changed, changed)
