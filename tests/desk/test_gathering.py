"""Like requests gather in one card where their policy says so."""

import asyncio
from datetime import timedelta

from bot.approvals.policy import Batching, Policy
from bot.approvals.request import Request
from bot.desk import expiring
from bot.ledger import card_book, listing
from bot.ledger.database import Ledger
from bot.ledger.tables import batches, cards, pings
from tests.approvals.examples import HOUR, LEAD, MANAGER, NOON, a_policy, a_tier, an_ask
from tests.desk.calls import called, reminded
from tests.desk.deeds import asks, claimed_run, pause, press
from tests.desk.ladders import falling_back_on
from tests.ledger.books import rows

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
        await called(ledger, request, MANAGER, now=NOON + HOUR)
    shown = [(card["look"], card["audience"]) for card in await rows(ledger, cards) if card["look"] == "batch"]
    assert sorted(shown) == [("batch", "#approvals"), ("batch", MANAGER)]
    assert [row["person"] for row in await rows(ledger, pings)] == [MANAGER], "one card is one ping"


async def test_who_is_reminded_of_many_of_a_batch_gets_one_card(ledger: Ledger) -> None:
    policy = GATHERING.model_copy(update={"tiers": (a_tier(reminders=(0.5,)),)})
    requests = [await opened(ledger, key, policy=policy) for key in ("one", "two", "three")]
    await expiring.ring(ledger, now=NOON + HOUR / 2)
    for request in requests:
        await reminded(ledger, request, LEAD, now=NOON + HOUR / 2)
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


async def test_one_that_falls_back_to_another_channel_is_shown_there_without_the_others(ledger: Ledger) -> None:
    other = a_policy(name="other").model_copy(update={"channel": "#directors"})
    policy = falling_back_on(other).model_copy(update={"batch": GATHERING.batch})
    first, second = await opened(ledger, "one", policy=policy), await opened(ledger, "two", policy=policy)
    await press(ledger, first)
    await expiring.ring(ledger, now=NOON + HOUR)
    shown = [(card["look"], card["audience"], card["request_id"]) for card in await rows(ledger, cards)]
    assert [card for card in shown if card[1] == "#directors"] == [("request", "#directors", second.id)]
    async with ledger.read() as conn:
        assert await card_book.main_card(conn, second.id, "#directors")


async def opened(ledger: Ledger, key: str, *, step: str = "refund", policy: Policy = GATHERING) -> Request:
    """The request of a new run, under a policy that gathers."""
    question = asks(an_ask().model_copy(update={"step": step}))
    [request] = await pause(ledger, await claimed_run(ledger, key), question, policy=policy)
    return request
