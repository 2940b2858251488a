"""What a sign-off starts from, and what is known about it on the way."""

from pydantic import BaseModel, ConfigDict, Field

from bot.review import Decision


class SignoffInput(BaseModel):
    """The form a requester fills in; the formats say where the words and the address of a Slack message belong."""

    model_config = ConfigDict(title="Sign-off", extra="forbid", str_strip_whitespace=True)

    subject: str = Field(
        title="Subject", description="What is to be signed off, in a few words", pattern=r"\S", max_length=100
    )
    details: str = Field(
        title="Details",
        description="All that reviewers need to know to decide",
        pattern=r"\S",
        max_length=3000,
        json_schema_extra={"format": "slack-message"},
    )
    link: str = Field(
        "",
        title="Link",
        description="Where it stands, such as https://example.com/page",
        pattern=r"^(https?://\S+)?$",
        max_length=500,
        json_schema_extra={"format": "slack-permalink"},
    )
    note: str = Field("", title="Note to the reviewers", description="What they should look at first", max_length=1000)


class SignoffState(SignoffInput):
    """The form, and what people decided; `outcome` tells the requester how it ended."""

    decision: Decision | None = None
    outcome: str = ""
