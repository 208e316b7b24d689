"""Scenes of leads: the list at work, a lead, its company, two values, who is there twice."""

from collections.abc import Callable, Generator, Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelection, QItemSelectionModel
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit

from app.desk.window import Desk
from app.scenes.steps import Scene, asked, page_shown
from models.language import gettext as _
from models.leads.lists.wanted import LeadFilter, ViewContent
from models.vocabulary import Status

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from models.ids import LeadId
    from views.lead_page.page import LeadPage
    from views.leads.page import LeadsPage

_CHOSEN = 12
_OPEN = frozenset({Status.OPEN.value})
_NURTURE = frozenset({Status.NURTURE.value})
_FILE = """Name;E-mail;Phone;Company;Country;Employees;Channel
Jonas Albrecht;jonas.albrecht@birch-cold.de.example;030 23125 114;Birch Cold GmbH;DE;120;SEO
Lena Drexler;lena.drexler(at)spruce.de.example;030 23125 861;Spruce GmbH;DE;1.400;Content
;info@harbour-dairy.gb.example;+44 20 7946 0733;Harbour Dairy Ltd;GB;85;Recommendation
Priya Chaudhry;priya@heron-foods.gb.example;020 7946 0351;Heron Foods plc;GB;640;LinkedIn Ads
"""


def show_lead(desk: Desk) -> Iterator[None]:
    """Show the own page of the open lead that was touched most."""
    yield from _lead_page(desk, lead_touched_most)


def show_company(desk: Desk) -> Iterator[None]:
    """Show beside a lead its company, of which several people are known."""
    page = yield from _lead_page(desk, _lead_among_most)
    if page is not None:
        page.open_company()


def show_two_values(desk: Desk) -> Iterator[None]:
    """Show what is asked where a fact was changed elsewhere while it was being typed over."""
    # On a lead that no later scene shows: what was typed stays in its field.
    page = yield from _lead_page(desk, _lead_among_most)
    if page is None or page.shown is None or page.shown.detail.contact is None:
        return
    page.side.close_panel()
    row = page.person.row("job_title")
    # As if another value had been on the screen when the person began to type.
    row.show_spec(replace(row.spec, value=_("Warehouse Manager")))
    if isinstance(row.field, QLineEdit):
        row.field.setText(_("Head of Logistics"))
    row.save()
    yield
    page.area.ensureWidgetVisible(page.person)


def show_new_view(desk: Desk) -> Iterator[None]:
    """Show a list that is about to be kept as a view."""
    from models.conditions.condition import Condition, Operator

    page = yield from _list(desk)
    asked_for = (
        Condition("industry", Operator.KNOWN),
        Condition("employees", Operator.AT_LEAST, ("200",)),
    )
    page.tools.show_content(ViewContent(LeadFilter(statuses=_OPEN, conditions=asked_for)))
    page.tools.save_view()
    page.tools.tabs.name.setText(_("Large and open"))


def show_columns(desk: Desk) -> Iterator[None]:
    """Show the choice of columns beside the list."""
    page = yield from _list(desk)
    page.tools.choose_columns()


def show_nurture(desk: Desk) -> Iterator[None]:
    """Show the leads in nurture with what the mail tool is given of them."""
    page = yield from _list(desk)
    columns = ("name", "company", "grade", "status_reason", "track", "look_again", "email")
    page.tools.show_content(ViewContent(LeadFilter(statuses=_NURTURE), columns=columns))


def show_change(desk: Desk) -> Iterator[None]:
    """Show what moving several leads at once would do."""
    from views.leads.bulk.panel import BulkPanel

    page = yield from _list(desk)
    page.tools.show_content(ViewContent(LeadFilter(statuses=_OPEN)))
    yield
    last = min(_CHOSEN, page.model.rowCount()) - 1
    if last < 0:
        return
    chosen = QItemSelection(page.model.index(0, 0), page.model.index(last, 0))
    flags = QItemSelectionModel.SelectionFlag
    page.table.selectionModel().select(chosen, flags.ClearAndSelect | flags.Rows)
    page.tools.edit()
    yield
    form = page.side.findChild(BulkPanel)
    if form is not None:
        form.kind.setCurrentIndex(form.kind.findData("stage"))
        form.value.setCurrentIndex(form.value.findText("Responded"))
        form.note.setText(_("Answered the invitation to the webinar"))
        form.preview()


def show_import(desk: Desk) -> Iterator[None]:
    """Show what would become of a small file of leads."""
    page = yield from _list(desk)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "trade-fair.csv"
        path.write_text(_FILE, encoding="utf-8")
        page.start_import((path,))
        yield


def show_duplicates(desk: Desk) -> Iterator[None]:
    """Show who is here twice, and two of them side by side to be made one."""
    page = yield from _list(desk)
    found = page.findChild(QAction, "find_duplicates")
    if found is not None:
        found.trigger()


SCENES: dict[str, Scene] = {
    "lead": show_lead,
    "lead-company": show_company,
    "lead-two-values": show_two_values,
    "leads-new-view": show_new_view,
    "leads-columns": show_columns,
    "leads-nurture": show_nurture,
    "leads-change": show_change,
    "leads-import": show_import,
    "duplicates": show_duplicates,
}


def _list(desk: Desk) -> "Generator[None, None, LeadsPage]":
    """Show the list of all leads with nothing open."""
    from views.leads.page import LeadsPage

    page = yield from page_shown(desk, "leads", LeadsPage)
    page.side.close_panel()
    page.tools.tabs.name.left.emit()
    page.tools.show_content(ViewContent())
    page.back_to_list()
    yield
    return page


def _lead_page(
    desk: Desk, query: "Callable[[Session], LeadId | None]"
) -> "Generator[None, None, LeadPage | None]":
    """Show the own page of a lead, where there is one."""
    from views.leads.page import LeadsPage

    lead_id = yield from asked(desk, query)
    page = yield from page_shown(desk, "leads", LeadsPage)
    if lead_id is None:
        return None
    desk.show_lead(lead_id)
    yield
    return page.lead_page


def lead_touched_most(session: "Session") -> "LeadId | None":
    """Return the open lead that was touched most."""
    from sqlalchemy import func, select

    from models.entities.leads.leads import Lead
    from models.entities.work.activity import Touch
    from models.ids import LeadId

    found = session.scalar(
        select(Lead.id)
        .outerjoin(Touch, Touch.lead_id == Lead.id)
        .where(Lead.status == Status.OPEN)
        .group_by(Lead.id)
        .order_by(func.count(Touch.id).desc(), Lead.id)
        .limit(1)
    )
    return None if found is None else LeadId(found)


def _lead_among_most(session: "Session") -> "LeadId | None":
    """Return an open lead of the company of which most people are known."""
    from sqlalchemy import func, select
    from sqlalchemy.orm import aliased

    from models.entities.leads.leads import Lead
    from models.entities.people.contacts import Contact
    from models.ids import LeadId

    own, colleague = aliased(Contact), aliased(Contact)
    found = session.scalar(
        select(Lead.id)
        .join(own, own.id == Lead.contact_id)
        .join(colleague, colleague.company_id == own.company_id)
        .where(Lead.status == Status.OPEN)
        .group_by(Lead.id)
        .order_by(func.count(colleague.id).desc(), Lead.id)
        .limit(1)
    )
    return None if found is None else LeadId(found)
