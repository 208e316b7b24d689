"""Taking in what leads did: whitepapers, webinars, visits."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.entities.marketing.channels import InterestEvent
from models.intake.kinds.lead_rows import RowMaker, instant
from models.intake.known import Known
from models.intake.loading.batch import Batch
from models.intake.loading.kept import KeptField
from models.intake.records import InterestRecord, precision_of
from models.intake.tally import NothingCollected, Refusal, Tally
from models.language import gettext as _

_EventKey = tuple[int, str, str | None, str]


class InterestIntake(NothingCollected):
    """Takes interest events in; the same event of the same lead is taken once."""

    def __init__(self, batch: Batch, known: Known, maker: RowMaker) -> None:
        self._batch = batch
        self._known = known
        self._maker = maker
        self._seen: set[_EventKey] = set()
        self.tally = Tally()
        self.kept: Sequence[KeptField] = ()

    def take_chunk(self, session: Session, records: Sequence[InterestRecord]) -> None:
        """Turn records into events of the leads they name; refuses rows that name none."""
        found = [
            (record, self._known.lead_of(record.external_key, record.email)) for record in records
        ]
        self._read_seen(session, {lead_id for _record, lead_id in found if lead_id is not None})
        for record, lead_id in found:
            if lead_id is None:
                named = record.external_key or record.email or ""
                sentence = _("No lead is known by “{named}”; import the leads first.")
                self.tally.refused.append(
                    Refusal(record.line, "unknown_lead", named, sentence.format(named=named))
                )
            else:
                self._take(record, lead_id)

    def _read_seen(self, session: Session, lead_ids: set[int]) -> None:
        rows = session.execute(
            select(
                InterestEvent.lead_id,
                InterestEvent.kind,
                InterestEvent.topic_text,
                InterestEvent.occurred_at,
            ).where(InterestEvent.lead_id.in_(sorted(lead_ids)))
        )
        self._seen |= {
            (row.lead_id, row.kind, row.topic_text, row.occurred_at.isoformat()) for row in rows
        }

    def _take(self, record: InterestRecord, lead_id: int) -> None:
        at = instant(record.occurred_at)
        key = (lead_id, record.kind, record.topic, at.isoformat())
        if key in self._seen:
            self.tally.skipped += 1
            return
        self._seen.add(key)
        channel_id = self._maker.channel(record.channel)
        self._batch.add(
            "interest_event",
            {
                "lead_id": lead_id,
                "kind": record.kind,
                "topic_text": record.topic,
                "campaign_id": self._maker.campaign(channel_id, record.campaign),
                "occurred_at": at,
                "precision": precision_of(record.occurred_at),
            },
        )
        self.tally.created += 1
