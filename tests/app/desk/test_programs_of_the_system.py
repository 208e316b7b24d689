"""What the system opens: a kind that nobody takes is known before it is handed over."""

import sys
from pathlib import Path

import pytest

from app.desk.machine.outside import SystemPrograms, is_taken

ANSWERS = {"message/rfc822": "echo mail.desktop", "x-scheme-handler/tel": ":"}


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux asks xdg-mime")
def test_what_no_program_takes_is_not_handed_to_the_system(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tool = tmp_path / "xdg-mime"
    cases = "".join(f"{kind}) {does} ;;\n" for kind, does in ANSWERS.items())
    tool.write_text(f'#!/bin/sh\ncase "$3" in\n{cases}*) exit 3 ;;\nesac\n')
    tool.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert is_taken("message/rfc822")
    assert not is_taken("x-scheme-handler/tel")
    assert is_taken("x-scheme-handler/mailto")
    programs = SystemPrograms()
    programs.look()
    assert not programs.open_url("tel:+442079460958")
    assert not programs.open_url("file:///etc/hosts")
    monkeypatch.setenv("PATH", "")
    assert is_taken("x-scheme-handler/tel")
