"""Pictures of the pages: all of them, of the right size, without a trace of the machine."""

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from app import picturing
from app.scenes.every import SCENES
from models.errors import InvalidValueError
from models.team.joining import add_member
from models.workspace import open_workspace
from views.shell import MainWindow


@pytest.fixture
def small_workspace(tmp_path: Path) -> Path:
    path = tmp_path / "a folder" / "team.db"
    workspace = open_workspace(path)
    with workspace.write() as session:
        add_member(session, "Ann Lee", "Europe/London", ["leader"])
    workspace.close()
    return path


class _ShownWindows(QObject):
    """Writes down what is shown as a window of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.names.add(f"{type(watched).__name__} {watched.objectName()}".strip())
        return False


def test_every_page_is_painted_opens_no_window_of_its_own_and_tells_no_folder(
    qapp: QApplication,
    small_workspace: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    feet = []

    def look(image: QImage, path: Path) -> None:
        windows = [one for one in qapp.topLevelWidgets() if isinstance(one, MainWindow)]
        feet.append((path.stem, windows[0].foot.path.text(), image.width(), image.height()))

    monkeypatch.setattr(picturing, "write_picture", look)
    monkeypatch.setattr(picturing, "QUIET_SECONDS", 0.05)
    folder = tmp_path / "pictures"
    shown = _ShownWindows()
    qapp.installEventFilter(shown)
    try:
        paths = list(picturing.paint_pages(small_workspace, folder, size=(1024, 700)))
    finally:
        qapp.removeEventFilter(shown)
    assert shown.names == {"MainWindow"}
    pages = "today leads calendar forecast reports definitions outbox settings".split()
    assert [path.name for path in paths] == [f"{page}.png" for page in (*pages, *SCENES)]
    assert feet == [(path.stem, "team.db", 1024, 700) for path in paths]


def test_a_page_that_does_not_exist_is_refused_with_those_that_do(
    qapp: QApplication, small_workspace: Path, tmp_path: Path
) -> None:
    with pytest.raises(InvalidValueError, match="today, leads, calendar"):
        list(picturing.paint_pages(small_workspace, tmp_path, pages=["nowhere"]))
