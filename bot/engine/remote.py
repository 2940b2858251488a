"""Graphs that run elsewhere: threads on a LangGraph Server, driven by the same calls as those of our own graphs.

The server keeps the state and works on whatever we are doing: a run that was started is found again after a restart of
ours, and is waited for. Only the run's id is ours; the thread's is derived from it.
"""

import uuid
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from langchain_core.runnables import RunnableConfig
from langgraph.errors import UnknownInterruptError
from langgraph.types import Command, Interrupt, PregelTask, StateSnapshot
from langgraph_sdk.client import LangGraphClient
from langgraph_sdk.errors import BadRequestError, NotFoundError
from langgraph_sdk.schema import StreamPart

from bot.approvals.digests import canonical, digest
from bot.engine.servers import Server, Unreachable, assistant_at, failure_of, faults
from bot.faults import Fault

__all__ = ["RemoteThreads", "RunFailed", "Unreachable"]

_OURS = uuid.UUID("6f1d3a52-8a55-5c0e-9c3f-0d5b6f0f2a11")
_UNDER_WAY = ("pending", "running")

Parts = AsyncIterator[StreamPart]


class RunFailed(Exception):
    """The graph raised on its server; the message is what it said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteThreads:
    """An assistant's threads. `version` and `schemas` are those of the graph when the program started."""

    server: Server
    assistant_id: str
    description: str
    version: str
    schemas: Mapping[str, Any]

    @classmethod
    async def reach(cls, url: str, assistant: str) -> "RemoteThreads":
        """Find the assistant, by its id or by its graph's name; raises Unreachable."""
        server = Server.at(url)
        found = await assistant_at(server, assistant)
        try:
            with faults():
                async with server.client() as client:
                    version = await _version(client, found["assistant_id"])
                    schemas = await client.assistants.get_schemas(found["assistant_id"])
        except Fault as error:
            raise Unreachable(str(error), "look into the server's log, and try again") from None
        return cls(
            server=server,
            assistant_id=found["assistant_id"],
            description=found.get("description") or "",
            version=version,
            schemas=dict(schemas),
        )

    async def aget_state(self, config: RunnableConfig) -> StateSnapshot:
        """Where the thread stands; while the server works on it, one task that has not ended. Raises Fault."""
        with faults():
            async with self.server.client() as client:
                return await _state(client, thread_of(config), config)

    async def astream(
        self,
        input: Any,
        config: RunnableConfig,
        *,
        durability: Literal["sync"],
        stream_mode: Literal["custom"],
        subgraphs: Literal[True],
    ) -> AsyncIterator[Any]:
        """Have the server take the thread to its next stop, and wait for it, whoever had it begun.

        Yields what the graph tells meanwhile. Raises RunFailed when the graph did, UnknownInterruptError for an answer
        to what is not pending, and Fault.
        """
        with faults():
            async with self.server.client() as client:
                parts = await self._taken_up(client, input, config)
                async for event in _events(client, thread_of(config), parts):
                    yield event

    async def _taken_up(self, client: LangGraphClient, input: Any, config: RunnableConfig) -> Parts:
        thread_id = thread_of(config)
        if input is None:
            return await self._going_on(client, thread_id, config)
        if isinstance(input, Command):
            await _assert_pending(client, thread_id, input.resume)
            return await self._run(client, thread_id, command={"resume": input.resume})
        told = {"countersign_run": config["configurable"]["thread_id"]}
        await client.threads.create(thread_id=thread_id, if_exists="do_nothing", metadata=told)
        return await self._run(client, thread_id, input=input)

    async def _going_on(self, client: LangGraphClient, thread_id: str, config: RunnableConfig) -> Parts:
        """The run that is under way; else a new one, from where the thread stopped half way."""
        runs = await client.runs.list(thread_id, limit=5)
        under_way = next((run["run_id"] for run in runs if run["status"] in _UNDER_WAY), None)
        if under_way:
            return _joined(client, thread_id, under_way)
        state = await _state(client, thread_id, config)
        if state.interrupts or any(task.error for task in state.tasks) or not state.tasks:
            return _nothing()  # it came to its stop between two looks
        return await self._run(client, thread_id)

    async def _run(self, client: LangGraphClient, thread_id: str, **given: Any) -> Parts:
        """Start a run, unless the thread has one or the graph is another one by now."""
        if await _version(client, self.assistant_id) != self.version:
            raise Fault("the workflow was changed on its server; start Countersign anew")
        return client.runs.stream(
            thread_id,
            self.assistant_id,
            **given,
            stream_mode="custom",
            stream_subgraphs=True,
            stream_resumable=True,
            multitask_strategy="reject",
            on_disconnect="continue",
            durability="sync",
            strict_resume=True,
        )


def thread_of(config: RunnableConfig) -> str:
    """The server's id for one of our threads: servers want UUIDs."""
    return str(uuid.uuid5(_OURS, str(config["configurable"]["thread_id"])))


async def _version(client: LangGraphClient, assistant_id: str) -> str:
    """A short digest of the assistant as it is set up now and of its graph's drawing: a server shows no code."""
    assistant = await client.assistants.get(assistant_id)
    drawing = await client.assistants.get_graph(assistant_id, xray=True)
    return digest(canonical([assistant["graph_id"], assistant["version"], drawing]))[:16]


async def _assert_pending(client: LangGraphClient, thread_id: str, answers: Any) -> None:
    """Raise UnknownInterruptError unless all that is answered is asked: not every server refuses that by itself."""
    pending = {interrupt.id for interrupt in _interrupts(await client.threads.get_state(thread_id))}
    if not pending >= answers.keys():
        message = "what is answered is not asked on the server"
        raise UnknownInterruptError(message, reason="not_pending", pending_ids=sorted(pending))


async def _joined(client: LangGraphClient, thread_id: str, run_id: str) -> Parts:
    """What a run that is under way tells from now on."""
    yield StreamPart("metadata", {"run_id": run_id})
    async for part in client.runs.join_stream(thread_id, run_id, stream_mode="custom"):
        yield part


async def _events(client: LangGraphClient, thread_id: str, parts: Parts) -> AsyncIterator[tuple[tuple[str, ...], Any]]:
    """What the graph tells, each with where within it that was, until its run has stopped; raises RunFailed."""
    run_id, failure = "", ""
    async for part in parts:
        kind, _, within = part.event.partition("|")
        if kind == "metadata":
            run_id = part.data["run_id"]
        elif kind == "error":
            failure = _said(part.data)
        elif kind == "custom":
            yield tuple(within.split("|")) if within else (), part.data
    if run_id:  # a stream ends a moment before its run has stopped, or long before, where it was cut off
        await client.runs.join(thread_id, run_id)
    if failure:
        raise RunFailed(failure)


async def _nothing() -> Parts:
    """A run that there is no need for tells nothing."""
    told: tuple[StreamPart, ...] = ()
    for part in told:
        yield part


async def _state(client: LangGraphClient, thread_id: str, config: RunnableConfig) -> StateSnapshot:
    try:
        thread: Mapping[str, Any] = dict(await client.threads.get(thread_id))
        if thread["status"] == "busy":
            return _snapshot(config, {"created_at": thread["created_at"], "tasks": [{"id": "", "name": ""}]}, "")
        failure = failure_of(thread)
        try:
            state: Mapping[str, Any] = dict(await client.threads.get_state(thread_id))
        except BadRequestError:
            if not failure:
                raise
            state = {}  # what it was given does not fit the graph's own types, so that there is no state to show
        return _snapshot(config, {"created_at": failure and thread["created_at"], **state}, failure)
    except NotFoundError:
        return _snapshot(config, {}, "")


def _snapshot(config: RunnableConfig, state: Mapping[str, Any], failure: str) -> StateSnapshot:
    """The server's words for a state as the library's own."""
    tasks = [_task(task, failure) for task in state.get("tasks") or ()]
    if failure and not any(task.error for task in tasks):
        tasks = [PregelTask("", "", (), RunFailed(failure)), *tasks]
    return StateSnapshot(
        values=state.get("values") or {},
        next=tuple(state.get("next") or ()),
        config=config,
        metadata=None,
        created_at=state.get("created_at") or None,
        parent_config=None,
        tasks=tuple(tasks),
        interrupts=_interrupts(state),
    )


def _task(task: Mapping[str, Any], failure: str) -> PregelTask:
    error = RunFailed(failure or str(task["error"])) if task.get("error") else None
    return PregelTask(task["id"], task["name"], (), error, _each(task.get("interrupts") or ()))


def _interrupts(state: Mapping[str, Any]) -> tuple[Interrupt, ...]:
    """What is pending; where a server does not say it of the thread, it says it of its tasks."""
    if state.get("interrupts") is not None:
        return _each(state["interrupts"])
    return _each([told for task in state.get("tasks") or () for told in task.get("interrupts") or ()])


def _each(interrupts: Any) -> tuple[Interrupt, ...]:
    return tuple(
        Interrupt(told["value"], told["id"], response_schema=told.get("response_schema")) for told in interrupts
    )


def _said(data: Any) -> str:
    """What an error event says: the message, or else the name of the error."""
    told = data if isinstance(data, Mapping) else {"message": data}
    return str(told.get("message") or told.get("error") or "its run failed on its server")
