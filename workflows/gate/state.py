"""What an approval gate starts from, and what is known about it on the way."""

from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from bot.review import Decision

LONGEST_ACTION = 2000


class Stakes(StrEnum):
    """How bad it would be if the action were a mistake."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class GateInput(BaseModel):
    """The form a requester fills in."""

    model_config = ConfigDict(title="Approval gate", extra="forbid", str_strip_whitespace=True)

    task: str = Field(
        title="Task", description="What is to be achieved, in a sentence or two", pattern=r"\S", max_length=600
    )
    context: str = Field("", title="Context", description="What one has to know about it", max_length=2000)


class Proposal(BaseModel):
    """The one action you propose for this task."""

    model_config = ConfigDict(frozen=True)

    action: str = Field(
        min_length=1,
        max_length=LONGEST_ACTION,
        description="What exactly is to be done, as an instruction that somebody else could carry out as it stands",
    )
    reasoning: str = Field(min_length=1, max_length=1500, description="Why this, in one to three plain sentences")
    concerns: list[Annotated[str, StringConstraints(max_length=300)]] = Field(
        max_length=8, description="What may go wrong or is left open, one short sentence each; empty when nothing is"
    )
    alternatives: list[Annotated[str, StringConstraints(min_length=1, max_length=150)]] = Field(
        max_length=4, description="Other actions that would be reasonable, a few words each"
    )
    stakes: Stakes = Field(description="How bad it would be if this action were a mistake")


class Wording(BaseModel):
    """The part of the proposal that people may put their own words in place of."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    action: str = Field(
        title="Action",
        description="What exactly is to be done; change it, or put your own text in its place",
        pattern=r"\S",
        max_length=LONGEST_ACTION,
    )


class GateState(GateInput):
    """The form, the proposal, and what people decided; `outcome` tells the requester how it ended."""

    proposal: Proposal | None = None
    notice: str = ""
    decision: Decision | None = None
    outcome: str = ""


def signed(proposal: Proposal, decision: Decision) -> str:
    """The action as people signed for it: as it was drafted, or in their own words."""
    edits: dict[str, Any] = decision.edits or {}
    return Wording.model_validate({"action": proposal.action} | edits).action
