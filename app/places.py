"""Where things lie on this machine: the workspace, settings, logs, caches."""

import sys
from pathlib import Path

from platformdirs import PlatformDirs

_DIRS = PlatformDirs("funneldesk", appauthor=False)

WORKSPACE_NAME = "workspace.db"
SAMPLE_NAME = "sample.db"


def default_workspace() -> Path:
    """Return the workspace that is opened where none was named."""
    return _DIRS.user_data_path / WORKSPACE_NAME


def sample_workspace() -> Path:
    """Return the workspace of `funneldesk demo`; a team's own file is never the sample's."""
    return _DIRS.user_data_path / SAMPLE_NAME


def settings_file() -> Path:
    """Return the file that keeps what this machine remembers: the window, the last workspace."""
    return _DIRS.user_config_path / "funneldesk.ini"


def drafts_file() -> Path:
    """Return the file that keeps what was typed about leads and not logged or saved yet."""
    return _DIRS.user_data_path / "drafts.ini"


def log_file() -> Path:
    """Return the newest log file."""
    return _DIRS.user_log_path / "funneldesk.log"


def kernel_cache() -> Path:
    """Return the folder of compiled simulation kernels; it changes with the files they stand in.

    Numba would notice a change of the compiled function's own file only.
    """
    from hashlib import sha256

    simulation = Path(__file__).parents[1] / "simulation"
    files = [simulation / "assumptions.py", *sorted((simulation / "kernel").glob("*.py"))]
    seen = [(file.name, file.stat().st_size, file.stat().st_mtime_ns) for file in files]
    return _DIRS.user_cache_path / "numba" / sha256(repr(seen).encode()).hexdigest()[:12]


def pictures_folder() -> Path:
    """Return the folder of the pages that were painted because there is no display."""
    return _DIRS.user_cache_path / "pages"


def backups_folder(workspace: Path) -> Path:
    """Return the folder of a workspace's daily copies; it lies beside the file."""
    return workspace.with_name(f"{workspace.stem} copies")


def key_of(workspace: Path) -> str:
    """Return a short name for a workspace file by its place, for settings that belong to it."""
    from hashlib import sha256

    place = str(workspace.resolve())
    if sys.platform == "win32":
        place = place.lower()
    return sha256(place.encode()).hexdigest()[:12]
