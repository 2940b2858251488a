"""Degrading: while Slack is out of reach, policies decide what nobody could be shown; once it is back that is told."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

import structlog

from bot.approvals.commands import Degrade
from bot.approvals.rules import decide
from bot.desk import settling
from bot.ledger import notice_book, outage_book, request_book
from bot.ledger.database import Ledger
from bot.ledger.notice_book import OPERATORS, Notice, NoticeKind
from bot.ledger.outage_book import Unseen, Unvoted

log = structlog.get_logger(__name__)

_LISTED = 20  # decisions that a summary names; the others it counts
_LONGEST_TITLE = 80


async def watch(ledger: Ledger, down_since: datetime | None, *, now: datetime) -> int:
    """Do what Slack's being out of reach since then, or within reach (None), asks for; returns what was decided."""
    if down_since:
        return await degrade(ledger, down_since=down_since, now=now)
    await recover(ledger, now=now)
    return 0


async def degrade(ledger: Ledger, *, down_since: datetime, now: datetime) -> int:
    """Note the outage, and have policies decide what they let wait no longer; returns how many requests that were."""
    async with ledger.write() as tx:
        await outage_book.begin(tx.conn, down_since)
    async with ledger.read() as conn:
        unseen = await outage_book.unseen(conn)
    given_up = [await _give_up(ledger, each, now) for each in waited_for_enough(unseen, down_since, now)]
    return sum(given_up)


def waited_for_enough(unseen: Sequence[Unseen], down_since: datetime, now: datetime) -> list[str]:
    """Which of these requests, given oldest first, their policies let wait no longer.

    Those that have waited for `after`, since they were opened or since Slack is gone; and the oldest of what is more
    than `queued` of one policy.
    """
    late: list[str] = []
    queues: dict[str, list[Unseen]] = defaultdict(list)
    for each in unseen:
        if _is_late(each, down_since, now):
            late.append(each.request_id)
        else:
            queues[each.policy].append(each)
    return late + [request_id for queue in queues.values() for request_id in _too_many(queue)]


async def recover(ledger: Ledger, *, now: datetime) -> bool:
    """Note that Slack is back, tell the operators once what was decided without it, and have what failed tried anew.

    False where Slack was not known to be gone.
    """
    async with ledger.read() as conn:
        if await outage_book.running(conn) is None:
            return False
    async with ledger.write() as tx:
        since = await outage_book.end(tx.conn, now)
        if since is None:
            return False
        unvoted = await outage_book.decided(tx.conn, since)
        if unvoted:
            body = _summary(unvoted, since, now)
            alarm_id = f"alarm.outage.{since.timestamp()}"
            await notice_book.tell(tx, Notice(id=alarm_id, kind=NoticeKind.ALARM, audience=OPERATORS, body=body))
        await outage_book.hasten(tx.conn)
    return True


async def _give_up(ledger: Ledger, request_id: str, now: datetime) -> bool:
    """Have the policy decide; what fails holds up no other, and is tried again in the next round."""
    try:
        return await _decided(ledger, request_id, now)
    except Exception:
        log.exception("no policy could decide", request=request_id)
        return False


async def _decided(ledger: Ledger, request_id: str, now: datetime) -> bool:
    """False where somebody was shown the request meanwhile, or it was decided otherwise."""
    async with ledger.write() as tx:
        request = await request_book.load(tx.conn, request_id, to_change=True)
        if request is None or not await outage_book.is_unseen(tx.conn, request_id):
            return False
        events = decide(request, Degrade(), now)
        if not events:
            return False
        after = await request_book.record(tx, request, events)
        await settling.owe(tx, request, after, now)
    log.warning("decided by policy, as Slack cannot be reached", request=request_id, policy=request.policy.name)
    return True


def _is_late(each: Unseen, down_since: datetime, now: datetime) -> bool:
    limit = each.outage.after if each.outage else None
    return limit is not None and now - max(each.opened_at, down_since) >= limit


def _too_many(queue: Sequence[Unseen]) -> list[str]:
    """Those with more behind them, oldest first, than their policy lets wait."""
    return [
        each.request_id
        for place, each in enumerate(queue)
        if each.outage and each.outage.queued is not None and len(queue) - place > each.outage.queued
    ]


def _summary(unvoted: Sequence[Unvoted], since: datetime, until: datetime) -> str:
    """Plain text: what Slack's absence decided."""
    times = f"{since:%Y-%m-%d %H:%M} to {until:%Y-%m-%d %H:%M} UTC"
    amount = "1 request was" if len(unvoted) == 1 else f"{len(unvoted)} requests were"
    lines = [f"Slack could not be reached from {times}. Meanwhile {amount} decided by policy, shown to nobody:"]
    lines += [_line(each) for each in unvoted[:_LISTED]]
    if len(unvoted) > _LISTED:
        lines.append(f"… and {len(unvoted) - _LISTED} more, in the audit trail")
    return "\n".join(lines)


def _line(each: Unvoted) -> str:
    title = each.title if len(each.title) <= _LONGEST_TITLE else f"{each.title[:_LONGEST_TITLE]}…"
    return f"• {'approved' if each.approved else 'rejected'}: {title} ({each.request_id})"
