"""10. Every fact about a request is an append-only event in a hash chain, in which a forgery shows."""

import asyncio

import pytest
from sqlalchemy import text

from bot.approvals.machine import fold
from bot.ledger import chain, request_book
from bot.ledger.chain import BrokenChain
from bot.ledger.database import Ledger, Transaction
from tests.ledger.books import open_request, settle

# Each takes what stands at event 3 and makes it say something else.
CHANGES = {
    "body": "body = '{}'",
    "kind": "kind = 'expired'",
    "request": "request_id = 'request-1', seq = 9",
    "number": "seq = 8",
    "time": "at = at + 1",
    "hash": "hash = 'h'",
    "place": "position = 99",
}


@pytest.fixture
async def told(ledger: Ledger) -> Ledger:
    """A ledger with seven events: two requests opened, voted on and settled, and one that is open."""
    for number in (1, 2):
        await settle(ledger, await open_request(ledger, number), number)
    await open_request(ledger, 3)
    return ledger


async def test_an_untouched_trail_fits_together(told: Ledger) -> None:
    assert await verified(told) == 7


async def test_an_empty_trail_fits_together(ledger: Ledger) -> None:
    assert await verified(ledger) == 0


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
async def test_a_changed_event_is_found(told: Ledger, change: str) -> None:
    await tamper(told, f"UPDATE events SET {change} WHERE position = 3")
    with pytest.raises(BrokenChain, match="at event 3"):
        await verified(told)


@pytest.mark.parametrize("position", [1, 3])
async def test_an_event_taken_away_is_found(told: Ledger, position: int) -> None:
    await tamper(told, f"DELETE FROM events WHERE position = {position}")
    with pytest.raises(BrokenChain, match=f"at event {position}"):
        await verified(told)


async def test_the_last_event_taken_away_is_found(told: Ledger) -> None:
    await tamper(told, "DELETE FROM events WHERE position = 7")
    with pytest.raises(BrokenChain, match="ends at event 6, but its head says 7"):
        await verified(told)


async def test_everything_taken_away_is_found(told: Ledger) -> None:
    await tamper(told, "DELETE FROM events")
    with pytest.raises(BrokenChain):
        await verified(told)


async def test_two_events_that_changed_places_are_found(told: Ledger) -> None:
    await tamper(
        told,
        "UPDATE events SET position = 99 WHERE position = 2",
        "UPDATE events SET position = 2 WHERE position = 3",
        "UPDATE events SET position = 3 WHERE position = 99",
    )
    with pytest.raises(BrokenChain, match="at event 2"):
        await verified(told)


@pytest.mark.parametrize("hash_of_it", ["'h'", "(SELECT substr(hash, 2) || 'x' FROM chain_head)"])
async def test_an_event_appended_by_another_hand_is_found(told: Ledger, hash_of_it: str) -> None:
    await tamper(told, f"INSERT INTO events VALUES (8, 'request-3', 2, 'applied', 0, '{{}}', {hash_of_it})")
    with pytest.raises(BrokenChain, match="at event 8"):
        await verified(told)


async def test_a_head_that_was_put_back_is_found(told: Ledger) -> None:
    await tamper(told, "UPDATE chain_head SET position = 6")
    with pytest.raises(BrokenChain, match="ends at event 7"):
        await verified(told)


@pytest.mark.parametrize("trusted", [1, 6, 7])
async def test_a_trail_that_nobody_touched_fits_from_anywhere(told: Ledger, trusted: int) -> None:
    assert await verified(told, trusted) == 7


async def test_a_changed_event_is_not_seen_from_behind(told: Ledger) -> None:
    await tamper(told, "UPDATE events SET at = at + 1 WHERE position = 3")
    with pytest.raises(BrokenChain) as broken:
        await verified(told, 2)
    assert broken.value.position == 3
    assert await verified(told, 3) == 7


@pytest.mark.parametrize(("lost", "breaks"), [(4, 4), (7, 6)])
async def test_an_event_taken_away_is_found_from_before_it(told: Ledger, lost: int, breaks: int) -> None:
    await tamper(told, f"DELETE FROM events WHERE position = {lost}")
    with pytest.raises(BrokenChain) as broken:
        await verified(told, 1)
    assert broken.value.position == breaks


async def test_how_many_events_there_are_is_known_without_counting(told: Ledger) -> None:
    async with told.read() as conn:
        assert await chain.length(conn) == 7


async def test_a_story_folds_to_the_request_that_is_stored(told: Ledger) -> None:
    async with told.read() as conn:
        story = await chain.story(conn, "request-2")
        stored = await request_book.load(conn, "request-2")
    assert [entry.seq for entry in story] == [1, 2, 3]
    assert [entry.position for entry in story] == [4, 5, 6]
    assert fold([entry.event for entry in story]) == stored


async def test_a_request_that_is_not_there_has_no_story(told: Ledger) -> None:
    async with told.read() as conn:
        assert await chain.story(conn, "request-9") == []


async def test_writers_in_two_processes_make_one_chain(ledger: Ledger, second: Ledger) -> None:
    await asyncio.gather(*(open_request(second if number % 2 else ledger, number) for number in range(1, 21)))
    assert await verified(ledger) == 20


async def verified(ledger: Ledger, trusted: int = 0) -> int:
    async with ledger.read() as conn:
        return await chain.verify(conn, trusted=trusted)


async def tamper(ledger: Ledger, *statements: str) -> None:
    """Do to the trail what only somebody with the database's own rights could do."""
    async with ledger.write() as tx:
        await _unguard(tx)
        for sql in statements:
            await tx.conn.execute(text(sql))


async def _unguard(tx: Transaction) -> None:
    if tx.conn.dialect.name == "postgresql":
        await tx.conn.execute(text("ALTER TABLE events DISABLE TRIGGER USER"))
        return
    for deed in ("update", "delete"):
        await tx.conn.execute(text(f"DROP TRIGGER events_final_{deed}"))
