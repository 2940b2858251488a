"""A chat model that says what it was given to say: in place of a paid one, as tutorials do in their tests."""

from collections.abc import Sequence
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatResult


class ScriptedModel(BaseChatModel):
    """Calls the tools of `calls` in its first turn, and then tells what came of them."""

    calls: list[dict[str, Any]]

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def bind_tools(self, tools: Sequence[Any], **kwargs: Any) -> "ScriptedModel":
        return self

    def _generate(self, messages: list[BaseMessage], *args: Any, **kwargs: Any) -> ChatResult:
        results = [message.text for message in messages if message.type == "tool"]
        if results:
            reply = AIMessage(f"Done: {'; '.join(results)}")
        else:
            reply = AIMessage("", tool_calls=[call | {"type": "tool_call"} for call in self.calls])
        return ChatResult(generations=[ChatGeneration(message=reply)])
