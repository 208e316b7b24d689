"""Pictures of the pages: all of them, of the right size, without a trace of the machine."""

from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from app import picturing
from app.picture_scenes import SCENES
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


def test_every_page_is_painted_and_none_tells_the_folder(
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
    folder = tmp_path / "pictures"
    paths = list(picturing.paint_pages(small_workspace, folder, size=(1024, 700)))
    pages = "today leads calendar forecast reports definitions outbox settings".split()
    assert [path.name for path in paths] == [f"{page}.png" for page in (*pages, *SCENES)]
    assert feet == [(path.stem, "team.db", 1024, 700) for path in paths]


def test_a_page_that_does_not_exist_is_refused_with_those_that_do(
    qapp: QApplication, small_workspace: Path, tmp_path: Path
) -> None:
    with pytest.raises(InvalidValueError, match="today, leads, calendar"):
        list(picturing.paint_pages(small_workspace, tmp_path, pages=["nowhere"]))
