"""What a person decides about a workspace, as plain data."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Targets:
    """What the team wants to reach; nothing where no target was set."""

    clients_per_month: int | None = None
    revenue_per_quarter_minor: int | None = None
    """In minor units of the base currency."""


@dataclass(frozen=True, slots=True)
class WorkspaceBasics:
    """What a workspace counts by."""

    base_currency: str
    fiscal_year_first_month: int
    """1 is January."""
    targets: Targets


@dataclass(frozen=True, slots=True)
class FirstStart:
    """The answers of the first start."""

    sample: bool
    """Whether to open the sample workspace instead of an empty one."""
    name: str
    roles: tuple[str, ...]
    """Codes of `models.vocabulary.Role`; at least one."""
    base_currency: str
    fiscal_year_first_month: int
    """1 is January."""
    targets: Targets
