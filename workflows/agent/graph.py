"""The tool agent: LangChain's `create_agent` with its human-in-the-loop middleware, and nothing of Countersign's own.

The middleware asks per call, not in one batch for each turn: each risky call then is a request of its own, with its own
policy and its own form from the tool's schema; an answer is checked before it is saved; an edit cannot turn one tool
into another; and a call that was approved runs without waiting for the others. A batch would hold up a payment until
somebody has decided about a deployment. It is also what the library will do by default.
"""

from typing import Any

from langchain.agents import create_agent
from langchain.agents.middleware import (
    AgentMiddleware,
    HumanInTheLoopMiddleware,
    InterruptOnConfig,
    ModelCallLimitMiddleware,
)
from langgraph.graph.state import CompiledStateGraph

from workflows.agent.asking import ASKED
from workflows.agent.brain import Brain
from workflows.agent.harmless import HARMLESS
from workflows.agent.prompt import SYSTEM
from workflows.agent.risky import RISKY
from workflows.agent.stand_in import StandIn

MOST_TURNS = 20


def build() -> CompiledStateGraph[Any, Any, Any, Any]:
    """The graph as LangChain makes it; whoever runs it brings the checkpointer."""
    for tool in (*HARMLESS, *RISKY):
        tool.handle_tool_error = True
    gates: dict[str, bool | InterruptOnConfig] = {tool.name: ASKED for tool in RISKY}
    middleware: list[AgentMiddleware[Any, Any]] = [
        HumanInTheLoopMiddleware(gates, interrupt_mode="per_call"),
        ModelCallLimitMiddleware(run_limit=MOST_TURNS, exit_behavior="end"),
        Brain(),
    ]
    return create_agent(
        StandIn(),
        [*HARMLESS, *RISKY],
        system_prompt=SYSTEM,
        middleware=middleware,
    )


graph = build()
