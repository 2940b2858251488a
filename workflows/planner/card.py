"""The words of a plan: the question people are asked, and how it ended."""

from bot.review import APPROVE, REJECT, Alternative, Ask, Cause, Decision, Draft, Fact, Risk
from workflows.planner.actions import Planned, WriteRow
from workflows.planner.outcome import Done
from workflows.planner.state import PlannerState, Proposal
from workflows.planner.tables import Level, named
from workflows.words import declined as not_approved
from workflows.words import one_line, sentence

_RISKS = {Level.LOW: Risk.LOW, Level.MEDIUM: Risk.MEDIUM, Level.HIGH: Risk.HIGH}
# As numbers, for the limits of policies.
_MEASURES = {Level.LOW: 0.2, Level.MEDIUM: 0.5, Level.HIGH: 0.9}


def question(state: PlannerState, proposal: Proposal) -> Ask:
    """The ask for a planned action, whose parameters may be changed; its measure is `risk`.

    Its title is made of the action itself, so that no model can call it something else.
    """
    action = proposal.action
    return Ask(
        title=f"{action.described.rstrip('.?')}?",
        summary=_why(proposal),
        flags=(*_raised(state, proposal), *proposal.concerns),
        facts=_facts(state, action),
        checks=state.checks,
        alternatives=(Alternative(label="Do it by hand", detail="Reject, and say who does it."),),
        waiting_costs="What was asked for is not done before somebody answers.",
        risk=_RISKS[state.risk],
        measures={"risk": _MEASURES[state.risk]},
        notice=state.notice,
        step=f"plan: {action.kind}",
        draft=Draft(values=action.terms(), form=action.form()),
        actions=(APPROVE, REJECT),
    )


def done(action: Planned, decision: Decision, outcome: Done) -> str:
    """What came of the action."""
    if not outcome["done"]:
        return f"“{action.described}” was approved and not done. {_sentence(outcome['words'])}"
    how = ", as its risk is low enough to need no signature" if decision.cause is Cause.LIMITS else ""
    changed = ", with parameters that a reviewer changed" if decision.edits is not None else ""
    return _sentence(f"{outcome['words'].rstrip('.')}{how}{changed}")


def unsound(wrong: str) -> str:
    """One sentence for parameters that nothing can be done with."""
    return f"The changed parameters cannot be used, so nothing was done. {_sentence(one_line(wrong))}"


def declined(proposal: Proposal, decision: Decision) -> str:
    """One sentence for a plan that was not carried out."""
    return not_approved(decision, f"the plan “{proposal.action.described}”", "nothing was done")


def _facts(state: PlannerState, action: Planned) -> tuple[Fact, ...]:
    table = (Fact(label="Table", value=named(action.table)),) if isinstance(action, WriteRow) else ()
    return (Fact(label="Request", value=state.request), Fact(label="Kind of action", value=action.kind), *table)


def _why(proposal: Proposal) -> str:
    """The planner's own words for it, where they say something else, and its reasons."""
    said = "" if proposal.description == proposal.action.described else f"{sentence(proposal.description)} "
    return f"{said}{proposal.reasoning}"


def _raised(state: PlannerState, proposal: Proposal) -> tuple[str, ...]:
    """That the risk was put up, where it was."""
    if state.risk == proposal.risk:
        return ()
    return (f"It was rated {proposal.risk}; this kind of action is always {state.risk} or more.",)


def _sentence(words: str) -> str:
    return words if words.endswith((".", "…", "?", ">")) else f"{words}."
