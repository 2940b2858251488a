"""What is foreseen is what the desk does: the same events at the same moments, heard in the same places."""

import pytest

from bot.approvals.deadlines import next_ring
from bot.approvals.events import Neared, kind_of
from bot.approvals.policy import OnTimeout, Policy
from bot.approvals.request import Request, State
from bot.approvals.routing import PolicyBook
from bot.approvals.tier import Notify, Turn
from bot.desk import expiring
from bot.ledger import chain
from bot.ledger.database import Ledger
from bot.ledger.notice_book import NoticeKind
from bot.ledger.tables import notices
from bot.simulating.happenings import asks
from bot.simulating.outlook import Outlook, look_ahead
from bot.simulating.supposing import Words, suppose
from tests.approvals.examples import NOON, a_policy, a_tier
from tests.desk.deeds import stopped, the_request
from tests.ledger.books import rows
from tests.ledger.conftest import ledger, url

__all__ = ["ledger", "url"]

FALLBACK = a_policy(a_tier("last"), name="fallback")
POLICIES = {
    "two tiers": a_policy(a_tier("first", reminders=(0.4,)), a_tier("second")),
    "climbed twice": a_policy(a_tier("first"), a_tier("second", notify=Notify.CHANNEL), repeat=1),
    "taking turns": a_policy(a_tier("first", turn=Turn.ROUND_ROBIN), a_tier("second", notify=Notify.DM)),
    "falling back": a_policy(a_tier("first", notify=Notify.BOTH), on_timeout=OnTimeout.FALLBACK, fallback=FALLBACK),
}


async def foreseen(policy: Policy) -> Outlook:
    """The outlook for the refund that `lived` lives through."""
    book = PolicyBook({policy.name: policy}, default=policy.name)
    supposed = suppose(Words(workflow="refund", amount="120", at="now"), book, {"refund"}, NOON)
    return await look_ahead(supposed, book, None)


async def lived(ledger: Ledger, policy: Policy) -> Request:
    """A refund whose clock rings whenever it has to, up to its end."""
    [request] = await stopped(ledger, policy=policy)
    while moment := next_ring(request) if request.state is State.OPEN else None:
        await expiring.ring(ledger, now=moment)
        request = await the_request(ledger, request.id)
    return request


@pytest.mark.parametrize("name", POLICIES)
async def test_everything_happens_as_it_was_foreseen(ledger: Ledger, name: str) -> None:
    outlook = await foreseen(POLICIES[name])
    request = await lived(ledger, POLICIES[name])
    async with ledger.read() as conn:
        events = [entry.event for entry in await chain.story(conn, request.id)]
    told = [event for event in events if not isinstance(event, Neared) or event.reminded]
    assert [(step.kind, step.at) for step in outlook.steps] == [(kind_of(event), event.at) for event in told]


@pytest.mark.parametrize("name", POLICIES)
async def test_people_hear_of_it_where_it_was_foreseen(ledger: Ledger, name: str) -> None:
    outlook = await foreseen(POLICIES[name])
    await lived(ledger, POLICIES[name])
    calls = {row["id"]: row["body"] for row in await rows(ledger, notices) if row["kind"] == NoticeKind.CALL}
    heard = [outlook.notify(step) for step in outlook.steps if asks(outlook, step)]
    assert heard == [calls[call] for call in sorted(calls)]
