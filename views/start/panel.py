"""The first start: a sample or an empty workspace, who is working, and what the team counts by."""

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from models.language import gettext as _
from models.vocabulary import Role, label
from views.start.basics import BasicsForm
from views.start.currency import local_currency
from views.start.values import FirstStart, Targets, WorkspaceBasics
from views.theme import Theme, current_theme, theme_changed
from views.widgets import (
    FormRow,
    KeyHint,
    PlainLabel,
    make_button,
    make_line,
    set_look,
    without_mnemonic,
)

_WIDTH: Final = 608


class StartPanel(QWidget):
    """Asks once and emits one answer."""

    started = Signal(object)
    """Emitted with a `FirstStart` when every answer is right."""

    def __init__(self) -> None:
        super().__init__()
        theme = current_theme()
        self.sample = _Choice(
            _("Explore the sample workspace"),
            _("A made-up team with months of history. Nothing you do there counts."),
        )
        self.empty = _Choice(
            _("Start with an empty one"),
            _("For your own leads. The next step is to import a file."),
        )
        group = QButtonGroup(self)
        for choice in (self.sample, self.empty):
            group.addButton(choice.radio)
        self.name = QLineEdit()
        self.name_row = FormRow(_("Your name"), self.name)
        self.roles = {role.value: QCheckBox(without_mnemonic(label(role))) for role in Role}
        self.roles_row = FormRow(_("What you do here"), self._lay_out_roles())
        self.basics = BasicsForm()
        self.basics.show_values(WorkspaceBasics(local_currency(), 1, Targets()))
        self.start_button = make_button("", self._start, kind="primary", keys="Ctrl+Return")
        self._form = QWidget()
        self._lay_out()
        self._limit_width(theme)
        theme_changed.connect(self._limit_width)
        self.sample.radio.toggled.connect(lambda _on: self._say_what_starts())
        self.sample.radio.setChecked(True)
        self.roles[Role.SETTER].setChecked(True)
        self.setFocusProxy(self.sample.radio)

    def show_making(self, making: bool) -> None:
        """Say that the workspace is being made, which takes seconds; or let it be asked again."""
        self._form.setEnabled(not making)
        if making:
            self.start_button.setText(_("Making the workspace…"))
        else:
            self._say_what_starts()
            self.start_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Start on Enter from any field."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._start()
            return
        super().keyPressEvent(event)

    def _limit_width(self, theme: Theme) -> None:
        self._form.setMaximumWidth(theme.scaled(_WIDTH))

    def _lay_out(self) -> None:
        theme = current_theme()
        form = self._form
        column = QVBoxLayout(form)
        column.setContentsMargins(*(theme.space(3),) * 4)
        column.setSpacing(theme.space(2))
        column.addWidget(PlainLabel(_("Welcome to Funneldesk"), size="title", weight="semibold"))
        column.addWidget(
            PlainLabel(
                _("Everything stays on this computer. All of it can be changed later."),
                tone="muted",
                wrap=True,
            )
        )
        column.addSpacing(theme.space())
        choices = QHBoxLayout()
        choices.setSpacing(theme.space(2))
        choices.addWidget(self.sample, 1)
        choices.addWidget(self.empty, 1)
        column.addLayout(choices)
        column.addSpacing(theme.space())
        for widget in (self.name_row, self.roles_row, make_line(), self.basics):
            column.addWidget(widget)
        foot = QHBoxLayout()
        foot.setSpacing(theme.space())
        foot.addStretch(1)
        foot.addWidget(KeyHint("Ctrl+Return"), 0, Qt.AlignmentFlag.AlignVCenter)
        foot.addWidget(self.start_button)
        column.addSpacing(theme.space())
        column.addLayout(foot)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addStretch(1)
        line = QHBoxLayout()
        line.addStretch(1)
        line.addWidget(form, 100)
        line.addStretch(1)
        whole.addLayout(line)
        whole.addStretch(2)

    def _lay_out_roles(self) -> QWidget:
        box = QWidget()
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(current_theme().space(2))
        grid.setVerticalSpacing(current_theme().space(0.5))
        for at, check in enumerate(self.roles.values()):
            grid.addWidget(check, at // 3, at % 3)
            grid.setColumnStretch(at % 3, 1)
        box.setFocusProxy(next(iter(self.roles.values())))
        return box

    def _say_what_starts(self) -> None:
        sample = self.sample.radio.isChecked()
        self.start_button.setText(_("Open the sample") if sample else _("Start empty"))
        for choice in (self.sample, self.empty):
            choice.show_choice()

    def _start(self) -> None:
        name = self.name.text().strip()
        self.name_row.set_error(
            "" if name else _("Type your name; colleagues see it beside calls.")
        )
        roles = tuple(code for code, check in self.roles.items() if check.isChecked())
        self.roles_row.set_error("" if roles else _("Choose at least one; more are fine."))
        basics = self.basics.read_values()
        wrong: QWidget | None = next(
            (row.field for row in (self.name_row, self.roles_row) if row.error),
            self.basics.first_wrong(),
        )
        if wrong is not None or basics is None:
            if wrong is not None:
                wrong.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.started.emit(
            FirstStart(
                sample=self.sample.radio.isChecked(),
                name=name,
                roles=roles,
                base_currency=basics.base_currency,
                fiscal_year_first_month=basics.fiscal_year_first_month,
                targets=basics.targets,
            )
        )


class _Choice(QFrame):
    """One of the two ways to begin, with a sentence about it; a click anywhere chooses it."""

    def __init__(self, title: str, sentence: str) -> None:
        super().__init__()
        self.setProperty("ground", "choice")
        theme = current_theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.space(1.5),) * 4)
        column.setSpacing(theme.space(0.5))
        self.radio = QRadioButton(without_mnemonic(title))
        self.radio.setProperty("weight", "medium")
        self.radio.installEventFilter(self)
        self.radio.setAccessibleDescription(sentence)
        words = PlainLabel(sentence, size="small", tone="muted", wrap=True)
        words.setIndent(theme.scaled(14) + theme.space(1.5))
        column.addWidget(self.radio)
        column.addWidget(words, 1, Qt.AlignmentFlag.AlignTop)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose it."""
        self.radio.setFocus(Qt.FocusReason.MouseFocusReason)
        self.radio.setChecked(True)
        super().mousePressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Frame the whole choice while its button has the focus."""
        if event.type() in {QEvent.Type.FocusIn, QEvent.Type.FocusOut}:
            focused = event.type() == QEvent.Type.FocusIn
            set_look(self, "focused", "true" if focused else "false")
        return super().eventFilter(watched, event)

    def show_choice(self) -> None:
        """Frame the one that is chosen."""
        set_look(self, "chosen", "true" if self.radio.isChecked() else "false")
