"""Reporting: words that are owed to a requester, to the threads of cards, and to the operators."""

from collections.abc import Sequence

from bot.approvals.digests import canonical, digest
from bot.approvals.events import Seated
from bot.approvals.request import Request
from bot.ledger import batch_book, card_book, notice_book
from bot.ledger.absence_book import Absence
from bot.ledger.database import Transaction
from bot.ledger.notice_book import OPERATORS, Notice, NoticeKind
from bot.ledger.work import Claim

_RUN_ON = 3.0  # seconds after which a run that was answered counts as going on
_ALARM = "dead."  # an alarm that cannot be told must not raise another


async def owe_outcome(tx: Transaction, run_id: str, requester: str, requests: Sequence[Request]) -> None:
    """Owe everybody concerned the outcome of a run, once: its requester, and the thread of each card it had.

    The parts of one question share a card. What only offers to undo something has nothing to do with how the run ends.
    """
    told: set[tuple[str, str]] = set()
    for request in requests:
        card = (await _card_of(tx, request), request.policy.channel)
        if request.posted and not request.is_offer and card not in told:
            told.add(card)
            await _tell(tx, run_id, card_book.THREAD, request.id)
    await _tell(tx, run_id, requester, None)


async def owe_waiting(tx: Transaction, request: Request) -> bool:
    """Owe the requester word that their run waits for people; False where they were owed it before.

    They hear once of all parts of a question, as of what is decided.
    """
    return await _tell_requester(tx, request, NoticeKind.WAITS)


async def owe_parked(tx: Transaction, request: Request) -> None:
    """Owe the requester word that people are asked when they work again, once for each stage."""
    await _tell_requester(tx, request, NoticeKind.PARKED, about=f".{request.stage}")


async def owe_decision(tx: Transaction, request: Request) -> None:
    """Owe the requester word of a decision, a little later: a run that ends by then is told in its place."""
    await _tell_requester(tx, request, NoticeKind.DECIDED, pause=_RUN_ON)


async def owe_vacant(tx: Transaction, request: Request, seated: Seated, seq: int) -> None:
    """Owe the operators word of a tier that cannot decide the request, or of which somebody is not to be found.

    The same of the same tier is told once in an hour, however many requests meet with it. The body is the number of the
    event among the request's, which says it all: the request itself forgets it when it falls back on another policy.
    """
    what = [request.policy.name, request.asked.name, seated.vacant, list(seated.problems)]
    name = f"{digest(canonical(what))[:16]}.{int(seated.at.timestamp() // 3600)}"
    await _tell_operators(tx, request, f"{NoticeKind.VACANT}.{name}", NoticeKind.VACANT, body=str(seq))


async def owe_overran(tx: Transaction, request: Request) -> None:
    """Owe the operators word that the request waits on though its last deadline has passed, each time it does."""
    await _tell_operators(tx, request, f"{NoticeKind.OVERRAN}.{request.id}.{request.overruns}", NoticeKind.OVERRAN)


async def owe_unseated(tx: Transaction, absence: Absence, lost: Absence) -> None:
    """Owe somebody who is, or will be, away word that their stand-in will be away too, in the time of `lost`.

    The body holds the stand-in's user id and, in seconds since 1970, from when until when nobody stands in.
    """
    since, until = max(absence.since, lost.since), min(absence.until, lost.until)
    body = f"{lost.person}\n{since.timestamp()}\n{until.timestamp()}"
    notice_id = f"{NoticeKind.UNSEATED}.{absence.person}.{lost.person}.{lost.since.timestamp()}"
    notice = Notice(id=notice_id, kind=NoticeKind.UNSEATED, audience=absence.person, body=body)
    await notice_book.tell(tx, notice)


async def owe_alarm(tx: Transaction, claim: Claim, error: str, operators: str | None) -> None:
    """Owe the operators' channel words about work that was given up; without such a channel the log alone has them."""
    about = claim.work
    if operators and not about.key.startswith(_ALARM):
        alarm_id = f"{_ALARM}{claim.fence}.{about.kind}.{about.key}"
        await notice_book.tell(tx, Notice(id=alarm_id, kind=NoticeKind.DEAD, audience=operators, body=error))


async def _tell_requester(
    tx: Transaction, request: Request, kind: NoticeKind, *, about: str = "", pause: float = 0.0
) -> bool:
    notice = Notice(
        id=f"{kind}.{request.question}{about}",
        kind=kind,
        audience=request.origin.requester,
        run_id=request.origin.run_id,
        request_id=request.id,
    )
    return await notice_book.tell(tx, notice, pause=pause)


async def _card_of(tx: Transaction, request: Request) -> str:
    """What the request is shown by: the card that the parts of its question share, or its own."""
    shared = await batch_book.of_request(tx.conn, request.id) if request.origin.parts > 1 else None
    return shared or request.id


async def _tell_operators(
    tx: Transaction, request: Request, notice_id: str, kind: NoticeKind, *, body: str = ""
) -> None:
    await notice_book.tell(tx, Notice(id=notice_id, kind=kind, audience=OPERATORS, request_id=request.id, body=body))


async def _tell(tx: Transaction, run_id: str, audience: str, request_id: str | None) -> None:
    notice = Notice(
        id=f"outcome.{request_id or run_id}",
        kind=NoticeKind.OUTCOME,
        audience=audience,
        run_id=run_id,
        request_id=request_id,
    )
    await notice_book.tell(tx, notice)
