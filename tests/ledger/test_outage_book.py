"""Outages: one at a time, whom they kept from seeing what, and what was decided of it."""

from datetime import datetime, timedelta

from bot.approvals.commands import Degrade
from bot.approvals.policy import Outage
from bot.ledger import card_book, notice_book, outage_book
from bot.ledger.card_book import Look
from bot.ledger.database import Ledger
from bot.ledger.hints import WorkKind
from bot.ledger.notice_book import Notice, NoticeKind
from bot.ledger.outage_book import Unseen, Unvoted
from bot.ledger.tables import cards, notices
from tests.approvals.examples import HOUR, NOON, a_policy
from tests.ledger.books import add_waiting_run, claimed, give, open_request, opening, rows, tell, want_card

LIMIT = Outage(after=HOUR)
OFFLINE = a_policy().model_copy(update={"outage": LIMIT})


async def running(ledger: Ledger) -> datetime | None:
    async with ledger.read() as conn:
        return await outage_book.running(conn)


async def unseen(ledger: Ledger) -> list[Unseen]:
    async with ledger.read() as conn:
        return await outage_book.unseen(conn)


async def show(ledger: Ledger, number: int = 1) -> None:
    """Note that the request's card stands in its channel."""
    async with ledger.write() as tx:
        await tx.conn.execute(cards.update().where(cards.c.request_id == f"request-{number}").values(shown=1))


async def test_there_is_one_outage_at_a_time(ledger: Ledger) -> None:
    assert await running(ledger) is None
    async with ledger.write() as tx:
        assert await outage_book.begin(tx.conn, NOON)
        assert not await outage_book.begin(tx.conn, NOON + HOUR)
    assert await running(ledger) == NOON
    async with ledger.write() as tx:
        assert await outage_book.end(tx.conn, NOON + HOUR) == NOON
        assert await outage_book.end(tx.conn, NOON + HOUR) is None
        assert await outage_book.begin(tx.conn, NOON + 2 * HOUR)
    assert await running(ledger) == NOON + 2 * HOUR


async def test_what_was_never_shown_is_unseen_the_oldest_first(ledger: Ledger) -> None:
    for number in (1, 2):
        await add_waiting_run(ledger, number)
        await give(ledger, None, opening(number, policy=OFFLINE), NOON + (3 - number) * HOUR)
        await want_card(ledger, f"request-{number}")
    assert await unseen(ledger) == [
        Unseen("request-2", NOON + HOUR, "refund", LIMIT),
        Unseen("request-1", NOON + 2 * HOUR, "refund", LIMIT),
    ]


async def test_what_was_shown_once_is_not_unseen_though_it_is_behind(ledger: Ledger) -> None:
    await open_request(ledger, policy=OFFLINE)
    await want_card(ledger)
    await show(ledger)
    async with ledger.write() as tx:
        await card_book.redraw(tx, "request-1")
        await card_book.want_card(tx, "request-1", "U0LEAD")
        await card_book.want_history(tx, "request-1")
        assert not await outage_book.is_unseen(tx.conn, "request-1")
    assert await unseen(ledger) == []


async def test_what_people_were_to_hear_of_by_direct_message_is_unseen_while_they_are_looked_up(
    ledger: Ledger,
) -> None:
    await open_request(ledger, policy=OFFLINE)
    call = Notice(id="call", kind=NoticeKind.CALL, audience="tier:0.0.0", request_id="request-1")
    async with ledger.write() as tx:
        await notice_book.tell(tx, call)
    assert [each.request_id for each in await unseen(ledger)] == ["request-1"]
    await want_card(ledger, audience="U0LEAD")
    await show(ledger)
    assert await unseen(ledger) == []


async def test_a_history_in_a_thread_shows_nobody_the_request(ledger: Ledger) -> None:
    await open_request(ledger, policy=OFFLINE)
    await want_card(ledger)
    async with ledger.write() as tx:
        await card_book.want_history(tx, "request-1")
        await tx.conn.execute(cards.update().where(cards.c.look == Look.HISTORY).values(shown=1))
        assert await outage_book.is_unseen(tx.conn, "request-1")
    assert [each.request_id for each in await unseen(ledger)] == ["request-1"]


async def test_what_is_posted_to_nobody_yet_is_not_counted(ledger: Ledger) -> None:
    """A parked request has no card before people work again."""
    await open_request(ledger, policy=OFFLINE)
    assert await unseen(ledger) == []


async def test_a_policy_that_says_nothing_about_slack_waits(ledger: Ledger) -> None:
    await open_request(ledger)
    await want_card(ledger)
    assert [each.outage for each in await unseen(ledger)] == [None]


async def test_what_was_decided_without_slack_is_told_from_what_was_not(ledger: Ledger) -> None:
    for number in (1, 2):
        request = await open_request(ledger, number, policy=OFFLINE)
        await give(ledger, request, Degrade(), NOON + number * HOUR)
    async with ledger.read() as conn:
        decided = await outage_book.decided(conn, NOON + timedelta(minutes=90))
    assert decided == [Unvoted("request-2", "Refund 120.00 to Ada", False)]


async def test_it_is_counted_what_is_still_to_be_shown(ledger: Ledger) -> None:
    for number in (1, 2, 3):
        await open_request(ledger, number)
        await want_card(ledger, f"request-{number}")
    await show(ledger, 2)
    async with ledger.read() as conn:
        assert await outage_book.queued(conn) == 2


async def test_what_failed_is_hastened_and_what_waits_for_its_time_is_not(ledger: Ledger) -> None:
    await open_request(ledger)
    failed, held = await want_card(ledger), await tell(ledger, "held")
    await tell(ledger, "later")
    await claimed(ledger, held)
    async with ledger.write() as tx:
        await tx.conn.execute(cards.update().values(attempts=9, error="gone", next_at=4e9))
        await tx.conn.execute(notices.update().where(notices.c.id == "later").values(next_at=4e9))
        await outage_book.hasten(tx.conn)
    [card] = await rows(ledger, cards)
    assert (card["next_at"], card["attempts"], card["error"]) == (0.0, 1, "gone")
    assert [notice["next_at"] for notice in await rows(ledger, notices)] == [0.0, 4e9]
    assert (await claimed(ledger, failed)).work.kind is WorkKind.CARD
