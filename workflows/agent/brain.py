"""Which model the agent thinks with: the one that the environment names, or else the stand-in it was built with."""

import os
from collections.abc import Awaitable, Callable
from typing import Any

from langchain.agents.middleware import AgentMiddleware, AgentState, ModelRequest, ModelResponse

from workflows.models import chat_model, in_words

Call = Callable[[ModelRequest[Any]], Awaitable[ModelResponse[Any]]]


class Brain(AgentMiddleware[AgentState[Any], Any]):
    """Has each turn thought by the model of OPENAI_API_KEY, where there is one; its troubles are told in words."""

    async def awrap_model_call(self, request: ModelRequest[Any], handler: Call) -> ModelResponse[Any]:
        """Raises ModelUnavailable, whose message is meant for people."""
        if not os.environ.get("OPENAI_API_KEY"):
            return await handler(request)
        with in_words():
            return await handler(request.override(model=chat_model()))
