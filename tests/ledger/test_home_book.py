"""Homes are drawn when they are opened, and again, after a moment's calm, when something in them changes."""

from bot.ledger import home_book, work
from bot.ledger.database import Ledger
from bot.ledger.hints import Work, WorkKind
from bot.ledger.home_book import Home
from bot.ledger.tables import homes
from tests.ledger.books import claimed, owed, rows

HOME = Work(WorkKind.HOME, "U1")


async def test_a_home_that_is_opened_is_owed_at_once_each_time(ledger: Ledger) -> None:
    await opened(ledger)
    assert await owed(ledger) == [HOME]
    await show(ledger)
    assert await owed(ledger) == []
    await opened(ledger)
    assert await owed(ledger) == [HOME]


async def test_changes_are_gathered_and_a_home_nobody_opened_is_not_drawn(ledger: Ledger) -> None:
    await opened(ledger)
    await show(ledger)
    for _ in range(3):
        await refresh(ledger, "U1", "U2")
    [home] = await rows(ledger, homes)
    assert (home["id"], home["wanted"] - home["shown"]) == ("U1", 3)
    assert await owed(ledger) == []
    await let_time_pass(ledger, home_book.CALM)
    assert await owed(ledger) == [HOME]


async def test_a_change_while_a_home_is_drawn_stays_owed(ledger: Ledger) -> None:
    await opened(ledger)
    claim = await claimed(ledger, HOME)
    await refresh(ledger, "U1")
    async with ledger.write() as tx:
        await work.release(tx.conn, claim)
        await home_book.note_shown(tx.conn, home_book.home_from(claim.row))
    [home] = await rows(ledger, homes)
    assert home["wanted"] > home["shown"]


async def test_a_home_that_is_being_drawn_is_not_drawn_again_at_once(ledger: Ledger) -> None:
    await opened(ledger)
    claim = await claimed(ledger, HOME)
    await refresh(ledger, "U1")
    async with ledger.write() as tx:
        await work.release(tx.conn, claim)
        await home_book.note_shown(tx.conn, home_book.home_from(claim.row))
    assert await owed(ledger) == []
    await let_time_pass(ledger, home_book.CALM)
    assert await owed(ledger) == [HOME]


async def test_a_stream_of_changes_puts_no_home_off_for_longer(ledger: Ledger) -> None:
    await opened(ledger)
    await show(ledger)
    for _ in range(3):
        await refresh(ledger, "U1")
        await let_time_pass(ledger, home_book.CALM / 2)
    assert await owed(ledger) == [HOME]


async def test_a_home_that_was_given_up_is_drawn_when_its_person_opens_it(ledger: Ledger) -> None:
    await opened(ledger)
    async with ledger.write() as tx:
        await tx.conn.execute(homes.update().values(dead=True, attempts=6))
    assert await owed(ledger) == []
    await opened(ledger)
    assert await owed(ledger) == [HOME]
    assert (await claimed(ledger, HOME)).attempts == 1


async def let_time_pass(ledger: Ledger, seconds: float) -> None:
    async with ledger.write() as tx:
        await tx.conn.execute(homes.update().values(next_at=homes.c.next_at - seconds))


async def opened(ledger: Ledger) -> None:
    async with ledger.write() as tx:
        await home_book.opened(tx, "U1")


async def refresh(ledger: Ledger, *people: str) -> None:
    async with ledger.write() as tx:
        await home_book.refresh(tx.conn, people)


async def show(ledger: Ledger) -> None:
    claim = await claimed(ledger, HOME)
    async with ledger.write() as tx:
        await work.release(tx.conn, claim)
        await home_book.note_shown(tx.conn, Home("U1", claim.row["wanted"]))
