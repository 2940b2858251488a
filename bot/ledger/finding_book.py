"""Findings on the ledger: what the auditor found wrong, since when, and how its last round went."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.ledger.database import Transaction
from bot.ledger.inserting import insert_new
from bot.ledger.tables import findings, inspections

_SEEN: dict[str, Any] = {"words": bindparam("what"), "healed": bindparam("is_healed"), "last_at": bindparam("at")}
_ADD = insert_new(findings, "id", "kind", "subject", "words", "first_at", "last_at", "healed").returning(findings.c.id)
_THIS = update(findings).where(findings.c.id == bindparam("the_id"))
_RETURNS = (
    _THIS.where(findings.c.gone_at.is_not(None))
    .values(**_SEEN, first_at=bindparam("at"), gone_at=None)
    .returning(findings.c.id)
)
_STAYS = _THIS.values(**_SEEN)
_GO = (
    update(findings)
    .where(findings.c.gone_at.is_(None), findings.c.id.not_in(bindparam("there", expanding=True)))
    .values(gone_at=bindparam("at"))
)
_STANDING = select(findings).where(findings.c.gone_at.is_(None)).order_by(findings.c.first_at, findings.c.id)
_FIRST = insert_new(inspections, "id", "at", "took", "body")
_LAST = select(inspections)
_NEXT = update(inspections).values(at=bindparam("now"), took=bindparam("spent"), body=bindparam("told"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something that is wrong with a request, a run or a piece of work; `healed` once that round has mended it."""

    kind: str
    subject: str
    words: str
    healed: bool = False

    @property
    def id(self) -> str:
        """The same for the same trouble, however often it is found."""
        return f"{self.kind}.{self.subject}"[:255]


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """A round of the auditor: when it began, the seconds it took, what it found, and how far it saw all there is."""

    at: datetime
    took: float
    findings: tuple[Finding, ...]
    position: int = 0

    @property
    def unhealed(self) -> tuple[Finding, ...]:
        """What still needs somebody."""
        return tuple(finding for finding in self.findings if not finding.healed)


_FINDINGS: TypeAdapter[tuple[Finding, ...]] = TypeAdapter(tuple[Finding, ...])


async def keep(tx: Transaction, found: Sequence[Finding], now: datetime) -> list[Finding]:
    """Note what is wrong now; returns what was not, or was gone, when this was done last."""
    new = [finding for finding in found if await _is_new(tx.conn, finding, now)]
    await tx.conn.execute(_GO, {"there": [finding.id for finding in found], "at": now.timestamp()})
    return new


async def standing(conn: AsyncConnection) -> list[Finding]:
    """What was found wrong and is not gone, the oldest first."""
    rows = await conn.execute(_STANDING)
    return [Finding(kind=row.kind, subject=row.subject, words=row.words, healed=row.healed) for row in rows]


async def note(tx: Transaction, inspection: Inspection) -> None:
    """Keep this round in place of the one before."""
    stored = _FINDINGS.dump_python(inspection.findings, mode="json")
    body = json.dumps({"findings": stored, "position": inspection.position})
    at, took = inspection.at.timestamp(), inspection.took
    await tx.conn.execute(_FIRST, {"id": 1, "at": at, "took": took, "body": body})
    await tx.conn.execute(_NEXT, {"now": at, "spent": took, "told": body})


async def last(conn: AsyncConnection) -> Inspection | None:
    """The last round there was, or None before the first."""
    row = (await conn.execute(_LAST)).one_or_none()
    if row is None:
        return None
    body = json.loads(row.body)
    return Inspection(
        at=datetime.fromtimestamp(row.at, UTC),
        took=row.took,
        findings=_FINDINGS.validate_python(body["findings"]),
        position=body["position"],
    )


async def _is_new(conn: AsyncConnection, finding: Finding, now: datetime) -> bool:
    """Of two rounds at once that find the same, one is told that it is new."""
    at = now.timestamp()
    first = {"id": finding.id, "kind": finding.kind, "subject": finding.subject, "words": finding.words}
    if await conn.scalar(_ADD, {**first, "first_at": at, "last_at": at, "healed": finding.healed}):
        return True
    again = {"the_id": finding.id, "what": finding.words, "is_healed": finding.healed, "at": at}
    if await conn.scalar(_RETURNS, again):
        return True
    await conn.execute(_STAYS, again)
    return False
