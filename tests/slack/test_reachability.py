"""Whether Slack can be reached is learnt from every call: silence for half a minute says no, any answer says yes."""

import asyncio
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError

from bot.slack.reachability import HeardClient, Reachability
from tests.approvals.examples import NOON
from tests.slack.line import Line, line

SECONDS = timedelta(seconds=1)


class HeldClock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.time = NOON

    def __call__(self) -> datetime:
        return self.time


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A line to a workspace, over a client that hears; with the clock of whoever listens."""

    slack: Line
    clock: HeldClock
    reachability: Reachability
    client: HeardClient

    async def call(self, seconds: float = 0) -> None:
        """Make a call so many seconds after noon, whatever comes of it."""
        self.clock.time = NOON + seconds * SECONDS
        await self.reachability.look(lambda: self.client.chat_postMessage(channel="C1", text="hello"))


@pytest.fixture
async def post() -> AsyncIterator[Post]:
    clock = HeldClock()
    reachability = Reachability(clock)
    async with line(timeout=0.3) as slack:
        plain = slack.client
        client = HeardClient(
            reachability, token=plain.token, base_url=plain.base_url, session=plain.session, retry_handlers=[]
        )
        yield Post(slack=slack, clock=clock, reachability=reachability, client=client)


@pytest.mark.parametrize("fault", [{"drop": True, "before": True}, {"hang": True, "before": True}, {"status": 503}])
async def test_silence_for_half_a_minute_puts_slack_out_of_reach(post: Post, fault: dict[str, object]) -> None:
    post.slack.sandbox.faults.add("*", times=9, **fault)  # type: ignore[arg-type]
    for seconds in (0, 10, 29):
        await post.call(seconds)
        assert post.reachability.down_since is None
    await post.call(30)
    assert post.reachability.down_since == NOON


@pytest.mark.parametrize("fault", [{"error": "invalid_auth"}, {"error": "internal_error"}, {"status": 429}])
async def test_a_refusal_is_an_answer(post: Post, fault: dict[str, object]) -> None:
    post.slack.sandbox.faults.add("*", times=9, **fault)  # type: ignore[arg-type]
    for seconds in (0, 60):
        await post.call(seconds)
    assert post.reachability.down_since is None


async def test_one_answer_ends_the_outage(post: Post) -> None:
    post.slack.sandbox.faults.add("*", times=2, drop=True, before=True)
    for seconds in (0, 60):
        await post.call(seconds)
    assert post.reachability.down_since == NOON
    assert await post.reachability.look(post.client.auth_test) is None
    assert post.reachability.down_since is None


async def test_an_answer_in_between_begins_the_half_minute_anew(post: Post) -> None:
    faults = post.slack.sandbox.faults
    for seconds, fails in ((0, True), (20, False), (25, True), (40, True)):
        if fails:
            faults.add("*", drop=True, before=True)
        await post.call(seconds)
    assert post.reachability.down_since is None


async def test_one_failure_alone_says_nothing_however_long_ago_it_was(post: Post) -> None:
    post.slack.sandbox.faults.add("*", drop=True, before=True)
    await post.call(0)
    post.clock.time += 3600 * SECONDS
    assert post.reachability.down_since is None


async def test_a_clock_that_is_put_back_delays_the_judgement_and_does_not_reverse_it(post: Post) -> None:
    post.slack.sandbox.faults.add("*", times=9, drop=True, before=True)
    for seconds in (0, -3600, -3590):
        await post.call(seconds)
    assert post.reachability.down_since is None
    await post.call(-3570)
    assert post.reachability.down_since == NOON - 3600 * SECONDS


async def test_every_way_to_call_is_heard_and_raises_what_it_always_did(post: Post) -> None:
    post.slack.sandbox.faults.add("*", times=1, drop=True, before=True)
    with pytest.raises(aiohttp.ClientError):
        await post.client.api_call("users.info", params={"user": "U1"})
    with pytest.raises(SlackApiError, match="user_not_found"):
        await post.client.users_info(user="U0NOBODY")


async def test_nobody_at_the_other_end_is_silence_too() -> None:
    clock = HeldClock()
    reachability = Reachability(clock)
    async with aiohttp.ClientSession() as session:
        client = HeardClient(
            reachability, token="xoxb-none", base_url=f"http://127.0.0.1:{free_port()}/", session=session
        )
        for _ in range(2):
            await reachability.look(client.auth_test)
            clock.time += 30 * SECONDS
    assert reachability.down_since == NOON


async def test_an_error_of_ours_and_a_call_cut_short_say_nothing() -> None:
    clock = HeldClock()
    reachability = Reachability(clock)
    for error in (ValueError, asyncio.CancelledError):
        with pytest.raises(error), reachability.listening():
            raise error
        clock.time += 60 * SECONDS
    assert reachability.down_since is None


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
