"""The words of a sign-off in three stages: the question at each of them, and how it ended."""

from enum import StrEnum

from bot.review import APPROVE, REJECT, Action, Alternative, Ask, Decision, Fact, Kind, ReasonRule, Risk
from workflows.document.state import Brief, DocumentState, Genre
from workflows.reviews import Review, history
from workflows.revisions import digest, what_changed
from workflows.words import capital, declined, listed, one_line


class Stage(StrEnum):
    """Who is asked; these are the steps that routes send to each of them."""

    MANAGER = "manager"
    LEGAL = "legal"
    EXECUTIVE = "executive"


CHANGES = Action(id="request_changes", label="Request changes", kind=Kind.NEUTRAL, reason=ReasonRule.REQUIRED)
SKIP = Action(id="skip_legal", label="Approve, skip legal", kind=Kind.APPROVE, reason=ReasonRule.REQUIRED)
VERDICTS = {
    APPROVE.id: "Approved",
    REJECT.id: "Rejected",
    CHANGES.id: "Changes requested",
    SKIP.id: "Approved without legal",
}
_TITLES = {
    Stage.MANAGER: "Sign off “{title}”, version {number}, for the team?",
    Stage.LEGAL: "Is “{title}”, version {number}, sound in law?",
    Stage.EXECUTIVE: "Release “{title}”, version {number}?",
}
_NEXT = {
    Stage.MANAGER: "Legal is asked next, then the executive.",
    Stage.LEGAL: "The executive is asked next.",
    Stage.EXECUTIVE: "Nobody is asked after you: it is released at once.",
}
_WAITING = {
    Genre.POLICY: "Until it is released, the old rules hold.",
    Genre.COURSE_MATERIAL: "Until it is released, the course cannot start.",
    Genre.CLINICAL_PROTOCOL: "Until it is released, wards work by the old protocol.",
    Genre.PRESS_RELEASE: "News grows old: what is said tomorrow is read by fewer people.",
    Genre.SETTLEMENT_TERMS: "Until they are released, the other side may walk away.",
}
_MEDIUM, _HIGH = 0.35, 0.6


def question(state: DocumentState, stage: Stage, brief: Brief) -> Ask:
    """The ask of one stage, with all that reviewers before it said; its measure is `risk`."""
    return Ask(
        title=_TITLES[stage].format(title=one_line(state.title), number=len(state.versions)),
        summary=brief.summary,
        flags=(*_skipped(state.reviews, stage), *brief.concerns),
        facts=_facts(state, stage),
        alternatives=_alternatives(stage),
        waiting_costs=_WAITING[state.kind],
        risk=_risk(brief.risk),
        measures={"risk": brief.risk},
        notice=state.notice,
        step=stage,
        actions=(APPROVE, SKIP, CHANGES, REJECT) if stage is Stage.MANAGER else (APPROVE, CHANGES, REJECT),
    )


def released(state: DocumentState, reference: str) -> str:
    """What is told of a document that everybody signed, with whose signatures it bears."""
    signed = listed([review.step for review in signatures(state)])
    return f"{capital(_what(state))} is released, signed by {signed}. Record: {reference}, digest {_digest(state)}."


def ended(state: DocumentState, decision: Decision) -> str:
    """What is told of a document that somebody would not sign, or nobody did."""
    return declined(decision, f"{_what(state)} at the stage “{state.reviews[-1].step}”", "nothing was released")


def signatures(state: DocumentState) -> tuple[Review, ...]:
    """The approvals of the newest version; those of a version before it count no more."""
    agreed = {VERDICTS[APPROVE.id], VERDICTS[SKIP.id]}
    return tuple(
        review for review in state.reviews if review.version == len(state.versions) and review.verdict in agreed
    )


def _what(state: DocumentState) -> str:
    return f"version {len(state.versions)} of “{one_line(state.title)}”"


def _digest(state: DocumentState) -> str:
    return digest(state.newest)[:12]


def _skipped(reviews: tuple[Review, ...], stage: Stage) -> tuple[str, ...]:
    """Nobody overlooks that a stage was left out."""
    is_skipped = stage is Stage.EXECUTIVE and reviews[-1:] and reviews[-1].verdict == VERDICTS[SKIP.id]
    return (f"Legal was not asked. The manager's reason: “{one_line(reviews[-1].reason)}”",) if is_skipped else ()


def _facts(state: DocumentState, stage: Stage) -> tuple[Fact, ...]:
    """The text is among the facts, so that people sign for exactly these words."""
    number = len(state.versions)
    facts = [Fact(label="Kind", value=state.kind), Fact(label="After you", value=_NEXT[stage])]
    if state.note:
        facts.append(Fact(label="Note of the requester", value=state.note))
    facts += history(state.reviews)
    if number > 1:
        changed = what_changed(state.versions[-2], state.newest)
        facts.append(Fact(label=f"Changed since version {number - 1}", value=changed))
    return (*facts, Fact(label=f"Text of version {number}", value=state.newest))


def _alternatives(stage: Stage) -> tuple[Alternative, ...]:
    again = Alternative(
        label="Request changes", detail="A new version is written, and everybody is asked again, the manager first."
    )
    skip = Alternative(
        label="Skip legal", detail="Where nothing in it binds or blames anybody; the executive sees why."
    )
    return (again, skip) if stage is Stage.MANAGER else (again,)


def _risk(risk: float) -> Risk:
    if risk > _HIGH:
        return Risk.HIGH
    return Risk.MEDIUM if risk > _MEDIUM else Risk.LOW
