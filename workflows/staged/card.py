"""The words of staged work: the questions at its two gates, and how it ended."""

from enum import StrEnum

from bot.review import APPROVE, REJECT, Alternative, Ask, Decision, Draft, Fact, Risk
from workflows.reviews import history
from workflows.staged.state import Findings, Piece, Place, Plan, StagedState
from workflows.words import declined, listed, one_line


class Gate(StrEnum):
    """Where people are asked."""

    PLAN = "plan"
    OUTPUT = "output"


VERDICTS = {APPROVE.id: "Approved", REJECT.id: "Rejected"}
_LONGEST = 6000
_WAITING = {
    Place.HANDBOOK: "Colleagues go on asking, until it stands in the handbook.",
    Place.NEWSLETTER: "The newsletter goes out without it if it is not ready.",
    Place.COURSE: "Learners wait for the lesson.",
    Place.WEBSITE: "Customers find nothing about it until it is published.",
}
_WHERE = {place: f"in the {place}" for place in Place} | {Place.WEBSITE: "on the website"}
_MEDIUM, _HIGH = 0.35, 0.55


def plan_question(state: StagedState, findings: Findings, plan: Plan) -> Ask:
    """The ask at the first gate: may it be written by this plan, which people may change."""
    return Ask(
        title=f"Write “{one_line(state.goal)}” by this plan?",
        summary=plan.summary,
        flags=tuple(findings.gaps),
        facts=(Fact(label="Publish in", value=state.place), *_research(findings)),
        alternatives=(Alternative(label="Edit the plan", detail="It is then written by what you signed for."),),
        waiting_costs=_WAITING[state.place],
        risk=risk(plan.risk),
        measures={"risk": plan.risk},
        notice=state.notice,
        step=Gate.PLAN,
        draft=_lines("steps", "Plan", "The parts of the piece, one a line", "\n".join(plan.steps)),
    )


def output_question(state: StagedState, findings: Findings, plan: Plan, piece: Piece) -> Ask:
    """The ask at the second gate: may this text, which people may change, be published."""
    return Ask(
        title=f"Publish “{one_line(state.goal)}” {_WHERE[state.place]}?",
        summary=f"Written by the approved plan from {len(findings.points)} findings; {len(piece.text.split())} words.",
        flags=tuple(findings.gaps),
        facts=(
            Fact(label="Publish in", value=state.place),
            *history(state.reviews, "The {step}"),
            *_research(findings),
            Fact(label="Plan", value=_listed(plan.steps)),
        ),
        alternatives=(Alternative(label="Edit the text", detail="What you signed for is published, word by word."),),
        waiting_costs=_WAITING[state.place],
        risk=risk(plan.risk),
        measures={"risk": plan.risk},
        notice=state.notice,
        step=Gate.OUTPUT,
        draft=_lines("text", "Text", "What is published", piece.text),
    )


def published(state: StagedState, reference: str) -> str:
    """What is told of a piece that went out."""
    return f"“{one_line(state.goal)}” is published {_WHERE[state.place]}. Reference: {reference}."


def ended(state: StagedState, decision: Decision, reference: str) -> str:
    """What is told of work that ended at a gate, and what of it was kept."""
    gate = state.reviews[-1].step
    so = "nothing was written" if gate == Gate.PLAN else "nothing was published"
    told = declined(decision, f"the {gate} of “{one_line(state.goal)}”", so)
    return f"{told} Kept under {reference}: {listed(kept(state))}."


def kept(state: StagedState) -> tuple[str, ...]:
    """What the stages made so far, in words."""
    made = [f"the research ({len(state.findings.points)} findings)"] if state.findings else []
    if state.plan:
        made.append(f"the plan ({len(state.plan.steps)} parts)")
    if state.piece:
        made.append(f"the text ({len(state.piece.text.split())} words)")
    return tuple(made)


def risk(measured: float) -> Risk:
    """How much is at stake, of a risk between 0 and 1."""
    if measured > _HIGH:
        return Risk.HIGH
    return Risk.MEDIUM if measured > _MEDIUM else Risk.LOW


def signed(decision: Decision, field: str) -> str | None:
    """The text that people changed before they signed, or None where they left it as it was."""
    edited = (decision.edits or {}).get(field)
    return edited if isinstance(edited, str) else None


def _research(findings: Findings) -> tuple[Fact, ...]:
    return (Fact(label="Research", value=_listed(findings.points)),)


def _listed(lines: list[str]) -> str:
    return "\n".join(f"{number}. {line}" for number, line in enumerate(lines, 1))


def _lines(name: str, title: str, description: str, text: str) -> Draft:
    field = {"type": "string", "title": title, "description": description, "minLength": 1, "maxLength": _LONGEST}
    form = {"type": "object", "properties": {name: field}, "required": [name], "additionalProperties": False}
    return Draft(values={name: text}, form=form)
