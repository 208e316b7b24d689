"""Records in chunks; a big file is read by a process of its own, so that two cores are used."""

import gc
import multiprocessing
from collections.abc import Iterator
from contextlib import closing
from itertools import islice
from multiprocessing.connection import Connection

from app.importing.building import build_records
from app.importing.mapping import Mapping
from app.importing.problems import ImportFileError, RowProblem
from app.importing.reading import Table
from models.intake.records import CHUNK_RECORDS, Record
from models.language import gettext as _

# Below this a second interpreter takes longer to start than the file takes to read.
_ALONE_BELOW_BYTES = 1_000_000

Found = Record | RowProblem


def chunks_of_records(table: Table, mapping: Mapping) -> Iterator[list[Found]]:
    """Yield what the rows of a table became, in the file's order, chunk by chunk."""
    if table.path.stat().st_size < _ALONE_BELOW_BYTES:
        yield from _chunks(table, mapping)
    else:
        yield from _chunks_of_child(table, mapping)


def _chunks(table: Table, mapping: Mapping) -> Iterator[list[Found]]:
    found = build_records(table, mapping)
    while some := list(islice(found, CHUNK_RECORDS)):
        yield some


def _chunks_of_child(table: Table, mapping: Mapping) -> Iterator[list[Found]]:
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    child = context.Process(target=_feed, args=(table, mapping, sender), name="import-reader")
    child.start()
    sender.close()
    try:
        with closing(receiver):
            while True:
                message = receiver.recv()
                if isinstance(message, BaseException):
                    raise message
                if not message:
                    return
                yield message
    except EOFError as error:
        raise ImportFileError(
            table.path,
            "reading_ended",
            _(
                "Reading {name} ended without a word, perhaps because the machine ran out of "
                "memory. Nothing of it was taken in; import it again."
            ).format(name=table.path.name),
        ) from error
    finally:
        # After a cancel or an error the child still wants to send; nobody listens any more.
        child.terminate()
        child.join()
        child.close()


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
