"""Calling: it is noted who may decide a stage; those who are to hear of it get a card, and later a reminder."""

from dataclasses import dataclass
from datetime import datetime

from bot.approvals.commands import Seat
from bot.approvals.events import Escalated, FellBack, Seated
from bot.approvals.quiet import Quiet
from bot.approvals.request import Request, State
from bot.approvals.rules import decide
from bot.approvals.tier import Notify, Turn
from bot.desk import loading, mustering, pinging, posting_cards, reporting, settling
from bot.desk.mustering import Crew, Present
from bot.ledger import notice_book, request_book, work
from bot.ledger.card_book import Look
from bot.ledger.database import Ledger, Transaction
from bot.ledger.notice_book import Notice, NoticeKind
from bot.ledger.work import Claim

__all__ = ["Present", "call", "recall", "stage_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Round:
    """One round of calls: the notice it follows, who is there, and how often people may be pinged."""

    notice: Notice
    crew: Crew
    problems: tuple[str, ...]
    quiet: Quiet
    now: datetime


def stage_of(notice: Notice) -> str:
    """The stage of a request at which this notice calls or reminds people."""
    return notice.audience.removeprefix("tier:")


async def call(ledger: Ledger, claim: Claim, present: Present, quiet: Quiet, *, now: datetime) -> None:
    """Do what the claimed call or reminder says, with the people of the tier as the directory has just told them.

    Nothing is done where the request was closed or parked meanwhile, or others are asked by now. Raises LeaseLost.
    """
    notice = notice_book.notice_from(claim.row)
    async with ledger.write() as tx:
        await work.release(tx.conn, claim)
        await notice_book.note_told(tx.conn, notice.id)
        request = await request_book.load(tx.conn, notice.request_id or "", to_change=True)
        if request is None or not _is_asked(request, stage_of(notice)):
            return
        crew = await mustering.muster(tx, request, present, now)
        calls = _Round(notice=notice, crew=crew, problems=present.problems, quiet=quiet, now=now)
        if notice.kind is NoticeKind.REMIND and request.asked.turn is Turn.EVERYBODY:
            await _remind(tx, request, calls)
        else:
            await _seat(tx, request, calls)


async def recall(ledger: Ledger, request_id: str, *, now: datetime) -> None:
    """Owe a new look at who may decide a request, as that may have changed; raises Refused where there is none."""
    async with ledger.write() as tx:
        request = await loading.to_change(tx, request_id)
        if _is_asked(request, request.stage):
            await posting_cards.recall(tx, request)


def _is_asked(request: Request, stage: str) -> bool:
    return request.state is State.OPEN and not request.parked_until and request.stage == stage


async def _remind(tx: Transaction, request: Request, calls: _Round) -> None:
    """Those in whose seat nobody has voted get a message each, which is drawn anew the next time."""
    silent = calls.crew.within_reach(calls.crew.silent(request), request.ask.urgency)
    reminded = await pinging.all_but_full(tx, request, silent, calls.quiet, now=calls.now)
    await pinging.ping(tx, request, reminded, Look.REMINDER, now=calls.now)


async def _seat(tx: Transaction, request: Request, calls: _Round) -> None:
    """Note who may decide, and call those who are to hear of it; a tier that cannot decide is passed over instead."""
    seat = Seat(stage=request.stage, people=calls.crew.people, problems=calls.problems)
    events = decide(request, seat, calls.now)
    called: frozenset[str] = frozenset()
    if not any(isinstance(event, Escalated | FellBack) for event in events):
        called = await _whom(tx, request, calls)
        seat = Seat(stage=seat.stage, people=seat.people, called=tuple(sorted(called)), problems=seat.problems)
        events = decide(request, seat, calls.now)
    after = await request_book.record(tx, request, events)
    await settling.owe(tx, request, after, calls.now)
    for seq, event in enumerate(events, start=request.seq + 1):
        if isinstance(event, Seated) and (event.vacant or event.problems):
            await reporting.owe_vacant(tx, request, event, seq)
    look = Look.REMINDER if called <= _called_before(request) else Look.REQUEST
    await pinging.ping(tx, after, called, look, now=calls.now)


async def _whom(tx: Transaction, request: Request, calls: _Round) -> frozenset[str]:
    """Who is called in this round: whoever was not called to this stage before, or the one person whose turn it is.

    Where a tier takes turns, each reminder calls the next person, and begins anew when all were called; a call that
    comes again calls the next only if whoever was called is not there any more.
    """
    is_call = calls.notice.kind is NoticeKind.CALL
    if is_call and calls.notice.body == Notify.CHANNEL:
        return frozenset()
    crew, called = calls.crew, _called_before(request)
    silent = crew.silent(request)
    fresh = crew.within_reach(silent - called, request.ask.urgency)
    if request.asked.turn is Turn.EVERYBODY:
        return await pinging.all_but_full(tx, request, fresh, calls.quiet, now=calls.now)
    if is_call and silent & called:
        return frozenset()
    candidates = fresh or crew.within_reach(silent, request.ask.urgency)
    return await pinging.next_in_turn(tx, request, candidates, calls.quiet, now=calls.now)


def _called_before(request: Request) -> frozenset[str]:
    """Everybody who was called to the stage that the request is at."""
    here = [each for each in request.seatings if (each.tier, each.round) == (request.tier, request.round)]
    return frozenset(person for seating in here for person in seating.called)
