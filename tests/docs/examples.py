"""Find the examples in a document and run them.

Four kinds of fenced blocks are examples, run from top to bottom in one empty folder per document:

- `console`: lines that start with `$ ` are commands, the lines below them what they print, where
  `...` stands for anything. Only `funneldesk` and `python3 run.py` can be run; what opens a window
  or takes minutes belongs into an `sh` block, which is not run.
- `python` with `>>>`: a doctest.
- `csv NAME` or any other language with a file name behind it: the block becomes that file.
"""

import doctest
import io
import re
import shlex
import sys
from collections.abc import Iterator
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from app.__main__ import main

ROOT = Path(__file__).parents[2]
FENCE = re.compile(
    r"^(?P<fence>`{3,})(?P<info>[^`\n]*)\n(?P<body>.*?)^(?P=fence)\s*$", re.MULTILINE | re.DOTALL
)
NOT_FROM_A_DOCUMENT = ("test", "bench")
SAME_EVERYWHERE = {
    "COLUMNS": "100",
    "NO_COLOR": "1",
    "QT_QPA_PLATFORM": "offscreen",
    "TERM": "dumb",
    "TZ": "UTC",
}


class WrongExampleError(Exception):
    """An example does not do what its document says."""


@dataclass(frozen=True)
class Block:
    """A fenced block, the file it becomes, if any, and the line its content starts on."""

    language: str
    file_name: str
    text: str
    line: int


@dataclass(frozen=True)
class Command:
    """A command of a console block and what it should print."""

    text: str
    expected: str
    line: int


def blocks(document: str) -> Iterator[Block]:
    """Yield the fenced blocks of a document."""
    for found in FENCE.finditer(document):
        language, _, file_name = found["info"].strip().partition(" ")
        line = document.count("\n", 0, found.start("body")) + 1
        yield Block(language, file_name.strip(), found["body"], line)


def commands(block: Block) -> Iterator[Command]:
    """Yield the commands of a console block; a backslash at the end continues one.

    Raises:
        WrongExampleError: there is text above the first command.

    """
    text, expected, first = "", "", 0
    for number, line in enumerate(block.text.splitlines(), block.line):
        if line.startswith("$ "):
            if text:
                yield Command(text, expected, first)
            text, expected, first = line.removeprefix("$ "), "", number
        elif text.endswith("\\"):
            text = text.removesuffix("\\") + " " + line.strip()
        elif text:
            expected += line + "\n"
        elif line.strip():
            raise WrongExampleError(f"line {number}: a console block starts with a command: $ ...")
    if text:
        yield Command(text, expected, first)


def arguments_of(command: Command) -> list[str]:
    """Return the arguments that a command gives to Funneldesk.

    Raises:
        WrongExampleError: it is another program, or nothing that a document should run.

    """
    words = shlex.split(command.text)
    for start in (["funneldesk"], ["python3", "run.py"]):
        if words[: len(start)] == start:
            arguments = words[len(start) :]
            if arguments and arguments[0] not in NOT_FROM_A_DOCUMENT:
                return arguments
    raise WrongExampleError(
        f"line {command.line}: `{command.text}` cannot be run here; fence it as sh instead"
    )


def run_command(command: Command, folder: Path) -> None:
    """Run a command and compare what it prints.

    Raises:
        WrongExampleError: it prints something else.

    """
    code, printed = _run(arguments_of(command), folder)
    if not is_as_expected(command.expected, printed):
        raise WrongExampleError(
            f"line {command.line}: `{command.text}` should print\n{command.expected}\n"
            f"but printed (exit code {code})\n{printed}"
        )


def _run(arguments: list[str], folder: Path) -> tuple[int, str]:
    """Run a command in this process: starting another one takes longer than most commands."""
    printed = io.StringIO()
    hook = sys.excepthook
    with pytest.MonkeyPatch.context() as patch, chdir(folder):
        for name, value in SAME_EVERYWHERE.items():
            patch.setenv(name, value)
        patch.setattr("sys.stdin", io.StringIO())
        with redirect_stdout(printed), redirect_stderr(printed):
            try:
                code = main(arguments)
            finally:
                sys.excepthook = hook
    return code, printed.getvalue()


def is_as_expected(expected: str, printed: str) -> bool:
    """Return whether the output matches; blanks at the ends of lines are not seen by a reader."""
    want, got = (
        "\n".join(line.rstrip() for line in text.strip("\n").splitlines()) + "\n"
        for text in (expected, printed)
    )
    return doctest.OutputChecker().check_output(want, got, doctest.ELLIPSIS)


def run_doctest(block: Block, names: dict[str, Any], document: Path) -> None:
    """Run the `>>>` lines of a block, with the names of the blocks before it.

    Raises:
        WrongExampleError: one of them answers something else.

    """
    parsed = doctest.DocTestParser().get_doctest(
        block.text, names, document.name, str(document), block.line - 1
    )
    said: list[str] = []
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS, verbose=False)
    runner.run(parsed, out=said.append, clear_globs=False)
    names.update(parsed.globs)
    if runner.failures:
        raise WrongExampleError("".join(said))


def run_document(document: Path, folder: Path) -> int:
    """Run all examples of a document in a folder and return how many there were.

    Raises:
        WrongExampleError: one of them does not do what the document says.

    """
    names: dict[str, Any] = {"__name__": "__main__"}
    count = 0
    for block in blocks(document.read_text("utf-8")):
        if block.file_name:
            (folder / Path(block.file_name).name).write_text(block.text, "utf-8")
        elif block.language == "console":
            for command in commands(block):
                run_command(command, folder)
                count += 1
        elif block.language == "python" and ">>>" in block.text:
            with chdir(folder):
                run_doctest(block, names, document)
            count += 1
    return count
