"""Deeds on one run that two processes do at the same moment: one after the other, and neither fails for it."""

import asyncio
from collections.abc import Awaitable

from bot.approvals.eligibility import Person
from bot.approvals.machine import RunState
from bot.approvals.refusals import Reason, Refused
from bot.approvals.request import State
from bot.desk import expiring, taking_back
from bot.ledger import chain
from bot.ledger.database import Ledger
from tests.approvals.examples import HOUR, NOON, REQUESTER, a_policy, a_tier
from tests.desk.deeds import asks, claimed_run, mumbles, pause, press, requests_of, run_of, the_run
from tests.ledger.books import claimed

TIMES = 8
ASKER = Person(id=REQUESTER)
LEFT, RIGHT, THIRD = (asks(interrupt_id=name) for name in ("left", "right", "third"))


async def test_a_question_is_taken_back_while_its_sibling_is_voted_on(ledger: Ledger, second: Ledger) -> None:
    for number in range(TIMES):
        left, right = await pause(ledger, await claimed_run(ledger, f"{number}"), LEFT, RIGHT)
        taking = taking_back.take_back(ledger, left.id, ASKER, "", now=NOON)
        _, refused = await asyncio.gather(taking, tried(press(second, right)))
        assert refused in {None, Reason.ALREADY_CLOSED}
        assert (await the_run(ledger, run_of(left))).state is RunState.CANCELLED
    await trail_fits(ledger)


async def test_a_question_is_taken_back_while_its_run_stops_anew(ledger: Ledger, second: Ledger) -> None:
    for number in range(TIMES):
        left, right = await pause(ledger, await claimed_run(ledger, f"{number}"), LEFT, RIGHT)
        await press(ledger, left)
        claim = await claimed(ledger, run_of(left))
        taking = taking_back.take_back(ledger, right.id, ASKER, "", now=NOON)
        refused, _ = await asyncio.gather(tried(taking), pause(second, claim, THIRD))
        run = await the_run(ledger, run_of(left))
        assert run.state is (RunState.WAITING if refused else RunState.CANCELLED)
    await trail_fits(ledger)


async def test_two_clocks_give_up_on_the_questions_of_one_run(ledger: Ledger, second: Ledger) -> None:
    questions = [mumbles(f"{number}") for number in range(4)]
    for number in range(TIMES):
        policy = a_policy(a_tier())
        requests = await pause(ledger, await claimed_run(ledger, f"{number}"), *questions, policy=policy)
        await asyncio.gather(*(expiring.ring(clock, now=NOON + HOUR) for clock in (ledger, second)))
        found = await requests_of(ledger, run_of(requests[0]))
        assert sorted(request.state for request in found) == [State.EXPIRED, *[State.WITHDRAWN] * 3]
    await trail_fits(ledger)


async def tried(deed: Awaitable[object]) -> Reason | None:
    """Why the deed was refused, or None."""
    try:
        await deed
    except Refused as refused:
        return refused.reason
    return None


async def trail_fits(ledger: Ledger) -> None:
    async with ledger.read() as conn:
        assert await chain.verify(conn) > 0
