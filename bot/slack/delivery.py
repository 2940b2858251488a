"""Delivers what Slack is owed: draws cards and keeps them true, and tells each notice once."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any

import structlog

from bot.approvals.request import Request, State
from bot.desk import calling
from bot.desk.faltering import Patience, falter
from bot.ledger import outbox, request_book, run_book, work
from bot.ledger.database import Ledger
from bot.ledger.hints import Work, WorkKind
from bot.ledger.holding import hold
from bot.ledger.outbox import Address, Card, Notice, NoticeKind
from bot.ledger.run_book import Run
from bot.ledger.work import Claim, LeaseLost
from bot.slack import notices
from bot.slack.blocks import Message
from bot.slack.cards import Shown, draw
from bot.slack.errors import Fate, Trouble, sort
from bot.slack.members import LookupFailed, Members
from bot.slack.posting import Letter, NotYet, Poster
from bot.slack.wording import notice_words

log = structlog.get_logger(__name__)


class Unpostable(Exception):
    """The thread this belongs to will never be there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """Shows cards and tells notices; what fails stays owed and is tried again, later each time."""

    ledger: Ledger
    members: Members
    poster: Poster
    lease: float
    patience: Patience

    async def show(self, card_id: str) -> None:
        """Bring a card up to date, if it is owed that and nobody else is at it."""
        claim = await self._claim(Work(WorkKind.CARD, card_id))
        if claim:
            await self._carry(claim, self._show(claim, outbox.card_from(claim.row)))

    async def tell(self, notice_id: str) -> None:
        """Tell a notice, if it is owed and nobody else is at it."""
        claim = await self._claim(Work(WorkKind.NOTICE, notice_id))
        if claim:
            await self._carry(claim, self._tell(claim, outbox.notice_from(claim.row)))

    async def _claim(self, work_item: Work) -> Claim | None:
        async with self.ledger.write() as tx:
            return await work.claim(tx.conn, work_item, self.lease)

    async def _carry(self, claim: Claim, doing: Coroutine[Any, Any, None]) -> None:
        try:
            await hold(self.ledger, claim, self.lease, doing)
        except LeaseLost:
            log.warning("lease lost while delivering", work=claim.work)
        except NotYet as wait:
            await self._put_off(claim, wait.seconds)
        except LookupFailed as error:
            await self._failed(claim, Trouble(Fate.NOT_DONE, 0, str(error)))
        except Exception as error:  # noqa: BLE001 - sorted, recorded, and raised before operators once it is dead
            await self._failed(claim, sort(error))

    async def _failed(self, claim: Claim, trouble: Trouble) -> None:
        log.warning("delivery failed", work=claim.work, attempt=claim.attempts, trouble=trouble.words)
        if trouble.pause:
            self._hold_back(claim, trouble.pause)
            await self._put_off(claim, trouble.pause)
            return
        hopeless = trouble.fate is Fate.HOPELESS
        if not await falter(self.ledger, claim, trouble.words, self.patience, hopeless=hopeless):
            self._hint_in(claim.work, work.pause_after(claim.attempts))

    def _hold_back(self, claim: Claim, seconds: float) -> None:
        channel = claim.row["channel"] if claim.work.kind is WorkKind.CARD else None
        if channel:
            self.poster.hold_back(channel, seconds)

    async def _put_off(self, claim: Claim, seconds: float) -> None:
        async with self.ledger.write() as tx:
            await work.put_off(tx.conn, claim, seconds)
        self._hint_in(claim.work, seconds)

    def _hint_in(self, work_item: Work, seconds: float) -> None:
        asyncio.get_running_loop().call_later(seconds + 0.01, self.ledger.hints.announce, [work_item])

    async def _show(self, claim: Claim, card: Card) -> None:
        async with self.ledger.read() as conn:
            request = await request_book.load(conn, card.request_id)
            run = await run_book.load(conn, request.origin.run_id) if request else None
        if request is None or run is None:
            raise Unpostable(f"the request of card {card.id} is not on the ledger")
        address = await self._place(claim, card, request, run)
        async with self.ledger.write() as tx:
            await work.release(tx.conn, claim)
            await outbox.note_shown(tx, card, address)

    async def _place(self, claim: Claim, card: Card, request: Request, run: Run) -> Address | None:
        """Where the card stands once it shows the request: where it stood, or anew when that message is gone.

        The gone card of a closed request is let go: nothing is left to be decided there.
        """
        if card.is_let_go:
            return None
        direct = card.audience != request.policy.channel
        shown = Shown(mentions=await self.members.mentions(), direct=direct, trouble=_trouble(run))
        message = draw(request, shown)
        if card.address:
            if await self._updated(card.address, message):
                return card.address
            if request.state is not State.OPEN:
                return None
        return await self.poster.post(
            Letter(
                id=card.id,
                channel=await self._channel(card.audience),
                message=message,
                begun=card.posting_since,
                unsure=_may_stand(claim),
            )
        )

    async def _updated(self, address: Address, message: Message) -> bool:
        try:
            await self.poster.update(address, message)
        except Exception as error:
            if sort(error).fate is Fate.GONE:
                return False
            raise
        return True

    async def _tell(self, claim: Claim, notice: Notice) -> None:
        if notice.kind is NoticeKind.CALL:
            await self._call(claim, notice)
            return
        channel, thread_ts = await self._whereto(notice)
        if channel:
            await self.poster.post(
                Letter(
                    id=notice.id,
                    channel=channel,
                    thread_ts=thread_ts,
                    message=await self._words(notice),
                    begun=notice.posting_since,
                    unsure=_may_stand(claim),
                )
            )
        async with self.ledger.write() as tx:
            await work.release(tx.conn, claim)
            await outbox.note_told(tx.conn, notice.id)

    async def _call(self, claim: Claim, notice: Notice) -> None:
        async with self.ledger.read() as conn:
            request = await request_book.load(conn, notice.request_id or "")
        tier = int(notice.audience.removeprefix("tier:"))
        people = await self.members.members(request.policy.tiers[tier].reviewers) if request else frozenset()
        await calling.call(self.ledger, claim, notice, people)

    async def _whereto(self, notice: Notice) -> tuple[str, str | None]:
        """The channel and thread of a notice; an empty channel where its card was never posted and never will be."""
        if notice.audience != "thread":
            return await self._channel(notice.audience), None
        async with self.ledger.read() as conn:
            request = await request_book.load(conn, notice.request_id or "")
            cards = await outbox.cards_of(conn, notice.request_id or "")
        card = next((card for card in cards if request and card.audience == request.policy.channel), None)
        if card is None or card.dead or card.is_let_go:
            return "", None
        if card.address is None:
            raise NotYet(1.0)
        return card.address.channel, card.address.ts

    async def _channel(self, audience: str) -> str:
        """The id of the channel behind an audience: a channel by name or id, or a person's direct messages."""
        is_channel = audience.startswith(("#", "C", "G", "D"))
        return await (self.members.channel_id(audience) if is_channel else self.members.direct(audience))

    async def _words(self, notice: Notice) -> Message:
        if notice.kind is NoticeKind.DEAD:
            _, _, kind, key = notice.id.split(".", 3)
            return notices.dead_message(kind, key, notice.body)
        async with self.ledger.read() as conn:
            run = await run_book.load(conn, notice.run_id or "")
            requests = await request_book.of_run(conn, notice.run_id or "")
        if run is None:
            raise Unpostable(f"the run of notice {notice.id} is not on the ledger")
        return notices.outcome_message(run.workflow, run.id, run.state, run.outcome, requests=requests)


def _trouble(run: Run) -> str:
    """What a card says when a decision did not lead where it should: the run was given up, or failed."""
    return notice_words.trouble(run.state, run.outcome, run.error if run.dead else "")


def _may_stand(claim: Claim) -> bool:
    """Whether an earlier attempt may have posted it: a retry by an operator forgets the count, not the error."""
    return claim.attempts > 1 or bool(claim.row["error"])
