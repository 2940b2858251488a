"""Troubles ordered in advance: before the effect or after it, once for each time."""

import asyncio
import time
from pathlib import Path

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import Sandbox, Settings
from tests.sandbox.rig import APPROVALS, altered, bare_socket, error_of, running, web


def texts(sandbox: Sandbox) -> list[str]:
    return [message.text for message in sandbox.person("maya").messages("#approvals")]


async def test_429_comes_instead_of_the_effect_and_says_how_long_to_wait(
    sandbox: Sandbox, client: AsyncWebClient
) -> None:
    sandbox.faults.add("chat.postMessage", status=429, retry_after=1)
    with pytest.raises(SlackApiError) as caught:
        await client.chat_postMessage(channel=APPROVALS, text="x")
    assert (caught.value.response.status_code, caught.value.response["error"]) == (429, "ratelimited")
    assert caught.value.response.headers["Retry-After"] == "1"
    assert texts(sandbox) == []
    await client.chat_postMessage(channel=APPROVALS, text="y")
    assert texts(sandbox) == ["y"]


async def test_the_sdk_waits_and_tries_again(sandbox: Sandbox) -> None:
    patient = AsyncWebClient(
        token=sandbox.bot_token,
        base_url=sandbox.api_url,
        retry_handlers=[AsyncRateLimitErrorRetryHandler(max_retry_count=1)],
    )
    sandbox.faults.add("chat.postMessage", status=429, retry_after=0)
    await patient.chat_postMessage(channel=APPROVALS, text="x")
    assert [call.ok for call in sandbox.calls("chat.postMessage")] == [False, True]


async def test_500_after_the_effect_leaves_the_message_there(sandbox: Sandbox, client: AsyncWebClient) -> None:
    sandbox.faults.add("chat.postMessage", status=500, before=False)
    with pytest.raises(SlackApiError) as caught:
        await client.chat_postMessage(channel=APPROVALS, text="x")
    assert caught.value.response.status_code == 500
    assert texts(sandbox) == ["x"]


@pytest.mark.parametrize(("before", "left"), [(False, ["x"]), (True, [])])
async def test_a_dropped_reply_is_a_broken_connection(
    sandbox: Sandbox, client: AsyncWebClient, before: bool, left: list[str]
) -> None:
    sandbox.faults.add("chat.postMessage", drop=True, before=before)
    with pytest.raises(aiohttp.ClientError):
        await client.chat_postMessage(channel=APPROVALS, text="x")
    assert texts(sandbox) == left


async def test_the_sdks_own_retry_posts_twice_when_a_reply_is_lost(sandbox: Sandbox) -> None:
    eager = AsyncWebClient(token=sandbox.bot_token, base_url=sandbox.api_url)
    sandbox.faults.add("chat.postMessage", drop=True)
    await eager.chat_postMessage(channel=APPROVALS, text="x")
    assert texts(sandbox) == ["x", "x"]


async def test_an_error_comes_as_often_as_it_was_asked_for(sandbox: Sandbox, client: AsyncWebClient) -> None:
    sandbox.faults.add("chat.postMessage", times=2, error="fatal_error", before=False)
    for _ in range(2):
        assert await error_of(client.chat_postMessage(channel=APPROVALS, text="x")) == "fatal_error"
    await client.chat_postMessage(channel=APPROVALS, text="x")
    assert len(texts(sandbox)) == 3


async def test_a_delay_holds_the_call_up(sandbox: Sandbox, client: AsyncWebClient) -> None:
    sandbox.faults.add("*", delay=0.05)
    started = time.monotonic()
    await client.auth_test()
    assert time.monotonic() - started >= 0.05


@pytest.mark.parametrize(("before", "left"), [(False, ["x"]), (True, [])])
async def test_a_call_left_hanging_is_a_timeout(sandbox: Sandbox, before: bool, left: list[str]) -> None:
    hasty = AsyncWebClient(token=sandbox.bot_token, base_url=sandbox.api_url, retry_handlers=[], timeout=1)
    sandbox.faults.add("chat.postMessage", hang=True, before=before)
    with pytest.raises(asyncio.TimeoutError):
        await hasty.chat_postMessage(channel=APPROVALS, text="x")
    assert (texts(sandbox), sandbox.calls("chat.postMessage")[-1].error) == (left, "no_answer")


async def test_a_second_envelope_can_overtake_the_first(sandbox: Sandbox) -> None:
    sandbox.faults.swap_next_envelopes()
    async with bare_socket(sandbox) as socket:
        first = asyncio.create_task(sandbox.person("maya").command("#support", "/task one"))
        await sandbox.until(lambda: sandbox.realm.delivery.overtaking)
        second = asyncio.create_task(sandbox.person("tom").command("#support", "/task two"))
        words = [(await socket.take())["payload"]["text"] for _ in range(2)]
        assert [(await task).acked for task in (first, second)] == [True, True]
    assert words == ["two", "one"]


async def test_an_envelope_nothing_overtakes_is_only_late() -> None:
    async with running(Settings(ack_seconds=0.2)) as sandbox, bare_socket(sandbox) as socket:
        sandbox.faults.swap_next_envelopes()
        typing = asyncio.create_task(sandbox.person("maya").command("#support", "/task"))
        await socket.take()
        assert (await typing).acked


@pytest.mark.parametrize(("seconds", "error"), [(0.02, None), (5, "operation_timeout")])
async def test_an_acknowledgement_held_back_counts_when_it_arrives(seconds: float, error: str | None) -> None:
    async with running(Settings(ack_seconds=0.5)) as sandbox, bare_socket(sandbox) as socket:
        sandbox.faults.hold_next_ack(seconds)
        typing = asyncio.create_task(sandbox.person("maya").command("#support", "/task"))
        await socket.take()
        delivered = await typing
    assert delivered.error == error
    assert delivered.seconds >= min(seconds, 0.5)


async def test_a_revoked_token_opens_nothing_until_it_is_given_back(tmp_path: Path) -> None:
    async with altered(tmp_path, set(), ["tokens_revoked"]) as sandbox, bare_socket(sandbox) as socket:
        sandbox.revoke_token()
        event = (await socket.take())["payload"]["event"]
        for call in (web(sandbox).auth_test(), web(sandbox).chat_postMessage(channel=APPROVALS, text="x")):
            assert await error_of(call) == "token_revoked"
        sandbox.restore_token()
        await web(sandbox).auth_test()
    assert (event["type"], event["tokens"]) == ("tokens_revoked", {"oauth": [], "bot": ["U07CNTRSIGN"]})


async def test_an_archived_channel_can_be_opened_again(sandbox: Sandbox, client: AsyncWebClient) -> None:
    sandbox.archive("#approvals")
    assert await error_of(client.chat_postMessage(channel=APPROVALS, text="x")) == "is_archived"
    sandbox.unarchive("#approvals")
    await client.chat_postMessage(channel=APPROVALS, text="x")


@pytest.mark.parametrize("reason", ["refresh_requested", "link_disabled", "too_many_websockets"])
async def test_a_connection_that_is_told_to_go_is_closed(sandbox: Sandbox, reason: str) -> None:
    async with bare_socket(sandbox) as socket:
        sandbox.disconnect_sockets(reason)
        frame = await socket.receive()
        assert (frame["type"], frame["reason"]) == ("disconnect", reason)
        assert (await socket.stream.receive()).type is aiohttp.WSMsgType.CLOSE


async def test_a_warning_leaves_the_connection_open(sandbox: Sandbox) -> None:
    async with bare_socket(sandbox) as socket:
        sandbox.disconnect_sockets("warning")
        assert (await socket.receive())["reason"] == "warning"
        typing = asyncio.create_task(sandbox.person("maya").command("#support", "/task"))
        await socket.take()
        assert (await typing).acked


async def test_troubles_can_be_forgotten(sandbox: Sandbox, client: AsyncWebClient) -> None:
    sandbox.faults.add("auth.test", status=500, times=5)
    sandbox.faults.clear()
    await client.auth_test()
