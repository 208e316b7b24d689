"""What leads did last, in the few words that tell somebody why now."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.entities.marketing.channels import InterestEvent
from models.storage.sqlite.queries import listed


class Did(NamedTuple):
    """Something that a lead did: a kind of interest event, what it was about, and when."""

    kind: str
    topic: str | None
    occurred_at: datetime


def did_last(session: Session, lead_ids: Collection[int]) -> dict[int, Did]:
    """Return what each of these leads did last."""
    rows = session.execute(
        select(
            InterestEvent.lead_id,
            InterestEvent.kind,
            InterestEvent.topic_text,
            InterestEvent.occurred_at,
        )
        .where(InterestEvent.lead_id.in_(listed(lead_ids)))
        .order_by(InterestEvent.occurred_at, InterestEvent.id)
    )
    return {row.lead_id: Did(row.kind, row.topic_text, row.occurred_at) for row in rows}
