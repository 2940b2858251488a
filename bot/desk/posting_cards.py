"""Posting cards: a request that comes to a stage is put before the people of it, or waits until they work."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.approvals import batching
from bot.approvals.digests import canonical, digest
from bot.approvals.request import Request
from bot.approvals.tier import Notify, Tier, Turn
from bot.desk import reporting
from bot.ledger import batch_book, card_book, notice_book, request_book
from bot.ledger.batch_book import Gathering
from bot.ledger.database import Transaction
from bot.ledger.notice_book import Notice, NoticeKind

_AS_LONG_AS_IT_TAKES = timedelta(days=3650)


async def post(tx: Transaction, request: Request, now: datetime) -> None:
    """Owe what it takes to ask the people of the stage that the request has just come to, or was parked at.

    A card in the channel where the tier is notified there (a place in that of its like, where they gather), a call, and
    the first time a word to its requester. In the channel of a policy to fall back on it has a card of its own. While
    the request is parked, only its requester hears of it. What only offers to undo something has a card, and calls
    nobody.
    """
    if request.is_offer:
        await card_book.want_card(tx, request.id, request.policy.channel)
        return
    if request.parked_until:
        await reporting.owe_parked(tx, request)
        return
    is_new = await reporting.owe_waiting(tx, request) or request.origin.parts > 1  # its requester hears once of all
    is_first = is_new and _is_lowest(request)
    batch = await (_batch(tx, request, now) if is_first else _shared(tx, request))
    how = notified(request.asked, is_first=is_first)
    if how is not Notify.DM:
        await _want_card(tx, request, batch)
    await notice_book.tell(tx, _notice(request, "", NoticeKind.CALL, how))


async def post_all(tx: Transaction, opened: Sequence[Request], now: datetime) -> None:
    """Owe what it takes to ask people about all parts of a question that was just opened.

    What limits settled has its place on the card of the others, so that people see the whole of what they decide.
    """
    posted = [request for request in opened if request.posted]
    channels = {request.policy.channel for request in posted}
    for request in posted:
        await post(tx, request, now)
    for request in opened:
        if not request.posted and request.policy.channel in channels:
            await batch_book.join(tx, request.id, _with_its_question(request), now)


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
    """The batch that the request joins: that of its question, or where its policy gathers its like.

    People who take turns share no card, but for the parts of one question.
    """
    if request.origin.parts > 1:
        return await _beside_its_parts(tx, request, now)
    rule = request.policy.batch
    if rule is None or not batching.gathers(request) or request.asked.turn is not Turn.EVERYBODY:
        return None
    how = Gathering(batching.likeness(request), request.policy.channel, rule.window, rule.most)
    return (await batch_book.join(tx, request.id, how, now)).id


async def _beside_its_parts(tx: Transaction, request: Request, now: datetime) -> str | None:
    """The batch of the request's question in its channel; one that people hear of by themselves has none there."""
    if await batch_book.of_request(tx.conn, request.id):
        return await _shared(tx, request)
    return (await batch_book.join(tx, request.id, _with_its_question(request), now)).id


def _with_its_question(request: Request) -> Gathering:
    """The parts of one question gather by channel; those that people hear of by direct message, by who these are."""
    is_direct = request.posted and notified(request.asked, is_first=True) is Notify.DM
    channel = "" if is_direct else request.policy.channel
    people = request_book.ladder_of(request) if is_direct else ""
    likeness = digest(canonical([request.origin.together, channel, people]))
    return Gathering(likeness, channel, _AS_LONG_AS_IT_TAKES, request.origin.parts)


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
