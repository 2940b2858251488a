"""5 and 9. Who may decide is what Slack says now; a look-up that fails lets nobody decide."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.approvals.commands import Ring
from bot.approvals.policy import OnTimeout, Policy
from bot.approvals.tier import ALL, Reviewers, Tier
from bot.slack.directory import LookupFailed
from tests.approvals.examples import HOUR, NOON, a_policy, a_request, a_tier, after
from tests.slack.line import Line, line

LEADS = Reviewers(groups=("team-leads",))


@pytest.fixture
async def slack() -> AsyncIterator[Line]:
    """A line to a fresh workspace."""
    async with line() as slack:
        yield slack


def ids(slack: Line, *names: str) -> set[str]:
    """The user ids of these people."""
    return {slack.id_of(name) for name in names}


async def test_a_group_is_its_members(slack: Line) -> None:
    assert await slack.members.members(LEADS) == ids(slack, "tom", "lena")


async def test_people_are_named_by_id_or_address_beside_groups(slack: Line) -> None:
    reviewers = Reviewers(groups=("managers", "cfo"), people=(slack.id_of("otto"), "maya@northwind-trading.example"))
    assert await slack.members.members(reviewers) == ids(slack, "miguel", "cleo", "otto", "maya")


async def test_the_members_of_a_channel_may_be_reviewers(slack: Line) -> None:
    found = await slack.members.members(Reviewers(channels=("#operators",)))
    assert ids(slack, "miguel", "rhea") <= found


async def test_nobody_is_asked_where_no_reviewers_are_named(slack: Line) -> None:
    assert await slack.members.members(None) == frozenset()


async def test_a_roster_holds_the_tiers_asked_so_far(slack: Line) -> None:
    request = a_request(policy=a_policy(a_tier("team leads"), a_tier("managers")))
    members = slack.members
    leads, managers = frozenset(ids(slack, "tom", "lena")), frozenset(ids(slack, "miguel"))
    assert (await members.roster(request)).members == {0: leads}
    assert (await members.roster(request, upwards=True)).members == {0: leads, 1: managers}
    climbed = after(request, Ring(), NOON + HOUR)
    assert (await members.roster(climbed)).members == {0: leads, 1: managers}


async def test_a_roster_says_of_which_ladder_it_is(slack: Line) -> None:
    rescue = a_policy(a_tier("managers"), name="rescue")
    policy = a_policy(a_tier("team leads"), on_timeout=OnTimeout.FALLBACK, fallback=rescue)
    request = a_request(policy=policy)
    fallen = after(request, Ring(), NOON + HOUR)
    assert [(await slack.members.roster(each)).fallbacks for each in (request, fallen)] == [0, 1]


async def test_where_everybody_has_to_approve_nobody_waits_for_who_has_left(slack: Line) -> None:
    """A group may still list a deactivated person."""
    slack.sandbox.deactivate("lena")
    for quorum, counted in ((ALL, ("tom",)), (1, ("tom", "lena"))):
        tier = Tier(name="leads", reviewers=LEADS, quorum=quorum)
        roster = await slack.members.roster(a_request(policy=a_policy(tier)))
        assert roster.members == {0: ids(slack, *counted)}


async def test_a_roster_names_the_groups_only_where_it_matters_who_is_in_which(slack: Line) -> None:
    both = Reviewers(groups=("managers", "cfo"))
    plain, apart = Tier(name="a", reviewers=both), Tier(name="a", reviewers=both, quorum=2, distinct_groups=True)
    members = slack.members
    assert (await members.roster(a_request(policy=a_policy(plain)))).groups == {}
    found = (await members.roster(a_request(policy=a_policy(apart)))).groups
    assert found == {"managers": ids(slack, "miguel"), "cfo": ids(slack, "cleo")}


async def test_a_roster_knows_who_may_sign_for_what_they_asked_for(slack: Line) -> None:
    named = ("maya@northwind-trading.example", slack.id_of("otto"), "nobody@northwind-trading.example")
    policy = Policy(name="p", channel="#approvals", tiers=(a_tier("managers"),), requester_may_act=named)
    assert (await slack.members.roster(a_request(policy=policy))).self_signers == ids(slack, "maya", "otto")


async def test_who_may_sign_for_themselves_is_known_by_each_name_of_the_policy(slack: Line) -> None:
    named = ("maya@northwind-trading.example", "nobody@northwind-trading.example")
    found = await slack.members.self_signers(a_policy(requester_may_act=named))
    assert found == {named[0]: ids(slack, "maya"), named[1]: set()}
    assert await slack.members.self_signers(a_policy(requester_may_act=True)) == {}


async def test_who_is_deactivated_a_guest_or_unknown_is_gone(slack: Line) -> None:
    slack.sandbox.deactivate("lena")
    slack.sandbox.make_guest("otto")
    people = {*ids(slack, "tom", "lena", "otto"), "U0NOBODY"}
    assert await slack.members.gone(people) == ids(slack, "lena", "otto") | {"U0NOBODY"}


async def test_whoever_is_named_by_an_address_can_be_mentioned_like_anybody_else(slack: Line) -> None:
    address = "maya@northwind-trading.example"
    people = Reviewers(groups=("cfo",), people=(address, "nobody@northwind-trading.example", slack.id_of("otto")))
    request = a_request(policy=a_policy(Tier(name="named", reviewers=people)))
    mentions = await slack.members.mentions_of(request)
    assert mentions[address] == slack.id_of("maya")
    assert "cfo" in mentions
    assert "nobody@northwind-trading.example" not in mentions


async def test_many_clicks_ask_slack_once(slack: Line) -> None:
    """User group look-ups are limited to about 20 a minute."""
    members = slack.members
    await asyncio.gather(*(members.members(LEADS) for _ in range(30)))
    assert [slack.count(method) for method in ("usergroups.list", "usergroups.users.list")] == [1, 1]


async def test_a_group_that_changed_is_looked_up_anew(slack: Line) -> None:
    members = slack.members
    await members.members(LEADS)
    slack.sandbox.set_group("team-leads", ["otto"])
    members.group_changed("S07TEAMLEAD")
    assert await members.members(LEADS) == ids(slack, "otto")


@pytest.mark.parametrize(
    ("reviewers", "left"),
    [
        (Reviewers(groups=("nobodies",)), ()),
        (Reviewers(groups=("team-leads", "nobodies")), ("tom", "lena")),
        (Reviewers(people=("nobody@northwind-trading.example",)), ()),
        (Reviewers(channels=("#nowhere",)), ()),
    ],
)
async def test_who_or_what_is_not_there_has_no_seat_and_keeps_nobody_from_theirs(
    slack: Line, reviewers: Reviewers, left: tuple[str, ...]
) -> None:
    assert await slack.members.members(reviewers) == ids(slack, *left)


@pytest.mark.parametrize("method", ["usergroups.list", "usergroups.users.list"])
@pytest.mark.parametrize(
    "fault", [{"status": 429, "retry_after": 30}, {"status": 500}, {"error": "missing_scope"}, {"drop": True}], ids=str
)
async def test_a_look_up_that_fails_lets_nobody_decide_and_is_made_again(
    slack: Line, method: str, fault: dict[str, object]
) -> None:
    members = slack.members
    slack.sandbox.faults.add(method, **fault)  # type: ignore[arg-type]
    with pytest.raises(LookupFailed, match=method):
        await members.members(LEADS)
    assert len(await members.members(LEADS)) == 2


async def test_those_present_are_told_apart_by_what_the_policy_names(slack: Line) -> None:
    reviewers = Reviewers(groups=("managers",), people=("maya@northwind-trading.example",), channels=("#operators",))
    present = await slack.members.present(Tier(name="t", reviewers=reviewers))
    assert present.people == ids(slack, "miguel", "maya", "rhea")
    assert present.problems == ()
    assert present.by_name == {
        "managers": ids(slack, "miguel"),
        "maya@northwind-trading.example": ids(slack, "maya"),
        "#operators": ids(slack, "miguel", "rhea"),
    }


async def test_whatever_is_amiss_with_a_tier_is_told_in_words_and_no_error(slack: Line) -> None:
    slack.sandbox.set_group("cfo", [])
    slack.sandbox.set_group("managers", ["miguel", "lena"])
    slack.sandbox.deactivate("lena")
    slack.sandbox.make_guest("otto")
    reviewers = Reviewers(
        groups=("managers", "cfo", "nobodies"),
        people=(slack.id_of("otto"), "U0NOBODY", "nobody@northwind-trading.example"),
        channels=("#nowhere",),
    )
    present = await slack.members.present(Tier(name="t", reviewers=reviewers))
    assert present.people == ids(slack, "miguel")
    said = "\n".join(present.problems)
    assert len(present.problems) == 6
    for name in ("in cfo", "@nobodies", slack.id_of("otto"), "U0NOBODY", "nobody@northwind", "#nowhere"):
        assert name in said


async def test_a_slack_that_does_not_answer_is_no_empty_tier(slack: Line) -> None:
    slack.sandbox.faults.add("users.info", status=500)
    with pytest.raises(LookupFailed):
        await slack.members.present(Tier(name="t", reviewers=LEADS))


async def test_what_a_person_is_or_belongs_to_is_found_among_names(slack: Line) -> None:
    names = ("team-leads", "managers", "nobodies", "tom@northwind-trading.example", slack.id_of("tom"), "U0NOBODY")
    found = await slack.members.belongs(slack.id_of("tom"), names)
    assert found == {"team-leads", "tom@northwind-trading.example", slack.id_of("tom")}
    assert await slack.members.belongs(slack.id_of("otto"), names) == frozenset()
