"""What an order starts from, and what is known about it on the way."""

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from bot.review import Decision
from workflows.reviews import Review


class Item(StrEnum):
    """What is in the warehouse."""

    LAPTOP = "laptop"
    MONITOR = "monitor"
    DESK = "desk"
    INFUSION_PUMP = "infusion pump"


class OrderInput(BaseModel):
    """The form a requester fills in."""

    model_config = ConfigDict(title="Order", extra="forbid", str_strip_whitespace=True)

    customer: str = Field(title="Customer", description="Who gets it", pattern=r"\S", max_length=60)
    item: Item = Field(Item.LAPTOP, title="Item")
    quantity: int = Field(title="Quantity", description="How many pieces", ge=1, le=10_000)
    city: str = Field(title="City", description="Where it goes, such as Graz", pattern=r"\S", max_length=60)
    note: str = Field("", title="Note", description="What matters to the customer", max_length=500)


class Plan(BaseModel):
    """Your plan for fulfilling this order."""

    model_config = ConfigDict(frozen=True, allow_inf_nan=False)

    summary: str = Field(min_length=1, max_length=1500, description="How it is fulfilled, in two to four sentences")
    risk: float = Field(ge=0, le=1, description="Risk that it goes wrong or is not paid for: 0 none, 1 certain")
    concerns: list[Annotated[str, StringConstraints(max_length=300)]] = Field(
        max_length=10, description="What reviewers should look at, one short sentence each"
    )


class Stock(BaseModel):
    """What the company has left to give, at the moment it was looked up."""

    model_config = ConfigDict(frozen=True)

    pieces: int
    pallets: int
    euros: int


class OrderState(OrderInput):
    """The form, the plan, what was reserved, and what people said; `outcome` tells the requester how it ended."""

    stock: Stock | None = None
    plan: Plan | None = None
    reserved: tuple[str, ...] = ()
    short: str = ""
    reviews: tuple[Review, ...] = ()
    notice: str = ""
    decision: Decision | None = None
    outcome: str = ""
