"""Who belongs to a stage is noted when it comes, and whoever is to hear of it gets a card of their own, each once."""

import pytest

from bot.approvals.eligibility import Person
from bot.approvals.policy import Policy
from bot.approvals.request import Request, State
from bot.approvals.tier import Notify, Tier
from bot.desk import calling, delegating, expiring, mustering, standing_in
from bot.desk.standing_in import Away
from bot.ledger import card_book
from bot.ledger.database import Ledger
from bot.ledger.hints import WorkKind
from bot.ledger.notice_book import NoticeKind
from bot.ledger.tables import cards, events
from tests.approvals.examples import (
    DIRECTOR,
    HOUR,
    LEAD,
    MANAGER,
    NOON,
    OUTSIDER,
    REQUESTER,
    SECOND_LEAD,
    a_policy,
    a_roster,
    a_tier,
)
from tests.desk.calls import answer, called, less, present, reminded, shown_to, summons, untold
from tests.desk.deeds import press, stopped, the_request, told
from tests.ledger.books import owed, rows, shown_cards


async def test_who_is_asked_first_is_noted_and_hears_of_it_in_the_channel_alone(ledger: Ledger) -> None:
    [request] = await stopped(ledger)
    after = await called(ledger, request, LEAD, SECOND_LEAD)
    assert after.seating
    assert (after.seating.count, after.seating.called, after.seating.vacant) == (2, (), False)
    assert await shown_to(ledger) == ["#approvals"]
    assert await shown_to(ledger, "history") == [], "that all is well is no news"
    assert [card["wanted"] for card in await shown_cards(ledger)] == [1]


async def test_everybody_who_is_called_is_owed_a_card(ledger: Ledger) -> None:
    request = await escalated(ledger)
    after = await called(ledger, request, MANAGER, DIRECTOR, now=NOON + HOUR)
    assert after.seating
    assert after.seating.called == (DIRECTOR, MANAGER)
    assert await shown_to(ledger) == ["#approvals", DIRECTOR, MANAGER]
    assert {item.kind for item in await owed(ledger)} == {WorkKind.CARD, WorkKind.NOTICE}
    assert {card["request_id"] for card in await rows(ledger, cards)} == {request.id}


@pytest.mark.parametrize(
    ("how", "in_channel", "in_person"), [(Notify.CHANNEL, 1, 0), (Notify.DM, 0, 1), (Notify.BOTH, 1, 1)]
)
async def test_a_tier_says_where_its_people_hear_of_it(
    ledger: Ledger, how: Notify, in_channel: int, in_person: int
) -> None:
    [request] = await stopped(ledger, policy=a_policy(notified(how), a_tier("manager")))
    await called(ledger, request, LEAD)
    assert await shown_to(ledger) == ["#approvals"] * in_channel + [LEAD] * in_person
    await expiring.ring(ledger, now=NOON + HOUR)
    await called(ledger, request, MANAGER, now=NOON + HOUR)
    assert await shown_to(ledger) == sorted(["#approvals", MANAGER] + [LEAD] * in_person), "the next is told in both"


async def test_somebody_who_has_a_card_already_gets_no_second(ledger: Ledger) -> None:
    request = await escalated(ledger)
    async with ledger.write() as tx:
        await card_book.want_card(tx, request.id, MANAGER)
    await called(ledger, request, MANAGER, now=NOON + HOUR)
    assert await shown_to(ledger) == ["#approvals", MANAGER]


async def test_nobody_is_called_to_a_request_that_was_closed_meanwhile(ledger: Ledger) -> None:
    request = await escalated(ledger)
    claim = await summons(ledger, request)
    await press(ledger, request, now=NOON + HOUR)
    await answer(ledger, claim, present(MANAGER), now=NOON + HOUR)
    assert await shown_to(ledger) == ["#approvals"]
    assert claim.work not in await owed(ledger)


async def test_nobody_is_called_to_a_stage_that_is_over(ledger: Ledger) -> None:
    [request] = await stopped(ledger, policy=a_policy(notified(Notify.BOTH), a_tier("manager")))
    claim = await summons(ledger, request)
    await expiring.ring(ledger, now=NOON + HOUR)
    await answer(ledger, claim, present(LEAD), now=NOON + HOUR)
    assert await shown_to(ledger) == ["#approvals"]
    assert (await the_request(ledger, request.id)).seatings == ()


async def test_the_requester_has_no_seat_and_is_not_called(ledger: Ledger) -> None:
    request = await escalated(ledger)
    after = await called(ledger, request, MANAGER, REQUESTER, now=NOON + HOUR)
    assert after.seating
    assert (after.seating.count, after.seating.called) == (1, (MANAGER,))


@pytest.mark.parametrize("allowed", [True, (REQUESTER,)])
async def test_a_requester_who_may_act_is_called(ledger: Ledger, allowed: bool | tuple[str, ...]) -> None:
    request = await escalated(ledger, a_policy().model_copy(update={"requester_may_act": allowed}))
    after = await called(ledger, request, REQUESTER, now=NOON + HOUR)
    assert after.seating
    assert after.seating.called == (REQUESTER,)


async def test_whoever_stands_in_is_called_and_whoever_is_away_is_not(ledger: Ledger) -> None:
    request = await escalated(ledger)
    await go(ledger, MANAGER, OUTSIDER)
    await go(ledger, DIRECTOR, None)
    after = await called(ledger, request, MANAGER, DIRECTOR, LEAD, now=NOON + HOUR)
    assert after.seating
    assert (after.seating.count, after.seating.called) == (2, (LEAD, OUTSIDER))


async def test_a_stand_in_who_has_left_keeps_no_seat_from_being_vacant(ledger: Ledger) -> None:
    request = await escalated(ledger, a_policy(a_tier(), a_tier("manager"), a_tier("director")))
    await go(ledger, MANAGER, OUTSIDER)
    there = present(MANAGER)
    assert await mustering.stand_ins(ledger, request, there.people, NOON + HOUR) == {OUTSIDER}
    await answer(ledger, await summons(ledger, request), less(there, OUTSIDER), now=NOON + HOUR)
    assert (await the_request(ledger, request.id)).tier == 2


async def test_who_was_passed_a_request_and_has_left_is_not_reminded_of_it(ledger: Ledger) -> None:
    request = await due_for_a_reminder(ledger)
    giving = (Person(id=LEAD), a_roster(), Person(id=OUTSIDER))
    given = await delegating.delegate(ledger, request.id, giving, "you know the customer", now=NOON)
    there = present(LEAD, SECOND_LEAD)
    assert await mustering.stand_ins(ledger, given, there.people, NOON) == {OUTSIDER}
    claim = await summons(ledger, request, NoticeKind.REMIND)
    await answer(ledger, claim, less(there, OUTSIDER))
    assert await shown_to(ledger, "reminder") == [LEAD, SECOND_LEAD]


async def test_only_who_stands_in_for_somebody_of_the_tier_matters_to_it(ledger: Ledger) -> None:
    [request] = await stopped(ledger)
    await go(ledger, MANAGER, OUTSIDER)
    assert await mustering.stand_ins(ledger, request, frozenset({LEAD}), NOON) == frozenset()


@pytest.mark.parametrize("known", [{"ada@example.com": {REQUESTER}}, {}])
async def test_a_requester_whom_the_policy_allows_by_e_mail_has_a_seat(
    ledger: Ledger, known: dict[str, set[str]]
) -> None:
    request = await escalated(ledger, a_policy().model_copy(update={"requester_may_act": ("ada@example.com",)}))
    await answer(ledger, await summons(ledger, request), present(REQUESTER, by_name=known), now=NOON + HOUR)
    after = await the_request(ledger, request.id)
    assert after.seating
    assert after.seating.vacant is not bool(known)


async def test_whoever_stands_in_for_the_requester_has_no_seat(ledger: Ledger) -> None:
    request = await escalated(ledger)
    await go(ledger, REQUESTER, MANAGER)
    after = await called(ledger, request, MANAGER, DIRECTOR, now=NOON + HOUR)
    assert after.seating
    assert (after.seating.count, after.seating.called) == (1, (DIRECTOR,))


async def test_two_who_are_stood_in_for_by_one_are_one(ledger: Ledger) -> None:
    request = await escalated(ledger, a_policy(a_tier(), a_tier("manager", quorum=2), a_tier("director")))
    await go(ledger, MANAGER, OUTSIDER)
    await go(ledger, LEAD, OUTSIDER)
    after = await called(ledger, request, MANAGER, LEAD, now=NOON + HOUR)
    assert after.tier == 2, "one person cannot give two approvals"


async def test_a_seat_in_which_a_stand_in_has_voted_is_not_reminded(ledger: Ledger) -> None:
    request = await due_for_a_reminder(ledger)
    await go(ledger, LEAD, OUTSIDER)
    await press(ledger, request, OUTSIDER)
    await reminded(ledger, request, LEAD, SECOND_LEAD)
    assert await shown_to(ledger, "reminder") == [SECOND_LEAD]


async def test_a_stand_in_is_not_reminded_of_a_seat_in_which_its_reviewer_has_voted(ledger: Ledger) -> None:
    request = await due_for_a_reminder(ledger)
    await go(ledger, LEAD, OUTSIDER)
    await press(ledger, request, LEAD)
    await reminded(ledger, request, LEAD, SECOND_LEAD)
    assert await shown_to(ledger, "reminder") == [SECOND_LEAD]


async def test_who_was_passed_a_request_is_reminded_of_it_too(ledger: Ledger) -> None:
    request = await due_for_a_reminder(ledger)
    giving = (Person(id=LEAD), a_roster(), Person(id=OUTSIDER))
    await delegating.delegate(ledger, request.id, giving, "you know the customer", now=NOON)
    await reminded(ledger, request, LEAD, SECOND_LEAD)
    assert await shown_to(ledger, "reminder") == sorted([LEAD, OUTSIDER, SECOND_LEAD])


async def test_a_second_reminder_draws_the_first_anew(ledger: Ledger) -> None:
    request = await due_for_a_reminder(ledger)
    await reminded(ledger, request, LEAD)
    await expiring.ring(ledger, now=NOON + HOUR * 0.8)
    await reminded(ledger, request, LEAD)
    [reminder] = [card for card in await rows(ledger, cards) if card["look"] == "reminder"]
    assert (reminder["audience"], reminder["wanted"]) == (LEAD, 2)


async def test_a_second_look_calls_whoever_has_come_since_and_nobody_twice(ledger: Ledger) -> None:
    request = await escalated(ledger)
    await called(ledger, request, MANAGER, now=NOON + HOUR)
    for _ in range(2):
        await calling.recall(ledger, request.id, now=NOON + HOUR)
    assert len(await untold(ledger, request)) == 2, "the call to the first stage, which is over, and the new one"
    after = await called(ledger, request, MANAGER, DIRECTOR, now=NOON + HOUR)
    assert after.seating
    assert (after.seating.count, after.seating.called) == (2, (DIRECTOR,))
    assert await shown_to(ledger) == ["#approvals", DIRECTOR, MANAGER]


async def test_a_second_look_at_who_was_asked_in_the_channel_calls_nobody(ledger: Ledger) -> None:
    [request] = await stopped(ledger)
    await called(ledger, request, LEAD)
    await calling.recall(ledger, request.id, now=NOON)
    after = await called(ledger, request, LEAD, SECOND_LEAD)
    assert after.seating
    assert (after.seating.count, after.seating.called) == (2, ())


async def test_a_group_that_has_become_empty_is_passed_over_at_the_second_look(ledger: Ledger) -> None:
    [request] = await stopped(ledger)
    await called(ledger, request, LEAD)
    await calling.recall(ledger, request.id, now=NOON)
    after = await called(ledger, request)
    assert (after.state, after.tier, after.due_at) == (State.OPEN, 1, NOON + HOUR)
    assert await told(ledger) == [("call", "tier:0.0.1", request.id), ("vacant", "operators", request.id)]


async def test_a_second_look_at_what_is_closed_is_not_owed(ledger: Ledger) -> None:
    [request] = await stopped(ledger)
    await called(ledger, request, LEAD)
    await press(ledger, request)
    await calling.recall(ledger, request.id, now=NOON)
    assert await untold(ledger, request) == []


async def test_who_was_looked_up_is_on_the_audit_trail(ledger: Ledger) -> None:
    [request] = await stopped(ledger)
    await called(ledger, request, LEAD)
    assert [event["kind"] for event in await rows(ledger, events)] == ["opened", "seated"]


def notified(how: Notify) -> Tier:
    return a_tier().model_copy(update={"notify": how})


async def go(ledger: Ledger, person: str, stand_in: str | None) -> None:
    """Have somebody be away for a while."""
    away = Away(Person(id=stand_in) if stand_in else None, NOON, NOON + 3 * HOUR)
    await standing_in.leave(ledger, Person(id=person), away, now=NOON)


async def due_for_a_reminder(ledger: Ledger) -> Request:
    """A request that needs two votes, at the first of its reminders."""
    policy = a_policy(a_tier(quorum=2, reminders=(0.5, 0.8)), a_tier("manager"))
    [request] = await stopped(ledger, policy=policy)
    await expiring.ring(ledger, now=NOON + HOUR / 2)
    return await the_request(ledger, request.id)


async def escalated(ledger: Ledger, policy: Policy | None = None) -> Request:
    """A request that climbed a tier."""
    [request] = await stopped(ledger, policy=policy)
    await expiring.ring(ledger, now=NOON + HOUR)
    return await the_request(ledger, request.id)
