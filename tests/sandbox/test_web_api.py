"""Tokens, scopes, arguments, limits and the record of calls."""

import json
from pathlib import Path

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import RateLimits, Sandbox, Settings
from tests.sandbox.rig import APPROVALS, MAYA, Clock, error_of, narrowed, refused, running, web


async def test_an_unknown_method_is_an_error(client: AsyncWebClient) -> None:
    assert await error_of(client.api_call("chat.shout")) == "unknown_method"


async def test_a_call_without_a_token_is_not_authed(sandbox: Sandbox) -> None:
    async with aiohttp.ClientSession() as session, session.post(f"{sandbox.api_url}auth.test") as response:
        assert response.status == 200
        assert (await response.json())["error"] == "not_authed"


async def test_a_strangers_token_is_invalid(sandbox: Sandbox) -> None:
    assert await error_of(web(sandbox, "xoxb-stranger").auth_test()) == "invalid_auth"


async def test_each_kind_of_token_opens_only_its_own_methods(sandbox: Sandbox) -> None:
    as_app = web(sandbox, sandbox.app_token)
    assert await error_of(as_app.chat_postMessage(channel=APPROVALS, text="x")) == "not_allowed_token_type"
    opening = web(sandbox).apps_connections_open(app_token=sandbox.bot_token)
    assert await error_of(opening) == "not_allowed_token_type"


async def test_a_scope_the_manifest_lacks_is_named(tmp_path: Path) -> None:
    async with narrowed(tmp_path, "chat:write") as sandbox:
        answer = await refused(web(sandbox).chat_postMessage(channel=APPROVALS, text="x"))
    assert (answer["error"], answer["needed"]) == ("missing_scope", "chat:write")
    assert "usergroups:read" in answer["provided"].split(",")
    assert "chat:write" not in answer["provided"].split(",")


async def test_direct_messages_need_their_own_history_scope(tmp_path: Path) -> None:
    async with narrowed(tmp_path, "im:history") as sandbox:
        opened = await web(sandbox).conversations_open(users=MAYA)
        answer = await refused(web(sandbox).conversations_history(channel=opened["channel"]["id"]))
    assert (answer["error"], answer["needed"]) == ("missing_scope", "im:history")


async def test_auth_test_says_who_the_bot_is_and_what_it_may(client: AsyncWebClient) -> None:
    answer = await client.auth_test()
    assert (answer["user_id"], answer["bot_id"], answer["team_id"]) == ("U07CNTRSIGN", "B07CNTRSIGN", "T07NORTHWND")
    assert "chat:write" in answer.headers["x-oauth-scopes"].split(",")


@pytest.mark.parametrize("way", ["form", "json", "query"])
async def test_arguments_may_come_as_a_form_as_json_or_in_the_query(sandbox: Sandbox, way: str) -> None:
    arguments = {"channel": APPROVALS, "text": f"by {way}"}
    sent: dict[str, object] = {"form": {"data": arguments}, "json": {"json": arguments}, "query": {"params": arguments}}
    headers = {"Authorization": f"Bearer {sandbox.bot_token}"}
    async with aiohttp.ClientSession(headers=headers) as session:
        options = sent[way]
        assert isinstance(options, dict)
        async with session.post(f"{sandbox.api_url}chat.postMessage", **options) as response:
            assert (await response.json())["ok"]
    assert sandbox.person("maya").messages("#approvals")[-1].text == f"by {way}"


async def test_an_empty_json_body_and_a_broken_one(sandbox: Sandbox) -> None:
    headers = {"Authorization": f"Bearer {sandbox.bot_token}", "Content-Type": "application/json"}
    async with aiohttp.ClientSession(headers=headers) as session:
        async with session.post(f"{sandbox.api_url}auth.test", data="") as response:
            assert (await response.json())["ok"]
        async with session.post(f"{sandbox.api_url}auth.test", data="{") as response:
            assert (await response.json())["error"] == "invalid_json"


async def test_structures_may_be_sent_as_strings_of_json(sandbox: Sandbox, client: AsyncWebClient) -> None:
    blocks = json.dumps([{"type": "divider"}])
    await client.chat_postMessage(channel=APPROVALS, text="x", blocks=blocks)
    assert sandbox.person("maya").messages("#approvals")[-1].blocks[0]["type"] == "divider"


async def test_missing_and_unknown_arguments_are_named(client: AsyncWebClient) -> None:
    answer = await refused(client.api_call("chat.postMessage", json={"text": "x"}))
    assert answer["error"] == "invalid_arguments"
    assert answer["response_metadata"]["messages"] == ["[ERROR] missing required field: channel"]
    answer = await refused(client.api_call("users.info", json={"user": MAYA, "colour": "red"}))
    assert answer["response_metadata"]["messages"] == ["[ERROR] unknown argument: colour"]


async def test_calls_are_recorded_without_their_tokens(sandbox: Sandbox, client: AsyncWebClient) -> None:
    await client.chat_postMessage(channel=APPROVALS, text="x")
    await refused(client.chat_postMessage(channel="C0NOWHERE01", text="y"))
    first, second = sandbox.calls("chat.postMessage")
    assert (first.ok, first.error, first.arguments["text"]) == (True, None, "x")
    assert (second.ok, second.error) == (False, "channel_not_found")
    assert sandbox.bot_token not in repr(sandbox.calls())


async def test_messages_are_limited_in_each_channel_when_that_is_asked_for() -> None:
    clock = Clock()
    settings = Settings(now=clock, rate_limits=RateLimits(message_burst=2))
    async with running(settings) as sandbox:
        client = web(sandbox)
        for _ in range(2):
            await client.chat_postMessage(channel=APPROVALS, text="x")
        answer = client.chat_postMessage(channel=APPROVALS, text="x")
        assert await error_of(answer) == "ratelimited"
        await client.chat_postMessage(channel="C07GENERAL1", text="another channel")
        clock.seconds += 1
        await client.chat_postMessage(channel=APPROVALS, text="x")


async def test_too_many_calls_are_answered_429_with_retry_after() -> None:
    async with running(Settings(now=Clock(), rate_limits=RateLimits())) as sandbox:
        for _ in range(20):
            await web(sandbox).usergroups_list()
        with pytest.raises(SlackApiError) as caught:
            await web(sandbox).usergroups_list()
    assert caught.value.response.status_code == 429
    assert caught.value.response.headers["Retry-After"] == "3"


async def test_requests_by_another_host_name_are_refused(sandbox: Sandbox) -> None:
    async with (
        aiohttp.ClientSession(headers={"Host": "evil.example"}) as session,
        session.get(f"{sandbox.url}/people") as response,
    ):
        assert response.status == 403
