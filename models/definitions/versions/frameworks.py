"""Going over from one qualification framework to another."""

from dataclasses import replace

from models.definitions.house.agreement import house_script, qualified_gate
from models.definitions.versions.draft import (
    DefinitionsDraft,
    GateRuleDraft,
    QuestionDraft,
    StageDraft,
)
from models.vocabulary import FRAMEWORK, Meaning

_ABOUT_CRITERIA = ("criterion_confirmed", "criterion_not_failed", "authority_at_least")


def with_framework(draft: DefinitionsDraft, framework: str) -> DefinitionsDraft:
    """Return a draft that goes by another framework, with gates and script to match.

    What gates ask of criteria that the framework does not have is dropped; the stage that means SQL
    asks for what the house asks under this framework. Questions of the script stay and let go of
    criteria that it does not have; an empty script stays empty.
    """
    known = frozenset(one.code for one in draft.criteria if one.framework == framework)
    return replace(
        draft,
        stages=tuple(_stage(stage, framework, known) for stage in draft.stages),
        script=script_for(draft, framework),
        terms=draft.terms | {FRAMEWORK: framework},
    )


def script_for(draft: DefinitionsDraft, framework: str) -> tuple[QuestionDraft, ...]:
    """Return the draft's script, each question tied to a criterion of the framework or to none."""
    known = frozenset(one.code for one in draft.criteria if one.framework == framework)
    return tuple(_question(asked, known) for asked in draft.script)


def _stage(stage: StageDraft, framework: str, known: frozenset[str]) -> StageDraft:
    kept = tuple(rule for rule in stage.gate if _fits(rule, known))
    if stage.meaning == Meaning.SQL:
        house = (rule for rule in qualified_gate(framework) if _fits(rule, known))
        kept = tuple(dict.fromkeys((*house, *(rule for rule in kept if not _asks(rule)))))
    return replace(stage, gate=kept)


def _asks(rule: GateRuleDraft) -> bool:
    return rule.requirement in _ABOUT_CRITERIA


def _fits(rule: GateRuleDraft, known: frozenset[str]) -> bool:
    if rule.requirement == "authority_at_least":
        return "authority" in known
    return not _asks(rule) or rule.argument in known


def _question(asked: QuestionDraft, known: frozenset[str]) -> QuestionDraft:
    """Let go of a criterion that is gone, and take up the house's again where it is back."""
    house = {one.question: one.criterion for one in house_script()}
    criterion = asked.criterion or house.get(asked.question)
    return replace(asked, criterion=criterion if criterion in known else None)
