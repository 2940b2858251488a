"""10. Whatever is done at the desk, in any order: folding a request's events gives the request that is stored."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.approvals.machine import RunState, fold
from bot.approvals.refusals import Refused
from bot.approvals.request import State
from bot.desk import expiring, running
from bot.desk.faltering import Patience, falter
from bot.desk.opening import Question
from bot.desk.running import Ending
from bot.ledger import chain, work
from bot.ledger.database import Ledger
from bot.ledger.hints import Work
from bot.ledger.tables import answers, requests, runs, votes
from bot.ledger.work import Claim
from tests.approvals.examples import HOUR, LEAD, MANAGER, NOON, OUTSIDER, SECOND_LEAD, a_policy, a_tier, an_ask
from tests.desk.deeds import asks, mumbles, pause, press, requests_of, start, the_request
from tests.ledger.books import claim, rows

POLICY = a_policy(a_tier(quorum=2), a_tier("manager"))
QUESTIONS = [
    asks(interrupt_id="1"),
    asks(an_ask(amount=130), "1"),
    asks(interrupt_id="2"),
    asks(interrupt_id="3"),
    mumbles("3"),
]


@dataclass
class Scene:
    """A ledger with one run on it, and the time."""

    ledger: Ledger
    run: Work
    now: datetime = NOON

    async def drive(self) -> Claim | None:
        """Claim the run where it is owed, as if no pause were left."""
        async with self.ledger.write() as tx:
            await tx.conn.execute(runs.update().values(next_at=0.0))
        return await claim(self.ledger, self.run)


Step = Callable[[Scene], Awaitable[None]]


def pressing(number: int, by: str, action: str) -> Step:
    async def step(scene: Scene) -> None:
        there = await requests_of(scene.ledger, scene.run)
        if there:
            with contextlib.suppress(Refused):
                await press(scene.ledger, there[number % len(there)], by, action, now=scene.now)

    return step


def ringing(after: timedelta) -> Step:
    async def step(scene: Scene) -> None:
        scene.now += after
        await expiring.ring(scene.ledger, now=scene.now)

    return step


def pausing(questions: Sequence[Question]) -> Step:
    async def step(scene: Scene) -> None:
        held = await scene.drive()
        if held:
            await pause(scene.ledger, held, *questions, policy=POLICY, now=scene.now)

    return step


def ending(state: RunState) -> Step:
    async def step(scene: Scene) -> None:
        held = await scene.drive()
        if held:
            await running.end(scene.ledger, held, Ending(state, ""), now=scene.now)

    return step


async def failing(scene: Scene) -> None:
    held = await scene.drive()
    if held:
        await falter(scene.ledger, held, "broken", Patience(2, "#operators"))
        async with scene.ledger.write() as tx:
            await work.revive(tx.conn, [scene.run])


_PRESSES = st.builds(
    pressing,
    st.integers(0, 5),
    st.sampled_from((LEAD, SECOND_LEAD, MANAGER, OUTSIDER)),
    st.sampled_from(("approve", "approve", "approve", "reject", "hold")),
)
_PAUSES = st.builds(
    pausing,
    st.lists(st.sampled_from(QUESTIONS), min_size=1, max_size=3, unique_by=lambda question: question.interrupt_id),
)
_RINGS = st.builds(ringing, st.sampled_from((timedelta(0), HOUR / 2, HOUR, 3 * HOUR)))
_ENDS = st.builds(ending, st.sampled_from((RunState.FINISHED, RunState.FAILED)))
_STEPS = st.lists(st.one_of(_PRESSES, _PRESSES, _PRESSES, _PAUSES, _PAUSES, _RINGS, st.just(failing)), max_size=12)


def test_events_fold_to_the_stored_request_after_anything_that_may_happen(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    reached: set[State] = set()

    @settings(max_examples=40, deadline=None, derandomize=True, database=None)
    @given(_PAUSES, _STEPS, st.lists(_ENDS, max_size=1))
    def happen(first: Step, steps: list[Step], last: list[Step]) -> None:
        folder = tmp_path_factory.mktemp("ledger")
        reached.update(asyncio.run(take(folder, [first, *steps, *last])))

    happen()
    assert reached == set(State)


async def take(folder: Path, steps: Sequence[Step]) -> set[State]:
    """Take every step, then check the books; returns the states that requests are in."""
    ledger = await Ledger.open(f"sqlite+aiosqlite:///{folder / 'ledger.db'}")
    try:
        scene = Scene(ledger, await start(ledger))
        for step in steps:
            await step(scene)
        return await checked(ledger, scene.run)
    finally:
        await ledger.close()


async def checked(ledger: Ledger, run: Work) -> set[State]:
    async with ledger.read() as conn:
        assert await chain.verify(conn) > 0
        stories = {row["id"]: await chain.story(conn, row["id"]) for row in await rows(ledger, requests)}
    found = [await the_request(ledger, request_id) for request_id in stories]
    for request in found:
        assert fold([entry.event for entry in stories[request.id]]) == request
        assert [entry.seq for entry in stories[request.id]] == list(range(1, request.seq + 1))
    live = [(row["request_id"], row["person"]) for row in await rows(ledger, votes) if row["live"]]
    assert sorted(live) == sorted((request.id, vote.person) for request in found for vote in request.votes)
    decided = {request.id for request in found if request.decision and request.origin.dialect == "native"}
    assert {row["request_id"] for row in await rows(ledger, answers)} == decided
    return {request.state for request in found}
