"""The people a request climbed to get a card of their own, each once."""

from bot.approvals.eligibility import Person
from bot.approvals.request import Request
from bot.desk import calling, delegating, expiring, standing_in
from bot.ledger import card_book, notice_book
from bot.ledger.database import Ledger
from bot.ledger.hints import Work, WorkKind
from bot.ledger.tables import cards
from bot.ledger.work import Claim
from tests.approvals.examples import HOUR, LEAD, MANAGER, NOON, OUTSIDER, SECOND_LEAD, a_policy, a_roster, a_tier
from tests.desk.deeds import press, stopped
from tests.ledger.books import claimed, owed, rows

DIRECTOR = "U0DIRECTOR"


async def test_everybody_who_is_called_is_owed_a_card(ledger: Ledger) -> None:
    request, claim = await escalated(ledger)
    await call(ledger, claim, {MANAGER, DIRECTOR})
    assert await audiences(ledger) == ["#approvals", DIRECTOR, MANAGER]
    assert {item.kind for item in await owed(ledger)} == {WorkKind.CARD, WorkKind.NOTICE}
    assert {card["request_id"] for card in await rows(ledger, cards)} == {request.id}


async def test_somebody_who_has_a_card_already_gets_no_second(ledger: Ledger) -> None:
    request, claim = await escalated(ledger)
    async with ledger.write() as tx:
        await card_book.want_card(tx, request.id, MANAGER)
    await call(ledger, claim, {MANAGER})
    assert await audiences(ledger) == ["#approvals", MANAGER]


async def test_nobody_is_called_to_a_request_that_was_closed_meanwhile(ledger: Ledger) -> None:
    request, claim = await escalated(ledger)
    await press(ledger, request, now=NOON + HOUR)
    await call(ledger, claim, {MANAGER})
    assert await audiences(ledger) == ["#approvals"]
    assert claim.work not in await owed(ledger)


async def test_a_seat_in_which_a_stand_in_has_voted_is_not_reminded(ledger: Ledger) -> None:
    request = await reminded(ledger)
    await standing_in.leave(ledger, Person(id=LEAD), Person(id=OUTSIDER), NOON + 2 * HOUR, now=NOON)
    await press(ledger, request, OUTSIDER)
    await remind(ledger, request, {LEAD, SECOND_LEAD})
    assert await reminders(ledger) == [SECOND_LEAD]


async def test_a_stand_in_is_not_reminded_of_a_seat_in_which_its_reviewer_has_voted(ledger: Ledger) -> None:
    request = await reminded(ledger)
    await standing_in.leave(ledger, Person(id=LEAD), Person(id=OUTSIDER), NOON + 2 * HOUR, now=NOON)
    await press(ledger, request, LEAD)
    await remind(ledger, request, {LEAD, SECOND_LEAD})
    assert await reminders(ledger) == [SECOND_LEAD]


async def test_who_was_passed_a_request_is_reminded_of_it_too(ledger: Ledger) -> None:
    request = await reminded(ledger)
    giving = (Person(id=LEAD), a_roster(), Person(id=OUTSIDER))
    await delegating.delegate(ledger, request.id, giving, "", now=NOON)
    await remind(ledger, request, {LEAD, SECOND_LEAD})
    assert await reminders(ledger) == sorted([LEAD, OUTSIDER, SECOND_LEAD])


async def test_a_second_reminder_draws_the_first_anew(ledger: Ledger) -> None:
    request = await reminded(ledger)
    await remind(ledger, request, {LEAD})
    await expiring.ring(ledger, now=NOON + HOUR * 0.8)
    await remind(ledger, request, {LEAD}, share=0.8)
    [reminder] = [card for card in await rows(ledger, cards) if card["look"] == "reminder"]
    assert (reminder["audience"], reminder["wanted"]) == (LEAD, 2)


async def reminded(ledger: Ledger) -> Request:
    """A request that needs two votes, at the first of its reminders."""
    policy = a_policy(a_tier(quorum=2, reminders=(0.5, 0.8)), a_tier("manager"))
    [request] = await stopped(ledger, policy=policy)
    await expiring.ring(ledger, now=NOON + HOUR / 2)
    return request


async def remind(ledger: Ledger, request: Request, people: set[str], share: float = 0.5) -> None:
    await call(ledger, await claimed(ledger, Work(WorkKind.NOTICE, f"remind.{request.id}.0.{share}")), people)


async def reminders(ledger: Ledger) -> list[str]:
    return sorted(card["audience"] for card in await rows(ledger, cards) if card["look"] == "reminder")


async def escalated(ledger: Ledger) -> tuple[Request, Claim]:
    """A request that climbed a tier, and the call to its new reviewers."""
    [request] = await stopped(ledger)
    await expiring.ring(ledger, now=NOON + HOUR)
    return request, await claimed(ledger, Work(WorkKind.NOTICE, f"call.{request.id}.1"))


async def call(ledger: Ledger, claim: Claim, people: set[str]) -> None:
    await calling.call(ledger, claim, notice_book.notice_from(claim.row), people, now=NOON + HOUR)


async def audiences(ledger: Ledger) -> list[str]:
    return sorted(card["audience"] for card in await rows(ledger, cards) if card["look"] == "request")
