"""People, groups and channels, as the Web API shows them."""

from pathlib import Path

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import Sandbox, Settings, UnreadableFileError
from tests.sandbox.rig import APPROVALS, GENERAL, MANIFEST, MAYA, OPERATORS, TOM, error_of, narrowed, running, web

SHIPPED = Path(__file__).parents[2] / "manifest.yml"


async def test_the_seed_gives_everybody_their_place(sandbox: Sandbox, client: AsyncWebClient) -> None:
    users = await client.users_list()
    names = {user["name"] for user in users["members"]}
    people = {"maya", "tom", "lena", "miguel", "dora", "cleo", "otto", "rhea", "noor", "ines", "samuel"}
    assert people | {"probe"} == names
    groups = await client.usergroups_list(include_users=True)
    assert {group["handle"]: len(group["users"]) for group in groups["usergroups"]} == {
        "team-leads": 2,
        "managers": 1,
        "directors": 1,
        "cfo": 1,
        "release-engineers": 2,
        "legal": 1,
        "executives": 1,
        "moderators": 2,
        "clinicians": 2,
        "senior-clinicians": 1,
    }
    channels = await client.conversations_list(types="public_channel")
    assert {channel["name"] for channel in channels["channels"]} == {
        "general",
        "support",
        "approvals",
        "deploys",
        "operators",
        "moderation",
        "clinic",
    }
    assert all(channel["is_member"] for channel in channels["channels"])


def test_ids_and_tokens_are_the_same_every_time() -> None:
    one, other = Sandbox(MANIFEST), Sandbox(MANIFEST)
    assert (one.bot_token, one.app_token, one.signing_secret) == (
        other.bot_token,
        other.app_token,
        other.signing_secret,
    )
    assert one.bot_token.startswith("xoxb-")
    assert one.app_token.startswith("xapp-")
    assert one.realm.workspace.channels.keys() == other.realm.workspace.channels.keys()


async def test_the_shipped_manifest_can_be_used() -> None:
    sandbox = Sandbox(SHIPPED)
    assert sandbox.realm.manifest.command("/task") is not None
    assert "chat:write" in sandbox.realm.manifest.scopes


@pytest.mark.parametrize("content", ["[1, 2]", "a: [", "display_information: 3", "features: {slash_commands: 3}"])
def test_a_manifest_that_is_none_is_named(tmp_path: Path, content: str) -> None:
    path = tmp_path / "odd.yml"
    path.write_text(content)
    with pytest.raises(UnreadableFileError, match=r"odd\.yml"):
        Sandbox(path)


def test_a_seed_that_names_nobody_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "seed.yml"
    path.write_text(
        "team: {id: T1, name: n, domain: d}\napp: {app_id: A1, bot_id: B1, user_id: U1}\npeople: []\n"
        "groups: [{id: S1, handle: g, name: g, members: [ghost]}]\nchannels: []\n"
    )
    with pytest.raises(UnreadableFileError, match="nobody is called ghost"):
        Sandbox(MANIFEST, path)


async def test_a_person_is_found_by_id_and_by_email(client: AsyncWebClient) -> None:
    info = await client.users_info(user=MAYA, include_locale=True)
    assert info["user"]["real_name"] == "Maya Lindqvist"
    assert (info["user"]["tz"], info["user"]["locale"]) == ("Europe/Stockholm", "en-US")
    found = await client.users_lookupByEmail(email=info["user"]["profile"]["email"])
    assert found["user"]["id"] == MAYA
    assert await error_of(client.users_lookupByEmail(email="no@body.example")) == "users_not_found"
    assert await error_of(client.users_info(user="U0NOBODY001")) == "user_not_found"


async def test_email_addresses_need_their_scope(tmp_path: Path) -> None:
    async with narrowed(tmp_path, "users:read.email") as sandbox:
        info = await web(sandbox).users_info(user=MAYA)
        assert "email" not in info["user"]["profile"]
        assert await error_of(web(sandbox).users_lookupByEmail(email="a@b.c")) == "missing_scope"


async def test_the_members_of_a_group_can_change(sandbox: Sandbox, client: AsyncWebClient) -> None:
    group = "S07TEAMLEAD"
    assert TOM in (await client.usergroups_users_list(usergroup=group))["users"]
    sandbox.set_group("team-leads", ["lena"])
    assert TOM not in (await client.usergroups_users_list(usergroup=group))["users"]
    assert await error_of(client.usergroups_users_list(usergroup="S0NOGROUP01")) == "no_such_subteam"


async def test_a_free_workspace_has_no_groups() -> None:
    async with running(Settings(paid_plan=False)) as sandbox:
        assert await error_of(web(sandbox).usergroups_list()) == "plan_upgrade_required"
        assert await error_of(web(sandbox).usergroups_users_list(usergroup="S07CFO00000")) == "plan_upgrade_required"


async def test_opening_a_direct_message_twice_gives_the_same_one(client: AsyncWebClient) -> None:
    first = await client.conversations_open(users=MAYA)
    second = await client.conversations_open(users=[MAYA], return_im=True)
    assert first["channel"]["id"] == second["channel"]["id"]
    assert second["channel"]["user"] == MAYA
    assert await error_of(client.conversations_open(users="U0NOBODY001")) == "user_not_found"
    assert await error_of(client.conversations_open(users="")) == "users_list_not_supplied"


async def test_members_come_page_by_page(client: AsyncWebClient) -> None:
    found: list[str] = []
    cursor = ""
    while True:
        page = await client.conversations_members(channel=GENERAL, limit=4, cursor=cursor)
        found += page["members"]
        cursor = page["response_metadata"]["next_cursor"]
        if not cursor:
            break
    assert len(found) == len(set(found)) == 12
    assert await error_of(client.conversations_members(channel=GENERAL, cursor="odd")) == "invalid_cursor"


async def test_history_keeps_to_its_span_and_goes_page_by_page(client: AsyncWebClient) -> None:
    stamps = [(await client.chat_postMessage(channel=APPROVALS, text=str(index)))["ts"] for index in range(5)]
    span = await client.conversations_history(channel=APPROVALS, oldest=stamps[1], latest=stamps[3])
    assert [message["text"] for message in span["messages"]] == ["2"]
    wider = await client.conversations_history(channel=APPROVALS, oldest=stamps[1], latest=stamps[3], inclusive=True)
    assert [message["text"] for message in wider["messages"]] == ["3", "2", "1"]
    page = await client.conversations_history(channel=APPROVALS, limit=2)
    assert ([message["text"] for message in page["messages"]], page["has_more"]) == (["4", "3"], True)
    rest = await client.conversations_history(channel=APPROVALS, cursor=page["response_metadata"]["next_cursor"])
    assert [message["text"] for message in rest["messages"]] == ["2", "1", "0"]
    assert await error_of(client.conversations_history(channel=APPROVALS, oldest="x")) == "invalid_ts_oldest"


async def test_a_channel_the_bot_left_has_no_history_for_it(sandbox: Sandbox, client: AsyncWebClient) -> None:
    sandbox.remove_member("#operators", "probe")
    assert await error_of(client.conversations_history(channel=OPERATORS)) == "not_in_channel"
    info = await client.conversations_info(channel=OPERATORS, include_num_members=True)
    assert (info["channel"]["is_member"], info["channel"]["num_members"]) == (False, 2)


async def test_a_private_channel_does_not_exist_for_strangers(sandbox: Sandbox, client: AsyncWebClient) -> None:
    sandbox.realm.workspace.channels[OPERATORS].kind = "private"
    assert (await client.conversations_info(channel=OPERATORS))["channel"]["is_private"]
    sandbox.remove_member("#operators", "probe")
    assert await error_of(client.conversations_info(channel=OPERATORS)) == "channel_not_found"
    assert await error_of(client.chat_postMessage(channel=OPERATORS, text="x")) == "channel_not_found"
    listed = await client.conversations_list(types="private_channel")
    assert listed["channels"] == []


async def test_a_reaction_counts_once(client: AsyncWebClient) -> None:
    posted = await client.chat_postMessage(channel=APPROVALS, text="x")
    await client.reactions_add(channel=APPROVALS, timestamp=posted["ts"], name="eyes")
    again = client.reactions_add(channel=APPROVALS, timestamp=posted["ts"], name="eyes")
    assert await error_of(again) == "already_reacted"
