"""A small LangGraph Server over real graphs: threads, runs that go on by themselves, and streams that tell of them."""

import asyncio
import contextlib
import json
import uuid
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.graph import StateGraph
from langgraph.pregel import Pregel
from langgraph.types import Command
from pydantic import BaseModel, ValidationError

Compiled = Pregel[Any, Any, Any, Any]


@dataclass(kw_only=True)
class ServedRun:
    """One run, everything it told so far, and the word that there is more of it."""

    id: str
    thread_id: str
    given: dict[str, Any]
    status: str = "running"
    told: list[tuple[str, Any]] = field(default_factory=list)
    more: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def tell(self, kind: str, data: Any) -> None:
        """Tell whoever listens."""
        async with self.more:
            self.told.append((kind, data))
            self.more.notify_all()

    async def stop(self, status: str) -> None:
        """Have stopped."""
        async with self.more:
            self.status = status
            self.more.notify_all()

    async def heard(self) -> AsyncIterator[tuple[str, Any]]:
        """All that it tells, until it has stopped."""
        heard = 0
        while fresh := await self._after(heard):
            for told in fresh:
                yield told
            heard += len(fresh)

    async def _after(self, heard: int) -> list[tuple[str, Any]]:
        """What it told after so many words, once there is some; nothing once it has stopped."""
        async with self.more:
            await self.more.wait_for(lambda: heard < len(self.told) or self.status != "running")
            return self.told[heard:]


@dataclass(kw_only=True)
class ServedThread:
    """A thread: its last run says how it stands."""

    id: str
    error: dict[str, str] | None = None
    runs: list[ServedRun] = field(default_factory=list)

    @property
    def status(self) -> str:
        """In the server's words."""
        last = self.runs[-1].status if self.runs else "success"
        return {"running": "busy", "success": "idle"}.get(last, last)


class LangGraphServer:
    """Serves graphs by their names; `down` makes every answer a failure of its own, `key` is what it wants to see.

    `joined` is set once somebody waits for a run that was started before.
    """

    def __init__(self, graphs: Mapping[str, Any]) -> None:
        self._saver = InMemorySaver()
        self.graphs: dict[str, Compiled] = {}
        self.threads: dict[str, ServedThread] = {}
        self.versions: dict[str, int] = dict.fromkeys(graphs, 1)
        self.down = False
        self.key = ""
        self.url = ""
        self.joined = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        for name, graph in graphs.items():
            self.serve(name, graph)

    @property
    def runs(self) -> list[ServedRun]:
        """Every run there was."""
        return [run for thread in self.threads.values() for run in thread.runs]

    def serve(self, name: str, graph: Any) -> None:
        """Serve a graph, in place of any other of the name."""
        compiled = graph.compile() if isinstance(graph, StateGraph) else graph
        self.graphs[name] = compiled.copy(update={"checkpointer": self._saver})

    def assistant_id(self, name: str) -> str:
        """The assistant that stands for a graph."""
        return str(uuid.uuid5(uuid.NAMESPACE_OID, name))

    def app(self) -> web.Application:
        """The routes that we use."""
        app = web.Application(middlewares=[self._guard])
        app.router.add_post("/assistants/search", self._search)
        app.router.add_get("/assistants/{assistant}", self._assistant)
        app.router.add_get("/assistants/{assistant}/graph", self._drawing)
        app.router.add_get("/assistants/{assistant}/schemas", self._schemas)
        app.router.add_post("/threads", self._create)
        app.router.add_get("/threads/{thread}", self._thread)
        app.router.add_get("/threads/{thread}/state", self._state)
        app.router.add_get("/threads/{thread}/runs", self._list)
        app.router.add_post("/threads/{thread}/runs/stream", self._start)
        app.router.add_get("/threads/{thread}/runs/{run}/stream", self._join_stream)
        app.router.add_get("/threads/{thread}/runs/{run}/join", self._join)
        return app

    async def stop(self) -> None:
        """End what still runs."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    @web.middleware
    async def _guard(self, request: web.Request, handler: Any) -> web.StreamResponse:
        if self.down:
            return web.json_response({"detail": "starting"}, status=503)
        if self.key and request.headers.get("x-api-key") != self.key:
            return web.json_response({"detail": "no"}, status=403)
        response: web.StreamResponse = await handler(request)
        return response

    def _named(self, request: web.Request) -> str:
        wanted = request.match_info["assistant"]
        found = next((name for name in self.graphs if self.assistant_id(name) == wanted), None)
        if found is None:
            raise web.HTTPNotFound
        return found

    def _told(self, name: str) -> dict[str, Any]:
        return {
            "assistant_id": self.assistant_id(name),
            "graph_id": name,
            "version": self.versions[name],
            "metadata": {"created_by": "system"},
            "description": f"Serves {name}",
        }

    async def _search(self, request: web.Request) -> web.Response:
        wanted = (await request.json()).get("graph_id")
        if wanted and wanted not in self.graphs:
            raise web.HTTPNotFound
        return web.json_response([self._told(name) for name in self.graphs if wanted in (None, name)])

    async def _assistant(self, request: web.Request) -> web.Response:
        return web.json_response(self._told(self._named(request)))

    async def _drawing(self, request: web.Request) -> web.Response:
        return web.json_response(self.graphs[self._named(request)].get_graph(xray=True).to_json())

    async def _schemas(self, request: web.Request) -> web.Response:
        graph = self.graphs[self._named(request)]
        state = getattr(graph, "builder", None)
        known = {"input_schema": graph.get_input_jsonschema(), "state_schema": None}
        if state is not None:
            known["state_schema"] = {"properties": {name: {} for name in state.schemas[state.state_schema]}}
        return web.json_response(known)

    async def _create(self, request: web.Request) -> web.Response:
        asked = await request.json()
        known = self.threads.get(asked["thread_id"])
        if known and asked.get("if_exists") != "do_nothing":
            raise web.HTTPConflict
        thread = known or ServedThread(id=asked["thread_id"])
        self.threads[thread.id] = thread
        return web.json_response(self._shown(thread))

    def _known(self, request: web.Request) -> ServedThread:
        thread = self.threads.get(request.match_info["thread"])
        if thread is None:
            raise web.HTTPNotFound
        return thread

    def _shown(self, thread: ServedThread) -> dict[str, Any]:
        at = "2026-01-01T00:00:00+00:00"
        return {"thread_id": thread.id, "status": thread.status, "created_at": at, "error": thread.error}

    async def _thread(self, request: web.Request) -> web.Response:
        return web.json_response(self._shown(self._known(request)))

    async def _state(self, request: web.Request) -> web.Response:
        thread = self._known(request)
        if not thread.runs:
            return web.json_response({"values": {}, "next": [], "tasks": [], "created_at": None, "interrupts": []})
        graph = self.graphs[thread.runs[-1].given["graph"]]
        try:
            state = await graph.aget_state(_config(thread.id))
        except ValidationError as error:
            return web.json_response({"detail": str(error)}, status=400)
        shown = {
            "values": state.values,
            "next": state.next,
            "created_at": state.created_at,
            "interrupts": [{"id": each.id, "value": each.value} for each in state.interrupts],
            "tasks": [
                {
                    "id": task.id,
                    "name": task.name,
                    "error": str(task.error) if task.error else None,
                    "interrupts": [{"id": each.id, "value": each.value} for each in task.interrupts],
                }
                for task in state.tasks
            ],
        }
        return web.json_response(shown, dumps=_dumps)

    async def _list(self, request: web.Request) -> web.Response:
        runs = reversed(self._known(request).runs)
        return web.json_response([{"run_id": run.id, "status": run.status} for run in runs])

    async def _start(self, request: web.Request) -> web.StreamResponse:
        thread, given = self._known(request), await request.json()
        if thread.status == "busy" and given.get("multitask_strategy") == "reject":
            raise web.HTTPConflict
        given["graph"] = next(name for name in self.graphs if self.assistant_id(name) == given["assistant_id"])
        run = ServedRun(id=str(uuid.uuid4()), thread_id=thread.id, given=given)
        thread.runs.append(run)
        task = asyncio.create_task(self._run(thread, run))
        self._tasks.add(task)
        return await self._stream(request, run)

    async def _run(self, thread: ServedThread, run: ServedRun) -> None:
        """Carry a run to its next stop, whoever listens."""
        thread.error = None
        graph, command = self.graphs[run.given["graph"]], run.given.get("command")
        value = Command(resume=command["resume"]) if command else run.given.get("input")
        stream = graph.astream(
            value,
            _config(thread.id),
            durability="sync",
            stream_mode="custom",
            subgraphs=bool(run.given.get("stream_subgraphs")),
        )
        try:
            async for within, event in stream:
                await run.tell("|".join(["custom", *within]), event)
        except Exception as error:  # noqa: BLE001 - whatever a graph raises is what its run ended with
            thread.error = {"error": type(error).__name__, "message": str(error)}
            await run.tell("error", thread.error)
            await run.stop("error")
        else:
            state = await graph.aget_state(_config(thread.id))
            await run.stop("interrupted" if state.interrupts else "success")

    def _run_of(self, request: web.Request) -> ServedRun:
        return next(run for run in self._known(request).runs if run.id == request.match_info["run"])

    async def _join_stream(self, request: web.Request) -> web.StreamResponse:
        self.joined.set()
        return await self._stream(request, self._run_of(request))

    async def _join(self, request: web.Request) -> web.Response:
        run = self._run_of(request)
        async for _ in run.heard():
            pass
        return web.json_response({})

    async def _stream(self, request: web.Request, run: ServedRun) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        with contextlib.suppress(ConnectionError):
            await response.write(_sse("metadata", {"run_id": run.id}))
            async for kind, data in run.heard():
                await response.write(_sse(kind, data))
        return response


@contextlib.asynccontextmanager
async def serving(graphs: Mapping[str, Any]) -> AsyncIterator[LangGraphServer]:
    """A server on a free port of this machine."""
    server = LangGraphServer(graphs)
    runner = web.AppRunner(server.app(), shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    server.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield server
    finally:
        await server.stop()
        await runner.cleanup()


def _config(thread_id: str) -> RunnableConfig:
    return {"configurable": {"thread_id": thread_id}}


def _sse(kind: str, data: Any) -> bytes:
    return f"event: {kind}\ndata: {_dumps(data)}\n\n".encode()


def _dumps(value: Any) -> str:
    return json.dumps(
        value, default=lambda other: other.model_dump(mode="json") if isinstance(other, BaseModel) else str(other)
    )
