"""`funneldesk learn`: what makes leads reach a stage, and how well that is known."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.commands.common import json_option, open_existing, print_json, print_table
from app.commands.values import NumberRange
from models.language import gettext as _

if TYPE_CHECKING:
    from app.chances.learning import LearnedOutcome

_MOST_WEIGHTS_PRINTED = 12


@click.command(
    "learn",
    help=_(
        "Learn the chance that a lead reaches a stage, and judge it on the latest leads. What is "
        "learned of the stages SQL and client is kept and shown beside the rule score."
    ),
)
@click.option(
    "--outcome", metavar="STAGE", required=True, help=_("The stage: its name, or its meaning.")
)
@click.option(
    "--holdout",
    type=NumberRange(0, 0.9),
    default=0.2,
    show_default=True,
    help=_("The share of leads, the latest, that it is judged on and not learned from."),
)
@click.option(
    "--predictions",
    metavar="FILE.csv",
    type=click.Path(dir_okay=False, path_type=Path),
    help=_("Write the chance of each of those leads, with its outcome, to this file."),
)
@click.option(
    "--all-columns",
    is_flag=True,
    help=_("Use also what is learned in the conversation: an after-conversation model."),
)
@click.option("--folds", is_flag=True, help=_("Judge it out of fold as well; takes longer."))
@json_option
@click.pass_context
def learn_command(
    ctx: click.Context,
    outcome: str,
    holdout: float,
    predictions: Path | None,
    all_columns: bool,
    folds: bool,
    as_json: bool,
) -> None:
    """Learn an outcome in the terminal."""
    from app.chances.keeping import keep
    from app.chances.learning import learn_outcome
    from app.chances.telling import told
    from models.chances.facts import lead_facts
    from models.chances.outcomes import outcome_named, outcomes_kept

    workspace = open_existing(ctx)
    try:
        with workspace.read() as session:
            stage = outcome_named(session, outcome)
            is_kept = not all_columns and stage in outcomes_kept(session)
            facts = lead_facts(session, stage, workspace.clock(), after_conversation=all_columns)
        learned = learn_outcome(facts, holdout_share=holdout, with_folds=folds)
        with workspace.read() as session:
            found = told(session, learned)
        if is_kept:
            keep(workspace, learned)
    finally:
        workspace.close()
    if predictions is not None:
        found["predictions"] = {
            "file": str(predictions),
            "leads": _write_predictions(predictions, learned),
        }
    if as_json:
        print_json(found)
    else:
        _print(found)


def _write_predictions(path: Path, learned: "LearnedOutcome") -> int:
    """Write the held-out leads, the earliest first; returns how many."""
    from app.files import write_table

    facts, holdout = learned.facts, learned.holdout
    rows: list[tuple[str | int | float, ...]] = [("key", "id", "name", "outcome", "probability")]
    if holdout is not None:
        ends = zip(holdout.places, holdout.reached, holdout.chances, strict=True)
        for place, came, chance in ends:
            lead = facts.population.pursuits[int(place)]
            key = facts.keys[int(place)]
            rows.append((key, lead.lead_id, lead.name, int(came), float(chance)))
    return write_table(path, rows) - 1


def _print(found: dict[str, Any]) -> None:
    from models.chances.wording import points_words, value_words
    from views.charts.numbers import percent

    click.echo(_("Chance of reaching {stage}").format(stage=found["outcome"]))
    for sentence in found["sentences"]:
        click.echo(sentence)
    if found["auc"] is not None:
        click.echo(
            _(
                "Latest {leads} leads, {reached} reached it: AUC {auc:.3f} ({low:.3f}-{high:.3f}), "
                "Brier {brier:.3f}, log loss {loss:.3f}. The rules alone: AUC {rules:.3f}, Brier "
                "{rules_brier:.3f}."
            ).format(
                leads=found["holdout"]["leads"],
                reached=found["holdout"]["reached"],
                auc=found["auc"],
                low=found["auc_interval"][0],
                high=found["auc_interval"][1],
                brier=found["brier"],
                loss=found["log_loss"],
                rules=found["by_rules"]["auc"],
                rules_brier=found["by_rules"]["brier"],
            )
        )
    if found["reliability"]:
        print_table(
            [_("Said"), _("Came"), _("90\u202f% range"), _("Leads")],
            [
                [
                    percent(one["said"]),
                    percent(one["came"]),
                    f"{percent(one['low'])}-{percent(one['high'])}",
                    f"{one['reached']}/{one['leads']}",
                ]
                for one in found["reliability"]
            ],
            words=(),
        )
    if found["weights"]:
        print_table(
            [_("What weighs most"), "", _("Log odds"), _("Reached it")],
            [
                [
                    one["field"],
                    value_words(one["value"]),
                    points_words(one["log_odds"]),
                    f"{one['reached']}/{one['leads']}",
                ]
                for one in found["weights"][:_MOST_WEIGHTS_PRINTED]
            ],
            words=(0, 1),
        )
    if "predictions" in found:
        click.echo(_("Predictions: {path}").format(path=found["predictions"]["file"]))
