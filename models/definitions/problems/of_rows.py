"""What is wrong with a draft's criteria, script, reasons, scoring rules and terms."""

import re
from collections.abc import Iterator
from itertools import pairwise

from sqlalchemy.orm import Session

from models.checks import LONG_TEXT_LIMIT, TEXT_LIMIT
from models.clean_text import in_lines
from models.definitions.problems.of_stages import Problem, names_twice, text_problems
from models.definitions.terms import TERMS, checked_term, default_terms
from models.definitions.versions.draft import DefinitionsDraft
from models.errors import KnownError
from models.language import gettext as _
from models.scoring.checking import checked_rule
from models.vocabulary import FRAMEWORK

_CODE = re.compile(r"[a-z0-9_]{1,60}")
# Each of these is higher than the next.
_FALLING = (
    ("grade_a_fit", "grade_b_fit", "grade_c_fit"),
    ("grade_1_interest", "grade_2_interest", "grade_3_interest"),
    ("reassign", "escalate", "remind"),
)


def problems_of_rows(session: Session, draft: DefinitionsDraft) -> Iterator[Problem]:
    """Yield what keeps everything but the stages of a draft from being written."""
    yield from _criteria(draft)
    yield from _script(draft)
    yield from _reasons(draft)
    for place, rule in enumerate(draft.rules):
        try:
            checked_rule(session, rule)
        except KnownError as error:
            yield (
                f"rules[{place}]",
                _("Scoring rule {number}: {problem}").format(number=place + 1, problem=error),
            )
    yield from _terms(draft)
    if len(in_lines(draft.note)) > LONG_TEXT_LIMIT:
        yield "note", _("The note is too long. Shorten it.")


def code_problems(where: str, code: str) -> Iterator[Problem]:
    """Yield why this cannot be the code of a row."""
    if not _CODE.fullmatch(code):
        yield (
            where,
            _("“{code}” is no code: small letters a to z, figures and _ only.").format(code=code),
        )


def _criteria(draft: DefinitionsDraft) -> Iterator[Problem]:
    seen: set[tuple[str, str]] = set()
    for place, one in enumerate(draft.criteria):
        where = f"criteria[{place}]"
        yield from code_problems(f"{where}.framework", one.framework)
        yield from code_problems(f"{where}.code", one.code)
        if (one.framework, one.code) in seen:
            yield f"{where}.code", _("Two criteria have the code “{code}”.").format(code=one.code)
        seen.add((one.framework, one.code))
        yield from text_problems(f"{where}.name", one.name, _("A criterion needs a name."))
        without = _("“{name}” needs the question that is asked for it.").format(name=one.name)
        yield from text_problems(f"{where}.question", one.question, without, TEXT_LIMIT)
    for framework in {one.framework for one in draft.criteria}:
        yield from names_twice(
            (
                (f"criteria[{place}].name", one.name)
                for place, one in enumerate(draft.criteria)
                if one.framework == framework
            ),
            _("Two criteria are called “{name}”. Rename one."),
        )


def _script(draft: DefinitionsDraft) -> Iterator[Problem]:
    framework = draft.terms.get(FRAMEWORK)
    known = {one.code for one in draft.criteria if one.framework == framework}
    for place, asked in enumerate(draft.script):
        where = f"script[{place}]"
        blank = _("Question {number} of the script is empty.").format(number=place + 1)
        yield from text_problems(f"{where}.question", asked.question, blank, TEXT_LIMIT)
        if asked.criterion and asked.criterion not in known:
            yield (
                f"{where}.criterion",
                _(
                    "Question {number} of the script speaks to “{code}”, which is no criterion of "
                    "the framework. Choose another, or none."
                ).format(number=place + 1, code=asked.criterion),
            )


def _reasons(draft: DefinitionsDraft) -> Iterator[Problem]:
    if not draft.reasons:
        yield "reasons", _("Without reasons no lead could be closed. Add one.")
    seen: set[str] = set()
    for place, reason in enumerate(draft.reasons):
        where = f"reasons[{place}]"
        yield from code_problems(f"{where}.code", reason.code)
        if reason.code in seen:
            yield f"{where}.code", _("Two reasons have the code “{code}”.").format(code=reason.code)
        seen.add(reason.code)
        yield from text_problems(f"{where}.name", reason.name, _("A reason needs a name."))
    yield from names_twice(
        ((f"reasons[{place}].name", one.name) for place, one in enumerate(draft.reasons)),
        _("Two reasons are called “{name}”. Rename one."),
    )


def _terms(draft: DefinitionsDraft) -> Iterator[Problem]:
    numbers: dict[str, int] = {}
    for code, value in (default_terms() | draft.terms).items():
        try:
            written = checked_term(code, value)
        except KnownError as error:
            yield f"terms.{code}", str(error)
        else:
            if code in TERMS:
                numbers[code] = int(written)
    for falling in _FALLING:
        for higher, lower in pairwise(falling):
            if higher in numbers and lower in numbers and numbers[higher] <= numbers[lower]:
                yield (
                    f"terms.{lower}",
                    _("“{lower}” must be less than “{higher}”.").format(
                        lower=TERMS[lower].words(), higher=TERMS[higher].words()
                    ),
                )
    framework = draft.terms.get(FRAMEWORK, "")
    if framework not in {one.framework for one in draft.criteria}:
        yield (
            f"terms.{FRAMEWORK}",
            _("There is no framework “{code}” with criteria. Choose another.").format(
                code=framework
            ),
        )
