"""The main window: rail, top line, one page at a time, notices, foot."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QCloseEvent, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from models.language import gettext as _
from views.shell.actions import (
    Requests,
    action_specs,
    key_lines,
    keys_of,
    listed,
    make_actions,
    menu_titles,
)
from views.shell.actions import plain_text as words_of
from views.shell.commands import Command
from views.shell.foot import Foot
from views.shell.memory import (
    keep_geometry,
    put_on_look,
    restore_divisions,
    restore_geometry,
    restore_look,
)
from views.shell.menus import MenuBar
from views.shell.pages import PageSpec
from views.shell.people_menu import Person
from views.shell.rail import NavigationRail
from views.shell.state import PAGE, WindowState
from views.shell.topline import TopLine
from views.theme import SCALES, ThemeMode, current_mode, current_theme
from views.widgets.focusing import focus_first, give_back_focus
from views.widgets.menus import OpenChoices
from views.widgets.notices import NoticeStack
from views.widgets.scrolling import scrolled
from views.widgets.sections import PageSkeleton, make_line

_SIZE: Final = (1280, 800)
_SMALLEST: Final = (960, 600)


class MainWindow(QMainWindow):
    """The one window. Pages are registered before or after it is shown and built when looked at."""

    page_shown = Signal(str)
    """Emitted with the code of the page that was built and is now looked at."""
    look_chosen = Signal(str, float)
    """Emitted with the mode and the text scale after a person chose them."""
    closing = Signal()
    """Emitted once the state of the window has been written."""

    def __init__(self, state: WindowState, *, version: str = "") -> None:
        super().__init__()
        self._state = state
        self._version = version
        restore_look(state)
        self.setWindowTitle("Funneldesk")
        OpenChoices(self)
        self.requests = Requests(self)
        self.notices = NoticeStack()
        self.foot = Foot()
        self.rail = NavigationRail()
        self.top = TopLine(self._commands)
        self._actions = make_actions(self.requests, self)
        self._menus = MenuBar(self._actions, self.choose_theme, self.choose_scale)
        self.setMenuBar(self._menus)
        self._specs: dict[str, PageSpec] = {}
        self._page_actions: dict[str, QAction] = {}
        self._built: dict[str, QWidget] = {}
        self._holders: dict[str, QWidget] = {}
        self._code = ""
        self._back_to = ""
        self._came_from: tuple[str, QWidget | None] = ("", None)
        self._stack = QStackedWidget()
        self._skeleton = PageSkeleton()
        self._stack.addWidget(self._skeleton)
        self._extra: QWidget | None = None
        self.holds_open: Callable[[], bool] = lambda: False
        """Asked when the window is to close, with nothing in the keys: whether it waits still."""
        self._lay_out()
        self._connect()
        self.set_undo("")
        self.set_redo("")
        self._menus.mark_look(current_mode(), current_theme().scale)
        if not restore_geometry(state, self):
            self.resize(*_SIZE)

    # Pages

    def register_page(self, spec: PageSpec) -> None:
        """Show `spec` in the rail; its page is built when it is first looked at."""
        keys = spec.shortcut
        if not keys:
            place = sum(1 for one in self._specs.values() if not one.at_foot) + 1
            keys = "" if spec.at_foot or place > 9 else f"Ctrl+{place}"
        self._specs[spec.code] = spec
        if spec.in_rail:
            self.rail.add_entry(spec.code, spec.title, spec.icon, keys, at_foot=spec.at_foot)
        action = QAction(spec.title, self)
        action.setShortcut(QKeySequence(keys))
        action.triggered.connect(lambda _checked=False: self.show_page(spec.code, focus=True))
        self.addAction(action)
        self._page_actions[spec.code] = action

    @property
    def has_pages(self) -> bool:
        """Whether there is a page to show."""
        return bool(self._specs)

    def show_page(
        self, code: str, *, focus: bool = False, then: Callable[[], object] | None = None
    ) -> None:
        """Show a page; one that is not built yet shows its outline first.

        `then` is done on the page once it is shown, unless somebody goes to another one before.
        """
        if code not in self._specs:
            raise KeyError(code)
        if self._code != code and self._code in self._specs and self._specs[self._code].in_rail:
            self._came_from = (self._code, QApplication.focusWidget())
        self._code = code
        self.rail.mark(code)
        page = self._built.get(code)
        if page is None:
            self._stack.setCurrentWidget(self._skeleton)
            # The outline is painted before the page is built, which may import a lot.
            QTimer.singleShot(0, self, lambda: self._build(code, focus=focus, then=then))
            return
        self._stack.setCurrentWidget(self._holders[code])
        self._drop_extra()
        if focus:
            focus_first(page)
        self.page_shown.emit(code)
        if then is not None:
            then()

    def show_last_page(self) -> None:
        """Show the page that was looked at when the window was last closed, or the first."""
        last = self._state.read(PAGE)
        if last is not None and last in self._specs:
            self.show_page(last, focus=True)
        elif self._specs:
            self.show_page(next(iter(self._specs)), focus=True)

    @property
    def page_code(self) -> str:
        """The code of the page that is looked at."""
        return self._code

    def page(self, code: str) -> QWidget | None:
        """Return a page, if it was built."""
        return self._built.get(code)

    def forget_pages(self) -> None:
        """Take all built pages down, for instance because another workspace was opened."""
        for holder in self._holders.values():
            self._stack.removeWidget(holder)
            holder.deleteLater()
        self._holders.clear()
        self._built.clear()
        if self._code:
            self.show_page(self._code)

    def show_alone(self, widget: QWidget) -> None:
        """Show `widget` in place of a page, without the rail: the first start, a restore."""
        self._show_extra(widget)
        self._code = ""
        self.rail.mark("")
        self.rail.setEnabled(False)
        self.rail.hide()
        self._rail_edge.hide()

    def end_alone(self) -> None:
        """Bring the rail back; a page has to be shown next."""
        self.rail.setEnabled(True)
        self.rail.show()
        self._rail_edge.show()

    # What the window says

    def set_workspace(self, name: str, path: str) -> None:
        """Show which workspace is open and where it lies."""
        self.top.set_workspace(name)
        self.foot.set_workspace(path)
        self.setWindowTitle(f"{name} – Funneldesk" if name else "Funneldesk")

    def set_people(self, people: Sequence[Person], on_duty: str) -> None:
        """Show who may be on duty and who is, by code."""
        self.top.set_people(people, on_duty)
        self._actions["choose_person"].setEnabled(bool(people))

    def set_undo(self, label: str) -> None:
        """Show what would be undone; nothing disables it."""
        self._set_step("undo", _("Undo"), label)
        self.foot.set_last_action(label, can_undo=bool(label))

    def set_redo(self, label: str) -> None:
        """Show what would be done again; nothing disables it."""
        self._set_step("redo", _("Redo"), label)

    def action(self, code: str) -> QAction:
        """Return an action of the table."""
        return self._actions[code]

    def choose_theme(self, mode: ThemeMode) -> None:
        """Put a theme on and remember it."""
        self._put_on(mode, current_theme().scale)

    def choose_scale(self, scale: float) -> None:
        """Set the size of the text and remember it."""
        self._put_on(current_mode(), scale)

    # Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape that nothing else wanted leaves the help, or a page that is not in the rail.

        Elsewhere it dismisses the newest notice.
        """
        if event.key() == Qt.Key.Key_Escape:
            if self._back_to:
                self.show_page(self._back_to, focus=True)
                return
            before, keys = self._came_from
            if before and self._code in self._specs and not self._specs[self._code].in_rail:
                self.show_page(before, focus=True)
                give_back_focus(keys)
                return
            if self.notices.dismiss_newest():
                return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the room of the rail's words to the page where there is little."""
        self.rail.fit(self.width())
        super().resizeEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let what is typed be saved, then write down what the window is to remember."""
        focused = self.focusWidget()
        if focused is not None:
            # Fields save what stands in them as they are left.
            focused.clearFocus()
        if self.holds_open():
            if focused is not None:
                focused.setFocus(Qt.FocusReason.OtherFocusReason)
            event.ignore()
            return
        keep_geometry(self._state, self)
        if self._code in self._specs:
            self._state.write(PAGE, self._code)
        self.closing.emit()
        super().closeEvent(event)

    def _lay_out(self) -> None:
        middle = QVBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.top)
        middle.addWidget(make_line())
        middle.addWidget(self._stack, 1)
        middle.addWidget(self.notices)
        upper = QHBoxLayout()
        upper.setSpacing(0)
        upper.addWidget(self.rail)
        self._rail_edge = make_line(vertical=True)
        upper.addWidget(self._rail_edge)
        upper.addLayout(middle, 1)
        body = QWidget()
        body.setProperty("ground", "canvas")
        whole = QVBoxLayout(body)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(make_line())
        whole.addLayout(upper, 1)
        whole.addWidget(make_line())
        whole.addWidget(self.foot)
        self.setCentralWidget(body)
        self.setMinimumSize(*_SMALLEST)

    def _connect(self) -> None:
        self.rail.chosen.connect(lambda code: self.show_page(code, focus=True))
        self.rail.walked.connect(self.show_page)
        self.foot.undo_asked.connect(self.requests.undo)
        self.foot.cancel_asked.connect(self.requests.cancel_work)
        self.top.person_chosen.connect(self.requests.person_chosen)
        self.requests.find_command.connect(
            lambda: self.top.field.take_focus(QApplication.focusWidget())
        )
        self.requests.choose_person.connect(self.top.open_duty_menu)
        self.requests.larger_text.connect(lambda: self._step_scale(1))
        self.requests.smaller_text.connect(lambda: self._step_scale(-1))
        self.requests.usual_text.connect(lambda: self.choose_scale(1.0))
        self.requests.show_keys.connect(self._show_keys)
        self.requests.show_about.connect(self._show_about)
        self.requests.quit.connect(self.close)

    def _build(self, code: str, *, focus: bool, then: Callable[[], object] | None) -> None:
        if code != self._code:
            return
        if code not in self._built:
            page = self._specs[code].build()
            self._built[code] = page
            # Large text in a small window scrolls instead of being cut off.
            holder = scrolled(page, self._stack)
            self._holders[code] = holder
            self._stack.addWidget(holder)
            restore_divisions(self._state, page)
        self.show_page(code, focus=focus, then=then)

    def _show_extra(self, widget: QWidget) -> None:
        self._drop_extra()
        self._extra = scrolled(widget)
        self._extra.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._stack.addWidget(self._extra)
        self._stack.setCurrentWidget(self._extra)
        if not focus_first(widget):
            self._extra.setFocus(Qt.FocusReason.OtherFocusReason)

    def _drop_extra(self) -> None:
        self._back_to = ""
        if self._extra is not None:
            self._stack.removeWidget(self._extra)
            self._extra.deleteLater()
            self._extra = None

    def _show_help(self, widget: QWidget) -> None:
        back = self._code
        self._show_extra(widget)
        self._back_to = back
        self.rail.mark("")

    def _show_about(self) -> None:
        from views.shell.help_pages import about_paragraphs, make_about

        self._show_help(make_about(self._version, about_paragraphs()))

    def _show_keys(self) -> None:
        from views.lead_page.keys import key_lines as lead_page_lines
        from views.leads.list_keys import key_lines as lead_list_lines
        from views.shell.help_pages import KeyGroup, make_key_map

        groups: list[KeyGroup] = [(_("Pages"), key_lines(self._page_actions.values()))]
        for menu, title in menu_titles().items():
            lines = [
                (spec.text, spec.keys) for spec in action_specs() if spec.menu == menu and spec.keys
            ]
            groups.append((title.replace("&", ""), lines))
        page = self._built.get(self._code)
        own: list[tuple[str, Sequence[str]]] = [] if page is None else [*key_lines(page.actions())]
        offered = self._specs[self._code].keys if page is not None else None
        own += [] if offered is None else offered()
        of_leads: list[KeyGroup] = [
            (_("List of leads"), lead_list_lines()),
            (_("A lead's page"), lead_page_lines()),
        ]
        # Whoever asks wants the keys of what is in front of them.
        if self._code == "leads":
            groups = of_leads + groups
        else:
            groups = ([(self._specs[self._code].title, own)] if own else []) + groups + of_leads
        self._show_help(make_key_map(groups))

    def _commands(self) -> list[Command]:
        page = self._built.get(self._code)
        found = [
            Command(_("Go to {page}").format(page=words_of(one)), keys_of(one), one.trigger)
            for one in self._page_actions.values()
        ]
        own = [] if page is None else listed(page.actions())
        table = [one for code, one in self._actions.items() if code != "find_command"]
        found += [Command(words_of(one), keys_of(one), one.trigger) for one in own + listed(table)]
        found += [Command(text, "", one.trigger) for text, one in self._menus.look_actions()]
        return found

    def _set_step(self, code: str, verb: str, label: str) -> None:
        action = self._actions[code]
        words = label.replace("&", "&&")
        action.setText(_("{verb}: {label}").format(verb=verb, label=words) if label else verb)
        action.setEnabled(bool(label))

    def _step_scale(self, step: int) -> None:
        nearest = min(range(len(SCALES)), key=lambda at: abs(SCALES[at] - current_theme().scale))
        self.choose_scale(SCALES[max(0, min(len(SCALES) - 1, nearest + step))])

    def _put_on(self, mode: ThemeMode, scale: float) -> None:
        put_on_look(self._state, mode, scale)
        self._menus.mark_look(mode, scale)
        self.look_chosen.emit(mode, scale)
