"""What moderation starts from, and what is known about it on the way."""

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from bot.review import Decision


class Place(StrEnum):
    """Where it would be published."""

    COMMENT = "comment"
    REVIEW = "review"
    POST = "post"
    PROFILE = "profile"


class Category(StrEnum):
    """What content may be screened out for."""

    HATE = "hate"
    HARASSMENT = "harassment"
    MISINFORMATION = "misinformation"
    SPAM = "spam"
    NSFW = "NSFW"
    SELF_HARM = "self-harm"


class ModerationInput(BaseModel):
    """The form in which content is handed in."""

    model_config = ConfigDict(title="Moderation", extra="forbid", str_strip_whitespace=True)

    content: str = Field(
        title="Content",
        description="What is to be published, word for word",
        pattern=r"\S",
        max_length=3000,
    )
    author: str = Field(title="Author", description="Who wrote it", pattern=r"\S", max_length=80)
    place: Place = Field(Place.COMMENT, title="Place", description="Where it would be published")


class Flag(BaseModel):
    """One thing that is wrong with the content."""

    model_config = ConfigDict(frozen=True, allow_inf_nan=False)

    category: Category
    severity: float = Field(ge=0, le=1, description="How bad it is: 0.2 hardly, 0.5 debatable, 0.9 beyond doubt")
    evidence: Annotated[str, StringConstraints(min_length=1, max_length=300)] = Field(
        description="The words it rests on, quoted, and why, in one short sentence"
    )


class Screening(BaseModel):
    """Your screening of this content."""

    model_config = ConfigDict(frozen=True, allow_inf_nan=False)

    flags: list[Flag] = Field(max_length=12, description="What is wrong with it, one entry each; empty if nothing is")
    confidence: float = Field(ge=0, le=1, description="How sure you are of this screening as a whole")
    reasoning: str = Field(min_length=1, max_length=1500, description="Why, in one to three plain sentences")

    @property
    def severity(self) -> float:
        """That of the worst flag; 0 where there is none."""
        return max((flag.severity for flag in self.flags), default=0.0)


class Verdict(StrEnum):
    """What the thresholds make of a screening."""

    PUBLISH = "publish"
    REMOVE = "remove"
    ASK = "ask"


class ModerationState(ModerationInput):
    """The content, its screening, and what people decided; `outcome` tells whoever handed it in how it ended."""

    screening: Screening | None = None
    verdict: Verdict = Verdict.ASK
    doubts: list[str] = []
    notice: str = ""
    decision: Decision | None = None
    outcome: str = ""
