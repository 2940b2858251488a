"""What was not approved gets another look by a new run, once; what was decided stays decided."""

import asyncio

import pytest

from bot.approvals.eligibility import Person
from bot.approvals.machine import RunState
from bot.approvals.refusals import Reason, Refused
from bot.approvals.request import Request, State
from bot.desk import expiring, reopening
from bot.ledger.database import Ledger
from bot.ledger.hints import Work, WorkKind
from bot.ledger.tables import answers, runs
from tests.approvals.examples import HOUR, LEAD, NOON, OUTSIDER, REQUESTER, a_policy, a_roster, a_tier
from tests.desk.calls import shown_to
from tests.desk.deeds import asks, pause, press, run_of, stopped, the_request, the_run
from tests.ledger.books import claimed, dump, owed, rows


async def test_a_new_run_on_the_same_input_is_owed_and_its_request_names_the_old(ledger: Ledger) -> None:
    rejected = await a_rejected(ledger)
    old = await the_run(ledger, run_of(rejected))
    after = await reopen(ledger, rejected)
    assert after.reopening
    assert (after.reopening.by, after.state, after.decision) == (LEAD, State.SETTLED, rejected.decision)
    new = Work(WorkKind.RUN, after.reopening.run_id)
    assert new in await owed(ledger)
    run = await the_run(ledger, new)
    assert (run.workflow, run.input, run.requester, run.state) == (old.workflow, old.input, REQUESTER, RunState.QUEUED)
    [request] = await pause(ledger, await claimed(ledger, new), asks())
    assert (request.origin.reopens, request.state) == (rejected.id, State.OPEN)


async def test_the_old_card_and_its_thread_say_so_and_nothing_is_answered_again(ledger: Ledger) -> None:
    rejected = await a_rejected(ledger)
    before = await rows(ledger, answers)
    await reopen(ledger, rejected)
    assert await rows(ledger, answers) == before
    assert await shown_to(ledger, "history") == ["thread"]


async def test_its_requester_may_want_another_look_too(ledger: Ledger) -> None:
    [request] = await stopped(ledger, policy=a_policy(a_tier()))
    await expiring.ring(ledger, now=NOON + HOUR)
    after = await reopen(ledger, request, REQUESTER)
    assert after.reopening
    assert after.state is State.EXPIRED


@pytest.mark.parametrize(
    ("by", "because", "reason"),
    [(OUTSIDER, "why not", Reason.NOT_ELIGIBLE), (LEAD, "", Reason.REASON_MISSING)],
)
async def test_what_the_rules_forbid_changes_nothing(ledger: Ledger, by: str, because: str, reason: Reason) -> None:
    rejected = await a_rejected(ledger)
    before = await dump(ledger)
    with pytest.raises(Refused) as refused:
        await reopen(ledger, rejected, by, because)
    assert refused.value.reason is reason
    assert await dump(ledger) == before


async def test_what_is_open_or_was_approved_is_not_reopened(ledger: Ledger) -> None:
    [request] = await stopped(ledger)
    for _ in range(2):
        with pytest.raises(Refused) as refused:
            await reopen(ledger, request)
        assert refused.value.reason is Reason.NOT_REOPENABLE
        if request.state is State.OPEN:
            request = await press(ledger, request)


async def test_of_two_at_once_one_starts_the_run(ledger: Ledger, second: Ledger) -> None:
    rejected = await a_rejected(ledger)
    ends = await asyncio.gather(reopen(ledger, rejected), reopen(second, rejected), return_exceptions=True)
    assert [end.reason for end in ends if isinstance(end, Refused)] == [Reason.ALREADY_REOPENED]
    assert len(await rows(ledger, runs)) == 2


async def test_one_that_is_not_there_is_refused(ledger: Ledger) -> None:
    with pytest.raises(Refused) as refused:
        await reopening.reopen(ledger, "request-9", (Person(id=LEAD), a_roster()), "please", now=NOON)
    assert refused.value.reason is Reason.UNKNOWN_REQUEST


async def a_rejected(ledger: Ledger) -> Request:
    """A request that a team lead has rejected."""
    [request] = await stopped(ledger)
    await press(ledger, request, action="reject")
    return await the_request(ledger, request.id)


async def reopen(ledger: Ledger, request: Request, by: str = LEAD, because: str = "too hasty") -> Request:
    """Have somebody whom the directory knows want another look."""
    return await reopening.reopen(ledger, request.id, (Person(id=by), a_roster()), because, now=NOON)
