"""Taking in what campaigns cost."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.entities.marketing.spending import CampaignSpend
from models.intake.kinds.lead_rows import RowMaker
from models.intake.known import Known, rows_by_id
from models.intake.loading.batch import Batch
from models.intake.loading.current import CurrentRows
from models.intake.loading.kept import KeptField
from models.intake.loading.waiting import Row
from models.intake.records import SpendRecord
from models.intake.tally import NothingCollected, Tally
from models.language import gettext as _

_PeriodKey = tuple[int, str, str]


class SpendIntake(NothingCollected):
    """Takes spend in by campaign and period; a period that is known is brought up to date."""

    def __init__(self, batch: Batch, known: Known, maker: RowMaker) -> None:
        self._batch = batch
        self._maker = maker
        self._current = CurrentRows(batch)
        self._periods: dict[_PeriodKey, int] | None = None
        self._rows: dict[int, Row] = {}
        self.tally = Tally()

    @property
    def kept(self) -> Sequence[KeptField]:
        """Return the amounts that were changed here and left so."""
        return self._current.kept

    def take_chunk(self, session: Session, records: Sequence[SpendRecord]) -> None:
        """Turn records into spend of the campaigns they name."""
        if self._periods is None:
            rows = session.execute(
                select(
                    CampaignSpend.id,
                    CampaignSpend.campaign_id,
                    CampaignSpend.period_start,
                    CampaignSpend.period_end,
                )
            )
            self._periods = {
                (row.campaign_id, row.period_start.isoformat(), row.period_end.isoformat()): row.id
                for row in rows
            }
        periods = self._periods
        found = [(record, self._key(record)) for record in records]
        known = [periods[key] for _record, key in found if key in periods]
        if known:
            # They may be of a chunk before, so those have to be in the file first.
            self._batch.settle()
        self._rows |= rows_by_id(session, "campaign_spend", known)
        for record, key in found:
            self._take(record, key, periods)

    def _key(self, record: SpendRecord) -> _PeriodKey:
        channel_id = self._maker.channel(record.channel)
        name = record.campaign or _("All of {channel}").format(channel=record.channel)
        campaign_id = self._maker.campaign(channel_id, name)
        return (campaign_id or 0, record.period_start.isoformat(), record.period_end.isoformat())

    def _take(self, record: SpendRecord, key: _PeriodKey, periods: dict[_PeriodKey, int]) -> None:
        amount = {"amount_minor": record.amount_minor, "currency": record.currency}
        known = periods.get(key)
        row = None
        if known is not None:
            row = self._batch.waiting_row("campaign_spend", known) or self._rows.get(known)
        if row is not None:
            name = record.campaign or record.channel
            if self._current.change("campaign_spend", row, amount, line=record.line, lead=name):
                self.tally.updated += 1
            else:
                self.tally.skipped += 1
            return
        periods[key] = self._batch.add(
            "campaign_spend",
            {
                "campaign_id": key[0],
                "period_start": record.period_start,
                "period_end": record.period_end,
                **amount,
            },
        )
        self.tally.created += 1
