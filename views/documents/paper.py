"""Pages on the screen, below one another, on paper's white in either theme."""

from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from models.language import gettext as _
from views.theme import current_theme

Pages = tuple[QImage, ...]
_WIDEST_PIXELS: Final = 820


class PageStack(QWidget):
    """The pages below one another, on paper's white in either theme."""

    def __init__(self) -> None:
        super().__init__()
        self._sheets: list[Sheet] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, current_theme().space(3))
        self._column.setSpacing(current_theme().space(2))
        self._column.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)

    @property
    def count(self) -> int:
        """How many pages are shown."""
        return len(self._sheets)

    def show_pages(self, pages: Pages) -> None:
        """Show these pages in place of those before."""
        for sheet in self._sheets:
            self._column.removeWidget(sheet)
            sheet.hide()
            sheet.deleteLater()
        self._sheets = []
        for number, page in enumerate(pages, 1):
            sheet = Sheet(page)
            words = _("Page {number} of {count}").format(number=number, count=len(pages))
            sheet.setAccessibleName(words)
            line = QHBoxLayout()
            line.addWidget(sheet)
            self._column.addLayout(line)
            self._sheets.append(sheet)


class Sheet(QWidget):
    """One page, as wide as there is room, up to its own size."""

    def __init__(self, page: QImage) -> None:
        super().__init__()
        self._page = page
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setMaximumWidth(min(_WIDEST_PIXELS, page.width()))
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Light)

    def sizeHint(self) -> QSize:
        """Ask for the page's own size."""
        width = self.maximumWidth()
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Accept half of it."""
        width = self.maximumWidth() // 2
        return QSize(width, self.heightForWidth(width))

    def hasHeightForWidth(self) -> bool:
        """Keep the shape of paper."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of the page at a width."""
        return round(width * self._page.height() / max(1, self._page.width()))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the page and a hairline around it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(self.rect(), self._page)
        painter.setPen(current_theme().colour("line"))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()
