"""The list of pairs: who may be whom, how likely that is, and why."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from models.language import gettext as _
from models.language import ngettext
from views.charts.numbers import whole
from views.theme import current_theme

if TYPE_CHECKING:
    from models.duplicates.scanning import DuplicatePair

Index = QModelIndex | QPersistentModelIndex
PAIR_ROLE: Final = Qt.ItemDataRole.UserRole
_SIDE: Final = 12
_LINE_PIXELS: Final = 19
_LINES: Final = 3
_LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def reason_words(pair: "DuplicatePair") -> str:
    """Return in words why two may be one; what speaks against it comes after a "but"."""
    spoken = [reason.words for reason in pair.reasons if not reason.speaks_against]
    against = [reason.words for reason in pair.reasons if reason.speaks_against]
    words = ", ".join((spoken[0], *(_lower(text) for text in spoken[1:]))) if spoken else ""
    if not against:
        return words
    return _("{spoken}, but {against}").format(
        spoken=words, against=", ".join(_lower(text) for text in against)
    )


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:] if text[1:2].islower() or text[1:2] == "-" else text


def person_words(name: str, email: str | None, phone: str | None) -> str:
    """Return what somebody is recognised by: the name, else the address, else the number."""
    return name or email or phone or _("(no name)")


def pairs_in_words(pairs: "tuple[DuplicatePair, ...]") -> str:
    """Return how many pairs there are, and about how many people."""
    people = len({pair.group for pair in pairs})
    shown = ngettext("{count} pair", "{count} pairs", len(pairs)).format(count=whole(len(pairs)))
    if people == len(pairs):
        return shown
    among = ngettext("about {count} person", "about {count} people", people)
    return _("{pairs} {among}").format(pairs=shown, among=among.format(count=whole(people)))


def place_of(before: "DuplicatePair | None", pairs: "tuple[DuplicatePair, ...]", row: int) -> int:
    """Return where the pair that was looked at stands now, else its old place."""
    if before is not None:
        ids = {before.kept.id, before.gone.id}
        for at, pair in enumerate(pairs):
            if {pair.kept.id, pair.gone.id} == ids:
                return at
    return row


def asked_words(what: str | None, name: str, why: str) -> tuple[str, str, str, str]:
    """Return question, reason, and the words of yes and no; `what` is None for two people."""
    match what:
        case "companies":
            return (
                _("Are these two entries one company?"),
                _("Both are called the same. Merged, it has the people and leads of both."),
                _("Merge the companies"),
                _("Two companies"),
            )
        case "leads":
            return (
                _("Are these two leads one pursuit?"),
                _("{name} has two leads that are being worked. Merged, both keys find the one.")
                .format(name=name),
                _("Merge the leads"),
                _("Two pursuits"),
            )  # fmt: skip
        case _:
            return _("Is this one person?"), why, _("Merge"), _("Different people")


class PairModel(QAbstractListModel):
    """The pairs that wait for a decision."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.pairs: tuple[DuplicatePair, ...] = ()

    def show_pairs(self, pairs: "Sequence[DuplicatePair]") -> None:
        """Show these and no others."""
        self.beginResetModel()
        self.pairs = tuple(pairs)
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """Return how many pairs there are."""
        return 0 if parent is not None and parent.isValid() else len(self.pairs)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the pair, or its words for whoever reads the screen aloud."""
        if not index.isValid():
            return None
        pair = self.pairs[index.row()]
        if role == PAIR_ROLE:
            return pair
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            kept, gone = pair.kept, pair.gone
            return _("{one} and {other}, {score}\u202f%: {why}").format(
                one=person_words(kept.name, kept.email, kept.phone),
                other=person_words(gone.name, gone.email, gone.phone),
                score=pair.score,
                why=reason_words(pair),
            )
        return None


class PairList(QListView):
    """Shows the pairs; J and K move between them as the arrows do."""

    chosen = Signal(int)
    """Emitted with the row that is current now, -1 where there is none."""

    def __init__(self, model: PairModel) -> None:
        super().__init__()
        self.setModel(model)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setItemDelegate(_PairDelegate(self))
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setAccessibleName(_("Pairs that may be one person"))
        self.selectionModel().currentChanged.connect(lambda current, _before: self._tell(current))

    def go_to(self, row: int) -> None:
        """Make a row the current one, or the last where there are fewer."""
        last = self.model().rowCount() - 1
        self.setCurrentIndex(self.model().index(max(0, min(row, last)), 0))

    def _tell(self, current: QModelIndex) -> None:
        self.chosen.emit(current.row() if current.isValid() else -1)


class _PairDelegate(QStyledItemDelegate):
    """Paints a pair in three lines: the one, the other, and why."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Give each pair the same room."""
        return QSize(0, current_theme().scaled(_LINES * _LINE_PIXELS) + 2 * 10 + 1)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one pair."""
        pair: DuplicatePair = index.data(PAIR_ROLE)
        theme = current_theme()
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        if selected:
            painter.fillRect(option.rect, theme.colour("accent_soft"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(option.rect, theme.colour("hover"))
        painter.setPen(theme.colour("line"))
        painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        text = theme.colour("on_accent_soft" if selected else "text")
        muted = theme.colour("on_accent_soft" if selected else "muted")
        room = option.rect.adjusted(_SIDE, 10, -_SIDE, -11)
        line = room.height() // _LINES
        score = QRect(room.right() - theme.scaled(48), room.top(), theme.scaled(48), line)
        painter.setPen(text)
        painter.setFont(theme.font("body", "medium", tabular=True))
        painter.drawText(score, _RIGHT, _("{score}\u202f%").format(score=pair.score))
        for place, person in enumerate((pair.kept, pair.gone)):
            width = room.width() - (score.width() + 8 if place == 0 else 0)
            row = QRect(room.left(), room.top() + place * line, width, line)
            painter.setPen(text)
            name = person_words(person.name, person.email, person.phone)
            used = _write(painter, row, name, theme.font("body", "medium"))
            beside = " · ".join(
                part for part in (person.company, person.email) if part and part != name
            )
            painter.setPen(muted)
            _write(painter, row.adjusted(used + 8, 0, 0, 0), beside, theme.font())
        painter.setPen(muted)
        row = QRect(room.left(), room.top() + 2 * line, room.width(), line)
        _write(painter, row, reason_words(pair), theme.font("small"))
        painter.restore()


def _write(painter: QPainter, room: QRect, words: str, font: QFont) -> int:
    """Write one line into its room and return how wide it became."""
    metrics = QFontMetrics(font)
    shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, max(0, room.width()))
    painter.setFont(font)
    painter.drawText(room, _LEFT, shown)
    return metrics.horizontalAdvance(shown)
