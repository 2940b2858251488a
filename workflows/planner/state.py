"""What a plan starts from, and what is known about it on the way."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from bot.review import Check, Decision
from workflows.planner.actions import Planned, Typed
from workflows.planner.tables import Level


class PlannerInput(BaseModel):
    """The form a requester fills in."""

    model_config = ConfigDict(title="Planner", extra="forbid", str_strip_whitespace=True)

    request: str = Field(
        title="Request",
        description="What you want done: an e-mail, a file, an HTTP call, or an entry in a table",
        pattern=r"\S",
        max_length=2000,
    )


class Proposal(BaseModel):
    """The one action that does what was asked for."""

    model_config = ConfigDict(frozen=True)

    description: str = Field(
        min_length=1,
        max_length=110,
        description="What is done, in one line that begins with a verb, without a full stop",
    )
    action: Typed
    risk: Level = Field(description="low: harmless and undone in minutes; high: money, health, access, or not undone")
    reasoning: str = Field(
        min_length=1, max_length=1500, description="Why this action and this risk, in plain sentences"
    )
    concerns: list[Annotated[str, StringConstraints(max_length=300)]] = Field(
        max_length=8, description="What was missing or assumed, one short sentence each; empty when nothing was"
    )


class BeyondSigned(Exception):
    """What people changed has a greater risk than what they were asked about; the message says so."""


class PlannerState(PlannerInput):
    """The request, the proposal, and what people decided; `outcome` tells the requester how it ended.

    `risk` is what counts: the proposal's own, or more where its kind of action never has less.
    """

    proposal: Proposal | None = None
    risk: Level = Level.HIGH
    checks: tuple[Check, ...] = ()
    notice: str = ""
    decision: Decision | None = None
    outcome: str = ""


def risk_of(proposal: Proposal) -> Level:
    """The proposal's risk, but never less than its kind of action has."""
    return max(proposal.risk, proposal.action.floor, key=_rank)


def signed(proposal: Proposal, decision: Decision, risk: Level) -> Planned:
    """The action as people signed for it, who were asked because of its risk.

    Raises ValueError where their parameters are not sound, and BeyondSigned where they make more of it than they were
    asked about.
    """
    action = proposal.action if decision.edits is None else proposal.action.with_terms(decision.edits)
    if _rank(action.floor) > _rank(risk):
        raise BeyondSigned(
            f"They make it {action.floor} risk, and it was put before people as {risk}. Ask for it anew."
        )
    return action


def _rank(level: Level) -> int:
    return list(Level).index(level)
