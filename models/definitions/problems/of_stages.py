"""What is wrong with the stages of a draft, their gates, and where dropped stages' leads go."""

from collections.abc import Iterable, Iterator

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.checks import LONG_TEXT_LIMIT
from models.clean_text import in_lines, in_one_line
from models.definitions.current import last_name_of_stage, stages
from models.definitions.gates.requirements import argument_problem
from models.definitions.roles import role_name
from models.definitions.versions.draft import (
    DefinitionsDraft,
    GateRuleDraft,
    StageDraft,
)
from models.entities.definitions.versions import Stage
from models.entities.leads.cards import LeadCard
from models.ids import StageId
from models.language import gettext as _
from models.language import ngettext
from models.text_keys import fold
from models.vocabulary import FRAMEWORK, Meaning, label

NAME_LIMIT = 100

Problem = tuple[str, str]
"""The place, and the sentence for people."""

# The order of the funnel; a stage without a meaning may stand anywhere.
_ORDER = tuple(meaning for meaning in Meaning if meaning is not Meaning.NONE)
_NOT_FIRST = (Meaning.SQL, Meaning.APPOINTMENT, Meaning.HELD, Meaning.CLIENT)


def problems_of_stages(session: Session, draft: DefinitionsDraft) -> Iterator[Problem]:
    """Yield what keeps the stages of a draft from being written."""
    if not draft.stages:
        yield "stages", _("There must be a stage in which leads begin. Add one.")
        return
    yield from _identities(session, draft)
    yield from _names(draft)
    yield from _meanings(draft)
    yield from _first(draft.stages[0])
    framework = draft.terms.get(FRAMEWORK)
    criteria = frozenset(one.code for one in draft.criteria if one.framework == framework)
    roles = frozenset(one.code for one in draft.roles)
    for place, stage in enumerate(draft.stages):
        yield from _owner(session, place, stage, roles)
        yield from _texts(place, stage)
        yield from _gate(session, place, stage, criteria, roles)
    yield from _dropped(session, draft)


def _identities(session: Session, draft: DefinitionsDraft) -> Iterator[Problem]:
    known = set(session.scalars(select(Stage.id)))
    seen: set[StageId] = set()
    for place, stage in enumerate(draft.stages):
        if stage.id is None:
            continue
        if not stage.is_new and stage.id not in known:
            yield (
                f"stages[{place}]",
                _("“{name}” was a stage that does not exist.").format(name=stage.name),
            )
        if stage.id in seen:
            yield (
                f"stages[{place}]",
                _("“{name}” is the same stage as another one.").format(name=stage.name),
            )
        seen.add(stage.id)


def text_problems(
    where: str, text: str, sentence: str, limit: int = NAME_LIMIT
) -> Iterator[Problem]:
    """Yield the sentence where a text is blank, and another where it is too long."""
    stored = in_lines(text)
    if not stored:
        yield where, sentence
    elif len(stored) > limit:
        yield (
            where,
            _("“{start}…” is too long; at most {limit} signs fit.").format(
                start=stored[:30], limit=limit
            ),
        )


def names_twice(names: Iterable[tuple[str, str]], sentence: str) -> Iterator[Problem]:
    """Yield the sentence for each of these (place, name) whose name one before it has."""
    seen: set[str] = set()
    for where, name in names:
        if fold(name) and fold(name) in seen:
            yield where, sentence.format(name=in_one_line(name))
        seen.add(fold(name))


def _names(draft: DefinitionsDraft) -> Iterator[Problem]:
    names = [(f"stages[{place}].name", one.name) for place, one in enumerate(draft.stages)]
    for where, name in names:
        yield from text_problems(where, name, _("A stage needs a name."))
    yield from names_twice(names, _("Two stages are called “{name}”. Rename one."))


def _meanings(draft: DefinitionsDraft) -> Iterator[Problem]:
    named: dict[Meaning, list[str]] = {}
    for stage in draft.stages:
        if stage.meaning in tuple(Meaning):
            named.setdefault(Meaning(stage.meaning), []).append(stage.name)
    seen: list[Meaning] = []
    for place, stage in enumerate(draft.stages):
        where = f"stages[{place}].meaning"
        if stage.meaning not in tuple(Meaning):
            yield (
                where,
                _("“{meaning}” is no meaning that a stage can have.").format(meaning=stage.meaning),
            )
            continue
        meaning = Meaning(stage.meaning)
        if meaning is Meaning.NONE:
            continue
        if len(named[meaning]) > 1:
            # Said at each of them, since one is what was changed; their order says nothing yet.
            yield (
                where,
                _("{stages} mean {meaning}; only one may. Choose what the others mean.").format(
                    stages=", ".join(f"“{name}”" for name in named[meaning]),
                    meaning=_meaning_name(meaning),
                ),
            )
            continue
        if late := [one for one in seen if _ORDER.index(one) > _ORDER.index(meaning)]:
            yield (
                where,
                _("The stage that means {this} must come before that of {other}.").format(
                    this=_meaning_name(meaning), other=_meaning_name(late[0])
                ),
            )
        seen.append(meaning)


def _meaning_name(meaning: Meaning) -> str:
    short = (Meaning.MQL, Meaning.SAL, Meaning.SQL)
    return meaning.value.upper() if meaning in short else label(meaning).lower()


def _first(stage: StageDraft) -> Iterator[Problem]:
    if stage.meaning in _NOT_FIRST:
        yield (
            "stages[0].meaning",
            _("Leads begin in the first stage; that cannot be one a person has to confirm."),
        )
    if stage.gate:
        yield (
            "stages[0].gate",
            _("Leads begin in “{name}”, so its gate cannot ask for anything.").format(
                name=stage.name
            ),
        )


def _owner(
    session: Session, place: int, stage: StageDraft, roles: frozenset[str]
) -> Iterator[Problem]:
    if stage.owner_role not in roles:
        yield (
            f"stages[{place}].owner_role",
            _("“{role}” is no role any more and cannot own “{stage}”. Choose another.").format(
                role=role_name(session, stage.owner_role), stage=stage.name
            ),
        )


def _texts(place: int, stage: StageDraft) -> Iterator[Problem]:
    for name, text in (("trigger", stage.trigger), ("example", stage.example)):
        if len(text) > LONG_TEXT_LIMIT:
            yield (
                f"stages[{place}].{name}",
                _("A text of “{stage}” is too long.").format(stage=stage.name),
            )


def _gate(
    session: Session,
    place: int,
    stage: StageDraft,
    criteria: frozenset[str],
    roles: frozenset[str],
) -> Iterator[Problem]:
    seen: set[GateRuleDraft] = set()
    for number, rule in enumerate(stage.gate):
        where = f"stages[{place}].gate[{number}]"
        if rule in seen:
            yield (
                where,
                _("The gate of “{stage}” asks for the same thing twice.").format(stage=stage.name),
            )
            continue
        seen.add(rule)
        problem = argument_problem(session, rule.requirement, rule.argument, criteria, roles)
        if problem is not None:
            yield where, _("Gate of “{stage}”: {problem}").format(stage=stage.name, problem=problem)


def _dropped(session: Session, draft: DefinitionsDraft) -> Iterator[Problem]:
    """Yield dropped stages whose leads have nowhere to go, or go where they cannot."""
    kept = {stage.id: stage for stage in draft.stages if not stage.is_new}
    meanings = {stage.id: stage.meaning for stage in stages(session)}
    for stage_id in dropped_stages(session, draft):
        held = leads_in_stage(session, stage_id)
        if held == 0:
            continue
        where, name = f"moved[{stage_id}]", last_name_of_stage(session, stage_id)
        taker = draft.moved.get(stage_id)
        target = None if taker is None else kept.get(taker)
        if target is None:
            yield (
                where,
                ngettext(
                    "{count} lead stands in “{stage}”. Say which stage takes it.",
                    "{count} leads stand in “{stage}”. Say which stage takes them.",
                    held,
                ).format(count=held, stage=name),
            )
        elif target.meaning == Meaning.CLIENT != meanings.get(stage_id):
            yield (
                where,
                _("Leads of “{stage}” cannot go to “{target}”: a client is won by a deal.").format(
                    stage=name, target=target.name
                ),
            )


def dropped_stages(session: Session, draft: DefinitionsDraft) -> tuple[StageId, ...]:
    """Return the stages in force that a draft does not hold any more."""
    kept = {stage.id for stage in draft.stages}
    return tuple(stage.id for stage in stages(session) if stage.id not in kept)


def leads_in_stage(session: Session, stage_id: StageId) -> int:
    """Return how many leads stand in a stage, whatever their status."""
    counted = select(func.count()).select_from(LeadCard).where(LeadCard.stage_id == stage_id)
    return session.scalar(counted) or 0
