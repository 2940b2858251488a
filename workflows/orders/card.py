"""The words of an order: its three questions, and how it ended."""

from collections.abc import Sequence
from enum import StrEnum

from bot.review import APPROVE, REJECT, Action, Alternative, Ask, Decision, Fact, Kind, ReasonRule, Risk
from workflows.orders.prices import pallets, total
from workflows.orders.state import OrderState, Plan, Stock
from workflows.reviews import history
from workflows.words import capital, declined, euros, one_line


class Stage(StrEnum):
    """What people sign for; these are the steps that routes send to each of them."""

    PLAN = "order plan"
    RESOURCES = "order resources"
    EXECUTION = "order execution"


SHIP = Action(id="ship", label="Ship", kind=Kind.APPROVE)
CALL_OFF = Action(id="call_off", label="Call off", kind=Kind.REJECT, reason=ReasonRule.REQUIRED)
VERDICTS = {APPROVE.id: "Approved", REJECT.id: "Rejected", SHIP.id: "Shipment approved", CALL_OFF.id: "Called off"}
_TITLES = {
    Stage.PLAN: "Fulfil {what}?",
    Stage.RESOURCES: "Reserve stock and carrier for {what}?",
    Stage.EXECUTION: "Ship {what} now?",
}
_NEXT = {
    Stage.PLAN: "The price is held in the budget; then the resources are put before people.",
    Stage.RESOURCES: "Stock and carrier are reserved; then the shipment is put before people.",
    Stage.EXECUTION: "It is shipped, which cannot be undone, and the customer gets a confirmation.",
}
_REFUSED = {
    Stage.PLAN: "the plan for {what}",
    Stage.RESOURCES: "the reservation for {what}",
    Stage.EXECUTION: "the shipment of {what}",
}
_WAITING = {
    Stage.PLAN: "Nothing is reserved yet: stock may go to somebody else.",
    Stage.RESOURCES: "The budget is held, and nobody else can use it.",
    Stage.EXECUTION: "Stock, carrier and budget are held, and nobody else can use them.",
}
_MEDIUM, _HIGH = 0.35, 0.6


def question(state: OrderState, stage: Stage, plan: Plan, stock: Stock) -> Ask:
    """The ask of one stage, with what was reserved and said before; its measures are `amount` and `risk`."""
    return Ask(
        title=_TITLES[stage].format(what=what(state)),
        summary=plan.summary,
        flags=tuple(plan.concerns),
        facts=_facts(state, stage, stock),
        alternatives=_alternatives(state, stage),
        waiting_costs=_WAITING[stage],
        risk=_risk(plan.risk),
        measures={"amount": total(state), "risk": plan.risk},
        notice=state.notice,
        step=stage,
        actions=(SHIP, CALL_OFF) if stage is Stage.EXECUTION else (APPROVE, REJECT),
    )


def shipped(state: OrderState, shipment: str, confirmation: str) -> str:
    """What is told of an order that was shipped."""
    return f"Shipped {what(state)}. Shipment: {shipment}; confirmation: {confirmation}."


def ended(state: OrderState, decision: Decision, undone: Sequence[str]) -> str:
    """What is told of an order that was not shipped, with what was given back, the newest first."""
    back = f" Given back: {'; '.join(undone)}." if undone else ""
    if state.short:
        return f"{capital(what(state))} cannot be fulfilled ({state.short}), so nothing was shipped.{back}"
    refused = _REFUSED[Stage(state.reviews[-1].step)].format(what=what(state))
    return declined(decision, refused, "nothing was shipped") + back


def what(state: OrderState) -> str:
    """The order in a few words."""
    return f"{state.quantity:,} × {state.item} for {one_line(state.customer)}"


def _facts(state: OrderState, stage: Stage, stock: Stock) -> tuple[Fact, ...]:
    takes = "" if stage is Stage.EXECUTION else f", of which it takes {pallets(state):,}"
    facts = [
        Fact(label="Amount", value=euros(total(state))),
        Fact(label="To", value=one_line(state.city)),
        Fact(label="Left in stock", value=f"{stock.pieces:,} pieces"),
        Fact(label="Left with the carrier", value=f"{stock.pallets:,} pallets{takes}"),
        *history(state.reviews, "The {step}"),
    ]
    if state.reserved:
        facts.append(Fact(label="Reserved so far", value="\n".join(state.reserved)))
    facts.append(Fact(label="If you approve", value=_NEXT[stage]))
    return (*facts, Fact(label="Note", value=state.note)) if state.note else tuple(facts)


def _alternatives(state: OrderState, stage: Stage) -> tuple[Alternative, ...]:
    if state.reserved:
        detail = f"Then all that was reserved is given back, the newest first: {'; '.join(reversed(state.reserved))}."
        return (Alternative(label="Call it off" if stage is Stage.EXECUTION else "Reject", detail=detail),)
    return (Alternative(label="Ship in parts", detail="Reject it, and have it ordered again in smaller lots."),)


def _risk(risk: float) -> Risk:
    if risk > _HIGH:
        return Risk.HIGH
    return Risk.MEDIUM if risk > _MEDIUM else Risk.LOW
