"""The words of an approval gate: the question people are asked, and how it ended."""

from bot.review import APPROVE, REJECT, Alternative, Ask, Decision, Draft, Fact, Risk
from workflows.gate.state import GateInput, Proposal, Stakes, Wording
from workflows.words import declined as not_approved
from workflows.words import one_line, sentence, shortened

_RISKS = {Stakes.LOW: Risk.LOW, Stakes.MEDIUM: Risk.MEDIUM, Stakes.HIGH: Risk.HIGH}
# As numbers, for the limits of policies.
_MEASURES = {Stakes.LOW: 0.2, Stakes.MEDIUM: 0.5, Stakes.HIGH: 0.9}
_LONGEST_TASK = 90


def question(request: GateInput, proposal: Proposal, notice: str) -> Ask:
    """The ask for a drafted action, whose text people may replace by their own."""
    return Ask(
        title=f"Act like this on “{_short(request.task)}”?",
        summary=proposal.reasoning,
        flags=tuple(proposal.concerns),
        facts=_facts(request),
        alternatives=tuple(Alternative(label=other) for other in proposal.alternatives),
        waiting_costs="The task stays as it is; nothing is done before somebody answers.",
        risk=_RISKS[proposal.stakes],
        measures={"risk": _MEASURES[proposal.stakes]},
        notice=notice,
        step="gate",
        draft=Draft(values={"action": proposal.action}, form=Wording.model_json_schema()),
        actions=(APPROVE, REJECT),
    )


def done(request: GateInput, decision: Decision, action: str, reference: str) -> str:
    """One sentence for an action that was carried out, and whose words it was."""
    whose = "in a reviewer's own words" if decision.edits is not None else "as drafted"
    return f"Done for “{_short(request.task)}”, {whose}: {sentence(action)} Reference: {reference}."


def declined(request: GateInput, decision: Decision) -> str:
    """One sentence for an action that was not carried out."""
    return not_approved(decision, f"the action for “{_short(request.task)}”", "nothing was done")


def _facts(request: GateInput) -> tuple[Fact, ...]:
    context = (Fact(label="Context", value=request.context),) if request.context else ()
    return (Fact(label="Task", value=request.task), *context)


def _short(text: str) -> str:
    return shortened(one_line(text).rstrip(".?!"), _LONGEST_TASK)
