"""A driver on real files: a ledger, its checkpoints, and the graphs to drive; as many beside each other as wanted."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver
from langgraph.pregel import Pregel

from bot.approvals.machine import RunState
from bot.approvals.policy import Policy
from bot.approvals.request import Request, State
from bot.approvals.routes import Route
from bot.approvals.routing import PolicyBook
from bot.desk import running
from bot.desk.faltering import Patience
from bot.desk.running import Task
from bot.engine.catalogue import AnyGraph, Entry, compile_all
from bot.engine.driving import Driver
from bot.engine.finding import Found
from bot.engine.savers import open_saver
from bot.ledger.database import Ledger
from bot.ledger.hints import Work, WorkKind
from bot.ledger.run_book import Run
from bot.ledger.tables import answers, runs
from tests.approvals.examples import NOON, REQUESTER, a_policy
from tests.desk.deeds import press, requests_of, the_run
from tests.ledger.books import rows

LEASE = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """A driver at work, and what a test asks of it."""

    ledger: Ledger
    saver: AsyncSqliteSaver
    catalogue: Mapping[str, Entry]
    driver: Driver

    def graph(self, name: str = "wire") -> AnyGraph:
        """A workflow's graph, with the checkpoints that the driver uses."""
        graph = self.catalogue[name].graph
        assert isinstance(graph, Pregel)
        return graph

    async def start(self, name: str = "wire", **values: Any) -> Work:
        """Record a run of a workflow."""
        task = Task(name, values or {"amount": 120}, REQUESTER, f"{len(await rows(self.ledger, runs))}")
        run = await running.start(self.ledger, task, now=NOON)
        assert run
        return Work(WorkKind.RUN, run.id)

    async def drive(self, run: Work) -> Run:
        """Drive a run as far as it goes now, whatever pause it was given; returns it as it then stands."""
        async with self.ledger.write() as tx:
            await tx.conn.execute(runs.update().where(runs.c.id == run.key).values(next_at=0.0))
        await self.driver.drive(run.key)
        return await the_run(self.ledger, run)

    async def asked(self, name: str = "wire", **values: Any) -> tuple[Work, list[Request]]:
        """Start a run and drive it until it asks; returns it and what it asks."""
        run = await self.start(name, **values)
        assert (await self.drive(run)).state is RunState.WAITING
        return run, await self.requests(run)

    async def requests(self, run: Work) -> list[Request]:
        """Every request of the run."""
        return await requests_of(self.ledger, run)

    async def open_requests(self, run: Work) -> list[Request]:
        """Those of the run's requests that wait for an answer."""
        return [request for request in await self.requests(run) if request.state is State.OPEN]

    async def answer(self, request: Request, action: str = "approve", **how: Any) -> Request:
        """Have a team lead press a button on the request's card."""
        return await press(self.ledger, request, action=action, graph=request.origin.graph_version, **how)

    async def answers(self) -> list[str]:
        """The states of all answers, in no order."""
        return sorted(row["state"] for row in await rows(self.ledger, answers))


def a_book(policy: Policy, *routes: Route) -> PolicyBook:
    """A book in which this policy is for whatever no route takes."""
    return PolicyBook({policy.name: policy}, routes=routes, default=policy.name)


async def belongs_to_all(person: str, names: frozenset[str]) -> frozenset[str]:
    """A directory in which everybody belongs to every group."""
    return names


async def at_once(seconds: float) -> None:
    """A pause that is over when others had their turn."""
    await asyncio.sleep(0)


@contextlib.asynccontextmanager
async def workbench(
    folder: Path, graphs: Mapping[str, Any], *, sole: bool = True, lease: float = LEASE, attempts: int = 3
) -> AsyncIterator[Bench]:
    """A driver for these graphs on the files in a folder, under one policy."""
    found = [Found(name=name, description="", where=name, graph=graph) for name, graph in graphs.items()]
    ledger = await Ledger.open(f"sqlite+aiosqlite:///{folder / 'ledger.db'}", sole=sole)
    try:
        async with open_saver(folder / "checkpoints.db") as saver:
            catalogue = compile_all(found, saver)
            driver = Driver(
                ledger=ledger,
                catalogue=catalogue,
                book=lambda: a_book(a_policy()),
                belongs=belongs_to_all,
                lease=lease,
                patience=Patience(attempts, "#operators"),
                now=lambda: NOON,
                sleep=at_once,
            )
            yield Bench(ledger=ledger, saver=saver, catalogue=catalogue, driver=driver)
    finally:
        await ledger.close()
