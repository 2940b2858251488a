"""Messages for later: posted by the sandbox's clock, or taken back before."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import Sandbox, Settings
from tests.sandbox.rig import APPROVALS, Clock, Json, card, error_of, running, web

HOUR = 3600


def in_an_hour(sandbox: Sandbox) -> int:
    return int(sandbox.realm.now) + HOUR


def texts(sandbox: Sandbox) -> list[str]:
    return [message.text for message in sandbox.person("tom").messages("#approvals")]


async def test_a_message_comes_when_its_time_has_come(sandbox: Sandbox, client: AsyncWebClient) -> None:
    due = in_an_hour(sandbox)
    answer = await client.chat_scheduleMessage(channel=APPROVALS, post_at=due, text="later", blocks=card("Approve"))
    assert (answer["post_at"], answer["scheduled_message_id"][0]) == (due, "Q")
    listed = await client.chat_scheduledMessages_list(channel=APPROVALS)
    assert [entry["id"] for entry in listed["scheduled_messages"]] == [answer["scheduled_message_id"]]
    await sandbox.pass_time(timedelta(minutes=59))
    assert texts(sandbox) == []
    await sandbox.pass_time(timedelta(minutes=2))
    seen = sandbox.person("tom").messages("#approvals")[-1]
    assert (seen.text, seen.buttons()) == ("later", ["Approve"])
    assert (await client.chat_scheduledMessages_list())["scheduled_messages"] == []


async def test_a_message_comes_by_itself_when_nobody_touches_the_clock() -> None:
    clock = Clock()
    async with running(Settings(now=clock)) as sandbox:
        await web(sandbox).chat_scheduleMessage(channel=APPROVALS, post_at=in_an_hour(sandbox), text="later")
        clock.seconds += HOUR
        sandbox.realm.changes.touch()
        await sandbox.until(lambda: texts(sandbox) == ["later"])


async def test_a_scheduled_message_can_be_taken_back_until_it_is_posted(
    sandbox: Sandbox, client: AsyncWebClient
) -> None:
    ids = [
        (await client.chat_scheduleMessage(channel=APPROVALS, post_at=in_an_hour(sandbox), text=text))[
            "scheduled_message_id"
        ]
        for text in ("one", "two")
    ]
    await client.chat_deleteScheduledMessage(channel=APPROVALS, scheduled_message_id=ids[0])
    await sandbox.pass_time(timedelta(hours=2))
    assert texts(sandbox) == ["two"]
    for gone in ids:
        call = client.chat_deleteScheduledMessage(channel=APPROVALS, scheduled_message_id=gone)
        assert await error_of(call) == "invalid_scheduled_message_id"


@pytest.mark.parametrize(
    ("post_at", "error"),
    [
        (lambda now: now - 1, "time_in_past"),
        (lambda now: now + 121 * 24 * HOUR, "time_too_far"),
        (lambda now: "soon", "invalid_arguments"),
    ],
)
async def test_a_time_that_cannot_be_is_refused(
    sandbox: Sandbox, client: AsyncWebClient, post_at: Callable[[int], object], error: str
) -> None:
    content: Json = {"channel": APPROVALS, "text": "x", "post_at": post_at(int(sandbox.realm.now))}
    assert await error_of(client.api_call("chat.scheduleMessage", json=content)) == error


async def test_thirty_messages_in_five_minutes_are_enough(sandbox: Sandbox, client: AsyncWebClient) -> None:
    due = in_an_hour(sandbox)
    for index in range(30):
        await client.chat_scheduleMessage(channel=APPROVALS, post_at=due + index, text="x")
    again = client.chat_scheduleMessage(channel=APPROVALS, post_at=due, text="x")
    assert await error_of(again) == "restricted_too_many"


async def test_a_message_with_no_place_to_go_is_dropped(sandbox: Sandbox, client: AsyncWebClient) -> None:
    await client.chat_scheduleMessage(channel=APPROVALS, post_at=in_an_hour(sandbox), text="x")
    sandbox.archive("#approvals")
    await sandbox.pass_time(timedelta(hours=2))
    assert texts(sandbox) == []


async def test_scheduled_messages_outlive_a_restart(tmp_path: Path) -> None:
    store = tmp_path / "slack.json"
    async with running(store=store) as first:
        await web(first).chat_scheduleMessage(channel=APPROVALS, post_at=in_an_hour(first), text="later")
    async with running(store=store) as second:
        await second.pass_time(timedelta(hours=2))
        assert texts(second) == ["later"]
