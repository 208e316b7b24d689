"""What the import panel asks about a file, with choices in the words of this workspace."""

from collections import Counter
from dataclasses import dataclass
from functools import cache

from sqlalchemy.orm import Session

from app.importing.columns.fields import NEW_STAGE, ImportKind
from app.importing.columns.guessing import cells_of
from app.importing.columns.mapping import Mapping
from app.importing.columns.planning import Plan
from app.importing.columns.questions import Question, questions
from models.definitions.current import stages
from models.language import gettext as _
from models.marketing.channels import channels
from models.team.rows import team
from models.text_keys import fold
from models.vocabulary import label
from views.importing.content import ImportQuestion, Labelled
from views.start.currency import currencies

VALUES = "_values"
ROW_KIND = "row_kind"
_LISTED = 20


@dataclass(frozen=True, slots=True)
class KnownNames:
    """The names that texts of a file may mean: of stages, people and channels."""

    stages: tuple[str, ...]
    owners: tuple[str, ...]
    channels: tuple[str, ...]


def names_known(session: Session) -> KnownNames:
    """Read the names that a workspace knows."""
    return KnownNames(
        tuple(row.name for row in stages(session)),
        tuple(row.name for row in team(session, active_only=True)),
        tuple(row.name for row in channels(session)),
    )


def questions_about(plan: Plan, mapping: Mapping, known: KnownNames) -> tuple[ImportQuestion, ...]:
    """Return what must, and what may, be said about a file before it comes in."""
    must = questions(mapping, plan.table.header, plan.sample)
    may = (
        _names(
            plan, mapping, "owner", known.owners,
            _("Who is meant by these owners?"), _("Add to the team"),
        ),
        _names(
            plan, mapping, "channel", known.channels,
            _("Which channels are these?"), _("A channel of its own"),
        ),
    )  # fmt: skip
    return (
        *_row_kind(mapping),
        *(_question(question, known.stages) for question in must),
        *(question for question in may if question is not None),
    )


def _row_kind(mapping: Mapping) -> tuple[ImportQuestion, ...]:
    """Return the question what a row stands for, unless the system that wrote it is known."""
    if mapping.preset is not None:
        return ()
    choices = tuple(Labelled(kind.value, _kind_label(kind)) for kind in ImportKind)
    sentence = _("What does a row of the file stand for?")
    return (ImportQuestion(ROW_KIND, sentence, (), choices, proposed=mapping.kind.value),)


def _kind_label(kind: ImportKind) -> str:
    return {
        ImportKind.LEADS: _("A lead, with its dates"),
        ImportKind.STAGE_HISTORY: _("One move of a lead to a stage"),
        ImportKind.APPOINTMENTS: _("A meeting of the past"),
        ImportKind.INTEREST_EVENTS: _("Something that a lead did"),
        ImportKind.CAMPAIGN_SPEND: _("What a campaign cost"),
    }[kind]


def _question(question: Question, stage_names: tuple[str, ...]) -> ImportQuestion:
    choices = tuple(Labelled(code, _choice_label(code)) for code in question.choices)
    if question.code == "default_country":
        choices = _countries()
    elif question.code == "default_currency":
        choices = _currencies()
    elif question.code == f"stage{VALUES}":
        # A stage of the team's own may be meant, whatever it means.
        taken = {fold(choice.label) for choice in choices}
        choices += tuple(Labelled(name, name) for name in stage_names if fold(name) not in taken)
        choices += (Labelled(NEW_STAGE, _("Add it as a new stage")),)
    per_value = question.code.endswith(VALUES)
    return ImportQuestion(question.code, question.sentence, question.examples, choices, per_value)


def _names(
    plan: Plan,
    mapping: Mapping,
    field: str,
    known: tuple[str, ...],
    sentence: str,
    otherwise: str,
) -> ImportQuestion | None:
    """Return the question which known names the file's new ones mean, None where none is new."""
    counts = Counter(
        cell
        for cell in cells_of(mapping.columns_for(field), plan.table.header, plan.sample)
        if mapping.meaning_of(field, cell) is None
    )
    folded = {fold(name) for name in known}
    new = [text for text, _count in counts.most_common() if fold(text) not in folded]
    if not new or not known:
        return None
    choices = tuple(Labelled(name, name) for name in known)
    return ImportQuestion(
        f"{field}{VALUES}", sentence, tuple(new[:_LISTED]), choices, per_value=True,
        otherwise=otherwise,
    )  # fmt: skip


@cache
def _countries() -> tuple[Labelled, ...]:
    """Return the countries that have a country code of their own, by name."""
    from babel import Locale
    from phonenumbers import SUPPORTED_REGIONS

    names = Locale("en").territories
    found = (Labelled(code, names[code]) for code in SUPPORTED_REGIONS if code in names)
    return tuple(sorted(found, key=lambda country: fold(country.label)))


def _currencies() -> tuple[Labelled, ...]:
    return tuple(Labelled(code, f"{code} – {name}") for code, name in sorted(currencies().items()))


def _choice_label(code: str) -> str:
    return {
        "dmy": _("Day, month, year"),
        "mdy": _("Month, day, year"),
        "ymd": _("Year, month, day"),
        "comma": _("The comma marks decimals"),
        "dot": _("The dot marks decimals"),
        "mql": _("MQL"),
        "sal": _("SAL"),
        "sql": _("SQL"),
        "none": _("No stage"),
    }.get(code) or label(code)
