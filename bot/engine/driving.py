"""Drives a run: claims its thread, carries it to its next stop, and puts that on the ledger."""

import asyncio
import sqlite3
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any

import structlog
from langchain_core.runnables import RunnableConfig
from langgraph.errors import UnknownInterruptError, is_invalid_resume
from langgraph.types import Command

from bot.approvals.dialects import reading
from bot.approvals.dialects.payloads import Payload
from bot.approvals.machine import RunState
from bot.approvals.request import Request
from bot.approvals.routing import PolicyBook
from bot.desk import opening, progressing, running
from bot.desk.faltering import Patience, falter
from bot.desk.opening import House, Question
from bot.desk.running import Ending
from bot.engine.catalogue import Entry, at_hand
from bot.engine.drivable import Drivable
from bot.engine.effects import LedgerBook
from bot.engine.outcomes import fit, outcome_of
from bot.engine.telling import Telling
from bot.engine.threads import Failed, Finished, Look, Unstarted, Waiting, config_of, look, pending_of
from bot.faults import Fault
from bot.ledger import answer_book, request_book, run_book, work
from bot.ledger.database import Ledger
from bot.ledger.hints import Work, WorkKind
from bot.ledger.holding import hold
from bot.ledger.run_book import Run
from bot.ledger.work import Claim, LeaseLost
from bot.review.books import noting

log = structlog.get_logger(__name__)

Hearing = Callable[[Any], None]
# Those of the names that are this person's: groups they are in, their e-mail address, their id.
Belonging = Callable[[str, frozenset[str]], Awaitable[frozenset[str]]]

# The saver's own troubles: nothing is known to be wrong with the workflow, so the run is tried again.
_SAVER_ERRORS = (sqlite3.Error, OSError)
_LONGEST_ERROR = 600


class Unresumable(Fault):
    """Trying again cannot help: an operator has to bring back what the run needs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Driver:
    """Drives the runs of the catalogue's workflows, and has what they ask opened under the policies in force then."""

    ledger: Ledger
    catalogue: Mapping[str, Entry]
    book: Callable[[], PolicyBook]
    belongs: Belonging
    lease: float
    patience: Patience
    now: Callable[[], datetime]
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep

    async def drive(self, run_id: str) -> None:
        """Do what the run is owed, if anything and if nobody else has it; failures are recorded, not raised."""
        async with self.ledger.write() as tx:
            claim = await work.claim(tx.conn, Work(WorkKind.RUN, run_id), self.lease)
        if claim is None:
            return
        try:
            await hold(self.ledger, claim, self.lease, self._advance(claim))
        except LeaseLost:
            log.warning("lease lost while driving", run=run_id)
        except Exception as error:
            log.exception("run could not be driven", run=run_id, attempt=claim.attempts)
            hopeless = isinstance(error, Unresumable)
            await falter(self.ledger, claim, _words(error), self.patience, hopeless=hopeless)

    async def _advance(self, claim: Claim) -> None:
        """Carry the run to its next stop, put what it tells on the way on the ledger, and then the stop."""
        run = run_book.from_row(claim.row)
        entry = self.catalogue.get(run.workflow)
        if entry is None:
            raise Unresumable(f"the workflow {run.workflow!r} is not configured any more")
        async with at_hand(entry) as ready, Telling(partial(progressing.note, self.ledger, run.id)) as telling:
            with noting(self._effects(claim, entry)):
                seen = await self._carry_on(claim, ready, telling.hear)
        if isinstance(seen, Waiting):
            await self._pause(claim, entry, seen)
        else:
            await running.end(self.ledger, claim, _ending(seen, run), now=self.now())

    async def _carry_on(self, claim: Claim, entry: Entry, hear: Hearing) -> Waiting | Finished | Failed:
        """Step on from where the thread stands until it ends, or waits for answers that are not there yet."""
        run = run_book.from_row(claim.row)
        seen = await self._first_look(claim, run, entry)
        while not isinstance(seen, Finished | Failed):
            # At the first claim nobody had been asked, so no answer can be owed.
            answers = await self._answers(run, entry, pending_of(seen)) if claim.fence > 1 else {}
            if isinstance(seen, Waiting) and not answers:
                return replace(seen, errors={})
            try:
                value = entry.intake.given(run.input) if isinstance(seen, Unstarted) else _next_input(seen, answers)
            except ValueError as error:  # the type of the workflow's input refuses what was filled in
                return Failed("", str(error))
            seen = await _take(entry.graph, config_of(run.id), value, hear)
            refused = _refused(seen, answers)
            if refused:
                return refused
        return seen

    async def _first_look(self, claim: Claim, run: Run, entry: Entry) -> Look:
        """Where the thread stands; raises Unresumable when a run that has asked people is not in these checkpoints."""
        seen = await look(entry.graph, config_of(run.id))
        if isinstance(seen, Unstarted) and claim.fence > 1:
            async with self.ledger.read() as conn:
                if await request_book.of_run(conn, run.id):
                    raise Unresumable("its saved state is gone; bring back the checkpoints it was driven with")
        return seen

    async def _answers(self, run: Run, entry: Entry, pending: Mapping[str, Payload]) -> dict[str, Any]:
        """The owed answers to what is pending now, by interrupt id.

        An answer to a question that changed under its id is left out. Raises Unresumable when people answered another
        version of the graph: LangGraph would hand their answer to whatever asks in that place today, and a thread that
        took it in and then stopped half way would go on in steps that nobody signed for.
        """
        found: dict[str, Any] = {}
        told = self.book().dialects.get(run.workflow)
        for interrupt_id, answered in (await self._owed(run)).items():
            if any(request.origin.graph_version != entry.workflow.graph_version for request, _ in answered):
                raise Unresumable("the workflow was changed after people were asked; bring back what they saw")
            if interrupt_id not in pending:
                continue
            asked = reading.read(pending[interrupt_id], told)
            requests = [request for request, _ in answered]
            if opening.stand(requests, asked):
                found[interrupt_id] = reading.whole(requests, [value for _, value in answered])
        return found

    async def _owed(self, run: Run) -> dict[str, list[tuple[Request, Any]]]:
        """The answers that the run is owed, by interrupt id, each with its request and in the order of their parts."""
        owed: dict[str, list[tuple[Request, Any]]] = defaultdict(list)
        async with self.ledger.read() as conn:
            for answer in await answer_book.owed(conn, run.id):
                request = await request_book.load(conn, answer.request_id)
                if request:
                    owed[answer.interrupt_id].append((request, answer.value))
        return {name: sorted(parts, key=lambda part: part[0].origin.part) for name, parts in owed.items()}

    async def _pause(self, claim: Claim, entry: Entry, seen: Waiting) -> None:
        questions = [
            Question(name, payload, seen.nodes.get(name, ""), _why(seen.errors.get(name, "")))
            for name, payload in seen.pending.items()
        ]
        house = await self._house(run_book.from_row(claim.row), entry)
        await opening.pause(self.ledger, claim, questions, house, now=self.now())

    def _effects(self, claim: Claim, entry: Entry) -> LedgerBook:
        """Where the run's steps note what they do, for as long as this driver has it."""
        house = partial(self._house, run_book.from_row(claim.row), entry)
        return LedgerBook(
            ledger=self.ledger, claim=claim, lease=self.lease, house=house, now=self.now, sleep=self.sleep
        )

    async def _house(self, run: Run, entry: Entry) -> House:
        """What holds for what this run asks; the directory is asked only where a route wants to know its requester."""
        book = self.book()
        names = book.named_for(run.workflow)
        belongs = await self.belongs(run.requester, names) if names else frozenset[str]()
        return House(book, belongs, entry.workflow.graph_version)


def _refused(seen: Look, answers: Mapping[str, Any]) -> Waiting | None:
    """The thread with the questions that refused these answers, or None where all were taken in."""
    if not isinstance(seen, Waiting) or not seen.pending.keys() & answers.keys():
        return None
    errors = {interrupt_id: error for interrupt_id, error in seen.errors.items() if interrupt_id in answers}
    if not errors:
        raise Fault("the workflow did not take the answer in; its question is still open")
    return replace(seen, errors=errors)


def _next_input(seen: Look, answers: dict[str, Any]) -> Command[Any] | None:
    """The answers to a thread that waits for them; one that was stopped half way goes on by itself."""
    return Command(resume=answers) if isinstance(seen, Waiting) else None


async def _take(graph: Drivable, config: RunnableConfig, value: Any, hear: Hearing) -> Look:
    """Take the thread one stretch further and look where it stopped; raises the saver's own errors only."""
    try:
        async for _, event in graph.astream(value, config, durability="sync", stream_mode="custom", subgraphs=True):
            hear(event)
    except UnknownInterruptError:
        log.warning("an answer was consumed by somebody else", thread=config["configurable"]["thread_id"])
    except (Fault, LeaseLost):  # of the ledger, or of the server that runs it: the workflow did nothing wrong
        raise
    except Exception as error:
        log.exception("the workflow raised", thread=config["configurable"]["thread_id"])
        seen = await look(graph, config)
        if is_invalid_resume(error) and isinstance(seen, Waiting):
            return seen
        step = _failed_step(seen, error)
        if not step and isinstance(error, _SAVER_ERRORS):
            raise
        return Failed(step, _text(error))
    return await look(graph, config)


def _failed_step(seen: Look, error: Exception) -> str:
    """The step that raised this, as far as the thread tells; what is noted there may be of an earlier attempt."""
    if isinstance(seen, Failed):
        return seen.step
    if not isinstance(seen, Waiting):
        return ""
    return next((seen.nodes[each] for each, noted in seen.errors.items() if _text(error) in noted), "")


def _ending(seen: Finished | Failed, run: Run) -> Ending:
    if isinstance(seen, Finished):
        return Ending(RunState.FINISHED, outcome_of(seen.values, run.input))
    place = f"The step {seen.step!r} failed" if seen.step else "The workflow failed"
    return Ending(RunState.FAILED, f"{place}: {fit(seen.error, _LONGEST_ERROR)}")


def _why(error: str) -> str:
    """Why an answer was refused, less where to read more of such errors."""
    lines = (line.strip() for line in error.splitlines() if "https://errors.pydantic.dev" not in line)
    return fit(" · ".join(filter(None, lines)), _LONGEST_ERROR)


def _words(error: Exception) -> str:
    return fit(_text(error), _LONGEST_ERROR)


def _text(error: Exception) -> str:
    return str(error) or type(error).__name__
