"""5 and 9. What the directory says of people, groups and channels is fresh, and looked up once for all who ask."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from slack_sdk.errors import SlackApiError

from bot.slack.directory import Directory, LookupFailed, NotThere
from tests.slack.line import Line, line


@pytest.fixture
async def slack() -> AsyncIterator[Line]:
    """A line to a fresh workspace."""
    async with line() as slack:
        yield slack


async def test_many_who_ask_for_a_person_ask_slack_once(slack: Line) -> None:
    members = slack.members
    await asyncio.gather(*(members.person(slack.id_of("tom")) for _ in range(30)))
    assert slack.count("users.info") == 1


async def test_a_person_who_changed_is_looked_up_anew(slack: Line) -> None:
    members = slack.members
    tom = slack.id_of("tom")
    assert (await members.person(tom)).may_act
    slack.sandbox.deactivate("tom")
    members.person_changed(tom)
    assert not (await members.person(tom)).may_act
    assert not (await members.profile(tom)).person.may_act


async def test_a_bot_is_known_as_one(slack: Line) -> None:
    assert (await slack.members.person("U07CNTRSIGN")).is_bot


async def test_somebody_of_another_workspace_is_a_stranger(slack: Line) -> None:
    assert (await Directory(slack.client, "T0ELSEWHERE").person(slack.id_of("tom"))).is_stranger


async def test_somebody_who_is_not_there_may_not_act(slack: Line) -> None:
    with pytest.raises(NotThere, match="user_not_found"):
        await slack.members.person("U0NOBODY")


async def test_a_slack_that_cannot_be_reached_says_nothing_of_anybody(slack: Line) -> None:
    members = slack.members
    await slack.sandbox.stop()
    with pytest.raises(LookupFailed, match=r"users\.info") as failure:
        await members.person(slack.id_of("tom"))
    assert not isinstance(failure.value, NotThere)


async def test_people_have_names_and_time_zones_and_one_look_tells_both(slack: Line) -> None:
    members = slack.members
    assert await members.name(slack.id_of("tom")) in {"tom", "Tom Okafor"}
    assert await members.zone(slack.id_of("tom")) == "Europe/London"
    assert await members.zone(slack.id_of("cleo")) == "America/New_York"
    assert slack.count("users.info") == 2
    with pytest.raises(LookupFailed):
        await members.name("U0NOBODY")


async def test_whoever_has_no_time_zone_that_is_known_is_in_utc(slack: Line) -> None:
    slack.sandbox.faults.add("users.info", error="user_not_found")
    members = slack.members
    with pytest.raises(NotThere):
        await members.zone(slack.id_of("tom"))
    slack.sandbox.person("tom").user.tz = ""
    assert await members.zone(slack.id_of("tom")) == "UTC"


async def test_a_card_is_drawn_though_slack_does_not_name_the_groups(slack: Line) -> None:
    members = slack.members
    slack.sandbox.faults.add("usergroups.list", error="plan_upgrade_required")
    assert await members.mentions() == {}
    assert (await members.mentions())["team-leads"] == "S07TEAMLEAD"


async def test_a_channel_is_found_by_name_and_by_id(slack: Line) -> None:
    members = slack.members
    assert await members.channel_id("#approvals") == "C07APPROVE3"
    assert await members.channel_id("C07APPROVE3") == "C07APPROVE3"
    with pytest.raises(NotThere, match="#nowhere"):
        await members.channel_id("#nowhere")


async def test_a_channel_that_was_archived_is_not_there(slack: Line) -> None:
    slack.sandbox.archive("#approvals")
    with pytest.raises(NotThere, match="#approvals"):
        await slack.members.channel_id("#approvals")


@pytest.mark.parametrize("channel", ["#approvals", "C07APPROVE3"])
async def test_the_bot_may_post_where_it_is_a_member(slack: Line, channel: str) -> None:
    assert await slack.members.may_post(channel)
    slack.sandbox.remove_member("#approvals", "countersign")
    assert not await slack.members.may_post(channel)


async def test_a_public_channel_is_called_by_its_name_and_what_is_private_by_none(slack: Line) -> None:
    members = slack.members
    assert await members.channel_label("C07SUPPORT2") == "#support"
    assert await members.channel_label(await members.direct(slack.id_of("maya"))) == ""
    assert await members.channel_label("") == ""
    slack.sandbox.realm.workspace.channel("#operators").kind = "private"
    assert await members.channel_label("C07OPERATE5") == ""
    assert await members.channel_label("C0NOWHERE") == ""


async def test_a_channel_that_slack_does_not_name_is_called_by_its_id(slack: Line) -> None:
    members = slack.members
    slack.sandbox.faults.add("conversations.info", status=500)
    assert await members.channel_label("C07SUPPORT2") == "C07SUPPORT2"
    assert await members.channel_label("C07SUPPORT2") == "#support"


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
