"""A run of the tool agent, answered as the bot answers it: through the dialect of LangChain's middleware."""

import copy
from dataclasses import dataclass, field
from typing import Any

from langgraph.checkpoint.memory import InMemorySaver
from langgraph.types import Command

from bot.approvals.ask import Ask
from bot.approvals.decision import Decision
from bot.approvals.dialects import reading, shapes
from bot.approvals.dialects.payloads import Part, Payload
from bot.engine.outcomes import outcome_of
from tests.workflows.examples import Thread
from workflows.agent.graph import build


def _unstarted() -> Thread:
    graph = build()
    graph.checkpointer = InMemorySaver()
    return Thread(graph)


@dataclass(slots=True)
class Agent:
    """One run."""

    thread: Thread = field(default_factory=_unstarted)

    async def start(self, task: str) -> list[Ask]:
        """Give it a task, and return what it asks about, if anything."""
        await self.thread.drive({"messages": [{"role": "user", "content": task}]})
        return await self.asks()

    async def asks(self) -> list[Ask]:
        """What it asks about at present, in the order of the calls."""
        return [part.ask for part in (await self._parts()).values()]

    async def answer(self, made: Decision, place: int = 0) -> list[Ask]:
        """Answer one of its questions as the bot would, and return what it asks about then."""
        interrupt_id, part = list((await self._parts()).items())[place]
        assert part.reply
        draft = part.ask.draft.values if part.ask.draft else None
        command: Command[Any] = Command(resume={interrupt_id: shapes.answer(part.reply, made, draft)})
        await self.thread.drive(command, __pregel_strict_resume=True)
        return await self.asks()

    def as_saved(self) -> "Agent":
        """The same run as another process would find it, if this one died now: its saved state and its effects."""
        graph = build()
        graph.checkpointer = copy.deepcopy(self.thread.graph.checkpointer)
        return Agent(Thread(graph, self.thread.config, self.thread.book))

    async def outcome(self) -> str:
        """What people are told in the end."""
        state = await self.thread.graph.aget_state(self.thread.config)
        assert not state.tasks
        return outcome_of(state.values, {})

    async def _parts(self) -> dict[str, Part]:
        interrupts = (await self.thread.graph.aget_state(self.thread.config)).interrupts
        read = {each.id: reading.read(_payload(each.value, each.response_schema)) for each in interrupts}
        assert all(found.dialect == "hitl_call" for found in read.values())
        return {interrupt_id: found.parts[0] for interrupt_id, found in read.items()}


def _payload(value: Any, schema: Any) -> Payload:
    assert isinstance(schema, dict)
    return Payload(value, schema)
