"""The menu bar, filled from the table of actions."""

from collections.abc import Callable, Mapping

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenuBar

from models.language import gettext as _
from views.shell.actions import VIEW, action_specs, menu_titles
from views.theme import SCALES, ThemeMode
from views.widgets.menus import Menu


class MenuBar(QMenuBar):
    """File, Edit, View and Help; the choices of theme and text size stand in View."""

    def __init__(
        self,
        actions: Mapping[str, QAction],
        choose_theme: Callable[[ThemeMode], object],
        choose_scale: Callable[[float], object],
    ) -> None:
        super().__init__()
        # In the window on every platform, so that pictures and habits agree.
        self.setNativeMenuBar(False)
        # What Qt makes by itself is taken for deleted when something else is; so it is made here.
        self.menus = {code: Menu(title, self) for code, title in menu_titles().items()}
        for menu in self.menus.values():
            self.addMenu(menu)
        self._themes: dict[ThemeMode, QAction] = {}
        self._scales: dict[float, QAction] = {}
        self._add_looks(choose_theme, choose_scale)
        for spec in action_specs():
            menu = self.menus[spec.menu]
            if spec.parted:
                menu.addSeparator()
            menu.addAction(actions[spec.code])

    def mark_look(self, mode: ThemeMode, scale: float) -> None:
        """Mark the theme and the text size that hold."""
        self._themes[mode].setChecked(True)
        nearest = min(SCALES, key=lambda one: abs(one - scale))
        self._scales[nearest].setChecked(True)

    def look_actions(self) -> list[tuple[str, QAction]]:
        """Return the choices of look with the words that make sense without their menu."""
        themes = [
            (_("Theme: {name}").format(name=action.text()), action)
            for action in self._themes.values()
        ]
        sizes = [
            (_("Text size: {name}").format(name=action.text()), action)
            for action in self._scales.values()
        ]
        return themes + sizes

    def _add_looks(
        self,
        choose_theme: Callable[[ThemeMode], object],
        choose_scale: Callable[[float], object],
    ) -> None:
        themes = Menu(_("Theme"), self)
        self.menus[VIEW].addMenu(themes)
        group = QActionGroup(self)
        for mode, text in theme_choices():
            action = QAction(text, self)
            action.setCheckable(True)
            action.triggered.connect(lambda _checked=False, mode=mode: choose_theme(mode))
            themes.addAction(action)
            group.addAction(action)
            self._themes[mode] = action
        sizes = Menu(_("Text size"), self)
        self.menus[VIEW].addMenu(sizes)
        group = QActionGroup(self)
        for scale in SCALES:
            action = QAction(f"{round(scale * 100)}\u202f%", self)
            action.setCheckable(True)
            action.triggered.connect(lambda _checked=False, scale=scale: choose_scale(scale))
            sizes.addAction(action)
            group.addAction(action)
            self._scales[scale] = action
        self.menus[VIEW].addSeparator()


def theme_choices() -> tuple[tuple[ThemeMode, str], ...]:
    """Return the choices of theme with their words."""
    return (("system", _("As the system")), ("light", _("Light")), ("dark", _("Dark")))
