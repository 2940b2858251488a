"""Composes what a card is to show: reads the ledger as it stands, and draws."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.approvals.machine import RUN_MOVES
from bot.approvals.request import Request, State
from bot.ledger import chain, effect_book, listing, request_book, run_book
from bot.ledger.card_book import Card, Look
from bot.ledger.database import Ledger
from bot.ledger.hints import Connection
from bot.slack.blocks import Message
from bot.slack.drawing import batch_cards, cards
from bot.slack.drawing.cards import Shown
from bot.slack.drawing.history import history_message
from bot.slack.drawing.notices import Spot
from bot.slack.drawing.progress import progress_message
from bot.slack.drawing.reminders import reminder_message
from bot.slack.places import Places, is_person
from bot.slack.wording import offer_words


class Unpostable(Exception):
    """What this is about is not on the ledger."""


@dataclass(frozen=True, slots=True)
class Composition:
    """What a card is to show of these requests; while it `matters`, a card that is gone is replaced."""

    message: Message
    requests: Sequence[Request]
    matters: bool


async def trouble_of(conn: Connection, request: Request) -> str:
    """What went wrong after the decision: the run, or the undoing of what it did, was given up, or failed."""
    origin = request.origin
    if not request.is_offer:
        return cards.trouble_of(await run_book.load(conn, origin.run_id))
    error = await effect_book.given_up(conn, origin.run_id, origin.effect)
    return "" if error is None else offer_words.failed(error)


@dataclass(frozen=True, slots=True)
class Composer:
    """Composes every look of a card; raises Unpostable, and NotYet for a reminder of a card that is still to come."""

    ledger: Ledger
    places: Places
    now: Callable[[], datetime]

    async def compose(self, card: Card) -> Composition:
        """What the card is to show now."""
        if card.look is Look.PROGRESS:
            return await self._progress(card.run_id or "")
        requests = await self._requests(card)
        message = await self._message(card, requests)
        return Composition(message, requests, any(request.state is State.OPEN for request in requests))

    async def _message(self, card: Card, requests: Sequence[Request]) -> Message:
        match card.look:
            case Look.HISTORY:
                async with self.ledger.read() as conn:
                    entries = await chain.story(conn, requests[0].id)
                return history_message(entries, requests[0])
            case Look.REMINDER:
                return await self._reminder(card, requests[0])
            case _:
                return await self._card(card, requests)

    async def _reminder(self, card: Card, request: Request) -> Message:
        channel = Spot(request.policy.channel)
        spot = await self.places.spot(request) if request.state is State.OPEN else channel
        return reminder_message(request, card.audience, spot, self.now())

    async def _card(self, card: Card, requests: Sequence[Request]) -> Message:
        """A card that is decided on: one request's own, or the one that a batch shares."""
        shown = Shown(
            mentions=await self.places.members.mentions_of(*requests),
            direct=is_person(card.audience),
            trouble=await self._trouble(requests),
        )
        if card.batch_id:
            return batch_cards.draw_batch(card.batch_id, requests, shown)
        return cards.draw(requests[0], shown)

    async def _progress(self, run_id: str) -> Composition:
        async with self.ledger.read() as conn:
            run = await run_book.load(conn, run_id)
            requests = [request for request in await request_book.of_run(conn, run_id) if not request.is_offer]
        if run is None:
            raise Unpostable(f"run {run_id} is not on the ledger")
        return Composition(progress_message(run), requests, bool(RUN_MOVES[run.state]))

    async def _requests(self, card: Card) -> Sequence[Request]:
        async with self.ledger.read() as conn:
            if card.batch_id:
                found = await listing.of_batch(conn, card.batch_id)
            else:
                request = await request_book.load(conn, card.request_id or "")
                found = [request] if request else []
        if not found:
            raise Unpostable(f"what card {card.id} is to show is not on the ledger")
        return found

    async def _trouble(self, requests: Sequence[Request]) -> str:
        """What a card says when a decision did not lead where it should."""
        async with self.ledger.read() as conn:
            for request in requests:
                trouble = await trouble_of(conn, request)
                if trouble:
                    return trouble
        return ""
