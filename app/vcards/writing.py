"""Leads as address cards, in version 3.0.

Version 4.0 is newer, but Outlook and many phones read no further than 3.0, and 2.1 needs an
encoding for every accent. What is written here is in every version but for the first line.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.exporting.writing import Exported
from app.files import written_whole
from app.vcards.cards import PRODUCT
from models.entities.leads.leads import Lead
from models.entities.people.contacts import Company, Contact
from models.leads.lists.ordering import LeadPlan
from models.leads.lists.wanted import LeadFilter
from models.workspace import Workspace

_OCTETS = 75
_AT_ONCE = 1000


def export_cards(workspace: Workspace, path: Path, *, wanted: LeadFilter | None = None) -> Exported:
    """Write leads as address cards, all or those that are wanted; the file appears whole.

    A card that comes back finds its lead by its UID. A lead that has neither a person nor a company
    has no address, and no card.
    """
    count = 0
    with workspace.read() as session, written_whole(path) as file:
        for row in _people(session, wanted):
            file.write(card_text(row).encode())
            count += 1
    return Exported("leads", path, count)


def card_text(row: Any) -> str:
    """Return the card of one lead: lines of at most 75 octets that end in CRLF."""
    given, family = row.first_name or "", row.last_name or ""
    whole = " ".join(part for part in (given, family) if part)
    # A card needs a name; the reader knows what is only a stand-in for one.
    whole = whole or row.email or row.phone or row.mobile or row.company or ""
    lines = [
        "BEGIN:VCARD",
        "VERSION:3.0",
        f"PRODID:{PRODUCT}",
        f"UID:urn:uuid:{row.uuid}",
        f"FN:{escaped(whole)}",
        f"N:{escaped(family)};{escaped(given)};;;",
    ]
    lines += [
        f"{name}:{text}"
        for name, text in (
            ("ORG", _text(row.company)),
            ("TITLE", _text(row.job_title)),
            ("EMAIL;TYPE=INTERNET,WORK", _text(row.email)),
            ("TEL;TYPE=WORK,VOICE", _number(row.phone)),
            ("TEL;TYPE=CELL", _number(row.mobile)),
            ("ADR;TYPE=WORK", _address(row.city, row.country)),
            ("URL;TYPE=WORK", _text(row.website if row.company else None)),
            ("X-SOCIALPROFILE;TYPE=linkedin", _text(row.linkedin_url)),
            ("NOTE", _text(row.notes)),
        )
        if text
    ]
    lines.append("END:VCARD")
    return "".join(f"{folded(line)}\r\n" for line in lines)


def escaped(text: str) -> str:
    r"""Return a text as a card holds it.

    >>> escaped("Crescent, 2\nLeeds; UK")
    'Crescent\\, 2\\nLeeds\\; UK'
    """
    for sign in "\\,;":
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")


def folded(line: str) -> str:
    """Return a line in pieces of at most 75 octets; no character is cut in two."""
    if len(line.encode()) <= _OCTETS:
        return line
    pieces = [""]
    room = _OCTETS
    for sign in line:
        size = len(sign.encode())
        if size > room:
            pieces.append("")
            # The space that says that the line goes on counts, too.
            room = _OCTETS - 1
        pieces[-1] += sign
        room -= size
    return "\r\n ".join(pieces)


def _text(value: str | None) -> str:
    return escaped(value) if value else ""


def _number(value: str | None) -> str:
    """Return a phone number as phones show it, with its extension in words that are dialled."""
    number, mark, extension = (value or "").partition(";ext=")
    return escaped(f"{number} ext. {extension}" if mark else number)


def _address(city: str | None, country: str | None) -> str:
    return f";;;{_text(city)};;;{_text(country)}" if city or country else ""


def _people(session: Session, wanted: LeadFilter | None) -> Iterator[Any]:
    query = (
        select(
            Lead.uuid,
            Contact.first_name,
            Contact.last_name,
            Contact.job_title,
            Contact.email,
            Contact.phone,
            Contact.mobile,
            Contact.linkedin_url,
            Contact.country,
            Contact.city,
            Contact.notes,
            Company.name.label("company"),
            Company.website,
        )
        .outerjoin(Contact, Contact.id == Lead.contact_id)
        .outerjoin(Company, Company.id == Lead.company_id)
        .where(or_(Lead.contact_id.is_not(None), Lead.company_id.is_not(None)))
        .order_by(Lead.id)
    )
    if wanted is not None:
        query = query.where(Lead.id.in_(LeadPlan(session, wanted).ids()))
    yield from session.execute(query.execution_options(yield_per=_AT_ONCE))
