"""Opening: a run that stopped for people gets a request for each of its questions."""

import secrets
from collections import defaultdict
from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import datetime

from bot.approvals.ask import Ask
from bot.approvals.commands import Open
from bot.approvals.decision import Cause
from bot.approvals.dialects import native, reading
from bot.approvals.dialects.payloads import Part, Payload, Reading
from bot.approvals.digests import canonical, digest_of
from bot.approvals.machine import RunState
from bot.approvals.policy import Policy
from bot.approvals.request import Origin, Request, State
from bot.approvals.routes import Circumstances
from bot.approvals.routing import Chosen, PolicyBook, choose
from bot.approvals.rules import decide
from bot.desk import posting_cards, running, settling, withdrawing
from bot.ledger import answer_book, request_book, run_book, work
from bot.ledger.database import Ledger, Transaction
from bot.ledger.run_book import Run
from bot.ledger.work import Claim

_MOVED_ON = "The workflow went on without this answer."
_ASKS_ELSE = "The workflow asks something else now."
_REFUSED = "The workflow did not take the last answer, so it asks again. It said: {}"
_REFUSED_TWICE = "It does not take the answer that its policy gives, so it was cancelled. It said: {}"


@dataclass(frozen=True, slots=True)
class Question:
    """A pending interrupt: its id, the payload its author sent, and the node that stopped with it.

    `refused` says why the answer that it was just given was not taken, where it was not.
    """

    interrupt_id: str
    payload: Payload
    node: str = ""
    refused: str = ""


@dataclass(frozen=True, slots=True)
class House:
    """What holds for what a run asks now: the policies, what their routes name that its requester is, and the graph."""

    book: PolicyBook
    belongs: frozenset[str]
    graph_version: str

    def read(self, run: Run, question: Question) -> Reading:
        """The question as its dialect has it, or as the configuration says of this workflow."""
        return reading.read(question.payload, self.book.dialects.get(run.workflow))

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
    id, or refused its answer, is asked anew, and what people said to the old one is void.
    """
    run = run_book.from_row(claim.row)
    async with ledger.write() as tx:
        await work.release(tx.conn, claim)
        if not await run_book.move(tx.conn, run.id, RunState.WAITING, outcome="", now=now):
            return  # it was cancelled while it was driven, and that was told
        pending = {question.interrupt_id: question for question in questions}
        owed = {answer.request_id for answer in await answer_book.owed(tx.conn, run.id)}
        for requests in await _standing(tx, run.id, owed):
            question = pending.get(requests[0].origin.interrupt_id)
            if question and _goes_on(requests, owed, question) and stand(requests, house.read(run, question)):
                del pending[question.interrupt_id]
            elif question and await _is_stuck(tx, requests, question, now):
                return
            else:
                await _close(tx, requests, question, now)
        for question in pending.values():
            if not await _open(tx, run, question, house, now=now):
                return
        if await answer_book.owed(tx.conn, run.id):
            tx.hint(claim.work)


def stand(requests: Sequence[Request], asked: Reading) -> bool:
    """Whether these requests are the question as it is read now: every part of it, and none that was taken back."""
    return len(requests) == len(asked.parts) and all(_is_asked(request, asked) for request in requests)


def _goes_on(requests: Sequence[Request], owed: Set[str], question: Question) -> bool:
    """Whether an answer can come of these requests: some are open, or the whole answer is owed and not refused."""
    is_open = any(request.state is State.OPEN for request in requests)
    return not question.refused and (is_open or all(request.id in owed for request in requests))


async def _standing(tx: Transaction, run_id: str, owed: Set[str]) -> list[list[Request]]:
    """The requests of each question that people are asked, or whose answer is owed; those of its parts together.

    A part that is decided while others are open has no answer of its own yet.
    """
    together: dict[str, list[Request]] = defaultdict(list)
    for request in await request_book.of_run(tx.conn, run_id):
        if not request.is_offer:
            together[request.question].append(request)
    return [
        requests
        for requests in together.values()
        if any(request.state is State.OPEN or request.id in owed for request in requests)
    ]


def _is_asked(request: Request, asked: Reading) -> bool:
    if request.state is State.WITHDRAWN or request.origin.parts != len(asked.parts):
        return False
    part = asked.parts[request.origin.part]
    ask = _noted(part.ask, request.origin.refused)
    return digest_of(ask) == request.question_digest and _is_answered_so(request.origin, part)


def _is_answered_so(origin: Origin, part: Part) -> bool:
    """Whether its author still expects to be answered as they did; the native dialect never had any other way."""
    if origin.reply is None or part.reply is None:
        return origin.reply is part.reply or origin.dialect == native.NAME
    before, now = (canonical(reply.model_dump(mode="json")) for reply in (origin.reply, part.reply))
    return before == now


async def _is_stuck(tx: Transaction, requests: Sequence[Request], question: Question, now: datetime) -> bool:
    """End the run where what the policy answers, as nobody does, was refused twice: it would be for ever."""
    by_people = any(request.decision and request.decision.cause is Cause.VOTES for request in requests)
    if by_people or not (question.refused and requests[0].origin.refused):
        return False
    await settling.cancel(tx, requests[0].origin, _REFUSED_TWICE.format(question.refused), now)
    return True


async def _close(tx: Transaction, requests: Sequence[Request], question: Question | None, now: datetime) -> None:
    """Take back what people are asked by a question that does not stand any more; what they said to it is void.

    An answer to a question that is not pending any more was taken in.
    """
    for request in requests:
        if request.state is State.OPEN:
            await withdrawing.withdraw(tx, request, _ASKS_ELSE if question else _MOVED_ON, now)
            continue
        if question is None:
            await running.mark_applied(tx, request, now)
        await answer_book.spoil(tx.conn, request, now)


async def _open(tx: Transaction, run: Run, question: Question, house: House, *, now: datetime) -> bool:
    """Open a request for each part; they are all on the ledger before the first of them is put to people.

    What limits settle is settled first. False where that has no answer in its dialect, so that the run was cancelled.
    """
    asked = house.read(run, question)
    together = f"{question.interrupt_id[:40]}.{secrets.token_hex(6)}" if len(asked.parts) > 1 else ""
    opened = []
    for number, part in enumerate(asked.parts):
        origin = Origin(
            run_id=run.id,
            interrupt_id=question.interrupt_id,
            workflow=run.workflow,
            graph_version=house.graph_version,
            requester=run.requester,
            dialect=asked.dialect,
            node=question.node,
            channel=run.channel,
            reopens=run.reopens,
            reply=part.reply,
            together=together,
            part=number,
            parts=len(asked.parts),
            refused=question.refused,
        )
        ask = _noted(part.ask, question.refused)
        opened.append(await _record(tx, origin, ask, house.policy_for(run, ask, now), now=now))
    for request in opened:
        if not request.posted and not await settling.owe(tx, None, request, now):
            return False
    await posting_cards.post_all(tx, opened, now)
    return True


def _noted(ask: Ask, refused: str) -> Ask:
    """The ask with what people must know first: that their last answer was refused, and why."""
    if not refused:
        return ask
    return ask.model_copy(update={"notice": "\n\n".join(filter(None, [_REFUSED.format(refused), ask.notice]))})


async def _record(tx: Transaction, origin: Origin, ask: Ask, chosen: Chosen, *, now: datetime) -> Request:
    command = Open(
        request_id=f"req_{secrets.token_hex(6)}",
        origin=origin,
        ask=ask,
        policy=chosen.policy,
        at_least=max(chosen.at_least, _people(chosen.policy) if origin.refused else 0),
        routed_by=chosen.routed_by,
    )
    return await request_book.record(tx, None, decide(None, command, now))


def _people(policy: Policy) -> int:
    """The lowest tier that asks anybody: what a policy answers by itself would be refused again."""
    return next(number for number, tier in enumerate(policy.tiers) if not tier.auto)
