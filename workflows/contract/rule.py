"""The rule that drafts, revises and judges a contract where no model is set up.

The text has six numbered clauses, made from the form; feedback is worked in as `workflows.revisions` says. Risk in
hundredths: 15, 25 or 45 by the value (up to 10,000, 100,000, or more); plus 15 for a settlement; plus 10 for more than
24 months; plus 15 for each of these in the text: liability without a cap, automatic renewal, exclusivity, a penalty.
At most 100.
"""

import re

from workflows.contract.state import LONGEST_TEXT, ContractInput, Purpose, Wording
from workflows.revisions import revised
from workflows.words import euros, one_line, plain

_BY_VALUE = ((10_000, 15), (100_000, 25))
_ABOVE = 45
_WARNING_SIGNS = {
    "Liability has no cap": re.compile(r"\bunlimited\b.{0,40}\bliab|\bliab\w*.{0,40}\bunlimited\b", re.IGNORECASE),
    "It renews itself": re.compile(
        r"\b(automatic(ally)?|tacit(ly)?) (renew|extend)|\brenews? automatically", re.IGNORECASE
    ),
    "It binds us to one partner": re.compile(r"\bexclusiv", re.IGNORECASE),
    "There is a penalty": re.compile(r"\bpenalt", re.IGNORECASE),
}
_OPENING = {
    Purpose.SERVICES: "{them} provides us with services: {subject}.",
    Purpose.SUPPLY: "{them} supplies us with goods: {subject}.",
    Purpose.CONFIDENTIALITY: "We and {them} keep confidential what we learn of one another about: {subject}.",
    Purpose.SETTLEMENT: "We and {them} end a dispute for good: {subject}.",
}


def draft(request: ContractInput) -> Wording:
    """The first version; the same for the same form, every time."""
    return _judged(request, _text(request))


def revise(request: ContractInput, text: str, feedback: str) -> Wording:
    """The version that follows from what a reviewer asked for."""
    return _judged(request, revised(text, feedback, LONGEST_TEXT))


def _text(request: ContractInput) -> str:
    them = one_line(request.counterparty)
    points = "\n".join(f"   - {point.strip(' -*')}" for point in request.terms.splitlines() if point.strip())
    price = f"The price is {euros(request.value)} in all." if request.value else "No money is owed."
    opening = _OPENING[request.kind].format(them=them, subject=one_line(request.subject))
    return "\n".join(
        (
            f"1. Parties. This contract is between Northwind Trading (“we”) and {them}.",
            f"2. Subject. {opening}",
            f"3. Terms.\n{points}",
            f"4. Price. {price} Invoices are payable within 30 days.",
            f"5. Term. It runs for {request.duration}; each side may end it with 60 days of notice.",
            "6. Liability and law. Liability is capped at the price. Austrian law applies; the venue is Vienna.",
        )
    )


def _judged(request: ContractInput, text: str) -> Wording:
    parts = _parts(request, text)
    hundredths = min(100, sum(points for points, _ in parts))
    worth = f" for {euros(request.value)}" if request.value else ""
    return Wording(
        text=text,
        summary=f"A {request.kind} contract with {one_line(request.counterparty)}{worth} over {request.duration}. "
        f"The risk starts at {parts[0][0] / 100:.2f} for {parts[0][1]}.",
        risk=hundredths / 100,
        concerns=[words for _, words in parts[1:]],
    )


def _parts(request: ContractInput, text: str) -> list[tuple[int, str]]:
    """What adds to the risk, in hundredths and in words; the value comes first and is always there."""
    parts = [_by_value(request.value)]
    if request.kind is Purpose.SETTLEMENT:
        parts.append((15, "A settlement gives up claims for good (+0.15)"))
    if request.months > 24:
        parts.append((10, f"It binds us for {request.duration} (+0.10)"))
    flat = plain(text)
    parts += [(15, f"{words} (+0.15)") for words, sign in _WARNING_SIGNS.items() if sign.search(flat)]
    return parts


def _by_value(value: float) -> tuple[int, str]:
    for limit, points in _BY_VALUE:
        if value <= limit:
            return points, f"a value up to {limit:,} EUR"
    return _ABOVE, f"a value above {_BY_VALUE[-1][0]:,} EUR"
