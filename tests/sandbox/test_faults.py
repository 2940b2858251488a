"""Troubles ordered in advance: before the effect or after it, once for each time."""

import time

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import Sandbox
from tests.sandbox.rig import APPROVALS, error_of


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


async def test_troubles_can_be_forgotten(sandbox: Sandbox, client: AsyncWebClient) -> None:
    sandbox.faults.add("auth.test", status=500, times=5)
    sandbox.faults.clear()
    await client.auth_test()
