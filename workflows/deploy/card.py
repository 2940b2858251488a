"""The words of a deployment: the question people are asked, and how it ended."""

from bot.review import REJECT, Action, Ask, Cause, Decision, Fact, Kind, ReasonRule
from workflows.deploy.state import ChangeSummary, DeployInput, DeployState

DEPLOY = Action(id="deploy", label="Deploy", kind=Kind.APPROVE)
HOLD = Action(id="hold", label="Hold", kind=Kind.NEUTRAL, reason=ReasonRule.REQUIRED)


def question(state: DeployState, summary: ChangeSummary) -> Ask:
    """The ask for a checked and summarised change; its measure is `risk`."""
    return Ask(
        title=f"Deploy {state.service} {state.version} to {state.environment}?",
        summary=summary.summary,
        flags=tuple(summary.concerns),
        facts=_facts(state, summary),
        checks=state.checks,
        measures={"risk": summary.risk},
        notice=state.notice,
        actions=(DEPLOY, REJECT, HOLD),
    )


def done(request: DeployInput, decision: Decision, reference: str) -> str:
    """One sentence for a deployment that happened."""
    how = ", within the limits that need no signature" if decision.cause is Cause.LIMITS else ""
    return f"Deployed {_what(request)}{how}. Reference: {reference}."


def stopped(request: DeployInput, decision: Decision) -> str:
    """One sentence for a change that stayed where it was."""
    if decision.cause is Cause.TIMEOUT:
        return f"Nobody signed for the deployment of {_what(request)} in time, so nothing was deployed."
    how = "is on hold" if decision.kind is Kind.NEUTRAL else "was rejected"
    why = f" Reason: {' '.join(decision.reason.split())}" if decision.reason else ""
    return f"The deployment of {_what(request)} {how}, so nothing was deployed.{why}"


def _what(request: DeployInput) -> str:
    return f"{request.service} {request.version} to {request.environment}"


def _facts(request: DeployInput, summary: ChangeSummary) -> tuple[Fact, ...]:
    """The diff is among the facts, so that people sign for exactly these lines."""
    return (
        Fact(label="Service", value=request.service),
        Fact(label="Version", value=request.version),
        Fact(label="Environment", value=request.environment),
        Fact(label="Risk", value=f"{summary.risk:.2f} of 1"),
        Fact(label="Diff", value=request.diff),
    )
