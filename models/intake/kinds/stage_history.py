"""Taking in dated stage moves, many rows a lead, in any order."""

from collections.abc import Sequence
from datetime import datetime
from itertools import islice

from msgspec.structs import replace
from sqlalchemy.orm import Session

from models.intake.kinds.lead_rows import RowMaker, instant
from models.intake.known import Known, UnknownStageError, recognise_own_keys
from models.intake.loading.batch import Batch
from models.intake.loading.current import CurrentRows
from models.intake.loading.kept import KeptField
from models.intake.loading.waiting import Row
from models.intake.records import (
    DealRecord,
    LeadRecord,
    MoveRecord,
    StageHistoryRecord,
    day_of,
)
from models.intake.tally import Refusal, Tally
from models.language import gettext as _


class StageHistoryIntake:
    """Takes moves in; a lead that its key does not find is made, a known move is passed over.

    The moves of a lead may stand anywhere in the file, so they are collected first and taken in
    lead by lead, in the order of time: each lead is then read and changed once.
    """

    def __init__(self, batch: Batch, known: Known, maker: RowMaker) -> None:
        self._batch = batch
        self._known = known
        self._maker = maker
        self._current = CurrentRows(batch)
        self._collected: dict[str, list[StageHistoryRecord]] = {}
        self.tally = Tally()

    @property
    def kept(self) -> Sequence[KeptField]:
        """Return the fields that were left as people changed them here."""
        return self._current.kept

    def take_chunk(self, session: Session, records: Sequence[StageHistoryRecord]) -> None:
        """Collect records; refuses rows with a stage that the definitions lack."""
        recognise_own_keys(session, self._known, (record.external_key for record in records))
        for record in records:
            try:
                if record.move is not None:
                    self._known.stage(record.move.stage)
            except UnknownStageError as error:
                self.tally.refused.append(Refusal.of_stage(record.line, error))
                continue
            self._flag_future(record)
            self._collected.setdefault(record.external_key, []).append(record)

    def take_rest(self, session: Session) -> bool:
        """Turn what was collected into moves, some leads at once; say whether any was left."""
        some = list(islice(self._collected.items(), LEADS_AT_ONCE))
        if not some:
            return False
        for key, _records in some:
            del self._collected[key]
        leads = {self._known.lead_named(key) for key, _records in some}
        self._current = CurrentRows(self._batch, self._current.kept)
        self._current.fetch(session, {lead for lead in leads if lead is not None}, set())
        for key, records in some:
            records.sort(key=lambda record: (instant(record.moved_at), record.line))
            lead_id = self._known.lead_named(key)
            if lead_id is None:
                self._make(records)
            else:
                self._add(lead_id, records)
        return True

    def _make(self, records: Sequence[StageHistoryRecord]) -> None:
        """Make the lead of a key with all its moves."""
        first, latest = records[0], _merged(records)
        moves: dict[tuple[int, datetime], MoveRecord] = {}
        seen: list[Row] = []
        self.tally.created += 1
        for record in records:
            is_new = False
            if record.move is not None:
                at = instant(record.moved_at)
                place = (self._known.stage(record.move.stage), at)
                is_new = place not in moves
                if is_new:
                    self._flag_order(record, seen, place[0])
                    seen.append({"to_stage_id": place[0], "occurred_at": at})
                    moves[place] = record.move
            if record is not first:
                self.tally.count_known(is_new or _tells_more(record))
        lead = LeadRecord(
            line=first.line,
            source=first.source,
            external_key=first.external_key,
            title=first.external_key,
            owner=latest.owner,
            created_at=first.moved_at,
            status=latest.status,
            closed_at=next(
                (record.moved_at for record in reversed(records) if record.status is not None),
                None,
            ),
            moves=tuple(moves.values()),
            deal=_deal(latest),
        )
        self._maker.lead(lead, None, None, dict.fromkeys(_SHOWN))

    def _add(self, lead_id: int, records: Sequence[StageHistoryRecord]) -> None:
        """Add the moves of a known lead that are not known yet; the newest one says how it is."""
        lead = self._current.row("lead", lead_id)
        if lead is None:
            self._batch.miss_row()
            self.tally.skipped += len(records)
            return
        known = self._current.belonging("stage_move", lead_id)
        dated = [move for move in known if move["occurred_at"] is not None]
        latest = max([lead["captured_at"], *(move["occurred_at"] for move in dated)])
        newer: list[StageHistoryRecord] = []
        added: set[int] = set()
        for record in records:
            at = instant(record.moved_at)
            if record.move is not None and self._add_move(lead_id, record, dated):
                added.add(record.line)
            if at >= latest:
                latest = at
                newer.append(record)
        has_changed = bool(newer) and self._change(lead_id, lead, newer)
        for record in records:
            is_last = has_changed and record is newer[-1]
            self.tally.count_known(record.line in added or is_last)

    def _add_move(self, lead_id: int, record: StageHistoryRecord, dated: list[Row]) -> bool:
        if record.move is None:
            return False
        stage_id, at = self._known.stage(record.move.stage), instant(record.moved_at)
        if any(move["to_stage_id"] == stage_id and move["occurred_at"] == at for move in dated):
            return False
        earlier = [move for move in dated if move["occurred_at"] <= at]
        before = max(earlier, key=lambda move: move["occurred_at"], default=None)
        self._flag_order(record, earlier, stage_id)
        from_stage_id = None if before is None else before["to_stage_id"]
        self._maker.moves(lead_id, from_stage_id, (record.move,))
        dated.append({"to_stage_id": stage_id, "occurred_at": at})
        return True

    def _change(self, lead_id: int, lead: Row, newer: Sequence[StageHistoryRecord]) -> bool:
        """Let a known lead be as the newest records say; says whether anything changed."""
        last, merged = newer[-1], _merged(newer)
        name = lead["title"] or last.external_key
        before_status = lead["status"]
        moved = next((one.move for one in reversed(newer) if one.move is not None), None)
        since = next((one.moved_at for one in reversed(newer) if one.status is not None), None)
        wanted = {
            "stage_id": None if moved is None else self._known.stage(moved.stage),
            "status": merged.status,
            "status_since": None if since is None else instant(since),
            "owner_id": self._maker.member(merged.owner),
        }
        changed = self._current.change("lead", lead, wanted, line=last.line, lead=name)
        is_new_status = lead["status"] != before_status
        return self._change_deal(lead_id, merged, name, is_new_status) or changed

    def _flag_future(self, record: StageHistoryRecord) -> None:
        if instant(record.moved_at) > self._maker.now:
            self._flag(
                record,
                "moved_in_future",
                str(record.moved_at),
                _("This move lies in the future; it was kept, and stays out of rates and delays."),
            )

    def _flag_order(
        self, record: StageHistoryRecord, earlier: Sequence[Row], stage_id: int
    ) -> None:
        """Say that a lead first reached a stage after one that lies beyond it."""
        order = self._known.stage_order
        reached = {move["to_stage_id"] for move in earlier}
        if stage_id in reached or not any(
            order.get(one, 0) > order.get(stage_id, 0) for one in reached
        ):
            return
        sentence = _(
            "The lead reached a stage that lies further before this one; both were kept as they "
            "are dated."
        )
        stage = "" if record.move is None else record.move.stage
        self._flag(record, "stages_out_of_order", stage, sentence)

    def _flag(self, record: StageHistoryRecord, code: str, value: str, sentence: str) -> None:
        self.tally.flagged.append(Refusal(record.line, code, value, sentence))

    def _change_deal(
        self, lead_id: int, record: StageHistoryRecord, name: str, new_status: bool
    ) -> bool:
        """Change the lead's first deal; how it stands follows only a status that is news."""
        deal = _deal(record)
        known = self._current.belonging("deal", lead_id)
        if deal is None or not known:
            return False
        wanted = {
            "amount_minor": deal.amount_minor,
            "currency": deal.currency,
            "expected_close": deal.expected_close,
            "state": deal.state if new_status else None,
            "closed_on": deal.closed_on if new_status or deal.state == known[0]["state"] else None,
        }
        return self._current.change("deal", known[0], wanted, line=record.line, lead=name)


LEADS_AT_ONCE = 200
_SHOWN = ("first_name", "last_name", "email", "phone", "mobile", "company")


def _merged(records: Sequence[StageHistoryRecord]) -> StageHistoryRecord:
    """Return the last record, with what only earlier ones say of status, owner and deal."""
    last = records[-1]
    told = {
        name: next(
            (held for one in reversed(records) if (held := getattr(one, name)) is not None), None
        )
        for name in ("status", "owner", "amount_minor", "currency", "expected_close")
    }
    return replace(last, **told)


def _tells_more(record: StageHistoryRecord) -> bool:
    told = (record.status, record.owner, record.amount_minor, record.expected_close)
    return any(one is not None for one in told)


def _deal(record: StageHistoryRecord) -> DealRecord | None:
    if record.amount_minor is None and record.expected_close is None:
        return None
    closed = record.status in ("won", "lost")
    return DealRecord(
        name=record.external_key,
        amount_minor=record.amount_minor,
        currency=record.currency,
        expected_close=record.expected_close,
        state=record.status if closed and record.status is not None else "open",
        closed_on=day_of(record.moved_at) if closed else None,
    )
