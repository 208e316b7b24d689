"""The rows of one table that an import has made and not written yet."""

from typing import Any

Row = dict[str, Any]


class WaitingRows:
    """Rows in the order in which they were made; looked up by id or lead only once asked for.

    Most rows of a big import are never looked up again before they are written.
    """

    __slots__ = ("_by_id", "_by_lead", "_under_id", "_under_lead", "rows")

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self._by_id: dict[int, Row] = {}
        self._by_lead: dict[int, list[Row]] = {}
        # How many of the rows each of the two knows already.
        self._under_id = self._under_lead = 0

    def of_id(self, row_id: int) -> Row | None:
        """Return the row with this id."""
        if self._under_id < len(self.rows):
            self._by_id.update((row["id"], row) for row in self.rows[self._under_id :])
            self._under_id = len(self.rows)
        return self._by_id.get(row_id)

    def of_lead(self, lead_id: int) -> list[Row]:
        """Return the rows that belong to a lead."""
        for row in self.rows[self._under_lead :]:
            self._by_lead.setdefault(row["lead_id"], []).append(row)
        self._under_lead = len(self.rows)
        return self._by_lead.get(lead_id, [])
