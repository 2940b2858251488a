"""The words of a contract: the question about each version, and how it ended."""

from bot.review import APPROVE, REJECT, Action, Alternative, Ask, Decision, Fact, Kind, ReasonRule, Risk
from workflows.contract.checks import checks
from workflows.contract.state import ContractState, Purpose
from workflows.reviews import history
from workflows.revisions import digest, what_changed
from workflows.words import capital, declined, euros, one_line

CHANGES = Action(id="request_changes", label="Request changes", kind=Kind.NEUTRAL, reason=ReasonRule.REQUIRED)
STEP = "contract"
VERDICTS = {APPROVE.id: "Approved", REJECT.id: "Rejected", CHANGES.id: "Changes requested"}
_WAITING = {
    Purpose.SERVICES: "Until it is signed, the work cannot start.",
    Purpose.SUPPLY: "Until it is signed, nothing is delivered.",
    Purpose.CONFIDENTIALITY: "Until it is signed, nobody may show them anything.",
    Purpose.SETTLEMENT: "Until it is signed, the other side may take its offer back.",
}
_ALTERNATIVES = {
    Purpose.SERVICES: Alternative(label="A single order", detail="Binds nobody for longer than one job."),
    Purpose.SUPPLY: Alternative(label="Buy as needed", detail="Costs more for each piece, and binds nobody."),
    Purpose.CONFIDENTIALITY: Alternative(label="Show nothing confidential", detail="Then it needs no contract."),
    Purpose.SETTLEMENT: Alternative(label="Go to court", detail="May end better or worse, and takes long."),
}
_MEDIUM, _HIGH = 0.35, 0.6


def question(state: ContractState) -> Ask:
    """The ask about the newest version, with what became of those before; its measures are `value` and `risk`."""
    newest = state.newest
    return Ask(
        title=f"Sign “{one_line(state.subject)}” with {one_line(state.counterparty)}, version {len(state.versions)}?",
        summary=newest.summary,
        flags=tuple(newest.concerns),
        facts=_facts(state),
        alternatives=(_ALTERNATIVES[state.kind],),
        waiting_costs=_WAITING[state.kind],
        checks=checks(state, newest.text),
        risk=_risk(newest.risk),
        measures={"value": state.value, "risk": newest.risk},
        notice=state.notice,
        step=STEP,
        actions=(APPROVE, REJECT, CHANGES),
    )


def finalised(state: ContractState, reference: str) -> str:
    """What is told of a version that was signed, with where its approval is on record."""
    said = f"{capital(_what(state))} is final: {state.reviews[-1].said}."
    return f"{said} Record: {reference}, digest {digest(state.newest.text)[:12]}."


def ended(state: ContractState, decision: Decision) -> str:
    """What is told of a contract that nobody signed."""
    return declined(decision, _what(state), "nothing was signed")


def _what(state: ContractState) -> str:
    subject, them = one_line(state.subject), one_line(state.counterparty)
    return f"version {len(state.versions)} of “{subject}” with {them}"


def _facts(state: ContractState) -> tuple[Fact, ...]:
    """The text is among the facts, so that people sign for exactly these words."""
    number = len(state.versions)
    facts = [
        Fact(label="Counterparty", value=state.counterparty),
        Fact(label="Value", value=euros(state.value)),
        Fact(label="Runs for", value=state.duration),
        *history(state.reviews, "Version {version}"),
    ]
    if number > 1:
        changed = what_changed(state.versions[-2].text, state.newest.text)
        facts.append(Fact(label=f"Changed since version {number - 1}", value=changed))
    return (*facts, Fact(label=f"Text of version {number}", value=state.newest.text))


def _risk(risk: float) -> Risk:
    if risk > _HIGH:
        return Risk.HIGH
    return Risk.MEDIUM if risk > _MEDIUM else Risk.LOW
