"""Private words: what one person is told without anybody else seeing it."""

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.answers import Place
from bot.slack.errors import sort
from bot.slack.members import Members

log = structlog.get_logger(__name__)


class Private:
    """Tells a person something where they acted, or in a direct message where that cannot be."""

    def __init__(self, client: AsyncWebClient, members: Members) -> None:
        self._client = client
        self._members = members

    async def tell(self, person: str, place: Place, words: str) -> None:
        """Say it to this person alone; raises Slack's errors when a direct message fails as well."""
        if place.channel:
            try:
                await self._client.chat_postEphemeral(channel=place.channel, user=person, text=words)
            except Exception as error:  # noqa: BLE001 - whatever it was, the other way is tried
                log.info("told in a direct message instead", person=person, because=sort(error).words)
            else:
                return
        channel = await self._members.direct(person)
        await self._client.chat_postMessage(channel=channel, text=words, unfurl_links=False, unfurl_media=False)
