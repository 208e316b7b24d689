"""A company that was won is a client from then on."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.companies.belonging import company_of
from models.entities.leads.leads import Lead
from models.entities.leads.moves import StageMove
from models.entities.people.contacts import Company
from models.entities.workspace.log import ChangeRow
from models.history.recording import write_gathered


def note_client(session: Session, lead: Lead) -> None:
    """Mark the company of a lead as a client: a deal or the lead itself was won."""
    company = _company(session, lead)
    if company is not None and not company.is_client:
        company.is_client = True


def take_back_client(session: Session, lead: Lead, move: StageMove) -> None:
    """Take the mark back that this stage move set; one that stood before it stays."""
    company = _company(session, lead)
    if company is None or not company.is_client:
        return
    write_gathered(session)
    connection = session.connection()
    under = select(ChangeRow.change_id).where(
        ChangeRow.row_uuid == move.uuid, ChangeRow.operation == "insert"
    )
    marks = connection.scalars(
        select(ChangeRow.after).where(
            ChangeRow.change_id.in_(under), ChangeRow.row_uuid == company.uuid
        )
    )
    if any((after or {}).get("is_client") is True for after in marks):
        company.is_client = False


def _company(session: Session, lead: Lead) -> Company | None:
    company_id = company_of(session, lead)
    return None if company_id is None else session.get(Company, company_id)
