"""Asking for a file leaves the files of the folder alone."""

from pathlib import Path

from PySide6.QtCore import QFileInfo
from pytestqt.qtbot import QtBot

from views.widgets.file_dialogs import ByNameAlone, FileDialog, FileMode


def test_a_dialogue_tells_files_by_their_names_and_opens_none_of_them(
    qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "team.db").write_bytes(b"")
    mode = FileMode.AnyFile
    dialog = FileDialog(None, "Export", str(tmp_path / "leads.csv"), "A (*.csv);;B (*.vcf)", mode)
    qtbot.addWidget(dialog)
    kinds = dialog.iconProvider()
    assert isinstance(kinds, ByNameAlone)
    assert kinds.type(QFileInfo(str(tmp_path / "team.db"))) == "db file"
    assert kinds.type(QFileInfo(str(tmp_path))) == "Folder"
    assert not kinds.icon(QFileInfo(str(tmp_path))).isNull()
    assert dialog.nameFilters() == ["A (*.csv)", "B (*.vcf)"]
    assert dialog.selectedFiles() == [str(tmp_path / "leads.csv")]
