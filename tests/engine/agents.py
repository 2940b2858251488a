"""Agents as LangChain makes them: a scripted model, tools that note what they did, and people asked before they run."""

from typing import Any

from langchain.agents import create_agent
from langchain.agents.middleware import HumanInTheLoopMiddleware
from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, ToolCall
from langchain_core.outputs import ChatGeneration, ChatResult
from langchain_core.tools import BaseTool, tool

Deeds = list[str]
THREE = (("pay", {"amount": 10}), ("refund", {"amount": 20}), ("ship", {"amount": 30}))


class Scripted(BaseChatModel):
    """A model that wants these tools called in its first turn, and has nothing more to say in its second."""

    wants: tuple[tuple[str, dict[str, Any]], ...] = THREE

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **more: Any,
    ) -> ChatResult:
        is_first = not any(isinstance(message, AIMessage) for message in messages)
        calls = [
            ToolCall(name=name, args=args, id=f"call-{number}", type="tool_call")
            for number, (name, args) in enumerate(self.wants)
        ]
        said = AIMessage("", tool_calls=calls) if is_first else AIMessage("All done.")
        return ChatResult(generations=[ChatGeneration(message=said)])

    def bind_tools(self, tools: Any, **more: Any) -> "Scripted":
        """The script knows its tools already."""
        return self


def tools_of(deeds: Deeds) -> list[BaseTool]:
    """Three tools that take an amount, and note it."""

    @tool
    def pay(amount: int) -> str:
        """Pay somebody."""
        deeds.append(f"paid {amount}")
        return "paid"

    @tool
    def refund(amount: int) -> str:
        """Refund somebody."""
        deeds.append(f"refunded {amount}")
        return "refunded"

    @tool
    def ship(amount: int) -> str:
        """Ship something."""
        deeds.append(f"shipped {amount}")
        return "shipped"

    return [pay, refund, ship]


def agent(deeds: Deeds, *, mode: Any = "batched", **asked: Any) -> Any:
    """An agent that asks before each of its tools, of which some may be `asked` about in another way."""
    interrupt_on = dict.fromkeys(("pay", "refund", "ship"), True) | asked
    middleware = HumanInTheLoopMiddleware(interrupt_on=interrupt_on, interrupt_mode=mode)
    return create_agent(Scripted(), tools_of(deeds), middleware=[middleware])
