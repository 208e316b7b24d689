"""The views that every workspace has: what each role looks at first. Nobody has to make them."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from models.conditions.condition import Condition, Operator
from models.definitions.roles import duties_of
from models.definitions.terms import term
from models.ids import MemberId
from models.language import gettext as _
from models.leads.lists.wanted import LeadColumn, LeadFilter, LeadOrder, ViewContent
from models.vocabulary import HandoffState, Role, Status

STALE_DAYS = 30
# A day to look again that has come, however long ago.
_EVER_DAYS = 36_500
_OPEN = frozenset({Status.OPEN.value})
_BEST_FIRST = LeadOrder(LeadColumn.GRADE, descending=True)
_OLDEST_FIRST = LeadOrder(LeadColumn.MOVED_AT)

HouseView = tuple[str, ViewContent]


def house_views(
    session: Session, member_id: MemberId | None, roles: Iterable[str]
) -> tuple[HouseView, ...]:
    """Return the name and content of each view that a person with these roles begins with."""
    held = duties_of(session, roles)
    sells = bool(held & {Role.SDR, Role.SETTER, Role.CLOSER}) or not held
    markets = bool(held & {Role.MARKETING, Role.LEADER}) or not held
    views: list[HouseView] = [(_("All leads"), ViewContent())]
    if member_id is not None and not held <= {Role.MARKETING}:
        views.append((_("My open leads"), _mine(member_id)))
    if held & {Role.SDR, Role.LEADER} or not held:
        views.append((_("To accept"), _to_accept()))
        asked = Condition("direct", Operator.IS, ("yes",))
        views.append((_("Direct requests"), _asked(asked)))
    if sells or Role.LEADER in held:
        views.append((_("No next step"), _asked(Condition("next_step", Operator.UNKNOWN))))
        stale = Condition("moved", Operator.OLDER_THAN_DAYS, (str(STALE_DAYS),))
        views.append((_("Stale in stage"), _asked(stale, order=_OLDEST_FIRST)))
    if markets:
        views.append((_("Activity without fit"), _without_fit(session)))
        views.append((_("Look again due"), _due()))
    return tuple(views)


def _asked(*conditions: Condition, order: LeadOrder = _BEST_FIRST) -> ViewContent:
    return ViewContent(LeadFilter(statuses=_OPEN, conditions=conditions), order)


def _mine(member_id: MemberId) -> ViewContent:
    return ViewContent(LeadFilter(statuses=_OPEN, owner_ids=frozenset({member_id})), _BEST_FIRST)


def _to_accept() -> ViewContent:
    """Return the leads that marketing handed over and sales has still to answer."""
    return _asked(Condition("handoff", Operator.IS, (HandoffState.WAITING.value,)))


def _without_fit(session: Session) -> ViewContent:
    interest, fit = term(session, "mql_interest"), term(session, "mql_fit")
    return _asked(
        Condition("interest", Operator.AT_LEAST, (str(interest),)),
        Condition("fit", Operator.AT_MOST, (str(max(0, fit - 1)),)),
    )


def _due() -> ViewContent:
    come = Condition("look_again", Operator.WITHIN_DAYS, (str(_EVER_DAYS),))
    return ViewContent(
        LeadFilter(statuses=frozenset({Status.NURTURE.value}), conditions=(come,)), _OLDEST_FIRST
    )
