"""Small graphs for the journeys; each effect is a line in the file that the input names."""

import asyncio
from pathlib import Path

from langgraph.graph import END, START, StateGraph
from langgraph.types import interrupt
from pydantic import BaseModel, Field
from typing_extensions import TypedDict

from bot.review import Ask, Decision, Fact, ask


class Wire(BaseModel):
    """What a wire needs."""

    amount: float = Field(gt=0, description="How much, in EUR")
    to: str = Field(default="ACME", description="Who gets it")
    effects: str = Field(default="", description="File that effects are written to")
    gate: str = Field(default="", description="File that must exist before the money leaves")


class WireState(TypedDict, total=False):
    amount: float
    to: str
    effects: str
    gate: str
    approved: bool
    outcome: str


async def _ask_wire(state: WireState) -> WireState:
    question = Ask(
        title=f"Wire {state['amount']:.0f} EUR to {state.get('to', 'ACME')}?",
        facts=(Fact(label="Amount", value=f"{state['amount']:.0f} EUR"),),
        measures={"amount": state["amount"]},
    )
    decision = ask(question)
    said = f" ({decision.reason})" if decision.reason else ""
    return {"approved": decision.approved, "outcome": f"Not wired{said}."}


async def _act(state: WireState) -> WireState:
    await _wait_for(state.get("gate", ""))
    if not state["approved"]:
        return {}
    await asyncio.to_thread(_note, state.get("effects", ""), f"wired {state['amount']:.0f}")
    return {"outcome": f"Wired {state['amount']:.0f} EUR."}


async def _wait_for(gate: str) -> None:
    while gate and not await asyncio.to_thread(Path(gate).exists):  # noqa: ASYNC110 - another process opens the gate
        await asyncio.sleep(0.02)


def _note(effects: str, line: str) -> None:
    if effects:
        with Path(effects).open("a") as file:
            file.write(line + "\n")


_wire = StateGraph(WireState, input_schema=Wire)
_wire.add_node("ask", _ask_wire)
_wire.add_node("act", _act)
_wire.add_edge(START, "ask")
_wire.add_edge("ask", "act")
_wire.add_edge("act", END)
wire = _wire.compile()


class TwinState(TypedDict, total=False):
    effects: str
    left: str
    right: str
    outcome: str


def _decided(title: str) -> Decision:
    return ask(Ask(title=title))


async def _ask_left(state: TwinState) -> TwinState:
    return {"left": _decided("Open the left door?").action}


async def _ask_right(state: TwinState) -> TwinState:
    return {"right": _decided("Open the right door?").action}


async def _do_left(state: TwinState) -> TwinState:
    await asyncio.to_thread(_note, state.get("effects", ""), f"left {state['left']}")
    return {}


async def _do_right(state: TwinState) -> TwinState:
    await asyncio.to_thread(_note, state.get("effects", ""), f"right {state['right']}")
    return {}


async def _join(state: TwinState) -> TwinState:
    return {"outcome": f"Left: {state['left']}, right: {state['right']}."}


_twins = StateGraph(TwinState)
_twins.add_node("ask_left", _ask_left)
_twins.add_node("ask_right", _ask_right)
_twins.add_node("do_left", _do_left)
_twins.add_node("do_right", _do_right)
_twins.add_node("join", _join)
_twins.add_edge(START, "ask_left")
_twins.add_edge(START, "ask_right")
_twins.add_edge("ask_left", "do_left")
_twins.add_edge("ask_right", "do_right")
_twins.add_edge(["do_left", "do_right"], "join")
_twins.add_edge("join", END)
twins = _twins


class AnyState(TypedDict, total=False):
    answer: str


async def _ask_and_break(state: AnyState) -> AnyState:
    return {"answer": _decided("Break it?").action}


async def _break(state: AnyState) -> AnyState:
    raise ValueError("the bank is closed")


_broken = StateGraph(AnyState)
_broken.add_node("ask", _ask_and_break)
_broken.add_node("break", _break)
_broken.add_edge(START, "ask")
_broken.add_edge("ask", "break")
_broken.add_edge("break", END)
broken = _broken


async def _ask_in_own_words(state: AnyState) -> AnyState:
    return {"answer": interrupt({"what": "shall I?", "options": [1, 2]})}


def foreign() -> StateGraph[AnyState]:
    """A factory, as a langgraph.json may name one."""
    builder = StateGraph(AnyState)
    builder.add_node("ask", _ask_in_own_words)
    builder.add_edge(START, "ask")
    builder.add_edge("ask", END)
    return builder
