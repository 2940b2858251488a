"""What a contract starts from, its versions, and what reviewers said to each."""

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from bot.review import Decision
from workflows.reviews import Review

LONGEST_TEXT = 12_000


class Purpose(StrEnum):
    """What kind of contract it is."""

    SERVICES = "services"
    SUPPLY = "supply"
    CONFIDENTIALITY = "confidentiality"
    SETTLEMENT = "settlement"


class ContractInput(BaseModel):
    """The form a requester fills in."""

    model_config = ConfigDict(title="Contract", extra="forbid", str_strip_whitespace=True, allow_inf_nan=False)

    subject: str = Field(
        title="Subject",
        description="What it is about, such as Cleaning of the Vienna office",
        pattern=r"\S",
        max_length=70,
    )
    counterparty: str = Field(title="Counterparty", description="With whom", pattern=r"\S", max_length=40)
    kind: Purpose = Field(Purpose.SERVICES, title="Kind")
    value: float = Field(0, title="Value", description="What it is worth over its term, in EUR", ge=0, le=1_000_000_000)
    months: int = Field(12, title="Months", description="How long it runs", ge=1, le=120)
    terms: str = Field(title="Terms", description="What was agreed, one point a line", pattern=r"\S", max_length=2000)

    @property
    def duration(self) -> str:
        """How long it runs in words, such as `1 month`."""
        return f"{self.months} month{'' if self.months == 1 else 's'}"


class Wording(BaseModel):
    """Your draft of this contract, or the next version of it."""

    model_config = ConfigDict(frozen=True, allow_inf_nan=False)

    text: str = Field(
        min_length=1, max_length=LONGEST_TEXT, description="The whole contract as plain text, clause by clause"
    )
    summary: str = Field(
        min_length=1, max_length=1500, description="What it binds us to, in two to four plain sentences for who signs"
    )
    risk: float = Field(ge=0, le=1, description="Risk that signing does harm: 0 none, 1 certain")
    concerns: list[Annotated[str, StringConstraints(max_length=300)]] = Field(
        max_length=10, description="What the person who signs should look at, one short sentence each"
    )


class ContractState(ContractInput):
    """The form, every version, every review, and the decision; `outcome` tells the requester how it ended."""

    versions: tuple[Wording, ...] = ()
    reviews: tuple[Review, ...] = ()
    notice: str = ""
    decision: Decision | None = None
    outcome: str = ""

    @property
    def newest(self) -> Wording:
        """The version that people are asked about; raises ValueError where none was drafted."""
        if not self.versions:
            raise ValueError("The contract was not drafted before people were asked.")
        return self.versions[-1]
