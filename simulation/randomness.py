"""Keyed random numbers: which uniform belongs to which draw.

Every draw is ``uniform = hash(seed, trial, week, slot)``, where the slot names what is drawn:
the stage, the channel, the purpose and a number for further draws of the same kind. There is
no stream to be consumed in order, so results do not depend on threads, chunks, platform or
the order of the stages, and a changed assumption moves only the draws it touches.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import uuid

SAMPLER_VERSION: Final = 1
"""Raised whenever the same assumptions and seed would give other counts; kept with forecasts."""

SEED_LIMIT: Final = 2**63 - 1
"""Largest seed; seeds are stored as signed 64-bit integers."""


def slot_of(
    stage: uuid.UUID, purpose: str, *, channel: uuid.UUID | None = None, block: int = 0
) -> int:
    """Return the 64-bit slot of one kind of draw, the same on every machine and in every run.

    Parameters
    ----------
    stage
        The stage at which the draw happens.
    purpose
        What is drawn, such as ``"conversion"``.
    channel
        The channel the leads came by; None where all channels are drawn together.
    block
        Number of the draw where one purpose needs several.

    Returns
    -------
    int
        In [0, 2**64).

    Examples
    --------
    >>> import uuid
    >>> hex(slot_of(uuid.UUID(int=1), "conversion"))
    '0x6bd9fe7ad76d2b75'
    """
    digest = hashlib.blake2b(digest_size=8, person=b"funnel slot")
    digest.update(stage.bytes)
    digest.update(b"\1" + channel.bytes if channel is not None else b"\0")
    digest.update(block.to_bytes(8, "little"))
    digest.update(purpose.encode())
    return int.from_bytes(digest.digest(), "little")
