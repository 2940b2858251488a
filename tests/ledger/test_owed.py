"""What is owed: each kind exactly when it is, and nothing that is held, dead or not due yet."""

import pytest
from sqlalchemy import text

from bot.approvals.machine import RUN_MOVES, RunState
from bot.ledger import answer_book, card_book, notice_book, run_book, work
from bot.ledger.card_book import Address
from bot.ledger.database import Ledger
from bot.ledger.hints import Work
from bot.ledger.owing import TABLES
from tests.approvals.examples import NOON
from tests.ledger.books import (
    add_run,
    add_waiting_run,
    claimed,
    lapse,
    open_request,
    owed,
    set_state,
    settle,
    tell,
    want_card,
)


async def test_nothing_is_owed_on_an_empty_ledger(ledger: Ledger) -> None:
    assert await owed(ledger) == []


async def test_a_run_that_nobody_has_driven_is_owed(ledger: Ledger) -> None:
    run = await add_run(ledger)
    assert await owed(ledger) == [run]


async def test_a_run_whose_driver_died_is_owed(ledger: Ledger) -> None:
    run = await add_run(ledger)
    await claimed(ledger, run)
    assert await owed(ledger) == []
    await let_lapse(ledger, run)
    assert await owed(ledger) == [run]


async def test_a_run_that_waits_for_people_is_not_owed(ledger: Ledger) -> None:
    await open_request(ledger)
    assert await owed(ledger) == []


async def test_a_run_that_waits_is_owed_from_the_decision_on_until_the_answer_is_applied(ledger: Ledger) -> None:
    await settle(ledger, await open_request(ledger))
    [run] = await owed(ledger)
    assert run.key == "run-1"
    async with ledger.write() as tx:
        await answer_book.mark_applied(tx.conn, "request-1")
    assert await owed(ledger) == []


async def test_a_void_answer_is_not_owed(ledger: Ledger) -> None:
    request = await open_request(ledger)
    await settle(ledger, request)
    async with ledger.write() as tx:
        await answer_book.spoil(tx.conn, request, NOON)
    assert await owed(ledger) == []


@pytest.mark.parametrize("state", [state for state in RunState if state.has_ended])
async def test_a_run_that_ended_is_never_owed(ledger: Ledger, state: RunState) -> None:
    await settle(ledger, await open_request(ledger))
    await set_state(ledger, 1, state)
    assert await owed(ledger) == []


async def test_a_card_is_owed_while_it_is_behind_the_drawing_wanted_of_it(ledger: Ledger) -> None:
    await open_request(ledger)
    card = await want_card(ledger)
    assert await owed(ledger) == [card]
    await show(ledger)
    assert await owed(ledger) == []
    async with ledger.write() as tx:
        await card_book.redraw(tx, "request-1")
    assert await owed(ledger) == [card]
    await show(ledger)
    assert await owed(ledger) == []


async def test_a_channel_with_the_longest_name_there_can_be_gets_its_card_and_its_alarms(ledger: Ledger) -> None:
    await open_request(ledger)
    card = await want_card(ledger, audience=f"#{'x' * 80}")
    alarm = await tell(ledger, f"dead.12.card.{card.key}")
    assert await owed(ledger) == [card, alarm]


async def test_a_card_wanted_anew_while_it_was_drawn_stays_owed(ledger: Ledger) -> None:
    await open_request(ledger)
    card = await want_card(ledger)
    async with ledger.write() as tx:
        drawn = await card_book.main_card(tx.conn, "request-1", "#approvals")
        assert drawn
        await card_book.redraw(tx, "request-1")
        await card_book.note_shown(tx, drawn, Address("C1", "1.0"))
        assert tx.hints[-1] == card
    assert await owed(ledger) == [card]


async def test_a_notice_is_owed_until_it_is_told(ledger: Ledger) -> None:
    notice = await tell(ledger)
    assert await owed(ledger) == [notice]
    async with ledger.write() as tx:
        await notice_book.note_told(tx.conn, notice.key)
    assert await owed(ledger) == []


@pytest.mark.parametrize("condition", ["lease_until = 4e9", "next_at = 4e9", "dead = true"])
async def test_nothing_is_owed_that_is_held_or_not_due_yet_or_dead(ledger: Ledger, condition: str) -> None:
    works = await one_of_each(ledger)
    async with ledger.write() as tx:
        for table in TABLES.values():
            await tx.conn.execute(text(f"UPDATE {table.name} SET {condition}"))
    assert await owed(ledger) == []
    async with ledger.write() as tx:
        assert [await work.claim(tx.conn, item, 30) for item in works] == [None] * len(works)


async def test_what_is_owed_of_each_kind_is_what_can_be_claimed(ledger: Ledger) -> None:
    works = await one_of_each(ledger)
    assert await owed(ledger) == works
    assert [(await claimed(ledger, item)).work for item in works] == works
    assert await owed(ledger) == []


async def test_the_longest_waiting_comes_first_and_no_more_than_asked_for(ledger: Ledger) -> None:
    for number in range(1, 6):
        await add_run(ledger, number)
        async with ledger.write() as tx:
            await tx.conn.execute(text(f"UPDATE runs SET next_at = {100 - number} WHERE id = 'run-{number}'"))
    assert [item.key for item in await owed(ledger, limit=3)] == ["run-5", "run-4", "run-3"]


async def test_a_run_with_many_owed_answers_is_owed_once(ledger: Ledger) -> None:
    await settle(ledger, await open_request(ledger))
    async with ledger.write() as tx:
        await tx.conn.execute(
            text(
                "INSERT INTO requests (id, run_id, interrupt_id, state, opened_at, seq, body) "
                "SELECT 'request-2', run_id, 'interrupt-2', state, opened_at, seq, body FROM requests"
            )
        )
        await tx.conn.execute(
            text(
                "INSERT INTO answers (request_id, run_id, interrupt_id, body, state, at) "
                "VALUES ('request-2', 'run-1', 'interrupt-2', '1', 'owed', 0)"
            )
        )
        assert [answer.request_id for answer in await answer_book.owed(tx.conn, "run-1")] == ["request-2", "request-1"]
    assert [item.key for item in await owed(ledger)] == ["run-1"]


async def test_a_run_moves_only_as_the_table_says(ledger: Ledger) -> None:
    moved = {
        (before, after)
        for number, before in enumerate(RunState)
        for after in RunState
        if await moves(ledger, number, before, after)
    }
    assert moved == {(before, after) for before, targets in RUN_MOVES.items() for after in targets}


async def test_a_run_that_ends_keeps_its_outcome_and_the_time(ledger: Ledger) -> None:
    await add_waiting_run(ledger)
    async with ledger.write() as tx:
        assert await run_book.move(tx.conn, "run-1", RunState.CANCELLED, outcome="called off", now=NOON)
        assert not await run_book.move(tx.conn, "run-1", RunState.CANCELLED, outcome="again", now=NOON)
        ended = await run_book.load(tx.conn, "run-1")
        ended_at = await tx.conn.scalar(text("SELECT ended_at FROM runs"))
    assert ended
    assert (ended.state, ended.outcome, ended_at) == (RunState.CANCELLED, "called off", NOON.timestamp())


async def moves(ledger: Ledger, number: int, before: RunState, after: RunState) -> bool:
    run_id = f"run-{number}"
    async with ledger.write() as tx:
        if not await run_book.load(tx.conn, run_id):
            await run_book.add(tx, run_book.Run(id=run_id, workflow="w", requester="U", input={}, state=before), NOON)
        await tx.conn.execute(text(f"UPDATE runs SET state = '{before.value}' WHERE id = '{run_id}'"))
        return await run_book.move(tx.conn, run_id, after, outcome="", now=NOON)


async def one_of_each(ledger: Ledger) -> list[Work]:
    """A run to drive, a run to answer, a card and a notice, all owed."""
    undriven = await add_run(ledger, 1)
    await settle(ledger, await open_request(ledger, 2), 2)
    return [undriven, Work(undriven.kind, "run-2"), await want_card(ledger, "request-2"), await tell(ledger)]


async def show(ledger: Ledger) -> None:
    async with ledger.write() as tx:
        card = await card_book.main_card(tx.conn, "request-1", "#approvals")
        assert card
        await card_book.note_shown(tx, card, Address("C1", "1.0"))


async def let_lapse(ledger: Ledger, held: Work) -> None:
    async with ledger.write() as tx:
        await tx.conn.execute(lapse(held))
