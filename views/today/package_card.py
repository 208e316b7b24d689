"""The handoff package in one card: where it came from, what it read and did, why it scores."""

from datetime import datetime
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from models.language import gettext as _
from models.vocabulary import label
from views.leads.wording import long_moment
from views.theme import current_theme
from views.today.wording import what_it_did
from views.widgets import PlainLabel

if TYPE_CHECKING:
    from models.handoff.package import PackageRow
    from models.scoring.signals import ScoreReason

Fact = tuple[str, str]

_REASONS: Final = 5
_NAME_PIXELS: Final = 84


class PackageCard(QFrame):
    """Shows one package at a time."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "card")
        theme = current_theme()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(*(theme.space(1.5),) * 4)
        self._shown: QWidget | None = None

    def show_package(self, package: "PackageRow", now: datetime) -> None:
        """Show what marketing gives with a lead."""
        if self._shown is not None:
            self._column.removeWidget(self._shown)
            self._shown.hide()
            self._shown.deleteLater()
        self._shown = _facts(package_facts(package, now))
        self._column.addWidget(self._shown)


def _facts(facts: list[Fact]) -> QWidget:
    """Return rows of a name and a text that can be selected; rows without a text are left out."""
    theme = current_theme()
    rows = QWidget()
    grid = QGridLayout(rows)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(theme.space())
    grid.setVerticalSpacing(theme.space())
    grid.setColumnMinimumWidth(0, theme.scaled(_NAME_PIXELS))
    grid.setColumnStretch(1, 1)
    for row, (name, text) in enumerate(fact for fact in facts if fact[1]):
        value = PlainLabel(text, wrap=True, selectable=True)
        # A long word is cut rather than let to widen what stands beside the list.
        value.setMinimumWidth(1)
        grid.addWidget(PlainLabel(name, tone="muted"), row, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(value, row, 1)
    return rows


def package_facts(package: "PackageRow", now: datetime) -> list[Fact]:
    """Return a package as rows of a name and a text."""
    score = package.score
    source = " / ".join(part for part in (package.channel, package.campaign) if part)
    role = package.role or ""
    if package.part_in_decision:
        part = label(package.part_in_decision).lower()
        role = _("{role} ({part})").format(role=role, part=part) if role else label(part)
    grade = _("{grade}: fit {fit}, interest {interest}").format(
        grade=score.grade, fit=score.fit, interest=score.interest
    )
    if score.override is not None:
        grade = _("{grade}, set by hand instead of {rules}").format(
            grade=grade, rules=score.grade_by_rules
        )
    if score.activity_without_fit:
        grade = _("{grade}. Activity without fit is noise.").format(grade=grade)
    topics = ", ".join(
        _("{topic} {share}\u202f%").format(topic=topic.topic, share=round(100 * topic.share))
        for topic in package.topics
    )
    # What faded to nothing explains nothing.
    reasons = [reason for reason in score.reasons if reason.points]
    return [
        (_("From"), source or _("Not known")),
        (_("Captured"), long_moment(package.captured_at)),
        (_("Role"), role),
        (_("Not by"), ", ".join(label(medium) for medium in package.blocked)),
        (_("Topics"), topics),
        (_("Did last"), "\n".join(what_it_did(did, now) for did in package.last_actions)),
        (_("Owner"), _owner(package)),
        (_("Score"), grade),
        (_("Because"), "\n".join(_reason(reason) for reason in reasons[:_REASONS])),
    ]


def _owner(package: "PackageRow") -> str:
    owner = package.owner or _("Nobody")
    if package.stage_role is None:
        return owner
    return _("{name}, who does not hold the role of this stage: {role}").format(
        name=owner, role=package.stage_role
    )


def _reason(reason: "ScoreReason") -> str:
    words = _("{points:+d}  {what}").format(points=reason.points, what=reason.sentence)
    if reason.times > 1:
        return _("{what}, {count} times").format(what=words, count=reason.times)
    return words
