"""What grades come to, in sentences that a leader can act on."""

from models.language import gettext as _
from models.language import ngettext
from simulation.grading.grades import Report
from simulation.grading.past import (
    LAST_PERIOD,
    RATE_TIMES_COHORT,
    Finding,
    GradedPast,
    block_of,
    findings,
    worse_than,
)
from views.charts.numbers import NARROW, mean_count, out_of, percent_span, whole
from views.leads.wording import as_sentence

NAIVE_NAMES = {
    LAST_PERIOD: _("same as last period"),
    RATE_TIMES_COHORT: _("overall rate times leads"),
}
"""What the forecasts without a model are called."""


def round_percent(share: float) -> str:
    """Return a share in whole per cent: it is an estimate, whose tenths say nothing."""
    return f"{round(100 * share)}{NARROW}%"


def weeks_ahead(weeks: int) -> str:
    """Return how far ahead a forecast looks."""
    return ngettext("{weeks} week ahead", "{weeks} weeks ahead", weeks).format(weeks=weeks)


def verdict(report: Report) -> str:
    """Return the one sentence: how often the 80 % ranges held, and how much better it is."""
    coverage = report.at(80)
    held = coverage.held.value
    return _("Our 80\u202f% ranges held in {cases} cases ({share}); {better}.").format(
        cases=out_of(held * report.number, report.number),
        share=round_percent(held),
        better=better_words(report, LAST_PERIOD),
    )


def better_words(report: Report, name: str) -> str:
    """Return how much better or worse the forecasts were than a naive one."""
    skill = report.against[name].skill.value
    if round(100 * skill) == 0:
        return _("as good as “{naive}”").format(naive=NAIVE_NAMES[name])
    words = _("{share} better than “{naive}”") if skill > 0 else _("{share} worse than “{naive}”")
    return words.format(share=round_percent(abs(skill)), naive=NAIVE_NAMES[name])


def skill_words(report: Report, name: str) -> str:
    """Return how much better than a naive forecast, with its error, shortly: 23 ± 6 % better."""
    skill = report.against[name].skill
    words = _("{share} better") if skill.value >= 0 else _("{share} worse")
    return words.format(share=with_error(abs(skill.value), skill.error))


def frozen_sentence(held: int, begun: int) -> str:
    """Return how many frozen forecasts are within their range of 8 of 10 cases."""
    return ngettext(
        "What happened lies in the range of 8 of 10 cases of {held} of {begun} frozen forecast.",
        "What happened lies in the range of 8 of 10 cases of {held} of {begun} frozen forecasts.",
        begun,
    ).format(held=held, begun=begun)


def with_error(share: float, error: float) -> str:
    """Return a share with its standard error: 78 ± 6 %."""
    return f"{round(100 * share)} \u00b1 {round(100 * error)}{NARROW}%"


def bias_words(report: Report) -> str:
    """Return by how much forecasts were too high or low on average."""
    if round(report.bias.value, 1) == 0:
        return _("none")
    words = _("{count} too high") if report.bias.value > 0 else _("{count} too low")
    return words.format(count=mean_count(abs(report.bias.value)))


def reasons(past: GradedPast, weeks: int, *, weeks_apart: int, given: bool) -> tuple[str, ...]:
    """Return what is wrong with forecasts so far ahead and what to do; that all is well too."""
    report = past.by_horizon[weeks]
    apart = report.number / block_of(weeks, weeks_apart)
    said = [
        f"{as_sentence(weeks_ahead(weeks))}: {_reason(finding, report, given=given)}"
        for finding in findings(report, apart=apart)
    ]
    if not said:
        well = _("{ahead}: the ranges held as often as they promised, as far as can be told.")
        said.append(well.format(ahead=as_sentence(weeks_ahead(weeks))))
    return tuple(said)


def _reason(finding: Finding, report: Report, *, given: bool) -> str:
    coverage = report.at(80)
    part = round_percent(coverage.in_part.value)
    doubt = percent_span(
        max(coverage.in_part.value - 2 * coverage.in_part.error, 0.0),
        min(coverage.in_part.value + 2 * coverage.in_part.error, 1.0),
    )
    if finding is Finding.TOO_FEW:
        return _(
            "most of the {number} cases share weeks with their neighbours; so few say little "
            "about how honest the ranges are."
        ).format(number=whole(report.number))
    if finding is Finding.TOO_NARROW:
        cause = (
            _("The leads that came were known here, so rates or delays moved faster than learned.")
            if given
            else _("Grade with the arrivals given to see whether it was the leads that came.")
        )
        return _(
            "the ranges are too narrow: {part} fell into them ({doubt}) where 80 of 100 should. "
            "{cause} Plan with the outer range until they hold."
        ).format(part=part, doubt=doubt, cause=cause)
    if finding is Finding.TOO_WIDE:
        return _(
            "the ranges are wider than they need be: {part} fell into them ({doubt}) where 80 of "
            "100 should. They are safe to plan with."
        ).format(part=part, doubt=doubt)
    if finding is Finding.WORSE_THAN_NAIVE:
        return _("“{naive}” would have done better. Rather plan with that.").format(
            naive=NAIVE_NAMES[worse_than(report)[0]]
        )
    return _("the forecasts were {bias} on average, of {actual} that came: {cause}").format(
        bias=bias_words(report),
        actual=mean_count(report.mean_actual),
        cause=_("the funnel got worse while they looked back on better times.")
        if finding is Finding.TOO_HIGH
        else _("the funnel got better while they looked back on worse times."),
    )
