"""Where messages go: channels, direct messages, and the threads of cards."""

from dataclasses import dataclass

from bot.approvals.request import Request
from bot.approvals.tier import Notify
from bot.ledger import card_book
from bot.ledger.card_book import Address, Card
from bot.ledger.database import Ledger
from bot.ledger.work import Claim
from bot.slack.blocks import Message
from bot.slack.drawing.notices import Spot
from bot.slack.members import Members
from bot.slack.posting import Letter, NotYet, Poster

_CARD_IS_COMING = 1.0  # seconds until a card that is still to be posted is looked for again


@dataclass(frozen=True, slots=True)
class Places:
    """Finds the place for a message; raises LookupFailed, or Slack's errors, where Slack does not say."""

    ledger: Ledger
    members: Members
    poster: Poster

    async def channel(self, audience: str) -> Address:
        """The channel behind an audience: a channel by name or id, or a person's direct messages; its ts is empty."""
        return Address(await (self.members.direct if is_person(audience) else self.members.channel_id)(audience), "")

    async def thread(self, request: Request) -> Address | None:
        """The card whose thread is the request's, or None where it never stood and never will, or stands no more.

        Raises NotYet while it is still to be posted.
        """
        card = await self._card(request)
        if card is None or card.dead or card.is_let_go:
            return None
        if card.address is None:
            raise NotYet(_CARD_IS_COMING)
        return card.address

    async def posted(self, request: Request) -> Address | None:
        """The request's card in its channel, if it stands there by now."""
        card = await self._card(request)
        return card.address if card else None

    async def spot(self, request: Request) -> Spot:
        """Where people find the request's card, for a sentence that tells them; raises NotYet as `thread` does."""
        address = await self.thread(request)
        if address:
            return Spot(address.channel, await self.poster.link(address))
        return Spot("" if request.asked.notify is Notify.DM else request.policy.channel)

    async def _card(self, request: Request) -> Card | None:
        async with self.ledger.read() as conn:
            return await card_book.main_card(conn, request.id, request.policy.channel)


def is_person(audience: str) -> bool:
    """Whether an audience is somebody's direct messages, and no channel."""
    return not audience.startswith(("#", "C", "G", "D"))


def letter(claim: Claim, message: Message, place: Address) -> Letter:
    """The claimed work's message, as a letter to a channel or into the thread of the message at that address."""
    return Letter(
        id=claim.work.key,
        channel=place.channel,
        thread_ts=place.ts or None,
        message=message,
        begun=claim.row["posting_since"],
        # A retry by an operator forgets how often it was tried, but not the error.
        unsure=claim.attempts > 1 or bool(claim.row["error"]),
    )
