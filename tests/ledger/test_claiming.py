"""2. One worker at a time, across processes: leases, fences, retries and death."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.ledger import run_book, work
from bot.ledger.database import Ledger
from bot.ledger.hints import Work, WorkKind
from bot.ledger.owing import TABLES
from bot.ledger.work import Claim, Dead, LeaseLost
from tests.ledger.books import (
    add_run,
    claim,
    claimed,
    dump,
    open_request,
    owed,
    settle,
    take_from,
    tell,
    undo,
    want_card,
)

ROUNDS = 25
KINDS = [WorkKind.RUN, WorkKind.CARD, WorkKind.NOTICE, WorkKind.EFFECT]

DEEDS: dict[str, Callable[[AsyncConnection, Claim], Awaitable[Any]]] = {
    "release": work.release,
    "put_off": lambda conn, held: work.put_off(conn, held, 1),
    "fail": lambda conn, held: work.fail(conn, held, "it broke", 3),
}


@pytest.fixture(params=KINDS)
async def item(request: pytest.FixtureRequest, ledger: Ledger) -> Work:
    """A piece of owed work of every kind."""
    if request.param is WorkKind.RUN:
        return await add_run(ledger)
    if request.param is WorkKind.EFFECT:
        return await undo(ledger)
    if request.param is WorkKind.NOTICE:
        return await tell(ledger)
    await open_request(ledger)
    return await want_card(ledger)


async def test_of_two_claimers_in_one_process_one_gets_the_work(ledger: Ledger) -> None:
    await race(ledger, ledger)


async def test_of_two_claimers_in_two_processes_one_gets_the_work(ledger: Ledger, second: Ledger) -> None:
    await race(ledger, second)


async def test_a_claim_shows_the_work_as_it_stands_with_the_claim(ledger: Ledger, item: Work) -> None:
    taken = await claimed(ledger, item)
    assert (taken.work, taken.fence, taken.attempts) == (item, 1, 1)
    assert (taken.row["id"], taken.row["fence"], taken.row["attempts"]) == (item.key, 1, 1)


async def test_a_claimed_run_is_running(ledger: Ledger) -> None:
    taken = await claimed(ledger, await add_run(ledger))
    assert run_book.from_row(taken.row).state.value == "running"


async def test_a_run_that_is_owed_an_answer_can_be_claimed_and_one_that_waits_cannot(ledger: Ledger) -> None:
    request = await open_request(ledger)
    run = Work(WorkKind.RUN, "run-1")
    assert await claim(ledger, run) is None
    await settle(ledger, request)
    assert (await claimed(ledger, run)).row["state"] == "running"


@pytest.mark.parametrize("kind", KINDS)
async def test_work_that_is_not_there_cannot_be_claimed(ledger: Ledger, kind: WorkKind) -> None:
    assert await claim(ledger, Work(kind, "nothing")) is None


async def test_the_first_post_keeps_its_time_over_later_claims(ledger: Ledger) -> None:
    notice = await tell(ledger)
    first = await claimed(ledger, notice)
    assert first.row["posting_since"] > 0
    later = await take_from(ledger, first)
    assert later.row["posting_since"] == first.row["posting_since"]


async def test_a_lease_is_timed_by_the_databases_clock(ledger: Ledger, item: Work) -> None:
    taken = await claimed(ledger, item, lease=30)
    async with ledger.read() as conn:
        now = await conn.scalar(text(NOW[conn.dialect.name]))
    assert 0 <= now - (taken.row["lease_until"] - 30) < 20


@pytest.mark.parametrize("deed", DEEDS.values(), ids=DEEDS.keys())
async def test_whoever_lost_the_lease_cannot_write_over_whoever_has_it(
    ledger: Ledger, item: Work, deed: Callable[[AsyncConnection, Claim], Awaitable[Any]]
) -> None:
    loser = await claimed(ledger, item)
    winner = await take_from(ledger, loser)
    assert winner.fence == loser.fence + 1
    before = await dump(ledger)
    with pytest.raises(LeaseLost):
        await do(ledger, deed, loser)
    assert await dump(ledger) == before
    await do(ledger, work.release, winner)


@pytest.mark.parametrize("deed", DEEDS.values(), ids=DEEDS.keys())
async def test_work_is_given_back_once(
    ledger: Ledger, deed: Callable[[AsyncConnection, Claim], Awaitable[Any]]
) -> None:
    held = await claimed(ledger, await tell(ledger))
    await do(ledger, deed, held)
    with pytest.raises(LeaseLost):
        await do(ledger, deed, held)


async def test_a_worker_that_was_only_slow_may_still_give_its_work_back(ledger: Ledger, item: Work) -> None:
    held = await claimed(ledger, item, lease=0)
    await do(ledger, work.release, held)


async def test_renewing_holds_the_work_longer(ledger: Ledger, item: Work) -> None:
    held = await claimed(ledger, item, lease=0)
    assert await owed(ledger) == [item]
    async with ledger.write() as tx:
        assert await work.renew(tx.conn, held, 30)
    assert await claim(ledger, item) is None


async def test_a_lost_lease_cannot_be_renewed(ledger: Ledger, item: Work) -> None:
    loser = await claimed(ledger, item)
    await take_from(ledger, loser)
    async with ledger.write() as tx:
        assert not await work.renew(tx.conn, loser, 30)


async def test_a_lease_that_was_freed_cannot_be_renewed(ledger: Ledger, item: Work) -> None:
    held = await claimed(ledger, item)
    await do(ledger, work.release, held)
    async with ledger.write() as tx:
        assert not await work.renew(tx.conn, held, 30)


async def test_putting_off_counts_no_attempt(ledger: Ledger, item: Work) -> None:
    for _ in range(3):
        held = await claimed(ledger, item)
        assert held.attempts == 1
        await do(ledger, lambda conn, held: work.put_off(conn, held, 0), held)


async def test_work_that_is_put_off_is_not_owed_before_its_time(ledger: Ledger, item: Work) -> None:
    await do(ledger, lambda conn, held: work.put_off(conn, held, 60), await claimed(ledger, item))
    assert await owed(ledger) == []
    await let_time_pass(ledger, item)
    assert await owed(ledger) == [item]


async def test_failed_work_is_tried_again_later_and_dies_of_its_last_attempt(ledger: Ledger, item: Work) -> None:
    for attempt in range(1, 4):
        held = await claimed(ledger, item)
        assert held.attempts == attempt
        async with ledger.write() as tx:
            died = await work.fail(tx.conn, held, f"broke {attempt} times", 3)
        assert died == (attempt == 3)
        assert await owed(ledger) == []
        await let_time_pass(ledger, item)
    assert await claim(ledger, item) is None
    assert await dead(ledger) == [Dead(item, 3, "broke 3 times")]


async def test_success_forgets_earlier_failures(ledger: Ledger) -> None:
    await open_request(ledger)
    card = await want_card(ledger)
    await do(ledger, DEEDS["fail"], await claimed(ledger, card))
    await let_time_pass(ledger, card)
    await do(ledger, work.release, await claimed(ledger, card))
    again = await claimed(ledger, card)
    assert (again.attempts, again.row["error"]) == (1, "")


async def test_revived_work_is_owed_anew_with_all_its_attempts(ledger: Ledger, item: Work) -> None:
    await kill(ledger, item)
    async with ledger.write() as tx:
        assert await work.revive(tx.conn, [item, Work(item.kind, "nothing")]) == 1
    assert await dead(ledger) == []
    assert (await claimed(ledger, item)).attempts == 1


async def test_only_dead_work_is_revived(ledger: Ledger, item: Work) -> None:
    async with ledger.write() as tx:
        assert await work.revive(tx.conn, [item]) == 0


async def test_an_endless_error_is_cut(ledger: Ledger) -> None:
    await kill(ledger, await tell(ledger), "x" * 10_000)
    [given_up] = await dead(ledger)
    assert given_up.error == "x" * 2000


def test_pauses_grow_from_a_second_to_five_minutes() -> None:
    pauses = [work.pause_after(attempts) for attempts in (1, 2, 3, 4, 9, 10, 100, 10_000)]
    assert pauses == [1, 2, 4, 8, 256, 300, 300, 300]


NOW = {
    "sqlite": "SELECT (julianday('now') - 2440587.5) * 86400",
    "postgresql": "SELECT CAST(extract(epoch FROM clock_timestamp()) AS double precision)",
}


async def race(one: Ledger, other: Ledger) -> None:
    for number in range(ROUNDS):
        run = await add_run(one, number)
        claims = await asyncio.gather(*(claim(ledger, run) for ledger in (one, other, one, other)))
        assert [taken.fence for taken in claims if taken] == [1]


async def do(ledger: Ledger, deed: Callable[[AsyncConnection, Claim], Awaitable[Any]], held: Claim) -> None:
    async with ledger.write() as tx:
        await deed(tx.conn, held)


async def kill(ledger: Ledger, item: Work, error: str = "it broke") -> None:
    held = await claimed(ledger, item)
    async with ledger.write() as tx:
        assert await work.fail(tx.conn, held, error, 1)


async def let_time_pass(ledger: Ledger, item: Work) -> None:
    """As if the pause of this work were over."""
    async with ledger.write() as tx:
        await tx.conn.execute(TABLES[item.kind].update().values(next_at=0.0))


async def dead(ledger: Ledger) -> list[Dead]:
    async with ledger.read() as conn:
        return await work.dead(conn)
