"""Shows cards: brings what each is to show to where it stands, or posts it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.ledger import card_book, run_book, work
from bot.ledger.card_book import Address, Card, Look
from bot.ledger.database import Ledger
from bot.ledger.work import Claim
from bot.slack.blocks import Message
from bot.slack.composing import Composer, Composition
from bot.slack.concerned import concerned, refresh_homes
from bot.slack.drawing.history import history_begun
from bot.slack.errors import Fate, sort
from bot.slack.places import Places, letter


@dataclass(frozen=True, slots=True)
class CardDelivery:
    """Brings cards up to date; raises what Slack raises, and NotYet where it is too early."""

    ledger: Ledger
    places: Places
    now: Callable[[], datetime]

    async def show(self, claim: Claim, card: Card) -> None:
        """Show the card and note where; from then on the Homes of everybody concerned are behind."""
        composed = await Composer(self.ledger, self.places, self.now).compose(card)
        address = await self._place(claim, card, composed)
        is_decided_on = card.look in {Look.REQUEST, Look.BATCH}
        people = await concerned(self.places.members, composed.requests if is_decided_on else ())
        async with self.ledger.write() as tx:
            await work.release(tx.conn, claim)
            await card_book.note_shown(tx, card, address)
            await refresh_homes(tx, people, self.now())

    async def _place(self, claim: Claim, card: Card, composed: Composition) -> Address | None:
        """Where the card stands once it shows this: where it stood, or anew when that message is gone.

        A card that is gone and does not matter any more is let go.
        """
        if card.is_let_go and not composed.matters:
            return None
        if card.address:
            if await self._updated(card, card.address, composed.message):
                return card.address
            if not composed.matters:
                return None
        return await self._post(claim, card, composed)

    async def _updated(self, card: Card, address: Address, message: Message) -> bool:
        poster = self.places.poster
        try:
            await (poster.revise if card.look is Look.PROGRESS else poster.update)(address, message)
        except Exception as error:
            if sort(error).fate is Fate.GONE:
                return False
            raise
        return True

    async def _post(self, claim: Claim, card: Card, composed: Composition) -> Address | None:
        match card.look:
            case Look.HISTORY:
                return await self._post_history(claim, composed)
            case Look.PROGRESS:
                return await self._post_progress(claim, card, composed)
            case Look.REQUEST | Look.BATCH | Look.REMINDER:
                place = await self.places.channel(card.audience)
                return await self.places.poster.post(letter(claim, composed.message, place))

    async def _post_history(self, claim: Claim, composed: Composition) -> Address | None:
        """Posted without a name and then filled in: a change pings nobody, where a post would ping all it names."""
        [request] = composed.requests
        thread = await self.places.thread(request)
        if thread is None:
            return None
        address = await self.places.poster.post(letter(claim, history_begun(request), thread))
        await self.places.poster.update(address, composed.message)
        return address

    async def _post_progress(self, claim: Claim, card: Card, composed: Composition) -> Address:
        """In the thread of the run's newest card, else in its requester's direct messages.

        What may have been posted when there were fewer cards is looked for in all these places.
        """
        stands = [await self.places.posted(request) for request in reversed(composed.requests)]
        direct = await self._requesters_place(card)
        letters = [letter(claim, composed.message, place) for place in (*filter(None, stands), direct)]
        for older in letters[1:] if letters[0].unsure else ():
            found = await self.places.poster.find(older)
            if found:
                await self.places.poster.revise(found, composed.message)
                return found
        return await self.places.poster.post(letters[0])

    async def _requesters_place(self, card: Card) -> Address:
        async with self.ledger.read() as conn:
            run = await run_book.load(conn, card.run_id or "")
        return await self.places.channel(run.requester if run else "")
