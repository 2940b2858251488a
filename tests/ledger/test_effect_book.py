"""What runs did is kept as it was, in the order in which it was begun, and changes along its table alone."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.approvals.effect import Act, Doubt, Effect
from bot.approvals.machine import EFFECT_MOVES, EffectState, IllegalMove
from bot.ledger import effect_book, work
from bot.ledger.database import Ledger
from bot.ledger.work import LeaseLost
from tests.approvals.examples import NOON
from tests.ledger.books import Ear, add_waiting_run, claimed, lapse, open_request, owed, take_from, undo

EFFECT = Effect(run_id="run-1", key="wire", place=1, words="Wired 40 EUR", state=EffectState.BEGUN, began_at=NOON)


async def test_an_effect_is_read_as_it_was_written(ledger: Ledger) -> None:
    request = await open_request(ledger)
    whole = replace(
        EFFECT.questioned(Doubt(Act.DO, "task-1", "half a character \ud83d, a NUL \0")),
        state=EffectState.DONE,
        undo="workflows.orders:release",
        result={"id": [1, None, "\ud83d\0"]},
        until=NOON + timedelta(hours=1),
        request_id=request.id,
        done_at=NOON,
        undone_at=NOON + timedelta(minutes=5),
    )
    async with ledger.write() as tx:
        await effect_book.add(tx.conn, EFFECT)
        assert await effect_book.change(tx, EFFECT, whole)
    async with ledger.read() as conn:
        assert await effect_book.load(conn, "run-1", "wire") == whole
        assert await effect_book.load(conn, "run-1", "other") is None


async def test_a_runs_effects_are_numbered_and_told_newest_first(ledger: Ledger) -> None:
    await add_waiting_run(ledger)
    async with ledger.write() as tx:
        for key in ("a", "b", "c"):
            place = await effect_book.next_place(tx.conn, "run-1")
            await effect_book.add(tx.conn, replace(EFFECT, key=key, place=place))
    async with ledger.read() as conn:
        assert [(effect.key, effect.place) for effect in await effect_book.of_run(conn, "run-1")] == [
            ("c", 3),
            ("b", 2),
            ("a", 1),
        ]


async def test_a_change_of_what_has_changed_meanwhile_is_none(ledger: Ledger) -> None:
    await undo(ledger)
    done = replace(EFFECT, state=EffectState.DONE)
    async with ledger.write() as tx:
        assert not await effect_book.change(tx, done, done.moved(EffectState.UNDOING))
        assert tx.hints == []


async def test_what_is_to_be_undone_is_owed_and_hinted_at(ledger: Ledger) -> None:
    ledger.hints = ear = Ear()
    piece = await undo(ledger)
    assert ear.commits[-1] == [piece]
    assert await owed(ledger) == [piece]


async def test_one_that_is_taken_is_nobody_elses(ledger: Ledger) -> None:
    piece = await undo(ledger)
    held = await claimed(ledger, piece)
    taking = effect_book.from_row(held.row)
    async with ledger.write() as tx:
        assert await effect_book.take(tx.conn, taking, 30) is None
        await tx.conn.execute(lapse(piece))
        thief = await effect_book.take(tx.conn, taking, 30)
        assert thief
        with pytest.raises(LeaseLost):
            await work.release(tx.conn, held)
        await work.release(tx.conn, thief)


async def test_one_that_was_given_up_can_still_be_taken(ledger: Ledger) -> None:
    held = await claimed(ledger, await undo(ledger))
    async with ledger.write() as tx:
        assert await work.fail(tx.conn, held, "no answer", attempts=1)
        assert await effect_book.take(tx.conn, effect_book.from_row(held.row), 30)
        assert await work.dead(tx.conn) == []


async def test_only_who_holds_the_run_can_insist_on_it(ledger: Ledger) -> None:
    held = await claimed(ledger, await undo(ledger))
    async with ledger.write() as tx:
        await work.insist(tx.conn, held)
    await take_from(ledger, held)
    async with ledger.write() as tx:
        with pytest.raises(LeaseLost):
            await work.insist(tx.conn, held)


@pytest.mark.parametrize("state", EffectState)
def test_an_effect_moves_along_the_table_alone(state: EffectState) -> None:
    for to in EffectState:
        if to in EFFECT_MOVES[state]:
            assert replace(EFFECT, state=state).moved(to).state is to
        else:
            with pytest.raises(IllegalMove):
                replace(EFFECT, state=state).moved(to)
