"""Which imports no query shows."""

from sqlalchemy import BigInteger, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.entities.base import Base


class HiddenBatch(Base):
    """A batch whose rows no query shows: still loading, cancelled, or undone."""

    __tablename__ = "hidden_batch"
    constraints = (UniqueConstraint("batch_id"),)

    batch_id: Mapped[int] = mapped_column(BigInteger)
