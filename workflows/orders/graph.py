"""The order workflow: plan, reserve, ship, each signed for; a rejection gives back what was reserved, newest first."""

from typing import Any

from langgraph.graph import END, START, StateGraph

from bot.review import Decision, ask, progress, roll_back
from workflows.models import judge
from workflows.orders import card, prompt, resources, rule
from workflows.orders.card import Stage
from workflows.orders.holds import Short
from workflows.orders.state import OrderInput, OrderState, Plan, Stock
from workflows.reviews import review_of

Update = dict[str, Any]


async def make_plan(state: OrderState) -> Update:
    """Look up what is left, and plan the order by a model or by the rule."""
    stock = await resources.look_up(state)
    judgement = await judge(prompt.question(state, stock), lambda: rule.plan(state, stock))
    return {"stock": stock, "plan": judgement.answer, "notice": judgement.notice}


async def ask_about_plan(state: OrderState) -> Update:
    """Ask whether it is to be fulfilled at all."""
    return _asked(state, Stage.PLAN)


async def hold_budget(state: OrderState) -> Update:
    """Hold the price, and look again at what is left."""
    try:
        held = await resources.hold_budget(state, _decision(state))
    except Short as short:
        return {"short": str(short)}
    return {"reserved": (held,), "stock": await resources.look_up(state)}


async def ask_about_resources(state: OrderState) -> Update:
    """Ask whether stock and carrier may be reserved."""
    return _asked(state, Stage.RESOURCES)


async def reserve(state: OrderState) -> Update:
    """Reserve the pieces, then the carrier; what is short ends it."""
    decision = _decision(state)
    progress("Reserving stock and carrier")
    try:
        pieces = await resources.reserve_pieces(state, decision)
        carrier = await resources.book_carrier(state, decision)
    except Short as short:
        return {"short": str(short)}
    return {"reserved": (*state.reserved, pieces, carrier), "stock": await resources.look_up(state)}


async def ask_about_execution(state: OrderState) -> Update:
    """Ask whether it may be shipped."""
    return _asked(state, Stage.EXECUTION)


async def ship(state: OrderState) -> Update:
    """Ship, then confirm to the customer; each happens once."""
    decision = _decision(state)
    shipment = await resources.ship(state, decision)
    return {"outcome": card.shipped(state, shipment, await resources.confirm(state, decision))}


async def call_off(state: OrderState) -> Update:
    """Give back all that was reserved, the newest first, and say so."""
    decision = _decision(state)
    undone = await roll_back(because=state.short or decision.reason)
    return {"outcome": card.ended(state, decision, undone)}


def build() -> StateGraph[OrderState, None, OrderInput, OrderState]:
    """The graph, not yet compiled: whoever runs it brings the checkpointer."""
    builder = StateGraph(OrderState, input_schema=OrderInput)
    builder.add_node("make_plan", make_plan)
    builder.add_node("ask_about_plan", ask_about_plan)
    builder.add_node("hold_budget", hold_budget)
    builder.add_node("ask_about_resources", ask_about_resources)
    builder.add_node("reserve", reserve)
    builder.add_node("ask_about_execution", ask_about_execution)
    builder.add_node("ship", ship)
    builder.add_node("call_off", call_off)
    builder.add_edge(START, "make_plan")
    builder.add_edge("make_plan", "ask_about_plan")
    builder.add_conditional_edges("ask_about_plan", _after_plan, ["hold_budget", "call_off"])
    builder.add_conditional_edges("hold_budget", _after_budget, ["ask_about_resources", "call_off"])
    builder.add_conditional_edges("ask_about_resources", _after_resources, ["reserve", "call_off"])
    builder.add_conditional_edges("reserve", _after_reserving, ["ask_about_execution", "call_off"])
    builder.add_conditional_edges("ask_about_execution", _after_execution, ["ship", "call_off"])
    builder.add_edge("ship", END)
    builder.add_edge("call_off", END)
    return builder


def _asked(state: OrderState, stage: Stage) -> Update:
    """What people of this stage decided, added to what was said before."""
    decision = ask(card.question(state, stage, _plan(state), _stock(state)))
    review = review_of(decision, stage, 1, card.VERDICTS)
    return {"decision": decision, "reviews": (*state.reviews, review)}


def _after_plan(state: OrderState) -> str:
    return "hold_budget" if _decision(state).approved else "call_off"


def _after_budget(state: OrderState) -> str:
    return "call_off" if state.short else "ask_about_resources"


def _after_resources(state: OrderState) -> str:
    return "reserve" if _decision(state).approved else "call_off"


def _after_reserving(state: OrderState) -> str:
    return "call_off" if state.short else "ask_about_execution"


def _after_execution(state: OrderState) -> str:
    return "ship" if _decision(state).approved else "call_off"


def _plan(state: OrderState) -> Plan:
    if state.plan is None:
        raise ValueError("The order was not planned before people were asked.")
    return state.plan


def _stock(state: OrderState) -> Stock:
    if state.stock is None:
        raise ValueError("Nobody looked up what is left before people were asked.")
    return state.stock


def _decision(state: OrderState) -> Decision:
    if state.decision is None:
        raise ValueError("The order went on without a decision.")
    return state.decision


graph = build()
