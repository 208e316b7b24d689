"""Taking in dated stage moves, many rows a lead, in any order."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from models.intake.current import CurrentRows, Row
from models.intake.known import Known, UnknownStageError, recognise_own_keys
from models.intake.lead_rows import RowMaker, instant
from models.intake.leads import Refusal, Tally
from models.intake.loading import Batch
from models.intake.publishing import KeptField
from models.intake.records import DealRecord, LeadRecord, StageHistoryRecord, day_of
from models.language import gettext as _


class StageHistoryIntake:
    """Takes moves in; a lead that its key does not find is made, a known move is passed over."""

    def __init__(self, batch: Batch, known: Known, maker: RowMaker) -> None:
        self._known = known
        self._maker = maker
        self._current = CurrentRows(batch)
        self._latest: dict[int, datetime] = {}
        self.tally = Tally()

    @property
    def kept(self) -> Sequence[KeptField]:
        """Return the fields that were left as people changed them here."""
        return self._current.kept

    def take_chunk(self, session: Session, records: Sequence[StageHistoryRecord]) -> None:
        """Turn records into moves; refuses rows with a stage that the definitions lack."""
        recognise_own_keys(session, self._known, (record.external_key for record in records))
        known = {self._known.lead_named(record.external_key) for record in records}
        self._current.fetch(session, {lead for lead in known if lead is not None}, set())
        for record in records:
            try:
                self._take(record)
            except UnknownStageError as error:
                self.tally.refused.append(Refusal.of_stage(record.line, error))

    def _take(self, record: StageHistoryRecord) -> None:
        if record.move is not None:
            self._known.stage(record.move.stage)
        lead_id = self._known.lead_named(record.external_key)
        self._flag_future(record)
        if lead_id is None:
            lead = self._new_lead(record)
            lead_id = self._maker.lead(lead, None, None, dict.fromkeys(_SHOWN))
            self._latest[lead_id] = instant(record.moved_at)
            self.tally.created += 1
        elif self._add_move(lead_id, record):
            self.tally.updated += 1
        else:
            self.tally.skipped += 1

    def _new_lead(self, record: StageHistoryRecord) -> LeadRecord:
        return LeadRecord(
            line=record.line,
            source=record.source,
            external_key=record.external_key,
            title=record.external_key,
            owner=record.owner,
            created_at=record.moved_at,
            status=record.status,
            closed_at=None if record.status is None else record.moved_at,
            moves=() if record.move is None else (record.move,),
            deal=_deal(record),
        )

    def _add_move(self, lead_id: int, record: StageHistoryRecord) -> bool:
        lead = self._current.row("lead", lead_id)
        if lead is None:
            return False
        name = lead["title"] or record.external_key
        at = instant(record.moved_at)
        newest = at >= self._latest_of(lead_id, lead["captured_at"])
        changed = False
        if record.move is not None:
            stage_id = self._known.stage(record.move.stage)
            moves = self._current.belonging("stage_move", lead_id)
            if not any(m["to_stage_id"] == stage_id and m["occurred_at"] == at for m in moves):
                before = max(
                    (m for m in moves if m["occurred_at"] is not None and m["occurred_at"] <= at),
                    key=lambda move: move["occurred_at"],
                    default=None,
                )
                from_stage_id = None if before is None else before["to_stage_id"]
                self._flag_order(record, before, moves, stage_id)
                self._maker.moves(lead_id, from_stage_id, (record.move,))
                changed = True
            if newest:
                stage = {"stage_id": stage_id}
                changed |= self._current.change("lead", lead, stage, line=record.line, lead=name)
        if newest:
            before_status = lead["status"]
            self._latest[lead_id] = at
            status = {
                "status": record.status,
                "status_since": None if record.status is None else at,
                "owner_id": self._maker.member(record.owner),
            }
            changed |= self._current.change("lead", lead, status, line=record.line, lead=name)
            changed |= self._change_deal(lead_id, record, name, lead["status"] != before_status)
        return changed

    def _flag_future(self, record: StageHistoryRecord) -> None:
        if instant(record.moved_at) > self._maker.now:
            self._flag(
                record,
                "moved_in_future",
                str(record.moved_at),
                _("This move lies in the future; it was kept, and stays out of rates and delays."),
            )

    def _flag_order(
        self,
        record: StageHistoryRecord,
        before: Row | None,
        moves: Sequence[Row],
        stage_id: int,
    ) -> None:
        """Say that a lead reached a stage after one that lies beyond it; it may have gone back."""
        order = self._known.stage_order
        if before is None or order.get(stage_id, 0) >= order.get(before["to_stage_id"], 0):
            return
        if any(move["to_stage_id"] == stage_id for move in moves):
            # It was there before, so it went back, which is no contradiction.
            return
        sentence = _(
            "The lead reached a stage that lies further before this one; both were kept as they "
            "are dated."
        )
        stage = "" if record.move is None else record.move.stage
        self._flag(record, "stages_out_of_order", stage, sentence)

    def _flag(self, record: StageHistoryRecord, code: str, value: str, sentence: str) -> None:
        self.tally.flagged.append(Refusal(record.line, code, value, sentence))

    def _latest_of(self, lead_id: int, captured: datetime) -> datetime:
        dated = [
            move["occurred_at"]
            for move in self._current.belonging("stage_move", lead_id)
            if move["occurred_at"] is not None
        ]
        return max([*dated, self._latest.get(lead_id, captured)], default=captured)

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


_SHOWN = ("first_name", "last_name", "email", "phone", "mobile", "company")


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
