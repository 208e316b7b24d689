"""What a person asks of files from the menu: new, open, restore a copy, export."""

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.running.jobs import Job
from models.language import gettext as _
from models.language import ngettext
from models.written_days import day_text
from views.widgets.file_dialogs import file_to_open, file_to_save

if TYPE_CHECKING:
    from app.desk.window import Desk
    from app.exporting.writing import Exported
    from models.leads.lists.wanted import LeadFilter, ViewContent


class FileErrands(QObject):
    """Runs the file menu for a window; a test puts its own functions in place of the dialogues."""

    def __init__(self, desk: "Desk") -> None:
        super().__init__(desk)
        self._desk = desk
        requests = desk.window.requests
        requests.new_workspace.connect(self.new_workspace)
        requests.open_workspace.connect(self.open_workspace)
        requests.restore_copy.connect(self.offer_copies)
        requests.export_file.connect(self.export)

    def new_workspace(self) -> None:
        """Ask for a name, and then how the workspace is to begin."""
        path = self.ask_to_save(
            _("New workspace"), str(self._desk.path.with_name(_("team.db"))), self._pattern()
        )[0]
        if path is None:
            return
        if path.exists():
            self._desk.say(
                "warning",
                _("{name} exists already. Open it, or choose another name.").format(name=path.name),
            )
            return
        self._desk.ask_first_start(path)

    def open_workspace(self) -> None:
        """Ask for a workspace and open it."""
        path = self.ask_to_open(_("Open workspace"), str(self._desk.path.parent), self._pattern())
        if path is not None:
            self._desk.open(path)

    def offer_copies(self) -> None:
        """List the daily copies in place of the page."""
        from app.backups import copies
        from views.start.copies import CopiesPanel, CopyRow

        kept = copies(self._desk.path)
        rows = [CopyRow(str(copy.path), copy.day, copy.size_bytes) for copy in kept]
        panel = CopiesPanel(rows)
        panel.chosen.connect(lambda path, day: self.restore(Path(path), day))
        panel.closed.connect(self._leave_copies)
        self._desk.window.show_alone(panel)

    def restore(self, copy: Path, day: date) -> None:
        """Bring a copy back; the present file is kept beside the copies."""
        path = self._desk.path
        runner = self._desk.runner
        runner.detach()
        self._desk.window.forget_pages()

        def work(_job: Job) -> Path:
            from app.backups import restore
            from app.local_time import local_now

            return restore(path, copy, local_now())

        def done(aside: Path) -> None:
            self._desk.open(path)
            self._desk.say(
                "success",
                _("The copy of {day} is back; the file as it was is kept as {name}.").format(
                    day=day_text(day), name=aside.name
                ),
            )

        def failed(error: Exception) -> None:
            self._desk.open(path)
            self._desk.say_error(error)

        runner.run_job(_("Restoring"), work, done, failed=failed)

    def export(self) -> None:
        """Ask for the list of leads that is in front or a whole table, and where it is to go."""
        listed = self._list_in_front()
        offered = {} if listed is None else self._of_list(*listed)
        for kind, name in _whole_tables().items():
            offered[f"{name} (*.csv)"] = partial(self._export, kind)
        path, used = self.ask_to_save(_("Export"), "leads.csv", ";;".join(offered))
        if path is not None:
            write = offered.get(used) or next(iter(offered.values()))
            write(path)

    def _list_in_front(self) -> "tuple[ViewContent, str] | None":
        """Return the list of leads that is looked at, and how many they are; None where none is."""
        window = self._desk.window
        if window.page_code != "leads":
            return None
        from views.leads.page import LeadsPage

        page = window.page("leads")
        return page.list_in_front() if isinstance(page, LeadsPage) else None

    def _of_list(self, content: "ViewContent", count: str) -> "dict[str, Callable[[Path], None]]":
        """Return what can be written of a list; what stands first is what is usually wanted."""
        wanted = content.wanted

        def cards(path: Path) -> None:
            self._export("leads", path.with_suffix(".vcf"), wanted)

        def as_named(path: Path) -> None:
            if path.suffix.casefold() == ".vcf":
                cards(path)
            else:
                self._export_columns(path, content)

        shown = _("The list: {leads}, with its columns and order (*.csv)")
        whole = _("The list: {leads}, with all their fields (*.csv)")
        address = _("The list: {leads}, as address cards (*.vcf)")
        return {
            shown.format(leads=count): as_named,
            whole.format(leads=count): lambda path: self._export("leads", path, wanted),
            address.format(leads=count): cards,
        }

    def _export_columns(self, path: Path, content: "ViewContent") -> None:
        target = path if path.suffix else path.with_suffix(".csv")
        workspace = self._desk.runner.workspace

        def work(_job: Job) -> "Exported":
            from app.exporting.list_in_front import export_view
            from app.local_time import local_now
            from views.leads.table.columns import USUAL

            return export_view(workspace, target, content, USUAL, local_now())

        self._run_export(work)

    def _export(self, kind: str, path: Path, wanted: "LeadFilter | None" = None) -> None:
        target = path if path.suffix else path.with_suffix(".csv")
        workspace = self._desk.runner.workspace

        def work(_job: Job) -> "Exported":
            if kind == "leads" and target.suffix.casefold() == ".vcf":
                from app.vcards.writing import export_cards

                return export_cards(workspace, target, wanted=wanted)
            from app.exporting.writing import export

            return export(workspace, kind, target, wanted=wanted)

        self._run_export(work)

    def _run_export(self, work: "Callable[[Job], Exported]") -> None:
        def done(written: "Exported") -> None:
            words = ngettext("{rows} row in {file}", "{rows} rows in {file}", written.rows)
            said = words.format(rows=f"{written.rows:,}", file=written.path.name)
            if written.left_out is not None:
                from app.exporting.writing import left_out_words

                said = f"{said}. {left_out_words(written.left_out)}"
            self._desk.say("success", said)

        self._desk.runner.run_job(
            _("Exporting"),
            work,
            done,
            failed=self._desk.say_error,
        )

    def ask_to_open(self, title: str, folder: str, pattern: str) -> Path | None:
        """Ask with the system's dialogue for a file that exists."""
        chosen, _pattern = file_to_open(self._desk.window, title, folder, pattern)
        return Path(chosen) if chosen else None

    def ask_to_save(self, title: str, suggested: str, pattern: str) -> tuple[Path | None, str]:
        """Ask with the system's dialogue for a file to write; say which pattern was chosen."""
        chosen, used = file_to_save(self._desk.window, title, suggested, pattern)
        return (Path(chosen) if chosen else None), used

    def _leave_copies(self) -> None:
        self._desk.window.end_alone()
        if self._desk.runner.is_open:
            self._desk.window.show_last_page()
        else:
            self._desk.begin(self._desk.path)

    @staticmethod
    def _pattern() -> str:
        return _("Funneldesk workspace (*.db)")


def _whole_tables() -> dict[str, str]:
    return {
        "leads": _("All leads"),
        "stage-moves": _("All stage moves"),
        "appointments": _("All appointments"),
        "nurture": _("All of nurture, for the mail tool"),
    }
