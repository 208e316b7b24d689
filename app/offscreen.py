"""Painting without a display: one application, and pictures written whole."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage, QImageWriter
from PySide6.QtWidgets import QApplication

from app.files import written_whole


@contextmanager
def offscreen_application() -> Iterator[QApplication]:
    """Give the application, made for painting off any screen where there is none yet."""
    running = QApplication.instance()
    if isinstance(running, QApplication):
        yield running
        return
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    made = QApplication(["funneldesk"])
    try:
        yield made
    finally:
        made.processEvents()
        made.shutdown()


def write_picture(image: QImage, path: Path) -> None:
    """Write an image as PNG, whole or not at all."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not QImageWriter(buffer, QByteArray(b"png")).write(image):
        raise OSError(0, "Qt could not write the picture", str(path))
    with written_whole(path) as file:
        file.write(data.data())
