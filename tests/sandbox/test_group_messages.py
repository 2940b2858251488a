"""Direct messages among several people, and the conversations somebody is in."""

from pathlib import Path

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import Sandbox
from tests.sandbox.rig import APPROVALS, LENA, MAYA, OPERATORS, TOM, altered, bare_socket, error_of, narrowed, web


async def group_of(client: AsyncWebClient, *users: str) -> str:
    return str((await client.conversations_open(users=list(users)))["channel"]["id"])


async def test_the_same_people_always_get_the_same_conversation(sandbox: Sandbox, client: AsyncWebClient) -> None:
    opened = await client.conversations_open(users=[MAYA, TOM], return_im=True)
    again = await client.conversations_open(users=[TOM, MAYA, TOM])
    assert opened["channel"]["id"] == again["channel"]["id"]
    assert (opened["already_open"], again["already_open"]) == (False, True)
    assert (opened["channel"]["is_mpim"], opened["channel"]["is_private"]) == (True, True)
    assert opened["channel"]["name"] == "mpdm-maya--probe--tom-1"


async def test_everybody_in_it_is_notified_and_nobody_else_sees_it(sandbox: Sandbox, client: AsyncWebClient) -> None:
    channel = await group_of(client, MAYA, TOM)
    await client.chat_postMessage(channel=channel, text="you two")
    message = sandbox.person("maya").messages(channel)[-1]
    assert set(message.notifies) == {MAYA, TOM}
    with pytest.raises(LookupError, match="lena is not in"):
        sandbox.person("lena").messages(channel)


async def test_its_messages_are_events_of_their_own_kind(tmp_path: Path) -> None:
    async with altered(tmp_path, set(), ["message.mpim"]) as sandbox, bare_socket(sandbox) as socket:
        channel = await group_of(web(sandbox), MAYA, TOM)
        await sandbox.person("tom").say(channel, "hello")
        event = (await socket.take())["payload"]["event"]
    assert (event["channel_type"], event["text"]) == ("mpim", "hello")


async def test_nobody_can_be_added_who_is_not_there(sandbox: Sandbox, client: AsyncWebClient) -> None:
    sandbox.deactivate("lena")
    assert await error_of(client.conversations_open(users=[MAYA, "U0NOBODY001"])) == "user_not_found"
    assert await error_of(client.conversations_open(users=[MAYA, LENA])) == "user_disabled"


async def test_creation_can_be_prevented(client: AsyncWebClient) -> None:
    call = client.conversations_open(users=[MAYA, TOM], prevent_creation=True)
    assert await error_of(call) == "channel_not_found"


async def test_it_needs_scopes_of_its_own(tmp_path: Path) -> None:
    async with narrowed(tmp_path, "mpim:write", "mpim:history") as sandbox:
        assert await error_of(web(sandbox).conversations_open(users=[MAYA, TOM])) == "missing_scope"


async def test_the_conversations_of_somebody_are_those_the_bot_may_know_of(
    sandbox: Sandbox, client: AsyncWebClient
) -> None:
    sandbox.realm.workspace.channels[OPERATORS].kind = "private"
    sandbox.remove_member("#operators", "probe")
    await group_of(client, MAYA, TOM)
    own = await client.users_conversations(types="public_channel,private_channel,im,mpim")
    kinds = {channel["id"][0] for channel in own["channels"]}
    assert kinds == {"C", "D", "G"}
    rheas = await client.users_conversations(user="U07RHEAN008", types="public_channel,private_channel")
    ids = {channel["id"] for channel in rheas["channels"]}
    assert APPROVALS in ids
    assert OPERATORS not in ids
    assert await error_of(client.users_conversations(types="all")) == "invalid_types"
