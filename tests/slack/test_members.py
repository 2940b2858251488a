"""5 and 9. Who may decide is what Slack says now; a look-up that fails lets nobody decide."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from slack_sdk.errors import SlackApiError

from bot.approvals.commands import Ring
from bot.approvals.policy import Reviewers
from bot.slack.members import LookupFailed, Members
from tests.approvals.examples import HOUR, NOON, a_policy, a_request, a_tier, after
from tests.slack.line import Line, line

LEADS = Reviewers(groups=("team-leads",))


@pytest.fixture
async def slack() -> AsyncIterator[Line]:
    """A line to a fresh workspace."""
    async with line() as slack:
        yield slack


async def test_a_group_is_its_members(slack: Line) -> None:
    assert await slack.members.members(LEADS) == {slack.id_of("tom"), slack.id_of("lena")}


async def test_people_are_named_by_id_or_address_beside_groups(slack: Line) -> None:
    reviewers = Reviewers(groups=("managers", "cfo"), people=(slack.id_of("otto"), "maya@northwind-trading.example"))
    names = ("miguel", "cleo", "otto", "maya")
    assert await slack.members.members(reviewers) == {slack.id_of(name) for name in names}


async def test_nobody_is_asked_where_no_reviewers_are_named(slack: Line) -> None:
    assert await slack.members.members(None) == frozenset()


async def test_a_roster_holds_the_tiers_asked_so_far(slack: Line) -> None:
    request = a_request(policy=a_policy(a_tier("team leads"), a_tier("managers")))
    members = slack.members
    leads = frozenset({slack.id_of("tom"), slack.id_of("lena")})
    assert (await members.roster(request)).members == {0: leads}
    climbed = after(request, Ring(), NOON + HOUR)
    assert (await members.roster(climbed)).members == {0: leads, 1: frozenset({slack.id_of("miguel")})}


async def test_many_clicks_ask_slack_once(slack: Line) -> None:
    """User group look-ups are limited to about 20 a minute."""
    members = slack.members
    await asyncio.gather(*(members.members(LEADS) for _ in range(30)))
    await asyncio.gather(*(members.person(slack.id_of("tom")) for _ in range(30)))
    assert [slack.count(method) for method in ("usergroups.list", "usergroups.users.list", "users.info")] == [1, 1, 1]


async def test_a_group_that_changed_is_looked_up_anew(slack: Line) -> None:
    members = slack.members
    await members.members(LEADS)
    slack.sandbox.set_group("team-leads", ["otto"])
    members.group_changed("S07TEAMLEAD")
    assert await members.members(LEADS) == {slack.id_of("otto")}


async def test_a_person_who_changed_is_looked_up_anew(slack: Line) -> None:
    members = slack.members
    tom = slack.id_of("tom")
    assert (await members.person(tom)).may_act
    slack.sandbox.deactivate("tom")
    members.person_changed(tom)
    assert not (await members.person(tom)).may_act


async def test_a_bot_is_known_as_one(slack: Line) -> None:
    assert (await slack.members.person("U07CNTRSIGN")).is_bot


async def test_somebody_of_another_workspace_is_a_stranger(slack: Line) -> None:
    assert (await Members(slack.client, "T0ELSEWHERE").person(slack.id_of("tom"))).is_stranger


@pytest.mark.parametrize(
    "reviewers",
    [
        Reviewers(groups=("nobodies",)),
        Reviewers(groups=("team-leads", "nobodies")),
        Reviewers(people=("nobody@northwind-trading.example",)),
    ],
)
async def test_a_group_or_address_that_is_not_there_lets_nobody_decide(slack: Line, reviewers: Reviewers) -> None:
    with pytest.raises(LookupFailed):
        await slack.members.members(reviewers)


async def test_somebody_who_is_not_there_may_not_act(slack: Line) -> None:
    with pytest.raises(LookupFailed, match="user_not_found"):
        await slack.members.person("U0NOBODY")


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


async def test_a_slack_that_cannot_be_reached_lets_nobody_decide(slack: Line) -> None:
    members = slack.members
    await slack.sandbox.stop()
    with pytest.raises(LookupFailed, match=r"users\.info"):
        await members.person(slack.id_of("tom"))


async def test_a_card_is_drawn_though_slack_does_not_name_the_groups(slack: Line) -> None:
    members = slack.members
    slack.sandbox.faults.add("usergroups.list", error="plan_upgrade_required")
    assert await members.mentions() == {}
    assert (await members.mentions())["team-leads"] == "S07TEAMLEAD"


async def test_a_channel_is_found_by_name_and_by_id(slack: Line) -> None:
    members = slack.members
    assert await members.channel_id("#approvals") == "C07APPROVE3"
    assert await members.channel_id("C07APPROVE3") == "C07APPROVE3"
    with pytest.raises(LookupFailed, match="#nowhere"):
        await members.channel_id("#nowhere")


async def test_a_channel_that_was_archived_is_not_there(slack: Line) -> None:
    slack.sandbox.archive("#approvals")
    with pytest.raises(LookupFailed, match="#approvals"):
        await slack.members.channel_id("#approvals")


@pytest.mark.parametrize("channel", ["#approvals", "C07APPROVE3"])
async def test_the_bot_may_post_where_it_is_a_member(slack: Line, channel: str) -> None:
    await slack.members.assert_may_post(channel)
    slack.sandbox.remove_member("#approvals", "countersign")
    with pytest.raises(LookupFailed, match="not in"):
        await slack.members.assert_may_post(channel)


async def test_direct_messages_are_opened_once(slack: Line) -> None:
    members = slack.members
    first = await members.direct(slack.id_of("maya"))
    assert await members.direct(slack.id_of("maya")) == first
    assert slack.count("conversations.open") == 1
    with pytest.raises(SlackApiError):
        await members.direct("U0NOBODY")


async def test_who_is_in_a_channel_is_looked_up_by_name_or_id_and_kept(slack: Line) -> None:
    members = slack.members
    everybody = {slack.id_of("miguel"), slack.id_of("rhea"), "U07CNTRSIGN"}
    assert await members.in_channel("#operators") == await members.in_channel("C07OPERATE5") == everybody
    assert slack.count("conversations.members") == 1


async def test_a_channel_that_changed_is_looked_up_anew(slack: Line) -> None:
    members = slack.members
    await members.in_channel("#operators")
    slack.sandbox.remove_member("#operators", "rhea")
    members.channel_changed("C07OPERATE5")
    assert slack.id_of("rhea") not in await members.in_channel("#operators")


async def test_people_have_names(slack: Line) -> None:
    assert await slack.members.name(slack.id_of("tom")) in {"tom", "Tom Okafor"}
    with pytest.raises(LookupFailed):
        await slack.members.name("U0NOBODY")
