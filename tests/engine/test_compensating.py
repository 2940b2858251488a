"""What people want undone is undone once, whether its run goes on or has ended, and tried again where that fails."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.approvals.machine import RunState
from bot.approvals.request import Request, State
from bot.desk.faltering import Patience, revive
from bot.engine.compensating import Compensator
from bot.ledger import work
from bot.ledger.hints import Work, WorkKind
from bot.ledger.tables import effects
from bot.ledger.work import Dead
from tests.approvals.examples import LEAD, NOON
from tests.desk.deeds import the_request, the_run, told
from tests.engine.deeds_done import BANK, rolled_back
from tests.engine.graphs import Gate
from tests.engine.test_effects import states
from tests.engine.workbench import LEASE, Bench, workbench
from tests.ledger.books import owed


@pytest.fixture(autouse=True)
def _empty_bank() -> None:
    for said in (BANK.done, BANK.before, BANK.after):
        said.clear()
    BANK.gate = None


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    """A driver of a workflow whose deeds people may have undone within an hour."""
    async with workbench(tmp_path, {"offering": rolled_back(timedelta(hours=1))}) as bench:
        yield bench


@pytest.fixture
def compensator(bench: Bench) -> Compensator:
    """Who undoes what people want undone."""
    return Compensator(ledger=bench.ledger, lease=LEASE, patience=Patience(2, "#operators"), now=lambda: NOON)


async def test_what_people_undo_is_owed_from_that_commit_and_undone_once(
    bench: Bench, compensator: Compensator
) -> None:
    _run, offers = await offered(bench)
    await bench.answer(offers["two"], "undo", reason="wrong account")
    [effect] = [piece for piece in await owed(bench.ledger) if piece.kind is WorkKind.EFFECT]
    for _ in range(2):
        await compensator.undo(effect.key)
    assert BANK.done == ["one", "two", "three", "-two"]
    assert await states(bench) == ["done", "undone", "done"]
    [deed] = (await the_request(bench.ledger, offers["two"].id)).deeds
    assert (deed.words, deed.undone_at, deed.undone_by, deed.undone_because) == (
        "Wired two",
        NOON,
        (LEAD,),
        "wrong account",
    )


async def test_the_run_goes_on_beside_it(bench: Bench, compensator: Compensator) -> None:
    run, offers = await offered(bench)
    await bench.answer(offers["two"], "undo")
    await undo_all(bench, compensator)
    await bench.answer(offers["ask"], "reject")
    ended = await bench.drive(run)
    assert ended.outcome == "Undone: Wired three, Wired two, Wired one."
    assert BANK.done == ["one", "two", "three", "-two", "-three", "-one"]


async def test_what_is_to_be_undone_outlives_its_run(bench: Bench, compensator: Compensator) -> None:
    run, offers = await offered(bench)
    await bench.answer(offers["ask"])
    assert (await bench.drive(run)).state is RunState.FINISHED
    await bench.answer(offers["one"], "undo")
    await undo_all(bench, compensator)
    assert await states(bench) == ["undone", "done", "done"]


async def test_an_undo_that_fails_is_tried_again_and_then_given_up(bench: Bench, compensator: Compensator) -> None:
    _run, offers = await offered(bench)
    await bench.answer(offers["one"], "undo")
    BANK.before += [OSError("the bank is closed"), OSError("the bank is closed")]
    for _ in range(2):
        await undo_all(bench, compensator)
    async with bench.ledger.read() as conn:
        [dead] = await work.dead(conn)
    assert (dead.work.kind, dead.error) == (WorkKind.EFFECT, "the bank is closed")
    assert [notice[:2] for notice in await told(bench.ledger) if notice[0] == "dead"] == [("dead", "#operators")]
    assert await revive(bench.ledger, []) == 1
    await undo_all(bench, compensator)
    assert await states(bench) == ["undone", "done", "done"]


async def test_an_undo_that_was_taken_out_of_the_program_is_given_up_at_once(
    bench: Bench, compensator: Compensator
) -> None:
    _run, offers = await offered(bench)
    await bench.answer(offers["one"], "undo")
    async with bench.ledger.write() as tx:
        await tx.conn.execute(effects.update().values(undo="os:system"))
    await undo_all(bench, compensator)
    async with bench.ledger.read() as conn:
        [dead] = await work.dead(conn)
    assert isinstance(dead, Dead)
    assert dead.error == "what undoes this is not there any more: os:system"


async def test_a_run_that_takes_it_back_waits_for_whoever_is_at_it(bench: Bench, compensator: Compensator) -> None:
    run, offers = await offered(bench)
    await bench.answer(offers["three"], "undo")
    await bench.answer(offers["ask"], "reject")
    BANK.gate = gate = Gate()
    undoing = asyncio.create_task(undo_all(bench, compensator))
    await gate.reached.wait()
    driving = asyncio.create_task(bench.drive(run))
    while (await the_run(bench.ledger, run)).state is not RunState.RUNNING:  # noqa: ASYNC110 - the ledger tells nobody
        await asyncio.sleep(0)
    gate.opened.set()
    await undoing
    assert (await driving).outcome == "Undone: Wired three, Wired two, Wired one."
    assert BANK.done == ["one", "two", "three", "-three", "-two", "-one"]


async def test_a_run_takes_over_what_was_given_up(bench: Bench, compensator: Compensator) -> None:
    run, offers = await offered(bench)
    await bench.answer(offers["three"], "undo")
    BANK.before += [OSError("the bank is closed")] * 2
    for _ in range(2):
        await undo_all(bench, compensator)
    await bench.answer(offers["ask"], "reject")
    assert (await bench.drive(run)).outcome == "Undone: Wired three, Wired two, Wired one."


async def test_what_the_run_takes_back_nobody_can_have_undone_any_more(bench: Bench, compensator: Compensator) -> None:
    run, offers = await offered(bench)
    await answered_ask(bench, run, offers["ask"])
    assert (await the_request(bench.ledger, offers["two"].id)).state is State.WITHDRAWN
    assert [piece for piece in await owed(bench.ledger) if piece.kind is WorkKind.EFFECT] == []


async def offered(bench: Bench) -> tuple[Work, dict[str, Request]]:
    """A run that did three things and asks whether to keep them: its offers by key, and its question as `ask`."""
    run = await bench.start("offering")
    await bench.drive(run)
    return run, {request.origin.effect or "ask": request for request in await bench.open_requests(run)}


async def answered_ask(bench: Bench, run: Work, ask: Request) -> None:
    """Reject the question, and have everything taken back."""
    await bench.answer(ask, "reject")
    assert (await bench.drive(run)).state is RunState.FINISHED


async def undo_all(bench: Bench, compensator: Compensator) -> None:
    """Undo whatever is owed, whatever pause it was given."""
    async with bench.ledger.write() as tx:
        await tx.conn.execute(effects.update().values(next_at=0.0))
    for piece in await owed(bench.ledger):
        if piece.kind is WorkKind.EFFECT:
            await compensator.undo(piece.key)
