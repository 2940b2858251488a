"""The words of a refund: the question people are asked, and how it ended."""

from decimal import Decimal
from typing import Any

from bot.review import APPROVE, REJECT, Action, Alternative, Ask, Cause, Decision, Draft, Fact, Kind, ReasonRule, Risk
from workflows.refund.state import TERMS, Assessment, Currency, RefundInput, TransactionType, terms_form
from workflows.words import because, one_line

_QUESTION = {
    TransactionType.REFUND: "Refund {money} to {customer}?",
    TransactionType.CHARGEBACK: "Accept a chargeback of {money} by {customer}?",
    TransactionType.GOODWILL: "Give {money} to {customer} as goodwill?",
    TransactionType.PAYOUT: "Pay out {money} to {customer}?",
}
_DONE = {
    TransactionType.REFUND: "Refunded {money} to {customer}",
    TransactionType.CHARGEBACK: "Accepted the chargeback of {money} by {customer}",
    TransactionType.GOODWILL: "Gave {money} to {customer} as goodwill",
    TransactionType.PAYOUT: "Paid out {money} to {customer}",
}
_WAITING = {
    TransactionType.CHARGEBACK: "A chargeback that is not answered in time is lost, with a fee.",
    TransactionType.REFUND: "The customer waits for money that is theirs.",
}
_MEDIUM, _HIGH = 0.35, 0.55
ESCALATE = Action(id="escalate", label="Ask the next tier", kind=Kind.ESCALATE, reason=ReasonRule.REQUIRED)


def question(request: RefundInput, assessment: Assessment, notice: str) -> Ask:
    """The ask for a judged request; its measures are `amount` and `risk`, and its terms may be edited."""
    return Ask(
        title=_fill(_QUESTION[request.type], request),
        summary=f"Recommendation: {assessment.recommendation}. {assessment.reasoning}",
        flags=tuple(assessment.risk_factors),
        facts=_facts(request),
        alternatives=_alternatives(request),
        waiting_costs=_WAITING.get(request.type, ""),
        risk=_risk(assessment.risk),
        measures={"amount": request.amount, "risk": assessment.risk},
        notice=notice,
        step=request.type,
        draft=Draft(values=_terms(request), form=terms_form(), measures={"amount": "amount"}),
        actions=(APPROVE, REJECT, ESCALATE),
    )


def done(request: RefundInput, decision: Decision, reference: str) -> str:
    """One sentence for an effect that happened."""
    how = ", within the limits that need no signature" if decision.cause is Cause.LIMITS else ""
    return f"{_fill(_DONE[request.type], request)} for {request.transaction_id}{how}. Reference: {reference}."


def declined(request: RefundInput, decision: Decision) -> str:
    """One sentence for money that stayed."""
    what = f"{money(request.amount, request.currency)} to {one_line(request.customer)} for {request.transaction_id}"
    if decision.cause is Cause.TIMEOUT:
        return f"Nobody signed for {what} in time, so nothing was paid."
    if decision.cause is Cause.OUTAGE:
        return f"Nobody could be asked about {what}, as Slack was out of reach, so nothing was paid."
    return f"Paying {what} was declined, so nothing was paid.{because(decision)}"


def money(amount: float, currency: Currency) -> str:
    """The amount without rounding, such as `12,500 EUR`, `49.90 EUR` or `500.004 EUR`."""
    exact = Decimal(str(amount))
    if exact == exact.to_integral_value():
        return f"{int(exact):,} {currency}"
    cents = exact.quantize(Decimal("0.01"))
    return f"{cents if cents == exact else exact:,f} {currency}"


def _facts(request: RefundInput) -> tuple[Fact, ...]:
    return (
        Fact(label="Transaction", value=request.transaction_id),
        Fact(label="Customer", value=request.customer),
        Fact(label="Reason given", value=request.reason),
    )


def _terms(request: RefundInput) -> dict[str, Any]:
    return request.model_dump(mode="json", include=set(TERMS))


def _alternatives(request: RefundInput) -> tuple[Alternative, ...]:
    """What else could be done for the customer; a chargeback leaves no choice but to accept or to fight it."""
    if request.type is TransactionType.CHARGEBACK:
        return (
            Alternative(label="Contest it", detail="Reject, and send the bank proof that the order was delivered."),
        )
    worth = money(request.amount, request.currency)
    voucher = Alternative(label="A voucher", detail=f"Worth {worth}, which leaves the money here.")
    return (voucher,) if request.type is not TransactionType.PAYOUT else ()


def _risk(risk: float) -> Risk:
    if risk > _HIGH:
        return Risk.HIGH
    return Risk.MEDIUM if risk > _MEDIUM else Risk.LOW


def _fill(words: str, request: RefundInput) -> str:
    return words.format(money=money(request.amount, request.currency), customer=one_line(request.customer))
