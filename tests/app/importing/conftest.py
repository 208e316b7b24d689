from collections.abc import Callable
from pathlib import Path

import pytest

from app.importing.tables.reading import Table, open_table


@pytest.fixture
def data() -> Path:
    folder = Path(__file__).parents[4] / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the real data does not lie beside the checkout")
    return folder


@pytest.fixture
def table_of(tmp_path: Path) -> Callable[[str], Table]:
    def make(text: str) -> Table:
        path = tmp_path / "leads.csv"
        path.write_text(text, encoding="utf-8", newline="")
        return open_table(path)

    return make
