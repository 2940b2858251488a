"""What the auditor asks the ledger: which requests, runs and work nothing would ever move on.

Each question is answered by index, or for what has changed since the last round and what was in doubt then: its cost
grows neither with what is open nor with what is long closed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Row,
    Select,
    String,
    Table,
    and_,
    bindparam,
    cast,
    exists,
    func,
    literal,
    or_,
    select,
    text,
    union,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.approvals.decision import Cause
from bot.approvals.effect import Effect
from bot.approvals.machine import RunState
from bot.approvals.policy import OnTimeout
from bot.approvals.request import State
from bot.approvals.tier import Notify
from bot.ledger import chain, effect_book, notice_book, request_book
from bot.ledger.chain import BrokenChain
from bot.ledger.clocks import db_now
from bot.ledger.hints import Work, WorkKind
from bot.ledger.inside import is_offer, part
from bot.ledger.notice_book import NoticeKind
from bot.ledger.owing import TABLES
from bot.ledger.tables import (
    EFFECT_OWED,
    EFFECT_UNCLEAR,
    OPEN,
    UNDRIVEN,
    answers,
    cards,
    effects,
    events,
    given_up,
    notices,
    requests,
    runs,
)

GRACE = 60.0  # seconds after which what should have been taken up counts as forgotten
MOST = 50  # what one question finds in a round; the rest is found by those that follow


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What a round looks at: deadlines up to `due`, what happened after the event `after`, what was in doubt before,
    and the audit trail behind the event that is `trusted`.
    """

    due: datetime
    after: int = 0
    again: Sequence[str] = ()
    trusted: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """Dead work that nobody was told of."""

    work: Work
    fence: int
    error: str


_AGAIN: BindParameter[Any] = bindparam("again", expanding=True)
_BEFORE = requests.alias()
_TOUCHED = requests.c.id.in_(
    union(
        select(events.c.request_id).where(events.c.position > bindparam("after")),
        select(_BEFORE.c.id).where(_BEFORE.c.id.in_(_AGAIN)),
    )
)

_OPEN = text(OPEN)
_SILENT = select(requests.c.id).where(_OPEN, requests.c.ring_at.is_(None))
_WAITS = part(requests.c.body, "policy", "on_timeout") == f'"{OnTimeout.WAIT.value}"'  # as it did in old releases
_NO_DEADLINE = _SILENT.where(requests.c.due_at.is_(None), ~_WAITS)
_NO_RING = _SILENT.where(requests.c.due_at.is_not(None))


def _count(*conditions: ColumnElement[bool]) -> Any:
    return select(func.count()).select_from(requests).where(*conditions).scalar_subquery()


# Two counts over indexes, so that the requests themselves are read only where these differ.
_MISSING = select(_count(and_(_OPEN, requests.c.due_at.is_not(None))) - _count(requests.c.ring_at.is_not(None)))

# What only offers to undo something owes no run an answer, and keeps none from being stranded.
_IS_OFFER = is_offer(requests)
_LIVE_RUN = exists().where(
    runs.c.id == requests.c.run_id, runs.c.state.in_([state.value for state in RunState if not state.has_ended])
)
# A part that is decided while another is not: the answer to a question is owed once all of it is.
_OTHER_PART = requests.alias()
_WAITS_FOR_OTHERS = exists().where(
    _OTHER_PART.c.run_id == requests.c.run_id,
    _OTHER_PART.c.interrupt_id == requests.c.interrupt_id,
    _OTHER_PART.c.state == "open",
)
_NEVER_ANSWERED = and_(
    requests.c.state.in_(["settled", "expired"]),
    ~exists().where(answers.c.request_id == requests.c.id),
    ~_WAITS_FOR_OTHERS,
    ~_IS_OFFER,
)
_UNANSWERED = select(requests.c.id).where(_TOUCHED, _NEVER_ANSWERED, _LIVE_RUN)
_BY_LIMITS = part(requests.c.body, "decision", "cause") == f'"{Cause.LIMITS.value}"'
_IS_POSTED = and_(
    func.coalesce(part(requests.c.body, "parked_until"), "null") == "null", ~func.coalesce(_BY_LIMITS, False)
)
_CARDLESS = select(requests.c.id).where(
    _TOUCHED,
    ~exists().where(cards.c.request_id == requests.c.id, cards.c.look == "request"),
    ~exists().where(cards.c.batch_id == requests.c.batch_id),
    _IS_POSTED,
)
_LONG_AGO = db_now() - GRACE
_UNDRIVEN = select(runs.c.id).where(
    text(UNDRIVEN),
    runs.c.state == "running",
    runs.c.next_at <= _LONG_AGO,
    or_(runs.c.lease_until.is_(None), runs.c.lease_until <= _LONG_AGO),
)
_UNTAKEN = select(effects.c.id).where(
    text(EFFECT_OWED),
    effects.c.next_at <= _LONG_AGO,
    or_(effects.c.lease_until.is_(None), effects.c.lease_until <= _LONG_AGO),
)
_TOLD_UNCLEAR = literal("unclear.") + effects.c.id + literal(".") + effects.c.state
_UNASKED = (
    select(effects.c.id)
    .join(runs, runs.c.id == effects.c.run_id)
    .where(
        text(EFFECT_UNCLEAR),
        effects.c.began_at <= bindparam("due"),
        runs.c.state.in_([state.value for state in RunState if state.has_ended]),
        ~exists().where(notices.c.id == _TOLD_UNCLEAR),
    )
)
_IN_DOUBT = runs.alias()
_STRANDED = select(runs.c.id).where(
    runs.c.id.in_(
        union(select(requests.c.run_id).where(_TOUCHED), select(_IN_DOUBT.c.id).where(_IN_DOUBT.c.id.in_(_AGAIN)))
    ),
    runs.c.state == "waiting",
    ~runs.c.dead,
    ~exists().where(requests.c.run_id == runs.c.id, or_(and_(_OPEN, ~_IS_OFFER), _NEVER_ANSWERED)),
    ~exists().where(answers.c.run_id == runs.c.id, answers.c.state == "owed"),
)


async def late(conn: AsyncConnection, scope: Scope) -> list[str]:
    """Requests for which the clock should have rung, the longest overdue first."""
    return await request_book.ringing(conn, scope.due, MOST)


async def silent(conn: AsyncConnection, scope: Scope) -> list[str]:
    """Open requests for which the clock will never ring, but for those whose policy waits without end."""
    found = await _ids(conn, _NO_DEADLINE, {})
    return found + (await _ids(conn, _NO_RING, {}) if await conn.scalar(_MISSING) else [])


async def unanswered(conn: AsyncConnection, scope: Scope) -> list[str]:
    """Decided requests whose run goes on and was never owed the answer."""
    return await _ids(conn, _UNANSWERED, {"after": scope.after, "again": list(scope.again)})


async def cardless(conn: AsyncConnection, scope: Scope) -> list[str]:
    """Requests that people are asked, or were, and that nobody was ever owed a card of."""
    found: list[str] = []
    for request_id in await conn.scalars(_CARDLESS, {"after": scope.after, "again": list(scope.again)}):
        if len(found) < MOST and not await _needs_none(conn, request_id):
            found.append(request_id)
    return found


async def undriven(conn: AsyncConnection, scope: Scope) -> list[str]:
    """Runs that were being driven, and that nobody has taken over since their lease ended."""
    return await _ids(conn, _UNDRIVEN, {})


async def untaken(conn: AsyncConnection, scope: Scope) -> list[str]:
    """Effects that are to be undone, and that nobody has taken up, or over, since their lease ended."""
    return await _ids(conn, _UNTAKEN, {})


async def unasked(conn: AsyncConnection, scope: Scope) -> list[str]:
    """Effects in doubt of runs that have ended, so that nobody would be asked, and that no operator was told of."""
    return await _ids(conn, _UNASKED, {"due": scope.due.timestamp()})


async def stranded(conn: AsyncConnection, scope: Scope) -> list[str]:
    """Runs that wait for people while nobody is asked anything and no answer is on its way."""
    return await _ids(conn, _STRANDED, {"after": scope.after, "again": list(scope.again)})


async def untold(conn: AsyncConnection, scope: Scope) -> list[str]:
    """Dead work that the operators were never owed a word about, each as `kind:id`."""
    return [f"{lost.work.kind}:{lost.work.key}" for kind in TABLES for lost in await _untold(conn, kind)]


async def broken(conn: AsyncConnection, scope: Scope) -> list[str]:
    """The number of the first event that does not fit into the audit trail, where there is one."""
    try:
        await chain.verify(conn, trusted=scope.trusted)
    except BrokenChain as broken_there:
        return [str(broken_there.position)]
    return []


async def lost(conn: AsyncConnection, subject: str) -> Lost | None:
    """The dead work that `untold` names so, unless the operators were told meanwhile."""
    kind, _, key = subject.partition(":")
    return next((each for each in await _untold(conn, WorkKind(kind)) if each.work.key == key), None)


async def unclear(conn: AsyncConnection, effect_id: str) -> Effect | None:
    """The effect that `unasked` names so, unless it is clear by now what became of it."""
    effect = await effect_book.by_id(conn, effect_id)
    return effect if effect and effect.is_unclear else None


def told_unclear(effect_id: str, effect: Effect) -> str:
    """The id of the notice that tells operators of an effect in doubt: one for each doubt about it."""
    return f"unclear.{effect_id}.{effect.state}"


async def _needs_none(conn: AsyncConnection, request_id: str) -> bool:
    """Whether it closed while it was parked, or those asked hear of it by direct message, each once they are known."""
    request = await request_book.load(conn, request_id)
    if request is None:
        return True
    call = await notice_book.load(conn, f"{NoticeKind.CALL}.{request_id}.{request.stage}")
    if call is not None:
        return call.body == Notify.DM
    parked = await notice_book.load(conn, f"{NoticeKind.PARKED}.{request.question}.{request.stage}")
    return parked is not None and request.state is not State.OPEN


async def _ids(conn: AsyncConnection, query: Select[tuple[str]], values: dict[str, Any]) -> list[str]:
    return list(await conn.scalars(query.limit(MOST), values))


async def _untold(conn: AsyncConnection, kind: WorkKind) -> list[Lost]:
    rows = await conn.execute(_UNTOLD[kind])
    return [_lost(kind, row) for row in rows]


def _lost(kind: WorkKind, row: Row[Any]) -> Lost:
    return Lost(work=Work(kind, row.id), fence=row.fence, error=row.error)


def _never_told(kind: WorkKind, table: Table) -> Select[Any]:
    """An alarm that could not be told raises no other."""
    alarm = literal("dead.") + cast(table.c.fence, String) + literal(f".{kind.value}.") + table.c.id
    told = notices.alias()
    query = select(table.c.id, table.c.fence, table.c.error).where(text(given_up(table)))
    query = query.where(~exists().where(told.c.id == alarm), ~table.c.id.startswith("dead."))
    return query.order_by(table.c.id).limit(MOST)


_UNTOLD = {kind: _never_told(kind, table) for kind, table in TABLES.items()}
