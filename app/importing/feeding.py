"""Records in chunks; a big file is read by a process of its own, so that two cores are used."""

import gc
import multiprocessing
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import islice
from multiprocessing.connection import Connection
from pathlib import Path

from app.importing.building import build_records
from app.importing.columns.fields import IGNORE
from app.importing.columns.mapping import Mapping
from app.importing.problems import ImportFileError, RowProblem
from app.importing.tables.opening import open_file
from app.importing.tables.reading import Table
from models.intake.records import CHUNK_RECORDS, Record
from models.language import gettext as _

# Below this a second interpreter takes longer to start than the file takes to read.
_ALONE_BELOW_BYTES = 1_000_000

Found = Record | RowProblem


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """A file that is being read: its table, and what its rows became, in their order."""

    table: Table
    chunks: Iterator[list[Found]]


@contextmanager
def opened(path: Path, mapping: Mapping, *, alone_below: int | None = None) -> Iterator[OpenedFile]:
    """Open a file and begin to read it; a big one in a process that runs from here on.

    Refuses with `ImportFileError` what cannot be read, and a mapping of which no column becomes
    anything.
    """
    table = open_file(path)
    _refuse_unmapped(table, mapping)
    if path.stat().st_size < (_ALONE_BELOW_BYTES if alone_below is None else alone_below):
        yield OpenedFile(table, _chunks(table, mapping))
        return
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    child = context.Process(target=_feed, args=(table, mapping, sender), name="import-reader")
    child.start()
    sender.close()
    try:
        with closing(receiver):
            yield OpenedFile(table, _received(table, receiver))
    finally:
        # After a cancel or an error the child still wants to send; nobody listens any more.
        child.terminate()
        child.join()
        child.close()


def _refuse_unmapped(table: Table, mapping: Mapping) -> None:
    if any(target != IGNORE for target in mapping.columns.values()):
        return
    raise ImportFileError(
        table.path,
        "nothing_mapped",
        _(
            "None of the columns of {file} is known ({columns}). Say what they become, for example "
            "that one of them is the name of the company; in the terminal with "
            "--map COLUMN=company_name."
        ).format(file=table.path.name, columns=", ".join(table.header[:8])),
    )


def _chunks(table: Table, mapping: Mapping) -> Iterator[list[Found]]:
    found = build_records(table, mapping)
    while some := list(islice(found, CHUNK_RECORDS)):
        yield some


def _received(table: Table, receiver: Connection) -> Iterator[list[Found]]:
    while True:
        try:
            message = receiver.recv()
        except (EOFError, OSError) as error:
            # Without a word, or with half of one out.
            raise ImportFileError(
                table.path,
                "reading_ended",
                _(
                    "Reading {name} ended without a word, perhaps because the machine ran out of "
                    "memory. Nothing of it was taken in; import it again."
                ).format(name=table.path.name),
            ) from error
        if isinstance(message, BaseException):
            raise message
        if not message:
            return
        yield message


def _feed(table: Table, mapping: Mapping, sender: Connection) -> None:
    # Records hold no cycles, and this process lives for one file only.
    gc.disable()
    with closing(sender):
        try:
            for some in _chunks(table, mapping):
                sender.send(some)
            sender.send([])
        except BrokenPipeError:
            return
        except Exception as error:  # noqa: BLE001 - it is raised again where it can be handled
            sender.send(error)
