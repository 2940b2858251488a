"""Posts a message once: a post whose fate is unknown is looked for before it is repeated."""

from dataclasses import dataclass
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.ledger.card_book import Address
from bot.slack.blocks import Message
from bot.slack.pace import Pace

# Names and addresses in a text stay text; said each time, because Slack's defaults for an update differ.
_LITERAL: dict[str, Any] = {"parse": "none", "link_names": False}
_EVENT_TYPE = "countersign_message"
_CALM = 3.0  # seconds between two changes of a message that changes often
_CLOCK_SKEW = 120.0  # seconds by which our database's clock and Slack's may differ


class NotYet(Exception):
    """Nothing was posted, because the time for it comes in `seconds`."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"not for another {seconds:.1f} s")
        self.seconds = seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A message on its way: its own id, its channel, its thread if any, and the time its first post was begun.

    `unsure` says that an earlier post of it may have succeeded.
    """

    id: str
    channel: str
    message: Message
    begun: float
    unsure: bool
    thread_ts: str | None = None


class Poster:
    """Posts and updates as the bot; raises Slack's errors as they come."""

    def __init__(self, client: AsyncWebClient, bot_id: str, pace: Pace) -> None:
        self._client = client
        self._bot_id = bot_id
        self._pace = pace
        self._changes = Pace(_CALM)

    async def post(self, letter: Letter) -> Address:
        """Post the letter, or find where an earlier post of it stands; raises NotYet while the channel has no turn."""
        if letter.unsure:
            found = await self.find(letter)
            if found:
                await self.update(found, letter.message)
                return found
        wait = self._pace.take(letter.channel)
        if wait:
            raise NotYet(wait)
        posted = await self._client.chat_postMessage(
            channel=letter.channel,
            thread_ts=letter.thread_ts,
            text=letter.message.text,
            blocks=letter.message.blocks,
            metadata={"event_type": _EVENT_TYPE, "event_payload": {"id": letter.id}},
            **_LITERAL,
            unfurl_links=False,
            unfurl_media=False,
        )
        return Address(str(posted["channel"]), str(posted["ts"]))

    async def update(self, address: Address, message: Message) -> None:
        """Draw a message anew where it stands."""
        await self._client.chat_update(
            channel=address.channel, ts=address.ts, text=message.text, blocks=message.blocks, **_LITERAL
        )

    async def revise(self, address: Address, message: Message) -> None:
        """Draw a message anew that changes often, at most every three seconds; raises NotYet before that."""
        wait = self._changes.take(f"{address.channel} {address.ts}")
        if wait:
            raise NotYet(wait)
        await self.update(address, message)

    async def link(self, address: Address) -> str:
        """Slack's permanent link to a message, or nothing where Slack does not give one."""
        try:
            found = await self._client.chat_getPermalink(channel=address.channel, message_ts=address.ts)
        except (SlackApiError, aiohttp.ClientError, OSError, TimeoutError):
            return ""
        return str(found["permalink"])

    def hold_back(self, channel: str, seconds: float) -> None:
        """Post nothing to the channel for so long, as Slack has asked."""
        self._pace.hold_back(channel, seconds)

    async def find(self, letter: Letter) -> Address | None:
        """Where this letter stands already; its id is in the metadata, and only the bot's own messages count."""
        cursor: str | None = ""
        while cursor is not None:
            page = await self._page(letter, cursor)
            for message in page["messages"]:
                payload = (message.get("metadata") or {}).get("event_payload") or {}
                if payload.get("id") == letter.id and message.get("bot_id") == self._bot_id:
                    return Address(letter.channel, str(message["ts"]))
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or None
        return None

    async def _page(self, letter: Letter, cursor: str) -> Any:
        since = f"{letter.begun - _CLOCK_SKEW:.6f}"
        if letter.thread_ts is None:
            return await self._client.conversations_history(
                channel=letter.channel, oldest=since, limit=200, cursor=cursor, include_all_metadata=True
            )
        return await self._client.conversations_replies(
            channel=letter.channel,
            ts=letter.thread_ts,
            oldest=since,
            limit=200,
            cursor=cursor,
            include_all_metadata=True,
        )
