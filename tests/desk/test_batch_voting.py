"""1 and 5. An answer to many requests is a vote on each: judged by itself, in a transaction of its own."""

from typing import Any

from bot.approvals.eligibility import Person, Roster
from bot.approvals.refusals import Reason
from bot.approvals.request import Request, State
from bot.desk import batch_voting
from bot.desk.batch_voting import Cast
from bot.desk.voting import Click
from bot.ledger.database import Ledger
from tests.approvals.examples import LEAD, NOON, a_roster
from tests.desk.deeds import VERSION, asks, press, stopped, the_request


def a_cast(request: Request, **changed: Any) -> Cast:
    """An approval of the request as it stands."""
    click = Click(request_id=changed.get("id", request.id), action="approve", seen=request.digest[:16], saw_whole=True)
    roster: Roster = changed.get("roster", a_roster())
    return Cast(click, (Person(id=LEAD), roster), VERSION)


async def test_each_is_decided_by_itself_and_a_refusal_holds_up_none(ledger: Ledger) -> None:
    several = await stopped(ledger, *[asks(interrupt_id=f"interrupt-{number}") for number in range(4)])
    first, decided, forbidden, last = several
    await press(ledger, decided)
    casts = [
        a_cast(first),
        a_cast(decided),
        a_cast(forbidden, roster=a_roster(())),
        a_cast(last, id="unknown"),
        a_cast(last),
    ]
    tallied = await batch_voting.vote_each(ledger, casts, now=NOON)
    assert [each.refused for each in tallied] == [
        None,
        Reason.ALREADY_COUNTED,
        Reason.NOT_ELIGIBLE,
        Reason.UNKNOWN_REQUEST,
        None,
    ]
    assert [each.request.state if each.request else None for each in tallied] == [
        State.SETTLED,
        State.SETTLED,
        State.OPEN,
        None,
        State.SETTLED,
    ]
    assert (await the_request(ledger, forbidden.id)).votes == ()
