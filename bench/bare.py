"""Bare LangGraph: the same graph, its saver as it comes with the same PRAGMAs, resumed at once by the same decision."""

import contextlib
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiosqlite
from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver
from langgraph.types import Command

from bench.contest import Contest
from bench.crowd import keep_in_flight
from bench.samples import Pace
from bench.workload import graph, question
from bot.approvals.dialects import native
from bot.approvals.digests import digest_of
from bot.review import APPROVE, Cause, Decision
from bot.settings import real_now


async def measure(contest: Contest, data: Path) -> Pace:
    """Cycles from start over interrupt and resume to the end."""
    async with _saver(data / "checkpoints.db") as saver:
        compiled = graph.compile(checkpointer=saver)

        async def cycle(ticket: int) -> None:
            config: RunnableConfig = {"configurable": {"thread_id": str(ticket)}}
            stopped: dict[str, Any] = await compiled.ainvoke({"ticket": ticket}, config, durability="sync")
            asked = stopped["__interrupt__"][0]
            ended = await compiled.ainvoke(Command(resume={asked.id: _answer(ticket)}), config, durability="sync")
            if not ended["outcome"]:
                raise RuntimeError(f"ticket {ticket} did not end")

        await keep_in_flight(contest.warm_up, contest.in_flight, cycle)
        started, computed = time.perf_counter(), time.process_time()
        await keep_in_flight(contest.crowded, contest.in_flight, cycle)
        return Pace(contest.cycles, time.perf_counter() - started, time.process_time() - computed)


@contextlib.asynccontextmanager
async def _saver(path: Path) -> AsyncIterator[AsyncSqliteSaver]:
    """Not Countersign's own way of opening it: whatever that gains must show in the ratio."""
    async with aiosqlite.connect(path, timeout=10) as connection:
        await connection.execute("PRAGMA synchronous=FULL")
        saver = AsyncSqliteSaver(connection)
        await saver.setup()
        yield saver


def _answer(ticket: int) -> dict[str, Any]:
    decision = Decision(
        request_id=str(ticket),
        digest=digest_of(question(ticket)),
        action=APPROVE.id,
        kind=APPROVE.kind,
        cause=Cause.VOTES,
        tier="team leads",
        at=real_now(),
    )
    return native.answer(decision)
