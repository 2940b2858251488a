"""What staged work starts from, and what each of its stages made."""

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from bot.review import Decision
from workflows.reviews import Review

Line = Annotated[str, StringConstraints(min_length=1, max_length=400, strip_whitespace=True)]


class Place(StrEnum):
    """Where it is published."""

    HANDBOOK = "handbook"
    NEWSLETTER = "newsletter"
    COURSE = "course"
    WEBSITE = "website"


class StagedInput(BaseModel):
    """The form a requester fills in."""

    model_config = ConfigDict(title="Staged work", extra="forbid", str_strip_whitespace=True)

    goal: str = Field(
        title="Goal", description="What to write, such as How we handle returns", pattern=r"\S", max_length=80
    )
    material: str = Field(
        title="Material",
        description="What is known; nothing else is used",
        pattern=r"\S",
        max_length=3000,
    )
    place: Place = Field(Place.HANDBOOK, title="Publish in", description="The website is read by everybody")


class Findings(BaseModel):
    """What you found in the material for this goal."""

    model_config = ConfigDict(frozen=True)

    points: list[Line] = Field(min_length=1, max_length=12, description="What the material says that serves the goal")
    gaps: list[Line] = Field(max_length=6, description="What is missing or doubtful, one short sentence each")


class Plan(BaseModel):
    """Your plan for the piece, for a person to approve before anything is written."""

    model_config = ConfigDict(frozen=True, allow_inf_nan=False)

    steps: list[Line] = Field(min_length=1, max_length=10, description="The parts of the piece in their order")
    summary: str = Field(min_length=1, max_length=1500, description="Why it is planned so, in two or three sentences")
    risk: float = Field(ge=0, le=1, description="Risk that a piece written so does harm: 0 none, 1 certain")


class Piece(BaseModel):
    """The piece, written by the approved plan."""

    model_config = ConfigDict(frozen=True)

    text: str = Field(min_length=1, max_length=6000, description="The whole text, its parts in the plan's order")


class StagedState(StagedInput):
    """The form, what each stage made, and what people said; `outcome` tells the requester how it ended."""

    findings: Findings | None = None
    plan: Plan | None = None
    piece: Piece | None = None
    notice: str = ""
    reviews: tuple[Review, ...] = ()
    decision: Decision | None = None
    outcome: str = ""
