"""Posting cards: a request that comes to a stage is put before the people of it, or waits until they work."""

from datetime import datetime

from bot.approvals import batching
from bot.approvals.request import Request
from bot.approvals.tier import Notify, Tier, Turn
from bot.desk import reporting
from bot.ledger import batch_book, card_book, notice_book
from bot.ledger.batch_book import Gathering
from bot.ledger.database import Transaction
from bot.ledger.notice_book import Notice, NoticeKind


async def post(tx: Transaction, request: Request, now: datetime) -> None:
    """Owe what it takes to ask the people of the stage that the request has just come to, or was parked at.

    A card in the channel where the tier is notified there (a place in that of its like, where they gather), a call, and
    the first time a word to its requester. In the channel of a policy to fall back on it has a card of its own. While
    the request is parked, only its requester hears of it.
    """
    if request.parked_until:
        await reporting.owe_parked(tx, request)
        return
    is_first = await reporting.owe_waiting(tx, request) and _is_lowest(request)
    batch = await (_batch(tx, request, now) if is_first else _shared(tx, request))
    how = notified(request.asked, is_first=is_first)
    if how is not Notify.DM:
        await _want_card(tx, request, batch)
    await notice_book.tell(tx, _notice(request, "", NoticeKind.CALL, how))


def notified(tier: Tier, *, is_first: bool) -> Notify:
    """Where a tier's people hear of a request; `is_first` where nobody was asked before.

    Unless the policy says otherwise, the channel is enough for those asked first who take no turns; all others hear of
    it themselves as well.
    """
    return tier.notify or (Notify.CHANNEL if is_first and tier.turn is Turn.EVERYBODY else Notify.BOTH)


async def recall(tx: Transaction, request: Request) -> None:
    """Owe another look at who belongs to the stage that the request is at, and a call to whoever has come to it since.

    They hear of it where the others did.
    """
    first = await notice_book.load(tx.conn, _notice(request, "", NoticeKind.CALL).id)
    how = first.body if first else notified(request.asked, is_first=_is_lowest(request))
    await notice_book.tell(tx, _notice(request, f".{request.seq}", NoticeKind.CALL, how))


async def remind(tx: Transaction, request: Request) -> None:
    """Owe those of the stage a reminder who have not voted."""
    await notice_book.tell(tx, _notice(request, f".{request.seq}", NoticeKind.REMIND))


def _is_lowest(request: Request) -> bool:
    """Whether no other tier was asked before, as far as the request itself tells."""
    return request.stage == f"0.0.{request.first_tier}"


async def _batch(tx: Transaction, request: Request, now: datetime) -> str | None:
    """The batch that the request joins, where its policy gathers its like; people who take turns share no card."""
    rule = request.policy.batch
    if rule is None or not batching.gathers(request) or request.asked.turn is not Turn.EVERYBODY:
        return None
    how = Gathering(batching.likeness(request), request.policy.channel, rule.window, rule.most)
    return (await batch_book.join(tx, request.id, how, now)).id


async def _shared(tx: Transaction, request: Request) -> str | None:
    """The batch whose card has a place for it in its channel; elsewhere that would show the rest to other people."""
    return await batch_book.in_channel(tx.conn, request.id, request.policy.channel)


async def _want_card(tx: Transaction, request: Request, batch: str | None) -> None:
    channel = request.policy.channel
    if batch:
        await card_book.want_batch_card(tx, batch, channel)
    else:
        await card_book.want_card(tx, request.id, channel)


def _notice(request: Request, name: str, kind: NoticeKind, body: str = "") -> Notice:
    """A notice to the people of the stage that the request is at; of one kind and name there is one at each stage."""
    return Notice(
        id=f"{kind}.{request.id}.{request.stage}{name}",
        kind=kind,
        audience=f"tier:{request.stage}",
        request_id=request.id,
        body=body,
    )
