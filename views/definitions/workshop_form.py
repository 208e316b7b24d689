"""The review workshop."""

from models.definitions.draft import DefinitionsDraft
from models.language import gettext as _
from views.definitions.desk import DraftDesk
from views.definitions.part_form import PartForm
from views.runner import Runner


class WorkshopForm(PartForm):
    """The five steps."""

    def __init__(self, desk: DraftDesk, runner: Runner) -> None:
        super().__init__(desk, _("Review workshop"))

    def show_draft(self, draft: DefinitionsDraft) -> None:
        """Show nothing yet."""
