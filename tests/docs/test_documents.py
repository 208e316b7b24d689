"""The examples in README.md and docs/ do what they say."""

from pathlib import Path

import pytest

from tests.docs import examples
from tests.docs.examples import Command, WrongExampleError

DOCUMENTS = [
    examples.ROOT / "README.md",
    *sorted((examples.ROOT / "docs").rglob("*.md")),
]

DOCUMENT = """# A page

```csv leads.csv
name,email
Ada,ada@example.com
```

```console
$ funneldesk import leads.csv \\
    --dry-run
1 row ...
$ python3 run.py doctor --json
```

```python
>>> number = 40 + 2
>>> number
42
```

```sh
python3 run.py
```
"""


@pytest.mark.parametrize(
    "document", DOCUMENTS, ids=lambda path: path.relative_to(examples.ROOT).as_posix()
)
def test_the_examples_of_a_document_do_what_it_says(document: Path, tmp_path: Path) -> None:
    examples.run_document(document, tmp_path)


def test_blocks_are_found_with_their_line_and_file() -> None:
    found = list(examples.blocks(DOCUMENT))
    assert [block.language for block in found] == ["csv", "console", "python", "sh"]
    assert (found[0].file_name, found[0].text) == ("leads.csv", "name,email\nAda,ada@example.com\n")
    assert DOCUMENT.splitlines()[found[1].line - 1].startswith("$ funneldesk import")


def test_commands_are_told_from_what_they_print() -> None:
    console = next(block for block in examples.blocks(DOCUMENT) if block.language == "console")
    first, second = examples.commands(console)
    assert examples.arguments_of(first) == ["import", "leads.csv", "--dry-run"]
    assert first.expected == "1 row ...\n"
    assert examples.arguments_of(second) == ["doctor", "--json"]
    assert second.expected == ""


@pytest.mark.parametrize(
    "text", ["rm -rf .", "python3 run.py", "python3 run.py test", "funneldesk"]
)
def test_what_cannot_be_run_must_be_fenced_otherwise(text: str) -> None:
    with pytest.raises(WrongExampleError, match=r"line 7: .* fence it as sh"):
        examples.arguments_of(Command(text, "", 7))


def test_a_console_block_starts_with_a_command() -> None:
    block = next(examples.blocks("```console\nfunneldesk doctor\n```\n"))
    with pytest.raises(WrongExampleError, match="line 2"):
        list(examples.commands(block))


@pytest.mark.parametrize(
    ("expected", "printed", "same"),
    [
        ("3 rows\n", "3 rows  \n", True),
        ("3 rows\n", "4 rows\n", False),
        ("file: ...\n3 rows\n", "file: a/b.csv\n3 rows\n", True),
        ("", "", True),
        ("", "something\n", False),
        ("3 rows\n", "", False),
    ],
)
def test_output_is_compared_as_a_reader_would(expected: str, printed: str, same: bool) -> None:
    assert examples.is_as_expected(expected, printed) is same


def test_a_document_with_a_wrong_doctest_fails(tmp_path: Path) -> None:
    document = tmp_path / "page.md"
    document.write_text("```python\n>>> 1 + 1\n3\n```\n", "utf-8")
    with pytest.raises(WrongExampleError, match=r"Expected:\s+3\s+Got:\s+2"):
        examples.run_document(document, tmp_path)


def test_names_live_on_from_block_to_block(tmp_path: Path) -> None:
    document = tmp_path / "page.md"
    document.write_text("```python\n>>> a = 2\n```\n\n```python\n>>> a\n2\n```\n", "utf-8")
    assert examples.run_document(document, tmp_path) == 2


def test_a_document_may_bring_its_own_files(tmp_path: Path) -> None:
    document = tmp_path / "page.md"
    document.write_text(
        "```csv x.csv\na,b\n```\n"
        "```python\n>>> from pathlib import Path\n>>> Path('x.csv').read_text()\n'a,b\\n'\n```\n",
        "utf-8",
    )
    assert examples.run_document(document, tmp_path) == 1
    assert (tmp_path / "x.csv").read_text("utf-8") == "a,b\n"
