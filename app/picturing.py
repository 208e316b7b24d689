"""Pictures of the real pages, painted off any screen."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

from PySide6.QtCore import QEventLoop, QTimer

from app import __version__
from app.desk.machine.settings import MachineSettings
from app.desk.pages import page_specs
from app.desk.window import Desk
from app.offscreen import offscreen_application, write_picture
from app.scenes.every import SCENES
from models.errors import InvalidValueError, KnownError
from models.language import gettext as _
from views.shell import MainWindow
from views.shell.state import THEME
from views.theme import ThemeMode

_PATIENCE_SECONDS = 120.0
_LOOK_MILLISECONDS = 20
_MOST_NOTICES = 20
"""What comes back however often it is dismissed shall be seen."""
QUIET_SECONDS = 0.4
"""How long nothing may happen before a picture is taken; longer than the timers of a page."""
_STEP_SECONDS = 0.1
"""The same between two steps of a scene."""


class PageNotReadyError(KnownError):
    """A page did not come to rest in time."""


def paint_pages(
    workspace: Path,
    folder: Path,
    *,
    pages: Sequence[str] = (),
    size: tuple[int, int] = (1280, 800),
    theme: ThemeMode = "light",
) -> Iterator[Path]:
    """Paint the named pages, or all, of the window on a workspace; yield each picture's path.

    Refuses a page that does not exist, naming those that do.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with offscreen_application() as application, TemporaryDirectory() as settings:
        state = MachineSettings(Path(settings) / "settings.ini")
        state.write(THEME, theme)
        window = MainWindow(state, version=__version__)
        window.resize(*size)
        desk = Desk(window, state)
        try:
            wanted = _known_pages(desk, pages)
            window.show()
            desk.open(workspace)
            _rest(desk, QUIET_SECONDS)
            if not desk.runner.is_open:
                raise PageNotReadyError(
                    _("{path} could not be opened; “funneldesk doctor” says why.").format(
                        path=workspace
                    )
                )
            # A picture may be passed on; in which folder the file lies is nobody's business.
            window.foot.set_workspace(workspace.name)
            for page in wanted:
                for _step in _shown(desk, page):
                    _rest(desk, _STEP_SECONDS)
                _rest(desk, QUIET_SECONDS)
                for _notice in range(_MOST_NOTICES):
                    if not window.notices.dismiss_newest():
                        break
                    _turn(_LOOK_MILLISECONDS)
                path = folder / f"{page}.png"
                write_picture(window.grab().toImage(), path)
                yield path
        finally:
            desk.close()
            window.close()
            window.deleteLater()
            application.processEvents()


def _known_pages(desk: Desk, pages: Sequence[str]) -> Sequence[str]:
    known = [*(spec.code for spec in page_specs(desk)), *SCENES]
    for page in pages:
        if page not in known:
            raise InvalidValueError(
                "page",
                page,
                _("There is no page “{page}”. Choose one of: {pages}.").format(
                    page=page, pages=", ".join(known)
                ),
            )
    return pages or known


def _shown(desk: Desk, page: str) -> Iterator[None]:
    """Show a page or a scene, and yield wherever the window is to come to rest."""
    scene = SCENES.get(page)
    if scene is None:
        desk.window.show_page(page)
    else:
        yield from scene(desk)


def _rest(desk: Desk, quiet_seconds: float) -> None:
    """Let the window work until nothing has happened for so long."""
    _turn(_LOOK_MILLISECONDS)
    begun = quiet_since = monotonic()
    while monotonic() - quiet_since < quiet_seconds:
        _turn(_LOOK_MILLISECONDS)
        if not desk.runner.is_idle:
            quiet_since = monotonic()
        if monotonic() - begun > _PATIENCE_SECONDS:
            raise PageNotReadyError(
                _("The page was not finished after {seconds} seconds. Try again.").format(
                    seconds=round(_PATIENCE_SECONDS)
                )
            )


def _turn(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()
