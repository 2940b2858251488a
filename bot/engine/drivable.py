"""What the engine needs of a graph to drive it, whether it runs here or on a server."""

from collections.abc import AsyncIterator
from typing import Any, Literal, Protocol

from langchain_core.runnables import RunnableConfig
from langgraph.types import StateSnapshot


class Drivable(Protocol):
    """A graph with threads: LangGraph's own compiled graphs are such as they are."""

    async def aget_state(self, config: RunnableConfig) -> StateSnapshot:
        """Where the thread stands."""
        raise NotImplementedError

    def astream(
        self,
        input: Any,
        config: RunnableConfig,
        *,
        durability: Literal["sync"],
        stream_mode: Literal["custom"],
        subgraphs: Literal[True],
    ) -> AsyncIterator[Any]:
        """Take the thread to its next stop; yields what it tells on the way, each with where within it that was."""
        raise NotImplementedError
