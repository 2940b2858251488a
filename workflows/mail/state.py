"""What an e-mail starts from, and what is known about it on the way."""

from enum import StrEnum
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, field_validator

from bot.review import Decision
from workflows.letters import LONGEST_BODY, LONGEST_SUBJECT, Letter, addresses, sound_body, sound_subject

Subject = Annotated[str, AfterValidator(sound_subject)]
Body = Annotated[str, AfterValidator(sound_body)]


class Tone(StrEnum):
    """How it should sound."""

    FRIENDLY = "friendly"
    FORMAL = "formal"
    BRIEF = "brief"


class MailInput(BaseModel):
    """The form a requester fills in."""

    model_config = ConfigDict(title="E-mail", extra="forbid", str_strip_whitespace=True)

    to: str = Field(
        title="To",
        description="E-mail addresses, with commas between; 10 at most",
        pattern=r"\S",
        max_length=600,
        examples=["ana@example.com, ben@example.com"],
    )
    briefing: str = Field(
        title="Briefing",
        description="What it is for and what it has to say; you need not write it out",
        pattern=r"\S",
        max_length=2000,
    )
    tone: Tone = Field(Tone.FRIENDLY, title="Tone", description="How it should sound")
    signature: str = Field("", title="Signed by", description="Whose name stands below it", max_length=80)

    @field_validator("to")
    @classmethod
    def _are_addresses(cls, text: str) -> str:
        """Raises ValueError in words for what is no address."""
        return ", ".join(addresses(text))

    @field_validator("briefing", "signature")
    @classmethod
    def _can_be_written(cls, text: str) -> str:
        """Raises ValueError for characters that no letter may hold, wherever the draft would quote them."""
        if any(not (char.isprintable() or char in "\r\n\t") for char in text):
            raise ValueError("there are characters in it that cannot be sent")
        return text.replace("\r\n", "\n").replace("\r", "\n")


class LetterDraft(BaseModel):
    """The e-mail you propose to send."""

    model_config = ConfigDict(frozen=True)

    subject: Subject = Field(
        min_length=1, max_length=LONGEST_SUBJECT, description="The subject: one line, no more than 60 characters"
    )
    body: Body = Field(
        min_length=1,
        max_length=LONGEST_BODY,
        description="The whole text from salutation to signature, plain text without markup",
    )
    note: str = Field(
        min_length=1, max_length=1000, description="For the person who signs: how you read the briefing, in a sentence"
    )
    concerns: list[Annotated[str, StringConstraints(max_length=300)]] = Field(
        max_length=8,
        description="What they should check: promises, figures, what you had to assume; empty when there is nothing",
    )


class Wording(BaseModel):
    """What reviewers may change before it is sent; the recipients are none of it."""

    model_config = ConfigDict(extra="forbid")

    subject: Subject = Field(title="Subject", pattern=r"^[^\r\n]*\S[^\r\n]*$", max_length=LONGEST_SUBJECT)
    body: Body = Field(title="Body", pattern=r"\S", max_length=LONGEST_BODY)


class MailState(MailInput):
    """The form, the draft, and what people decided; `outcome` tells the requester how it ended."""

    draft: LetterDraft | None = None
    sender: str = ""
    notice: str = ""
    decision: Decision | None = None
    outcome: str = ""


def wording(draft: LetterDraft) -> dict[str, Any]:
    """The words of a draft, as values that may be edited."""
    return draft.model_dump(mode="json", include=set(Wording.model_fields))


def signed(to: str, draft: LetterDraft, decision: Decision) -> Letter:
    """The letter as people signed for it, in its own words or in those they put in their place; raises Unsendable."""
    words = Wording.model_validate(wording(draft) | (decision.edits or {}))
    return Letter(to=addresses(to), subject=words.subject, body=words.body)
