"""Opening: a run that stopped for people gets a request for each of its questions."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.approvals.ask import Ask
from bot.approvals.commands import Open
from bot.approvals.dialects import reading
from bot.approvals.digests import digest_of
from bot.approvals.machine import RunState
from bot.approvals.request import Origin, Request, State
from bot.approvals.routes import Circumstances
from bot.approvals.routing import Chosen, PolicyBook, choose
from bot.approvals.rules import decide
from bot.desk import posting_cards, running, settling, withdrawing
from bot.ledger import answer_book, request_book, run_book, work
from bot.ledger.database import Ledger, Transaction
from bot.ledger.run_book import Run
from bot.ledger.work import Claim


@dataclass(frozen=True, slots=True)
class Question:
    """A pending interrupt: its id, the payload its author sent, and the node that stopped with it."""

    interrupt_id: str
    payload: Any
    node: str = ""


@dataclass(frozen=True, slots=True)
class House:
    """What holds for what a run asks now: the policies, what their routes name that its requester is, and the graph."""

    book: PolicyBook
    belongs: frozenset[str]
    graph_version: str

    def policy_for(self, run: Run, ask: Ask, now: datetime) -> Chosen:
        """The policy for what the run asks; raises NoPolicy."""
        seen = Circumstances(
            workflow=run.workflow,
            ask=ask,
            requester=run.requester,
            belongs=self.belongs,
            channel=run.channel,
            now=now,
        )
        return choose(self.book, seen)


async def pause(ledger: Ledger, claim: Claim, questions: Sequence[Question], house: House, *, now: datetime) -> None:
    """Give the run back waiting, with the books brought in line with the questions that are pending.

    New questions are opened; answers to questions no longer pending count as applied; a question that changed under its
    id is asked anew, and what people said to the old one is void.
    """
    run = run_book.from_row(claim.row)
    async with ledger.write() as tx:
        await work.release(tx.conn, claim)
        if not await run_book.move(tx.conn, run.id, RunState.WAITING, outcome="", now=now):
            return  # it was cancelled while it was driven, and that was told
        pending = {question.interrupt_id: question for question in questions}
        owed = {answer.request_id for answer in await answer_book.owed(tx.conn, run.id)}
        for request in await request_book.of_run(tx.conn, run.id):
            if request.state is State.OPEN or request.id in owed:
                await _reconcile(tx, request, pending, now)
        for question in pending.values():
            await _open(tx, run, question, house, now=now)
        if owed:
            tx.hint(claim.work)


async def _reconcile(tx: Transaction, request: Request, pending: dict[str, Question], now: datetime) -> None:
    """Take questions that this request already stands for out of `pending`, and close requests that stand for none."""
    question = pending.get(request.origin.interrupt_id)
    if question is None:
        if request.decision:
            await running.mark_applied(tx, request, now)
        else:
            await withdrawing.withdraw(tx, request, "The workflow went on without this answer.", now)
    elif digest_of(reading.read(question.payload).ask) == request.question_digest:
        del pending[request.origin.interrupt_id]
    elif request.decision:
        await answer_book.mark_void(tx.conn, request.id)
    else:
        await withdrawing.withdraw(tx, request, "The workflow asks something else now.", now)


async def _open(tx: Transaction, run: Run, question: Question, house: House, *, now: datetime) -> None:
    read = reading.read(question.payload)
    chosen = house.policy_for(run, read.ask, now)
    origin = Origin(
        run_id=run.id,
        interrupt_id=question.interrupt_id,
        workflow=run.workflow,
        graph_version=house.graph_version,
        requester=run.requester,
        dialect=read.dialect,
        node=question.node,
        channel=run.channel,
        reopens=run.reopens,
    )
    command = Open(
        request_id=f"req_{secrets.token_hex(6)}",
        origin=origin,
        ask=read.ask,
        policy=chosen.policy,
        at_least=chosen.at_least,
        routed_by=chosen.routed_by,
    )
    request = await request_book.record(tx, None, decide(None, command, now))
    if request.posted:
        await posting_cards.post(tx, request, now)
    else:
        await settling.owe(tx, None, request, now)
