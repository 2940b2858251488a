"""The entrance: who is served, and where an answer goes that is for one person's eyes."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import structlog
from slack_bolt.async_app import AsyncRespond

from bot.approvals.eligibility import Person
from bot.slack import blocks
from bot.slack.answers import Place
from bot.slack.blocks import Message
from bot.slack.directory import LookupFailed
from bot.slack.errands import Asker
from bot.slack.inbox import Inbox
from bot.slack.listening.reception import Reception
from bot.slack.wording import command_words as words
from bot.slack.wording import refusal_words

log = structlog.get_logger(__name__)


class Unanswered(Exception):
    """Slack did not take the answer to a command or a button."""


class Entrance(Reception):
    """Serves active, full members of the workspace, and tells everybody else that it does not."""

    @property
    def inbox(self) -> Inbox:
        """What concerns a person."""
        return Inbox(ledger=self.ledger, members=self.members, now=self.now)

    def attend(self, name: str, asker: Asker, serve: Callable[[Person], Awaitable[None]]) -> None:
        """Serve whoever asks in an errand of that name; who may not act is told so, and so is what is refused."""
        self.do(name, asker, self._attend(asker, serve))

    def puzzle(self, asker: Asker) -> None:
        """Tell whoever sent this that it cannot be read: another release drew it, or somebody forged it."""
        self.errands.run("refuse", asker, self.private.tell(*asker, refusal_words.NOT_UNDERSTOOD))

    async def _attend(self, asker: Asker, serve: Callable[[Person], Awaitable[None]]) -> None:
        try:
            person = await self.members.person(asker.person)
            if person.may_act:
                await serve(person)
            else:
                await self.private.tell(*asker, words.MEMBERS_ONLY)
        except LookupFailed as error:
            log.warning("nobody could be looked up", person=asker.person, because=str(error))
            await self.private.tell(*asker, words.NOT_LOOKED_UP)


def asker_of(body: Mapping[str, Any]) -> Asker:
    """Who typed a command, pressed a button or used a shortcut, and in which channel, if in any."""
    container = body.get("container") or {}
    channel = body.get("channel_id") or container.get("channel_id") or (body.get("channel") or {}).get("id")
    place = Place(str(channel or ""), str(container.get("message_ts") or ""))
    return Asker(str(body.get("user_id") or body["user"]["id"]), place)


def said(sentence: str) -> Message:
    """A message that is one sentence of ours."""
    return Message(sentence, [blocks.section(sentence)])


async def answer(respond: AsyncRespond, message: Message, *, in_place: bool = False) -> None:
    """Answer for one person's eyes, where asked `in_place` of what they pressed; raises Unanswered."""
    answered = await respond(
        text=message.text,
        blocks=message.blocks,
        response_type="ephemeral",
        replace_original=in_place,
        unfurl_links=False,
        unfurl_media=False,
    )
    if answered.status_code != 200:
        raise Unanswered(f"HTTP {answered.status_code}: {answered.body[:100]}")
