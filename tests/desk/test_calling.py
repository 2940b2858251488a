"""The people a request climbed to get a card of their own, each once."""

from bot.approvals.request import Request
from bot.desk import calling, expiring
from bot.ledger import outbox
from bot.ledger.database import Ledger
from bot.ledger.hints import Work, WorkKind
from bot.ledger.tables import cards
from bot.ledger.work import Claim
from tests.approvals.examples import HOUR, MANAGER, NOON
from tests.desk.deeds import press, stopped
from tests.ledger.books import claimed, owed, rows

DIRECTOR = "U0DIRECTOR"


async def test_everybody_who_is_called_is_owed_a_card(ledger: Ledger) -> None:
    request, claim = await escalated(ledger)
    await call(ledger, claim, {MANAGER, DIRECTOR})
    assert await audiences(ledger) == ["#approvals", DIRECTOR, MANAGER]
    assert {item.kind for item in await owed(ledger)} == {WorkKind.CARD}
    assert {card["request_id"] for card in await rows(ledger, cards)} == {request.id}


async def test_somebody_who_has_a_card_already_gets_no_second(ledger: Ledger) -> None:
    request, claim = await escalated(ledger)
    async with ledger.write() as tx:
        await outbox.want_card(tx, request.id, MANAGER)
    await call(ledger, claim, {MANAGER})
    assert await audiences(ledger) == ["#approvals", MANAGER]


async def test_nobody_is_called_to_a_request_that_was_closed_meanwhile(ledger: Ledger) -> None:
    request, claim = await escalated(ledger)
    await press(ledger, request, now=NOON + HOUR)
    await call(ledger, claim, {MANAGER})
    assert await audiences(ledger) == ["#approvals"]
    assert claim.work not in await owed(ledger)


async def escalated(ledger: Ledger) -> tuple[Request, Claim]:
    """A request that climbed a tier, and the call to its new reviewers."""
    [request] = await stopped(ledger)
    await expiring.ring(ledger, now=NOON + HOUR)
    return request, await claimed(ledger, Work(WorkKind.NOTICE, f"call.{request.id}.1"))


async def call(ledger: Ledger, claim: Claim, people: set[str]) -> None:
    await calling.call(ledger, claim, outbox.notice_from(claim.row), people)


async def audiences(ledger: Ledger) -> list[str]:
    return sorted(card["audience"] for card in await rows(ledger, cards))
