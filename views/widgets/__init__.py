"""Base widgets that every page is made of."""

from views.widgets.buttons import SegmentedControl, make_button
from views.widgets.fields import ElidedField, FormRow, SearchField, fill_choices
from views.widgets.labels import (
    ElidedLabel,
    KeyHint,
    NumberLabel,
    PlainLabel,
    Tone,
    make_typed_again,
    set_look,
    set_tip,
    without_mnemonic,
)
from views.widgets.notices import NoticeBar, NoticeKind, NoticeStack
from views.widgets.panels import ConfirmBar, SidePanel
from views.widgets.scrolling import scrolled
from views.widgets.sections import (
    Card,
    EmptyState,
    PageSkeleton,
    SectionHeader,
    TablePlaceholder,
    empty_layout,
    make_frame,
    make_line,
)
from views.widgets.signs import Sign

__all__ = [
    "Card",
    "ConfirmBar",
    "ElidedField",
    "ElidedLabel",
    "EmptyState",
    "FormRow",
    "KeyHint",
    "NoticeBar",
    "NoticeKind",
    "NoticeStack",
    "NumberLabel",
    "PageSkeleton",
    "PlainLabel",
    "SearchField",
    "SectionHeader",
    "SegmentedControl",
    "SidePanel",
    "Sign",
    "TablePlaceholder",
    "Tone",
    "empty_layout",
    "fill_choices",
    "make_button",
    "make_frame",
    "make_line",
    "make_typed_again",
    "scrolled",
    "set_look",
    "set_tip",
    "without_mnemonic",
]
