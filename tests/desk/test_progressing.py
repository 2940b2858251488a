"""What a run tells is kept and owed a drawing while it is under way, and a last one when it has ended."""

from bot.approvals.machine import RunState
from bot.desk import progressing
from bot.ledger.database import Ledger
from bot.ledger.hints import Work, WorkKind
from bot.ledger.tables import cards
from tests.desk.deeds import start, the_run
from tests.ledger.books import claimed, owed, rows


async def test_what_a_run_tells_is_kept_and_owed_one_message(ledger: Ledger) -> None:
    run = await under_way(ledger)
    await progressing.note(ledger, run.key, "one")
    await progressing.note(ledger, run.key, "two")
    assert (await the_run(ledger, run)).progress == "two"
    [card] = await rows(ledger, cards)
    assert (card["look"], card["audience"], card["wanted"]) == ("progress", "thread", 2)
    assert [item.kind for item in await owed(ledger) if item.kind is WorkKind.CARD] == [WorkKind.CARD]


async def test_the_same_words_again_change_nothing(ledger: Ledger) -> None:
    run = await under_way(ledger)
    await progressing.note(ledger, run.key, "one")
    before = await rows(ledger, cards)
    await progressing.note(ledger, run.key, "one")
    assert await rows(ledger, cards) == before


async def test_a_run_that_is_not_under_way_tells_nothing(ledger: Ledger) -> None:
    run = await start(ledger)
    await progressing.note(ledger, run.key, "one")
    await progressing.note(ledger, "run-9", "one")
    assert ((await the_run(ledger, run)).progress, await rows(ledger, cards)) == ("", [])


async def test_what_no_database_takes_is_replaced(ledger: Ledger) -> None:
    run = await under_way(ledger)
    await progressing.note(ledger, run.key, "nul \0 half \ud800")
    assert (await the_run(ledger, run)).progress == "nul \ufffd half \ufffd"


async def test_a_run_that_ended_owes_a_last_drawing_of_what_it_told(ledger: Ledger) -> None:
    run = await under_way(ledger)
    await progressing.note(ledger, run.key, "one")
    before = [card["wanted"] for card in await rows(ledger, cards)]
    async with ledger.write() as tx:
        await progressing.conclude(tx, run.key)
    assert [card["wanted"] for card in await rows(ledger, cards)] == [before[0] + 1]


async def test_a_run_that_told_nothing_owes_none(ledger: Ledger) -> None:
    run = await under_way(ledger)
    async with ledger.write() as tx:
        await progressing.conclude(tx, run.key)
    assert await rows(ledger, cards) == []


async def under_way(ledger: Ledger) -> Work:
    """A run that is being driven."""
    run = await start(ledger)
    await claimed(ledger, run)
    assert (await the_run(ledger, run)).state is RunState.RUNNING
    return run
