"""Keeps the scores up with the rules: at the opening, after imports, when definitions change."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from app.running.jobs import Job
from models.language import gettext as _
from models.language import ngettext
from models.topics import Topic

if TYPE_CHECKING:
    from app.desk.window import Desk
    from models.ids import LeadId

MADE_AT_ONCE = 100
"""How many MQLs one step makes: each is checked, written and handed over by itself."""


class Rescoring(QObject):
    """Scores the leads that wait for it, with progress at the window's foot.

    Cancelled or cut off, it goes on at the next occasion: each lead says what it was scored under.
    """

    def __init__(self, desk: "Desk") -> None:
        super().__init__(desk)
        self._desk = desk
        self._runner = desk.runner
        self._job = ""
        self._asked_meanwhile = False
        desk.opened.connect(self.look)
        self._runner.changed.connect(self._hear_changes)
        self._runner.ended.connect(self._hear_end)

    def look(self) -> None:
        """Look whether leads wait for a score, and score them."""
        if self._job:
            self._asked_meanwhile = True
            return

        def query(session: Any) -> bool:
            from models.scoring.rescoring import is_any_unscored

            return is_any_unscored(session)

        self._runner.read(query, self._begin, lane="unscored")

    def _hear_changes(self, topics: frozenset[Topic]) -> None:
        # An import touches every topic, and so does its undo.
        if Topic.DEFINITIONS in topics:
            self.look()

    def _begin(self, needed: bool) -> None:
        if not needed or self._job or not self._runner.is_open:
            return
        workspace = self._runner.workspace

        def work(job: Job) -> int:
            from models.scoring.rescoring import rescore_all

            return rescore_all(workspace, job.report, job.is_cancelled)

        self._job = self._runner.run_job(_("Scoring leads"), work, self._show)

    def _show(self, scored: int) -> None:
        if not scored:
            return
        self._runner.changed.emit(frozenset((Topic.LEADS,)))

        def query(session: Any) -> "tuple[int, tuple[LeadId, ...]]":
            from app.local_time import local_now
            from models.scoring.promoting import count_qualified, qualified_leads

            at = local_now()
            return count_qualified(session, at), qualified_leads(session, at, MADE_AT_ONCE)

        self._runner.read(query, lambda found: self._offer_mqls(*found), lane="qualified")

    def _offer_mqls(self, count: int, best: "tuple[LeadId, ...]") -> None:
        """Say how many leads pass by score that no change of their own made MQLs."""
        if not count:
            return
        sentence = ngettext(
            "{count} lead qualifies by score and is no MQL yet.",
            "{count} leads qualify by score and are no MQLs yet.",
            count,
        )
        self._desk.window.notices.show_notice(
            "info",
            sentence.format(count=f"{count:,}"),
            action_text=_("Make MQLs")
            if count == len(best)
            else _("Make MQLs of the best {count}").format(count=len(best)),
            on_action=lambda: self._make_mqls(best),
        )

    def _make_mqls(self, lead_ids: "tuple[LeadId, ...]") -> None:
        def operation(session: Any) -> int:
            from models.scoring.promoting import make_mqls

            return make_mqls(session, lead_ids)

        self._runner.change(operation)

    def _hear_end(self, code: str) -> None:
        if code != self._job:
            return
        self._job = ""
        if self._asked_meanwhile:
            self._asked_meanwhile = False
            self.look()
