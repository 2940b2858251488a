"""An agent as LangChain makes it, with three risky tools that it wants to use in one turn; it knows nothing of us."""

from pathlib import Path
from typing import Annotated, Any

from langchain.agents import AgentState, create_agent
from langchain.agents.middleware import HumanInTheLoopMiddleware
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolCall
from langchain_core.outputs import ChatGeneration, ChatResult
from langchain_core.tools import tool
from langgraph.graph import END, START, StateGraph
from langgraph.prebuilt import InjectedState
from typing_extensions import TypedDict

WANTS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("refund", {"order": "A-1017", "amount": 120}),
    ("send_email", {"to": "ada@example.com", "subject": "Your refund", "body": "120 EUR are on their way."}),
    ("delete_file", {"path": "/orders/A-1017.json"}),
)


class Job(TypedDict, total=False):
    """What the agent is told to do, and the file that its effects are written to."""

    job: str
    effects: str


class Working(AgentState[Any], total=False):
    """What the agent works on."""

    job: str
    effects: str
    outcome: str


class Scripted(BaseChatModel):
    """A model that wants its three tools in its first turn, and says in its second what became of them."""

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def _generate(
        self, messages: list[BaseMessage], stop: list[str] | None = None, run_manager: Any = None, **more: Any
    ) -> ChatResult:
        is_first = not any(isinstance(message, AIMessage) for message in messages)
        calls = [
            ToolCall(name=name, args=args, id=f"call-{number}", type="tool_call")
            for number, (name, args) in enumerate(WANTS)
        ]
        told = "; ".join(str(message.content) for message in messages if message.type == "tool")
        said = AIMessage("", tool_calls=calls) if is_first else AIMessage(told)
        return ChatResult(generations=[ChatGeneration(message=said)])

    def bind_tools(self, tools: Any, **more: Any) -> "Scripted":
        """The script knows its tools already."""
        return self


def _note(effects: str, line: str) -> str:
    if effects:
        with Path(effects).open("a") as file:
            file.write(line + "\n")
    return line


@tool
def refund(order: str, amount: int, effects: Annotated[str, InjectedState("effects")]) -> str:
    """Refund an order."""
    return _note(effects, f"refunded {amount} for {order}")


@tool
def send_email(to: str, subject: str, body: str, effects: Annotated[str, InjectedState("effects")]) -> str:
    """Send an e-mail."""
    return _note(effects, f"wrote to {to}: {subject}")


@tool
def delete_file(path: str, effects: Annotated[str, InjectedState("effects")]) -> str:
    """Delete a file."""
    return _note(effects, f"deleted {path}")


async def _brief(state: Working) -> dict[str, Any]:
    return {"messages": [HumanMessage(state.get("job") or "Settle the complaint.")]}


async def _close(state: Working) -> dict[str, Any]:
    return {"outcome": str(state["messages"][-1].content)}


_agent = create_agent(
    Scripted(),
    [refund, send_email, delete_file],
    middleware=[HumanInTheLoopMiddleware(dict.fromkeys(("refund", "send_email", "delete_file"), True))],
    state_schema=Working,
)
_clerk = StateGraph(Working, input_schema=Job)
_clerk.add_node("brief", _brief)
_clerk.add_node("agent", _agent)
_clerk.add_node("close", _close)
_clerk.add_edge(START, "brief")
_clerk.add_edge("brief", "agent")
_clerk.add_edge("agent", "close")
_clerk.add_edge("close", END)
clerk = _clerk
