"""How a run ended, told to its requester and in the thread of each of its cards."""

from collections.abc import Sequence

from bot.approvals.request import Request
from bot.ledger import outbox
from bot.ledger.database import Transaction
from bot.ledger.outbox import Notice, NoticeKind
from bot.ledger.work import Claim

_ALARM = "dead."  # an alarm that cannot be told must not raise another


async def owe_outcome(tx: Transaction, run_id: str, requester: str, requests: Sequence[Request]) -> None:
    """Owe everybody concerned the outcome of a run, once: its requester, and the thread of each card it had."""
    for request in requests:
        if request.posted:
            await _tell(tx, run_id, "thread", request.id)
    await _tell(tx, run_id, requester, None)


async def owe_alarm(tx: Transaction, claim: Claim, error: str, operators: str | None) -> None:
    """Owe the operators' channel words about work that was given up; without such a channel the log alone has them."""
    about = claim.work
    if operators and not about.key.startswith(_ALARM):
        alarm_id = f"{_ALARM}{claim.fence}.{about.kind}.{about.key}"
        await outbox.tell(tx, Notice(id=alarm_id, kind=NoticeKind.DEAD, audience=operators, body=error))


async def _tell(tx: Transaction, run_id: str, audience: str, request_id: str | None) -> None:
    notice = Notice(
        id=f"outcome.{request_id or run_id}",
        kind=NoticeKind.OUTCOME,
        audience=audience,
        run_id=run_id,
        request_id=request_id,
    )
    await outbox.tell(tx, notice)
