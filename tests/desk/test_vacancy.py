"""A tier that cannot decide is noticed when it is asked, not at its deadline: the next is asked, and operators hear."""

from typing import Any

from bot.approvals.events import Seated
from bot.approvals.policy import OnTimeout
from bot.approvals.request import State
from bot.approvals.tier import ALL, Tier
from bot.desk import expiring
from bot.ledger import chain
from bot.ledger.database import Ledger
from bot.ledger.tables import notices
from tests.approvals.examples import HOUR, LEAD, MANAGER, NOON, REQUESTER, SECOND_LEAD, a_policy, a_tier
from tests.desk.calls import answer, called, present, shown_to, summons
from tests.desk.deeds import asks, claimed_run, pause, press, stopped, the_request, told
from tests.desk.ladders import falling_back_on
from tests.ledger.books import rows, shown_cards

PROBLEM = "There is no user group @team-lead."


async def test_an_empty_tier_is_passed_over_at_once(ledger: Ledger) -> None:
    [request] = await stopped(ledger)
    after = await called(ledger, request)
    assert (after.state, after.tier, after.due_at) == (State.OPEN, 1, NOON + HOUR)
    assert await told(ledger) == [("call", "tier:0.0.1", request.id), ("vacant", "operators", request.id)]
    assert await shown_to(ledger, "history") == ["thread"]
    assert (await called(ledger, request, MANAGER)).tier == 1
    assert await shown_to(ledger) == ["#approvals", MANAGER]


async def test_a_tier_of_the_requester_alone_is_empty(ledger: Ledger) -> None:
    [request] = await stopped(ledger)
    assert (await called(ledger, request, REQUESTER)).tier == 1


async def test_a_tier_with_fewer_than_its_quorum_is_passed_over_and_calls_nobody(ledger: Ledger) -> None:
    [request] = await stopped(ledger, policy=a_policy(in_person(quorum=2), a_tier("manager")))
    assert (await called(ledger, request, LEAD)).tier == 1
    assert await shown_to(ledger) == ["#approvals"], "that of the next tier"


async def test_all_of_a_tier_are_as_many_as_there_are(ledger: Ledger) -> None:
    [request] = await stopped(ledger, policy=a_policy(a_tier(quorum=ALL), a_tier("manager")))
    after = await called(ledger, request, LEAD, SECOND_LEAD)
    assert (after.tier, after.quorum) == (0, 2)
    assert [card["wanted"] for card in await shown_cards(ledger)] == [2], "the card says how many there are"


async def test_empty_tiers_are_passed_over_one_by_one_up_to_the_last_which_waits_for_its_deadline(
    ledger: Ledger,
) -> None:
    [request] = await stopped(ledger, policy=a_policy(a_tier(), a_tier("manager"), a_tier("director")))
    for tier in (1, 2, 2):
        assert (await called(ledger, request)).tier == tier
    last = await the_request(ledger, request.id)
    assert (last.state, last.due_at) == (State.OPEN, NOON + HOUR)
    assert [kind for kind, *_ in await told(ledger)].count("vacant") == 3
    assert await expiring.ring(ledger, now=NOON + HOUR) == 1
    assert (await the_request(ledger, request.id)).state is State.EXPIRED


async def test_who_is_not_to_be_found_is_told_to_the_operators_though_others_may_decide(ledger: Ledger) -> None:
    [request] = await stopped(ledger)
    await answer(ledger, await summons(ledger, request), present(LEAD, problems=(PROBLEM,)))
    after = await the_request(ledger, request.id)
    assert after.seating
    assert (after.tier, after.seating.problems, after.seating.vacant) == (0, (PROBLEM,), False)
    assert await told(ledger) == [("vacant", "operators", request.id)]


async def test_the_same_trouble_is_told_once_in_an_hour(ledger: Ledger) -> None:
    for number, now in enumerate((NOON, NOON + HOUR / 2, NOON + HOUR)):
        [request] = await pause(ledger, await claimed_run(ledger, f"{number}"), asks(), now=now)
        await answer(ledger, await summons(ledger, request), present(), now=now)
    assert [kind for kind, *_ in await told(ledger)].count("vacant") == 2


async def test_an_empty_last_tier_falls_back_at_once(ledger: Ledger) -> None:
    [request] = await stopped(ledger, policy=falling_back_on(a_policy(a_tier("director"), name="other")))
    after = await called(ledger, request)
    assert (after.policy.name, after.stage) == ("other", "1.0.0")
    assert ("call", "tier:1.0.0", request.id) in await told(ledger)
    assert after.seatings == (), "the other ladder begins anew"
    [vacant] = [row for row in await rows(ledger, notices) if row["kind"] == "vacant"]
    async with ledger.read() as conn:
        seated = (await chain.story(conn, request.id))[int(vacant["body"]) - 1].event
    assert isinstance(seated, Seated)
    assert seated.vacant


async def test_a_vote_that_came_before_the_look_stands(ledger: Ledger) -> None:
    [request] = await stopped(ledger, policy=a_policy(a_tier(quorum=2), a_tier("manager")))
    await press(ledger, request)
    after = await called(ledger, request, LEAD, SECOND_LEAD)
    assert [vote.person for vote in after.votes] == [LEAD]
    assert (await press(ledger, request, SECOND_LEAD)).state is State.SETTLED


async def test_a_request_that_waits_on_reminds_whoever_has_not_voted_and_alarms_each_time(ledger: Ledger) -> None:
    [request] = await stopped(ledger, policy=a_policy(a_tier(), on_timeout=OnTimeout.WAIT))
    for hours in (1, 2):
        assert await expiring.ring(ledger, now=NOON + hours * HOUR) == 1
        assert await expiring.ring(ledger, now=NOON + hours * HOUR) == 0
    after = await the_request(ledger, request.id)
    assert (after.state, after.overruns, after.due_at) == (State.OPEN, 2, NOON + 3 * HOUR)
    alarms = [row["id"] for row in await rows(ledger, notices) if row["kind"] == "overran"]
    assert alarms == [f"overran.{request.id}.1", f"overran.{request.id}.2"]
    assert [kind for kind, *_ in await told(ledger)] == ["overran", "overran", "remind", "remind"]


def in_person(**more: Any) -> Tier:
    """A tier that is told by direct message alone."""
    return a_tier(notify="dm", **more)
