"""Delivers what Slack is owed: keeps cards true and tells each notice once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.approvals.routing import PolicyBook
from bot.desk.faltering import Patience
from bot.ledger import card_book, notice_book
from bot.ledger.database import Ledger
from bot.ledger.hints import Work, WorkKind
from bot.ledger.work import Claim
from bot.slack.card_delivery import CardDelivery
from bot.slack.carrying import Carrier
from bot.slack.members import Members
from bot.slack.notice_delivery import NoticeDelivery
from bot.slack.places import Places
from bot.slack.posting import Poster
from bot.slack.reachability import Reachability


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """Shows cards and tells notices."""

    ledger: Ledger
    members: Members
    poster: Poster
    book: Callable[[], PolicyBook]
    reachability: Reachability
    lease: float
    patience: Patience
    now: Callable[[], datetime]

    async def show(self, card_id: str) -> None:
        """Bring a card up to date, if it is owed that and nobody else is at it."""
        cards = CardDelivery(self.ledger, self._places(), self.now)
        await self._carrier().carry(
            Work(WorkKind.CARD, card_id), lambda claim: cards.show(claim, card_book.card_from(claim.row))
        )

    async def tell(self, notice_id: str) -> None:
        """Tell a notice, if it is owed and nobody else is at it."""
        notices = NoticeDelivery(
            ledger=self.ledger,
            places=self._places(),
            book=self.book,
            operators=self.patience.operators,
            now=self.now,
        )
        await self._carrier().carry(
            Work(WorkKind.NOTICE, notice_id), lambda claim: notices.tell(claim, notice_book.notice_from(claim.row))
        )

    def _places(self) -> Places:
        return Places(self.ledger, self.members, self.poster)

    def _carrier(self) -> Carrier:
        return Carrier(
            ledger=self.ledger,
            lease=self.lease,
            patience=self.patience,
            reachability=self.reachability,
            hold_back=self._hold_back,
        )

    def _hold_back(self, claim: Claim, seconds: float) -> None:
        channel = claim.row["channel"] if claim.work.kind is WorkKind.CARD else None
        if channel:
            self.poster.hold_back(channel, seconds)
