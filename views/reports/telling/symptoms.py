"""The classic faults between marketing and sales: which ones the numbers show, what to do."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from models.language import gettext as _
from models.reporting.asked import Asked
from models.topics import Topic
from views.charts.numbers import whole
from views.reports.content import (
    NOTHING,
    Bar,
    Cell,
    Chart,
    Column,
    Line,
    Question,
    Told,
    share_words,
    word_cell,
)

if TYPE_CHECKING:
    from models.reporting.questions.symptoms import Evidence, Symptom

QUESTION: Final = "symptoms"
_PLACES: Final = 2


def question() -> Question:
    """Return the question."""
    return Question(
        QUESTION,
        _("Working together"),
        _("Do marketing and sales work together?"),
        _read,
        tell,
        topics=frozenset(
            {Topic.LEADS, Topic.STAGE_MOVES, Topic.HANDOFFS, Topic.TOUCHES, Topic.DEFINITIONS}
        ),
        icon_name="check-circle",
    )


def _read(session: Any, asked: Asked, at: datetime, _by: str) -> "tuple[Symptom, ...]":
    from models.reporting.questions.symptoms import symptoms

    return symptoms(session, asked, at)


def tell(rows: "tuple[Symptom, ...]", _by: str) -> Told:
    """Tell which faults are there; each with its numbers, and what to do about it."""
    columns = (
        Column("fault", _("Classic fault"), is_number=False),
        Column("verdict", _("Here"), is_number=False),
        Column("evidence", _("Evidence")),
        Column("beside", _("Beside it")),
    )
    return Told(
        _sentence(rows),
        columns,
        tuple(line for row in sorted(rows, key=_worst_first) for line in _lines(row)),
        Chart(
            _("Share of cases that went wrong"),
            _("with its range, P10 to P90"),
            tuple(_bar(one) for row in rows for one in row.evidence[:1] if one.share is not None),
            most=1.0,
        ),
        _(
            "A fault is there only where even the kinder end of the range is bad, and absent only "
            "where even the worse end is good. Fewer than 20 cases say nothing."
        ),
    )


def _worst_first(row: "Symptom") -> int:
    return ("present", "possible", "unknown", "absent").index(row.verdict)


def fault_words() -> dict[str, str]:
    """Return what the faults are called."""
    return {
        "ignored": _("Sales ignores MQLs"),
        "flat": _("Many MQLs and a flat pipeline"),
        "slow": _("Slow response"),
        "disputed": _("Disputed quality"),
    }


def verdict_words() -> dict[str, str]:
    """Return what the verdicts are called."""
    return {
        "present": _("Yes"),
        "possible": _("Perhaps"),
        "absent": _("No"),
        "unknown": _("Too few cases"),
    }


def advice() -> dict[str, str]:
    """Return what to do about each fault."""
    return {
        "ignored": _(
            "Agree on one term for saying yes or no to an MQL and on who is asked next; let "
            "Definitions remind and reassign. Show sales the handoff package: what the lead did."
        ),
        "flat": _(
            "More of the same leads does not help. Look at which campaigns make leads that sales "
            "qualifies, and raise the threshold for fit or interest until the share recovers."
        ),
        "slow": _(
            "Work new MQLs and requests first: Today puts them at the head of the queue. Check "
            "whether the agreed time can be kept with the people and hours there are."
        ),
        "disputed": _(
            "Take the rejected leads into the next handoff meeting, reason by reason, and change "
            "the definition of an MQL or its scoring rules where one reason leads."
        ),
    }


def evidence_words(one: "Evidence") -> str:
    """Return a number with what it counts."""
    share = NOTHING if one.share is None or not one.share.of else share_words(one.share)
    words = {
        "late": _("{share} late"),
        "running": _("{count} wait in time"),
        "mql_1": _("{count} MQLs before"),
        "mql_2": _("{count} MQLs lately"),
        "sql_1": _("{count} SQLs before"),
        "sql_2": _("{count} SQLs lately"),
        "touch_late": _("{share} late"),
        "rejected": _("{share} rejected"),
        "qualified": _("{share} to SQL"),
    }
    return words[one.code].format(share=share, count=whole(one.count))


def _sentence(rows: "tuple[Symptom, ...]") -> str:
    names = fault_words()
    present = [names[row.fault] for row in rows if row.verdict == "present"]
    possible = [names[row.fault] for row in rows if row.verdict == "possible"]
    if all(row.verdict == "unknown" for row in rows):
        return _("Too few MQLs were handed over in this period to say. Choose a longer one.")
    parts = []
    if present:
        parts.append(_("Found: {faults}.").format(faults=", ".join(present)))
    if possible:
        parts.append(_("Not ruled out: {faults}.").format(faults=", ".join(possible)))
    return " ".join(parts) or _("None of the classic faults shows in this period.")


def _bar(one: "Evidence") -> Bar:
    names = {
        "late": _("Answered late"),
        "touch_late": _("Touched late"),
        "rejected": _("Rejected"),
    }
    share = one.share
    if share is None:
        raise ValueError(one.code)
    behind = one.behind if share.count else None
    return Bar(names[one.code], share.share, share_words(share), share.low, share.high, behind)


def _lines(row: "Symptom") -> list[Line]:
    """Return a fault with its numbers, as many to a line as there are columns for them."""
    cells = [_cell(one) for one in row.evidence]
    lines = []
    for place in range(0, len(cells), _PLACES):
        some = cells[place : place + _PLACES]
        first = place == 0
        head = (fault_words()[row.fault], verdict_words()[row.verdict]) if first else ("", "")
        blanks = [Cell("")] * (_PLACES - len(some))
        lines.append(Line((*map(word_cell, head), *some, *blanks), detail=_to_do(row)))
    return lines


def _to_do(row: "Symptom") -> str:
    if row.verdict == "absent":
        return _("Nothing to do: the numbers are good.")
    if row.verdict == "unknown":
        return _("Fewer than 20 cases say nothing yet. Choose a longer period.")
    return advice()[row.fault]


def _cell(one: "Evidence") -> Cell:
    share = one.share
    return Cell(
        evidence_words(one),
        one.count if share is None else round(share.share, 6),
        one.behind if one.count else None,
        None if share is None else round(share.low, 6),
        None if share is None else round(share.high, 6),
    )
