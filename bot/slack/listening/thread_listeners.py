"""Listens to the threads of cards: whoever answers there in words is told, in private, that it does not count."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

import structlog
from slack_bolt.async_app import AsyncApp

from bot.approvals.request import Request, State
from bot.ledger import card_book, listing, request_book
from bot.ledger.card_book import Address, Card
from bot.slack import text
from bot.slack.answers import NOWHERE, Place
from bot.slack.blocks import Message
from bot.slack.directory import LookupFailed
from bot.slack.drawing import asking, buttons
from bot.slack.errands import Asker
from bot.slack.errors import sort
from bot.slack.hearsay import sounds_like_an_answer
from bot.slack.listening.entrance import Entrance, said
from bot.slack.wording import command_words as words
from bot.slack.wording import quantities

log = structlog.get_logger(__name__)

_QUIET_FOR = 600.0  # seconds in which nobody is told twice about one card
_MOST_REMEMBERED = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadListeners(Entrance):
    """Answers hearsay; nothing that is written in a thread is ever counted."""

    told: dict[tuple[str, str], float] = field(default_factory=dict, init=False)

    def register(self, app: AsyncApp) -> None:
        """Listen on this app."""
        app.event("message")(self._hear)

    async def _hear(self, event: dict[str, Any]) -> None:
        if _is_reply_of_a_person(event) and sounds_like_an_answer(str(event.get("text") or "")):
            place = Place(str(event["channel"]), str(event["thread_ts"]))
            asker = Asker(str(event["user"]), place)
            self.errands.run("answer hearsay", asker, self._answer(*asker))

    async def _answer(self, person: str, place: Place) -> None:
        async with self.ledger.read() as conn:
            card = await card_book.card_at(conn, Address(place.channel, place.ts))
            if card is None:
                return
            if card.batch_id:
                requests = await listing.of_batch(conn, card.batch_id)
            else:
                alone = await request_book.load(conn, card.request_id or "")
                requests = [alone] if alone else []
        waiting = [request for request in requests if request.state is State.OPEN and not request.is_offer]
        if waiting and await self._is_to_be_told(person, card, waiting):
            await self._tell(person, place, await self._words(person, waiting))

    async def _is_to_be_told(self, person: str, card: Card, waiting: list[Request]) -> bool:
        """Not whoever may not act, has answered by a button already, or was told a while ago."""
        now = asyncio.get_running_loop().time()
        if self.told.get((person, card.id), -_QUIET_FOR) > now - _QUIET_FOR:
            return False
        if all(any(vote.person == person for vote in request.votes) for request in waiting):
            return False
        try:
            if not (await self.members.person(person)).may_act:
                return False
        except LookupFailed as error:
            log.info("nobody could be looked up", person=person, because=str(error))
            return False
        self._remember(person, card, now)
        return True

    def _remember(self, person: str, card: Card, now: float) -> None:
        self.told[person, card.id] = now
        if len(self.told) > _MOST_REMEMBERED:
            del self.told[next(iter(self.told))]

    async def _words(self, person: str, waiting: list[Request]) -> Message:
        if len(waiting) > 1:
            return said(words.hearsay_of_batch(quantities.counted(len(waiting), "request")))
        [request] = waiting
        title = text.phrase(request.ask.title, 200)
        if not await self._may_decide(person, request):
            who = asking.reviewers(request.asked, await self.members.mentions_of(request))
            return said(words.hearsay_of_others(title, who))
        told = said(words.hearsay(title))
        return Message(told.text, [*told.blocks, *buttons.row(request, whole=False)])

    async def _may_decide(self, person: str, request: Request) -> bool:
        """Unsure means no; the card itself offers its buttons to everybody."""
        try:
            return await self.inbox.waits_for(request, person)
        except LookupFailed as error:
            log.info("nobody could be looked up", request=request.id, because=str(error))
            return False

    async def _tell(self, person: str, place: Place, message: Message) -> None:
        try:
            await self.client.chat_postEphemeral(
                channel=place.channel, user=person, thread_ts=place.ts, text=message.text, blocks=message.blocks
            )
        except Exception as error:  # noqa: BLE001 - whatever it was, the other way is tried
            log.info("told in a direct message instead", person=person, because=sort(error).words)
            await self.private.tell(person, NOWHERE, message.text)


def _is_reply_of_a_person(event: dict[str, Any]) -> bool:
    """Not a program's message, an edit or a join; a reply that is also sent to the channel is a reply."""
    thread = event.get("thread_ts")
    is_plain = event.get("subtype") in {None, "thread_broadcast"} and not event.get("bot_id")
    return bool(is_plain and event.get("user") and thread and thread != event.get("ts"))
