"""The house definitions: what a team starts from, in the words of the screen's language."""

from dataclasses import replace
from datetime import date, timedelta

from models.conditions.condition import Condition, Operator
from models.definitions.house.desk import house_meeting_gates, house_outcomes, house_roles
from models.definitions.terms import TERMS, default_terms
from models.definitions.versions.draft import (
    CriterionDraft,
    DefinitionsDraft,
    GateRuleDraft,
    QuestionDraft,
    ReasonDraft,
    StageDraft,
)
from models.ids import StageId
from models.language import gettext as _
from models.scoring.rule import ScoreRuleDraft
from models.vocabulary import REQUESTS, Meaning, Part, Role, ScoreSide


def house_draft(today: date) -> DefinitionsDraft:
    """Return the house definitions, to be reviewed one review period after this day."""
    # So that outcomes can name stages which do not exist yet.
    stages = tuple(replace(stage, id=StageId(-number)) for number, stage in enumerate(_stages(), 1))
    return DefinitionsDraft(
        stages=stages,
        criteria=house_criteria(),
        script=house_script(),
        reasons=_reasons(),
        rules=house_rules(),
        terms=default_terms(),
        review_on=today + timedelta(days=TERMS["review"].default),
        note=_("The house definitions"),
        roles=house_roles(),
        outcomes=house_outcomes(stages),
        meeting_gates=house_meeting_gates(),
    )


def _gate(*rules: tuple[str, str]) -> tuple[GateRuleDraft, ...]:
    return tuple(GateRuleDraft(requirement, argument) for requirement, argument in rules)


def _stages() -> tuple[StageDraft, ...]:
    said = _gate(("evidence_stated", ""))
    return (
        StageDraft(
            id=None,
            name=_("New"),
            meaning=Meaning.NONE.value,
            owner_role=Role.MARKETING.value,
            trigger=_("Captured; not qualified yet"),
            example=_("Somebody left an address at the trade fair."),
        ),
        StageDraft(
            id=None,
            name=_("MQL"),
            meaning=Meaning.MQL.value,
            owner_role=Role.SDR.value,
            trigger=_("Fit and interest passed the written threshold"),
            example=_(
                "A head of operations with 200 employees downloads the guide and visits the "
                "pricing page."
            ),
        ),
        StageDraft(
            id=None,
            name=_("Responded"),
            meaning=Meaning.NONE.value,
            owner_role=Role.SDR.value,
            trigger=_("Answered a follow-up"),
            example=_("“Thanks, call me on Tuesday.”"),
            gate=said,
        ),
        StageDraft(
            id=None,
            name=_("Interested"),
            meaning=Meaning.NONE.value,
            owner_role=Role.SDR.value,
            trigger=_("Showed potential interest"),
            example=_("“We have that problem. How do you solve it?”"),
            gate=said,
        ),
        StageDraft(
            id=None,
            name=_("SQL"),
            meaning=Meaning.SQL.value,
            owner_role=Role.SETTER.value,
            trigger=_("A person confirmed need, timeline and genuine interest in a conversation"),
            example=_(
                "They lose two days a month to reporting, want it gone by spring, and the head "
                "of finance reads along."
            ),
            gate=qualified_gate("bant"),
        ),
        StageDraft(
            id=None,
            name=_("Appointment"),
            meaning=Meaning.APPOINTMENT.value,
            owner_role=Role.CLOSER.value,
            trigger=_("A decision-maker said yes to a time, with purpose and invitation"),
            example=_("Tuesday at 10, the managing director said yes on the phone."),
            gate=_gate(
                ("appointment_has", "time"),
                ("appointment_has", "invitation"),
                ("appointment_has", "purpose"),
                ("appointment_has", "decision_maker_yes"),
            ),
        ),
        StageDraft(
            id=None,
            name=_("Held"),
            meaning=Meaning.HELD.value,
            owner_role=Role.CLOSER.value,
            trigger=_("The meeting took place"),
            example=_("They saw the product and asked for an offer."),
            gate=_gate(("appointment_has", "held")),
        ),
        StageDraft(
            id=None,
            name=_("Client"),
            meaning=Meaning.CLIENT.value,
            owner_role=Role.CLOSER.value,
            trigger=_("The deal is won"),
            example=_("The order is signed."),
            gate=_gate(("deal_won", "")),
        ),
    )


FRAMEWORKS = ("bant", "meddic", "gpctba")
"""The frameworks that the house knows; a team may write its own beside them."""


def qualified_gate(framework: str) -> tuple[GateRuleDraft, ...]:
    """Return what a house framework asks for before a lead is sales-qualified."""
    return {
        "bant": _gate(
            ("criterion_confirmed", "need"),
            ("criterion_confirmed", "timeline"),
            ("criterion_confirmed", "genuine_interest"),
            ("authority_at_least", "influences"),
            ("criterion_not_failed", "budget"),
        ),
        "meddic": _gate(
            ("criterion_confirmed", "pain"),
            ("criterion_confirmed", "metrics"),
            ("criterion_confirmed", "champion"),
            ("criterion_not_failed", "economic_buyer"),
        ),
        "gpctba": _gate(
            ("criterion_confirmed", "goals"),
            ("criterion_confirmed", "challenges"),
            ("criterion_confirmed", "timeline"),
            ("authority_at_least", "influences"),
            ("criterion_not_failed", "budget"),
        ),
    }.get(framework, ())


def house_criteria() -> tuple[CriterionDraft, ...]:
    """Return the criteria of the three frameworks; a code that two of them share means the same."""
    budget = _("What budget is there, and how is it allocated?")
    role = _("What is your role in this decision, and who else decides?")
    timeline = _("By when should it be in place?")
    written = {
        "bant": (
            ("budget", _("Budget"), budget),
            ("authority", _("Authority"), role),
            ("need", _("Need"), _("Which pain should this solve, and what led you to us?")),
            ("timeline", _("Timeline"), timeline),
            (
                "genuine_interest",
                _("Genuine interest"),
                _("Which other vendors did you evaluate, and what did you like or dislike?"),
            ),
        ),
        "meddic": (
            ("metrics", _("Metrics"), _("By which figure will you see that it works?")),
            ("economic_buyer", _("Economic buyer"), _("Who signs for the money?")),
            (
                "decision_criteria",
                _("Decision criteria"),
                _("What do you compare solutions by?"),
            ),
            (
                "decision_process",
                _("Decision process"),
                _("Which steps lead to a decision, and who takes part?"),
            ),
            ("pain", _("Pain"), _("What does the problem cost you today?")),
            ("champion", _("Champion"), _("Who on your side wants this to happen?")),
        ),
        "gpctba": (
            ("goals", _("Goals"), _("What do you want to reach this year, in figures?")),
            ("plans", _("Plans"), _("How do you plan to get there?")),
            ("challenges", _("Challenges"), _("What stands in the way?")),
            ("timeline", _("Timeline"), timeline),
            ("budget", _("Budget"), budget),
            ("authority", _("Authority"), role),
            (
                "consequences",
                _("Negative consequences"),
                _("What happens if the goal is missed?"),
            ),
            (
                "implications",
                _("Positive implications"),
                _("What becomes possible once it is reached?"),
            ),
        ),
    }
    return tuple(
        CriterionDraft(framework, code, name, question)
        for framework, criteria in written.items()
        for code, name, question in criteria
    )


def house_script() -> tuple[QuestionDraft, ...]:
    """Return the seven questions, each with the criterion of BANT that its answer speaks to."""
    return (
        QuestionDraft(_("What is your role, and what are you responsible for?"), "authority"),
        QuestionDraft(_("Which pain do you want to solve?"), "need"),
        QuestionDraft(_("What led you to us?"), "genuine_interest"),
        QuestionDraft(_("What budget is there, and how is it allocated?"), "budget"),
        QuestionDraft(
            _("Which other vendors did you evaluate, and what did you like or dislike?"),
            "genuine_interest",
        ),
        QuestionDraft(_("By when do you want it in place?"), "timeline"),
        QuestionDraft(_("How do you prefer to be contacted?")),
    )


def _reasons() -> tuple[ReasonDraft, ...]:
    return (
        ReasonDraft("budget", _("No budget")),
        ReasonDraft("authority", _("No authority")),
        ReasonDraft("no_need", _("No need or wrong use case")),
        ReasonDraft("timing", _("Wrong time")),
        ReasonDraft("outside_profile", _("Outside the ideal customer profile")),
        ReasonDraft("no_response", _("No response")),
        ReasonDraft("competitor", _("Chose a competitor")),
        ReasonDraft("existing_client", _("Is a client already")),
        ReasonDraft("bad_data", _("Wrong or missing data")),
    )


_DECISION_MAKERS = (
    *("chief", "ceo", "cfo", "cio", "head", "director", "vp", "vice president"),
    *("owner", "founder", "president", "managing", "partner"),
)
_NO_SAY = ("intern", "trainee", "student", "assistant")
_PRIVATE_MAIL = ("@gmail.", "@yahoo.", "@hotmail.", "@outlook.", "@icloud.", "@gmx.", "@web.de")


def house_rules() -> tuple[ScoreRuleDraft, ...]:
    """Return the house scoring: who decides, at what size, and what was done of one's own accord.

    Fit alone or interest alone makes no MQL. A reply or a direct contact alone brings a lead back
    from nurture; so do two visits to the pricing page, or other signals that add up.
    """
    fit, interest, back = ScoreSide.FIT, ScoreSide.INTEREST, ScoreSide.REQUALIFY
    contains = Operator.CONTAINS
    return (
        ScoreRuleDraft(fit, Condition("job_title", contains, _DECISION_MAKERS), 30),
        ScoreRuleDraft(fit, Condition("job_title", contains, ("manager", "lead")), 15),
        ScoreRuleDraft(fit, Condition("job_title", contains, _NO_SAY), -20),
        ScoreRuleDraft(fit, Condition("part", Operator.IS, (Part.DECIDES.value,)), 20),
        ScoreRuleDraft(fit, Condition("part", Operator.IS, (Part.INFLUENCES.value,)), 10),
        ScoreRuleDraft(fit, Condition("employees", Operator.AT_LEAST, ("20",)), 10),
        ScoreRuleDraft(fit, Condition("employees", Operator.AT_LEAST, ("50",)), 15),
        ScoreRuleDraft(fit, Condition("employees", Operator.AT_LEAST, ("250",)), 10),
        ScoreRuleDraft(fit, Condition("employees", Operator.AT_MOST, ("9",)), -15),
        ScoreRuleDraft(fit, Condition("email", contains, _PRIVATE_MAIL), -10),
        *_events(
            interest,
            *((request, 100) for request in REQUESTS),
            ("whitepaper", 30),
            ("pricing_page", 40),
            ("webinar", 30),
            ("form", 20),
            ("email_reply", 20),
            ("webinar_registration", 10),
            ("linkedin", 5),
            ("email_click", 5),
            ("newsletter", 5),
            ("blog_post", 2),
        ),
        *_events(
            back,
            ("email_reply", 50),
            ("direct_contact", 50),
            *((request, 50) for request in REQUESTS),
            ("webinar_registration", 25),
            ("pricing_page", 25),
            ("referral", 25),
        ),
    )


def _events(side: ScoreSide, *kinds: tuple[str, int]) -> tuple[ScoreRuleDraft, ...]:
    return tuple(
        ScoreRuleDraft(side, Condition("event", Operator.IS, (kind,)), points)
        for kind, points in kinds
    )
