"""Messages for cards to stand at, posted by the app before anything is measured."""

from bench.crowd import keep_in_flight
from bench.filling import CHANNEL
from bench.people import People

_AT_ONCE = 8
_WORDS = {"type": "section", "text": {"type": "mrkdwn", "text": "x" * 1000}}


async def posted(people: People, count: int) -> list[str]:
    """The timestamps of so many messages, to be drawn anew as cards."""

    async def post(_: int) -> str:
        message = {"channel": CHANNEL, "text": "Approve?", "blocks": [_WORDS]}
        return str((await people.call("chat.postMessage", message))["ts"])

    return await keep_in_flight(range(count), _AT_ONCE, post)
