"""Auditing: is every request on its way, and does somebody see to every run? What can be mended is; nothing is decided.

A round looks at what has changed since the last one that saw it all and at what was in doubt then, so that its cost
does not grow with what the ledger holds.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

import structlog

from bot.approvals.digests import digest
from bot.desk import mending
from bot.ledger import chain, doubts, finding_book, notice_book
from bot.ledger.database import Ledger, Transaction
from bot.ledger.doubts import Scope
from bot.ledger.finding_book import Finding, Inspection
from bot.ledger.hints import Connection
from bot.ledger.notice_book import OPERATORS, Notice, NoticeKind

__all__ = ["Doubt", "Finding", "Inspection", "inspect"]

log = structlog.get_logger(__name__)

_TAIL = 500  # events before those of the last round whose links are checked once more
_MENDED = "It was mended."
_NEEDS_SOMEBODY = "It needs somebody: countersign doctor says whether it still does."


class Doubt(StrEnum):
    """What a finding is about."""

    LATE = "late"
    SILENT = "silent"
    UNANSWERED = "unanswered"
    CARDLESS = "cardless"
    UNDRIVEN = "undriven"
    STRANDED = "stranded"
    UNTAKEN = "untaken"
    UNASKED = "unasked"
    UNTOLD = "untold"
    BROKEN = "broken"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Check:
    """A question to the ledger, what its answer means in words, and the deed that mends it, if one does."""

    kind: Doubt
    find: Callable[[Connection, Scope], Awaitable[list[str]]]
    words: str
    mend: Callable[[Ledger, str, datetime], Awaitable[bool]] | None = None


_CHECKS = (
    _Check(
        kind=Doubt.LATE,
        find=doubts.late,
        words="The time of request {} was up, and its clock did not ring.",
        mend=mending.ring,
    ),
    _Check(
        kind=Doubt.SILENT,
        find=doubts.silent,
        words="Request {} is open, and its clock would never ring.",
        mend=mending.ring,
    ),
    _Check(
        kind=Doubt.UNANSWERED,
        find=doubts.unanswered,
        words="Request {} is decided, and its run was never owed the answer.",
        mend=mending.answer,
    ),
    _Check(
        kind=Doubt.CARDLESS,
        find=doubts.cardless,
        words="Request {} has no card, and nobody was ever owed one.",
        mend=mending.show,
    ),
    _Check(
        kind=Doubt.UNDRIVEN,
        find=doubts.undriven,
        words="Run {} was being driven, and nobody took it over when that ended.",
        mend=mending.hint,
    ),
    _Check(
        kind=Doubt.STRANDED,
        find=doubts.stranded,
        words="Run {} waits, while nobody is asked anything and no answer is on its way.",
        mend=mending.drive,
    ),
    _Check(
        kind=Doubt.UNTAKEN,
        find=doubts.untaken,
        words="Effect {} is to be undone, and nobody took that up.",
        mend=mending.undo,
    ),
    _Check(
        kind=Doubt.UNASKED,
        find=doubts.unasked,
        words="Effect {} was left in doubt by a run that has ended, and nobody was told.",
        mend=mending.tell_unclear,
    ),
    _Check(
        kind=Doubt.UNTOLD,
        find=doubts.untold,
        words="{} was given up, and nobody was told.",
        mend=mending.tell,
    ),
    _Check(
        kind=Doubt.BROKEN,
        find=doubts.broken,
        words="The audit trail does not fit together at event {}: it was changed after it was written.",
    ),
)


async def inspect(ledger: Ledger, *, now: datetime, heal: bool, whole: bool = False) -> Inspection:
    """Look for what nothing would ever move on, in all there is where `whole`.

    With `heal` it is mended where that can be done, the operators hear of what was not there before, and the round is
    kept as the last one. Without, nothing is changed.
    """
    began = asyncio.get_running_loop().time()
    async with ledger.read() as conn:
        head = await chain.length(conn)
        scope = await _scope(conn, head, now, whole)
    answers = [await _answers(ledger, check, scope, now if heal else None) for check in _CHECKS]
    inspection = Inspection(
        at=now,
        took=asyncio.get_running_loop().time() - began,
        findings=tuple(found for answer in answers for found in answer),
        position=head if all(_is_whole(answer) for answer in answers) else scope.after,
    )
    if heal:
        await _keep(ledger, inspection)
    return inspection


async def _scope(conn: Connection, head: int, now: datetime, whole: bool) -> Scope:
    """What to look at; where the whole program slept through a deadline, its clock has until the next round to ring."""
    grace = now - timedelta(seconds=doubts.GRACE)
    last = await finding_book.last(conn)
    if whole:
        return Scope(due=grace)
    standing = await finding_book.standing(conn)
    looked_at = min(last.position, head) if last else head
    trusted = [max(0, looked_at - _TAIL)]
    trusted += [int(finding.subject) - 1 for finding in standing if finding.kind == Doubt.BROKEN]
    return Scope(
        due=min(grace, last.at) if last else grace,
        after=looked_at if last else 0,
        again=[finding.subject for finding in standing],
        trusted=min(trusted),
    )


async def _answers(ledger: Ledger, check: _Check, scope: Scope, now: datetime | None) -> list[Finding]:
    """What one question finds, or that it could not be answered, which keeps no other from being put."""
    try:
        async with ledger.read() as conn:
            subjects = await check.find(conn, scope)
    except Exception:
        log.exception("the ledger could not be asked", question=check.kind.value)
        words = f"The auditor could not find out whether anything is {check.kind.value}; the log says why."
        return [Finding(kind=Doubt.UNCLEAR.value, subject=check.kind.value, words=words)]
    return [await _seen_to(ledger, check, subject, now) for subject in subjects]


def _is_whole(answer: list[Finding]) -> bool:
    """Whether the question was answered, and with all there is; else the next round puts it about the same again."""
    return len(answer) < doubts.MOST and not any(finding.kind == Doubt.UNCLEAR for finding in answer)


async def _seen_to(ledger: Ledger, check: _Check, subject: str, now: datetime | None) -> Finding:
    """The finding, mended where it can be and `now` is given."""
    healed = await _mended(ledger, check, subject, now) if now else False
    return Finding(kind=check.kind.value, subject=subject, words=check.words.format(subject), healed=healed)


async def _mended(ledger: Ledger, check: _Check, subject: str, now: datetime) -> bool:
    if check.mend is None:
        return False
    try:
        return await check.mend(ledger, subject, now)
    except Exception:
        log.exception("could not be mended", finding=check.kind.value, subject=subject)
        return False


async def _keep(ledger: Ledger, inspection: Inspection) -> None:
    async with ledger.write() as tx:
        for finding in await finding_book.keep(tx, inspection.findings, inspection.at):
            await _alarm(tx, finding, inspection.at)
        await finding_book.note(tx, inspection)


async def _alarm(tx: Transaction, finding: Finding, first_at: datetime) -> None:
    """Tell the operators, once for each time that this trouble came up."""
    alarm = Notice(
        id=f"alarm.{finding.kind}.{digest(finding.id)[:16]}.{first_at.timestamp()}",
        kind=NoticeKind.ALARM,
        audience=OPERATORS,
        body=f"{finding.words} {_MENDED if finding.healed else _NEEDS_SOMEBODY}",
    )
    await notice_book.tell(tx, alarm)
