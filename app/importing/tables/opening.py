"""Any file that leads can come from, as a table."""

from pathlib import Path

from app.importing.tables.reading import Table, open_table


def open_file(path: Path) -> Table:
    """Open a table, or address cards as one; refuses with ImportFileError what is neither."""
    from app.vcards.reading import is_card_file, open_cards

    return open_cards(path) if is_card_file(path) else open_table(path)
