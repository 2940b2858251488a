"""What Slack answers is sorted by what it means for a message that was to be posted."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.errors import Fate, Trouble, code_of, sort
from tests.slack.line import Line, line

ANSWERS: list[tuple[dict[str, Any], Fate, float]] = [
    ({"status": 429, "retry_after": 7}, Fate.NOT_DONE, 7),
    ({"status": 429, "retry_after": 0}, Fate.NOT_DONE, 0),
    ({"status": 429, "retry_after": 86_400}, Fate.NOT_DONE, 600),
    ({"status": 429, "retry_after": -5}, Fate.NOT_DONE, 0),
    ({"status": 429}, Fate.NOT_DONE, 1),
    ({"error": "ratelimited"}, Fate.NOT_DONE, 1),
    ({"error": "rate_limited"}, Fate.NOT_DONE, 1),
    ({"status": 500}, Fate.UNSURE, 0),
    ({"status": 503, "before": False}, Fate.UNSURE, 0),
    ({"error": "fatal_error"}, Fate.UNSURE, 0),
    ({"error": "internal_error"}, Fate.UNSURE, 0),
    ({"error": "request_timeout"}, Fate.UNSURE, 0),
    ({"error": "message_not_found"}, Fate.GONE, 0),
    ({"error": "cant_update_message"}, Fate.GONE, 0),
    ({"error": "thread_not_found"}, Fate.GONE, 0),
    ({"error": "invalid_blocks"}, Fate.HOPELESS, 0),
    ({"error": "msg_too_long"}, Fate.HOPELESS, 0),
    ({"error": "user_disabled"}, Fate.HOPELESS, 0),
    ({"error": "not_in_channel"}, Fate.NOT_DONE, 0),
    ({"error": "invalid_auth"}, Fate.NOT_DONE, 0),
    ({"error": "something_new"}, Fate.NOT_DONE, 0),
    ({"drop": True}, Fate.UNSURE, 0),
]


@pytest.fixture
async def slack() -> AsyncIterator[Line]:
    """A line on which calls may take half a second."""
    async with line(timeout=0.5) as slack:
        yield slack


@pytest.mark.parametrize(("fault", "fate", "pause"), ANSWERS, ids=str)
async def test_an_answer_means(slack: Line, fault: dict[str, Any], fate: Fate, pause: float) -> None:
    slack.sandbox.faults.add("chat.postMessage", **fault)
    trouble = sort(await error_of(slack.client))
    assert (trouble.fate, trouble.pause) == (fate, pause)
    assert fault.get("error", "") in trouble.words


async def test_an_answer_that_does_not_come_may_have_been_a_success(slack: Line) -> None:
    slack.sandbox.faults.add("chat.postMessage", delay=5)
    error = await error_of(slack.client)
    assert isinstance(error, TimeoutError)
    assert sort(error) == Trouble(Fate.UNSURE, 0, "the connection to Slack broke: TimeoutError")


async def test_nothing_was_done_where_nobody_listens() -> None:
    async with aiohttp.ClientSession() as session:
        nowhere = AsyncWebClient(token="xoxb-1", base_url="http://127.0.0.1:1/api/", session=session, retry_handlers=[])
        error = await error_of(nowhere)
    assert isinstance(error, aiohttp.ClientConnectorError)
    assert sort(error) == Trouble(Fate.NOT_DONE, 0, "Slack cannot be reached")


def test_an_error_nobody_knows_is_taken_as_unsure() -> None:
    assert sort(ValueError("what?")) == Trouble(Fate.UNSURE, 0, "ValueError: what?")


@pytest.mark.parametrize("answer", [None, "a page in HTML", {}, {"ok": False}])
def test_an_answer_without_a_code_has_an_empty_one(answer: object) -> None:
    assert code_of(SlackApiError("failed", answer)) == ""  # type: ignore[no-untyped-call]


async def error_of(client: AsyncWebClient) -> Exception:
    """What posting a message raises."""
    with pytest.raises((SlackApiError, aiohttp.ClientError, TimeoutError)) as raised:
        await client.chat_postMessage(channel="C07APPROVE3", text="hello")
    return raised.value
