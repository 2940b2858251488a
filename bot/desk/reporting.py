"""How a run ended, told to its requester and in the thread of each of its cards."""

from collections.abc import Sequence

from bot.approvals.request import Request
from bot.ledger import card_book, notice_book
from bot.ledger.database import Transaction
from bot.ledger.notice_book import Notice, NoticeKind
from bot.ledger.work import Claim

_RUN_ON = 3.0  # seconds after which a run that was answered counts as going on
_ALARM = "dead."  # an alarm that cannot be told must not raise another


async def owe_outcome(tx: Transaction, run_id: str, requester: str, requests: Sequence[Request]) -> None:
    """Owe everybody concerned the outcome of a run, once: its requester, and the thread of each card it had."""
    for request in requests:
        if request.posted:
            await _tell(tx, run_id, card_book.THREAD, request.id)
    await _tell(tx, run_id, requester, None)


async def owe_waiting(tx: Transaction, request: Request) -> None:
    """Owe the requester word that their run waits for people."""
    await _tell_requester(tx, request, NoticeKind.WAITS, pause=0.0)


async def owe_decision(tx: Transaction, request: Request) -> None:
    """Owe the requester word of a decision, a little later: a run that ends by then is told in its place."""
    await _tell_requester(tx, request, NoticeKind.DECIDED, pause=_RUN_ON)


async def owe_alarm(tx: Transaction, claim: Claim, error: str, operators: str | None) -> None:
    """Owe the operators' channel words about work that was given up; without such a channel the log alone has them."""
    about = claim.work
    if operators and not about.key.startswith(_ALARM):
        alarm_id = f"{_ALARM}{claim.fence}.{about.kind}.{about.key}"
        await notice_book.tell(tx, Notice(id=alarm_id, kind=NoticeKind.DEAD, audience=operators, body=error))


async def _tell_requester(tx: Transaction, request: Request, kind: NoticeKind, *, pause: float) -> None:
    notice = Notice(
        id=f"{kind}.{request.id}",
        kind=kind,
        audience=request.origin.requester,
        run_id=request.origin.run_id,
        request_id=request.id,
    )
    await notice_book.tell(tx, notice, pause=pause)


async def _tell(tx: Transaction, run_id: str, audience: str, request_id: str | None) -> None:
    notice = Notice(
        id=f"outcome.{request_id or run_id}",
        kind=NoticeKind.OUTCOME,
        audience=audience,
        run_id=run_id,
        request_id=request_id,
    )
    await notice_book.tell(tx, notice)
