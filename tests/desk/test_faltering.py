"""Work that fails is tried again, and told to the operators once when it is given up."""

import pytest

from bot.desk.faltering import Patience, falter
from bot.ledger import work
from bot.ledger.database import Ledger
from bot.ledger.hints import Work
from bot.ledger.owing import TABLES
from bot.ledger.tables import cards, notices
from bot.ledger.work import Dead, LeaseLost
from tests.desk.deeds import press, run_of, start, stopped, told
from tests.ledger.books import claimed, dump, owed, rows, shown_cards, take_from, tell, want_card

THREE = Patience(3, "#operators")


async def test_work_that_failed_is_tried_again_as_often_as_patience_lasts(ledger: Ledger) -> None:
    run = await start(ledger)
    assert [await fails(ledger, run, THREE) for _ in range(3)] == [False, False, True]
    assert await dead(ledger) == [Dead(run, 3, "the disk is full")]


async def test_operators_hear_of_it_once_it_is_given_up_and_not_before(ledger: Ledger) -> None:
    run = await start(ledger)
    await fails(ledger, run, THREE)
    assert await told(ledger) == []
    await fails(ledger, run, Patience(2, "#operators"))
    [alarm] = await rows(ledger, notices)
    assert (alarm["kind"], alarm["audience"], alarm["body"]) == ("dead", "#operators", "the disk is full")
    assert run.key in alarm["id"]


async def test_a_hopeless_failure_is_final_at_once(ledger: Ledger) -> None:
    run = await start(ledger)
    assert await fails(ledger, run, THREE, hopeless=True)
    assert len(await told(ledger)) == 1
    assert run not in await owed(ledger)


async def test_work_that_dies_again_after_it_was_revived_is_told_again(ledger: Ledger) -> None:
    run = await start(ledger)
    for deaths in (1, 2):
        await fails(ledger, run, THREE, hopeless=True)
        assert len(await told(ledger)) == deaths
        async with ledger.write() as tx:
            await work.revive(tx.conn, [run])


async def test_an_alarm_that_cannot_be_told_raises_no_alarm(ledger: Ledger) -> None:
    await fails(ledger, await start(ledger), THREE, hopeless=True)
    [alarm] = [item for item in await owed(ledger) if item.key.startswith("dead.")]
    assert await fails(ledger, alarm, THREE, hopeless=True)
    assert len(await told(ledger)) == 1
    assert alarm in [item.work for item in await dead(ledger)]


async def test_without_an_operators_channel_nothing_is_told(ledger: Ledger) -> None:
    assert await fails(ledger, await start(ledger), Patience(1, None))
    assert await told(ledger) == []


async def test_a_run_that_was_given_up_is_shown_so_on_its_cards(ledger: Ledger) -> None:
    [request] = await stopped(ledger)
    await press(ledger, request)
    before = [card["wanted"] for card in await shown_cards(ledger)]
    await fails(ledger, run_of(request), THREE)
    assert [card["wanted"] for card in await shown_cards(ledger)] == before
    await fails(ledger, run_of(request), THREE, hopeless=True)
    assert [card["wanted"] for card in await shown_cards(ledger)] == [before[0] + 1]


async def test_a_card_that_was_given_up_is_not_drawn_again_for_it(ledger: Ledger) -> None:
    [request] = await stopped(ledger)
    card = await want_card(ledger, request.id)
    before = [row["wanted"] for row in await rows(ledger, cards)]
    assert await fails(ledger, card, Patience(1, "#operators"))
    assert [row["wanted"] for row in await rows(ledger, cards)] == before
    assert await told(ledger) == [("dead", "#operators", None)]


async def test_whoever_lost_the_lease_has_nothing_to_give_up(ledger: Ledger) -> None:
    loser = await claimed(ledger, await tell(ledger))
    await take_from(ledger, loser)
    before = await dump(ledger)
    with pytest.raises(LeaseLost):
        await falter(ledger, loser, "too late", THREE, hopeless=True)
    assert await dump(ledger) == before


async def fails(ledger: Ledger, item: Work, patience: Patience, *, hopeless: bool = False) -> bool:
    """Fail at a piece of work, as soon as it may be tried."""
    async with ledger.write() as tx:
        table = TABLES[item.kind]
        await tx.conn.execute(table.update().where(table.c.id == item.key).values(next_at=0.0))
    return await falter(ledger, await claimed(ledger, item), "the disk is full", patience, hopeless=hopeless)


async def dead(ledger: Ledger) -> list[Dead]:
    async with ledger.read() as conn:
        return await work.dead(conn)
