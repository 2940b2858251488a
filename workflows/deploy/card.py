"""The words of a deployment: the question people are asked, and how it ended."""

from bot.review import REJECT, Action, Ask, Cause, Decision, Fact, Kind, ReasonRule, Risk
from workflows.deploy.state import ChangeSummary, DeployInput, DeployState, Environment
from workflows.words import because

DEPLOY = Action(id="deploy", label="Deploy", kind=Kind.APPROVE)
HOLD = Action(id="hold", label="Hold", kind=Kind.NEUTRAL, reason=ReasonRule.REQUIRED)
CHANGES = Action(id="request_changes", label="Request changes", kind=Kind.NEUTRAL, reason=ReasonRule.REQUIRED)
_WAITING = "Until it is live, customers keep what this change is meant to mend."
_STOPPED = {HOLD.id: "is on hold", CHANGES.id: "waits for changes"}
_MEDIUM, _HIGH = 0.35, 0.6


def question(state: DeployState, summary: ChangeSummary) -> Ask:
    """The ask for a checked and summarised change; its measure is `risk`."""
    return Ask(
        title=f"Deploy {state.service} {state.version} to {state.environment}?",
        summary=summary.summary,
        flags=tuple(summary.concerns),
        facts=_facts(state),
        checks=state.checks,
        waiting_costs=_WAITING if state.environment is Environment.PRODUCTION else "",
        risk=_risk(summary.risk),
        measures={"risk": summary.risk},
        notice=state.notice,
        step="deployment",
        actions=(DEPLOY, REJECT, HOLD, CHANGES),
    )


def done(request: DeployInput, decision: Decision, reference: str) -> str:
    """One sentence for a deployment that happened."""
    how = ", within the limits that need no signature" if decision.cause is Cause.LIMITS else ""
    return f"Deployed {_what(request)}{how}. Reference: {reference}."


def stopped(request: DeployInput, decision: Decision) -> str:
    """One sentence for a change that stayed where it was."""
    if decision.cause is Cause.TIMEOUT:
        return f"Nobody signed for the deployment of {_what(request)} in time, so nothing was deployed."
    if decision.cause is Cause.OUTAGE:
        what = f"the deployment of {_what(request)}"
        return f"Nobody could be asked about {what}, as Slack was out of reach, so nothing was deployed."
    how = _STOPPED.get(decision.action, "was rejected")
    return f"The deployment of {_what(request)} {how}, so nothing was deployed.{because(decision)}"


def _what(request: DeployInput) -> str:
    return f"{request.service} {request.version} to {request.environment}"


def _risk(risk: float) -> Risk:
    if risk > _HIGH:
        return Risk.HIGH
    return Risk.MEDIUM if risk > _MEDIUM else Risk.LOW


def _facts(request: DeployInput) -> tuple[Fact, ...]:
    """The diff is among the facts, so that people sign for exactly these lines."""
    return (
        Fact(label="Service", value=request.service),
        Fact(label="Version", value=request.version),
        Fact(label="Environment", value=request.environment),
        Fact(label="Diff", value=request.diff.lstrip("\n")),
    )
