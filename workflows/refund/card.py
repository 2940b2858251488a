"""The words of a refund: the question people are asked, and how it ended."""

from decimal import Decimal

from bot.review import Ask, Cause, Decision, Fact
from workflows.refund.state import Assessment, Currency, RefundInput, TransactionType

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


def question(request: RefundInput, assessment: Assessment, notice: str) -> Ask:
    """The ask for a judged request; its measures are `amount` and `risk`."""
    return Ask(
        title=_fill(_QUESTION[request.type], request),
        summary=f"Recommendation: {assessment.recommendation}. {assessment.reasoning}",
        flags=tuple(assessment.risk_factors),
        facts=_facts(request, assessment),
        measures={"amount": request.amount, "risk": assessment.risk},
        notice=notice,
    )


def done(request: RefundInput, decision: Decision, reference: str) -> str:
    """One sentence for an effect that happened."""
    how = ", within the limits that need no signature" if decision.cause is Cause.LIMITS else ""
    return f"{_fill(_DONE[request.type], request)} for {request.transaction_id}{how}. Reference: {reference}."


def declined(request: RefundInput, decision: Decision) -> str:
    """One sentence for money that stayed."""
    what = f"{money(request.amount, request.currency)} to {_one_line(request.customer)} for {request.transaction_id}"
    if decision.cause is Cause.TIMEOUT:
        return f"Nobody signed for {what} in time, so nothing was paid."
    why = f" Reason: {_one_line(decision.reason)}" if decision.reason else ""
    return f"Paying {what} was declined, so nothing was paid.{why}"


def money(amount: float, currency: Currency) -> str:
    """The amount without rounding, such as `12,500 EUR`, `49.90 EUR` or `500.004 EUR`."""
    exact = Decimal(str(amount))
    if exact == exact.to_integral_value():
        return f"{int(exact):,} {currency}"
    cents = exact.quantize(Decimal("0.01"))
    return f"{cents if cents == exact else exact:,f} {currency}"


def _facts(request: RefundInput, assessment: Assessment) -> tuple[Fact, ...]:
    return (
        Fact(label="Transaction", value=request.transaction_id),
        Fact(label="Type", value=request.type),
        Fact(label="Amount", value=money(request.amount, request.currency)),
        Fact(label="Customer", value=request.customer),
        Fact(label="Risk", value=f"{assessment.risk:.2f} of 1"),
        Fact(label="Reason given", value=request.reason),
    )


def _fill(words: str, request: RefundInput) -> str:
    return words.format(money=money(request.amount, request.currency), customer=_one_line(request.customer))


def _one_line(text: str) -> str:
    return " ".join(text.split())
