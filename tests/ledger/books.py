"""Puts runs, requests and votes on a ledger by the rules, and reads everything that stands there."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Table, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.approvals.ask import Ask
from bot.approvals.commands import Command, Open
from bot.approvals.effect import Effect
from bot.approvals.machine import EffectState, RunState
from bot.approvals.policy import Policy
from bot.approvals.request import Request
from bot.approvals.rules import decide
from bot.ledger import answer_book, card_book, effect_book, notice_book, owing, request_book, run_book, work
from bot.ledger.database import Ledger
from bot.ledger.hints import Connection, Work, WorkKind
from bot.ledger.run_book import Run
from bot.ledger.tables import cards, metadata
from bot.ledger.work import Claim
from tests.approvals.examples import NOON, REQUESTER, a_click, an_opening, an_origin

Dump = dict[str, list[tuple[Any, ...]]]


class Ear:
    """Notes the hints of each commit."""

    def __init__(self) -> None:
        self.commits: list[Sequence[Work]] = []

    async def enlist(self, conn: Connection, hints: Sequence[Work]) -> None:
        """Take nothing along."""

    def announce(self, hints: Sequence[Work]) -> None:
        """Note a commit."""
        self.commits.append(list(hints))


def a_run(number: int = 1) -> Run:
    """A refund that waits to be driven."""
    return Run(id=f"run-{number}", workflow="refund", requester=REQUESTER, input={"amount": 120}, state=RunState.QUEUED)


def opening(number: int = 1, *, ask: Ask | None = None, policy: Policy | None = None) -> Open:
    """The command that opens the request of the run with that number."""
    origin = an_origin(run_id=f"run-{number}", interrupt_id=f"interrupt-{number}")
    return replace(an_opening(ask, policy), request_id=f"request-{number}", origin=origin)


async def add_run(ledger: Ledger, number: int = 1) -> Work:
    """Record the run, which is owed from now on."""
    async with ledger.write() as tx:
        await run_book.add(tx, a_run(number), NOON)
    return Work(WorkKind.RUN, f"run-{number}")


async def add_waiting_run(ledger: Ledger, number: int = 1) -> Work:
    """Record a run that waits for people, as after a pause."""
    run = await add_run(ledger, number)
    await set_state(ledger, number, RunState.WAITING)
    return run


async def set_state(ledger: Ledger, number: int, state: RunState) -> None:
    """Put a run into a state, whatever the table of moves says."""
    async with ledger.write() as tx:
        await tx.conn.execute(text(f"UPDATE runs SET state = '{state.value}' WHERE id = 'run-{number}'"))


async def open_request(ledger: Ledger, number: int = 1, *, policy: Policy | None = None) -> Request:
    """Record a run that waits, and its request."""
    await add_waiting_run(ledger, number)
    return await give(ledger, None, opening(number, policy=policy))


async def settle(ledger: Ledger, request: Request, number: int = 1, now: datetime = NOON) -> Request:
    """Have a team lead approve the request, and owe the answer to its run."""
    async with ledger.write() as tx:
        settled = await request_book.record(tx, request, decide(request, a_click(request), now))
        await answer_book.owe(tx, settled, {"number": number}, now)
    return settled


async def give(ledger: Ledger, request: Request | None, command: Command, now: datetime = NOON) -> Request:
    """Record what the command causes."""
    async with ledger.write() as tx:
        return await request_book.record(tx, request, decide(request, command, now))


async def want_card(ledger: Ledger, request_id: str = "request-1", audience: str = "#approvals") -> Work:
    """Owe an audience a card."""
    async with ledger.write() as tx:
        await card_book.want_card(tx, request_id, audience)
    return Work(WorkKind.CARD, f"{request_id}.{audience.lstrip('#')}")


async def tell(ledger: Ledger, notice_id: str = "notice-1") -> Work:
    """Owe a channel a notice."""
    async with ledger.write() as tx:
        await notice_book.tell(
            tx, notice_book.Notice(id=notice_id, kind=notice_book.NoticeKind.DEAD, audience="#operators")
        )
    return Work(WorkKind.NOTICE, notice_id)


async def undo(ledger: Ledger, number: int = 1, key: str = "wire") -> Work:
    """Record what a run that waits did, and owe its undoing."""
    await add_waiting_run(ledger, number)
    effect = Effect(
        run_id=f"run-{number}",
        key=key,
        place=1,
        words="Wired",
        state=EffectState.DONE,
        began_at=NOON,
        undo="tests:undo",
    )
    async with ledger.write() as tx:
        await effect_book.add(tx.conn, effect)
        assert await effect_book.change(tx, effect, effect.moved(EffectState.UNDOING))
    return effect_book.work_of(effect.run_id, key)


async def claim(ledger: Ledger, wanted: Work, lease: float = 30) -> Claim | None:
    """Claim work in a transaction of its own."""
    async with ledger.write() as tx:
        return await work.claim(tx.conn, wanted, lease)


async def claimed(ledger: Ledger, wanted: Work, lease: float = 30) -> Claim:
    """Claim work that is there to be claimed."""
    taken = await claim(ledger, wanted, lease)
    assert taken, f"{wanted} could not be claimed"
    return taken


async def take_from(ledger: Ledger, claim: Claim, lease: float = 30) -> Claim:
    """Claim work that somebody holds, as if their lease had run out this moment."""
    async with ledger.write() as tx:
        await tx.conn.execute(lapse(claim.work))
        thief = await work.claim(tx.conn, claim.work, lease)
    assert thief
    return thief


def lapse(held: Work) -> Any:
    """The statement that lets the lease on a piece of work run out."""
    table = owing.TABLES[held.kind]
    return table.update().where(table.c.id == held.key, table.c.lease_until.is_not(None)).values(lease_until=1.0)


async def owed(ledger: Ledger, limit: int = 100) -> list[Work]:
    """Everything that is owed and may be claimed now."""
    async with ledger.read() as conn:
        return await work.owed(conn, limit)


async def rows(ledger: Ledger, table: Table) -> Sequence[Any]:
    """The rows of a table, as mappings, by id where there is one."""
    async with ledger.read() as conn:
        return (await conn.execute(select(table).order_by(*table.primary_key))).mappings().all()


async def shown_cards(ledger: Ledger) -> list[Any]:
    """The cards that show a request by itself, as mappings, by id."""
    return [card for card in await rows(ledger, cards) if card["look"] == "request"]


async def dump(ledger: Ledger) -> Dump:
    """Everything on the ledger."""
    async with ledger.read() as conn:
        return await dump_of(conn)


async def dump_of(conn: AsyncConnection) -> Dump:
    """Everything on the ledger, as this transaction sees it."""
    found: Dump = {}
    for table in metadata.sorted_tables:
        query = select(table).order_by(*table.primary_key)
        found[table.name] = [tuple(row) for row in await conn.execute(query)]
    return found
