"""What is known of a lead, as rows of a name and a text that can be selected and copied."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from models.language import gettext as _
from models.vocabulary import CriterionState, label
from views.charts.numbers import whole
from views.leads.wording import amount, long_moment, short_day
from views.theme import current_theme
from views.widgets import PlainLabel, Sign

if TYPE_CHECKING:
    from models.leads.detail import CriterionAnswer, CustomFact, LeadDetail

Fact = tuple[str, str]

_NAME_PIXELS: Final = 124
# With larger text, names stand above their values, or a long address would not fit.
_BESIDE_UP_TO: Final = 1.1
_SIGNS: Final = {
    CriterionState.CONFIRMED: ("check-circle", "success.text"),
    CriterionState.FAILED: ("x", "danger.text"),
    CriterionState.UNKNOWN: ("dots-three", "faint"),
}


class FactList(QWidget):
    """Rows of name and text; rows without a text are left out."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        super().__init__()
        theme = current_theme()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.space())
        grid.setVerticalSpacing(theme.space(0.5))
        beside = theme.scale <= _BESIDE_UP_TO
        grid.setColumnMinimumWidth(0, theme.scaled(_NAME_PIXELS) if beside else 0)
        grid.setColumnStretch(int(beside), 1)
        for row, (name, text) in enumerate(fact for fact in facts if fact[1]):
            named = PlainLabel(name, tone="muted", wrap=True)
            value = PlainLabel(text, wrap=True, selectable=True)
            # A long address is cut rather than let to widen the panel; it can still be copied.
            value.setMinimumWidth(1)
            named_row, value_row = (row, row) if beside else (2 * row, 2 * row + 1)
            grid.addWidget(named, named_row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(value, value_row, int(beside))


class Answers(QWidget):
    """One line a criterion: a sign, its name and state in words, and the answer."""

    def __init__(self, answers: Iterable["CriterionAnswer"]) -> None:
        super().__init__()
        theme = current_theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(0.75))
        for answer in answers:
            row = QHBoxLayout()
            row.setSpacing(theme.space())
            sign = Sign(*_SIGNS[CriterionState(answer.state)])
            row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
            name = PlainLabel(answer.name, wrap=True)
            name.setFixedWidth(theme.scaled(_NAME_PIXELS - 16))
            row.addWidget(name, 0, Qt.AlignmentFlag.AlignTop)
            known = answer.state != CriterionState.UNKNOWN
            said = PlainLabel(
                state_words(answer), tone="text" if known else "muted", wrap=True, selectable=True
            )
            row.addWidget(said, 1)
            column.addLayout(row)


def state_words(answer: "CriterionAnswer") -> str:
    """Return what is known of a criterion, in one line."""
    if answer.state == CriterionState.UNKNOWN:
        return _("Not asked yet")
    parts = [label(answer.state)]
    if answer.degree:
        parts[0] += f" ({label(answer.degree).lower()})"
    if answer.answer:
        parts.append(f"“{answer.answer}”")
    return " – ".join(parts)


def person_facts(detail: "LeadDetail") -> list[Fact]:
    """Return what is known of the person."""
    contact = detail.contact
    if contact is None:
        return []
    return [
        (_("Role"), contact.job_title or ""),
        (_("E-mail"), contact.email or ""),
        (_("Phone"), contact.phone or ""),
        (_("Mobile"), contact.mobile or ""),
        (_("LinkedIn"), contact.linkedin_url or ""),
        (_("Place"), contact.place),
        (_("Time zone"), contact.zone or ""),
        (_("Part in it"), label(contact.part_in_decision) if contact.part_in_decision else ""),
        (_("Notes"), contact.notes or ""),
    ]


def company_facts(detail: "LeadDetail") -> list[Fact]:
    """Return what is known of the company."""
    company = detail.company
    if company is None:
        return []
    return [
        (_("Company"), company.name),
        (_("Industry"), company.industry or ""),
        (_("Employees"), "" if company.employees is None else whole(company.employees)),
        (_("Place"), company.place),
        (_("Website"), company.website or ""),
        (_("Client"), _("Is a client already") if company.is_client else ""),
    ]


def lead_facts(detail: "LeadDetail", today: date) -> list[Fact]:
    """Return what is known of the pursuit itself."""
    facts = [
        (_("Lead"), detail.title or ""),
        (_("Campaign"), detail.campaign or ""),
        (_("Captured"), long_moment(detail.captured_at)),
        (_("Reason"), detail.status_reason or ""),
        (_("Look again"), short_day(detail.look_again_on, today) if detail.look_again_on else ""),
        (_("Note"), detail.status_note or ""),
        (_("Notes"), detail.notes or ""),
    ]
    facts += [(fact.name, custom_text(fact, today)) for fact in detail.custom]
    facts += [(source, key) for source, key in detail.external_keys]
    return facts


def deal_facts(detail: "LeadDetail", digits: dict[str, int], today: date) -> list[Fact]:
    """Return the deals: state, amount, and when they are expected or were closed."""
    facts = []
    for deal in detail.deals:
        parts = [label(deal.state)]
        if deal.amount_minor is not None:
            parts.append(amount(deal.amount_minor, deal.currency, digits.get(deal.currency, 2)))
        if deal.closed_on is not None:
            parts.append(short_day(deal.closed_on, today))
        elif deal.expected_close is not None:
            parts.append(_("expected {day}").format(day=short_day(deal.expected_close, today)))
        facts.append((deal.name, ", ".join(parts)))
    return facts


def event_facts(detail: "LeadDetail", today: date) -> list[Fact]:
    """Return what the lead did, and how it was approached, the newest first."""
    happened: list[tuple[datetime, str]] = [
        (event.occurred_at, ": ".join(part for part in (label(event.kind), event.topic) if part))
        for event in detail.interest
    ]
    happened += [
        (
            touch.occurred_at,
            ", ".join(
                part
                for part in (label(touch.medium), label(touch.outcome).lower(), touch.note)
                if part
            ),
        )
        for touch in detail.touches
    ]
    happened.sort(key=lambda one: one[0], reverse=True)
    return [(short_day(at.astimezone().date(), today), text) for at, text in happened]


def custom_text(fact: "CustomFact", today: date) -> str:
    """Return the value of a field of the team's own as it is read."""
    match fact.value:
        case bool():
            return _("Yes") if fact.value else _("No")
        case float():
            return f"{fact.value:g}"
        case date():
            return short_day(fact.value, today)
        case _:
            return str(fact.value)
