"""Stages, states, amounts, dates and names as a source writes them.

A text that says nothing new may be left out, one that says something wrong may not: where several
of the source's words mean the same (HubSpot's "opportunity" and its "sales qualified lead"), the
cell is blank until the field was changed here.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal

from app.importing.cells.amounts import has_ambiguous_mark
from app.importing.cells.plain import parse_country
from app.importing.columns.mapping import Mapping
from app.importing.lead_building import split_name
from app.importing.problems import ValueProblem
from models.definitions.current import StageRow
from models.entities.definitions.qualification import QualificationAnswer
from models.iso_codes import minor_digits
from models.text_keys import fold
from models.vocabulary import Meaning, label


def source_word(
    mapping: Mapping,
    field: str,
    meanings: Sequence[str],
    *,
    names: Sequence[str] = (),
    changed: bool,
) -> str:
    """Return the source's word for what has these meanings, the foremost first; else nothing.

    A source that never said which words it uses gets one of `names`, if it would be understood.
    """
    own = mapping.values.get(field, {})
    for meaning in meanings:
        words = [text for text, found in own.items() if found == meaning]
        if len(words) == 1:
            return words[0]
        if words and changed:
            return meaning if meaning in words else words[0]
        if words:
            return ""
    if own or not changed:
        return ""
    return next((name for name in names if mapping.meaning_of(field, name) in meanings), "")


def stage_meanings(stage: StageRow) -> tuple[str, ...]:
    """Return the codes by which mappings name a stage."""
    if stage.meaning != Meaning.NONE:
        return (stage.meaning, fold(stage.name), stage.name)
    codes = (fold(stage.name), stage.name)
    return (*codes, "none") if stage.position == 0 else codes


def named_choice(mapping: Mapping, field: str, name: str | None) -> str:
    """Return what the source calls a person or a channel of ours."""
    if not name:
        return ""
    return mapping.source_text(field, name) or name


def answer_text(mapping: Mapping, answer: QualificationAnswer) -> str:
    """Return an answer in its own words where these say what is known, else in the source's."""
    field = f"answer:{answer.criterion}"
    meaning = f"{answer.state}:{answer.degree}" if answer.degree else answer.state
    if answer.answer:
        understood = mapping.meaning_of(field, answer.answer) or "unknown"
        if understood in (meaning, answer.state):
            return answer.answer
    if answer.state == "unknown":
        return answer.answer or ""
    for wanted in (meaning, answer.state):
        word = mapping.source_text(field, wanted)
        if word is not None:
            return word
    return answer.answer or answer.state


def moment_text(moment: datetime | date | None) -> str:
    """Return an instant in UTC, or the day alone: that is stored as its midnight."""
    if moment is None:
        return ""
    if not isinstance(moment, datetime):
        return moment.isoformat()
    moment = moment.astimezone(UTC)
    if (moment.hour, moment.minute, moment.second, moment.microsecond) == (0, 0, 0, 0):
        return moment.date().isoformat()
    return moment.isoformat().replace("+00:00", "Z")


def amount_text(mapping: Mapping, amount_minor: int | None, currency: str) -> str:
    """Return an amount in decimals; with its currency where no other cell would tell it."""
    if amount_minor is None:
        return ""
    places = minor_digits(currency)
    exact = Decimal(amount_minor).scaleb(-places)
    text = format(exact.quantize(Decimal(1)) if exact == exact.to_integral() else exact, "f")
    if mapping.decimal_comma is None and has_ambiguous_mark(text):
        # Three decimals look like thousands.
        text += "0"
    if mapping.decimal_comma:
        text = text.replace(".", ",")
    told = mapping.columns_for("currency") or currency == mapping.default_currency
    return text if told else f"{text} {currency}"


def full_name(first: str | None, last: str | None) -> str:
    """Return a whole name that is taken apart again in the same place; else nothing."""
    plain = " ".join(part for part in (first, last) if part)
    candidates = (plain, f"{last}, {first}" if first and last else plain)
    return next((name for name in candidates if name and split_name(name) == (first, last)), "")


def country_text(code: str | None) -> str:
    """Return a country's English name, or its code where the name would not be understood."""
    if not code:
        return ""
    from babel import Locale

    name = str(Locale("en").territories.get(code, code))
    try:
        return name if parse_country(name) == code else code
    except ValueProblem:
        return code


def number_text(number: float) -> str:
    """Return a number without the decimals it does not have."""
    return str(int(number)) if number == int(number) else str(number)


def yes_no_text(said: bool) -> str:
    """Return yes or no in the form that most systems take in."""
    return "true" if said else "false"


def label_text(code: str | None) -> str:
    """Return the words for a stored code."""
    return "" if code is None else label(code)
