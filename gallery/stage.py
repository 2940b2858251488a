"""The stage: a local Slack whose clock stands still, on which one specimen at a time is shown to one person."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

from slack_sdk.web.async_client import AsyncWebClient

from gallery.specimens.cast import APPROVALS, TOM
from gallery.specimens.courses import START
from gallery.specimens.specimen import Kind, Specimen
from sandbox import Sandbox, Settings

NOW = (START + timedelta(hours=4)).timestamp()
IN_CHANNEL = "#/tom/approvals"
AT_HOME = "#/tom/@countersign/home"


class Sight(NamedTuple):
    """Where a specimen is to be seen: the page's address, and the selector of what shows it."""

    address: str
    selector: str


class Stage:
    """Puts specimens before Tom, as the bot would: posted, opened or published over the Web API."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self._client = AsyncWebClient(token=sandbox.bot_token, base_url=sandbox.api_url)

    @asynccontextmanager
    async def showing(self, specimen: Specimen) -> AsyncIterator[Sight]:
        """The specimen is to be seen for as long as the block lasts; raises SlackApiError where Slack refuses it."""
        match specimen.kind:
            case Kind.MESSAGE:
                posted = await self._client.chat_postMessage(channel=APPROVALS, **specimen.payload)
                yield Sight(IN_CHANNEL, f'article[data-ts="{posted["ts"]}"]')
                await self._client.chat_delete(channel=APPROVALS, ts=posted["ts"])
            case Kind.PRIVATE:
                told = await self._client.chat_postEphemeral(channel=APPROVALS, user=TOM, **specimen.payload)
                yield Sight(IN_CHANNEL, f'article[data-ts="{told["message_ts"]}"]')
            case Kind.MODAL:
                trigger_id = self.sandbox.realm.triggers.issue(TOM)
                opened = await self._client.views_open(trigger_id=trigger_id, view=specimen.payload)
                yield Sight(IN_CHANNEL, f'dialog[data-view-id="{opened["view"]["id"]}"]')
            case Kind.HOME:
                published = await self._client.views_publish(user_id=TOM, view=specimen.payload)
                first = published["view"]["blocks"][0]["block_id"]
                yield Sight(AT_HOME, f'.home-width:has([data-block-id="{first}"])')
        self.sandbox.person("tom").reload()


@asynccontextmanager
async def staged(manifest: Path) -> AsyncIterator[Stage]:
    """A stage, open for as long as the block lasts."""
    sandbox = Sandbox(manifest, settings=Settings(now=lambda: NOW))
    await sandbox.start()
    try:
        yield Stage(sandbox)
    finally:
        await sandbox.stop()
