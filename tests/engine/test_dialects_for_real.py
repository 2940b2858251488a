"""The answers that the formal dialects compose, given to the libraries that asked: they do what people decided."""

from collections.abc import Callable, Sequence
from typing import Any, Literal

import pytest
from langchain.agents import create_agent
from langchain.agents.middleware import HumanInTheLoopMiddleware
from langchain.agents.middleware.human_in_the_loop import InterruptOnConfig
from langchain_core.language_models import LanguageModelInput
from langchain_core.language_models.fake_chat_models import GenericFakeChatModel
from langchain_core.messages import AIMessage, ToolCall, ToolMessage
from langchain_core.runnables import Runnable
from langchain_core.tools import BaseTool, tool
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.graph import END, START, StateGraph
from langgraph.types import Command, interrupt
from pydantic import BaseModel
from typing_extensions import TypedDict

from bot.approvals.dialects import reading, shapes
from bot.approvals.dialects.payloads import Part, Payload, Reading
from bot.engine.catalogue import AnyGraph
from bot.engine.threads import Finished, Waiting, config_of, look
from tests.approvals.dialects.readings import answer
from tests.approvals.dialects.specimens import ALL_ALLOWED
from tests.approvals.dialects.specimens import interrupt as human_interrupt

CONFIG = config_of("thread-1")
SIGNED: dict[str, bool | InterruptOnConfig] = {
    "refund": {"allowed_decisions": ["approve", "edit", "reject"]},
    "ask_human": {"allowed_decisions": ["respond"]},
}


class Scripted(GenericFakeChatModel):
    """A model that says what it was told to, and knows of tools."""

    def bind_tools(self, tools: Sequence[Any], **_: Any) -> Runnable[LanguageModelInput, AIMessage]:
        return self


def a_call(name: str, number: int, **args: Any) -> ToolCall:
    return ToolCall(name=name, args=args, id=f"call-{number}", type="tool_call")


CALLS = [
    a_call("refund", 1, order_id="A1", amount=10.0),
    a_call("ask_human", 2, question="Is Ada a customer?"),
    a_call("refund", 3, order_id="A2", amount=20.0),
    a_call("refund", 4, order_id="A3", amount=30.0),
]


def tools(done: list[str]) -> list[BaseTool]:
    """Tools that write down what they were called with."""

    @tool
    def refund(order_id: str, amount: float) -> str:
        """Give money back."""
        done.append(f"{order_id} {amount}")
        return "paid"

    @tool
    def ask_human(question: str) -> str:
        """Ask a person."""
        done.append(question)
        return "asked"

    return [refund, ask_human]


def agent(done: list[str], mode: Literal["batched", "per_call"]) -> AnyGraph:
    """An agent that wants four calls signed in its first turn."""
    model = Scripted(messages=iter([AIMessage("", tool_calls=CALLS), AIMessage("done")]))
    middleware = HumanInTheLoopMiddleware(interrupt_on=SIGNED, interrupt_mode=mode)
    return create_agent(model, tools(done), middleware=[middleware], checkpointer=InMemorySaver())


async def asked(graph: AnyGraph, value: Any) -> dict[str, Reading]:
    """What the graph asks after it was given this, by interrupt id, as its dialect has it."""
    await graph.ainvoke(value, CONFIG, durability="sync")
    seen = await look(graph, CONFIG)
    assert isinstance(seen, Waiting)
    return {name: reading.read(payload) for name, payload in seen.pending.items()}


async def resumed(graph: AnyGraph, answers: dict[str, Any]) -> dict[str, Any]:
    """The state that the graph ends in with these answers."""
    await graph.ainvoke(Command(resume=answers), CONFIG, durability="sync")
    seen = await look(graph, CONFIG)
    assert isinstance(seen, Finished)
    return dict(seen.values)


def told(state: dict[str, Any]) -> dict[str, str]:
    """What the model is told of each call."""
    results = [message for message in state["messages"] if isinstance(message, ToolMessage)]
    return {message.tool_call_id: str(message.content) for message in results}


def by_hand(part: Part) -> Any:
    """One decision of each sort: the first order is approved, the second changed and the third rejected."""
    if part.ask.step == "ask_human":
        return _only(answer(part, "respond", reason="She is."))
    assert part.ask.draft
    order = part.ask.draft.values["order_id"]
    if order == "A1":
        return _only(answer(part, "approve"))
    if order == "A2":
        return _only(answer(part, "approve", edits={"order_id": "A2", "amount": 19.5}))
    return _only(answer(part, "reject", reason="paid already"))


def _only(answered: Any) -> Any:
    """The decision itself, out of the list in which a part of several would be told with the others."""
    return answered["decisions"][0] if "decisions" in answered else answered


@pytest.mark.parametrize("mode", ["batched", "per_call"])
async def test_an_agent_does_with_each_call_what_was_decided(mode: Literal["batched", "per_call"]) -> None:
    done: list[str] = []
    graph = agent(done, mode)
    questions = await asked(graph, {"messages": [("user", "Refund them.")]})
    assert {each.dialect for each in questions.values()} == {"hitl_batched" if mode == "batched" else "hitl_call"}
    assert sum(len(each.parts) for each in questions.values()) == len(CALLS)
    answers = {}
    for name, read in questions.items():
        assert read.parts[0].reply
        answers[name] = shapes.whole(read.parts[0].reply, [by_hand(part) for part in read.parts])
    results = told(await resumed(graph, answers))
    assert sorted(done) == ["A1 10.0", "A2 19.5"]
    assert results["call-1"] == "paid"
    assert results["call-2"] == "She is."
    assert "19.5" in results["call-3"]
    assert "paid already" in results["call-4"]


async def test_calls_that_are_asked_about_by_themselves_can_be_answered_one_by_one() -> None:
    done: list[str] = []
    graph = agent(done, "per_call")
    questions = await asked(graph, {"messages": [("user", "Refund them.")]})
    for name, read in list(questions.items())[:-1]:
        left = await asked(graph, Command(resume={name: by_hand(read.parts[0])}))
        assert name not in left
    last, read = list(questions.items())[-1]
    await resumed(graph, {last: by_hand(read.parts[0])})
    assert sorted(done) == ["A1 10.0", "A2 19.5"]


class State(TypedDict, total=False):
    """What the node was answered."""

    answered: Any


class Verdict(BaseModel):
    approved: bool
    limit: int | None = None


def asking(ask: Callable[[], Any]) -> AnyGraph:
    """A graph that asks once and keeps the answer."""
    graph = StateGraph(State)
    graph.add_node("ask", lambda _: {"answered": ask()})
    graph.add_edge(START, "ask")
    graph.add_edge("ask", END)
    return graph.compile(checkpointer=InMemorySaver())


def as_inbox() -> Any:
    return interrupt([human_interrupt(**ALL_ALLOWED)])[0]


def as_type() -> Any:
    return interrupt("Refund?", response_schema=Verdict).model_dump()


def as_schema() -> Any:
    return interrupt({"question": "Which?"}, response_schema={"enum": ["red", "blue"]})


@pytest.mark.parametrize(
    ("ask", "action", "said", "expected"),
    [
        (as_inbox, "approve", {}, {"type": "accept", "args": None}),
        (as_inbox, "respond", {"reason": "no"}, {"type": "response", "args": "no"}),
        (as_type, "approve", {}, {"approved": True, "limit": None}),
        (as_type, "reject", {"values": {"limit": 5}}, {"approved": False, "limit": 5}),
        (as_schema, "blue", {}, "blue"),
    ],
)
async def test_a_graph_gets_the_answer_that_it_asked_for(
    ask: Callable[[], Any], action: str, said: dict[str, Any], expected: Any
) -> None:
    graph = asking(ask)
    [(name, read)] = (await asked(graph, {})).items()
    assert (await resumed(graph, {name: answer(read.parts[0], action, **said)}))["answered"] == expected


async def test_a_question_that_is_answered_elsewhere_is_left_alone() -> None:
    graph = asking(lambda: interrupt({"aap_request_id": "8a4e", "tool": "refund", "tool_call_id": "c1"}))
    [read] = (await asked(graph, {})).values()
    assert read == reading.read(Payload({"aap_request_id": "8a4e", "tool": "refund", "tool_call_id": "c1"}))
    assert read.parts[0].reply is None
