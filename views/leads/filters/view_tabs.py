"""Views of the list as tabs with counts: those of the house first, then those that were saved."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QTabBar, QWidget

from models.language import gettext as _
from models.leads.lists.wanted import ViewContent
from models.topics import Topic
from views.charts.numbers import whole
from views.runner import Runner
from views.theme import current_theme
from views.widgets import make_button, set_tip, without_mnemonic
from views.widgets.labels import plain_tip
from views.widgets.menus import Menu

if TYPE_CHECKING:
    from models.ids import MemberId, ViewId

_KEYS: Final = 9
_COUNT_MILLISECONDS: Final = 300
_VIEW_TOPICS: Final = frozenset({Topic.VIEWS, Topic.DEFINITIONS, Topic.TEAM, Topic.CHANNELS})
_COUNT_TOPICS: Final = frozenset({Topic.LEADS, Topic.STAGE_MOVES, Topic.TOUCHES})


@dataclass(frozen=True, slots=True)
class TabView:
    """A view as a tab shows it: one of the house has no id; `lost` says what is gone of it."""

    name: str
    content: ViewContent
    id: "ViewId | None" = None
    lost: tuple[str, ...] = ()


class ViewTabs(QWidget):
    """Shows the views, counts them in the background, and lets saved ones be worked on."""

    chosen = Signal(object)
    """Emitted with the `TabView` that a person wants to see."""
    said = Signal(str, str)
    """Emitted with the kind and the sentence of something the window should say."""
    done = Signal()
    """Emitted when a person is through with a name, so that the list has the keys again."""

    def __init__(self, runner: Runner, current: Callable[[], ViewContent]) -> None:
        super().__init__()
        self._runner = runner
        self._current = current
        self._member: MemberId | None = None
        self._roles: tuple[str, ...] = ()
        self.views: tuple[TabView, ...] = ()
        self._renamed: ViewId | None = None
        self._goes_to = ""
        self._generation = 0
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(_COUNT_MILLISECONDS)
        self._again.timeout.connect(self._count)
        self.bar = QTabBar()
        self.bar.setAccessibleName(_("Views"))
        self.bar.setDrawBase(False)
        self.bar.setExpanding(False)
        self.bar.setUsesScrollButtons(True)
        self.bar.setElideMode(Qt.TextElideMode.ElideNone)
        self.bar.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.bar.customContextMenuRequested.connect(self._open_menu)
        self.bar.tabBarClicked.connect(self._choose)
        self.name = _NameLine()
        self.name.setMaximumWidth(current_theme().scaled(220))
        self.name.setPlaceholderText(_("Name of the view"))
        self.name.setAccessibleName(_("Name of the view"))
        self.name.returnPressed.connect(self._take_name)
        self.name.left.connect(self._end_naming)
        self.name.hide()
        self.save_button = make_button(_("Save view"), self.begin_saving, kind="link")
        set_tip(self.save_button, _("Keep this list, its order and its columns as a tab"), "S")
        self.more_button = make_button(
            "", self._menu_of_current, kind="quiet", icon_name="dots-three"
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(current_theme().space())
        row.addWidget(self.bar, 1)
        row.addWidget(self.name)
        row.addWidget(self.save_button)
        row.addWidget(self.more_button)
        set_tip(self.more_button, _("Rename, move or remove this view"))
        self.more_button.setAccessibleName(_("Rename, move or remove this view"))
        for place in range(_KEYS):
            shortcut = QShortcut(QKeySequence(f"Ctrl+Alt+{place + 1}"), self)
            shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
            shortcut.activated.connect(lambda place=place: self._choose(place))
        runner.changed.connect(self._on_change)
        self._show_state()

    def show_for(self, member: "MemberId | None", roles: Sequence[str]) -> None:
        """Show the views that a person with these roles begins with."""
        self._member, self._roles = member, tuple(roles)
        self.read()

    def read(self) -> None:
        """Ask for the views, and then for their counts."""
        member, roles = self._member, self._roles

        def query(session: Any) -> tuple[TabView, ...]:
            from models.leads.lists.house_views import house_views
            from models.leads.lists.views import saved_views

            house = (
                TabView(name, content) for name, content in house_views(session, member, roles)
            )
            saved = (
                TabView(one.name, one.content, one.id, one.lost) for one in saved_views(session)
            )
            return (*house, *saved)

        self._runner.read(query, self._show, lane="views of leads")

    @property
    def shown(self) -> TabView | None:
        """The view whose tab is marked."""
        place = self.bar.currentIndex()
        return self.views[place] if 0 <= place < len(self.views) else None

    def mark(self, content: ViewContent) -> None:
        """Mark the tab of the leads that are shown now, whatever their order and columns."""
        shown = self.shown
        if shown is None or shown.content.wanted != content.wanted:
            same = (at for at, one in enumerate(self.views) if one.content.wanted == content.wanted)
            found = next(same, None)
            if found is not None:
                self.bar.setCurrentIndex(found)
        self._show_state()

    def begin_saving(self) -> None:
        """Ask for the name of a new view."""
        self._renamed = None
        self._begin_naming("")

    # Inside

    def _show(self, views: tuple[TabView, ...]) -> None:
        before = self.shown
        wanted = self._goes_to or ("" if before is None else before.name)
        self._goes_to = ""
        self.views = views
        blocked = self.bar.blockSignals(True)
        while self.bar.count():
            self.bar.removeTab(0)
        for place, view in enumerate(views):
            self.bar.addTab(without_mnemonic(view.name))
            tip = " ".join((view.name, *view.lost))
            keys = f"Ctrl+Alt+{place + 1}" if place < _KEYS else ""
            self.bar.setTabToolTip(place, plain_tip(f"{tip}  {keys}".strip()))
        names = [view.name for view in views]
        self.bar.setCurrentIndex(names.index(wanted) if wanted in names else 0)
        self.bar.blockSignals(blocked)
        self._show_state()
        self._count()

    def _count(self) -> None:
        """Count the leads of each view, one after the other: searches go on beside it."""
        self._generation += 1
        self._count_from(0, self._generation)

    def _count_from(self, place: int, generation: int) -> None:
        if place >= len(self.views):
            return
        view = self.views[place]

        def query(session: Any) -> tuple[int, bool]:
            from models.leads.lists.listing import COUNTED_AT_MOST, count_leads

            count = count_leads(session, view.content.wanted)
            return count, count == COUNTED_AT_MOST

        def show(counted: tuple[int, bool]) -> None:
            if generation != self._generation:
                return
            count, more = counted
            words = f"{whole(count - 1)}+" if more else whole(count)
            self.bar.setTabText(place, f"{without_mnemonic(view.name)}  {words}")
            self._count_from(place + 1, generation)

        self._runner.read(query, show, lane="counts of views")

    def _on_change(self, topics: frozenset[Topic]) -> None:
        if topics & _VIEW_TOPICS:
            self.read()
        elif topics & _COUNT_TOPICS:
            self._again.start()

    def _choose(self, place: int) -> None:
        if 0 <= place < len(self.views):
            self.bar.setCurrentIndex(place)
            self._show_state()
            view = self.views[place]
            self.chosen.emit(view)
            for sentence in view.lost:
                self.said.emit("warning", f"{view.name}: {sentence}")

    def _show_state(self) -> None:
        shown = self.shown
        self.more_button.setVisible(shown is not None and shown.id is not None)

    def _open_menu(self, point: QPoint) -> None:
        place = self.bar.tabAt(point)
        if 0 <= place < len(self.views) and self.views[place].id is not None:
            self._menu(place).popup(self.bar.mapToGlobal(point))

    def _menu_of_current(self) -> None:
        shown = self.shown
        if shown is not None and shown.id is not None:
            below = QPoint(0, self.more_button.height())
            self._menu(self.bar.currentIndex()).popup(self.more_button.mapToGlobal(below))

    def _menu(self, place: int) -> Menu:
        menu = Menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for action in self.actions_on(place):
            action.setParent(menu)
            menu.addAction(action)
        return menu

    def actions_on(self, place: int) -> list[QAction]:
        """Return what can be done to a saved view."""
        view = self.views[place]
        saved = [one for one in self.views if one.id is not None]
        if view.id is None:
            return []
        at, view_id = saved.index(view), view.id
        done: list[tuple[str, Callable[[], None], bool]] = [
            (_("Rename…"), lambda: self._rename(view), True),
            (_("Keep the present list in it"), lambda: self._keep(view_id), True),
            (_("Move left"), lambda: self._reorder(view, at - 1), at > 0),
            (_("Move right"), lambda: self._reorder(view, at + 1), at < len(saved) - 1),
            (_("Remove"), lambda: self._remove(view_id), True),
        ]
        actions = []
        for words, act, possible in done:
            action = QAction(words, self)
            action.setEnabled(possible)
            action.triggered.connect(lambda _checked=False, act=act: act())
            actions.append(action)
        return actions

    def _rename(self, view: TabView) -> None:
        self._renamed = view.id
        self._begin_naming(view.name)

    def _begin_naming(self, name: str) -> None:
        self.name.setText(name)
        self.name.selectAll()
        self.name.show()
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _end_naming(self) -> None:
        self.name.hide()
        self.done.emit()

    def _take_name(self) -> None:
        name, renamed = self.name.text(), self._renamed
        content = self._current()

        def operation(session: Any) -> None:
            from models.leads.lists.views import rename_view, save_view

            if renamed is None:
                save_view(session, name, content)
            else:
                rename_view(session, renamed, name)

        self._goes_to = name.strip()
        self._change(operation, self._end_naming)

    def _keep(self, view_id: "ViewId") -> None:
        content = self._current()

        def operation(session: Any) -> None:
            from models.leads.lists.views import change_view

            change_view(session, view_id, content)

        self._change(operation)

    def _reorder(self, view: TabView, place: int) -> None:
        def operation(session: Any) -> None:
            from models.leads.lists.views import reorder_views

            if view.id is not None:
                reorder_views(session, view.id, place)

        self._goes_to = view.name
        self._change(operation)

    def _remove(self, view_id: "ViewId") -> None:
        def operation(session: Any) -> None:
            from models.leads.lists.views import remove_view

            remove_view(session, view_id)

        self._change(operation)

    def _change(
        self, operation: Callable[[Any], None], then: Callable[[], None] | None = None
    ) -> None:
        self._runner.change(
            operation,
            lambda _result: None if then is None else then(),
            failed=lambda error: self.said.emit("error", str(error)),
        )


class _NameLine(QLineEdit):
    """A line that Escape leaves."""

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave on Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)
