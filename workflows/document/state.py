"""What a sign-off in three stages starts from, and what is known about the document on the way."""

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from bot.review import Decision
from workflows.reviews import Review

LONGEST_TEXT = 12_000


class Genre(StrEnum):
    """What kind of document it is."""

    POLICY = "policy"
    COURSE_MATERIAL = "course material"
    CLINICAL_PROTOCOL = "clinical protocol"
    PRESS_RELEASE = "press release"
    SETTLEMENT_TERMS = "settlement terms"


class DocumentInput(BaseModel):
    """The form a requester fills in."""

    model_config = ConfigDict(title="Document", extra="forbid", str_strip_whitespace=True)

    title: str = Field(title="Title", description="Such as Travel policy 2027", pattern=r"\S", max_length=80)
    kind: Genre = Field(Genre.POLICY, title="Kind")
    text: str = Field(title="Text", description="The whole document", pattern=r"\S", max_length=3000)
    note: str = Field("", title="Note", description="What reviewers should look at first", max_length=500)


class Brief(BaseModel):
    """Your brief on this document for the people who sign it off."""

    model_config = ConfigDict(frozen=True, allow_inf_nan=False)

    summary: str = Field(min_length=1, max_length=1500, description="What it says, in two to four plain sentences")
    risk: float = Field(ge=0, le=1, description="Risk that releasing it does harm: 0 none, 1 certain")
    concerns: list[Annotated[str, StringConstraints(max_length=300)]] = Field(
        max_length=10, description="What reviewers should look at, one short sentence each"
    )


class NextVersion(BaseModel):
    """The document as it reads with what the reviewer asked for."""

    model_config = ConfigDict(frozen=True)

    text: str = Field(min_length=1, max_length=LONGEST_TEXT, description="The whole text of the next version")


class DocumentState(DocumentInput):
    """The form, the texts that followed the first, every review; `outcome` tells the requester how it ended."""

    later: tuple[str, ...] = ()
    brief: Brief | None = None
    reviews: tuple[Review, ...] = ()
    notice: str = ""
    decision: Decision | None = None
    outcome: str = ""

    @property
    def versions(self) -> tuple[str, ...]:
        """All texts, the first as it was handed in."""
        return (self.text, *self.later)

    @property
    def newest(self) -> str:
        """The text that people are asked about."""
        return self.versions[-1]
