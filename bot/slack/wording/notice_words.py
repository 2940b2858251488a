"""What the bot tells in threads, to requesters and to operators."""

from bot.approvals.machine import RunState

ENDED = {
    RunState.QUEUED: "⏳ is waiting for its turn",
    RunState.RUNNING: "⏳ is running",
    RunState.WAITING: "⏳ is waiting for a decision",
    RunState.FINISHED: "🏁 has finished",
    RunState.FAILED: "❌ has failed",
    RunState.CANCELLED: "🚫 was cancelled",
}
POLICY = "the policy"
NO_OUTCOME = "It said nothing about the outcome."
DECISIONS = "What was decided"
DEAD_REMEDY = "It is not tried again by itself. Remove the cause, then run `countersign retry`."


def run(workflow: str, state: RunState) -> str:
    """The headline of a run's outcome."""
    symbol, words = ENDED[state].split(" ", 1)
    return f"{symbol} {workflow} {words}"


def decision(title: str, verdict: str, who: str, reason: str) -> str:
    """One decision of a run."""
    return f"{title} → {verdict} by {who}" + (f", “{reason}”" if reason else "")


def run_reference(run_id: str) -> str:
    """The run's name on the ledger."""
    return f"Run {run_id}"


def started(workflow: str, run_id: str) -> str:
    """To the requester, when a run is on the ledger."""
    return f"{workflow} is started. I will tell you how it ends. ({run_id})"


def trouble(state: RunState, outcome: str, given_up: str) -> str:
    """On the card, where a decision did not lead where it should; nothing while all is well.

    `given_up` is the error past which the run is tried no more.
    """
    if given_up:
        return f"the workflow could not be driven on, and operators were told. {given_up}"
    return f"the workflow failed. {outcome}".strip() if state is RunState.FAILED else ""


def dead(kind: str, key: str) -> str:
    """To operators: owed work that failed too often, or for good."""
    return f"❗ Gave up on {kind} {key}"
