"""The five steps of a definitions review, made of what the workspace's own leads say."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from models.definitions.spans import span_words
from models.definitions.versions.draft import DefinitionsDraft
from models.language import gettext as _
from models.language import ngettext
from models.scoring.rule import ScoreRuleDraft
from models.vocabulary import ScoreSide
from views.charts.numbers import percent_span, whole
from views.definitions.editing import with_term
from views.definitions.places import QUALIFICATION, SCORING, TERMS
from views.definitions.words import points_words
from views.definitions.workshop.evidence_table import EvidenceRow
from views.definitions.workshop.steps import Step, StepTable

if TYPE_CHECKING:
    from models.definitions.workshop import (
        AverageRow,
        ComparisonRow,
        ProposalRow,
        ResponseRow,
        ThresholdRow,
        TraitRow,
    )
    from models.evidence import Share

_TRAITS_SHOWN: Final = 12
_WON_KEPT: Final = 0.8
"""A proposed threshold is the highest that this share of the won leads reached."""


def read_steps(session: Any, draft: DefinitionsDraft, at: datetime) -> tuple[Step, ...]:
    """Read what the past says, and what it proposes for a draft."""
    from models.definitions.workshop import (
        compare,
        measured_response,
        proposed_rules,
        thresholds,
    )

    compared = compare(session)
    return (
        _compared(compared),
        _rules_step(
            _("2. Agree on fit"),
            _("Which traits do clients share that lost leads do not?"),
            compared,
            proposed_rules(compared, draft, ScoreSide.FIT),
        ),
        _rules_step(
            _("3. Agree on intent and points"),
            _("What did clients do before they bought?"),
            compared,
            proposed_rules(compared, draft, ScoreSide.INTEREST),
        ),
        _thresholds(thresholds(session, draft), draft, compared.thin),
        _service(measured_response(session, draft, at)),
    )


def share_words(share: "Share") -> str:
    """Return a share as what was counted, with the range that it leaves open."""
    if not share.of:
        return "–"
    return _("{count} of {of} ({range})").format(
        count=whole(share.count), of=whole(share.of), range=percent_span(share.low, share.high)
    )


def _compared(compared: "ComparisonRow") -> Step:
    findings = [
        _("{share} of the leads that came to an end were won.").format(
            share=share_words(compared.won)
        )
    ]
    if compared.thin:
        findings.insert(0, compared.thin)
    if compared.attributes or compared.behaviours:
        findings.append(_lift_explained())
    return Step(
        _("1. Compare won with lost"),
        _("Who became a client, what did they do, and how long did it take?"),
        tuple(findings),
        (
            StepTable(
                _("On average"),
                (_("What"), _("Won"), _("Lost")),
                tuple(_average(row) for row in compared.averages),
                _("Nothing is known yet."),
            ),
            _traits(_("What they were"), compared.attributes),
            _traits(_("What they did"), compared.behaviours),
        ),
    )


def _average(row: "AverageRow") -> EvidenceRow:
    won = _mean(row.won, row.won_known, row.unit)
    return EvidenceRow((row.words, won, _mean(row.lost, row.lost_known, row.unit)))


def _mean(value: float | None, known: int, unit: str) -> str:
    if value is None:
        return "–"
    words = ngettext("{value} {unit} ({known} lead)", "{value} {unit} ({known} leads)", known)
    return words.format(value=f"{value:.1f}", unit=unit, known=whole(known))


def _traits(name: str, traits: "Sequence[TraitRow]") -> StepTable:
    return StepTable(
        name,
        (_("Trait"), _("Won"), _("Lost"), _("Lift")),
        tuple(
            EvidenceRow((trait.words, share_words(trait.won), whole(trait.lost), _lift(trait.lift)))
            for trait in traits[:_TRAITS_SHOWN]
        ),
        _("Too few leads share anything yet."),
    )


def _lift(lift: float) -> str:
    return f"×{lift:.1f}"


def _lift_explained() -> str:
    return _("A lift of ×2 means: won twice as often as ended leads are on the whole.")


def _rules_step(
    title: str, question: str, compared: "ComparisonRow", proposals: "Sequence[ProposalRow]"
) -> Step:
    findings = [compared.thin] if compared.thin else []
    if proposals:
        findings.append(_lift_explained())
    table = StepTable(
        _("Rules that the past speaks for"),
        (_("Rule"), _("Points"), _("Won"), _("Lift")),
        tuple(
            EvidenceRow(
                (
                    one.trait.words,
                    points_words(one.rule.points),
                    share_words(one.trait.won),
                    _lift(one.trait.lift),
                ),
                can_be_taken=True,
            )
            for one in proposals
        ),
        _("The past speaks for no rule that the draft does not have."),
        _("Take the ticked rules over"),
        partial(_with_rules, tuple(one.rule for one in proposals)),
        tentative=bool(compared.thin),
    )
    return Step(title, question, tuple(findings), (table,), SCORING, _("Edit the scoring rules"))


def _with_rules(
    rules: Sequence[ScoreRuleDraft], draft: DefinitionsDraft, ticked: Iterable[int]
) -> DefinitionsDraft:
    new = tuple(rules[at] for at in ticked if rules[at] not in draft.rules)
    return replace(draft, rules=(*draft.rules, *new))


def _thresholds(rows: "Sequence[ThresholdRow]", draft: DefinitionsDraft, thin: str) -> Step:
    names = {
        ScoreSide.FIT: (_("Fit that makes an MQL"), "mql_fit"),
        ScoreSide.INTEREST: (_("Interest that makes an MQL"), "mql_interest"),
    }
    tables = tuple(
        _threshold_table(name, code, [row for row in rows if row.side == side], thin)
        for side, (name, code) in names.items()
    )
    now = _("The draft asks for {fit} points of fit and {interest} of interest.").format(
        fit=draft.terms["mql_fit"], interest=draft.terms["mql_interest"]
    )
    return Step(
        _("4. Thresholds and checklist"),
        _("From how many points on is a lead worth a call, and what is asked in it?"),
        (thin, now) if thin else (now,),
        tables,
        QUALIFICATION,
        _("Edit criteria and script"),
    )


def _threshold_table(name: str, code: str, rows: "Sequence[ThresholdRow]", thin: str) -> StepTable:
    known = [row for row in rows if row.passed.of]
    kept = [at for at, row in enumerate(known) if row.won_passed.share >= _WON_KEPT]
    return StepTable(
        name,
        (_("From"), _("Leads that reach it"), _("Won leads that reached it")),
        tuple(
            EvidenceRow(
                (
                    _("{count} points").format(count=row.points),
                    share_words(row.passed),
                    share_words(row.won_passed),
                ),
                can_be_taken=True,
            )
            for row in known
        ),
        _("No lead has come to an end yet."),
        _("Take the ticked threshold over"),
        partial(_with_threshold, code, tuple(row.points for row in known)),
        proposed=max(kept, default=0),
        tentative=bool(thin),
    )


def _with_threshold(
    code: str, points: Sequence[int], draft: DefinitionsDraft, ticked: Iterable[int]
) -> DefinitionsDraft:
    for at in ticked:
        return with_term(draft, code, str(points[at]))
    return draft


def _service(response: "ResponseRow") -> Step:
    findings = [
        _("A first response is promised within {span}.").format(
            span=span_words(response.promised_minutes)
        )
    ]
    if response.median_minutes is None:
        findings.append(_("No lead was handed over and answered yet."))
    else:
        findings.append(
            _(
                "Half of the leads were answered within {span}; the promise was kept for {kept}."
            ).format(span=span_words(response.median_minutes), kept=share_words(response.kept))
        )
    if response.unanswered:
        words = ngettext(
            "{count} lead is late and still not answered.",
            "{count} leads are late and still not answered.",
            response.unanswered,
        )
        findings.append(words.format(count=whole(response.unanswered)))
    return Step(
        _("5. Service level"),
        _("How soon did we answer, and what do we promise from now on?"),
        tuple(findings),
        (),
        TERMS,
        _("Edit the SLA"),
    )
