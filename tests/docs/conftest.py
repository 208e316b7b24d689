"""What the examples of the documents need beforehand."""

import pytest
from PySide6.QtWidgets import QApplication

from app.kernels import are_compiled, compile_kernels


@pytest.fixture(scope="session", autouse=True)
def compiled_simulator() -> None:
    """Have the simulator compiled: the documents show what it prints from the second time on."""
    if not are_compiled():
        compile_kernels()


@pytest.fixture(scope="session", autouse=True)
def application(qapp: QApplication) -> QApplication:
    """Have Qt there before a command that paints: one made by a command would end with it."""
    return qapp
