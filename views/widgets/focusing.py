"""Where the focus goes when something opens, and when it closes."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid


def focus_first(within: QWidget) -> bool:
    """Focus the first widget of `within` that Tab would reach; return whether there is one."""
    reason = Qt.FocusReason.OtherFocusReason
    proxy = within.focusProxy()
    while proxy is not None and proxy.focusProxy() is not None:
        # A form stands for its page, and its first field for the form.
        proxy = proxy.focusProxy()
    if proxy is not None and _can_take(proxy):
        proxy.setFocus(reason)
        return True
    at: QWidget | None = within
    while at is not None:
        # Where Tab was given an order, what is inside need not follow its holder at once.
        if (at is within or within.isAncestorOf(at)) and _can_take(at):
            at.setFocus(reason)
            return True
        at = at.nextInFocusChain()
        if at is within:
            break
    return False


def give_back_focus(widget: QWidget | None) -> bool:
    """Put the focus back on `widget`, which may be gone by now; return whether it is there."""
    if widget is None or not isValid(widget) or not widget.isVisible():
        return False
    widget.setFocus(Qt.FocusReason.OtherFocusReason)
    return True


def _can_take(widget: QWidget) -> bool:
    policy = widget.focusPolicy()
    return bool(policy & Qt.FocusPolicy.TabFocus) and widget.isEnabled() and widget.isVisible()
