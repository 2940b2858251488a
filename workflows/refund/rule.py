"""The rule that judges a refund where no model is set up.

Risk in hundredths: 5, 20, 40, 60 or 80 by the amount (up to 500, 5,000, 25,000, 100,000, or more); plus 5 for goodwill
and 10 for a chargeback or a payout; plus 10 when the reason has fewer than four words; plus 15 when it speaks of
pressure, of secrecy or of changed bank details. At most 100. Nothing else in the reason counts, whatever it says.
"""

import re

from workflows.refund.state import Assessment, Recommendation, RefundInput, TransactionType

_BY_AMOUNT = ((500, 5), (5_000, 20), (25_000, 40), (100_000, 60))
_ABOVE = 80
_BY_TYPE = {TransactionType.GOODWILL: 5, TransactionType.CHARGEBACK: 10, TransactionType.PAYOUT: 10}
_WARNING_SIGNS = re.compile(
    r"\b(urgent(ly)?|immediately|right now|asap|secret(ly)?|confidential|do not tell|"
    r"(new|changed|different) (bank|account|iban))\b",
    re.IGNORECASE,
)


def assess(request: RefundInput) -> Assessment:
    """The judgement of the rule above; the same for the same request, every time."""
    parts = _parts(request)
    hundredths = min(100, sum(points for points, _ in parts))
    factors = [words for _, words in parts[1:]]
    return Assessment(
        risk=hundredths / 100,
        risk_factors=factors,
        recommendation=_recommendation(hundredths),
        reasoning=f"Starts at {parts[0][0] / 100:.2f} for {parts[0][1]}. {_sum_up(factors)}",
    )


def _parts(request: RefundInput) -> list[tuple[int, str]]:
    """What adds to the risk, in hundredths and in words; the amount comes first and is always there."""
    parts = [_by_amount(request.amount)]
    if points := _BY_TYPE.get(request.type, 0):
        parts.append((points, f"It is a {request.type} (+{points / 100:.2f})"))
    if len(request.reason.split()) < 4:
        parts.append((10, "The reason says little (+0.10)"))
    if sign := _WARNING_SIGNS.search(request.reason):
        parts.append((15, f"The reason speaks of pressure, secrecy or changed bank details: “{sign[0]}” (+0.15)"))
    return parts


def _by_amount(amount: float) -> tuple[int, str]:
    for limit, points in _BY_AMOUNT:
        if amount <= limit:
            return points, f"an amount up to {limit:,}"
    return _ABOVE, f"an amount above {_BY_AMOUNT[-1][0]:,}"


def _recommendation(hundredths: int) -> Recommendation:
    if hundredths <= 35:
        return Recommendation.APPROVE
    return Recommendation.LOOK_CLOSER if hundredths <= 75 else Recommendation.DECLINE


def _sum_up(factors: list[str]) -> str:
    return f"{'. '.join(factors)}." if factors else "Nothing in the type or the reason adds to that."
