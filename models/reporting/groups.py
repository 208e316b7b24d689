"""What the leads of a report can be divided by: where they came from, who has them, who they are.

A group is a text, empty where nothing is known: an id, a grade, a word, or the number of a band.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, String, case, cast, func, literal, select
from sqlalchemy.orm import Session

from models.entities.leads.cards import LeadCard
from models.entities.leads.leads import Lead
from models.entities.marketing.channels import Channel
from models.entities.marketing.spending import Campaign
from models.entities.people.contacts import Company, Contact
from models.entities.people.team import TeamMember
from models.language import gettext as _
from models.reporting.asked import Asked, start_of
from models.scoring.grading import grade_text, grading

CHANNEL, CAMPAIGN, OWNER, GRADE = "channel", "campaign", "owner", "grade"
INDUSTRY, SIZE, COUNTRY, MONTH = "industry", "size", "country", "month"
ALL: Final = "all"

SIZES: Final = (10, 50, 200, 1000)
"""The most employees of each size of company but the largest."""


@dataclass(frozen=True, slots=True)
class Group:
    """A group of a division: its code, its name, and where it stands in a natural order."""

    code: str
    name: str
    order: str = ""


def months_of(asked: Asked) -> tuple[date, ...]:
    """Return the first days of the months that a period touches."""
    months = []
    day = asked.first.replace(day=1)
    while day <= asked.last:
        months.append(day)
        day = (day + timedelta(days=32)).replace(day=1)
    return tuple(months)


def month_of(moment: ColumnElement[Any], asked: Asked) -> ColumnElement[str]:
    """Return the month of an instant within the period, such as 2026-11, as SQL.

    Months begin at midnight of the asked zone, which the database does not know of.
    """
    later = [
        (
            moment < start_of((month + timedelta(days=32)).replace(day=1), asked.zone),
            f"{month:%Y-%m}",
        )
        for month in months_of(asked)
    ]
    return case(*later, else_="")


def group_of(session: Session, by: str, asked: Asked, at: datetime) -> ColumnElement[str]:
    """Return the group of a lead as SQL over what `with_group` joins."""
    if by == GRADE:
        terms = grading(session)
        written = grade_text(
            LeadCard.fit.expression,
            LeadCard.interest_key.expression,
            LeadCard.grade_override.expression,
            terms,
            at,
        )
        return func.coalesce(written, "")
    if by == MONTH:
        return month_of(Lead.captured_at.expression, asked)
    if by == SIZE:
        employees = Company.employees
        bands = [(employees <= most, str(place)) for place, most in enumerate(SIZES)]
        return case((employees.is_(None), ""), *bands, else_=str(len(SIZES)))
    found: dict[str, ColumnElement[Any]] = {
        CHANNEL: Lead.channel_id.expression,
        CAMPAIGN: Lead.campaign_id.expression,
        OWNER: Lead.owner_id.expression,
        INDUSTRY: Company.industry.expression,
        COUNTRY: func.coalesce(Contact.country, Company.country),
    }
    if by not in found:
        return literal(ALL)
    return func.coalesce(cast(found[by], String), "")


def with_group(statement: Select[Any], by: str) -> Select[Any]:
    """Join what the group of a division stands in to a query over `Lead`."""
    if by in {INDUSTRY, SIZE, COUNTRY}:
        statement = statement.outerjoin(Company, Company.id == Lead.company_id)
    if by == COUNTRY:
        statement = statement.outerjoin(Contact, Contact.id == Lead.contact_id)
    return statement


def namer(session: Session, by: str) -> Callable[[str], Group]:
    """Return what names the groups of a division and puts them in order."""
    names: dict[str, str] = {}
    if by == CHANNEL:
        names = {str(row[0]): row[1] for row in session.execute(select(Channel.id, Channel.name))}
    elif by == OWNER:
        found = session.execute(select(TeamMember.id, TeamMember.name))
        names = {str(row[0]): row[1] for row in found}
    elif by == CAMPAIGN:
        campaigns = session.execute(
            select(Campaign.id, Campaign.name, Channel.name).join(
                Channel, Channel.id == Campaign.channel_id
            )
        )
        names = {str(row[0]): f"{row[1]} ({row[2]})" for row in campaigns}
    elif by == SIZE:
        names = {str(place): words for place, words in enumerate(_size_words())}
    nothing = nothing_known(by)

    def name(code: str) -> Group:
        return Group(code, names.get(code, code) or nothing, "~" if code == "" else code)

    return name


def nothing_known(by: str) -> str:
    """Return what a group is called of which the division is not known."""
    return {
        CHANNEL: _("No channel"),
        CAMPAIGN: _("No campaign"),
        OWNER: _("Nobody"),
        GRADE: _("Not scored"),
    }.get(by, _("Not known"))


def _size_words() -> list[str]:
    lowest = 1
    words = []
    for most in SIZES:
        words.append(_("{low:,} to {high:,} people").format(low=lowest, high=most))
        lowest = most + 1
    return [*words, _("more than {high:,} people").format(high=SIZES[-1])]
