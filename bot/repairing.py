"""Repairing a run by hand: what LangGraph and the ledger believe of it, what would mend it, and doing that."""

import getpass
from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from bot.approvals.dialects import reading
from bot.approvals.machine import RunState
from bot.approvals.request import Request, State
from bot.approvals.routing import PolicyBook
from bot.desk import opening, setting_right
from bot.engine.catalogue import Entry, compile_all
from bot.engine.diagnosis import Elsewhere, Thread, begin_anew, examine
from bot.engine.savers import open_saver
from bot.engine.threads import Failed, HalfAdvanced, Waiting
from bot.faults import Misconfigured, Mistake
from bot.ledger import answer_book, request_book, run_book
from bot.ledger.database import Ledger, beside
from bot.ledger.run_book import Run
from bot.logs import redacted
from bot.plan import Plan
from bot.settings import Settings


class Mend(StrEnum):
    """What can be done to a run."""

    DRIVE_ON = "drive-on"
    REDELIVER = "redeliver"
    ASK_AGAIN = "ask-again"
    ABANDON = "abandon"


_DOES = {
    Mend.DRIVE_ON: "the thread is driven on from where it stands, and the ledger is brought in line with it",
    Mend.REDELIVER: "the answer that people gave is delivered once more",
    Mend.ASK_AGAIN: "the steps that were not done run again from their tops, without any answer they had taken in; "
    "what they ask is asked anew under a new id",
    Mend.ABANDON: "the run is cancelled, what it asks is withdrawn, and its requester is told why",
}

_SWALLOWED = "A step took an answer in and then raised. LangGraph ignores any further answer to that question."


@dataclass(frozen=True, slots=True)
class Wish:
    """What an operator wants done to a run, and why; nothing is done where there is no step."""

    run_id: str
    step: Mend | None = None
    because: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A run as both see it: `thread` is what LangGraph has, and `answers` what became of each answer, by request."""

    run: Run
    entry: Entry
    thread: Thread
    requests: Sequence[Request]
    answers: Mapping[str, str]
    book: PolicyBook

    @property
    def undelivered(self) -> list[Request]:
        """The decided requests of questions that still wait, untouched, for an answer that counts as gone."""
        return [request for requests in self._newest if self._are_undelivered(requests) for request in requests]

    @property
    def offered(self) -> list[Mend]:
        """What would mend it, the mildest first; nothing leads back from a run that finished or was cancelled."""
        if self.run.state in {RunState.FINISHED, RunState.CANCELLED}:
            return []
        failed = isinstance(self.thread.seen, Failed) or bool(self.thread.swallowed)
        wanted = {
            Mend.REDELIVER: bool(self.undelivered),
            Mend.DRIVE_ON: not failed and not self._is_gone and not self.undelivered and self._is_behind,
            Mend.ASK_AGAIN: failed,
            Mend.ABANDON: not self.run.state.has_ended,
        }
        return [step for step, is_wanted in wanted.items() if is_wanted]

    @property
    def diagnosis(self) -> str:
        """What is wrong, in a sentence, or that nothing is."""
        found = (
            (self._is_gone, "Its saved state is gone. Bring back the checkpoints it was driven with, or give it up."),
            (bool(self.thread.swallowed), _SWALLOWED),
            (isinstance(self.thread.seen, Failed), "A step raised, so the run failed."),
            (bool(self.undelivered), "People decided, and the question still waits: the answer was lost on its way."),
            (self._could_go_on, "The ledger has the run as ended, and the thread could still go on."),
            (self._is_behind, "The thread stands elsewhere than the ledger believes, or asks otherwise."),
        )
        return next((words for is_so, words in found if is_so), "Both agree; nothing is to be mended.")

    @property
    def _could_go_on(self) -> bool:
        return self.run.state.has_ended and not self.thread.is_over

    @property
    def _is_gone(self) -> bool:
        """Whether people were asked, and nothing is left of what asked them: it must not begin a second time."""
        return not self.thread.is_there and bool(self.requests) and not self.run.state.has_ended

    @property
    def _is_behind(self) -> bool:
        """Whether what is open on the ledger is not what the thread waits for; a run being driven is on its way."""
        if self.run.state in {RunState.QUEUED, RunState.RUNNING} and not self.run.dead:
            return False
        if isinstance(self.thread.seen, Waiting) and not self.run.state.has_ended:
            return self.run.dead or not self._are_asked
        return True

    @property
    def _are_asked(self) -> bool:
        """Whether people are asked all that the thread waits for, as it is read now, and nothing else."""
        asked = [part for part in self._newest if any(each.state is State.OPEN for each in part)]
        stand = [part[0].origin.interrupt_id for part in asked if self._is_read_so(part)]
        return len(stand) == len(asked) and set(stand) == set(self.thread.pending)

    def _are_undelivered(self, requests: Sequence[Request]) -> bool:
        """Whether people decided all parts of a question, and none of it is on its way."""
        gone = all(request.decision and self.answers.get(request.id) in {"applied", "void"} for request in requests)
        is_untouched = requests[0].origin.interrupt_id not in self.thread.swallowed
        return gone and is_untouched and self._is_read_so(requests)

    @property
    def _newest(self) -> Collection[list[Request]]:
        """The requests of each question, those of its parts together; the last where it was asked several times."""
        together: dict[str, list[Request]] = defaultdict(list)
        for request in self.requests:
            if not request.is_offer:
                together[request.question].append(request)
        return {requests[0].origin.interrupt_id: requests for requests in together.values()}.values()

    def _is_read_so(self, requests: Sequence[Request]) -> bool:
        """Whether the thread waits for an answer to this question, and asks it still as people were asked."""
        payload = self.thread.pending.get(requests[0].origin.interrupt_id)
        told = self.book.dialects.get(self.run.workflow)
        return payload is not None and opening.stand(requests, reading.read(payload, told))


class Operator(NamedTuple):
    """Whoever does it: hears what is said, and is asked whether they are sure."""

    say: Callable[[str], None]
    sure: Callable[[str], Awaitable[bool]]


async def repair(settings: Settings, plan: Plan, wish: Wish, operator: Operator, *, now: datetime) -> int:
    """Tell how a run stands, and do what is wished once the operator is sure; 1 where something is left to be done."""
    async with beside(settings.ledger_url) as ledger, open_saver(settings.checkpoints) as saver:
        case = await _examined(ledger, compile_all(plan.found, saver), plan.book, wish.run_id)
        for line in _told(case):
            operator.say(line)
        if wish.step is None:
            return 1 if set(case.offered) - {Mend.ABANDON} else 0
        _refuse_unless_offered(case, wish)
        if not await operator.sure(f"{wish.step}: {_DOES[wish.step]}. Do it?"):
            operator.say("Nothing was done.")
            return 1
        await _do(ledger, case, wish.step, _step(wish), now=now)
    operator.say(f"Done, and noted on the audit trail: {_DOES[wish.step]}. A running Countersign takes it from here.")
    return 0


async def _examined(ledger: Ledger, catalogue: Mapping[str, Entry], book: PolicyBook, run_id: str) -> Case:
    async with ledger.read() as conn:
        request = await request_book.load(conn, run_id)
        run_id = request.origin.run_id if request else run_id
        run = await run_book.load(conn, run_id)
        requests = await request_book.of_run(conn, run_id)
        answers = await answer_book.states_of_run(conn, run_id)
    if run is None:
        remedy = "name a request as its card shows it, or a run"
        raise Misconfigured([Mistake(run_id, "there is no such run and no such request", remedy)])
    entry = catalogue.get(run.workflow)
    if entry is None:
        wrong = f"its workflow {run.workflow} is not configured"
        raise Misconfigured([Mistake(run_id, wrong, "bring it back in COUNTERSIGN_WORKFLOWS")])
    try:
        thread = await examine(entry.graph, run_id)
    except Elsewhere as elsewhere:
        raise Misconfigured([Mistake(run_id, "it cannot be repaired from here", str(elsewhere))]) from None
    return Case(run=run, entry=entry, thread=thread, requests=requests, answers=answers, book=book)


def _told(case: Case) -> list[str]:
    run, thread = case.run, case.thread
    dead = f"; given up: {run.error}" if run.dead else ""
    return [
        f"Run {run.id} of {run.workflow}, for {run.requester}",
        f"The ledger: {run.state}{dead}{f'; outcome: {run.outcome}' if run.outcome else ''}",
        *(f"  request {_of(request, case.answers)}" for request in case.requests),
        f"LangGraph: {_stands(thread)}",
        *(f"  step {name}: {redacted(error) or 'not done'}" for name, error in thread.undone),
        *(f"  question {each}: {_of_question(each, thread)}" for each in thread.pending),
        "",
        case.diagnosis,
        *(f"  --step {step}: {_DOES[step]}" for step in case.offered),
    ]


def _of(request: Request, answers: Mapping[str, str]) -> str:
    decided = f", {request.decision.action} by {request.decision.cause}" if request.decision else ""
    delivered = f", its answer {answers[request.id]}" if request.id in answers else ""
    return f"{request.id} ({request.origin.interrupt_id[:8]}): {request.state}{decided}{delivered}"


def _stands(thread: Thread) -> str:
    if not thread.is_there:
        return "knows nothing of this thread"
    if thread.is_over:
        return "finished"
    words = {Waiting: "waits for answers", HalfAdvanced: "stopped half way", Failed: "a step raised"}
    return f"{words.get(type(thread.seen), 'can go on')}, at checkpoint {thread.checkpoint}"


def _of_question(interrupt_id: str, thread: Thread) -> str:
    return "took an answer in and raised" if interrupt_id in thread.swallowed else "waits for an answer"


def _refuse_unless_offered(case: Case, wish: Wish) -> None:
    mistakes = []
    if wish.step not in case.offered:
        others = ", ".join(case.offered) or "none"
        mistakes.append(Mistake(f"--step {wish.step}", "it would not mend this run", f"what would: {others}"))
    if not wish.because.strip():
        mistakes.append(
            Mistake("--because", "the audit trail wants to know why", 'write for example --because "the bank was down"')
        )
    if mistakes:
        raise Misconfigured(mistakes)


def _step(wish: Wish) -> setting_right.Step:
    return setting_right.Step(str(wish.step), getpass.getuser(), " ".join(wish.because.split())[:1000])


async def _do(ledger: Ledger, case: Case, mend: Mend, step: setting_right.Step, *, now: datetime) -> None:
    try:
        claim = await setting_right.take(ledger, case.run.id, now=now)
    except setting_right.Busy as busy:
        raise Misconfigured([Mistake(case.run.id, str(busy), "look again in a minute")]) from None
    match mend:
        case Mend.DRIVE_ON:
            await setting_right.drive_on(ledger, claim, step, now=now)
        case Mend.REDELIVER:
            await setting_right.redeliver(ledger, claim, case.undelivered, step, now=now)
        case Mend.ASK_AGAIN:
            await begin_anew(case.entry.graph, case.run.id)
            await setting_right.drive_on(ledger, claim, step, now=now)
        case Mend.ABANDON:
            await setting_right.abandon(ledger, claim, step, now=now)
