"""A reviewer puts the deadline off, as far as the policy allows, and says why."""

from datetime import datetime, timedelta

import pytest

from bot.approvals.eligibility import Person
from bot.approvals.refusals import Reason, Refused
from bot.approvals.request import Request, State
from bot.desk import expiring, extending
from bot.ledger.database import Ledger
from bot.ledger.tables import notices
from tests.approvals.examples import HOUR, LEAD, MANAGER, NOON, OUTSIDER, a_policy, a_roster, a_tier
from tests.desk.calls import reminded, shown_to
from tests.desk.deeds import stopped, the_request, told
from tests.ledger.books import dump, rows, shown_cards


async def test_the_deadline_is_later_and_the_card_and_its_thread_say_so(ledger: Ledger) -> None:
    [request] = await stopped(ledger)
    after = await extend(ledger, request, HOUR / 2)
    assert (after.due_at, after.tier) == (NOON + 1.5 * HOUR, 0)
    assert [card["wanted"] for card in await shown_cards(ledger)] == [2]
    assert await shown_to(ledger, "history") == ["thread"]
    assert await told(ledger) == [], "nobody is called for it"
    await expiring.ring(ledger, now=NOON + HOUR)
    assert (await the_request(ledger, request.id)).tier == 0
    await expiring.ring(ledger, now=NOON + 1.5 * HOUR)
    assert (await the_request(ledger, request.id)).tier == 1


async def test_those_who_have_not_voted_are_reminded_again_on_the_longer_way(ledger: Ledger) -> None:
    [request] = await stopped(ledger, policy=a_policy(a_tier(reminders=(0.5,))))
    await expiring.ring(ledger, now=NOON + HOUR / 2)
    await reminded(ledger, request, LEAD, now=NOON + HOUR / 2)
    await extend(ledger, request, HOUR, now=NOON + 0.6 * HOUR)
    await expiring.ring(ledger, now=NOON + HOUR)
    await reminded(ledger, request, LEAD, now=NOON + HOUR)
    assert len([row for row in await rows(ledger, notices) if row["kind"] == "remind"]) == 2


@pytest.mark.parametrize(
    ("by", "wish", "reason"),
    [
        (OUTSIDER, (HOUR / 2, "busy"), Reason.NOT_ELIGIBLE),
        (MANAGER, (HOUR / 2, "busy"), Reason.NOT_ELIGIBLE),
        (LEAD, (HOUR / 2, " "), Reason.REASON_MISSING),
        (LEAD, (2 * HOUR, "busy"), Reason.EXTENDED_ENOUGH),
    ],
)
async def test_what_the_rules_forbid_changes_nothing(
    ledger: Ledger, by: str, wish: tuple[timedelta, str], reason: Reason
) -> None:
    [request] = await stopped(ledger)
    before = await dump(ledger)
    span, because = wish
    with pytest.raises(Refused) as refused:
        await extending.extend(ledger, request.id, (Person(id=by), a_roster(), span), because, now=NOON)
    assert refused.value.reason is reason
    assert await dump(ledger) == before


async def test_it_is_too_late_after_the_deadline_even_if_the_alarm_is_later(ledger: Ledger) -> None:
    [request] = await stopped(ledger, policy=a_policy(a_tier()))
    with pytest.raises(Refused) as refused:
        await extend(ledger, request, HOUR / 2, now=NOON + HOUR)
    assert refused.value.reason is Reason.ALREADY_CLOSED
    assert (await the_request(ledger, request.id)).state is State.EXPIRED


async def extend(ledger: Ledger, request: Request, by: timedelta, *, now: datetime = NOON) -> Request:
    """Have a team lead put the deadline off."""
    return await extending.extend(ledger, request.id, (Person(id=LEAD), a_roster(), by), "still checking", now=now)
