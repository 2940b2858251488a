"""What the auditor found is noted once for as long as it lasts, and again when it comes back."""

from datetime import timedelta

from bot.ledger import finding_book
from bot.ledger.database import Ledger
from bot.ledger.finding_book import Finding, Inspection
from bot.ledger.tables import findings
from tests.approvals.examples import HOUR, NOON
from tests.ledger.books import rows

LATE = Finding(kind="late", subject="request-1", words="It is late.")
SILENT = Finding(kind="silent", subject="request-1", words="It is silent.")


async def keep(ledger: Ledger, *found: Finding, hours: int = 0) -> list[Finding]:
    async with ledger.write() as tx:
        return await finding_book.keep(tx, found, NOON + hours * HOUR)


async def standing(ledger: Ledger) -> list[Finding]:
    async with ledger.read() as conn:
        return await finding_book.standing(conn)


async def test_what_was_there_before_is_not_new(ledger: Ledger) -> None:
    assert await keep(ledger, LATE) == [LATE]
    assert await keep(ledger, LATE, SILENT, hours=1) == [SILENT]
    assert await keep(ledger, LATE, SILENT, hours=2) == []
    assert await standing(ledger) == [LATE, SILENT]


async def test_what_comes_back_after_it_was_gone_is_new(ledger: Ledger) -> None:
    await keep(ledger, LATE)
    assert await keep(ledger, hours=1) == []
    assert await standing(ledger) == []
    assert await keep(ledger, LATE, hours=2) == [LATE]
    [row] = await rows(ledger, findings)
    assert (row["first_at"], row["gone_at"]) == ((NOON + 2 * HOUR).timestamp(), None)


async def test_what_is_gone_stays_as_a_record(ledger: Ledger) -> None:
    await keep(ledger, LATE)
    await keep(ledger, SILENT, hours=1)
    gone = {row["id"]: row["gone_at"] for row in await rows(ledger, findings)}
    assert gone == {"late.request-1": (NOON + HOUR).timestamp(), "silent.request-1": None}


async def test_it_is_known_in_its_latest_words(ledger: Ledger) -> None:
    again = Finding(kind="late", subject="request-1", words="It is later still.", healed=True)
    await keep(ledger, LATE)
    await keep(ledger, again, hours=1)
    assert await standing(ledger) == [again]


async def test_the_last_round_is_kept_alone(ledger: Ledger) -> None:
    async with ledger.read() as conn:
        assert await finding_book.last(conn) is None
    first = Inspection(at=NOON, took=0.5, findings=(LATE,), position=7)
    second = Inspection(at=NOON + timedelta(minutes=1), took=0.25, findings=(), position=9)
    for inspection in (first, second):
        async with ledger.write() as tx:
            await finding_book.note(tx, inspection)
        async with ledger.read() as conn:
            assert await finding_book.last(conn) == inspection


async def test_of_two_rounds_at_once_one_hears_that_it_is_new(ledger: Ledger, second: Ledger) -> None:
    assert [await keep(ledger, LATE), await keep(second, LATE)] == [[LATE], []]
