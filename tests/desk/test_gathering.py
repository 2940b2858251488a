"""Like requests gather in one card where their policy says so."""

import asyncio
from datetime import timedelta

from bot.approvals.policy import Batching, Policy
from bot.approvals.request import Request
from bot.desk import calling, expiring
from bot.ledger import card_book, listing, notice_book
from bot.ledger.database import Ledger
from bot.ledger.hints import Work, WorkKind
from bot.ledger.tables import batches, cards
from tests.approvals.examples import HOUR, LEAD, MANAGER, NOON, a_policy, a_tier, an_ask
from tests.desk.deeds import asks, claimed_run, pause, press
from tests.ledger.books import claimed, rows

GATHERING: Policy = a_policy().model_copy(update={"batch": Batching(window=timedelta(minutes=10))})


async def test_like_requests_share_a_card_which_is_drawn_anew_as_they_join(ledger: Ledger) -> None:
    first, second = await opened(ledger, "one"), await opened(ledger, "two")
    [card] = await rows(ledger, cards)
    assert (card["look"], card["audience"], card["wanted"]) == ("batch", "#approvals", 2)
    async with ledger.read() as conn:
        assert [request.id for request in await listing.of_batch(conn, card["batch_id"])] == [first.id, second.id]
        found = await card_book.main_card(conn, second.id, "#approvals")
    assert found
    assert found.id == card["id"]


async def test_what_takes_another_step_gets_a_card_of_its_own(ledger: Ledger) -> None:
    await opened(ledger, "one")
    await opened(ledger, "two", step="payout")
    assert [card["look"] for card in await rows(ledger, cards)] == ["batch", "batch"]


async def test_a_decision_on_one_draws_the_batch_anew(ledger: Ledger) -> None:
    first = await opened(ledger, "one")
    await press(ledger, first)
    drawn = {card["look"]: card["wanted"] for card in await rows(ledger, cards)}
    assert drawn == {"batch": 2, "history": 1}


async def test_who_is_called_for_many_of_a_batch_gets_one_card(ledger: Ledger) -> None:
    first, second = await opened(ledger, "one"), await opened(ledger, "two")
    await expiring.ring(ledger, now=NOON + HOUR)
    for request in (first, second):
        claim = await claimed(ledger, Work(WorkKind.NOTICE, f"call.{request.id}.1"))
        notice = notice_book.notice_from(claim.row)
        await calling.call(ledger, claim, notice, {MANAGER}, now=NOON + HOUR)
    shown = [(card["look"], card["audience"]) for card in await rows(ledger, cards) if card["look"] == "batch"]
    assert sorted(shown) == [("batch", "#approvals"), ("batch", MANAGER)]


async def test_who_is_reminded_of_many_of_a_batch_gets_one_card(ledger: Ledger) -> None:
    policy = GATHERING.model_copy(update={"tiers": (a_tier(reminders=(0.5,)),)})
    requests = [await opened(ledger, key, policy=policy) for key in ("one", "two", "three")]
    await expiring.ring(ledger, now=NOON + HOUR / 2)
    for request in requests:
        claim = await claimed(ledger, Work(WorkKind.NOTICE, f"remind.{request.id}.0.0.5"))
        await calling.call(ledger, claim, notice_book.notice_from(claim.row), {LEAD}, now=NOON + HOUR / 2)
    shown = [(card["look"], card["audience"]) for card in await rows(ledger, cards)]
    assert sorted(shown) == [("batch", "#approvals"), ("batch", LEAD)]


async def test_two_processes_open_into_one_batch_or_two_and_lose_nothing(ledger: Ledger, second: Ledger) -> None:
    """7. A batch is of one policy; what was opened under another gathers apart."""
    claims = [await claimed_run(ledger, f"{number}") for number in range(6)]
    books = (ledger, second) * 3
    pauses = (pause(book, claim, asks(), policy=GATHERING) for book, claim in zip(books, claims, strict=True))
    await asyncio.gather(*pauses)
    other = await opened(ledger, "other", policy=GATHERING.model_copy(update={"name": "stricter"}))
    found = await rows(ledger, batches)
    async with ledger.read() as conn:
        members = {row["id"]: await listing.of_batch(conn, row["id"]) for row in found}
    assert {row["id"]: row["size"] for row in found} == {key: len(inside) for key, inside in members.items()}
    assert sum(len(inside) for inside in members.values()) == 7
    assert [other] in members.values()
    shown = {card["batch_id"] for card in await rows(ledger, cards)}
    assert shown == members.keys(), "each batch has its card"


async def opened(ledger: Ledger, key: str, *, step: str = "refund", policy: Policy = GATHERING) -> Request:
    """The request of a new run, under a policy that gathers."""
    question = asks(an_ask().model_copy(update={"step": step}))
    [request] = await pause(ledger, await claimed_run(ledger, key), question, policy=policy)
    return request
