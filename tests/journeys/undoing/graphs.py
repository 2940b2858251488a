"""An agent that switches a feature on at once, and lets people switch it off again for a while."""

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any

from langgraph.graph import END, START, StateGraph
from pydantic import BaseModel, Field
from typing_extensions import TypedDict

from bot.review import Ask, ask, compensation, effect, roll_back


class Release(BaseModel):
    """What a release needs."""

    feature: str = Field(default="search", description="What is switched on")
    minutes: float = Field(default=30, gt=0, description="For how long that can be undone")
    switches: str = Field(default="", description="File that the switches are noted in")
    failures: int = Field(default=0, ge=0, description="How often switching it off fails")
    then_ask: bool = Field(default=False, description="Whether people are asked something afterwards")
    roll_back: bool = Field(default=False, description="Whether the workflow undoes it itself in the end")


class ReleaseState(TypedDict, total=False):
    feature: str
    minutes: float
    switches: str
    failures: int
    then_ask: bool
    roll_back: bool
    outcome: str


class Unreachable(Exception):
    """The switch cannot be reached."""


@compensation
async def switch_off(released: dict[str, Any]) -> None:
    """Switch the feature off again; it fails as often as the release was told."""
    await asyncio.to_thread(_switch_off, released)


def _switch_off(released: dict[str, Any]) -> None:
    switches = Path(released["switches"])
    tried = switches.with_suffix(".tried")
    times = len(tried.read_text()) if tried.exists() else 0
    tried.write_text("x" * (times + 1))
    if times < released["failures"]:
        raise Unreachable(f"the switch of {released['feature']} cannot be reached")
    _note(switches, f"{released['feature']} off")


async def _release(state: ReleaseState) -> ReleaseState:
    feature, switches = state.get("feature", "search"), Path(state.get("switches", "") or "switches.txt")

    async def switch_on() -> dict[str, Any]:
        await asyncio.to_thread(_note, switches, f"{feature} on")
        return {"feature": feature, "switches": str(switches), "failures": state.get("failures", 0)}

    window = timedelta(minutes=state.get("minutes", 30))
    await effect("release", switch_on, undo=switch_off, window=window, words=f"Switched {feature} on for everybody")
    return {"outcome": f"{feature} is on."}


async def _follow_up(state: ReleaseState) -> ReleaseState:
    if state.get("then_ask"):
        decision = ask(Ask(title=f"Tell the customers about {state.get('feature', 'search')}?"))
        if not decision.approved and state.get("roll_back"):
            undone = await roll_back("nobody is to hear of it")
            return {"outcome": f"Rolled back: {', '.join(undone)}."}
    return {}


def _note(switches: Path, line: str) -> None:
    with switches.open("a") as file:
        file.write(line + "\n")


_graph = StateGraph(ReleaseState, input_schema=Release)
_graph.add_node("release", _release)
_graph.add_node("follow_up", _follow_up)
_graph.add_edge(START, "release")
_graph.add_edge("release", "follow_up")
_graph.add_edge("follow_up", END)
release = _graph.compile()
