"""What the import panel shows and hands back: plain values, whoever reads the file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

Duplicates = Literal["update", "skip", "create"]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A code with the words that people see for it."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class ColumnPreview:
    """A column of the file: some of its cells, the code of what it becomes, and a remark."""

    name: str
    samples: tuple[str, ...]
    becomes: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class ImportQuestion:
    """One thing that only a person can say.

    With `per_value` each example is a text of the file that one of the choices is meant by, and
    `otherwise` says what becomes of one that is left as it is; without it the choices answer the
    sentence as a whole. Without choices any text does. What is `proposed` holds until a person
    says something else.
    """

    code: str
    sentence: str
    examples: tuple[str, ...]
    choices: tuple[Labelled, ...] = ()
    per_value: bool = False
    otherwise: str = ""
    proposed: str = ""


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """A file as it would come in.

    `recognised` names the system whose export it is, and is empty where none was recognised;
    `remembered` says that the header was mapped here before.
    """

    path: Path
    rows: int
    rows_are_exact: bool
    columns: tuple[ColumnPreview, ...]
    fields: tuple[Labelled, ...]
    questions: tuple[ImportQuestion, ...] = ()
    recognised: str = ""
    remembered: bool = False
    duplicates_matter: bool = True


@dataclass(frozen=True, slots=True)
class ImportMapping:
    """What a person said: columns by name, answers by question, values by question and text."""

    columns: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class KeptValue:
    """A field that was changed here since the last import and was therefore left alone."""

    line: int
    lead: str
    field: str
    here: str
    in_file: str


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did; `errors_file` lists the rows that could not come in."""

    rows: int
    created: int
    updated: int
    skipped: int
    duplicates: int
    errors: int
    errors_file: Path | None = None
    kept: tuple[KeptValue, ...] = ()
