"""What a refund starts from, and what is known about it on the way."""

from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from bot.review import Decision


class TransactionType(StrEnum):
    """Why money goes back."""

    REFUND = "refund"
    CHARGEBACK = "chargeback"
    GOODWILL = "goodwill"
    PAYOUT = "payout"


class Currency(StrEnum):
    """Limits compare the bare number, so only currencies of similar worth are offered."""

    EUR = "EUR"
    USD = "USD"
    GBP = "GBP"
    CHF = "CHF"


class Recommendation(StrEnum):
    """What the judge advises; people decide."""

    APPROVE = "approve"
    DECLINE = "decline"
    LOOK_CLOSER = "look closer"


class RefundInput(BaseModel):
    """The form a requester fills in."""

    model_config = ConfigDict(title="Refund", extra="forbid", str_strip_whitespace=True, allow_inf_nan=False)

    transaction_id: str = Field(
        title="Transaction",
        description="The number of the payment this is about, such as TX-1042",
        pattern=r"^[A-Za-z0-9][A-Za-z0-9._:/-]*$",
        max_length=64,
    )
    type: TransactionType = Field(
        TransactionType.REFUND, title="Type", description="What kind of payment to the customer this is"
    )
    amount: float = Field(
        title="Amount", description="How much the customer gets, such as 49.90", gt=0, le=1_000_000_000
    )
    currency: Currency = Field(Currency.EUR, title="Currency")
    customer: str = Field(title="Customer", description="Who gets the money", pattern=r"\S", max_length=80)
    reason: str = Field(
        title="Reason", description="Why, in a sentence or two; reviewers see this", pattern=r"\S", max_length=2000
    )


TERMS = ("type", "amount", "currency")


def terms_form() -> dict[str, Any]:
    """The JSON Schema of what reviewers may change before they sign."""
    schema = RefundInput.model_json_schema()
    return {
        "type": "object",
        "properties": {name: schema["properties"][name] for name in TERMS},
        "required": list(TERMS),
        "additionalProperties": False,
        "$defs": schema["$defs"],
    }


def signed(request: RefundInput, decision: Decision) -> RefundInput:
    """The request as people signed for it: as it was asked, or with the terms they changed."""
    asked = request.model_dump(mode="json", include=set(RefundInput.model_fields))
    return RefundInput.model_validate(asked | (decision.edits or {}))


class Assessment(BaseModel):
    """Your judgement of this payment to a customer."""

    model_config = ConfigDict(frozen=True, allow_inf_nan=False)

    risk: float = Field(ge=0, le=1, description="Risk that paying is a mistake or fraud: 0 none, 1 certain")
    risk_factors: list[Annotated[str, StringConstraints(max_length=300)]] = Field(
        max_length=10, description="What is unusual or suspicious, one short sentence each; empty when nothing is"
    )
    recommendation: Recommendation
    reasoning: str = Field(
        min_length=1, max_length=3000, description="Why, in two to four plain sentences for the person who decides"
    )


class RefundState(RefundInput):
    """The form, the judgement, and what people decided; `outcome` tells the requester how it ended."""

    assessment: Assessment | None = None
    notice: str = ""
    decision: Decision | None = None
    outcome: str = ""
