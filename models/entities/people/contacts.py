"""Companies, the people at them, and what those people asked us not to do."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.entities.base import Recorded
from models.topics import Topic


class Company(Recorded):
    """An account; `name_key` is the folded name without its legal form, used for matching."""

    __tablename__ = "company"
    topic = Topic.LEADS

    name: Mapped[str]
    name_key: Mapped[str] = mapped_column(index=True)
    website: Mapped[str | None]
    industry: Mapped[str | None]
    employees: Mapped[int | None]
    country: Mapped[str | None]
    city: Mapped[str | None]
    is_client: Mapped[bool] = mapped_column(default=False)


class Contact(Recorded):
    """A person at a company; the keys are the normalised forms that duplicates are found by."""

    __tablename__ = "contact"
    topic = Topic.LEADS

    company_id: Mapped[int | None] = mapped_column(ForeignKey("company.id"), index=True)
    first_name: Mapped[str | None]
    last_name: Mapped[str | None]
    job_title: Mapped[str | None]
    email: Mapped[str | None]
    email_key: Mapped[str | None] = mapped_column(index=True)
    phone: Mapped[str | None]
    phone_key: Mapped[str | None] = mapped_column(index=True)
    mobile: Mapped[str | None]
    linkedin_url: Mapped[str | None]
    country: Mapped[str | None]
    city: Mapped[str | None]
    zone: Mapped[str | None]
    part_in_decision: Mapped[str | None]
    notes: Mapped[str | None]


class DoNotContact(Recorded):
    """A contact's wish not to be reached through one medium (call, email, linkedin)."""

    __tablename__ = "do_not_contact"
    constraints = (UniqueConstraint("contact_id", "medium"),)
    topic = Topic.LEADS

    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id"))
    medium: Mapped[str]
    stated_at: Mapped[datetime]
    source: Mapped[str]
