"""Writes notices: what each says, or that it is not worth saying any more."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.approvals.machine import fold
from bot.approvals.request import Request, State
from bot.ledger import chain, request_book, run_book
from bot.ledger.card_book import THREAD
from bot.ledger.database import Ledger
from bot.ledger.notice_book import Notice, NoticeKind
from bot.ledger.run_book import Run
from bot.slack.blocks import Message
from bot.slack.composing import Unpostable
from bot.slack.drawing import notices, part_notices
from bot.slack.inbox import Inbox
from bot.slack.places import Places

_BODIES = {
    NoticeKind.ALARM: notices.alarm_message,
    NoticeKind.POLICIES: notices.policies_message,
    NoticeKind.UNSEATED: notices.unseated_message,
}
_MOST_LISTED = 10


@dataclass(frozen=True, slots=True)
class NoticeWriter:
    """Writes every kind of notice but those that call people; raises Unpostable, LookupFailed and NotYet."""

    ledger: Ledger
    places: Places
    now: Callable[[], datetime]

    async def message(self, notice: Notice) -> Message | None:
        """What to tell, or None where it is not worth telling any more."""
        if notice.kind in _BODIES:
            return _BODIES[notice.kind](notice.body)
        match notice.kind:
            case NoticeKind.DEAD:
                _, _, kind, key = notice.id.split(".", 3)
                return notices.dead_message(kind, key, notice.body)
            case NoticeKind.OUTCOME:
                return await self._outcome(notice)
            case NoticeKind.DIGEST:
                return await self._digest(notice)
            case _:
                return await self._about(notice, await self.request(notice))

    async def request(self, notice: Notice) -> Request:
        """The request that a notice is about; raises Unpostable where there is none."""
        async with self.ledger.read() as conn:
            request = await request_book.load(conn, notice.request_id or "")
        if request is None:
            raise Unpostable(f"the request of notice {notice.id} is not on the ledger")
        return request

    async def _about(self, notice: Notice, request: Request) -> Message | None:
        match notice.kind:
            case NoticeKind.QUESTION:
                asker, _, question = notice.body.partition("\n")
                return notices.question_message(request, asker, question)
            case NoticeKind.VACANT:
                return await self._vacant(notice, request)
            case NoticeKind.DECIDED:
                return await self._decided(notice, request)
            case NoticeKind.WAITS:
                return await self._waits(request)
            case _:
                return await self._while_open(notice, request) if request.state is State.OPEN else None

    async def _while_open(self, notice: Notice, request: Request) -> Message | None:
        """What is told only for as long as people are asked, or will be."""
        if notice.kind is NoticeKind.OVERRAN:
            return notices.overran_message(request)
        return notices.parked_message(request, await self.places.spot(request)) if request.parked_until else None

    async def _waits(self, request: Request) -> Message | None:
        """Only while something of the question is open: what is, all in one."""
        waiting = [part for part in await self._parts(request) if part.state is State.OPEN]
        if not waiting:
            return None
        spot = await self.places.spot(waiting[0])
        if len(waiting) == 1:
            return notices.waiting_message(waiting[0], spot)
        return part_notices.waiting_message(waiting, spot)

    async def _parts(self, request: Request) -> list[Request]:
        """All parts of the request's question, in their order."""
        origin = request.origin
        if origin.parts == 1:
            return [request]
        async with self.ledger.read() as conn:
            asked = await request_book.of_run(conn, origin.run_id)
        parts = [each for each in asked if each.origin.together == origin.together]
        return sorted(parts, key=lambda part: part.origin.part)

    async def _vacant(self, notice: Notice, request: Request) -> Message:
        """What was amiss with a tier, and the policy it belongs to, as the audit trail has them."""
        async with self.ledger.read() as conn:
            happened = [entry.event for entry in await chain.story(conn, request.id)]
        then = fold(happened[: int(notice.body)])
        return notices.vacant_message(request, then.policy, then.seatings[-1])

    async def _decided(self, notice: Notice, request: Request) -> Message | None:
        """Only while the run is under way: its outcome tells of the decision as well."""
        run = await self._run(notice)
        if run.state.has_ended or not request.decision:
            return None
        if request.origin.parts > 1:
            return part_notices.decided_message(await self._parts(request))
        return notices.decided_message(request, request.decision)

    async def _digest(self, notice: Notice) -> Message | None:
        """What waits for somebody who was called too often to be called for each; nothing where nothing does."""
        waiting = await Inbox(ledger=self.ledger, members=self.places.members, now=self.now).waiting(notice.audience)
        listed = waiting.requests[:_MOST_LISTED]
        return notices.digest_message(listed, len(waiting.requests) - len(listed)) if listed else None

    async def _outcome(self, notice: Notice) -> Message:
        """In a thread without who decided: the history there says so, and naming them once more would ping them."""
        run = await self._run(notice)
        async with self.ledger.read() as conn:
            requests = await request_book.of_run(conn, run.id) if notice.audience != THREAD else []
        return notices.outcome_message(run.workflow, run.id, run.state, run.outcome, requests=requests)

    async def _run(self, notice: Notice) -> Run:
        async with self.ledger.read() as conn:
            run = await run_book.load(conn, notice.run_id or "")
        if run is None:
            raise Unpostable(f"the run of notice {notice.id} is not on the ledger")
        return run
