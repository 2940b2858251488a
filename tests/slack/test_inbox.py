"""What concerns a person, and what they may see: by the ledger, and by what the directory says now."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.approvals.commands import CastVote, Command, Ring, Withdraw
from bot.approvals.eligibility import Person
from bot.approvals.policy import Policy
from bot.approvals.request import Request
from bot.approvals.tier import Notify, Reviewers, Tier
from bot.desk import standing_in
from bot.desk.standing_in import Away
from bot.ledger.database import Ledger
from bot.slack.inbox import MOST_RECENT, Inbox
from bot.slack.visibility import may_see
from tests.approvals.examples import NOON, a_request, a_roster, an_opening
from tests.ledger import books
from tests.slack.line import Line, line

LEADS = Tier(name="leads", reviewers=Reviewers(groups=("team-leads",)), quorum=2)
MANAGERS = Tier(name="managers", reviewers=Reviewers(groups=("managers",)))
POLICY = Policy(name="refund", channel="#operators", tiers=(LEADS, MANAGERS))  # Miguel and Rhea are in there


@pytest.fixture
async def slack() -> AsyncIterator[Line]:
    """A line to a fresh workspace."""
    async with line() as slack:
        yield slack


@pytest.fixture
async def inbox(slack: Line, tmp_path: Path) -> AsyncIterator[Inbox]:
    """The inbox of an empty ledger."""
    ledger = await Ledger.open(f"sqlite+aiosqlite:///{tmp_path / 'ledger.db'}")
    yield Inbox(ledger=ledger, members=slack.members, now=lambda: NOON)
    await ledger.close()


async def opened(inbox: Inbox, number: int = 1, *, requester: str = "U0REQUESTER", policy: Policy = POLICY) -> Request:
    """A request on the ledger."""
    await books.add_waiting_run(inbox.ledger, number)
    command = books.opening(number, policy=policy)
    return await books.give(inbox.ledger, None, replace(command, origin=replace(command.origin, requester=requester)))


async def given(inbox: Inbox, request: Request, command: Command, **later: float) -> Request:
    """The request after the command."""
    return await books.give(inbox.ledger, request, command, NOON + timedelta(**later))


def a_vote(request: Request, person: str, action: str = "approve") -> CastVote:
    """A lead's vote."""
    roster = a_roster((person, "U0ELSE"))
    return CastVote(
        person=Person(id=person), roster=roster, action=action, digest=request.digest, saw_whole=True, reason="no"
    )


async def waiting(inbox: Inbox, *people: str) -> list[int]:
    """How many requests wait for each of these people."""
    return [len((await inbox.waiting(person)).requests) for person in people]


async def test_a_request_waits_for_those_who_have_a_seat(slack: Line, inbox: Inbox) -> None:
    await opened(inbox, requester=slack.id_of("lena"))
    assert await waiting(inbox, *map(slack.id_of, ("tom", "lena", "miguel", "otto"))) == [1, 0, 0, 0]


async def test_it_waits_for_the_next_tier_once_that_is_asked(slack: Line, inbox: Inbox) -> None:
    await given(inbox, await opened(inbox), Ring(), days=1)
    assert await waiting(inbox, *map(slack.id_of, ("tom", "miguel", "otto"))) == [1, 1, 0]


async def test_it_waits_no_longer_for_those_who_have_voted(slack: Line, inbox: Inbox) -> None:
    request = await opened(inbox)
    await given(inbox, request, a_vote(request, slack.id_of("tom")))
    assert await waiting(inbox, *map(slack.id_of, ("tom", "lena"))) == [0, 1]


async def test_it_waits_for_whoever_stands_in_as_well(slack: Line, inbox: Inbox) -> None:
    await opened(inbox)
    tom, otto = Person(id=slack.id_of("tom")), Person(id=slack.id_of("otto"))
    await standing_in.leave(inbox.ledger, tom, Away(otto, NOON, NOON + timedelta(days=1)), now=NOON)
    assert await waiting(inbox, tom.id, otto.id) == [1, 1]
    assert await inbox.find(otto.id, "request-1")
    await standing_in.come_back(inbox.ledger, tom, now=NOON)
    assert await waiting(inbox, tom.id, otto.id) == [1, 0]
    assert await inbox.find(otto.id, "request-1") is None


async def test_where_slack_does_not_say_that_is_counted(slack: Line, inbox: Inbox) -> None:
    await opened(inbox)
    slack.sandbox.faults.add("usergroups.users.list", error="internal_error")
    found = await inbox.waiting(slack.id_of("tom"))
    assert (found.requests, found.unsure) == ((), 1)
    assert await waiting(inbox, slack.id_of("tom")) == [1]


async def test_the_nearest_deadline_comes_first(slack: Line, inbox: Inbox) -> None:
    for number, hours in ((1, 5), (2, 2), (3, 9)):
        tier = LEADS.model_copy(update={"sla": timedelta(hours=hours)})
        await opened(inbox, number, policy=POLICY.model_copy(update={"tiers": (tier, MANAGERS)}))
    found = await inbox.waiting(slack.id_of("tom"))
    assert [request.id for request in found.requests] == ["request-2", "request-1", "request-3"]


async def test_a_request_is_seen_by_those_concerned_and_by_the_channel(slack: Line, inbox: Inbox) -> None:
    await opened(inbox, requester=slack.id_of("maya"))
    names = ("maya", "tom", "lena", "miguel", "rhea", "otto", "dora")
    seen = [len((await inbox.open_ones(slack.id_of(name))).requests) for name in names]
    assert seen == [1, 1, 1, 1, 1, 0, 0]
    found = [await inbox.find(slack.id_of(name), "request-1") is not None for name in names]
    assert found == [True] * 5 + [False] * 2
    searched = [len((await inbox.matching(slack.id_of(name), "refund")).requests) for name in names]
    assert searched == seen


async def test_what_is_asked_in_private_alone_is_not_for_the_channel(slack: Line, inbox: Inbox) -> None:
    leads = LEADS.model_copy(update={"notify": Notify.DM})
    request = await opened(inbox, policy=POLICY.model_copy(update={"tiers": (leads, MANAGERS)}))
    seen = [await inbox.find(slack.id_of(name), request.id) is not None for name in ("tom", "miguel", "rhea")]
    assert seen == [True, False, False]
    await given(inbox, request, Ring(), hours=5)
    seen = [await inbox.find(slack.id_of(name), request.id) is not None for name in ("tom", "miguel", "rhea")]
    assert seen == [True, True, True]


async def test_who_decided_still_sees_what_they_decided(slack: Line, inbox: Inbox) -> None:
    request = await opened(inbox)
    await given(inbox, request, a_vote(request, slack.id_of("tom"), "reject"))
    slack.sandbox.set_group("team-leads", ["lena"])
    inbox.members.group_changed("S07TEAMLEAD")
    seen = [len((await inbox.closed(slack.id_of(name))).requests) for name in ("tom", "lena", "rhea", "otto")]
    assert seen == [1, 1, 1, 0]


async def test_nobody_but_active_full_members_sees_anything(slack: Line, inbox: Inbox) -> None:
    await opened(inbox, requester=slack.id_of("maya"))
    slack.sandbox.deactivate("maya")
    slack.sandbox.person("rhea").user.is_bot = True
    assert await inbox.find(slack.id_of("maya"), "request-1") is None
    assert await inbox.find(slack.id_of("rhea"), "request-1") is None
    assert await inbox.find("U0NOBODY", "request-1") is None


@pytest.mark.parametrize("method", ["users.info", "conversations.members"])
async def test_where_slack_does_not_say_nobody_sees_more_than_is_sure(slack: Line, inbox: Inbox, method: str) -> None:
    request = await opened(inbox)
    slack.sandbox.faults.add(method, error="internal_error")
    assert not await may_see(inbox.members, request, slack.id_of("rhea"), {})
    assert await may_see(inbox.members, request, slack.id_of("rhea"), {})


async def test_a_group_that_cannot_be_looked_up_hides_nothing_from_the_channel(slack: Line, inbox: Inbox) -> None:
    request = await opened(inbox)
    slack.sandbox.faults.add("usergroups.list", times=9, error="internal_error")
    assert await may_see(inbox.members, request, slack.id_of("rhea"), {})
    assert not await may_see(inbox.members, request, slack.id_of("tom"), {})


async def test_what_nobody_was_asked_about_is_seen_by_its_requester_alone(slack: Line) -> None:
    auto = Tier(name="auto", auto=True, limits={"amount": 500})
    policy = POLICY.model_copy(update={"tiers": (auto, MANAGERS)})
    request = a_request(policy=policy, requester=slack.id_of("maya"))
    assert not request.posted
    names = ("maya", "rhea", "tom")
    assert [await may_see(slack.members, request, slack.id_of(name), {}) for name in names] == [True, False, False]


async def test_no_more_than_the_newest_are_looked_at_and_the_list_says_so(slack: Line, inbox: Inbox) -> None:
    for number in range(MOST_RECENT + 1):
        await opened(inbox, number, requester=slack.id_of("maya"))
    found = await inbox.asked_by(slack.id_of("maya"))
    assert (len(found.requests), found.looked_at) == (MOST_RECENT, MOST_RECENT)
    assert (await inbox.open_ones(slack.id_of("maya"))).looked_at == 0


async def test_what_was_withdrawn_is_no_longer_open(slack: Line, inbox: Inbox) -> None:
    await given(inbox, await opened(inbox), Withdraw(because="gone", by="engine"))
    assert await waiting(inbox, slack.id_of("tom")) == [0]
    assert len((await inbox.closed(slack.id_of("tom"))).requests) == 1


async def test_an_id_that_is_not_on_the_ledger_is_not_found(slack: Line, inbox: Inbox) -> None:
    assert await inbox.find(slack.id_of("tom"), an_opening().request_id) is None
