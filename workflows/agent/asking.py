"""What people are told of a risky call: the question in the first line, then what is at stake and who wanted it."""

from collections.abc import Callable, Mapping
from typing import Any

from langchain.agents.middleware import AgentState
from langchain.agents.middleware.human_in_the_loop import InterruptOnConfig
from langchain_core.messages import AIMessage, HumanMessage, ToolCall
from langgraph.runtime import Runtime

from workflows.agent import stand_in
from workflows.words import money, one_line

_QUESTIONS: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "delete_file": lambda args: f"Delete {args.get('path')}?",
    "send_email": lambda args: f"Send “{args.get('subject')}” to {args.get('to')}?",
    "push_to_production": lambda args: f"Put {args.get('service')} {args.get('version')} live?",
    "make_payment": lambda args: f"Pay {_amount(args)} to {args.get('payee')}?",
}
_STAKES = {
    "delete_file": "High risk: the agent cannot bring it back.",
    "send_email": "High risk: what was sent cannot be called back.",
    "push_to_production": "High risk: every customer meets it at once.",
    "make_payment": "High risk: money that was paid cannot be called back.",
}
_LONGEST_TASK = 500


def described(tool_call: ToolCall, state: AgentState[Any], runtime: Runtime[Any]) -> str:
    """The description of a call, built from the state alone."""
    name = tool_call["name"]
    task = next((message for message in state["messages"] if isinstance(message, HumanMessage)), None)
    lines = [one_line(_QUESTIONS[name](tool_call["args"])), _STAKES[name]]
    if task:
        lines.append(f"The task was: {one_line(str(task.content))[:_LONGEST_TASK]}")
    return "\n".join([*lines, *_notice(state)])


def _notice(state: AgentState[Any]) -> list[str]:
    """Says so where the call was not planned by a model."""
    said = next((message for message in reversed(state["messages"]) if isinstance(message, AIMessage)), None)
    is_stand_in = said is not None and said.response_metadata.get("model_name") == stand_in.NAME
    return [stand_in.SAYS_SO] if is_stand_in else []


def _amount(args: Mapping[str, Any]) -> str:
    amount, currency = args.get("amount"), args.get("currency")
    return money(amount, str(currency)) if isinstance(amount, int | float) else f"{amount} {currency}"


# How the middleware asks about a call: approve it, edit its arguments, or reject it with a reason.
ASKED = InterruptOnConfig(allowed_decisions=["approve", "edit", "reject"], description=described)
