"""The head of a lead's page: who it is, how far it is, how good, whose, and what runs out."""

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from models.language import gettext as _
from models.vocabulary import ScoreSide, label
from views.lead_page.words import clock_words, status_words, worth_sources, worth_words
from views.theme import current_theme
from views.widgets import (
    ElidedLabel,
    KeyHint,
    PlainLabel,
    Sign,
    empty_layout,
    make_button,
    set_look,
    set_tip,
)

if TYPE_CHECKING:
    from models.chances.wording import ChanceWords
    from models.scoring.reading import ScoreRow
    from views.lead_page.reading import LeadShown, WorthShown


_LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class LeadHead(QWidget):
    """Name, company, grade, owner, clock, and what must not be done; reasons when asked for."""

    company_asked = Signal()
    grade_asked = Signal()
    """Emitted when the grade is to be set by hand."""
    grade_cleared = Signal()
    """Emitted when a grade set by hand is to be taken back."""
    lift_asked = Signal(str)
    """Emitted with the medium whose block is to be lifted."""

    def __init__(self) -> None:
        super().__init__()
        theme = current_theme()
        self.name = ElidedLabel(size="title", weight="semibold")
        self.role = ElidedLabel(tone="muted")
        self.company = make_button("", self.company_asked.emit, kind="link")
        self.grade = make_button("", self.toggle_reasons)
        self.worth = make_button("", self.toggle_worth, kind="leading")
        self.chance = make_button("", self.toggle_chances, kind="leading")
        self.chance.hide()
        judged = QHBoxLayout()
        judged.setSpacing(theme.space())
        judged.addWidget(self.worth)
        judged.addWidget(self.grade)
        judged.addWidget(KeyHint("G"))
        judged.addStretch()
        first = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        first.setSpacing(theme.space(1.5))
        first.addWidget(self.name, 1)
        first.addWidget(self.chance, 0, _LEFT)
        first.addLayout(judged)
        self.status = PlainLabel(tone="muted", wrap=True)
        works = QHBoxLayout()
        works.setSpacing(theme.space(0.5))
        works.addWidget(self.role)
        works.addWidget(self.company)
        works.addStretch()
        second = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        second.setSpacing(theme.space(0.5))
        second.addLayout(works)
        second.addSpacing(theme.space())
        second.addWidget(self.status, 1)
        self._rows = (first, second)
        self.clock = _Chip()
        self.noise = _Chip()
        self.reasons = _Reasons()
        self.reasons.override_asked.connect(self.grade_asked)
        self.reasons.clear_asked.connect(self.grade_cleared)
        self.sources = PlainLabel(tone="muted", wrap=True, selectable=True)
        self.sources.hide()
        self.chance_reasons = PlainLabel(tone="muted", wrap=True, selectable=True)
        self.chance_reasons.hide()
        self._wishes = QHBoxLayout()
        self._wishes.setSpacing(theme.space())
        signs = QHBoxLayout()
        signs.setSpacing(theme.space())
        signs.addWidget(self.clock, 1)
        signs.addWidget(self.noise, 1)
        signs.addLayout(self._wishes, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(0.5))
        column.addLayout(first)
        column.addLayout(second)
        column.addLayout(signs)
        column.addWidget(self.reasons)
        column.addWidget(self.sources)
        column.addWidget(self.chance_reasons)

    def fit(self, *, is_wide: bool) -> None:
        """Put what is judged of a lead below its name where both have no room side by side."""
        directions = QBoxLayout.Direction
        for row in self._rows:
            row.setDirection(directions.LeftToRight if is_wide else directions.TopToBottom)

    def show_lead(self, shown: "LeadShown", now: datetime) -> None:
        """Show who a lead is."""
        detail = shown.detail
        self.name.setText(detail.name)
        role = "" if detail.contact is None else detail.contact.job_title or ""
        company = "" if detail.company is None else detail.company.name
        self.role.setText(f"{role}," if role and company else role)
        self.role.setVisible(bool(role))
        self.company.setText(company.replace("&", "&&"))
        self.company.setVisible(bool(company))
        client = detail.company is not None and detail.company.is_client
        set_tip(self.company, _("Who is there, and who of us talks to whom"), "O")
        parts = [
            status_words(detail, now.astimezone().date()),
            _("a client already") if client else "",
            _("owned by {person}").format(person=detail.owner) if detail.owner else _("nobody's"),
            detail.channel,
            detail.campaign,
        ]
        self.status.setText("  ·  ".join(part for part in parts if part))
        self._show_score(shown.score)
        clock = clock_words(shown.handoff)
        self.clock.show_words("" if clock is None else clock[0], late=bool(clock and clock[1]))
        self._show_wishes(shown)

    def show_worth(self, worth: "WorthShown | None") -> None:
        """Show what the lead is worth, as soon as it is known."""
        self.worth.setVisible(worth is not None)
        if worth is None:
            self.sources.hide()
            return
        self.worth.setText(worth_words(worth))
        sources = worth_sources(worth)
        set_tip(self.worth, " ".join(sources))
        self.sources.setText("\n".join(sources))

    def show_chances(self, words: "ChanceWords | None") -> None:
        """Show the learned chances beside the rule score; nothing where none is kept."""
        self.chance.setVisible(words is not None)
        if words is None:
            self.chance_reasons.hide()
            return
        self.chance.setText(words.short)
        set_tip(self.chance, _("Why the chance is what it is"), "Q")
        self.chance_reasons.setText("\n".join(words.why))

    def toggle_chances(self) -> None:
        """Show or hide why the chances are what they are."""
        if not self.chance.isHidden():
            self.chance_reasons.setVisible(self.chance_reasons.isHidden())

    def toggle_reasons(self) -> None:
        """Show or hide the reasons of the grade."""
        self.reasons.setVisible(self.reasons.isHidden())

    def toggle_worth(self) -> None:
        """Show or hide where the worth comes from."""
        self.sources.setVisible(self.sources.isHidden())

    def fold(self) -> None:
        """Hide what was asked for about the lead before."""
        self.reasons.hide()
        self.sources.hide()
        self.chance_reasons.hide()

    def _show_score(self, score: "ScoreRow") -> None:
        words = _("{grade}, by hand") if score.override else _("Grade {grade}")
        self.grade.setText(words.format(grade=score.grade))
        set_tip(self.grade, _("Fit and interest, with the reasons"), "G")
        self.reasons.show_score(score)
        self.noise.show_words(
            _("Activity without fit: much interest, but outside the profile")
            if score.activity_without_fit
            else "",
            late=False,
        )

    def _show_wishes(self, shown: "LeadShown") -> None:
        empty_layout(self._wishes)
        for wish in shown.detail.do_not_contact:
            chip = _Chip("danger", "warning-octagon")
            # Shown before it stands in the layout, it would be a window of its own for a moment.
            self._wishes.addWidget(chip)
            medium = label(wish.medium)
            words = _("Do not contact: {medium} ({source})")
            chip.show_words(words.format(medium=medium, source=wish.source), late=False)
            lift = make_button(_("Lift…"), partial(self.lift_asked.emit, wish.medium), kind="link")
            lift.setAccessibleName(_("Allow {medium} again").format(medium=medium.lower()))
            chip.row.addWidget(lift)


class _Chip(QFrame):
    """A sign with words on the ground of their state."""

    def __init__(self, state: str = "warning", sign: str = "clock") -> None:
        super().__init__()
        theme = current_theme()
        self.setProperty("ground", state)
        self._state, self._plain = state, sign
        self._sign = Sign(sign, f"{state}.text")
        self.words = PlainLabel(wrap=True)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(
            theme.space(), theme.space(0.5), theme.space(), theme.space(0.5)
        )
        self.row.setSpacing(theme.space())
        self.row.addWidget(self._sign)
        self.row.addWidget(self.words, 1)
        self.hide()

    def show_words(self, words: str, *, late: bool) -> None:
        """Show words; none hides them."""
        state = "danger" if late else self._state
        self.words.setText(words)
        self._sign.set_sign("warning-octagon" if late else self._plain, f"{state}.text")
        set_look(self, "ground", state)
        # The words have their ink from the ground they stand on.
        self.words.style().unpolish(self.words)
        self.words.style().polish(self.words)
        self.setVisible(bool(words))


class _Reasons(QFrame):
    """Fit and interest apart, each reason with its points, the weightiest first."""

    override_asked = Signal()
    clear_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        theme = current_theme()
        self.setProperty("ground", "card")
        self.sides = PlainLabel(weight="medium", wrap=True)
        self.words = PlainLabel(wrap=True, selectable=True, tabular=True)
        self.by_hand = PlainLabel(tone="warning", wrap=True)
        self.override = make_button(_("Set the grade by hand…"), self.override_asked.emit)
        self.clear = make_button(_("Take it back"), self.clear_asked.emit, kind="quiet")
        foot = QHBoxLayout()
        foot.setSpacing(theme.space())
        foot.addWidget(self.override)
        foot.addWidget(self.clear)
        foot.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.space(1.5),) * 4)
        column.setSpacing(theme.space(0.75))
        for widget in (self.sides, self.by_hand, self.words):
            column.addWidget(widget)
        column.addLayout(foot)
        self.hide()

    def show_score(self, score: "ScoreRow") -> None:
        """Show where a grade comes from."""
        self.sides.setText(
            _("Fit {fit}, interest {interest}: {grade} by the rules").format(
                fit=score.fit, interest=score.interest, grade=score.grade_by_rules
            )
        )
        self.by_hand.setVisible(score.override is not None)
        if score.override is not None:
            self.by_hand.setText(
                _("{grade} by hand: {reason}").format(
                    grade=score.override, reason=score.override_reason or ""
                )
            )
        self.clear.setVisible(score.override is not None)
        ordered = sorted(score.reasons, key=lambda one: -abs(one.points))
        lines = []
        for one in ordered:
            side = _("fit") if one.side == ScoreSide.FIT else _("interest")
            times = "" if one.times == 1 else f" × {one.times}"
            lines.append(f"{one.points:+d}  {one.sentence}{times} ({side})")
        self.words.setText("\n".join(lines) or _("No rule has given points yet."))
