"""The words around what was agreed: headings, sentences and labels of the document."""

from typing import Final

from app.documents.agreement import Agreement
from app.documents.typesetting import Manuscript
from models.definitions.spans import span_words
from models.definitions.terms import TERMS
from models.language import gettext as _
from models.vocabulary import ScoreSide, label
from models.written_days import day_text
from views.definitions.words import meeting_gate_words, points_words, side_words

Words = dict[str, object]

_FIT_STEPS: Final = (("A", "grade_a_fit"), ("B", "grade_b_fit"), ("C", "grade_c_fit"), ("D", ""))
_INTEREST_STEPS: Final = (
    ("1", "grade_1_interest"),
    ("2", "grade_2_interest"),
    ("3", "grade_3_interest"),
    ("4", ""),
)
_IN_MINUTES: Final = ("first_response", "accept")
_SLA: Final = ("first_response", "accept", "attempts", "look_again", "review")


def manuscript_of(agreement: Agreement) -> Manuscript:
    """Return the document to sign, ready to be set."""
    return Manuscript("agreement", phrases(agreement), agreement.written_at)


def phrases(agreement: Agreement) -> Words:
    """Return everything that the template shows, in words."""
    version = _("Version {number}").format(number=agreement.number)
    title = _("Definitions and SLA")
    return {
        "title": title,
        "subtitle": _("What marketing and sales agreed on"),
        "heading": f"{agreement.workspace}: {title}",
        "version": version,
        "footer": f"{agreement.workspace}, {version}",
        "authors": [agreement.author] if agreement.author else [],
        "note": agreement.note,
        "facts": _facts(agreement),
        "stages": [
            {
                "name": stage.name,
                "meaning": stage.meaning,
                "owner": stage.owner,
                "trigger": stage.trigger,
                "gate": [_capital(one) for one in stage.gate],
                "example": stage.example,
            }
            for stage in agreement.stages
        ],
        "scoring": _scoring(agreement),
        "qualification": {
            "framework": _("Framework: {name}").format(name=agreement.framework),
            "criteria": agreement.criteria,
            "script": agreement.script,
        },
        "sla": _sla(agreement),
        "reasons": agreement.reasons,
        "outcomes": [(one.name, one.follows or _("Nothing more.")) for one in agreement.outcomes],
        "meetings": [
            {
                "name": gate.name,
                "lead": meeting_gate_words(gate.gate),
                "gate": [_capital(one) for one in gate.asks_for],
            }
            for gate in agreement.meeting_gates
        ],
        "roles": [(role.name, label(role.duty)) for role in agreement.roles],
        "promise": _promise(agreement),
        "signers": [_("For marketing"), _("For sales")],
        "words": _words(),
    }


def _facts(agreement: Agreement) -> list[tuple[str, str]]:
    review = agreement.review_on
    return [
        (_("Workspace"), agreement.workspace),
        (_("Version"), str(agreement.number)),
        (_("Written on"), day_text(agreement.written_at.date())),
        (_("By"), agreement.author or _("Funneldesk")),
        (_("Review on"), _("Not agreed") if review is None else day_text(review)),
    ]


def _scoring(agreement: Agreement) -> Words:
    terms = agreement.terms
    leads = {
        ScoreSide.FIT: _("Points for what a lead is. They do not fade."),
        ScoreSide.INTEREST: _(
            "Points for each thing that a lead did. They halve every {days} days."
        ).format(days=terms["half_life"]),
        ScoreSide.REQUALIFY: _(
            "What a lead in nurture does. {points} points bring it back to review."
        ).format(points=terms["requalify"]),
    }
    rule = _(
        "A lead is marketing qualified when its fit reaches {fit} points and its interest reaches "
        "{interest} points. The two are never added up: activity without fit makes no MQL."
    )
    return {
        "rule": rule.format(fit=terms["mql_fit"], interest=terms["mql_interest"]),
        "sides": [
            {
                "name": side_words(side),
                "lead": lead,
                "rules": [
                    (one.sentence, points_words(one.points))
                    for one in agreement.rules
                    if one.side == side
                ],
            }
            for side, lead in leads.items()
        ],
        "interest_steps": [_interest_step(terms, at) for at in range(len(_INTEREST_STEPS))],
        "fit_steps": [
            (_fit_step(terms, at), [_grade(terms, fit, interest) for interest in _INTEREST_STEPS])
            for at, fit in enumerate(_FIT_STEPS)
        ],
    }


def _interest_step(terms: dict[str, int], at: int) -> str:
    return _("Interest {range}").format(range=_range(terms, _INTEREST_STEPS, at))


def _fit_step(terms: dict[str, int], at: int) -> str:
    return _("Fit {range}").format(range=_range(terms, _FIT_STEPS, at))


def _range(terms: dict[str, int], steps: tuple[tuple[str, str], ...], at: int) -> str:
    """Return the points that a step takes in."""
    code = steps[at][1]
    if not code:
        return _("below {points}").format(points=terms[steps[at - 1][1]])
    return _("from {points}").format(points=terms[code])


def _grade(
    terms: dict[str, int], fit: tuple[str, str], interest: tuple[str, str]
) -> tuple[str, bool]:
    """Return a grade, and whether every lead that has it passes both thresholds."""
    makes_mql = (
        bool(fit[1] and interest[1])
        and terms[fit[1]] >= terms["mql_fit"]
        and terms[interest[1]] >= terms["mql_interest"]
    )
    return f"{fit[0]}{interest[0]}", makes_mql


def _sla(agreement: Agreement) -> Words:
    terms = agreement.terms
    steps = (
        ("remind", _("The owner is reminded.")),
        ("escalate", _("The sales leader is told.")),
        ("reassign", _("The lead goes to another person.")),
    )
    return {
        "terms": [(TERMS[code].words(), _limit(code, terms[code])) for code in _SLA],
        "steps": [
            (_("After {span}").format(span=span_words(terms[code])), what) for code, what in steps
        ],
    }


def _limit(code: str, value: int) -> str:
    if code in _IN_MINUTES:
        return span_words(value)
    return f"{value} {TERMS[code].unit()}"


def _promise(agreement: Agreement) -> str:
    sentence = _(
        "We agree to work by version {number} of these definitions until they are changed in "
        "writing."
    ).format(number=agreement.number)
    if agreement.review_on is None:
        return sentence
    review = _("We review them together on {day}.").format(day=day_text(agreement.review_on))
    return f"{sentence} {review}"


def _words() -> dict[str, str]:
    return {
        "stages": _("Stages"),
        "stages_lead": _(
            "Each stage has one owner. A lead enters it once it shows what is listed; a sales "
            "leader may decide otherwise and says why."
        ),
        "owner": _("Owner"),
        "trigger": _("Trigger"),
        "required": _("Required"),
        "no_gate": _("Nothing beyond the trigger"),
        "example": _("Example"),
        "scoring": _("Scoring"),
        "rule": _("When"),
        "points": _("Points"),
        "grades": _("Grades"),
        "grades_lead": _("The letter says how well a lead fits, the figure how interested it is."),
        "grades_note": _("Grades in bold are always marketing qualified."),
        "qualification": _("Qualification"),
        "criterion": _("Criterion"),
        "asked": _("What we ask"),
        "script": _("Questions of the script"),
        "sla": _("Service level"),
        "sla_lead": _(
            "Minutes and hours are working time of whoever has to act, without holidays and time "
            "off."
        ),
        "agreed": _("What is agreed"),
        "limit": _("Limit"),
        "silence": _("When sales does not answer"),
        "silence_lead": _("Silence never accepts a lead."),
        "reasons": _("Reasons"),
        "reasons_lead": _("A lead is rejected, recycled or closed with one of these reasons."),
        "roles": _("Roles"),
        "roles_lead": _("Rules go by the duty; several roles may have the same one."),
        "role": _("Role"),
        "duty": _("Duty"),
        "outcomes": _("Touch outcomes"),
        "outcomes_lead": _(
            "What a call, a message or a reply brings about. A lead is never moved back, and "
            "moved into a stage only through its gate."
        ),
        "outcome": _("Outcome"),
        "follows": _("What follows"),
        "meetings": _("Meetings"),
        "meetings_lead": _("A calendar reply is shown and never required."),
        "nothing": _("Nothing: every meeting counts"),
        "signatures": _("Agreed"),
        "name_and_signature": _("Name and signature"),
        "date": _("Date"),
    }


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
