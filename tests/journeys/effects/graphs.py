"""Graphs that do something once, for the journeys; what they do is a line in the file that the input names."""

import asyncio
from pathlib import Path

from langgraph.graph import END, START, StateGraph
from typing_extensions import TypedDict

from bot.review import Ask, ask, effect


class PayState(TypedDict, total=False):
    effects: str
    early: str
    late: str
    outcome: str


async def _pay(state: PayState) -> PayState:
    """Asks, pays and asks again; `early` and `late` name files that hold the paying up before and after the money."""
    first = ask(Ask(title="Pay?"))

    async def pay() -> str:
        await _held_up(state.get("early", ""))
        await asyncio.to_thread(_note, state["effects"])
        await _held_up(state.get("late", ""))
        return "p-1"

    paid = await effect("pay", pay, words="Paid ACME 40 EUR")
    second = ask(Ask(title="File the receipt?"))
    return {"outcome": f"{first.action}, {second.action}: {paid}."}


async def _held_up(gate: str) -> None:
    """Tell that it waits, and wait until the gate is there."""
    if gate:
        await asyncio.to_thread(Path(f"{gate}.reached").touch)
    while gate and not await asyncio.to_thread(Path(gate).exists):  # noqa: ASYNC110 - another process opens the gate
        await asyncio.sleep(0.02)


def _note(effects: str) -> None:
    with Path(effects).open("a") as file:
        file.write("paid\n")


pay = StateGraph(PayState)
pay.add_node("pay", _pay)
pay.add_edge(START, "pay")
pay.add_edge("pay", END)
