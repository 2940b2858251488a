"""Countersign without Slack: ledger, desk and engine, with a reviewer who signs as soon as a card is owed."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator
from pathlib import Path

from bench.contest import REQUESTER, REVIEWER, ROOT, Contest, environ
from bench.crowd import keep_in_flight
from bench.samples import Pace
from bench.workload import NAME
from bot.approvals.eligibility import Person, Roster
from bot.approvals.request import State
from bot.desk import running, voting
from bot.desk.faltering import Patience
from bot.desk.running import Task
from bot.desk.voting import Click
from bot.engine.catalogue import compile_all
from bot.engine.driving import Driver
from bot.engine.savers import open_saver
from bot.handout.embedded import Embedded, Hand
from bot.ledger import request_book
from bot.ledger.card_book import Look
from bot.ledger.database import Ledger
from bot.ledger.hints import WorkKind
from bot.ledger.notice_book import NoticeKind
from bot.plan import read_plan
from bot.review import APPROVE
from bot.settings import Settings, real_now

_VOTER = (Person(id=REVIEWER), Roster({0: frozenset({REVIEWER})}))
_HISTORY = f".{Look.HISTORY}"
_SECONDS_TO_STOP = 10.0


class DeskAlone:
    """Starts runs and signs for them; cards and notices are heard of and not delivered."""

    def __init__(self, ledger: Ledger, graph_version: str) -> None:
        self._ledger = ledger
        self._graph_version = graph_version
        self._ended: dict[str, asyncio.Event] = {}

    async def cycle(self, ticket: int) -> None:
        """One run, from its start to its end."""
        task = Task(NAME, {"ticket": ticket}, REQUESTER, str(ticket))
        run = await running.start(self._ledger, task, now=real_now())
        if run is None:
            raise RuntimeError(f"ticket {ticket} was started before")
        await self._ended.setdefault(run.id, asyncio.Event()).wait()

    async def sign(self, card_id: str) -> None:
        """Press Approve on the card of an open request; what stands in its thread is no card to press."""
        if card_id.endswith(_HISTORY):
            return
        async with self._ledger.read() as conn:
            request = await request_book.load(conn, card_id.partition(".")[0])
        if request and request.state is State.OPEN:
            click = Click(request_id=request.id, action=APPROVE.id, seen=request.digest, saw_whole=True)
            await voting.vote(self._ledger, click, _VOTER, self._graph_version, now=real_now())

    async def hear(self, notice_id: str) -> None:
        """Hear that a run has ended: its requester is to be told. Other notices are nothing to wait for."""
        kind, _, about = notice_id.partition(".")
        if kind == NoticeKind.OUTCOME:
            self._ended.setdefault(about, asyncio.Event()).set()


async def measure(contest: Contest, data: Path) -> Pace:
    """Cycles from a recorded run over request and vote to the run's end on the ledger."""
    async with _desk(contest, data) as desk:
        await keep_in_flight(contest.warm_up, contest.in_flight, desk.cycle)
        started, computed = time.perf_counter(), time.process_time()
        await keep_in_flight(contest.crowded, contest.in_flight, desk.cycle)
        return Pace(contest.cycles, time.perf_counter() - started, time.process_time() - computed)


@contextlib.asynccontextmanager
async def _desk(contest: Contest, data: Path) -> AsyncIterator[DeskAlone]:
    settings = Settings.read(environ(contest, data), serving=False)
    plan = await read_plan(settings, ROOT)
    ledger = await Ledger.open(settings.ledger_url)
    async with contextlib.AsyncExitStack() as stack:
        stack.push_async_callback(ledger.close)
        saver = await stack.enter_async_context(open_saver(settings.checkpoints))
        catalogue = compile_all(plan.found, saver)
        driver = Driver(
            ledger=ledger,
            catalogue=catalogue,
            book=lambda: plan.book,
            belongs=_to_nothing,
            lease=settings.lease_seconds,
            patience=Patience(settings.max_attempts, None),
            now=real_now,
        )
        desk = DeskAlone(ledger, catalogue[NAME].workflow.graph_version)
        handout = Embedded(_hands(desk, driver, contest.in_flight))
        ledger.hints = handout
        handout.start()
        stack.push_async_callback(handout.stop, _SECONDS_TO_STOP)
        yield desk


async def _to_nothing(_person: str, _names: frozenset[str]) -> frozenset[str]:
    """No route of the contest's policies asks who somebody is."""
    return frozenset()


def _hands(desk: DeskAlone, driver: Driver, at_once: int) -> dict[WorkKind, Hand]:
    async def let_be(_key: str) -> None:
        """No deadline passes during the contest, and nobody has opened their home."""

    return {
        WorkKind.RUN: Hand(driver.drive, at_once),
        WorkKind.CARD: Hand(desk.sign, at_once),
        WorkKind.NOTICE: Hand(desk.hear, 1),
        WorkKind.DEADLINE: Hand(let_be, 1),
        WorkKind.HOME: Hand(let_be, 1),
    }
