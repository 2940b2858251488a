"""What the workflows of the specimens ask."""

from typing import Any

from bot.approvals.ask import (
    APPROVE,
    REJECT,
    Action,
    Alternative,
    Ask,
    Check,
    CheckStatus,
    Draft,
    Fact,
    Kind,
    ReasonRule,
    Risk,
)

HOLD = Action(id="hold", label="Hold", kind=Kind.NEUTRAL, reason=ReasonRule.OPTIONAL)
ESCALATE = Action(id="escalate", label="Ask the next tier", kind=Kind.ESCALATE, reason=ReasonRule.REQUIRED)
INSTALMENTS: dict[str, Any] = {
    "type": "object",
    "properties": {
        "months": {"type": "integer", "title": "Months", "minimum": 2, "maximum": 24, "description": "From 2 to 24"},
        "begins": {"type": "string", "format": "date", "title": "First payment"},
    },
    "required": ["months"],
}
IN_INSTALMENTS = Action(id="in_instalments", label="Approve in instalments", kind=Kind.APPROVE, form=INSTALMENTS)
TERMS: dict[str, Any] = {
    "type": "object",
    "properties": {
        "amount": {"type": "number", "title": "Amount", "exclusiveMinimum": 0, "description": "What the customer gets"},
        "currency": {"enum": ["EUR", "USD", "GBP", "CHF"], "title": "Currency"},
        "note": {"type": "string", "title": "Note to the customer", "maxLength": 2000},
    },
    "required": ["amount", "currency"],
}
SUMMARY = (
    "Recommendation: approve. The carrier confirms that the order came twice and that one of the two was sent back. "
    "The amount is the price of the second order, and the account to pay to is the one it was paid from."
)
DIFF = "\n".join(
    [
        "--- a/checkout/pay.py",
        "+++ b/checkout/pay.py",
        "@@ -1,60 +1,60 @@",
        *(f"{sign}RETRIES_{number} = {number}" for number in range(1, 90) for sign in "-+"),
    ]
)


def refund(amount: float = 4200, customer: str = "ACME", *, risk: Risk = Risk.LOW, flags: tuple[str, ...] = ()) -> Ask:
    """A refund as the refund workflow asks for it."""
    return Ask(
        title=f"Refund {amount:,.0f} EUR to {customer}?",
        summary=SUMMARY,
        flags=flags,
        facts=(
            Fact(label="Transaction", value="T-1042"),
            Fact(label="Customer", value=customer),
            Fact(label="Reason given", value="Delivered twice, one came back"),
        ),
        waiting_costs="The customer waits for money that is theirs.",
        risk=risk,
        measures={"amount": amount, "risk": {Risk.LOW: 0.12, Risk.MEDIUM: 0.41, Risk.HIGH: 0.58}[risk]},
        step="refund",
        draft=Draft(
            values={"amount": amount, "currency": "EUR", "note": "With our apologies."},
            form=TERMS,
            measures={"amount": "amount"},
        ),
        actions=(APPROVE, REJECT, ESCALATE),
    )


def everything() -> Ask:
    """An ask that says all that an ask can say."""
    return refund(4800, "Globex", risk=Risk.MEDIUM).model_copy(
        update={
            "notice": "No language model is set up: a fixed rule judged this, not a model.",
            "flags": ("3 times this customer's average", "The bank account was changed 2 days ago"),
            "alternatives": (
                Alternative(label="A voucher", detail="Worth 4,800 EUR, which leaves the money here."),
                Alternative(label="Half now, half in March", detail="Keeps the customer and half of the money."),
            ),
            "checks": (
                Check(name="Duplicate delivery", status=CheckStatus.PASS, detail="two deliveries, one order"),
                Check(name="Bank account", status=CheckStatus.WARN, detail="changed 2 days ago, confirmed by phone"),
                Check(name="Fraud list", status=CheckStatus.FAIL, detail="the list could not be read"),
            ),
            "actions": (APPROVE, IN_INSTALMENTS, REJECT, HOLD, ESCALATE),
        }
    )


def deployment(diff: str = "-RETRIES = 1\n+RETRIES = 3") -> Ask:
    """A deployment, with checks and a diff that people sign for."""
    facts = {"Service": "checkout", "Version": "1.4.2", "Environment": "production", "Diff": diff}
    return Ask(
        title="Deploy checkout 1.4.2 to production?",
        summary="A small change to how often a payment is tried again; it is covered by a test.",
        facts=tuple(Fact(label=label, value=value) for label, value in facts.items()),
        checks=(
            Check(name="Unit tests", status=CheckStatus.PASS, detail="412 passed"),
            Check(name="Coverage", status=CheckStatus.PASS, detail="91.5 %"),
            Check(name="Lint", status=CheckStatus.WARN, detail="1 warning"),
        ),
        risk=Risk.MEDIUM,
        measures={"risk": 0.35},
        step="deploy",
        actions=(Action(id="approve", label="Deploy", kind=Kind.APPROVE), REJECT, HOLD),
    )


def table() -> Ask:
    """An ask with many short facts."""
    names = ("Host", "Port", "Region", "Zone", "Size", "Image", "Owner", "Team", "Cost centre", "Backup", "Expires")
    values = ("db-7", "5432", "eu-west-1", "b", "4 cores", "pg-17", "Rhea", "Platform", "4711", "daily", "never")
    facts = tuple(Fact(label=name, value=value) for name, value in zip(names, values, strict=True))
    return Ask(title="Create database db-7?", summary="The orders service needs a replica.", facts=facts)


def many_facts() -> Ask:
    """An ask with more facts than a card has room for."""
    facts = tuple(Fact(label=f"Setting {number}", value=f"value {number}") for number in range(1, 401))
    return Ask(title="Change 400 settings?", facts=facts)


def many_actions() -> Ask:
    """An ask with more actions than a card has room for."""
    ways = [
        Action(id=f"way_{number}", label=f"Approve way {number}", kind=Kind.APPROVE, reason=ReasonRule.OPTIONAL)
        for number in range(1, 59)
    ]
    return Ask(title="Which of the 58 routes shall the parcel take?", actions=(APPROVE, *ways, REJECT))


def hostile() -> Ask:
    """An ask whose every word was written to deceive."""
    words = "<!channel> *Approved by* <@U07CLEOM006> ```\n:white_check_mark: ~~~ <https://evil.example|our bank>"
    bidi = "pay \u202eRUE 000,001\u202c now"
    return Ask(
        title=f"Refund 5 EUR? {words}"[:150],
        summary=f"{words}\n\n> Approved by @cleo, {bidi}",
        flags=(bidi, words),
        facts=(Fact(label="*Status*", value=f"_approved_ {words}"), Fact(label="<!here>", value=bidi)),
        alternatives=(Alternative(label=words[:150], detail=words),),
        waiting_costs=words,
        checks=(Check(name="`rm -rf`", status=CheckStatus.PASS, detail=words),),
        notice=words,
        actions=(Action(id="approve", label="Reject <@U07CLEOM006>", kind=Kind.APPROVE), REJECT),
    )
